"""Last time's agenda in the place of a coming meeting's: shown first, then done as it was shown."""

from __future__ import annotations

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.masked_copies import masks_of
from coordinator.access.permissions import use_case
from coordinator.core.database import Session, save
from coordinator.core.errors import Conflict, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.translation import N_
from coordinator.meetings import agenda_steps, for_change, rows_to_views, store
from coordinator.meetings.copied_agenda import AgendaCopy, ItemLine, copied
from coordinator.meetings.lifecycle import MeetingEvent
from coordinator.meetings.rows_to_views import agenda_views
from coordinator.meetings.secret_place import refuse_secret_places
from coordinator.meetings.tables import AgendaItem, Meeting
from coordinator.meetings.views import AgendaItemView, Presenter
from coordinator.trail.in_transaction import logged_change


@use_case("meetings.agenda_of_last_time", may=OFFICE)
def agenda_of_last_time(office: Office, actor: Actor, *, code: str) -> AgendaCopy:
    """What copying the agenda of the meeting held before would do; changes nothing.

    Raises:
        NotFound: no such meeting in the group.
        RuleBroken: none was held before it.
    """
    with office.reading() as session:
        row = store.row_by_code(session, actor.group_id, code)
        if row is None:
            raise NotFound("meeting-unknown", code=code)
        return _planned(session, row)


@use_case("meetings.copy_agenda", may=OFFICE, log=N_("copied the agenda of last time"))
def copy_agenda(
    office: Office,
    actor: Actor,
    *,
    code: str,
    seen: AgendaCopy,
    accepted: frozenset[str] = frozenset(),
) -> tuple[AgendaItemView, ...]:
    """Does what :func:`agenda_of_last_time` showed, exactly as it was ``seen``.

    Raises:
        NotFound: no such meeting in the group.
        RuleBroken: it has begun or is cancelled, none was held before it, something is written
            under an item that would go, or a secret place stands in a title.
        Conflict: either agenda has been changed since it was shown.
    """
    with logged_change(office, actor, about=code) as session:
        row = for_change.to_change(session, actor.group_id, code, MeetingEvent.MOVE)
        planned = _planned(session, row)
        if planned != seen:
            raise Conflict("agenda-copy-changed")
        titles = [one.line.title for one in planned.lines]
        refuse_secret_places(session, actor.group_id, titles, accepted)
        _carry_out(session, row, planned)
        return agenda_views(session, row)


def _carry_out(session: Session, row: Meeting, planned: AgendaCopy) -> None:
    standing = {
        item.id: item for item in store.agenda(session, row.group_id, rows_to_views.id_of(row))
    }
    for line in planned.gone:
        agenda_steps.take_away(session, standing[line.id])
    order = []
    for one in planned.lines:
        item = standing.get(one.line.id) if one.line.id is not None else None
        item = item or AgendaItem(
            group_id=row.group_id,
            meeting_id=rows_to_views.id_of(row),
            number=0,
            kind=one.line.kind,
        )
        item.title, item.duration = one.line.title, one.line.duration
        item.presenter_agency_id = one.line.presenter.agency_id
        item.presenter_person_id = one.line.presenter.person_id
        order.append(item)
    save(session, *(item for item in order if item.id is not None))
    agenda_steps.renumber(session, row, order)


def _planned(session: Session, row: Meeting) -> AgendaCopy:
    before = store.last_held_before(session, row.group_id, row.starts_at)
    if before is None:
        raise RuleBroken("agenda-none-before")
    sits = agenda_steps.in_roster(session, row)
    # What was masked when somebody was protected does not come back by being copied.
    masks = masks_of(session, row.group_id, {"agenda_item"})
    last = [
        ItemLine(
            item.kind,
            masks.over("agenda_item", item.id, "title", item.title),
            item.duration,
            _still(item, sits),
        )
        for item in store.agenda(session, row.group_id, rows_to_views.id_of(before))
    ]
    now = [
        ItemLine(
            item.kind,
            item.title,
            item.duration,
            Presenter(item.presenter_agency_id, item.presenter_person_id),
            item.id,
        )
        for item in store.agenda(session, row.group_id, rows_to_views.id_of(row))
    ]
    lines, gone = copied(now, last)
    return AgendaCopy(before.code, before.starts_at, lines, gone)


def _still(item: AgendaItem, sits: frozenset[int]) -> Presenter:
    """Who presented then, if still there."""
    person = item.presenter_person_id
    return Presenter(item.presenter_agency_id, person if person in sits else None)
