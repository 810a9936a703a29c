"""The forms beside the note: a new decision, action point or information action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.actions.views import InfoKind
from coordinator.core import dates
from coordinator.core.errors import BadInput
from coordinator.core.office import Office
from coordinator.core.translation import N_, _
from coordinator.drafts.views import Draft
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import AgendaItemView, MeetingView
from coordinator.minutes import paragraph_marks
from coordinator.minutes import usecases as minutes
from coordinator.minutes.views import ParagraphMark
from coordinator.ui import (
    agency_select,
    callbacks,
    drafts,
    frame,
    save_anyway,
    state,
    widgets,
)
from coordinator.ui.meeting import paragraph_mark_choice

_MOST_ELSEWHERE = 3  # drafts that are told of
_MOST = 2_000  # characters of a decision or an action point
_USUAL = timedelta(days=30)  # for an action point when no further meeting is booked


def button(name: str, label: str, icon: str, keys: str | None = None) -> None:
    """Opens or closes the form ``name``; ``keys`` do the same and stand on the button."""
    st.button(
        label,
        icon=f":material/{icon}:",
        key=f"b_{name}",
        shortcut=keys,
        on_click=_toggle,
        args=(name,),
    )


def _toggle(name: str) -> None:
    is_open = st.session_state.get(state.ENTRY_FORM) == name
    st.session_state[state.ENTRY_FORM] = None if is_open else name


def forms(office: Office, actor: Actor, view: MeetingView, item: AgendaItemView) -> None:
    """The one form that is open, if any; of the others it is said what waits in them."""
    opened = st.session_state.get(state.ENTRY_FORM)
    for name in ("decision", "action", "information"):
        waiting = drafts.waits(_new(name, item.id)) if name != opened else None
        if waiting is not None:
            _waiting(name, waiting)
    for line in waiting_elsewhere(view, f"item {item.id}", item.id):
        widgets.quiet(line)
    match opened:
        case "decision":
            _decision_form(office, actor, item.id)
        case "action":
            _point_form(office, actor, view, item.id)
        case "information" if item.kind == "information":
            _information_form(office, actor, view, item.id)


def _new(name: str, item_id: int) -> str:
    """The form's name as its draft has it."""
    return f"new_{name}_{item_id}"


def under(item_id: int) -> list[str]:
    """The names of the item's forms."""
    return [_new(name, item_id) for name in ("decision", "action", "information")]


def _waiting(name: str, draft: Draft) -> None:
    """Something was begun here and is not saved: it is one press away."""
    said = {
        "decision": _("A decision you began {time} waits:"),
        "action": _("An action point you began {time} waits:"),
        "information": _("An information action you began {time} waits:"),
    }[name].format(time=drafts.said_when(draft))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        widgets.quiet(f"{said} {drafts.excerpt(draft)}")
        st.button(
            _("Go on with it"),
            key=f"b_{name}_on",
            on_click=_go_on,
            args=(name, draft),
            type="tertiary",
        )


def waiting_elsewhere(view: MeetingView, where: str, item_id: int | None = None) -> Sequence[str]:
    """What waits under the other items: whoever went on by the wrong key sees that it is there.

    ``where``: the place on the page that tells it.
    """
    others = {
        _new(name, other.id): (name, other.number)
        for other in view.agenda
        if other.id != item_id
        for name in ("decision", "action", "information")
    }
    lines = []
    for draft in [one for one in drafts.waiting(where) if one.form in others][:_MOST_ELSEWHERE]:
        name, number = others[draft.form]
        said = {
            "decision": N_("A decision you began {time} waits under item {n}: {text}"),
            "action": N_("An action point you began {time} waits under item {n}: {text}"),
            "information": N_(
                "An information action you began {time} waits under item {n}: {text}"
            ),
        }[name]
        time, text = drafts.said_when(draft), drafts.excerpt(draft)
        lines.append(_(said, n=number, time=time, text=text))
    return lines


def _go_on(name: str, draft: Draft) -> None:
    if callbacks.act(lambda _office, _actor: drafts.go_on_with(draft.form, draft)):
        st.session_state[state.ENTRY_FORM] = name


def _frame() -> DeltaGenerator:
    """Around the open form; the page's own script puts the caret into its first field."""
    return st.container(key="entry_form")


def _submitted(label: str, icon: str) -> bool:
    """The form's two buttons. True when it is to be saved; leaving it closes the form."""
    with st.container(horizontal=True, gap="small"):
        save = st.form_submit_button(label, icon=f":material/{icon}:")
        leave = st.form_submit_button(_("Leave it"), type="tertiary")
    if leave:
        state.take(state.ENTRY_FORM)
        st.rerun()
    return save


def _done(said: str) -> None:
    state.take(state.ENTRY_FORM)
    frame.flash(said)
    st.rerun()


def _decision_form(office: Office, actor: Actor, item_id: int) -> None:
    draft = drafts.open_draft(_new("decision", item_id), ["text"])
    with _frame(), st.form(f"decision_{item_id}"):
        text = st.text_area(
            _("What is decided?"),
            value=draft.text("text"),
            key=draft.key("text"),
            max_chars=_MOST,
            height=100,
        )
        draft.line()
        usual = None if draft.texts else ParagraphMark.OPEN
        mark = paragraph_mark_choice.choice(draft.key("mark"), usual)
        pressed = _submitted(_("Save the decision"), "gavel")
    if pressed:
        with frame.saying() as said:
            if mark is None:
                raise BadInput("mark-missing")
            decision = minutes.add_decision(
                office, actor, item_id=item_id, text=paragraph_marks.marked_whole(text, mark)
            )
        if said.ok:
            draft.done()
            _done(_("{code} is saved.", code=decision.code))


def _point_form(office: Office, actor: Actor, view: MeetingView, item_id: int) -> None:
    names = {agency.agency_id: agency.agency_name for agency in view.presence}
    names |= {row.agency_id: row.agency_name for row in view.guests}
    draft = drafts.open_draft(_new("action", item_id), ["text"])
    with _frame(), st.form(f"point_{item_id}"):
        text = st.text_area(
            _("What is to be done?"),
            value=draft.text("text"),
            key=draft.key("text"),
            max_chars=_MOST,
            height=80,
        )
        draft.line()
        with st.container(horizontal=True):
            agency_id = agency_select.one_or_none(_("Agency"), names, nothing=_("Choose"))
            due = st.date_input(
                _("Due day"), value=_usual_due(office, actor, view), format="YYYY-MM-DD", width=220
            )
        pressed = _submitted(_("Save the action point"), "task_alt")
    if pressed:
        with save_anyway.saying(f"point_{item_id}", text) as said:
            point = actions.add_action_point(
                office,
                actor,
                accepted=said.accepted,
                meeting_code=view.line.code,
                item_id=item_id,
                text=text,
                agency_id=agency_id,
                due_day=due,
            )
        if said.ok:
            draft.done()
            _done(_("{code} is saved.", code=point.code))


def _usual_due(office: Office, actor: Actor, view: MeetingView) -> date:
    """The next meeting's day, where the list is gone through; else in thirty days."""
    for line in meetings.upcoming(office, actor):
        if line.start > view.line.start:
            return dates.local_day(line.start)
    return office.clock.today() + _USUAL


def _information_form(office: Office, actor: Actor, view: MeetingView, item_id: int) -> None:
    names = {agency.agency_id: agency.agency_name for agency in view.presence}
    draft = drafts.open_draft(_new("information", item_id), ["title"])
    with _frame(), st.form(f"information_{item_id}"):
        title = st.text_input(
            _("Name"), value=draft.text("title"), key=draft.key("title"), max_chars=200
        )
        draft.line()
        with st.container(horizontal=True):
            kind = st.selectbox(_("Kind"), list(InfoKind), format_func=InfoKind.heading, width=220)
            lead = agency_select.one_or_none(_("Lead agency"), names, nothing=_("Choose"))
        with st.container(horizontal=True):
            first = st.date_input(_("First day"), value=None, format="YYYY-MM-DD", width=220)
            last = st.date_input(_("Last day"), value=None, format="YYYY-MM-DD", width=220)
        pressed = _submitted(_("Save the information action"), "campaign")
    if pressed:
        with save_anyway.saying(f"info_{item_id}", title) as said:
            action = actions.add_information_action(
                office,
                actor,
                accepted=said.accepted,
                title=title,
                kind=kind or "",
                lead_agency_id=lead,
                first_day=first,
                last_day=last,
                meeting_code=view.line.code,
                item_id=item_id,
            )
        if said.ok:
            draft.done()
            _done(_("{code} is saved.", code=action.code))
