"""The mark above the menu and the group below it; the style sheet comes with Streamlit's page."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

ASSETS = Path(__file__).resolve().parent.parent / "web" / "assets"


def mark() -> None:
    """The product's mark above the menu."""
    st.logo(str(ASSETS / "logo.svg"), size="large", icon_image=str(ASSETS / "logo.svg"))


def group_name(group: str, municipality: str) -> None:
    """Whose group it is, below the menu."""
    st.html(f'<p class="mark">{escape(group)}<br>{escape(municipality)}</p>')
