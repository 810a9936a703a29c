"""Undoing a booking of which nobody has been told: on the meeting's page, and right after it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.invitations import usecases as invitations
from coordinator.meetings.views import MeetingLine
from coordinator.ui import confirm, frame, state, widgets
from coordinator.ui.confirm import Confirmation


def offer(office: Office, actor: Actor) -> None:
    """Right after booking, on the meetings' page: what was booked, and the way back."""
    codes: tuple[str, ...] = st.session_state.get(state.JUST_BOOKED, ())
    if not codes or not actor.in_office:
        return
    left = invitations.may_take_back(office, actor, codes=codes)
    if not left:
        state.take(state.JUST_BOOKED)
        return
    with widgets.card("just_booked"), widgets.row("just_booked"):
        text = ngettext(
            "{n} meeting was booked just now, and nobody has been told.",
            "{n} meetings were booked just now, and nobody has been told.",
            len(left),
        )
        widgets.row_text(text, ", ".join(left))
        if st.button(
            ngettext("Undo the booking", "Undo the bookings", len(left)),
            icon=":material/undo:",
            key="undo_booking",
        ):
            _take_back(office, actor, left)


def on_page(office: Office, actor: Actor, line: MeetingLine) -> None:
    """The button on the meeting's own page, while it may be undone."""
    if not invitations.may_take_back(office, actor, codes=[line.code]):
        return
    key = f"{state.JUST_BOOKED}_{line.code}"
    st.button(
        _("Undo the booking"),
        key=f"{key}_ask",
        icon=":material/undo:",
        type="tertiary",
        on_click=confirm.ask,
        args=(key,),
    )
    day = dates.local_day(line.start)
    question = Confirmation(
        title=_("Undo the booking?"),
        lines=(
            f"{dates.capitalised(dates.long_day(day, year=True))} ({dates.week(day)})",
            _("Nobody has been told, so the meeting disappears and its number is free again."),
            _("If you have told somebody yourself, cancel the meeting instead."),
        ),
        go=_("Undo the booking"),
        icon="undo",
        stay=_("Keep the meeting"),
    )
    if confirm.confirmed(key, question):
        _take_back(office, actor, [line.code])


def _take_back(office: Office, actor: Actor, codes: Sequence[str]) -> None:
    with frame.saying() as said:
        for code in reversed(codes):
            invitations.take_back(office, actor, code=code)
    if said.ok:
        state.take(state.JUST_BOOKED)
        frame.flash(ngettext("The booking is undone.", "The bookings are undone.", len(codes)))
        st.switch_page(frame.page("meetings"), query_params=frame.query_for())
