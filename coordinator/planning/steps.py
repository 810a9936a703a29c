"""What higher rooms do with planning inside their own transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from coordinator.access.views import GroupView
from coordinator.core.database import Session
from coordinator.core.dates import local_day
from coordinator.core.errors import RuleBroken
from coordinator.meetings import rules as meeting_rules
from coordinator.meetings import steps as meetings
from coordinator.meetings.views import MeetingLine, NewMeeting
from coordinator.planning import rules
from coordinator.planning.rules import Objection
from coordinator.planning.views import NEEDS_REASON
from coordinator.terms import steps as terms
from coordinator.terms.rules import parse_term_code, term_code_of


def objections(
    session: Session,
    group: GroupView,
    *,
    start: datetime,
    today: date,
    term_code: str | None = None,
    extra_reason: str | None = None,
    moving: MeetingLine | None = None,
) -> tuple[Objection, ...]:
    """Everything that speaks against a meeting on that day, the gravest first.

    ``moving`` is the meeting that would be moved there: it stays in its term and is no extra one.
    ``term_code`` is the term it is booked for, by default the day's own.
    """
    day = local_day(start)
    code = moving.term_code if moving else term_code or term_code_of(day)
    term = terms.term(session, group.id, code)
    standing = meetings.standing(session, group_id=group.id, term_code=term.code, day=day)
    others = [one for one in standing if moving is None or one.code != moving.code]
    in_term = {one.day for one in others if one.term_code == term.code}
    found = rules.check_date(
        day,
        term,
        (*terms.closed_days(session, group.id, day, day), *terms.observances(day, day)),
        booked=in_term,
        wanted=group.meetings_per_term if moving is None else len(in_term) + 1,
        extra_reason=extra_reason,
        today=today,
    )
    if day not in in_term and any(one.day == day for one in others):
        return (Objection("refuse", "day-is-booked", (("day", day),)), *found)
    return found


def must_suit(
    session: Session,
    group: GroupView,
    *,
    start: datetime,
    today: date,
    accepted: frozenset[str] = frozenset(),
    term_code: str | None = None,
    extra_reason: str | None = None,
    moving: MeetingLine | None = None,
) -> None:
    """Lets a day pass against which nothing speaks but what was said yes to.

    Raises:
        RuleBroken: the first refusal, or the first question whose code is not in ``accepted``.
    """
    found = objections(
        session,
        group,
        start=start,
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
            today=local_day(now),
            accepted=accepted,
            term_code=term_code,
            extra_reason=new.extra_reason,
        )
        code = str(parse_term_code(term_code or term_code_of(local_day(new.start))))
        codes.append(meetings.schedule(session, group=group, new=new, term_code=code, now=now).code)
    return tuple(codes)
