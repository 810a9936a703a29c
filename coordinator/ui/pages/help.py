"""Hjälp: the year in short, and the keys."""

from __future__ import annotations

import streamlit as st

from coordinator.core.translation import _
from coordinator.ui import widgets


def page() -> None:
    widgets.page_head(_("Help"))
    st.header(_("The year in five steps"), anchor=False)
    for step in (
        _("**The group:** fill in principals, add people, end those who leave. The past stays."),
        _("**Meetings → Plan the term:** look at the two proposed dates and book them."),
        _("**The meeting:** one page for its whole life. Download the calendar file there."),
        _("**During the meeting:** press the agencies that are here, write item by item."),
        _("**Afterwards:** draft, comments, approved, sent. Action points follow to item 3."),
    ):
        st.markdown(f"- {step}")
    st.header(_("Keys"), anchor=False)
    widgets.facts(
        (
            ("/", _("Search everything")),
            ("Alt + B", _("New decision, in the meeting")),
            ("Alt + A", _("New action point, in the meeting")),
            ("Alt + N", _("Next item, in the meeting")),
            ("Alt + V", _("Show the room what is left out, in the view for the room")),
            ("Ctrl + Enter", _("Save what you are writing now")),
        )
    )
    st.header(_("When something goes wrong"), anchor=False)
    st.write(
        _(
            "What a page says is saved is saved. If a page shows a reference number, send it to "
            "the person who runs the system."
        )
    )


page()
