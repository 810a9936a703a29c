"""What becomes of a waiting mail that must not leave as it is written."""

from __future__ import annotations

from collections.abc import Iterable

from coordinator.core.outbox.tables import OutboxMail

WAITING = frozenset({"waiting", "paused"})


def stop(mail: OutboxMail, *, reason: str) -> None:
    """The mail is never sent, and nothing of its text is kept."""
    mail.state, mail.last_error = "dropped", reason
    mail.subject = mail.text = ""
    mail.html = None
    mail.version += 1


def hold(mail: OutboxMail, *, reason: str) -> None:
    """The mail waits until somebody has looked at it."""
    mail.state, mail.last_error = "paused", reason
    mail.version += 1


def forget_address(mails: Iterable[OutboxMail], address: str) -> int:
    """Takes an address out of mails that are past; how many."""
    changed = 0
    for mail in mails:
        if mail.address.casefold() == address.casefold():
            mail.address = ""
            changed += 1
        if (mail.reply_to or "").casefold() == address.casefold():
            mail.reply_to = None
            changed += 1
    return changed
