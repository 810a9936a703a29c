"""A person whose name stands everywhere a name can stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Column
from sqlmodel import select

from coordinator.access import in_transaction as access
from coordinator.access.actor import Actor, Role
from coordinator.actions import usecases as actions
from coordinator.actions.tables import ActionPoint, ActionReport
from coordinator.core.columns import tables_with_classes, text_columns
from coordinator.core.office import Office
from coordinator.core.outbox.mail import Attachment, Mail, queue
from coordinator.core.outbox.tables import OutboxMail
from coordinator.drafts.tables import FormDraft
from coordinator.entrance import usecases as entrance
from coordinator.groups import in_transaction as groups
from coordinator.groups.tables import CollaborationGroup
from coordinator.invitations import usecases as invitations
from coordinator.invitations.views import Answer
from coordinator.meetings import usecases as meetings
from coordinator.meetings.tables import Meeting
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent
from coordinator.minutes.tables import Minutes, NoteDraft
from coordinator.planning.polls.tables import DatePoll, PollInvitee
from coordinator.privacy import usecases as privacy
from coordinator.roster import usecases as roster
from coordinator.roster.tables import Person, Representation
from coordinator.roster.views import Duty, Function
from coordinator.terms import usecases as terms
from coordinator.terms.views import NewClosedDay
from coordinator.trail.tables import GoAhead
from coordinator.wiring import shell_actor
from tests.conftest import Cast, Hand
from tests.meetings.helpers import agency, at, booked, press
from tests.minutes.helpers import item_of, note, taken

GIVEN, FAMILY = "Xenia", "Zetterqvist"
NAME = f"{GIVEN} {FAMILY}"
EMAIL, PHONE = "xenia.zetterqvist@jour.example.se", "070-765 43 21"
INSTEAD = "Representant, Kvinnojouren"
MAILBOX = "funktion@jour.example.se"
POLL = "VT2027-poll-1"
TRACES = (GIVEN.casefold(), FAMILY.casefold(), "765 43 21")


@dataclass(frozen=True)
class Planted:
    """Whom to protect, and where the name stands."""

    person_id: int
    seat_id: int
    cookie: str
    approved: str  # meeting codes
    draft: str
    planned: str


def all_text_columns() -> dict[str, Column[Any]]:
    return {
        f"{table.name}.{column.name}": column
        for table, _class in tables_with_classes()
        for column in text_columns(table)
    }


def leaks(text: object) -> list[str]:
    """The traces of the person in whatever this prints as."""
    shown = repr(text).casefold()
    return [trace for trace in TRACES if trace in shown]


def plant(office: Office, cast: Cast, hand: Hand) -> Planted:
    chief = cast.coordinator
    seat = roster.add_person(
        office,
        chief,
        agency_id=agency(office, chief, "kvinnojour"),
        given_name=GIVEN,
        family_name=FAMILY,
        title=f"Chef {FAMILY}",
        email=EMAIL,
        phone=PHONE,
        duty=Duty.REPRESENTATIVE,
        functions=[Function.CHAIR],
        valid_from=office.clock.today(),
    )
    person_id = seat.person_id
    with office.transaction() as session:
        groups.add_grant(
            session,
            group_id=chief.group_id,
            person_id=person_id,
            role=Role.MEMBER,
            now=office.clock.now(),
        )
    approved = _held(office, chief, hand, "2026-09-16", approve=True)
    draft = _held(office, chief, hand, "2026-10-14", approve=False)
    planned = booked(
        office,
        chief,
        "2026-12-02",
        theme=f"{NAME} berättar",
        venue=f"Hos {NAME}",
        extra_reason=f"{FAMILY} vill",
    )
    invitations.type_in_reply(
        office, chief, code=planned, person_id=person_id, answer=Answer.ACCEPTED
    )
    point = actions.add_action_point(
        office, chief, text=f"{NAME} ringer", agency_id=agency(office, chief, "polis")
    )
    actions.close_action_point(
        office, chief, point_id=point.id, version=point.version, result=f"{FAMILY}s svar"
    )
    actions.add_information_action(
        office,
        chief,
        title=f"Föreläsning med {NAME}",
        kind="lecture",
        audience=f"Alla som känner {FAMILY}",
        material=f"Bok av {FAMILY}",
        channel=f"Mejl till {EMAIL}",
        evaluation=f"{NAME} samlar in",
        effect=f"Tack vare {NAME}",
    )
    terms.add_closed_day(
        office,
        chief,
        new=NewClosedDay(
            name=f"{NAME} ledig", first_day=date(2026, 11, 30), last_day=date(2026, 11, 30)
        ),
    )
    terms.import_days(office, chief, content=_calendar().encode(), filename="kalender.ics")
    polis = next(one for one in roster.agencies(office, chief) if one.slug == "polis")
    roster.change_agency(
        office,
        chief,
        agency_id=polis.id,
        version=polis.version,
        name=polis.name,
        principal=f"{FAMILY}s stiftelse",
        kind=polis.kind,
        min_seats=polis.min_seats,
        may_host=polis.may_host,
        note=f"Talar med {NAME}",
    )
    _rows(office, cast, person_id, draft, planned)
    shell = shell_actor(office, "exempelby")
    token = entrance.make_sign_in_link(office, shell, person_id=person_id)
    cookie = entrance.sign_in(office, token).cookie
    entrance.make_sign_in_link(office, shell, person_id=person_id)
    return Planted(person_id, seat.id, cookie, approved, draft, planned)


def _calendar() -> str:
    """A series that bears the name one time."""
    series = "UID:1\nSUMMARY:Utbildning\nDTSTART:20261109\nRRULE:FREQ=WEEKLY;COUNT=4"
    once = f"UID:1\nSUMMARY:{NAME} talar\nRECURRENCE-ID:20261116\nDTSTART:20261117"
    events = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in (series, once))
    return f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n"


def protect(office: Office, cast: Cast, planted: Planted, **given: Any) -> Any:
    return privacy.protect_now(
        office, cast.coordinator, person_id=planted.person_id, **{"mailbox": MAILBOX, **given}
    )


def _held(office: Office, chief: Actor, hand: Hand, day: str, *, approve: bool) -> str:
    code = booked(office, chief, day, theme=f"Tema av {NAME}" if approve else None)
    hand.on(at(day))
    view = meetings.start(office, chief, code=code, version=1)
    note(office, chief, item_of(view, 4), f"{NAME} berättade. {FAMILY}s kollegor höll med.")
    minutes.add_decision(
        office, chief, item_id=item_of(view, 5), text=f"{NAME} bjuder in till nästa möte."
    )
    item = next(one for one in view.agenda if one.number == 8)
    meetings.change_agenda_item(
        office, chief, item_id=item.id, version=item.version, title=f"Fråga från {NAME}", duration=5
    )
    press(office, chief, code, agency(office, chief, "kvinnojour"))
    line = meetings.meeting(office, chief, code=code).line
    meetings.close(office, chief, code=code, version=line.version)
    if approve:
        taken(office, chief, code, MinutesEvent.CIRCULATE, MinutesEvent.APPROVE)
    return code


def _rows(office: Office, cast: Cast, person_id: int, draft: str, planned: str) -> None:
    """What no use case of these rooms writes yet, or only in a race."""
    group_id, now = cast.coordinator.group_id, office.clock.now()
    view = meetings.meeting(office, cast.coordinator, code=draft)
    with office.transaction() as session:
        session.add(
            NoteDraft(
                group_id=group_id,
                agenda_item_id=item_of(view, 4),
                person_id=cast.coordinator.person_id or 0,
                base_version=1,
                base_text=f"Utkast om {NAME}",
            )
        )
        session.add(
            FormDraft(
                group_id=group_id,
                person_id=cast.coordinator.person_id or 0,
                form="new_point",
                field="text",
                tab="",
                text=f"Ring {NAME} i morgon",
                kept_at=now,
            )
        )
        session.add(
            ActionReport(
                group_id=group_id,
                action_point_id=session.exec(select(ActionPoint)).one().id or 0,
                person_id=cast.coordinator.person_id,
                text=f"{NAME} har ringt",
                is_done=False,
                reported_at=now,
            )
        )
        session.add(
            GoAhead(
                group_id=group_id,
                source="note",
                source_id=1,
                text_hash="0",
                kinds="individual",
                reason=f"{NAME} har sagt ja",
                given_at=now,
            )
        )
        group = session.get(CollaborationGroup, group_id)
        found = session.exec(select(Minutes).where(Minutes.meeting_id == view.line.id)).one()
        next_one = session.get(
            Meeting, meetings.meeting(office, cast.coordinator, code=planned).line.id
        )
        assert group is not None
        assert next_one is not None
        group.mailbox = EMAIL
        group.municipality = f"{FAMILY}s kommun"
        found.registration_number = f"KS 2026/{FAMILY}"
        next_one.joining_link = f"https://mote.example.se/{GIVEN}.{FAMILY}"
        seat = session.exec(
            select(Representation).where(
                Representation.group_id == group_id, Representation.person_id != person_id
            )
        ).first()
        assert seat is not None
        seat.reference = f"{FAMILY}-2"
        colleague = session.get(Person, seat.person_id)
        assert colleague is not None
        colleague.title = f"Assistent till {NAME}"
        link = access.add_link(
            session,
            person_ids=[colleague.id or 0],
            now=now,
            next_path=f"/search?q={FAMILY.lower()}",
        )
        assert link
        session.add_all([seat, colleague])
        found.adjuster_id = person_id
        next_one.chair_id = person_id
        session.add_all([group, found, next_one])
        poll = DatePoll(
            group_id=group_id,
            code=POLL,
            term_code="VT2027",
            number=1,
            state="open",
            wanted=1,
            answer_by=date(2026, 12, 1),
            message=f"Hälsar {NAME}",
            created_at=now,
        )
        session.add(poll)
        session.flush()
        session.add(
            PollInvitee(
                group_id=group_id,
                poll_id=poll.id or 0,
                person_id=cast.coordinator.person_id or 0,
                comment=f"Ring {NAME}",
            )
        )
        letter = Mail(
            "reminder", "any@example.se", f"Hej {NAME}", f"Från {NAME}", group_id=group_id
        )
        calendar = Attachment("mote.ics", "text/calendar", f"CN={GIVEN}\r\n  {FAMILY}".encode())
        queue(session, replace(letter, address=EMAIL, person_id=person_id), now=now)
        queue(session, replace(letter, html=f"<p>{NAME}</p>"), now=now)
        queue(
            session,
            replace(letter, subject="Möte", text="Se filen", attachments=(calendar,)),
            now=now,
        )
        past = replace(letter, address=EMAIL, person_id=person_id, attachments=(calendar,))
        sent = queue(session, past, now=now)
        plan = Attachment("karta.pdf", "application/pdf", b"%PDF")
        unseen = replace(letter, subject="Möte", text="Se filen", attachments=(plan,))
        queue(session, unseen, now=now)
        mail = session.get(OutboxMail, sent)
        assert mail is not None
        mail.state = "sent"
        session.add(mail)
