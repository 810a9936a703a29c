"""Making a poll, looking at it before it goes out, and sending it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import use_case
from coordinator.core import addresses
from coordinator.core.database import Session, remove, save, touch
from coordinator.core.dates import local_day
from coordinator.core.errors import RuleBroken
from coordinator.core.office import Office
from coordinator.core.translation import N_, _
from coordinator.groups import in_transaction as groups
from coordinator.groups.views import GroupView
from coordinator.meetings import in_transaction as meetings
from coordinator.meetings import rules as meeting_rules
from coordinator.meetings.views import NewMeeting
from coordinator.planning import in_transaction as planning
from coordinator.planning.polls import (
    in_transaction,
    letters,
    mailing,
    rows_to_views,
    rules,
    store,
    who_is_asked,
)
from coordinator.planning.polls.lifecycle import PollEvent, PollState
from coordinator.planning.polls.tables import DatePoll, PollCandidate
from coordinator.planning.polls.views import PollPreview, PollView
from coordinator.planning.polls.who_is_asked import Asked
from coordinator.planning.views import NEEDS_REASON, Objection
from coordinator.terms.rules import parse_term_code
from coordinator.trail import go_aheads
from coordinator.trail.go_aheads import Writing, must_be_cleared
from coordinator.trail.in_transaction import logged_change, set_subject

Times = Sequence[tuple[datetime, datetime]]


@use_case("planning.make_poll", may=OFFICE, log=N_("drafted a question about days"))
def make_poll(
    office: Office,
    actor: Actor,
    *,
    term_code: str,
    times: Times,
    answer_by: date,
    wanted: int | None = None,
    message: str = "",
    answers_shown: bool = False,
    accepted: frozenset[str] = frozenset(),
) -> PollView:
    """A draft that nobody has seen yet. ``wanted`` is by default what the term still lacks.

    ``accepted`` holds the codes of questions about doubtful days that were said yes to.

    Raises:
        BadInput: no such term; too few or too many days, two alike, one that has passed; a last
            day that is none; a message that is too long.
        RuleBroken: a day is refused, or asked about and not accepted; the code says why.
    """
    code = str(parse_term_code(term_code))
    with logged_change(office, actor) as session:
        group = groups.group(session, actor.group_id)
        groups.lock_group(session, group.id)
        number = store.next_number(session, group.id, code)
        row = DatePoll(
            group_id=group.id,
            code=f"{code}-poll-{number}",
            term_code=code,
            number=number,
            state=PollState.DRAFT.value,
            wanted=0,
            answer_by=answer_by,
            created_at=office.clock.now(),
        )
        set_subject(session, row.code)
        _fill(
            session, office, group, row, times,
            answer_by=answer_by, wanted=wanted, message=message, answers_shown=answers_shown,
            accepted=accepted,
        )  # fmt: skip
        return rows_to_views.view(session, row, office.clock.today())


@use_case("planning.change_poll", may=OFFICE, log=N_("changed a question about days"))
def change_poll(
    office: Office,
    actor: Actor,
    *,
    code: str,
    version: int,
    times: Times,
    answer_by: date,
    wanted: int | None = None,
    message: str = "",
    answers_shown: bool = False,
    accepted: frozenset[str] = frozenset(),
) -> PollView:
    """Puts new days and words in the place of a draft's.

    Raises:
        BadInput, RuleBroken: as :func:`make_poll`; or the poll is no draft any more.
        NotFound: no such poll.
        Conflict: somebody else changed it in between.
    """
    with logged_change(office, actor, about=code) as session:
        row = in_transaction.poll_for_change(
            session, actor.group_id, code, PollEvent.CHANGE, version
        )
        assert row.id is not None
        remove(session, *store.candidates(session, row.id))
        group = groups.group(session, actor.group_id)
        _fill(
            session, office, group, row, times,
            answer_by=answer_by, wanted=wanted, message=message, answers_shown=answers_shown,
            accepted=accepted,
        )  # fmt: skip
        return rows_to_views.view(session, row, office.clock.today())


@use_case("planning.preview_poll", may=OFFICE)
def preview_poll(office: Office, actor: Actor, *, code: str) -> PollPreview:
    """The mail as it will look, everybody it goes to, and what in it may point to somebody.

    Nothing is sent.

    Raises:
        NotFound: no such poll.
    """
    with office.reading() as session:
        row = in_transaction.poll(session, actor.group_id, code)
        seats = who_is_asked.seats_on(session, actor.group_id, office.clock.today())
        mail = letters.asking(
            row,
            rows_to_views.candidates(session, row),
            address="",
            name=next((held[0].name for held in seats.values() if held[0].email), "…"),
            link=addresses.poll(office.settings.base_url, "…"),
        )
        unclear = go_aheads.unclear_places(session, actor.group_id, _writings(row))
    return PollPreview(
        subject=mail.subject,
        text=mail.text,
        html=mail.html or "",
        goes_by_itself=office.settings.mail_goes,
        recipients=tuple(
            (held[0].name, ", ".join(seat.agency_name for seat in held), held[0].email)
            for held in seats.values()
        ),
        unclear=unclear,
    )


@use_case("planning.open_poll", may=OFFICE, log=N_("sent a question about days"))
def open_poll(
    office: Office,
    actor: Actor,
    *,
    code: str,
    version: int,
    reason: str | None = None,
    acknowledged: Collection[str] = (),
) -> PollView:
    """Sends the question: one mail with a personal link to each ordinary representative.

    Those without an address are asked too; their answers are typed in. ``reason``: why a message
    that may point to somebody goes out as it is; it is kept as a go-ahead, which also holds for
    the reminders of the same text. ``acknowledged``: the ``text_hash`` of a message with nothing
    but quiet findings that the actor has read once more (:func:`preview_poll`).

    Raises:
        NotFound: no such poll.
        Conflict: somebody else changed it in between.
        RuleBroken: it is no draft any more, or nobody has an address; ``text-may-point-to-someone``
            with the ``places`` of :func:`coordinator.trail.go_aheads.must_be_cleared`.
        BadInput: its last day has passed, or the reason cannot stand.
    """
    with logged_change(office, actor, about=code) as session:
        row = in_transaction.poll_for_change(session, actor.group_id, code, PollEvent.OPEN, version)
        today = office.clock.today()
        days = rows_to_views.candidates(session, row)
        rules.check_answer_by(row.answer_by, days[0].day, today)
        must_be_cleared(
            session,
            actor,
            _writings(row),
            now=office.clock.now(),
            reason=reason,
            acknowledged=acknowledged,
            about=code,
        )
        seats = who_is_asked.seats_on(session, actor.group_id, today)
        rows = who_is_asked.ensure_invitees(session, row, seats)
        asked = [Asked(invitee, seats[invitee.person_id]) for invitee in rows]
        if not mailing.ask(session, office, row, asked):
            raise RuleBroken("poll-nobody-to-ask")
        row.opened_at = office.clock.now()
        save(session, row)
        _row, mails = in_transaction.poll_with_mails(
            session, office, actor.group_id, code, letters.ALL
        )
        return replace(rows_to_views.view(session, row, today), mails=mails)


def _writings(row: DatePoll) -> list[Writing]:
    """What somebody typed and the mail repeats."""
    assert row.id is not None
    return [Writing("date_poll", row.id, row.message, _("the message"))]


def _fill(
    session: Session,
    office: Office,
    group: GroupView,
    row: DatePoll,
    times: Times,
    *,
    answer_by: date,
    wanted: int | None,
    message: str,
    answers_shown: bool,
    accepted: frozenset[str],
) -> None:
    """Checks everything, then writes the draft with its candidates."""
    now, today = office.clock.now(), office.clock.today()
    for start, end in times:
        meeting_rules.check_new(NewMeeting(start=start, end=end))
    rules.check_times(times, now)
    ordered = sorted(times)
    if wanted is None:
        count = meetings.term_count(session, group.id, row.term_code)
        wanted = min(max(1, count.wanted - count.planned), len(ordered) - 1)
    rules.check_wanted(wanted, len(ordered))
    rules.check_answer_by(answer_by, local_day(ordered[0][0]), today)
    message = rules.checked_message(message)
    meetings.refuse_secret_places(session, group.id, [message], accepted)
    known = planning.term_facts(
        session, group, row.term_code, [local_day(one) for one, _ in ordered]
    )
    for start, end in ordered:
        _must_suit(known.objections(start, end, today=today), accepted)
    row.wanted, row.answer_by, row.answers_shown = wanted, answer_by, answers_shown
    row.message = message
    touch(row)  # its days have rows of their own
    save(session, row)
    assert row.id is not None
    save(
        session,
        *(
            PollCandidate(group_id=group.id, poll_id=row.id, starts_at=start, ends_at=end)
            for start, end in ordered
        ),
    )


def _must_suit(found: Sequence[Objection], accepted: frozenset[str]) -> None:
    """A day must be bookable before anybody is asked about it; an extra meeting's reason waits."""
    for kind in ("refuse", "ask"):
        for one in found:
            is_settled = one.code == NEEDS_REASON or (kind == "ask" and one.code in accepted)
            if one.kind == kind and not is_settled:
                raise RuleBroken(one.code, **dict(one.params))
