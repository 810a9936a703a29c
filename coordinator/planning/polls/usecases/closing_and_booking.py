"""The end of a poll: closed, reopened, withdrawn, or its days booked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from coordinator.access import steps as access
from coordinator.access.actor import Actor
from coordinator.access.rules import permit
from coordinator.access.trail import acting
from coordinator.core.database import Session
from coordinator.core.errors import BadInput
from coordinator.core.office import Office
from coordinator.meetings import steps as meetings
from coordinator.meetings.views import NewMeeting
from coordinator.planning import steps as planning
from coordinator.planning.polls import mailing, rules, steps, store
from coordinator.planning.polls.rules import PollEvent
from coordinator.planning.polls.steps import Asked
from coordinator.planning.polls.tables import DatePoll, PollCandidate
from coordinator.planning.polls.views import PollView


def close_poll(office: Office, actor: Actor, *, code: str, version: int) -> PollView:
    """Links answer no more; nothing is booked and no answer is lost.

    Raises:
        NotFound: no such poll.
        Conflict: somebody else changed it in between.
        RuleBroken: the poll is not open.
    """
    permit(actor, "planning.close_poll")
    with acting(office, actor, "planning.close_poll", about=code) as session:
        row = steps.poll_for_change(session, actor.group_id, code, PollEvent.CLOSE, version)
        row.closed_at = office.clock.now()
        store.save_all(session, [row])
        return steps.view(session, row, office.clock.today())


def reopen_poll(
    office: Office, actor: Actor, *, code: str, version: int, answer_by: date
) -> PollView:
    """Takes answers again until a new last day; what was answered stands, the mailed links work.

    Raises:
        NotFound: no such poll.
        Conflict: somebody else changed it in between.
        RuleBroken: the poll is a draft, settled or withdrawn.
        BadInput: the last day has passed, or is no day before the first candidate.
    """
    permit(actor, "planning.reopen_poll")
    with acting(office, actor, "planning.reopen_poll", about=code) as session:
        row = steps.poll_for_change(session, actor.group_id, code, PollEvent.REOPEN, version)
        assert row.id is not None
        today = office.clock.today()
        rules.check_answer_by(answer_by, steps.candidates(session, row)[0].day, today)
        row.answer_by, row.closed_at = answer_by, None
        store.save_all(session, [row])
        mailing.forget_reminders(session, row)
        # Whose link is gone is asked again by a press, and reminded from then on.
        key_mark = steps.key_mark(office.settings)
        lost = {one.row.id for one in steps.lost(session, row, key_mark, today)}
        seats = steps.seats_on(session, actor.group_id, today)
        mailing.remind_later(
            session,
            office,
            row,
            [
                Asked(each, seats[each.person_id])
                for each in store.invitees(session, row.id)
                if each.person_id in seats and each.id not in lost
            ],
        )
        return steps.view(session, row, today)


def withdraw_poll(office: Office, actor: Actor, *, code: str, version: int) -> PollView:
    """Takes the question back: every link is dead, mails that wait are dropped, answers stay kept.

    Raises:
        NotFound: no such poll.
        Conflict: somebody else changed it in between.
        RuleBroken: the days are booked already.
    """
    permit(actor, "planning.withdraw_poll")
    with acting(office, actor, "planning.withdraw_poll", about=code) as session:
        row = steps.poll_for_change(session, actor.group_id, code, PollEvent.WITHDRAW, version)
        assert row.id is not None
        row.closed_at = row.closed_at or office.clock.now()
        store.save_all(session, [row])
        mailing.forget_all(session, row)
        return steps.view(session, row, office.clock.today())


def book_poll(
    office: Office,
    actor: Actor,
    *,
    code: str,
    version: int,
    candidate_ids: Sequence[int],
    accepted: frozenset[str] = frozenset(),
    extra_reason: str | None = None,
    hosts: Mapping[int, int] | None = None,
) -> tuple[str, ...]:
    """Books the chosen days, closes the poll and tells the group, or does none of it.

    The meetings' codes, by start. ``hosts``: who is host, by candidate. ``accepted`` and
    ``extra_reason`` as in :func:`coordinator.planning.usecases.book`.

    Raises:
        NotFound: no such poll.
        Conflict: somebody else changed it in between.
        RuleBroken: the poll is not open or closed, or a day is refused, or asked about and not
            accepted; the code says why.
        BadInput: nothing chosen, or a day that is not asked about.
    """
    permit(actor, "planning.book_poll")
    with acting(office, actor, "planning.book_poll", about=code) as session:
        row = steps.poll_for_change(session, actor.group_id, code, PollEvent.BOOK, version)
        chosen = _chosen(session, row, candidate_ids)
        codes = planning.book_all(
            session,
            access.group(session, actor.group_id),
            [_new_meeting(one, extra_reason, hosts or {}) for one in chosen],
            accepted=accepted,
            term_code=row.term_code,
            now=office.clock.now(),
        )
        _close_booked(session, office, row, dict(zip(codes, chosen, strict=True)))
        return codes


def _chosen(session: Session, row: DatePoll, candidate_ids: Sequence[int]) -> list[PollCandidate]:
    """The chosen candidates by start, each once."""
    assert row.id is not None
    known = {each.id: each for each in store.candidates(session, row.id)}
    if not candidate_ids:
        raise BadInput("nothing-to-book")
    if not set(candidate_ids) <= set(known):
        raise BadInput("poll-candidate-unknown")
    return sorted((known[one] for one in set(candidate_ids)), key=lambda one: one.starts_at)


def _new_meeting(
    one: PollCandidate, extra_reason: str | None, hosts: Mapping[int, int]
) -> NewMeeting:
    return NewMeeting(
        start=one.starts_at,
        end=one.ends_at,
        extra_reason=extra_reason,
        host_agency_id=hosts.get(one.id or 0),
    )


def _close_booked(
    session: Session, office: Office, row: DatePoll, booked: Mapping[str, PollCandidate]
) -> None:
    """Ends the poll and its reminders, and mails the new meetings. ``booked`` by their codes."""
    for code, one in booked.items():
        one.meeting_code = code
    row.closed_at = office.clock.now()
    store.save_all(session, [row, *booked.values()])
    mailing.forget_all(session, row)
    entries = [
        (steps.candidate(one), meetings.calendar_text(session, group_id=row.group_id, code=code))
        for code, one in booked.items()
    ]
    mailing.tell_booked(session, office, row, entries)
