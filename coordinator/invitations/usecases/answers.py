"""Answers to an invitation: read, counted, typed in, and used when the meeting starts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import EVERYONE, use_case
from coordinator.core.dates import local_day
from coordinator.core.errors import BadInput, Conflict, NotFound
from coordinator.core.office import Office
from coordinator.core.translation import N_
from coordinator.invitations import in_transaction, store
from coordinator.invitations.rules import SAID
from coordinator.invitations.tables import Reply
from coordinator.invitations.views import (
    Answer,
    RepliesView,
    ReplyCounts,
    ReplySource,
    SeenAnswer,
)
from coordinator.meetings import in_transaction as meetings
from coordinator.meetings.lifecycle import MeetingEvent, MeetingState
from coordinator.meetings.outcome import Outcome
from coordinator.meetings.views import Announced, Came
from coordinator.roster import in_transaction as roster
from coordinator.roster.views import Duty, Invitee
from coordinator.trail.in_transaction import logged_change


@use_case("invitations.replies", may=OFFICE)
def replies(office: Office, actor: Actor, *, code: str) -> RepliesView:
    """Everybody invited on the meeting's day with their answers, by agency.

    While answers are taken also who said yes to the day when the group was asked about days.

    Raises:
        NotFound: no such meeting in the group.
    """
    with office.reading() as session:
        line = meetings.meeting_line(session, group_id=actor.group_id, code=code)
        found = in_transaction.replies(session, actor.group_id, line)
        if line.state is not MeetingState.PLANNED:
            return found
        said_yes = in_transaction.poll_yes(session, actor.group_id, line, found)
        return replace(found, poll_yes=said_yes)


@use_case("invitations.reply_counts", may=EVERYONE)
def reply_counts(office: Office, actor: Actor, *, codes: Sequence[str]) -> dict[str, ReplyCounts]:
    """Answers counted for many meetings: two statements, however many codes.

    Unknown codes are left out.
    """
    if not codes:
        return {}
    with office.reading() as session:
        return in_transaction.counts(session, actor.group_id, codes)


@use_case("invitations.said_beforehand", may=OFFICE)
def said_beforehand(office: Office, actor: Actor, *, code: str) -> Mapping[int, Announced]:
    """What people have answered, by person id, for when the meeting starts.

    Raises:
        NotFound: no such meeting in the group.
    """
    with office.reading() as session:
        line = meetings.meeting_line(session, group_id=actor.group_id, code=code)
        return {
            row.person_id: Announced(SAID[Answer(row.answer)], row.substitute_id)
            for row in store.replies(session, actor.group_id, line.id)
            if Answer(row.answer) in SAID
        }


@use_case("invitations.type_in_reply", may=OFFICE, log=N_("typed in somebody's answer"))
def type_in_reply(
    office: Office,
    actor: Actor,
    *,
    code: str,
    person_id: int,
    answer: Answer | None,
    substitute_id: int | None = None,
    seen: SeenAnswer | None = None,
) -> RepliesView:
    """Writes down an answer given by phone or in the corridor; None takes it back.

    ``substitute_id`` names who comes instead (``DELEGATED`` only) and may stay empty: a shelter's
    substitute needs no name. ``seen``: what the page showed of the person; None where nothing was
    shown. Two who write down the same answer both get it.

    Raises:
        NotFound: no such meeting, or the person is not invited to it.
        RuleBroken: the meeting has started or is cancelled.
        Conflict: the answer is neither as the page showed nor as is wanted.
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
        wanted = SeenAnswer(answer, substitute_id)
        row = store.reply_for_change(session, actor.group_id, line.id, person_id)
        stored = SeenAnswer(Answer(row.answer), row.substitute_id) if row else SeenAnswer(None)
        if stored == wanted:
            return in_transaction.replies(session, actor.group_id, line)
        if seen not in {None, stored}:
            raise Conflict("answer-changed", name=person.name)
        if answer is None:
            store.forget_reply(session, actor.group_id, line.id, person_id)
        else:
            reply = Reply(
                group_id=actor.group_id,
                meeting_id=line.id,
                person_id=person_id,
                answer=answer.value,
                source="typed",
                substitute_id=substitute_id,
                answered_at=office.clock.now(),
            )
            store.save_reply(session, reply)
        return in_transaction.replies(session, actor.group_id, line)


@use_case(
    "invitations.take_over_poll_yes",
    may=OFFICE,
    log=N_("took over those who had said yes to the day"),
)
def take_over_poll_yes(
    office: Office, actor: Actor, *, code: str, people: Collection[int]
) -> RepliesView:
    """Everybody among ``people`` (ids, as the preview showed them) comes, as they said of the day.

    Whoever has answered meanwhile keeps that answer.

    Raises:
        NotFound: no such meeting.
        RuleBroken: the meeting has started or is cancelled.
    """
    with logged_change(office, actor, about=code) as session:
        line = meetings.meeting_for_change(
            session, group_id=actor.group_id, code=code, event=MeetingEvent.ANSWER
        )
        stands = in_transaction.replies(session, actor.group_id, line)
        found = in_transaction.poll_yes(session, actor.group_id, line, stands)
        rows = [
            Reply(
                group_id=actor.group_id,
                meeting_id=line.id,
                person_id=person_id,
                answer=Answer.ACCEPTED.value,
                source=ReplySource.POLL.value,
                answered_at=office.clock.now(),
            )
            for person_id, _name, _agency in (found.people if found else ())
            if person_id in people
        ]
        store.add_replies(session, rows)
        return in_transaction.replies(session, actor.group_id, line)


@use_case(
    "invitations.mark_confirmed_present", may=OFFICE, log=N_("ticked those who said yes as present")
)
def mark_confirmed_present(office: Office, actor: Actor, *, code: str) -> Came:
    """Everybody who said yes is here, in one press; how many that made.

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
        # The row of somebody protected or hidden, or of a shelter, holds no name.
        known = [key for key in sent.values() if key is not None]
        names = roster.open_names(session, actor.group_id, known) if known else {}
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
