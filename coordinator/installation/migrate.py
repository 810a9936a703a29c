"""Brings a database to this version, forward only, after copying an embedded one aside."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from coordinator.core.database import Database, Session
from coordinator.core.database_engine import make_private
from coordinator.core.errors import RuleBroken
from coordinator.core.rooms import import_rooms
from coordinator.groups import in_transaction as groups
from coordinator.installation import rights, store
from coordinator.minutes import in_transaction as minutes

import_rooms("tables")  # a schema is compared with all of them

log = logging.getLogger(__name__)

_FOLDER = Path(__file__).resolve().parent.parent / "migrations"
# Any number will do, as long as every process that migrates asks for the same lock.
_LOCK = 7_246_011


@dataclass(frozen=True)
class Migration:
    """From which revision to which (None: an empty database), and where the copy lies."""

    before: str | None
    after: str
    copy: Path | None = None

    @property
    def changed(self) -> bool:
        return self.before != self.after


def config() -> Config:
    """Alembic's settings, without a file."""
    settings = Config()
    settings.set_main_option("script_location", str(_FOLDER))
    return settings


def newest_revision() -> str:
    """The revision that this program needs; it is read from the migrations' files."""
    head = _scripts(config()).get_current_head()
    assert head is not None
    return head


def known_revisions() -> frozenset[str]:
    """Every revision that this version of the product can bring to its own."""
    return frozenset(each.revision for each in _scripts(config()).walk_revisions())


def _scripts(settings: Config) -> ScriptDirectory:
    """The migrations of these folders, whose files are run once per process."""
    folders = settings.get_section(settings.config_ini_section, {})
    return _read(tuple(folders.items()))


@cache
def _read(folders: tuple[tuple[str, str], ...]) -> ScriptDirectory:
    settings = Config()
    for name, value in folders:
        settings.set_main_option(name, value)
    script = ScriptDirectory.from_config(settings)
    script.get_heads()  # reads the files now: threads may share what is whole
    return script


def revision_of(database: Database) -> str | None:
    """The revision a database stands at; None when it is empty."""
    with database.engine.connect() as connection:
        return revision_on(connection)


def revision_on(connection: Any) -> str | None:
    """The same within a transaction."""
    return MigrationContext.configure(connection).get_current_revision()


def revision_in(session: Session) -> str | None:
    """The revision of a database that has one: a single statement, for what is asked often."""
    return session.connection().exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def migrate(
    database: Database, *, keep_copy: bool = True, now: datetime | None = None
) -> Migration:
    """Upgrades in one transaction; two servers starting at once wait for each other.

    Raises:
        RuleBroken: see :func:`must_be_migratable`.
    """
    newest = newest_revision()
    with database.engine.connect() as plain:
        before = must_be_migratable(plain)
    if before == newest:
        return Migration(before, newest)
    with rebuilding(database) as connection:
        if not database.is_sqlite:
            # A page gives up after a while; whoever waits for another's migration must not.
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        # Somebody else may have done it while this process waited for its turn.
        before = must_be_migratable(connection)
        if before == newest:
            return Migration(before, newest)
        copy = _copy_aside(database, before, now) if keep_copy and before else None
        upgrade(connection)
        refresh(connection)
    log.info("database migrated from %s to %s, copy %s", before or "nothing", newest, copy or "-")
    return Migration(before, newest, copy)


def must_be_migratable(connection: Any) -> str | None:
    """The revision of a database that can be brought to this program's; None: of an empty one.

    Raises:
        RuleBroken: it was made by a newer version of the product, holds tables of another program,
            is empty and cannot keep every letter, or this user may not make or change tables.
    """
    revision = revision_on(connection)
    _refuse_newer(revision)
    if revision is None:
        must_be_free(connection)
        if (encoding := store.encoding(connection)) != store.UNICODE:
            raise RuleBroken("database-not-unicode", encoding=encoding)
        if lacking := rights.to_begin(connection):
            raise lacking
    elif revision != newest_revision() and (lacking := rights.to_rebuild(connection)):
        raise lacking
    return revision


def must_be_free(connection: Any) -> None:
    """Nothing is put beside, or in the place of, what somebody else keeps.

    Raises:
        RuleBroken: there are tables, and no revision of ours.
    """
    if tables := store.tables_of_others(connection):
        raise RuleBroken("database-of-another", table=tables[0])


def must_be_current_on(connection: Any) -> None:
    """As :func:`must_be_current`, of an open database; tables of another program are told apart."""
    revision = revision_on(connection)
    if revision is None:
        must_be_free(connection)
    must_be_current(revision)


def must_be_current(revision: str | None) -> None:
    """What every command asks but those that may migrate: another program may be using it.

    Raises:
        RuleBroken: the database is of another revision than this program, or has none yet.
    """
    if revision is None:
        raise RuleBroken("database-empty")
    if revision != (newest := newest_revision()):
        _refuse_newer(revision)
        raise RuleBroken("database-is-older", revision=revision, newest=newest)


def _refuse_newer(revision: str | None) -> None:
    if revision is not None and revision not in known_revisions():
        raise RuleBroken("database-is-newer", revision=revision, newest=newest_revision())


@contextmanager
def rebuilding(database: Database) -> Iterator[Any]:
    """A write transaction in which tables that others refer to may be made again.

    SQLite changes a table by putting another in its place, and taking the old one away would break
    every reference to it: so references are not held meanwhile, and all of them are checked at the
    end (https://www.sqlite.org/lang_altertable.html#otheralter). Within a transaction that cannot
    be switched, hence the connection itself.

    Raises:
        RuntimeError: a reference leads nowhere; nothing was changed.
    """
    with database.unhurried() as plain:
        if not database.is_sqlite:
            with plain.begin():
                yield plain
            return
        driver = plain.connection
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            connection = plain.execution_options(begin="IMMEDIATE")
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise RuntimeError(f"a row of {broken[0]} refers to nothing in {broken[2]}")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def upgrade(connection: Any, revision: str = "head") -> None:
    """Brings the database forward to a revision, in the caller's transaction."""
    settings = config()
    settings.attributes["connection"] = connection
    scripts = _scripts(settings)

    # As alembic.command.upgrade does, which would run every migration's file again.
    def steps(standing: Any, _context: Any) -> Any:
        return scripts._upgrade_revs(revision, standing)  # noqa: SLF001

    with EnvironmentContext(settings, scripts, fn=steps, destination_rev=revision):
        scripts.run_env()


def refresh(connection: Any) -> None:
    """What is made of stored texts by rules of the code, made again; in the caller's transaction.

    Search entries part what is open from what is marked: a stricter rule must not leave old ones.
    """
    with Session(bind=connection) as session:
        for group in groups.all_groups(session):
            minutes.reindex_marked(session, group.id)
        session.commit()  # of the session alone: the connection's transaction is the caller's


def _copy_aside(database: Database, before: str, now: datetime | None) -> Path | None:
    source = database.file
    if source is None:
        return None
    stamp = f"{now:%Y%m%dT%H%M%S}" if now else before
    target = source.parent / "backups" / f"{source.stem}-before-{stamp}.sqlite"
    target.parent.mkdir(parents=True, exist_ok=True)
    make_private(target)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
    return target
