"""Finding every place where a person's name stands, inside the caller's transaction."""

from __future__ import annotations

import base64
import codecs
import quopri
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coordinator.access.masked_copies import Masks, masks_of
from coordinator.core.database import Session
from coordinator.core.dates import local_day
from coordinator.core.errors import BadInput, NotFound
from coordinator.core.mailboxes import email_key
from coordinator.core.outbox.tables import OutboxAttachment, OutboxMail
from coordinator.drafts import in_transaction as drafts
from coordinator.privacy import rules, store
from coordinator.privacy.name_columns import Texts, texts
from coordinator.privacy.names.places import Match
from coordinator.privacy.names.sought import Sought
from coordinator.privacy.views import Certainty
from coordinator.roster import in_transaction as roster
from coordinator.roster.tables import Person
from coordinator.roster.views import protected_name

_MAILED = ("subject", "text", "html")
_FOLDED = re.compile(rb"\r?\n[ \t]")  # RFC 5545 section 3.1: a line that goes on


@dataclass(frozen=True)
class FoundText:
    """A name in one column of one row.

    ``text`` is what is read and written again: the masked copy where one stands. ``is_whole``: the
    column is this person's name and nothing else.
    """

    row: Any
    source: str
    column: str
    text: str
    matches: tuple[Match, ...]
    about: str | None
    day: date | None
    is_original: bool
    is_whole: bool = False
    is_emptied: bool = False  # half of it is of no use, such as an address
    is_secret: bool = False  # a place told separately, a way in: not shown here either

    @property
    def place(self) -> tuple[str, int, str]:
        return self.source, self.row.id, self.column


@dataclass(frozen=True)
class FoundMail:
    """A mail to the person, or one in which the name stands.

    ``matches`` by column. ``parts`` are all its attachments, ``named_parts`` those that hold the
    name; ``is_unreadable``: it waits with one that cannot be searched. ``addresses`` are the
    person's own, a former one too, and those with the name in them.
    """

    row: OutboxMail
    is_to_person: bool
    matches: Mapping[str, tuple[Match, ...]]
    parts: tuple[OutboxAttachment, ...] = ()
    named_parts: tuple[OutboxAttachment, ...] = ()
    is_unreadable: bool = False
    addresses: frozenset[str] = frozenset()

    @property
    def is_waiting(self) -> bool:
        return self.row.state in store.WAITING

    @property
    def is_stopped(self) -> bool:
        """A file is not put differently: a mail that carries the name in one is made again."""
        return self.is_waiting and (self.is_to_person or bool(self.named_parts))


@dataclass(frozen=True)
class Look:
    """All that was found about one person in the group; ``instead`` is what its pages will show.

    ``is_again``: the person is protected already, and further names are looked for.
    """

    person: Person
    is_again: bool
    group_id: int
    instead: str
    sought: Sought
    texts: tuple[FoundText, ...]
    mails: tuple[FoundMail, ...]


def look(
    session: Session,
    person_id: int,
    group_id: int,
    *,
    also: Collection[str] = (),
    for_change: bool = False,
) -> Look:
    """Searches the group for everything that names the person.

    ``also``: further names of the person, as somebody knows them; of somebody protected no other
    are known but those that approved attendance keeps. ``for_change``: what was found stays as it
    is until the transaction ends, and nobody saves over it what they read before.

    Raises:
        NotFound: no such person.
        BadInput: the person is protected already and no further name is told, or a name is too
            long.
    """
    if for_change:
        store.queue_up(session, group_id)
        drafts.queue_up(session, group_id)
    person = store.person(session, person_id, lock=for_change)
    if person is None:
        raise NotFound("not-found")
    is_again = person.is_protected
    typed = rules.typed_names(also)
    if is_again and not typed:
        raise BadInput("protect-needs-names")
    sought = Sought(
        names=rules.names_from(
            person.given_name,
            person.family_name,
            store.recorded_names(session, person_id, group_id),
            typed,
        ),
        # A function mailbox is nobody's name.
        email=None if is_again else person.email,
        phone=person.phone,
    )
    return Look(
        person=person,
        is_again=is_again,
        group_id=group_id,
        instead=nameless(sought, name_instead(session, group_id, person_id)),
        sought=sought,
        texts=tuple(_texts(session, group_id, person, sought, lock=for_change)),
        mails=tuple(_mails(session, group_id, person, sought, is_again, lock=for_change)),
    )


def name_instead(session: Session, group_id: int, person_id: int) -> str:
    """What a group's pages will show: the agency of the newest seat."""
    return protected_name(roster.newest_agency(session, group_id, person_id))


def nameless(sought: Sought, instead: str) -> str:
    """What may stand in a name's place: without the agency, where that is called by the name."""
    return protected_name(None) if _names(sought, instead) else instead


def _texts(
    session: Session, group_id: int, person: Person, sought: Sought, *, lock: bool
) -> Iterator[FoundText]:
    scene = _Scene(
        person_id=person.id or 0,
        meetings={
            key: (code, local_day(start))
            for key, (code, start) in store.meetings(session, group_id).items()
        },
        items=store.meeting_of_items(session, group_id),
        approved=store.approved_meetings(session, group_id),
        masks=masks_of(session, group_id, {one.name for one in texts() if one.in_minutes}),
        is_hidden=person.hidden_at is not None,
    )
    for place in texts():
        for row in store.rows(session, group_id, place, lock=lock):
            for column in place.columns:
                found = _in_column(scene, place, row, column, sought)
                if found is not None:
                    yield found


@dataclass(frozen=True)
class _Scene:
    """What a row's place follows from."""

    person_id: int
    meetings: Mapping[int, tuple[str, date]]
    items: Mapping[int, int]
    approved: Collection[int]
    masks: Masks
    is_hidden: bool  # another group has asked: the own attendance is masked as it is

    def meeting_of(self, place: Texts, row: Any) -> int | None:
        if place.name == "meeting":
            return int(row.id)
        found = getattr(row, "meeting_id", None)
        return found or self.items.get(getattr(row, "agenda_item_id", None) or 0)

    def about(self, meeting_id: int | None, row: Any) -> tuple[str | None, date | None]:
        code, day = self.meetings.get(meeting_id or 0, (None, None))
        return (getattr(row, "code", None) or code, day)


def _in_column(
    scene: _Scene, place: Texts, row: Any, column: str, sought: Sought
) -> FoundText | None:
    written = getattr(row, column)
    if not written:
        return None
    is_presence = (place.name, column) == ("attendance", "person_name")
    if is_presence and row.person_id not in {None, scene.person_id}:
        return None  # a namesake, who is somebody else
    text = scene.masks.over(place.name, row.id, column, written)
    own = is_presence and row.person_id == scene.person_id
    if own and scene.is_hidden:
        text = written
    whole = own and text == written
    matches = sought.find(text)
    if whole:
        matches = (Match(0, len(text), Certainty.SURE),)
    if not matches:
        return None
    meeting_id = scene.meeting_of(place, row)
    about, day = scene.about(meeting_id, row)
    return FoundText(
        row=row,
        source=place.name,
        column=column,
        text=text,
        matches=matches,
        about=about,
        day=day,
        is_original=column in place.in_minutes and meeting_id in scene.approved,
        is_whole=whole,
        is_emptied=column in place.whole,
        is_secret=column == "joining_link" or (column == "venue" and row.venue_kind != "open"),
    )


def _mails(
    session: Session,
    group_id: int,
    person: Person,
    sought: Sought,
    is_again: bool,  # noqa: FBT001 - a plain fact
    *,
    lock: bool,
) -> Iterator[FoundMail]:
    assert person.id is not None
    mails = store.mails(session, group_id, person.id, sought.email, lock=lock)
    parts = store.attachments(session, [mail.id for mail in mails if mail.id is not None])
    known = frozenset[str]()  # addresses that were ever the person's, as keys
    if not is_again:  # afterwards a mail to the person goes to a function mailbox
        known = frozenset(
            email_key(address)
            for address in (
                sought.email or "",
                *(mail.address for mail in mails if mail.person_id == person.id),
            )
            if address
        )
    for mail in mails:
        # Of a mailbox of several people the others' mails are theirs.
        own_key = known if mail.person_id in {None, person.id} else frozenset()
        own = email_key(mail.address) in own_key or (not is_again and mail.person_id == person.id)
        addresses = frozenset(
            address
            for address in (mail.address, mail.reply_to)
            if address and (email_key(address) in own_key or _names(sought, address))
        )
        matches = {
            column: found
            for column in _MAILED
            if (found := sought.find(getattr(mail, column) or ""))
        }
        carried = tuple(parts.get(mail.id or 0, ()))
        named = tuple(part for part in carried if _is_text(part) and _holds(part, sought))
        unreadable = mail.state in store.WAITING and not all(map(_is_text, carried))
        if own or matches or named or unreadable or addresses:
            yield FoundMail(mail, own, matches, carried, named, unreadable, addresses)


def _names(sought: Sought, text: str) -> bool:
    """Whether what is replaced without a question stands in the text."""
    return any(one.certainty is not Certainty.UNSURE for one in sought.find(text))


def _is_text(part: OutboxAttachment) -> bool:
    return part.content_type.startswith("text/")


def _holds(part: OutboxAttachment, sought: Sought) -> bool:
    content = _FOLDED.sub(b"", base64.b64decode(part.content))
    readings = [content, quopri.decodestring(content)] if b"=" in content else [content]
    return any(sought.find(text) for text in (part.name, *map(_as_text, readings)))


def _as_text(content: bytes) -> str:
    if content[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return content.decode("utf-16", "replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
