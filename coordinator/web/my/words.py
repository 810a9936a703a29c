"""What days, places, answers and states are called on the plain pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coordinator.actions.views import ActionPointView
from coordinator.core import dates
from coordinator.core.translation import _
from coordinator.invitations.views import Answer
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.outcome import Outcome
from coordinator.meetings.views import MeetingLine, MeetingView, Mode, VenueKind
from coordinator.minutes import paragraph_marks
from coordinator.minutes.views import ParagraphMark


def day(value: date, today: date) -> str:
    """``onsdag 2 december (v. 49)``; in another year than this one with the year."""
    return f"{dates.long_day(value, year=value.year != today.year)} ({dates.whole_week(value)})"


def meeting_day(line: MeetingLine, today: date) -> str:
    return day(dates.local_day(line.start), today)


def meeting_title(line: MeetingLine) -> str:
    """``Mötet onsdag 3 december 2025``: never its theme, since titles end up in histories."""
    return _("The meeting on {day}", day=dates.long_day(dates.local_day(line.start), year=True))


def place(line: MeetingLine) -> str:
    """Where, in words: a place that is told separately is never here."""
    if line.venue_kind == VenueKind.PROTECTED:
        return _("Protected place: it is told to nobody here")
    if line.venue_kind != VenueKind.OPEN:
        return _("The place is told separately")
    if line.mode == Mode.DIGITAL:
        return line.venue or _("Online meeting")
    return line.venue or _("No place yet")


def meeting_state(line: MeetingLine) -> tuple[str, str] | None:
    """A word and its colour, where the state is not plain from the day."""
    if line.state is MeetingState.CANCELLED:
        return line.state.heading(), "stop"
    if line.state is MeetingState.UNDER_WAY:
        return line.state.heading(), "ok"
    if line.moved_from and line.state is MeetingState.PLANNED:
        return _("Moved"), "wait"
    return None


def is_coming(line: MeetingLine) -> bool:
    return line.state in (MeetingState.PLANNED, MeetingState.UNDER_WAY)


def answer(value: Answer) -> str:
    return _(value.own_words)


def presence(view: MeetingView) -> list[tuple[str, list[str]]]:
    """The agencies by what became of them; outcomes that nobody has are left out."""
    found = [
        (outcome.heading(), [one.agency_name for one in view.presence if one.outcome is outcome])
        for outcome in Outcome
    ]
    return [(name, agencies) for name, agencies in found if agencies]


def point_state(point: ActionPointView) -> tuple[str, str]:
    """A word and its colour."""
    if point.is_overdue:
        return _("Overdue"), "wait"
    is_good = point.state.look.tone in ("ok", "sub")
    return point.state.heading(), "ok" if is_good else "quiet"


def point_day(point: ActionPointView, today: date) -> str:
    """``Klar till tisdag 30 juni (v. 27)``, or when it was closed; empty without a day."""
    if point.is_open:
        return _("Due by {day}", day=day(point.due_day, today)) if point.due_day else ""
    return _("Closed {day}", day=day(point.closed_on, today)) if point.closed_on else ""


def report_day(point: ActionPointView, today: date) -> str:
    """When the agency last reported; empty when it has not."""
    if point.report is None:
        return ""
    when = day(dates.local_day(point.report.reported_at), today)
    if point.report.is_done:
        return _("Reported as done {day}", day=when)
    return _("Reported {day}", day=when)


@dataclass(frozen=True)
class Written:
    """A paragraph as it stands on the page. ``word``: how it is marked, when it is."""

    text: str
    word: str = ""


def paragraphs(text: str) -> tuple[Written, ...]:
    """The lines of a note or a decision; a text without marks is one, as it was written."""
    if not paragraph_marks.has_marks(text):
        return (Written(text),)
    return tuple(
        Written(part.text, "" if part.mark is ParagraphMark.OPEN else part.mark.heading())
        for part in paragraph_marks.paragraphs(text)
    )
