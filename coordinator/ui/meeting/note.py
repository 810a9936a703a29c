"""The note under one agenda item: saved when the field is left, never over unseen text.

What the page last showed is kept in the database (``NoteDraft``), because a page's own memory is
empty after a restart while the browser still sends what was typed.
"""

from __future__ import annotations

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.errors import Conflict
from coordinator.core.office import Office
from coordinator.core.text import clean_lines
from coordinator.core.translation import _
from coordinator.minutes import usecases as minutes
from coordinator.minutes.rules import LONGEST_NOTE
from coordinator.minutes.views import OpenNote
from coordinator.ui import frame, state, widgets


def write_note(office: Office, actor: Actor, item_id: int, *, height: int = 220) -> None:
    """The field; what was typed into it is saved in this very run."""
    opened = minutes.open_note(office, actor, item_id=item_id, refresh=False)
    round_key = f"{state.NOTE}_round_{item_id}"
    turn = st.session_state.get(round_key, 0)
    typed = st.text_area(
        _("Note"),
        value=opened.base_text,
        key=f"{state.NOTE}_{item_id}_{turn}",
        height=height,
        max_chars=LONGEST_NOTE,
        placeholder=_("Write about the work, never about one person."),
    )
    text = clean_lines(typed or "")
    if text == opened.base_text:
        if opened.version != opened.base_version:
            _show_stored(office, actor, item_id, round_key, turn)
        _say_saved(opened)
        return
    if text == opened.text:
        _say_saved(minutes.open_note(office, actor, item_id=item_id, refresh=True))
        return
    with frame.saying() as said:
        saved = minutes.save_note(
            office, actor, item_id=item_id, text=text, base_version=opened.base_version
        )
        _say_saved(saved)
    if isinstance(said.error, Conflict):
        _choose(office, actor, item_id, said.error, round_key, turn)


def _show_stored(office: Office, actor: Actor, item_id: int, round_key: str, turn: int) -> None:
    """Somebody else saved and nothing was typed here: the field shows the stored text."""
    minutes.open_note(office, actor, item_id=item_id, refresh=True)
    st.session_state[round_key] = turn + 1
    st.rerun()


def _say_saved(opened: OpenNote) -> None:
    if opened.saved_at:
        widgets.saved(_("Saved {time}", time=dates.clock_time(opened.saved_at)))


def _choose(
    office: Office, actor: Actor, item_id: int, conflict: Conflict, round_key: str, turn: int
) -> None:
    """Both texts side by side; nothing is lost until one is chosen."""
    mine, theirs = str(conflict.params["mine"]), str(conflict.params["theirs"])
    left, right = st.columns(2)
    with left, widgets.card("mine"):
        st.header(_("Yours"), anchor=False)
        st.text(mine)
        if st.button(_("Keep mine"), key=f"keep_mine_{item_id}"):
            minutes.take_over_note(
                office, actor, item_id=item_id, text=mine, version=conflict.params["version"]
            )
            st.session_state[round_key] = turn + 1
            st.rerun()
    with right, widgets.card("theirs"):
        st.header(_("Saved by somebody else"), anchor=False)
        st.text(theirs)
        if st.button(_("Take theirs"), key=f"take_theirs_{item_id}"):
            _show_stored(office, actor, item_id, round_key, turn)
