"""What speaks against one date that a person has chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from coordinator.core.clock import STOCKHOLM
from coordinator.core.dates import local_day
from coordinator.core.text import clean
from coordinator.planning.hours import minutes, overlaps
from coordinator.planning.score import SATURDAY
from coordinator.planning.views import Member, Objection
from coordinator.terms.views import ClosedDay, Effect, TermDates, closed_on


@dataclass(frozen=True)
class DateToCheck:
    """A day, and what is known about it.

    ``closed`` may hold observances too; what is closed for a part of the day counts if it touches
    the meeting's hours ``between``, by default the whole day. ``booked`` are the days of the term's
    standing meetings, without the one being moved, ``other_days`` those of meetings of other terms;
    ``wanted`` is the number after which a meeting is an extra one. ``elsewhere`` is how many of the
    group's people meet somewhere else at that time.
    """

    day: date
    term: TermDates
    closed: Sequence[ClosedDay]
    booked: Collection[date] = ()
    other_days: Collection[date] = ()
    wanted: int = 2
    extra_reason: str | None = None
    today: date | None = None
    between: tuple[time, time] | None = None
    elsewhere: int = 0
    members: Sequence[Member] = ()
    quorum: int | None = None

    def there(self) -> list[ClosedDay]:
        """What stands in the calendar at those hours."""
        first, last = map(minutes, self.between) if self.between else (0, 24 * 60)
        return [one for one in closed_on(self.day, self.closed) if overlaps(one, first, last)]


def check_date(asked: DateToCheck) -> tuple[Objection, ...]:
    """Everything that speaks against a meeting on that day, the gravest first.

    A member the quorum needs and that is usually away then is named, and so is the number of those
    who usually can when it is below the quorum.
    """
    there = asked.there()
    return (
        *_refused(asked, there),
        *_asked_about(asked),
        *_of_members(asked, there),
        *_doubtful(asked.day, there),
    )


def local_times(start: datetime, end: datetime) -> tuple[date, tuple[time, time]]:
    """The day of a meeting in Stockholm, and its hours there."""
    return local_day(start), (start.astimezone(STOCKHOLM).time(), end.astimezone(STOCKHOLM).time())


def _refused(asked: DateToCheck, there: Sequence[ClosedDay]) -> Iterator[Objection]:
    about = ("day", asked.day)
    for each in there:
        if each.effect is Effect.BLOCK:
            yield Objection("refuse", "day-is-closed", (about, ("name", each.title())))
    if asked.day.weekday() >= SATURDAY:
        yield Objection("refuse", "day-is-weekend", (about,))
    if asked.day in {*asked.booked, *asked.other_days}:
        yield Objection("refuse", "day-is-booked", (about,))


def _asked_about(asked: DateToCheck) -> Iterator[Objection]:
    about, term = ("day", asked.day), ("term", asked.term.code)
    if len(asked.booked) >= asked.wanted and not clean(asked.extra_reason or ""):
        yield Objection("ask", "extra-needs-reason", (term, ("wanted", asked.wanted)))
    if not asked.term.holds(asked.day):
        yield Objection("ask", "day-outside-term", (about, term))
    if asked.today is not None and asked.day < asked.today:
        yield Objection("ask", "day-has-passed", (about,))
    if asked.elsewhere:
        yield Objection("ask", "people-meet-elsewhere", (about, ("people", asked.elsewhere)))


def _of_members(asked: DateToCheck, there: Sequence[ClosedDay]) -> Iterator[Objection]:
    """Who that is needed usually cannot, and whether too few can."""
    about = ("day", asked.day)
    absent = {each.agency_id for each in there if each.effect is Effect.WARN}
    for member in asked.members:
        if member.is_required and member.id in absent:
            yield Objection("ask", "day-misses-required", (about, ("agency", member.name)))
    can = sum(member.id not in absent for member in asked.members)
    if asked.members and asked.quorum is not None and can < asked.quorum:
        params = (about, ("can", can), ("quorum", asked.quorum))
        yield Objection("ask", "day-below-quorum", params)


def _doubtful(day: date, there: Sequence[ClosedDay]) -> Iterator[Objection]:
    for each in there:
        params = (("day", day), ("name", each.title()))
        if each.effect is Effect.WARN:
            yield Objection("ask", "day-is-doubtful", params)
        elif each.effect is Effect.INFORM:
            yield Objection("inform", "day-is-observed", params)
