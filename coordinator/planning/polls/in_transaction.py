"""What the polls' use cases share inside one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from coordinator.core.clock import STOCKHOLM
from coordinator.core.database import Session, save
from coordinator.core.dates import local_day
from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.keys import derived_key
from coordinator.core.settings import Settings
from coordinator.core.tokens import hash_token, new_token, tokens_in
from coordinator.groups import in_transaction as groups
from coordinator.planning import in_transaction as planning
from coordinator.planning.polls import rules, store
from coordinator.planning.polls.rules import PollEvent, Sheet
from coordinator.planning.polls.tables import (
    DatePoll,
    PollAnswer,
    PollCandidate,
    PollInvitee,
    PollLink,
)
from coordinator.planning.polls.views import (
    AgencyAnswers,
    Candidate,
    CandidateView,
    ChosenSet,
    OwnPoll,
    PersonAnswers,
    PollLine,
    PollState,
    PollView,
    Source,
    Tally,
)
from coordinator.planning.term_facts import TermFacts
from coordinator.planning.views import NEEDS_REASON, Choice, Member, Objection
from coordinator.roster import in_transaction as roster
from coordinator.roster.views import Invitee

_UNDECIDED = frozenset({PollState.DRAFT, PollState.OPEN, PollState.CLOSED})


@dataclass(frozen=True)
class Asked:
    """One who was asked, with the seats held on the day that counts."""

    row: PollInvitee
    seats: tuple[Invitee, ...]

    @property
    def name(self) -> str:
        return self.seats[0].name


def poll_for_change(
    session: Session, group_id: int, code: str, event: PollEvent, version: int | None = None
) -> DatePoll:
    """The poll, locked and taken to the event's state.

    Raises:
        NotFound: no such poll in the group.
        Conflict: ``version`` is given and somebody else changed the poll in between.
        RuleBroken: the poll's state does not allow the step.
    """
    row = store.poll_for_change(session, group_id, code)
    if row is None:
        raise NotFound("poll-unknown", code=code)
    if version is not None and row.version != version:
        raise Conflict("changed-meanwhile", version=row.version)
    row.state = rules.next_state(PollState(row.state), event).value
    return row


def poll(session: Session, group_id: int, code: str) -> DatePoll:
    row = store.poll(session, group_id, code)
    if row is None:
        raise NotFound("poll-unknown", code=code)
    return row


def seats_on(session: Session, group_id: int, day: date) -> dict[int, tuple[Invitee, ...]]:
    """Ordinary representatives of member agencies on the day, by person id."""
    seats: dict[int, tuple[Invitee, ...]] = {}
    for seat in roster.invitees(session, group_id, day):
        if seat.is_member:
            seats[seat.person_id] = (*seats.get(seat.person_id, ()), seat)
    return seats


def counting_day(row: DatePoll, today: date) -> date:
    """Whose seats count: today's until the poll is settled, then those of that day."""
    if PollState(row.state) in _UNDECIDED or row.closed_at is None:
        return today
    return local_day(row.closed_at)


def candidate(row: PollCandidate) -> Candidate:
    assert row.id is not None
    return Candidate(row.id, row.starts_at, row.ends_at, row.meeting_code)


def candidates(session: Session, row: DatePoll) -> tuple[Candidate, ...]:
    assert row.id is not None
    return tuple(candidate(each) for each in store.candidates(session, row.id))


def ensure_invitees(
    session: Session, row: DatePoll, seats: Mapping[int, Sequence[Invitee]]
) -> list[PollInvitee]:
    """A row for everybody who holds a seat; those that are new, without a mail yet."""
    assert row.id is not None
    there = {each.person_id for each in store.invitees(session, row.id)}
    added = [
        PollInvitee(group_id=row.group_id, poll_id=row.id, person_id=person_id)
        for person_id in seats
        if person_id not in there
    ]
    save(session, *added)
    return added


def key_mark(settings: Settings) -> str:
    """What tells links of one signing key from those of another; of the key itself it says nothing.

    A link is no signature, so it would outlive a key that was changed because it had leaked.
    """
    return derived_key(settings, "poll-link")[:16]


def new_link(
    session: Session, invitee: PollInvitee, *, is_protected: bool, key_mark: str, now: datetime
) -> str:
    """A further personal link's token; earlier links go on working."""
    assert invitee.id is not None
    token = new_token()
    if is_protected and not invitee.was_protected:
        revoke_links(session, [invitee], now)
    invitee.was_protected = is_protected
    link = PollLink(
        group_id=invitee.group_id,
        invitee_id=invitee.id,
        token_hash=hash_token(token),
        key_mark=key_mark,
        made_at=now,
    )
    save(session, invitee, link)
    return token


def revoke_links(session: Session, invitees: Sequence[PollInvitee], now: datetime) -> None:
    ids = [each.id for each in invitees if each.id is not None]
    links = store.living_links(session, ids)
    for link in links:
        link.revoked_at = now
    save(session, *links)


def behind_link(session: Session, token: str, key_mark: str, today: date) -> tuple[DatePoll, Asked]:
    """Whose link it is.

    A stranger's, a former member's and that of somebody protected since are refused alike.

    Raises:
        NotFound: ``poll-link-unknown``.
    """
    found = store.behind_link(session, _hash(session, token), key_mark)
    if found is None:
        raise NotFound("poll-link-unknown")
    return found[1], _holder(session, found[1], found[0], today)


def behind_link_to_answer(
    session: Session, token: str, key_mark: str, today: date
) -> tuple[DatePoll, Asked]:
    """As :func:`behind_link`; poll and link are locked and stay as they are found.

    Raises:
        NotFound: ``poll-link-unknown``.
        RuleBroken: the poll takes no answers.
    """
    token_hash = _hash(session, token)
    place = store.place_of_link(session, token_hash)
    if place is None:
        raise NotFound("poll-link-unknown")
    row = store.poll_for_change(session, *place)
    invitee = store.invitee_behind_link(session, token_hash, key_mark)
    if row is None or invitee is None:
        raise NotFound("poll-link-unknown")
    asked = _holder(session, row, invitee, today)
    must_take_answers(row, today)
    return row, asked


def _hash(session: Session, token: str) -> str:
    """Of the token alone: mail programs add signs to its address."""
    each = [hash_token(one) for one in tokens_in(token)] or [hash_token(token)]
    if len(each) == 1:  # nothing to choose: whoever asks next looks for it
        return each[0]
    return next((one for one in each if store.place_of_link(session, one)), each[0])


def must_take_answers(row: DatePoll, today: date) -> None:
    """Answers are taken while the poll is open, until its last day.

    Raises:
        RuleBroken: it is not open, or the day has passed.
    """
    row.state = rules.next_state(PollState(row.state), PollEvent.ANSWER).value
    must_not_be_over(row, today)


def must_not_be_over(row: DatePoll, today: date) -> None:
    """Whoever is asked now can still answer.

    Raises:
        RuleBroken: the poll is not open, or its last day has passed.
    """
    if not rules.takes_answers(PollState(row.state), row.answer_by, today):
        raise RuleBroken("poll-is-over", day=row.answer_by)


def _holder(session: Session, row: DatePoll, invitee: PollInvitee, today: date) -> Asked:
    seats = seats_on(session, row.group_id, counting_day(row, today)).get(invitee.person_id)
    if not seats or (seats[0].is_protected and not invitee.was_protected):
        raise NotFound("poll-link-unknown")
    return Asked(invitee, seats)


def asked_person(session: Session, row: DatePoll, person_id: int | None, today: date) -> Asked:
    """One of those who were asked and still hold a seat.

    Raises:
        NotFound: ``poll-not-asked``.
    """
    assert row.id is not None
    seats = seats_on(session, row.group_id, counting_day(row, today)).get(person_id or 0)
    invitee = store.invitee_of(session, row.id, person_id or 0)
    if invitee is None or not seats:
        raise NotFound("poll-not-asked")
    return Asked(invitee, seats)


def record(
    session: Session,
    row: DatePoll,
    invitee: PollInvitee,
    *,
    known: Sequence[Candidate],
    choices: Mapping[int, Choice],
    comment: str,
    ask_again_on: date | None,
    source: Source,
    now: datetime,
    typed_by: int | None = None,
    seen: int | None = None,
) -> None:
    """Puts one person's answer in the place of what was said before: all of it, or nothing.

    ``known``: the days that the poll asks about. ``seen``: the mark of the answer that the page
    was filled in with (:func:`rules.answer_mark`); a comment in it may have been changed since, as
    when somebody named there is protected, and does not come back.

    Raises:
        BadInput: a day that this poll does not ask about, or a comment that is too long.
        Conflict: the answer is another than was ``seen``, and than is said now.
    """
    assert invitee.id is not None
    if not {each.id for each in known}.issuperset(choices):
        raise BadInput("poll-candidate-unknown")
    there = {each.candidate_id: each for each in store.answers(session, [invitee.id])}
    said = {key: Choice(each.choice) for key, each in there.items()}
    before, comment = (said, invitee.comment), rules.checked_comment(comment)
    if seen not in {None, rules.answer_mark(*before)} and before != (dict(choices), comment):
        raise Conflict("poll-answer-changed")
    taken_back = [each for key, each in there.items() if key not in choices]
    answers = []
    for candidate_id, choice in choices.items():
        answer = there.get(candidate_id) or PollAnswer(
            group_id=row.group_id,
            candidate_id=candidate_id,
            invitee_id=invitee.id,
            choice=choice.value,
        )
        answer.choice = choice.value
        answers.append(answer)
    invitee.comment = comment
    invitee.ask_again_on = None if choices else ask_again_on
    invitee.answered_at = now if choices else None
    invitee.source = source.value if choices or ask_again_on else None
    invitee.typed_by_id = typed_by
    store.replace(session, taken_back, [invitee, *answers])


def lines(session: Session, group_id: int, key_mark: str, today: date) -> tuple[PollLine, ...]:
    """The group's polls, newest first: one statement."""
    return tuple(
        PollLine(
            row.code,
            row.term_code,
            PollState(row.state),
            row.answer_by,
            answered,
            asked,
            lost if rules.takes_answers(PollState(row.state), row.answer_by, today) else 0,
        )
        for row, asked, answered, lost in store.polls(session, group_id, key_mark)
    )


def lost(session: Session, row: DatePoll, key_mark: str, today: date) -> list[Asked]:
    """Those who could still answer, but hold no link that works."""
    assert row.id is not None
    if not rules.takes_answers(PollState(row.state), row.answer_by, today):
        return []
    found = store.without_link(session, row.id, key_mark)
    seats = seats_on(session, row.group_id, today) if found else {}
    return [Asked(each, seats[each.person_id]) for each in found if each.person_id in seats]


def said_about(session: Session, group_id: int, day: date, today: date) -> Tally | None:
    """What agencies said about a day when they were last asked about it; None: nobody asked."""
    start = datetime.combine(day, time.min, tzinfo=STOCKHOLM)
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=STOCKHOLM)
    found = store.candidate_on(session, group_id, start, end)
    if found is None:
        return None
    row, asked_about = found[0], candidate(found[1])
    agencies = _agencies(
        session, row, today, planning.members(session, group_id), [asked_about],
        names_typists=False,
    )  # fmt: skip
    return rules.tally(asked_about.id, rules.sheet_of(agencies, None))


# Views ------------------------------------------------------------------------------------------


def view(session: Session, row: DatePoll, today: date) -> PollView:
    """The poll as the office sees it."""
    assert row.id is not None
    group = groups.group(session, row.group_id)
    state = PollState(row.state)
    found = candidates(session, row)
    is_undecided = state in _UNDECIDED
    known = planning.term_facts(session, group, row.term_code, {one.day for one in found})
    agencies = _agencies(session, row, today, known.members, found)
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
            one.person_id for one in people.values() if not one.is_asked and one.has_address
        )
        if state is PollState.OPEN
        else (),
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


def _agencies(
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
    mine = {each.agency_id for each in asked.seats}
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
        others=tuple(
            (each.name, each.choices)
            for each in _agencies(
                session,
                row,
                today,
                planning.members(session, group.id),
                found,
                names_typists=False,
            )
            if each.agency_id not in mine and each.choices
        )
        if row.answers_shown
        else (),
    )


# Conditions, asked at the moment of sending ------------------------------------------------------


def is_open(session: Session, about: str, today: date) -> bool:
    """Whether the invitee (by id) can still answer by link."""
    return _still_asked(session, about, today) is not None


def is_answer_missing(session: Session, about: str, today: date) -> bool:
    """Whether the invitee has not answered and does not wait for a rota."""
    found = _still_asked(session, about, today)
    if found is None or found[0].answered_at is not None:
        return False
    return not rules.waits_for_rota(found[0].ask_again_on, found[1].answer_by, today)


def is_rota_due(session: Session, about: str, today: date) -> bool:
    """Whether the invitee wanted to be asked again by now and has not answered since."""
    found = _still_asked(session, about, today)
    if found is None or found[0].answered_at is not None:
        return False
    return found[0].ask_again_on is not None and found[0].ask_again_on <= today


def _still_asked(session: Session, about: str, today: date) -> tuple[PollInvitee, DatePoll] | None:
    """The invitee by id with the poll, while a link can answer; else None."""
    invitee = store.invitee_by_id(session, int(about))
    row = store.poll_by_id(session, invitee.poll_id) if invitee else None
    if invitee is None or row is None:
        return None
    if not rules.takes_answers(PollState(row.state), row.answer_by, today):
        return None
    seats = seats_on(session, row.group_id, today).get(invitee.person_id)
    if not seats or (seats[0].is_protected and not invitee.was_protected):
        return None
    return invitee, row
