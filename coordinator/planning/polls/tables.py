"""A question to the group about which days suit, and what its people answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, moment, plain, points_to, typed
from coordinator.core.database import Versioned
from coordinator.core.translation import N_
from coordinator.planning.polls.lifecycle import PollState
from coordinator.planning.polls.views import Source
from coordinator.planning.views import Choice


class DatePoll(Versioned, table=True):
    """Candidate days for a term's meetings. It has no title of its own: nothing can leak by one.

    ``answer_by`` is the last whole day, in Stockholm, on which a link still answers.
    """

    __tablename__ = "date_poll"
    in_log: ClassVar[str | None] = N_("question about days")
    __table_args__ = (UniqueConstraint("group_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    code: str = made(log=N_("code"))
    term_code: str = made(log=N_("term"))
    number: int = plain(log=N_("number"))
    state: str = made(log=N_("state"), is_shown=True, of=PollState)
    # how many of the days are to be chosen
    wanted: int = plain(log=N_("days to choose"), is_shown=True)
    answer_by: date = plain(log=N_("last day to answer"), is_shown=True)
    message: str = typed("", log=N_("message"))
    # whether members see what other agencies answered
    answers_shown: bool = plain(False, log=N_("others see the answers"), is_shown=True)
    created_at: datetime = moment(log=N_("time of making"))
    opened_at: datetime | None = moment(log=N_("time of opening"), nullable=True)
    closed_at: datetime | None = moment(log=N_("time of closing"), nullable=True)


class PollCandidate(SQLModel, table=True):
    """One day and time to say yes or no to; ``meeting_code`` once it has been booked."""

    __tablename__ = "poll_candidate"
    in_log: ClassVar[str | None] = N_("day that is asked about")
    __table_args__ = (UniqueConstraint("poll_id", "starts_at"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    poll_id: int = points_to("date_poll.id")
    starts_at: datetime = moment(log=N_("start"), is_shown=True)
    ends_at: datetime = moment(log=N_("end"), is_shown=True)
    meeting_code: str | None = made(None, log=N_("meeting"), is_shown=True, of=str)


class PollInvitee(SQLModel, table=True):
    """Somebody who was asked. Which agency the answer speaks for, the roster tells by the day.

    ``ask_again_on``: the person knows when the rota is set, and is asked once more that day.
    ``was_protected``: protection that came later ends the links made before it.
    """

    __tablename__ = "poll_invitee"
    in_log: ClassVar[str | None] = N_("somebody who was asked")
    __table_args__ = (UniqueConstraint("poll_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    poll_id: int = points_to("date_poll.id")
    person_id: int = points_to("person.id")
    was_protected: bool = plain(False, log=N_("protected when asked"))
    mailed_at: datetime | None = moment(log=N_("emailed"), nullable=True)
    reminded_at: datetime | None = moment(log=N_("reminded"), nullable=True)
    answered_at: datetime | None = moment(log=N_("answered"), nullable=True)
    source: str | None = made(None, log=N_("where from"), is_shown=True, of=Source)
    typed_by_id: int | None = points_to("person.id", nullable=True, log=N_("typed in by"))
    ask_again_on: date | None = plain(None, log=N_("asked again"))
    comment: str = typed("", log=N_("comment"))


class PollLink(SQLModel, table=True):
    """A personal link that was mailed: only the token's hash is kept. Reminders carry new ones.

    ``key_mark``: which signing key it was made with; None in links from before that was kept.
    """

    __tablename__ = "poll_link"
    in_log: ClassVar[str | None] = N_("personal link")

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    invitee_id: int = points_to("poll_invitee.id", log=N_("person asked"))
    token_hash: str = made(unique=True, log=N_("the link's fingerprint"))
    key_mark: str | None = made(None, log=N_("the signing key's mark"))
    made_at: datetime = moment(log=N_("time it was made"))
    revoked_at: datetime | None = moment(log=N_("withdrawn on"), nullable=True)


class PollAnswer(SQLModel, table=True):
    """What one person said about one day."""

    __tablename__ = "poll_answer"
    in_log: ClassVar[str | None] = N_("answer about a day")
    __table_args__ = (UniqueConstraint("candidate_id", "invitee_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    candidate_id: int = points_to("poll_candidate.id", log=N_("asked day"))
    invitee_id: int = points_to("poll_invitee.id", log=N_("person asked"))
    choice: str = made(log=N_("choice"), is_shown=True, of=Choice)
