"""Pure decisions about one meeting: its lifecycle, who counts as there, what a press means."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from coordinator.core.clock import STOCKHOLM
from coordinator.core.dates import local_day
from coordinator.core.errors import BadInput, RuleBroken
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.outcome import Outcome, Said
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


def waits_as(row: AttendanceRow, idle: Outcome) -> Outcome:
    """What somebody is who has not come: apologies that were told are never lost."""
    return Outcome.APOLOGIES if row.said is Said.AWAY else idle


def stops(rows: Sequence[AttendanceRow], state: MeetingState) -> tuple[Outcome, ...]:
    """What an agency's tile shows press by press, from what was told beforehand and back to it.

    A substitute is among them where one was announced or it is clear for whom: one person.
    """
    people, speaks = _people(rows), _ordinary(rows)
    waiting = agency_outcome([waits_as(row, not_here(state)) for row in people or speaks])
    is_announced = any(row.said is Said.SENDS for row in people)
    came = any(row.outcome is Outcome.SUBSTITUTE for row in rows)
    following = [Outcome.PRESENT]
    if is_announced:
        following.insert(0, Outcome.SUBSTITUTE)
    elif came or len(people) == 1:
        following.append(Outcome.SUBSTITUTE)
    if waiting is not Outcome.APOLOGIES:
        following.append(Outcome.APOLOGIES)
    return (waiting, *following)


def pressed(rows: Sequence[AttendanceRow], state: MeetingState) -> Outcome:
    """What somebody wants who presses the tile of an agency that stands so."""
    shown, order = agency_outcome([row.outcome for row in rows]), stops(rows, state)
    place = order.index(shown) if shown in order else 0
    return order[(place + 1) % len(order)]


@dataclass(frozen=True)
class Press:
    """What a pressed tile does: outcomes by row id, rows to drop, a row to add.

    ``sender``: the row of whoever sends the substitute that is added, None where nobody is known.
    """

    outcomes: Mapping[int, Outcome]
    dropped: frozenset[int] = frozenset()
    adds_agency_row: bool = False
    adds_substitute: bool = False
    sender: int | None = None


def turn(rows: Sequence[AttendanceRow], wanted: Outcome, idle: Outcome) -> Press:
    """The agency's tile turned to ``wanted``; whoever is not meant by that stands as told before.

    *Here* means an agency's one person, or those of several who said yes, or else the agency
    without a name. *Substitute* is who was announced, else somebody without a name.
    """
    people = _people(rows)
    speaks = people or _ordinary(rows)
    outcomes = {row.id: waits_as(row, idle) for row in speaks}
    dropped = {row.id for row in rows if row not in speaks}
    if wanted is Outcome.PRESENT:
        chosen = speaks if len(speaks) == 1 else [row for row in people if row.said is Said.COMES]
        outcomes |= {row.id: wanted for row in chosen}
        return Press(outcomes, frozenset(dropped), adds_agency_row=not chosen)
    if wanted is Outcome.SUBSTITUTE:
        sender = next((row for row in people if row.said is Said.SENDS), None)
        sender = sender or (people[0] if len(people) == 1 else None)
        if sender is not None:
            outcomes[sender.id] = Outcome.APOLOGIES
        return Press(
            outcomes,
            frozenset(dropped),
            adds_substitute=True,
            sender=sender.id if sender else None,
        )
    if wanted is Outcome.APOLOGIES is not agency_outcome([*outcomes.values()]):
        outcomes = dict.fromkeys(outcomes, wanted)
    return Press(outcomes, frozenset(dropped))


def _ordinary(rows: Sequence[AttendanceRow]) -> list[AttendanceRow]:
    return [row for row in rows if row.duty != "substitute"]


def _people(rows: Sequence[AttendanceRow]) -> list[AttendanceRow]:
    """The agency's own people; beside them a row without a name stands only for a press."""
    return [row for row in _ordinary(rows) if row.person_id is not None]


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
