"""What matters when dates are chosen, which hours never suit, whom the quorum needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.planning import usecases as planning
from coordinator.planning.priorities import LABELS, Option, Priorities
from coordinator.planning.views import PlanningSettingsView
from coordinator.roster import usecases as roster
from coordinator.ui import confirm, conflict, frame, widgets
from coordinator.ui.confirm import Confirmation
from coordinator.ui.planning import absences
from coordinator.ui.settings import usual_meeting

_KEY = "planning_settings"
_RESET = "reset_priorities"


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
            **_priorities(form),
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
        conflict.Field("off", _("Times that never work"), absences.words_of_off),
        *(conflict.Field(name, _(label), _words_of) for name, label in LABELS.items()),
    ]


def _words_of(option: Option) -> str:
    return option.in_words()


def _values(settled: PlanningSettingsView, members: Collection[int]) -> dict[str, Any]:
    required = [one for one in settled.required if one in members]
    return {
        "required": required,
        "off": absences.off_in_halves(settled.off),
        **settled.priorities.by_name(),
    }


def _priorities(form: conflict.Form) -> dict[str, Option]:
    """One line of options for each choice."""
    st.subheader(_("What matters when dates are chosen"), anchor=False)
    return {name: _choice(form, name, _(label)) for name, label in LABELS.items()}


def _choice(form: conflict.Form, name: str, label: str) -> Option:
    given: Option = form.given[name]
    options = list(type(given))
    return st.radio(
        label,
        options,
        index=options.index(given),
        format_func=_words_of,
        horizontal=True,
        key=f"{form.key}_{name}",
    )


def _save(office: Office, actor: Actor, form: conflict.Form, typed: conflict.Values) -> None:
    after = form.save(
        typed,
        lambda version, values: planning.change_planning_settings(
            office,
            actor,
            version=version,
            priorities=Priorities(**{name: values[name] for name in LABELS}),
            off=values["off"] or (),
            required=values["required"],
        ),
    )
    if after:
        _saved()


def _reset(office: Office, actor: Actor, settled: PlanningSettingsView) -> None:
    version = conflict.seen(_RESET, settled.version)
    st.button(
        _("Back to what usually matters"),
        key="ask_reset",
        icon=":material/restart_alt:",
        type="tertiary",
        on_click=confirm.ask,
        args=(_RESET,),
    )
    question = Confirmation(
        title=_("Back to what usually matters?"),
        lines=(_("The times that never work and the agencies of the quorum stay as they are."),),
        go=_("Back to what usually matters"),
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
