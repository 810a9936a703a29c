"""Min sida: the next meeting, the own answer, the calendar, our action points, notes to read."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from coordinator.actions import usecases as actions
from coordinator.invitations import usecases as invitations
from coordinator.minutes import usecases as minutes
from coordinator.roster import usecases as roster
from coordinator.web.my.frame import Reader

MOST_POINTS = 5


def show(_request: Request, reader: Reader) -> Response:
    office, actor = reader.office, reader.actor
    own = [one.name for one in roster.agencies(office, actor) if one.id in actor.agency_ids]
    return reader.draw(
        "my/home.html",
        agencies=own,
        invitation=invitations.my_invitation(office, actor),
        found=actions.action_points(office, actor, limit=MOST_POINTS),
        notes=minutes.newest(office, actor),
        today=office.clock.today(),
    )
