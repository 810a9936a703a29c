"""Sök i allt: hits with their item, the words marked, one press to the paragraph."""

from __future__ import annotations

import streamlit as st

from coordinator.core.search.store import Hit
from coordinator.core.translation import _, ngettext
from coordinator.reports import usecases as reports
from coordinator.reports.hit_words import hit_place
from coordinator.ui import frame, view_in_address, widgets
from coordinator.ui.navigation import may_open
from coordinator.ui.text import theirs

PAGE_SIZE = 20


def page() -> None:
    office, actor = frame.office_and_actor()
    query = st.query_params.get("q", "")
    number = view_in_address.page_number()
    if not query.strip():
        widgets.page_head(_("Search everything"))
        widgets.empty(
            _("What are you looking for?"),
            _("Write a word in the field above: a theme, a decision, a place, a year."),
        )
        return
    found = reports.search(
        office, actor, query=query, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE
    )
    lead = ngettext("{n} hit", "{n} hits", found.total) if found.total else ""
    widgets.page_head(_("Search: {query}", query=query), lead)
    if not found.hits:
        widgets.empty(
            _("Nothing was found."),
            _("Try fewer or shorter words. Every word must occur in the same meeting."),
        )
        return
    with widgets.card("hits"):
        for place, hit in enumerate(found.hits):
            _hit(place, hit)
    view_in_address.pager(found.total, PAGE_SIZE)


def _hit(place: int, hit: Hit) -> None:
    with (
        widgets.row(f"hit_{place}"),
        st.container(gap=None, width="stretch", key=f"what_hit_{place}"),
    ):
        _title(hit)
        widgets.quiet(hit_place(hit))
        widgets.highlighted(hit.excerpt)


def _title(hit: Hit) -> None:
    """What was found, and the way there, where this reader has one."""
    if hit.kind in {"note", "decision", "meeting"} and hit.meeting_code:
        to, query = "meetings", frame.query_for(meeting=hit.meeting_code, item=hit.item_number)
    elif hit.kind == "information_action":
        to, query = "information-actions", frame.query_for(action=hit.source_id)
    else:
        to, query = "actions", frame.query_for(point=hit.source_id)
    if not may_open(to, frame.office_and_actor()[1].roles):
        widgets.row_text(theirs(hit.title))
        return
    title = widgets.literal(widgets.soften(theirs(hit.title)))
    st.page_link(frame.page(to), label=f"**{title}**", query_params=query)


page()
