"""Inställningar: the group, closed days and terms, planning, roles, the log, the backup."""

from __future__ import annotations

import streamlit as st

from coordinator.core.translation import _
from coordinator.ui import frame, trail_list, widgets
from coordinator.ui.settings import backup_tab, days_tab, group_tab, planning_tab, roles_tab


def page() -> None:
    office, actor = frame.office_and_actor()
    right = widgets.page_head(_("Settings"), _("These apply to the whole group."))
    with right:
        st.page_link(
            frame.page("sendings"),
            label=_("Outgoing email"),
            icon=":material/outgoing_mail:",
            query_params=frame.query_for(),
        )
    views = (
        (_("The group"), group_tab.show),
        (_("Closed days"), days_tab.show),
        (_("Planning"), planning_tab.show),
        (_("Roles"), roles_tab.show),
        (_("Log"), trail_list.show),
        (_("Backup"), backup_tab.show),
    )
    # Only the open tab is drawn, so that a page has one filled button and asks for little.
    tabs = st.tabs([name for name, _show in views], key="settings_tab", on_change="rerun")
    for tab, (_name, show) in zip(tabs, views, strict=True):
        with tab:
            if tab.open:
                show(office, actor)


page()
