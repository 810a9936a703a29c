"""Several questions as one look at the database: one transaction, one moment, nothing written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import event

from coordinator.core.office import Office
from coordinator.groups import usecases as groups
from coordinator.meetings import usecases as meetings
from tests.conftest import Cast
from tests.meetings.helpers import booked


def begun(office: Office) -> list[str]:
    """Grows with every transaction that begins."""
    seen: list[str] = []

    def note(connection: Any) -> None:
        seen.append(str(connection))

    event.listen(office.database.engine, "begin", note)
    return seen


def test_questions_inside_a_look_share_one_transaction(office: Office, cast: Cast) -> None:
    seen = begun(office)
    with office.look():
        groups.group_settings(office, cast.coordinator)
        meetings.list_meetings(office, cast.coordinator)
    assert len(seen) == 1
    meetings.list_meetings(office, cast.coordinator)
    assert len(seen) == 2


def test_a_write_inside_a_look_is_a_fault_and_afterwards_is_none(
    office: Office, cast: Cast
) -> None:
    with pytest.raises(RuntimeError, match="a write inside a look"), office.look():
        booked(office, cast.coordinator)
    assert meetings.list_meetings(office, cast.coordinator).meetings == ()
    booked(office, cast.coordinator)
    assert len(meetings.list_meetings(office, cast.coordinator).meetings) == 1


def test_another_thread_writes_while_somebody_looks(office: Office, cast: Cast) -> None:
    with office.look():
        before = meetings.list_meetings(office, cast.coordinator).meetings
        with ThreadPoolExecutor(1) as hand:
            hand.submit(booked, office, cast.coordinator).result()
    assert before == ()
    assert len(meetings.list_meetings(office, cast.coordinator).meetings) == 1
