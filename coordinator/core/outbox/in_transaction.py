"""What becomes of a mail, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from coordinator.core.database import Session, save
from coordinator.core.mailboxes import email_key
from coordinator.core.outbox import store
from coordinator.core.outbox.tables import OutboxAttachment, OutboxMail

# Codes of sentences, shown where mails are listed.
NO_LONGER_SO: Final = "mail-holds-no-more"
_STOPPED: Final = "mail-name-protected"
_HELD: Final = "mail-to-be-looked-at"
_NOT_GONE: Final = frozenset({store.WAITING, store.PAUSED})


def end(session: Session, row: OutboxMail, state: str, *, error: str | None = None) -> None:
    """The mail is sent, dropped or given up; what opens doors does not stay behind."""
    row.state, row.last_error, row.claimed_until = state, error, None
    if row.is_secret:
        assert row.id is not None
        row.text, row.html = "", None
        store.forget_attachments(session, row.id)
    save(session, row)


def drop_waiting(
    session: Session,
    *,
    group_id: int,
    kinds: Collection[str],
    about: str,
    whose: str | None = None,
    also_failed: bool = False,
) -> int:
    """What waits of these kinds about this thing is let go: something newer stands; how many.

    ``whose``: only mails whose condition is about that. ``also_failed``: and what was given up,
    which nobody has to try again.
    """
    states = (store.WAITING, store.PAUSED, *((store.FAILED,) if also_failed else ()))
    rows = store.waiting_about(session, group_id, kinds, about, whose=whose, states=states)
    for row in rows:
        end(session, row, store.DROPPED, error=NO_LONGER_SO)
    return len(rows)


def mark_sent(session: Session, row: OutboxMail, *, now: datetime) -> None:
    """It has gone: by us, or by somebody's own mail program."""
    row.sent_at = now
    end(session, row, store.SENT)


def wait_again(session: Session, row: OutboxMail) -> None:
    """It goes as soon as it may; what was tried before counts no more."""
    row.state, row.last_error, row.claimed_until, row.attempts = store.WAITING, None, None, 0
    save(session, row)


# When somebody is protected -----------------------------------------------------------------------


def stop(session: Session, mail: OutboxMail, parts: Iterable[OutboxAttachment]) -> None:
    """The mail is never sent, and nothing of it is kept but that it was stopped."""
    mail.state, mail.last_error = store.DROPPED, _STOPPED
    mail.subject = mail.text = mail.address = ""
    mail.html = None
    session.add(mail)
    drop_parts(session, parts)


def forget_person(session: Session, person_id: int, address_key: str) -> None:
    """Takes an address that has ended out of the person's mails; what waits is never sent."""
    for mail in store.mails_of_person(session, person_id):
        if email_key(mail.address) != address_key:
            continue
        if mail.state in _NOT_GONE:
            stop(session, mail, store.attachments(session, [mail.id or 0]))
        mail.address = ""
        session.add(mail)


def hold(mail: OutboxMail) -> None:
    """The mail waits until somebody has looked at it."""
    mail.state, mail.last_error = store.PAUSED, _HELD


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
