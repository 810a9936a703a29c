"""Meetings that were: filters that combine, stand in the address and can be shared."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.meetings import usecases as meetings
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.views import MeetingFilter, MeetingPage
from coordinator.minutes import usecases as minutes
from coordinator.roster import usecases as roster
from coordinator.roster.views import AgencyView
from coordinator.ui import state, view_in_address, widgets
from coordinator.ui.meeting.meeting_head import Chip
from coordinator.ui.meeting.meeting_row import meeting_row
from coordinator.ui.text import theirs

PAGE_SIZE = 20
_PAST = frozenset({MeetingState.HELD, MeetingState.CANCELLED})


@dataclass(frozen=True)
class _Asked:
    filter: MeetingFilter
    agency: AgencyView | None
    page: int


def show(office: Office, actor: Actor, *, years: tuple[int, ...]) -> None:
    """Filters, how many fit, and one page of them."""
    members = [one for one in roster.agencies(office, actor) if one.is_member]
    asked = _filters(members, years)
    found = meetings.find_meetings(
        office,
        actor,
        filter=asked.filter,
        limit=PAGE_SIZE,
        offset=(asked.page - 1) * PAGE_SIZE,
    )
    st.markdown(f"**{widgets.literal(_summary(found, asked.agency))}**")
    if not found.meetings:
        widgets.empty(
            _("No matching meetings."), _("Remove a filter, or try another word."), key="earlier"
        )
        return
    held = [line.code for line in found.meetings if line.state is MeetingState.HELD]
    notes = minutes.progress(office, actor, codes=held)
    rows = []
    for line in found.meetings:
        chip = None
        if asked.agency and line.state is MeetingState.HELD:
            chip = _was_there() if line.id in found.attended_ids else _was_not_there()
        rows.append(meeting_row(line, with_year=True, notes=notes.get(line.code), chip=chip))
    with widgets.card("earlier"):
        widgets.rows(rows)
    view_in_address.pager(found.total, PAGE_SIZE, _("Later meetings"), _("Earlier meetings"))


def _filters(members: list[AgencyView], years: tuple[int, ...]) -> _Asked:
    """The filters as they stand in the address; they hold no persons."""
    newest_first = sorted(years, reverse=True)
    terms = [f"{season}{year}" for year in newest_first for season in ("HT", "VT")]
    by_slug = {one.slug: one for one in members}
    with st.container(horizontal=True, key="filters", gap="small"):
        year = view_in_address.choice(
            state.EARLIER_YEAR, _("Year"), {str(one): str(one) for one in newest_first}
        )
        term = view_in_address.choice(state.EARLIER_TERM, _("Term"), {one: one for one in terms})
        agency = view_in_address.choice(
            state.EARLIER_AGENCY, _("Agency"), {one.slug: one.name for one in members}
        )
        theme = view_in_address.words(state.EARLIER_THEME, _("Theme"))
    return _Asked(
        MeetingFilter(
            year=int(year) if year else None,
            term_code=term,
            agency_id=by_slug[agency].id if agency else None,
            theme=theme or None,
            states=_PAST,
        ),
        by_slug.get(agency or ""),
        view_in_address.page_number(),
    )


def _summary(found: MeetingPage, agency: AgencyView | None) -> str:
    if agency is not None and found.attended is not None:
        return ngettext(
            "{agency} was at {attended} of {n} meeting",
            "{agency} was at {attended} of {n} meetings",
            found.held,
            agency=theirs(agency.name),
            attended=found.attended,
        )
    return ngettext("{n} meeting", "{n} meetings", found.total)


def _was_there() -> Chip:
    return Chip(_("Was there"), "check_circle", "ok")


def _was_not_there() -> Chip:
    return Chip(_("Was not there"), "event_busy", "no")
