"""Tillgänglighet: what works, what does not yet, and whom to tell."""

from __future__ import annotations

import streamlit as st

from coordinator.core import product_information
from coordinator.core.translation import _
from coordinator.ui import widgets


def page() -> None:
    widgets.page_head(_("Accessibility"))
    for title, text in product_information.accessibility():
        st.header(title, anchor=False)
        st.write(text)


page()
