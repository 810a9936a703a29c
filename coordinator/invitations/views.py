"""What leaves the invitations room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from coordinator.core.translation import N_
from coordinator.core.worded import NO_LOOK, Drawn, Look, Worded
from coordinator.meetings.views import MeetingLine
from coordinator.planning.polls.views import Tally


class Answer(Drawn):
    """An answer, as the office says it; ``LATER`` is "I know when my rota is set".

    ``own_words``: the message id of what the person answers.
    """

    own_words: str

    ACCEPTED = "accepted", N_("attending"), Look("check_circle", "ok"), N_("I will attend")
    DECLINED = "declined", N_("cannot come"), Look("event_busy", "no"), N_("I cannot attend")
    TENTATIVE = "tentative", N_("perhaps"), Look("help", "wait"), N_("I may attend")
    DELEGATED = (
        "delegated",
        N_("substitute attending"),
        Look("swap_horiz", "sub"),
        N_("My substitute will attend"),
    )
    LATER = (
        "later",
        N_("answers later"),
        Look("update", "wait"),
        N_("I know when my rota is set"),
    )

    def __init__(
        self, value: str, words: str = "", look: Look = NO_LOOK, own_words: str = ""
    ) -> None:
        super().__init__(value, words, look)
        self.own_words = own_words


class ReplySource(Worded):
    """Where an answer came from."""

    TYPED = "typed", N_("typed in")
    POLL = "poll", N_("from the question about days")
    IMPORT = "import", N_("from an import")


@dataclass(frozen=True)
class SeenAnswer:
    """What a page showed of one person's answer, for a press to be weighed against."""

    answer: Answer | None
    substitute_id: int | None = None


@dataclass(frozen=True)
class PollYes:
    """Who said yes to the meeting's day when the group was asked, and has not answered since.

    ``start`` and ``end`` are the time that was asked about; ``people`` with their agencies' names.
    """

    start: datetime
    end: datetime
    people: tuple[tuple[int, str, str], ...]  # person id, name, agency


@dataclass(frozen=True)
class PersonReply:
    """An invited person and the answer, if any."""

    person_id: int
    name: str
    agency_id: int
    answer: Answer | None
    source: str | None
    substitute_name: str | None
    answered_at: datetime | None
    substitute_id: int | None = None

    @property
    def seen(self) -> SeenAnswer:
        return SeenAnswer(self.answer, self.substitute_id)


@dataclass(frozen=True)
class OwnAnswer:
    """What the reader has answered, and whether the coordinator wrote it down for them."""

    answer: Answer
    answered_at: datetime
    is_typed_in: bool


@dataclass(frozen=True)
class MyInvitation:
    """The next meeting as somebody who is invited sees it.

    ``joining_link`` only where the meeting has one and the reader stands for an agency today.
    """

    meeting: MeetingLine
    agenda: tuple[tuple[str, int], ...]  # title and planned minutes
    joining_link: str | None
    own_answer: OwnAnswer | None
    agencies_confirmed: int


@dataclass(frozen=True)
class AgencyReplies:
    """An agency's invited people. ``is_confirmed``: one accepts or sends a substitute."""

    agency_id: int
    agency_name: str
    people: tuple[PersonReply, ...]
    is_confirmed: bool
    answer: (
        Answer | None
    )  # the agency's best answer: accepted, delegated, tentative, later, declined


@dataclass(frozen=True)
class RepliesView:
    agencies: tuple[AgencyReplies, ...]
    confirmed: int
    total: int
    counts: ReplyCounts
    poll_yes: PollYes | None = None


@dataclass(frozen=True)
class Affected:
    """Whom a new time would concern.

    ``coming``: who had said yes or sent a substitute, with ``agencies`` by id. ``answers``: how
    many answers of any kind would be taken away. ``asked``: what agencies said about the new day
    when they were last asked which days suit; None when nobody asked.
    """

    coming: tuple[PersonReply, ...] = ()
    agencies: tuple[tuple[int, str], ...] = ()
    answers: int = 0
    asked: Tally | None = None

    def agency(self, one: PersonReply) -> str:
        return dict(self.agencies)[one.agency_id]


@dataclass(frozen=True)
class ReplyCounts:
    """People by answer, and agencies confirmed, for one meeting."""

    accepted: int = 0
    declined: int = 0
    tentative: int = 0
    delegated: int = 0
    later: int = 0
    unanswered: int = 0
    agencies_confirmed: int = 0
