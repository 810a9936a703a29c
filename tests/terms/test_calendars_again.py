"""A calendar that is read in again changes what it changed, once, and nothing beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from coordinator.core import background_writes
from coordinator.core.calendar.read.budget import Budget
from coordinator.core.errors import BadInput
from coordinator.core.messages import lines_of
from coordinator.core.office import Office
from coordinator.roster import usecases as roster
from coordinator.terms import usecases as terms
from coordinator.terms.views import ClosedKind, Effect, NewClosedDay
from tests.conftest import Cast
from tests.core.calendar_cast import calendar
from tests.meetings.helpers import agency
from tests.statements import count_statements
from tests.terms.calendars import SPRING, days, read_in, rows

MEETING = (
    "UID:a\nSUMMARY:Personalmöte\nDTSTART;TZID=Europe/Stockholm:20210907T130000\n"
    "DTEND;TZID=Europe/Stockholm:20210907T150000\nRRULE:FREQ=WEEKLY;BYDAY=TU"
)
STUDY = "UID:s\nSUMMARY:Studiedag\nDTSTART;VALUE=DATE:{}"


@pytest.fixture
def police(office: Office, cast: Cast) -> dict[str, Any]:
    return {"agency_id": agency(office, cast.coordinator, "polis")}


def tuesdays(first: date, last: date) -> list[str]:
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [f"{day:%m%d} Personalmöte" for day in every if day.weekday() == 1]


def test_an_endless_series_of_2021_comes_in_every_later_term(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    (added,) = read_in(office, cast, calendar(MEETING), **police).added
    assert (added.first_day, added.is_read_in) == (date(2021, 9, 7), True)
    for year in (2027, 2031, 2022, 2064):
        span = (date(year, 1, 1), date(year, 6, 30))
        assert days(office, cast, span) == tuesdays(*span)
        background_writes.settle()
        assert days(office, cast, span) == tuesdays(*span)
    decade = (date(2028, 6, 1), date(2032, 1, 31))
    assert days(office, cast, decade) == tuesdays(*decade)


def test_a_term_is_counted_out_once_and_then_read_in_one_statement(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    read_in(office, cast, calendar(MEETING), **police)

    def opened(year: int) -> int:
        with count_statements(office.database) as statements:
            rows(office, cast, (date(year, 1, 1), date(year, 12, 31)))
            background_writes.settle()
        return len(statements)

    assert opened(2027) == 1  # counted out when it was read in
    assert opened(2033) > 1
    assert (opened(2033), opened(2032), opened(2027)) == (1, 1, 1)


def test_what_cannot_be_counted_out_in_time_costs_nobody_the_page(
    office: Office, cast: Cast, police: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    read_in(office, cast, calendar(MEETING, STUDY.format("20400321")), **police)
    tries: list[int] = []

    def spend(_budget: Budget, steps: int) -> None:
        tries.append(steps)
        raise BadInput("calendar-too-much", most=1)

    monkeypatch.setattr(Budget, "spend", spend)
    far = (date(2040, 1, 1), date(2040, 6, 30))
    assert days(office, cast, far) == ["0321 Studiedag"]
    background_writes.settle()
    tried = len(tries)
    assert days(office, cast, far) == ["0321 Studiedag"]
    background_writes.settle()
    assert len(tries) == tried  # nobody counts in vain twice
    assert days(office, cast) == tuesdays(*SPRING)
    monkeypatch.undo()
    later = MEETING.replace("T150000", "T160000") + "\nSEQUENCE:1"
    read_in(office, cast, calendar(later), **police)
    assert days(office, cast, far) != ["0321 Studiedag"]


def test_what_is_read_in_twice_stands_there_once(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    text = calendar(MEETING, STUDY.format("20270315"), "SUMMARY:Utan nummer\nDTSTART:20270316")
    assert len(read_in(office, cast, text, **police).added) == 3
    before = days(office, cast)
    again = read_in(office, cast, text, **police)
    assert (again.added, again.changed, again.removed, again.unchanged) == ((), (), (), 3)
    assert days(office, cast) == before


def test_a_higher_sequence_replaces_and_a_lower_one_is_told_as_old(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    old = calendar(STUDY.format("20270315"))
    new = calendar(STUDY.format("20270322") + "\nSEQUENCE:1")
    read_in(office, cast, old, **police)
    ((before, after),) = read_in(office, cast, new, **police).changed
    assert (before.first_day.day, after.first_day.day) == (15, 22)
    assert days(office, cast) == ["0322 Studiedag"]
    assert read_in(office, cast, old, **police).stale == ("Studiedag",)
    assert days(office, cast) == ["0322 Studiedag"]


def test_with_one_sequence_the_later_stamp_counts_and_without_stamps_the_later_file(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    def stamped(day: str, stamp: str) -> str:
        return calendar(STUDY.format(day) + (f"\nDTSTAMP:{stamp}" if stamp else ""))

    read_in(office, cast, stamped("20270315", "20261101T100000Z"), **police)
    done = read_in(office, cast, stamped("20270316", "20261001T100000Z"), **police)
    assert (done.stale, days(office, cast)) == (("Studiedag",), ["0315 Studiedag"])
    read_in(office, cast, stamped("20270317", "20261102T100000Z"), **police)
    read_in(office, cast, stamped("20270318", ""), **police)
    assert days(office, cast) == ["0318 Studiedag"]


def test_what_is_cancelled_goes_and_an_older_file_does_not_bring_it_back(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    read_in(office, cast, calendar(STUDY.format("20270322") + "\nSEQUENCE:1"), **police)
    gone = STUDY.format("20270322") + "\nSEQUENCE:2\nSTATUS:CANCELLED"
    done = read_in(office, cast, calendar(gone, MEETING), **police)
    assert [day.name for day in done.removed] == ["Studiedag"]
    assert "Studiedag" not in " ".join(days(office, cast))
    old = read_in(office, cast, calendar(STUDY.format("20270322") + "\nSEQUENCE:1"), **police)
    assert (old.added, old.stale) == ((), ("Studiedag",))
    assert "Studiedag" not in " ".join(days(office, cast))


def test_a_file_that_cancels_says_so_in_its_head(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    read_in(office, cast, calendar(MEETING), **police)
    cancel = calendar("UID:a\nSEQUENCE:1\nDTSTART:20210907T130000", head="METHOD:CANCEL\n")
    assert len(read_in(office, cast, cancel, **police).removed) == 1
    assert rows(office, cast) == []


def test_a_series_that_was_split_leaves_no_day_of_the_old_one(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    read_in(office, cast, calendar(MEETING), **police)
    ended = MEETING.replace("FREQ=WEEKLY", "FREQ=WEEKLY;UNTIL=20270209T115959Z")
    rest = (
        "UID:b\nSUMMARY:Personalmöte\nDTSTART;TZID=Europe/Stockholm:20270210T130000\n"
        "DTEND;TZID=Europe/Stockholm:20270210T150000\nRRULE:FREQ=WEEKLY;BYDAY=WE"
    )
    read_in(office, cast, calendar(ended, rest), **police)
    assert days(office, cast)[:7] == [
        f"{day} Personalmöte" for day in ("0105", "0112", "0119", "0126", "0202", "0210", "0217")
    ]
    assert "0209 Personalmöte" not in days(office, cast)
    assert "0216 Personalmöte" not in days(office, cast)


def test_one_time_is_moved_and_cancelled_by_later_files_that_say_no_more(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    read_in(office, cast, calendar(MEETING), **police)
    moved = (
        "UID:a\nSUMMARY:Studiebesök\nSEQUENCE:1\nRECURRENCE-ID:20270112T120000Z\n"
        "DTSTART:20270113T080000Z\nDTEND:20270113T100000Z"
    )
    gone = "UID:a\nSEQUENCE:1\nRECURRENCE-ID:20270119T120000Z\nSTATUS:CANCELLED"
    read_in(office, cast, calendar(moved), **police)
    read_in(office, cast, calendar(gone, head="METHOD:CANCEL\n"), **police)
    assert days(office, cast)[:3] == ["0105 Personalmöte", "0113 Studiebesök", "0126 Personalmöte"]
    (visit,) = [
        there for _day, there in rows(office, cast)[0].placed(date(2027, 1, 13), date(2027, 1, 13))
    ]
    assert visit.hours is not None
    assert visit.hours[0].hour == 9
    # The whole calendar, as it is now, names neither: what it does not change holds on.
    read_in(office, cast, calendar(MEETING), **police)
    assert days(office, cast)[1] == "0113 Studiebesök"
    # A newer version of the series itself tells all of it.
    read_in(office, cast, calendar(MEETING + "\nSEQUENCE:2"), **police)
    assert days(office, cast)[1] == "0112 Personalmöte"


def test_another_agencys_file_with_the_same_number_touches_nothing(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    read_in(office, cast, calendar(STUDY.format("20270315")), **police)
    other = next(one.id for one in roster.agencies(office, cast.coordinator) if one.slug != "polis")
    for whose in (
        {"agency_id": other},
        {"municipality": "Grannby"},
        {},
    ):
        text = STUDY.format("20270322") + "\nSEQUENCE:9"
        assert len(read_in(office, cast, calendar(text), **whose).added) == 1
        gone = text.replace("SEQUENCE:9", "SEQUENCE:10") + "\nSTATUS:CANCELLED"
        assert len(read_in(office, cast, calendar(gone), **whose).removed) == 1
    assert days(office, cast) == ["0315 Studiedag"]


def test_a_writer_who_makes_new_numbers_for_each_file_doubles_nothing(
    office: Office, cast: Cast
) -> None:
    pupils = "UID:{}\nSUMMARY:Sportlov\nDTSTART:{}\nDTEND:{}"
    grannby = {"municipality": "Grannby"}
    read_in(office, cast, calendar(pupils.format("1", "20270222", "20270227")), **grannby)
    same = read_in(office, cast, calendar(pupils.format("2", "20270222", "20270227")), **grannby)
    assert (same.added, same.unchanged) == ((), 1)
    moved = read_in(office, cast, calendar(pupils.format("3", "20270215", "20270220")), **grannby)
    assert [(old.first_day.day, new.first_day.day) for old, new in moved.changed] == [(22, 15)]
    assert len(rows(office, cast)) == 1


def test_a_day_that_stood_there_already_is_taken_for_the_same(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    typed = NewClosedDay(
        name="Studiedag", first_day=date(2027, 3, 15), last_day=date(2027, 3, 15), **police
    )
    terms.add_closed_day(office, cast.coordinator, new=typed)
    done = read_in(office, cast, calendar(STUDY.format("20270315")), **police)
    assert (done.added, done.unchanged) == ((), 1)
    read_in(office, cast, calendar(STUDY.format("20270322") + "\nSEQUENCE:1"), **police)
    assert days(office, cast) == ["0322 Studiedag"]


# By hand ----------------------------------------------------------------------------------------


def test_what_somebody_set_by_hand_holds_until_the_calendar_changes_that_event(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    text = calendar(STUDY.format("20270315"))
    read_in(office, cast, text, **police)
    (row,) = rows(office, cast)
    by_hand = replace(
        row.as_new(), first_day=date(2027, 3, 17), last_day=date(2027, 3, 17), effect=Effect.BLOCK
    )
    terms.change_closed_day(
        office, cast.coordinator, closed_day_id=row.id or 0, version=row.version, new=by_hand
    )
    assert read_in(office, cast, text, **police).unchanged == 1
    assert days(office, cast) == ["0317 Studiedag"]
    read_in(office, cast, calendar(STUDY.format("20270322") + "\nSEQUENCE:1"), **police)
    (row,) = rows(office, cast)
    assert (row.first_day.day, row.effect) == (22, Effect.BLOCK)  # no calendar says the effect


def test_a_series_keeps_its_name_kind_and_effect_as_set_and_its_days_from_the_calendar(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    read_in(office, cast, calendar(MEETING), **police)
    (row,) = rows(office, cast)
    new = replace(row.as_new(), name="APT", kind=ClosedKind.VACATION, effect=Effect.INFORM)
    terms.change_closed_day(
        office, cast.coordinator, closed_day_id=row.id or 0, version=row.version, new=new
    )
    assert days(office, cast)[:2] == ["0105 APT", "0112 APT"]
    wednesdays = MEETING.replace("BYDAY=TU", "BYDAY=WE").replace("20210907", "20210908")
    read_in(office, cast, calendar(wednesdays), **police)
    (row,) = rows(office, cast)
    assert (row.name, row.kind, row.effect) == ("APT", ClosedKind.VACATION, Effect.INFORM)
    assert days(office, cast)[:2] == ["0106 APT", "0113 APT"]


def test_a_day_left_out_by_hand_stays_out_when_the_calendar_is_read_again(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    read_in(office, cast, calendar(MEETING), **police)
    (row,) = rows(office, cast)
    out: dict[str, Any] = {"closed_day_id": row.id or 0, "day": date(2027, 1, 12)}
    (left,) = terms.leave_out_day(office, cast.coordinator, version=row.version, **out)
    with pytest.raises(BadInput, match="closed-day-not-then"):
        terms.leave_out_day(office, cast.coordinator, version=left.version, **out)
    assert days(office, cast)[:2] == ["0105 Personalmöte", "0119 Personalmöte"]
    read_in(office, cast, calendar(MEETING), **police)
    read_in(office, cast, calendar(MEETING + "\nSEQUENCE:1\nEXDATE:20270119T120000Z"), **police)
    assert days(office, cast)[:2] == ["0105 Personalmöte", "0126 Personalmöte"]


def test_a_day_is_left_out_of_a_week_that_was_read_in(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    week = "UID:w\nSUMMARY:Kurs\nDTSTART:20270111\nDTEND:20270116"
    read_in(office, cast, calendar(week), **police)
    (row,) = rows(office, cast)
    terms.leave_out_day(
        office, cast.coordinator, closed_day_id=row.id or 0, version=row.version,
        day=date(2027, 1, 13),
    )  # fmt: skip
    assert days(office, cast) == [f"01{n} Kurs" for n in (11, 12, 14, 15)]
    longer = week.replace("20270116", "20270117") + "\nSEQUENCE:1"
    read_in(office, cast, calendar(longer), **police)
    assert days(office, cast) == [f"01{n} Kurs" for n in (11, 12, 14, 15, 16)]


def test_what_is_removed_by_hand_is_gone_whole_and_told_as_new_when_it_is_read_again(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    read_in(office, cast, calendar(MEETING), **police)
    (row,) = rows(office, cast)
    terms.remove_closed_day(
        office, cast.coordinator, closed_day_id=row.id or 0, version=row.version
    )
    assert days(office, cast) == []
    assert len(read_in(office, cast, calendar(MEETING), **police).added) == 1


# What it says -----------------------------------------------------------------------------------


def test_a_name_that_points_to_somebody_or_is_private_is_kept_as_taken(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    read_in(
        office,
        cast,
        calendar(
            "UID:1\nSUMMARY:Samtal med 811228-9874\nDTSTART:20270111",
            "UID:2\nSUMMARY:Lönesamtal\nCLASS:PRIVATE\nDTSTART:20270112",
            "UID:3\nSUMMARY:Plan\nCLASS:PUBLIC\nDTSTART:20270113",
            "UID:4\nDTSTART:20270114",
        ),
        **police,
    )
    assert days(office, cast) == ["0111 Upptagen", "0112 Upptagen", "0113 Plan", "0114 Upptagen"]


def test_what_is_marked_as_free_closes_nothing_in_an_agencys_own_calendar(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    free = calendar(
        "UID:1\nSUMMARY:Sportlov\nTRANSP:TRANSPARENT\nDTSTART:20270222\nDTEND:20270227",
        "UID:2\nSUMMARY:Kurs\nTRANSP:OPAQUE\nDTSTART:20270301",
    )
    done = read_in(office, cast, free, **police)
    assert (done.free, [day.name for day in done.added]) == (1, ["Kurs"])
    assert len(read_in(office, cast, free, municipality="Grannby").added) == 2
    taken = free.replace("TRANSPARENT", "OPAQUE").replace(
        "OPAQUE\r\nDTSTART:20270301", "TRANSPARENT\r\nDTSTART:20270301"
    )
    done = read_in(office, cast, taken, **police)
    assert ([day.name for day in done.added], [day.name for day in done.removed]) == (
        ["Sportlov"],
        ["Kurs"],
    )


def test_one_number_for_several_events_is_told(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    twice = calendar(STUDY.format("20270315"), STUDY.format("20270316"))
    done = read_in(office, cast, twice, **police)
    assert days(office, cast) == ["0316 Studiedag"]
    assert len(lines_of(done.unread)) == 1
    same = calendar(STUDY.format("20270316"), STUDY.format("20270316"))
    assert read_in(office, cast, same, **police).unread == ()


def test_a_name_is_guarded_before_it_is_cut(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    long = "x" * 110
    text = calendar(
        f"UID:1\nSUMMARY:{long} 850412-2386\nDTSTART:20270111",
        f"UID:2\nSUMMARY:{long} möte i rådhuset\nDTSTART:20270112",
    )
    read_in(office, cast, text, **police)
    assert days(office, cast) == ["0111 Upptagen", f"0112 {long} möte i rå"]


MOVED = "UID:p\nRECURRENCE-ID:20270118\nDTSTART:20270119\nSUMMARY:Samtal med chefen"
HIDDEN = "UID:p\nSUMMARY:Lönesamtal\n{}DTSTART:20270111\nRRULE:FREQ=WEEKLY;COUNT=3"


@pytest.mark.parametrize(
    "files",
    [
        [[HIDDEN.format("CLASS:PRIVATE\n"), MOVED]],
        [[MOVED, HIDDEN.format("CLASS:PRIVATE\n")]],
        [[HIDDEN.format("CLASS:PRIVATE\n")], [MOVED]],
        [[HIDDEN.format("")], [MOVED + "\nCLASS:CONFIDENTIAL"]],
        [[HIDDEN.format(""), MOVED + "\nCLASS:PRIVATE"]],
        [[HIDDEN.format(""), MOVED + "\nSEQUENCE:1"], [HIDDEN.format("CLASS:PRIVATE\n")]],
        [[HIDDEN.format(""), MOVED.replace("chefen", "850412-2386")]],
    ],
    ids=["beside", "before", "later", "later itself", "one time", "hidden later", "marked"],
)
def test_a_series_that_is_hidden_once_is_hidden_whole(
    office: Office, cast: Cast, police: dict[str, Any], files: list[list[str]]
) -> None:
    for events in files:
        read_in(office, cast, calendar(*events), **police)
    assert days(office, cast) == ["0111 Upptagen", "0119 Upptagen", "0125 Upptagen"]


def test_a_hidden_series_that_cannot_be_read_hides_its_single_times(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    odd = HIDDEN.format("CLASS:PRIVATE\n").replace("WEEKLY", "HOURLY")
    read_in(office, cast, calendar(odd, MOVED), **police)
    assert days(office, cast) == ["0119 Upptagen"]


def test_one_time_that_is_moved_too_far_is_named_and_its_series_taken(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    series = "UID:f\nSUMMARY:Plan\nDTSTART:20270111\nRRULE:FREQ=WEEKLY;COUNT=3"
    far = "UID:f\nSUMMARY:Flyttad\nRECURRENCE-ID:20270118\nDTSTART:20290118"
    done = read_in(office, cast, calendar(series, far), **police)
    assert [problem.code for problem in done.unread] == ["calendar-event-moved"]
    assert days(office, cast) == ["0111 Plan", "0118 Plan", "0125 Plan"]
    gone = calendar(series, far + "\nSTATUS:CANCELLED")
    assert read_in(office, cast, gone, **police).unread == ()
    assert days(office, cast) == ["0111 Plan", "0125 Plan"]


def test_a_break_until_a_minute_to_midnight_is_a_break_of_whole_days(
    office: Office, cast: Cast
) -> None:
    text = calendar(
        "UID:1\nSUMMARY:Sportlov\nDTSTART:20270222T000000\nDTEND:20270226T235900",
        "UID:2\nSUMMARY:Lov\nDTSTART:20270315T000000\nDTEND:20270315T235959",
    )
    read_in(office, cast, text, municipality="Grannby")
    there = [
        (day.kind, day.hours, day.first_day.day, day.last_day.day) for day in rows(office, cast)
    ]
    assert there == [
        (ClosedKind.SCHOOL_BREAK, None, 22, 26),
        (ClosedKind.SCHOOL_BREAK, None, 15, 15),
    ]


def test_a_municipality_is_the_same_with_and_without_its_last_word(
    office: Office, cast: Cast
) -> None:
    event = "SUMMARY:Plan\nDTSTART:20270111"
    read_in(office, cast, calendar("UID:1\n" + event), municipality="Grannby")
    again = read_in(office, cast, calendar("UID:2\n" + event), municipality="Grannby kommun")
    assert (again.added, again.unchanged, len(rows(office, cast))) == ((), 1, 1)
