"""The meeting afterwards: how far the notes have come, what they say, who was there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.actions.views import ActionPointView, InformationActionView
from coordinator.core import dates
from coordinator.core.errors import NotFound
from coordinator.core.lifecycles import possible_events
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.outbox.how_far import HowFar
from coordinator.core.translation import N_, _
from coordinator.meetings.views import MeetingView
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MINUTES, MinutesEvent, MinutesState
from coordinator.minutes.views import MinutesView, NoteView, Progress
from coordinator.trail.go_aheads import UnclearPlace
from coordinator.ui import (
    callbacks,
    confirm,
    drafts,
    frame,
    go_ahead_question,
    identity_notice,
    mail_preview,
    outgoing,
    state,
    widgets,
)
from coordinator.ui.confirm import Confirmation
from coordinator.ui.mail_preview import MailPreview
from coordinator.ui.markup import Step
from coordinator.ui.meeting import (
    agenda_forms,
    decisions_and_points,
    entry_forms,
    locked_meanwhile,
    minutes_details,
    paragraph_mark_choice,
    presence_table,
    under_item,
)
from coordinator.ui.meeting.meeting_head import show_head
from coordinator.ui.meeting.note import may_leave, write_note
from coordinator.ui.text import soften, theirs

_OUT_WITHIN = timedelta(days=14)  # notes go out within two weeks of the meeting


def show_after(office: Office, actor: Actor, view: MeetingView) -> None:
    try:
        record = minutes.minutes(office, actor, code=view.line.code)
    except NotFound:
        _not_ready(view)
        return
    leads = actor.in_office
    counted = _("{part} of {whole} attended", part=view.represented, whole=len(view.presence))
    far = record.mails
    right = show_head(view.line, counted=counted, notes=Progress(record.state, far))
    if leads:
        with right:
            _next_step(office, actor, view, record)
    widgets.steps(_steps(view, record, far))
    if leads:
        outgoing.note(far, "minutes")
    may_write = leads and not record.is_locked
    left, aside = st.columns([8, 5], gap="large")
    with left:
        widgets.section(theirs(record.heading))
        if may_write:
            editing = st.session_state.get(state.EDITING)
            for line in (
                *entry_forms.waiting_elsewhere(view, "after", editing),
                *agenda_forms.waiting(view, but=[editing] if editing else ()),
            ):
                widgets.quiet(line)
        _notes(office, actor, view, record, may_write=may_write)
    with aside:
        presence_table.show(office, actor, view, may_correct=may_write)
        if leads:
            minutes_details.show(office, actor, view, record)


def _not_ready(view: MeetingView) -> None:
    show_head(view.line)
    widgets.empty(
        _("The notes are not ready yet."),
        _("They can be read here when they are approved."),
        key="no_notes",
    )


# How far it has come ------------------------------------------------------------------------------


def _steps(view: MeetingView, record: MinutesView, far: HowFar) -> list[Step]:
    """Sent out they are when their mails have gone, or are marked as gone by hand."""
    reached = list(MinutesState).index(record.state)
    is_over = record.state is MinutesState.SENT and far.is_out
    titles = (_("Draft"), _("Out for comments"), _("Approved"), _("Sent out"))
    steps = []
    for place, (title, detail) in enumerate(zip(titles, _details(view, record, far), strict=True)):
        if place < reached or is_over:
            steps.append(Step(title, detail, "done"))
        else:
            steps.append(Step(title, detail, "now" if place == reached else "next"))
    return steps


def _details(view: MeetingView, record: MinutesView, far: HowFar) -> tuple[str, str, str, str]:
    """A line under each step: when it was taken, until when it lasts, or who takes it."""
    out_by = dates.local_day(view.line.start) + _OUT_WITHIN
    if record.adjuster_name:
        adjusters = _("{name} and the chair", name=record.adjuster_name)
    else:
        adjusters = _("The chair")
    return (
        _on(N_("Done {day}"), record.circulated_on) or _on(N_("Out by {day}"), out_by),
        _unsent(record, MinutesState.CIRCULATED, far)
        or _on(N_("Until {day}"), record.comments_by)
        or _on(N_("Since {day}"), record.circulated_on),
        _on(N_("On {day}"), record.approved_on) or _agreed(record) or adjusters,
        _unsent(record, MinutesState.SENT, far)
        or _on(N_("On {day}"), _gone_on(record, far))
        or _("To everybody in the group"),
    )


def _agreed(record: MinutesView) -> str:
    if record.agreed_at is None or not record.adjuster_name:
        return ""
    return _("{name} has said yes", name=record.adjuster_name)


def _unsent(record: MinutesView, step: MinutesState, far: HowFar) -> str:
    return outgoing.short(far) if record.state is step and not far.is_out else ""


def _gone_on(record: MinutesView, far: HowFar) -> date | None:
    """The day on which the last mail went, which may be later than the press."""
    if record.sent_on is None or far.last_gone is None:
        return record.sent_on
    return max(record.sent_on, dates.local_day(far.last_gone))


def _on(words: str, day: date | None) -> str:
    return _(words, day=dates.short_day_week(day)) if day else ""


def _next_step(office: Office, actor: Actor, view: MeetingView, record: MinutesView) -> None:
    """The one button is the next step; it says what the step means before it is taken."""
    steps = possible_events(MINUTES, record.state)
    event = next((step for step in steps if step is not MinutesEvent.WITHDRAW), None)
    if event is None:
        return
    label, icon = event.heading(), event.look.icon
    key = f"step_{view.line.code}_{record.version}"
    widgets.primary(label, "minutes_step", icon, on_click=confirm.ask, args=(key,))
    comments_by = (
        minutes_details.comments_by(office, view) if event is MinutesEvent.CIRCULATE else None
    )
    if _is_agreed(office, actor, view, event, comments_by, key=key, label=label, icon=icon):
        with frame.saying() as said:
            taken = minutes.advance(
                office,
                actor,
                code=view.line.code,
                version=record.version,
                event=event,
                comments_by=comments_by,
                reason=confirm.reason(key),
                acknowledged=confirm.what_was_read(key),
                accepted=_answered(key),
            )
        if said.ok:
            state.take(state.EDITING)
            if event is not MinutesEvent.APPROVE:
                outgoing.flash(taken.mails)
            st.rerun()


def _is_agreed(
    office: Office,
    actor: Actor,
    view: MeetingView,
    event: MinutesEvent,
    comments_by: date | None,
    *,
    key: str,
    label: str,
    icon: str,
) -> bool:
    """Asks once the button is pressed: with the mail that goes, where one goes."""
    if not confirm.is_asked(key):
        return False

    def asking(question: Confirmation) -> Confirmation:
        places = minutes.unclear_places(office, actor, code=view.line.code)
        return _with_places(key, question, event, places)

    title = label + "?"
    if event is MinutesEvent.APPROVE:
        line = _(
            "The notes, who was there, the agenda and the theme are locked from here on, and "
            "everybody in the group can read them."
        )
        asked = minutes.asked_before_approval(office, actor, code=view.line.code)
        st.session_state[f"{state.APPROVING}_{key}"] = [one.code for one in asked]
        question = Confirmation(
            title=title,
            lines=(*map(sentence, asked), line),
            go=_("Approve all the same") if asked else label,
            icon=icon,
        )
        return confirm.confirmed(key, asking(question))
    sending = minutes.sending_of(
        office, actor, code=view.line.code, event=event, comments_by=comments_by
    )
    until = dates.long_day(comments_by) if comments_by else ""
    return mail_preview.approved(
        key,
        MailPreview(
            title=title,
            lines=_meaning(event, until),
            recipients=[(one.name, theirs(one.agency_name)) for one in sending.recipients],
            unreached=[(one.name, theirs(one.agency_name)) for one in sending.without_address],
            subject=sending.subject,
            html=sending.html,
            meaning=_law(event),
            go=label,
            icon=icon,
            goes_by_itself=sending.goes_by_itself,
        ),
        asking,
    )


def _answered(key: str) -> list[str]:
    """What stood in the question that was answered with a yes."""
    answered: list[str] = st.session_state.get(f"{state.APPROVING}_{key}", [])
    return answered


def _with_places(
    key: str, question: Confirmation, event: MinutesEvent, places: Sequence[UnclearPlace]
) -> Confirmation:
    """The question, with what in the notes may point to somebody and a way to each place."""
    anyway = _(event.anyway)
    if event is MinutesEvent.SEND:
        line = _("The notes are approved and locked: nothing in them can be rewritten.")
        if places:
            question = replace(question, lines=(*question.lines, line))
        return go_ahead_question.with_places(question, places, anyway)

    def rewrite(item_id: int) -> None:
        confirm.leave(key)
        st.session_state[state.EDITING] = item_id

    return go_ahead_question.with_places(question, places, anyway, rewrite=rewrite)


def _law(event: MinutesEvent) -> str:
    if event is MinutesEvent.CIRCULATE:
        return _("Comments that come back from another authority are incoming documents.")
    return _("Once sent, the notes are normally an official document.")


def _meaning(event: MinutesEvent, until: str) -> tuple[str, ...]:
    if event is not MinutesEvent.CIRCULATE:
        return ()
    waited = (_("Comments are waited for until {day}.", day=until),) if until else ()
    return (
        *waited,
        _("Those who are listed, and the adjuster, read the draft on their own pages."),
    )


# What they say ------------------------------------------------------------------------------------


def _notes(
    office: Office, actor: Actor, view: MeetingView, record: MinutesView, *, may_write: bool
) -> None:
    points = actions.points_of_meeting(office, actor, code=view.line.code)
    infos = actions.infos_of_meeting(office, actor, code=view.line.code)
    wanted = st.query_params.get("item")
    editing = st.session_state.get(state.EDITING) if may_write else None
    with widgets.card("minutes"):
        for note in record.notes:
            place = "found" if wanted == str(note.number) else "item"
            with st.container(key=f"{place}_{note.number}", gap="small"):
                _title(note, editing=editing, may_write=may_write)
                if note.agenda_item_id == editing:
                    _write(office, actor, view, note)
                else:
                    if not may_write and note.agenda_item_id == st.session_state.get(state.EDITING):
                        locked_meanwhile.show(note.agenda_item_id)
                    _read(note, may_write=may_write)
                for point in points:
                    if point.agenda_item_id == note.agenda_item_id:
                        under_item.point_line(point)
                under_item.infos_here(infos, note.agenda_item_id, is_checked=may_write)
        _loose(points, infos)


def _title(note: NoteView, *, editing: int | None, may_write: bool) -> None:
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        title = widgets.literal(soften(theirs(note.title)))
        st.header(f"{note.number}. {title}", anchor=False, width="stretch")
        if may_write:
            is_open = note.agenda_item_id == editing
            st.button(
                _("Done") if is_open else _("Change"),
                key=f"edit_{note.agenda_item_id}",
                type="tertiary",
                icon=":material/check:" if is_open else ":material/edit:",
                on_click=_edit,
                args=(note.agenda_item_id, editing),
            )


def _read(note: NoteView, *, may_write: bool) -> None:
    if note.text:
        st.html(paragraph_mark_choice.prose_html(note.text))
    elif not any(not decision.is_withdrawn for decision in note.decisions):
        widgets.quiet(_("Nothing written."))
    decisions_and_points.standing_decisions(note.decisions)
    if may_write:
        decided = (one.text for one in note.decisions if not one.is_withdrawn)
        identity_notice.beside(f"item_{note.agenda_item_id}", note.title, note.text, *decided)


def _write(office: Office, actor: Actor, view: MeetingView, note: NoteView) -> None:
    item = next(item for item in view.agenda if item.id == note.agenda_item_id)
    waits = agenda_forms.waits(item)
    with st.expander(
        _("Title, minutes and who presents"),
        expanded=waits or identity_notice.is_needed(item.title),
        icon=":material/edit:",
        key=f"title_of_{item.id}",
        on_change=drafts.ask_again,
    ) as fold:
        if fold.open:  # folded, it asks the database nothing
            agenda_forms.words(office, actor, item, agenda_forms.presenters(office, actor, view))
    if waits and not fold.open:
        widgets.quiet(agenda_forms.change_waits(item))
    write_note(office, actor, note.agenda_item_id)
    with st.container(horizontal=True, gap="small"):
        entry_forms.button("decision", _("Decision"), "gavel", "Alt+B")
        entry_forms.button("action", _("Action point"), "task_alt", "Alt+A")
        if item.kind == "information":
            entry_forms.button("information", _("Information action"), "campaign")
    entry_forms.forms(office, actor, view, item)
    decisions_and_points.decisions(office, actor, note.decisions)


def _loose(points: Sequence[ActionPointView], infos: Sequence[InformationActionView]) -> None:
    """What was given out or planned at the meeting and belongs to no item of it."""
    loose = [point for point in points if point.agenda_item_id is None]
    if loose:
        widgets.section(_("Further action points"))
        for point in loose:
            under_item.point_line(point)
    planned = [action for action in infos if action.agenda_item_id is None]
    if planned:
        widgets.section(_("Further information actions"))
        for action in planned:
            under_item.info_line(action)


def _edit(item_id: int, editing: int | None) -> None:
    """Opens an item for writing, or closes it, once what is typed in the open one is saved."""

    def turn(office: Office, actor: Actor) -> None:
        if editing is None or may_leave(office, actor, editing):
            st.session_state[state.EDITING] = None if item_id == editing else item_id
            state.take(state.ENTRY_FORM)
            drafts.ask_again()

    callbacks.act(turn)
