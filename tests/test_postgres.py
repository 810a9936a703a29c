"""A database that is handed on from one test to the next is as it was at first."""

from __future__ import annotations

import psycopg
import pytest

from tests.postgres import Postgres


@pytest.fixture
def lender(postgres: str) -> Postgres:
    return Postgres(lambda: postgres)


def fill(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE agency (id serial PRIMARY KEY, name text)")
        connection.execute(
            "CREATE TABLE person (id serial PRIMARY KEY, agency_id int REFERENCES agency)"
        )
        connection.execute("INSERT INTO agency (name) VALUES ('Polisen'), ('Vården')")


def read(address: str) -> list[tuple[int, str]]:
    with psycopg.connect(address) as connection:
        return connection.execute("SELECT id, name FROM agency ORDER BY id").fetchall()


def next_id(address: str) -> int:
    with psycopg.connect(address) as connection:
        row = connection.execute("INSERT INTO agency (name) VALUES ('Ny') RETURNING id").fetchone()
        connection.rollback()
    assert row
    return int(row[0])


@pytest.mark.parametrize(
    "deed",
    [
        "INSERT INTO person (agency_id) VALUES (1)",
        "INSERT INTO agency (name) VALUES ('Skolan'); INSERT INTO person (agency_id) VALUES (3)",
        "UPDATE agency SET name = 'Annan'",
        "DELETE FROM agency WHERE id = 1",
        "SELECT nextval('agency_id_seq')",
        "TRUNCATE agency, person RESTART IDENTITY",
        "VACUUM (FULL) agency",
        "SELECT 1",
    ],
)
def test_what_a_test_wrote_is_put_back(lender: Postgres, deed: str) -> None:
    with lender.lent("small", fill) as first, psycopg.connect(first, autocommit=True) as connection:
        connection.execute(deed.encode())
        connection.close()
    with lender.lent("small", fill) as second:
        assert second == first
        assert read(second) == [(1, "Polisen"), (2, "Vården")]
        assert next_id(second) == 3
    with lender.lent("small", fill) as third:
        assert third == first
        assert next_id(third) == 3


@pytest.mark.parametrize(
    "deed",
    ["ALTER TABLE person ADD COLUMN name text", "ALTER TABLE person DISABLE TRIGGER ALL"],
)
def test_a_rebuilt_database_is_not_handed_on(lender: Postgres, deed: str) -> None:
    with lender.lent("small", fill) as first, psycopg.connect(first) as connection:
        connection.execute(deed.encode())
        connection.commit()
        connection.close()
    with lender.lent("small", fill) as second:
        assert second != first


def test_two_that_are_lent_at_once_are_two(lender: Postgres) -> None:
    with lender.lent("small", fill) as first, lender.lent("small", fill) as second:
        assert first != second
