"""Answers to an invitation, the calendar file, and moving or cancelling a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import EVERYONE, use_case
from coordinator.core.calendar.write import calendar_file as file_around
from coordinator.core.database import Session
from coordinator.core.dates import local_day
from coordinator.core.errors import BadInput, NotFound
from coordinator.core.office import Office
from coordinator.core.translation import N_
from coordinator.groups import in_transaction as groups
from coordinator.invitations import rules, store
from coordinator.invitations.tables import Reply
from coordinator.invitations.views import (
    Affected,
    AgencyReplies,
    Answer,
    MyInvitation,
    OwnAnswer,
    PersonReply,
    RepliesView,
    ReplyCounts,
)
from coordinator.meetings import booking
from coordinator.meetings import in_transaction as meetings
from coordinator.meetings.rules import MeetingEvent
from coordinator.meetings.views import MeetingLine, Outcome
from coordinator.planning import in_transaction as planning
from coordinator.planning.polls import in_transaction as polls
from coordinator.roster import in_transaction as roster
from coordinator.roster.views import Duty, Invitee
from coordinator.trail.in_transaction import logged_change


@use_case("invitations.calendar_file", may=EVERYONE)
def calendar_file(
    office: Office, actor: Actor, *, code: str, method: Literal["PUBLISH"] = "PUBLISH"
) -> bytes:
    """The meeting's calendar file for a download: no organizer, no attendee.

    Raises:
        NotFound: no such meeting in the group.
    """
    with office.reading() as session:
        text = meetings.calendar_text(session, group_id=actor.group_id, code=code)
    return file_around([text], method=method)


@use_case("invitations.my_invitation", may=EVERYONE)
def my_invitation(office: Office, actor: Actor) -> MyInvitation | None:
    """The next meeting that stands, with the reader's own answer: five statements.

    Of everybody else's answers it tells only how many agencies come.
    """
    with office.reading() as session:
        found = meetings.next_standing(session, group_id=actor.group_id, day=office.clock.today())
        if found is None:
            return None
        line, link = found
        own = store.reply_of(session, actor.group_id, line.id, actor.person_id)
        return MyInvitation(
            meeting=line,
            agenda=meetings.agenda_titles(session, group_id=actor.group_id, meeting_id=line.id),
            joining_link=link if actor.agency_ids else None,
            own_answer=OwnAnswer(Answer(own.answer), own.answered_at, own.source == "typed")
            if own
            else None,
            agencies_confirmed=_counts(session, actor.group_id, [line.code])[
                line.code
            ].agencies_confirmed,
        )


@use_case("invitations.replies", may=OFFICE)
def replies(office: Office, actor: Actor, *, code: str) -> RepliesView:
    """Everybody invited on the meeting's day with their answers, by agency.

    Raises:
        NotFound: no such meeting in the group.
    """
    with office.reading() as session:
        line = meetings.meeting_line(session, group_id=actor.group_id, code=code)
        return _replies(session, actor.group_id, line)


@use_case("invitations.reply_counts", may=EVERYONE)
def reply_counts(office: Office, actor: Actor, *, codes: Sequence[str]) -> dict[str, ReplyCounts]:
    """Answers counted for many meetings: two statements, however many codes.

    Unknown codes are left out.
    """
    if not codes:
        return {}
    with office.reading() as session:
        return _counts(session, actor.group_id, codes)


def _counts(session: Session, group_id: int, codes: Sequence[str]) -> dict[str, ReplyCounts]:
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


@use_case("invitations.affected", may=OFFICE)
def affected(office: Office, actor: Actor, *, code: str, start: datetime) -> Affected:
    """Whom it would concern if the meeting were moved to ``start``; changes nothing.

    Raises:
        NotFound: no such meeting in the group.
    """
    with office.reading() as session:
        line = meetings.meeting_line(session, group_id=actor.group_id, code=code)
        if start == line.start:
            return Affected()
        found = _replies(session, actor.group_id, line)
        people = [one for each in found.agencies for one in each.people]
        return Affected(
            coming=tuple(one for one in people if one.answer in rules.CONFIRMING),
            agencies=tuple((each.agency_id, each.agency_name) for each in found.agencies),
            answers=sum(one.answer is not None for one in people),
            asked=polls.said_about(session, actor.group_id, local_day(start), office.clock.today()),
        )


@use_case("invitations.who_declined", may=OFFICE)
def who_declined(office: Office, actor: Actor, *, code: str) -> frozenset[int]:
    """Ids of the people who said no: their apologies are known when the meeting starts.

    Raises:
        NotFound: no such meeting in the group.
    """
    with office.reading() as session:
        line = meetings.meeting_line(session, group_id=actor.group_id, code=code)
        return frozenset(
            row.person_id
            for row in store.replies(session, actor.group_id, line.id)
            if row.answer == Answer.DECLINED
        )


@use_case("invitations.type_in_reply", may=OFFICE, log=N_("typed in somebody's answer"))
def type_in_reply(
    office: Office,
    actor: Actor,
    *,
    code: str,
    person_id: int,
    answer: Answer | None,
    substitute_id: int | None = None,
) -> RepliesView:
    """Writes down an answer given by phone or in the corridor; None takes it back.

    ``substitute_id`` names who comes instead (``DELEGATED`` only) and may stay empty: a shelter's
    substitute needs no name.

    Raises:
        NotFound: no such meeting, or the person is not invited to it.
        RuleBroken: the meeting has started or is cancelled.
        BadInput: the substitute stands for another agency, or for none that day.
    """
    with logged_change(office, actor, about=code) as session:
        line = meetings.meeting_for_change(
            session, group_id=actor.group_id, code=code, event=MeetingEvent.ANSWER
        )
        day = local_day(line.start)
        seats = roster.invitees(session, actor.group_id, day, duties=frozenset(Duty))
        person = _invited(seats, person_id)
        if answer is not Answer.DELEGATED:
            substitute_id = None
        elif substitute_id is not None:
            _check_substitute(seats, person, substitute_id)
        row = store.reply_for_change(session, actor.group_id, line.id, person_id)
        if answer is not None:
            now = office.clock.now()
            row = row or Reply(
                group_id=actor.group_id,
                meeting_id=line.id,
                person_id=person_id,
                answer=answer.value,
                source="typed",
                answered_at=now,
            )
            row.answer, row.source, row.answered_at = answer.value, "typed", now
            row.substitute_id = substitute_id
            store.save(session, row)
        elif row is not None:
            store.remove(session, row)
        return _replies(session, actor.group_id, line)


@use_case(
    "invitations.mark_confirmed_present", may=OFFICE, log=N_("ticked those who said yes as present")
)
def mark_confirmed_present(office: Office, actor: Actor, *, code: str) -> int:
    """Everybody who said yes is here, in one press; how many rows changed.

    Who sent a substitute has apologies and the substitute is here; who said no has apologies.
    Nothing that somebody has already pressed is touched.

    Raises:
        NotFound: no such meeting.
        RuleBroken: the meeting is not under way.
    """
    with logged_change(office, actor, about=code) as session:
        line = meetings.meeting_for_change(
            session, group_id=actor.group_id, code=code, event=MeetingEvent.RECORD
        )
        rows = store.replies(session, actor.group_id, line.id)
        sent = {row.person_id: row.substitute_id for row in rows if row.answer == Answer.DELEGATED}
        named = {key for key in sent.values() if key is not None}
        seats = roster.invitees(
            session, actor.group_id, local_day(line.start), duties=frozenset(Duty)
        )
        # The row of somebody protected or hidden holds no name.
        names = {
            seat.person_id: None if seat.is_protected or seat.is_hidden else seat.name
            for seat in seats
            if seat.person_id in named
        }
        said = {Answer.ACCEPTED: Outcome.PRESENT, Answer.DECLINED: Outcome.APOLOGIES}
        return meetings.settle(
            session,
            group_id=actor.group_id,
            meeting_id=line.id,
            outcomes={
                row.person_id: said[Answer(row.answer)]
                for row in rows
                if Answer(row.answer) in said
            },
            substitutes={
                person_id: (key, names.get(key) if key is not None else None)
                for person_id, key in sent.items()
            },
        )


@use_case("invitations.reschedule", may=OFFICE, log=N_("moved the meeting"))
def reschedule(
    office: Office,
    actor: Actor,
    *,
    code: str,
    start: datetime,
    end: datetime,
    reason: str,
    version: int | None = None,
    venue: str | None = None,
    venue_kind: str | None = None,
    accepted: frozenset[str] = frozenset(),
) -> MeetingLine:
    """Moves a planned meeting: the same uid, the sequence one higher, the old start kept.

    ``venue`` and ``venue_kind``: None keeps what stands, an empty venue takes it away. A new kind
    without a venue leaves no place: a secret one never becomes an open one by itself.
    ``accepted``: codes of what was asked about and said yes to. Answers were given to the old
    time, so they are forgotten with it: a new time asks everybody again.

    Raises:
        NotFound: no such meeting.
        Conflict: somebody else changed the meeting in between.
        RuleBroken: the meeting is not planned, the reason is missing, the day is refused, or
            something is asked about that was not accepted; the code says which.
        BadInput: times out of order.
    """
    with logged_change(office, actor, about=code) as session:
        line = meetings.meeting_for_change(
            session,
            group_id=actor.group_id,
            code=code,
            event=MeetingEvent.MOVE,
            version=version,
        )
        is_new_time = (start, end) != (line.start, line.end)
        if is_new_time:
            planning.must_suit(
                session,
                groups.group(session, actor.group_id),
                start=start,
                end=end,
                today=office.clock.today(),
                accepted=accepted,
                moving=line,
            )
        moved = booking.move(
            session,
            group_id=actor.group_id,
            meeting_id=line.id,
            start=start,
            end=end,
            venue=venue,
            venue_kind=venue_kind or line.venue_kind,
            reason=reason,
            now=office.clock.now(),
            accepted=accepted,
        )
        if is_new_time:
            store.forget_replies(session, actor.group_id, line.id)
        return moved


@use_case("invitations.cancel", may=OFFICE, log=N_("cancelled the meeting"))
def cancel(
    office: Office,
    actor: Actor,
    *,
    code: str,
    reason: str,
    version: int | None = None,
    accepted: frozenset[str] = frozenset(),
) -> MeetingLine:
    """Cancels a planned meeting. It stays in every list, marked, and counts no more.

    Raises:
        NotFound: no such meeting.
        Conflict: somebody else changed the meeting in between.
        RuleBroken: the meeting is not planned, or the reason is missing.
    """
    with logged_change(office, actor, about=code) as session:
        line = meetings.meeting_for_change(
            session,
            group_id=actor.group_id,
            code=code,
            event=MeetingEvent.CANCEL,
            version=version,
        )
        return booking.cancel(
            session,
            group_id=actor.group_id,
            meeting_id=line.id,
            reason=reason,
            now=office.clock.now(),
            accepted=accepted,
        )


def _replies(session: Session, group_id: int, line: MeetingLine) -> RepliesView:
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
    )


def _invited(seats: Sequence[Invitee], person_id: int) -> Invitee:
    for seat in seats:
        if seat.person_id == person_id and seat.duty is Duty.REPRESENTATIVE and seat.is_member:
            return seat
    raise NotFound("person-not-invited")


def _check_substitute(seats: Sequence[Invitee], person: Invitee, substitute_id: int) -> None:
    if substitute_id == person.person_id or not any(
        seat.person_id == substitute_id and seat.agency_id == person.agency_id for seat in seats
    ):
        raise BadInput("substitute-of-other-agency", agency=person.agency_name)
