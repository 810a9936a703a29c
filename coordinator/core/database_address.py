"""The database's address: which kinds are taken, and which file it names. Decided here alone.

SQLAlchemy reads an address: what stands behind a question mark is no part of the file's name, and
``%20`` in it is a space. Whoever cuts it by hand looks for another file than the one that is used.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Final

from sqlalchemy import URL
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from coordinator.core.errors import BadInput

NAME: Final = "COORDINATOR_DATABASE_URL"
LONGEST_WAIT: Final = 3600.0  # seconds that a write may be told to wait for another's
_DRIVER: Final = "postgresql+psycopg"
_IN_FILE: Final = frozenset({"sqlite", "sqlite+pysqlite"})
_TIMEOUT: Final = "timeout"  # what a file's address may say more: how long a write waits
# A slip can put a piece of the password there; what looks like a word is shown.
_WORD: Final = re.compile(r"[A-Za-z_]{1,40}")
_MOST_PORTS: Final = 65535


def url_of(typed: str) -> URL:
    """The address as it is opened. Any driver of PostgreSQL's is read as the one that we use.

    Raises:
        BadInput: it is none, names another kind of database or none that keeps anything, or a file
            with more than ``timeout`` behind it. What was typed is not repeated.
    """
    try:
        url = make_url(typed.strip())
    except (ArgumentError, TypeError):
        raise BadInput("setting-database-odd", name=NAME) from None
    except ValueError:  # all that is made a number of
        raise BadInput("setting-database-port", name=NAME) from None
    if url.drivername.partition("+")[0] in {"postgresql", "postgres"}:
        if not all(0 < port <= _MOST_PORTS for port in _ports(url)):
            raise BadInput("setting-database-port", name=NAME)
        _refuse_half_parameters(typed)
        return url.set(drivername=_DRIVER)
    if url.drivername not in _IN_FILE:
        raise BadInput("setting-database-kind", name=NAME)
    _refuse_other_than_file(url)
    _refuse_half_parameters(typed)
    for parameter in url.query:
        if parameter != _TIMEOUT or wait_in(url) is None:
            raise _odd_parameter(parameter)
    return url


def file_of(url: URL) -> Path | None:
    """The embedded database's file; None on PostgreSQL."""
    is_file = url.get_backend_name() == "sqlite" and url.database
    return Path(str(url.database)) if is_file else None


def wait_in(url: URL) -> float | None:
    """How many seconds a file's address tells a write to wait; None: nothing that can be used."""
    try:
        wait = float(str(url.query.get(_TIMEOUT, "")))
    except ValueError:
        return None
    return wait if math.isfinite(wait) and 0 < wait <= LONGEST_WAIT else None


def address_of(file: Path) -> str:
    """What names this file, whatever signs stand in its name."""
    return URL.create("sqlite", database=str(file)).render_as_string(hide_password=False)


def _ports(url: URL) -> list[int]:
    """Those of the hosts, which may also stand behind the question mark; 0 for what is none."""
    named = url.query.get("port", "")
    each = (named if isinstance(named, str) else ",".join(named)).split(",")
    more = [int(port) if port.isdecimal() else 0 for port in each if port]
    return more if url.port is None else [url.port, *more]


def _refuse_other_than_file(url: URL) -> None:
    if url.host or url.username or url.password or url.port or "\0" in (url.database or ""):
        raise BadInput("setting-database-odd", name=NAME)
    if not url.database or url.database == ":memory:":
        raise BadInput("setting-database-memory", name=NAME)
    if url.database.startswith("file:"):
        raise BadInput("setting-database-uri", name=NAME)


def _refuse_half_parameters(typed: str) -> None:
    """A question mark in a file's name would cut it short, and nobody would be told."""
    _path, mark, rest = typed.strip().rpartition("@")[2].partition("?")
    for part in rest.split("&") if mark else ():
        parameter, _, value = part.partition("=")
        if not value:
            raise _odd_parameter(parameter)


def _odd_parameter(parameter: str) -> BadInput:
    shown = parameter if _WORD.fullmatch(parameter) else "?"
    return BadInput("setting-database-parameter", name=NAME, parameter=shown)
