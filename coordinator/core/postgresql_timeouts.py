"""How long a PostgreSQL server may keep us waiting before it is given up.

A server that is away is told by connecting (``connect_timeout``), a statement that goes on for too
long is ended by the server itself (``statement_timeout``), and a line that is cut is noticed by
what is not acknowledged (``tcp_user_timeout``, keepalives). A server that is there and stands still
acknowledges everything and answers nothing: only our own clock tells. What stands in the address,
in libpq's environment or for the role in the database counts before all of these.

https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

STATEMENT: Final = 60  # seconds for one statement; migrations, backup and restore have no limit
BEYOND: Final = 15.0  # seconds: what the server may be late with its own "it took too long"

# As libpq names them; milliseconds for tcp_user_timeout, seconds for the others.
_LINE: Final[Mapping[str, int | str]] = {
    "client_encoding": "utf8",  # of a server that names none psycopg would give bytes
    "connect_timeout": 10,
    "tcp_user_timeout": 20_000,
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
_BY_ENVIRONMENT: Final = {"connect_timeout": "PGCONNECT_TIMEOUT"}
_LIMIT: Final = "SELECT setting::int FROM pg_settings WHERE name = 'statement_timeout'"


def line_options(given: Mapping[str, Any]) -> dict[str, int | str]:
    """What to add to the address: nothing that stands in it already, or in the environment."""
    return {
        name: value
        for name, value in _LINE.items()
        if name not in given and os.environ.get(_BY_ENVIRONMENT.get(name, "")) is None
    }


def connect(*words: Any, **options: Any) -> Any:
    """A connection that gives a standing server up; see :func:`set_limits`."""
    return _hasty().connect(*words, **options)


def set_limits(connection: Any, *, lock: int, options: str) -> None:
    """How long one statement may take and wait for a lock (milliseconds), on a new connection.

    ``options``: those of the address. A limit that stands there, or for the role, is left alone.
    """
    connection.execute(f"SET lock_timeout = {lock}")
    limit = connection.execute(_LIMIT).fetchone()[0]
    if limit == 0 and "statement_timeout" not in options:
        limit = STATEMENT * 1000
        connection.execute(f"SET statement_timeout = {limit}")
    connection.commit()
    connection.patience = limit / 1000 + BEYOND if limit else None


@contextmanager
def taking_its_time(connection: Any) -> Iterator[None]:
    """Meanwhile a statement on the driver's connection may take as long as it takes."""
    kept = getattr(connection, "patience", None)
    connection.patience = None
    try:
        yield
    finally:
        connection.patience = kept


@cache
def _hasty() -> Any:
    """The class of connections; psycopg is not there where PostgreSQL is not used."""
    import psycopg

    class Hasty(psycopg.Connection[Any]):
        patience: float | None = None  # seconds for one answer

        def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
            if timeout is not None or self.patience is None:
                return super().wait(gen, interval, timeout)
            try:
                return super().wait(gen, interval, self.patience)
            except psycopg.OperationalError as error:
                # The library's own name for it is private; the server's refusals have a state.
                if error.sqlstate is None and type(error) is not psycopg.OperationalError:
                    self.pgconn.finish()  # an answer that came later would be taken for another's
                    raise psycopg.OperationalError("the server stands still") from error
                raise

    return Hasty
