"""Writing the record of a meeting: notes that are saved while they are typed, decisions."""

from __future__ import annotations

from dataclasses import replace

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import use_case
from coordinator.core.database import Session, save
from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.text import clean_lines, typed_lines
from coordinator.core.translation import N_
from coordinator.minutes import in_transaction, notes, rules, store
from coordinator.minutes.rows_to_views import decision_view
from coordinator.minutes.store import Place
from coordinator.minutes.tables import Decision
from coordinator.minutes.views import DecisionView, MinutesState, OpenNote
from coordinator.trail import in_transaction as trail
from coordinator.trail.in_transaction import logged_change, set_subject


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
        return replace(place, minutes=in_transaction.begin(session, place.meeting))
    return place


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
