"""Planera: proposals for a term beside its calendar, and one date booked by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.meetings.views import NewMeeting
from coordinator.planning import usecases as planning
from coordinator.planning.rules import ProposedMeeting, Wishes
from coordinator.planning.views import TermCalendar, TermPlan
from coordinator.terms.rules import next_term
from coordinator.terms.views import Season
from coordinator.ui import frame, state, widgets
from coordinator.ui.meeting import by_hand
from coordinator.ui.meeting.term_marks import marks_of

_LENGTHS = (60, 90, 120, 150, 180)  # minutes


@dataclass(frozen=True)
class _Asked:
    start: time | None
    duration: int | None
    weekdays: tuple[int, ...]


def show(office: Office, actor: Actor, term_code: str) -> None:
    """The planning of one term."""
    asked = _asked(term_code)
    with frame.saying() as said:
        found = planning.term_plan(
            office,
            actor,
            term_code=term_code,
            weekdays=asked.weekdays,
            start=asked.start,
            duration=asked.duration,
        )
    if not said.ok:
        if asked != _Asked(None, None, Wishes().weekdays):
            _wishes(term_code, Wishes().start, Wishes().duration)
        _back()
        return
    chosen = _chosen(found)
    _head(office, actor, found, chosen)
    left, right = st.columns([5, 13], gap="large")
    with left:
        for place, meeting in enumerate(chosen):
            _card(found, place, meeting, chosen[:place])
        if chosen:
            _wishes(found.calendar.term.code, found.start, found.duration)
        by_hand.show(office, actor, found, is_main=not chosen)
        _back(next_term(found.calendar.term.code))
    with right:
        picked = {meeting.day: _place_name(found, n) for n, meeting in enumerate(chosen)}
        widgets.term_calendar(
            _calendar_title(found.calendar),
            (found.calendar.term.first_day, found.calendar.term.last_day),
            marks_of(found.calendar, picked),
            [(one.first_day, one.last_day) for one in found.calendar.term.windows],
        )


# Head and booking -------------------------------------------------------------------------------


def _head(office: Office, actor: Actor, found: TermPlan, chosen: Sequence[ProposedMeeting]) -> None:
    title = _("Plan {term}", term=found.calendar.term.code)
    with widgets.page_head(title, _lead(found, chosen)):
        if not chosen:
            return
        label = ngettext("Book the date", "Book both dates", len(chosen))
        if len(chosen) > 2:
            label = _("Book all {n} dates", n=len(chosen))
        pressed = widgets.primary(label, "book", "event_available")
    if pressed:
        _book(office, actor, found, chosen)


def _lead(found: TermPlan, chosen: Sequence[ProposedMeeting]) -> str:
    if found.plan.hindrance is not None:
        return sentence(found.plan.hindrance)
    usual = all(_is_usual(found.calendar, meeting.day) for meeting in chosen)
    if usual and len(chosen) == 2:
        return _("Two proposals, both within your usual weeks. Nothing is sent.")
    counted = ngettext("One proposal", "{n} proposals", len(chosen))
    where = _("within your usual weeks") if usual else _("not all within your usual weeks")
    return _("{proposals}, {where}. Nothing is sent.", proposals=counted, where=where)


def _book(office: Office, actor: Actor, found: TermPlan, chosen: Sequence[ProposedMeeting]) -> None:
    """Books what is chosen. Doubts stand in words on the cards, so the press accepts them."""
    doubts = frozenset({"day-is-doubtful", "day-outside-term"})
    with frame.saying() as said:
        planning.book(
            office,
            actor,
            meetings=[NewMeeting(start=one.start, end=one.end) for one in chosen],
            accepted=doubts,
            term_code=found.calendar.term.code,
        )
    if said.ok:
        days = [dates.short_day_week(one.day) for one in chosen]
        listed = _(" and ").join([", ".join(days[:-1]), days[-1]] if len(days) > 1 else days)
        frame.flash(_("Booked: {days}. Nothing has been sent.", days=listed))
        st.switch_page(
            frame.page("meetings"), query_params=frame.query_for(year=chosen[0].day.year)
        )


# Cards ------------------------------------------------------------------------------------------


def _options(found: TermPlan, place: int) -> dict[date, ProposedMeeting]:
    best = found.plan.proposals[0].meetings[place]
    others = found.plan.alternatives[place] if place < len(found.plan.alternatives) else ()
    return {one.day: one for one in (best, *others)}


def _key(found: TermPlan, place: int) -> str:
    return f"{state.PLAN_DAY}_{found.calendar.term.code}_{place}"


def _chosen(found: TermPlan) -> list[ProposedMeeting]:
    """The day that stands for each place: the one pressed, else the best."""
    if not found.plan.proposals:
        return []
    chosen = []
    for place in range(found.plan.wanted):
        options = _options(found, place)
        if st.session_state.get(_key(found, place)) not in options:
            st.session_state[_key(found, place)] = next(iter(options))
        chosen.append(options[st.session_state[_key(found, place)]])
    return chosen


def _place_name(found: TermPlan, place: int) -> str:
    booked = len([day for day, _code in found.calendar.booked if found.calendar.term.holds(day)])
    return _("Meeting {n}", n=booked + place + 1)


def _card(
    found: TermPlan, place: int, meeting: ProposedMeeting, before: Sequence[ProposedMeeting]
) -> None:
    name = _place_name(found, place)
    with widgets.card(f"plan_{place}"):
        widgets.quiet(name)
        st.header(f"{dates.long_day(meeting.day)} ({dates.week(meeting.day)})", anchor=False)
        st.markdown(dates.time_span(meeting.start, meeting.end))
        st.markdown(widgets.literal(_why(found.calendar, meeting, before)))
        options = list(_options(found, place))
        if len(options) > 1:
            st.pills(
                _("Good days for {meeting}", meeting=name.lower()),
                sorted(options),
                key=_key(found, place),
                format_func=dates.short_day,
                required=True,
            )


def _why(
    calendar: TermCalendar, meeting: ProposedMeeting, before: Sequence[ProposedMeeting]
) -> str:
    """What speaks for and against the day, in two sentences at most."""
    said = [
        _("Doubtful day: {name}.", name=", ".join(warned.name for warned in meeting.warnings))
        if meeting.warnings
        else _("No school break, bridge day or half day.")
    ]
    if not _is_usual(calendar, meeting.day):
        said.append(_("Outside your usual weeks."))
    earlier = [day for day, _code in calendar.booked] + [one.day for one in before]
    last = max((day for day in earlier if day < meeting.day), default=None)
    if last is not None:
        weeks = round((meeting.day - last) / timedelta(weeks=1))
        said.append(
            ngettext(
                "{n} week after the meeting before.", "{n} weeks after the meeting before.", weeks
            )
        )
    return " ".join(said)


def _is_usual(calendar: TermCalendar, day: date) -> bool:
    return any(window.holds(day) for window in calendar.term.windows)


def _calendar_title(calendar: TermCalendar) -> str:
    code = calendar.term.code
    if code.startswith(Season.VT):
        return _("Spring term {year}, week by week", year=code[2:])
    return _("Autumn term {year}, week by week", year=code[2:])


# Wishes -----------------------------------------------------------------------------------------


def _field(term_code: str, name: str) -> str:
    return f"{state.PLAN_WISHES}_{name}_{term_code}"


def _asked(term_code: str) -> _Asked:
    """What the fields below the cards say; they are drawn after the proposals they steer."""
    weekdays = st.session_state.get(_field(term_code, "weekdays"), Wishes().weekdays)
    return _Asked(
        start=st.session_state.get(_field(term_code, "start")),
        duration=st.session_state.get(_field(term_code, "duration")),
        weekdays=tuple(sorted(weekdays)),
    )


def _wishes(term_code: str, start: time, duration: int) -> None:
    with st.expander(_("Time, length and weekdays"), icon=":material/tune:", key="wishes"):
        st.time_input(
            _("Starts"), value=start, key=_field(term_code, "start"), step=timedelta(minutes=15)
        )
        lengths = sorted({*_LENGTHS, duration})
        st.selectbox(
            _("Length"),
            lengths,
            index=lengths.index(duration),
            key=_field(term_code, "duration"),
            format_func=lambda minutes: _("{n} minutes", n=minutes),
        )
        monday = date(2027, 1, 4)  # any Monday
        st.pills(
            _("Weekdays"),
            range(5),
            selection_mode="multi",
            default=Wishes().weekdays,
            key=_field(term_code, "weekdays"),
            format_func=lambda n: dates.short_day(monday + timedelta(days=n)).split()[0],
        )


def _back(following: str | None = None) -> None:
    with st.container(horizontal=True):
        st.page_link(
            frame.page("meetings"),
            label=_("All meetings"),
            icon=":material/arrow_back:",
            query_params=frame.query_for(),
        )
        if following:
            st.page_link(
                frame.page("meetings"),
                label=_("Plan {term}", term=following),
                icon=":material/arrow_forward:",
                query_params=frame.query_for(plan=following),
            )
