"""Everything that is known about a term when days are weighed, loaded once.

Proposals, the days of a poll and what speaks against each of them all come from here, so that they
follow one score and never contradict each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from coordinator.groups.views import GroupView
from coordinator.meetings.views import Standing
from coordinator.planning.hosts import HostChoice
from coordinator.planning.hours import hours_around
from coordinator.planning.one_date import DateToCheck, check_date, local_times
from coordinator.planning.rules import PlanQuestion, propose
from coordinator.planning.views import (
    Answers,
    Busy,
    Member,
    Objection,
    Plan,
    PlanningSettingsView,
    RequestedTimes,
    TermCalendar,
)
from coordinator.terms import shipped_days
from coordinator.terms.breaks import breaks_of
from coordinator.terms.views import ClosedDay, TermDates


@dataclass(frozen=True)
class TermFacts:
    """``standing`` are the meetings of the term, and those of other terms near it, by start."""

    group: GroupView
    settings: PlanningSettingsView
    term: TermDates
    closed: tuple[ClosedDay, ...]
    observances: tuple[ClosedDay, ...]
    standing: tuple[Standing, ...]
    members: tuple[Member, ...]
    hosts: tuple[HostChoice, ...]
    busy: tuple[Busy, ...]
    municipalities: tuple[str, ...] = ()
    has_people: bool = True

    @property
    def planned(self) -> tuple[date, ...]:
        """The days of the term's standing meetings, in order."""
        return tuple(sorted({one.day for one in self.standing if one.term_code == self.term.code}))

    def usual_times(self) -> RequestedTimes:
        """The group's usual time."""
        start = time.fromisoformat(self.group.usual_start)
        return RequestedTimes(
            between=hours_around(start, self.group.usual_duration),
            start=start,
            duration=self.group.usual_duration,
            off=self.settings.off,
        )

    def plan(
        self,
        requested: RequestedTimes,
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
        question = PlanQuestion(
            self.term,
            self.closed,
            requested,
            observances=self.observances,
            count=count,
            booked=self.planned,
            before={one.day for one in self.standing if one.day < self.term.first_day},
            members=self.members,
            quorum=self.group.quorum_agencies,
            busy=self.busy,
            answers=answers,
            ends=ends or {},
            today=today,
            weights=self.settings.priorities.weights(),
        )
        return propose(question, limit=limit)

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
        quiet = replace(self, busy=())
        for one in (self, quiet):
            for more in range(wanted, 0, -1):
                found = one.plan(
                    self.usual_times(),
                    today=today,
                    more=more,
                    answers=answers,
                    ends=ends,
                    limit=limit,
                )
                if found.proposals:
                    return tuple(
                        tuple(meeting.start for meeting in proposal.meetings)
                        for proposal in found.proposals
                    )
        return ()

    def objections(self, start: datetime, end: datetime, *, today: date) -> tuple[Objection, ...]:
        """Everything that speaks against a further meeting of the term then, the gravest first."""
        day, between = local_times(start, end)
        return check_date(
            DateToCheck(
                day,
                self.term,
                (*self.closed, *self.observances),
                booked=self.planned,
                other_days=[one.day for one in self.standing],
                wanted=self.group.meetings_per_term,
                today=today,
                between=between,
                elsewhere=max(
                    (one.people for one in self.busy if one.start < end and start < one.end),
                    default=0,
                ),
                members=self.members,
                quorum=self.group.quorum_agencies,
            )
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
