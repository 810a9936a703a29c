"""What becomes of a mail that must not leave, or stay, as it is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from coordinator.core.database import Session
from coordinator.core.outbox import store
from coordinator.core.outbox.tables import OutboxAttachment, OutboxMail

STOPPED = "mail-name-protected"  # codes of sentences, shown where mails are listed
HELD = "mail-to-be-looked-at"


def stop(session: Session, mail: OutboxMail, parts: Iterable[OutboxAttachment]) -> None:
    """The mail is never sent, and nothing of it is kept but that it was stopped."""
    mail.state, mail.last_error = "dropped", STOPPED
    mail.subject = mail.text = mail.address = ""
    mail.html = None
    session.add(mail)
    drop_parts(session, parts)


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


def forget_doors(session: Session, person_id: int, address: str) -> None:
    """What is no group's (links to sign in) to an address that is to be kept nowhere any more."""
    for mail in store.no_groups_mails(session, person_id):
        if mail.address.lower() == address.lower():
            if mail.state in {store.WAITING, store.PAUSED}:
                stop(session, mail, ())
            mail.address = ""
            session.add(mail)
    session.flush()


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
