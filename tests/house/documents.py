"""Writes the pages of ``docs/`` that follow from tables in the code: ``make documents``."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from coordinator.access.actor import Role
from coordinator.access.rules import MAY
from coordinator.access.scopes import SCOPES, Reach
from coordinator.actions.rules import INFO_LIFECYCLE, POINT_LIFECYCLE
from coordinator.actions.views import InfoState, PointState
from coordinator.meetings.rules import LIFECYCLE as MEETING_LIFECYCLE
from coordinator.meetings.views import MeetingState
from coordinator.minutes.rules import LIFECYCLE as MINUTES_LIFECYCLE
from coordinator.minutes.views import MinutesState
from coordinator.planning.polls.rules import LIFECYCLE as POLL_LIFECYCLE
from coordinator.planning.polls.views import PollState

DOCS = Path(__file__).resolve().parents[2] / "docs"
WRITTEN = "Written by `make documents` from {source}; do not edit by hand."

Lifecycle = Mapping[Any, StrEnum]  # keys are pairs of a state and an event
LIVES: tuple[tuple[str, str, type[StrEnum], Lifecycle], ...] = (
    ("Meeting", "coordinator/meetings/rules.py", MeetingState, MEETING_LIFECYCLE),
    ("Date poll", "coordinator/planning/polls/rules.py", PollState, POLL_LIFECYCLE),
    ("Minutes", "coordinator/minutes/rules.py", MinutesState, MINUTES_LIFECYCLE),
    ("Action point", "coordinator/actions/rules.py", PointState, POINT_LIFECYCLE),
    ("Information action", "coordinator/actions/rules.py", InfoState, INFO_LIFECYCLE),
)


def pages() -> dict[Path, str]:
    """What each page should say, by its file."""
    return {DOCS / "lifecycles.md": lifecycles(), DOCS / "permissions.md": permissions()}


def lifecycles() -> str:
    lines = [
        "# What can happen to a thing",
        "",
        WRITTEN.format(source="the lifecycle tables"),
        "",
        "A cell names the state that follows. An empty cell is a step that is refused in words.",
    ]
    for title, source, states, table in LIVES:
        events = list(dict.fromkeys(event for _state, event in table))
        lines += ["", f"## {title}", "", f"[{source}](../{source})", ""]
        lines += _table(
            ["state", *map(_words, events)],
            [[_words(s), *(_words(table.get((s, e), "")) for e in events)] for s in states],
        )
    return "\n".join(lines) + "\n"


def permissions() -> str:
    roles = list(Role)
    lines = [
        "# Who may do what",
        "",
        WRITTEN.format(source="[coordinator/access/rules.py](../coordinator/access/rules.py)"),
        "",
        "The founder is who opens a new, empty installation; the shell acts as coordinator.",
        "",
        "## How much of it",
        "",
        "Where a use case is open to a role, it may still read less than all. Every row is of the",
        "own group, and a protected person has no name for anybody. From",
        "[coordinator/access/scopes.py](../coordinator/access/scopes.py).",
        "",
    ]
    lines += _table(
        ["thing", *roles],
        [
            [thing, *(str(scope.get(role, Reach.NOTHING)) for role in roles)]
            for thing, scope in SCOPES.items()
        ],
    )
    for room in dict.fromkeys(name.split(".")[0] for name in MAY):
        lines += ["", f"## {room.capitalize()}", ""]
        lines += _table(
            ["use case", *roles],
            [
                [f"`{name}`", *("yes" if role in may else "" for role in roles)]
                for name, may in MAY.items()
                if name.startswith(f"{room}.")
            ],
        )
    return "\n".join(lines) + "\n"


def _words(code: str) -> str:
    return code.replace("_", " ")


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]


if __name__ == "__main__":
    for page, text in pages().items():
        page.write_text(text, encoding="utf-8")
