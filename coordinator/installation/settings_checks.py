"""What is wrong with the settings though the program starts: for the doctor and for the log."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

from coordinator.core.environment import odd_names
from coordinator.core.errors import BadInput, Problem
from coordinator.core.office import Office
from coordinator.core.outbox.delivery import sender_of
from coordinator.core.outbox.mail_addresses import Sender
from coordinator.core.outbox.refused import Refused
from coordinator.core.outbox.relay import Line, Relay, relay_of
from coordinator.core.settings import Settings
from coordinator.groups import in_transaction as groups
from coordinator.installation.views import Finding

# Read by the server below us: whose word counts for where somebody asks from.
_MOST_SENDERS: Final = 20  # asked about: a group has one
_ANY_PROXY: Final = "setting-any-proxy"


def setting_problems(settings: Settings) -> tuple[Problem, ...]:
    """Names that nobody reads, and what is only noticed when it is used. Asks nobody."""
    found: list[Problem] = []
    try:
        found += [Problem(odd.code, odd.params) for odd in odd_names()]
        if os.environ.get("FORWARDED_ALLOW_IPS", "").strip() == "*":
            found.append(Problem(_ANY_PROXY))
        relay_of(settings)
    except BadInput as error:
        found.append(Problem(error.code, tuple(error.params.items())))
    return tuple(found)


def setting_names(_office: Office) -> Iterator[Finding]:
    """For the doctor: each name that nobody reads, or that all of them are known."""
    try:
        odd = odd_names()
    except BadInput as error:
        params = tuple(error.params.items())
        yield Finding("setting names", ok=False, value="-", code=error.code, params=params)
        return
    if os.environ.get("FORWARDED_ALLOW_IPS", "").strip() == "*":
        yield Finding("FORWARDED_ALLOW_IPS", ok=False, value="*", code=_ANY_PROXY)
    for one in odd:
        yield Finding(one.name, ok=False, value="-", code=one.code, params=one.params)
    if not odd:
        yield Finding("setting names", ok=True, value="")


def sender_refusal(office: Office, relay: Relay, *, patience: float) -> tuple[str | None, int]:
    """Why mail of somebody here would not be taken: it has no sender, or the server takes none.

    The server is asked and nothing is sent. ``patience``: seconds for one step of the talk.
    """
    try:
        senders = _senders(office, relay)
    except Exception:  # noqa: BLE001 - what is wrong with the database, others say
        return None, 0
    if not all(one.address for one in senders):
        return "doctor-mail-from", 0
    if any(one.is_demo for one in senders) and not relay.is_loopback:
        return None, 0
    try:
        with Line(relay, timeout=patience) as line:
            for address in sorted({one.address or "" for one in senders})[:_MOST_SENDERS]:
                line.try_sender(address)
    except Refused as refusal:
        return refusal.code, refusal.number
    return None, 0


def _senders(office: Office, relay: Relay) -> list[Sender]:
    """Of every group's mails, and of those that belong to none, such as sign-in links."""
    with office.reading() as session:
        ids = (None, *(group.id for group in groups.all_groups(session)))
        return [sender_of(session, office, each, relay) for each in ids]
