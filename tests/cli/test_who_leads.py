"""A group that nobody can come in to is seen, and what is printed is the way in."""

from __future__ import annotations

import re
import shlex
from contextlib import redirect_stdout
from io import StringIO

from sqlmodel import select

from coordinator.cli import installation as command
from coordinator.core.office import Office
from coordinator.core.settings import Settings
from coordinator.installation.doctor import examine
from coordinator.installation.views import Finding
from coordinator.roster.tables import Person
from coordinator.wiring import open_office, use_office
from tests.cli.helpers import Answer, Shell, is_ok, told
from tests.conftest import Cast
from tests.web.conftest import build, press_button


def commands_in(text: str) -> list[list[str]]:
    found = re.findall(r"coordinator ((?:role|sign-in-link) .*?)(?=  |$)", text, re.MULTILINE)
    return [shlex.split(one) for one in found]


def comes_in_and_leads(shell: Shell, said: str) -> None:
    """What was printed is typed as it stands; the link opens the group's own page."""
    role, link = commands_in(said)
    assert shell(*role).status == 0
    printed: Answer = shell(*link)
    office = open_office(Settings())
    use_office(office)
    browser = build(office).browser()
    try:
        entered = press_button(browser, printed.out.strip().rsplit("/", 1)[1])
        assert entered.headers["location"] == "/"
        assert browser.get("/settings").status_code == 200
    finally:
        use_office(None)
        office.database.dispose()


def test_the_doctor_sees_a_group_without_anybody_and_its_way_out_works(on_nothing: Shell) -> None:
    on_nothing("init", "--municipality", "Lund")

    said = told(on_nothing("doctor"), "coordinators lund")

    assert "Ingen kan logga in och leda gruppen lund." in said
    comes_in_and_leads(on_nothing, said)
    after = on_nothing("doctor")
    assert is_ok(after, "coordinators lund")
    assert "En person kan logga in och leda gruppen" in after.out


def test_the_server_says_it_when_it_starts_and_its_way_out_works(on_nothing: Shell) -> None:
    on_nothing("init", "--municipality", "Lund", "--coordinator", "led@example.se")
    on_nothing("init", "--municipality", "Eslöv")
    office = open_office(Settings())

    printed = StringIO()
    with redirect_stdout(printed):
        command._print_first_links(office)

    office.database.dispose()
    said = printed.getvalue()
    assert "leda gruppen eslov." in said
    assert "Lund" not in said
    comes_in_and_leads(on_nothing, said)


def test_an_installation_without_a_group_is_told_how_to_begin(on_nothing: Shell) -> None:
    on_nothing("migrate")

    assert "coordinator init" in on_nothing("doctor").out


def test_a_coordinator_whose_address_was_taken_away_by_hand_is_seen(
    office: Office, cast: Cast
) -> None:
    """As an older version, or somebody with the database open, may have left it."""

    def found() -> Finding:
        return next(one for one in examine(office) if one.subject == "coordinators exempelby")

    assert found().ok
    with office.transaction() as session:
        person = session.exec(select(Person).where(Person.id == cast.coordinator.person_id)).one()
        person.email = person.email_key = None
        session.add(person)

    assert not found().ok
    assert found().code == "doctor-nobody-leads"
