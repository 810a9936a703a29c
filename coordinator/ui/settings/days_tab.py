"""Closed days of a year, the group's own ones among them, and the days of the terms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.roster import usecases as roster
from coordinator.roster.views import AgencyView
from coordinator.terms import usecases as terms
from coordinator.terms.rules import EARLIEST, LATEST, next_term, term_code_of
from coordinator.terms.views import ClosedDay, TermDates
from coordinator.ui import conflict, frame, identity_notice, state, widgets
from coordinator.ui.settings import breaks_card, day_form, days_upload
from coordinator.ui.settings.day_words import words_of
from coordinator.ui.text import theirs

_EARLIEST, _LATEST = date(EARLIEST, 1, 1), date(LATEST, 12, 31)
_TERMS_AHEAD = 4
_WEEKS = "weeks_"


def show(office: Office, actor: Actor) -> None:
    this_year = office.clock.today().year
    if gone := state.take(state.DAY_REMOVED):
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
                on_click=day_form.open_new,
                args=(max(office.clock.today(), date(year, 1, 1)),),
            )
    found = terms.closed_days(office, actor, first=date(year, 1, 1), last=date(year, 12, 31))
    agencies = roster.agencies(office, actor)
    if day_form.stands_alone(found):
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
    editable = [day for day in found if day.id is not None or not day.kind.traits.is_computed]
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
    by_calendar = [day for day in found if day.id is None and day.kind.traits.is_computed]
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
                if day.kind.traits.is_own:
                    _change(day, f"change_calendar_{number}")
            if day_form.is_open_for(day):
                day_form.form(office, actor, agencies)


def _editable_row(
    office: Office,
    actor: Actor,
    number: int,
    day: ClosedDay,
    agencies: Sequence[AgencyView],
) -> None:
    with widgets.row(f"day_{number}"):
        widgets.row_text(theirs(day.title()), f"{words_of(day)} · {day.effect.in_words()}")
        _change(day, f"change_day_{number}" if day.id is None else f"change_own_{day.id}")
        if day.id is not None:
            identity_notice.beside(f"day_{day.id}", day.name)
            st.button(
                _("Remove"),
                key=f"remove_day_{day.id}",
                type="tertiary",
                on_click=_remove,
                args=(day.id, day.version),
                help=_("Remove {name}", name=day.title()),
            )
    if day_form.is_open_for(day):
        day_form.form(office, actor, agencies)


def _change(day: ClosedDay, key: str) -> None:
    st.button(
        _("Change"),
        key=key,
        type="tertiary",
        on_click=day_form.open_for,
        args=(day,),
        help=_("Change {name}", name=day.title()),
    )


def _effect_chip(day: ClosedDay) -> None:
    look = day.effect.look
    widgets.chip(day.effect.heading(), look.icon, look.tone, width=132)


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
    form = conflict.open_form(
        f"term_{term.code}", _words(term), _values(term), term.version, first="first"
    )
    if not term.version:
        widgets.quiet(_("Follows the usual rule. Nobody has changed it."))
    with st.form(form.name, border=False):
        typed: dict[str, date] = {}
        for pair in zip(form.fields[::2], form.fields[1::2], strict=True):
            for place, one in zip(st.columns(2), pair, strict=True):
                typed[one.name] = place.date_input(
                    one.label,
                    value=form.given[one.name],
                    min_value=_EARLIEST,
                    max_value=_LATEST,
                    format="YYYY-MM-DD",
                    key=f"{form.key}_{one.name}",
                )
        form.show_conflict(typed)
        saved = st.form_submit_button(_("Save the term"), icon=":material/save:", key="save_term")
    if not saved:
        return
    if form.save(
        typed,
        lambda version, values: terms.change_term(
            office,
            actor,
            code=term.code,
            version=version,
            first_day=values["first"],
            last_day=values["last"],
            # Weeks that nobody has touched follow the term's days.
            windows=_weeks(values) if _weeks(values) != _weeks(form.base) else None,
        ),
    ):
        frame.flash(_("{name} is saved.", name=term.code))
        st.rerun()


def _words(term: TermDates) -> list[conflict.Field]:
    """Two fields for the first and the last day of each span: the term's own, its usual weeks'."""
    fields = [
        conflict.Field("first", _("The term's first day"), conflict.as_day),
        conflict.Field("last", _("The term's last day"), conflict.as_day),
    ]
    for one in term.windows:
        ends = (
            ("first", _("Usual weeks of meeting {n}, from", n=one.position)),
            ("last", _("Usual weeks of meeting {n}, to", n=one.position)),
        )
        fields += [
            conflict.Field(f"{_WEEKS}{one.position}_{end}", label, conflict.as_day)
            for end, label in ends
        ]
    return fields


def _values(term: TermDates) -> dict[str, date]:
    days = {"first": term.first_day, "last": term.last_day}
    for one in term.windows:
        days[f"{_WEEKS}{one.position}_first"] = one.first_day
        days[f"{_WEEKS}{one.position}_last"] = one.last_day
    return days


def _weeks(values: conflict.Values) -> list[tuple[date, date]]:
    days = [day for name, day in values.items() if name.startswith(_WEEKS)]
    return list(zip(days[::2], days[1::2], strict=True))
