"""The group's own settings."""

from __future__ import annotations

from typing import Any

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.groups import usecases as groups
from coordinator.groups.views import GroupView
from coordinator.roster import usecases as roster
from coordinator.ui import conflict, frame, widgets

_KEY = "group_settings"
_HEADINGS = ("Minnesanteckningar", "Mötesanteckning", "Protokoll")


def show(office: Office, actor: Actor) -> None:
    group = groups.group_settings(office, actor)
    members = sum(agency.is_member for agency in roster.agencies(office, actor))
    form = conflict.open_form(_KEY, _words(), _values(group), group.version, first="name")
    with widgets.card("group_settings"), st.form(_KEY, border=False):
        fields = _fields(form.key, form.given, members)
        form.show_conflict(fields)
        saved = st.form_submit_button(
            _("Save"), type="primary", icon=":material/save:", key="do_save_group"
        )
    if saved:
        _save(office, actor, form, fields)


def _words() -> list[conflict.Field]:
    return [
        conflict.Field("name", _("Name of the group")),
        conflict.Field("municipality", _("Municipality")),
        conflict.Field("minutes_heading", _("Heading of the minutes")),
        conflict.Field("mailbox", _("The group's mailbox"), is_kept=False),
        conflict.Field(
            "quorum_agencies",
            _("Agencies for a quorum (0: not counted)"),
            lambda number: str(number or 0),
        ),
    ]


def _values(group: GroupView) -> dict[str, Any]:
    return {
        "name": group.name,
        "municipality": group.municipality,
        "quorum_agencies": group.quorum_agencies,
        "minutes_heading": group.minutes_heading,
        "mailbox": group.mailbox,
    }


def _fields(key: str, given: conflict.Values, members: int) -> dict[str, object]:
    name = st.text_input(
        _("Name of the group"), value=given["name"], max_chars=120, key=f"{key}_name"
    )
    left, right = st.columns(2)
    municipality = left.text_input(
        _("Municipality"), value=given["municipality"], max_chars=80, key=f"{key}_municipality"
    )
    held = given["minutes_heading"]
    headings = _HEADINGS if held in _HEADINGS else (*_HEADINGS, held)
    heading = right.selectbox(
        _("Heading of the minutes"),
        headings,
        index=headings.index(held),
        key=f"{key}_heading",
    )
    mailbox = st.text_input(
        _("The group's mailbox"),
        value=given["mailbox"] or "",
        max_chars=200,
        key=f"{key}_mailbox",
        help=_("Emails come from here and answers go here: a function mailbox, nobody's own."),
    )
    quorum = st.number_input(
        _("Agencies for a quorum (0: not counted)"),
        min_value=0,
        max_value=max(members, given["quorum_agencies"] or 0),
        value=given["quorum_agencies"] or 0,
        help=_("No law asks for it. The meeting shows whether it is reached and stops nothing."),
        key=f"{key}_quorum",
    )
    return {
        "name": name,
        "municipality": municipality,
        "quorum_agencies": int(quorum) or None,
        "minutes_heading": heading,
        "mailbox": mailbox,
    }


def _save(office: Office, actor: Actor, form: conflict.Form, fields: dict[str, object]) -> None:
    if form.save(
        fields,
        lambda version, values: groups.change_group(office, actor, version=version, **values),
    ):
        frame.flash(_("The settings are saved."))
        st.rerun()
