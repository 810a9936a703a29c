"""Where people meet, and who is told of a place or a way in that is nobody else's business."""

from __future__ import annotations

from datetime import timedelta

from coordinator.access import codes
from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import EVERYONE, use_case
from coordinator.core.database import save
from coordinator.core.errors import BadInput, RuleBroken
from coordinator.core.office import Office
from coordinator.core.outbox.mail import queue
from coordinator.core.translation import N_
from coordinator.meetings import booking, for_change, rows_to_views, secret_place
from coordinator.meetings.letters import code_mail
from coordinator.meetings.lifecycle import MeetingEvent
from coordinator.meetings.views import MeetingLine, Mode, ToldBy, ToldLine
from coordinator.roster import in_transaction as roster
from coordinator.trail.in_transaction import add_values, logged_change

_HOUR = timedelta(hours=1)
_MOST_CODES = 5  # that one person may ask for within an hour


@use_case("meetings.set_mode", may=OFFICE, log=N_("changed how the meeting is held"))
def set_mode(
    office: Office,
    actor: Actor,
    *,
    code: str,
    version: int,
    mode: str,
    joining_link: str | None = None,
    accepted: frozenset[str] = frozenset(),
) -> MeetingLine:
    """Says whether people meet in a room, on a screen or both, and keeps the way in.

    ``joining_link``: None keeps the one that stands, an empty one takes it away; a physical
    meeting has none. It is in no list, calendar file or search: only in the recipient's own mail
    and on the personal page.

    Raises:
        NotFound, Conflict: see :func:`coordinator.meetings.for_change.to_change`.
        RuleBroken: the meeting is over or cancelled, or a secret place stands in the link; the
            street and number alone are asked about (``venue-street-in-text`` in ``accepted``).
        BadInput: an unknown mode, or a link that is no https address.
    """
    if mode not in set(Mode):
        raise BadInput("meeting-kind-unknown")
    link = None if joining_link is None else secret_place.checked_link(joining_link)
    with logged_change(office, actor, about=code) as session:
        row = for_change.to_change(session, actor.group_id, code, MeetingEvent.EDIT_AGENDA, version)
        secret_place.refuse_secret_places(session, actor.group_id, [link], accepted)
        row.mode = mode
        if joining_link is not None or mode == Mode.PHYSICAL:
            row.joining_link = None if mode == Mode.PHYSICAL else link
        save(session, row)
        return rows_to_views.line_of(row)


@use_case("meetings.set_host", may=OFFICE, log=N_("settled who is host"))
def set_host(
    office: Office, actor: Actor, *, code: str, version: int, host_agency_id: int | None
) -> MeetingLine:
    """Says who is host; None: that is decided later.

    Raises:
        NotFound, Conflict: see :func:`coordinator.meetings.for_change.to_change`; or no such agency
            in the group.
        RuleBroken: the meeting is over or cancelled, or the agency may not be host.
    """
    with logged_change(office, actor, about=code) as session:
        row = for_change.to_change(session, actor.group_id, code, MeetingEvent.EDIT_AGENDA, version)
        booking.check_host(session, actor.group_id, host_agency_id)
        row.host_agency_id = host_agency_id
        save(session, row)
        return rows_to_views.line_of(row)


@use_case("meetings.ask_for_venue", may=EVERYONE, log=N_("asked for a code to see the place"))
def ask_for_venue(office: Office, actor: Actor, *, code: str) -> None:
    """Mails a one-time code with which :func:`venue_by_code` shows a place told separately.

    Raises:
        NotFound: no such meeting, or the actor is not invited to it.
        RuleBroken: no place is kept here to be told, no address is known for a code, or too many
            codes have been asked for.
    """
    now = office.clock.now()
    with logged_change(office, actor, about=code) as session:
        secret_place.place_to_tell(session, actor, code, now)
        address = roster.address_of(session, actor.person_id) if actor.person_id else None
        if actor.person_id is None or not address:
            raise RuleBroken("venue-needs-address")
        if (
            codes.asked_since(session, actor.person_id, secret_place.PURPOSE, now - _HOUR)
            >= _MOST_CODES
        ):
            raise RuleBroken("venue-code-too-many")
        one_time = codes.issue(
            session,
            person_id=actor.person_id,
            purpose=secret_place.PURPOSE,
            about=f"{actor.group_id}/{code}",
            now=now,
        )
        mail = code_mail(
            one_time, address=address, person_id=actor.person_id, group_id=actor.group_id
        )
        queue(session, mail, now=now)


@use_case("meetings.venue_by_code", may=EVERYONE, log=N_("saw the place with a code"))
def venue_by_code(office: Office, actor: Actor, *, code: str, one_time: str) -> str:
    """The place of a meeting, told once for the code that was mailed; the trail keeps who asked.

    Raises:
        NotFound: no such meeting, or the actor is not invited to it.
        RuleBroken: no place is kept here to be told; the code is wrong, used, or too old.
    """
    now = office.clock.now()
    with logged_change(office, actor, about=code) as session:
        row, venue = secret_place.place_to_tell(session, actor, code, now)
        is_right = actor.person_id is not None and codes.spend(
            session,
            person_id=actor.person_id,
            purpose=secret_place.PURPOSE,
            about=f"{actor.group_id}/{code}",
            code=one_time,
            now=now,
        )
        add_values(session, shown=is_right)
        if is_right and actor.person_id is not None:
            secret_place.tell(session, row, actor.person_id, ToldBy.CODE, now)
    # Raised outside the transaction: the try must be counted.
    if not is_right:
        raise RuleBroken("venue-code-wrong")
    return venue


@use_case("meetings.mark_venue_told", may=OFFICE, log=N_("marked somebody as told the place"))
def mark_venue_told(
    office: Office, actor: Actor, *, code: str, person_id: int, is_told: bool = True
) -> tuple[ToldLine, ...]:
    """Ticks that somebody has been told the place by phone, or takes the tick back.

    Raises:
        NotFound: no such meeting, or the person is not invited to it.
        RuleBroken: the place is not told separately, or the meeting is over.
    """
    with logged_change(office, actor, about=code) as session:
        secret_place.tell_by_phone(
            session, actor, code, person_id, is_told=is_told, now=office.clock.now()
        )
        return secret_place.who_knows(session, actor, code)


@use_case("meetings.venue_told", may=OFFICE)
def venue_told(office: Office, actor: Actor, *, code: str) -> tuple[ToldLine, ...]:
    """Who is invited, and who of them has been told a place that is told separately.

    Raises:
        NotFound: no such meeting.
    """
    with office.reading() as session:
        return secret_place.who_knows(session, actor, code)
