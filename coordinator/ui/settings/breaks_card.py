"""School breaks of the group's municipalities: which are entered, and entering a year's at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.terms import usecases as terms
from coordinator.terms.rules import EARLIEST, LATEST
from coordinator.terms.views import Breaks, ClosedDay, NewClosedDay
from coordinator.ui import frame, state, widgets
from coordinator.ui.settings.day_words import words_of


def show(office: Office, actor: Actor, year: int) -> None:
    found = terms.school_breaks(office, actor, year=year)
    with widgets.card("breaks"):
        st.header(_("School breaks by municipality"), anchor=False)
        widgets.quiet(
            _("Where nothing is entered, the estimates above hold. The municipality decides.")
        )
        for one in found:
            with widgets.row(f"breaks_of_{one.municipality}"):
                widgets.row_text(one.municipality, _standing(one))
                st.button(
                    _("Enter breaks"),
                    key=f"breaks_{one.municipality}",
                    type="tertiary",
                    on_click=_open,
                    args=(one.municipality,),
                    help=_("Enter the school breaks of {name}", name=one.municipality),
                )
            if st.session_state.get(state.BREAKS_FORM) == one.municipality:
                _form(office, actor, one, year)


def _standing(one: Breaks) -> str:
    if not one.entered:
        return _("No breaks of its own are entered.")
    said = ", ".join(f"{day.name} {words_of(day).split(' · ')[0]}" for day in one.entered)
    if one.estimates:
        said += ". " + ngettext("{n} is estimated.", "{n} are estimated.", len(one.estimates))
    return said


def _open(municipality: str) -> None:
    st.session_state[state.BREAKS_FORM] = municipality
    state.take(state.DAY_FORM)


def _close() -> None:
    state.take(state.BREAKS_FORM)


def _form(office: Office, actor: Actor, one: Breaks, year: int) -> None:
    days = sorted((*one.entered, *one.estimates), key=lambda day: day.first_day)
    with st.form(f"breaks_form_{one.municipality}_{year}", border=False):
        wanted = [
            new
            for number, day in enumerate(days)
            if (new := _fields(f"break_{one.municipality}_{number}", day, one.municipality))
        ]
        with st.container(horizontal=True):
            go = st.form_submit_button(
                _("Save the breaks"), type="primary", icon=":material/save:", key="do_save_breaks"
            )
            st.form_submit_button(
                _("Leave it"), key="leave_breaks", type="tertiary", on_click=_close
            )
    if not go:
        return
    with frame.saying() as said:
        terms.enter_days(office, actor, days=wanted)
    if said.ok:
        _close()
        frame.flash(_("The school breaks of {name} are saved.", name=one.municipality))
        st.rerun()


def _fields(key: str, day: ClosedDay, municipality: str) -> NewClosedDay | None:
    """One break; an estimate may be left out, what is entered is removed in the list above."""
    taken = st.checkbox(
        widgets.literal(day.name), value=True, key=f"{key}_taken", disabled=day.id is not None
    )
    left, right = st.columns(2)
    first = _day(left, _("{name}, first day", name=day.name), day.first_day, f"{key}_first")
    last = _day(right, _("{name}, last day", name=day.name), day.last_day, f"{key}_last")
    if not taken:
        return None
    whose = municipality if day.id is None else day.municipality
    return replace(day.as_new(), first_day=first, last_day=last, municipality=whose)


def _day(place: DeltaGenerator, label: str, day: date, key: str) -> date:
    chosen: date = place.date_input(
        label,
        value=day,
        min_value=date(EARLIEST, 1, 1),
        max_value=date(LATEST, 12, 31),
        format="YYYY-MM-DD",
        key=key,
    )
    return chosen
