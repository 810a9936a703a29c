"""The kinds of mail there are, and the conditions asked again when a mail goes.

Core knows no rooms: each room says in its ``letters.py`` which kinds it sends and what must still
be so when they go, and :mod:`coordinator.wiring` imports every room. The names stand in rows
(``outbox_mail.kind``, ``outbox_mail.condition``) and never change; the functions may.

A row can hold a name that nobody has declared, written by a newer version or an older one. A mail
of an unknown kind goes as any other and is called a mail; one with an unknown condition is not
sent, since nobody can say whether it still holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from coordinator.core.database import Session
from coordinator.core.translation import N_, _

StillHolds = Callable[[Session, str, date], bool]
"""Asked with the row's ``condition_about`` and today's date in Stockholm."""


@dataclass(frozen=True)
class Kind:
    """What the outbox must know of mails of one kind.

    ``words``: what they are called, in English for the catalog. ``may_go_by_hand``: an office
    without a mail server may take them as files though they hold a link that opens something.
    ``is_to_mailbox``: the mail is for the mailbox it was written to, and not for its person, who
    may have another one now or never had this one.
    """

    name: str
    words: str
    may_go_by_hand: bool = False
    is_to_mailbox: bool = False


_A_MAIL: Final = N_("email")  # whatever nobody has declared

_kinds: dict[str, Kind] = {}
_conditions: dict[str, StillHolds] = {}
KINDS: Final[Mapping[str, Kind]] = MappingProxyType(_kinds)
CONDITIONS: Final[Mapping[str, StillHolds]] = MappingProxyType(_conditions)


def kind(
    name: str, words: str, *, may_go_by_hand: bool = False, is_to_mailbox: bool = False
) -> str:
    """Declares a kind of mail; its name, for the mails of it. Two rooms may send the same kind.

    Raises:
        ValueError: another room says something else of the kind.
    """
    declared = Kind(name, words, may_go_by_hand=may_go_by_hand, is_to_mailbox=is_to_mailbox)
    if _kinds.setdefault(name, declared) != declared:
        raise ValueError(f"two kinds of mail are called {name}")
    return name


def condition(name: str, still_holds: StillHolds) -> str:
    """Declares a condition; its name, for the mails that depend on it.

    Raises:
        ValueError: the name is taken.
    """
    if _conditions.setdefault(name, still_holds) is not still_holds:
        raise ValueError(f"two conditions are called {name}")
    return name


def words(name: object) -> str:
    """What mails of the kind are called, in the reader's language."""
    known = KINDS.get(str(name))
    return _(known.words) if known else _(_A_MAIL)


def may_go_by_hand(name: str) -> bool:
    return name in KINDS and KINDS[name].may_go_by_hand


def by_hand() -> frozenset[str]:
    """The kinds that may."""
    return frozenset(name for name, one in KINDS.items() if one.may_go_by_hand)


def is_to_mailbox(name: str) -> bool:
    return name in KINDS and KINDS[name].is_to_mailbox
