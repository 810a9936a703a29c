"""Finding days for a term, and booking them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import COORDINATOR, EVERYONE, use_case
from coordinator.core.database import Session
from coordinator.core.errors import BadInput, NotFound
from coordinator.core.office import Office
from coordinator.core.translation import N_
from coordinator.groups import in_transaction as groups
from coordinator.meetings import in_transaction as meeting_steps
from coordinator.meetings import rules as meeting_rules
from coordinator.meetings.views import NewMeeting
from coordinator.planning import in_transaction, store
from coordinator.planning import year_plan as document
from coordinator.planning.hours import hours_around
from coordinator.planning.off_hours import write_off
from coordinator.planning.priorities import Priorities, written
from coordinator.planning.term_facts import TermFacts
from coordinator.planning.views import (
    Answers,
    Objection,
    OffHours,
    Plan,
    PlanningSettingsView,
    RequestedTimes,
    TermPlan,
)
from coordinator.roster import in_transaction as roster
from coordinator.terms.rules import parse_term_code
from coordinator.trail.in_transaction import logged_change

_SHOWN = timedelta(days=13)  # days beside the term that stand in its calendar
_USUAL = RequestedTimes()


@use_case("planning.propose", may=OFFICE)
def propose(
    office: Office,
    actor: Actor,
    *,
    term_code: str,
    weekdays: Sequence[int] = _USUAL.weekdays,
    between: tuple[time, time] | None = None,
    start: time | None = None,
    duration: int | None = None,
    off: Sequence[OffHours] | None = None,
    answers: Answers | None = None,
) -> Plan:
    """Good days for what the term still lacks, best first: seven statements.

    ``weekdays`` with Monday as 0, ``duration`` in minutes; without them the group's usual time.
    Without ``between`` office hours, and those the wished time needs.
    ``off`` are parts of the week that never suit, by default those the group has settled. With
    ``answers`` only their candidates are weighed.

    Raises:
        BadInput: no such term, or times that leave no room.
    """
    asked = _Asked(tuple(weekdays), between, start, duration, off, answers)
    with office.reading() as session:
        return _term_plan(session, actor, term_code, asked, office.clock.today()).plan


@use_case("planning.term_plan", may=OFFICE)
def term_plan(
    office: Office,
    actor: Actor,
    *,
    term_code: str,
    weekdays: Sequence[int] = _USUAL.weekdays,
    between: tuple[time, time] | None = None,
    start: time | None = None,
    duration: int | None = None,
    off: Sequence[OffHours] | None = None,
    answers: Answers | None = None,
) -> TermPlan:
    """The same as :func:`propose`, beside the term's calendar: seven statements.

    Raises:
        BadInput: no such term, or times that leave no room.
    """
    asked = _Asked(tuple(weekdays), between, start, duration, off, answers)
    with office.reading() as session:
        return _term_plan(session, actor, term_code, asked, office.clock.today())


class _Asked(NamedTuple):
    weekdays: tuple[int, ...]
    between: tuple[time, time] | None
    start: time | None
    duration: int | None
    off: Sequence[OffHours] | None
    answers: Answers | None

    def of_group(self, found: TermFacts) -> RequestedTimes:
        usual = found.usual_times()
        start = self.start or usual.start
        duration = usual.duration if self.duration is None else self.duration
        return RequestedTimes(
            weekdays=self.weekdays,
            between=self.between or hours_around(start, duration),
            start=start,
            duration=duration,
            off=usual.off if self.off is None else tuple(self.off),
        )


def _term_plan(
    session: Session, actor: Actor, term_code: str, asked: _Asked, today: date
) -> TermPlan:
    found = in_transaction.term_facts(session, groups.group(session, actor.group_id), term_code)
    requested = asked.of_group(found)
    term = found.term
    return TermPlan(
        found.plan(requested, today=today, answers=asked.answers),
        found.calendar(term.first_day - _SHOWN, term.last_day + _SHOWN),
        requested.start,
        requested.duration,
        found.members,
        found.hosts,
        requested.off,
        found.estimated(),
        found.has_people,
    )


@use_case("planning.check", may=OFFICE)
def check(
    office: Office,
    actor: Actor,
    *,
    start: datetime,
    end: datetime,
    term_code: str | None = None,
    extra_reason: str | None = None,
    moving: str | None = None,
) -> tuple[Objection, ...]:
    """What speaks against a meeting at that time, the gravest first; changes nothing.

    ``moving`` is the code of the meeting that would be moved there.

    Raises:
        BadInput: times out of order, or no such term.
        NotFound: no such meeting to move.
    """
    meeting_rules.check_new(NewMeeting(start=start, end=end))
    with office.reading() as session:
        return in_transaction.objections(
            session,
            groups.group(session, actor.group_id),
            start=start,
            end=end,
            today=office.clock.today(),
            term_code=term_code,
            extra_reason=extra_reason,
            moving=meeting_steps.meeting_line(session, group_id=actor.group_id, code=moving)
            if moving
            else None,
        )


@use_case("planning.book", may=OFFICE, log=N_("booked meetings"))
def book(
    office: Office,
    actor: Actor,
    *,
    meetings: Sequence[NewMeeting],
    accepted: frozenset[str] = frozenset(),
    term_code: str | None = None,
) -> tuple[str, ...]:
    """Books all the meetings or none; their codes, in the given order.

    ``accepted`` holds the codes of questions that were said yes to. A meeting beyond the usual
    number needs its own ``extra_reason``. ``term_code`` is by default the term of each day.

    Raises:
        RuleBroken: a day is refused, or asked about and not accepted; the code says why.
        BadInput: nothing to book, times out of order, or no such term.
    """
    if not meetings:
        raise BadInput("nothing-to-book")
    with logged_change(office, actor) as session:
        return in_transaction.book_all(
            session,
            groups.group(session, actor.group_id),
            meetings,
            accepted=accepted,
            term_code=term_code,
            now=office.clock.now(),
        )


@use_case("planning.year_plan", may=EVERYONE)
def year_plan(office: Office, actor: Actor, *, year: int) -> bytes:
    """The year's meetings as a PDF to print and hang up; it tells nothing but days and places.

    Raises:
        BadInput: no such year.
    """
    codes = [str(parse_term_code(f"VT{year}")), str(parse_term_code(f"HT{year}"))]
    with office.reading() as session:
        group = groups.group(session, actor.group_id)
        return document.year_plan(
            group,
            year,
            meeting_steps.lines_of_terms(session, group_id=group.id, codes=codes),
            meeting_steps.term_counts(session, group.id, codes),
            roster.agency_names(session, group.id),
            now=office.clock.now(),
        )


@use_case("planning.planning_settings", may=COORDINATOR)
def planning_settings(office: Office, actor: Actor) -> PlanningSettingsView:
    """What the group has chosen about planning: two statements."""
    with office.reading() as session:
        return in_transaction.planning_settings(session, actor.group_id, with_required=True)


@use_case(
    "planning.change_planning_settings", may=COORDINATOR, log=N_("changed how dates are chosen")
)
def change_planning_settings(
    office: Office,
    actor: Actor,
    *,
    version: int,
    priorities: Priorities,
    off: Sequence[OffHours],
    required: Collection[int],
) -> PlanningSettingsView:
    """Chooses what matters, which parts of the week are off, whom the quorum needs.

    Raises:
        NotFound: a required agency is no member of the group.
        Conflict: somebody else saved in between.
    """
    with logged_change(office, actor) as session:
        if set(required) - store.member_ids(session, actor.group_id):
            raise NotFound("not-found")
        row = in_transaction.settings_for_change(session, actor.group_id, version)
        row.weights, row.off_hours = written(priorities), write_off(off)
        store.set_required_agencies(session, actor.group_id, required)
        return in_transaction.planning_settings(session, actor.group_id, with_required=True)


@use_case(
    "planning.reset_planning_settings", may=COORDINATOR, log=N_("set back how dates are chosen")
)
def reset_planning_settings(office: Office, actor: Actor, *, version: int) -> PlanningSettingsView:
    """Lets everything matter as much as it usually does; hours off and the quorum's agencies stay.

    Raises:
        Conflict: somebody else saved in between.
    """
    with logged_change(office, actor) as session:
        in_transaction.settings_for_change(session, actor.group_id, version).weights = ""
        return in_transaction.planning_settings(session, actor.group_id, with_required=True)
