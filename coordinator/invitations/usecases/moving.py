"""Moving and cancelling a meeting, and whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import use_case
from coordinator.core.database import Session
from coordinator.core.dates import local_day
from coordinator.core.errors import RuleBroken
from coordinator.core.office import Office
from coordinator.core.translation import N_
from coordinator.entrance.usecases import SEEN_EVERY
from coordinator.groups import in_transaction as groups
from coordinator.invitations import in_transaction, rules, store
from coordinator.invitations.views import Affected
from coordinator.meetings import booking
from coordinator.meetings import in_transaction as meetings
from coordinator.meetings.lifecycle import MeetingEvent
from coordinator.meetings.views import MeetingLine
from coordinator.planning import in_transaction as planning
from coordinator.planning.polls import in_transaction as polls
from coordinator.trail.in_transaction import logged_change


@use_case("invitations.affected", may=OFFICE)
def affected(office: Office, actor: Actor, *, code: str, start: datetime) -> Affected:
    """Whom it would concern if the meeting were moved to ``start``; changes nothing.

    Raises:
        NotFound: no such meeting in the group.
    """
    with office.reading() as session:
        line = meetings.meeting_line(session, group_id=actor.group_id, code=code)
        if start == line.start:
            return Affected()
        found = in_transaction.replies(session, actor.group_id, line)
        people = [one for each in found.agencies for one in each.people]
        return Affected(
            coming=tuple(one for one in people if one.answer in rules.CONFIRMING),
            agencies=tuple((each.agency_id, each.agency_name) for each in found.agencies),
            answers=sum(one.answer is not None for one in people),
            asked=polls.said_about(session, actor.group_id, local_day(start), office.clock.today()),
        )


@use_case("invitations.reschedule", may=OFFICE, log=N_("moved the meeting"))
def reschedule(
    office: Office,
    actor: Actor,
    *,
    code: str,
    start: datetime,
    end: datetime,
    reason: str,
    version: int | None = None,
    venue: str | None = None,
    venue_kind: str | None = None,
    accepted: frozenset[str] = frozenset(),
) -> MeetingLine:
    """Moves a planned meeting: the same uid, the sequence one higher, the old start kept.

    ``venue`` and ``venue_kind``: None keeps what stands, an empty venue takes it away. A new kind
    without a venue leaves no place: a secret one never becomes an open one by itself.
    ``accepted``: codes of what was asked about and said yes to.

    Raises:
        NotFound: no such meeting.
        Conflict: somebody else changed the meeting in between.
        RuleBroken: the meeting is not planned, the reason is missing, the day is refused, or
            something is asked about that was not accepted; the code says which.
        BadInput: times out of order.
    """
    with logged_change(office, actor, about=code) as session:
        line = meetings.meeting_for_change(
            session, group_id=actor.group_id, code=code, event=MeetingEvent.MOVE, version=version
        )
        is_new_time = (start, end) != (line.start, line.end)
        if is_new_time:
            planning.must_suit(
                session,
                groups.group(session, actor.group_id),
                start=start,
                end=end,
                today=office.clock.today(),
                accepted=accepted,
                moving=line,
            )
            # They were given to the old time; a new one asks everybody again.
            store.forget_replies(session, actor.group_id, line.id)
        return booking.move(
            session,
            group_id=actor.group_id,
            meeting_id=line.id,
            start=start,
            end=end,
            venue=venue,
            venue_kind=venue_kind or line.venue_kind,
            reason=reason,
            now=office.clock.now(),
            accepted=accepted,
        )


@use_case("invitations.cancel", may=OFFICE, log=N_("cancelled the meeting"))
def cancel(
    office: Office,
    actor: Actor,
    *,
    code: str,
    reason: str,
    version: int | None = None,
    accepted: frozenset[str] = frozenset(),
) -> MeetingLine:
    """Cancels a planned meeting. It stays in every list, marked, and counts no more.

    Raises:
        NotFound: no such meeting.
        Conflict: somebody else changed the meeting in between.
        RuleBroken: the meeting is not planned, or the reason is missing.
    """
    with logged_change(office, actor, about=code) as session:
        line = meetings.meeting_for_change(
            session,
            group_id=actor.group_id,
            code=code,
            event=MeetingEvent.CANCEL,
            version=version,
        )
        return booking.cancel(
            session,
            group_id=actor.group_id,
            meeting_id=line.id,
            reason=reason,
            now=office.clock.now(),
            accepted=accepted,
        )


@use_case("invitations.may_take_back", may=OFFICE)
def may_take_back(office: Office, actor: Actor, *, codes: Sequence[str]) -> tuple[str, ...]:
    """Those of the meetings whose booking can still be undone: nobody can have heard of them."""
    with office.reading() as session:
        return tuple(code for code in codes if _is_untold(session, actor, code))


@use_case("invitations.take_back", may=OFFICE, log=N_("took a booking back"))
def take_back(office: Office, actor: Actor, *, code: str, version: int | None = None) -> None:
    """Undoes a booking of which nobody can have heard; its day and its number are free again.

    Raises:
        NotFound: no such meeting.
        Conflict: somebody else changed the meeting in between.
        RuleBroken: the meeting is not planned, or somebody may know of it: it is cancelled instead.
    """
    with logged_change(office, actor, about=code) as session:
        line = meetings.meeting_for_change(
            session,
            group_id=actor.group_id,
            code=code,
            event=MeetingEvent.TAKE_BACK,
            version=version,
        )
        if not _is_untold(session, actor, code):
            raise RuleBroken("meeting-may-be-known")
        booking.take_back(session, group_id=actor.group_id, meeting_id=line.id)


def _is_untold(session: Session, actor: Actor, code: str) -> bool:
    booked = meetings.booked_at(session, group_id=actor.group_id, code=code)
    return booked is not None and not store.is_told_of(
        session, actor.group_id, code, booked - SEEN_EVERY
    )
