"""Calendars as people have them: every event comes on the days that RFC 5545 says, and no other.

Each text is a small calendar of its own kind; the kinds are those of public bug reports of other
programs. What is expected was counted by hand.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordinator.core.calendar.read.budget import Budget
from coordinator.core.calendar.read.coming_events import Instance, OddSeries
from coordinator.core.calendar.read.events import read_events
from coordinator.core.calendar.read.series import count_out
from coordinator.core.errors import BadInput
from tests.core.calendar_cast import FIRST, LAST, calendar, days, hours, times

ZONE = """BEGIN:VTIMEZONE
TZID:Egen tid
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:{1}
TZOFFSETTO:{0}
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:{0}
TZOFFSETTO:{1}
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
"""
WEEKLY = (
    "SUMMARY:x\nDTSTART;TZID=Europe/Stockholm:20270112T130000\n"
    "DTEND;TZID=Europe/Stockholm:20270112T150000\nRRULE:FREQ=WEEKLY;COUNT=4"
)


def golden() -> dict[str, tuple[str, list[str]]]:
    """By its title, the days on which a calendar's series comes, and its events."""
    text = (Path(__file__).parent / "golden" / "calendar_days.txt").read_text(encoding="utf-8")
    found = {}
    for block in text.split("\n= ")[1:]:
        title, expected, *lines = block.rstrip("\n").split("\n")
        found[title] = (expected.removeprefix(">").strip(), "\n".join(lines).split("\n--\n"))
    return found


@pytest.mark.parametrize(("expected", "events"), golden().values(), ids=golden().keys())
def test_a_calendars_events_come_on_their_days(expected: str, events: list[str]) -> None:
    assert days(calendar(*events)) == expected.split()


def test_every_kind_of_calendar_is_there() -> None:
    assert len(golden()) >= 45


def test_wall_clocks_keep_their_hour_over_the_change_to_summer_time() -> None:
    event = WEEKLY.replace("20270112", "20270323").replace("COUNT=4", "COUNT=2")
    assert hours(calendar(event)) == ["0323 13:00-15:00", "0330 13:00-15:00"]
    utc = "SUMMARY:x\nDTSTART:20270323T120000Z\nDTEND:20270323T140000Z\nRRULE:FREQ=WEEKLY;COUNT=2"
    assert hours(calendar(utc)) == ["0323 13:00-15:00", "0330 14:00-16:00"]


def test_what_lasts_over_midnight_takes_a_part_of_each_day() -> None:
    event = "SUMMARY:x\nDTSTART:20270112T220000\nDTEND:20270114T060000"
    assert hours(calendar(event)) == ["0112 22:00-23:59", "0113", "0114 00:00-06:00"]


def test_times_without_a_zone_are_ours_or_the_calendars() -> None:
    event = "SUMMARY:x\nDTSTART:20270112T003000\nDTEND:20270112T010000"
    assert hours(calendar(event)) == ["0112 00:30-01:00"]
    abroad = calendar(event, head="X-WR-TIMEZONE:Europe/Helsinki\n")
    assert hours(abroad) == ["0111 23:30-23:59"] or hours(abroad) == ["0111 23:30-00:00"]


def test_two_files_may_mean_different_rules_by_one_name() -> None:
    event = (
        "SUMMARY:x\nDTSTART;TZID=Egen tid:20270112T100000\n"
        "DTEND;TZID=Egen tid:20270112T110000\nRRULE:FREQ=WEEKLY;COUNT=2"
    )
    east = calendar(event, head=ZONE.format("+0200", "+0300"))
    west = calendar(event, head=ZONE.format("+0000", "+0100"))
    assert hours(east) == ["0112 09:00-10:00", "0119 09:00-10:00"]
    assert hours(west) == ["0112 11:00-12:00", "0119 11:00-12:00"]
    assert hours(east) == ["0112 09:00-10:00", "0119 09:00-10:00"]
    summer = event.replace("202701", "202707")
    assert hours(calendar(summer, head=ZONE.format("+0200", "+0300")))[0] == "0712 09:00-10:00"


# How it is written ------------------------------------------------------------------------------

PLAIN = calendar("SUMMARY:Planeringsdag för alla\nDTSTART;VALUE=DATE:20270211")


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.replace("\r\n", "\n").encode(),
        PLAIN.replace("\r\n", "\r").encode(),
        PLAIN.replace("\r\n", "\r\r\n").encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        b"\r\n\r\n" + PLAIN.encode() + b"\r\n\x1a",
        PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        PLAIN.encode().replace("ö".encode(), b"\xc3\r\n \xb6"),
        PLAIN.encode().replace("ö".encode(), b"\xc3\n\t\xb6"),
        PLAIN.encode().replace(b"END:VEVENT", b"DESCRIPTION:caf\xe9 \x80\r\nEND:VEVENT"),
        PLAIN.encode().replace(b"END:VEVENT", b"BEGIN:VTODO\r\nEND:VTOOD\r\nEND:VEVENT"),
    ],
    ids=[
        "line feeds", "returns", "both twice", "a mark in front", "lines around", "UTF-16",
        "UTF-16 without mark", "UTF-16 the other way", "a letter cut by folding",
        "a letter cut by a tab", "other letters in what is not read", "a slip in what is not read",
    ],
)  # fmt: skip
def test_a_calendar_is_read_however_it_is_written(content: bytes) -> None:
    assert days(content, "Planeringsdag för alla") == ["0211"]


def test_several_calendars_in_one_file_are_all_read() -> None:
    first = calendar("SUMMARY:A\nDTSTART:20270222", head="X-WR-TIMEZONE:Europe/Helsinki\n")
    second = calendar("SUMMARY:B\nDTSTART:20270315T003000")
    assert days(first + second, "A") == ["0222"]
    assert days(first + second, "B") == ["0315"]


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ("SUMMARY:x", "calendar-event-no-day"),
        ("SUMMARY:x\nDTSTART:20270230", "calendar-event-no-day"),
        ("SUMMARY:x\nDTSTART:i morgon", "calendar-event-no-day"),
        ("SUMMARY:x\nDTSTART:16010101\nRRULE:FREQ=DAILY", "calendar-event-far"),
        ("SUMMARY:x\nDTSTART:20270105\nDTEND:20270101", "calendar-event-ends-before"),
        ("SUMMARY:x\nDTSTART:20270105T100000Z\nDURATION:-PT1H", "calendar-event-ends-before"),
        ("SUMMARY:x\nDTSTART:20270105\nDTEND:20290101", "calendar-event-long"),
        ("SUMMARY:x\nDTSTART:20270105\nRRULE:FREQ=SECONDLY", "calendar-repeat-often"),
        ("SUMMARY:x\nDTSTART:20270105\nRRULE:FREQ=MINUTELY;COUNT=3", "calendar-repeat-often"),
        ("SUMMARY:x\nDTSTART:20270105\nRRULE:FREQ=HOURLY", "calendar-repeat-often"),
        ("SUMMARY:x\nDTSTART:20270105\nRRULE:FREQ=DAILY;INTERVAL=0", "calendar-repeat-odd"),
        ("SUMMARY:x\nDTSTART:20270105\nRRULE:FREQ=DAILY;BYMONTH=13", "calendar-repeat-odd"),
        ("SUMMARY:x\nDTSTART:20270105\nRRULE:FREQ=WEEKLY;UNTL=20270301", "calendar-repeat-odd"),
        ("SUMMARY:x\nDTSTART:20270105\nRRULE:BYDAY=MO", "calendar-repeat-odd"),
        ("SUMMARY:x\nDTSTART:20270105\nEXRULE:FREQ=WEEKLY", "calendar-repeat-odd"),
        ("SUMMARY:x\nDTSTART:20270105\nRDATE:" + "20270106," * 600, "calendar-event-dates"),
    ],
    ids=lambda value: value if value.startswith("calendar") else "",
)  # fmt: skip
def test_what_cannot_be_read_is_named_and_the_rest_is_taken(event: str, code: str) -> None:
    kept, unread = read_events(calendar(event, "SUMMARY:Bra\nDTSTART:20270112").encode())
    assert [(one.number, one.name, one.code) for one in unread] == [(1, "x", code)]
    assert [one.name for one in kept] == ["Bra"]


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "DECLINECOUNTER", "refresh"])
def test_an_answer_to_an_invitation_is_no_calendar(method: str) -> None:
    answer = calendar("UID:a\nSUMMARY:x\nDTSTART:20270112", head=f"METHOD:{method}\n")
    kept, unread = read_events((answer + PLAIN).encode())
    assert [one.code for one in unread] == ["calendar-event-answer"]
    assert [one.name for one in kept] == ["Planeringsdag för alla"]


@pytest.mark.parametrize("method", ["PUBLISH", "REQUEST", "ADD"])
def test_what_is_published_or_invited_to_is_taken(method: str) -> None:
    assert days(calendar("SUMMARY:x\nDTSTART:20270112", head=f"METHOD:{method}\n")) == ["0112"]


@pytest.mark.parametrize(
    ("summary", "name"),
    [
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:H=C3=B6stlov", "Höstlov"),
        ("SUMMARY;CHARSET=ISO-8859-1;ENCODING=quoted-printable:H=F6stlov", "Höstlov"),
        ("SUMMARY;QUOTED-PRINTABLE:H=C3=B6st=\n=20lov=\n f=C3=B6r alla", "Höst lov för alla"),
        ("SUMMARY;ENCODING=BASE64:SMO2c3Rsb3Y=", "Höstlov"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=KOI8-R:H=C3=B6stlov", ""),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:H=F6stlov", ""),
        ("SUMMARY:2=C3 och mer", "2=C3 och mer"),
    ],
)
def test_a_name_in_other_signs_is_read_or_left_out(summary: str, name: str) -> None:
    kept, _unread = read_events(calendar(f"DTSTART:20270112\n{summary}").encode())
    assert [one.name for one in kept] == [name]


# Within bounds ----------------------------------------------------------------------------------


def test_what_comes_too_often_all_told_is_refused_whole() -> None:
    kept, _unread = read_events(calendar("SUMMARY:x\nDTSTART:20210101\nRRULE:FREQ=DAILY").encode())
    series = [Instance("", kept[0].text, is_out=False)]
    days_asked = (LAST - FIRST).days
    steps_before = (LAST - date(2021, 1, 1)).days
    enough = days_asked * 6 + steps_before + 30
    assert len(count_out(series, FIRST, LAST, Budget(left=enough))) == 1
    with pytest.raises(BadInput, match="calendar-too-much"):
        count_out(series, FIRST, LAST, Budget(left=enough - 60))


def test_rules_that_find_no_day_may_be_looked_for_a_second_in_all() -> None:
    never = "SUMMARY:x\nDTSTART:20270112\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    with pytest.raises(BadInput, match="calendar-too-much"):
        read_events(calendar(never).encode(), Budget(odd_left=0.0))


# Nothing else is kept ---------------------------------------------------------------------------


def test_an_event_is_rebuilt_from_its_times_alone() -> None:
    (event,), _unread = read_events(
        calendar(
            "UID:karin.karlsson@polisen.example\nSUMMARY;LANGUAGE=sv:x\nDESCRIPTION:hemligt\n"
            "LOCATION:Storgatan\nATTENDEE;CN=Karin:mailto:k@example.se\nORGANIZER:mailto:k@example.se\n"
            "X-ALT-DESC:hemligt\nSEQUENCE:3\nDTSTAMP:20261120T100000Z\nCLASS:CONFIDENTIAL\n"
            "DTSTART;TZID=W. Europe Standard Time;X-NOTE=hemligt:20270112T130000\nDURATION:PT1H\n"
            "RRULE:FREQ=WEEKLY;X-NOTE=HEMLIGT;COUNT=2\nEXDATE:20270119\n"
            "BEGIN:VALARM\nDESCRIPTION:hemligt\nEND:VALARM"
        ).encode()
    )
    assert event.text == (
        f"BEGIN:VEVENT\r\nUID:{event.uid}\r\n"
        "DTSTART;TZID=Europe/Berlin:20270112T130000\r\nDTEND;TZID=Europe/Berlin:20270112T140000\r\n"
        "RRULE:FREQ=WEEKLY;COUNT=2\r\nEXDATE;VALUE=DATE:20270119\r\nEND:VEVENT\r\n"
    )
    assert len(event.uid) == 64
    assert (event.sequence, event.is_private, event.has_uid) == (3, True, True)


# Any rule, any bytes ----------------------------------------------------------------------------

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


@settings(max_examples=40)
@given(
    start=st.dates(date(2026, 1, 1), date(2027, 3, 1)),
    interval=st.integers(1, 5),
    weekdays=st.sets(st.integers(0, 6), min_size=1, max_size=4),
    length=st.integers(1, 3),
    out=st.sets(st.integers(0, 300), max_size=5),
)
def test_weeks_are_counted_as_one_would_on_paper(
    start: date, interval: int, weekdays: set[int], length: int, out: set[int]
) -> None:
    monday = start - timedelta(days=start.weekday())
    left_out = {start + timedelta(days=n) for n in out}
    begins = [
        day
        for day in (start + timedelta(days=n) for n in range(720))
        if (day.weekday() in weekdays and (day - monday).days // 7 % interval == 0) or day == start
    ]
    expected = {
        day + timedelta(days=n) for day in begins if day not in left_out for n in range(length)
    }
    rule = f"FREQ=WEEKLY;INTERVAL={interval};BYDAY=" + ",".join(WEEKDAYS[n] for n in weekdays)
    dates = "".join(f"EXDATE:{day:%Y%m%d}\n" for day in left_out)
    text = calendar(
        f"SUMMARY:x\nDTSTART:{start:%Y%m%d}\nDURATION:P{length}D\nRRULE:{rule}\n{dates}"
    )
    last = date(2027, 9, 30)
    found = times(text.encode(), FIRST, last)["x"]
    assert {
        at.first_day + timedelta(days=n)
        for at in found
        for n in range((at.last_day - at.first_day).days + 1)
        if FIRST <= at.first_day + timedelta(days=n) <= last
    } == {day for day in expected if FIRST <= day <= last}


PIECES = st.sampled_from(
    [
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "BEGIN:VTIMEZONE",
        "END:VTIMEZONE",
        "BEGIN:STANDARD",
        "END:STANDARD",
        "TZID:Q",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:-9900",
        "UID:a",
        "SUMMARY:x",
        "DTSTART:20270112",
        "DTSTART;TZID=Q:20270112T100000",
        "DTSTART;TZID=Europe:20270112T100000",
        "DTEND:20270113",
        "DURATION:P1D",
        "DURATION:PT",
        "RRULE:FREQ=DAILY",
        "RRULE:;;=",
        "RRULE:FREQ=MONTHLY;BYDAY=-1FR,2MO;BYSETPOS=1",
        "RRULE:FREQ=YEARLY;BYWEEKNO=53",
        "RDATE:20270301/P1D",
        "RDATE;VALUE=PERIOD:20270301T100000/20270301T090000",
        "EXDATE:,,",
        "RECURRENCE-ID:20270112",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20270113T100000Z",
        "SEQUENCE:-1",
        "STATUS:CANCELLED",
        "METHOD:CANCEL",
        "X-WR-TIMEZONE:Nowhere",
        "DTSTAMP:x",
    ]
)


@settings(max_examples=40)
@given(
    lines=st.lists(PIECES | st.text(max_size=30), max_size=25),
    around=st.sampled_from([("", ""), ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
                                       "END:VEVENT\r\nEND:VCALENDAR\r\n")]),
)  # fmt: skip
def test_whatever_stands_in_a_file_it_is_read_or_refused_in_words(
    lines: list[str], around: tuple[str, str]
) -> None:
    body = "\r\n".join([*lines, ""]).join(around)
    with suppress(BadInput, OddSeries):
        times(body.encode("utf-8", "surrogatepass"))


# Zones that nobody may guess ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "clock"),
    [
        ("tzone://Microsoft/Utc", "11:00"),
        ("(UTC) Coordinated Universal Time", "11:00"),
        ("Z", "11:00"),
        ("GMT", "11:00"),
        ("-0500", "16:00"),
        ("+03:00", "08:00"),
        ("UTC+2", "09:00"),
        ("Egen tid", "09:00"),
    ],
)
def test_a_zone_is_what_its_name_says(zone: str, clock: str) -> None:
    event = f"SUMMARY:x\nDTSTART;TZID={zone}:20270112T100000\nDURATION:PT1H"
    text = calendar(event, head=ZONE.format("+0200", "+0300"))
    assert hours(text)[0][5:10] == clock
    assert read_events(text.encode())[1] == ()


def test_a_zone_that_nobody_knows_is_told_where_hours_hang_on_it() -> None:
    odd = ZONE.format("+0200", "+0300").replace("BYDAY=-1SU", "BYDAY=SU;BYSETPOS=-1")
    timed = "SUMMARY:x\nDTSTART;TZID=Egen tid:20270112T100000\nDURATION:PT1H"
    whole = "SUMMARY:Plan\nDTSTART;VALUE=DATE;TZID=Egen tid:20270112"
    kept, unread = read_events(calendar(timed, whole, head=odd).encode())
    assert [(one.name, one.code) for one in unread] == [("x", "calendar-event-zone")]
    assert [one.name for one in kept] == ["x", "Plan"]
    assert hours(calendar(timed.replace("Egen tid", "Europe/Helsinki"), head=odd)) == [
        "0112 09:00-10:00"
    ]


def test_more_zones_than_a_calendar_has_are_refused() -> None:
    event = "SUMMARY:x\nDTSTART;TZID=Egen tid:20270112T100000"
    each = [calendar(event, head=ZONE.format(f"+02{n:02}", "+0300")) for n in range(21)]
    assert len(read_events("".join(each[:20] * 2).encode())[0]) == 40
    with pytest.raises(BadInput, match="calendar-too-many-zones"):
        read_events("".join(each).encode())
