"""What becomes of a mail that must not leave, or stay, as it is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from coordinator.core.database import Session
from coordinator.core.mailboxes import email_key
from coordinator.core.outbox import store
from coordinator.core.outbox.tables import OutboxAttachment, OutboxMail

WAITING = frozenset({"waiting", "paused"})
STOPPED = "mail-name-protected"  # codes of sentences, shown where mails are listed
HELD = "mail-to-be-looked-at"


def stop(session: Session, mail: OutboxMail, parts: Iterable[OutboxAttachment]) -> None:
    """The mail is never sent, and nothing of it is kept but that it was stopped."""
    mail.state, mail.last_error = "dropped", STOPPED
    mail.subject = mail.text = mail.address = ""
    mail.html = None
    session.add(mail)
    drop_parts(session, parts)


def forget_person(session: Session, person_id: int, address_key: str) -> None:
    """Takes an address that has ended out of the person's mails; what waits is never sent."""
    for mail in store.mails_of_person(session, person_id):
        if email_key(mail.address) != address_key:
            continue
        if mail.state in WAITING:
            stop(session, mail, store.attachments(session, [mail.id or 0]))
        mail.address = ""
        session.add(mail)


def hold(mail: OutboxMail) -> None:
    """The mail waits until somebody has looked at it."""
    mail.state, mail.last_error = "paused", HELD


def drop_parts(session: Session, parts: Iterable[OutboxAttachment]) -> int:
    """Takes attachments away; how many."""
    taken = list(parts)
    for part in taken:
        session.delete(part)
    session.flush()
    return len(taken)


def forget_addresses(mail: OutboxMail, addresses: Collection[str]) -> int:
    """Takes addresses out of a mail, written as they stand there; in how many places they stood."""
    changed = 0
    if mail.address in addresses:
        mail.address = ""
        changed += 1
    if mail.reply_to in addresses:
        mail.reply_to = None
        changed += 1
    return changed
