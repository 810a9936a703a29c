"""All agencies as rows, empty chairs in sight."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from coordinator.core.translation import _, ngettext
from coordinator.roster.views import AgencySeats, Duty, RosterView
from coordinator.ui import frame, widgets
from coordinator.ui.group import words
from coordinator.ui.text import escape, theirs

_NAME = 304  # pixels, so that people stand under each other; on a phone they come below


def go(**query: str | int | None) -> None:
    """Shows another view of the group's page."""
    st.switch_page(frame.page("group"), query_params=frame.query_for(**query))


def show(view: RosterView) -> None:
    with widgets.page_head(_("The group"), _summary(view)):
        if st.button(_("Upload a list"), icon=":material/upload_file:", key="upload"):
            go(upload="1")
        if widgets.primary(_("Add a person"), "add_person", "person_add"):
            go(add="1")
    with widgets.card("members"):
        for entry in view.members:
            _row(entry)
    if view.guests:
        st.header(_("Guests"), anchor=False)
        widgets.quiet(_("Invited for single items. They do not count among the group's agencies."))
        with widgets.card("guests"):
            for entry in view.guests:
                _row(entry)
    if st.button(_("Add an agency"), icon=":material/add:", key="new_agency", type="tertiary"):
        go(new="1")
    former(view.agencies, key="former")


def _summary(view: RosterView) -> str:
    seats = [seat for entry in view.members for seat in entry.seats]
    ordinary = sum(seat.duty is Duty.REPRESENTATIVE for seat in seats)
    vacant = sum(entry.vacant_seats for entry in view.members)
    parts = [
        ngettext("{n} agency", "{n} agencies", len(view.members)),
        ngettext("{n} representative", "{n} representatives", ordinary),
    ]
    if vacant:
        parts.append(ngettext("{n} empty seat", "{n} empty seats", vacant))
    return ", ".join(parts)


def _row(entry: AgencySeats) -> None:
    agency = entry.agency
    with widgets.row(agency.slug):
        with st.container(gap=None, width=_NAME, key=f"what_{agency.slug}"):
            st.page_link(
                frame.page("group"),
                label=f"**{widgets.literal(widgets.soften(theirs(agency.name)))}**",
                query_params=frame.query_for(agency=agency.slug),
            )
            if agency.principal:
                widgets.quiet(theirs(agency.principal))
            elif agency.is_member:
                widgets.chip(_("Principal missing"), "help", "no")
        st.html(_people(entry))
        if entry.vacant_seats:
            text = ngettext("{n} empty seat", "{n} empty seats", entry.vacant_seats)
            widgets.chip(text, "chair_alt", "wait")


def _people(entry: AgencySeats) -> str:
    """``Jonas Provström, Elin Demoqvist · Ersättare: Samir Testberg``."""
    parts = []
    for duty in Duty:
        names = ", ".join(seat.name for seat in entry.seats if seat.duty is duty)
        if names and duty is Duty.REPRESENTATIVE:
            parts.append(names)
        elif names:
            parts.append(f"{duty.heading()}: {names}")
    coming = ", ".join(f"{seat.name} {words.period(seat)}" for seat in entry.coming)
    if coming:
        word = _("Upcoming")
        parts.append(f"{word}: {coming}")
    if not parts:
        nobody = escape(_("Nobody yet"))
        return f'<span class="line quiet">{nobody}</span>'
    return f'<span class="line">{escape(widgets.soften(words.joined(parts)))}</span>'


def former(agencies: Sequence[AgencySeats], *, key: str) -> None:
    """Those who stood for an agency before, put away behind an expander."""
    number = sum(len(entry.former) for entry in agencies)
    if not number:
        return
    label = ngettext("{n} former person", "{n} former people", number)
    with st.expander(label, icon=":material/history:", key=f"list_{key}"):
        for entry in agencies:
            for seat in entry.former:
                with widgets.row(f"{key}_{seat.id}"):
                    stood = (theirs(entry.agency.name), words.role(seat), words.period(seat))
                    detail = words.joined(stood)
                    widgets.row_text(seat.name, detail)
