"""A question to the group about which days suit, and what its people answered."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, typed
from coordinator.core.database import Versioned, key, utc_column


class DatePoll(Versioned, table=True):
    """Candidate days for a term's meetings. It has no title of its own: nothing can leak by one.

    ``answer_by`` is the last whole day, in Stockholm, on which a link still answers.
    """

    __tablename__ = "date_poll"
    __table_args__ = (UniqueConstraint("group_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    code: str = made()
    term_code: str = made()
    number: int
    state: str = made()  # draft, open, closed, booked, withdrawn
    wanted: int  # how many of the days are to be chosen
    answer_by: date
    message: str = typed("")
    answers_shown: bool = False  # whether members see what other agencies answered
    created_at: datetime = Field(sa_column=utc_column())
    opened_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    closed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class PollCandidate(SQLModel, table=True):
    """One day and time to say yes or no to; ``meeting_code`` once it has been booked."""

    __tablename__ = "poll_candidate"
    __table_args__ = (UniqueConstraint("poll_id", "starts_at"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    poll_id: int = Field(sa_column=key(to="date_poll.id"))
    starts_at: datetime = Field(sa_column=utc_column())
    ends_at: datetime = Field(sa_column=utc_column())
    meeting_code: str | None = made(None)


class PollInvitee(SQLModel, table=True):
    """Somebody who was asked. Which agency the answer speaks for, the roster tells by the day.

    ``ask_again_on``: the person knows when the rota is set, and is asked once more that day.
    ``was_protected``: protection that came later ends the links made before it.
    """

    __tablename__ = "poll_invitee"
    __table_args__ = (UniqueConstraint("poll_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    poll_id: int = Field(sa_column=key(to="date_poll.id"))
    person_id: int = Field(sa_column=key(to="person.id"))
    was_protected: bool = False
    mailed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    reminded_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    answered_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    source: str | None = made(None)  # link, page, typed
    typed_by_id: int | None = Field(default=None, sa_column=key(to="person.id", nullable=True))
    ask_again_on: date | None = None
    comment: str = typed("")


class PollLink(SQLModel, table=True):
    """A personal link that was mailed: only the token's hash is kept. Reminders carry new ones.

    ``key_mark``: which signing key it was made with; None in links from before that was kept.
    """

    __tablename__ = "poll_link"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    invitee_id: int = Field(sa_column=key(to="poll_invitee.id"))
    token_hash: str = made(unique=True)
    key_mark: str | None = made(None)
    made_at: datetime = Field(sa_column=utc_column())
    revoked_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class PollAnswer(SQLModel, table=True):
    """What one person said about one day."""

    __tablename__ = "poll_answer"
    __table_args__ = (UniqueConstraint("candidate_id", "invitee_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    candidate_id: int = Field(sa_column=key(to="poll_candidate.id"))
    invitee_id: int = Field(sa_column=key(to="poll_invitee.id"))
    choice: str = made()  # yes, if_need_be, no
