"""What waits to be sent, what was sent, and what could not be."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, named
from coordinator.core.database import key, utc_column


class OutboxMail(SQLModel, table=True):
    """One mail to one address.

    ``condition`` with ``condition_about`` is asked again at the moment of sending (does the meeting
    still stand, is the answer still missing); a mail that fails it is dropped. ``is_secret``: the
    body holds a link that opens doors, so it is emptied once the mail is sent, dropped or given up.
    """

    __tablename__ = "outbox_mail"
    __table_args__ = (
        UniqueConstraint("message_id"),
        Index("ix_outbox_mail_waiting", "state", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    group_id: int | None = Field(
        default=None, sa_column=key(to="collaboration_group.id", nullable=True)
    )
    person_id: int | None = Field(default=None, sa_column=key(to="person.id", nullable=True))
    kind: str = made()  # sign_in_link, one_time_code, minutes, poll, reminder ...
    about: str | None = made(None)  # the meeting's code, or what else it is about
    address: str = named()
    reply_to: str | None = named(None)
    subject: str = named()
    text: str = named()
    html: str | None = named(None)
    message_id: str = made()
    state: str = made("waiting")  # waiting, paused, sent, dropped, failed
    condition: str | None = made(None)
    condition_about: str | None = made(None)
    is_secret: bool = False
    created_at: datetime = Field(sa_column=utc_column())
    due_at: datetime = Field(sa_column=utc_column())
    claimed_until: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    attempts: int = 0
    last_error: str | None = made(None)  # a code and the server's number, nothing of the mail
    sent_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class OutboxAttachment(SQLModel, table=True):
    """A part of a mail beside its text. ``content`` in base64; ``method`` for a calendar part."""

    __tablename__ = "outbox_attachment"

    id: int | None = Field(default=None, primary_key=True)
    mail_id: int = Field(sa_column=key(to="outbox_mail.id", cascade=True))
    name: str = named()
    content_type: str = made()
    method: str | None = made(None)
    content: str = named()
