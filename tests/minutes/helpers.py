"""Short words for what these tests plant."""

from __future__ import annotations

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import MeetingView
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent
from coordinator.minutes.views import MinutesView
from tests.meetings.helpers import begun

ASKED = ("approve-while-comments", "approve-without-adjuster", "approve-after-changes")


def item_of(view: MeetingView, number: int) -> int:
    """The id of the agenda item with that number."""
    return next(item.id for item in view.agenda if item.number == number)


def note(office: Office, actor: Actor, item_id: int, text: str) -> None:
    """Writes the text over whatever is stored."""
    stored = minutes.open_note(office, actor, item_id=item_id)
    minutes.save_note(office, actor, item_id=item_id, text=text, base_version=stored.version)


def held(office: Office, actor: Actor, text: str = "Gicks igenom.") -> MeetingView:
    """A meeting that is over, with a note under its fourth item."""
    running = begun(office, actor)
    note(office, actor, item_of(running, 4), text)
    return meetings.close(office, actor, code=running.line.code, version=running.line.version)


def taken(office: Office, actor: Actor, code: str, *events: MinutesEvent) -> MinutesView:
    """The meeting's minutes after these steps; what is asked before approval is answered."""
    view = minutes.minutes(office, actor, code=code)
    for event in events:
        view = minutes.advance(
            office, actor, code=code, version=view.version, event=event, accepted=ASKED
        )
    return view
