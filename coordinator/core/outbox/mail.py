"""Putting a mail in the outbox: a step in the transaction of whoever wants it sent.

A mail cannot be rolled back, so nothing is sent here; :mod:`coordinator.core.outbox.delivery` does
that when the transaction stands.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from coordinator.core.database import Session, after_commit
from coordinator.core.mailboxes import as_shown
from coordinator.core.outbox.tables import OutboxAttachment, OutboxMail
from coordinator.core.outbox.wake_up import wake_up
from coordinator.core.text import clean, clean_lines
from coordinator.core.tokens import new_token

# Stands in a Message-ID until the first attempt, which knows the installation's own name.
NO_HOST: Final = "coordinator.invalid"


@dataclass(frozen=True)
class Attachment:
    """A part beside the text; ``method`` (``REQUEST``, ``CANCEL``) makes it a calendar part."""

    name: str
    content_type: str
    content: bytes
    method: str | None = None


@dataclass(frozen=True)
class Mail:
    """One mail to one address, ready to be sent.

    ``person_id``: whose mail it is. It goes to the address that person has when it goes, which is
    no longer ``address`` if somebody has changed it. ``subject`` is neutral: never a theme, a name
    or what the group works with. ``due_at``: None is at once. ``kind`` and ``condition``
    are declared with :mod:`coordinator.core.outbox.kinds`; the condition is asked again at sending,
    with ``condition_about``. ``is_secret``: the body opens doors and is emptied when it has been
    sent.
    """

    kind: str
    address: str
    subject: str
    text: str
    html: str | None = None
    group_id: int | None = None
    person_id: int | None = None
    about: str | None = None
    reply_to: str | None = None
    due_at: datetime | None = None
    condition: str | None = None
    condition_about: str | None = None
    is_secret: bool = False
    attachments: tuple[Attachment, ...] = ()


def queue(session: Session, mail: Mail, *, now: datetime) -> int:
    """Adds the mail to the outbox, in the caller's transaction; its row's id."""
    row = OutboxMail(
        group_id=mail.group_id,
        person_id=mail.person_id,
        kind=mail.kind,
        about=mail.about,
        address=as_shown(clean(mail.address)),
        reply_to=mail.reply_to,
        subject=clean(mail.subject),
        text=clean_lines(mail.text),
        html=mail.html,
        message_id=f"<{new_token()}@{NO_HOST}>",
        condition=mail.condition,
        condition_about=mail.condition_about,
        is_secret=mail.is_secret,
        created_at=now,
        due_at=mail.due_at or now,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    session.add_all(
        OutboxAttachment(
            mail_id=row.id,
            name=part.name,
            content_type=part.content_type,
            method=part.method,
            content=base64.b64encode(part.content).decode(),
        )
        for part in mail.attachments
    )
    session.flush()
    after_commit(session, wake_up.set)
    return row.id
