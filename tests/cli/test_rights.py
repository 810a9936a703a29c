"""What a PostgreSQL server lets its user do is asked beforehand, and what is missing is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from coordinator.core.database import Database
from coordinator.core.errors import Unavailable
from coordinator.installation.opening import open_current
from tests.cli.helpers import Shell, is_ok, refused, told
from tests.conftest import Databases

CHIEF = "namn@example.se"
CREATE = "GRANT USAGE, CREATE ON SCHEMA public TO weak"
SEQUENCES = "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO weak"


class Server:
    """A database of its owner's, and a user beside."""

    def __init__(self, address: str, connection: psycopg.Connection[Any], shell: Shell) -> None:
        self.owners, self.connection, self.shell = address, connection, shell
        self.weak = address.replace("postgres:@", "weak:@")
        self.name = address.split("?", maxsplit=1)[0].rsplit("/", 1)[1]

    def do(self, statement: str) -> None:
        self.connection.execute(statement.encode())


@pytest.fixture
def address(databases: Databases) -> str:
    """An empty database, whose server was started in a language that it knows."""
    return databases.new("postgres")


@pytest.fixture
def server(address: str, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """An empty database; the settings name it under its weaker user."""
    with psycopg.connect(address, autocommit=True) as connection:
        made = Server(address, connection, shell)
        made.do("CREATE ROLE weak LOGIN")
        monkeypatch.setenv("COORDINATOR_SECRET_KEY", "k" * 40)
        monkeypatch.setenv("COORDINATOR_DATABASE_URL", made.weak)
        try:
            yield made
        finally:
            made.do("DROP OWNED BY weak")
            made.do("DROP ROLE weak")


@pytest.fixture
def begun(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The same with a group in it, made by the owner."""
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", server.owners)
    assert server.shell("init", "--coordinator", CHIEF).status == 0
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", server.weak)
    return server


def test_the_right_to_begin_is_named_by_everybody_and_enough_when_it_is_given(
    server: Server,
) -> None:
    server.do("REVOKE CREATE ON SCHEMA public FROM PUBLIC")

    assert CREATE in told(server.shell("doctor"), "writing")
    for command in ("init", "migrate"):
        refused(server.shell(command), CREATE)

    server.do(CREATE)
    assert is_ok(server.shell("doctor"), "writing")
    assert server.shell("init").status == 0


def test_a_schema_that_may_not_be_looked_into_is_named(server: Server) -> None:
    server.do("REVOKE ALL ON SCHEMA public FROM PUBLIC")

    assert CREATE in told(server.shell("doctor"), "writing")
    refused(server.shell("init"), CREATE)

    server.do("ALTER ROLE weak SET search_path TO nowhere")
    server.do("GRANT USAGE ON SCHEMA public TO weak")
    assert "search_path" in told(server.shell("doctor"), "writing")
    refused(server.shell("init"), "search_path")


@pytest.mark.parametrize("where", ["DATABASE {name}", "ROLE weak"])
def test_a_database_that_is_set_to_read_only_is_no_ok(begun: Server, where: str) -> None:
    begun.do("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO weak")
    begun.do(SEQUENCES)
    assert is_ok(begun.shell("doctor"), "writing")

    begun.do(f"ALTER {where.format(name=begun.name)} SET default_transaction_read_only = on")

    looked = begun.shell("doctor")
    assert looked.status == 1
    assert f"ALTER DATABASE {begun.name} RESET" in told(looked, "writing")
    assert begun.shell("meetings").status == 0  # it can be read
    refused(begun.shell("sign-in-link", CHIEF), "coordinator doctor")


def test_the_rights_that_are_missing_are_named_and_no_fault_of_ours(begun: Server) -> None:
    begun.do("GRANT SELECT ON ALL TABLES IN SCHEMA public TO weak")

    said = told(begun.shell("doctor"), "writing")
    (tables,) = re.findall(r"GRANT [A-Z, ]+ ON ALL TABLES IN SCHEMA public TO weak", said)
    assert tables.startswith("GRANT INSERT, UPDATE, DELETE ON")
    assert SEQUENCES in said
    answer = begun.shell("sign-in-link", CHIEF)
    refused(answer, "saknar en rättighet")
    assert "Referens" not in answer.err

    begun.do(tables)
    assert SEQUENCES in told(begun.shell("doctor"), "writing")
    refused(begun.shell("sign-in-link", CHIEF), "saknar en rättighet")
    begun.do(SEQUENCES)
    assert is_ok(begun.shell("doctor"), "writing")
    assert begun.shell("sign-in-link", CHIEF).status == 0


def test_a_user_who_may_read_nothing_is_told_apart_from_a_server_that_is_away(
    begun: Server,
) -> None:
    rights = "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO weak"

    assert rights in told(begun.shell("doctor"), "database")
    for command in ("meetings", "migrate", "init"):
        refused(begun.shell(command), rights)


def test_only_the_owner_of_older_tables_can_migrate_them(begun: Server) -> None:
    begun.do("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO weak")
    begun.do(SEQUENCES)
    begun.do(CREATE)
    begun.do("UPDATE alembic_version SET version_num = '0014'")

    assert "GRANT postgres TO weak" in told(begun.shell("doctor"), "writing")
    refused(begun.shell("migrate"), "GRANT postgres TO weak")


def test_a_standby_is_told(begun: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second server is not started for it: the answer of one is put in its place."""
    asked = "coordinator.installation.store._STATE"
    monkeypatch.setattr(
        asked,
        "SELECT true AS is_standby, 'off' AS read_only, 'weak' AS db_user, 'x' AS db_name, "
        "'public' AS db_schema, true AS may_make",
    )
    begun.do("GRANT SELECT ON ALL TABLES IN SCHEMA public TO weak")

    assert "standby" in told(begun.shell("doctor"), "writing")


def test_a_missing_right_met_under_way_is_an_expected_refusal(begun: Server) -> None:
    begun.do("GRANT SELECT ON ALL TABLES IN SCHEMA public TO weak")
    office = open_current()
    with pytest.raises(Unavailable, match="database-forbids"), office.transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM sign_in_link")
    office.database.dispose()


@contextmanager
def limited(server: Server, whose: str) -> Iterator[None]:
    server.do(f"ALTER {whose} CONNECTION LIMIT 0")
    yield
    server.do(f"ALTER {whose} CONNECTION LIMIT -1")


def test_a_server_that_takes_no_more_connections_is_not_away(server: Server) -> None:
    for whose in ("ROLE weak", f"DATABASE {server.name}"):
        with limited(server, whose):
            looked = server.shell("doctor")
            assert "CONNECTION LIMIT" in told(looked, "database")
            assert looked.err == ""
            refused(server.shell("init"), "CONNECTION LIMIT")
            database = Database(server.weak)
            with pytest.raises(Unavailable, match="database-busy"), database.reading() as session:
                session.connection()
            database.dispose()


@pytest.mark.parametrize(
    ("parameter", "name"),
    [
        ("sslmode=hemligt", "sslmode"),
        ("foo=hemligt", "foo"),
        ("connect_timeout=hemligt", "connect_timeout"),
        ("target_session_attrs=hemligt", "target_session_attrs"),
        ("client_encoding=hemligt", "client_encoding"),
        ("options=-c%20foo%3Dhemligt", "foo"),
        ("options=-c%20statement_timeout%3Dhemligt", "statement_timeout"),
        ("options=hemligt", "?"),
    ],
)
def test_a_parameter_that_is_not_known_is_named_and_its_value_is_not(
    server: Server, monkeypatch: pytest.MonkeyPatch, parameter: str, name: str
) -> None:
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", f"{server.owners}&{parameter}")

    said = told(server.shell("doctor"), "database")

    assert f"går att använda: {name}." in said
    assert "hemligt" not in said
    refused(server.shell("meetings"), f"går att använda: {name}.")


def test_what_else_a_server_answers_is_told_in_its_words(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.do(f"REVOKE CONNECT ON DATABASE {server.name} FROM PUBLIC")

    for said in (told(server.shell("doctor"), "database"), server.shell("meetings").err):
        assert f'permission denied for database "{server.name}"' in said
