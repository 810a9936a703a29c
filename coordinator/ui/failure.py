"""A page broke: the reader gets a number, the log gets everything."""

from __future__ import annotations

import logging

import streamlit as st

from coordinator.core.tokens import reference_number
from coordinator.core.translation import _

log = logging.getLogger(__name__)


def on_error(error: Exception) -> bool:
    """Streamlit's hook for an unexpected error in a script run."""
    number = reference_number()
    log.error("reference %s", number, exc_info=error)
    st.error(
        _(
            "Something went wrong, and the fault is ours. What a page said was saved is saved. "
            "Reference {number}.",
            number=number,
        )
    )
    return True
