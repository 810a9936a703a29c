"""What may be kept of a form, and for how long."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from coordinator.core.errors import BadInput

LONGEST: Final = 20_000  # characters of one field
MOST: Final = 200  # fields of one person in one group; the oldest make room
KEPT_FOR: Final = timedelta(days=30)  # then what nobody came back to is let go

_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,79}")
_MARK: Final = re.compile(r"[a-z0-9]{0,32}")  # of a window, or of what a form builds on


def check(form: str, field: str, tab: str, base: str, text: str) -> None:
    """Raises BadInput for names that no page of ours has given, and for a text without end."""
    names, marks = (form, field), (tab, base)
    if not (all(map(_NAME.fullmatch, names)) and all(map(_MARK.fullmatch, marks))):
        raise BadInput("not-found")
    if len(text) > LONGEST:
        raise BadInput("note-too-long", most=LONGEST)
