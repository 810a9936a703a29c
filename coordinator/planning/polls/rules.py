"""Pure decisions about date polls: their life, what an agency says, how its days stand.

Which of the days are best the planner decides, by the same score as its own proposals:
:mod:`coordinator.planning.score`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from coordinator.core.errors import BadInput
from coordinator.core.text import clean_lines
from coordinator.planning.polls.lifecycle import PollState
from coordinator.planning.polls.views import AgencyAnswers, Candidate, PollView, Tally
from coordinator.planning.views import Answers, Choice, Reason

FEWEST, MOST = 2, 12  # candidates
LONGEST_COMMENT = 500
LONGEST_MESSAGE = 1000
REMIND_BEFORE = 2  # working days before the last day
_DAY = timedelta(days=1)
_SATURDAY = 5


def takes_answers(state: PollState, answer_by: date, today: date) -> bool:
    """Links answer while the poll is open, its last day included."""
    return state is PollState.OPEN and today <= answer_by


def check_times(times: Sequence[tuple[datetime, datetime]], now: datetime) -> None:
    """Refuses candidates that nobody can mean.

    Raises:
        BadInput: too few or too many, two alike, or one that has passed.
    """
    if not FEWEST <= len(times) <= MOST:
        raise BadInput("poll-candidates-odd", fewest=FEWEST, most=MOST)
    starts = [start for start, _end in times]
    for start in starts:
        if starts.count(start) > 1:
            raise BadInput("poll-candidate-twice", start=start)
        if start <= now:
            raise BadInput("poll-candidate-passed", start=start)


def check_wanted(wanted: int, candidates: int) -> None:
    """Raises ``poll-wanted-odd`` unless some of the candidates, not all, are to be chosen."""
    if not 1 <= wanted < candidates:
        raise BadInput("poll-wanted-odd", most=candidates - 1)


def check_answer_by(answer_by: date, first_day: date, today: date) -> None:
    """Raises ``poll-deadline-odd`` unless the day lies between today and the first candidate."""
    if not today <= answer_by < first_day:
        raise BadInput("poll-deadline-odd", last=first_day - _DAY)


def checked_message(text: str) -> str:
    message = clean_lines(text)
    if len(message) > LONGEST_MESSAGE:
        raise BadInput("poll-message-long", most=LONGEST_MESSAGE)
    return message


def checked_comment(text: str) -> str:
    comment = clean_lines(text)
    if len(comment) > LONGEST_COMMENT:
        raise BadInput("poll-comment-long", most=LONGEST_COMMENT)
    return comment


def answer_mark(choices: Mapping[int, Choice], comment: str) -> int:
    """Names what an answer says, so that a page can tell which one it was drawn with."""
    said = [*sorted((key, choice.value) for key, choice in choices.items()), comment]
    return int.from_bytes(hashlib.sha256(repr(said).encode()).digest()[:6])


def reminder_day(answer_by: date, closed: Collection[date] = ()) -> date:
    """The working day that lies two working days before the last day; ``closed`` are no such."""
    day, left = answer_by, REMIND_BEFORE
    while left:
        day -= _DAY
        left -= day.weekday() < _SATURDAY and day not in closed
    return day


def ask_again_days(answer_by: date, today: date) -> tuple[date, ...]:
    """Weekdays after today, up to the last day, on which somebody may be asked once more."""
    span = (today + n * _DAY for n in range(1, (answer_by - today).days + 1))
    return tuple(day for day in span if day.weekday() < _SATURDAY)


def waits_for_rota(ask_again_on: date | None, answer_by: date, today: date) -> bool:
    """Whether somebody is asked again today or later, and in time: until then nobody reminds."""
    return ask_again_on is not None and today <= ask_again_on <= answer_by


def agency_choice(choices: Iterable[Choice | None]) -> Choice | None:
    """The best answer of an agency's people; None while one who has not answered may still come."""
    said = list(choices)
    for choice in (Choice.YES, Choice.IF_NEED_BE):
        if choice in said:
            return choice
    return Choice.NO if said and None not in said else None


# Which days -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """What agencies say.

    ``names`` by agency id in the group's order; ``choices`` by candidate id, then by agency id,
    absent where an agency has not answered.
    """

    names: Mapping[int, str]
    choices: Mapping[int, Mapping[int, Choice]]
    required: frozenset[int] = field(default_factory=frozenset)
    quorum: int | None = None

    def ids(self, candidate_id: int, *choices: Choice | None) -> set[int]:
        """The agencies that said one of these; None means no answer."""
        said = self.choices.get(candidate_id, {})
        return {agency for agency in self.names if said.get(agency) in choices}

    def can(self, candidate_id: int) -> set[int]:
        return self.ids(candidate_id, Choice.YES, Choice.IF_NEED_BE)


def sheet_of(agencies: Iterable[AgencyAnswers], quorum: int | None) -> Sheet:
    """The same from what the office sees."""
    choices: dict[int, dict[int, Choice]] = {}
    rows = list(agencies)
    for row in rows:
        for candidate_id, choice in row.choices.items():
            choices.setdefault(candidate_id, {})[row.agency_id] = choice
    return Sheet(
        names={row.agency_id: row.name for row in rows},
        choices=choices,
        required=frozenset(row.agency_id for row in rows if row.is_required),
        quorum=quorum,
    )


def answers_of(candidates: Sequence[Candidate], sheet: Sheet) -> Answers:
    """The same for the planner: by start, then by agency."""
    return {one.start: sheet.choices.get(one.id, {}) for one in candidates}


def reasons_in(view: PollView, candidate_ids: Iterable[int]) -> tuple[Reason, ...]:
    """What speaks for and against any choice of days, also one that nobody proposed."""
    wanted = set(candidate_ids)
    chosen = [one.candidate for one in view.candidates if one.candidate.id in wanted]
    return reasons_for(chosen, sheet_of(view.agencies, view.quorum), view.planned)


def tally(candidate_id: int, sheet: Sheet) -> Tally:
    """How a candidate stands."""

    def named(ids: set[int]) -> tuple[str, ...]:
        return tuple(name for agency, name in sheet.names.items() if agency in ids)

    away, silent = sheet.ids(candidate_id, Choice.NO), sheet.ids(candidate_id, None)
    can = len(sheet.can(candidate_id))
    return Tally(
        can=can,
        yes=len(sheet.ids(candidate_id, Choice.YES)),
        of=len(sheet.names),
        away=named(away),
        silent=named(silent),
        required_away=named(away & sheet.required),
        required_silent=named(silent & sheet.required),
        short_of=sheet.quorum if sheet.quorum is not None and can < sheet.quorum else None,
    )


def reasons_for(
    chosen: Sequence[Candidate], sheet: Sheet, booked: Collection[date] = ()
) -> tuple[Reason, ...]:
    """Why these days, and always who cannot come that must."""
    found: list[Reason] = []
    for one in chosen:
        about = ("day", one.day)
        each = tally(one.id, sheet)
        found.append(Reason("poll-covers", (about, ("can", each.can), ("of", each.of))))
        found += [Reason("poll-required-away", (about, ("agency", a))) for a in each.required_away]
        found += [
            Reason("poll-required-silent", (about, ("agency", a))) for a in each.required_silent
        ]
        if each.short_of is not None:
            found.append(
                Reason("poll-below-quorum", (about, ("can", each.can), ("quorum", each.short_of)))
            )
    tallies = [tally(one.id, sheet) for one in chosen]
    if sheet.required and not any(t.required_away or t.required_silent for t in tallies):
        found.append(Reason("poll-required-come"))
    never = set(sheet.names).difference(*(sheet.can(one.id) for one in chosen))
    if len(chosen) > 1 and not never:
        found.append(Reason("poll-all-once"))
    for earlier, later in pairwise(sorted({*(one.day for one in chosen), *booked})):
        weeks = round((later - earlier).days / 7)
        if {earlier, later} & {one.day for one in chosen}:
            code = "plan-one-week-between" if weeks == 1 else "plan-weeks-between"
            found.append(Reason(code, (("weeks", weeks),)))
    return tuple(found)
