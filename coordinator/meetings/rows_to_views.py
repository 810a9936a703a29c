"""How a meeting leaves the room: rows made into views, as the reader may see them."""

from __future__ import annotations

from coordinator.access.actor import Actor
from coordinator.access.masked_copies import NONE, Masks, masks_for
from coordinator.core.database import Session
from coordinator.core.errors import NotFound
from coordinator.meetings import attendance_rows, store
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.tables import AgendaItem, Meeting
from coordinator.meetings.views import AgendaItemView, MeetingLine, MeetingView, VenueKind
from coordinator.roster import in_transaction as roster

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
    masks, people_of = masks_for(session, actor, MASKED), attendance_rows.people_of(actor)
    rows = store.attendance(session, group_id, id_of(row))
    announced = attendance_rows.substitutes_announced(session, rows) if actor.in_office else {}
    listed = [
        attendance_rows.row_view(
            one,
            masks,
            is_named=people_of is None or one.agency_id in people_of,
            tells_beforehand=actor.in_office,
            announced=announced,
        )
        for one in rows
    ]
    return MeetingView(
        line=counted_line(found, masks),
        chair_id=row.chair_id,
        secretary_id=row.secretary_id,
        started_at=row.started_at,
        closed_at=row.closed_at,
        reply_by=row.reply_by,
        agenda=agenda_views(session, row, masks),
        presence=attendance_rows.by_agency([one for one in listed if one.is_member]),
        guests=tuple(one for one in listed if not one.is_member),
        quorum_agencies=found.quorum,
    )


def agenda_views(session: Session, row: Meeting, masks: Masks = NONE) -> tuple[AgendaItemView, ...]:
    """The meeting's agenda in order, with who presents."""
    rows = store.agenda_with_agencies(session, row.group_id, id_of(row))
    people = {one.presenter_person_id for one, _agency in rows if one.presenter_person_id}
    names = roster.person_names(session, row.group_id, people) if people else {}
    return tuple(
        item_view(
            item,
            row.current_item_id,
            masks,
            presenter=names.get(item.presenter_person_id or 0) or agency,
        )
        for item, agency in rows
    )


def item_view(
    item: AgendaItem,
    current_id: int | None,
    masks: Masks = NONE,
    *,
    presenter: str | None = None,
) -> AgendaItemView:
    """``presenter``: who presents, in words."""
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
        presenter_person_id=item.presenter_person_id,
        presenter=presenter,
    )


def line_of(
    row: Meeting,
    *,
    present: int | None = None,
    total: int = 0,
    host: str | None = None,
    masks: Masks = NONE,
) -> MeetingLine:
    """``host``: the name of the agency that is host, where it may be told."""
    assert row.id is not None
    return MeetingLine(
        id=row.id,
        code=row.code,
        term_code=row.term_code,
        number=row.number,
        uid=row.uid,
        sequence=row.sequence,
        state=MeetingState(row.state),
        title=row.title,
        start=row.starts_at,
        end=row.ends_at,
        zone=row.zone,
        mode=row.mode,
        venue=row.venue if row.venue_kind == VenueKind.OPEN else None,
        venue_kind=row.venue_kind,
        host_agency_id=row.host_agency_id,
        host=host,
        theme=masks.over("meeting", row.id, "theme", row.theme),
        extra_reason=row.extra_reason,
        moved_from=row.moved_from,
        change_reason=row.change_reason,
        invited_at=row.invited_at,
        agencies_present=present,
        agencies_total=total,
        version=row.version,
        has_secret_place=row.venue_kind == VenueKind.TOLD_SEPARATELY and bool(row.venue),
        has_joining_link=bool(row.joining_link),
    )


def counted_line(found: store.CountedMeeting, masks: Masks = NONE) -> MeetingLine:
    """Before the meeting starts the total is the group's members; then those listed at it.

    ``masks`` hold what stands instead of an approved theme for the reader.
    """
    has_started = found.row.state in (MeetingState.UNDER_WAY.value, MeetingState.HELD.value)
    return line_of(
        found.row,
        present=found.present if has_started else None,
        total=found.listed if has_started and found.listed else found.members,
        host=found.host,
        masks=masks,
    )


def id_of(row: Meeting) -> int:
    """A stored row has one, whatever its type says."""
    assert row.id is not None
    return row.id
