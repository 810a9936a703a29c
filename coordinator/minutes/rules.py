"""Pure decisions about minutes: their life as a table, and what becomes of typed text."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from coordinator.access.actor import OFFICE, Role
from coordinator.core.errors import BadInput, Problem, RuleBroken
from coordinator.core.text import clean_lines
from coordinator.core.translation import N_
from coordinator.minutes.lifecycle import MinutesEvent, MinutesState
from coordinator.minutes.views import OpenNote, ParagraphMark
from coordinator.roster.rules import is_authority
from coordinator.trail.words import entry

Readable = frozenset[ParagraphMark]

# Asked before these: does the text point to somebody?
ASKED_BEFORE = frozenset({MinutesEvent.CIRCULATE, MinutesEvent.APPROVE, MinutesEvent.SEND})

# Read by members and readers; drafts are their authors' own.
OPEN_TO_ALL = frozenset({MinutesState.APPROVED, MinutesState.SENT})
LONGEST_NOTE = 20_000  # characters

# One entry in the log for each stretch of writing; see coordinator.minutes.usecases.notes.
PAUSE = timedelta(minutes=10)  # a longer one ends it
STRETCH = timedelta(hours=1)  # whoever writes on after that gets another entry
WRITTEN_WHILE = frozenset({"under_way", "held"})  # states of the meeting


def check_unlocked(state: MinutesState) -> None:
    """Approved minutes are not changed.

    Raises:
        RuleBroken: they are locked.
    """
    if state in OPEN_TO_ALL:
        raise RuleBroken("minutes-locked")


def check_comments_by(day: date | None, today: date) -> None:
    """Comments are asked for until a day to come, or without a day.

    Raises:
        BadInput: the day has passed.
    """
    if day is not None and day < today:
        raise BadInput("day-has-passed", day=day)


def asked_before_approval(
    *,
    comments_by: date | None,
    adjuster: str | None,
    is_agreed: bool,
    is_changed: bool,
    today: date,
) -> tuple[Problem, ...]:
    """What is asked before notes are approved: each may be answered with a yes.

    Their last day for comments is to come, or their adjuster has not said yes to what stands there:
    ``is_agreed`` to something, which ``is_changed`` since.
    """
    asked = []
    if comments_by is not None and comments_by >= today:
        asked.append(Problem("approve-while-comments", (("day", comments_by),)))
    if adjuster is not None and not is_agreed:
        asked.append(Problem("approve-without-adjuster", (("name", adjuster),)))
    elif adjuster is not None and is_changed:
        asked.append(Problem("approve-after-changes", (("name", adjuster),)))
    return tuple(asked)


# Marked paragraphs --------------------------------------------------------------------------------

READ_MARKED = entry("minutes.read_marked", N_("read marked paragraphs"), room="minutes")
READ_EVERYTHING = OFFICE | {Role.REGISTRATOR}
MARKED = "marked_"  # before the source of a search entry that holds marked paragraphs
ALL_MARKS = frozenset(ParagraphMark)
OPEN_ONLY = frozenset({ParagraphMark.OPEN})
_TO_AUTHORITIES = frozenset({ParagraphMark.OPEN, ParagraphMark.INTERNAL})


def readable_marks(roles: Collection[Role], kinds: Collection[str | None]) -> Readable:
    """Which marked paragraphs somebody reads; ``kinds`` are those of the person's own agencies.

    Office and registrator read everything, members of authorities also what is internal, everybody
    else what is open. A reader (the board, a new colleague) reads what is open: a right to read
    internal paragraphs follows from the work in the group, not from an interest in it.
    """
    if READ_EVERYTHING & set(roles):
        return ALL_MARKS
    if Role.MEMBER in roles and any(is_authority(kind) for kind in kinds):
        return _TO_AUTHORITIES
    return OPEN_ONLY


def knows_of_hidden(roles: Collection[Role]) -> bool:
    """Who is told that a paragraph stands there: members, who were at the table."""
    return Role.MEMBER in roles


# Typed text ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FieldBase:
    """What a page's text field builds on: a version of the note, and a digest of the text shown.

    Each open page has its own and keeps it as text beside the field, in the browser: it outlives
    the server, and two pages of one person do not mistake each other's text for their own.
    """

    version: int
    digest: str

    @classmethod
    def of(cls, version: int, text: str) -> FieldBase:
        return cls(version, hashlib.sha256(clean_lines(text).encode()).hexdigest()[:16])

    @classmethod
    def read(cls, text: str) -> FieldBase:
        """The base a browser sent back; anything else fits no version and no text."""
        version, _, digest = text.partition(".")
        return cls(int(version) if version.isdecimal() and len(version) < 10 else -1, digest)

    def __str__(self) -> str:
        return f"{self.version}.{self.digest}"


class Move(StrEnum):
    """What a page does with a text field.

    Nothing; save it; show in it what waits or is stored; note that it holds what is stored.
    """

    REST = "rest"
    SAVE = "save"
    SHOW = "show"
    AGREE = "agree"


def next_move(typed: str, base: FieldBase, stored: OpenNote) -> Move:
    """Decides from the field's text, from what it builds on and from what is stored.

    A field that nobody has typed in follows what others save; typed text is saved on top of the
    version it builds on, where a newer one makes it a conflict. White space alone is no change.
    """
    if FieldBase.of(base.version, typed) == base:
        return (
            Move.REST if base == FieldBase.of(stored.base_version, stored.base_text) else Move.SHOW
        )
    if clean_lines(typed) == stored.text:
        return Move.AGREE
    return Move.SAVE


def version_gone_on_from(
    typed: str, base: FieldBase, stored: OpenNote, *, writer: str, before: str
) -> int:
    """The version that the last words of a page build on, which has been left meanwhile.

    What the page had sent before them (``before``) may have been saved without the page being told:
    what is stored is ``writer``'s own then, and it is that text, or goes on in ``typed``. It is the
    field's base else.
    """
    is_own = stored.saved_by == writer and not stored.needs_choice and bool(stored.text)
    goes_on = clean_lines(typed).startswith(stored.text) or clean_lines(before) == stored.text
    return stored.version if is_own and goes_on else base.version
