"""Putting the polls' mails in the outbox, each with the condition for sending it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from coordinator.core import addresses
from coordinator.core.clock import STOCKHOLM
from coordinator.core.database import Session, save
from coordinator.core.mailboxes import email_key
from coordinator.core.office import Office
from coordinator.core.outbox.in_transaction import drop_waiting
from coordinator.core.outbox.mail import queue
from coordinator.planning.polls import letters, personal_links, rows_to_views, rules, who_is_asked
from coordinator.planning.polls.letters import QUESTION, REMINDER, ROTA
from coordinator.planning.polls.tables import DatePoll
from coordinator.planning.polls.views import Candidate
from coordinator.planning.polls.who_is_asked import Asked
from coordinator.terms import in_transaction as terms
from coordinator.terms.views import Effect

_MORNING = time(8)


def ask(session: Session, office: Office, row: DatePoll, asked: Sequence[Asked]) -> int:
    """The question to each by a personal link, and the reminder for later; how many mails now."""
    now = office.clock.now()
    days = rows_to_views.candidates(session, row)
    sent = 0
    for one in asked:
        if not one.seats[0].email:
            continue
        _queue(session, office, row, one, days, kind=QUESTION)
        one.row.mailed_at = now
        sent += 1
    remind_later(session, office, row, asked)
    save(session, *([one.row for one in asked]))
    return sent


def remind_later(session: Session, office: Office, row: DatePoll, asked: Sequence[Asked]) -> None:
    """Queues the reminder two working days before the last day, if that lies ahead."""
    first = row.answer_by - timedelta(days=14)
    closed = {
        day
        for each in terms.closed_days(session, row.group_id, first, row.answer_by)
        if each.effect is Effect.BLOCK
        for day in each.days(first, row.answer_by)
    }
    due = morning(rules.reminder_day(row.answer_by, closed))
    if due <= office.clock.now():
        return
    days = rows_to_views.candidates(session, row)
    for one in asked:
        if one.seats[0].email and one.row.answered_at is None:
            _queue(session, office, row, one, days, kind=REMINDER, due=due)


def renew(session: Session, office: Office, row: DatePoll, asked: Sequence[Asked]) -> int:
    """A link that works to each who lost theirs; what waits with an old one goes no more.

    Who waits for a rota is asked on that morning, as before; the others now. How many mails now.
    """
    today = office.clock.today()
    now, later = list[Asked](), list[Asked]()
    for one in asked:
        drop_waiting(
            session,
            group_id=row.group_id,
            kinds=(QUESTION, REMINDER, ROTA),
            about=row.code,
            whose=str(one.row.id),
        )
        waits = rules.waits_for_rota(one.row.ask_again_on, row.answer_by, today)
        (later if waits else now).append(one)
    days = rows_to_views.candidates(session, row) if later else ()
    for one in later:
        if one.row.ask_again_on is not None:
            ask_again(session, office, row, one, one.row.ask_again_on, days=days)
    return ask(session, office, row, now)


def forget_reminders(session: Session, row: DatePoll) -> None:
    """Lets go what still waits to remind of a last day that counts no more."""
    drop_waiting(session, group_id=row.group_id, kinds=(REMINDER,), about=row.code)


def forget_all(session: Session, row: DatePoll) -> None:
    """The question is over: no mail that asks it goes, and no link stays behind in one."""
    drop_waiting(session, group_id=row.group_id, kinds=(QUESTION, REMINDER, ROTA), about=row.code)


def remind_now(session: Session, office: Office, row: DatePoll, asked: Sequence[Asked]) -> int:
    """A reminder at once to each; how many."""
    days = rows_to_views.candidates(session, row)
    for one in asked:
        _queue(session, office, row, one, days, kind=REMINDER)
        one.row.reminded_at = office.clock.now()
    save(session, *([one.row for one in asked]))
    return len(asked)


def ask_again(
    session: Session,
    office: Office,
    row: DatePoll,
    one: Asked,
    day: date,
    *,
    days: Sequence[Candidate],
) -> None:
    """The question once more on the morning when the person's rota is set; of that day only.

    ``days``: those that the question is about.
    """
    drop_waiting(
        session, group_id=row.group_id, kinds=(ROTA,), about=row.code, whose=str(one.row.id)
    )
    if one.seats[0].email:
        _queue(session, office, row, one, days, kind=ROTA, due=morning(day))


def tell_booked(
    session: Session,
    office: Office,
    row: DatePoll,
    chosen: Sequence[tuple[Candidate, str]],
) -> int:
    """The chosen days to everybody who sits in the group today, once per mailbox; how many."""
    reached: set[str] = set()
    for seats in who_is_asked.seats_on(session, row.group_id, office.clock.today()).values():
        address = seats[0].email
        if not address or email_key(address) in reached:
            continue
        reached.add(email_key(address))
        queue(
            session,
            letters.booked(row, chosen, address=address, person_id=seats[0].person_id),
            now=office.clock.now(),
        )
    return len(reached)


def morning(day: date) -> datetime:
    return datetime.combine(day, _MORNING, STOCKHOLM)


def _queue(
    session: Session,
    office: Office,
    row: DatePoll,
    one: Asked,
    days: Sequence[Candidate],
    *,
    kind: str,
    due: datetime | None = None,
) -> None:
    seat = one.seats[0]
    assert seat.email is not None
    now = office.clock.now()
    token = personal_links.new_link(
        session,
        one.row,
        is_protected=seat.is_protected,
        key_mark=personal_links.key_mark(office.settings),
        now=now,
    )
    mail = letters.asking(
        row,
        days,
        address=seat.email,
        name=one.name,
        link=addresses.poll(office.settings.base_url, token),
        person_id=seat.person_id,
        kind=kind,
    )
    queue(
        session,
        replace(
            mail,
            due_at=due,
            condition=letters.CONDITIONS[kind],
            condition_about=str(one.row.id),
        ),
        now=now,
    )
