"""What waits to be sent, what was sent, and what could not be."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

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
    kind: str  # sign_in_link, one_time_code, minutes, poll, reminder ...
    about: str | None = None  # the meeting's code, or what else it is about
    address: str
    reply_to: str | None = None
    subject: str
    text: str
    html: str | None = None
    message_id: str
    state: str = "waiting"  # waiting, paused, sent, dropped, failed
    condition: str | None = None
    condition_about: str | None = None
    is_secret: bool = False
    created_at: datetime = Field(sa_column=utc_column())
    due_at: datetime = Field(sa_column=utc_column())
    claimed_until: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    attempts: int = 0
    last_error: str | None = None  # a code and the server's number, never an address or a body
    sent_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class OutboxAttachment(SQLModel, table=True):
    """A part of a mail beside its text. ``content`` in base64; ``method`` for a calendar part."""

    __tablename__ = "outbox_attachment"

    id: int | None = Field(default=None, primary_key=True)
    mail_id: int = Field(sa_column=key(to="outbox_mail.id", cascade=True))
    name: str
    content_type: str
    method: str | None = None
    content: str
