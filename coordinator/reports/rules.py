"""What today asks of the coordinator: one errand, the most pressing one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from coordinator.core.dates import local_day
from coordinator.core.search.store import Hit
from coordinator.meetings.views import TermCount
from coordinator.minutes.rules import MARKED
from coordinator.planning.polls.lifecycle import PollState
from coordinator.planning.polls.views import PollLine
from coordinator.planning.time_left import time_for
from coordinator.reports.views import Ask, Errand, MailsToSee, NextMeeting, WaitingMinutes

# Notes go out within two weeks of the meeting.
NOTES_WITHIN = timedelta(days=14)
_ASKED = frozenset({PollState.OPEN, PollState.CLOSED})
# Without a date of their own, comments are waited for this long.
COMMENTS_WITHIN = timedelta(days=21)


@dataclass(frozen=True)
class Today:
    """All that the rule looks at.

    ``next_term_due``: from this day on a coming term without meetings is asked about. ``polls``:
    questions about days, newest first.
    """

    day: date
    next_meeting: NextMeeting | None
    term: TermCount
    term_last_day: date
    next_term: TermCount
    next_term_due: date
    waiting: tuple[WaitingMinutes, ...]
    overdue_points: int
    polls: tuple[PollLine, ...] = ()
    mails: MailsToSee = field(default_factory=MailsToSee)
    has_people: bool = True


def today_asks(today: Today) -> Ask:
    """The day's errand: the first thing that is asked, in the order of the table below."""
    return next((ask for look in _LOOKS if (ask := look(today))), Ask(Errand.NOTHING))


def _meeting_at_hand(today: Today) -> Ask | None:
    meeting = today.next_meeting
    if meeting and meeting.is_under_way:
        return Ask(Errand.RESUME, meeting_code=meeting.code, moment=meeting.start)
    if meeting and local_day(meeting.start) == today.day:
        return Ask(Errand.START, meeting_code=meeting.code, moment=meeting.start)
    return None


def _lost_links(today: Today) -> Ask | None:
    """After a restore, or with another key: people hold links that open nothing."""
    poll = next((each for each in today.polls if each.lost), None)
    if poll is None:
        return None
    return Ask(Errand.ASK_AGAIN, term_code=poll.term_code, poll_code=poll.code, number=poll.lost)


def _draft(today: Today) -> Ask | None:
    draft = next((each for each in today.waiting if each.state == "draft"), None)
    if draft is None:
        return None
    due = local_day(draft.meeting_start) + NOTES_WITHIN
    return Ask(Errand.WRITE, meeting_code=draft.meeting_code, day=due)


def _mails(today: Today) -> Ask | None:
    """What was to go out and has not: somebody must look, or send it by hand."""
    found = today.mails
    for errand, count in (
        (Errand.MAILS_FAILED, found.failed),
        (Errand.MAILS_PAUSED, found.paused),
        (Errand.MAILS_HELD_UP, found.held_up),
        (Errand.MAILS_BY_HAND, found.by_hand),
    ):
        if count:
            return Ask(errand, number=count)
    return None


def _nobody_here(today: Today) -> Ask | None:
    """Before there are people nobody can be asked about days, or invited."""
    return None if today.has_people else Ask(Errand.PEOPLE)


def lacking_term(today: Today) -> TermCount | None:
    """The term that is to be planned: this one while there is time for what it lacks.

    After that the coming one, without waiting for its time of planning, which begins
    ``next_term_due`` otherwise; what this term has time for is asked about where that one is full.
    """
    this_lacks = today.term.wanted - today.term.planned
    next_lacks = today.next_term.planned < today.next_term.wanted
    left = time_for(today.day, today.term_last_day)
    if 0 < this_lacks <= left:
        return today.term
    if next_lacks and (this_lacks > 0 or today.day >= today.next_term_due):
        return today.next_term
    return today.term if this_lacks > 0 and left else None


def _lacking_dates(today: Today) -> Ask | None:
    """While a question about the term's days waits for answers, nothing is asked."""
    lacking = lacking_term(today)
    if lacking is None:
        return None
    poll = next(
        (p for p in today.polls if p.term_code == lacking.term_code and p.state in _ASKED), None
    )
    if poll is None:
        return Ask(
            Errand.PLAN,
            term_code=lacking.term_code,
            number=lacking.planned,
            total=lacking.wanted,
            day=today.term_last_day if lacking is today.term else None,
        )
    is_ripe = poll.answered == poll.asked or today.day >= poll.answer_by
    if poll.state is PollState.OPEN and not is_ripe:
        return None
    return Ask(
        Errand.CHOOSE,
        term_code=poll.term_code,
        poll_code=poll.code,
        number=poll.answered,
        total=poll.asked,
    )


def _ripe_notes(today: Today) -> Ask | None:
    ripe = next((each for each in today.waiting if _is_ripe(each, today.day)), None)
    if ripe is None:
        return None
    return Ask(Errand.APPROVE, meeting_code=ripe.meeting_code, moment=ripe.meeting_start)


def _overdue(today: Today) -> Ask | None:
    return Ask(Errand.POINTS, number=today.overdue_points) if today.overdue_points else None


# The most pressing first.
_LOOKS: tuple[Callable[[Today], Ask | None], ...] = (
    _meeting_at_hand,
    _lost_links,
    _mails,
    _nobody_here,
    _draft,
    _lacking_dates,
    _ripe_notes,
    _overdue,
)


def _is_ripe(minutes: WaitingMinutes, today: date) -> bool:
    if minutes.state != "circulated":
        return False
    if minutes.comments_by:
        return minutes.comments_by < today
    return minutes.circulated_on is None or minutes.circulated_on + COMMENTS_WITHIN < today


def marked_places(hits: Iterable[Hit]) -> dict[str, set[int]]:
    """By meeting, the items of which a hit shows marked paragraphs."""
    places: dict[str, set[int]] = {}
    for hit in hits:
        if hit.source.startswith(MARKED) and hit.meeting_code:
            places.setdefault(hit.meeting_code, set()).add(hit.item_number or 0)
    return places
