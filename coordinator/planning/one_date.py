"""What speaks against one date that a person has chosen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, time

from coordinator.core.text import clean
from coordinator.planning.hours import minutes, overlaps
from coordinator.planning.score import SATURDAY
from coordinator.planning.values import Member, Objection
from coordinator.terms.views import ClosedDay, Effect, TermDates, closed_on


def check_date(
    day: date,
    term: TermDates,
    closed: Sequence[ClosedDay],
    *,
    booked: Collection[date],
    wanted: int = 2,
    extra_reason: str | None = None,
    today: date | None = None,
    between: tuple[time, time] | None = None,
    elsewhere: int = 0,
    members: Sequence[Member] = (),
    quorum: int | None = None,
) -> tuple[Objection, ...]:
    """Everything that speaks against a meeting on ``day``, the gravest first.

    ``closed`` may hold observances too; what is closed for a part of the day counts if it touches
    the meeting's hours ``between``. ``elsewhere`` is how many of the group's people meet
    somewhere else at that time. ``booked`` are the days of the term's standing meetings,
    without the one being moved; ``wanted`` is the number after which a meeting is an extra one.
    A member the ``quorum`` needs and that is usually away then is named, and so is the number of
    those who usually can when it is below the quorum.
    """
    about = ("day", day)
    hours = tuple(map(minutes, between)) if between else (0, 24 * 60)
    there = [each for each in closed_on(day, closed) if overlaps(each, hours[0], hours[1])]
    found: list[Objection] = [
        Objection("refuse", "day-is-closed", (about, ("name", each.title())))
        for each in there
        if each.effect is Effect.BLOCK
    ]
    if day.weekday() >= SATURDAY:
        found.append(Objection("refuse", "day-is-weekend", (about,)))
    if day in booked:
        found.append(Objection("refuse", "day-is-booked", (about,)))
    if len(booked) >= wanted and not clean(extra_reason or ""):
        params = (("term", term.code), ("wanted", wanted))
        found.append(Objection("ask", "extra-needs-reason", params))
    if not term.holds(day):
        found.append(Objection("ask", "day-outside-term", (about, ("term", term.code))))
    if today is not None and day < today:
        found.append(Objection("ask", "day-has-passed", (about,)))
    if elsewhere:
        found.append(Objection("ask", "people-meet-elsewhere", (about, ("people", elsewhere))))
    found += _of_members(day, there, members, quorum)
    for each in there:
        if each.effect is Effect.WARN:
            found.append(Objection("ask", "day-is-doubtful", (about, ("name", each.title()))))
        elif each.effect is Effect.INFORM:
            found.append(Objection("inform", "day-is-observed", (about, ("name", each.title()))))
    return tuple(found)


def _of_members(
    day: date, there: Sequence[ClosedDay], members: Sequence[Member], quorum: int | None
) -> list[Objection]:
    """Who that is needed usually cannot, and whether too few can."""
    about = ("day", day)
    absent = {each.agency_id for each in there if each.effect is Effect.WARN}
    found = [
        Objection("ask", "day-misses-required", (about, ("agency", member.name)))
        for member in members
        if member.is_required and member.id in absent
    ]
    can = sum(member.id not in absent for member in members)
    if members and quorum is not None and can < quorum:
        params = (about, ("can", can), ("quorum", quorum))
        found.append(Objection("ask", "day-below-quorum", params))
    return found
