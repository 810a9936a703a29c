"""A meeting as one line of a list: which, when and about what, how far it has come, how many."""

from __future__ import annotations

from html import escape

import streamlit as st

from coordinator.core import dates
from coordinator.core.translation import _
from coordinator.invitations.views import ReplyCounts
from coordinator.meetings.views import MeetingLine, MeetingState
from coordinator.minutes.views import MinutesState
from coordinator.ui import frame, markup, widgets
from coordinator.ui.meeting import head
from coordinator.ui.meeting.head import Chip
from coordinator.ui.text import soften

# Pixels, so that the parts of rows stand under each other.
_LABEL, _CHIP, _TALLY = 68, 152, 72


def meeting_row(
    line: MeetingLine,
    *,
    where: str,
    with_year: bool = False,
    minutes: MinutesState | None = None,
    replies: ReplyCounts | None = None,
    chip: Chip | None = None,
    host: str = "",
) -> None:
    """One row in the list ``where``; ``chip`` takes the place of the meeting's own state."""
    with widgets.row(f"{where}_{line.code}"):
        label(f"{line.term_code[:2]} {line.number}")
        with st.container(gap=None, width="stretch", key=f"what_{where}_{line.code}"):
            day = dates.local_day(line.start)
            shown = dates.short_day(day, year=with_year)
            st.page_link(
                frame.page("meetings"),
                label=f"**{shown}** ({dates.week(day)}) {dates.time_span(line.start, line.end)}",
                query_params=frame.query_for(meeting=line.code),
            )
            if note := _note(line, host):
                st.html(f'<p class="theme">{escape(soften(note))}</p>')
        (chip or head.state_chip(line, minutes)).show(width=_CHIP)
        st.html(_tally(line, replies), width=_TALLY)


def empty_row(name: str, title: str, *, detail: str = "", plan: str | None) -> None:
    """A place, or a whole term, without a meeting; ``plan`` is the term that the link plans."""
    with widgets.row(f"empty-{name.replace(' ', '-')}"):
        label(name)
        widgets.row_text(title, detail)
        if plan:
            st.page_link(
                frame.page("meetings"),
                label=_("Plan {term}", term=plan),
                query_params=frame.query_for(plan=plan),
            )


def label(text: str) -> None:
    st.html(f'<strong class="slot">{escape(text)}</strong>', width=_LABEL)


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
        return "<span></span>"
    what = _("agencies were there") if line.agencies_present is not None else _("agencies coming")
    heard = markup.only_heard(what)
    return f'<span class="tally">{escape(head.of_agencies(*found))} {heard}</span>'


def _note(line: MeetingLine, host: str) -> str:
    parts = [line.theme or "", _("host: {agency}", agency=host) if host else ""]
    if line.state is MeetingState.CANCELLED and line.change_reason:
        parts.append(line.change_reason)
    elif line.moved_from:
        day = dates.short_day_week(dates.local_day(line.moved_from))
        parts.append(_("Moved from {day}", day=day))
    if line.extra_reason:
        parts.append(_("Extra meeting: {reason}", reason=line.extra_reason))
    return " · ".join(part for part in parts if part)
