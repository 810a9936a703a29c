"""The mark above the menu and the group below it; the style sheet comes with Streamlit's page."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

import streamlit as st

from coordinator.ui.text import escape, theirs

ASSETS = Path(__file__).resolve().parent.parent / "web" / "assets"


@cache
def _logo() -> str:
    """As an address that holds the drawing: Streamlit would read and code a file in every run."""
    drawn = base64.b64encode((ASSETS / "logo.svg").read_bytes()).decode()
    return f"data:image/svg+xml;base64,{drawn}"


def mark() -> None:
    """The product's mark above the menu."""
    st.logo(_logo(), size="large")


def group_name(group: str, municipality: str) -> str:
    """Whose group it is, for below the menu, as HTML."""
    return f'<p class="mark">{escape(theirs(group))}<br>{escape(theirs(municipality))}</p>'
