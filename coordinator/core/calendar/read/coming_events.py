"""What can be said of a series before it is counted out: bounds, rule, and what it will cost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from coordinator.core.calendar.read.budget import STEPS_A_TIME, Budget
from coordinator.core.calendar.read.recurrence_rules import (
    comes_each_round,
    last_day_of,
    steps_over,
)

FARTHEST_MOVE: Final = timedelta(days=366)
_DAY: Final = timedelta(days=1)
_LONGEST: Final = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}  # days of a round
_WRITTEN: Final = re.compile(r"(?<=[:,/])(\d{8})(?=[T,/\r])")  # days of a rebuilt event
_START: Final = re.compile(r"^DTSTART[^:]*:(\d{8})", re.MULTILINE)
_SPAN: Final = re.compile(r"^(DT(?:START|END)[^:]*:)(\d{8})", re.MULTILINE)


class OddSeries(ValueError):
    """The library cannot count it out."""


@dataclass(frozen=True)
class Instance:
    """One event of a series as it is kept; ``is_out`` when it closes nothing."""

    instance: str
    text: str
    is_out: bool

    @property
    def own(self) -> str:
        """The event's own lines, without its zone's."""
        return self.text.rpartition("END:VTIMEZONE\r\n")[2]

    @property
    def starts(self) -> date | None:
        """The day that stands in it, in its own zone."""
        found = _START.search(self.own)
        return date.fromisoformat(found[1]) if found else None


def bounds(events: Sequence[Instance], budget: Budget | None = None) -> tuple[date, date | None]:
    """A day before which the series does not come, and one after which it does not.

    The second is None when it comes for ever, or nobody knows beforehand.

    Raises:
        OddSeries: no event says when it comes.
        BadInput: ``calendar-too-much``.
    """
    firsts: list[date] = []
    lasts: list[date] = []
    is_endless = False
    for event in events:
        start = event.starts
        days = [date.fromisoformat(day) for day in _WRITTEN.findall(event.own)]
        if start is None or not days:
            continue
        length = max(days) - start + 2 * _DAY
        firsts.append(min(days) - _DAY)
        lasts.append(max(days) + length)
        for rule in rules_of(event):
            until = last_day_of(rule, start, budget)
            if until is None:
                is_endless = True
            else:
                lasts.append(until + length)
        if "RANGE=" in event.own and any(map(rules_of, events)):
            lasts.append(max(lasts) + FARTHEST_MOVE)
    if not firsts:
        raise OddSeries
    return min(firsts), None if is_endless else max(lasts)


def is_single(events: Sequence[Instance]) -> bool:
    """Whether it comes once and is told by one event."""
    return len(events) == 1 and not re.search(
        r"^(RRULE|RDATE|EXDATE)[;:]", events[0].own, re.MULTILINE
    )


def simple_rule(events: Sequence[Instance]) -> dict[str, str] | None:
    """The parts of the only rule of a series that nothing else is said of."""
    masters = [event for event in events if not event.instance]
    rules = rules_of(masters[0]) if masters else []
    has_more = masters and re.search(r"^RDATE[;:]", masters[0].own, re.MULTILINE)
    return rules[0] if len(rules) == 1 and not has_more else None


def rules_of(event: Instance) -> list[dict[str, str]]:
    found = re.findall(r"^RRULE:(.*?)\r?$", event.own, re.MULTILINE)
    return [dict(part.split("=", 1) for part in rule.split(";")) for rule in found]


def steps(events: Sequence[Instance], last: date) -> int:
    """About how often the library counts on before it reaches the days that are asked for."""
    found = len(events)
    for event in events:
        for rule in rules_of(event):
            if event.starts is not None:
                found += steps_over(rule, (last - event.starts).days)
    return found


def weight(events: Sequence[Instance]) -> int:
    """How much dearer a step is in a zone that the file tells: it asks each change of the clock."""
    changes = max((event.text.count("TZOFFSETTO:") for event in events), default=0)
    return 1 + max(changes - 2, 0) * 3 // 4


def least(events: Sequence[Instance], first: date, last: date) -> int:
    """Steps that counting it out between two days costs at least."""
    masters = [event for event in events if not event.instance]
    rules = rules_of(masters[0]) if len(masters) == 1 else []
    start = masters[0].starts if masters else None
    if len(rules) != 1 or start is None or not comes_each_round(rules[0], start):
        return 0
    (rule,) = rules
    end = min(last, date.fromisoformat(rule["UNTIL"][:8]) if "UNTIL" in rule else last)
    rounds = (end - max(first, start)).days // (
        _LONGEST[rule["FREQ"]] * int(rule.get("INTERVAL", "1"))
    )
    several = len(rule.get("BYDAY", "").split(",")) if rule["FREQ"] == "WEEKLY" else 1
    times = rounds * several
    if "COUNT" in rule:
        times = min(times, int(rule["COUNT"])) if start >= first else 0
    out = len(re.findall(r"^EXDATE[;:]", masters[0].own, re.MULTILINE)) + len(events)
    return max(times - several - out, 0) * STEPS_A_TIME * weight(events)


def near(events: Sequence[Instance], first: date, last: date) -> list[Instance]:
    """Without the single times that neither stood nor stand near the days that are asked for."""
    begin, end = first - 2 * FARTHEST_MOVE, last + 2 * FARTHEST_MOVE
    has_master = any(not event.instance and event.text for event in events)
    return [
        event
        for event in events
        if not (has_master and event.instance and "RANGE=" not in event.own)
        or any(
            begin <= day <= end
            for day in (date.fromisoformat(event.instance[:8]), event.starts or first)
        )
    ]


def later(events: Sequence[Instance], first: date) -> list[Instance]:
    """The same with a weekly series begun shortly before the days that are asked for.

    The library would count all its years before. Whole rounds are left out, so that each week stays
    the first, second or third that it was.
    """
    if any("RANGE=" in event.own for event in events):
        return list(events)  # it may reach from long ago
    return [event if event.instance else _begunlater(event, first) for event in events]


def _begunlater(event: Instance, first: date) -> Instance:
    rules, start = rules_of(event), event.starts
    is_weekly = len(rules) == 1 and rules[0]["FREQ"] == "WEEKLY" and "COUNT" not in rules[0]
    if start is None or not is_weekly or re.search(r"^RDATE[;:]", event.own, re.MULTILINE):
        return event
    length = max(date.fromisoformat(found[2]) for found in _SPAN.finditer(event.own)) - start
    round_ = 7 * int(rules[0].get("INTERVAL", "1"))
    ahead = ((first - start - length).days - 4) // round_ * round_
    if ahead <= 0:
        return event
    own = _SPAN.sub(
        lambda found: f"{found[1]}{date.fromisoformat(found[2]) + timedelta(days=ahead):%Y%m%d}",
        event.own,
    )
    return replace(event, text=event.text.removesuffix(event.own) + own)
