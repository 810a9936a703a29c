"""The group's own settings."""

from __future__ import annotations

import streamlit as st

from coordinator.access import usecases as access
from coordinator.access.actor import Actor
from coordinator.access.views import GroupView
from coordinator.core.errors import Conflict
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.roster import usecases as roster
from coordinator.ui import conflict, frame, state, widgets

_KEY = "group_settings"
_HEADINGS = ("Minnesanteckningar", "Mötesanteckning", "Protokoll")


def show(office: Office, actor: Actor) -> None:
    group = access.group_settings(office, actor)
    members = sum(agency.is_member for agency in roster.agencies(office, actor))
    if f"{_KEY}_name" not in st.session_state:
        st.session_state[state.GROUP_BASE] = group.version
    with widgets.card("group_settings"), st.form(_KEY, border=False):
        fields = _fields(group, members)
        saved = st.form_submit_button(
            _("Save"), type="primary", icon=":material/save:", key="do_save_group"
        )
    if saved:
        _save(office, actor, group, fields)


def _fields(group: GroupView, members: int) -> dict[str, object]:
    name = st.text_input(
        _("Name of the group"), value=group.name, max_chars=120, key=f"{_KEY}_name"
    )
    left, right = st.columns(2)
    municipality = left.text_input(
        _("Municipality"), value=group.municipality, max_chars=80, key=f"{_KEY}_municipality"
    )
    headings = (
        _HEADINGS if group.minutes_heading in _HEADINGS else (*_HEADINGS, group.minutes_heading)
    )
    heading = right.selectbox(
        _("Heading of the minutes"),
        headings,
        index=headings.index(group.minutes_heading),
        key=f"{_KEY}_heading",
    )
    mailbox = st.text_input(
        _("The group's mailbox"),
        value=group.mailbox or "",
        max_chars=200,
        key=f"{_KEY}_mailbox",
        help=_("Mails come from here and answers go here: a function mailbox, nobody's own."),
    )
    left, right = st.columns(2)
    per_term = left.number_input(
        _("Meetings per term"),
        min_value=1,
        max_value=12,
        value=group.meetings_per_term,
        key=f"{_KEY}_per_term",
    )
    quorum = right.number_input(
        _("Agencies for a quorum (0: not counted)"),
        min_value=0,
        max_value=max(members, group.quorum_agencies or 0),
        value=group.quorum_agencies or 0,
        help=_("No law asks for it. The meeting shows whether it is reached and stops nothing."),
        key=f"{_KEY}_quorum",
    )
    return {
        "name": name,
        "municipality": municipality,
        "meetings_per_term": int(per_term),
        "quorum_agencies": int(quorum) or None,
        "minutes_heading": heading,
        "mailbox": mailbox,
    }


def _save(office: Office, actor: Actor, group: GroupView, fields: dict[str, object]) -> None:
    with frame.saying() as said:
        access.change_group(
            office,
            actor,
            version=st.session_state.get(state.GROUP_BASE, group.version),
            **fields,  # type: ignore[arg-type]
        )
    if said.ok:
        frame.flash(_("The settings are saved."))
        st.session_state.pop(f"{_KEY}_name", None)
        st.rerun()
    elif isinstance(said.error, Conflict):
        conflict.show(
            theirs=f"{group.name}, {group.municipality}",
            mine=f"{fields['name']}, {fields['municipality']}",
        )
        st.session_state[state.GROUP_BASE] = group.version
