"""What leaves the reports room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from coordinator.core.search.store import Hit
from coordinator.meetings.views import TermCount


@dataclass(frozen=True)
class SearchPage:
    """Hits, best first, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int


class Errand(StrEnum):
    """What the one button on the start page does."""

    RESUME = "resume"  # the meeting under way
    START = "start"  # today's meeting
    PLAN = "plan"  # a term that lacks meetings
    ASK_AGAIN = "ask_again"  # an open question whose personal links are gone
    CHOOSE = "choose"  # days of a question that everybody has answered, or whose last day is here
    WRITE = "write"  # a draft that should go out
    APPROVE = "approve"  # notes whose time for comments is over
    POINTS = "points"  # overdue action points
    NOTHING = "nothing"


@dataclass(frozen=True)
class Ask:
    """What today asks: the errand, and what its sentence needs.

    ``day`` of a term that lacks meetings is its last one, while it lasts.
    """

    errand: Errand
    meeting_code: str | None = None
    term_code: str | None = None
    moment: datetime | None = None
    day: date | None = None
    number: int = 0
    total: int = 0
    poll_code: str | None = None


@dataclass(frozen=True)
class NextMeeting:
    """The next meeting that stands. ``venue`` is None when it is told separately."""

    code: str
    start: datetime
    end: datetime
    venue: str | None
    is_under_way: bool


@dataclass(frozen=True)
class WaitingMinutes:
    """Notes of a held meeting that are not approved yet."""

    meeting_code: str
    meeting_start: datetime
    state: str
    circulated_on: date | None
    comments_by: date | None


@dataclass(frozen=True)
class HomeView:
    ask: Ask
    next_meeting: NextMeeting | None
    term: TermCount
    next_term: TermCount
    open_points: int
    overdue_points: int
    waiting: tuple[WaitingMinutes, ...]
    failed_mails: int = 0
    paused_mails: int = 0
    waiting_mails: int = 0  # only where no mail server takes them
