"""A place told separately, and the way into a digital meeting: who may be told, and who was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from coordinator.access.actor import Actor
from coordinator.core.database import Session, remove, save
from coordinator.core.dates import local_day
from coordinator.core.errors import BadInput, NotFound, RuleBroken
from coordinator.core.text import clean, typed_line
from coordinator.core.translation import _
from coordinator.meetings import for_change, store
from coordinator.meetings.lifecycle import MeetingEvent, MeetingState
from coordinator.meetings.place_in_text import Standing, standing
from coordinator.meetings.tables import AgendaItem, Meeting, VenueTold
from coordinator.meetings.views import ToldBy, ToldLine, VenueKind
from coordinator.roster import in_transaction as roster
from coordinator.roster.rules import is_shelter, sounds_like_shelter
from coordinator.roster.views import Duty, Invitee

PURPOSE = "venue"  # of a one-time code
_LONGEST_LINK = 1000
AFTER = timedelta(hours=12)  # a meeting that is not closed by then is over all the same
WHOLE_IN_TEXT = "venue-in-text"
STREET_IN_TEXT = "venue-street-in-text"
ELSEWHERE = "venue-elsewhere"
MAY_BE_SHELTER = "venue-may-be-shelter"
ASKED = frozenset({STREET_IN_TEXT, ELSEWHERE, MAY_BE_SHELTER})  # a yes lets them pass
_LIVE = frozenset({MeetingState.PLANNED.value, MeetingState.UNDER_WAY.value})


def checked_venue(
    session: Session,
    group_id: int,
    venue: str | None,
    kind: str,
    accepted: Collection[str] = (),
) -> str | None:
    """The place as it is stored: one told separately too, one that is protected never.

    Raises:
        BadInput: a protected place was written.
        RuleBroken: the place is a shelter's, or sounds so (``venue-may-be-shelter``, asked about)
            and that is not among the ``accepted``.
    """
    text = typed_line(venue or "") or None
    if text and kind == VenueKind.PROTECTED:
        raise BadInput("venue-never-stored")
    if text:
        _refuse_shelter(session, group_id, text, accepted)
    return text


@dataclass(frozen=True)
class Text:
    """A text that others than the invited read, and what its place is called."""

    text: str | None
    where: str = ""


def texts_of(row: Meeting, agenda: Sequence[AgendaItem] = ()) -> tuple[Text, ...]:
    """The meeting's own texts, all of which stand on pages, in search or in mails."""
    return (
        Text(row.title, _("the title")),
        Text(row.theme, _("the theme")),
        Text(row.extra_reason, _("the reason for the meeting")),
        Text(row.change_reason, _("the reason for the change")),
        Text(row.joining_link, _("the link to the meeting")),
        *(Text(item.title, _("item {n}", n=item.number)) for item in agenda),
    )


def refuse_in_texts(
    place: str | None, texts: Iterable[Text], accepted: Collection[str] = ()
) -> None:
    """A place told separately stands in no text of its meeting: those are found and mailed.

    Raises:
        RuleBroken: it does; or its street and number do (``venue-street-in-text``, asked about),
            and that is not among the ``accepted``.
    """
    found = [(standing(place, text.text), text) for text in texts if place and text.text]
    for level, code in ((Standing.WHOLE, WHOLE_IN_TEXT), (Standing.STREET, STREET_IN_TEXT)):
        places = [text.where for how, text in found if how is level]
        if places and code not in _may_pass(accepted):
            named = ", ".join(dict.fromkeys(filter(None, places)))
            where = _("It is written in: {places}.", places=named) if named else ""
            raise RuleBroken(code, where=where)


def refuse_elsewhere(
    session: Session, row: Meeting, place: str | None, accepted: Collection[str] = ()
) -> None:
    """Asks about a place that stands in other texts of the group, or in mails that wait.

    Raises:
        RuleBroken: it does (``venue-elsewhere``), and that is not among the ``accepted``.
    """
    if not place or ELSEWHERE in accepted:
        return
    found = [
        where or _("another text")
        for where, text in store.texts_of_group(session, row.group_id, but=row.id)
        if standing(place, text) is not Standing.NOTHING
    ]
    if found:
        raise RuleBroken(ELSEWHERE, where=", ".join(dict.fromkeys(found)))


def refuse_secret_places(
    session: Session, group_id: int, texts: Iterable[str | None], accepted: Collection[str] = ()
) -> None:
    """What is written anywhere in the group names no place that is secret now.

    Raises:
        RuleBroken: as :func:`refuse_in_texts`.
    """
    written = [Text(text) for text in texts if text]
    if written:
        for place in store.secret_places(session, group_id):
            refuse_in_texts(place, written, accepted)


def forget(session: Session, row: Meeting) -> None:
    """The meeting is over: its place told separately, and who was told, are kept no longer."""
    if row.venue_kind == VenueKind.TOLD_SEPARATELY:
        row.venue = None
        forget_told(session, row)


def forget_past(session: Session, now: datetime, group_id: int | None = None) -> tuple[str, ...]:
    """Forgets the secret places of meetings that are over, closed or not; their codes."""
    rows = store.over_with_place(session, now - AFTER, group_id)
    for row in rows:
        forget(session, row)
    save(session, *rows)
    return tuple(row.code for row in rows)


def _may_pass(accepted: Collection[str]) -> frozenset[str]:
    """The whole place may never stand."""
    return frozenset(accepted) & ASKED


def _refuse_shelter(
    session: Session, group_id: int, venue: str, accepted: Collection[str] = ()
) -> None:
    for agency in roster.all_agencies(session, group_id):
        if is_shelter(agency.kind) and standing(agency.name, venue) is Standing.WHOLE:
            raise RuleBroken("venue-is-shelter")
    if sounds_like_shelter(venue) and MAY_BE_SHELTER not in accepted:
        raise RuleBroken(MAY_BE_SHELTER)


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


def place_to_tell(session: Session, actor: Actor, code: str, now: datetime) -> tuple[Meeting, str]:
    """The meeting and its place, for somebody who is to be told.

    Raises:
        NotFound: no such meeting, or the actor is neither of the office nor invited.
        RuleBroken: no place is stored here to be told, or the meeting is over.
    """
    row = _for_reader(session, actor, code)
    is_over = row.state not in _LIVE or row.ends_at < now - AFTER
    if row.venue_kind != VenueKind.TOLD_SEPARATELY or not row.venue or is_over:
        raise RuleBroken("venue-not-told-here")
    return row, row.venue


def tell(session: Session, row: Meeting, person_id: int, how: ToldBy, now: datetime) -> None:
    """Notes that the person knows the place; the first way and time stand."""
    assert row.id is not None
    if store.who_knows_place(session, row.group_id, row.id, person_id) is None:
        knows = VenueTold(
            group_id=row.group_id,
            meeting_id=row.id,
            person_id=person_id,
            how=how.value,
            told_at=now,
        )
        save(session, knows)


def tell_by_phone(
    session: Session, actor: Actor, code: str, person_id: int, *, is_told: bool, now: datetime
) -> None:
    """Ticks somebody as told, or takes such a tick back; what a code showed stays.

    Raises:
        NotFound: no such meeting, or the person is not invited to it.
        RuleBroken: the place is not told separately, or the meeting is over.
    """
    row = for_change.to_change(session, actor.group_id, code, MeetingEvent.TELL_PLACE)
    if row.venue_kind != VenueKind.TOLD_SEPARATELY:
        raise RuleBroken("venue-not-told-here")
    if person_id not in _invited(session, row):
        raise NotFound("person-not-invited")
    if is_told:
        tell(session, row, person_id, ToldBy.PHONE, now)
        return
    assert row.id is not None
    standing = store.who_knows_place(session, row.group_id, row.id, person_id)
    if standing is not None and standing.how == ToldBy.PHONE:
        remove(session, standing)


def who_knows(session: Session, actor: Actor, code: str) -> tuple[ToldLine, ...]:
    """Everybody invited, and whether they have been told.

    Raises:
        NotFound: no such meeting.
    """
    row = _row(session, actor, code)
    assert row.id is not None
    known_to = {
        one.person_id: one for one in store.all_who_know_place(session, row.group_id, row.id)
    }
    return tuple(
        ToldLine(
            person_id=person_id,
            name=seat.name,
            agency_name=seat.agency_name,
            how=known_to[person_id].how if person_id in known_to else None,
            told_at=known_to[person_id].told_at if person_id in known_to else None,
        )
        for person_id, seat in _invited(session, row).items()
        if person_id in known_to or seat.duty is not Duty.SUBSTITUTE
    )


def forget_told(session: Session, row: Meeting) -> None:
    """Another place: whoever was told knows the wrong one."""
    assert row.id is not None
    remove(session, *store.all_who_know_place(session, row.group_id, row.id))


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
