"""Closed days of a year, the group's own ones among them, and the days of the terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from coordinator.access.actor import Actor
from coordinator.core.errors import Conflict
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.roster import usecases as roster
from coordinator.roster.views import AgencyView
from coordinator.terms import usecases as terms
from coordinator.terms.rules import EARLIEST, LATEST, OWN_KINDS, next_term, term_code_of
from coordinator.terms.views import ClosedDay, ClosedKind, Effect, TermDates
from coordinator.ui import conflict, day_fields, frame, state, widgets
from coordinator.ui.markup import State
from coordinator.ui.preferences import days_upload
from coordinator.ui.preferences.day_words import effect_word, kind_word, words_of

_EARLIEST, _LATEST = date(EARLIEST, 1, 1), date(LATEST, 12, 31)
_BY_CALENDAR = (
    ClosedKind.HOLIDAY,
    ClosedKind.DE_FACTO,
    ClosedKind.HALF_DAY,
    ClosedKind.BRIDGE_DAY,
)
_TERMS_AHEAD = 4
_NEW = "new"  # the form that belongs to no row


_EFFECT_LOOK: dict[Effect, tuple[str, State]] = {
    Effect.BLOCK: ("block", "no"),
    Effect.WARN: ("contrast", "wait"),
    Effect.INFORM: ("info", "obs"),
}


def show(office: Office, actor: Actor) -> None:
    this_year = office.clock.today().year
    if done := st.session_state.pop(state.DAY_REMOVED, None):
        with frame.saying() as said:
            terms.remove_closed_day(office, actor, closed_day_id=done)
        if said.ok:
            st.success(_("The day is removed."))
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        year = st.segmented_control(
            _("Year"),
            range(this_year, this_year + 4),
            default=this_year,
            required=True,
            key=state.DAYS_YEAR,
            label_visibility="collapsed",
        )
        if st.session_state.get(state.DAY_FORM) is None:
            widgets.primary(
                _("Add a closed day"),
                "add_day",
                "event_busy",
                on_click=_open_form,
                args=(max(office.clock.today(), date(year, 1, 1)),),
            )
    found = terms.closed_days(office, actor, first=date(year, 1, 1), last=date(year, 12, 31))
    agencies = roster.agencies(office, actor)
    if st.session_state.get(state.DAY_FORM) == _NEW:
        with widgets.card("day_form"):
            _form(office, actor, agencies)
    _lists(office, actor, found, agencies)
    days_upload.show(office, actor, agencies)
    _terms(office, actor)


# Days -------------------------------------------------------------------------------------------


def _lists(
    office: Office, actor: Actor, found: Sequence[ClosedDay], agencies: Sequence[AgencyView]
) -> None:
    editable = [day for day in found if day.id is not None or day.kind not in _BY_CALENDAR]
    with widgets.card("days"):
        st.header(_("School breaks, vacations and absences"), anchor=False)
        widgets.quiet(
            _("What was not entered by you is an estimate. Choose Change to set the right days.")
        )
        for number, day in enumerate(editable):
            _editable_row(office, actor, number, day, agencies)
    by_calendar = [day for day in found if day.id is None and day.kind in _BY_CALENDAR]
    label = ngettext(
        "{n} day by the calendar: holidays, bridge days and short days",
        "{n} days by the calendar: holidays, bridge days and short days",
        len(by_calendar),
    )
    with st.expander(label, icon=":material/calendar_month:", key="list_calendar_days"):
        for number, day in enumerate(by_calendar):
            with widgets.row(f"calendar_{number}"):
                widgets.row_text(day.name, words_of(day))
                _effect_chip(day)


def _editable_row(
    office: Office,
    actor: Actor,
    number: int,
    day: ClosedDay,
    agencies: Sequence[AgencyView],
) -> None:
    with widgets.row(f"day_{number}"):
        widgets.row_text(day.title(), f"{words_of(day)} · {effect_word(day.effect).lower()}")
        st.button(
            _("Change"),
            key=f"change_day_{number}" if day.id is None else f"change_own_{day.id}",
            type="tertiary",
            on_click=_prefill,
            args=(day,),
            help=_("Change {name}", name=day.title()),
        )
        if day.id is not None:
            st.button(
                _("Remove"),
                key=f"remove_day_{day.id}",
                type="tertiary",
                on_click=_remove,
                args=(day.id,),
                help=_("Remove {name}", name=day.title()),
            )
    if st.session_state.get(state.DAY_FORM) == _form_of(day):
        _form(office, actor, agencies)


def _form_of(day: ClosedDay) -> str:
    return f"{day.id or ''} {day.name} {day.first_day}"


def _effect_chip(day: ClosedDay) -> None:
    icon, look = _EFFECT_LOOK[day.effect]
    widgets.chip(effect_word(day.effect), icon, look, width=132)


def _prefill(day: ClosedDay) -> None:
    """Puts a day into the form. An estimate saved under its name is stood in for by the new row."""
    _fill(_form_of(day), day)


def _open_form(day: date) -> None:
    """An empty form."""
    _fill(_NEW, ClosedDay("", day, day, ClosedKind.OWN_ABSENCE, Effect.WARN))


def _fill(form: str, day: ClosedDay) -> None:
    st.session_state[state.DAY_FORM] = form
    st.session_state["day_name"] = day.name
    st.session_state["day_first"] = day.first_day
    st.session_state["day_last"] = day.last_day
    st.session_state["day_kind"] = day.kind
    st.session_state["day_effect"] = day.effect
    st.session_state["day_agency"] = day.agency_id
    st.session_state["day_municipality"] = day.municipality
    st.session_state["day_rhythm"] = day_fields.rhythm_key(day.repeats)
    weekday = day.repeats.weekday if day.repeats else day.first_day.weekday()
    st.session_state["day_weekday"] = min(weekday, 4)
    st.session_state["day_part"] = day_fields.part_key(day.hours)
    st.session_state[state.DAY_BASE] = day


def _close_form() -> None:
    st.session_state.pop(state.DAY_FORM, None)


def _remove(day_id: int) -> None:
    st.session_state[state.DAY_REMOVED] = day_id


def _form(office: Office, actor: Actor, agencies: Sequence[AgencyView]) -> None:
    """The form for a day of the group's own, filled in by whoever opened it."""
    base: ClosedDay = st.session_state[state.DAY_BASE]
    with st.form("closed_day", border=False):
        fields = _fields(agencies, base)
        with st.container(horizontal=True):
            go = st.form_submit_button(
                _("Save the day"), type="primary", icon=":material/save:", key="do_save_day"
            )
            st.form_submit_button(
                _("Leave it"), key="leave_day", type="tertiary", on_click=_close_form
            )
    if go:
        _save(office, actor, base, fields)


def _fields(agencies: Sequence[AgencyView], base: ClosedDay) -> dict[str, Any]:
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
        agency = day_fields.agency_choice(
            _("Who is away"), agencies, "day_agency", whole_group=True
        )
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
    return {
        "name": name,
        "first_day": first,
        "last_day": last,
        "kind": kind,
        "effect": effect,
        "agency_id": agency,
        "municipality": municipality,
        "hours": hours,
        "repeats": day_fields.recurrence(rhythm, weekday),
    }


def _day_input(place: DeltaGenerator, label: str, key: str) -> date:
    chosen: date = place.date_input(
        label, key=key, min_value=_EARLIEST, max_value=_LATEST, format="YYYY-MM-DD"
    )
    return chosen


def _save(office: Office, actor: Actor, base: ClosedDay, fields: dict[str, Any]) -> None:
    with frame.saying() as said:
        if base.id is None:
            saved = terms.add_closed_day(office, actor, **fields)
        else:
            saved = terms.change_closed_day(
                office, actor, closed_day_id=base.id, version=base.version, **fields
            )
    if said.ok:
        _close_form()
        frame.flash(_("{name} is saved.", name=saved.name))
        st.rerun()
    elif isinstance(said.error, Conflict):
        conflict.explain(said.error)
        now = terms.closed_days(office, actor, first=base.first_day, last=base.last_day)
        there = next((day for day in now if day.id == base.id), None)
        version = there.version if there else base.version + 1
        st.session_state[state.DAY_BASE] = replace(base, version=version)


# Terms ------------------------------------------------------------------------------------------


def _terms(office: Office, actor: Actor) -> None:
    codes = [term_code_of(office.clock.today())]
    while len(codes) < _TERMS_AHEAD:
        codes.append(next_term(codes[-1]))
    with widgets.card("terms"):
        st.header(_("The term's days"), anchor=False)
        code = st.selectbox(_("Term"), codes, key="term_code")
        _term_form(office, actor, terms.term(office, actor, code=code))


def _term_form(office: Office, actor: Actor, term: TermDates) -> None:
    if f"term_{term.code}_first" not in st.session_state:
        st.session_state[state.TERM_BASE] = term.version
    if not term.version:
        widgets.quiet(_("By the usual rule; nobody has changed it."))
    with st.form(f"term_{term.code}", border=False):
        left, right = st.columns(2)
        first = left.date_input(
            _("The term's first day"),
            value=term.first_day,
            min_value=_EARLIEST,
            max_value=_LATEST,
            format="YYYY-MM-DD",
            key=f"term_{term.code}_first",
        )
        last = right.date_input(
            _("The term's last day"),
            value=term.last_day,
            min_value=_EARLIEST,
            max_value=_LATEST,
            format="YYYY-MM-DD",
            key=f"term_{term.code}_last",
        )
        saved = st.form_submit_button(_("Save the term"), icon=":material/save:", key="save_term")
    if not saved:
        return
    with frame.saying() as said:
        terms.change_term(
            office,
            actor,
            code=term.code,
            version=st.session_state.get(state.TERM_BASE, term.version),
            first_day=first,
            last_day=last,
        )
    if said.ok:
        frame.flash(_("{name} is saved.", name=term.code))
        st.session_state.pop(f"term_{term.code}_first", None)
        st.rerun()
    elif isinstance(said.error, Conflict):
        conflict.explain(said.error)
        st.session_state[state.TERM_BASE] = term.version
