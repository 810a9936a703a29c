"""Whom an open page was drawn for, as a mark that the page sends along when it finds back.

A browser has one session cookie for all its tabs. When somebody signs out and somebody else signs
in in another tab, Streamlit would join the open page, with all that was typed in it, to the new
session. The page carries whom it was drawn for; its socket opens to no one else.
"""

from __future__ import annotations

from typing import Final

from starlette.types import Scope

from coordinator.core.keys import keyed_hash
from coordinator.core.office import Office
from coordinator.wiring import Reader

# Beside what Streamlit writes in this header, which it reads by position.
_PREFIX: Final = "reader."
_HEADER: Final = b"sec-websocket-protocol"
_TAB: Final = "tab."
TAB_HEADER: Final = "x-coordinator-tab"  # which window the page stands in, for its script
_LENGTH = 16  # hex digits for each person: enough not to meet by chance
_FOUNDER = "founder"


def mark_of(office: Office, reader: Reader) -> str:
    """One part for each of the reader's people, so that a new group later is no stranger."""
    people = sorted(map(str, reader.people)) or [_FOUNDER]
    return ".".join(keyed_hash(office.settings, "page-reader", one)[:_LENGTH] for one in people)


def is_drawn_for(office: Office, reader: Reader, mark: str | None) -> bool:
    """Whether a page with this mark is the reader's own; one without is nobody's in particular."""
    return mark is None or bool(set(mark.split(".")) & set(mark_of(office, reader).split(".")))


def take_mark(scope: Scope) -> tuple[Scope, str | None]:
    """The page's mark, and the handshake without it, as Streamlit knows it.

    The name of the browser's window travels the same way; the page's script reads it as a header.
    """
    marks: list[str] = []
    tabs: list[str] = []
    headers: list[tuple[bytes, bytes]] = []
    for name, value in scope["headers"]:
        if name == TAB_HEADER.encode():
            continue
        if name != _HEADER:
            headers.append((name, value))
            continue
        # Empty places stay: Streamlit counts them.
        words = [word.strip() for word in value.decode("latin-1").split(",")]
        marks += [word.removeprefix(_PREFIX) for word in words if word.startswith(_PREFIX)]
        tabs += [word.removeprefix(_TAB) for word in words if word.startswith(_TAB)]
        kept = [word for word in words if not word.startswith((_PREFIX, _TAB))]
        headers.append((name, ", ".join(kept).encode("latin-1")))
    headers += [(TAB_HEADER.encode(), tab.encode("latin-1")) for tab in tabs[:1]]
    asked = scope.get("subprotocols", ())
    left = [one for one in asked if not one.startswith((_PREFIX, _TAB))]
    return {**scope, "headers": headers, "subprotocols": left}, marks[0] if marks else None
