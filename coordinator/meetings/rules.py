"""Pure decisions about one meeting: its lifecycle, who counts as there, what a press means."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from coordinator.core.clock import STOCKHOLM
from coordinator.core.dates import local_day
from coordinator.core.errors import BadInput, RuleBroken
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.outcome import Outcome
from coordinator.meetings.views import AttendanceRow, Mode, NewMeeting, TermCount, VenueKind

SHORTEST, LONGEST = timedelta(minutes=15), timedelta(hours=12)
EARLIEST, LATEST = time(6), time(23)  # in Stockholm: 03:00 is a slip for 15:00
LONGEST_ITEM = 480  # whole minutes of time


def check_not_approved(*, is_approved: bool) -> None:
    """What is approved stands: who was there, the agenda, the theme, the meeting itself.

    Raises:
        RuleBroken: the meeting's notes are approved.
    """
    if is_approved:
        raise RuleBroken("meeting-approved")


def check_new(new: NewMeeting) -> None:
    """Refuses a meeting that cannot be: times out of order, a length or an hour nobody means.

    Raises:
        BadInput: with a code for the sentence.
        ValueError: a time without zone, which is our own mistake.
    """
    if new.start.tzinfo is None or new.end.tzinfo is None:
        raise ValueError("a meeting's times have a zone")
    if new.end <= new.start:
        raise BadInput("meeting-end-before-start")
    if not SHORTEST <= new.end - new.start <= LONGEST or local_day(new.start) != local_day(new.end):
        raise BadInput("meeting-length-odd")
    if _at(new.start) < EARLIEST or _at(new.end) > LATEST:
        raise BadInput("meeting-at-night")
    if new.mode not in set(Mode) or new.venue_kind not in set(VenueKind):
        raise BadInput("meeting-kind-unknown")


def _at(moment: datetime) -> time:
    return moment.astimezone(STOCKHOLM).time()


def check_item(title: str, duration: int) -> None:
    """An agenda item needs a title and a length of 1 to 480 minutes.

    Raises:
        BadInput: with a code for the sentence.
    """
    if not title:
        raise BadInput("agenda-title-missing")
    if not 1 <= duration <= LONGEST_ITEM:
        raise BadInput("agenda-duration-odd", longest=LONGEST_ITEM)


def agency_outcome(outcomes: Sequence[Outcome]) -> Outcome:
    """The agency's outcome: its people's best; nobody at all is ``ABSENT``."""
    return next((outcome for outcome in Outcome if outcome in outcomes), Outcome.ABSENT)


def not_here(state: MeetingState) -> Outcome:
    """What "not here" is called: waited for while the meeting runs, absent once it is closed."""
    return Outcome.EXPECTED if state is MeetingState.UNDER_WAY else Outcome.ABSENT


_PRESSED = tuple(outcome for outcome in Outcome if outcome.traits.is_pressed)


def pressed(shown: Outcome, state: MeetingState) -> Outcome:
    """What somebody wants who presses a tile that shows this: here, or no longer here."""
    if shown not in _PRESSED:
        return _PRESSED[0]
    following = _PRESSED[_PRESSED.index(shown) + 1 :]
    return following[0] if following else not_here(state)


def check_pressed(wanted: Outcome) -> None:
    """Refuses what no press on a tile leads to.

    Raises:
        BadInput: a tile says "here" or "not here", nothing else.
    """
    if wanted not in (*_PRESSED, Outcome.EXPECTED, Outcome.ABSENT):
        raise BadInput("tile-odd")


@dataclass(frozen=True)
class Press:
    """What a pressed tile does: outcomes by row id, rows to drop, a row to add."""

    outcomes: Mapping[int, Outcome]
    dropped: frozenset[int] = frozenset()
    adds_agency_row: bool = False


def arrive(
    rows: Sequence[AttendanceRow], preferred: frozenset[int], wanted: Outcome = Outcome.PRESENT
) -> Press:
    """The agency is here, in the ``wanted`` way: whoever came instead leaves the list.

    Those who are here already stand in that way from now on; else it is who may have come.

    An agency with one person means that person. With several it means those among ``preferred``
    (person ids, as a rule those who said yes), or else the agency without a name.
    """
    people = [row for row in rows if row.person_id is not None and row.duty != "substitute"]
    nameless = [row for row in rows if row.person_id is None and row.duty != "substitute"]
    here = [row for row in (*people, *nameless) if row.outcome.came]
    came_instead = frozenset(row.id for row in rows if row.duty == "substitute")
    if here or len(people) == 1:
        chosen = here or people
    else:
        chosen = [row for row in people if row.person_id in preferred] or nameless
    return Press({row.id: wanted for row in chosen}, came_instead, adds_agency_row=not chosen)


def leave(rows: Sequence[AttendanceRow], idle: Outcome) -> Press:
    """The agency is not here: whoever is goes back to ``idle``; apologies stay what they are."""
    here = [row for row in rows if row.outcome.is_there]
    has_people = any(row.person_id is not None and row.duty != "substitute" for row in rows)
    # Beside named people a row for the agency exists only because the tile was pressed.
    dropped = frozenset(
        row.id for row in here if row.duty == "substitute" or (has_people and row.person_id is None)
    )
    return Press({row.id: idle for row in here if row.id not in dropped}, dropped)


def count_terms(
    wanted: int, states: Collection[tuple[str, str, int]], term_codes: Sequence[str]
) -> tuple[TermCount, ...]:
    """Counts from (term code, state, number of meetings): the cancelled do not count.

    ``wanted``: how many meetings a term should have.
    """
    counts = []
    for code in term_codes:
        numbers = {MeetingState(state): n for term, state, n in states if term == code}
        planned = sum(n for state, n in numbers.items() if state is not MeetingState.CANCELLED)
        counts.append(
            TermCount(
                term_code=code,
                planned=planned,
                held=numbers.get(MeetingState.HELD, 0),
                wanted=wanted,
                extra=max(0, planned - wanted),
            )
        )
    return tuple(counts)
