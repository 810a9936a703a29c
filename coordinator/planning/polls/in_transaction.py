"""What the polls' use cases share inside one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from coordinator.core.clock import STOCKHOLM
from coordinator.core.database import Session
from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.lifecycles import next_state
from coordinator.core.office import Office
from coordinator.core.outbox.how_far import HowFar, how_far
from coordinator.planning import in_transaction as planning
from coordinator.planning.polls import rules, store
from coordinator.planning.polls.lifecycle import POLL, PollEvent, PollState
from coordinator.planning.polls.rows_to_views import agencies_with_answers, candidate
from coordinator.planning.polls.tables import DatePoll, PollAnswer, PollCandidate, PollInvitee
from coordinator.planning.polls.views import Candidate, SaidYes, Source, Tally
from coordinator.planning.polls.who_is_asked import seats_on
from coordinator.planning.views import Choice


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
    row.state = next_state(POLL, PollState(row.state), event).value
    return row


def poll(session: Session, group_id: int, code: str) -> DatePoll:
    row = store.poll(session, group_id, code)
    if row is None:
        raise NotFound("poll-unknown", code=code)
    return row


def poll_with_mails(
    session: Session, office: Office, group_id: int, code: str, kinds: Collection[str]
) -> tuple[DatePoll, HowFar]:
    """The poll, and how far its mails have come: one statement.

    Raises:
        NotFound: no such poll.
    """
    found = store.poll_with_mails(session, group_id, code, kinds, office.clock.now())
    if found is None:
        raise NotFound("poll-unknown", code=code)
    row, counts = found
    return row, how_far(office.settings, counts)


def must_take_answers(row: DatePoll, today: date) -> None:
    """Answers are taken while the poll is open, until its last day.

    Raises:
        RuleBroken: it is not open, or the day has passed.
    """
    row.state = next_state(POLL, PollState(row.state), PollEvent.ANSWER).value
    must_not_be_over(row, today)


def must_not_be_over(row: DatePoll, today: date) -> None:
    """Whoever is asked now can still answer.

    Raises:
        RuleBroken: the poll is not open, or its last day has passed.
    """
    if not rules.takes_answers(PollState(row.state), row.answer_by, today):
        raise RuleBroken("poll-is-over", day=row.answer_by)


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
    answers = [
        _answer(row, invitee.id, there.get(candidate_id), candidate_id, choice)
        for candidate_id, choice in choices.items()
    ]
    invitee.comment = comment
    invitee.ask_again_on = None if choices else ask_again_on
    invitee.answered_at = now if choices else None
    invitee.source = source.value if choices or ask_again_on else None
    invitee.typed_by_id = typed_by
    store.replace(session, taken_back, [invitee, *answers])


def _answer(
    row: DatePoll, invitee_id: int, before: PollAnswer | None, candidate_id: int, choice: Choice
) -> PollAnswer:
    answer = before or PollAnswer(
        group_id=row.group_id,
        candidate_id=candidate_id,
        invitee_id=invitee_id,
        choice=choice.value,
    )
    answer.choice = choice.value
    return answer


def said_about(session: Session, group_id: int, day: date, today: date) -> Tally | None:
    """What agencies said about a day when they were last asked about it; None: nobody asked."""
    found = _asked_on(session, group_id, day)
    if found is None:
        return None
    row, asked_about = found[0], candidate(found[1])
    agencies = agencies_with_answers(
        session, row, today, planning.members(session, group_id), [asked_about],
        names_typists=False,
    )  # fmt: skip
    return rules.tally(asked_about.id, rules.sheet_of(agencies, None))


def yes_about(session: Session, group_id: int, day: date) -> SaidYes | None:
    """Who said a plain yes to the day when the group was last asked about it; None: nobody did."""
    found = _asked_on(session, group_id, day)
    if found is None or found[1].id is None:
        return None
    people = store.people_who_said(session, found[1].id, Choice.YES)
    return SaidYes(found[1].starts_at, found[1].ends_at, people) if people else None


def _asked_on(session: Session, group_id: int, day: date) -> tuple[DatePoll, PollCandidate] | None:
    start = datetime.combine(day, time.min, tzinfo=STOCKHOLM)
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=STOCKHOLM)
    return store.candidate_on(session, group_id, start, end)


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
