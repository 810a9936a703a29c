"""Whether a repetition (RRULE, RFC 5545 section 3.3.10) can be counted out, and how it is written.

A rule is only looked at here; what days it means is for the library to say. A rule that comes
more often than daily, or that never comes again, would keep the library busy for minutes.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from math import prod
from time import thread_time
from typing import Final

from dateutil.rrule import rrulestr

from coordinator.core.calendar.read.budget import Budget

_MOST_SIGNS: Final = 600
_MOST_TIMES_A_DAY: Final = 24
_MOST_INTERVAL: Final = 1_000
_OFTEN: Final = {"SECONDLY", "MINUTELY", "HOURLY"}
_UNITS: Final = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}  # days, at least
_BYDAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_MOMENT: Final = re.compile(r"(\d{8})(?:T(\d{2})(\d{2})(\d{2})(Z?))?")
_BOUNDS: Final = {
    "BYMONTH": (1, 12, False), "BYMONTHDAY": (1, 31, True), "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True), "BYSETPOS": (1, 366, True), "BYHOUR": (0, 23, False),
    "BYMINUTE": (0, 59, False), "BYSECOND": (0, 59, False),
}  # fmt: skip
_ORDER: Final = ("FREQ", "UNTIL", "COUNT", "INTERVAL", "WKST", "BYDAY", *_BOUNDS)
_FILTERS: Final = frozenset({"BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"})
_LAST_YEARS: Final = date(9939, 1, 1)
_STEPS_A_ROUND: Final = 3  # what following a count through one round costs
_FARTHEST: Final = 36_500  # days that a count is followed


class OddRule(ValueError):
    """``code`` names the sentence that tells why."""

    def __init__(self, code: str = "calendar-repeat-odd") -> None:
        super().__init__(code)
        self.code = code


Rule = dict[str, str]


def read_rule(
    text: str, start: date | datetime, zone: tzinfo, budget: Budget | None = None
) -> Rule | None:
    """The rule's parts in the library's spelling; None when it comes on no day but the first.

    Raises:
        OddRule: it is none, comes more often than daily, or has parts nobody can count out.
        BadInput: ``calendar-too-much``.
    """
    if len(text) > _MOST_SIGNS:
        raise OddRule
    given = [part.partition("=") for part in text.upper().replace(" ", "").split(";") if part]
    rule = {name: value for name, _sign, value in given if value}
    if len(rule) < len([1 for _name, _sign, value in given if value]):
        raise OddRule  # a part that stands twice
    if rule.get("FREQ") in _OFTEN:
        raise OddRule("calendar-repeat-often")
    if rule.get("RSCALE", "GREGORIAN") != "GREGORIAN" or rule.get("SKIP", "OMIT") != "OMIT":
        raise OddRule
    kept = {name: rule[name] for name in _ORDER if name in rule}
    unknown = {name for name in rule if not name.startswith("X-")} - {*_ORDER, "RSCALE", "SKIP"}
    if unknown or kept.get("FREQ") not in _UNITS:
        raise OddRule
    _check_numbers(kept)
    if "UNTIL" in kept:
        kept["UNTIL"] = _until(kept["UNTIL"], start, zone)
    return kept if _comes_again(kept, start, budget or Budget()) else None


def _check_numbers(rule: Rule) -> None:
    interval = rule.get("INTERVAL", "1")
    if not re.fullmatch(r"\d{1,6}", interval) or not 1 <= int(interval) <= _MOST_INTERVAL:
        raise OddRule
    count = rule.get("COUNT", "1")
    if re.fullmatch(r"-\d{1,9}|0{1,9}", count):
        del rule["COUNT"]  # some programs write -1 for no end
    elif not re.fullmatch(r"\d{1,9}", count):
        raise OddRule
    if rule.get("WKST", "MO") not in {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}:
        raise OddRule
    for name in _BOUNDS:
        if name in rule and not all(_is_within(name, number) for number in rule[name].split(",")):
            raise OddRule
    _check_days(rule)
    times = prod(len(rule.get(name, "0").split(",")) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if times > _MOST_TIMES_A_DAY:
        raise OddRule("calendar-repeat-often")


def _is_within(name: str, number: str) -> bool:
    least, most, is_signed = _BOUNDS[name]
    bare = number.lstrip("+-") if is_signed else number
    return bool(re.fullmatch(r"\d{1,3}", bare)) and least <= int(bare) <= most


def _check_days(rule: Rule) -> None:
    if "BYDAY" not in rule:
        return
    days = [_BYDAY.fullmatch(day) for day in rule["BYDAY"].split(",")]
    most = 53 if rule["FREQ"] == "YEARLY" and "BYMONTH" not in rule else 5
    counts = rule["FREQ"] in {"MONTHLY", "YEARLY"}
    found = []
    for day in days:
        if day is None or (day[1] and not 1 <= abs(int(day[1])) <= (most if counts else 53)):
            raise OddRule
        # A place in the month means nothing in a week (RFC 5545: MUST NOT be there).
        found.append(day[0] if counts else day[2])
    rule["BYDAY"] = ",".join(dict.fromkeys(found))


def _until(text: str, start: date | datetime, zone: tzinfo) -> str:
    """The end as the library takes it: a day for whole days, a moment of UTC for times.

    A day as the end of times means that whole day, a time without zone the series' own zone.
    """
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise OddRule
    try:
        day = date.fromisoformat(found[1])
        clock = time(int(found[2] or 0), int(found[3] or 0), int(found[4] or 0))
    except ValueError:
        raise OddRule from None
    if not isinstance(start, datetime):
        # Local midnight of the last day in UTC: 23:00 or 22:00 of the day before.
        local = datetime.combine(day, clock, tzinfo=UTC).astimezone(zone)
        is_midnight = bool(found[5]) and local.time() == time.min
        return f"{local.date() if is_midnight else day:%Y%m%d}"
    if found[2] is None:
        moment = datetime.combine(day, time(23, 59, 59), tzinfo=start.tzinfo)
    else:
        moment = datetime.combine(day, clock, tzinfo=UTC if found[5] else start.tzinfo)
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def written(rule: Rule) -> str:
    return ";".join(f"{name}={rule[name]}" for name in _ORDER if name in rule)


def _is_endless(rule: Rule) -> bool:
    return ("UNTIL" not in rule and int(rule.get("COUNT", "0")) < 1) or (
        "COUNT" in rule and int(rule["COUNT"]) > 50_000
    )


def steps_over(rule: Rule, days: int) -> int:
    """About how often the library counts on to get so many days ahead."""
    unit = _UNITS[rule["FREQ"]] * int(rule.get("INTERVAL", "1"))
    several = max(len(rule.get(name, "").split(",")) for name in ("BYDAY", "BYMONTHDAY"))
    return max(days, 0) // unit * several


def last_day_of(rule: Rule, start: date, budget: Budget | None = None) -> date | None:
    """A day after which it comes no more; None when that is not settled within bounds.

    Raises:
        BadInput: ``calendar-too-much``.
    """
    if "UNTIL" in rule:
        return date.fromisoformat(rule["UNTIL"][:8]) + timedelta(days=1)
    if _is_endless(rule):
        return None
    if not comes_each_round(rule, start):
        return _counted_end(rule, start, budget or Budget())
    longest = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}[rule["FREQ"]]
    days = longest * int(rule.get("INTERVAL", "1")) * (int(rule["COUNT"]) + 1)
    return start + timedelta(days=days) if days < _FARTHEST else None


def comes_each_round(rule: Rule, start: date) -> bool:
    """Whether no round passes without a day: else the count says nothing of the length."""
    if _FILTERS & set(rule):
        return False
    if "BYDAY" not in rule:
        return rule["FREQ"] in {"DAILY", "WEEKLY"} or start.day <= 28
    if rule["FREQ"] in {"MONTHLY", "YEARLY"}:
        most = 4 if rule["FREQ"] == "MONTHLY" else 52
        # Months have four of each weekday, and some a fifth.
        return any(abs(int(day[:-2] or 1)) <= most for day in rule["BYDAY"].split(","))
    return rule["FREQ"] == "WEEKLY"


def _counted_end(rule: Rule, start: date, budget: Budget) -> date | None:
    """The day of the last time, counted; None when it lies too far ahead.

    Hours are left out of it: several on one day only let the count run out sooner. One time more
    is counted, because the first day may lie before its own hour.
    """
    count = int(rule["COUNT"]) + 1
    kept = {name: value for name, value in rule.items()
            if name not in {"COUNT", "BYHOUR", "BYMINUTE", "BYSECOND"}}  # fmt: skip
    kept["UNTIL"] = f"{start + timedelta(days=_FARTHEST):%Y%m%d}"
    round_ = _UNITS[rule["FREQ"]] * int(rule.get("INTERVAL", "1"))
    before = start
    for at in rrulestr(written(kept), dtstart=datetime.combine(start, time.min)):
        day: date = at.date()
        budget.spend(_STEPS_A_ROUND * (1 + (day - before).days // round_))
        before, count = day, count - 1
        if not count:
            return day
    rest = (start + timedelta(days=_FARTHEST) - before).days // round_
    budget.spend(_STEPS_A_ROUND * rest)
    return None


def _comes_again(rule: Rule, start: date | datetime, budget: Budget) -> bool:
    """Whether the rule finds a day at all.

    One that never does is followed by the library to the year 9999, which takes it seconds. So the
    same rule is asked over the calendar's last sixty years alone: every round of the Gregorian
    calendar but the longest comes within them.
    """
    is_plain = not _FILTERS & set(rule) and (rule["FREQ"] != "DAILY" or "BYDAY" not in rule)
    if is_plain and "5" not in rule.get("BYDAY", ""):
        return True
    day = start.date() if isinstance(start, datetime) else start
    asked = {name: value for name, value in rule.items() if name not in {"UNTIL", "COUNT"}}
    if not {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"} & set(asked):
        if rule["FREQ"] == "YEARLY":
            asked.setdefault("BYMONTH", str(day.month))
        if rule["FREQ"] in {"YEARLY", "MONTHLY"}:
            asked["BYMONTHDAY"] = str(day.day)
    probe = rrulestr(written(asked), dtstart=datetime.combine(_late(day, rule), time.min))
    begun = thread_time()
    found = next(iter(probe), None)
    budget.spend_on_odd(thread_time() - begun)
    return found is not None


def _late(day: date, rule: Rule) -> date:
    """A late day on which a round of the rule begins as on ``day``."""
    step = int(rule.get("INTERVAL", "1"))
    if rule["FREQ"] in {"DAILY", "WEEKLY"}:
        days = step * _UNITS[rule["FREQ"]]
        return day + timedelta(days=-(-(_LAST_YEARS - day).days // days) * days)
    months = step * (12 if rule["FREQ"] == "YEARLY" else 1)
    ahead = -(-((_LAST_YEARS.year - day.year) * 12) // months) * months
    year, month = divmod(day.year * 12 + day.month - 1 + ahead, 12)
    return date(min(year, 9990), month + 1, min(day.day, 28))
