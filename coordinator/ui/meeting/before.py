"""A meeting before it starts: its agenda, who comes, the invitation, written situations."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import addresses, dates
from coordinator.core.clock import STOCKHOLM
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.invitations import usecases as invitations
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.views import ItemKind, MeetingLine, MeetingView
from coordinator.ui import (
    confirm,
    conflict,
    drafts,
    frame,
    markup,
    save_anyway,
    state,
    view_in_address,
    widgets,
)
from coordinator.ui.confirm import Confirmation
from coordinator.ui.meeting import (
    agenda,
    host,
    meeting_head,
    moving,
    replies,
    secret_place,
    undo_booking,
)
from coordinator.ui.planning import book_by_hand
from coordinator.ui.text import escape, theirs


def coming(office: Office, actor: Actor, line: MeetingLine) -> str:
    """``7 of 12 come``; nothing before anybody was asked, or when the meeting is cancelled."""
    if line.state is not MeetingState.PLANNED or line.invited_at is None:
        return ""
    counts = invitations.reply_counts(office, actor, codes=[line.code])[line.code]
    return _(
        "{part} of {whole} are coming", part=counts.agencies_confirmed, whole=line.agencies_total
    )


def show_before(office: Office, actor: Actor, view: MeetingView) -> None:
    """The tabs; only the shown one is read. Members and readers see agenda and invitation."""
    leads = actor.in_office
    may_change = leads and view.line.state is MeetingState.PLANNED
    labels = {"agenda": _("Agenda"), "answers": _("Answers"), "invitation": _("Invitation")}
    labels["situations"] = _("Situation reports")
    if not leads:
        labels = {word: labels[word] for word in ("agenda", "invitation")}
    ways: dict[str, Callable[[], None]] = {
        "agenda": lambda: agenda.show(office, actor, view, may_change=may_change),
        "answers": lambda: replies.show(office, actor, view, may_change=may_change),
        "invitation": lambda: _invitation(office, actor, view, may_change=may_change),
        "situations": lambda: _situations(view),
    }
    for word, tab in view_in_address.tabs(state.MEETING_TAB, labels).items():
        if tab is not None:
            with tab:
                ways[word]()


def _situations(view: MeetingView) -> None:
    """Nothing is collected in writing: what can be done is said, with the way there."""
    item = next((one for one in view.agenda if one.kind == ItemKind.SITUATION), None)
    text = _("Each agency tells at the meeting, and what is said is written in the notes.")
    if item is not None:
        text = _(
            "Each agency tells at the meeting under item {n}, and what is said is written there.",
            n=item.number,
        )
    widgets.empty(_("Situation reports are not collected in writing."), text, key="situations")
    _to_tab(view.line, "agenda", _("Show the agenda"), "list")


def _to_tab(line: MeetingLine, tab: str, label: str, icon: str) -> None:
    st.page_link(
        frame.page("meetings"),
        label=label,
        icon=f":material/{icon}:",
        query_params=frame.query_for(meeting=line.code, **{state.MEETING_TAB: tab}),
    )


def _invite_yourself(line: MeetingLine) -> None:
    """No invitation leaves from here: how people are asked today, and where their answers go."""
    if line.invited_at is not None:
        return
    with widgets.card("invite_yourself"):
        widgets.row_text(
            _("Invitations are not sent from here."),
            _(
                "Copy the sentence, or get the calendar file, and send it from your own mail "
                "program. Members find the meeting on their own pages. Write their answers down "
                "under Answers."
            ),
        )
        _to_tab(line, "answers", _("Write answers down"), "how_to_reg")


# The invitation ---------------------------------------------------------------------------------


def _invitation(office: Office, actor: Actor, view: MeetingView, *, may_change: bool) -> None:
    line = view.line
    if may_change:
        _invite_yourself(line)
    with widgets.card("invitation"):
        facts = [(_("Place"), meeting_head.place(line))]
        if line.state is MeetingState.CANCELLED:
            facts.insert(0, (_("Cancelled"), theirs(line.change_reason or "")))
        elif line.moved_from:
            moved = dates.short_day_week(dates.local_day(line.moved_from))
            facts.append((_("Moved from"), f"{moved}. {theirs(line.change_reason or '')}"))
        if line.invited_at:
            sent = dates.short_day_week(dates.local_day(line.invited_at))
            facts.append((_("Invitation sent"), sent))
        if view.reply_by:
            by = dates.short_day_week(dates.local_day(view.reply_by))
            facts.append((_("Answer by"), by))
        widgets.facts(facts)
        if line.counts:
            widgets.quiet(meeting_head.next_meeting_sentence(line))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _calendar_link(actor, line)
            if line.counts:
                widgets.copy_text(_("Copy as a sentence"), meeting_head.next_meeting_sentence(line))
    if actor.in_office and line.venue_kind == "told_separately" and line.counts:
        secret_place.show(office, actor, line)
    if may_change:
        _changes(office, actor, view)


def _changes(office: Office, actor: Actor, view: MeetingView) -> None:
    """What may be changed of a meeting that is booked, and the two ways out of it."""
    if view.line.venue_kind == "open":
        host.choose(office, actor, view.line)
    secret_place.mode(office, actor, view.line)
    _move(office, actor, view)
    _cancel(office, actor, view)
    undo_booking.on_page(office, actor, view.line)


def _calendar_link(actor: Actor, line: MeetingLine) -> None:
    """Our own route, which checks the session; Streamlit's downloads would be open to anybody."""
    address = addresses.calendar_file(actor.group_slug, line.code)
    label = _("Add to the calendar") if line.counts else _("Mark as cancelled in the calendar")
    st.html(
        f'<a class="plain-button" style="text-decoration:none" href="{escape(address)}" download>'
        f"{markup.icon('event')}<span>{escape(label)}</span></a>",
        width="content",
    )


def _move(office: Office, actor: Actor, view: MeetingView) -> None:
    line = view.line
    start, end = line.start.astimezone(STOCKHOLM), line.end.astimezone(STOCKHOLM)
    form = conflict.open_form(
        f"{state.MOVING}_{line.code}",
        moving.words(),
        {
            "day": start.date(),
            "starts": start.time(),
            "ends": end.time(),
            "place": moving.Place(line.venue_kind, line.venue),
            "reason": "",
        },
        line.version,
        first="day",
    )
    with st.expander(
        _("Change day, time or place"),
        expanded=drafts.waits(drafts.form_name(form.name)) is not None,
        icon=":material/event_repeat:",
        key=f"{state.MOVING}_box",
    ):
        given = form.given
        day, starts, ends = book_by_hand.times(
            form.key, given["day"], given["starts"], given["ends"]
        )
        when = {"day": day, "starts": starts, "ends": ends}
        accepted = frozenset[str]()
        new_time = moving.new_time(form.merged(when))
        if new_time != (line.start, line.end):
            accepted, _reason = book_by_hand.objections(
                office, actor, **form.merged(when), moving=line.code
            )
            moving.concerns(office, actor, line, new_time[0])
        place = moving.place_fields(form.key, given["place"], line)
        reason = given["reason"]
        if moving.needs_reason(line, *new_time):
            reason = st.text_input(
                _("Why?"), value=given["reason"], key=f"{form.key}_reason", max_chars=300
            )
        typed = {**when, "place": place, "reason": reason}
        form.show_conflict(typed)
        pressed = st.button(_("Save the change"), key=f"{form.name}_save", icon=":material/save:")
    if not pressed:
        return
    affected = invitations.affected(office, actor, code=line.code, start=new_time[0])
    if form.save(
        typed,
        lambda version, values: save_anyway.answered(
            form.name,
            (values["place"].venue, values["place"].kind, values["reason"]),
            lambda said: invitations.reschedule(
                office,
                actor,
                code=line.code,
                version=version,
                start=moving.new_time(values)[0],
                end=moving.new_time(values)[1],
                venue=values["place"].to_save,
                venue_kind=values["place"].kind,
                reason=values["reason"],
                accepted=accepted | said,
            ),
        ),
    ):
        frame.flash(_("The change is saved. Nothing has been sent."))
        if affected.coming:
            frame.flash(moving.to_tell(affected))
        st.rerun()


def _cancel(office: Office, actor: Actor, view: MeetingView) -> None:
    line = view.line
    key = f"{state.CANCELLING}_{line.code}"
    seen = conflict.seen(key, line.version)
    with st.expander(
        _("Cancel the meeting"), icon=":material/event_busy:", key=f"{state.CANCELLING}_box"
    ):
        reason = st.text_input(_("Why?"), key=f"{key}_reason", max_chars=300)
        st.button(
            _("Cancel the meeting …"),
            key=f"{key}_ask",
            icon=":material/event_busy:",
            on_click=confirm.ask,
            args=(key,),
        )
    day = dates.local_day(line.start)
    when = f"{dates.long_day(day, year=True)} ({dates.week(day)})"
    question = Confirmation(
        title=_("Cancel the meeting?"),
        lines=(
            f"{dates.capitalised(when)} {dates.time_span(line.start, line.end)}",
            _("It stays in the list as cancelled and no longer counts for the term."),
            _("Nobody is told from here: call or write to those who were to come."),
        ),
        go=_("Cancel {day}", day=dates.short_day(day)),
        icon="event_busy",
        stay=_("Keep the meeting"),
    )
    if confirm.confirmed(key, question):
        with save_anyway.saying(key, reason) as said:
            invitations.cancel(
                office, actor, code=line.code, version=seen, reason=reason,
                accepted=said.accepted,
            )  # fmt: skip
        if said.ok:
            frame.flash(_("The meeting on {day} is cancelled.", day=dates.long_day(day)))
            st.rerun()
