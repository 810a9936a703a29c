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
from coordinator.core.outbox.wake_up import bell
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
class Letter:
    """One mail to one address, ready to be sent.

    ``person_id``: whose mail it is. It goes to the address that person has when it goes, which is
    no longer ``address`` if somebody has changed it. ``subject`` is neutral: never a theme, a name
    or what the group works with. ``due_at``: None is at once. ``condition`` names one of the
    installation's conditions, asked again at sending with ``condition_about``. ``is_secret``: the
    body opens doors and is emptied when it has been sent.
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


def queue(session: Session, letter: Letter, *, now: datetime) -> int:
    """Adds the mail to the outbox, in the caller's transaction; its row's id."""
    row = OutboxMail(
        group_id=letter.group_id,
        person_id=letter.person_id,
        kind=letter.kind,
        about=letter.about,
        address=as_shown(clean(letter.address)),
        reply_to=letter.reply_to,
        subject=clean(letter.subject),
        text=clean_lines(letter.text),
        html=letter.html,
        message_id=f"<{new_token()}@{NO_HOST}>",
        condition=letter.condition,
        condition_about=letter.condition_about,
        is_secret=letter.is_secret,
        created_at=now,
        due_at=letter.due_at or now,
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
        for part in letter.attachments
    )
    session.flush()
    after_commit(session, bell.set)
    return row.id
