"""Following a poll: the matrix, reminders, answers given by phone, people who came later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import use_case
from coordinator.core.errors import RuleBroken
from coordinator.core.office import Office
from coordinator.core.translation import N_
from coordinator.planning.polls import (
    in_transaction,
    letters,
    mailing,
    personal_links,
    rows_to_views,
    who_is_asked,
)
from coordinator.planning.polls.lifecycle import PollEvent
from coordinator.planning.polls.views import PollLine, PollView, Source
from coordinator.planning.polls.who_is_asked import Asked
from coordinator.planning.views import Choice
from coordinator.trail.in_transaction import logged_change


@use_case("planning.polls", may=OFFICE)
def polls(office: Office, actor: Actor) -> tuple[PollLine, ...]:
    """The group's polls, newest first."""
    with office.reading() as session:
        key_mark = personal_links.key_mark(office.settings)
        return rows_to_views.lines(session, office, actor.group_id, key_mark, letters.ALL)


@use_case("planning.poll", may=OFFICE)
def poll(office: Office, actor: Actor, *, code: str) -> PollView:
    """Everything about a poll: answers by agency, the best days and why.

    Raises:
        NotFound: no such poll in the group.
    """
    with office.reading() as session:
        row, mails = in_transaction.poll_with_mails(
            session, office, actor.group_id, code, letters.ALL
        )
        today = office.clock.today()
        lost = personal_links.lost(session, row, personal_links.key_mark(office.settings), today)
        return replace(rows_to_views.view(session, row, today), lost=len(lost), mails=mails)


@use_case("planning.type_in_poll_answer", may=OFFICE, log=N_("typed in which days suit somebody"))
def type_in_poll_answer(
    office: Office,
    actor: Actor,
    *,
    code: str,
    person_id: int,
    choices: Mapping[int, Choice],
    comment: str = "",
    seen: int | None = None,
) -> None:
    """Writes down what somebody said by phone; without choices the answer is taken back.

    Possible until the days are booked, also after the last day. It says who typed it in.

    Raises:
        NotFound: no such poll, or the person was not asked or has left.
        RuleBroken: the poll is not open, or settled already.
        BadInput: a day that is not asked about, or a comment that is too long.
        Conflict: ``seen`` is the mark of another answer than stands now: the person has answered.
    """
    with logged_change(office, actor, about=code) as session:
        row = in_transaction.poll_for_change(session, actor.group_id, code, PollEvent.TYPE_IN)
        today = office.clock.today()
        asked = who_is_asked.asked_person(session, row, person_id, today)
        in_transaction.record(
            session,
            row,
            asked.row,
            known=rows_to_views.candidates(session, row),
            choices=choices,
            comment=comment,
            ask_again_on=None,
            source=Source.TYPED,
            now=office.clock.now(),
            typed_by=actor.person_id,
            seen=seen,
        )


@use_case("planning.remind_poll", may=OFFICE, log=N_("reminded of a question about days"))
def remind_poll(office: Office, actor: Actor, *, code: str) -> int:
    """Reminds those who have not answered, nobody twice a day; how many.

    Raises:
        NotFound: no such poll.
        RuleBroken: the poll is not open, or its last day has passed.
    """
    with logged_change(office, actor, about=code) as session:
        row = in_transaction.poll_for_change(session, actor.group_id, code, PollEvent.REMIND)
        today = office.clock.today()
        in_transaction.must_not_be_over(row, today)
        found = rows_to_views.view(session, row, today)
        asked = [who_is_asked.asked_person(session, row, one, today) for one in found.to_remind]
        return mailing.remind_now(session, office, row, asked)


@use_case("planning.ask_newcomers", may=OFFICE, log=N_("asked newcomers which days suit"))
def ask_newcomers(office: Office, actor: Actor, *, code: str) -> int:
    """Asks those who came to the roster after the question went out; how many got a mail.

    Raises:
        NotFound: no such poll.
        RuleBroken: the poll is not open, or its last day has passed.
    """
    with logged_change(office, actor, about=code) as session:
        row = in_transaction.poll_for_change(session, actor.group_id, code, PollEvent.INVITE)
        today = office.clock.today()
        in_transaction.must_not_be_over(row, today)
        seats = who_is_asked.seats_on(session, actor.group_id, today)
        added = who_is_asked.ensure_invitees(session, row, seats)
        return mailing.ask(
            session, office, row, [Asked(each, seats[each.person_id]) for each in added]
        )


@use_case("planning.renew_poll_links", may=OFFICE, log=N_("asked again with new personal links"))
def renew_poll_links(office: Office, actor: Actor, *, code: str) -> int:
    """Asks those again whose personal links are gone, after a restore or with another key.

    Who has answered is not asked again: the answer stands. How many got a mail.

    Raises:
        NotFound: no such poll.
        RuleBroken: the poll is not open, its last day has passed, or nobody's link is gone.
    """
    with logged_change(office, actor, about=code) as session:
        row = in_transaction.poll_for_change(session, actor.group_id, code, PollEvent.REMIND)
        today = office.clock.today()
        in_transaction.must_not_be_over(row, today)
        asked = personal_links.lost(session, row, personal_links.key_mark(office.settings), today)
        if not asked:
            raise RuleBroken("poll-links-work")
        return mailing.renew(session, office, row, asked)
