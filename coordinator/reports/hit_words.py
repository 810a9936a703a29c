"""A search hit in words: what was found, and where it stands."""

from __future__ import annotations

from coordinator.core import dates
from coordinator.core.search.store import Hit
from coordinator.core.translation import _
from coordinator.minutes.rules import MARKED


def hit_place(hit: Hit) -> str:
    """``Anteckning · HT2025-2, punkt 4 · ons 3 dec 2025 (v. 49)``."""
    kinds = {
        "note": _("Note"),
        "decision": _("Decision"),
        "action_point": _("Action point"),
        "information_action": _("Information action"),
        "meeting": _("Meeting"),
    }
    parts = [kinds.get(hit.kind, hit.kind)]
    if hit.meeting_code:
        item = _("{meeting}, item {n}", meeting=hit.meeting_code, n=hit.item_number)
        parts.append(item if hit.item_number else hit.meeting_code)
    if hit.source.startswith(MARKED):
        parts.append(_("marked paragraph"))
    if hit.day:
        parts.append(dates.short_day_week(hit.day, year=True))
    return " · ".join(parts)
