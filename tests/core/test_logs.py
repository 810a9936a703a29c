"""One log: every line alike, every event once, whoever tells it."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator

import pytest

from coordinator.core import logs

log = logging.getLogger("coordinator.tests")


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """The log as it is set up; afterwards as it was."""
    root, ours = logging.getLogger(), logging.getLogger("coordinator")
    handlers, level = list(root.handlers), ours.level
    logs.set_up()
    ours.setLevel(logging.INFO)
    yield capsys
    root.handlers[:] = handlers
    ours.setLevel(level)


def lines(told: pytest.CaptureFixture[str]) -> list[str]:
    found = told.readouterr().err.splitlines()
    assert [line for line in found if not re.fullmatch(logs.LINE, line)] == []
    return found


def test_a_line_has_time_level_and_reference(told: pytest.CaptureFixture[str]) -> None:
    log.warning("one", extra={"reference": "7K4M-92TD"})
    log.info("two\r\nfoo\x1b[2J", extra={})

    first, second, third = lines(told)
    assert re.fullmatch(r"\S+ WARNING 7K4M-92TD coordinator\.tests: one", first)
    assert re.fullmatch(r"\S+ INFO - coordinator\.tests: two", second)
    assert third.endswith("coordinator.tests: foo?[2J")


def test_a_traceback_is_found_by_its_reference(told: pytest.CaptureFixture[str]) -> None:
    try:
        "so it went".index("x")
    except ValueError as error:
        log.error("reference %s", "x", exc_info=error, extra={"reference": "7K4M-92TD"})  # noqa: TRY400

    found = lines(told)
    assert len(found) > 3
    assert all(" ERROR 7K4M-92TD " in line for line in found)
    assert found[-1].endswith("ValueError: substring not found")


def test_an_error_that_a_library_tells_again_stands_once(
    told: pytest.CaptureFixture[str],
) -> None:
    error = RuntimeError("so it went")
    log.error("reference %s", "x", exc_info=error)
    logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=error)
    logging.getLogger("uvicorn.error").error("another", exc_info=RuntimeError("another"))

    found = lines(told)
    assert sum("so it went" in line for line in found) == 1
    assert sum("RuntimeError: another" in line for line in found) == 1


@pytest.mark.parametrize("name", ["uvicorn.error", "streamlit.runtime", "websockets.server"])
def test_a_librarys_own_handler_is_taken_away(told: pytest.CaptureFixture[str], name: str) -> None:
    theirs = logging.getLogger(name)
    theirs.addHandler(logging.StreamHandler(sys.stderr))
    theirs.propagate = False
    logs.set_up()
    logs.set_up()

    theirs.warning("a warning")
    theirs.info("of no use to us")

    (line,) = lines(told)
    assert line.endswith(f"WARNING - {name}: a warning")
