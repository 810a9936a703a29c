"""The form for a closed day of the group's own: a new one, an estimate set right, one changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.roster.views import AgencyView
from coordinator.terms import usecases as terms
from coordinator.terms.rules import EARLIEST, LATEST
from coordinator.terms.views import OWN_KINDS, ClosedDay, ClosedKind, Effect, NewClosedDay
from coordinator.ui import agency_select, conflict, day_fields, frame, state

_NEW = "new"
_EARLIEST, _LATEST = date(EARLIEST, 1, 1), date(LATEST, 12, 31)


def _name_of(day: ClosedDay) -> str:
    """A day's own form; a row keeps its form whatever others make of it meanwhile."""
    if day.id is not None:
        return f"own {day.id}"
    return f"{day.name} {day.first_day}" if day.name else _NEW


def _opened() -> ClosedDay | None:
    """The day whose form stands open, as it was opened."""
    return st.session_state.get(state.DAY_FORM)


def open_for(day: ClosedDay) -> None:
    """Puts a day into the form. An estimate saved under its name is stood in for by the new row."""
    st.session_state[state.DAY_FORM] = day


def open_new(day: date) -> None:
    """An empty form."""
    open_for(ClosedDay("", day, day, ClosedKind.OWN_ABSENCE, Effect.WARN))


def close_form() -> None:
    state.take(state.DAY_FORM)


def is_open_for(day: ClosedDay) -> bool:
    opened = _opened()
    return opened is not None and _name_of(opened) == _name_of(day)


def stands_alone(shown: Sequence[ClosedDay]) -> bool:
    """Whether the open form belongs to no row: a new day, or one that was moved or taken away."""
    return _opened() is not None and not any(map(is_open_for, shown))


def form(office: Office, actor: Actor, agencies: Sequence[AgencyView]) -> None:
    """The form for a day of the group's own, filled in by whoever opened it."""
    opened = _opened()
    assert opened is not None
    name = _name_of(opened)
    now = _now(office, actor, opened)
    form = conflict.open_form(
        "day" if name == _NEW else f"day_{name}",
        _words(agencies),
        _values(now),
        now.version,
        first="name",
    )
    with st.form("closed_day", border=False):
        typed = _fields(form.key, form.given, agencies)
        form.show_conflict(typed)
        with st.container(horizontal=True):
            go = st.form_submit_button(
                _("Save the day"), type="primary", icon=":material/save:", key="do_save_day"
            )
            st.form_submit_button(
                _("Leave it"), key="leave_day", type="tertiary", on_click=close_form
            )
    if go:
        _save(office, actor, opened.id, form, typed)


def _now(office: Office, actor: Actor, opened: ClosedDay) -> ClosedDay:
    """The day as it is saved now; as it was opened where it is new, or taken away."""
    if opened.id is None:
        return opened
    # What comes back for years is looked for where it is looked at.
    nearest = min(max(office.clock.today().year, opened.first_day.year), opened.last_day.year)
    year = min(max(nearest, EARLIEST + 1), LATEST - 2)
    found = terms.closed_days(
        office, actor, first=date(year - 1, 1, 1), last=date(year + 2, 12, 31)
    )
    return next((day for day in found if day.id == opened.id), opened)


def _words(agencies: Sequence[AgencyView]) -> list[conflict.Field]:
    names = {agency.id: agency.name for agency in agencies}
    return [
        conflict.Field("name", _("What the day is called")),
        conflict.Field("first", _("First day"), conflict.as_day),
        conflict.Field("last", _("Last day"), conflict.as_day),
        conflict.Field("kind", _("Kind of day"), ClosedKind.heading),
        conflict.Field("effect", _("When a meeting is planned"), Effect.heading),
        conflict.Field("agency", _("Who is away"), conflict.as_name(names, _("The whole group"))),
        conflict.Field("municipality", _("Municipality, for school breaks")),
        conflict.Field("rhythm", _("How often"), day_fields.rhythm_word),
        conflict.Field("weekday", _("Weekday, if it comes back"), day_fields.weekday_word),
        conflict.Field("hours", _("Part of the day"), day_fields.words_of_part),
    ]


def _values(day: ClosedDay) -> dict[str, Any]:
    weekday = day.repeats.weekday if day.repeats else day.first_day.weekday()
    return {
        "name": day.name,
        "first": day.first_day,
        "last": day.last_day,
        "kind": day.kind,
        "effect": day.effect,
        "agency": day.agency_id,
        "municipality": day.municipality,
        "rhythm": day_fields.rhythm_key(day.repeats),
        "weekday": min(weekday, 4),
        "hours": day.hours,
    }


def _fields(key: str, given: conflict.Values, agencies: Sequence[AgencyView]) -> dict[str, Any]:
    name = st.text_input(
        _("What the day is called"), value=given["name"], key=f"{key}_name", max_chars=100
    )
    left, right = st.columns(2)
    first = _day_input(left, _("First day"), given["first"], f"{key}_first")
    last = _day_input(right, _("Last day"), given["last"], f"{key}_last")
    left, right = st.columns(2)
    kinds = list(OWN_KINDS)
    kind = left.selectbox(
        _("Kind of day"),
        kinds,
        index=kinds.index(given["kind"]) if given["kind"] in kinds else 0,
        format_func=ClosedKind.heading,
        key=f"{key}_kind",
    )
    effect = right.radio(
        _("When a meeting is planned"),
        list(Effect),
        index=list(Effect).index(given["effect"]),
        format_func=Effect.heading,
        horizontal=True,
        key=f"{key}_effect",
    )
    left, right = st.columns(2)
    with left:
        agency = agency_select.one_or_whole_group(
            _("Who is away"), agencies, f"{key}_agency", given["agency"]
        )
    municipality = right.text_input(
        _("Municipality, for school breaks"),
        value=given["municipality"],
        key=f"{key}_municipality",
        max_chars=80,
        help=_("Empty: it holds for all. Several municipalities have a row each."),
    )
    left, middle, right = st.columns(3)
    rhythm = left.selectbox(
        _("How often"),
        day_fields.rhythm_keys(given["rhythm"]),
        index=day_fields.rhythm_keys(given["rhythm"]).index(given["rhythm"]),
        format_func=day_fields.rhythm_word,
        key=f"{key}_rhythm",
    )
    weekday = middle.selectbox(
        _("Weekday, if it comes back"),
        range(5),
        index=given["weekday"],
        format_func=day_fields.weekday_word,
        key=f"{key}_weekday",
    )
    with right:
        hours = day_fields.part_of_day(_("Part of the day"), f"{key}_part", given["hours"])
    return {
        "name": name,
        "first": first,
        "last": last,
        "kind": kind,
        "effect": effect,
        "agency": agency,
        "municipality": municipality,
        "rhythm": rhythm,
        "weekday": weekday,
        "hours": hours,
    }


def _day_input(place: DeltaGenerator, label: str, value: date, key: str) -> date:
    chosen: date = place.date_input(
        label, value=value, key=key, min_value=_EARLIEST, max_value=_LATEST, format="YYYY-MM-DD"
    )
    return chosen


def _new(values: conflict.Values) -> NewClosedDay:
    return NewClosedDay(
        name=values["name"],
        first_day=values["first"],
        last_day=values["last"],
        kind=values["kind"],
        effect=values["effect"],
        agency_id=values["agency"],
        municipality=values["municipality"],
        hours=values["hours"],
        repeats=day_fields.recurrence(values["rhythm"], values["weekday"]),
    )


def _save(
    office: Office, actor: Actor, day_id: int | None, form: conflict.Form, typed: conflict.Values
) -> None:
    if day_id is None:
        saved = form.save(
            typed, lambda _version, values: terms.add_closed_day(office, actor, new=_new(values))
        )
    else:
        saved = form.save(
            typed,
            lambda version, values: terms.change_closed_day(
                office, actor, closed_day_id=day_id, version=version, new=_new(values)
            ),
        )
    if saved:
        close_form()
        frame.flash(_("{name} is saved.", name=saved.name))
        st.rerun()
