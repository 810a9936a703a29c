"""How a record leaves the room: rows made into views."""

from __future__ import annotations

from coordinator.access.actor import Actor
from coordinator.access.masks import NONE, Masks, masks_for
from coordinator.core.database import Session
from coordinator.core.errors import NotFound
from coordinator.meetings.tables import AgendaItem, Meeting
from coordinator.minutes import steps, store
from coordinator.minutes.tables import Decision, Minutes, Note
from coordinator.minutes.views import DecisionView, MinutesState, MinutesView, NoteView
from coordinator.roster import steps as roster


def decision_view(meeting: Meeting, row: Decision, masks: Masks = NONE) -> DecisionView:
    assert row.id is not None
    return DecisionView(
        id=row.id,
        agenda_item_id=row.agenda_item_id,
        number=row.number,
        code=steps.decision_code(meeting, row),
        text=masks.over("decision", row.id, "text", row.text),
        is_withdrawn=row.is_withdrawn,
        version=row.version,
    )


def minutes_view(session: Session, actor: Actor, code: str) -> MinutesView:
    """A meeting's record as the actor may read it; an empty draft before anything is written.

    Raises:
        NotFound: no such meeting, or its minutes are not open to this reader yet.
    """
    found = store.meeting_with_minutes(session, actor, code)
    if found is None:
        raise NotFound("meeting-unknown", code=code)
    meeting, record, heading = found
    assert meeting.id is not None
    record = record or Minutes(group_id=actor.group_id, meeting_id=meeting.id)
    masks = masks_for(session, actor, steps.MASKED)
    decided: dict[int, list[DecisionView]] = {}
    for row in store.decisions(session, actor, meeting.id):
        decided.setdefault(row.agenda_item_id, []).append(decision_view(meeting, row, masks))
    adjuster = record.adjuster_id
    names = roster.person_names(session, actor.group_id, [adjuster]) if adjuster else {}
    return MinutesView(
        meeting_id=meeting.id,
        meeting_code=meeting.code,
        heading=heading,
        state=MinutesState(record.state),
        adjuster_id=adjuster,
        adjuster_name=names.get(adjuster) if adjuster else None,
        circulated_on=record.circulated_on,
        comments_by=record.comments_by,
        approved_on=record.approved_on,
        sent_on=record.sent_on,
        registration_number=record.registration_number,
        notes=tuple(
            _note_view(item, note, decided, masks)
            for item, note in store.items_with_notes(session, actor.group_id, meeting.id)
        ),
        version=record.version,
    )


def _note_view(
    item: AgendaItem, note: Note | None, decided: dict[int, list[DecisionView]], masks: Masks
) -> NoteView:
    assert item.id is not None
    return NoteView(
        agenda_item_id=item.id,
        number=item.number,
        title=masks.over("agenda_item", item.id, "title", item.title),
        text=masks.over("note", note.id, "text", note.text) if note else "",
        saved_at=note.saved_at if note else None,
        version=note.version if note else 0,
        decisions=tuple(decided.get(item.id, ())),
    )
