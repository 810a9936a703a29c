"""Notes that are saved while they are typed, each with its writer's own text where two differ."""

from __future__ import annotations

from datetime import datetime, timedelta

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.masked_copies import masks_for
from coordinator.access.permissions import use_case
from coordinator.core.database import Session, remove, save
from coordinator.core.errors import BadInput, Conflict, NotFound
from coordinator.core.office import Office
from coordinator.core.text import clean_lines
from coordinator.core.translation import N_
from coordinator.minutes import in_transaction, rules, store
from coordinator.minutes.store import Place
from coordinator.minutes.tables import Note, NoteDraft
from coordinator.minutes.views import OpenNote
from coordinator.roster import in_transaction as roster
from coordinator.trail import in_transaction as trail
from coordinator.trail.in_transaction import logged_change


@use_case("minutes.open_note", may=OFFICE, log=N_("chose the stored note before an own one"))
def open_note(office: Office, actor: Actor, *, item_id: int, refresh: bool = False) -> OpenNote:
    """The note as a writer's page starts from it.

    ``refresh``: the writer has chosen the stored text; an own text that waited is let go.

    Raises:
        NotFound: no such item.
    """
    if refresh:
        with logged_change(office, actor) as session:
            _choose(session, actor, item_id)
            return _as_written(session, actor, item_id)
    with office.reading() as session:
        return _as_written(session, actor, item_id)


@use_case("minutes.save_note", may=OFFICE, log=N_("saved a note"))
def save_note(
    office: Office, actor: Actor, *, item_id: int, text: str, base_version: int
) -> OpenNote:
    """Saves what was typed over the version it builds on.

    When somebody else has saved in between, their text stays, and the writer's own is kept beside
    it until the writer has chosen (:func:`take_over_note`, or :func:`open_note` with ``refresh``).
    When somebody was protected in between (``note-protected``) it is kept nowhere.

    Raises:
        Conflict: that has happened; ``mine`` and ``theirs`` hold both texts, ``version`` theirs.
        RuleBroken: the meeting has not begun, or the minutes are approved.
        BadInput: the text is longer than 20,000 characters.
    """
    return _write(office, actor, item_id=item_id, text=text, base_version=base_version)


@use_case("minutes.take_over_note", may=OFFICE, log=N_("saved a note over somebody else's"))
def take_over_note(
    office: Office, actor: Actor, *, item_id: int, text: str, version: int
) -> OpenNote:
    """Saves over somebody else's text, knowingly: ``version`` is the one that was shown beside.

    Raises:
        As :func:`save_note`.
    """
    return _write(office, actor, item_id=item_id, text=text, base_version=version, is_choice=True)


def _write(
    office: Office,
    actor: Actor,
    *,
    item_id: int,
    text: str,
    base_version: int,
    is_choice: bool = False,
) -> OpenNote:
    """``is_choice``: over somebody else's text, which always has an entry of its own."""
    if len(text) > rules.LONGEST_NOTE:
        raise BadInput("note-too-long", most=rules.LONGEST_NOTE)
    with logged_change(office, actor) as session:
        place = in_transaction.place_to_write(session, actor, item_id)
        stored = place.note.version if place.note else 0
        if stored == base_version:
            now = office.clock.now()
            goes_on = not is_choice and _goes_on(actor, place, now)
            if goes_on:
                trail.continue_entry(session)
            note = _put_in_place(session, actor, place, text, now, goes_on=goes_on)
            if is_choice or _is_within(place.draft, note.text):
                _drop(session, place.draft)
            # Only approved originals are masked, and nobody writes in those.
            return _opened(session, actor, item_id, note, text=note.text)
        theirs = place.note.text if place.note else ""
        if place.note and clean_lines(text) == theirs:
            # Both wrote the same, or two runs of one page save it: there is nothing to choose.
            _drop(session, place.draft)
            return _opened(session, actor, item_id, place.note, text=theirs)
        is_kept = _may_be_kept(place.note, base_version)
        if is_kept:
            _set_aside(session, actor, place, text=text, base_version=base_version)
    # Raised outside the transaction: the text set aside must stay.
    if not is_kept:
        raise Conflict("note-protected", theirs=theirs, version=stored)
    raise Conflict("note-changed", mine=text, theirs=theirs, version=stored)


def _goes_on(actor: Actor, place: Place, now: datetime) -> bool:
    """Whether a save belongs to a stretch of writing that the log tells of already.

    A stretch: one writer on a page saves one note, nobody else saves it in between, no pause is
    ten minutes long, and the log's entry is less than an hour old. Anything else has an entry of
    its own: who comes after somebody else, or chooses between two texts, and the shell.
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


def _put_in_place(
    session: Session,
    actor: Actor,
    place: Place,
    text: str,
    now: datetime,
    *,
    goes_on: bool,
) -> Note:
    """Puts the text in the note's place and makes it found.

    ``goes_on``: the log's entry of this stretch stands already.
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
    if not goes_on:
        note.stretch_at = now if actor.origin == "page" else None
    save(session, note)
    in_transaction.index_note(session, note, place)
    return note


def _may_be_kept(note: Note | None, base_version: int) -> bool:
    """Whether a text that came too late may wait: not when it is older than a protection.

    It may hold the name, which nobody can recognise any more.
    """
    return note is None or base_version >= (note.protected_version or 0)


def _set_aside(
    session: Session, actor: Actor, place: Place, *, text: str, base_version: int
) -> None:
    """Keeps a text that came too late until its writer has chosen (the shell has no such place).

    The log tells once that a text waits, however often its writer types on before choosing.
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


def _as_written(session: Session, actor: Actor, item_id: int) -> OpenNote:
    """The stored note, or the writer's own text where that waits for a choice.

    One statement, and one more for the name of somebody else who saved it.

    Raises:
        NotFound: no such item in the group.
    """
    found = store.note_and_draft(session, actor.group_id, item_id, actor.person_id)
    if found is None:
        raise NotFound("not-found")
    note, draft = found
    text = note.text if note else ""
    if note:
        text = masks_for(session, actor, {"note"}).over("note", note.id, "text", text)
    return _opened(session, actor, item_id, note, text=text, draft=draft)


def _opened(
    session: Session,
    actor: Actor,
    item_id: int,
    note: Note | None,
    *,
    text: str,
    draft: NoteDraft | None = None,
) -> OpenNote:
    """The same of rows that have been read; ``text``: the note's, as the writer may read it."""
    version = note.version if note else 0
    return OpenNote(
        agenda_item_id=item_id,
        text=text,
        version=version,
        base_text=draft.base_text if draft else text,
        base_version=draft.base_version if draft else version,
        saved_at=note.saved_at if note else None,
        saved_by=_name(session, actor, note.saved_by_id) if note else None,
    )


def _choose(session: Session, actor: Actor, item_id: int) -> None:
    """The writer has chosen: nothing waits any more."""
    found = store.note_and_draft(session, actor.group_id, item_id, actor.person_id)
    _drop(session, found[1] if found else None)


def _is_within(draft: NoteDraft | None, text: str) -> bool:
    """Whether nothing of a waiting text is lost with it: else it waits for its writer's choice.

    A page that knows of it saves by choosing. Whoever saves without that stands at another window,
    which has not been told of what the first one left behind.
    """
    return draft is not None and draft.base_text in text


def _drop(session: Session, draft: NoteDraft | None) -> None:
    if draft is not None:
        remove(session, draft)


def _name(session: Session, actor: Actor, person_id: int | None) -> str | None:
    if person_id is None:
        return None
    if person_id == actor.person_id:
        return actor.name
    return roster.person_names(session, actor.group_id, [person_id]).get(person_id)
