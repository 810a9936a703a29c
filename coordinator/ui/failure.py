"""A page broke: the reader gets a number, the log gets everything."""

from __future__ import annotations

import logging

import streamlit as st

from coordinator.core.database_errors import Trouble, refusal, trouble_in
from coordinator.core.errors import Conflict
from coordinator.core.messages import sentence
from coordinator.core.tokens import reference_number
from coordinator.core.translation import _

log = logging.getLogger(__name__)


def on_error(error: Exception) -> bool:
    """Streamlit's hook for an unexpected error in a script run."""
    number = reference_number()
    log.error("reference %s", number, exc_info=error, extra={"reference": number})
    st.error(words_for(error, number))
    return True


def words_for(error: Exception, number: str) -> str:
    """Whether the database is at fault, and then how, or we are."""
    expected = error if isinstance(error, Conflict) else refusal(error)
    if expected is not None:  # by a press that has no sentence of its own for it
        return " ".join((sentence(expected), _("Reference {number}.", number=number)))
    trouble = trouble_in(error)
    if trouble is Trouble.DAMAGED:
        return _(
            "The database is damaged. Nothing you type now would be saved. Tell the person who "
            "runs the system to run “coordinator doctor” and to keep the file as it is: "
            "“coordinator restore” brings back a backup. Reference {number}.",
            number=number,
        )
    if trouble is Trouble.GONE:
        return _(
            "The database cannot be reached. Nothing you type now would be saved. Tell the person "
            "who runs the system to run “coordinator doctor”, and if the file is gone “coordinator "
            "restore”. Reference {number}.",
            number=number,
        )
    return _(
        "Something went wrong, and the fault is ours. What a page said was saved is saved. "
        "Reference {number}.",
        number=number,
    )
