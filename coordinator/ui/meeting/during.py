"""The meeting while it runs: agenda left, writing right, one tile per agency below.

Whatever leaves the open item (the next one, another one) saves its note first and stays when the
writer has to choose between two texts, so no words are left behind.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import AgendaItemView, MeetingView
from coordinator.minutes import usecases as minutes
from coordinator.ui import callbacks, drafts, frame, identity_notice, state, widgets
from coordinator.ui.meeting import (
    agenda_forms,
    attendance,
    closing,
    decisions_and_points,
    entry_forms,
    under_item,
)
from coordinator.ui.meeting.meeting_head import show_head
from coordinator.ui.meeting.note import may_leave, write_note
from coordinator.ui.text import theirs
from coordinator.ui.widgets import AgendaLine


def show_during(office: Office, actor: Actor, view: MeetingView) -> None:
    if st.query_params.get("room"):
        from coordinator.ui.meeting.projector_view import show_room

        show_room(view.line.code)
        return
    state.take(state.SHOWN_IN_ROOM)  # whoever leaves the room's view hides it again
    here = _("{part} of {whole} here", part=view.represented, whole=len(view.presence))
    with show_head(view.line, counted=here):
        wants_to_close = widgets.primary(_("Close the meeting"), "close_meeting", "stop_circle")
    with st.container(key="during"):
        right, left = st.columns([8, 5], gap="medium")
    with right:
        _writing(office, actor, view)
        attendance.show(office, actor, view)
    with left:
        _agenda(office, actor, view)
    closing.show(office, actor, view, asked=wants_to_close)


# Left ---------------------------------------------------------------------------------------------


def _agenda(office: Office, actor: Actor, view: MeetingView) -> None:
    now = office.clock.now()
    with widgets.section(_("Agenda")):
        _end(view, now)
    with widgets.card("agenda"):
        widgets.agenda_list([_line(item, now) for item in view.agenda])
        identity_notice.beside("agenda", view.line.theme, *(item.title for item in view.agenda))
    key = f"{state.GO_TO}_{view.line.code}"
    st.pills(
        _("Go to item"),
        [item.number for item in view.agenda],
        key=key,
        on_change=_go_to,
        args=(view, key),
        wrap=True,
    )
    with st.container(horizontal=True, gap="small"):
        opened = _edit(office, actor, view)
        st.link_button(
            _("Show in the room"),
            frame.address("/meetings", meeting=view.line.code, room=1),
            icon=":material/cast:",
            type="tertiary",
        )
    for line in agenda_forms.waiting(view, but=opened):
        widgets.quiet(line)


def _line(item: AgendaItemView, now: datetime) -> AgendaLine:
    used = _seconds_used(item, now)
    return AgendaLine(
        number=item.number,
        title=item.title,
        minutes_planned=item.duration,
        minutes_used=round(used / 60) if used or item.is_done or item.is_current else None,
        state="now" if item.is_current else "done" if item.is_done else "todo",
        presenter=item.presenter or "",
    )


def _seconds_used(item: AgendaItemView, now: datetime) -> float:
    running = (now - item.opened_at).total_seconds() if item.is_current and item.opened_at else 0
    return item.seconds_used + max(0, running)


def _end(view: MeetingView, now: datetime) -> None:
    """When it will end if the rest takes its planned time; says quietly that it is late."""
    end = _estimated_end(view, now)
    text = _("Estimated end {time}", time=dates.clock_time(end))
    late = round((end - view.line.end).total_seconds() / 60)
    if late > 0:
        over = ngettext("{n} minute late", "{n} minutes late", late)
        widgets.chip(f"{text}, {over}", "schedule", "late")
    else:
        widgets.quiet(text, width="content")


def _estimated_end(view: MeetingView, now: datetime) -> datetime:
    left = sum(
        max(0, item.duration * 60 - _seconds_used(item, now))
        for item in view.agenda
        if not item.is_done or item.is_current
    )
    return now + timedelta(seconds=left)


def _edit(office: Office, actor: Actor, view: MeetingView) -> list[str]:
    """The agenda is changed at the table too: what is still to come of it. Which forms are open."""
    key = f"{state.AGENDA}_table_{len(view.agenda)}"
    opened = []
    for what, label, name, form in (
        ("add", _("Add an item"), f"{key}_box", agenda_forms.add),
        ("change", _("Change the agenda"), f"{state.AGENDA}_table_change", agenda_forms.change),
    ):
        icon = "add" if what == "add" else "edit"
        with st.popover(
            label,
            icon=f":material/{icon}:",
            type="tertiary",
            key=name,
            on_change=drafts.ask_again,
        ) as box:
            if box.open:  # closed, it asks the database nothing
                form(office, actor, view, key)
                opened.append(what)
    return opened


# Right --------------------------------------------------------------------------------------------


def _writing(office: Office, actor: Actor, view: MeetingView) -> None:
    item = _open_item(view)
    widgets.section(f"{item.number}. {theirs(item.title)}")
    if item.kind == "previous":
        decisions_and_points.open_points(office, actor, view)
    write_note(office, actor, item.id)
    with st.container(horizontal=True, vertical_alignment="center", key="writing", gap="small"):
        entry_forms.button("decision", _("Decision"), "gavel", "Alt+B")
        entry_forms.button("action", _("Action point"), "task_alt", "Alt+A")
        if item.kind == "information":
            entry_forms.button("information", _("Information action"), "campaign")
        following = _following(view, item)
        if following:
            st.button(
                _("Next item"),
                icon=":material/arrow_downward:",
                key="b_next",
                shortcut="Alt+N",
                on_click=_open,
                args=(view, following.id),
            )
    entry_forms.forms(office, actor, view, item)
    record = minutes.minutes(office, actor, code=view.line.code)
    note = next(note for note in record.notes if note.agenda_item_id == item.id)
    decisions_and_points.decisions(office, actor, note.decisions)
    under_item.points_here(office, actor, view, item.id)
    if item.kind == "information":  # where the form stands that plans one
        planned = actions.infos_of_meeting(office, actor, code=view.line.code)
        under_item.infos_here(planned, item.id, is_checked=True)


def _open_item(view: MeetingView) -> AgendaItemView:
    return view.current_item or view.agenda[0]


def _following(view: MeetingView, item: AgendaItemView) -> AgendaItemView | None:
    return next((each for each in view.agenda if each.number == item.number + 1), None)


def _go_to(view: MeetingView, key: str) -> None:
    wish = st.session_state.get(key)
    st.session_state[key] = None
    chosen = next((item for item in view.agenda if item.number == wish), None)
    if chosen and not chosen.is_current:
        _open(view, chosen.id)


def _open(view: MeetingView, item_id: int) -> None:
    """Goes to an item, once the note of the open one is saved."""

    def go(office: Office, actor: Actor) -> None:
        if may_leave(office, actor, _open_item(view).id):
            meetings.open_item(
                office,
                actor,
                code=view.line.code,
                item_id=item_id,
                seen_id=view.current_item.id if view.current_item else None,
            )
            state.take(state.ENTRY_FORM)

    callbacks.act(go)
