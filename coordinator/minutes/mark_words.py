"""What the marks of paragraphs are called, for every face."""

from __future__ import annotations

from coordinator.core.translation import _
from coordinator.minutes.views import ParagraphMark


def mark_word(mark: ParagraphMark) -> str:
    return {
        ParagraphMark.OPEN: _("Open paragraph"),
        ParagraphMark.INTERNAL: _("Internal"),
        ParagraphMark.EXAMINE: _("To be examined before release"),
    }[mark]
