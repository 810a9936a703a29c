"""A second press as the answer to a question: "save once more if it may stand".

For questions about a text, such as a street that stands in it. The yes holds for exactly what was
asked about: another text is asked about again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from coordinator.core.errors import CoordinatorError
from coordinator.meetings.in_transaction import ASKED_PLACES
from coordinator.ui import frame, state

T = TypeVar("T")


@dataclass
class Asking:
    """Whether the block went through; ``accepted`` are the codes that were said yes to."""

    accepted: frozenset[str]
    ok: bool = True
    error: CoordinatorError | None = None


@contextmanager
def saying(key: str, *texts: str | None) -> Iterator[Asking]:
    """As :func:`coordinator.ui.frame.saying`, for a form with these texts."""
    asking = Asking(_accepted(key, texts))
    with frame.saying() as said:
        yield asking
    asking.ok, asking.error = said.ok, said.error
    _note(key, said.error, texts)


def answered(key: str, texts: Iterable[str | None], do: Callable[[frozenset[str]], T]) -> T:
    """For a form that says its own errors: calls ``do`` with what was said yes to.

    Raises:
        CoordinatorError: whatever ``do`` raises; what it asks about is kept for the next press.
    """
    asked = tuple(texts)
    try:
        done = do(_accepted(key, asked))
    except CoordinatorError as error:
        _note(key, error, asked)
        raise
    _note(key, None, asked)
    return done


def _accepted(key: str, texts: tuple[str | None, ...]) -> frozenset[str]:
    """What the last presses of this form asked about, while its texts are the same."""
    digest, codes = st.session_state.get(_name(key), ("", frozenset[str]()))
    return codes if digest == _digest(texts) else frozenset()


def _note(key: str, error: CoordinatorError | None, texts: tuple[str | None, ...]) -> None:
    """Keeps what was asked about; once it went well it is forgotten."""
    if error is None:
        state.take(_name(key))
    elif error.code in ASKED_PLACES:
        codes = _accepted(key, texts) | {error.code}
        st.session_state[_name(key)] = (_digest(texts), codes)


def _name(key: str) -> str:
    return f"asked_about_{key}"


def _digest(texts: tuple[str | None, ...]) -> str:
    return hashlib.sha256("\0".join(text or "" for text in texts).encode()).hexdigest()
