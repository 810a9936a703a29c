"""Calendar files: half past one stays half past one, whatever the clocks do."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordinator.core.calendar.write import STOCKHOLM_TIMEZONE
from coordinator.core.clock import STOCKHOLM
from tests.core.calendar_cast import WINTER, content_lines, download, read


def written_zone() -> tzinfo:
    """The time zone made from the written rules alone, without any zone table."""
    zone = icalendar.Timezone.from_ical(STOCKHOLM_TIMEZONE)
    assert isinstance(zone, icalendar.Timezone)
    made: tzinfo = zone.to_tz(lookup_tzid=False)
    return made


@pytest.mark.parametrize(
    ("day", "hour_in_utc"),
    [
        (datetime(2027, 3, 24), 12),  # noqa: DTZ001 - a wall time, the zone is added below
        (datetime(2027, 3, 31), 11),  # noqa: DTZ001
        (datetime(2027, 10, 27), 11),  # noqa: DTZ001
        (datetime(2027, 11, 3), 12),  # noqa: DTZ001
    ],
)
def test_half_past_one_is_half_past_one_on_both_sides_of_both_clock_changes(
    day: datetime, hour_in_utc: int
) -> None:
    start = day.replace(hour=13, minute=30, tzinfo=STOCKHOLM)
    event = dataclasses.replace(WINTER, start=start, end=start + timedelta(hours=2))

    file = download(event)

    assert f"DTSTART;TZID=Europe/Stockholm:{day:%Y%m%d}T133000" in content_lines(file)
    begins = read(file)["DTSTART"].dt
    assert (begins.hour, begins.minute) == (13, 30)
    assert begins.astimezone(UTC) == day.replace(hour=hour_in_utc, minute=30, tzinfo=UTC)
    assert begins.replace(tzinfo=written_zone()).astimezone(UTC) == start.astimezone(UTC)


@given(
    st.datetimes(datetime(1996, 4, 1), datetime(2100, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
)
def test_the_written_rules_give_the_offset_of_the_zone_table(moment: datetime) -> None:
    assert moment.astimezone(written_zone()).replace(tzinfo=None) == moment.astimezone(
        STOCKHOLM
    ).replace(tzinfo=None)


def clock_changes() -> st.SearchStrategy[datetime]:
    """01:00 UTC on the last Sundays of March and October: both changes happen then."""

    def last_sunday(year: int, month: int) -> datetime:
        last = datetime(year, month, 31, 1, tzinfo=UTC)
        return last - timedelta(days=last.isoweekday() % 7)

    return st.builds(last_sunday, st.integers(1997, 2090), st.sampled_from([3, 10]))


@given(
    clock_changes(),
    st.integers(-6 * 60, 6 * 60),
    st.integers(1, 8 * 60),
    st.sampled_from([UTC, STOCKHOLM, ZoneInfo("America/New_York")]),
)
def test_times_around_a_clock_change_come_back_as_the_same_instants(
    change: datetime, minutes: int, duration: int, zone: tzinfo
) -> None:
    start = change + timedelta(minutes=minutes)
    end = start + timedelta(minutes=duration)
    event = dataclasses.replace(WINTER, start=start.astimezone(zone), end=end.astimezone(zone))

    entry = read(download(event))

    for written, meant in ((entry["DTSTART"].dt, start), (entry["DTEND"].dt, end)):
        assert written.astimezone(UTC) == meant
        if written.tzinfo is not UTC and "TZID" in entry["DTSTART"].params:
            assert written.replace(tzinfo=written_zone()).astimezone(UTC) == meant


def test_the_second_of_two_equal_hours_is_written_in_utc() -> None:
    start = datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=STOCKHOLM)
    event = dataclasses.replace(WINTER, start=start, end=start + timedelta(hours=2))

    lines = content_lines(download(event))

    assert "DTSTART:20271031T013000Z" in lines
    assert "DTEND:20271031T033000Z" in lines
    assert "BEGIN:VTIMEZONE" not in lines


def test_an_hour_that_march_leaves_out_is_written_as_one_that_exists() -> None:
    event = dataclasses.replace(
        WINTER,
        start=datetime(2027, 3, 28, 2, 30, tzinfo=STOCKHOLM),
        end=datetime(2027, 3, 28, 4, 30, tzinfo=STOCKHOLM),
    )

    assert "DTSTART;TZID=Europe/Stockholm:20270328T033000" in content_lines(download(event))


def test_another_zone_is_written_in_utc() -> None:
    helsinki = dataclasses.replace(WINTER, zone="Europe/Helsinki")

    assert "DTSTART:20270324T123000Z" in content_lines(download(helsinki))


def test_the_end_is_compared_with_the_start_as_an_instant() -> None:
    before = datetime(2027, 10, 31, 2, 30, tzinfo=STOCKHOLM)
    after = datetime(2027, 10, 31, 2, 10, fold=1, tzinfo=STOCKHOLM)

    assert dataclasses.replace(WINTER, start=before, end=after).end == after
    with pytest.raises(ValueError, match="not after the start"):
        dataclasses.replace(WINTER, start=after, end=before)


@pytest.mark.parametrize("field", ["start", "end", "stamp", "last_modified"])
def test_a_time_without_zone_is_refused(field: str) -> None:
    naive: dict[str, Any] = {field: datetime(2027, 3, 24, 14, 0)}  # noqa: DTZ001

    with pytest.raises(ValueError, match="without time zone"):
        dataclasses.replace(WINTER, **naive)
