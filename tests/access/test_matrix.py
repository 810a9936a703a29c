"""Every use case x every role x own, other agency's and other group's things.

What should happen follows from ``access.rules.MAY``, ``access.scopes.SCOPES`` and the tables here.
A new use case that stands in none of them fails; pages and routes: ``test_matrix_of_pages.py``.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, time
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from coordinator.access.actor import OFFICE, Actor, Role
from coordinator.access.scopes import SCOPES, Reach
from coordinator.actions.lifecycle import InfoEvent
from coordinator.core import scrubbing
from coordinator.core.clock import Clock
from coordinator.core.database import Database, metadata
from coordinator.core.errors import CoordinatorError, NotAllowed, NotFound
from coordinator.core.office import Office
from coordinator.core.settings import Settings
from coordinator.installation.backup import backup
from coordinator.invitations.views import Answer
from coordinator.meetings.outcome import Outcome
from coordinator.meetings.views import NewMeeting
from coordinator.minutes.lifecycle import MinutesEvent
from coordinator.planning.priorities import Notice, Priorities
from coordinator.planning.views import Choice
from coordinator.roster.views import Duty
from coordinator.terms.views import NewClosedDay
from coordinator.wiring import shell_actor
from tests.access.matrix import (
    OTHER,
    OWN,
    POLL_ENDS,
    POLL_TIMES,
    ROLES,
    Deed,
    ForgettingDatabase,
    Things,
    acting_as,
    do,
    furnish,
    neighbours_with_the_same_mailboxes,
    rows_of_group,
    signed_in_too,
)
from tests.conftest import ENGINES, TERM_NOW, Databases, _filled, _start, person
from tests.house.usecases import MAY, WITHOUT_ACTOR, use_cases
from tests.meetings.helpers import at


@dataclass(frozen=True)
class Stage:
    """A person who holds every role by turns, and the things of both groups."""

    office: Office
    actor: Actor
    own: Things
    other: Things
    other_group: int

    def things(self, whose: str) -> Things:
        return self.own if whose == "own" else self.other


@pytest.fixture(scope="module", params=ENGINES)
def stage(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Stage]:
    address = databases.copy(request.param, "started", _filled(_start, TERM_NOW))
    now = TERM_NOW.astimezone(UTC)
    clock = Clock(now=lambda: now, is_set_by_hand=True)
    plain = Office(Settings(database_url=address, _env_file=None), clock, Database(address))
    shells = [shell_actor(plain, group) for group in ("exempelby", "andraby")]
    own = furnish(plain, shells[0], word=OWN, term="HT2026", first=date(2026, 9, 2))
    other = furnish(plain, shells[1], word=OTHER, term="VT2027", first=date(2027, 1, 27))
    neighbours_with_the_same_mailboxes(plain, *shells)
    member = person(plain, "member@example.se", "exempelby")
    asker = member.person_id or 0
    with plain.transaction() as session:  # whoever is on the stage adjusts one meeting's notes
        adjusted = metadata.tables["meeting"].c.code == own.adjusted
        record, meeting = metadata.tables["minutes"], metadata.tables["meeting"]
        session.execute(
            update(record)
            .where(record.c.meeting_id == select(meeting.c.id).where(adjusted).scalar_subquery())
            .values(adjuster_id=asker)
        )
    own = signed_in_too(plain, own, shells[0].group_id, asker, asker)
    other = signed_in_too(plain, other, shells[1].group_id, other.person, asker)
    plain.database.dispose()
    database = ForgettingDatabase(plain.database)
    with pytest.MonkeyPatch.context() as patch:
        # What will be forgotten stands in an open transaction: overwriting waits for it in vain.
        patch.setattr(scrubbing, "PATIENCE", 0.05)
        yield Stage(replace(plain, database=database), member, own, other, shells[1].group_id)
    database.dispose()


# Use cases ------------------------------------------------------------------------------------

START = at("2026-10-14", "09:00")
SEAT = {"given_name": "A", "family_name": "B", "duty": Duty.SUBSTITUTE, "valid_from": START.date()}
DAYS = "Namn;Första dag;Sista dag\nStängt;2026-11-02;2026-11-03\n".encode()
LIST = b"Namn;Verksamhet;Roll\nNils Ny;Polisen;ledamot\n"
Given = Callable[[Things], dict[str, Any]]

# What each use case is given so that it does its work: about a thing of a group (own or other).
ABOUT: dict[str, Given] = {
    "access.end_own_session": lambda t: {"session_id": t.session},
    "access.sessions_of": lambda t: {"person_id": t.person},
    "access.end_sessions_of": lambda t: {"person_id": t.person},
    "roster.grant_role": lambda t: {"person_id": t.person, "role": Role.READER},
    "access.withdraw_role": lambda t: {"person_id": t.person, "role": Role.READER},
    "entrance.may_enter": lambda t: {"person_id": t.person},
    "entrance.send_sign_in_link": lambda t: {"person_id": t.person},
    "roster.add_person": lambda t: {"agency_id": t.agency, **SEAT},
    "roster.change_agency": lambda t: {
        "agency_id": t.agency,
        "version": 1,
        "name": "Nytt namn",
        "principal": None,
        "kind": None,
        "min_seats": 1,
        "may_host": True,
        "note": None,
    },
    "roster.change_person": lambda t: {
        **SEAT,
        "seat_id": t.seat,
        "version": t.seat_version,
        "email": f"{t.word.lower()}@example.se",
    },
    "roster.end_representation": lambda t: {
        "seat_id": t.seat,
        "version": t.seat_version,
        "last_day": START.date(),
    },
    "roster.role_holder": lambda t: {"person_id": t.holder},
    "roster.change_role_holder": lambda t: {
        "person_id": t.holder,
        "version": 1,
        "given_name": "A",
        "family_name": "B",
        "email": f"ny.{t.word.lower()}@example.se",
    },
    "roster.find_by_email": lambda t: {"email": f"{t.word.lower()}@example.se"},
    "roster.names": lambda t: {"person_ids": {t.person}},
    "terms.change_closed_day": lambda t: {
        "closed_day_id": t.closed_day,
        "version": 1,
        "new": NewClosedDay(
            name="Nytt namn",
            first_day=START.date(),
            last_day=START.date(),
            agency_id=t.agency,
        ),
    },
    # An agency's absence; what closes a day for all is asked about in tests/terms.
    "terms.add_closed_day": lambda t: {
        "new": NewClosedDay(
            name="Ny",
            first_day=date(2026, 11, 2),
            last_day=date(2026, 11, 2),
            agency_id=t.agency,
        ),
    },
    "terms.enter_days": lambda t: {
        "days": [
            NewClosedDay(
                name="Lov",
                first_day=date(2026, 11, 2),
                last_day=date(2026, 11, 2),
                agency_id=t.agency,
            )
        ]
    },
    "terms.leave_out_day": lambda t: {
        "closed_day_id": t.closed_day,
        "version": 1,
        "day": t.closed_on,
    },
    "terms.remove_closed_day": lambda t: {"closed_day_id": t.closed_day, "version": 1},
    "terms.preview_days": lambda t: {
        "content": DAYS,
        "filename": "dagar.csv",
        "agency_id": t.other_agency,
    },
    "terms.import_days": lambda t: {
        "content": DAYS,
        "filename": "dagar.csv",
        "agency_id": t.other_agency,
    },
    "meetings.term_counts": lambda t: {"codes": [t.term]},
    "meetings.meeting": lambda t: {"code": t.planned},
    "meetings.change_agenda_item": lambda t: {
        "item_id": t.planned_item,
        "version": 1,
        "title": "Punkt",
        "duration": 5,
    },
    "meetings.add_agenda_item": lambda t: {"code": t.planned, "title": "Punkt", "duration": 5},
    "meetings.move_agenda_item": lambda t: {"item_id": t.planned_item, "seen": 9, "to": 8},
    "meetings.remove_agenda_item": lambda t: {"item_id": t.planned_item, "version": 1},
    "meetings.agenda_of_last_time": lambda t: {"code": t.planned},
    "meetings.copy_agenda": lambda t: {"code": t.planned, "seen": t.agenda_copy},
    "meetings.set_theme": lambda t: {"code": t.planned, "version": 1, "theme": "Nytt"},
    "meetings.set_host": lambda t: {
        "code": t.planned,
        "version": 1,
        "host_agency_id": t.other_agency,
    },
    "meetings.start": lambda t: {"code": t.planned, "version": 1},
    "meetings.open_item": lambda t: {
        "code": t.running,
        "item_id": t.item,
        "seen_id": t.open_item,
    },
    "meetings.press_tile": lambda t: {
        "code": t.running,
        "agency_id": t.other_agency,
        "wanted": Outcome.PRESENT,
        "seen": Outcome.EXPECTED,
    },
    "meetings.set_outcome": lambda t: {
        "code": t.running,
        "outcome": Outcome.PRESENT,
        "row_id": t.attendance,
    },
    "meetings.close": lambda t: {"code": t.running, "version": t.running_version},
    "meetings.reopen": lambda t: {"code": t.draft, "version": t.draft_version},
    "meetings.set_mode": lambda t: {
        "code": t.planned,
        "version": 1,
        "mode": "digital",
        "joining_link": "https://example.se/rum",
    },
    "meetings.ask_for_venue": lambda t: {"code": t.secret},
    "meetings.venue_by_code": lambda t: {"code": t.secret, "one_time": t.venue_code},
    "meetings.mark_venue_told": lambda t: {"code": t.secret, "person_id": t.person},
    "meetings.venue_told": lambda t: {"code": t.secret},
    "planning.check": lambda t: {
        "start": START,
        "end": at("2026-10-14", "11:00"),
        "moving": t.planned,
    },
    "planning.poll": lambda t: {"code": t.poll},
    "planning.change_poll": lambda t: {
        "code": t.poll_draft,
        "version": 1,
        "times": POLL_TIMES,
        "answer_by": POLL_ENDS,
    },
    "planning.preview_poll": lambda t: {"code": t.poll_draft},
    "planning.open_poll": lambda t: {"code": t.poll_draft, "version": 1},
    "planning.type_in_poll_answer": lambda t: {
        "code": t.poll,
        "person_id": t.person,
        "choices": dict.fromkeys(t.poll_days, Choice.YES),
    },
    "planning.remind_poll": lambda t: {"code": t.poll},
    "planning.ask_newcomers": lambda t: {"code": t.poll},
    "planning.renew_poll_links": lambda t: {"code": t.poll},
    "planning.close_poll": lambda t: {"code": t.poll, "version": t.poll_version},
    "planning.reopen_poll": lambda t: {
        "code": t.poll,
        "version": t.poll_version,
        "answer_by": POLL_ENDS,
    },
    "planning.withdraw_poll": lambda t: {"code": t.poll, "version": t.poll_version},
    "planning.book_poll": lambda t: {
        "code": t.poll,
        "version": t.poll_version,
        "candidate_ids": t.poll_days[:1],
    },
    "planning.own_poll": lambda t: {"code": t.poll},
    "planning.answer_poll": lambda t: {
        "code": t.poll,
        "choices": dict.fromkeys(t.poll_days, Choice.YES),
    },
    "planning.change_planning_settings": lambda t: {
        "version": 0,
        "priorities": Priorities(notice=Notice.FOUR_WEEKS),
        "off": (),
        "required": {t.other_agency},
    },
    "invitations.calendar_file": lambda t: {"code": t.planned},
    "invitations.replies": lambda t: {"code": t.planned},
    "invitations.affected": lambda t: {"code": t.planned, "start": START},
    "invitations.reply_counts": lambda t: {"codes": [t.planned]},
    "invitations.said_beforehand": lambda t: {"code": t.planned},
    "invitations.take_over_poll_yes": lambda t: {"code": t.planned, "people": [t.person]},
    "invitations.type_in_reply": lambda t: {
        "code": t.planned,
        "person_id": t.person,
        "answer": Answer.ACCEPTED,
    },
    "invitations.mark_confirmed_present": lambda t: {"code": t.running},
    "invitations.reschedule": lambda t: {
        "code": t.planned,
        "start": START,
        "end": at("2026-10-14", "11:00"),
        "reason": "Krock",
        "accepted": frozenset({"plan-doubtful", "date-doubtful", "date-observed"}),
    },
    "invitations.may_take_back": lambda t: {"codes": [t.untold]},
    "invitations.take_back": lambda t: {"code": t.untold},
    "invitations.cancel": lambda t: {"code": t.planned, "reason": "Krock"},
    "invitations.mail": lambda t: {"mail_id": t.mail},
    "invitations.drop_mail": lambda t: {"mail_id": t.mail},
    "invitations.try_mail_again": lambda t: {"mail_id": t.failed_mail},
    "invitations.mark_mail_sent": lambda t: {"mail_ids": [t.mail]},
    "minutes.minutes": lambda t: {"code": t.approved},
    "minutes.note_in_room": lambda t: {"code": t.running, "item_id": t.item},
    "minutes.show_in_room": lambda t: {"code": t.running, "item_id": t.item},
    "minutes.open_note": lambda t: {"item_id": t.item, "refresh": True},
    "minutes.save_note": lambda t: {"item_id": t.item, "text": "Text", "base_version": 2},
    "minutes.take_over_note": lambda t: {"item_id": t.item, "text": "Text", "version": 2},
    "minutes.add_decision": lambda t: {"item_id": t.item, "text": "Text"},
    "minutes.change_decision": lambda t: {"decision_id": t.decision, "version": 1, "text": "T"},
    "minutes.withdraw_decision": lambda t: {"decision_id": t.decision, "version": 1},
    "minutes.sending_of": lambda t: {"code": t.draft, "event": MinutesEvent.CIRCULATE},
    "minutes.unclear_places": lambda t: {"code": t.draft},
    "minutes.advance": lambda t: {
        "code": t.draft,
        "version": t.minutes_version,
        "event": MinutesEvent.CIRCULATE,
    },
    "minutes.set_adjuster": lambda t: {
        "code": t.draft,
        "version": 1,
        "person_id": t.person,
    },
    "minutes.set_registration_number": lambda t: {
        "code": t.approved,
        "version": 3,
        "registration_number": "2026/1",
    },
    "minutes.agree": lambda t: {"code": t.adjusted},
    "minutes.note_agreement": lambda t: {
        "code": t.adjusted,
        "version": t.adjusted_version,
    },
    "minutes.asked_before_approval": lambda t: {"code": t.circulated},
    "minutes.states": lambda t: {"codes": [t.approved, t.circulated, t.draft]},
    "minutes.progress": lambda t: {"codes": [t.approved, t.circulated, t.draft]},
    "mail.how_far": lambda t: {"kinds": ["minutes"], "about": t.approved},
    "actions.action_points": lambda t: {"agency_id": t.other_agency},
    "actions.action_point": lambda t: {"point_id": t.point},
    "actions.points_of_meeting": lambda t: {"code": t.approved},
    "actions.add_action_point": lambda t: {
        "text": "Gör",
        "agency_id": t.agency,
        "meeting_code": t.running,
    },
    "actions.change_action_point": lambda t: {
        "point_id": t.point,
        "version": 1,
        "text": "Gör",
        "agency_id": None,
        "due_day": None,
    },
    "actions.close_action_point": lambda t: {"point_id": t.point, "version": 1, "result": "Klart"},
    "actions.write_off_action_point": lambda t: {
        "point_id": t.point,
        "version": 1,
        "reason": "Nej",
    },
    "actions.reopen_action_point": lambda t: {"point_id": t.closed_point, "version": 2},
    "actions.report_action_point": lambda t: {"point_id": t.point, "text": "Går bra"},
    "actions.information_action": lambda t: {"info_id": t.decided_info},
    "actions.infos_of_meeting": lambda t: {"code": t.draft},
    "actions.add_information_action": lambda t: {
        "title": "Insats",
        "kind": "campaign",
        "lead_agency_id": t.agency,
        "meeting_code": t.running,
    },
    "actions.change_information_action": lambda t: {
        "info_id": t.info,
        "version": 1,
        "title": "Insats",
    },
    "actions.advance_information_action": lambda t: {
        "info_id": t.info,
        "version": 1,
        "event": InfoEvent.DECIDE,
    },
    "privacy.places_of_name": lambda t: {"person_id": t.person},
    "privacy.protect_now": lambda t: {"person_id": t.person},
    "privacy.ask_elsewhere": lambda t: {"person_id": t.protected, "is_own_wish": True},
    "privacy.show_again": lambda t: {"person_id": t.person},
    "privacy.receipt": lambda t: {"person_id": t.protected},
    "reports.search": lambda t: {"query": t.word},
}
# These speak of the actor's own group or installation only: there is nothing foreign to name.
OWN_GROUP: dict[str, dict[str, Any]] = {
    "roster.add_role_holder": {
        "given_name": "Rut",
        "family_name": "Revisor",
        "email": "rut.revisor@example.se",
        "role": Role.AUDITOR,
    },
    "access.own_sessions": {},
    "drafts.own_drafts": {},
    "drafts.keep": {
        "form": "new_point",
        "field": "text",
        "tab": "a1",
        "text": "Ring",
        "round_number": 1,
    },
    "drafts.let_go": {"form": "new_point", "tabs": ["a1"]},
    "drafts.done": {"form": "new_point", "tabs": ["a1"]},
    "privacy.asked_here": {},
    "entrance.own_details": {},
    "entrance.change_own_name": {"version": 1, "given_name": "Nadja", "family_name": "Prov"},
    "entrance.ask_for_new_address": {"address": "ny.nadia@example.se"},
    "entrance.take_new_address": {"address": "ny.nadia@example.se", "code": "000000"},
    "access.end_other_sessions": {},
    "access.group_settings": {},
    "access.change_group": {
        "version": 1,
        "name": "Ny",
        "municipality": "Ort",
        "meetings_per_term": 2,
        "quorum_agencies": None,
        "minutes_heading": "Anteckningar",
    },
    "access.change_usual_meeting": {
        "version": 1,
        "usual_start": time(9),
        "usual_duration": 90,
        "meetings_per_term": 3,
    },
    "access.role_grants": {},
    "roster.who_leads": {},
    "access.trail_entries": {},
    "access.export_trail": {},
    "access.check_trail": {},
    "installation.start_group": {"name": "Ny", "municipality": "Nyby"},
    "roster.agencies": {},
    "roster.roster": {},
    "roster.add_agency": {"name": "Ny verksamhet"},
    "roster.preview_list": {"content": LIST, "filename": "lista.csv"},
    "roster.import_list": {"content": LIST, "filename": "lista.csv"},
    "terms.term": {"code": "HT2026"},
    "terms.terms": {"codes": ["HT2026", "VT2027"]},
    "terms.school_breaks": {"year": 2027},
    "terms.change_term": {
        "code": "HT2027",
        "version": 0,
        "first_day": date(2027, 8, 16),
        "last_day": date(2027, 12, 17),
    },
    "terms.closed_days": {"first": date(2026, 8, 1), "last": date(2027, 6, 30)},
    "meetings.list_meetings": {},
    "meetings.upcoming": {"limit": 50},
    "meetings.find_meetings": {"limit": 100},
    "minutes.newest": {},
    "invitations.my_invitation": {},
    "invitations.outbox": {},
    "invitations.mail_files": {},
    "invitations.release_mail": {},
    "invitations.drop_paused_mail": {},
    "planning.planning_settings": {},
    "planning.reset_planning_settings": {"version": 0},
    "planning.propose": {"term_code": "VT2027"},
    "planning.term_plan": {"term_code": "VT2027"},
    "planning.book": {
        "meetings": [NewMeeting(start=at("2027-09-15"), end=at("2027-09-15", "15:30"))]
    },
    "planning.polls": {},
    "planning.own_polls": {},
    "planning.make_poll": {
        "term_code": "VT2028",
        "times": POLL_TIMES,
        "answer_by": POLL_ENDS,
        "wanted": 1,
    },
    "planning.year_plan": {"year": 2026},
    "actions.information_actions": {},
    "reports.home": {},
}
# Tried elsewhere, since they need another installation or the shell: the test's name.
ELSEWHERE = {
    "access.make_sign_in_link": "test_only_the_shell_makes_links_and_copies",
    "invitations.deliver": "test_only_the_shell_makes_links_and_copies",
    "installation.open_demo": "test_the_example_goes_into_an_empty_installation_only",
    "installation.backup": "test_only_the_shell_makes_links_and_copies",
    # Writes the file again, which nothing can forget: tests/privacy/test_raw_bytes.py does it.
    "privacy.scrub": "test_only_a_coordinator_overwrites_old_text",
}
# Rules of the work that stand in the way in the own group, whoever asks: the error's code.
RULES = {
    "access.withdraw_role": "not-found",
    "entrance.take_new_address": "code-expired",
    # Nobody of the cast is known elsewhere: see tests/privacy/test_elsewhere.py.
    "privacy.ask_elsewhere": "not-found",
    "privacy.show_again": "not-found",
}
# Reads that let a chosen text go: they write only when there is one.
MAY_WRITE_NOTHING = {
    *("minutes.open_note", "invitations.mark_confirmed_present"),
    *("invitations.take_over_poll_yes", "meetings.copy_agenda"),
}
# These show or take something out: that they did stands in the trail, and in no other row.
TAKES_OUT = {"access.export_trail", "invitations.mail_files", "minutes.show_in_room"}
# A second entry tells what is known after the transaction alone: whether the files hold it still.
TELLS_TWICE = {"privacy.protect_now"}
# Asked about a foreign thing, these answer with nothing instead of refusing.
ANSWERS_EMPTY = {
    *("roster.find_by_email", "roster.names", "meetings.term_counts", "reports.search"),
    *("invitations.reply_counts", "minutes.states", "minutes.progress", "mail.how_far"),
    *("actions.action_points", "invitations.may_take_back"),
    *("actions.points_of_meeting", "actions.infos_of_meeting"),
    *("entrance.may_enter", "invitations.mark_mail_sent"),
}


def test_every_use_case_stands_in_the_matrix() -> None:
    """A new one must be given something to do here, about own and about foreign things."""
    known = {*ABOUT, *OWN_GROUP, *ELSEWHERE}

    assert set(use_cases()) - WITHOUT_ACTOR - known == set()
    assert set(MAY) - known == set()
    assert known - set(MAY) == set()


def called(stage: Stage, name: str, role: Role | None, given: dict[str, Any]) -> Deed:
    return do(stage.office, use_cases()[name], acting_as(stage.actor, role), given)


def assert_trail(name: str, deed: Deed) -> None:
    """Whoever changed something stands in the trail, once; whoever only read does not."""
    if deed.changed:
        assert deed.entries == (2 if name in TELLS_TWICE else 1), (name, deed.written)
    elif name not in MAY_WRITE_NOTHING:
        assert deed.entries == (1 if name in TAKES_OUT else 0), name


def test_only_a_coordinator_overwrites_old_text(stage: Stage) -> None:
    for role in set(ROLES) - MAY["privacy.scrub"]:
        deed = called(stage, "privacy.scrub", role, {"person_id": stage.own.protected})
        assert isinstance(deed.refusal, NotAllowed), role


@pytest.mark.parametrize("name", sorted({**ABOUT, **OWN_GROUP}))
def test_no_use_case_touches_another_groups_rows(stage: Stage, name: str) -> None:
    """Whatever is done in the own group, by whoever may do most: the neighbours have what they had.

    The neighbours' people have the same mailboxes: nothing is found by an address either.
    """
    look = rows_of_group(stage.other_group)
    before = do(stage.office, lambda *_args: None, stage.actor, {}, look=look).seen
    assert before["person"]
    given = ABOUT[name](stage.own) if name in ABOUT else OWN_GROUP[name]
    chief = max(MAY[name], key=lambda role: role is Role.COORDINATOR)

    deed = do(stage.office, use_cases()[name], acting_as(stage.actor, chief), given, look=look)

    assert deed.seen == before


@pytest.mark.parametrize("name", sorted({**ABOUT, **OWN_GROUP}))
def test_each_role_may_what_the_table_says(stage: Stage, name: str) -> None:
    given = ABOUT[name](stage.own) if name in ABOUT else OWN_GROUP[name]
    for role in ROLES:
        deed = called(stage, name, role, given)

        if role not in MAY[name]:
            assert isinstance(deed.refusal, NotAllowed), (role, deed)
            continue
        if name in RULES:
            assert isinstance(deed.refusal, CoordinatorError), (role, deed)
            assert deed.refusal.code == RULES[name]
            continue
        if role is Role.FOUNDER:  # works in an empty installation only
            assert isinstance(deed.refusal, CoordinatorError)
            continue
        assert deed.refusal is None, (role, deed.refusal)
        assert OTHER not in repr(deed.result), role
        assert_trail(name, deed)


@pytest.mark.parametrize("name", sorted(ABOUT))
def test_another_groups_things_do_not_exist_for_anybody(stage: Stage, name: str) -> None:
    for role in ROLES:
        deed = called(stage, name, role, ABOUT[name](stage.other))

        if role not in MAY[name]:
            assert isinstance(deed.refusal, NotAllowed), (role, deed)
        elif name in ANSWERS_EMPTY:
            assert deed.refusal is None, (role, deed.refusal)
            assert OTHER not in repr(deed.result), role
            assert not deed.changed
        else:
            assert isinstance(deed.refusal, NotFound), (role, deed.refusal, deed.result)


# What is approved stands --------------------------------------------------------------------------

# What approved notes tell of their meeting, and the column that says of which.
OF_A_MEETING = {
    "meeting": "id",
    "agenda_item": "meeting_id",
    "attendance": "meeting_id",
    "minutes": "meeting_id",
    "note": "meeting_id",
    "decision": "meeting_id",
    "reply": "meeting_id",
    "venue_told": "meeting_id",
    "action_point": "meeting_id",
    "information_action": "meeting_id",
}
# They write in these tables and may all the same be called about an approved meeting: why.
STANDS_APART = {
    "planning.book": "it makes another meeting",
    "planning.book_poll": "it makes another meeting",
    "privacy.protect_now": "a masked copy stands beside the original, which is not touched",
    "minutes.set_registration_number": "the register's number is no part of what was approved",
    "actions.change_action_point": "the task lives on after the meeting that gave it",
    "actions.close_action_point": "the task lives on after the meeting that gave it",
    "actions.write_off_action_point": "the task lives on after the meeting that gave it",
    "actions.reopen_action_point": "the task lives on after the meeting that gave it",
    "actions.change_information_action": "it lives on after the meeting that planned it",
    "actions.advance_information_action": "it lives on after the meeting that planned it",
}
LOCKED = {"meeting-approved", "minutes-locked"}
# Refused for what they are, before anybody asks whether the notes are approved.
REFUSED_AS = {
    "meetings.venue_by_code": "venue-not-told-here",  # before and during a meeting only
    "minutes.advance": "minutes-step-odd",  # the minutes' own life
}


@pytest.fixture(scope="module")
def standing(stage: Stage) -> dict[str, Things]:
    """By the minutes' state: things that all name one meeting, at the versions it has now."""
    return {state: _all_of(stage, getattr(stage.own, state)) for state in ("approved", "sent")}


def _all_of(stage: Stage, code: str) -> Things:
    chief = Role.COORDINATOR
    view = called(stage, "meetings.meeting", chief, {"code": code}).result
    record = called(stage, "minutes.minutes", chief, {"code": code}).result
    item = view.agenda[3].id
    return replace(
        stage.own,
        planned=code,
        running=code,
        draft=code,
        circulated=code,
        adjusted=code,
        adjusted_version=record.version,
        untold=code,
        approved=code,
        secret=code,
        planned_item=item,
        item=item,
        open_item=item,
        running_version=view.line.version,
        draft_version=view.line.version,
        minutes_version=record.version,
        decision=record.notes[4].decisions[0].id,
        attendance=view.presence[0].rows[0].id,
    )


def what_stands(office: Office, code: str) -> dict[str, list[Any]]:
    """Every row that tells of the meeting, value by value."""
    with office.reading() as session:
        meeting = metadata.tables["meeting"]
        key = select(meeting.c.id).where(meeting.c.code == code).scalar_subquery()
        return {
            name: [
                tuple(row)
                for row in session.connection().execute(
                    select(table).where(table.c[column] == key).order_by(table.c.id)
                )
            ]
            for name, column in OF_A_MEETING.items()
            for table in [metadata.tables[name]]
        }


@pytest.mark.parametrize("name", sorted({**ABOUT, **OWN_GROUP}))
def test_nothing_changes_what_is_approved(
    stage: Stage, standing: dict[str, Things], name: str
) -> None:
    """A use case that writes to a meeting is known by what it writes: a new one is asked too."""
    usual = ABOUT[name](stage.own) if name in ABOUT else OWN_GROUP[name]
    writes = bool(called(stage, name, Role.COORDINATOR, usual).changed & set(OF_A_MEETING))
    assert writes or name not in STANDS_APART
    if not writes:
        return
    database = stage.office.database
    assert isinstance(database, ForgettingDatabase)
    for things in standing.values():
        given = ABOUT[name](things) if name in ABOUT else usual
        assert given != usual or name in STANDS_APART, "it names another meeting"
        for origin in ("page", "shell"):
            actor = acting_as(stage.actor, Role.COORDINATOR, origin=origin)
            refusal = ""
            with database.forgetting():
                before = what_stands(stage.office, things.approved)
                try:
                    use_cases()[name](stage.office, actor, **given)
                except CoordinatorError as error:
                    refusal = error.code
                after = what_stands(stage.office, things.approved)
            if name == "minutes.set_registration_number":
                before.pop("minutes"), after.pop("minutes")
            assert after == before
            assert refusal in {*LOCKED, REFUSED_AS.get(name)} or name in STANDS_APART


MINUTES_BY_REACH = {
    Reach.ALL: {"draft", "circulated", "approved"},
    Reach.LEFT_THE_DESK: {"circulated", "approved"},
    Reach.APPROVED: {"approved"},
    Reach.NOTHING: set(),
}


def _readable(role: Role) -> set[str]:
    """The person on the stage was asked to comment on what is out for comments, as a member."""
    asked = {"circulated"} if role is Role.MEMBER else set[str]()
    return MINUTES_BY_REACH[SCOPES["minutes"].get(role, Reach.NOTHING)] | asked


@pytest.mark.parametrize("role", sorted(MAY["minutes.minutes"]))
@pytest.mark.parametrize("state", ["draft", "circulated", "approved"])
def test_minutes_are_read_as_far_as_the_role_reaches(stage: Stage, role: Role, state: str) -> None:
    code = getattr(stage.own, state)
    reached = state in _readable(role)

    deed = called(stage, "minutes.minutes", role, {"code": code})
    states = called(stage, "minutes.states", role, {"codes": [code]})

    assert isinstance(deed.refusal, NotFound) is not reached
    assert (f"Anteckning {OWN}" in repr(deed.result)) is reached
    assert states.result == ({code: state} if reached else {})


@pytest.mark.parametrize("role", sorted(MAY["actions.action_point"]))
@pytest.mark.parametrize("whose", ["own agency", "other agency"])
def test_action_points_are_seen_as_far_as_the_role_reaches(
    stage: Stage, role: Role, whose: str
) -> None:
    point = stage.own.point if whose == "own agency" else stage.own.other_point
    scope = SCOPES["action points"].get(role, Reach.NOTHING)
    reached = scope is Reach.ALL or (scope is Reach.OWN_AGENCIES and whose == "own agency")

    deed = called(stage, "actions.action_point", role, {"point_id": point})
    listed = called(stage, "actions.action_points", role, {})

    assert isinstance(deed.refusal, NotFound) is not reached
    assert (point in [one.id for one in listed.result.points]) is reached


@pytest.mark.parametrize("role", sorted(MAY["actions.information_action"]))
def test_planned_information_actions_are_the_offices_alone(stage: Stage, role: Role) -> None:
    planned = called(stage, "actions.information_action", role, {"info_id": stage.own.info})
    decided = called(stage, "actions.information_action", role, {"info_id": stage.own.decided_info})
    listed = called(stage, "actions.information_actions", role, {})

    assert isinstance(planned.refusal, NotFound) is (role not in OFFICE)
    assert decided.refusal is None
    assert (stage.own.info in [one.id for one in listed.result.actions]) is (role in OFFICE)
    assert stage.own.decided_info in [one.id for one in listed.result.actions]


@pytest.mark.parametrize("role", sorted(MAY["minutes.newest"]))
def test_the_newest_notes_are_those_that_may_be_read(stage: Stage, role: Role) -> None:
    deed = called(stage, "minutes.newest", role, {"limit": 50})

    readable = _readable(role)
    found = {one.meeting_code for one in deed.result}
    for state in ("draft", "circulated", "approved"):
        assert (getattr(stage.own, state) in found) is (state in readable)


@pytest.mark.parametrize("role", sorted(MAY["access.own_sessions"]))
def test_nobody_sees_or_ends_another_persons_session(stage: Stage, role: Role) -> None:
    another = replace(stage.actor, person_id=stage.own.person)
    own = called(stage, "access.own_sessions", role, {})
    theirs = do(stage.office, use_cases()["access.own_sessions"], acting_as(another, role), {})
    ended = do(
        stage.office,
        use_cases()["access.end_own_session"],
        acting_as(another, role),
        {"session_id": stage.own.session},
    )

    assert stage.own.session in [one.id for one in own.result]
    assert theirs.result == ()
    assert isinstance(ended.refusal, NotFound)


def test_what_is_asked_about_another_group_counts_as_nothing(stage: Stage) -> None:
    chief = Role.COORDINATOR
    for things, is_own in ((stage.own, True), (stage.other, False)):
        enters = called(stage, "entrance.may_enter", chief, {"person_id": things.person})
        marked = called(stage, "invitations.mark_mail_sent", chief, {"mail_ids": [things.mail]})
        assert enters.result is is_own
        assert marked.result == is_own


def test_the_mail_that_is_taken_out_or_let_go_is_the_own_groups(stage: Stage) -> None:
    chief = Role.COORDINATOR
    files = called(stage, "invitations.mail_files", chief, {}).result
    with zipfile.ZipFile(io.BytesIO(files)) as packed:
        held = " ".join(
            str(message_from_bytes(packed.read(name), policy=default)) for name in packed.namelist()
        )
    assert f"Brev {OWN}" in held
    assert OTHER not in held
    assert called(stage, "invitations.release_mail", chief, {}).result == 1
    assert called(stage, "invitations.drop_paused_mail", chief, {}).result == 1


@pytest.mark.parametrize("role", sorted(MAY["invitations.mail"]))
def test_addresses_of_mails_are_the_coordinators_alone(stage: Stage, role: Role) -> None:
    listed = called(stage, "invitations.outbox", role, {}).result
    opened = called(stage, "invitations.mail", role, {"mail_id": stage.own.mail}).result

    for told in (listed, opened):
        assert (f"{OWN.lower()}@example.se" in repr(told)) is (role is Role.COORDINATOR)


@pytest.mark.parametrize("name", ["meetings.ask_for_venue", "meetings.venue_by_code"])
def test_a_place_told_separately_is_told_to_those_invited(stage: Stage, name: str) -> None:
    given = ABOUT[name](stage.own)
    for role in sorted(MAY[name] - OFFICE):
        stranger = replace(acting_as(stage.actor, role), person_id=stage.other.person)
        assert isinstance(do(stage.office, use_cases()[name], stranger, given).refusal, NotFound)


@pytest.mark.parametrize("role", sorted(MAY["reports.search"]))
def test_the_search_finds_no_draft_for_those_who_do_not_write(stage: Stage, role: Role) -> None:
    found = called(stage, "reports.search", role, {"query": OWN, "limit": 100}).result

    drafts = [hit for hit in found.hits if hit.meeting_code == stage.own.draft]
    notes = [hit for hit in drafts if hit.kind in {"note", "decision"}]
    assert bool(notes) is (role in OFFICE)


def test_only_the_shell_makes_links_and_copies(stage: Stage, tmp_path: Path) -> None:
    for role in ROLES:
        page, shell = acting_as(stage.actor, role), acting_as(stage.actor, role, origin="shell")
        given = {"person_id": stage.own.person}
        link = use_cases()["access.make_sign_in_link"]
        assert isinstance(do(stage.office, link, page, given).refusal, NotAllowed)
        deliver = use_cases()["invitations.deliver"]
        assert isinstance(do(stage.office, deliver, page, {}).refusal, NotAllowed)
        sent = do(stage.office, deliver, shell, {})
        assert isinstance(sent.refusal, NotAllowed) is (role not in MAY["invitations.deliver"])
        with pytest.raises(NotAllowed):
            backup(stage.office, page, tmp_path / "b")
        if role in MAY["access.make_sign_in_link"]:
            deed = do(stage.office, link, shell, given)
            assert deed.refusal is None
            assert_trail("access.make_sign_in_link", deed)
        else:
            assert isinstance(do(stage.office, link, shell, given).refusal, NotAllowed)
            with pytest.raises(NotAllowed):
                backup(stage.office, shell, tmp_path / "b")


def test_the_example_goes_into_an_empty_installation_only(stage: Stage) -> None:
    for role in ROLES:
        deed = called(stage, "installation.open_demo", role, {})

        assert isinstance(deed.refusal, CoordinatorError), role
        assert isinstance(deed.refusal, NotAllowed) is (role not in MAY["installation.open_demo"])
