"""What leaves the room of the entrance."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """Somebody came in: the session cookie's token, and the page of ours to go on to."""

    cookie: str
    path: str


@dataclass(frozen=True)
class SharedBy:
    """One of several people behind a mailbox, by the name that everybody may see."""

    person_id: int
    name: str
