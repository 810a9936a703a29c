"""A page that stands open while its reader's right is taken away: nothing pressed there counts.

Nor does it reach another group in which the reader may do as much.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from coordinator.access.actor import Actor, Role
from coordinator.access.tables import BrowserSession
from coordinator.core.database import metadata
from coordinator.core.office import Office
from coordinator.entrance import usecases as entrance
from coordinator.groups.tables import RoleGrant
from coordinator.installation import usecases as installation
from coordinator.meetings import usecases as meetings
from coordinator.minutes.lifecycle import MinutesEvent
from coordinator.roster import usecases as roster
from coordinator.roster.tables import Representation
from coordinator.roster.views import Duty
from coordinator.ui.navigation import entries_for
from coordinator.wiring import founding_shell, shell_actor
from tests.entrance.helpers import mails, token_in
from tests.meetings.helpers import begun, booked
from tests.minutes.helpers import taken
from tests.ui.conftest import Desk
from tests.ui.run import page_runs, signed_in

# Nothing can be pressed there that writes.
READ_ONLY = frozenset({"search", "privacy", "accessibility", "help"})
OPEN: tuple[tuple[str, dict[str, str]], ...] = (
    *(
        (run.page, run.query)
        for run in page_runs()
        if "poll" not in run.query and run.page not in READ_ONLY
    ),
    ("actions", {"new": "1"}),
    ("information-actions", {"new": "1"}),
    ("group", {"agency": "polis"}),
    ("group", {"add": "1"}),
)
HERE, THERE = "exempelkoping", "grannby"
# What coming and going itself writes.
_DOORS = frozenset({"browser_session", "session_opening", "role_grant"})


def everything(office: Office) -> dict[str, list[tuple[object, ...]]]:
    with office.reading() as session:
        return {
            name: [
                tuple(row)
                for row in session.connection().exec_driver_sql(f'SELECT * FROM "{name}"')
            ]
            for name in metadata.tables
            if name not in _DOORS
        }


def lose(desk: Desk, right: str) -> None:
    actor = desk.actor
    with desk.office.transaction() as session:
        if right == "session":
            browser = session.get(BrowserSession, actor.session_id)
            assert browser is not None
            browser.ended_at = desk.office.clock.now()
            return
        held = session.exec(select(RoleGrant).where(RoleGrant.person_id == actor.person_id)).all()
        for one in held:
            one.role = Role.READER.value


def test_every_page_stands_open_here() -> None:
    there = {entry.name for entry in entries_for(frozenset({Role.COORDINATOR}))}
    assert {name for name, _query in OPEN} | READ_ONLY == there


@pytest.fixture
def neighbours(desk: Desk) -> Iterator[None]:
    """The desk's coordinator coordinates a second group too, in a row and with a seat of its own.

    Its meetings and people have the codes and numbers that a page of the first one could name.
    """
    me = desk.actor
    slug = installation.start_group(
        desk.office, founding_shell(), name="Granngruppen", municipality="Grannby"
    )
    assert slug == THERE
    shell = shell_actor(desk.office, THERE)
    given, _, family = me.name.partition(" ")
    mailbox = "asa.ovningsson@example.se"
    seat = roster.add_person(
        desk.office,
        shell,
        agency_id=roster.agencies(desk.office, shell)[0].id,
        given_name=given,
        family_name=family,
        email=mailbox,
        duty=Duty.REPRESENTATIVE,
        valid_from=desk.office.clock.today(),
    )
    roster.grant_role(desk.office, shell, person_id=seat.person_id, role=Role.COORDINATOR)
    twins_of_meetings(desk.office, shell)
    entrance.ask_for_link(desk.office, address=mailbox, client="x")
    cookie = entrance.sign_in(desk.office, token_in(mails(desk.office)[-1])).cookie
    with signed_in(desk.office, cookie):
        yield


def twins_of_meetings(office: Office, shell: Actor) -> None:
    """Meetings with the codes, states and versions of those that the pages here show."""
    held = begun(office, shell, day="2026-09-16").line
    meetings.close(office, shell, code=held.code, version=held.version)
    taken(office, shell, held.code, MinutesEvent.CIRCULATE)
    booked(office, shell, "2026-12-02")
    with office.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE minutes SET version = (SELECT theirs.version FROM minutes AS theirs "
            "JOIN meeting ON meeting.id = theirs.meeting_id "
            f"WHERE meeting.code = '{held.code}' AND theirs.group_id <> minutes.group_id) "
            f"WHERE group_id = {shell.group_id}"
        )
        session.connection().exec_driver_sql(
            "UPDATE meeting SET version = (SELECT theirs.version FROM meeting AS theirs "
            "WHERE theirs.code = meeting.code AND theirs.group_id <> meeting.group_id) "
            f"WHERE group_id = {shell.group_id}"
        )


def press_everything(page: AppTest) -> int:
    """One run in which every button of the page was pressed at once."""
    buttons = [one for one in page.button if one.key]
    for button in buttons:
        button.click()
    page.run()
    assert not page.exception
    return len(buttons)


def opened(desk: Desk, **group: str) -> list[AppTest]:
    pages = [desk.open(name, **query, **group) for name, query in OPEN]
    assert not any(page.exception for page in pages)
    return pages


@pytest.mark.parametrize("right", ["session", "role"])
def test_what_is_pressed_on_a_page_whose_reader_lost_the_right_changes_nothing(
    desk: Desk, right: str
) -> None:
    pages = opened(desk)
    lose(desk, right)
    before = everything(desk.office)

    pressed = [press_everything(page) for page in pages]

    assert sum(map(bool, pressed)) >= len(OPEN) - 3
    assert everything(desk.office) == before


@pytest.mark.parametrize("what", ["the role is lost", "the address names the other group"])
def test_what_is_pressed_in_one_group_never_lands_in_another(
    desk: Desk, neighbours: None, what: str
) -> None:
    pages = opened(desk, group=HERE)
    if what == "the role is lost":
        here = shell_actor(desk.office, HERE, "asa.ovningsson@example.se")
        with desk.office.transaction() as session:
            for one in session.exec(
                select(RoleGrant).where(RoleGrant.person_id == here.person_id)
            ).all():
                session.delete(one)
            seats = select(Representation).where(Representation.person_id == here.person_id)
            for seat in session.exec(seats).all():
                seat.valid_to = desk.office.clock.today() - timedelta(days=1)
    else:
        for page in pages:
            page.query_params["group"] = THERE
    before = everything(desk.office)

    pressed = [press_everything(page) for page in pages]

    assert sum(map(bool, pressed)) >= len(OPEN) - 3
    assert everything(desk.office) == before
    if what == "the role is lost":
        titles = {title.value for page in pages for title in page.title}
        assert titles == {"Den här gruppen är inte öppen för dig."}


def test_what_was_typed_for_one_group_stands_in_no_field_of_another(
    desk: Desk, neighbours: None
) -> None:
    page = desk.open("settings", group=HERE)
    field = next(one for one in page.text_input if one.value == "Exempelköping")
    field.set_value("Någon annanstans")
    page.run()
    page.query_params["group"] = THERE
    page.run()

    assert "Grannby" in {one.value for one in page.text_input}
    assert "Någon annanstans" not in {one.value for one in page.text_input}
