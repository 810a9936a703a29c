"""What people had answered stands beside their attendance from 0019 on."""

from __future__ import annotations

from typing import Any

from coordinator.core.database import Database
from coordinator.installation import store
from coordinator.installation.migrate import migrate, upgrade
from tests.installation.helpers import filled_row


def test_answers_to_a_meeting_under_way_are_taken_over_and_a_held_one_stays_as_it_was(
    target: Database,
) -> None:
    answers = ["accepted", "declined", "delegated", "tentative", "later"]
    with target.engine.begin() as connection:
        upgrade(connection, "0016")
        tables = {table.name: table for table in store.tables_there(connection)}

        def add(table: str, **given: Any) -> None:
            connection.execute(tables[table].insert().values(**filled_row(tables[table], given)))

        add("collaboration_group", id=1, slug="ort", name="Gruppen")
        add("agency", id=1, group_id=1, slug="a", name="Polisen")
        for n in range(1, 8):
            add("person", id=n, group_id=1)
        for n, state in ((1, "under_way"), (2, "held")):
            add("meeting", id=n, group_id=1, code=f"M{n}", uid=f"u{n}", state=state)
            add("agenda_item", id=n, group_id=1, meeting_id=n, number=1, presenter_agency_id=1)
            for person, answer in enumerate(answers, start=1):
                given = {"group_id": 1, "meeting_id": n, "person_id": person}
                instead = 7 if answer == "delegated" else None
                add("reply", **given, answer=answer, substitute_id=instead)
                add("attendance", **given, agency_id=1, outcome="expected")
            add("attendance", group_id=1, meeting_id=n, agency_id=1, person_id=6)

    migrate(target, keep_copy=False)

    with target.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT meeting_id, person_id, said, said_substitute_id FROM attendance ORDER BY 1, 2"
        )
        found = [tuple(row) for row in rows]
        presenters = connection.exec_driver_sql(
            "SELECT presenter_agency_id, presenter_person_id FROM agenda_item"
        )
        assert {tuple(row) for row in presenters} == {(1, None)}
    said = ["comes", "away", "sends", "unsure", None, None]
    assert found[:6] == [
        (1, person, word, 7 if word == "sends" else None)
        for person, word in enumerate(said, start=1)
    ]
    assert {row[2:] for row in found[6:]} == {(None, None)}
