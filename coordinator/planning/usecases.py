"""Finding days for a term, and booking them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from coordinator.access import steps as access
from coordinator.access.actor import Actor
from coordinator.access.rules import permit
from coordinator.access.trail import acting
from coordinator.access.views import GroupView
from coordinator.core.database import Session
from coordinator.core.errors import BadInput
from coordinator.core.office import Office
from coordinator.meetings import rules as meeting_rules
from coordinator.meetings import steps as meeting_steps
from coordinator.meetings.views import NewMeeting
from coordinator.planning import rules, steps
from coordinator.planning import year_plan as document
from coordinator.planning.rules import Objection, Plan, Wishes
from coordinator.planning.views import TermCalendar, TermPlan
from coordinator.roster import steps as roster
from coordinator.terms import steps as terms
from coordinator.terms.rules import parse_term_code

# Days beside the term speak for and against its first and last ones, and are shown with them.
_AROUND = timedelta(days=13)
_YEAR = timedelta(days=366)  # back to the meeting that tells the group's weekday
_USUAL = Wishes()


def propose(
    office: Office,
    actor: Actor,
    *,
    term_code: str,
    weekdays: Sequence[int] = _USUAL.weekdays,
    between: tuple[time, time] = _USUAL.between,
    start: time | None = None,
    duration: int | None = None,
) -> Plan:
    """Good days for what the term still lacks, best first: five statements.

    ``weekdays`` with Monday as 0, ``duration`` in minutes; without them the group's usual time.

    Raises:
        BadInput: no such term, or times that leave no room.
    """
    permit(actor, "planning.propose")
    asked = _Wished(tuple(weekdays), between, start, duration)
    with office.reading() as session:
        return _term_plan(session, actor, term_code, asked, office.clock.today()).plan


def term_plan(
    office: Office,
    actor: Actor,
    *,
    term_code: str,
    weekdays: Sequence[int] = _USUAL.weekdays,
    between: tuple[time, time] = _USUAL.between,
    start: time | None = None,
    duration: int | None = None,
) -> TermPlan:
    """The same as :func:`propose`, beside the term's calendar: five statements.

    Raises:
        BadInput: no such term, or times that leave no room.
    """
    permit(actor, "planning.term_plan")
    asked = _Wished(tuple(weekdays), between, start, duration)
    with office.reading() as session:
        return _term_plan(session, actor, term_code, asked, office.clock.today())


class _Wished(NamedTuple):
    weekdays: tuple[int, ...]
    between: tuple[time, time]
    start: time | None
    duration: int | None

    def of_group(self, group: GroupView) -> Wishes:
        return Wishes(
            weekdays=self.weekdays,
            between=self.between,
            start=self.start or time.fromisoformat(group.usual_start),
            duration=group.usual_duration if self.duration is None else self.duration,
        )


def _term_plan(
    session: Session, actor: Actor, term_code: str, asked: _Wished, today: date
) -> TermPlan:
    group = access.group(session, actor.group_id)
    wishes = asked.of_group(group)
    term = terms.term(session, group.id, term_code)
    first, last = term.first_day - _AROUND, term.last_day + _AROUND
    closed = terms.closed_days(session, group.id, first, last)
    observances = terms.observances(first, last)
    standing = meeting_steps.standing(session, group_id=group.id, term_code=term.code)
    booked = meeting_steps.booked_days(
        session, group_id=group.id, first=term.first_day - _YEAR, last=last
    )
    plan = rules.propose(
        term,
        closed,
        wishes,
        observances=observances,
        count=group.meetings_per_term,
        booked={one.day for one in standing},
        before={day for day, _code in booked if day < term.first_day},
        today=today,
    )
    calendar = TermCalendar(
        term=term,
        days=(*closed, *observances),
        booked=tuple((day, code) for day, code in booked if day >= first),
    )
    return TermPlan(plan, calendar, wishes.start, wishes.duration)


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
            meeting_steps.term_counts(session, group, codes),
            roster.agency_names(session, group.id),
            now=office.clock.now(),
        )
