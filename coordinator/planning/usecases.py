"""Finding days for a term, and booking them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from coordinator.access import steps as access
from coordinator.access.actor import Actor
from coordinator.access.rules import permit
from coordinator.access.trail import acting
from coordinator.core.database import Session
from coordinator.core.errors import BadInput, NotFound
from coordinator.core.office import Office
from coordinator.meetings import rules as meeting_rules
from coordinator.meetings import steps as meeting_steps
from coordinator.meetings.views import NewMeeting
from coordinator.planning import steps, store
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
from coordinator.roster import steps as roster
from coordinator.terms.rules import parse_term_code

_SHOWN = timedelta(days=13)  # days beside the term that stand in its calendar
_USUAL = RequestedTimes()


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
    permit(actor, "planning.propose")
    asked = _Asked(tuple(weekdays), between, start, duration, off, answers)
    with office.reading() as session:
        return _term_plan(session, actor, term_code, asked, office.clock.today()).plan


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
    permit(actor, "planning.term_plan")
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
    found = steps.term_facts(session, access.group(session, actor.group_id), term_code)
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
    )


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
    permit(actor, "planning.check")
    meeting_rules.check_new(NewMeeting(start=start, end=end))
    with office.reading() as session:
        return steps.objections(
            session,
            access.group(session, actor.group_id),
            start=start,
            end=end,
            today=office.clock.today(),
            term_code=term_code,
            extra_reason=extra_reason,
            moving=meeting_steps.meeting_line(session, group_id=actor.group_id, code=moving)
            if moving
            else None,
        )


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
    permit(actor, "planning.book")
    if not meetings:
        raise BadInput("nothing-to-book")
    with acting(office, actor, "planning.book") as session:
        return steps.book_all(
            session,
            access.group(session, actor.group_id),
            meetings,
            accepted=accepted,
            term_code=term_code,
            now=office.clock.now(),
        )


def year_plan(office: Office, actor: Actor, *, year: int) -> bytes:
    """The year's meetings as a PDF to print and hang up; it tells nothing but days and places.

    Raises:
        BadInput: no such year.
    """
    permit(actor, "planning.year_plan")
    codes = [str(parse_term_code(f"VT{year}")), str(parse_term_code(f"HT{year}"))]
    with office.reading() as session:
        group = access.group(session, actor.group_id)
        return document.year_plan(
            group,
            year,
            meeting_steps.lines_of_terms(session, group_id=group.id, codes=codes),
            meeting_steps.term_counts(session, group.id, codes),
            roster.agency_names(session, group.id),
            now=office.clock.now(),
        )


def planning_settings(office: Office, actor: Actor) -> PlanningSettingsView:
    """What the group has chosen about planning: two statements."""
    permit(actor, "planning.planning_settings")
    with office.reading() as session:
        return steps.planning_settings(session, actor.group_id, with_required=True)


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
    permit(actor, "planning.change_planning_settings")
    with acting(office, actor, "planning.change_planning_settings") as session:
        if set(required) - store.member_ids(session, actor.group_id):
            raise NotFound("not-found")
        row = steps.settings_for_change(session, actor.group_id, version)
        row.weights, row.off_hours = written(priorities), write_off(off)
        store.set_required_agencies(session, actor.group_id, required)
        return steps.planning_settings(session, actor.group_id, with_required=True)


def reset_planning_settings(office: Office, actor: Actor, *, version: int) -> PlanningSettingsView:
    """Lets everything matter as much as it usually does; hours off and the quorum's agencies stay.

    Raises:
        Conflict: somebody else saved in between.
    """
    permit(actor, "planning.reset_planning_settings")
    with acting(office, actor, "planning.reset_planning_settings") as session:
        steps.settings_for_change(session, actor.group_id, version).weights = ""
        return steps.planning_settings(session, actor.group_id, with_required=True)
