"""How the trail leaves the room: stored entries made into views."""

from __future__ import annotations

import json
from typing import Any

from coordinator.access.tables import TrailEntry
from coordinator.access.views import TrailChange, TrailField, TrailLine


def trail_line(entry: TrailEntry) -> TrailLine:
    told: list[dict[str, Any]] = json.loads(entry.changes)
    return TrailLine(
        number=entry.number,
        happened_at=entry.happened_at,
        person_id=entry.person_id,
        shell_name=entry.actor_name,
        origin=entry.origin,
        use_case=entry.use_case,
        about=entry.about,
        changes=tuple(_change(part) for part in told if "table" in part),
        more=sum(part.get("more", 0) for part in told),
        said=tuple(pair for part in told for pair in sorted(part.get("said", {}).items())),
    )


def _change(part: dict[str, Any]) -> TrailChange:
    return TrailChange(
        table=part["table"],
        did=part["did"],
        fields=tuple(
            TrailField(name, is_shown=True, before=values[0], after=values[1])
            if isinstance(values, list)
            else TrailField(name, is_shown=False)
            for name, values in part["fields"].items()
        ),
    )
