"""How the trail leaves the room: stored entries made into views."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from coordinator.core.columns import columns_to
from coordinator.trail.store import ABOUT_PERSON
from coordinator.trail.tables import TrailEntry
from coordinator.trail.views import TrailChange, TrailField, TrailLine


def trail_line(entry: TrailEntry, renumbered: Mapping[int, int]) -> TrailLine:
    """``renumbered``: the id that somebody has now, by the one in entries from before."""
    stored: list[dict[str, Any]] = json.loads(entry.changes)
    return TrailLine(
        number=entry.number,
        happened_at=entry.happened_at,
        person_id=renumbered.get(entry.person_id or 0, entry.person_id),
        shell_name=entry.actor_name,
        origin=entry.origin,
        use_case=entry.use_case,
        about=_about(entry.about, renumbered),
        changes=tuple(_change(part, renumbered) for part in stored if "table" in part),
        more=sum(part.get("more", 0) for part in stored),
        said=tuple(pair for part in stored for pair in sorted(part.get("said", {}).items())),
    )


def _about(about: str | None, renumbered: Mapping[int, int]) -> str | None:
    number = (about or "").removeprefix(ABOUT_PERSON)
    if number == about or not number.isdecimal():
        return about
    return f"{ABOUT_PERSON}{renumbered.get(int(number), int(number))}"


def _change(part: dict[str, Any], renumbered: Mapping[int, int]) -> TrailChange:
    table = part["table"]
    return TrailChange(
        table=table,
        did=part["did"],
        fields=tuple(
            TrailField(name, is_shown=True, **_values(f"{table}.{name}", values, renumbered))
            if isinstance(values, list)
            else TrailField(name, is_shown=False)
            for name, values in part["fields"].items()
        ),
    )


def _values(column: str, values: Sequence[Any], renumbered: Mapping[int, int]) -> dict[str, Any]:
    before, after = values
    if column in columns_to("person"):
        before, after = renumbered.get(before, before), renumbered.get(after, after)
    return {"before": before, "after": after}
