"""One note and its writer, inside a use case's transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from coordinator.access.actor import Actor
from coordinator.access.masked_copies import masks_for
from coordinator.core.database import Session, remove, save
from coordinator.core.errors import NotFound
from coordinator.core.text import clean_lines
from coordinator.minutes import in_transaction, rules, store
from coordinator.minutes.store import Place
from coordinator.minutes.tables import Note, NoteDraft
from coordinator.minutes.views import OpenNote
from coordinator.roster import in_transaction as roster
from coordinator.trail import in_transaction as trail


def as_written(session: Session, actor: Actor, item_id: int) -> OpenNote:
    """The stored note, or the writer's own text where that waits for a choice.

    One statement, and one more for the name of somebody else who saved it.

    Raises:
        NotFound: no such item in the group.
    """
    found = store.note_and_draft(session, actor.group_id, item_id, actor.person_id)
    if found is None:
        raise NotFound("not-found")
    return opened(session, actor, item_id, *found)


def opened(
    session: Session, actor: Actor, item_id: int, note: Note | None, draft: NoteDraft | None = None
) -> OpenNote:
    """The same of rows that have been read."""
    version, text = (note.version, note.text) if note else (0, "")
    if note:
        text = masks_for(session, actor, {"note"}).over("note", note.id, "text", text)
    return OpenNote(
        agenda_item_id=item_id,
        text=text,
        version=version,
        base_text=draft.base_text if draft else text,
        base_version=draft.base_version if draft else version,
        saved_at=note.saved_at if note else None,
        saved_by=_name(session, actor, note.saved_by_id) if note else None,
    )


def goes_on(actor: Actor, place: Place, now: datetime) -> bool:
    """Whether a save belongs to a stretch of writing that the log tells of already.

    A stretch: one writer on a page saves one note, nobody else saves it in between, no pause is
    ten minutes long, and the log's entry is less than an hour old. Anything else is told anew: who
    comes after somebody else, or chooses between two texts, and the shell.
    """
    note = place.note
    if note is None or note.saved_at is None or note.stretch_at is None or place.draft is not None:
        return False
    return (
        actor.person_id is not None
        and actor.origin == "page"
        and note.saved_by_id == actor.person_id
        and timedelta(0) <= now - note.saved_at < rules.PAUSE
        and timedelta(0) <= now - note.stretch_at < rules.STRETCH
    )


def write(
    session: Session,
    actor: Actor,
    place: Place,
    text: str,
    now: datetime,
    *,
    is_told: bool = False,
) -> Note:
    """Puts the text in the note's place and makes it found.

    ``is_told``: the log's entry of this stretch stands already.
    """
    assert place.item.id is not None
    assert place.meeting.id is not None
    note = place.note or Note(
        group_id=actor.group_id,
        meeting_id=place.meeting.id,
        agenda_item_id=place.item.id,
    )
    note.text = clean_lines(text)
    note.saved_at, note.saved_by_id = now, actor.person_id
    if not is_told:
        note.stretch_at = now if actor.origin == "page" else None
    save(session, note)
    in_transaction.index_note(session, note, place)
    return note


def may_be_kept(note: Note | None, base_version: int) -> bool:
    """Whether a text that came too late may wait: not when it is older than a protection.

    It may hold the name, which nobody can recognise any more.
    """
    return note is None or base_version >= (note.protected_version or 0)


def set_aside(
    session: Session, actor: Actor, place: Place, *, text: str, base_version: int
) -> None:
    """Keeps a text that came too late until its writer has chosen (the shell has no such place).

    That a text waits is told once, however often its writer types on before choosing.
    """
    if actor.person_id is None:
        return
    assert place.item.id is not None
    if place.draft is not None and place.draft.base_version == base_version:
        trail.continue_entry(session)
    draft = place.draft or NoteDraft(
        group_id=actor.group_id,
        agenda_item_id=place.item.id,
        person_id=actor.person_id,
        base_version=base_version,
        base_text="",
    )
    draft.base_version, draft.base_text = base_version, clean_lines(text)
    save(session, draft)


def choose(session: Session, actor: Actor, item_id: int) -> None:
    """The writer has chosen: nothing waits any more."""
    found = store.note_and_draft(session, actor.group_id, item_id, actor.person_id)
    drop(session, found[1] if found else None)


def drop(session: Session, draft: NoteDraft | None) -> None:
    if draft is not None:
        remove(session, draft)


def _name(session: Session, actor: Actor, person_id: int | None) -> str | None:
    if person_id is None:
        return None
    if person_id == actor.person_id:
        return actor.name
    return roster.person_names(session, actor.group_id, [person_id]).get(person_id)
