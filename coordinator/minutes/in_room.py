"""What of a note stands on the room's wall: nothing that may point to somebody. Pure.

A paragraph in which anything is found stays out until somebody shows it, and each is known by its
digest: one that is rewritten meanwhile is another, and stays out again.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from coordinator.core.translation import _
from coordinator.identity.finding import find
from coordinator.minutes.views import NoteView, RoomNote
from coordinator.trail.go_aheads import digest

_LINE_END = re.compile("\r\n|[\n\r]")


def left_out_words() -> str:
    """What stands on the wall for a paragraph that is not shown there."""
    return _("[paragraph that is not shown here]")


def on_the_wall(note: NoteView, shown: Collection[str] = ()) -> RoomNote:
    """The note without the paragraphs, titles and decisions that stay out.

    ``shown``: digests of those that somebody has shown.
    """
    title, hidden = _without_findings(note.title, shown)
    text, of_text = _without_findings(note.text, shown)
    decisions, left_out = [], {*hidden, *of_text}
    for one in note.decisions:
        if not one.is_withdrawn:
            words, of_decision = _without_findings(one.text, shown)
            decisions.append(replace(one, text=words))
            left_out |= of_decision
    return RoomNote(note.number, title, text, tuple(decisions), frozenset(left_out))


def title_on_the_wall(title: str, shown: Collection[str]) -> str:
    """An item's title in the list of them."""
    return _without_findings(title, shown)[0]


def _without_findings(text: str, shown: Collection[str]) -> tuple[str, set[str]]:
    """The text as the room reads it, and the digests of the paragraphs that stay out."""
    lines, instead = _LINE_END.split(text), left_out_words()
    pointing = {
        lines[number]
        for found in find(text)
        for number in range(found.line - 1, found.line + len(_LINE_END.findall(found.text)))
    }
    left_out = {line for line in pointing if line.strip() and digest(line) not in shown}
    kept: list[str] = []
    for line in lines:
        if line not in left_out:
            kept.append(line)
        elif not kept or kept[-1] != instead:
            kept.append(instead)
    return "\n".join(kept), set(map(digest, left_out))
