"""The stage of the matrix: two groups with everything in them, and a database that forgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy import text as sql
from sqlalchemy.engine import Connection

from coordinator.access import codes
from coordinator.access import in_transaction as access_steps
from coordinator.access import store as access_store
from coordinator.access.actor import Actor, Role
from coordinator.actions import usecases as actions
from coordinator.actions.lifecycle import InfoEvent
from coordinator.core.database import Database, Session, metadata
from coordinator.core.office import Office
from coordinator.core.outbox.mail import Mail, queue
from coordinator.core.outbox.tables import OutboxMail
from coordinator.invitations import usecases as invitations
from coordinator.invitations.views import Answer
from coordinator.meetings import usecases as meetings
from coordinator.meetings.copied_agenda import AgendaCopy
from coordinator.meetings.views import MeetingView
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.views import PollView
from coordinator.privacy import usecases as privacy
from coordinator.roster import usecases as roster
from coordinator.roster.views import Duty
from coordinator.terms import usecases as terms
from coordinator.terms.views import NewClosedDay
from tests.meetings.helpers import at, booked
from tests.minutes.helpers import item_of, note, taken
from tests.statements import count_statements

OUTSIDER = None  # nobody: no role at all
ROLES = (*Role, OUTSIDER)
OWN, OTHER = "Egenfink", "Annanlärka"  # in every text of the one group, and of the other


@dataclass(frozen=True)
class Things:
    """One of each in a group, by id or code; ``word`` stands in every text of the group."""

    word: str
    term: str
    agency: int
    other_agency: int
    seat: int
    seat_version: int
    person: int
    planned: str
    planned_item: int
    agenda_copy: AgendaCopy  # what the planned meeting's agenda would become
    running: str
    running_version: int
    item: int
    open_item: int  # of the running meeting
    decision: int
    draft: str
    draft_version: int  # of the meeting
    minutes_version: int  # of its minutes
    circulated: str
    adjusted: str  # out for comments, and the actor adjusts it
    adjusted_version: int
    untold: str  # booked, and nobody can know of it
    approved: str
    sent: str
    point: int
    other_point: int
    closed_point: int
    info: int  # planned: nobody but the office knows of it
    decided_info: int
    closed_day: int
    closed_on: date
    attendance: int
    agencies: frozenset[int]
    poll: str  # asked, nobody has answered, one person came later
    poll_version: int
    poll_days: tuple[int, ...]
    poll_draft: str
    secret: str  # a meeting whose place is told separately
    holder: int  # somebody with a role and no seat
    protected: int  # somebody whose identity was protected after the fact
    mail: int  # waits
    failed_mail: int
    paused_mail: int
    session: int = 0  # a signed-in browser; see signed_in_too()
    venue_code: str = ""  # opens the place of the secret meeting


def furnish(office: Office, actor: Actor, *, word: str, term: str, first: date) -> Things:
    """Fills a started group through its use cases; every typed text holds the word."""

    def day(number: int) -> str:
        return (first + timedelta(days=7 * number)).isoformat()

    def begin(number: int) -> MeetingView:
        code = booked(office, actor, day(number), term=term, theme=f"Tema {word}")
        return meetings.start(office, actor, code=code, version=1)

    def hold(number: int, *events: MinutesEvent) -> str:
        view = begin(number)
        code = view.line.code
        note(office, actor, item_of(view, 4), f"Anteckning {word} {number}")
        minutes.add_decision(office, actor, item_id=item_of(view, 5), text=f"Beslut {word}")
        meetings.close(office, actor, code=code, version=view.line.version)
        taken(office, actor, code, *events)
        return code

    agencies = {one.slug: one.id for one in roster.agencies(office, actor)}
    seat = roster.add_person(
        office,
        actor,
        agency_id=agencies["fvg"],
        given_name="Namn",
        family_name=word,
        duty=Duty.REPRESENTATIVE,
        email=f"{word.lower()}@example.se",
        phone="0410-00 00 00",
        valid_from=office.clock.today(),
    )
    added = roster.add_agency(office, actor, name=f"Verksamhet {word}", note=f"Not {word}")
    draft = hold(0)
    circulated = hold(1, MinutesEvent.CIRCULATE)
    adjusted = hold(8, MinutesEvent.CIRCULATE)
    record = minutes.minutes(office, actor, code=adjusted)
    named = minutes.set_adjuster(
        office, actor, code=adjusted, version=record.version, person_id=seat.person_id
    )
    approved = hold(2, MinutesEvent.CIRCULATE, MinutesEvent.APPROVE)
    sent = hold(7, MinutesEvent.CIRCULATE, MinutesEvent.APPROVE, MinutesEvent.SEND)
    planned = booked(office, actor, day(4), term=term, theme=f"Tema {word}", venue=f"Sal {word}")
    invitations.type_in_reply(
        office, actor, code=planned, person_id=seat.person_id, answer=Answer.DECLINED
    )
    untold = booked(office, actor, day(9), term=term)
    with office.transaction() as session:  # after whoever is signed in was seen last
        later = sql("UPDATE meeting SET changed_at = '2099-01-01 00:00:00' WHERE code = :code")
        session.execute(later, {"code": untold})
    running = begin(3)
    note(office, actor, item_of(running, 4), f"Pågår {word}")
    decision = minutes.add_decision(
        office, actor, item_id=item_of(running, 5), text=f"Beslut {word} pågår"
    )
    running = meetings.meeting(office, actor, code=running.line.code)
    own, other = agencies["umo"], agencies["polis"]
    text = f"Åtgärd {word}"
    point = actions.add_action_point(office, actor, agency_id=own, text=text)
    other_point = actions.add_action_point(office, actor, agency_id=other, text=text)
    closed = actions.add_action_point(office, actor, agency_id=own, text=text)
    actions.close_action_point(
        office, actor, point_id=closed.id, version=closed.version, result=f"Klart {word}"
    )
    info = actions.add_information_action(
        office, actor, title=f"Insats {word}", kind="campaign", lead_agency_id=own
    )
    decided = actions.add_information_action(
        office, actor, title=f"Beslutad insats {word}", kind="campaign", lead_agency_id=own
    )
    actions.advance_information_action(
        office, actor, info_id=decided.id, version=decided.version, event=InfoEvent.DECIDE
    )
    closed_day = terms.add_closed_day(
        office,
        actor,
        new=NewClosedDay(name=f"Ledigt {word}", first_day=first, last_day=first, agency_id=own),
    )
    asked, poll_draft = _polls(office, actor, word, "VT2028" if term.startswith("HT") else "HT2028")
    newcomer = f"ny-{word.lower()}@example.se"
    roster.add_person(
        office,
        actor,
        agency_id=agencies["fvg"],
        given_name="Ny",
        family_name=word,
        duty=Duty.REPRESENTATIVE,
        email=newcomer,
        valid_from=office.clock.today(),
    )
    secret = booked(
        office, actor, day(5), term=term, venue=f"Port {word}", venue_kind="told_separately"
    )
    protected = roster.add_person(
        office,
        actor,
        agency_id=own,
        given_name=PROTECTED[0],
        family_name=PROTECTED[1],
        duty=Duty.SUBSTITUTE,
        valid_from=office.clock.today(),
    )
    privacy.protect_now(office, actor, person_id=protected.person_id)
    holder = roster.add_role_holder(
        office,
        actor,
        given_name="Roll",
        family_name=word,
        email=f"roll.{word.lower()}@example.se",
        role=Role.REGISTRATOR,
    )
    mail, failed_mail, paused_mail = _mails(office, actor, word, seat.person_id)
    view = meetings.meeting(office, actor, code=planned)
    return Things(
        word=word,
        term=term,
        agency=added.id,
        other_agency=other,
        seat=seat.id,
        seat_version=seat.version,
        person=seat.person_id,
        planned=planned,
        planned_item=view.agenda[-1].id,
        agenda_copy=meetings.agenda_of_last_time(office, actor, code=planned),
        running=running.line.code,
        running_version=running.line.version,
        item=item_of(running, 4),
        open_item=item_of(running, 1),
        decision=decision.id,
        draft=draft,
        draft_version=meetings.meeting(office, actor, code=draft).line.version,
        minutes_version=minutes.minutes(office, actor, code=draft).version,
        circulated=circulated,
        adjusted=adjusted,
        adjusted_version=named.version,
        untold=untold,
        approved=approved,
        sent=sent,
        point=point.id,
        other_point=other_point.id,
        closed_point=closed.id,
        info=info.id,
        decided_info=decided.id,
        closed_day=closed_day.id or 0,
        closed_on=closed_day.first_day,
        attendance=next(row.id for one in running.presence for row in one.rows),
        agencies=frozenset(agencies.values()),
        poll=asked.code,
        poll_version=asked.version,
        poll_days=tuple(one.candidate.id for one in asked.candidates),
        poll_draft=poll_draft.code,
        secret=secret,
        holder=holder,
        protected=protected.person_id,
        mail=mail,
        failed_mail=failed_mail,
        paused_mail=paused_mail,
    )


# The name that somebody had before protection: it stands nowhere any more.
PROTECTED = ("Rutger", "Undanskymd")


def _mails(office: Office, actor: Actor, word: str, person_id: int) -> list[int]:
    """One mail that waits, one that was given up, one that a restore paused."""
    found = []
    with office.transaction() as session:
        for state in ("waiting", "failed", "paused"):
            letter = Mail(
                kind="minutes",
                address=f"{word.lower()}@example.se",
                subject=f"Brev {word}",
                text=f"Brev {word}",
                group_id=actor.group_id,
                person_id=person_id,
            )
            found.append(queue(session, letter, now=office.clock.now()))
            row = session.get(OutboxMail, found[-1])
            assert row is not None
            row.state = state
    return found


def neighbours_with_the_same_mailboxes(office: Office, own: Actor, other: Actor) -> None:
    """Everybody of one group has a seat in the other too, with the same address."""
    found = roster.roster(office, own)
    place = roster.agencies(office, other)[0].id
    for address in sorted(
        {seat.email for one in found.agencies for seat in one.seats if seat.email}
    ):
        roster.add_person(
            office,
            other,
            agency_id=place,
            given_name="Granne",
            family_name=address.partition("@")[0],
            duty=Duty.SUBSTITUTE,
            email=address,
            valid_from=office.clock.today(),
        )


def signed_in_too(office: Office, things: Things, group_id: int, holder: int, asker: int) -> Things:
    """With a browser in which the holder is signed in, and a code with which the asker may ask."""
    with office.transaction() as session:
        now = office.clock.now()
        who = [access_steps.Who(group_id, holder)]
        access_steps.open_session(session, people=who, way="link", device="", now=now)
        (row,) = access_store.living_sessions(session, holder, now=now)
        code = codes.issue(
            session, person_id=asker, purpose="venue", about=f"{group_id}/{things.secret}", now=now
        )
        return replace(things, session=row.id or 0, venue_code=code)


# Each group asks about a term of its own, so that their codes differ.
POLL_DAYS = {"VT2028": ("2028-02-08", "2028-05-09"), "HT2028": ("2028-09-12", "2028-11-28")}
POLL_TIMES = [(at(day), at(day, "15:30")) for day in POLL_DAYS["VT2028"]]
POLL_ENDS = date(2026, 12, 30)


def _polls(office: Office, actor: Actor, word: str, term: str) -> tuple[PollView, PollView]:
    """A question that has gone out, whose links a restore has ended, and one that has not."""
    times = [(at(day), at(day, "15:30")) for day in POLL_DAYS[term]]
    made = [
        date_polls.make_poll(
            office,
            actor,
            term_code=term,
            times=times,
            answer_by=POLL_ENDS,
            wanted=1,
            message=f"Fråga {word}",
        )
        for _ in range(2)
    ]
    asked = date_polls.open_poll(office, actor, code=made[0].code, version=1)
    with office.transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM poll_link")
    return asked, made[1]


class ForgettingDatabase(Database):
    """The same database, in which everything a call did is undone afterwards."""

    def __init__(self, database: Database) -> None:
        super().__init__(database.url)
        self._open: Connection | None = None

    @contextmanager
    def forgetting(self) -> Iterator[None]:
        with self.engine.connect() as connection:
            whole = connection.begin()
            self._open = connection
            try:
                yield
            finally:
                self._open = None
                whole.rollback()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        with self._session(expire_on_commit=False) as session:
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self._session(autoflush=False) as session:
            yield session
            session.rollback()

    def _session(self, **options: Any) -> Session:
        assert self._open is not None, "outside forgetting()"
        return Session(self._open, join_transaction_mode="create_savepoint", **options)


@dataclass(frozen=True)
class Deed:
    """What a call did: its result or its refusal, which tables it wrote to, what was seen then."""

    result: Any
    refusal: Exception | None
    written: tuple[str, ...]
    seen: Any = None

    @property
    def entries(self) -> int:
        return self.written.count("trail_entry")

    @property
    def changed(self) -> set[str]:
        return set(self.written) - {"trail_entry", "trail_head"}


def do(
    office: Office,
    use_case: Any,
    actor: Actor,
    given: dict[str, Any],
    *,
    look: Callable[[Office], Any] | None = None,
) -> Deed:
    """Calls a use case, looks at what stands in the database then, and forgets what it changed."""
    database = office.database
    assert isinstance(database, ForgettingDatabase)
    result, refusal = None, None
    with database.forgetting():
        with count_statements(database) as seen:
            try:
                result = use_case(office, actor, **given)
            except Exception as error:  # noqa: BLE001 - the test looks at it
                refusal = error
        looked = look(office) if look else None
    written = tuple(name for statement in seen for name in _written(statement))
    return Deed(result, refusal, written if refusal is None else (), looked)


@cache
def rows_of_group(group_id: int) -> Callable[[Office], dict[str, list[tuple[Any, ...]]]]:
    """Everything that a group answers for, as it stands in the tables.

    What a link or a session opens is the mailbox's own affair: whoever asks for a link, it is good
    for every group in which the mailbox stands.
    """

    asked = {
        table.name: select(table)
        .where(_owner(table) == group_id)
        .order_by(*table.primary_key.columns)
        for table in metadata.sorted_tables
        if _owner(table) is not None and not table.name.endswith("_opening")
    }

    def look(office: Office) -> dict[str, list[tuple[Any, ...]]]:
        with office.reading() as session:
            connection = session.connection()
            return {name: [tuple(row) for row in connection.execute(asked[name])] for name in asked}

    return look


def _owner(table: Table) -> Any:
    """The column that says whose a row is; None where no group answers for it."""
    return table.c.id if table.name == "collaboration_group" else table.c.get("group_id")


def _written(statement: str) -> Iterator[str]:
    words = statement.replace('"', "").split()
    if words[:2] == ["INSERT", "INTO"] or words[:2] == ["DELETE", "FROM"]:
        yield words[2].split("(")[0]
    elif words[:1] == ["UPDATE"]:
        yield words[1]


def acting_as(actor: Actor, role: Role | None, **changes: Any) -> Actor:
    """The same person in one role alone, or in none."""
    return replace(actor, roles=frozenset({role} if role else ()), **changes)
