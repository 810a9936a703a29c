"""The commands that propose dates, and tell which days are closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coordinator.cli.shared import As, Group, Json, acting, print_json, read_clock, read_day, tell
from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput
from coordinator.core.translation import _

if TYPE_CHECKING:
    from coordinator.planning.views import Plan, Proposal, ProposedMeeting
    from coordinator.terms.views import ClosedDay

commands = typer.Typer()

_A_YEAR = timedelta(days=365)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@commands.command()
def plan(  # noqa: PLR0917 - a command's options
    term: str,
    weekdays: Annotated[str, typer.Option(help="Such as tue,wed,thu.")] = "tue,wed,thu",
    between: Annotated[
        str | None,
        typer.Option(
            metavar="HH:MM-HH:MM",
            help="By default office hours, and those that the group's usual time needs.",
        ),
    ] = None,
    duration: Annotated[
        int | None, typer.Option(help="In minutes of time; by default the group's usual length.")
    ] = None,
    start: Annotated[str | None, typer.Option(metavar="HH:MM", help="The usual start.")] = None,
    off: Annotated[
        str | None, typer.Option(help="Parts of the week that never suit: thu-am fri-pm mon.")
    ] = None,
    as_json: Json = False,
    group: Group = None,
    as_email: As = None,
) -> None:
    """Proposals for the term, best first."""
    from coordinator.planning import usecases as planning
    from coordinator.planning.off_hours import read_off

    asked_days, asked_hours = _read_weekdays(weekdays), _read_hours(between) if between else None
    with acting(group, as_email) as (office, actor):
        found = planning.propose(
            office,
            actor,
            term_code=term,
            weekdays=asked_days,
            between=asked_hours,
            start=read_clock(start) if start else None,
            duration=duration,
            off=None if off is None else read_off(off),
        )
    if as_json:
        print_json(_plan_json(found))
    else:
        _print_plan(found)


@commands.command("closed-days")
def closed_days(  # noqa: PLR0917 - a command's options
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="The first day; today.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="The last day; a year on.")
    ] = None,
    agency: Annotated[
        str | None, typer.Option(help="Only what that agency is away for: its short name.")
    ] = None,
    as_json: Json = False,
    group: Group = None,
    as_email: As = None,
) -> None:
    """Every closed or doubtful day of a span, one line for each day and cause."""
    from coordinator.core.errors import NotFound
    from coordinator.roster import usecases as roster
    from coordinator.terms import usecases as terms
    from coordinator.terms.views import by_day

    with acting(group, as_email) as (office, actor):
        start = read_day(first) if first else office.clock.today()
        end = read_day(last) if last else start + _A_YEAR
        slugs = {one.id: one.slug for one in roster.agencies(office, actor)}
        if agency is not None and agency not in slugs.values():
            raise NotFound("agency-unknown", name=agency)
        found = terms.closed_days(office, actor, first=start, last=end)
    if agency is not None:
        found = tuple(day for day in found if slugs.get(day.agency_id or 0) == agency)
    there = by_day(found, start, end)
    lines = [_day_json(day, one, slugs) for day in sorted(there) for one in there[day]]
    if as_json:
        print_json(lines)
    else:
        _print_days(lines)


def _day_json(day: date, one: ClosedDay, slugs: Mapping[int, str]) -> dict[str, str | None]:
    return {
        "date": day.isoformat(),
        "name": one.name,
        "kind": one.kind.value,
        "effect": one.effect.value,
        "agency": slugs.get(one.agency_id) if one.agency_id is not None else None,
        "municipality": one.municipality or None,
        "from": f"{one.hours[0]:%H:%M}" if one.hours else None,
        "to": f"{one.hours[1]:%H:%M}" if one.hours else None,
    }


def _print_days(lines: Sequence[Mapping[str, str | None]]) -> None:
    """A plain table: day, hours, effect, kind, whose, name."""
    rows = [
        (
            line["date"] or "",
            f"{line['from']}–{line['to']}" if line["from"] else "",
            line["effect"] or "",
            line["kind"] or "",
            line["agency"] or line["municipality"] or "",
            line["name"] or "",
        )
        for line in lines
    ]
    widths = [max((len(row[place]) for row in rows), default=0) for place in range(6)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


def _read_weekdays(text: str) -> tuple[int, ...]:
    """Monday as 0."""
    wanted = [day.strip().lower() for day in text.split(",") if day.strip()]
    unknown = [day for day in wanted if day not in _WEEKDAYS]
    if unknown or not wanted:
        raise BadInput("weekday-unknown", text=", ".join(unknown) or text)
    return tuple(_WEEKDAYS.index(day) for day in wanted)


def _read_hours(text: str) -> tuple[time, time]:
    first, dash, last = text.partition("-")
    if not dash:
        raise BadInput("time-odd", text=text)
    return read_clock(first), read_clock(last)


def _plan_json(found: Plan) -> dict[str, Any]:
    return {
        "term": found.term_code,
        "proposals": [_proposal_json(proposal) for proposal in found.proposals],
        "blocked": [{"date": b.day.isoformat(), "reason": b.name} for b in found.blocked],
    }


def _proposal_json(proposal: Proposal) -> dict[str, Any]:
    from coordinator.core.messages import sentence

    return {
        "meetings": [_meeting_json(meeting) for meeting in proposal.meetings],
        "score": proposal.score,
        "reasons": [sentence(reason) for reason in proposal.reasons],
    }


def _meeting_json(meeting: ProposedMeeting) -> dict[str, Any]:
    return {
        "date": meeting.day.isoformat(),
        "start": f"{meeting.start.astimezone(STOCKHOLM):%H:%M}",
        "end": f"{meeting.end.astimezone(STOCKHOLM):%H:%M}",
        "iso_week": meeting.iso_week,
        "warnings": [warning.name for warning in meeting.warnings],
    }


def _print_plan(found: Plan) -> None:
    from coordinator.core.messages import sentence

    if found.hindrance:
        tell(sentence(found.hindrance))
    if found.smallest_change:
        changes = ", ".join(sentence(change) for change in found.smallest_change)
        tell(_("The smallest change that would help: {changes}.", changes=changes))
    for proposal in map(_proposal_json, found.proposals):
        days = " + ".join(
            f"{m['date']} {m['start']}–{m['end']} (v. {m['iso_week']})"
            for m in proposal["meetings"]
        )
        print(f"{days}: {'; '.join(proposal['reasons'])}")
