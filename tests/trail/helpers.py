"""Entries of the log, as they leave the room."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from coordinator.trail.views import TrailChange, TrailField, TrailLine


def line(
    *changes: TrailChange,
    shell_name: str = "",
    said: tuple[tuple[str, Any], ...] = (),
    about: str = "HT2026-2",
) -> TrailLine:
    return TrailLine(
        number=1,
        happened_at=datetime(2026, 11, 22, 11, tzinfo=UTC),
        person_id=None,
        shell_name=shell_name,
        origin="page",
        use_case="minutes.advance",
        about=about,
        changes=changes,
        more=0,
        said=said,
    )


def shown(name: str, before: object, after: object) -> TrailField:
    return TrailField(name, is_shown=True, before=before, after=after)
