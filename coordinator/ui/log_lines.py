"""Streamlit's loggers write to the one log; by itself each of them has a handler of its own."""

from __future__ import annotations

from streamlit import logger

from coordinator.core import logs


def one_log() -> None:
    """From here on; Streamlit asks for a handler again when it has read its settings."""
    logger.setup_formatter = logs.hand_over
    logs.set_up_server()
