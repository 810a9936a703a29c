"""What higher rooms do with minutes inside their own transaction, and the search entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from coordinator.access.actor import Actor
from coordinator.access.masked_copies import Masks, masks_of
from coordinator.core.clock import STOCKHOLM
from coordinator.core.database import Session, save
from coordinator.core.errors import NotFound, RuleBroken
from coordinator.core.search import store as search
from coordinator.core.search.store import Entry
from coordinator.meetings.search_entry import index_meeting, meeting_entry
from coordinator.meetings.tables import Meeting
from coordinator.minutes import paragraph_marks, store
from coordinator.minutes.lifecycle import MinutesState
from coordinator.minutes.mark_spellings import BRACKET
from coordinator.minutes.rules import ALL_MARKS, MARKED, OPEN_ONLY, OPEN_TO_ALL, WRITTEN_WHILE
from coordinator.minutes.store import Place
from coordinator.minutes.tables import Decision, Minutes, Note
from coordinator.trail.in_transaction import set_subject

SOURCES = frozenset({"note", "decision"})
# Marked paragraphs are entries of their own. They are never opened: only the office finds them.
_MARKED_SOURCES = frozenset(f"{MARKED}{source}" for source in SOURCES)
# Tables whose texts may have a masked copy.
MASKED = frozenset({"note", "decision", "agenda_item", "meeting"})


def is_circulated(session: Session, meeting_id: str, _today: date) -> bool:
    """Whether the meeting's notes are still out for comments: asked when a mail says so."""
    record = store.minutes_of(session, int(meeting_id)) if meeting_id.isdecimal() else None
    return record is not None and record.state == MinutesState.CIRCULATED


def reindex(session: Session, group_id: int) -> None:
    """Writes the search entries of every meeting, note and decision of the group.

    Where a masked copy stands it is what is found, by everybody: an index knows no readers.
    """
    masks = masks_of(session, group_id, MASKED)
    entries = [meeting_entry(meeting, masks) for meeting in store.all_meetings(session, group_id)]
    for place in store.all_notes(session, group_id):
        if place.note:
            entries += _parts(_masked_note_entry(place.note, place, masks))
    for row in store.all_decisions(session, group_id):
        entries += _parts(_masked_decision_entry(*row, masks))
    search.rewrite(
        session,
        group_id=group_id,
        sources=SOURCES | _MARKED_SOURCES | {"meeting"},
        entries=entries,
    )


def reindex_marked(session: Session, group_id: int) -> None:
    """Writes the search entries of texts with marked paragraphs: after the rules of marks changed.

    What was open by the rules before and is marked now is found by the office alone from here on.
    """
    masks = masks_of(session, group_id, MASKED)
    entries = [
        _masked_note_entry(place.note, place, masks)
        for place in store.all_notes(session, group_id)
        if place.note
    ]
    entries += [
        _masked_decision_entry(*row, masks) for row in store.all_decisions(session, group_id)
    ]
    for entry in entries:
        if paragraph_marks.has_marks(entry.body):
            _index(session, group_id, entry, is_upgrade=True)


def index_note(session: Session, note: Note, place: Place) -> None:
    """Makes the note found, or forgotten when nothing stands in it."""
    _index(session, note.group_id, _note_entry(note, place))


def index_decision(session: Session, decision: Decision, place: Place) -> None:
    """Makes the decision found, or forgotten when it is withdrawn."""
    entry = _decision_entry(decision, place)
    _index(session, decision.group_id, entry, is_gone=decision.is_withdrawn)


def open_to_all(session: Session, meeting: Meeting, state: MinutesState) -> None:
    """Approved minutes are found by the whole group."""
    search.show(
        session,
        group_id=meeting.group_id,
        meeting_code=meeting.code,
        sources=SOURCES,
        is_open=state in OPEN_TO_ALL,
    )


def step_down(session: Session, group_id: int, person_id: int) -> tuple[str, ...]:
    """Takes the person away as adjuster of minutes that are not approved yet; meeting codes."""
    changed = []
    for record, code in store.adjusted_by(session, group_id, person_id):
        if MinutesState(record.state) not in OPEN_TO_ALL:
            record.adjuster_id = None
            save(session, record)
            changed.append(code)
    return tuple(changed)


def end_open_pages(session: Session, group_id: int) -> None:
    """Makes every note that can still be written a new version, after somebody was protected.

    A page that was open before that may hold the name, in the field if not in the note: what it
    saves is refused, and not kept beside the note either.
    """
    for place in store.all_notes(session, group_id):
        state = MinutesState(place.minutes.state) if place.minutes else MinutesState.DRAFT
        if place.note and state not in OPEN_TO_ALL:
            place.note.protected_version = place.note.version + 1
            save(session, place.note)


def place_to_write(session: Session, actor: Actor, item_id: int) -> Place:
    """The item's place, locked, with minutes that are begun now when there are none.

    Raises:
        NotFound: no such item in the group.
        RuleBroken: the meeting has not begun, or the minutes are approved.
    """
    store.lock_by_item(session, actor.group_id, item_id)
    place = store.place(session, actor.group_id, item_id, actor.person_id)
    if place is None:
        raise NotFound("not-found")
    set_subject(session, place.meeting.code)
    must_be_writable(place)
    if place.minutes is None:
        return replace(place, minutes=begin(session, place.meeting))
    return place


def must_be_writable(place: Place) -> None:
    """The minutes are written from the meeting's start until they are approved.

    Raises:
        RuleBroken: too early, or locked.
    """
    if place.meeting.state not in WRITTEN_WHILE:
        raise RuleBroken("minutes-not-begun")
    if place.minutes is not None and place.minutes.state in OPEN_TO_ALL:
        raise RuleBroken("minutes-locked")


def begin(session: Session, meeting: Meeting) -> Minutes:
    """The meeting's minutes, which nobody had begun."""
    assert meeting.id is not None
    begun = Minutes(group_id=meeting.group_id, meeting_id=meeting.id)
    save(session, begun)
    index_meeting(session, meeting)
    return begun


def decision_code(meeting: Meeting, decision: Decision) -> str:
    """``VT2027-1 § 4``, for life."""
    return f"{meeting.code} § {decision.number}"


def _index(
    session: Session,
    group_id: int,
    entry: Entry,
    *,
    is_gone: bool = False,
    is_upgrade: bool = False,
) -> None:
    search.index_parts(
        session,
        group_id=group_id,
        sources=(entry.source, MARKED + entry.source),
        source_id=entry.source_id,
        entries=() if is_gone else _parts(entry),
        is_upgrade=is_upgrade,
    )


def _parts(entry: Entry) -> list[Entry]:
    """What is open in a text, and what is marked, as entries of their own; no empty ones."""
    # Most texts hold no bracket at all, and so no mark.
    if not BRACKET.search(entry.body) or not paragraph_marks.has_marks(entry.body):
        return [entry] if entry.body else []
    is_open = replace(entry, body=paragraph_marks.only(entry.body, OPEN_ONLY))
    marked = replace(
        entry,
        source=MARKED + entry.source,
        body=paragraph_marks.only(entry.body, ALL_MARKS - OPEN_ONLY),
        is_open=False,
    )
    return [part for part in (is_open, marked) if part.body]


def _is_open(minutes: Minutes | None) -> bool:
    return minutes is not None and MinutesState(minutes.state) in OPEN_TO_ALL


def _note_entry(note: Note, place: Place) -> Entry:
    assert place.item.id is not None
    return Entry(
        source="note",
        source_id=place.item.id,
        kind="note",
        title=place.item.title,
        body=note.text,
        meeting_code=place.meeting.code,
        item_number=place.item.number,
        day=place.meeting.starts_at.astimezone(STOCKHOLM).date(),
        is_open=_is_open(place.minutes),
    )


def _masked_note_entry(note: Note, place: Place, masks: Masks) -> Entry:
    return replace(
        _note_entry(note, place),
        title=masks.over("agenda_item", place.item.id, "title", place.item.title),
        body=masks.over("note", note.id, "text", note.text),
    )


def _decision_entry(decision: Decision, place: Place) -> Entry:
    assert decision.id is not None
    return Entry(
        source="decision",
        source_id=decision.id,
        kind="decision",
        title=decision_code(place.meeting, decision),
        body=decision.text,
        meeting_code=place.meeting.code,
        item_number=place.item.number,
        day=place.meeting.starts_at.astimezone(STOCKHOLM).date(),
        is_open=_is_open(place.minutes),
    )


def _masked_decision_entry(decision: Decision, place: Place, masks: Masks) -> Entry:
    body = masks.over("decision", decision.id, "text", decision.text)
    return replace(_decision_entry(decision, place), body=body)
