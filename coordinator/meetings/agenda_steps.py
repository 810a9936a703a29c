"""Steps on an agenda inside a use case's transaction: numbers, presenters, what hangs on an item.

A number is only an item's place: notes, decisions and points keep their item by its id, and what
the search tells of them follows.
"""

from __future__ import annotations

from collections.abc import Sequence

from coordinator.core.columns import in_log
from coordinator.core.database import Session, save
from coordinator.core.dates import local_day
from coordinator.core.errors import Conflict, NotFound, RuleBroken
from coordinator.core.search import store as search
from coordinator.meetings import for_change, store
from coordinator.meetings.lifecycle import MeetingEvent
from coordinator.meetings.tables import AgendaItem, Meeting
from coordinator.meetings.views import Presenter
from coordinator.roster import in_transaction as roster
from coordinator.roster.views import Duty


def item_to_change(
    session: Session, group_id: int, item_id: int, event: MeetingEvent = MeetingEvent.EDIT_AGENDA
) -> tuple[Meeting, list[AgendaItem], AgendaItem]:
    """The item with its meeting, locked, and the whole agenda in order.

    Raises:
        NotFound: no such item in the group.
        RuleBroken: ``event`` does not happen to the meeting any more.
    """
    code = store.code_of_item(session, group_id, item_id)
    if code is None:
        raise NotFound("not-found")
    row = for_change.to_change(session, group_id, code, event)
    assert row.id is not None
    agenda = store.agenda(session, group_id, row.id)
    item = next((one for one in agenda if one.id == item_id), None)
    if item is None:
        raise NotFound("not-found")
    return row, agenda, item


def renumber(session: Session, row: Meeting, order: Sequence[AgendaItem]) -> None:
    """Numbers the items 1, 2, 3 in this order; one without id is written with its number."""
    moved = {
        item.number: number
        for number, item in enumerate(order, start=1)
        if item.id is not None and item.number != number
    }
    changed = [item for item in order if item.id is not None and item.number in moved]
    new = [(number, item) for number, item in enumerate(order, start=1) if item.id is None]
    for item in changed:  # first out of the way: a number stands only once
        item.number = -item.number
    save(session, *changed)
    for item in changed:
        item.number = moved[-item.number]
    for number, item in new:
        item.number = number
    save(session, *changed, *(item for _number, item in new))
    search.renumber(session, group_id=row.group_id, meeting_code=row.code, numbers=moved)


def present(session: Session, row: Meeting, item: AgendaItem, presenter: Presenter) -> None:
    """Says who presents the item: an agency, or somebody of the roster on the meeting's day.

    Raises:
        NotFound: no such agency in the group, or nobody such in the roster that day.
    """
    if presenter == Presenter(item.presenter_agency_id, item.presenter_person_id):
        return
    if presenter.agency_id is not None:
        if store.agency(session, row.group_id, presenter.agency_id) is None:
            raise NotFound("not-found")
        presenter = Presenter(presenter.agency_id)
    elif presenter.person_id is not None and presenter.person_id not in in_roster(session, row):
        raise NotFound("person-not-in-roster")
    item.presenter_agency_id = presenter.agency_id
    item.presenter_person_id = presenter.person_id


def in_roster(session: Session, row: Meeting) -> frozenset[int]:
    """Ids of everybody who has a seat on the meeting's day."""
    seats = roster.invitees(session, row.group_id, local_day(row.starts_at), duties=frozenset(Duty))
    return frozenset(seat.person_id for seat in seats)


def take_away(session: Session, item: AgendaItem) -> None:
    """Deletes an item under which nothing stands.

    Raises:
        RuleBroken: something stands there, and the sentence says what.
    """
    assert item.id is not None
    standing = store.standing_under(session, item.id)
    if standing:
        things = tuple(in_log()[name] for name in standing)
        raise RuleBroken("agenda-item-holds", number=item.number, things=things)
    store.forget_empty_under(session, item.id)
    session.delete(item)
    session.flush()


def check_place(stored: int, seen: int) -> None:
    """Refuses a move from a place where the item does not stand any more.

    Raises:
        Conflict: somebody else has changed the order in between.
    """
    if stored != seen:
        raise Conflict("agenda-order-changed")
