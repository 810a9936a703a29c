"""The command that proposes dates."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from coordinator.cli.shared import As, Group, Json, acting, print_json, read_clock, tell
from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput
from coordinator.core.translation import _

commands = typer.Typer()


@commands.command()
def plan(  # noqa: PLR0917 - a command's options
    term: str,
    weekdays: Annotated[str, typer.Option(help="Such as tue,wed,thu.")] = "tue,wed,thu",
    between: Annotated[str, typer.Option(metavar="HH:MM-HH:MM")] = "09:00-16:00",
    duration: Annotated[int, typer.Option(help="In minutes of time.")] = 120,
    start: Annotated[str | None, typer.Option(metavar="HH:MM", help="The usual start.")] = None,
    off: Annotated[
        str | None, typer.Option(help="Parts of the week that never suit: thu-am fri-pm mon.")
    ] = None,
    as_json: Json = False,
    group: Group = None,
    as_email: As = None,
) -> None:
    """Proposals for the term, best first."""
    from coordinator.core.messages import sentence
    from coordinator.planning import usecases as planning
    from coordinator.planning.off_hours import read_off

    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    wanted = [day.strip().lower() for day in weekdays.split(",") if day.strip()]
    unknown = [day for day in wanted if day not in names]
    if unknown or not wanted:
        raise BadInput("weekday-unknown", text=", ".join(unknown) or weekdays)
    first, dash, last = between.partition("-")
    if not dash:
        raise BadInput("time-odd", text=between)
    with acting(group, as_email) as (office, actor):
        found = planning.propose(
            office,
            actor,
            term_code=term,
            weekdays=tuple(names.index(day) for day in wanted),
            between=(read_clock(first), read_clock(last)),
            start=read_clock(start) if start else None,
            duration=duration,
            off=None if off is None else read_off(off),
        )
    proposals: list[dict[str, Any]] = [
        {
            "meetings": [
                {
                    "date": meeting.day.isoformat(),
                    "start": f"{meeting.start.astimezone(STOCKHOLM):%H:%M}",
                    "end": f"{meeting.end.astimezone(STOCKHOLM):%H:%M}",
                    "iso_week": meeting.iso_week,
                    "warnings": [warning.name for warning in meeting.warnings],
                }
                for meeting in proposal.meetings
            ],
            "score": proposal.score,
            "reasons": [sentence(reason) for reason in proposal.reasons],
        }
        for proposal in found.proposals
    ]
    if as_json:
        blocked = [{"date": b.day.isoformat(), "reason": b.name} for b in found.blocked]
        print_json({"term": found.term_code, "proposals": proposals, "blocked": blocked})
        return
    if found.hindrance:
        tell(sentence(found.hindrance))
    if found.relaxation:
        changes = ", ".join(sentence(change) for change in found.relaxation)
        tell(_("The smallest change that would help: {changes}.", changes=changes))
    for proposal in proposals:
        days = " + ".join(
            f"{m['date']} {m['start']}–{m['end']} (v. {m['iso_week']})"
            for m in proposal["meetings"]
        )
        print(f"{days}: {'; '.join(proposal['reasons'])}")
