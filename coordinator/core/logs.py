"""The log: one line for one event, with its time, its level and its reference, on stderr.

``2026-11-30T16:20:01.123+01:00 WARNING 7K4M-92TD coordinator.web.providers: sign-in refused: …``

The reference is the number that a reader was shown; a hyphen where nobody was shown one. A
traceback's lines begin alike, so that a search for its number finds all of it. Everything that
logs in this process comes here, the servers below us too: their own handlers are taken away.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
import traceback
from datetime import datetime
from typing import Final, TextIO

from coordinator.core.clock import STOCKHOLM

LINE: Final = (
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d [A-Z]+ (-|[0-9A-Z-]{9}) [\w.]+: .*"
)
# These bring handlers of their own. What they tell below a warning says nothing of us.
_SERVERS: Final = ("uvicorn", "streamlit", "websockets", "alembic", "asyncio", "dotenv")

log = logging.getLogger("coordinator")


def set_up() -> None:
    """Makes this the process's only log; done again, it takes away what a library has brought.

    A command tells warnings and worse: what it does it says itself.
    """
    root = logging.getLogger()
    if not any(isinstance(each, _Lines) for each in root.handlers):
        root.addHandler(_Lines())
    for each in list(root.handlers):
        if type(each) is logging.StreamHandler:  # of a library, or of ``basicConfig``
            root.removeHandler(each)
    log.setLevel(logging.WARNING)
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in _SERVERS:
            hand_over(logging.getLogger(name))


def set_up_server() -> None:
    """As :func:`set_up`, with what happens in a server that nobody watches.

    That is: start and end, sign-ins refused by a provider, warnings of Python's, and what ends a
    thread unexpectedly.
    """
    from uvicorn.config import LOGGING_CONFIG

    set_up()
    log.setLevel(logging.INFO)
    LOGGING_CONFIG.update(handlers={}, loggers={})  # it would be put in force when a server starts
    logging.captureWarnings(capture=True)
    threading.excepthook = _thread_ended


def hand_over(logger: logging.Logger) -> None:
    """What a library's logger tells comes to the one log, and nowhere else."""
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.propagate = True


class _Lines(logging.Handler):
    """Writes whole lines, to whatever stderr is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        if _is_of_no_use(record) or _is_told_already(record):
            return
        try:
            head = _head(record)
            text = "".join(f"{head}{line}\n" for line in _lines(record))
            stream: TextIO = sys.stderr
            stream.write(text)
            stream.flush()
        except Exception:  # noqa: BLE001 - as every handler of the library's
            self.handleError(record)


def _head(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, STOCKHOLM).isoformat(timespec="milliseconds")
    reference = getattr(record, "reference", "-")
    return f"{moment} {record.levelname} {reference} {record.name}: "


def _lines(record: logging.LogRecord) -> list[str]:
    """The message, and a traceback below it. No sign in it ends the line or moves the cursor."""
    text = record.getMessage()
    if record.exc_info and record.exc_info[0] is not None:
        text = f"{text}\n{''.join(traceback.format_exception(*record.exc_info))}"
    found = ["".join(c if c.isprintable() else "?" for c in line) for line in text.splitlines()]
    return [line for line in found if line.strip()] or [""]


def _is_of_no_use(record: logging.LogRecord) -> bool:
    """What a library tells below a warning, a request given up, and a page's fault unnumbered.

    The number comes next, from :mod:`coordinator.ui.failure`.
    """
    if record.name == "streamlit.error_util" and record.msg == "Uncaught app execution":
        return True
    if record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError):
        # The server was told to end and waits no longer; how many it left it says in one line.
        return record.name.partition(".")[0] in _SERVERS
    return record.levelno < logging.WARNING and record.name.partition(".")[0] != "coordinator"


def _is_told_already(record: logging.LogRecord) -> bool:
    """Whether an error has stood in the log before: with us, and now with the server below us."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return False
    if record.name.startswith("coordinator"):
        error.__dict__["_stands_in_log"] = True
        return False
    return bool(getattr(error, "_stands_in_log", False))


def _thread_ended(args: threading.ExceptHookArgs) -> None:
    if args.exc_type is SystemExit or args.exc_value is None:
        return
    log.error("a thread ended", exc_info=args.exc_value)
