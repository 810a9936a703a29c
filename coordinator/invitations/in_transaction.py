"""Answers as they stand, in the caller's open transaction."""

from __future__ import annotations

from collections.abc import Sequence

from coordinator.core.database import Session
from coordinator.core.dates import local_day
from coordinator.invitations import rules, store
from coordinator.invitations.tables import Reply
from coordinator.invitations.views import (
    AgencyReplies,
    Answer,
    PersonReply,
    PollYes,
    RepliesView,
    ReplyCounts,
)
from coordinator.meetings.views import MeetingLine
from coordinator.planning.polls import in_transaction as polls
from coordinator.roster import in_transaction as roster
from coordinator.roster.views import Invitee


def counts(session: Session, group_id: int, codes: Sequence[str]) -> dict[str, ReplyCounts]:
    seats = store.ordinary_seats(session, group_id)
    rows = store.answers_by_code(session, group_id, codes)
    starts = {code: start for code, start, _, _ in rows}
    answers: dict[str, dict[int, Answer]] = {code: {} for code in starts}
    for code, _, person_id, answer in rows:
        if person_id is not None and answer is not None:
            answers[code][person_id] = Answer(answer)
    return {
        code: rules.count(
            {(seat.person_id, seat.agency_id) for seat in seats if seat.holds(local_day(start))},
            answers[code],
        )
        for code, start in starts.items()
    }


def replies(session: Session, group_id: int, line: MeetingLine) -> RepliesView:
    invited = [
        seat for seat in roster.invitees(session, group_id, local_day(line.start)) if seat.is_member
    ]
    given = {row.person_id: row for row in store.replies(session, group_id, line.id)}
    names = roster.person_names(
        session,
        group_id,
        {row.substitute_id for row in given.values() if row.substitute_id is not None},
    )
    agencies = tuple(
        _of_agency(
            agency.id,
            agency.name,
            [
                _person_reply(seat, given.get(seat.person_id), names)
                for seat in invited
                if seat.agency_id == agency.id
            ],
        )
        for agency in roster.member_agencies(session, group_id)
    )
    counts = rules.count(
        {(seat.person_id, seat.agency_id) for seat in invited},
        {person_id: Answer(row.answer) for person_id, row in given.items()},
    )
    return RepliesView(agencies, counts.agencies_confirmed, len(agencies), counts)


def poll_yes(
    session: Session, group_id: int, line: MeetingLine, found: RepliesView
) -> PollYes | None:
    """Who said yes to the meeting's day when the group was asked; None where nobody waits for it.

    Those who have answered the invitation since are left out, and those not invited any more.
    """
    if not found.counts.unanswered:
        return None
    asked = polls.yes_about(session, group_id, local_day(line.start))
    if asked is None:
        return None
    people = tuple(
        (one.person_id, one.name, each.agency_name)
        for each in found.agencies
        for one in each.people
        if one.answer is None and one.person_id in asked.people
    )
    return PollYes(asked.start, asked.end, people) if people else None


def _of_agency(agency_id: int, name: str, people: Sequence[PersonReply]) -> AgencyReplies:
    answers = [person.answer for person in people]
    return AgencyReplies(
        agency_id=agency_id,
        agency_name=name,
        people=tuple(people),
        is_confirmed=rules.is_confirmed(answers),
        answer=rules.agency_answer(answers),
    )


def _person_reply(seat: Invitee, row: Reply | None, names: dict[int, str]) -> PersonReply:
    return PersonReply(
        person_id=seat.person_id,
        name=seat.name,
        agency_id=seat.agency_id,
        answer=Answer(row.answer) if row else None,
        source=row.source if row else None,
        substitute_name=names.get(row.substitute_id or 0) if row else None,
        answered_at=row.answered_at if row else None,
        substitute_id=row.substitute_id if row else None,
    )
