"""Closed days out of strangers' calendars: no day is lost, none is made up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coordinator.core.messages import lines_of
from coordinator.core.office import Office
from coordinator.terms import usecases as terms
from coordinator.terms.views import DaysPreview
from tests.conftest import Cast
from tests.core.calendar_cast import calendar
from tests.meetings.helpers import agency
from tests.terms.calendars import days, read_in, rows

LONG = (date(2026, 11, 22), date(2027, 12, 31))


@pytest.fixture
def police(office: Office, cast: Cast) -> dict[str, Any]:
    return {"agency_id": agency(office, cast.coordinator, "polis")}


def read_in_bytes(office: Office, cast: Cast, content: bytes, whose: dict[str, Any]) -> DaysPreview:
    return terms.import_days(
        office, cast.coordinator, content=content, filename="kalender.ics", **whose
    )


def months(found: list[str]) -> list[str]:
    return [each.split()[0] for each in found]


# Until when ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (
            "DTSTART;VALUE=DATE:20260831\nRRULE:FREQ=MONTHLY;COUNT=10",
            "1231 0131 0331 0531 0731 0831 1031 1231",
        ),
        (
            "DTSTART;VALUE=DATE:20260130\nRRULE:FREQ=MONTHLY;BYDAY=5FR;COUNT=10",
            "0129 0430 0730 1029 1231",
        ),
        (
            "DTSTART;VALUE=DATE:20211031\nRRULE:FREQ=MONTHLY;COUNT=40",
            "1231 0131 0331 0531",
        ),
        ("DTSTART;VALUE=DATE:20251231\nRRULE:FREQ=YEARLY;BYYEARDAY=365;COUNT=3", "1231 1231"),
    ],
    ids=["the 31st", "the fifth Friday", "for years", "a day of the year"],
)
def test_a_counted_series_comes_as_often_as_it_says(
    office: Office, cast: Cast, police: dict[str, Any], event: str, expected: str
) -> None:
    read_in(office, cast, calendar(f"UID:a\nSUMMARY:x\n{event}"), **police)
    assert months(days(office, cast, LONG)) == expected.split()


def test_the_twenty_ninth_of_february_comes_three_times(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    event = "UID:a\nSUMMARY:x\nDTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY;COUNT=3"
    read_in(office, cast, calendar(event), **police)
    for year, expected in ((2028, ["0229 x"]), (2032, ["0229 x"]), (2036, [])):
        assert days(office, cast, (date(year, 1, 1), date(year, 6, 30))) == expected


# From when ----------------------------------------------------------------------------------------

YEARLY = "UID:a\nSUMMARY:x\nDTSTART:{}T130000Z\nRRULE:FREQ=YEARLY;BYMONTH=8;BYDAY=1MO{}"
BEFORE = "UID:a\nSUMMARY:x\nRECURRENCE-ID:{}T130000Z\nDTSTART:{}T130000Z"


@pytest.mark.parametrize("end", ["", ";COUNT=44", ";UNTIL=20700101T000000Z"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_time_that_is_moved_to_before_its_series_stays(
    office: Office, cast: Cast, police: dict[str, Any], end: str, *, is_first: bool
) -> None:
    events = [YEARLY.format("20270802", end), BEFORE.format("20270802", "20270728")]
    read_in(office, cast, calendar(*(events[::-1] if is_first else events)), **police)
    assert days(office, cast, LONG) == ["0728 x"]
    (row,) = rows(office, cast, LONG)
    assert row.first_day == date(2027, 7, 28)


def test_the_first_day_of_a_series_is_that_of_swedish_clocks(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    event = "UID:a\nSUMMARY:x\nDTSTART;TZID=Pacific/Auckland:20270301T080000\nRRULE:FREQ=YEARLY"
    read_in(office, cast, calendar(event), **police)
    assert days(office, cast, LONG) == ["0228 x"]
    (row,) = rows(office, cast, LONG)
    assert row.first_day == date(2027, 2, 28)


# A calendar that is exported again ----------------------------------------------------------------

OLD, NEW = "20261101T000000Z", "20261110T000000Z"
SERIES = (
    "UID:a\nSUMMARY:x\nDTSTART;TZID=Europe/Stockholm:20270105T090000\n"
    "DTEND;TZID=Europe/Stockholm:20270105T100000\nRRULE:FREQ=WEEKLY{}\nSEQUENCE:{}\nDTSTAMP:{}"
)
THURSDAY = (
    "UID:a\nSUMMARY:x\nRECURRENCE-ID;TZID=Europe/Stockholm:20270202T090000\n"
    "DTSTART;TZID=Europe/Stockholm:202702{}T090000\nSEQUENCE:{}\nDTSTAMP:{}"
)
MOVED = [SERIES.format(";COUNT=6", 0, OLD), THURSDAY.format("04", 2, OLD)]
ENDED = ";UNTIL=20270125T225959Z"
REST = SERIES.format(";COUNT=1", 0, NEW).replace("UID:a", "UID:b").replace("20270105", "20270210")


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ([SERIES.format(ENDED, 1, NEW)], "0105 0112 0119"),
        ([SERIES.format(ENDED, 0, NEW)], "0105 0112 0119"),
        ([SERIES.format(ENDED, 1, NEW), REST], "0105 0112 0119 0210"),
        ([SERIES.format(";COUNT=6", 0, NEW)], "0105 0112 0119 0126 0202 0209"),
        (
            [SERIES.format(";COUNT=6", 0, NEW), THURSDAY.format("03", 1, NEW)],
            "0105 0112 0119 0126 0203 0209",
        ),
        # written later, as another of its events says
        ([SERIES.format(";COUNT=6", 0, OLD), REST], "0105 0112 0119 0126 0202 0209 0210"),
    ],
    ids=["ended", "ended unnumbered", "cut in two", "moved back", "moved again", "beside a newer"],
)
def test_a_newer_export_of_the_whole_series_leaves_no_day_of_the_old(
    office: Office, cast: Cast, police: dict[str, Any], later: list[str], expected: str
) -> None:
    read_in(office, cast, calendar(*MOVED), **police)
    read_in(office, cast, calendar(*later), **police)
    assert months(days(office, cast)) == expected.split()


def test_an_older_export_is_old_as_a_whole(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    read_in(office, cast, calendar(SERIES.format(";COUNT=6", 0, NEW)), **police)
    before = days(office, cast)
    assert read_in(office, cast, calendar(*MOVED), **police).stale == ("x",)
    assert days(office, cast) == before
    again = read_in(office, cast, calendar(MOVED[0]), **police)
    assert (again.stale, again.unchanged) == ((), 1)


def test_a_time_that_was_moved_by_mail_holds_beside_an_older_export(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    read_in(office, cast, calendar(MOVED[0]), **police)
    read_in(office, cast, calendar(THURSDAY.format("04", 0, NEW)), **police)
    read_in(office, cast, calendar(MOVED[0]), **police)
    assert months(days(office, cast)) == ["0105", "0112", "0119", "0126", "0204", "0209"]


def test_a_time_of_an_older_version_that_the_series_has_no_more_is_no_day(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    left = THURSDAY.format("04", 1, OLD)
    inside = left.replace("20270202", "20270112").replace("20270204", "20270114")
    for ended in (ENDED, ";COUNT=3"):
        file = calendar(left, inside, SERIES.format(ended, 2, OLD))
        read_in(office, cast, file, **police)
        assert months(days(office, cast)) == ["0105", "0114", "0119"]
    night = [one.replace("T090000", "T003000") for one in (inside, SERIES.format(ENDED, 3, OLD))]
    read_in(office, cast, calendar(*night), **police)
    assert months(days(office, cast)) == ["0105", "0114", "0119"]


# From one time on ---------------------------------------------------------------------------------

FROM = (
    "UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Stockholm:20270126T090000\n"
    "STATUS:CANCELLED\nSEQUENCE:{}\nDTSTAMP:" + NEW
)


@pytest.mark.parametrize("start", ["", "\nDTSTART;TZID=Europe/Stockholm:20270126T090000"])
@pytest.mark.parametrize("rule", ["", ";COUNT=30"])
def test_what_is_cancelled_from_one_time_on_comes_no_more(
    office: Office, cast: Cast, police: dict[str, Any], start: str, rule: str
) -> None:
    series = SERIES.format(rule, 0, OLD)
    moved = THURSDAY.format("04", 0, OLD)
    read_in(office, cast, calendar(series, moved), **police)
    assert len(days(office, cast)) > 20
    read_in(office, cast, calendar(FROM.format(1) + start, head="METHOD:CANCEL\n"), **police)
    assert months(days(office, cast)) == ["0105", "0112", "0119"]


def test_whole_days_that_are_cancelled_from_one_on_come_no_more(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    series = "UID:a\nSUMMARY:x\nDTSTART;VALUE=DATE:20270105\nRRULE:FREQ=WEEKLY"
    gone = "UID:a\nRECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20270119\nSTATUS:CANCELLED"
    read_in(office, cast, calendar(series, gone), **police)
    assert months(days(office, cast)) == ["0105", "0112"]


# What nobody is to see ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "event",
    [
        "UID:h\nSUMMARY:Läkarbesök\nCLASS:PRIVATE\nDTSTART:20270112\nRRULE:FREQ=SECONDLY",
        "SUMMARY:Läkarbesök\nCLASS:CONFIDENTIAL\nDTSTART:20270230",
        "UID:h\nSUMMARY:Läkarbesök 811228-9874\nDTSTART:15000101",
        "SUMMARY:Läkarbesök 811228-9874\nDTSTART:15000101",
        "UID:h\nSUMMARY:Läkarbesök\nCLASS:PRIVATE\nDTSTART;TZID=Nowhere:20270112T100000",
    ],
    ids=["private", "without a number", "names somebody", "both", "an unknown zone"],
)
def test_an_event_that_cannot_be_read_is_told_without_a_name_that_is_hidden(
    office: Office, cast: Cast, police: dict[str, Any], event: str
) -> None:
    done = read_in(office, cast, calendar(event, "SUMMARY:Bra\nDTSTART:20270113"), **police)
    (line,) = lines_of(done.unread)
    assert "Upptagen" in line
    assert "Läkarbesök" not in line


def test_what_is_older_is_told_without_a_name_that_was_hidden_since(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    event = "UID:h\nSUMMARY:Läkarbesök\nDTSTART:20270112"
    read_in(office, cast, calendar(event + "\nSEQUENCE:2\nCLASS:PRIVATE"), **police)
    assert read_in(office, cast, calendar(event), **police).stale == ("Upptagen",)


# Letters ------------------------------------------------------------------------------------------

NAMED = "UID:{0}\nSUMMARY:{0}\nDTSTART:202702{1}"


@pytest.mark.parametrize("older", [1, 3])
def test_names_in_the_letters_of_older_programs_are_read_line_by_line(
    office: Office, cast: Cast, police: dict[str, Any], older: int
) -> None:
    names = ["Höstmöte", "Påskägg", "Övning för alla"]
    events = [
        calendar(NAMED.format(name, 10 + n)).encode("cp1252" if n < older else "utf-8")
        for n, name in enumerate(names)
    ]
    done = read_in_bytes(office, cast, b"".join(events), police)
    assert done.unread == ()
    assert days(office, cast) == [f"02{10 + n} {name}" for n, name in enumerate(names)]


@pytest.mark.parametrize(
    "name", [b"M\xc3\xb6te \xf6", b"\x81\x8d\xff\xfe", b"M\xc3\xb6te \xe5 och"]
)
def test_an_event_in_letters_that_cannot_be_told_is_named_and_the_rest_taken(
    office: Office, cast: Cast, police: dict[str, Any], name: bytes
) -> None:
    good = calendar(NAMED.format("Lärardag", 11)).encode()
    bad = calendar(NAMED.format("NAME", 12)).encode().replace(b"SUMMARY:NAME", b"SUMMARY:A " + name)
    done = read_in_bytes(office, cast, bad + good, police)
    assert [problem.code for problem in done.unread] == ["calendar-event-letters"]
    assert "A " in lines_of(done.unread)[0]
    assert days(office, cast) == ["0211 Lärardag"]


def test_other_letters_in_what_is_no_name_do_no_harm(
    office: Office, cast: Cast, police: dict[str, Any]
) -> None:
    text = calendar("UID:Ö\nSUMMARY:Lärardag\nCLASS:Ä\nDTSTART:20270211", head="METHOD:Å\n")
    content = text.encode("cp1252").replace("Lärardag".encode("cp1252"), "Lärardag".encode())
    read_in_bytes(office, cast, content, police)
    assert days(office, cast) == ["0211 Upptagen"]  # a class that nobody knows is private
