"""What is written beside the note: decisions, action points, information actions."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.actions.views import ActionPointView, InfoKind
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import AgendaItemView, MeetingView
from coordinator.minutes import usecases as minutes
from coordinator.minutes.views import DecisionView, NoteView
from coordinator.ui import frame, markup, state, widgets

_MOST = 2_000  # characters of a decision or an action point


def button(name: str, label: str, icon: str, keys: str) -> None:
    """Opens or closes the form ``name``; the shortcut stands in its tooltip."""
    st.button(
        label,
        icon=f":material/{icon}:",
        key=f"b_{name}",
        help=keys or None,
        on_click=_toggle,
        args=(name,),
    )


def _toggle(name: str) -> None:
    is_open = st.session_state.get(state.ENTRY_FORM) == name
    st.session_state[state.ENTRY_FORM] = None if is_open else name


def _done(words: str) -> None:
    st.session_state.pop(state.ENTRY_FORM, None)
    frame.flash(words)
    st.rerun()


def forms(office: Office, actor: Actor, view: MeetingView, item: AgendaItemView) -> None:
    """The one form that is open, if any."""
    match st.session_state.get(state.ENTRY_FORM):
        case "decision":
            _decision_form(office, actor, item.id)
        case "action":
            _point_form(office, actor, view, item.id)
        case "information":
            _information_form(office, actor, view, item.id)


def _decision_form(office: Office, actor: Actor, item_id: int) -> None:
    with st.form(f"decision_{item_id}"):
        text = st.text_area(_("What is decided?"), max_chars=_MOST, height=100)
        pressed = st.form_submit_button(_("Save the decision"), icon=":material/gavel:")
    if pressed:
        with frame.saying() as said:
            decision = minutes.add_decision(office, actor, item_id=item_id, text=text)
        if said.ok:
            _done(_("{code} is saved.", code=decision.code))


def _point_form(office: Office, actor: Actor, view: MeetingView, item_id: int) -> None:
    with st.form(f"point_{item_id}"):
        text = st.text_area(_("What is to be done?"), max_chars=_MOST, height=80)
        left, right = st.columns(2)
        agency_id = left.selectbox(
            _("Agency"),
            [agency.agency_id for agency in view.presence],
            format_func=lambda id_: _agency_name(view, id_),
            index=None,
            placeholder=_("Choose"),
        )
        due = right.date_input(
            _("Due day"), value=_usual_due(office, actor, view), format="YYYY-MM-DD"
        )
        pressed = st.form_submit_button(_("Save the action point"), icon=":material/task_alt:")
    if pressed:
        with frame.saying() as said:
            point = actions.add_action_point(
                office,
                actor,
                meeting_code=view.line.code,
                item_id=item_id,
                text=text,
                agency_id=agency_id,
                due_day=due if isinstance(due, date) else None,
            )
        if said.ok:
            _done(_("{code} is saved.", code=point.code))


def _agency_name(view: MeetingView, agency_id: int) -> str:
    return next(each.agency_name for each in view.presence if each.agency_id == agency_id)


def _usual_due(office: Office, actor: Actor, view: MeetingView) -> date:
    """The next meeting's day, where the list is gone through; else in thirty days."""
    for line in meetings.upcoming(office, actor):
        if line.start > view.line.start:
            return dates.local_day(line.start)
    return office.clock.today() + timedelta(days=30)


def _information_form(office: Office, actor: Actor, view: MeetingView, item_id: int) -> None:
    with st.form(f"information_{item_id}"):
        title = st.text_input(_("Name"), max_chars=200)
        left, right = st.columns(2)
        kind = left.selectbox(_("Kind"), list(InfoKind), format_func=kind_word)
        lead = right.selectbox(
            _("Lead agency"),
            [agency.agency_id for agency in view.presence],
            format_func=lambda id_: _agency_name(view, id_),
            index=None,
            placeholder=_("Choose"),
        )
        first = left.date_input(_("First day"), value=None, format="YYYY-MM-DD")
        last = right.date_input(_("Last day"), value=None, format="YYYY-MM-DD")
        pressed = st.form_submit_button(
            _("Save the information action"), icon=":material/campaign:"
        )
    if pressed:
        with frame.saying() as said:
            action = actions.add_information_action(
                office,
                actor,
                title=title,
                kind=str(kind),
                lead_agency_id=lead,
                first_day=first if isinstance(first, date) else None,
                last_day=last if isinstance(last, date) else None,
                meeting_code=view.line.code,
                item_id=item_id,
            )
        if said.ok:
            _done(_("{code} is saved.", code=action.code))


def kind_word(kind: InfoKind) -> str:
    return {
        InfoKind.CAMPAIGN: _("Campaign"),
        InfoKind.TRAINING: _("Training"),
        InfoKind.LECTURE: _("Lecture"),
        InfoKind.MATERIAL: _("Material"),
        InfoKind.OUTREACH: _("Outreach"),
    }[kind]


# What stands there already ------------------------------------------------------------------------


def decisions(office: Office, actor: Actor, note: NoteView) -> None:
    """The item's decisions; rewording and striking out are behind a fold."""
    for decision in note.decisions:
        if decision.is_withdrawn:
            continue
        st.html(markup.labelled_html(decision.code, "gavel", "ok", decision.text))
        with st.expander(_("Change {code}", code=decision.code), key=f"decision_{decision.id}_box"):
            _change_decision(office, actor, decision)


def _change_decision(office: Office, actor: Actor, decision: DecisionView) -> None:
    key = f"decision_{decision.id}_{decision.version}"
    text = st.text_area(_("Decision"), value=decision.text, key=key, max_chars=_MOST)
    with st.container(horizontal=True):
        if st.button(_("Save the change"), key=f"{key}_save", icon=":material/save:"):
            with frame.saying() as said:
                minutes.change_decision(
                    office, actor, decision_id=decision.id, version=decision.version, text=text
                )
            if said.ok:
                st.rerun()
        if st.button(_("Strike out"), key=f"{key}_strike", type="tertiary"):
            with frame.saying() as said:
                minutes.withdraw_decision(
                    office, actor, decision_id=decision.id, version=decision.version
                )
            if said.ok:
                frame.flash(
                    _("{code} is struck out. Its number is not used again.", code=decision.code)
                )
                st.rerun()


def points_here(office: Office, actor: Actor, view: MeetingView, item_id: int) -> None:
    for point in actions.points_of_meeting(office, actor, code=view.line.code):
        if point.agenda_item_id == item_id:
            st.html(markup.labelled_html(point.code, "task_alt", "sub", point_line(point)))


def point_line(point: ActionPointView) -> str:
    """``Boka lokal · Polisen · senast ons 2 dec (v. 49)``."""
    parts = [point.text]
    if point.agency_name:
        parts.append(point.agency_name)
    if point.due_day:
        parts.append(_("by {day}", day=dates.short_day_week(point.due_day)))
    return " · ".join(parts)


def open_points(office: Office, actor: Actor, view: MeetingView) -> None:
    """Item 3: the open action points of all meetings, each with a quick way of closing it."""
    page = actions.action_points(office, actor, limit=50)
    if not page.points:
        widgets.quiet(_("No open action points. Nothing is left behind."))
        return
    words = ngettext("{n} open action point", "{n} open action points", page.total)
    if page.overdue:
        words += ", " + ngettext("{n} overdue", "{n} overdue", page.overdue)
    with widgets.card("open_points"):
        st.header(words, anchor=False)
        for point in page.points:
            with widgets.row(f"point_{point.id}"):
                due = [point.code, point.agency_name or _("No agency")]
                if point.due_day:
                    due.append(_("by {day}", day=dates.short_day_week(point.due_day)))
                widgets.row_text(point.text, " · ".join(due))
                if point.is_overdue:
                    widgets.chip(_("Overdue"), "schedule", "late")
                with st.popover(_("Done"), icon=":material/task_alt:", key=f"pop_{point.id}"):
                    _close_point(office, actor, view, point)


def _close_point(office: Office, actor: Actor, view: MeetingView, point: ActionPointView) -> None:
    key = f"close_{point.id}_{point.version}"
    result = st.text_input(_("What came of it?"), key=key, max_chars=_MOST)
    if st.button(_("Close {code}", code=point.code), key=f"{key}_go"):
        with frame.saying() as said:
            actions.close_action_point(
                office,
                actor,
                point_id=point.id,
                version=point.version,
                result=result,
                meeting_code=view.line.code,
            )
        if said.ok:
            st.rerun()
