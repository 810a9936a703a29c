"""The meeting afterwards: how far the notes have come, what they say, who was there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

import streamlit as st

from coordinator.access.actor import Actor, Role
from coordinator.actions import usecases as actions
from coordinator.actions.views import ActionPointView
from coordinator.core import dates
from coordinator.core.errors import NotFound
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import MeetingView, Outcome
from coordinator.minutes import usecases as minutes
from coordinator.minutes.rules import MinutesEvent
from coordinator.minutes.views import MinutesState, MinutesView, NoteView
from coordinator.ui import confirm, frame, markup, state, widgets
from coordinator.ui.confirm import Confirmation
from coordinator.ui.markup import Step
from coordinator.ui.meeting import attendance, entries
from coordinator.ui.meeting.head import show_head
from coordinator.ui.meeting.note import write_note
from coordinator.ui.text import soften

_COMMENT_DAYS = 12  # how long comments are waited for, as proposed


def show_after(office: Office, actor: Actor, view: MeetingView) -> None:
    try:
        record = minutes.minutes(office, actor, code=view.line.code)
    except NotFound:
        show_head(view.line)
        widgets.empty(
            _("The notes are not ready yet."),
            _("They can be read here when they are approved."),
            key="no_notes",
        )
        return
    counted = _("{part} of {whole} were here", part=view.represented, whole=len(view.presence))
    leads = actor.has(Role.COORDINATOR)
    right = show_head(view.line, counted=counted, minutes=record.state)
    if leads:
        with right:
            _next_step(office, actor, view, record)
    widgets.steps(_steps(record))
    points = actions.points_of_meeting(office, actor, code=view.line.code)
    left, aside = st.columns([8, 5], gap="large")
    with left:
        st.header(widgets.literal(_(record.heading)), anchor=False)
        _notes(office, actor, record, points, may_write=leads and not record.is_locked)
    with aside:
        _attendance(office, actor, view, may_correct=leads and not record.is_locked)
        if leads:
            _papers(office, actor, view, record)


# How far it has come ------------------------------------------------------------------------------


def _steps(record: MinutesView) -> list[Step]:
    order = list(MinutesState)
    reached = order.index(record.state)
    titles = (_("Draft"), _("Out for comments"), _("Approved"), _("Sent out"))
    details = (
        "",
        _until(record),
        _on(record.approved_on) or record.adjuster_name or "",
        _on(record.sent_on),
    )
    return [
        Step(
            title,
            detail,
            "done" if place < reached or record.state is MinutesState.SENT else
            "now" if place == reached else "next",
        )
        for place, (title, detail) in enumerate(zip(titles, details, strict=True))
    ]  # fmt: skip


def _on(day: date | None) -> str:
    return dates.short_day_week(day) if day else ""


def _until(record: MinutesView) -> str:
    if record.comments_by:
        return _("Until {day}", day=dates.short_day_week(record.comments_by))
    return _on(record.circulated_on)


def _next_step(office: Office, actor: Actor, view: MeetingView, record: MinutesView) -> None:
    """The one button is the next step; it says what the step means before it is taken."""
    ways = {
        MinutesState.DRAFT: (MinutesEvent.CIRCULATE, _("Circulate for comments"), "rate_review"),
        MinutesState.CIRCULATED: (MinutesEvent.APPROVE, _("Approve the notes"), "verified"),
        MinutesState.APPROVED: (MinutesEvent.SEND, _("Mark as sent out"), "send"),
    }
    if record.state not in ways:
        return
    event, label, icon = ways[record.state]
    key = f"step_{view.line.code}_{record.version}"
    widgets.primary(label, "minutes_step", icon, on_click=confirm.ask, args=(key,))
    comments_by = office.clock.today() + timedelta(days=_COMMENT_DAYS)
    question = Confirmation(
        title=label + "?", lines=_meaning(event, comments_by), go=label, icon=icon
    )
    if confirm.confirmed(key, question):
        with frame.saying() as said:
            minutes.advance(
                office,
                actor,
                code=view.line.code,
                version=record.version,
                event=event,
                comments_by=comments_by if event is MinutesEvent.CIRCULATE else None,
            )
        if said.ok:
            st.rerun()


def _meaning(event: MinutesEvent, comments_by: date) -> tuple[str, ...]:
    if event is MinutesEvent.CIRCULATE:
        day = dates.long_day(comments_by)
        return (
            _("Comments are waited for until {day}.", day=day),
            _("No mail goes out from here yet: send the text yourself."),
        )
    if event is MinutesEvent.APPROVE:
        return (_("The text is locked from here on, and everybody in the group can read it."),)
    return (_("Once sent, the notes are normally an official document."),)


# What they say ------------------------------------------------------------------------------------


def _notes(
    office: Office,
    actor: Actor,
    record: MinutesView,
    points: Sequence[ActionPointView],
    *,
    may_write: bool,
) -> None:
    wanted = st.query_params.get("item")
    editing = st.session_state.get(state.EDITING)
    with widgets.card("minutes"):
        for note in record.notes:
            found = wanted == str(note.number)
            with st.container(key=f"{'found' if found else 'item'}_{note.number}", gap="small"):
                _item(office, actor, note, points, may_write=may_write, editing=editing)


def _item(
    office: Office,
    actor: Actor,
    note: NoteView,
    points: Sequence[ActionPointView],
    *,
    may_write: bool,
    editing: int | None,
) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            st.header(f"§ {note.number} {widgets.literal(note.title)}", anchor=False)
        if may_write:
            is_open = editing == note.agenda_item_id
            st.button(
                _("Done") if is_open else _("Change"),
                key=f"edit_{note.agenda_item_id}",
                type="tertiary",
                icon=":material/check:" if is_open else ":material/edit:",
                on_click=_edit,
                args=(note.agenda_item_id,),
            )
    if may_write and editing == note.agenda_item_id:
        write_note(office, actor, note.agenda_item_id)
        entries.decisions(office, actor, note.decisions)
    else:
        if note.text:
            st.html(markup.prose_html(note.text))
        elif not note.decisions:
            widgets.quiet(_("Nothing written."))
        entries.standing_decisions(note.decisions)
    for point in points:
        if point.agenda_item_id == note.agenda_item_id:
            entries.point_line(point)


def _edit(item_id: int) -> None:
    is_open = st.session_state.get(state.EDITING) == item_id
    st.session_state[state.EDITING] = None if is_open else item_id


# Who was there, and the papers --------------------------------------------------------------------


def _attendance(office: Office, actor: Actor, view: MeetingView, *, may_correct: bool) -> None:
    st.header(_("Attendance"), anchor=False)
    with widgets.card("attendance"):
        st.html(f"<p>{escape(_sentence(view))}</p>")
        st.html(_table(view))
    if may_correct:
        with st.expander(_("Correct"), icon=":material/groups:", key="who_came"):
            attendance.people(office, actor, view)


def _sentence(view: MeetingView) -> str:
    missing = [agency.agency_name for agency in view.presence if not agency.is_represented]
    if not missing:
        return _("All {n} agencies were represented.", n=len(view.presence))
    return _(
        "{part} of {whole} agencies were represented. Not represented: {names}.",
        part=view.represented,
        whole=len(view.presence),
        names=", ".join(missing),
    )


def _table(view: MeetingView) -> str:
    """All four outcomes, person by person, with names as they were that day."""
    groups = [(agency.agency_name, agency.rows) for agency in view.presence]
    groups += [(row.agency_name, (row,)) for row in view.guests]
    lines = []
    for name, rows in groups:
        for place, row in enumerate(rows):
            first = (
                f"<th scope='rowgroup' rowspan='{len(rows)}'>{escape(soften(name))}</th>"
                if place == 0
                else ""
            )
            person = escape(soften(row.person_name or "–"))
            word = escape(soften(_past_word(row.outcome)))
            lines.append(f"<tr>{first}<td>{person}</td><td>{word}</td></tr>")
    head = "".join(
        f"<th scope='col'>{escape(text)}</th>" for text in (_("Agency"), _("Name"), _("Outcome"))
    )
    return (
        f"<table class='plain'><caption class='only-heard'>{escape(_('Attendance'))}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    )


def _past_word(outcome: Outcome) -> str:
    return {
        Outcome.PRESENT: _("Present"),
        Outcome.SUBSTITUTE: _("Substitute"),
        Outcome.APOLOGIES: _("Sent apologies"),
        Outcome.ABSENT: _("Absent"),
        Outcome.EXPECTED: _("Not here yet"),
    }[outcome]


def _papers(office: Office, actor: Actor, view: MeetingView, record: MinutesView) -> None:
    st.header(_("Documents"), anchor=False)
    with widgets.card("papers"):
        number = st.text_input(
            _("Registration number (dnr)"),
            value=record.registration_number or "",
            key=f"dnr_{view.line.code}_{record.version}",
            max_chars=60,
        )
        if (number or "").strip() != (record.registration_number or ""):
            with frame.saying() as said:
                minutes.set_registration_number(
                    office,
                    actor,
                    code=view.line.code,
                    version=record.version,
                    registration_number=number or "",
                )
            if said.ok:
                frame.flash(_("The registration number is saved."))
                st.rerun()
        if record.state is MinutesState.DRAFT and st.button(
            _("Resume the meeting"), key="reopen", icon=":material/undo:", type="tertiary"
        ):
            with frame.saying() as said:
                meetings.reopen(office, actor, code=view.line.code)
            if said.ok:
                st.rerun()
