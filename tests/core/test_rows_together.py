"""Rows that are added together go to the database together, and each learns its own number."""

from __future__ import annotations

from coordinator.core.office import Office
from coordinator.trail.tables import TrailPerson
from tests.statements import count_statements


def test_many_rows_are_one_statement_and_each_gets_its_own_number(office: Office) -> None:
    with office.transaction() as session:
        first = [TrailPerson(group_id=7, old_person_id=-n, new_person_id=n) for n in range(40)]
        session.add_all(first)
        session.flush()
        session.delete(first[-1])  # its number may be given again
        rows = [
            TrailPerson(group_id=8, old_person_id=n * 37 % 500, new_person_id=n) for n in range(500)
        ]
        with count_statements(office.database) as seen:
            session.add_all(rows)
            session.flush()
        learnt = {row.id: (row.old_person_id, row.new_person_id) for row in rows}
    assert len(seen) <= 3, seen  # the removal, and what goes in
    with office.reading() as session:
        stored = session.connection().exec_driver_sql(
            "SELECT id, old_person_id, new_person_id FROM trail_person WHERE group_id = 8"
        )
        assert {number: (old, new) for number, old, new in stored} == learnt
