"""Whoever follows a saved note through the house opens ten of its files at most."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import coordinator
from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.minutes import usecases as minutes
from tests.conftest import Cast, Hand
from tests.meetings.helpers import begun
from tests.minutes.helpers import item_of

PACKAGE = Path(coordinator.__file__).parent
MOST = 10
# It begins the minutes, which makes the meeting found, and it opens an entry in the log.
MOST_AT_FIRST = MOST + 3


@contextmanager
def files_called() -> Iterator[set[str]]:
    """The files of ours whose functions are called meanwhile; what an import runs is not one."""
    seen: set[str] = set()
    files: set[str] = set()

    def note(frame: FrameType, event: str, _given: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_name != "<module>":
            seen.add(code.co_filename)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield files
    finally:
        sys.setprofile(before)
        ours = (Path(name) for name in seen if Path(name).is_relative_to(PACKAGE))
        files |= {str(path.relative_to(PACKAGE)) for path in ours}


@pytest.fixture
def item(office: Office, cast: Cast) -> int:
    return item_of(begun(office, cast.coordinator), 4)


def saved(office: Office, actor: Actor, item_id: int, text: str) -> set[str]:
    """The files that a save of the text enters."""
    stored = minutes.open_note(office, actor, item_id=item_id)
    with files_called() as files:
        minutes.save_note(office, actor, item_id=item_id, text=text, base_version=stored.version)
    return files


def test_a_note_saved_while_somebody_writes_enters_ten_files_at_most(
    office: Office, cast: Cast, hand: Hand, item: int
) -> None:
    saved(office, cast.coordinator, item, "Vi gick igenom läget.")
    hand.forward(minutes=1)
    files = saved(office, cast.coordinator, item, "Vi gick igenom läget och")
    assert len(files) <= MOST, sorted(files)


def test_the_first_save_of_a_meeting_enters_three_more(
    office: Office, cast: Cast, item: int
) -> None:
    files = saved(office, cast.coordinator, item, "Vi gick igenom läget.")
    assert len(files) <= MOST_AT_FIRST, sorted(files)
