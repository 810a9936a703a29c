"""What today asks of the coordinator: one errand, the most pressing one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from coordinator.core.dates import local_day
from coordinator.meetings.views import TermCount
from coordinator.reports.views import Ask, Errand, NextMeeting, WaitingMinutes

# Notes go out within two weeks of the meeting.
NOTES_WITHIN = timedelta(days=14)
# Without a date of their own, comments are waited for this long.
COMMENTS_WITHIN = timedelta(days=21)


@dataclass(frozen=True)
class Today:
    """All that the rule looks at.

    ``next_term_due``: from this day on a coming term without meetings is asked about.
    """

    day: date
    next_meeting: NextMeeting | None
    term: TermCount
    term_last_day: date
    next_term: TermCount
    next_term_due: date
    waiting: tuple[WaitingMinutes, ...]
    overdue_points: int


def today_asks(today: Today) -> Ask:
    """The day's errand. The meeting at hand comes first, then dates, papers, points."""
    meeting = today.next_meeting
    if meeting and meeting.is_under_way:
        return Ask(Errand.RESUME, meeting_code=meeting.code, moment=meeting.start)
    if meeting and local_day(meeting.start) == today.day:
        return Ask(Errand.START, meeting_code=meeting.code, moment=meeting.start)
    draft = next((each for each in today.waiting if each.state == "draft"), None)
    if draft:
        due = local_day(draft.meeting_start) + NOTES_WITHIN
        return Ask(Errand.WRITE, meeting_code=draft.meeting_code, day=due)
    if today.term.planned < today.term.wanted and today.day <= today.term_last_day:
        return Ask(Errand.PLAN, term_code=today.term.term_code, number=today.term.planned)
    if today.next_term.planned < today.next_term.wanted and today.day >= today.next_term_due:
        return Ask(Errand.PLAN, term_code=today.next_term.term_code, number=today.next_term.planned)
    ripe = next((each for each in today.waiting if _is_ripe(each, today.day)), None)
    if ripe:
        return Ask(Errand.APPROVE, meeting_code=ripe.meeting_code, moment=ripe.meeting_start)
    if today.overdue_points:
        return Ask(Errand.POINTS, number=today.overdue_points)
    return Ask(Errand.NOTHING)


def _is_ripe(minutes: WaitingMinutes, today: date) -> bool:
    if minutes.state != "circulated":
        return False
    if minutes.comments_by:
        return minutes.comments_by < today
    return minutes.circulated_on is None or minutes.circulated_on + COMMENTS_WITHIN < today
