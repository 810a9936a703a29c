"""What stands in the log, in words: who did what, in which part of the product, from where.

Use cases carry their words in their decorator. An entry that no use case of its own leaves, such as
coming in, is named where it is written, with :func:`entry`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Final

from coordinator.access.permissions import use_cases
from coordinator.core.rooms import import_rooms
from coordinator.core.translation import N_


@dataclass(frozen=True)
class Entry:
    """``log``: the end of a sentence about who did it, as a message id; ``room``: its folder."""

    log: str
    room: str


_OTHERS: Final[dict[str, Entry]] = {}


def entry(name: str, log: str, *, room: str) -> str:
    """Names an entry that is no use case, or what one was called once; ``name`` is stored."""
    _OTHERS[name] = Entry(log, room)
    return name


@cache
def entries() -> Mapping[str, Entry]:
    """Everything that can stand in the log, by its stored name."""
    import_rooms("usecases")
    cases = {name: Entry(one.log, one.room) for name, one in use_cases().items() if one.log}
    return {**cases, **_OTHERS}


def what_was_done(name: str) -> str:
    """The message id of the entry's words; the stored name itself where nobody knows it."""
    known = entries().get(name)
    return known.log if known else name


def names_in(room: str) -> tuple[str, ...]:
    """The stored names of a room's entries."""
    return tuple(name for name, one in entries().items() if one.room == room)


def rooms() -> Mapping[str, str]:
    """The rooms that write in the log, with the message ids of what they are called in it."""
    writing = sorted({one.room for one in entries().values()})
    return {room: import_module(f"coordinator.{room}").IN_THE_LOG for room in writing}


ORIGINS: Mapping[str, str] = {
    "page": N_("in the program"),
    "group": N_("from another group"),
    "link": N_("through a link"),
    "mail": N_("by email"),
    "shell": N_("in the server's terminal"),
}

DID: Mapping[str, str] = {
    "added": N_("new"),
    "changed": N_("changed"),
    "removed": N_("removed"),
}

# What an entry says beside its changes.
SAID: Mapping[str, str] = {
    "approve_after_changes": N_("though something was written after the adjuster's yes"),
    "approve_while_comments": N_("before the last day for comments"),
    "approve_without_adjuster": N_("before the adjuster had said yes"),
    "items": N_("items"),
    "kinds": N_("kinds of findings"),
    "lines": N_("places"),
    "places": N_("places"),
    "sent": N_("emails sent"),
}
