"""A meeting as one line of a list: which, when and about what, how far it has come, how many."""

from __future__ import annotations

from coordinator.core import dates
from coordinator.core.translation import _
from coordinator.invitations.views import ReplyCounts
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.views import MeetingLine
from coordinator.minutes.views import Progress
from coordinator.ui import frame, markup
from coordinator.ui.meeting import meeting_head
from coordinator.ui.meeting.meeting_head import Chip
from coordinator.ui.text import escape, soften, theirs


def meeting_row(
    line: MeetingLine,
    *,
    with_year: bool = False,
    notes: Progress | None = None,
    replies: ReplyCounts | None = None,
    chip: Chip | None = None,
    host: str = "",
) -> str:
    """One row, as HTML; ``chip`` takes the place of the meeting's own state."""
    day = dates.local_day(line.start)
    when = (
        f"<strong>{escape(dates.short_day(day, year=with_year))}</strong> "
        f"({escape(dates.week(day))}) "
        f'<span class="whole">{escape(dates.time_span(line.start, line.end))}</span>'
    )
    link = markup.link_html(frame.office_page("meetings", meeting=line.code), when)
    note = _note(line, host)
    below = f'<p class="theme">{escape(soften(note))}</p>' if note else ""
    shown = chip or meeting_head.state_chip(line, notes)
    return (
        f"{_slot(f'{line.term_code[:2]} {line.number}')}"
        f'<div class="what"><p>{link}</p>{below}</div>'
        f'<div class="state">{markup.chip_html(*shown)}</div>{_tally(line, replies)}'
    )


def empty_row(name: str, title: str, *, detail: str = "", plan: str | None) -> str:
    """A place, or a whole term, without a meeting, as HTML; ``plan``: the term a link leads to."""
    link = ""
    if plan:
        label = escape(_("Plan {term}", term=plan))
        link = markup.link_html(frame.office_page("meetings", plan=plan), label)
    return f'{_slot(name)}<div class="what">{markup.line_html(title, detail)}</div>{link}'


def _slot(text: str) -> str:
    return f'<strong class="slot">{escape(text)}</strong>'


def tally(line: MeetingLine, replies: ReplyCounts | None) -> tuple[int, int] | None:
    """Agencies that were there, or that say they come; None where neither is known."""
    if line.agencies_present is not None:
        return line.agencies_present, line.agencies_total
    if line.state is MeetingState.PLANNED and replies is not None and line.invited_at:
        return replies.agencies_confirmed, line.agencies_total
    return None


def _tally(line: MeetingLine, replies: ReplyCounts | None) -> str:
    found = tally(line, replies)
    if found is None:
        return '<span class="tally"></span>'
    what = _("agencies were there") if line.agencies_present is not None else _("agencies coming")
    heard = markup.only_heard(what)
    return f'<span class="tally">{escape(meeting_head.of_agencies(*found))} {heard}</span>'


def _note(line: MeetingLine, host: str) -> str:
    parts = [
        theirs(line.theme or ""),
        _("host: {agency}", agency=theirs(host)) if host else "",
    ]
    if line.state is MeetingState.CANCELLED and line.change_reason:
        parts.append(line.change_reason)
    elif line.moved_from:
        day = dates.short_day_week(dates.local_day(line.moved_from))
        parts.append(_("Moved from {day}", day=day))
    if line.extra_reason:
        parts.append(_("Extra meeting: {reason}", reason=line.extra_reason))
    return " · ".join(part for part in parts if part)
