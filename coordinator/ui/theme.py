"""Puts the look on the page: our style sheet and the mark above the menu."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

LOOK = Path(__file__).with_name("look.css")
ASSETS = Path(__file__).resolve().parent.parent / "web" / "assets"


def use_look() -> None:
    """Sends the style sheet. It takes no room on the page, wherever it is called."""
    st.html(LOOK)


def mark() -> None:
    """The product's mark above the menu."""
    st.logo(str(ASSETS / "logo.svg"), size="large", icon_image=str(ASSETS / "logo.svg"))


def group_name(group: str, municipality: str) -> None:
    """Whose group it is, below the menu."""
    st.html(f'<p class="mark">{escape(group)}<br>{escape(municipality)}</p>')
