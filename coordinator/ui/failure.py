"""A page broke: the reader gets a number, the log gets everything."""

from __future__ import annotations

import logging

import streamlit as st

from coordinator.core.errors import Conflict
from coordinator.core.messages import sentence
from coordinator.core.tokens import reference_number
from coordinator.core.translation import _
from coordinator.core.trouble import Trouble, refusal, trouble_in

log = logging.getLogger(__name__)


def on_error(error: Exception) -> bool:
    """Streamlit's hook for an unexpected error in a script run."""
    number = reference_number()
    log.error("reference %s", number, exc_info=error)
    trouble = trouble_in(error)
    expected = error if isinstance(error, Conflict) else refusal(error)
    if expected is not None:  # by a press that has no sentence of its own for it
        text = f"{sentence(expected)} {_('Reference {number}.', number=number)}"
    elif trouble is Trouble.DAMAGED:
        text = _(
            "The database is damaged. Nothing you type now would be saved. Tell the person who "
            "runs the system to run “coordinator doctor” and to keep the file as it is: "
            "“coordinator restore” brings back a backup. Reference {number}.",
            number=number,
        )
    elif trouble is Trouble.GONE:
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
