"""What a meeting has decided: numbered once, reworded until the minutes are approved."""

from __future__ import annotations

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import use_case
from coordinator.core.database import Session, save
from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.text import typed_lines
from coordinator.core.translation import N_
from coordinator.minutes import in_transaction, store
from coordinator.minutes.rows_to_views import decision_view
from coordinator.minutes.store import Place
from coordinator.minutes.tables import Decision
from coordinator.minutes.views import DecisionView
from coordinator.trail.in_transaction import logged_change, set_subject


@use_case("minutes.add_decision", may=OFFICE, log=N_("wrote a decision"))
def add_decision(office: Office, actor: Actor, *, item_id: int, text: str) -> DecisionView:
    """A decision with the meeting's next number, for life.

    Raises:
        BadInput: no text.
        RuleBroken: the meeting has not begun, or the minutes are approved.
    """
    cleaned = _decision_text(text)
    with logged_change(office, actor) as session:
        place = in_transaction.place_to_write(session, actor, item_id)
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
    in_transaction.must_be_writable(place)
    if row.version != version:
        raise Conflict("changed-meanwhile", mine=mine, theirs=row.text, version=row.version)
    if row.is_withdrawn:
        raise RuleBroken("decision-is-withdrawn")
    return row, place
