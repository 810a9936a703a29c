"""Writing the record of a meeting, and taking it from draft to sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from coordinator.access import steps as access
from coordinator.access.actor import Actor
from coordinator.access.rules import permit
from coordinator.core.database import Session
from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.text import clean, clean_lines
from coordinator.meetings.tables import AgendaItem, Meeting
from coordinator.minutes import rules, steps, store
from coordinator.minutes.rules import MinutesEvent
from coordinator.minutes.tables import Decision, Minutes, Note, NoteDraft
from coordinator.minutes.views import (
    DecisionView,
    MinutesState,
    MinutesView,
    NoteView,
    OpenNote,
)
from coordinator.roster import steps as roster


def minutes(office: Office, actor: Actor, *, code: str) -> MinutesView:
    """A meeting's record, item by item.

    Raises:
        NotFound: no such meeting, or its minutes are not open to this reader yet.
    """
    permit(actor, "minutes.minutes")
    with office.reading() as session:
        return _view(session, actor, code)


def states(office: Office, actor: Actor, *, codes: Sequence[str]) -> dict[str, MinutesState]:
    """How far the minutes of these meetings are; those the actor may not read are left out."""
    permit(actor, "minutes.states")
    with office.reading() as session:
        return {code: MinutesState(state) for code, state in store.states(session, actor, codes)}


def open_note(office: Office, actor: Actor, *, item_id: int, refresh: bool = True) -> OpenNote:
    """The note as a writer's page starts from it.

    ``refresh``: the page shows the stored text from now on, so that becomes the base. Without,
    the base stays what the page showed before; only a page without any base gets one.
    """
    permit(actor, "minutes.open_note")
    with office.transaction() as session:
        place = _place(session, actor, item_id)
        kept = _draft(session, actor, item_id)
        if refresh or kept is None:
            kept = _keep_base(session, actor, place, kept)
        return _open(session, actor, place, kept)


def save_note(
    office: Office, actor: Actor, *, item_id: int, text: str, base_version: int
) -> OpenNote:
    """Saves what was typed over the text it was based on.

    Raises:
        Conflict: somebody else saved in between; ``mine`` and ``theirs`` hold both texts.
        RuleBroken: the meeting has not begun, or the minutes are approved.
        BadInput: the text is longer than 20,000 characters.
    """
    permit(actor, "minutes.save_note")
    return _write_note(office, actor, item_id, text, base_version)


def take_over_note(
    office: Office, actor: Actor, *, item_id: int, text: str, version: int
) -> OpenNote:
    """Saves over somebody else's text, knowingly: ``version`` is the one that was shown beside."""
    permit(actor, "minutes.take_over_note")
    return _write_note(office, actor, item_id, text, version)


def _write_note(
    office: Office, actor: Actor, item_id: int, text: str, base_version: int
) -> OpenNote:
    cleaned = clean_lines(text)
    if len(cleaned) > rules.LONGEST_NOTE:
        raise BadInput("note-too-long", most=rules.LONGEST_NOTE)
    with office.transaction() as session:
        place = _place(session, actor, item_id, lock=True)
        item, meeting, record, note = place
        rules.check_writable(meeting.state, _state(record))
        stored = note.version if note else 0
        if stored != base_version:
            theirs = note.text if note else ""
            raise Conflict("note-changed", mine=text, theirs=theirs, version=stored)
        if note is None:
            assert meeting.id is not None
            note = Note(
                group_id=actor.group_id,
                meeting_id=meeting.id,
                agenda_item_id=item_id,
                version=0,
            )
        note.text = cleaned
        note.version += 1
        note.saved_at = office.clock.now()
        note.saved_by_id = actor.person_id
        record = _record(session, actor, meeting, record)
        store.save(session, note)
        steps.index_note(session, note, item, meeting, record)
        place = (item, meeting, record, note)
        kept = _keep_base(session, actor, place, _draft(session, actor, item_id))
        return _open(session, actor, place, kept)


def add_decision(office: Office, actor: Actor, *, item_id: int, text: str) -> DecisionView:
    """A decision with the meeting's next number, for life.

    Raises:
        BadInput: no text.
        RuleBroken: the meeting has not begun, or the minutes are approved.
    """
    permit(actor, "minutes.add_decision")
    cleaned = _decision_text(text)
    with office.transaction() as session:
        item, meeting, record, _note = _place(session, actor, item_id, lock=True)
        rules.check_writable(meeting.state, _state(record))
        assert meeting.id is not None
        number = store.highest_decision(session, actor.group_id, meeting.id) + 1
        row = Decision(
            group_id=actor.group_id,
            meeting_id=meeting.id,
            agenda_item_id=item_id,
            number=number,
            text=cleaned,
        )
        record = _record(session, actor, meeting, record)
        store.save(session, row)
        steps.index_decision(session, row, item, meeting, record)
        return _decision_view(meeting, row)


def change_decision(
    office: Office, actor: Actor, *, decision_id: int, version: int, text: str
) -> DecisionView:
    """Rewords a decision before the minutes are approved; its number stays."""
    permit(actor, "minutes.change_decision")
    cleaned = _decision_text(text)
    with office.transaction() as session:
        row, item, meeting, record = _decision(session, actor, decision_id, version)
        row.text = cleaned
        store.save(session, row)
        steps.index_decision(session, row, item, meeting, record)
        return _decision_view(meeting, row)


def withdraw_decision(
    office: Office, actor: Actor, *, decision_id: int, version: int
) -> DecisionView:
    """Strikes a decision out; its number is never used again."""
    permit(actor, "minutes.withdraw_decision")
    with office.transaction() as session:
        row, item, meeting, record = _decision(session, actor, decision_id, version)
        row.is_withdrawn = True
        store.save(session, row)
        steps.index_decision(session, row, item, meeting, record)
        return _decision_view(meeting, row)


def advance(
    office: Office,
    actor: Actor,
    *,
    code: str,
    version: int,
    event: MinutesEvent,
    comments_by: date | None = None,
    adjuster_id: int | None = None,
    registration_number: str | None = None,
) -> MinutesView:
    """Takes the minutes' next step and writes down today's day for it.

    Raises:
        RuleBroken: no such step, the meeting is not closed, or the adjuster is protected.
        Conflict: somebody else took a step in between.
    """
    permit(actor, "minutes.advance")
    today = office.clock.today()
    with office.transaction() as session:
        found = store.meeting_with_minutes(session, actor, code)
        if found is None:
            raise NotFound("not-found")
        meeting, record = found
        if meeting.state != "held":
            raise RuleBroken("minutes-meeting-not-closed")
        record = _record(session, actor, meeting, record)
        if record.version != version:
            raise Conflict("changed-meanwhile")
        record.state = rules.next_state(_state(record), event).value
        record.version += 1
        if event is MinutesEvent.CIRCULATE:
            record.circulated_on, record.comments_by = today, comments_by
        elif event is MinutesEvent.APPROVE:
            record.approved_on = today
        elif event is MinutesEvent.SEND:
            record.sent_on = today
        if adjuster_id is not None:
            _check_adjuster(session, actor, adjuster_id)
            record.adjuster_id = adjuster_id
        if registration_number is not None:
            record.registration_number = clean(registration_number) or None
        store.save(session, record)
        steps.open_to_all(session, meeting, _state(record))
        return _view(session, actor, code)


def set_registration_number(
    office: Office, actor: Actor, *, code: str, version: int, registration_number: str
) -> MinutesView:
    """Enters the number under which the minutes are registered (dnr), at any time."""
    permit(actor, "minutes.set_registration_number")
    with office.transaction() as session:
        found = store.meeting_with_minutes(session, actor, code)
        if found is None:
            raise NotFound("not-found")
        meeting, record = found
        record = _record(session, actor, meeting, record)
        if record.version != version:
            raise Conflict("changed-meanwhile")
        record.registration_number = clean(registration_number) or None
        record.version += 1
        store.save(session, record)
        return _view(session, actor, code)


# Inside -------------------------------------------------------------------------------------------

_Place = tuple[AgendaItem, Meeting, Minutes | None, Note | None]


def _place(session: Session, actor: Actor, item_id: int, *, lock: bool = False) -> _Place:
    place = store.place_of_item(session, actor.group_id, item_id)
    if place is None:
        raise NotFound("not-found")
    if lock:
        meeting_id = place[1].id
        assert meeting_id is not None
        store.lock_meeting(session, actor.group_id, meeting_id)
        session.expire_all()
        place = store.place_of_item(session, actor.group_id, item_id)
        assert place is not None
    return place


def _state(record: Minutes | None) -> MinutesState:
    return MinutesState(record.state) if record else MinutesState.DRAFT


def _record(session: Session, actor: Actor, meeting: Meeting, record: Minutes | None) -> Minutes:
    """The meeting's minutes, begun now when there are none."""
    if record is not None:
        return record
    assert meeting.id is not None
    begun = Minutes(group_id=actor.group_id, meeting_id=meeting.id)
    store.save(session, begun)
    return begun


def _draft(session: Session, actor: Actor, item_id: int) -> NoteDraft | None:
    if actor.person_id is None:
        return None
    return store.draft(session, actor.group_id, item_id, actor.person_id)


def _keep_base(
    session: Session, actor: Actor, place: _Place, kept: NoteDraft | None
) -> NoteDraft | None:
    """Remembers that the writer's page shows the stored text."""
    if actor.person_id is None:
        return None
    item, _meeting, _minutes, note = place
    version, text = (note.version, note.text) if note else (0, "")
    if kept is None:
        assert item.id is not None
        kept = NoteDraft(
            group_id=actor.group_id,
            agenda_item_id=item.id,
            person_id=actor.person_id,
            base_version=version,
            base_text=text,
        )
    elif (kept.base_version, kept.base_text) == (version, text):
        return kept
    kept.base_version, kept.base_text = version, text
    store.save(session, kept)
    return kept


def _open(session: Session, actor: Actor, place: _Place, kept: NoteDraft | None) -> OpenNote:
    item, _meeting, _minutes, note = place
    assert item.id is not None
    version, text = (note.version, note.text) if note else (0, "")
    by = note.saved_by_id if note else None
    names = roster.person_names(session, actor.group_id, [by]) if by else {}
    return OpenNote(
        agenda_item_id=item.id,
        text=text,
        version=version,
        base_text=kept.base_text if kept else text,
        base_version=kept.base_version if kept else version,
        saved_at=note.saved_at if note else None,
        saved_by=names.get(by) if by else None,
    )


def _decision_text(text: str) -> str:
    cleaned = clean_lines(text)
    if not cleaned:
        raise BadInput("decision-needs-text")
    return cleaned


def _decision(
    session: Session, actor: Actor, decision_id: int, version: int
) -> tuple[Decision, AgendaItem, Meeting, Minutes | None]:
    found = store.decision(session, actor.group_id, decision_id)
    if found is None:
        raise NotFound("not-found")
    row, item, meeting, record = found
    rules.check_writable(meeting.state, _state(record))
    if row.version != version:
        raise Conflict("changed-meanwhile", theirs=row.text)
    row.version += 1
    return row, item, meeting, record


def _check_adjuster(session: Session, actor: Actor, person_id: int) -> None:
    if roster.is_protected(session, actor.group_id, person_id):
        raise RuleBroken("adjuster-protected")


def _decision_view(meeting: Meeting, row: Decision) -> DecisionView:
    assert row.id is not None
    return DecisionView(
        id=row.id,
        agenda_item_id=row.agenda_item_id,
        number=row.number,
        code=steps.decision_code(meeting, row),
        text=row.text,
        is_withdrawn=row.is_withdrawn,
        version=row.version,
    )


def _view(session: Session, actor: Actor, code: str) -> MinutesView:
    found = store.meeting_with_minutes(session, actor, code)
    if found is None:
        raise NotFound("not-found")
    meeting, record = found
    assert meeting.id is not None
    decided: dict[int, list[DecisionView]] = {}
    for row in store.decisions(session, actor.group_id, meeting.id):
        decided.setdefault(row.agenda_item_id, []).append(_decision_view(meeting, row))
    adjuster = record.adjuster_id if record else None
    names = roster.person_names(session, actor.group_id, [adjuster]) if adjuster else {}
    return MinutesView(
        meeting_id=meeting.id,
        meeting_code=meeting.code,
        heading=access.group(session, actor.group_id).minutes_heading,
        state=_state(record),
        adjuster_name=names.get(adjuster) if adjuster else None,
        circulated_on=record.circulated_on if record else None,
        comments_by=record.comments_by if record else None,
        approved_on=record.approved_on if record else None,
        sent_on=record.sent_on if record else None,
        registration_number=record.registration_number if record else None,
        notes=tuple(
            _note_view(item, note, decided)
            for item, note in store.items_with_notes(session, actor.group_id, meeting.id)
        ),
        version=record.version if record else 1,
    )


def _note_view(
    item: AgendaItem, note: Note | None, decided: dict[int, list[DecisionView]]
) -> NoteView:
    assert item.id is not None
    return NoteView(
        agenda_item_id=item.id,
        number=item.number,
        title=item.title,
        text=note.text if note else "",
        saved_at=note.saved_at if note else None,
        version=note.version if note else 0,
        decisions=tuple(decided.get(item.id, ())),
    )
