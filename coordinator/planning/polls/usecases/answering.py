"""Answering: by the personal link in the mail, or on the own page when signed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from coordinator.access.actor import Actor, Role
from coordinator.access.permissions import EVERYONE, use_case
from coordinator.core.database import Session
from coordinator.core.errors import BadInput
from coordinator.core.office import Office
from coordinator.core.translation import N_
from coordinator.entrance.personal_links import personal_token
from coordinator.groups import in_transaction as groups
from coordinator.planning.polls import (
    in_transaction,
    mailing,
    personal_links,
    rows_to_views,
    rules,
    store,
    who_is_asked,
)
from coordinator.planning.polls.lifecycle import PollEvent, PollState
from coordinator.planning.polls.tables import DatePoll
from coordinator.planning.polls.views import OwnPoll, OwnPollLine, Source
from coordinator.planning.polls.who_is_asked import Asked
from coordinator.planning.views import Choice
from coordinator.trail.in_transaction import logged_change, logged_change_in


def poll_by_link(office: Office, *, token: str) -> OwnPoll:
    """What the holder of a personal link sees; opening it changes nothing.

    Needs no actor: the token names the person. It opens this one answer and nothing else; for more
    the holder asks for a code by mail with ``personal``.

    Raises:
        NotFound: ``poll-link-unknown``, alike for a stranger's, a former member's, a revoked one
            that of somebody protected since, and one made with another signing key.
    """
    with office.reading() as session:
        today = office.clock.today()
        row, asked = personal_links.behind_link(
            session, token, personal_links.key_mark(office.settings), today
        )
        view = rows_to_views.own_view(session, row, asked, today)
        return replace(view, personal=personal_token(office.settings, asked.row.person_id))


def answer_poll_by_link(
    office: Office,
    *,
    token: str,
    choices: Mapping[int, Choice] | Choice,
    comment: str = "",
    ask_again_on: date | None = None,
    seen: int | None = None,
) -> None:
    """Saves the answer of a link's holder in the place of an earlier one.

    Whose link it is, and that it still opens the answer, is found out in the transaction that
    saves it: a link that is withdrawn meanwhile saves nothing.

    Raises:
        NotFound: see :func:`poll_by_link`.
        RuleBroken, BadInput, Conflict: see :func:`answer_poll`.
    """
    today = office.clock.today()
    with office.transaction() as session:
        key_mark = personal_links.key_mark(office.settings)
        row, asked = personal_links.behind_link_to_answer(session, token, key_mark, today)
        group = groups.group(session, row.group_id)
        holder = Actor(
            person_id=asked.row.person_id,
            name=asked.name,
            roles=frozenset({Role.MEMBER}),
            group_id=group.id,
            group_slug=group.slug,
            group_name=group.name,
            municipality=group.municipality,
            origin="link",
        )
        given = _Given(choices, comment, ask_again_on, Source.LINK, seen)
        with logged_change_in(session, office, holder, "planning.answer_poll", about=row.code):
            _save(session, office, row, asked, given)


@use_case("planning.own_polls", may=EVERYONE)
def own_polls(office: Office, actor: Actor) -> tuple[OwnPollLine, ...]:
    """The open polls that wait for the actor's own answer or may still be changed, newest first.

    Two statements, however many polls there are.
    """
    if actor.person_id is None:
        return ()
    today = office.clock.today()
    with office.reading() as session:
        living = [
            OwnPollLine(row.code, row.answer_by, asked.answered_at)
            for row, asked in store.polls_of_person(session, actor.group_id, actor.person_id)
            if rules.takes_answers(PollState(row.state), row.answer_by, today)
        ]
        if not living or actor.person_id not in who_is_asked.seats_on(
            session, actor.group_id, today
        ):
            return ()
        return tuple(living)


@use_case("planning.own_poll", may=EVERYONE)
def own_poll(office: Office, actor: Actor, *, code: str) -> OwnPoll:
    """A poll as the actor, who was asked, sees it.

    Raises:
        NotFound: no such poll, or the actor was not asked or has left.
    """
    with office.reading() as session:
        today = office.clock.today()
        row = in_transaction.poll(session, actor.group_id, code)
        asked = who_is_asked.asked_person(session, row, actor.person_id, today)
        return rows_to_views.own_view(session, row, asked, today)


@use_case("planning.answer_poll", may=EVERYONE, log=N_("answered which days suit"))
def answer_poll(
    office: Office,
    actor: Actor,
    *,
    code: str,
    choices: Mapping[int, Choice] | Choice,
    comment: str = "",
    ask_again_on: date | None = None,
    seen: int | None = None,
) -> None:
    """Saves the actor's answer in the place of an earlier one; possible until the last day.

    ``choices`` by candidate id, for every candidate, or one for all of them; or none at all, with
    ``ask_again_on`` for "when my rota is set".

    Raises:
        NotFound: no such poll, or the actor was not asked or has left.
        RuleBroken: the poll is closed, or its last day has passed.
        BadInput: not every day was chosen for, a day that is not asked about, a day to be asked
            again that is none, or a comment that is too long. Nothing was saved.
        Conflict: ``seen`` is the mark of another answer than stands now.
    """
    today = office.clock.today()
    with logged_change(office, actor, about=code) as session:
        row = in_transaction.poll_for_change(session, actor.group_id, code, PollEvent.ANSWER)
        in_transaction.must_take_answers(row, today)
        asked = who_is_asked.asked_person(session, row, actor.person_id, today)
        source = Source.LINK if actor.origin == "link" else Source.PAGE
        given = _Given(choices, comment, ask_again_on, source, seen)
        _save(session, office, row, asked, given)


@dataclass(frozen=True)
class _Given:
    choices: Mapping[int, Choice] | Choice
    comment: str
    ask_again_on: date | None
    source: Source
    seen: int | None = None  # the mark of the answer that the page was filled in with


def _save(session: Session, office: Office, row: DatePoll, asked: Asked, given: _Given) -> None:
    """Puts the answer in the place of an earlier one; the days are read once.

    What stands then is not read again here: the page that is shown next reads it.
    """
    today = office.clock.today()
    known = rows_to_views.candidates(session, row)
    choices = given.choices
    if isinstance(choices, Choice):
        choices = {one.id: choices for one in known}
    if given.ask_again_on is not None:
        if given.ask_again_on not in rules.ask_again_days(row.answer_by, today):
            raise BadInput("poll-ask-again-odd", last=row.answer_by)
        choices = {}
    elif (missing := len(known) - len(choices)) > 0:
        raise BadInput("poll-choose-all", count=missing)
    before = asked.row.ask_again_on
    in_transaction.record(
        session,
        row,
        asked.row,
        known=known,
        choices=choices,
        comment=given.comment,
        ask_again_on=given.ask_again_on,
        source=given.source,
        seen=given.seen,
        now=office.clock.now(),
    )
    if given.ask_again_on is not None and given.ask_again_on != before:
        mailing.ask_again(session, office, row, asked, given.ask_again_on, days=known)
