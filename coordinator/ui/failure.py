"""A page broke: the reader gets a number, the log gets everything."""

from __future__ import annotations

import logging

import streamlit as st

from coordinator.core.database import is_unreachable
from coordinator.core.tokens import reference_number
from coordinator.core.translation import _

log = logging.getLogger(__name__)


def on_error(error: Exception) -> bool:
    """Streamlit's hook for an unexpected error in a script run."""
    number = reference_number()
    log.error("reference %s", number, exc_info=error)
    if is_unreachable(error):
        text = _(
            "The database cannot be reached. Nothing you type now would be saved. Tell the person "
            "who runs the system to run “coordinator doctor”, and if the file is gone “coordinator "
            "restore”. Reference {number}.",
            number=number,
        )
    else:
        text = _(
            "Something went wrong, and the fault is ours. What a page said was saved is saved. "
            "Reference {number}.",
            number=number,
        )
    st.error(text)
    return True
