"""A poll as the office sees it, and as one who was asked does."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from coordinator.core.database import Session
from coordinator.core.dates import local_day
from coordinator.core.office import Office
from coordinator.core.outbox.how_far import how_far
from coordinator.groups import in_transaction as groups
from coordinator.planning import in_transaction as planning
from coordinator.planning.polls import rules, store
from coordinator.planning.polls.lifecycle import PollState
from coordinator.planning.polls.rules import Sheet
from coordinator.planning.polls.tables import DatePoll, PollCandidate, PollInvitee
from coordinator.planning.polls.views import (
    AgencyAnswers,
    Candidate,
    CandidateView,
    ChosenSet,
    OwnPoll,
    PersonAnswers,
    PollLine,
    PollView,
    Source,
)
from coordinator.planning.polls.who_is_asked import UNDECIDED, Asked, counting_day, seats_on
from coordinator.planning.term_facts import TermFacts
from coordinator.planning.views import NEEDS_REASON, Choice, Member, Objection
from coordinator.roster import in_transaction as roster
from coordinator.roster.views import Invitee


def candidate(row: PollCandidate) -> Candidate:
    assert row.id is not None
    return Candidate(row.id, row.starts_at, row.ends_at, row.meeting_code)


def candidates(session: Session, row: DatePoll) -> tuple[Candidate, ...]:
    assert row.id is not None
    return tuple(candidate(each) for each in store.candidates(session, row.id))


def lines(
    session: Session, office: Office, group_id: int, key_mark: str, kinds: Collection[str]
) -> tuple[PollLine, ...]:
    """The group's polls, newest first: one statement. ``kinds``: those of the polls' mails."""
    today, now = office.clock.today(), office.clock.now()
    return tuple(
        PollLine(
            one.row.code,
            one.row.term_code,
            PollState(one.row.state),
            one.row.answer_by,
            one.answered,
            one.asked,
            one.lost
            if rules.takes_answers(PollState(one.row.state), one.row.answer_by, today)
            else 0,
            how_far(office.settings, one.mails),
        )
        for one in store.polls(session, group_id, key_mark, kinds, now)
    )


def view(session: Session, row: DatePoll, today: date) -> PollView:
    """The poll as the office sees it."""
    assert row.id is not None
    group = groups.group(session, row.group_id)
    state = PollState(row.state)
    found = candidates(session, row)
    is_undecided = state in UNDECIDED
    known = planning.term_facts(session, group, row.term_code, {one.day for one in found})
    agencies = agencies_with_answers(session, row, today, known.members, found)
    sheet = rules.sheet_of(agencies, group.quorum_agencies)
    views = tuple(
        CandidateView(
            one,
            rules.tally(one.id, sheet),
            _objections(known, one, today) if is_undecided else (),
        )
        for one in found
    )
    people = {one.person_id: one for each in agencies for one in each.people}
    waiting = [one for one in people.values() if one.is_asked and one.answered_at is None]
    return PollView(
        code=row.code,
        term_code=row.term_code,
        state=state,
        wanted=row.wanted,
        answer_by=row.answer_by,
        message=row.message,
        answers_shown=row.answers_shown,
        takes_answers=rules.takes_answers(state, row.answer_by, today),
        needs_reason=is_undecided and len(known.planned) + row.wanted > group.meetings_per_term,
        planned=known.planned,
        quorum=group.quorum_agencies,
        candidates=views,
        agencies=agencies,
        sets=_sets(known, views, sheet, row.wanted, today) if is_undecided else (),
        waiting=tuple(one.person_id for one in waiting),
        to_remind=tuple(
            one.person_id for one in waiting if _is_reachable(one, row.answer_by, today)
        ),
        not_asked=tuple(
            one.person_id
            for one in people.values()
            if state is PollState.OPEN and not one.is_asked and one.has_address
        ),
        version=row.version,
        hosts=known.hosts,
    )


def _objections(known: TermFacts, one: Candidate, today: date) -> tuple[Objection, ...]:
    """What speaks against the day now; a reason for an extra meeting is asked for when booking."""
    found = known.objections(one.start, one.end, today=today)
    return tuple(each for each in found if each.code != NEEDS_REASON)


def _sets(
    known: TermFacts, views: Sequence[CandidateView], sheet: Sheet, wanted: int, today: date
) -> tuple[ChosenSet, ...]:
    """The planner's best sets among the candidates, by its own score."""
    free = {each.candidate.start: each.candidate for each in views if not each.is_refused}
    found = known.answered_sets(
        rules.answers_of(tuple(free.values()), sheet),
        {start: one.end for start, one in free.items()},
        wanted=wanted,
        today=today,
    )
    return tuple(
        ChosenSet(
            tuple(free[start].id for start in starts),
            rules.reasons_for([free[start] for start in starts], sheet, known.planned),
        )
        for starts in found
    )


def _is_reachable(person: PersonAnswers, answer_by: date, today: date) -> bool:
    """Whether a reminder makes sense today: not twice a day, not while a rota is waited for."""
    waits = rules.waits_for_rota(person.ask_again_on, answer_by, today)
    reminded = person.reminded_at is not None and local_day(person.reminded_at) == today
    return person.has_address and not waits and not reminded


def agencies_with_answers(
    session: Session,
    row: DatePoll,
    today: date,
    members: Sequence[Member],
    asked_about: Sequence[Candidate],
    *,
    names_typists: bool = True,
) -> tuple[AgencyAnswers, ...]:
    """Every member agency with its people of the day that counts and what they said."""
    assert row.id is not None
    seats = seats_on(session, row.group_id, counting_day(row, today))
    is_asked = PollState(row.state) is not PollState.DRAFT
    invitees = store.invitees(session, row.id) if is_asked else []
    rows = {each.person_id: each for each in invitees}
    said: dict[int, dict[int, Choice]] = {}
    ids = [each.id for each in rows.values() if each.id is not None]
    for answer in store.answers(session, ids):
        said.setdefault(answer.invitee_id, {})[answer.candidate_id] = Choice(answer.choice)
    typists = {each.typed_by_id for each in rows.values() if each.typed_by_id is not None}
    names = roster.person_names(session, row.group_id, typists) if names_typists else {}
    found = []
    for agency in members:
        people = tuple(
            _person(seat, rows.get(seat.person_id), said, names)
            for held in seats.values()
            for seat in held
            if seat.agency_id == agency.id
        )
        asked = [one for one in people if one.is_asked]
        choices = {
            one.id: choice
            for one in asked_about
            if (choice := rules.agency_choice([p.choices.get(one.id) for p in asked])) is not None
        }
        found.append(AgencyAnswers(agency.id, agency.name, agency.is_required, choices, people))
    return tuple(found)


def _person(
    seat: Invitee,
    row: PollInvitee | None,
    said: Mapping[int, dict[int, Choice]],
    names: Mapping[int, str],
) -> PersonAnswers:
    return PersonAnswers(
        person_id=seat.person_id,
        name=seat.name,
        choices=said.get(row.id or 0, {}) if row else {},
        answered_at=row.answered_at if row else None,
        source=Source(row.source) if row and row.source else None,
        typed_by=names.get(row.typed_by_id or 0) if row else None,
        comment=row.comment if row else "",
        ask_again_on=row.ask_again_on if row else None,
        has_address=bool(seat.email),
        is_asked=row is not None,
        reminded_at=row.reminded_at if row else None,
    )


def own_view(session: Session, row: DatePoll, asked: Asked, today: date) -> OwnPoll:
    """The poll as one who was asked sees it: no other person's answer is in it."""
    assert asked.row.id is not None
    group = groups.group(session, row.group_id)
    state = PollState(row.state)
    open_now = rules.takes_answers(state, row.answer_by, today)
    found = candidates(session, row)
    return OwnPoll(
        code=row.code,
        group_slug=group.slug,
        term_code=row.term_code,
        state=state,
        takes_answers=open_now,
        wanted=row.wanted,
        answer_by=row.answer_by,
        message=row.message,
        answers_shown=row.answers_shown,
        name=asked.name,
        candidates=found,
        choices={
            each.candidate_id: Choice(each.choice)
            for each in store.answers(session, [asked.row.id])
        },
        comment=asked.row.comment,
        ask_again_on=asked.row.ask_again_on,
        ask_again_days=rules.ask_again_days(row.answer_by, today) if open_now else (),
        answered_at=asked.row.answered_at,
        others=_others(session, row, asked, found, today) if row.answers_shown else (),
    )


def _others(
    session: Session, row: DatePoll, asked: Asked, found: Sequence[Candidate], today: date
) -> tuple[tuple[str, dict[int, Choice]], ...]:
    """What the other agencies have answered, by name, where answers are shown to all."""
    members = planning.members(session, row.group_id)
    agencies = agencies_with_answers(session, row, today, members, found, names_typists=False)
    own = {each.agency_id for each in asked.seats}
    return tuple(
        (each.name, each.choices) for each in agencies if each.agency_id not in own and each.choices
    )
