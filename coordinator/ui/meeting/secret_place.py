"""Who has been told a place that is told separately; and whether people meet on a screen."""

from __future__ import annotations

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import addresses, dates
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import MeetingLine, Mode, ToldBy, ToldLine
from coordinator.ui import conflict, frame, markup, save_anyway, state, widgets
from coordinator.ui.text import escape, theirs


def show(office: Office, actor: Actor, line: MeetingLine) -> None:
    """The way to the place, and a tick per invited person who has been told by phone."""
    with widgets.card("secret_place"):
        st.header(_("The secret place"), anchor=False)
        if line.has_secret_place:
            address = addresses.venue(actor.group_slug, line.code)
            label = escape(_("See the place for a code by email"))
            st.html(
                f'<a class="plain-button" style="text-decoration:none" href="{escape(address)}">'
                f"{markup.icon('lock_open')}<span>{label}</span></a>",
                width="content",
            )
        else:
            widgets.quiet(_("No place is kept. Tell it by phone, and tick who knows."))
        with st.expander(_("Told by phone"), icon=":material/call:", key="told_by_phone"):
            for one in meetings.venue_told(office, actor, code=line.code):
                _tick(office, actor, line, one)


def _tick(office: Office, actor: Actor, line: MeetingLine, one: ToldLine) -> None:
    label = f"{theirs(one.agency_name)} · {one.name}"
    if one.how == ToldBy.CODE and one.told_at:
        day = dates.short_day_week(dates.local_day(one.told_at))
        widgets.row_text(label, _("Saw the place for a code {day}", day=day))
        return
    is_told = st.checkbox(
        widgets.literal(label),
        value=one.how == ToldBy.PHONE,
        key=f"{state.TELLING}_{line.code}_{one.person_id}_{one.how}",
    )
    if is_told != (one.how == ToldBy.PHONE):
        with frame.saying() as said:
            meetings.mark_venue_told(
                office, actor, code=line.code, person_id=one.person_id, is_told=is_told
            )
        if said.ok:
            st.rerun()


def mode(office: Office, actor: Actor, line: MeetingLine) -> None:
    """In a room, on a screen or both, and the link, which is never shown here once it is kept."""
    form = conflict.open_form(
        f"{state.MEETING_MODE}_{line.code}",
        [
            conflict.Field("mode", _("How people meet"), lambda mode: Mode(mode).heading()),
            # A link is told of, never shown: here it is not even read.
            conflict.Field(
                "joining_link",
                _("Link to the meeting (can wait)"),
                lambda link: _("A new one") if link else _("As it stands"),
                is_kept=False,
            ),
        ],
        {"mode": line.mode, "joining_link": None},
        line.version,
        first="mode",
    )
    with st.expander(_("In person or online"), icon=":material/videocam:", key="meeting_mode"):
        chosen = st.radio(
            _("How people meet"),
            [mode.value for mode in Mode],
            index=list(Mode).index(form.given["mode"]),
            format_func=lambda mode: Mode(mode).heading(),
            key=f"{form.key}_mode",
            horizontal=True,
        )
        link = None
        if chosen != Mode.PHYSICAL:
            if line.has_joining_link:
                widgets.quiet(_("A link is kept. Write a new one to replace it."))
            link = st.text_input(
                _("Link to the meeting (can wait)"),
                value=form.given["joining_link"] or "",
                key=f"{form.key}_link",
                max_chars=1000,
            )
            widgets.quiet(
                _(
                    "It is in each recipient's own email and on their own page: never in a "
                    "calendar file, list or search."
                )
            )
        typed = {"mode": chosen, "joining_link": link or None}
        form.show_conflict(typed)
        pressed = st.button(
            _("Save how people meet"), key=f"{form.name}_save", icon=":material/save:"
        )
    if not pressed:
        return
    if form.save(
        typed,
        lambda version, values: save_anyway.answered(
            form.name,
            (values["joining_link"],),
            lambda accepted: meetings.set_mode(
                office, actor, code=line.code, version=version, accepted=accepted, **values
            ),
        ),
    ):
        frame.flash(_("The change is saved. Nothing has been sent."))
        st.rerun()
