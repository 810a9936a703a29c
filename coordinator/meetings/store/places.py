"""Places told separately: where they still stand, and who has been told them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import literal, or_, true
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from coordinator.core.columns import looked_through
from coordinator.core.database import metadata
from coordinator.meetings.store.counted import LIVE
from coordinator.meetings.tables import Meeting, VenueTold


def secret_places(session: Session, group_id: int) -> list[str]:
    """Places told separately of meetings that are still to come or under way."""
    found = session.exec(
        select(Meeting.venue).where(
            Meeting.group_id == group_id,
            Meeting.venue_kind == "told_separately",
            col(Meeting.venue).is_not(None),
            col(Meeting.state).in_(LIVE),
        )
    ).all()
    return [place for place in found if place]


def over_with_place(session: Session, ended: datetime, group_id: int | None) -> list[Meeting]:
    """Meetings that are over, or ended before, and still hold a place told separately; locked."""
    return list(
        session.exec(
            select(Meeting)
            .where(
                col(Meeting.group_id) == group_id if group_id is not None else true(),
                Meeting.venue_kind == "told_separately",
                col(Meeting.venue).is_not(None),
                or_(col(Meeting.state).not_in(LIVE), col(Meeting.ends_at) < ended),
            )
            .order_by(col(Meeting.id))
            .with_for_update(key_share=True)
        ).all()
    )


def texts_of_group(
    session: Session, group_id: int, *, but: int | None
) -> Iterator[tuple[str, str]]:
    """What people have typed anywhere in the group, and the number of where it stands, if any.

    Every column that is looked through for individuals, whichever room's it is, and mails that
    wait. Left out are the meeting ``but`` and what belongs to other meetings: their
    texts were written for another place.
    """
    mails = (("outbox_mail", field) for field in ("subject", "text", "html"))
    for name, field in (*looked_through(), *mails):
        table = metadata.tables[name]
        if name in ("meeting", "agenda_item") or "group_id" not in table.c:
            continue
        query = sa_select(table.c.code if "code" in table.c else literal(""), table.c[field])
        query = query.where(table.c.group_id == group_id, table.c[field].is_not(None))
        if "meeting_id" in table.c:
            query = query.where(or_(table.c.meeting_id.is_(None), table.c.meeting_id == but))
        if name == "outbox_mail":
            query = query.where(table.c.state.in_(("waiting", "paused")))
        yield from ((where, text) for where, text in session.execute(query))


def who_knows_place(
    session: Session, group_id: int, meeting_id: int, person_id: int
) -> VenueTold | None:
    return session.exec(
        select(VenueTold).where(
            VenueTold.group_id == group_id,
            VenueTold.meeting_id == meeting_id,
            VenueTold.person_id == person_id,
        )
    ).first()


def all_who_know_place(session: Session, group_id: int, meeting_id: int) -> list[VenueTold]:
    """Everybody who has been told the meeting's place."""
    return list(
        session.exec(
            select(VenueTold).where(
                VenueTold.group_id == group_id, VenueTold.meeting_id == meeting_id
            )
        ).all()
    )
