"""What waits to be sent, what was sent, and what could not be."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, moment, named, plain, points_to
from coordinator.core.outbox import kinds
from coordinator.core.outbox.mail_state import MailState
from coordinator.core.translation import N_


class OutboxMail(SQLModel, table=True):
    """One mail to one address.

    ``condition`` with ``condition_about`` is asked again at the moment of sending (does the meeting
    still stand, is the answer still missing); a mail that fails it is dropped. ``is_secret``: the
    body holds a link that opens doors, so it is emptied once the mail is sent, dropped or given up.
    """

    __tablename__ = "outbox_mail"
    in_log: ClassVar[str | None] = N_("email")
    __table_args__ = (
        UniqueConstraint("message_id"),
        Index("ix_outbox_mail_waiting", "state", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    group_id: int | None = points_to("collaboration_group.id", nullable=True, log=None)
    person_id: int | None = points_to("person.id", nullable=True)
    # sign_in_link, one_time_code, minutes, poll, reminder ...
    kind: str = made(log=N_("kind"), is_shown=True, of=kinds.words)
    # the meeting's code, or what else it is about
    about: str | None = made(None, log=N_("about"))
    address: str = named(log=N_("address"))
    reply_to: str | None = named(None, log=N_("answers go to"))
    subject: str = named(log=N_("subject line"))
    text: str = named(log=N_("text"))
    html: str | None = named(None, log=N_("look of the email"))
    message_id: str = made(log=N_("the email's number"))
    state: str = made("waiting", log=N_("state"), is_shown=True, of=MailState)
    condition: str | None = made(None, log=N_("condition"))
    condition_about: str | None = made(None, log=N_("what the condition is about"))
    is_secret: bool = plain(False, log=N_("for the recipient only"))
    created_at: datetime = moment(log=N_("time of making"))
    due_at: datetime = moment(log=N_("to be sent"), is_shown=True)
    claimed_until: datetime | None = moment(log=N_("held until"), nullable=True)
    attempts: int = plain(0, log=N_("attempts"))
    # a code and the server's number, nothing of the mail
    last_error: str | None = made(None, log=N_("latest fault"))
    sent_at: datetime | None = moment(log=N_("time of sending"), nullable=True)


class OutboxAttachment(SQLModel, table=True):
    """A part of a mail beside its text. ``content`` in base64; ``method`` for a calendar part."""

    __tablename__ = "outbox_attachment"
    in_log: ClassVar[str | None] = N_("file in an email")

    id: int | None = Field(default=None, primary_key=True)
    mail_id: int = points_to("outbox_mail.id", cascade=True)
    name: str = named(log=N_("name"))
    content_type: str = made(log=N_("kind of file"))
    method: str | None = made(None, log=N_("kind of calendar message"))
    content: str = named(log=N_("content"))
