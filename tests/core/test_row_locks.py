"""Whoever waits for a group's or a meeting's turn stands in nobody else's way."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlmodel import Session, SQLModel

from coordinator.access.tables import MaskedText
from coordinator.actions import store as actions_store
from coordinator.actions.tables import ActionPoint, ActionReport
from coordinator.core.database import Database
from coordinator.core.errors import Unavailable
from coordinator.core.office import Office
from coordinator.groups import in_transaction as groups
from coordinator.meetings import store as meetings_store
from coordinator.meetings.tables import AgendaItem, Meeting
from coordinator.minutes import store as minutes_store
from coordinator.minutes.tables import Note
from coordinator.roster import store as roster_store
from coordinator.roster.tables import Representation
from tests.conftest import Cast

pytestmark = pytest.mark.parametrize("engine", ["postgres"])

Deed = Callable[[Session, dict[str, int]], object]


@pytest.fixture
def ids(office: Office, cast: Cast) -> dict[str, int]:
    """A meeting with an item, and an action point, of the first group."""
    now, group = office.clock.now(), cast.coordinator.group_id
    with office.transaction() as session:
        point = ActionPoint(group_id=group, code="AP-1", text="-")
        meeting = Meeting(
            group_id=group, code="HT2026-9", term_code="HT2026", number=9, uid="u9",
            state="planned", starts_at=now, ends_at=now, changed_at=now,
        )  # fmt: skip
        session.add_all([point, meeting])
        session.flush()
        item = _item({"group": group, "meeting": meeting.id or 0}, 1)
        session.add(item)
        session.flush()
        agency = roster_store.agencies(session, group)[0].id or 0
        return {
            "group": group, "meeting": meeting.id or 0, "item": item.id or 0,
            "point": point.id or 0, "agency": agency, "person": cast.member.person_id or 0,
        }  # fmt: skip


def _item(ids: dict[str, int], number: int) -> AgendaItem:
    return AgendaItem(
        group_id=ids["group"], meeting_id=ids["meeting"], number=number, kind="other", title="-",
        duration=5,
    )  # fmt: skip


LOCKS: dict[str, Deed] = {
    "a group that numbers its meetings, polls and points": lambda s, i: groups.lock_group(
        s, i["group"]
    ),
    "a meeting": lambda s, i: meetings_store.row_for_change(s, i["group"], "HT2026-9"),
    "a meeting's minutes": lambda s, i: minutes_store.lock_by_item(s, i["group"], i["item"]),
    "a group's agencies": lambda s, i: roster_store.queue_up(s, i["group"]),
    "an action point": lambda s, i: actions_store.point_for_change(s, i["group"], i["point"]),
}


def _rows(office: Office, ids: dict[str, int]) -> Iterator[SQLModel]:
    """Rows that refer to what is locked, of rooms that have nothing to do with the lock."""
    now, group = office.clock.now(), ids["group"]
    yield _item(ids, 2)
    yield Note(group_id=group, meeting_id=ids["meeting"], agenda_item_id=ids["item"])
    yield ActionReport(group_id=group, action_point_id=ids["point"], text="-", reported_at=now)
    yield MaskedText(group_id=group, source="-", source_id=1, field="-", text="-", made_at=now)
    yield Representation(
        group_id=group, agency_id=ids["agency"], person_id=ids["person"], duty="substitute",
        valid_from=office.clock.today(),
    )  # fmt: skip


@pytest.mark.parametrize("lock", LOCKS)
def test_what_refers_to_a_locked_row_is_written_meanwhile(
    office: Office, ids: dict[str, int], lock: str
) -> None:
    hasty = Database(office.database.url, wait=0.1)
    with office.transaction() as holding:
        LOCKS[lock](holding, ids)
        with hasty.transaction() as session:
            session.add_all(_rows(office, ids))
    hasty.dispose()


@pytest.mark.parametrize("lock", LOCKS)
def test_whoever_wants_the_same_turn_still_waits(
    office: Office, ids: dict[str, int], lock: str
) -> None:
    hasty = Database(office.database.url, wait=0.05)

    def want() -> None:
        with hasty.transaction() as session:
            LOCKS[lock](session, ids)

    with office.transaction() as holding:
        LOCKS[lock](holding, ids)
        with pytest.raises(Unavailable):
            want()
    want()
    hasty.dispose()
