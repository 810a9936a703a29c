"""Everything that is known about a term when days are weighed, loaded once.

Proposals, the days of a poll and what speaks against each of them all come from here, so that they
follow one score and never contradict each other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from coordinator.core.clock import STOCKHOLM
from coordinator.core.dates import local_day
from coordinator.groups.views import GroupView
from coordinator.meetings.views import Standing
from coordinator.planning import rules
from coordinator.planning.hosts import HostChoice
from coordinator.planning.hours import hours_around
from coordinator.planning.rules import Answers, Busy, Member, Objection, Plan, Wishes
from coordinator.planning.views import PlanningSettingsView, TermCalendar
from coordinator.planning.weights import with_values
from coordinator.terms import shipped_days
from coordinator.terms.breaks import breaks_of
from coordinator.terms.views import ClosedDay, TermDates


@dataclass(frozen=True)
class Situation:
    """``standing`` are the meetings of the term, and those of other terms near it, by start."""

    group: GroupView
    settled: PlanningSettingsView
    term: TermDates
    closed: tuple[ClosedDay, ...]
    observances: tuple[ClosedDay, ...]
    standing: tuple[Standing, ...]
    members: tuple[Member, ...]
    hosts: tuple[HostChoice, ...]
    busy: tuple[Busy, ...]
    municipalities: tuple[str, ...] = ()

    @property
    def planned(self) -> tuple[date, ...]:
        """The days of the term's standing meetings, in order."""
        return tuple(sorted({one.day for one in self.standing if one.term_code == self.term.code}))

    def wishes(self) -> Wishes:
        """The group's usual time."""
        start = time.fromisoformat(self.group.usual_start)
        return Wishes(
            between=hours_around(start, self.group.usual_duration),
            start=start,
            duration=self.group.usual_duration,
            off=self.settled.off,
        )

    def plan(
        self,
        wishes: Wishes,
        *,
        today: date,
        more: int | None = None,
        answers: Answers | None = None,
        ends: Mapping[datetime, datetime] | None = None,
        limit: int = 5,
    ) -> Plan:
        """The best sets of days for what the term lacks, or for ``more`` meetings.

        Raises:
            BadInput: times that leave no room.
        """
        count = self.group.meetings_per_term if more is None else len(self.planned) + more
        return rules.propose(
            self.term,
            self.closed,
            wishes,
            observances=self.observances,
            count=count,
            booked=self.planned,
            before={one.day for one in self.standing if one.day < self.term.first_day},
            members=self.members,
            quorum=self.group.quorum_agencies,
            busy=self.busy,
            answers=answers,
            ends=ends,
            today=today,
            limit=limit,
            weights=with_values(self.settled.weights),
        )

    def answered_sets(
        self,
        answers: Answers,
        ends: Mapping[datetime, datetime],
        *,
        wanted: int,
        today: date,
        limit: int = 3,
    ) -> tuple[tuple[datetime, ...], ...]:
        """The best sets of candidates by their starts, best first.

        With fewer good days than wanted the sets are smaller; when none is good but days on which
        people meet elsewhere, those are taken.
        """
        quiet = Situation(**{**vars(self), "busy": ()})
        for one in (self, quiet):
            for more in range(wanted, 0, -1):
                found = one.plan(
                    self.wishes(), today=today, more=more, answers=answers, ends=ends, limit=limit
                )
                if found.proposals:
                    return tuple(
                        tuple(meeting.start for meeting in proposal.meetings)
                        for proposal in found.proposals
                    )
        return ()

    def objections(self, start: datetime, end: datetime, *, today: date) -> tuple[Objection, ...]:
        """Everything that speaks against a further meeting of the term then, the gravest first."""
        return against(
            self.term,
            (*self.closed, *self.observances),
            start,
            end,
            in_term=self.planned,
            other_days=[one.day for one in self.standing],
            wanted=self.group.meetings_per_term,
            today=today,
            elsewhere=max(
                (one.people for one in self.busy if one.start < end and start < one.end), default=0
            ),
            members=self.members,
            quorum=self.group.quorum_agencies,
        )

    def estimated(self) -> tuple[str, ...]:
        """The municipalities for whose schools the term rests on estimates."""
        own = [day for day in self.closed if day.id is not None]
        in_term = [
            day
            for day in shipped_days.estimates()
            if day.first_day <= self.term.last_day and day.last_day >= self.term.first_day
        ]
        found = [breaks_of(place, own, in_term) for place in self.municipalities]
        return tuple(one.municipality for one in found if one.estimates)

    def calendar(self, first: date, last: date) -> TermCalendar:
        """The term's calendar with what is worth knowing from ``first`` to ``last``."""
        return TermCalendar(
            term=self.term,
            days=tuple(
                each
                for each in (*self.closed, *self.observances)
                if each.first_day <= last and each.last_day >= first
            ),
            booked=tuple((one.day, one.code) for one in self.standing if first <= one.day <= last),
        )


def against(
    term: TermDates,
    closed: Sequence[ClosedDay],
    start: datetime,
    end: datetime,
    *,
    in_term: Collection[date],
    other_days: Collection[date],
    wanted: int,
    today: date,
    elsewhere: int,
    extra_reason: str | None = None,
    members: Sequence[Member] = (),
    quorum: int | None = None,
) -> tuple[Objection, ...]:
    """What speaks against one time, the gravest first.

    That is :func:`coordinator.planning.one_date.check_date`, and a day that another term's
    meeting has taken.
    """
    day = local_day(start)
    found = rules.check_date(
        day,
        term,
        closed,
        booked=in_term,
        wanted=wanted,
        extra_reason=extra_reason,
        today=today,
        between=(start.astimezone(STOCKHOLM).time(), end.astimezone(STOCKHOLM).time()),
        elsewhere=elsewhere,
        members=members,
        quorum=quorum,
    )
    if day not in in_term and day in other_days:
        return (Objection("refuse", "day-is-booked", (("day", day),)), *found)
    return found
