"""What higher rooms do with planning inside their own transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from coordinator.core.clock import STOCKHOLM
from coordinator.core.database import Session, touch
from coordinator.core.dates import local_day
from coordinator.core.errors import Conflict, RuleBroken
from coordinator.groups import in_transaction as groups
from coordinator.groups.views import GroupView
from coordinator.meetings import booking
from coordinator.meetings import in_transaction as meetings
from coordinator.meetings import rules as meeting_rules
from coordinator.meetings.views import MeetingLine, NewMeeting
from coordinator.planning import store
from coordinator.planning.hosts import HostChoice, rotation
from coordinator.planning.off_hours import read_off
from coordinator.planning.one_date import DateToCheck, check_date, local_times
from coordinator.planning.priorities import Priorities, read
from coordinator.planning.store import MemberRow
from coordinator.planning.tables import PlanningSettings
from coordinator.planning.term_facts import TermFacts
from coordinator.planning.views import NEEDS_REASON, Busy, Member, Objection, PlanningSettingsView
from coordinator.terms import in_transaction as terms
from coordinator.terms.breaks import municipalities
from coordinator.terms.rules import parse_term_code, term_code_of

# Days beside the term speak for and against its first and last ones.
_AROUND = timedelta(weeks=5)
_YEAR = timedelta(days=366)  # back to the meeting that tells the group's weekday


def planning_settings(
    session: Session, group_id: int, *, with_required: bool = False
) -> PlanningSettingsView:
    """What the group has chosen: one statement, two with the agencies the quorum needs."""
    row = store.settings(session, group_id)
    required = tuple(store.required_agencies(session, group_id)) if with_required else ()
    if row is None:
        return PlanningSettingsView(Priorities(), (), required)
    return PlanningSettingsView(read(row.weights), read_off(row.off_hours), required, row.version)


def settings_for_change(session: Session, group_id: int, version: int) -> PlanningSettings:
    """The group's row, made if there is none, one version higher.

    Raises:
        Conflict: somebody else saved in between.
    """
    row = store.settings(session, group_id, lock=True)
    if (row.version if row else 0) != version:
        raise Conflict("changed-meanwhile")
    if row is None:
        row = PlanningSettings(group_id=group_id)
        session.add(row)
    else:
        touch(row)  # the agencies that the quorum needs have rows of their own
    return row


def members(session: Session, group_id: int) -> tuple[Member, ...]:
    """The member agencies in order."""
    return _members(store.members(session, group_id))


def _members(rows: Sequence[MemberRow]) -> tuple[Member, ...]:
    return tuple(Member(row.id, row.name, row.is_required) for row in rows)


def _hosts(rows: Sequence[MemberRow]) -> tuple[HostChoice, ...]:
    """Those who may be host, whose turn it is first."""
    choices = [
        HostChoice(
            row.id,
            row.name,
            row.may_host,
            local_day(row.last_hosted) if row.last_hosted else None,
        )
        for row in rows
    ]
    return rotation(choices)


def busy(session: Session, group_id: int, first: date, last: date) -> tuple[Busy, ...]:
    """When people of the group meet in another group of the installation."""
    start = datetime.combine(first, time.min, tzinfo=STOCKHOLM)
    end = datetime.combine(last + timedelta(days=1), time.min, tzinfo=STOCKHOLM)
    return tuple(Busy(*found) for found in store.elsewhere(session, group_id, start, end))


def term_facts(
    session: Session, group: GroupView, term_code: str, days: Collection[date] = ()
) -> TermFacts:
    """What is known about the term and about further ``days``: six statements.

    Raises:
        BadInput: no such term.
    """
    term = terms.term(session, group.id, term_code)
    first = min((term.first_day, *days)) - _AROUND
    last = max((term.last_day, *days)) + _AROUND
    agencies = store.members(session, group.id)
    return TermFacts(
        group=group,
        settings=planning_settings(session, group.id),
        term=term,
        closed=terms.closed_days(session, group.id, first, last),
        observances=terms.observances(first, last),
        standing=meetings.standing(
            session,
            group_id=group.id,
            term_code=term.code,
            first=min(first, term.first_day - _YEAR),
            last=last,
        ),
        members=_members(agencies),
        hosts=_hosts(agencies),
        municipalities=municipalities(group.municipality, [row.principal for row in agencies]),
        busy=busy(session, group.id, first, last),
        has_people=sum(row.has_people for row in agencies) > 1,
    )


def objections(
    session: Session,
    group: GroupView,
    *,
    start: datetime,
    end: datetime,
    today: date,
    term_code: str | None = None,
    extra_reason: str | None = None,
    moving: MeetingLine | None = None,
) -> tuple[Objection, ...]:
    """Everything that speaks against a meeting on that day, the gravest first.

    ``moving`` is the meeting that would be moved there: it stays in its term and is no extra one.
    ``term_code`` is the term it is booked for, by default the day's own.
    """
    day, between = local_times(start, end)
    code = moving.term_code if moving else term_code or term_code_of(day)
    term = terms.term(session, group.id, code)
    standing = meetings.standing(
        session, group_id=group.id, term_code=term.code, first=day, last=day
    )
    others = [one for one in standing if moving is None or one.code != moving.code]
    in_term = {one.day for one in others if one.term_code == term.code}
    return check_date(
        DateToCheck(
            day,
            term,
            (*terms.closed_days(session, group.id, day, day), *terms.observances(day, day)),
            booked=in_term,
            other_days={one.day for one in others},
            wanted=group.meetings_per_term if moving is None else len(in_term) + 1,
            extra_reason=extra_reason,
            today=today,
            between=between,
            elsewhere=max(
                (one.people for one in store.elsewhere(session, group.id, start, end)), default=0
            ),
            members=members(session, group.id),
            quorum=group.quorum_agencies,
        )
    )


def must_suit(
    session: Session,
    group: GroupView,
    *,
    start: datetime,
    end: datetime,
    today: date,
    accepted: frozenset[str] = frozenset(),
    term_code: str | None = None,
    extra_reason: str | None = None,
    moving: MeetingLine | None = None,
) -> None:
    """Lets a day pass against which nothing speaks but what was said yes to.

    Whoever asks makes others who book or move meetings of the group wait: the answer holds until
    the caller has saved.

    Raises:
        RuleBroken: the first refusal, or the first question whose code is not in ``accepted``.
    """
    groups.lock_group(session, group.id)
    found = objections(
        session,
        group,
        start=start,
        end=end,
        today=today,
        term_code=term_code,
        extra_reason=extra_reason,
        moving=moving,
    )
    for kind in ("refuse", "ask"):
        for objection in found:
            is_settled = objection.code in accepted and objection.code != NEEDS_REASON
            if objection.kind == kind and not (kind == "ask" and is_settled):
                raise RuleBroken(objection.code, **dict(objection.params))


def book_all(
    session: Session,
    group: GroupView,
    new_meetings: Sequence[NewMeeting],
    *,
    now: datetime,
    accepted: frozenset[str] = frozenset(),
    term_code: str | None = None,
) -> tuple[str, ...]:
    """Books all the meetings in the caller's transaction; their codes, in the given order.

    Raises:
        RuleBroken: a day is refused, or asked about and not accepted.
        BadInput: times out of order, or no such term.
    """
    codes = []
    for new in new_meetings:
        meeting_rules.check_new(new)
        must_suit(
            session,
            group,
            start=new.start,
            end=new.end,
            today=local_day(now),
            accepted=accepted,
            term_code=term_code,
            extra_reason=new.extra_reason,
        )
        code = str(parse_term_code(term_code or term_code_of(local_day(new.start))))
        codes.append(
            booking.schedule(
                session, group=group, new=new, term_code=code, now=now, accepted=accepted
            ).code
        )
    return tuple(codes)
