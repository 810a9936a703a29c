"""Möten: a year's meetings, and one meeting with its agenda or its approved notes."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from coordinator.actions import usecases as actions
from coordinator.core import addresses
from coordinator.meetings import usecases as meetings
from coordinator.minutes import usecases as minutes
from coordinator.web.my.frame import Reader
from coordinator.web.pages import go_to


def show(request: Request, reader: Reader) -> Response:
    office, actor = reader.office, reader.actor
    found = meetings.list_meetings(office, actor, year=_year(request))
    codes = [line.code for line in found.meetings]
    return reader.draw(
        "my/meetings.html",
        found=found,
        years=sorted({*found.years, found.year}, reverse=True),
        readable=minutes.states(office, actor, codes=codes),
        today=office.clock.today(),
    )


def _year(request: Request) -> int | None:
    """The year in the address; anything else means this one."""
    text = request.query_params.get("year", "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) == 4 else None


def agree(request: Request, reader: Reader) -> Response:
    """The adjuster has read the notes and says yes."""
    code = request.path_params["code"]
    minutes.agree(reader.office, reader.actor, code=code)
    return go_to(addresses.my_meeting(code, group=reader.group))


def show_one(request: Request, reader: Reader) -> Response:
    """The meeting as a member may read it: its agenda, and the notes once they are approved.

    Whoever was asked for comments reads the draft while it is out for them.

    Raises:
        NotFound: no such meeting in the group.
    """
    office, actor = reader.office, reader.actor
    code = request.path_params["code"]
    view = meetings.meeting(office, actor, code=code)
    is_readable = bool(minutes.states(office, actor, codes=[code]))
    notes = minutes.minutes(office, actor, code=code) if is_readable else None
    return reader.draw(
        "my/meeting.html",
        view=view,
        notes=notes,
        is_draft=notes is not None and not notes.is_locked,
        is_adjuster=notes is not None and notes.adjuster_id == actor.person_id,
        points=actions.points_of_meeting(office, actor, code=code),
        planned=actions.infos_of_meeting(office, actor, code=code),
        today=office.clock.today(),
    )
