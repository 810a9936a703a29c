"""The command that proposes dates."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coordinator.cli.shared import As, Group, Json, acting, print_json, read_clock, tell
from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput
from coordinator.core.translation import _

if TYPE_CHECKING:
    from coordinator.planning.values import Plan, Proposal, ProposedMeeting

commands = typer.Typer()

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
    if found.relaxation:
        changes = ", ".join(sentence(change) for change in found.relaxation)
        tell(_("The smallest change that would help: {changes}.", changes=changes))
    for proposal in map(_proposal_json, found.proposals):
        days = " + ".join(
            f"{m['date']} {m['start']}–{m['end']} (v. {m['iso_week']})"
            for m in proposal["meetings"]
        )
        print(f"{days}: {'; '.join(proposal['reasons'])}")
