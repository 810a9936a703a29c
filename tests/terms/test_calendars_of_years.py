"""Calendars that have been kept for years: what is long over costs nothing, and no day is lost."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from coordinator.core.calendar.read.budget import Budget
from coordinator.core.calendar.read.coming_events import Instance, least
from coordinator.core.calendar.read.events import read_events
from coordinator.core.calendar.read.series import count_out
from coordinator.core.errors import BadInput
from coordinator.core.office import Office
from coordinator.terms.calendar_days import FileOfDays, Placed, placed, read_calendar
from tests.conftest import Cast
from tests.core.calendar_cast import calendar
from tests.terms.calendars import days, read_in

TODAY, FIRST, LAST = date(2026, 11, 22), date(2027, 1, 1), date(2027, 12, 31)
MEETING = "UID:{}\nSUMMARY:x\nDTSTART:{}T090000\nDTEND:{}T100000\nRRULE:FREQ={}"


def plan(*events: str, head: str = "", left: int | None = None) -> list[Placed]:
    """What reading a calendar in counts out."""
    budget = Budget() if left is None else Budget(left=left)
    content = calendar(*events, head=head).encode()
    series = read_calendar(content, is_agency=True, budget=budget).series.values()
    file = FileOfDays(content, "kalender.ics", agency_id=1)
    found = (placed(one, today=TODAY, budget=budget, file=file) for one in series)
    return [one for one in found if one is not None]


def many(number: int, start: str, rule: str) -> list[str]:
    return [MEETING.format(n, start, start, rule) for n in range(number)]


@pytest.mark.parametrize(
    ("number", "start", "rule", "falls"),
    [
        (200, "20210104", "WEEKLY", 130),
        (40, "20210104", "WEEKLY;BYDAY=MO,TU,WE,TH,FR", 650),
        (300, "20150105", "WEEKLY;COUNT=105", 0),
        (300, "20150105", "WEEKLY;UNTIL=20170105T090000Z", 0),
    ],
)
def test_years_of_weekly_meetings_are_read(number: int, start: str, rule: str, falls: int) -> None:
    found = plan(*many(number, start, rule))
    assert len(found) == number
    assert all(
        abs(sum((one.last_day - one.first_day).days + 1 for one in each.falls) - falls) < 3
        for each in found
    )


@pytest.mark.parametrize(
    ("rule", "last"),
    [
        ("WEEKLY;BYDAY=TU;UNTIL=20270125T225959Z", date(2027, 1, 19)),
        ("WEEKLY;BYDAY=TU;UNTIL=20270126T225959Z", date(2027, 1, 26)),
        ("DAILY;UNTIL=20270131T225959Z", date(2027, 1, 31)),
        ("MONTHLY;BYDAY=1TU;COUNT=66", date(2027, 2, 2)),
        ("MONTHLY;UNTIL=20270315T225959Z", date(2027, 3, 7)),
    ],
)
def test_a_series_that_ends_soon_ends_on_its_last_day(rule: str, last: date) -> None:
    (found,) = plan(MEETING.format("a", "20210907", "20210907", rule))
    assert found.falls[-1].last_day == last
    assert found.new.last_day == last


def test_what_comes_every_day_for_ever_two_hundred_times_is_refused() -> None:
    with pytest.raises(BadInput, match="calendar-too-much"):
        plan(*many(200, "20260105", "DAILY"))


def test_the_years_before_cost_a_weekly_series_nothing() -> None:
    for start in ("19690106", "20210104", "20250106"):
        assert len(plan(*many(1, start, "WEEKLY"), left=900)) == 1
    with pytest.raises(BadInput, match="calendar-too-much"):
        plan(*many(1, "20250106", "WEEKLY"), left=700)


def test_each_time_in_a_zone_of_many_rules_costs_what_it_takes() -> None:
    rules = "".join(
        f"BEGIN:STANDARD\nDTSTART:19700101T0{n % 10}0000\nTZOFFSETFROM:+0100\n"
        f"TZOFFSETTO:+0{n % 10}00\nRRULE:FREQ=YEARLY;BYMONTH={n % 12 + 1};BYDAY=1SU\nEND:STANDARD\n"
        for n in range(39)
    )
    zone = f"BEGIN:VTIMEZONE\nTZID:Odd\n{rules}END:VTIMEZONE\n"
    event = MEETING.format("a", "20260105", "20260105", "DAILY").replace(
        "DTSTART", "DTSTART;TZID=Odd"
    )
    with pytest.raises(BadInput, match="calendar-too-much"):
        plan(event, event.replace("UID:a", "UID:b"), head=zone)


@settings(max_examples=80, deadline=None)
@given(
    start=st.dates(date(1990, 1, 1), date(2027, 3, 1)),
    interval=st.integers(1, 9),
    weekdays=st.sets(st.sampled_from(["MO", "TU", "WE", "FR", "SU"]), max_size=3),
    more=st.sampled_from(["", ";WKST=SU", ";BYMONTH=1,2,7", ";UNTIL=20270801", ";UNTIL=20200801"]),
    length=st.integers(1, 40),
    clock=st.sampled_from([None, time(0, 30), time(23, 30)]),
)
def test_a_series_that_is_begun_later_comes_on_its_days(
    *, start: date, interval: int, weekdays: set[str], more: str, length: int, clock: time | None
) -> None:
    rule = f"FREQ=WEEKLY;INTERVAL={interval}{more}" + (
        f";BYDAY={','.join(sorted(weekdays))}" if weekdays else ""
    )
    end = start + timedelta(days=length)
    if clock is None:
        lines = f"DTSTART:{start:%Y%m%d}\nDTEND:{end:%Y%m%d}"
    else:
        lines = f"DTSTART:{start:%Y%m%d}T{clock:%H%M%S}\nDTEND:{end:%Y%m%d}T{clock:%H%M%S}"
    (event,), _unread = read_events(calendar(f"SUMMARY:x\n{lines}\nRRULE:{rule}").encode())
    found = count_out([Instance("", event.text, is_out=False)], FIRST, LAST)
    got = {
        at.first_day + timedelta(days=n)
        for at in found
        for n in range((at.last_day - at.first_day).days + 1)
    }
    every = rrulestr(rule, dtstart=datetime.combine(start, time()))
    begins = {at.date() for at in takewhile(lambda at: at.date() <= LAST, every)}
    if "UNTIL=2020" not in rule or start <= date(2020, 8, 1):
        begins.add(start)
    expected = {
        day + timedelta(days=n) for day in begins for n in range(length + (clock is not None))
    }
    assert {day for day in got if FIRST <= day <= LAST} == {
        day for day in expected if FIRST <= day <= LAST
    }


def test_a_series_that_is_long_over_is_there_for_whoever_looks_back(
    office: Office, cast: Cast
) -> None:
    event = "UID:a\nSUMMARY:x\nDTSTART:20150105\nRRULE:FREQ=WEEKLY;COUNT=60"
    read_in(office, cast, calendar(event))
    mondays = [date(2015, 1, 5) + timedelta(weeks=n) for n in range(60)]
    for first, last in (
        (date(2015, 1, 1), date(2015, 6, 30)),
        (date(2016, 1, 1), date(2016, 6, 1)),
    ):
        expected = [f"{day:%m%d} x" for day in mondays if first <= day <= last]
        assert days(office, cast, (first, last)) == expected
    assert days(office, cast) == []
    assert read_in(office, cast, calendar(event)).unchanged == 1


def test_a_hostile_file_is_refused_before_anything_is_counted_out(
    office: Office, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def count(*_given: object) -> None:
        raise AssertionError

    monkeypatch.setattr("coordinator.terms.recurrence.count_out", count)
    for events in (many(500, "20260105", "DAILY;COUNT=500"), many(200, "20200106", "DAILY")):
        with pytest.raises(BadInput, match="calendar-too-much"):
            read_in(office, cast, calendar(*events))


@settings(max_examples=80, deadline=None)
@given(
    start=st.dates(date(2024, 1, 1), date(2027, 10, 1)),
    rule=st.sampled_from(
        [
            "DAILY", "DAILY;INTERVAL=3", "DAILY;COUNT=90", "WEEKLY", "WEEKLY;BYDAY=MO,TU,FR",
            "WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU", "WEEKLY;COUNT=30;BYDAY=TU,WE", "MONTHLY",
            "MONTHLY;BYDAY=2TU", "WEEKLY;UNTIL=20270601T120000Z", "DAILY;BYMONTH=2", "YEARLY",
        ]
    ),
    more=st.sampled_from(["", "\nEXDATE:20270112,20270113", "\nRDATE:20270112T100000"]),
)  # fmt: skip
def test_nothing_is_refused_beforehand_that_would_not_be_refused(
    start: date, rule: str, more: str
) -> None:
    text = MEETING.format("a", f"{start:%Y%m%d}", f"{start:%Y%m%d}", rule) + more
    (event,), _unread = read_events(calendar(text).encode())
    events, budget = [Instance("", event.text, is_out=False)], Budget()
    before = budget.left
    count_out(events, FIRST, LAST, budget)
    assert least(events, FIRST, LAST) <= before - budget.left
    if rule == "DAILY" and start < FIRST:
        assert least(events, FIRST, LAST) > 6 * 350


def test_a_full_calendar_that_says_what_stands_is_no_work(
    office: Office, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = calendar(*many(5, "20260105", "DAILY"))
    read_in(office, cast, text)

    def expect(_budget: Budget, steps: int) -> None:
        assert steps == 0

    monkeypatch.setattr(Budget, "expect", expect)
    assert read_in(office, cast, text).unchanged == 5
