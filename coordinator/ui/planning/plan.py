"""Planera: proposals for a term beside its calendar, and one date booked by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from html import escape

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.access.permissions import may
from coordinator.core import dates
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.groups import usecases as groups
from coordinator.meetings.views import NewMeeting
from coordinator.planning import usecases as planning
from coordinator.planning.hosts import suggested
from coordinator.planning.views import SAID_BESIDE, ProposedMeeting, TermCalendar, TermPlan
from coordinator.terms import usecases as terms
from coordinator.terms.rules import next_term
from coordinator.terms.views import Season
from coordinator.ui import frame, markup, state, widgets
from coordinator.ui.planning import absences, book_by_hand, proposals, search_conditions
from coordinator.ui.planning.calendar_days import labels_of_days


def show(office: Office, actor: Actor, term_code: str) -> None:
    """The planning of one term."""
    frame.back("meetings", _("All meetings"))
    wanted = search_conditions.chosen(term_code)
    with frame.saying() as said:
        found = planning.term_plan(
            office,
            actor,
            term_code=term_code,
            weekdays=wanted.weekdays,
            between=wanted.between,
            start=wanted.start,
            duration=wanted.duration,
            off=wanted.off,
        )
    if not said.ok:
        if wanted != search_conditions.Conditions():
            group = groups.group_settings(office, actor)
            start = time.fromisoformat(group.usual_start)
            search_conditions.fields(term_code, start, group.usual_duration, wanted.off or ())
        return
    chosen = proposals.chosen_days(found)
    hosts = suggested(found.hosts, [proposals.away(meeting) for meeting in chosen])
    _head(office, actor, found, chosen)
    if not found.has_people:
        _no_people()
    with st.container(key="plan"):
        left, right = st.columns([1, 2], gap="medium")
    with left:
        search_conditions.smallest_change(found)
        for place, meeting in enumerate(chosen):
            proposals.card(found, place, meeting, chosen[:place], hosts[place])
        proposals.all_proposals(found)
        if found.plan.wanted:
            absences.show(found)
            search_conditions.fields(
                found.calendar.term.code, found.start, found.duration, found.off
            )
        book_by_hand.show(office, actor, found, is_main=not chosen)
        _onward(next_term(found.calendar.term.code))
    with right:
        picked = {meeting.day: proposals.place_name(found, n) for n, meeting in enumerate(chosen)}
        widgets.term_calendar(
            _calendar_title(found.calendar),
            (found.calendar.term.first_day, found.calendar.term.last_day),
            labels_of_days(found.calendar, picked),
            [(one.first_day, one.last_day) for one in found.calendar.term.windows],
        )
        _estimated(actor, found)


# Head and booking -------------------------------------------------------------------------------


def _head(office: Office, actor: Actor, found: TermPlan, chosen: Sequence[ProposedMeeting]) -> None:
    title = _("Plan {term}", term=found.calendar.term.code)
    with widgets.page_head(title, _lead(found, chosen)):
        if not chosen:
            return
        label = ngettext("Book the date", "Book both dates", len(chosen))
        if len(chosen) > 2:
            label = _("Book all {n} dates", n=len(chosen))
        asks = st.button(_("Ask the group"), icon=":material/how_to_vote:", key="ask_group")
        pressed = widgets.primary(label, "book", "event_available")
    if asks:
        _ask(office, found, chosen)
    if pressed:
        _book(office, actor, found, chosen)


def _ask(office: Office, found: TermPlan, chosen: Sequence[ProposedMeeting]) -> None:
    """Takes every day that is proposed here along to a question about days, and what was chosen.

    A day that was picked in the fields for booking by hand comes along too.
    """
    code = found.calendar.term.code
    times = [(one.start, one.end) for one in chosen]
    by_hand = book_by_hand.picked(office, found)
    if by_hand and by_hand not in times:
        times.append(by_hand)
    st.session_state[f"{state.POLL_CHOSEN}_{code}"] = times
    st.session_state[f"{state.POLL_DAYS}_{code}"] = [
        list(proposals.options(found, place).values()) for place in range(found.plan.wanted)
    ]
    st.switch_page(frame.page("meetings"), query_params=frame.query_for(ask=code))


def _no_people() -> None:
    """Days can be planned, but there is nobody to ask about them or to invite."""
    with widgets.card("no_people"):
        title = _("There is nobody to invite yet.")
        words = escape(_("Add a person"))
        label = f"<span>{words}</span>{markup.icon('arrow_forward')}"
        widgets.rows(
            [
                markup.line_html(title, _("Nobody can be asked about the days, or invited."))
                + markup.link_html(frame.office_page("group", add="1"), label)
            ]
        )


def _lead(found: TermPlan, chosen: Sequence[ProposedMeeting]) -> str:
    if found.plan.hindrance is not None:
        return sentence(found.plan.hindrance)
    usual = all(proposals.is_usual(found.calendar, meeting.day) for meeting in chosen)
    if usual and len(chosen) == 2:
        return _("Two proposals, both within your usual weeks. Nothing is sent.")
    counted = ngettext("One proposal", "{n} proposals", len(chosen))
    where = _("within your usual weeks") if usual else _("not all within your usual weeks")
    return _("{proposals}, {where}. Nothing is sent.", proposals=counted, where=where)


def _book(office: Office, actor: Actor, found: TermPlan, chosen: Sequence[ProposedMeeting]) -> None:
    """Books what is chosen. Doubts stand in words on the cards, so the press accepts them."""
    with frame.saying() as said:
        codes = planning.book(
            office,
            actor,
            meetings=[
                NewMeeting(
                    start=one.start,
                    end=one.end,
                    host_agency_id=proposals.chosen_host(found, place),
                )
                for place, one in enumerate(chosen)
            ],
            accepted=SAID_BESIDE,
            term_code=found.calendar.term.code,
        )
    if said.ok:
        days = [dates.short_day_week(one.day) for one in chosen]
        listed = _(" and ").join([", ".join(days[:-1]), days[-1]] if len(days) > 1 else days)
        frame.flash(_("Booked: {days}. Nothing has been sent.", days=listed))
        st.session_state[state.JUST_BOOKED] = codes
        st.switch_page(
            frame.page("meetings"), query_params=frame.query_for(year=chosen[0].day.year)
        )


def _estimated(actor: Actor, found: TermPlan) -> None:
    """Whose school breaks nobody has entered: what the calendar shows of them is a guess."""
    if not found.estimated:
        return
    *most, last = found.estimated
    names = _(" and ").join([", ".join(most), last] if most else [last])
    widgets.quiet(_("The school breaks are estimates for {names}.", names=names))
    if may(terms.enter_days, actor):
        st.page_link(
            frame.page("settings"),
            label=_("Enter the school breaks"),
            icon=":material/edit_calendar:",
            query_params=frame.query_for(),
        )


# Calendar -----------------------------------------------------------------------------------------


def _calendar_title(calendar: TermCalendar) -> str:
    code = calendar.term.code
    if code.startswith(Season.VT):
        return _("Spring term {year}, week by week", year=code[2:])
    return _("Autumn term {year}, week by week", year=code[2:])


def _onward(following: str) -> None:
    st.page_link(
        frame.page("meetings"),
        label=_("Plan {term}", term=following),
        icon=":material/arrow_forward:",
        query_params=frame.query_for(plan=following),
    )
