"""The end of a poll: closed, reopened, withdrawn, or its days booked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import use_case
from coordinator.core.database import Session, save
from coordinator.core.errors import BadInput
from coordinator.core.office import Office
from coordinator.core.translation import N_
from coordinator.groups import in_transaction as groups
from coordinator.meetings import in_transaction as meetings
from coordinator.meetings.views import NewMeeting
from coordinator.planning import in_transaction as planning
from coordinator.planning.polls import (
    in_transaction,
    mailing,
    personal_links,
    rows_to_views,
    rules,
    store,
    who_is_asked,
)
from coordinator.planning.polls.lifecycle import PollEvent
from coordinator.planning.polls.tables import DatePoll, PollCandidate
from coordinator.planning.polls.views import PollView
from coordinator.planning.polls.who_is_asked import Asked
from coordinator.trail.in_transaction import logged_change


@use_case("planning.close_poll", may=OFFICE, log=N_("closed a question about days"))
def close_poll(office: Office, actor: Actor, *, code: str, version: int) -> PollView:
    """Links answer no more; nothing is booked and no answer is lost.

    Raises:
        NotFound: no such poll.
        Conflict: somebody else changed it in between.
        RuleBroken: the poll is not open.
    """
    with logged_change(office, actor, about=code) as session:
        row = in_transaction.poll_for_change(
            session, actor.group_id, code, PollEvent.CLOSE, version
        )
        row.closed_at = office.clock.now()
        save(session, row)
        return rows_to_views.view(session, row, office.clock.today())


@use_case("planning.reopen_poll", may=OFFICE, log=N_("opened a question about days again"))
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
    with logged_change(office, actor, about=code) as session:
        row = in_transaction.poll_for_change(
            session, actor.group_id, code, PollEvent.REOPEN, version
        )
        assert row.id is not None
        today = office.clock.today()
        rules.check_answer_by(answer_by, rows_to_views.candidates(session, row)[0].day, today)
        row.answer_by, row.closed_at = answer_by, None
        save(session, row)
        mailing.forget_reminders(session, row)
        # Whose link is gone is asked again by a press, and reminded from then on.
        key_mark = personal_links.key_mark(office.settings)
        lost = {one.row.id for one in personal_links.lost(session, row, key_mark, today)}
        seats = who_is_asked.seats_on(session, actor.group_id, today)
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
        return rows_to_views.view(session, row, today)


@use_case("planning.withdraw_poll", may=OFFICE, log=N_("withdrew a question about days"))
def withdraw_poll(office: Office, actor: Actor, *, code: str, version: int) -> PollView:
    """Takes the question back: every link is dead, mails that wait are dropped, answers stay kept.

    Raises:
        NotFound: no such poll.
        Conflict: somebody else changed it in between.
        RuleBroken: the days are booked already.
    """
    with logged_change(office, actor, about=code) as session:
        row = in_transaction.poll_for_change(
            session, actor.group_id, code, PollEvent.WITHDRAW, version
        )
        assert row.id is not None
        row.closed_at = row.closed_at or office.clock.now()
        save(session, row)
        mailing.forget_all(session, row)
        return rows_to_views.view(session, row, office.clock.today())


@use_case("planning.book_poll", may=OFFICE, log=N_("booked the days of a question"))
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
    with logged_change(office, actor, about=code) as session:
        row = in_transaction.poll_for_change(session, actor.group_id, code, PollEvent.BOOK, version)
        chosen = _chosen(session, row, candidate_ids)
        codes = planning.book_all(
            session,
            groups.group(session, actor.group_id),
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
    save(session, row, *booked.values())
    mailing.forget_all(session, row)
    entries = [
        (
            rows_to_views.candidate(one),
            meetings.calendar_text(session, group_id=row.group_id, code=code),
        )
        for code, one in booked.items()
    ]
    mailing.tell_booked(session, office, row, entries)
