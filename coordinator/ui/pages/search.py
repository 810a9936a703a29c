"""Sök i allt: hits with their item, the words marked, one press to the paragraph."""

from __future__ import annotations

import streamlit as st

from coordinator.core import dates
from coordinator.core.search.store import Hit
from coordinator.core.translation import _, ngettext
from coordinator.minutes.rules import MARKED
from coordinator.reports import usecases as reports
from coordinator.ui import frame, widgets
from coordinator.ui.navigation import may_open

PAGE_SIZE = 20


def page() -> None:
    office, actor = frame.office_and_actor()
    query = st.query_params.get("q", "")
    number = _page_number()
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
    _pages(query, number, found.total)


def _page_number() -> int:
    text = st.query_params.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1


def _hit(place: int, hit: Hit) -> None:
    kinds = {
        "note": _("Note"),
        "decision": _("Decision"),
        "action_point": _("Action point"),
        "information_action": _("Information action"),
        "meeting": _("Meeting"),
    }
    where = [kinds.get(hit.kind, hit.kind)]
    if hit.meeting_code:
        item = _("{meeting}, item {n}", meeting=hit.meeting_code, n=hit.item_number)
        where.append(item if hit.item_number else hit.meeting_code)
    if hit.source.startswith(MARKED):
        where.append(_("marked paragraph"))
    if hit.day:
        where.append(dates.short_day_week(hit.day, year=True))
    with (
        widgets.row(f"hit_{place}"),
        st.container(gap=None, width="stretch", key=f"what_hit_{place}"),
    ):
        _title(hit)
        widgets.quiet(" · ".join(where))
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
        widgets.row_text(hit.title)
        return
    title = widgets.literal(widgets.soften(hit.title))
    st.page_link(frame.page(to), label=f"**{title}**", query_params=query)


def _pages(query: str, number: int, total: int) -> None:
    last = -(-total // PAGE_SIZE)
    if last < 2:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if number > 1:
            _to_page(query, number - 1, _("Earlier hits"))
        widgets.quiet(_("Page {n} of {last}", n=number, last=last))
        if number < last:
            _to_page(query, number + 1, _("More hits"))


def _to_page(query: str, number: int, label: str) -> None:
    st.page_link(
        frame.page("search"), label=label, query_params=frame.query_for(q=query, page=number)
    )


page()
