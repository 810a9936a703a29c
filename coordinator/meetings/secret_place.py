"""A place told separately, and the way into a digital meeting: who may be told, and who was."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from coordinator.access.actor import Actor
from coordinator.core.database import Session
from coordinator.core.dates import local_day
from coordinator.core.errors import BadInput, NotFound, RuleBroken
from coordinator.core.swedish import fold
from coordinator.core.text import clean, typed_line
from coordinator.meetings import changing, store
from coordinator.meetings.rules import MeetingEvent
from coordinator.meetings.tables import Meeting, VenueTold
from coordinator.meetings.views import MeetingState, ToldLine
from coordinator.roster import steps as roster
from coordinator.roster.rules import is_shelter, sounds_like_shelter
from coordinator.roster.views import Duty, Invitee

OPEN, TOLD, NEVER = "open", "told_separately", "protected"
PURPOSE = "venue"  # of a one-time code
_LONGEST_LINK = 1000
_SHORTEST_PLACE = 4  # signs; shorter ones stand in many words
_LIVE = frozenset({MeetingState.PLANNED.value, MeetingState.UNDER_WAY.value})


def checked_venue(session: Session, group_id: int, venue: str | None, kind: str) -> str | None:
    """The place as it is stored: one told separately too, one that is protected never.

    Raises:
        BadInput: a protected place was written.
        RuleBroken: the place is a shelter's.
    """
    text = typed_line(venue or "") or None
    if text and kind == NEVER:
        raise BadInput("venue-never-stored")
    if text:
        _refuse_shelter(session, group_id, text)
    return text


def refuse_in_texts(kind: str, place: str | None, *texts: str | None) -> None:
    """A place told separately stands in no other text of its meeting: those are found and mailed.

    Raises:
        RuleBroken: it does.
    """
    sought = fold(place or "")
    if kind == TOLD and len(sought) >= _SHORTEST_PLACE:
        for text in filter(None, texts):
            if sought in fold(text):
                raise RuleBroken("venue-in-text")


def _refuse_shelter(session: Session, group_id: int, venue: str) -> None:
    if sounds_like_shelter(venue):
        raise RuleBroken("venue-is-shelter")
    written = fold(venue)
    for agency in roster.all_agencies(session, group_id):
        if is_shelter(agency.kind, may_host=agency.may_host) and fold(agency.name) in written:
            raise RuleBroken("venue-is-shelter")


def checked_link(link: str) -> str | None:
    """The address of a digital meeting; None when nothing is written.

    Raises:
        BadInput: it is no https address.
    """
    text = clean(link)
    if not text:
        return None
    try:
        parts = urlsplit(text)
        is_https = parts.scheme == "https" and bool(parts.hostname) and not parts.username
    except ValueError:
        is_https = False
    if not is_https or len(text) > _LONGEST_LINK or any(sign.isspace() for sign in text):
        raise BadInput("link-needs-https")
    return text


def place_to_tell(session: Session, actor: Actor, code: str) -> tuple[Meeting, str]:
    """The meeting and its place, for somebody who is to be told.

    Raises:
        NotFound: no such meeting, or the actor is neither of the office nor invited.
        RuleBroken: no place is stored here to be told, or the meeting is over.
    """
    row = _for_reader(session, actor, code)
    if row.venue_kind != TOLD or not row.venue or row.state not in _LIVE:
        raise RuleBroken("venue-not-told-here")
    return row, row.venue


def tell(session: Session, row: Meeting, person_id: int, how: str, now: datetime) -> None:
    """Notes that the person knows the place; the first way and time stand."""
    assert row.id is not None
    if store.told(session, row.group_id, row.id, person_id) is None:
        told = VenueTold(
            group_id=row.group_id, meeting_id=row.id, person_id=person_id, how=how, told_at=now
        )
        store.save_all(session, [told])


def tell_by_phone(
    session: Session, actor: Actor, code: str, person_id: int, *, is_told: bool, now: datetime
) -> None:
    """Ticks somebody as told, or takes such a tick back; what a code showed stays.

    Raises:
        NotFound: no such meeting, or the person is not invited to it.
        RuleBroken: the place is not told separately, or the meeting is over.
    """
    row = changing.to_change(session, actor.group_id, code, MeetingEvent.TELL_PLACE)
    if row.venue_kind != TOLD:
        raise RuleBroken("venue-not-told-here")
    if person_id not in _invited(session, row):
        raise NotFound("person-not-invited")
    if is_told:
        tell(session, row, person_id, "phone", now)
        return
    assert row.id is not None
    standing = store.told(session, row.group_id, row.id, person_id)
    if standing is not None and standing.how == "phone":
        store.drop(session, [standing])


def who_knows(session: Session, actor: Actor, code: str) -> tuple[ToldLine, ...]:
    """Everybody invited, and whether they have been told.

    Raises:
        NotFound: no such meeting.
    """
    row = _row(session, actor, code)
    assert row.id is not None
    told = {one.person_id: one for one in store.all_told(session, row.group_id, row.id)}
    return tuple(
        ToldLine(
            person_id=person_id,
            name=seat.name,
            agency_name=seat.agency_name,
            how=told[person_id].how if person_id in told else None,
            told_at=told[person_id].told_at if person_id in told else None,
        )
        for person_id, seat in _invited(session, row).items()
        if person_id in told or seat.duty is not Duty.SUBSTITUTE
    )


def forget_told(session: Session, row: Meeting) -> None:
    """Another place: whoever was told knows the wrong one."""
    assert row.id is not None
    store.drop(session, store.all_told(session, row.group_id, row.id))


def _for_reader(session: Session, actor: Actor, code: str) -> Meeting:
    row = _row(session, actor, code)
    if not actor.in_office and actor.person_id not in _invited(session, row):
        raise NotFound("meeting-unknown", code=code)
    return row


def _row(session: Session, actor: Actor, code: str) -> Meeting:
    row = store.row_by_code(session, actor.group_id, code)
    if row is None:
        raise NotFound("meeting-unknown", code=code)
    return row


def _invited(session: Session, row: Meeting) -> dict[int, Invitee]:
    """Who may be told: everybody who stands for an agency on the day, in whatever duty."""
    seats = roster.invitees(session, row.group_id, local_day(row.starts_at), duties=frozenset(Duty))
    return {seat.person_id: seat for seat in reversed(seats)}
