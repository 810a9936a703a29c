"""Days that come back, kept by a version that had no rows for their falls, go on coming."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import text

from coordinator.core import background_writes
from coordinator.core.clock import Clock
from coordinator.core.database import Database
from coordinator.core.office import Office
from coordinator.core.settings import Settings
from coordinator.installation import store
from coordinator.installation.migrate import migrate, upgrade
from coordinator.terms import usecases as terms
from coordinator.wiring import shell_actor
from tests.conftest import DEMO_NOW
from tests.installation.older import kept

_ROW: dict[str, Any] = {
    "group_id": 1, "version": 1, "first_day": date(2026, 8, 20), "kind": "own_absence",
    "effect": "warn", "weekday": 3, "starts_at": None, "ends_at": None, "nth": None,
}  # fmt: skip
# As they were kept: a weekly one, a monthly morning, a plain span.
ROWS = [
    _ROW | {"name": "Personaldag", "last_day": date(2027, 6, 18), "rhythm": "weekly"},
    _ROW
    | {"name": "APT", "last_day": date(2028, 6, 18), "rhythm": "monthly", "nth": 1}
    | {"starts_at": "08:00", "ends_at": "12:00"},
    _ROW
    | {"name": "Flytt", "first_day": date(2027, 3, 1), "last_day": date(2027, 3, 3)}
    | {"rhythm": None, "weekday": None},
]


def test_what_came_back_before_comes_back_after_the_migration(target: Database) -> None:
    with target.engine.begin() as connection:
        upgrade(connection, "0011")
        tables = {table.name: table for table in store.tables_there(connection)}
        (group,) = kept("collaboration_group")
        store.insert_rows(connection, tables["collaboration_group"], iter([group]))
        connection.execute(tables["closed_day"].insert(), ROWS)

    migrate(target, keep_copy=False)

    office = Office(Settings(_env_file=None), Clock.fixed(DEMO_NOW), target)
    actor = shell_actor(office, None)
    span = (date(2027, 1, 1), date(2027, 3, 31))
    for _time in range(2):
        found = terms.closed_days(office, actor, first=span[0], last=span[1])
        days = {day.name: day.days(*span) for day in found if day.id is not None}
        assert len(days["Personaldag"]) == 12
        assert {day.weekday() for day in days["Personaldag"]} == {3}
        assert days["APT"] == (date(2027, 1, 7), date(2027, 2, 4), date(2027, 3, 4))
        assert days["Flytt"] == (date(2027, 3, 1), date(2027, 3, 2), date(2027, 3, 3))
        background_writes.settle()
    with target.engine.connect() as connection:
        kept_falls = connection.execute(text("SELECT count(*) FROM day_fall")).scalar_one()
    assert kept_falls >= 15
    weekly = next(day for day in found if day.name == "Personaldag")
    assert weekly.version == 1  # that it was counted out is no change that anybody made
    left = terms.leave_out_day(
        office, actor, closed_day_id=weekly.id or 0, version=1, day=date(2027, 1, 14)
    )
    assert date(2027, 1, 14) not in {day for one in left for day in one.days(*span)}
