"""Closed days out of strangers' calendars: no day is lost, none is made up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coordinator.core.office import Office
from tests.conftest import Cast
from tests.core.test_ics_series import calendar
from tests.meetings.helpers import agency
from tests.terms.test_calendars_again import days, read_in, rows

LONG = (date(2026, 11, 22), date(2027, 12, 31))


@pytest.fixture
def police(office: Office, cast: Cast) -> dict[str, Any]:
    return {"agency_id": agency(office, cast.coordinator, "polis")}


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
