"""One note and its writer, inside a use case's transaction."""

from __future__ import annotations

from datetime import datetime

from coordinator.access.actor import Actor
from coordinator.access.masks import masks_for
from coordinator.core.database import Session
from coordinator.core.errors import NotFound
from coordinator.core.text import clean_lines
from coordinator.minutes import steps, store
from coordinator.minutes.store import Place
from coordinator.minutes.tables import Note, NoteDraft
from coordinator.minutes.views import OpenNote
from coordinator.roster import steps as roster


def as_written(session: Session, actor: Actor, item_id: int) -> OpenNote:
    """The stored note, or the writer's own text where that waits for a choice.

    One statement, and one more for the name of somebody else who saved it.

    Raises:
        NotFound: no such item in the group.
    """
    found = store.note_and_draft(session, actor.group_id, item_id, actor.person_id)
    if found is None:
        raise NotFound("not-found")
    note, draft = found
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


def write(session: Session, actor: Actor, place: Place, text: str, now: datetime) -> None:
    """Puts the text in the note's place and makes it found."""
    assert place.item.id is not None
    assert place.meeting.id is not None
    note = place.note or Note(
        group_id=actor.group_id,
        meeting_id=place.meeting.id,
        agenda_item_id=place.item.id,
    )
    note.text = clean_lines(text)
    note.saved_at, note.saved_by_id = now, actor.person_id
    store.save(session, note)
    steps.index_note(session, note, place)


def may_be_kept(note: Note | None, base_version: int) -> bool:
    """Whether a text that came too late may wait: not when it is older than a protection.

    It may hold the name, which nobody can recognise any more.
    """
    return note is None or base_version >= (note.protected_version or 0)


def set_aside(
    session: Session, actor: Actor, item_id: int, *, text: str, base_version: int
) -> None:
    """Keeps a text that came too late until its writer has chosen (the shell has no such place)."""
    if actor.person_id is None:
        return
    draft = _draft(session, actor, item_id) or NoteDraft(
        group_id=actor.group_id,
        agenda_item_id=item_id,
        person_id=actor.person_id,
        base_version=base_version,
        base_text="",
    )
    draft.base_version, draft.base_text = base_version, clean_lines(text)
    store.save(session, draft)


def choose(session: Session, actor: Actor, item_id: int) -> None:
    """The writer has chosen: nothing waits any more."""
    draft = _draft(session, actor, item_id)
    if draft is not None:
        store.drop(session, draft)


def _draft(session: Session, actor: Actor, item_id: int) -> NoteDraft | None:
    found = store.note_and_draft(session, actor.group_id, item_id, actor.person_id)
    return found[1] if found else None


def _name(session: Session, actor: Actor, person_id: int | None) -> str | None:
    if person_id is None:
        return None
    if person_id == actor.person_id:
        return actor.name
    return roster.person_names(session, actor.group_id, [person_id]).get(person_id)
