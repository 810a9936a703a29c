"""Personuppgifter: what is kept about whom, why, and how to ask."""

from __future__ import annotations

import streamlit as st

from coordinator.core import about
from coordinator.core.translation import _
from coordinator.ui import widgets


def page() -> None:
    widgets.page_head(_("Personal data"))
    for title, text in about.personal_data():
        st.header(title, anchor=False)
        st.write(text)


page()
