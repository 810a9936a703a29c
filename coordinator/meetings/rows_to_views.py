"""How a meeting leaves the room: rows made into views, as the reader may see them."""

from __future__ import annotations

from coordinator.access.actor import Actor
from coordinator.access.masked_copies import NONE, Masks, masks_for
from coordinator.core.database import Session
from coordinator.core.errors import NotFound
from coordinator.meetings import attendance, in_transaction, store
from coordinator.meetings.tables import AgendaItem
from coordinator.meetings.views import AgendaItemView, MeetingView

# Tables whose texts may have a masked copy.
MASKED = frozenset({"attendance", "agenda_item", "meeting"})


def meeting_view(session: Session, actor: Actor, code: str) -> MeetingView:
    """The meeting with its agenda and attendance as the actor may read them: three statements.

    Raises:
        NotFound: no such meeting in the group.
    """
    group_id = actor.group_id
    found = store.meeting_by_code(session, group_id, code)
    if found is None:
        raise NotFound("meeting-unknown", code=code)
    row = found.row
    masks, people_of = masks_for(session, actor, MASKED), attendance.people_of(actor)
    listed = [
        attendance.row_view(one, masks, is_named=people_of is None or one.agency_id in people_of)
        for one in store.attendance(session, group_id, in_transaction.id_of(row))
    ]
    return MeetingView(
        line=in_transaction.counted_line(found, masks),
        chair_id=row.chair_id,
        secretary_id=row.secretary_id,
        started_at=row.started_at,
        closed_at=row.closed_at,
        reply_by=row.reply_by,
        agenda=tuple(
            item_view(item, row.current_item_id, masks)
            for item in store.agenda(session, group_id, in_transaction.id_of(row))
        ),
        presence=attendance.by_agency([one for one in listed if one.is_member]),
        guests=tuple(one for one in listed if not one.is_member),
        quorum_agencies=found.quorum,
    )


def item_view(item: AgendaItem, current_id: int | None, masks: Masks = NONE) -> AgendaItemView:
    assert item.id is not None
    return AgendaItemView(
        id=item.id,
        number=item.number,
        kind=item.kind,
        title=masks.over("agenda_item", item.id, "title", item.title),
        duration=item.duration,
        presenter_agency_id=item.presenter_agency_id,
        opened_at=item.opened_at,
        seconds_used=item.seconds_used,
        is_done=item.is_done,
        is_current=item.id == current_id,
        version=item.version,
    )
