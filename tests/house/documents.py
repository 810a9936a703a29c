"""Writes the pages of ``docs/`` that follow from tables in the code: ``make documents``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any

import tests.house.usecases  # noqa: F401 - every use case is known then
from coordinator.access.actor import Role
from coordinator.access.permissions import use_cases
from coordinator.access.scopes import SCOPES, Reach
from coordinator.actions.lifecycle import INFORMATION_ACTION, POINT, InfoState, PointState
from coordinator.core.lifecycles import Lifecycle
from coordinator.core.translation import _, speaking
from coordinator.meetings.lifecycle import MEETING, MeetingState
from coordinator.minutes.lifecycle import MINUTES, MinutesState
from coordinator.planning.polls.lifecycle import POLL, PollState
from coordinator.planning.priorities import LABELS, Priorities

DOCS = Path(__file__).resolve().parents[2] / "docs"
WRITTEN = "Written by `make documents` from {source}; do not edit by hand."

# What a table of states and events cannot say.
BESIDE = {"Meeting": "Once its notes are approved nothing happens to a meeting any more."}

LIVES: tuple[tuple[str, str, type[StrEnum], Lifecycle[Any, Any]], ...] = (
    ("Meeting", "coordinator/meetings/lifecycle.py", MeetingState, MEETING),
    ("Date poll", "coordinator/planning/polls/lifecycle.py", PollState, POLL),
    ("Minutes", "coordinator/minutes/lifecycle.py", MinutesState, MINUTES),
    ("Action point", "coordinator/actions/lifecycle.py", PointState, POINT),
    ("Information action", "coordinator/actions/lifecycle.py", InfoState, INFORMATION_ACTION),
)


def pages() -> dict[Path, str]:
    """What each page should say, by its file."""
    return {
        DOCS / "lifecycles.md": lifecycles(),
        DOCS / "permissions.md": permissions(),
        DOCS / "planning.md": planning(),
    }


def lifecycles() -> str:
    lines = [
        "# What can happen to a thing",
        "",
        WRITTEN.format(source="the lifecycle tables"),
        "",
        "A cell names the state that follows. An empty cell is a step that is refused in words.",
    ]
    for title, source, states, table in LIVES:
        events = list(dict.fromkeys(event for _state, event in table.steps))
        lines += ["", f"## {title}", "", f"[{source}](../{source})", ""]
        lines += _table(
            ["state", *map(_words, events)],
            [[_words(s), *(_words(table.steps.get((s, e), "")) for e in events)] for s in states],
        )
        if title in BESIDE:
            lines += ["", BESIDE[title]]
    return "\n".join(lines) + "\n"


def permissions() -> str:
    roles = list(Role)
    lines = [
        "# Who may do what",
        "",
        WRITTEN.format(
            source="[coordinator/access/permissions.py](../coordinator/access/permissions.py)"
        ),
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
    for room in sorted({case.room for case in use_cases().values()}):
        lines += ["", f"## {room.capitalize()}", ""]
        lines += _table(
            ["use case", *roles],
            [
                [f"`{name}`", *("yes" if role in case.may else "" for role in roles)]
                for name, case in sorted(use_cases().items())
                if case.room == room
            ],
        )
    return "\n".join(lines) + "\n"


def planning() -> str:
    """How dates are chosen, with the choices of a group as they stand in the code."""
    with speaking("en"):
        rows = [
            [
                _(label),
                *(
                    f"**{option.in_words()}**" if option is usual else option.in_words()
                    for option in type(usual)
                ),
            ]
            for label, usual in zip(LABELS.values(), Priorities().by_name().values(), strict=True)
        ]
    table = "\n".join(_table(["choice", "options", "", ""], rows))
    return PLANNING.format(written=WRITTEN.format(source="the code"), table=table)


PLANNING = """# How dates are chosen

{written}

One planner weighs days, everywhere: the proposals under *Plan*, the days that a question to the
group begins with, and the days that stand on top when the group has answered. The same question
always gets the same answer, and no better set of days exists: without answers the best sets are
found by dynamic programming ([best_sets.py](../coordinator/planning/best_sets.py)); among answered
days, where two may complete each other, every set is tried
([exhaustive_search.py](../coordinator/planning/exhaustive_search.py)). The tests compare both with
trying everything, on hundreds of small made-up terms and on every real one to HT2029.

## What can be proposed at all

Monday to Friday, on the weekdays asked for, after today, inside the term. Never on a day that is
blocked (holidays and eves that everybody treats as such, and what the group has blocked), never on
a day or hour that is turned off, never when people of the group meet in another group. When too few
days are left, the page says what stands in the way and names the smallest change that would help;
one press makes it. The hours are office hours, and those the wished time needs.

A date that somebody chooses by hand, or moves a meeting to, is weighed by the same calendar. What
speaks against it is said first: a needed agency that usually cannot by name, too few agencies by
number. Before a meeting is moved the page names everybody who had said yes to the old time, and
what agencies answered about the new day if they were asked.

## What a set of days costs

A perfect set has 100 points, and everything that speaks against it takes some off. The cost of a
set is what its days cost and what the distances between them cost. Booked meetings count for the
distances. What a group chooses under *Settings, Planning* says how much of it counts; the usual
options stand in bold. All other numbers are the same for every group, and stand with their reasons
in [score.py](../coordinator/planning/score.py).

{table}

*Less important* counts three tenths of the usual cost, *more important* three times as much. An
agency's absence makes it an agency that cannot come on that day. A day that an agency which the
quorum needs cannot make, or on which too few can come, costs so much that it comes last, whatever
is chosen; it is never offered without saying so.

## How a question to the group lives

1. **Draft.** Six days are marked to begin with: for each meeting the best one, then the best on
   other weekdays and in other weeks. Any other day can be added by hand; what speaks against it is
   said. Nobody has been asked yet.
2. **Open.** Everybody who represents a member agency gets a personal link, and answers *yes*, *if
   need be* or *no*, or says when the rota is set and is asked again that day. Nobody sees another's
   answer unless the coordinator allows it. Only those who have not answered are reminded, two
   working days before the last day. What somebody says by phone is typed in, and says so.
3. An agency is heard through the best answer of its people. As long as one of them may still come,
   a *no* of another does not count. An agency that has not answered counts by its absences.
4. **After the last day** links take no more answers; the answers stand, and the question can be
   opened again with a new last day. The links go on working.
5. **Booked.** The chosen days become meetings in one step, with hosts by turns, and the group is
   told, or nothing happens at all. A day that has been closed meanwhile is refused by name.

What can happen in which state: [lifecycles](lifecycles.md#date-poll).
"""


def _words(code: str) -> str:
    return code.replace("_", " ")


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]


if __name__ == "__main__":
    for page, text in pages().items():
        page.write_text(text, encoding="utf-8")
