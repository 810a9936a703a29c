"""What is wrong with the database, told apart by the engines' own codes.

A lock passes, a full disk does not, and a backup is brought back for neither: only a database that
is gone or damaged is a reason to think of one.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Final, TypeVar

from coordinator.core.errors import Unavailable

Result = TypeVar("Result")


class Trouble(StrEnum):
    BUSY = "busy"  # somebody else writes, and went on for longer than anybody waits
    CLASH = "clash"  # two transactions waited for each other; this one was taken back
    FULL = "full"  # no room on the disk
    READ_ONLY = "read-only"
    FORBIDDEN = "forbidden"  # the user of the database lacks a right
    DAMAGED = "damaged"
    GONE = "gone"  # the file is away, or the server does not answer


class DatabaseGone(Exception):
    """The database's file has been taken away, or its server does not answer."""


class DatabaseReplaced(DatabaseGone):
    """Another file lies in the place of the one in use: what is written now would be lost."""


# https://www.sqlite.org/rescode.html, primary codes; the extended ones hold them in their low byte
_OF_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_PROTOCOL: Trouble.BUSY,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
    sqlite3.SQLITE_CANTOPEN: Trouble.GONE,
    sqlite3.SQLITE_IOERR: Trouble.GONE,
}
# A full disk, or one whose share is used up, that only the system below SQLite tells of: a file
# does not grow. Without the memory file beside the database not even a question can be asked.
_NO_ROOM: Final = {
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html: the longest beginning that fits
_OF_POSTGRES: Final = {
    "55P03": Trouble.BUSY,  # lock_not_available
    "57014": Trouble.BUSY,  # query_canceled, by a time limit
    "53300": Trouble.BUSY,  # too_many_connections
    "40001": Trouble.CLASH,  # serialization_failure
    "40P01": Trouble.CLASH,  # deadlock_detected
    "53100": Trouble.FULL,  # disk_full
    "25006": Trouble.READ_ONLY,  # read_only_sql_transaction
    "42501": Trouble.FORBIDDEN,  # insufficient_privilege
    "3F000": Trouble.FORBIDDEN,  # no schema that this user may look into
    "XX001": Trouble.DAMAGED,  # data_corrupted
    "XX002": Trouble.DAMAGED,  # index_corrupted
    "08": Trouble.GONE,  # connection exceptions
    "28": Trouble.GONE,  # the server does not let us in
    "3D": Trouble.GONE,  # no such database
    "57P": Trouble.GONE,  # it is being shut down or starts
    "58": Trouble.GONE,  # the system below it
}
_CODES: Final = {
    Trouble.BUSY: "database-busy",
    Trouble.CLASH: "database-clash",
    Trouble.FULL: "database-full",
    Trouble.READ_ONLY: "database-takes-nothing",
    Trouble.FORBIDDEN: "database-forbids",
}
_DUPLICATE: Final = {
    sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
    sqlite3.SQLITE_CONSTRAINT_ROWID,
    "23505",
}


def trouble_in(error: BaseException | None) -> Trouble | None:
    """What of the database's failed, and not our code; None when it did what it was told."""
    return next((found for each in _chain(error) if (found := _told(each))), None)


def is_duplicate(error: BaseException | None) -> bool:
    """Whether a unique key said no: somebody else has just written the same."""
    return any(_code(each) in _DUPLICATE for each in _chain(error))


def is_login_refused(error: BaseException | None) -> bool:
    """Whether a PostgreSQL server answers, but does not let this user in.

    What is refused before a connection stands comes without a code: libpq knows whether a password
    was asked for, and the rest stands in the server's words.
    """
    return any(
        str(_code(each) or "").startswith("28")
        or _asked_for_password(each)
        or (_is_broken(each) and _NOT_LET_IN.search(str(each)) is not None)
        for each in _chain(error)
    )


def is_database_unknown(error: BaseException | None) -> bool:
    """Whether a PostgreSQL server answers, and has no database of that name."""
    return any(
        _code(each) == "3D000" or (_is_broken(each) and _NOT_MADE.search(str(each)) is not None)
        for each in _chain(error)
    )


def is_crowded(error: BaseException | None) -> bool:
    """Whether a PostgreSQL server answers, and takes no more connections."""
    return any(
        _code(each) == "53300" or (_is_broken(each) and _CROWDED.search(str(each)) is not None)
        for each in _chain(error)
    )


def odd_parameter_in(error: BaseException | None) -> str | None:
    """Which parameter of the address, or of libpq's environment, is unknown or has an odd value.

    The libraries and the server tell it in words alone.
    """
    for each in _chain(error):
        if _code(each) is None and (found := _ODD_PARAMETER.search(str(each))):
            name = next(filter(None, found.groups()), "")
            # A slip can put a piece of the password there; what looks like a word is shown.
            return name if re.fullmatch(r"[A-Za-z_.]{1,60}", name) else "?"
    return None


def no_of_the_server(error: BaseException | None) -> str | None:
    """Why a server that answers takes no connection, in its own words."""
    for each in _chain(error):
        if _is_broken(each) and (found := _NO.search(str(each))):
            return next(filter(None, found.groups()), "").strip()
    return None


def _asked_for_password(error: BaseException) -> bool:
    line = getattr(error, "pgconn", None)
    return line is not None and bool(line.needs_password)


_NOT_LET_IN: Final = re.compile(
    r'password authentication failed|role "[^"]*" does not exist|no pg_hba\.conf entry'
    r"|[Pp]eer authentication failed|is not permitted to log in|no password supplied"
)
_CROWDED: Final = re.compile(
    r"too many connections for|too many clients already|remaining connection slots are reserved"
)
_ODD_PARAMETER: Final = re.compile(
    r'invalid connection option "([^"]*)"|bad value for (\w+):|: invalid (\w+) value: "'
    r'|invalid integer value "[^"]*" for connection option "([^"]*)"|non-integer (port) arguments'
    r'|(?:unrecognized configuration|invalid value for) parameter "([^"]*)"'
    r"|invalid command-line argument for server process()"
)
_NO: Final = re.compile(r"FATAL: +([^\n]*)|(server does not support SSL[^\n]*|SSL error[^\n]*)")
_NOT_MADE: Final = re.compile(r'database "[^"]*" does not exist')


def refusal(error: BaseException | None) -> Unavailable | None:
    """The trouble as an expected refusal: nothing was saved, and no backup is of any help."""
    if isinstance(error, Unavailable):
        return error
    code = _CODES.get(found) if (found := trouble_in(error)) else None
    return Unavailable(code) if code else None


def once_more(deed: Callable[[], Result]) -> Result:
    """Does a deed, and does it again when the first time only found somebody else in the way.

    The deed is one transaction and nothing beside it: what the first time did was taken back whole,
    so the second starts from what stands. A deed that also sends, answers or counts in memory would
    do that twice.

    Raises:
        Unavailable: the second time was no better.
    """
    try:
        return deed()
    except Unavailable as error:
        if not passes(error):
            raise
    return deed()


def passes(error: Unavailable) -> bool:
    """Whether it is over as soon as somebody else is done."""
    return error.code in {_CODES[Trouble.BUSY], _CODES[Trouble.CLASH]}


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it was raised from; the driver's own is among them."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _code(error: BaseException) -> int | str | None:
    """The engine's own code; psycopg is known by its ``sqlstate`` and not loaded for SQLite."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None)
    return getattr(error, "sqlstate", None)


def _told(error: BaseException) -> Trouble | None:
    if isinstance(error, DatabaseGone):
        return Trouble.GONE
    code = _code(error)
    if isinstance(code, int) and code in _NO_ROOM:
        return Trouble.FULL
    if isinstance(code, int):
        return _OF_SQLITE.get(code & 0xFF) or _emptied(error)
    if isinstance(code, str):
        fitting = [start for start in _OF_POSTGRES if code.startswith(start)]
        return _OF_POSTGRES[max(fitting, key=len)] if fitting else None
    if not _is_broken(error):
        return None
    return Trouble.BUSY if _CROWDED.search(str(error)) else Trouble.GONE


def _is_broken(error: BaseException) -> bool:
    """A connection of psycopg's that breaks, or is never made, comes without a code."""
    return hasattr(error, "sqlstate") and type(error).__name__ in _BROKEN


_BROKEN: Final = {"OperationalError", "InterfaceError", "ConnectionTimeout"}


def _emptied(error: BaseException) -> Trouble | None:
    """A file that somebody has put an empty one in the place of: the tables are away."""
    return Trouble.GONE if str(error).startswith("no such table") else None
