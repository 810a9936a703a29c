"""Who is host of a meeting that is booked: by turns at the booking, changed or settled here."""

from __future__ import annotations

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import MeetingLine
from coordinator.roster import usecases as roster
from coordinator.ui import frame, state
from coordinator.ui.callbacks import act

_LATER = 0  # an empty choice would look as if nothing were chosen


def choose(office: Office, actor: Actor, line: MeetingLine) -> None:
    box = st.expander(
        _("Host"), icon=":material/meeting_room:", key=f"{state.HOST}_box", on_change="rerun"
    )
    if not box.open:  # closed, it asks the database nothing
        return
    names = {one.id: one.name for one in roster.agencies(office, actor) if one.may_host}
    key = f"{state.HOST}_{line.code}"
    options = [_LATER, *names]
    st.session_state[key] = host = line.host_agency_id if line.host_agency_id in names else _LATER
    box.selectbox(
        _("Host"),
        options,
        index=options.index(host),
        key=key,
        format_func=lambda one: names.get(one) or _("Decided later"),
        on_change=_settle,
        args=(key, line),
    )


def _settle(key: str, line: MeetingLine) -> None:
    """Before the page is drawn, so that it shows what stands."""
    chosen = st.session_state[key] or None
    if act(
        lambda office, actor: meetings.set_host(
            office, actor, code=line.code, version=line.version, host_agency_id=chosen
        )
    ):
        frame.flash(_("The change is saved. Nothing has been sent."))
