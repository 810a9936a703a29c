"""Short words for what the tests of date polls plant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import select

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.outbox.tables import OutboxAttachment, OutboxMail
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.views import OwnPoll, PollView
from coordinator.planning.views import Choice
from tests.meetings.helpers import at

DAYS = ("2027-02-02", "2027-02-03", "2027-02-11", "2027-05-04", "2027-05-12", "2027-05-20")
ANSWER_BY = date(2026, 12, 4)
YES, MAYBE, NO = Choice.YES, Choice.IF_NEED_BE, Choice.NO


def times(days: Sequence[str] = DAYS) -> list[tuple[datetime, datetime]]:
    return [(at(day), at(day) + timedelta(hours=2)) for day in days]


def drafted(office: Office, actor: Actor, days: Sequence[str] = DAYS, **given: Any) -> PollView:
    given = {"term_code": "VT2027", "answer_by": ANSWER_BY, **given}
    return date_polls.make_poll(office, actor, times=times(days), **given)


def opened(office: Office, actor: Actor, days: Sequence[str] = DAYS, **given: Any) -> PollView:
    draft = drafted(office, actor, days, **given)
    return date_polls.open_poll(office, actor, code=draft.code, version=draft.version)


def mails(office: Office, kind: str | None = None) -> list[OutboxMail]:
    with office.reading() as session:
        rows = session.exec(select(OutboxMail).order_by(OutboxMail.id)).all()  # type: ignore[arg-type]
        session.expunge_all()
    return [row for row in rows if kind in (None, row.kind)]


def attachments(office: Office, mail: OutboxMail) -> list[OutboxAttachment]:
    with office.reading() as session:
        found = session.exec(
            select(OutboxAttachment).where(OutboxAttachment.mail_id == mail.id)
        ).all()
        session.expunge_all()
    return list(found)


def token_for(office: Office, person_id: int | None) -> str:
    """The token in the newest mail to somebody."""
    text = next(
        row.text
        for row in reversed(mails(office))
        if row.person_id == person_id and "/poll/" in row.text
    )
    return text.split("/poll/", 1)[1].split()[0]


def said(view: PollView | OwnPoll, *choices: Choice) -> dict[int, Choice]:
    """Choices for the poll's candidates in order."""
    ids = [
        one.id if isinstance(view, OwnPoll) else one.candidate.id  # type: ignore[union-attr]
        for one in view.candidates
    ]
    return dict(zip(ids, choices, strict=True))
