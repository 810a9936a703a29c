"""The agenda of a coming meeting: its items, when it ends, what can be done with them."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import AgendaItemView, MeetingView
from coordinator.ui import conflict, drafts, frame, identity_notice, save_anyway, state, widgets
from coordinator.ui.meeting import agenda_forms
from coordinator.ui.text import theirs
from coordinator.ui.widgets import AgendaLine


def show(office: Office, actor: Actor, view: MeetingView, *, may_change: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="agenda_head"):
        st.header(_("Agenda"), anchor=False, width="stretch")
        widgets.quiet(_end(view), width="content")
    with widgets.card("agenda"):
        widgets.agenda_list([_line(item) for item in view.agenda])
        if actor.in_office:
            line = view.line
            texts = (line.theme, line.extra_reason, line.change_reason)
            identity_notice.beside("agenda", *texts, *(item.title for item in view.agenda))
    if actor.in_office:
        _open_points(office, actor, view)
    if may_change:
        _theme(office, actor, view)
        _edit(office, actor, view)


def _edit(office: Office, actor: Actor, view: MeetingView) -> None:
    if view.line.invited_at:
        widgets.quiet(_("The invitation is sent. Tell the group if you change the agenda."))
    known = agenda_forms.presenters(office, actor, view)
    key = f"{state.AGENDA}_new_{view.line.code}_{len(view.agenda)}"
    with st.expander(
        _("Add an item"),
        expanded=drafts.has_begun(agenda_forms.new_item(view), "title"),
        icon=":material/add:",
        key=f"{state.AGENDA}_new_box",
    ):
        agenda_forms.add(office, actor, view, key, known)
    with st.expander(
        _("Change, move or remove an item"),
        expanded=bool(agenda_forms.changing(view)),
        icon=":material/edit:",
        key=f"{state.AGENDA}_box",
    ):
        agenda_forms.change(office, actor, view, key, known)
    agenda_forms.copy(office, actor, view)


def _line(item: AgendaItemView) -> AgendaLine:
    return AgendaLine(
        number=item.number,
        title=item.title,
        minutes_planned=item.duration,
        presenter=item.presenter or "",
    )


def _end(view: MeetingView) -> str:
    planned = timedelta(minutes=sum(item.duration for item in view.agenda))
    end = view.line.start + planned
    text = _("Estimated end {time}", time=dates.clock_time(end))
    late = round((end - view.line.end).total_seconds() / 60)
    if late <= 0:
        return text
    return f"{text} · " + ngettext("{n} minute too long", "{n} minutes too long", late)


def _open_points(office: Office, actor: Actor, view: MeetingView) -> None:
    """What waits under the item where the action list is gone through."""
    item = next((one for one in view.agenda if one.kind == "previous"), None)
    if item is None:
        return
    page = actions.action_points(office, actor)
    words = ngettext("{n} open action point", "{n} open action points", page.total)
    if page.overdue:
        words += ", " + ngettext("{n} overdue", "{n} overdue", page.overdue)
    title = _("Under item {n}: {words}", n=item.number, words=words)
    if not page.points:
        widgets.quiet(title)
        return
    with st.expander(title, icon=":material/task_alt:", key=f"{state.AGENDA}_points_box"):
        for point in page.points:
            with widgets.row(f"agenda_point_{point.id}"):
                detail = [point.code, theirs(point.agency_name or "")]
                if point.due_day:
                    detail.append(_("by {day}", day=dates.short_day_week(point.due_day)))
                widgets.row_text(theirs(point.text), " · ".join(part for part in detail if part))
                if point.is_overdue:
                    widgets.chip(_("Overdue"), "schedule", "late")


def _theme(office: Office, actor: Actor, view: MeetingView) -> None:
    form = conflict.open_form(
        f"{state.AGENDA}_theme_{view.line.code}",
        [conflict.Field("theme", _("Theme"))],
        {"theme": view.line.theme},
        view.line.version,
        first="t",
    )
    with (
        st.expander(
            _("Theme"),
            expanded=drafts.waits(drafts.form_name(form.name)) is not None,
            icon=":material/lightbulb:",
            key=f"{state.AGENDA}_theme_box",
        ),
        st.form(form.name, border=False),
    ):
        theme = st.text_input(
            _("Theme"), value=form.given["theme"] or "", max_chars=200, key=f"{form.key}_t"
        )
        form.show_conflict({"theme": theme})
        pressed = st.form_submit_button(_("Save the theme"), key=f"{form.name}_save")
    if not pressed:
        return
    if form.save(
        {"theme": theme},
        lambda version, values: save_anyway.answered(
            form.name,
            (values["theme"],),
            lambda accepted: meetings.set_theme(
                office, actor, code=view.line.code, version=version, accepted=accepted, **values
            ),
        ),
    ):
        frame.flash(_("The theme is saved."))
        st.rerun()
