"""Personuppgifter: what is kept about whom, why, and how to ask."""

from __future__ import annotations

import streamlit as st

from coordinator.core import product_information
from coordinator.core.translation import _
from coordinator.ui import widgets


def page() -> None:
    widgets.page_head(_("Personal data"))
    for title, text in product_information.personal_data():
        st.header(title, anchor=False)
        st.write(text)


page()
