"""Commands about meetings: book, move, cancel, list, and the calendar file of one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coordinator.cli.shared import (
    As,
    Group,
    Json,
    acting,
    moment,
    print_json,
    read_clock,
    read_day,
    tell,
)
from coordinator.core.clock import STOCKHOLM
from coordinator.core.translation import _

if TYPE_CHECKING:
    from coordinator.access.actor import Actor
    from coordinator.core.office import Office
    from coordinator.meetings.views import MeetingLine, NewMeeting
    from coordinator.planning.views import Objection

commands = typer.Typer()

Day = Annotated[str, typer.Option("--date", metavar="YYYY-MM-DD")]
OptionalClock = Annotated[str | None, typer.Option(metavar="HH:MM")]


PlaceChecked = Annotated[
    bool,
    typer.Option(
        "--place-checked", help="The place is no shelter, and may stand where it was found."
    ),
]


@commands.command()
def schedule(  # noqa: PLR0917 - a command's options
    term: str,
    day: Day,
    start: Annotated[str, typer.Option(metavar="HH:MM")],
    end: Annotated[str, typer.Option(metavar="HH:MM")],
    venue: Annotated[str | None, typer.Option()] = None,
    protected_venue: Annotated[
        bool,
        typer.Option("--protected-venue", help="Told separately: in no calendar, list or search."),
    ] = False,
    extra: Annotated[str | None, typer.Option(metavar="REASON")] = None,
    place_checked: PlaceChecked = False,
    group: Group = None,
    as_email: As = None,
) -> None:
    """Book one meeting; prints its id. Doubts about the day are told, not asked."""
    from coordinator.meetings.views import NewMeeting
    from coordinator.planning import usecases as planning

    date_ = read_day(day)
    new = NewMeeting(
        start=moment(date_, read_clock(start)),
        end=moment(date_, read_clock(end)),
        venue=venue,
        venue_kind="told_separately" if protected_venue else "open",
        extra_reason=extra,
    )
    with acting(group, as_email) as (office, actor):
        doubts = _doubts(office, actor, new, term_code=term)
        accepted = frozenset(doubt.code for doubt in doubts) | _said_of_place(place_checked)
        (code,) = planning.book(office, actor, meetings=(new,), accepted=accepted, term_code=term)
        _tell_all(doubts)
        print(code)


def _said_of_place(is_checked: bool) -> frozenset[str]:
    from coordinator.meetings.in_transaction import ASKED_PLACES

    return ASKED_PLACES if is_checked else frozenset()


def _doubts(
    office: Office,
    actor: Actor,
    new: NewMeeting,
    *,
    term_code: str | None = None,
    moving: str | None = None,
) -> list[Objection]:
    """What only wants a yes: taken as said by typing the command, and told once it is done.

    A missing reason for an extra meeting is no such thing: it stays a refusal.
    """
    from coordinator.planning import usecases as planning

    found = planning.check(
        office,
        actor,
        start=new.start,
        end=new.end,
        term_code=term_code,
        extra_reason=new.extra_reason,
        moving=moving,
    )
    return [each for each in found if each.kind != "refuse" and each.code != "extra-needs-reason"]


def _tell_all(doubts: list[Objection]) -> None:
    from coordinator.core.messages import sentence

    for doubt in doubts:
        tell(sentence(doubt))


@commands.command()
def reschedule(  # noqa: PLR0917 - a command's options
    meeting: str,
    day: Day,
    reason: Annotated[str, typer.Option()],
    start: OptionalClock = None,
    end: OptionalClock = None,
    venue: Annotated[str | None, typer.Option()] = None,
    place_checked: PlaceChecked = False,
    group: Group = None,
    as_email: As = None,
) -> None:
    """Move a meeting: keeps its uid, raises its sequence."""
    from coordinator.invitations import usecases as invitations
    from coordinator.meetings import usecases as meetings
    from coordinator.meetings.views import NewMeeting

    with acting(group, as_email) as (office, actor):
        line = meetings.meeting(office, actor, code=meeting).line
        old_start, old_end = line.start.astimezone(STOCKHOLM), line.end.astimezone(STOCKHOLM)
        date_ = read_day(day)
        new_start = moment(date_, read_clock(start) if start else old_start.time())
        new_end = moment(date_, read_clock(end)) if end else new_start + (old_end - old_start)
        new = NewMeeting(start=new_start, end=new_end)
        doubts = _doubts(office, actor, new, moving=meeting)
        affected = invitations.affected(office, actor, code=meeting, start=new_start)
        moved = invitations.reschedule(
            office,
            actor,
            code=meeting,
            version=line.version,
            start=new_start,
            end=new_end,
            venue=venue,
            reason=reason,
            accepted=frozenset(doubt.code for doubt in doubts) | _said_of_place(place_checked),
        )
        _tell_all(doubts)
        if affected.coming:
            names = ", ".join(one.name for one in affected.coming)
            tell(_("They had said yes to the old time, so tell them: {names}.", names=names))
        print(moved.code)


@commands.command()
def cancel(
    meeting: str,
    reason: Annotated[str, typer.Option()],
    group: Group = None,
    as_email: As = None,
) -> None:
    """Cancel a meeting: it stays in the records and no longer counts."""
    from coordinator.invitations import usecases as invitations

    with acting(group, as_email) as (office, actor):
        invitations.cancel(office, actor, code=meeting, reason=reason)
        print(meeting)


@commands.command()
def meetings(
    term: Annotated[str | None, typer.Option()] = None,
    as_json: Json = False,
    group: Group = None,
    as_email: As = None,
) -> None:
    """The group's meetings, oldest first."""
    from coordinator.invitations import usecases as invitations
    from coordinator.meetings import usecases as rooms
    from coordinator.terms.rules import parse_term_code

    wanted = str(parse_term_code(term)) if term is not None else None
    with acting(group, as_email) as (office, actor):
        years = rooms.list_meetings(office, actor).years
        lines = sorted(
            (
                line
                for year in years
                for line in rooms.list_meetings(office, actor, year=year).meetings
                if wanted in (None, line.term_code)
            ),
            key=lambda line: line.start,
        )
        counts = invitations.reply_counts(office, actor, codes=[line.code for line in lines])
    if as_json:
        print_json([_meeting_json(line, counts[line.code]) for line in lines])
        return
    for line in lines:
        start = line.start.astimezone(STOCKHOLM)
        print(f"{line.code:<10} {start:%Y-%m-%d %H:%M}  {_status(line):<10} {line.theme or ''}")


def _status(line: MeetingLine) -> str:
    return "planned" if line.state == "under_way" else str(line.state)


def _meeting_json(line: MeetingLine, counts: Any) -> dict[str, Any]:
    answers = ("accepted", "declined", "tentative", "delegated", "later", "unanswered")
    return {
        "id": line.code,
        "uid": line.uid,
        "sequence": line.sequence,
        "status": _status(line),
        "start": line.start.astimezone(STOCKHOLM).isoformat(),
        "end": line.end.astimezone(STOCKHOLM).isoformat(),
        "timezone": line.zone,
        "venue": line.venue if line.venue_kind == "open" else None,
        "title": line.title,
        "agencies_present": line.agencies_present,
        "agencies_total": line.agencies_total,
        "replies": {answer: getattr(counts, answer) for answer in answers},
    }


@commands.command()
def ics(
    meeting: str,
    method: Annotated[str, typer.Option(help="publish")] = "publish",
    group: Group = None,
    as_email: As = None,
) -> None:
    """The calendar file, bytes on stdout."""
    from coordinator.invitations import usecases as invitations

    if method.lower() != "publish":
        # REQUEST and CANCEL belong to mails, which name one recipient.
        raise typer.BadParameter(method, param_hint="--method")
    with acting(group, as_email) as (office, actor):
        content = invitations.calendar_file(office, actor, code=meeting)
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
