"""A database of any age comes to this version, on both engines, with what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData
from sqlmodel import select

from coordinator.access.actor import Actor
from coordinator.core.database import Database, metadata
from coordinator.core.errors import RuleBroken
from coordinator.core.mailboxes import email_key
from coordinator.core.office import Office
from coordinator.core.outbox.tables import OutboxAttachment, OutboxMail
from coordinator.core.search import store as search
from coordinator.core.search.store import Entry
from coordinator.installation import migrate as migration
from coordinator.installation import store
from coordinator.installation.migrate import migrate, newest_revision, revision_of, upgrade
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import MeetingFilter
from coordinator.minutes import store as minutes_store
from coordinator.reports import usecases as reports
from coordinator.wiring import shell_actor
from tests.conftest import Databases
from tests.installation.helpers import contents, filled_row, migrated_at
from tests.soak.forked import READ

NEXT = '''
"""A later version: one more column and one more table."""

import sqlalchemy as sa
from alembic import op

revision = "9998"
down_revision = "{newest}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("agency") as agency:
        agency.add_column(sa.Column("colour", sa.String(), nullable=False, server_default="red"))
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))
    {last}
'''


@pytest.fixture
def blank(engine: str, databases: Databases) -> Iterator[Database]:
    """A database without any table."""
    database = Database(databases.new(engine))
    yield database
    database.dispose()


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets the product believe that it is one version newer."""
    ours = Path(migration.__file__).parent.parent / "migrations" / "versions"

    def release(last_line: str = "pass") -> None:
        (tmp_path / "9998_later.py").write_text(
            NEXT.format(newest=newest_revision(), last=last_line), encoding="utf-8"
        )

        def config() -> Config:
            settings = Config()
            settings.set_main_option("script_location", str(ours.parent))
            settings.set_main_option("path_separator", "newline")
            settings.set_main_option("version_locations", f"{ours}\n{tmp_path}")
            return settings

        monkeypatch.setattr(migration, "config", config)

    return release


def test_an_empty_database_gets_exactly_the_tables_of_the_code(blank: Database) -> None:
    done = migrate(blank)

    assert (done.before, done.after, done.copy) == (None, newest_revision(), None)
    with blank.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_a_current_database_is_left_alone(blank: Database) -> None:
    migrate(blank)

    again = migrate(blank)

    assert not again.changed
    assert again.copy is None
    if blank.file:
        # Other databases lie in the same folder, and may have been copied.
        assert not list(blank.file.parent.glob(f"backups/{blank.file.stem}-*"))


def test_history_survives_the_next_version(
    demo: Office, next_version: Callable[[str], None]
) -> None:
    before = contents(demo.database)
    next_version("pass")

    done = migrate(demo.database, now=datetime(2026, 11, 22, 11, tzinfo=UTC))

    assert done.changed
    assert contents(demo.database) == before
    actor = shell_actor(demo, None)
    found = meetings.find_meetings(demo, actor, filter=MeetingFilter())
    assert found.total == before["meeting"]
    with demo.database.engine.connect() as connection:
        colours = connection.exec_driver_sql("SELECT DISTINCT colour FROM agency").scalars().all()
    assert colours == ["red"]
    if demo.database.is_sqlite:
        assert done.copy is not None
        aside = Database(f"sqlite:///{done.copy}")
        assert revision_of(aside) == done.before
        assert contents(aside) == before
        aside.dispose()
        done.copy.unlink()


def test_a_failing_migration_changes_nothing(
    demo: Office, next_version: Callable[[str], None]
) -> None:
    before, revision = contents(demo.database), revision_of(demo.database)
    next_version('raise RuntimeError("power cut")')

    with pytest.raises(RuntimeError, match="power cut"):
        migrate(demo.database, keep_copy=False)

    assert revision_of(demo.database) == revision
    assert contents(demo.database) == before
    with demo.database.engine.connect() as connection:
        names = demo.database.engine.dialect.get_table_names(connection)
        columns = demo.database.engine.dialect.get_columns(connection, "agency")
    assert "later" not in names
    assert "colour" not in {column["name"] for column in columns}


def test_a_newer_database_is_refused_untouched(empty_office: Office) -> None:
    with empty_office.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(RuleBroken) as refused:
        migrate(empty_office.database)

    assert refused.value.code == "database-is-newer"
    assert revision_of(empty_office.database) == "9999"


def test_three_servers_starting_at_once_wait_for_each_other(blank: Database) -> None:
    processes = get_context("forkserver")
    processes.set_forkserver_preload([*READ])  # the code is read once
    servers = [
        processes.Process(target=migrated_at, args=(blank.url,), daemon=True) for _ in range(3)
    ]
    for server in servers:
        server.start()
    for server in servers:
        server.join(60)

    assert [server.exitcode for server in servers] == [0, 0, 0]
    assert revision_of(blank) == newest_revision()


def test_mails_of_an_older_version_keep_their_attachments(blank: Database) -> None:
    """Their own column goes; a table made again on SQLite would have taken its children away."""
    now = datetime(2026, 11, 22, 11, tzinfo=UTC)
    with blank.engine.begin() as connection:
        migration.upgrade(connection, "0004")
        there = MetaData()
        there.reflect(connection, only=["outbox_mail", "outbox_attachment"])
        mail, part = there.tables["outbox_mail"], there.tables["outbox_attachment"]
        values = {
            "id": 7, "kind": "minutes", "address": "namn@example.se", "subject": "Hej",
            "text": "Läs här", "message_id": "<1@x>", "state": "waiting", "is_secret": False,
            "created_at": now, "due_at": now, "attempts": 3, "version": 5,
        }  # fmt: skip
        connection.execute(mail.insert().values(values))
        about = {"mail_id": 7, "name": "mote.ics", "content_type": "text/calendar", "content": "QQ"}
        connection.execute(part.insert().values(about))

    migrate(blank, keep_copy=False)

    with blank.reading() as session:
        stands = session.get(OutboxMail, 7)
        assert stands is not None
        assert (stands.text, stands.attempts, hasattr(stands, "version")) == ("Läs här", 3, False)
        found = session.exec(select(OutboxAttachment)).all()
        assert [(one.mail_id, one.name) for one in found] == [(7, "mote.ics")]


def test_what_is_marked_by_a_stricter_rule_is_not_found_by_all_after_the_upgrade(
    demo: Office,
    demo_coordinator: Actor,
    demo_member: Actor,
    next_version: Callable[[str], None],
) -> None:
    """An entry that an older version wrote: the paragraph was open then, and so was the entry."""
    with demo.transaction() as session:
        place = next(
            one
            for one in minutes_store.all_notes(session, demo_member.group_id)
            if one.minutes and one.minutes.state == "sent"
        )
        assert place.note
        whole = "Läget är stabilt.\n\n(internt, skickas inte) Jourtelefonen snubblar."
        place.note.text = whole
        session.add(place.note)
        entry = Entry(
            "note",
            place.item.id or 0,
            "note",
            place.item.title,
            whole,
            meeting_code=place.meeting.code,
            is_open=True,
        )
        search.index(session, group_id=demo_member.group_id, entry=entry)
    assert reports.search(demo, demo_member, query="snubblar").total == 1
    next_version("pass")

    migrate(demo.database, keep_copy=False)

    assert reports.search(demo, demo_member, query="snubblar").total == 0
    assert reports.search(demo, demo_member, query="stabilt").total == 1
    assert reports.search(demo, demo_coordinator, query="snubblar").total == 1


def test_shelters_get_their_kind_and_told_places_of_the_past_are_forgotten(
    target: Database,
) -> None:
    """What 0004 knew by names and by `may_host`, and kept after the meeting."""
    agencies = {
        "Kvinnojouren Rosen": ("association", False, "shelter"),
        "Duvan": ("association", False, "shelter"),
        "Tjejjouren": (None, False, "shelter"),
        "Alla Kvinnors Hus": ("association", True, "association"),
        "Hyresgästerna": ("association", True, "association"),
        "Polisen": ("state", True, "state"),
        "Ungdomsmottagningen": (None, True, None),
    }
    states = {"held": None, "cancelled": None, "planned": "Ågatan 1", "under_way": "Ågatan 1"}
    with target.engine.begin() as connection:
        upgrade(connection, "0004")
        tables = {table.name: table for table in store.tables_there(connection)}

        def add(table: str, **given: Any) -> None:
            connection.execute(tables[table].insert().values(**filled_row(tables[table], given)))

        add("collaboration_group", id=1, slug="ort", name="Gruppen")
        add("person", id=1)
        for n, (name, (kind, may_host, _after)) in enumerate(agencies.items(), start=1):
            add("agency", id=n, group_id=1, slug=f"a{n}", name=name, kind=kind, may_host=may_host)
        for n, state in enumerate(states, start=1):
            secret = {"venue": "Ågatan 1", "venue_kind": "told_separately"}
            add("meeting", id=n, group_id=1, code=f"M{n}", uid=f"u{n}", state=state, **secret)
            add("venue_told", group_id=1, meeting_id=n, person_id=1, how="code")
        add(
            "meeting", id=9, group_id=1, code="M9", uid="u9", state="held", venue="Rådhuset",
            venue_kind="open",
        )  # fmt: skip

    migrate(target, keep_copy=False)

    with target.engine.connect() as connection:

        def rows(query: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

        found = {
            name: (kind, bool(host))
            for name, kind, host in rows("SELECT name, kind, may_host FROM agency")
        }
        places = dict(rows("SELECT code, venue FROM meeting"))
        knowing = rows("SELECT meeting_id FROM venue_told ORDER BY meeting_id")
    assert {name: kind for name, (kind, _host) in found.items()} == {
        name: after for name, (_kind, _may, after) in agencies.items()
    }
    assert sorted(name for name, (_kind, host) in found.items() if host) == [
        "Polisen",
        "Ungdomsmottagningen",
    ]
    assert places == {f"M{n}": place for n, place in enumerate(states.values(), start=1)} | {
        "M9": "Rådhuset"
    }
    assert knowing == [(3,), (4,)]


def test_addresses_only_alike_when_folded_are_two_mailboxes(target: Database) -> None:
    before = [
        ("hans.groß@a.example", "hans.gross@a.example"),
        ("hans.gross@a.example", "hans.gross@a.example"),
        ("\ufb01na@a.example", "fina@a.example"),
        ("Anna.Lind@A.example", "anna.lind@a.example"),
        ("ÅSA@a.example", "åsa@a.example"),
        (None, "kept@a.example"),  # for signing in alone
        ("shown@a.example", "kept-too@a.example"),
        (None, None),
    ]
    with target.engine.begin() as connection:
        upgrade(connection, "0010")
        tables = {table.name: table for table in store.tables_there(connection)}
        group, person = tables["collaboration_group"], tables["person"]
        connection.execute(group.insert().values(filled_row(group, {"id": 1})))
        for number, (email, key) in enumerate(before, start=1):
            given = {"id": number, "group_id": 1, "email": email, "email_key": key}
            connection.execute(person.insert().values(filled_row(person, given)))
    migrate(target, keep_copy=False)
    with target.engine.connect() as connection:
        rows = connection.execute(
            person.select()
            .with_only_columns(person.c.email, person.c.email_key)
            .order_by(person.c.id)
        )
        after = [(email, key) for email, key in rows]
    assert after == [
        ("hans.groß@a.example", "hans.groß@a.example"),
        before[1],
        ("\ufb01na@a.example", "\ufb01na@a.example"),
        *before[3:],
    ]


def test_a_mailbox_written_with_an_a_label_is_kept_in_its_domains_own_letters(
    target: Database,
) -> None:
    label = "xn--exempelkping-cjb.example"
    before = [
        (f"Namn@{label}", f"namn@{label}"),
        (f"namn@{label.upper()}", f"namn@{label}"),
        ("Namn@Exempelköping.example", "namn@exempelköping.example"),
        ("Åsa@Kommun.SE", "åsa@kommun.se"),
        (None, f"kept@{label}"),  # for signing in alone
        ("shown@a.example", f"kept@{label}"),
        ("odd@xn--zz.example", "odd@xn--zz.example"),
        ("hans.groß@straße.example", "hans.groß@straße.example"),
        (None, None),
    ]
    with target.engine.begin() as connection:
        upgrade(connection, "0011")
        tables = {table.name: table for table in store.tables_there(connection)}
        group, person = tables["collaboration_group"], tables["person"]
        boxes = (f"svar@{label}", "svar@kommun.se", None)
        for number, mailbox in enumerate(boxes, start=1):
            given = {"id": number, "slug": f"g{number}", "mailbox": mailbox}
            connection.execute(group.insert().values(filled_row(group, given)))
        for number, (email, key) in enumerate(before, start=1):
            given = {"id": number, "group_id": 1, "email": email, "email_key": key}
            connection.execute(person.insert().values(filled_row(person, given)))
    migrate(target, keep_copy=False)
    with target.engine.connect() as connection:
        rows = connection.execute(
            person.select()
            .with_only_columns(person.c.email, person.c.email_key)
            .order_by(person.c.id)
        )
        after = [(email, key) for email, key in rows]
        kept = connection.execute(
            group.select().with_only_columns(group.c.mailbox).order_by(group.c.id)
        )
        assert [box for (box,) in kept] == ["svar@exempelköping.example", *boxes[1:]]
    own = "namn@exempelköping.example"
    assert after == [
        ("Namn@exempelköping.example", own),
        (own, own),
        ("Namn@exempelköping.example", own),
        before[3],
        (None, "kept@exempelköping.example"),
        ("shown@a.example", "kept@exempelköping.example"),
        *before[6:],
    ]
    assert all(key is None or key == email_key(key) for _email, key in after)
