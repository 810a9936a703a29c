"""Closed days of a year, the group's own ones among them, and the days of the terms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.errors import Conflict
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.roster import usecases as roster
from coordinator.roster.views import AgencyView
from coordinator.terms import usecases as terms
from coordinator.terms.rules import EARLIEST, LATEST, OWN_KINDS, next_term, term_code_of
from coordinator.terms.views import ClosedDay, ClosedKind, Effect, TermDates
from coordinator.ui import conflict, frame, guard_mark, state, widgets
from coordinator.ui.markup import State
from coordinator.ui.preferences import breaks_card, day_form, days_upload
from coordinator.ui.preferences.day_words import effect_word, words_of

_EARLIEST, _LATEST = date(EARLIEST, 1, 1), date(LATEST, 12, 31)
_BY_CALENDAR = (
    ClosedKind.HOLIDAY,
    ClosedKind.DE_FACTO,
    ClosedKind.HALF_DAY,
    ClosedKind.BRIDGE_DAY,
)
_TERMS_AHEAD = 4


_EFFECT_LOOK: dict[Effect, tuple[str, State]] = {
    Effect.BLOCK: ("block", "no"),
    Effect.WARN: ("contrast", "wait"),
    Effect.INFORM: ("info", "obs"),
}


def show(office: Office, actor: Actor) -> None:
    this_year = office.clock.today().year
    if gone := st.session_state.pop(state.DAY_REMOVED, None):
        with frame.saying() as said:
            terms.remove_closed_day(office, actor, closed_day_id=gone[0], version=gone[1])
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
        if not {state.DAY_FORM, state.BREAKS_FORM} & set(st.session_state):
            widgets.primary(
                _("Add a closed day"),
                "add_day",
                "event_busy",
                on_click=day_form.open_form,
                args=(max(office.clock.today(), date(year, 1, 1)),),
            )
    found = terms.closed_days(office, actor, first=date(year, 1, 1), last=date(year, 12, 31))
    agencies = roster.agencies(office, actor)
    if st.session_state.get(state.DAY_FORM) == day_form.NEW:
        with widgets.card("day_form"):
            day_form.form(office, actor, agencies)
    _lists(office, actor, found, agencies)
    breaks_card.show(office, actor, year)
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
            _(
                "Whatever you have not entered yourselves is an estimate. "
                "Choose Change to set the right days."
            )
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
                if day.kind in OWN_KINDS:
                    _change(day, f"change_calendar_{number}")
            if st.session_state.get(state.DAY_FORM) == day_form.form_of(day):
                day_form.form(office, actor, agencies)


def _editable_row(
    office: Office,
    actor: Actor,
    number: int,
    day: ClosedDay,
    agencies: Sequence[AgencyView],
) -> None:
    with widgets.row(f"day_{number}"):
        widgets.row_text(day.title(), f"{words_of(day)} · {effect_word(day.effect).lower()}")
        _change(day, f"change_day_{number}" if day.id is None else f"change_own_{day.id}")
        if day.id is not None:
            guard_mark.beside(f"day_{day.id}", day.name)
            st.button(
                _("Remove"),
                key=f"remove_day_{day.id}",
                type="tertiary",
                on_click=_remove,
                args=(day.id, day.version),
                help=_("Remove {name}", name=day.title()),
            )
    if st.session_state.get(state.DAY_FORM) == day_form.form_of(day):
        day_form.form(office, actor, agencies)


def _change(day: ClosedDay, key: str) -> None:
    st.button(
        _("Change"),
        key=key,
        type="tertiary",
        on_click=day_form.prefill,
        args=(day,),
        help=_("Change {name}", name=day.title()),
    )


def _effect_chip(day: ClosedDay) -> None:
    icon, look = _EFFECT_LOOK[day.effect]
    widgets.chip(effect_word(day.effect), icon, look, width=132)


def _remove(day_id: int, version: int) -> None:
    st.session_state[state.DAY_REMOVED] = (day_id, version)


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
        widgets.quiet(_("Follows the usual rule. Nobody has changed it."))
    with st.form(f"term_{term.code}", border=False):
        first, last = _span(
            f"term_{term.code}",
            (_("The term's first day"), _("The term's last day")),
            (term.first_day, term.last_day),
        )
        weeks = [
            _span(
                f"term_{term.code}_weeks_{window.position}",
                (
                    _("Usual weeks of meeting {n}, from", n=window.position),
                    _("Usual weeks of meeting {n}, to", n=window.position),
                ),
                (window.first_day, window.last_day),
            )
            for window in term.windows
        ]
        saved = st.form_submit_button(_("Save the term"), icon=":material/save:", key="save_term")
    if not saved:
        return
    is_moved = weeks != [(one.first_day, one.last_day) for one in term.windows]
    with frame.saying() as said:
        terms.change_term(
            office,
            actor,
            code=term.code,
            version=st.session_state.get(state.TERM_BASE, term.version),
            first_day=first,
            last_day=last,
            windows=weeks if is_moved else None,
        )
    if said.ok:
        frame.flash(_("{name} is saved.", name=term.code))
        for key in [key for key in st.session_state if str(key).startswith(f"term_{term.code}_")]:
            st.session_state.pop(key)
        st.rerun()
    elif isinstance(said.error, Conflict):
        conflict.explain(said.error)
        st.session_state[state.TERM_BASE] = term.version


def _span(key: str, labels: tuple[str, str], days: tuple[date, date]) -> tuple[date, date]:
    """Two fields for the first and the last day of a span."""
    chosen = [
        place.date_input(
            label,
            value=day,
            min_value=_EARLIEST,
            max_value=_LATEST,
            format="YYYY-MM-DD",
            key=f"{key}_{end}",
        )
        for place, label, day, end in zip(
            st.columns(2), labels, days, ("first", "last"), strict=True
        )
    ]
    return chosen[0], chosen[1]
