"""What leaves the reports room."""

from __future__ import annotations

from dataclasses import dataclass, field
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
    MAILS_FAILED = "mails_failed"  # mails that were given up
    MAILS_PAUSED = "mails_paused"  # mails that wait until somebody has looked, after a restore
    MAILS_HELD_UP = "mails_held_up"  # mails that the mail server has not taken for a while
    MAILS_BY_HAND = "mails_by_hand"  # mails that somebody must send: there is no mail server
    PEOPLE = "people"  # a group with nobody to invite: at most one agency has anybody
    PLAN = "plan"  # a term that lacks meetings
    ASK_AGAIN = "ask_again"  # an open question whose personal links are gone
    CHOOSE = "choose"  # days of a question that everybody has answered, or whose last day is here
    WRITE = "write"  # a draft that should go out
    APPROVE = "approve"  # notes whose time for comments is over
    POINTS = "points"  # overdue action points
    NOTHING = "nothing"


MAILS = frozenset(
    {Errand.MAILS_FAILED, Errand.MAILS_PAUSED, Errand.MAILS_HELD_UP, Errand.MAILS_BY_HAND}
)


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
class MailsToSee:
    """Numbers of mails that somebody must look at.

    ``by_hand`` are due and may be taken as files; ``held_up`` have been tried in vain for a while.
    """

    failed: int = 0
    paused: int = 0
    by_hand: int = 0
    held_up: int = 0


@dataclass(frozen=True)
class HomeView:
    ask: Ask
    next_meeting: NextMeeting | None
    term: TermCount
    next_term: TermCount
    open_points: int
    overdue_points: int
    waiting: tuple[WaitingMinutes, ...]
    lacking: TermCount | None = None  # the term that is to be planned, if any
    mails: MailsToSee = field(default_factory=MailsToSee)
