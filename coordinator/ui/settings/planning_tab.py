"""How the planner weighs days, which hours never suit, whom the quorum needs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.planning import usecases as planning
from coordinator.planning.views import PlanningSettingsView
from coordinator.planning.weights import BOUNDS
from coordinator.roster import usecases as roster
from coordinator.terms.views import ClosedKind
from coordinator.ui import confirm, conflict, frame, widgets
from coordinator.ui.confirm import Confirmation
from coordinator.ui.planning import absences
from coordinator.ui.settings import usual_meeting

_KEY = "planning_settings"
_RESET = "reset_weights"
IN_DAYS = {"notice", "distance_least", "distance_most"}


def weight_word(name: str) -> str:
    if name in set(ClosedKind):
        return ClosedKind(name).heading()
    return {
        "outside": _("Outside the usual weeks"),
        "day_outside": _("Each day away from the usual weeks"),
        "day_off_middle": _("Each day from the middle of the usual weeks"),
        "other_doubt": _("Another doubtful day"),
        "day_near_break": _("Each day closer than a week to a break"),
        "other_weekday": _("Another weekday than Wednesday"),
        "weekday_step": _("Each weekday away from last time"),
        "day_short_notice": _("Each day of notice that is missing"),
        "day_off_distance": _("Each day too close or too far between meetings"),
        "other_time": _("Another hour than the usual"),
        "quarter_off": _("Each quarter away from the usual hour"),
        "agency_away": _("An agency that cannot come"),
        "required_away": _("More, if the quorum needs it"),
        "required_silent": _("More, if the quorum needs it and it has not answered"),
        "below_quorum": _("Fewer agencies than the quorum"),
        "if_need_be": _("An agency that can if need be"),
        "no_answer": _("An agency that has not answered"),
        "never_there": _("An agency that can come to none of the dates"),
        "attraction": _("Back, for time to prepare a campaign"),
        "notice": _("Notice wanted, in days"),
        "distance_least": _("Shortest good distance, in days"),
        "distance_most": _("Longest good distance, in days"),
    }[name]


def show(office: Office, actor: Actor) -> None:
    usual_meeting.show(office, actor)
    settled = planning.planning_settings(office, actor)
    members = {one.id: one.name for one in roster.agencies(office, actor) if one.is_member}
    form = conflict.open_form(
        _KEY, _words(members), _values(settled, members), settled.version, first="required"
    )
    with widgets.card(_KEY), st.form(_KEY, border=False):
        required = st.multiselect(
            _("Agencies needed for a quorum"),
            list(members),
            default=[one for one in form.given["required"] if one in members],
            format_func=members.__getitem__,
            key=f"{form.key}_required",
            help=_("A date that one of them cannot make is proposed only with words about it."),
        )
        absences.off_pills(f"{form.key}_off", form.given["off"])
        typed = {
            "required": required,
            "off": absences.chosen_off(f"{form.key}_off"),
            **_weights(form),
        }
        form.show_conflict(typed)
        saved = st.form_submit_button(
            _("Save"), type="primary", icon=":material/save:", key="do_save_planning"
        )
    if saved:
        _save(office, actor, form, typed)
    _reset(office, actor, settled)


def _words(members: Mapping[int, str]) -> list[conflict.Field]:
    return [
        conflict.Field(
            "required",
            _("Agencies needed for a quorum"),
            conflict.as_list(members.__getitem__),
        ),
        conflict.Field("off", _("Times ruled out"), absences.words_of_off),
        *(conflict.Field(name, weight_word(name), _scaled(name)) for name in BOUNDS),
    ]


def _scaled(name: str) -> Callable[[int], str]:
    return lambda value: _shown(name, value)


def _shown(name: str, value: int) -> str:
    """Points have a tenth, as in their fields; days have none."""
    return str(value) if name in IN_DAYS else f"{value / 10:.1f}".replace(".", ",")


def _values(settled: PlanningSettingsView, members: Collection[int]) -> dict[str, Any]:
    required = [one for one in settled.required if one in members]
    return {"required": required, "off": absences.off_in_halves(settled.off), **settled.weights}


def _weights(form: conflict.Form) -> Mapping[str, int]:
    """One field per weight: points, or days."""
    st.subheader(_("What counts against a date"), anchor=False)
    widgets.quiet(
        _("A perfect pair of dates scores 100 points. Whatever speaks against a day costs points.")
    )
    found: dict[str, int] = {}
    with st.expander(_("Points, one by one"), icon=":material/tune:", key="weights"):
        left, right = st.columns(2)
        for number, (name, (least, most)) in enumerate(BOUNDS.items()):
            place = right if number % 2 else left
            scale = 1 if name in IN_DAYS else 10
            value = place.number_input(
                weight_word(name),
                min_value=least / scale,
                max_value=most / scale,
                value=form.given[name] / scale,
                step=1.0 if scale == 1 else 0.1,
                format="%.0f" if scale == 1 else "%.1f",
                key=f"{form.key}_{name}",
            )
            found[name] = round(value * scale)
    return found


def _save(office: Office, actor: Actor, form: conflict.Form, typed: conflict.Values) -> None:
    after = form.save(
        typed,
        lambda version, values: planning.change_planning_settings(
            office,
            actor,
            version=version,
            weights={name: values[name] for name in BOUNDS},
            off=values["off"] or (),
            required=values["required"],
        ),
    )
    if after:
        _saved()


def _reset(office: Office, actor: Actor, settled: PlanningSettingsView) -> None:
    version = conflict.seen(_RESET, settled.version)
    st.button(
        _("Restore the usual points"),
        key="ask_reset",
        icon=":material/restart_alt:",
        type="tertiary",
        on_click=confirm.ask,
        args=(_RESET,),
    )
    question = Confirmation(
        title=_("Let everything cost what it usually does?"),
        lines=(_("Hours that are off and the agencies of the quorum stay as they are."),),
        go=_("Restore the usual points"),
        icon="restart_alt",
    )
    if confirm.confirmed(_RESET, question):
        with frame.saying() as said:
            planning.reset_planning_settings(office, actor, version=version)
        if said.ok:
            conflict.forget(_KEY)
            _saved()


def _saved() -> None:
    frame.flash(_("The settings are saved."))
    st.rerun()
