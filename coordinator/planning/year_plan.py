"""The year plan as a document: what it says, from the year's meetings.

A place that is told separately stands as such, without its host; no joining link, no theme, no
person is in it, since such a page is hung on walls.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from coordinator.core import dates
from coordinator.core.documents.pdf import pdf
from coordinator.core.translation import _, language, ngettext
from coordinator.groups.views import GroupView
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.views import MeetingLine, TermCount
from coordinator.terms.views import Season

_TEMPLATE = Path(__file__).parent / "year_plan.typ"


def year_plan(
    group: GroupView,
    year: int,
    meetings: Sequence[MeetingLine],
    terms: Sequence[TermCount],
    hosts: Mapping[int, str],
    *,
    now: datetime,
) -> bytes:
    """The PDF. ``meetings`` in order of start; ``hosts``: names of agencies by id."""
    standing = [line for line in meetings if line.state is not MeetingState.CANCELLED]
    return pdf(
        _TEMPLATE,
        {
            "title": _("Year plan {year}", year=year),
            "municipality": group.municipality,
            "lang": language(),
            "region": "SE" if language() == "sv" else "GB",
            "page": _("Page {n} of {last}", n="{n}", last="{last}"),
            "made": _("As it stood {day}", day=_today(now)),
            "columns": [_("Day"), _("Week"), _("Time"), _("Place"), _("Host")],
            "terms": [
                {
                    "name": _term_name(term.term_code),
                    "count": ngettext(
                        "{planned} of {n} meeting",
                        "{planned} of {n} meetings",
                        term.wanted,
                        planned=term.planned,
                    ),
                    "rows": [
                        _row(line, hosts) for line in meetings if line.term_code == term.term_code
                    ],
                    "missing": _missing(term),
                }
                for term in terms
            ],
            "sentence-heading": _("The dates in one sentence"),
            "sentence": _sentence(year, standing),
        },
        at=now,
    )


def _today(now: datetime) -> str:
    day = dates.local_day(now)
    return f"{dates.long_day(day, year=True)} ({dates.week(day)})"


def _row(line: MeetingLine, hosts: Mapping[int, str]) -> list[str]:
    day = dates.local_day(line.start)
    if line.state is MeetingState.CANCELLED:
        return [_day(day), dates.week(day), _("Cancelled"), "–", "–"]
    is_open = line.venue_kind == "open"
    return [
        _day(day),
        dates.week(day),
        dates.time_span(line.start, line.end),
        (line.venue or "–") if is_open else _("Told separately"),
        hosts.get(line.host_agency_id or 0, "–") if is_open else "–",
    ]


def _missing(term: TermCount) -> str:
    lacking = term.wanted - term.planned
    if lacking <= 0:
        return ""
    return ngettext("{n} meeting has no date yet.", "{n} meetings have no date yet.", lacking)


def _sentence(year: int, standing: Sequence[MeetingLine]) -> str:
    if not standing:
        return _("No dates are set yet.")
    said = ", ".join(
        f"{dates.short_day_week(dates.local_day(line.start))}"
        f" {dates.time_span(line.start, line.end)}"
        for line in standing
    )
    return _("Our meetings {year}: {days}.", year=year, days=said)


def _term_name(term_code: str) -> str:
    year = term_code[2:]
    if term_code.startswith(Season.VT):
        return _("Spring term {year}", year=year)
    return _("Autumn term {year}", year=year)


def _day(day: date) -> str:
    return dates.capitalised(dates.long_day(day))
