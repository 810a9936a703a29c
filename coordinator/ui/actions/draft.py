"""Which version a form was opened on, kept for as long as its fields stand on screen.

The fields keep what somebody typed when another person saves in between; the save is then refused
with both texts shown, and the next one goes through.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Draft:
    """``key`` starts the keys of the form's fields; ``version`` is the one its save builds on."""

    name: str
    key: str
    version: int

    def build_on(self, version: int) -> None:
        """The next save puts the typed text in the place of what others saved."""
        opened = st.session_state[self.name][0]
        st.session_state[self.name] = (opened, version)


def draft(name: str, version: int, *, first_field: str) -> Draft:
    """The draft that stands open, or a new one when the form has just come on screen."""
    opened, base = st.session_state.get(name, (None, None))
    if opened is None or f"{name}_{opened}_{first_field}" not in st.session_state:
        opened = base = version
        st.session_state[name] = (opened, base)
    return Draft(name, f"{name}_{opened}", base)


def forget(name: str) -> None:
    """After a save: the form opens next time on what is saved then."""
    st.session_state.pop(name, None)
