"""Personuppgifter: what is kept about whom, why, and how to ask."""

from __future__ import annotations

import streamlit as st

from coordinator.core.translation import _
from coordinator.ui import widgets


def page() -> None:
    widgets.page_head(_("Personal data"))
    parts = (
        (
            _("What is kept"),
            _(
                "For people who stand for an agency: name, agency, role, work e-mail and phone, "
                "from when to when, answers to invitations and attendance. Nothing is kept about "
                "individuals whom the agencies meet: there is no field for it."
            ),
        ),
        (
            _("Protected people"),
            _(
                "A person with protected identity has no name and no phone here at all, only "
                "“Representative” and the agency. The place of a shelter is never stored."
            ),
        ),
        (
            _("Why and how long"),
            _(
                "The municipality needs the data to run the group. Approved notes are kept for "
                "the archive, and the names in them stay: they tell who took part."
            ),
        ),
        (
            _("Where it goes"),
            _(
                "Nothing leaves this installation by itself: no visitor counting, no outside "
                "fonts or maps. One cookie keeps you signed in, one remembers your language."
            ),
        ),
        (
            _("Your rights"),
            _(
                "Ask the coordinator what is kept about you, and have mistakes corrected. The "
                "municipality is the controller; its data protection officer helps you further."
            ),
        ),
    )
    for title, text in parts:
        st.header(title, anchor=False)
        st.write(text)


page()
