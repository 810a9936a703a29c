"""The short name of a group, as somebody writes it."""

from __future__ import annotations

import re
from typing import Final

from coordinator.core.errors import BadInput

LONGEST: Final = 40
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def checked_slug(text: str) -> str:
    """A group's short name: it stands in addresses and behind ``--group``.

    Raises:
        BadInput: it holds something else than small letters, figures and single hyphens.
    """
    if not _SLUG.fullmatch(text) or len(text) > LONGEST:
        raise BadInput("group-slug-odd", slug=text, longest=LONGEST)
    return text
