"""How a record leaves the room: rows made into views, without what the reader may not read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

from coordinator.access.actor import Actor
from coordinator.access.masked_copies import NONE, Masks, masks_for
from coordinator.core.database import Session
from coordinator.core.errors import NotFound
from coordinator.core.office import Office
from coordinator.core.outbox.how_far import how_far
from coordinator.core.translation import _
from coordinator.meetings.tables import AgendaItem, Meeting
from coordinator.minutes import in_room, in_transaction, paragraph_marks, rules, store
from coordinator.minutes.lifecycle import MinutesState
from coordinator.minutes.rules import ALL_MARKS, OPEN_ONLY, Readable
from coordinator.minutes.tables import Decision, Minutes, Note
from coordinator.minutes.views import DecisionView, MinutesView, NoteView
from coordinator.roster import in_transaction as roster


def decision_view(meeting: Meeting, row: Decision, masks: Masks = NONE) -> DecisionView:
    assert row.id is not None
    return DecisionView(
        id=row.id,
        agenda_item_id=row.agenda_item_id,
        number=row.number,
        code=in_transaction.decision_code(meeting, row),
        text=masks.over("decision", row.id, "text", row.text),
        is_withdrawn=row.is_withdrawn,
        version=row.version,
    )


def meeting_of(
    session: Session, actor: Actor, code: str, today: date | None = None
) -> tuple[Meeting, Minutes | None, str]:
    """The meeting, its minutes if anything is written, and what the group calls such notes.

    ``today``: notes that the actor is asked to comment on are read too.

    Raises:
        NotFound: no such meeting in the group.
    """
    found = store.meeting_with_minutes(session, actor, code, today)
    if found is None:
        raise NotFound("meeting-unknown", code=code)
    return found


def minutes_view(
    session: Session,
    actor: Actor,
    code: str,
    *,
    open_only: bool = False,
    today: date | None = None,
) -> MinutesView:
    """A meeting's record as the actor may read it; an empty draft before anything is written.

    ``open_only``: without marked paragraphs, whoever asks. Minutes that hold none take no statement
    more; for a member those that do take one, to see which kind the own agency is. ``today``: as in
    :func:`meeting_of`.

    Raises:
        NotFound: no such meeting, or its minutes are not open to this reader yet.
    """
    meeting, record, heading = meeting_of(session, actor, code, today)
    return _view(session, actor, meeting, record, heading, open_only=open_only)


def view_with_mails(
    session: Session, actor: Actor, code: str, office: Office, kinds: Collection[str]
) -> MinutesView:
    """The same as the office reads it, with how far the mails of these kinds have come.

    Raises:
        NotFound: as above.
    """
    found = store.mails_of(
        session, actor, code, today=office.clock.today(), now=office.clock.now(), kinds=kinds
    )
    if found is None:
        raise NotFound("meeting-unknown", code=code)
    (meeting, record, heading), counts, last_gone = found
    view = _view(session, actor, meeting, record, heading, open_only=False)
    return replace(view, mails=how_far(office.settings, counts, last_gone))


def _view(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    record: Minutes | None,
    heading: str,
    *,
    open_only: bool,
) -> MinutesView:
    assert meeting.id is not None
    record = record or Minutes(group_id=actor.group_id, meeting_id=meeting.id)
    masks = masks_for(session, actor, in_transaction.MASKED)
    decided: dict[int, list[DecisionView]] = {}
    for row in store.decisions(session, actor, meeting.id):
        decided.setdefault(row.agenda_item_id, []).append(decision_view(meeting, row, masks))
    adjuster, noted_by = record.adjuster_id, record.agreement_by_id
    people = [one for one in (adjuster, noted_by) if one]
    names = roster.person_names(session, actor.group_id, people) if people else {}
    view = MinutesView(
        meeting_id=meeting.id,
        meeting_code=meeting.code,
        heading=heading,
        state=MinutesState(record.state),
        adjuster_id=adjuster,
        adjuster_name=names.get(adjuster) if adjuster else None,
        agreed_at=record.agreed_at,
        agreement_by=names.get(noted_by) if noted_by else None,
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
    return _as_read(session, actor, view, open_only=open_only)


def _as_read(session: Session, actor: Actor, view: MinutesView, *, open_only: bool) -> MinutesView:
    """The record without the paragraphs that this reader may not read."""
    if not any(paragraph_marks.has_marks(text) for note in view.notes for text in _texts(note)):
        return view
    may = OPEN_ONLY if open_only else _readable_marks(session, actor)
    instead = _("[paragraph that is not shown to you]")
    if open_only:
        instead = in_room.left_out_words()
    elif not rules.knows_of_hidden(actor.roles):
        instead = ""
    if may != ALL_MARKS:
        view = replace(
            view,
            notes=tuple(
                _without(note, lambda text: paragraph_marks.readable(text, may, instead=instead))
                for note in view.notes
            ),
        )
    shown = (note for note in view.notes if any(map(paragraph_marks.has_marks, _texts(note))))
    return replace(view, marked_items=tuple(note.number for note in shown))


def _readable_marks(session: Session, actor: Actor) -> Readable:
    """As the rules say; the own agencies' kinds are asked for only where they matter."""
    without = rules.readable_marks(actor.roles, ())
    if without == ALL_MARKS or not actor.agency_ids:
        return without
    own = roster.all_agencies(session, actor.group_id)
    kinds = [agency.kind for agency in own if agency.id in actor.agency_ids]
    return rules.readable_marks(actor.roles, kinds)


def _texts(note: NoteView) -> list[str]:
    return [note.text, *(decision.text for decision in note.decisions)]


def _without(note: NoteView, read: Callable[[str], str]) -> NoteView:
    """A decision of which nothing is left to this reader is left out."""
    decisions = (replace(one, text=read(one.text)) for one in note.decisions)
    shown = tuple(decision for decision in decisions if decision.text)
    return replace(note, text=read(note.text), decisions=shown)


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
