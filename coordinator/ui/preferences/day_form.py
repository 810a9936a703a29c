"""The form for a closed day of the group's own: a new one, an estimate set right, one changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from coordinator.access.actor import Actor
from coordinator.core.errors import Conflict
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.roster.views import AgencyView
from coordinator.terms import usecases as terms
from coordinator.terms.rules import EARLIEST, LATEST, OWN_KINDS
from coordinator.terms.views import ClosedDay, ClosedKind, Effect, NewClosedDay
from coordinator.ui import conflict, day_fields, frame, state
from coordinator.ui.preferences.day_words import effect_word, kind_word

NEW = "new"  # the form that belongs to no row
_EARLIEST, _LATEST = date(EARLIEST, 1, 1), date(LATEST, 12, 31)


def form_of(day: ClosedDay) -> str:
    """Which form is a day's own; a row keeps its form whatever others make of it meanwhile."""
    return f"own {day.id}" if day.id is not None else f"{day.name} {day.first_day}"


def prefill(day: ClosedDay) -> None:
    """Puts a day into the form. An estimate saved under its name is stood in for by the new row."""
    _fill(form_of(day), day)


def open_form(day: date) -> None:
    """An empty form."""
    _fill(NEW, ClosedDay("", day, day, ClosedKind.OWN_ABSENCE, Effect.WARN))


def _fill(form: str, day: ClosedDay) -> None:
    st.session_state[state.DAY_FORM] = form
    st.session_state["day_name"] = day.name
    st.session_state["day_first"] = day.first_day
    st.session_state["day_last"] = day.last_day
    st.session_state["day_kind"] = day.kind
    st.session_state["day_effect"] = day.effect
    st.session_state["day_agency"] = day.agency_id or day_fields.WHOLE_GROUP
    st.session_state["day_municipality"] = day.municipality
    st.session_state["day_rhythm"] = day_fields.rhythm_key(day.repeats)
    weekday = day.repeats.weekday if day.repeats else day.first_day.weekday()
    st.session_state["day_weekday"] = min(weekday, 4)
    st.session_state["day_part"] = day_fields.part_key(day.hours)
    st.session_state[state.DAY_BASE] = day


def close_form() -> None:
    st.session_state.pop(state.DAY_FORM, None)


def form(office: Office, actor: Actor, agencies: Sequence[AgencyView]) -> None:
    """The form for a day of the group's own, filled in by whoever opened it."""
    base: ClosedDay = st.session_state[state.DAY_BASE]
    with st.form("closed_day", border=False):
        new = _fields(agencies, base)
        with st.container(horizontal=True):
            go = st.form_submit_button(
                _("Save the day"), type="primary", icon=":material/save:", key="do_save_day"
            )
            st.form_submit_button(
                _("Leave it"), key="leave_day", type="tertiary", on_click=close_form
            )
    if go:
        _save(office, actor, base, new)


def _fields(agencies: Sequence[AgencyView], base: ClosedDay) -> NewClosedDay:
    name = st.text_input(_("What the day is called"), key="day_name", max_chars=100)
    left, right = st.columns(2)
    first = _day_input(left, _("First day"), "day_first")
    last = _day_input(right, _("Last day"), "day_last")
    left, right = st.columns(2)
    kind = left.selectbox(_("Kind of day"), OWN_KINDS, format_func=kind_word, key="day_kind")
    effect = right.radio(
        _("When a meeting is planned"),
        list(Effect),
        format_func=effect_word,
        horizontal=True,
        key="day_effect",
    )
    left, right = st.columns(2)
    with left:
        agency = day_fields.agency_choice(_("Who is away"), agencies, "day_agency")
    municipality = right.text_input(
        _("Municipality, for school breaks"),
        key="day_municipality",
        max_chars=80,
        help=_("Empty: it holds for all. Several municipalities have a row each."),
    )
    left, middle, right = st.columns(3)
    rhythm = left.selectbox(
        _("How often"),
        day_fields.rhythm_keys(),
        format_func=day_fields.rhythm_word,
        key="day_rhythm",
    )
    weekday = middle.selectbox(
        _("Weekday, if it comes back"),
        range(5),
        format_func=day_fields.weekday_word,
        key="day_weekday",
    )
    with right:
        hours = day_fields.part_of_day(_("Part of the day"), "day_part", base.hours)
    return NewClosedDay(
        name=name,
        first_day=first,
        last_day=last,
        kind=kind,
        effect=effect,
        agency_id=agency,
        municipality=municipality,
        hours=hours,
        repeats=day_fields.recurrence(rhythm, weekday),
    )


def _day_input(place: DeltaGenerator, label: str, key: str) -> date:
    chosen: date = place.date_input(
        label, key=key, min_value=_EARLIEST, max_value=_LATEST, format="YYYY-MM-DD"
    )
    return chosen


def _save(office: Office, actor: Actor, base: ClosedDay, new: NewClosedDay) -> None:
    with frame.saying() as said:
        if base.id is None:
            saved = terms.add_closed_day(office, actor, new=new)
        else:
            saved = terms.change_closed_day(
                office, actor, closed_day_id=base.id, version=base.version, new=new
            )
    if said.ok:
        close_form()
        frame.flash(_("{name} is saved.", name=saved.name))
        st.rerun()
    elif isinstance(said.error, Conflict):
        conflict.explain(said.error)
        now = terms.closed_days(office, actor, first=base.first_day, last=base.last_day)
        there = next((day for day in now if day.id == base.id), None)
        version = there.version if there else base.version + 1
        st.session_state[state.DAY_BASE] = replace(base, version=version)
