"""What leaves the polls: a question about days as the office, and as one member, sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coordinator.core.dates import local_day
from coordinator.core.outbox.how_far import NOTHING_OUT, HowFar
from coordinator.core.translation import N_
from coordinator.core.worded import Worded
from coordinator.planning.hosts import HostChoice, suggested
from coordinator.planning.polls.lifecycle import PollState
from coordinator.planning.views import Choice, Objection, Reason
from coordinator.trail.go_aheads import UnclearPlace


class Source(Worded):
    """Where an answer came from: a personal link, the own page, or typed in by the office."""

    LINK = "link", N_("by link")
    PAGE = "page", N_("on the own page")
    TYPED = "typed", N_("typed in")


@dataclass(frozen=True)
class Candidate:
    """A day and time that was asked about; ``meeting_code`` when it has been booked."""

    id: int
    start: datetime
    end: datetime
    meeting_code: str | None = None

    @property
    def day(self) -> date:
        return local_day(self.start)


@dataclass(frozen=True)
class Tally:
    """How one candidate stands, in agencies, by name and in the group's order.

    ``can`` counts yes and if need be. ``required_away`` and ``required_silent`` are those among
    ``away`` and ``silent`` without which the group does not count as gathered. ``short_of`` is the
    number of agencies that quorum asks for when fewer can; None when it is reached or not set.
    """

    can: int
    yes: int
    of: int
    away: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    required_away: tuple[str, ...] = ()
    required_silent: tuple[str, ...] = ()
    short_of: int | None = None


@dataclass(frozen=True)
class SaidYes:
    """Who said yes to a time that was asked about, by person id."""

    start: datetime
    end: datetime
    people: frozenset[int]


@dataclass(frozen=True)
class CandidateView:
    """``objections``: what speaks against booking the day, as the calendar stands now."""

    candidate: Candidate
    tally: Tally
    objections: tuple[Objection, ...] = ()

    @property
    def is_refused(self) -> bool:
        return any(one.kind == "refuse" for one in self.objections)


@dataclass(frozen=True)
class PersonAnswers:
    """One who was asked; ``choices`` by candidate id. ``typed_by`` names who typed them in."""

    person_id: int
    name: str
    choices: dict[int, Choice]
    answered_at: datetime | None
    source: Source | None
    typed_by: str | None
    comment: str
    ask_again_on: date | None
    has_address: bool
    is_asked: bool
    reminded_at: datetime | None


@dataclass(frozen=True)
class AgencyAnswers:
    """An agency's answer per candidate id, the best of its people's, and those people."""

    agency_id: int
    name: str
    is_required: bool
    choices: dict[int, Choice]
    people: tuple[PersonAnswers, ...]


@dataclass(frozen=True)
class ChosenSet:
    """Days to be booked together, by start, and why these."""

    candidate_ids: tuple[int, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class PollLine:
    """A poll in a list: how many of those asked have answered.

    ``lost``: how many could still answer but hold no link that works, after a restore or with
    another signing key. ``mails``: how far those about it have come.
    """

    code: str
    term_code: str
    state: PollState
    answer_by: date
    answered: int
    asked: int
    lost: int = 0
    mails: HowFar = NOTHING_OUT


@dataclass(frozen=True)
class PollView:
    """``takes_answers``: links still answer today. ``sets``: the best first, then others.

    ``waiting`` are ids of people who have not answered, ``to_remind`` those of them whom a
    reminder would reach today, ``not_asked`` people who came to the roster after the mail went.
    ``planned``: days of the term's standing meetings; ``needs_reason``: booking would make them
    more than usual. ``hosts``: who may be host, whose turn it is first. ``lost`` and
    ``mails`` as in :class:`PollLine`; ``mails`` only where the poll is read or was just sent.
    """

    code: str
    term_code: str
    state: PollState
    wanted: int
    answer_by: date
    message: str
    answers_shown: bool
    takes_answers: bool
    needs_reason: bool
    planned: tuple[date, ...]
    quorum: int | None
    candidates: tuple[CandidateView, ...]
    agencies: tuple[AgencyAnswers, ...]
    sets: tuple[ChosenSet, ...]
    waiting: tuple[int, ...]
    to_remind: tuple[int, ...]
    not_asked: tuple[int, ...]
    version: int
    hosts: tuple[HostChoice, ...] = ()
    lost: int = 0
    mails: HowFar = NOTHING_OUT

    @property
    def people(self) -> dict[int, PersonAnswers]:
        """Everybody once, by person id, in the order of the agencies."""
        return {one.person_id: one for agency in self.agencies for one in agency.people}

    def hosts_of(self, candidate_ids: Sequence[int]) -> dict[int, HostChoice | None]:
        """Whose turn it is to be host on each of the days; who said no waits."""
        away = [
            {one.agency_id for one in self.agencies if one.choices.get(key) is Choice.NO}
            for key in candidate_ids
        ]
        return dict(zip(candidate_ids, suggested(self.hosts, away), strict=True))

    def candidate(self, candidate_id: int) -> CandidateView:
        return next(one for one in self.candidates if one.candidate.id == candidate_id)


@dataclass(frozen=True)
class PollPreview:
    """What would be sent and to whom: (name, agency, address or None).

    ``goes_by_itself``: a mail server is set; else the mails wait as files to be sent by hand.
    ``unclear``: where it may point to somebody and nobody has answered for it.
    """

    subject: str
    text: str
    html: str
    recipients: tuple[tuple[str, str, str | None], ...]
    goes_by_itself: bool
    unclear: tuple[UnclearPlace, ...] = ()


@dataclass(frozen=True)
class OwnPollLine:
    """A poll that takes answers, in the list of one who was asked."""

    code: str
    answer_by: date
    answered_at: datetime | None


@dataclass(frozen=True)
class OwnPoll:
    """A poll as one who was asked sees it: the own answer, never another person's.

    ``others``: agency names with their answers by candidate id, only when the coordinator shows
    them. ``ask_again_days``: days on which "when my rota is set" may ask once more. ``personal``:
    with what the holder of a link may ask for a code and sign in; empty for whoever has done so.
    """

    code: str
    group_slug: str
    term_code: str
    state: PollState
    takes_answers: bool
    wanted: int
    answer_by: date
    message: str
    answers_shown: bool
    name: str
    candidates: tuple[Candidate, ...]
    choices: dict[int, Choice]
    comment: str
    ask_again_on: date | None
    ask_again_days: tuple[date, ...]
    answered_at: datetime | None
    others: tuple[tuple[str, dict[int, Choice]], ...] = ()
    personal: str = ""
