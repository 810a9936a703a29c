"""When the group usually meets, for how long, and how often: what planning begins with."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.groups import usecases as groups
from coordinator.groups.views import GroupView
from coordinator.ui import conflict, frame, widgets
from coordinator.ui.planning.search_conditions import length_word, lengths

_KEY = "usual_meeting"


def show(office: Office, actor: Actor) -> None:
    group = groups.group_settings(office, actor)
    form = conflict.open_form(_KEY, _words(), _values(group), group.version, first="start")
    with widgets.card(_KEY), st.form(_KEY, border=False):
        st.header(_("The usual meeting"), anchor=False)
        widgets.quiet(
            _("Proposals, questions about days and bookings begin with it. What is booked stays.")
        )
        fields = _fields(form.key, form.given)
        form.show_conflict(fields)
        saved = st.form_submit_button(_("Save the usual meeting"), icon=":material/save:")
    if not saved:
        return
    after = form.save(
        fields,
        lambda version, values: groups.change_usual_meeting(
            office, actor, version=version, **values
        ),
    )
    if after:
        frame.flash(_("The settings are saved."))
        st.rerun()


def _words() -> list[conflict.Field]:
    return [
        conflict.Field("usual_start", _("Starts"), dates.plain_time),
        conflict.Field("usual_duration", _("Length"), length_word),
        conflict.Field("meetings_per_term", _("Meetings per term")),
    ]


def _values(group: GroupView) -> dict[str, Any]:
    return {
        "usual_start": time.fromisoformat(group.usual_start),
        "usual_duration": group.usual_duration,
        "meetings_per_term": group.meetings_per_term,
    }


def _fields(key: str, given: conflict.Values) -> dict[str, object]:
    left, middle, right = st.columns(3)
    start = left.time_input(
        _("Starts"), value=given["usual_start"], step=timedelta(minutes=15), key=f"{key}_start"
    )
    choices = lengths(given["usual_duration"])
    duration = middle.selectbox(
        _("Length"),
        choices,
        index=choices.index(given["usual_duration"]),
        format_func=length_word,
        key=f"{key}_duration",
    )
    per_term = right.number_input(
        _("Meetings per term"),
        min_value=1,
        max_value=12,
        value=given["meetings_per_term"],
        key=f"{key}_per_term",
    )
    return {
        "usual_start": start or given["usual_start"],
        "usual_duration": duration,
        "meetings_per_term": int(per_term),
    }
