"""Asks before something that cannot be undone, and says what will happen instead of "are you sure".

A page opens the question with ``primary(..., on_click=ask, args=("send",))`` and acts when
``confirmed("send", Confirmation(...))`` is true. What is open stands in the session, so the
question stays through reruns and page tests can walk through it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from coordinator.core.translation import _
from coordinator.ui import markup, state
from coordinator.ui.text import literal
from coordinator.ui.widgets import primary

_LONGEST_REASON = 500  # characters


@dataclass(frozen=True)
class Confirmation:
    """What is about to happen, in words, and the verb on the button.

    ``lines`` name the consequences, one each: who is told, what becomes of the document.
    ``show`` draws more between them and the button, such as the mail that goes. ``why`` is the
    label of a field for a reason: the button answers only when something stands there, and
    :func:`reason` gives it back. ``read``: what the person has had on screen and answers for,
    which :func:`what_was_read` gives back.
    """

    title: str
    lines: Sequence[str]
    go: str
    icon: str = ""
    stay: str = ""
    show: Callable[[], None] | None = None
    why: str = ""
    read: frozenset[str] = frozenset()


def ask(key: str) -> None:
    """Opens the question ``key``; for ``on_click``."""
    st.session_state[_asked(key)] = "open"


def is_asked(key: str) -> bool:
    """Whether the question is open or has just been answered with yes."""
    return _asked(key) in st.session_state


def confirmed(key: str, confirmation: Confirmation) -> bool:
    """Draws the question while it is open. True in the one run after the person said yes."""
    standing = st.session_state.get(_asked(key))
    if standing == "yes":
        state.take(_asked(key))
        return True
    if standing == "open":
        width: Literal["small", "medium"] = "medium" if confirmation.show else "small"
        st.dialog(literal(confirmation.title), width=width, on_dismiss=lambda: _answer(key, None))(
            _question
        )(key, confirmation)
    return False


def _question(key: str, confirmation: Confirmation) -> None:
    for line in confirmation.lines:
        st.html(markup.paragraph(line))
    if confirmation.show:
        confirmation.show()
    why = ""
    if confirmation.why:
        why = st.text_input(literal(confirmation.why), key=f"why_{key}", max_chars=_LONGEST_REASON)
    with st.container(horizontal=True):
        if primary(confirmation.go, f"confirm_{key}", confirmation.icon, wrap=True):
            if confirmation.why and not why.strip():
                st.error(_("Write a reason first."))
            else:
                st.session_state[_said(key)] = why.strip()
                st.session_state[_read(key)] = confirmation.read
                _answer(key, "yes")
                st.rerun()
        if st.button(
            literal(confirmation.stay or _("Leave it")), key=f"stay_{key}", type="tertiary"
        ):
            _answer(key, None)
            st.rerun()


def reason(key: str) -> str | None:
    """What was written when the question was answered; gone once it is read."""
    return state.take(_said(key)) or None


def what_was_read(key: str) -> frozenset[str]:
    """What stood on screen when the question was answered; gone once it is asked for."""
    found: frozenset[str] = state.take(_read(key), frozenset())
    return found


def leave(key: str) -> None:
    """Closes the question without an answer."""
    _answer(key, None)


def _said(key: str) -> str:
    return f"said_{key}"


def _read(key: str) -> str:
    return f"read_{key}"


def _answer(key: str, answer: str | None) -> None:
    if answer is None:
        state.take(_asked(key))
    else:
        st.session_state[_asked(key)] = answer


def _asked(key: str) -> str:
    return f"asked_{key}"
