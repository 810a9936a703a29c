"""Who a mail comes from and where people are reached now: the rooms know, core does not.

:mod:`coordinator.wiring` hands the answers in with the office.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from coordinator.core.database import Session


@dataclass(frozen=True)
class Sender:
    """Who a mail comes from: a neutral name, and the function mailbox answers go to.

    ``address`` is None where the group has none of its own. ``is_demo``: the people are invented,
    so nothing may leave this machine.
    """

    name: str
    address: str | None
    is_demo: bool


def _nobody(_session: Session, _group_id: int | None) -> Sender:
    """Nobody has said who sends: then nothing leaves this machine."""
    return Sender(name="", address=None, is_demo=True)


def _as_queued(_session: Session, _person_ids: Collection[int]) -> Mapping[int, str | None]:
    """Nobody knows better: a mail goes to the address it was queued with."""
    return {}


@dataclass(frozen=True)
class MailAddresses:
    """``sender`` of a group's mails; ``of_people``: addresses as they are now, by person id.

    Somebody who has been protected since a mail was queued must not get it at the old address.
    None: the person has no address any more.
    """

    sender: Callable[[Session, int | None], Sender] = _nobody
    of_people: Callable[[Session, Collection[int]], Mapping[int, str | None]] = _as_queued
