"""What an invited person sees of the next meeting, and the calendar file of any."""

from __future__ import annotations

from typing import Literal

from coordinator.access.actor import Actor
from coordinator.access.permissions import EVERYONE, use_case
from coordinator.core.calendar.write import calendar_file as file_around
from coordinator.core.office import Office
from coordinator.invitations import in_transaction, store
from coordinator.invitations.views import (
    Answer,
    MyInvitation,
    OwnAnswer,
)
from coordinator.meetings import in_transaction as meetings


@use_case("invitations.calendar_file", may=EVERYONE)
def calendar_file(
    office: Office, actor: Actor, *, code: str, method: Literal["PUBLISH"] = "PUBLISH"
) -> bytes:
    """The meeting's calendar file for a download: no organizer, no attendee.

    Raises:
        NotFound: no such meeting in the group.
    """
    with office.reading() as session:
        text = meetings.calendar_text(session, group_id=actor.group_id, code=code)
    return file_around([text], method=method)


@use_case("invitations.my_invitation", may=EVERYONE)
def my_invitation(office: Office, actor: Actor) -> MyInvitation | None:
    """The next meeting that stands, with the reader's own answer: five statements.

    Of everybody else's answers it tells only how many agencies come.
    """
    with office.reading() as session:
        found = meetings.next_standing(session, group_id=actor.group_id, day=office.clock.today())
        if found is None:
            return None
        line, link = found
        own = store.reply_of(session, actor.group_id, line.id, actor.person_id)
        return MyInvitation(
            meeting=line,
            agenda=meetings.agenda_titles(session, group_id=actor.group_id, meeting_id=line.id),
            joining_link=link if actor.agency_ids else None,
            own_answer=OwnAnswer(Answer(own.answer), own.answered_at, own.source == "typed")
            if own
            else None,
            agencies_confirmed=in_transaction.counts(session, actor.group_id, [line.code])[
                line.code
            ].agencies_confirmed,
        )
