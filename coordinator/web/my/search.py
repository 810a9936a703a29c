"""Sök i allt, as far as a member may read."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from coordinator.core import addresses
from coordinator.core.search.store import Hit
from coordinator.reports import usecases as reports
from coordinator.reports.hit_words import hit_place
from coordinator.web.my.frame import Reader

PAGE_SIZE = 20
LONGEST = 200  # signs of a question


def show(request: Request, reader: Reader) -> Response:
    query = request.query_params.get("q", "").strip()[:LONGEST]
    number = _page(request)
    found = (
        reports.search(
            reader.office,
            reader.actor,
            query=query,
            limit=PAGE_SIZE,
            offset=(number - 1) * PAGE_SIZE,
        )
        if query
        else None
    )
    return reader.draw(
        "my/search.html",
        query=query,
        found=found,
        number=number,
        last=-(-found.total // PAGE_SIZE) if found else 0,
        hits=[(hit, hit_place(hit), _address(hit, reader.group)) for hit in found.hits]
        if found
        else [],
    )


def _page(request: Request) -> int:
    text = request.query_params.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _address(hit: Hit, group: str) -> str | None:
    """Where the hit stands; None where members have no page for it."""
    if hit.kind == "action_point":
        return addresses.my_action(hit.source_id, group=group)
    if hit.kind in {"note", "decision", "meeting"} and hit.meeting_code:
        return addresses.my_meeting(hit.meeting_code, group=group, item=hit.item_number)
    return None
