"""Möten as it opens: the year as rows, what comes, what was, and what is to be planned."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.access.permissions import may
from coordinator.core import addresses, dates
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.invitations import usecases as invitations
from coordinator.invitations.views import ReplyCounts
from coordinator.meetings import usecases as meetings
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.views import MeetingLine, TermCount, YearView
from coordinator.minutes import usecases as minutes
from coordinator.minutes.views import Progress
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.letters import question
from coordinator.planning.polls.lifecycle import PollState
from coordinator.planning.time_left import time_for
from coordinator.terms import usecases as terms
from coordinator.terms.rules import next_term, term_code_of
from coordinator.terms.views import TermDates
from coordinator.ui import frame, markup, state, view_in_address, widgets
from coordinator.ui.meeting import earlier, meeting_head, undo_booking
from coordinator.ui.meeting.meeting_row import empty_row, meeting_row, tally
from coordinator.ui.polls import words as poll_words
from coordinator.ui.text import escape

_YEARS = (2000, 2099)  # those a term's code can name
_UNSETTLED = frozenset({PollState.DRAFT, PollState.OPEN, PollState.CLOSED})
_SOON = 3  # meetings shown whole under "coming"


def show(office: Office, actor: Actor) -> None:
    today = office.clock.today()
    with office.look():
        year = meetings.list_meetings(office, actor, year=_asked_year(today))
        coming = year.coming[:_SOON]
        lines = {line.code: line for line in (*year.meetings, *coming)}.values()
        notes = minutes.progress(office, actor, codes=_codes(lines, MeetingState.HELD))
        counts = invitations.reply_counts(office, actor, codes=_codes(lines, MeetingState.PLANNED))
        codes = [term.term_code for term in year.terms]
        days = {term.code: term for term in terms.terms(office, actor, codes=codes)}
    over = {code for code, term in days.items() if term.last_day < today}
    short = {
        count.term_code
        for count in year.terms
        if time_for(today, days[count.term_code].last_day) < count.wanted - count.planned
    }
    _head(year, actor, today, short)
    undo_booking.offer(office, actor)
    rows: list[str] = []
    for term in year.terms:
        mine = [line for line in year.meetings if line.term_code == term.term_code]
        rows += _term(
            term,
            mine,
            _Beside(notes, counts),
            days[term.term_code],
            is_over=term.term_code in over,
            can_plan=actor.in_office and term.term_code not in over,
        )
    with widgets.card("year"):
        st.html(markup.list_html(rows) + _sum(actor, year))
    _tabs(office, actor, year, coming, counts)


def _codes(lines: Iterable[MeetingLine], wanted: MeetingState) -> list[str]:
    return [line.code for line in lines if line.state is wanted]


# The year ---------------------------------------------------------------------------------------


def _asked_year(today: date) -> int:
    text = st.query_params.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == len("2026") else today.year
    return min(max(year, _YEARS[0]), _YEARS[1])


def _head(year: YearView, actor: Actor, today: date, short: Collection[str]) -> None:
    with widgets.page_head(_("Meetings"), _lead(year.terms[0].wanted)):
        st.session_state[state.YEAR] = year.year
        st.segmented_control(
            _("Year"),
            _years_around(year, today),
            default=year.year,
            key=state.YEAR,
            required=True,
            label_visibility="collapsed",
            on_change=_turn_year,
        )
        if actor.in_office and widgets.primary(_("Plan the term"), "plan", "edit_calendar"):
            term = _lacking_term(year.terms, short, today)
            st.switch_page(frame.page("meetings"), query_params=frame.query_for(plan=term))


def _lead(wanted: int) -> str:
    if wanted == 2:
        return _("Two meetings a term. A cancelled one does not count, a moved one does.")
    return ngettext(
        "{n} meeting a term. A cancelled one does not count, a moved one does.",
        "{n} meetings a term. A cancelled one does not count, a moved one does.",
        wanted,
    )


def _years_around(year: YearView, today: date) -> list[int]:
    """Three years at a time, the shown one among them, between the first and the coming one."""
    first = min([today.year, year.year, *year.years])
    last = max([today.year + 1, year.year, *year.years])
    start = max(first, min(year.year - 1, last - 2))
    return list(range(start, min(start + 2, last) + 1))


def _turn_year() -> None:
    st.query_params["year"] = str(st.session_state[state.YEAR])


def _lacking_term(counts: Sequence[TermCount], short: Collection[str], today: date) -> str:
    """The shown year's first term that lacks meetings and has time for them, else the next one."""
    for count in counts:
        if count.planned < count.wanted and count.term_code not in short:
            return count.term_code
    last = counts[-1].term_code
    return max(next_term(term_code_of(today)), next_term(last), key=_in_time)


def _in_time(term_code: str) -> tuple[str, bool]:
    """``VT2027`` comes before ``HT2027``."""
    return term_code[2:], term_code.startswith("HT")


@dataclass(frozen=True)
class _Beside:
    """What stands beside meetings in their rows: notes and replies, by code."""

    notes: Mapping[str, Progress]
    counts: Mapping[str, ReplyCounts]


def _term(
    term: TermCount,
    lines: Sequence[MeetingLine],
    beside: _Beside,
    days: TermDates,
    *,
    is_over: bool,
    can_plan: bool,
) -> Iterator[str]:
    """The term's meetings, then one row for each that is missing; one for all where none is."""
    for line in lines:
        yield meeting_row(
            line,
            notes=beside.notes.get(line.code),
            replies=beside.counts.get(line.code),
            host=line.host or "",
        )
    plan = term.term_code if can_plan else None
    season = term.term_code[:2]
    if not lines:
        title = _("No meetings") if is_over else _("Not booked")
        yield empty_row(season, title, detail=_term_days(days), plan=plan)
        return
    number = max(line.number for line in lines)
    for place in range(number + 1, number + 1 + term.wanted - term.planned):
        yield empty_row(f"{season} {place}", _("Not booked"), plan=plan)


def _sum(actor: Actor, year: YearView) -> str:
    """``VT2026: 2 av 2 möten · HT2026: 1 av 2 möten``, the dates as one sentence, and as a file."""
    parts = [markup.quiet_html(" · ".join(map(_term_count, year.terms)))]
    standing = [line for line in year.meetings if line.state is not MeetingState.CANCELLED]
    if standing:
        sentence = _year_sentence(year.year, standing)
        parts.append(markup.copy_html(_("Copy the year's dates"), sentence))
    return f'<div class="beneath">{"".join(parts)}{_year_file(actor, year.year)}</div>'


def _year_file(actor: Actor, year: int) -> str:
    """Our own route, which checks the session; Streamlit's downloads would be open to anybody."""
    address, label = addresses.year_plan(actor.group_slug, year), _("Year plan as PDF")
    return (
        f'<a class="plain-button" style="text-decoration:none" href="{escape(address)}" download>'
        f"{markup.icon('picture_as_pdf')}<span>{escape(label)}</span></a>"
    )


def _year_sentence(year: int, lines: Sequence[MeetingLine]) -> str:
    """``Samverkansgruppen 2027: tis 9 feb (v. 6) kl. 13.30–15.30, ...``, ready to be copied."""
    days = ", ".join(map(meeting_head.when, sorted(lines, key=lambda line: line.start)))
    return _("The collaboration group {year}: {days}", year=year, days=days)


def _term_count(term: TermCount) -> str:
    return ngettext(
        "{term}: {planned} of {n} meeting",
        "{term}: {planned} of {n} meetings",
        term.wanted,
        term=term.term_code,
        planned=term.planned,
    )


# The tabs ---------------------------------------------------------------------------------------


def _tabs(
    office: Office,
    actor: Actor,
    year: YearView,
    coming: Sequence[MeetingLine],
    counts: Mapping[str, ReplyCounts],
) -> None:
    labels = {"coming": _("Upcoming")}
    if may(meetings.find_meetings, actor):
        labels["earlier"] = _("Past")
    if actor.in_office:
        labels["plan"] = _("Plan")
    ways: dict[str, Callable[[], None]] = {
        "coming": lambda: _coming(coming, counts),
        "earlier": lambda: earlier.show(office, actor, years=year.years),
        "plan": lambda: _to_plan(office, actor),
    }
    for word, tab in view_in_address.tabs(state.MEETINGS_TAB, labels).items():
        if tab is not None:
            with tab:
                ways[word]()


def _coming(coming: Sequence[MeetingLine], counts: Mapping[str, ReplyCounts]) -> None:
    if not coming:
        widgets.empty(
            _("No meeting is booked."),
            _("They appear here as soon as dates are set."),
            key="coming",
        )
        return
    for line in coming:
        _coming_card(line, counts.get(line.code))


def _coming_card(line: MeetingLine, replies: ReplyCounts | None) -> None:
    day = dates.local_day(line.start)
    place = meeting_head.place(line)
    parts = [markup.paragraph(f"{dates.time_span(line.start, line.end)} · {place}")]
    if found := tally(line, replies):
        text = meeting_head.are_coming(*found)
        parts.append(markup.progress_html(text, *found))
    label = escape(_("Open the meeting"))
    link = markup.link_html(
        frame.office_page("meetings", meeting=line.code),
        f"{markup.icon('arrow_forward')}<span>{label}</span>",
        look="outlined-button",
    )
    copy = markup.copy_html(_("Copy as a sentence"), meeting_head.next_meeting_sentence(line))
    parts.append(f'<div class="beneath">{link}{copy}</div>')
    with widgets.card(f"coming_{line.code}"):
        title = f"{dates.capitalised(dates.long_day(day, year=True))} ({dates.week(day)})"
        st.header(title, anchor=False)
        st.html("".join(parts))


def _to_plan(office: Office, actor: Actor) -> None:
    """This term and the two after it, with what they lack."""
    today = office.clock.today()
    current = term_code_of(today)
    coming = next_term(current)
    codes = [current, coming, next_term(coming)]
    _polls(office, actor)
    days = terms.terms(office, actor, codes=codes)
    counts = meetings.term_counts(office, actor, codes=codes)
    with widgets.card("to_plan"):
        widgets.rows(
            markup.line_html(_term_count(count), _term_days(term))
            + _link(_("Plan {term}", term=count.term_code), plan=count.term_code)
            for count, term in zip(counts, days, strict=True)
        )


def _link(label: str, **query: str) -> str:
    return markup.link_html(frame.office_page("meetings", **query), escape(label))


def _polls(office: Office, actor: Actor) -> None:
    """Questions about days that are not settled yet, newest first."""
    open_ones = [line for line in date_polls.polls(office, actor) if line.state in _UNSETTLED]
    if not open_ones:
        return
    with widgets.card("polls"):
        widgets.rows(
            markup.line_html(question(line.term_code), poll_words.counted(line))
            + markup.chip_html(
                *poll_words.state(line.state, line.mails, is_complete=line.asked == line.answered)
            )
            + _link(_("Open the question"), poll=line.code)
            for line in open_ones
        )


def _term_days(term: TermDates) -> str:
    first, last = map(dates.short_day_week, (term.first_day, term.last_day))
    return _("{first} to {last}", first=first, last=last)
