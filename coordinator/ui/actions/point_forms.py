"""Adding an action point, and following one up: done, written off, reworded, taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.actions.lifecycle import PointState
from coordinator.actions.views import ActionPointView
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.meetings import usecases as meetings
from coordinator.meetings.in_transaction import ASKED_PLACES
from coordinator.roster.views import AgencyView
from coordinator.ui import (
    agency_select,
    callbacks,
    conflict,
    drafts,
    frame,
    save_anyway,
    state,
    widgets,
)

_MOST = 2_000  # characters
_WAYS = ("done", "change", "write_off")


def show_new(office: Office, actor: Actor, agencies: Sequence[AgencyView]) -> None:
    """The form in its card; the address says that it is open."""
    draft = drafts.open_draft("new_point", ["text"])
    with widgets.card("new_point"), st.form("new_point", border=False):
        st.header(_("A new action point"), anchor=False)
        empty = {"text": "", "agency_id": None, "due_day": _usual_due(office, actor)}
        fields = _fields(draft.prefix, empty | draft.texts, agencies)
        draft.line()
        with st.container(horizontal=True):
            go = st.form_submit_button(
                _("Add the action point"), type="primary", icon=":material/add:", key="do_new_point"
            )
            leave = st.form_submit_button(_("Leave it"), type="tertiary", key="leave_new_point")
    if leave:
        _without_form()
    if not go:
        return
    with save_anyway.saying("new_point", fields["text"]) as said:
        point = actions.add_action_point(office, actor, accepted=said.accepted, **fields)
    if said.ok:
        draft.done()
        frame.flash(_("{code} is saved.", code=point.code))
        _without_form()


def _without_form() -> None:
    st.query_params.pop("new", None)
    st.rerun()


def _usual_due(office: Office, actor: Actor) -> date:
    """The next meeting's day, where the list is gone through; else in thirty days."""
    today = office.clock.today()
    coming = (dates.local_day(line.start) for line in meetings.upcoming(office, actor))
    return next((day for day in coming if day > today), today + timedelta(days=30))


def _fields(key: str, given: conflict.Values, agencies: Sequence[AgencyView]) -> dict[str, Any]:
    text = st.text_area(
        _("What is to be done?"),
        value=given["text"],
        key=f"{key}_text",
        max_chars=_MOST,
        height=80,
    )
    left, right = st.columns(2)
    with left:
        agency_id = agency_select.one_or_none(
            _("Agency"),
            agency_select.names_of(agencies),
            f"{key}_agency",
            given=given["agency_id"],
        )
    due = right.date_input(
        _("Due day"),
        value=given["due_day"],
        format="YYYY-MM-DD",
        key=f"{key}_due",
    )
    return {
        "text": text,
        "agency_id": agency_id,
        "due_day": due if isinstance(due, date) else None,
    }


# Following up -----------------------------------------------------------------------------------


def toggle(point_id: int) -> None:
    """Opens the point's panel, or closes it; one is open at a time."""
    is_open = st.session_state.get(state.POINT_OPEN) == point_id
    st.session_state[state.POINT_OPEN] = None if is_open else point_id


def close_reported(point: ActionPointView, words: str) -> None:
    """Closes the point with the agency's own words as its result."""

    def close(office: Office, actor: Actor) -> None:
        actions.close_action_point(
            office,
            actor,
            point_id=point.id,
            version=point.version,
            result=words,
            accepted=ASKED_PLACES,  # asked about in vain: they are the agency's words
        )

    if callbacks.act(close):
        frame.flash(_("{code} is done.", code=point.code))


def follow_up(
    office: Office, actor: Actor, point: ActionPointView, agencies: Sequence[AgencyView]
) -> None:
    """The panel under the point's row."""
    if not point.is_open:
        _reopen(office, actor, point)
        return
    names = {
        "done": _("It is done"),
        "change": _("Change"),
        "write_off": _("Write it off"),
    }
    way = st.segmented_control(
        _("What has happened?"),
        _WAYS,
        default="done",
        format_func=lambda one: names[one],
        key=f"{state.POINT_DRAFT}_way_{point.id}",
        required=True,
    )
    if way == "change":
        _change(office, actor, point, agencies)
    else:
        _end(office, actor, point, agencies, way=str(way))


def _words(agencies: Sequence[AgencyView]) -> list[conflict.Field]:
    names = {agency.id: agency.name for agency in agencies}
    return [
        conflict.Field("text", _("What is to be done?")),
        conflict.Field("agency_id", _("Agency"), conflict.as_name(names, _("No agency"))),
        conflict.Field("due_day", _("Due day"), conflict.as_day),
        conflict.Field("under_way", _("Work has begun"), conflict.as_yes_no),
    ]


def _values(point: ActionPointView) -> dict[str, Any]:
    return {
        "text": point.text,
        "agency_id": point.agency_id,
        "due_day": point.due_day,
        "under_way": point.state is PointState.UNDER_WAY,
    }


def _end(
    office: Office,
    actor: Actor,
    point: ActionPointView,
    agencies: Sequence[AgencyView],
    *,
    way: str,
) -> None:
    """Done with a result, or written off with a reason: the words are asked for before the save."""
    is_done = way == "done"
    label = _("What came of it?") if is_done else _("Why is it written off?")
    form = conflict.open_form(
        f"{state.POINT_DRAFT}_{way}_{point.id}",
        [conflict.Field("words", label), *_words(agencies)],
        {"words": "", **_values(point)},
        point.version,
        first="words",
    )
    with st.form(f"{form.name}_form", border=False):
        words = st.text_area(
            label,
            value=form.given["words"],
            key=f"{form.key}_words",
            max_chars=_MOST,
            height=80,
        )
        typed = {"words": words}
        form.show_conflict(typed)
        go = st.form_submit_button(
            _("Close {code}", code=point.code)
            if is_done
            else _("Write off {code}", code=point.code),
            icon=":material/check:" if is_done else None,
        )
    if not go:
        return
    if is_done:
        saved = form.save(
            typed,
            lambda version, values: save_anyway.answered(
                form.name,
                (values["words"],),
                lambda accepted: actions.close_action_point(
                    office, actor, point_id=point.id, version=version, result=values["words"],
                    accepted=accepted,
                ),
            ),
        )  # fmt: skip
    else:
        saved = form.save(
            typed,
            lambda version, values: save_anyway.answered(
                form.name,
                (values["words"],),
                lambda accepted: actions.write_off_action_point(
                    office, actor, point_id=point.id, version=version, reason=values["words"],
                    accepted=accepted,
                ),
            ),
        )  # fmt: skip
    if saved:
        _saved(
            _("{code} is done.", code=point.code)
            if is_done
            else _("{code} is written off.", code=point.code)
        )


def _change(
    office: Office, actor: Actor, point: ActionPointView, agencies: Sequence[AgencyView]
) -> None:
    form = conflict.open_form(
        f"{state.POINT_DRAFT}_change_{point.id}",
        _words(agencies),
        _values(point),
        point.version,
        first="text",
    )
    with st.form(f"{form.name}_form", border=False):
        typed = _fields(form.key, form.given, agencies)
        typed["under_way"] = st.checkbox(
            _("Work has begun"),
            value=form.given["under_way"],
            key=f"{form.key}_begun",
        )
        form.show_conflict(typed)
        go = st.form_submit_button(_("Save the change"), icon=":material/save:")
    if not go:
        return
    if form.save(
        typed,
        lambda version, values: save_anyway.answered(
            form.name,
            (values["text"],),
            lambda accepted: actions.change_action_point(
                office, actor, point_id=point.id, version=version, accepted=accepted, **values
            ),
        ),
    ):
        _saved(_("{code} is saved.", code=point.code))


def _reopen(office: Office, actor: Actor, point: ActionPointView) -> None:
    version = conflict.seen(f"reopen_{point.id}", point.version)
    widgets.quiet(_("It comes back among the open ones. What was written when it closed stays."))
    if not st.button(
        _("Open {code} again", code=point.code),
        icon=":material/restart_alt:",
        key=f"reopen_{point.id}",
    ):
        return
    with frame.saying() as said:
        actions.reopen_action_point(office, actor, point_id=point.id, version=version)
    if said.ok:
        state.take(state.POINT_OPEN)
        frame.flash(_("{code} is open again.", code=point.code))
        st.rerun()


def _saved(words: str) -> None:
    state.take(state.POINT_OPEN)
    frame.flash(words)
    st.rerun()
