"""Calendars over the nights on which clocks change, and zones by the names that Outlook shows."""

from __future__ import annotations

import pytest

from coordinator.core.calendar.read.events import read_events
from tests.core.calendar_cast import calendar, days, hours

NOON = "SUMMARY:x\nDTSTART;TZID=Europe/Stockholm:202703{}T120000\nDURATION:{}"
LATE = "SUMMARY:x\nDTSTART;TZID=Europe/Stockholm:202703{}T220000\nDURATION:PT9H"


@pytest.mark.parametrize("duration", ["PT24H", "PT1440M", "PT23H60M"])
def test_hours_last_as_they_pass_and_days_by_the_clock(duration: str) -> None:
    exact = ["0327 12:00-23:59", "0328 00:00-13:00"]
    nominal = ["0327 12:00-23:59", "0328 00:00-12:00"]
    assert hours(calendar(NOON.format("27", duration))) == exact
    assert hours(calendar(NOON.format("27", "P1D"))) == nominal
    assert hours(calendar(NOON.format("27", "P1DT0H"))) == nominal


def test_each_time_of_a_series_lasts_as_long() -> None:
    later = ["0403 12:00-23:59", "0404 00:00-12:00"]
    rule = "\nRRULE:FREQ=WEEKLY;COUNT={}"
    both = hours(calendar(NOON.format("27", "PT24H") + rule.format(2)))
    assert both == ["0327 12:00-23:59", "0328 00:00-13:00", *later]
    before = hours(calendar(NOON.format("20", "PT24H") + rule.format(3)))
    assert before == ["0320 12:00-23:59", "0321 00:00-12:00", *both]
    night = hours(calendar(LATE.format("20") + rule.format(2)))
    assert night == ["0320 22:00-23:59", "0321 00:00-07:00", "0327 22:00-23:59", "0328 00:00-08:00"]
    autumn = LATE.replace("202703{}", "20271030")
    assert hours(calendar(autumn)) == ["1030 22:00-23:59", "1031 00:00-06:00"]


def test_an_hour_that_march_leaves_out_is_the_next() -> None:
    gap = (
        "SUMMARY:x\nDTSTART;TZID=Europe/Stockholm:20270321T023000\n"
        "DTEND;TZID=Europe/Stockholm:20270321T{}00\nRRULE:FREQ=WEEKLY;COUNT=3"
    )
    for end, shown in (("0330", "04:30"), ("0500", "05:00")):
        assert hours(calendar(gap.format(end)))[1] == f"0328 03:30-{shown}"
    assert hours(calendar(gap.format("0330")))[2] == "0404 02:30-03:30"


@pytest.mark.parametrize(
    ("zone", "clock"),
    [
        ("(GMT+01.00) Sarajevo/Warsaw/Zagreb", "12:00"),
        ("(GMT+01.00) Amsterdam / Berlin / Bern / Rome / Stockholm / Vienna", "12:00"),
        ("(GMT+02.00) Helsinki/Riga/Tallinn", "11:00"),
        ("(GMT) Greenwich Mean Time/Dublin/Edinburgh/London", "13:00"),
        ("(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London", "13:00"),
        ("(GMT-05.00) Eastern Time (US & Canada)", "18:00"),
        ("(GMT-08.00) Pacific Time (US & Canada); Tijuana", "21:00"),
        ("(UTC+01:00) W. Europe Standard Time", "12:00"),
        ("(GMT+01.00) West Central Africa", "13:00"),
        ("(GMT+01.00)", "13:00"),
    ],
)
def test_a_zone_that_outlook_shows_by_its_places_has_their_summer(zone: str, clock: str) -> None:
    event = f'SUMMARY:x\nDTSTART;TZID="{zone}":20270705T120000\nDURATION:PT1H'
    text = calendar(event)
    assert hours(text)[0][5:10] == clock
    assert read_events(text.encode())[1] == ()


def test_a_place_that_nobody_knows_is_told_and_not_taken_for_its_winter() -> None:
    event = "SUMMARY:x\nDTSTART;TZID=(GMT-03.00) Nowhere/Elsewhere:20270705T120000\nDURATION:PT1H"
    _kept, unread = read_events(calendar(event).encode())
    assert [one.code for one in unread] == ["calendar-event-zone"]
    assert days(calendar(event)) == ["0705"]
