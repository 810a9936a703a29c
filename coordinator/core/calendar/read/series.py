"""Counts a series out: the days on which its events come, by ``recurring-ical-events``.

Everything goes through one budget, because the library itself would go on for minutes.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import icalendar
import recurring_ical_events
from recurring_ical_events.series import Series

from coordinator.core.calendar.read.budget import STEPS_A_TIME, Budget
from coordinator.core.calendar.read.coming_events import (
    FARTHEST_MOVE,
    Instance,
    OddSeries,
    later,
    near,
    steps,
    weight,
)
from coordinator.core.calendar.read.zones import zone_of
from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput

log = logging.getLogger(__name__)

_DAY: Final = timedelta(days=1)
_ZONE: Final = re.compile(r"BEGIN:VTIMEZONE\r\n.*?END:VTIMEZONE\r\n", re.DOTALL)
_BEGINS: Final = re.compile(
    r"^(?:DTSTART|RDATE)(?:;VALUE=(?:DATE|PERIOD)|;TZID=([^:]*))?:(\d{8}T?)", re.MULTILINE
)
_NEAR_ZONES: Final = frozenset({"", "Europe/Stockholm", "Europe/Berlin"})  # "" is UTC, or a day
_PASSES: Final = re.compile(r"^X-PASSES:(\d+)", re.MULTILINE)
_DAYS_END: Final = time(23, 59)

Hours = tuple[time, time]


@dataclass(frozen=True, order=True)
class Time:
    """Days on which it comes, both included, and the hours if not the whole days.

    ``instance`` is that of the event that tells it.
    """

    first_day: date
    last_day: date
    hours: Hours | None
    instance: str


def count_out(
    events: Sequence[Instance], first: date, last: date, budget: Budget | None = None
) -> list[Time]:
    """Every time between two days, in order; whole days that follow on each other as one.

    Raises:
        OddSeries: it cannot be counted out.
        BadInput: ``calendar-too-much``.
    """
    budget = budget or Budget()
    given = near(events, first, last)
    events = later(given, first)
    series, out, instances = _series(events, budget)
    if series is None:
        return []
    each_costs = weight(events)
    # A series that begins shortly before the first day has nothing to be counted past.
    budget.spend(steps([one for one in events if one in given], last) * each_costs)
    passes = next((int(told[1]) for one in events if (told := _PASSES.search(one.own))), 0)
    found: set[Time] = set()
    start = datetime.combine(first - _DAY, time.min)
    end = datetime.combine(last + 2 * _DAY, time.min)
    try:
        for one in series.between(start, end):
            budget.spend(STEPS_A_TIME * each_costs)
            told_by = instances.get(one.recurrence_ids[0], "") if one.recurrence_ids else ""
            if told_by not in out:
                end_of = one.end if told_by else _as_it_passes(passes, one.start, one.end)
                found |= {
                    each
                    for each in _days(one.start, end_of, told_by)
                    if each.first_day <= last and each.last_day >= first
                }
    except BadInput:
        raise
    except Exception as error:
        raise OddSeries(type(error).__name__) from error
    return _joined(found)


def times_of(start: date | datetime, end: date | datetime) -> list[Time]:
    """The days of what comes once."""
    return _joined(set(_days(start, end, "")))


def begins(events: Sequence[Instance]) -> date | None:
    """The first day on which an event stands, as Stockholm's clocks show it.

    A single time may have been moved to before its series, and a morning in Auckland is the evening
    before.
    """
    days: list[date] = []
    for event in events:
        found = _BEGINS.findall(event.own)
        if event.is_out or not found:
            continue
        away = any(zone not in _NEAR_ZONES and moment[8:] for zone, moment in found)
        start = _day(_component(event.text).start) if away else event.starts
        further = [date.fromisoformat(moment[:8]) for zone, moment in found[1:]]
        days += [start] if start else []
        days += [day - _DAY if away else day for day in further]
    return min(days, default=None)


def outside(events: Sequence[Instance], budget: Budget) -> frozenset[str]:
    """The single times that stand for none that the series has.

    Raises:
        OddSeries: it cannot be counted out.
        BadInput: ``calendar-too-much``.
    """
    series, _out, instances = _series(events, budget)
    if series is None:
        return frozenset()
    found = set()
    for moment, instance in instances.items():
        budget.spend(steps(events, moment.date()) * weight(events))
        try:
            near = list(series.recurrence.rrule_between(moment - 2 * _DAY, moment + 2 * _DAY))
        except Exception as error:
            raise OddSeries(type(error).__name__) from error
        days = {at.date() for at in near}
        if moment not in map(_key, near) and not (len(instance) == 8 and moment.date() in days):
            found.add(instance)
    return frozenset(found)


def _component(text: str) -> Any:
    """The event, read by the library; None for one that says nothing of its time."""
    if not text:
        return None
    zones = _ZONE.findall(text)
    for zone in zones:
        zone_of(zone)
    try:
        calendar = icalendar.Calendar.from_ical(f"BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n")
        return calendar.events[0]
    except (ValueError, IndexError, KeyError) as error:
        raise OddSeries(type(error).__name__) from error


def _series(
    events: Sequence[Instance], budget: Budget
) -> tuple[Series | None, set[str], dict[datetime, str]]:
    """The library's series, the events in it that close nothing, and each event by its moment."""
    master = next((each for each in events if not each.instance and each.text), None)
    if master is not None and master.is_out and not any(e.instance for e in events if not e.is_out):
        return None, set(), {}
    calendar = icalendar.Calendar()
    instances: dict[datetime, str] = {}
    out = {each.instance for each in events if each.is_out}
    start = None
    try:
        for event in sorted(events, key=lambda each: each.instance):
            budget.spend(1)
            component = _component(event.text) or _stand_in(event, master)
            if component is None:
                continue
            if not event.instance:
                start = component.start
            else:
                _in_the_series_kind(component, start)
                instances[_key(component["RECURRENCE-ID"].dt)] = event.instance
            calendar.add_component(component)
        found = recurring_ical_events.of(calendar).series
    except (OddSeries, BadInput):
        raise
    except Exception as error:
        raise OddSeries(type(error).__name__) from error
    return (found[0] if found else None), out, instances


def _stand_in(event: Instance, master: Instance | None) -> Any:
    """A cancelled time that says nothing but which one it is: it stands where the series had it."""
    if master is None or not event.instance:
        return None
    whole = len(event.instance) == 8
    kind = ";VALUE=DATE" if whole else ""
    uid = re.search(r"^UID:(.*?)\r?$", master.own, re.MULTILINE)
    return _component(
        f"BEGIN:VEVENT\r\nUID:{uid[1] if uid else ''}\r\n"
        f"RECURRENCE-ID{kind}:{event.instance}\r\nDTSTART{kind}:{event.instance}\r\n"
        "END:VEVENT\r\n"
    )


def _in_the_series_kind(component: Any, start: date | datetime | None) -> None:
    """Lets an event of a series name its time as the series does: by the day, or by the moment."""
    moment = component["RECURRENCE-ID"].dt
    if abs(_day(component.start) - _day(moment)) > FARTHEST_MOVE:
        raise OddSeries("moved too far")
    if start is None or isinstance(moment, datetime) == isinstance(start, datetime):
        return
    old = component["RECURRENCE-ID"]
    if isinstance(start, datetime):
        new: Any = datetime.combine(moment, start.timetz().replace(tzinfo=None), start.tzinfo)
    else:
        new = moment.astimezone(STOCKHOLM).date()
    component["RECURRENCE-ID"] = icalendar.vDDDTypes(new)
    if "RANGE" in old.params:
        component["RECURRENCE-ID"].params["RANGE"] = old.params["RANGE"]


def _key(moment: date | datetime) -> datetime:
    """As the library names a time of a series."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).replace(tzinfo=None)
    return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - a day


def _day(moment: date | datetime) -> date:
    return moment.astimezone(STOCKHOLM).date() if isinstance(moment, datetime) else moment


def _as_it_passes(seconds: int, start: Any, end: Any) -> Any:
    if not seconds or not isinstance(start, datetime):
        return end
    return start.astimezone(UTC) + timedelta(seconds=seconds)


def _days(start: date | datetime, end: date | datetime, told_by: str) -> Iterator[Time]:
    """The days between two moments as Stockholm's clocks show them.

    A time over midnight is the rest of the first day, whole days, and the beginning of the last.
    One without length is told by its day alone.
    """
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        first, until = _day(start), _day(end)
        yield Time(first, max(first, until - _DAY), None, told_by)
        return
    begin, stop = _on_our_clocks(start), _on_our_clocks(end)
    if stop <= begin and end - start > timedelta(0):
        stop = begin + (end - start)  # it begins in the hour that March leaves out
    stop = _whole(stop)
    first, last = begin.date(), stop.date()
    if stop <= begin:
        yield Time(first, first, None, told_by)
        return
    if first == last:
        yield Time(first, first, (_minute(begin), _minute(stop)), told_by)
        return
    if begin.time() > time.min:
        if _minute(begin) < _DAYS_END or end <= start + timedelta(minutes=1):
            yield Time(first, first, (_minute(begin), _DAYS_END), told_by)
        first += _DAY
    if last > first:
        yield Time(first, last - _DAY, None, told_by)
    if _minute(stop) > time.min:
        yield Time(last, last, (time.min, _minute(stop)), told_by)


def _on_our_clocks(moment: datetime) -> datetime:
    """By way of UTC: an hour that March leaves out is the one after it."""
    return moment.astimezone(UTC).astimezone(STOCKHOLM)


def _whole(end: datetime) -> datetime:
    """Many programs end a whole day at 23:59: that is its end."""
    if _minute(end) < _DAYS_END:
        return end
    return datetime.combine(end.date() + _DAY, time.min, tzinfo=STOCKHOLM)


def _minute(moment: datetime) -> time:
    return time(moment.hour, moment.minute)


def _joined(found: set[Time]) -> list[Time]:
    """Times of the same hours on days that follow on each other, as one."""
    joined: list[Time] = []
    order = sorted(found, key=lambda at: (at.hours is not None, at.hours or (), at.instance, at))
    for each in order:
        before = joined[-1] if joined else None
        if (
            before is not None
            and (before.hours, before.instance) == (each.hours, each.instance)
            and each.first_day <= before.last_day + _DAY
        ):
            last = max(before.last_day, each.last_day)
            joined[-1] = Time(before.first_day, last, before.hours, before.instance)
        else:
            joined.append(each)
    return sorted(joined, key=lambda at: (at.first_day, at.last_day, at.hours or (), at.instance))
