"""Writing the record of a meeting, and taking it from draft to sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import EVERYONE, REGISTRY, use_case
from coordinator.core.database import Session, save
from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.text import clean_lines, typed_line, typed_lines
from coordinator.core.translation import N_, _
from coordinator.meetings import in_transaction as meetings
from coordinator.meetings.search_entry import index_meeting
from coordinator.meetings.tables import Meeting
from coordinator.minutes import in_transaction, letters, notes, paragraph_marks, rules, store
from coordinator.minutes.rows_to_views import decision_view, meeting_of, minutes_view
from coordinator.minutes.rules import READ_MARKED, MinutesEvent
from coordinator.minutes.store import Place
from coordinator.minutes.tables import Decision, Minutes
from coordinator.minutes.views import (
    DecisionView,
    MinutesState,
    MinutesView,
    NewNotes,
    OpenNote,
    SendingView,
)
from coordinator.roster import in_transaction as roster
from coordinator.trail import go_aheads, logged_reading
from coordinator.trail import in_transaction as trail
from coordinator.trail.go_aheads import UnclearPlace, Writing, must_be_cleared
from coordinator.trail.in_transaction import logged_change, set_subject


@use_case("minutes.minutes", may=EVERYONE)
def minutes(office: Office, actor: Actor, *, code: str, open_only: bool = False) -> MinutesView:
    """A meeting's record, item by item: three statements, and one for the adjuster's name.

    Marked paragraphs are left out as :func:`coordinator.minutes.rules.readable_marks` says, or all
    of them with ``open_only`` (for a projector). Who is shown one leaves an entry in the trail.

    Raises:
        NotFound: no such meeting, or its minutes are not open to this reader yet.
    """
    with office.reading() as session:
        view = minutes_view(session, actor, code, open_only=open_only)
    logged_reading.trace(office, actor, READ_MARKED, about=code, items=view.marked_items)
    return view


@use_case("minutes.states", may=EVERYONE)
def states(office: Office, actor: Actor, *, codes: Sequence[str]) -> dict[str, MinutesState]:
    """How far the minutes of these meetings are; those the actor may not read are left out."""
    if not codes:
        return {}
    with office.reading() as session:
        return {code: MinutesState(state) for code, state in store.states(session, actor, codes)}


@use_case("minutes.newest", may=EVERYONE)
def newest(office: Office, actor: Actor, *, limit: int = 3) -> tuple[NewNotes, ...]:
    """The newest meetings whose notes the actor may read: one statement."""
    with office.reading() as session:
        return tuple(
            NewNotes(meeting.code, meeting.starts_at, MinutesState(row.state), row.approved_on)
            for meeting, row in store.newest(session, actor, limit=limit)
        )


@use_case("minutes.open_note", may=OFFICE, log=N_("chose the stored note before an own one"))
def open_note(office: Office, actor: Actor, *, item_id: int, refresh: bool = False) -> OpenNote:
    """The note as a writer's page starts from it.

    ``refresh``: the writer has chosen the stored text; an own text that waited is let go.

    Raises:
        NotFound: no such item.
    """
    if refresh:
        with logged_change(office, actor) as session:
            notes.choose(session, actor, item_id)
            return notes.as_written(session, actor, item_id)
    with office.reading() as session:
        return notes.as_written(session, actor, item_id)


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
        place = _place_to_write(session, actor, item_id)
        stored = place.note.version if place.note else 0
        if stored == base_version:
            now = office.clock.now()
            is_told = not is_choice and notes.goes_on(actor, place, now)
            if is_told:
                trail.continue_entry(session)
            note = notes.write(session, actor, place, text, now, is_told=is_told)
            notes.drop(session, place.draft)
            return notes.opened(session, actor, item_id, note)
        theirs = place.note.text if place.note else ""
        if place.note and clean_lines(text) == theirs:
            # Both wrote the same, or two runs of one page save it: there is nothing to choose.
            notes.drop(session, place.draft)
            return notes.opened(session, actor, item_id, place.note)
        is_kept = notes.may_be_kept(place.note, base_version)
        if is_kept:
            notes.set_aside(session, actor, place, text=text, base_version=base_version)
    # Raised outside the transaction: the text set aside must stay.
    if not is_kept:
        raise Conflict("note-protected", theirs=theirs, version=stored)
    raise Conflict("note-changed", mine=text, theirs=theirs, version=stored)


@use_case("minutes.add_decision", may=OFFICE, log=N_("wrote a decision"))
def add_decision(office: Office, actor: Actor, *, item_id: int, text: str) -> DecisionView:
    """A decision with the meeting's next number, for life.

    Raises:
        BadInput: no text.
        RuleBroken: the meeting has not begun, or the minutes are approved.
    """
    cleaned = _decision_text(text)
    with logged_change(office, actor) as session:
        place = _place_to_write(session, actor, item_id)
        assert place.meeting.id is not None
        row = Decision(
            group_id=actor.group_id,
            meeting_id=place.meeting.id,
            agenda_item_id=item_id,
            number=store.highest_decision(session, actor.group_id, place.meeting.id) + 1,
            text=cleaned,
        )
        save(session, row)
        in_transaction.index_decision(session, row, place)
        return decision_view(place.meeting, row)


@use_case("minutes.change_decision", may=OFFICE, log=N_("reworded a decision"))
def change_decision(
    office: Office, actor: Actor, *, decision_id: int, version: int, text: str
) -> DecisionView:
    """Rewords a decision before the minutes are approved; its number stays.

    Raises:
        Conflict: somebody else reworded it; ``mine`` and ``theirs`` hold both texts.
        RuleBroken: it is withdrawn, or the minutes are approved.
        BadInput: no text.
    """
    cleaned = _decision_text(text)
    with logged_change(office, actor) as session:
        row, place = _decision(session, actor, decision_id, version, mine=cleaned)
        row.text = cleaned
        save(session, row)
        in_transaction.index_decision(session, row, place)
        return decision_view(place.meeting, row)


@use_case("minutes.withdraw_decision", may=OFFICE, log=N_("withdrew a decision"))
def withdraw_decision(
    office: Office, actor: Actor, *, decision_id: int, version: int
) -> DecisionView:
    """Strikes a decision out; its number is never used again.

    Raises:
        Conflict, RuleBroken: as :func:`change_decision`.
    """
    with logged_change(office, actor) as session:
        row, place = _decision(session, actor, decision_id, version, mine="")
        row.is_withdrawn = True
        save(session, row)
        in_transaction.index_decision(session, row, place)
        return decision_view(place.meeting, row)


@use_case("minutes.advance", may=OFFICE, log=N_("took the notes a step further"))
def advance(
    office: Office,
    actor: Actor,
    *,
    code: str,
    version: int,
    event: MinutesEvent,
    comments_by: date | None = None,
    reason: str | None = None,
) -> MinutesView:
    """Takes the minutes' next step and writes down today's day for it.

    ``APPROVE`` locks what the minutes tell of the meeting with them: who was there, the agenda,
    the theme, its state.

    ``CIRCULATE`` and ``SEND`` queue a mail to each representative of the day that tells where to
    read. ``comments_by``: until when comments are asked for, with ``CIRCULATE`` only. ``reason``:
    why texts that may point to somebody go out as they are; it is kept as a go-ahead for those
    texts.

    Raises:
        RuleBroken: no such step, or the meeting is not closed; what
            :func:`coordinator.trail.go_aheads.must_be_cleared` asks, with its ``places``.
        Conflict: somebody else took a step in between.
        BadInput: the day for comments has passed.
    """
    today = office.clock.today()
    rules.check_comments_by(comments_by, today)
    with logged_change(office, actor, about=code) as session:
        meeting, record = _record(session, actor, code, version)
        if meeting.state != "held":
            raise RuleBroken("minutes-meeting-not-closed")
        state = rules.next_state(MinutesState(record.state), event)
        if event in rules.ASKED_BEFORE:
            texts = _writings(session, actor, meeting)
            now = office.clock.now()
            must_be_cleared(session, actor, texts, now=now, reason=reason, about=code)
        if event is MinutesEvent.APPROVE:
            meetings.approve(session, group_id=actor.group_id, code=code, day=today)
        record.state = state.value
        _write_day(record, event, today, comments_by)
        save(session, record)
        in_transaction.open_to_all(session, meeting, state)
        letters.queue_letters(session, office, meeting, event, comments_by=comments_by)
        return minutes_view(session, actor, code)


def _write_day(record: Minutes, event: MinutesEvent, today: date, comments_by: date | None) -> None:
    if event is MinutesEvent.CIRCULATE:
        record.circulated_on, record.comments_by = today, comments_by
    elif event is MinutesEvent.APPROVE:
        record.approved_on = today
    elif event is MinutesEvent.SEND:
        record.sent_on = today


@use_case("minutes.sending_of", may=OFFICE)
def sending_of(
    office: Office,
    actor: Actor,
    *,
    code: str,
    event: MinutesEvent,
    comments_by: date | None = None,
) -> SendingView:
    """The mail that a step would send and those who would get it, before it is taken.

    Raises:
        NotFound: no such meeting in the group.
    """
    with office.reading() as session:
        meeting = meeting_of(session, actor, code)[0]
        return letters.view(session, office, meeting, event, comments_by=comments_by)


@use_case("minutes.unclear_places", may=OFFICE)
def unclear_places(office: Office, actor: Actor, *, code: str) -> tuple[UnclearPlace, ...]:
    """Where the minutes may point to somebody, or hold a bracket like a mark; no value leaves.

    What somebody has answered for is left out.

    Raises:
        NotFound: no such meeting in the group.
    """
    with office.reading() as session:
        meeting = meeting_of(session, actor, code)[0]
        return go_aheads.unclear_places(session, actor.group_id, _writings(session, actor, meeting))


@use_case("minutes.set_adjuster", may=OFFICE, log=N_("chose who adjusts the notes"))
def set_adjuster(
    office: Office, actor: Actor, *, code: str, version: int, person_id: int | None
) -> MinutesView:
    """Names who adjusts the minutes beside the chair, or nobody.

    Raises:
        RuleBroken: the person is protected (the name would stand in the minutes), or the minutes
            are approved.
        NotFound: nobody of the group.
        Conflict: somebody else changed the minutes in between.
    """
    with logged_change(office, actor, about=code) as session:
        _meeting, record = _record(session, actor, code, version, unlocked=True)
        if person_id is not None:
            if not roster.person_names(session, actor.group_id, [person_id]):
                raise NotFound("not-found")
            if roster.is_protected(session, actor.group_id, person_id):
                raise RuleBroken("adjuster-protected")
        record.adjuster_id = person_id
        save(session, record)
        return minutes_view(session, actor, code)


@use_case(
    "minutes.set_registration_number", may=REGISTRY, log=N_("wrote the notes' registration number")
)
def set_registration_number(
    office: Office, actor: Actor, *, code: str, version: int, registration_number: str
) -> MinutesView:
    """Enters the number under which the minutes are registered (dnr), at any time.

    It is the register's: no part of what is approved, and often given after it.

    Raises:
        Conflict: somebody else changed the minutes in between.
    """
    with logged_change(office, actor, about=code) as session:
        _meeting, record = _record(session, actor, code, version)
        record.registration_number = typed_line(registration_number) or None
        save(session, record)
        return minutes_view(session, actor, code)


# Inside -------------------------------------------------------------------------------------------


def _place_to_write(session: Session, actor: Actor, item_id: int) -> Place:
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
    state = MinutesState(place.minutes.state) if place.minutes else MinutesState.DRAFT
    rules.check_writable(place.meeting.state, state)
    if place.minutes is None:
        return replace(place, minutes=_begin(session, actor, place.meeting))
    return place


def _record(
    session: Session, actor: Actor, code: str, version: int, *, unlocked: bool = False
) -> tuple[Meeting, Minutes]:
    """The meeting's minutes to be changed, locked and counted up.

    ``unlocked``: they must not be approved. That comes before the version, or a page drawn before
    the approval would only be told to try again.

    Raises:
        NotFound: no such meeting in the group.
        RuleBroken: they are approved.
        Conflict: somebody else changed them in between.
    """
    store.lock_by_code(session, actor.group_id, code)
    meeting, record, _heading = meeting_of(session, actor, code)
    record = record or _begin(session, actor, meeting)
    if unlocked:
        rules.check_unlocked(MinutesState(record.state))
    if record.version != version:
        raise Conflict("changed-meanwhile", version=record.version)
    return meeting, record


def _begin(session: Session, actor: Actor, meeting: Meeting) -> Minutes:
    assert meeting.id is not None
    begun = Minutes(group_id=actor.group_id, meeting_id=meeting.id)
    save(session, begun)
    index_meeting(session, meeting)
    return begun


def _writings(session: Session, actor: Actor, meeting: Meeting) -> list[Writing]:
    """Every text that goes out with the minutes, in the order of the paper."""
    assert meeting.id is not None
    texts = [_asked("meeting", meeting.id, meeting.theme or "", _("the theme"), is_line=True)]
    decided: dict[int, list[Writing]] = {}
    for row in store.decisions(session, actor, meeting.id):
        if not row.is_withdrawn:
            assert row.id is not None
            where = in_transaction.decision_code(meeting, row)
            decided.setdefault(row.agenda_item_id, []).append(
                _asked("decision", row.id, row.text, where, row.agenda_item_id)
            )
    for item, note in store.items_with_notes(session, actor.group_id, meeting.id):
        assert item.id is not None
        title = _("the title of item {n}", n=item.number)
        texts.append(_asked("agenda_item", item.id, item.title, title, item.id, is_line=True))
        if note is not None:
            place = _("item {n}", n=item.number)
            texts.append(_asked("note", item.id, note.text, place, item.id))
        texts += decided.get(item.id, [])
    return texts


def _asked(
    source: str,
    source_id: int,
    text: str,
    where: str,
    item: int | None = None,
    *,
    is_line: bool = False,
) -> Writing:
    """A text: a bracket that may be a mark is asked about, too.

    ``is_line``: it has no paragraphs, so that a mark hides nothing in it and is asked about.
    """
    is_asked = paragraph_marks.has_unknown(text) or (is_line and paragraph_marks.has_marks(text))
    also = (go_aheads.MARK,) if is_asked else ()
    return Writing(source, source_id, text, where, item, also)


def _decision_text(text: str) -> str:
    cleaned = typed_lines(text)
    if not cleaned:
        raise BadInput("decision-needs-text")
    return cleaned


def _decision(
    session: Session, actor: Actor, decision_id: int, version: int, *, mine: str
) -> tuple[Decision, Place]:
    store.lock_by_decision(session, actor.group_id, decision_id)
    found = store.decision(session, actor.group_id, decision_id)
    if found is None:
        raise NotFound("not-found")
    row, place = found
    set_subject(session, place.meeting.code)
    state = MinutesState(place.minutes.state) if place.minutes else MinutesState.DRAFT
    rules.check_writable(place.meeting.state, state)
    if row.version != version:
        raise Conflict("changed-meanwhile", mine=mine, theirs=row.text, version=row.version)
    if row.is_withdrawn:
        raise RuleBroken("decision-is-withdrawn")
    return row, place
