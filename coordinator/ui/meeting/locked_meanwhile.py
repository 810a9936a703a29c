"""What somebody was writing under an item when the notes were approved: said, and shown again."""

from __future__ import annotations

import streamlit as st

from coordinator.core.errors import RuleBroken
from coordinator.core.messages import sentence
from coordinator.core.translation import _
from coordinator.ui import drafts, markup, state, widgets
from coordinator.ui.meeting import entry_forms


def show(item_id: int) -> None:
    """The note that came too late, and what was begun in the item's forms."""
    key = f"{state.LATE_NOTE}_{item_id}"
    forms = {
        *entry_forms.under(item_id),
        drafts.form_name(f"{state.AGENDA}_{item_id}"),
    }
    begun = [one for one in drafts.waiting(f"locked {item_id}") if one.form in forms]
    texts = [st.session_state.get(key, ""), *(text for one in begun for text in one.texts.values())]
    if not any(texts):
        return
    st.warning(sentence(RuleBroken("minutes-locked")), icon=":material/lock:")
    widgets.quiet(_("What you had typed here is not saved:"))
    with st.container(key="note_lost"):
        st.html(markup.prose_html("\n\n".join(filter(None, texts))))
    st.button(_("I have what I need"), key=f"late_{item_id}", on_click=_read, args=(key,))


def _read(key: str) -> None:
    state.take(key)
    state.take(state.EDITING)
