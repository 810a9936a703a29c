"""Before notes go out: each place that may point to somebody, a way to it, a reason if it stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.minutes import usecases as minutes
from coordinator.minutes.rules import MinutesEvent
from coordinator.trail import go_aheads
from coordinator.trail.go_aheads import UnclearPlace
from coordinator.ui import confirm, identity_notice, state, widgets
from coordinator.ui.confirm import Confirmation


def asking(
    office: Office,
    actor: Actor,
    key: str,
    question: Confirmation,
    *,
    code: str,
    event: MinutesEvent,
) -> Confirmation:
    """The question as it is, or with the places and a field for the reason."""
    places = minutes.unclear_places(office, actor, code=code)
    if not places:
        return question
    anyway = {
        MinutesEvent.CIRCULATE: _("Circulate anyway"),
        MinutesEvent.APPROVE: _("Approve anyway"),
        MinutesEvent.SEND: _("Send anyway"),
    }

    def show() -> None:
        if question.show:
            question.show()
        _places(key, event, places)

    return replace(
        question,
        go=anyway[event],
        show=show,
        why=_("Why may it stay as it is?"),
    )


def _places(key: str, event: MinutesEvent, places: Sequence[UnclearPlace]) -> None:
    """Each place in words, never what stands there, with a way to it while it can be rewritten."""
    if go_aheads.code_for(places) == "bracket-may-be-mark":
        st.warning(_("A mark may be mistyped:"), icon=":material/lock_open:")
    else:
        st.warning(_("The text may point to somebody:"), icon=":material/person_alert:")
    may_rewrite = event is not MinutesEvent.SEND
    for place in places:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            widgets.quiet(identity_notice.place_words(place))
            if may_rewrite and place.item is not None:
                st.button(
                    _("Rewrite {place}", place=place.where),
                    key=f"rewrite_{place.source}_{place.source_id}",
                    type="tertiary",
                    icon=":material/edit:",
                    on_click=_rewrite,
                    args=(key, place.item),
                )
    if not may_rewrite:
        widgets.quiet(_("The notes are approved and locked: nothing in them can be rewritten."))


def _rewrite(key: str, item_id: int) -> None:
    """Closes the question and opens the item for writing."""
    confirm.leave(key)
    st.session_state[state.EDITING] = item_id
