"""Words that must not come out, planted everywhere, and everything that comes out looked through.

Pages, routes, commands, files, mails, refusals and logs are enumerated from the code, so a later
one is looked through as well. Some tests plant a leak on purpose and see it found.
"""

from __future__ import annotations

import io
import logging
import re
import shlex
import sqlite3
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from pypdf import PdfReader
from sqlalchemy.exc import DBAPIError
from sqlmodel import select
from starlette.routing import Route
from streamlit.testing.v1 import AppTest

from coordinator import cli
from coordinator.access.actor import OFFICE, ORIGINALS, Actor, Role
from coordinator.core.clock import Clock
from coordinator.core.database import Database
from coordinator.core.office import Office
from coordinator.core.settings import Settings
from coordinator.core.translation import speak
from coordinator.entrance import usecases as entrance
from coordinator.groups import in_transaction as groups
from coordinator.invitations import usecases as invitations
from coordinator.meetings import in_transaction as meetings_steps
from coordinator.meetings import usecases as meetings
from coordinator.minutes.lifecycle import MinutesEvent
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.tables import DatePoll, PollInvitee
from coordinator.roster import protection
from coordinator.roster import usecases as roster
from coordinator.roster.views import Duty
from coordinator.terms import usecases as terms
from coordinator.terms.views import NewClosedDay
from coordinator.trail import usecases as trail
from coordinator.ui.navigation import ENTRIES, may_open
from coordinator.web.asgi import ROUTES
from coordinator.wiring import shell_actor, use_office
from tests.access.matrix import PROTECTED, Things, furnish
from tests.cli.helpers import commands
from tests.conftest import TERM_NOW, Databases, _filled, _start, person
from tests.meetings.helpers import at, booked
from tests.minutes.helpers import taken
from tests.scenarios.planting import JOINING, JOINING_PAGE, NOT_TEXT, TEXTS, plant, text_columns
from tests.ui.run import cookie_of, open_page, signed_in

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from tests.web.conftest import HOME, build

GROUPS = ("exempelby", "andraby")
PEOPLE_WITH_ROLES = tuple(role for role in Role if role is not Role.FOUNDER)
NOBODY: frozenset[Role] = frozenset()
# Secrets with readers of their own: the word, and who may read it on a page.
SECRETS: dict[str, frozenset[Role]] = {
    "kanarie-skyddat-fornamn": NOBODY,
    "kanarie-skyddat-efternamn": NOBODY,
    "kanarie-skyddad-titel": NOBODY,
    "kanarie-skyddad-telefon": NOBODY,
    # Somebody whom another group has asked to hide, and who stands everywhere by number.
    "kanarie-dolt-fornamn": NOBODY,
    "kanarie-dolt-efternamn": NOBODY,
    "kanarie-dold-titel": NOBODY,
    "kanarie-dold-telefon": NOBODY,
    "kanarie-dold-adress": NOBODY,
    "kanarie-dold-narvaro": ORIGINALS,
    "kanarie-meddelas-separat": OFFICE,
    "kanarie-mote-med-lank": NOBODY,
    "kanarie-utkast-not": OFFICE,
    "kanarie-utkast-beslut": OFFICE,
    "kanarie-remiss-not": OFFICE | {Role.REGISTRATOR},
    "kanarie-remiss-beslut": OFFICE | {Role.REGISTRATOR},
    "kanarie-installationens-nyckel": NOBODY,
    "kanarie-brevets-losenord": NOBODY,
}
OTHER_WORD = "Annanlarka"


def own_word(place: str) -> str:
    return f"kanarie-egen-{place.replace('.', '-').replace('_', '-')}"


def other_word(place: str) -> str:
    return f"kanarie-annan-{place.replace('.', '-').replace('_', '-')}"


CANARY = re.compile(r"kanarie-[a-z-]*[a-z]|annanlarka", re.IGNORECASE)


def readers_of(word: str) -> frozenset[Role]:
    """Who may read a planted word; nobody reads another group's."""
    own = {own_word(place): readers for place, readers in TEXTS.items()}
    return {**own, **SECRETS}.get(word, NOBODY)


def leaks(
    said: str, role: Role | None, at: str = "", *, shows_names_found: bool = False
) -> set[str]:
    """The planted words in what came out (at an address) that this role may not read.

    ``shows_names_found``: the page cuts texts where a name stands, and the planted names are made
    of the same parts as every planted word: what is left of one that may be read is no leak.
    """
    found = {word.lower() for word in CANARY.findall(said)}
    if shows_names_found:
        whole = [own_word(place) for place, readers in TEXTS.items() if role in readers]
        found = {one for one in found if not any(each.startswith(one) for each in whole)}
    if at == JOINING_PAGE and role in OFFICE | {Role.MEMBER}:
        found -= {own_word(JOINING)}
    if at.startswith("/mail-files/") and role is Role.COORDINATOR:
        found -= {"kanarie-dold-adress"}  # the mails still go, sent by hand
    return {word for word in found if role is None or role not in readers_of(word)}


@dataclass
class Garden:
    """The installation with its planted words, and a cookie of somebody with each one role."""

    office: Office
    own: Things
    other: Things
    told_separately: str
    cookies: dict[Role, str] = field(default_factory=dict)
    people: dict[Role, int] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)


def _settings(address: str) -> Settings:
    return Settings(
        database_url=address,
        secret_key=SecretStr("kanarie-installationens-nyckel"),
        smtp_url=SecretStr("smtp://post:kanarie-brevets-losenord@localhost:1"),
        _env_file=None,
    )


@pytest.fixture(scope="module")
def garden(databases: Databases) -> Iterator[Garden]:
    address = databases.copy("sqlite", "started", _filled(_start, TERM_NOW))
    now = TERM_NOW.astimezone(UTC)
    office = Office(
        _settings(address), Clock(now=lambda: now, is_set_by_hand=True), Database(address)
    )
    shells = [shell_actor(office, group) for group in GROUPS]
    own = furnish(office, shells[0], word="Egenfink", term="HT2026", first=date(2026, 9, 2))
    other = furnish(office, shells[1], word=OTHER_WORD, term="VT2027", first=date(2027, 1, 27))
    _add_protected_person(office, shells[0], own)
    secret = booked(
        office, shells[0], "2026-12-09", venue="kanarie-meddelas-separat",
        venue_kind="told_separately",
    )  # fmt: skip
    for shell, word in zip(shells, (own_word, other_word), strict=True):
        plant(office, shell.group_id, word)
    garden = Garden(office, own, other, secret)
    _plant_secrets(garden)
    _hide_somebody(garden, shells[0])
    for role in PEOPLE_WITH_ROLES:
        garden.people[role] = _holder(office, shells[0], own, role)
        garden.cookies[role] = cookie_of(office, garden.people[role], GROUPS[0])
    _ask_too(garden)
    garden.tokens = [*garden.cookies.values()]
    yield garden
    use_office(None)
    office.database.dispose()


def _add_protected_person(office: Office, shell: Actor, own: Things) -> None:
    roster.add_person(
        office,
        shell,
        agency_id=own.other_agency,
        given_name="kanarie-skyddat-fornamn",
        family_name="kanarie-skyddat-efternamn",
        title="kanarie-skyddad-titel",
        phone="kanarie-skyddad-telefon",
        duty=Duty.REPRESENTATIVE,
        is_protected=True,
        email="funktion@example.se",
        valid_from=office.clock.today(),
    )


def _plant_secrets(garden: Garden) -> None:
    """Past the rules: even a name that got into the row somehow must not come out."""
    by_state = {garden.own.draft: "utkast", garden.own.circulated: "remiss"}
    with garden.office.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE person SET given_name = 'kanarie-skyddat-fornamn', "
            "family_name = 'kanarie-skyddat-efternamn', title = 'kanarie-skyddad-titel', "
            "phone = 'kanarie-skyddad-telefon' WHERE is_protected"
        )
        connection.exec_driver_sql(
            "UPDATE meeting SET venue = 'kanarie-meddelas-separat', "
            "joining_link = 'https://example.se/kanarie-mote-med-lank' "
            f"WHERE code IN ('{garden.told_separately}', '{garden.own.secret}')"
        )
        for code, word in (*by_state.items(), (garden.own.running, "utkast")):
            for table, kind in (("note", "not"), ("decision", "beslut")):
                connection.exec_driver_sql(
                    f"UPDATE {table} SET text = 'kanarie-{word}-{kind}' WHERE meeting_id = "
                    f"(SELECT id FROM meeting WHERE code = '{code}')"
                )


def _hide_somebody(garden: Garden, shell: Actor) -> None:
    """Who answers, leads, writes, adjusts, was there and gets mail, as another group has asked."""
    office, person_id, now = garden.office, garden.own.person, garden.office.clock.now()
    with office.database.engine.begin() as connection:
        for statement in (
            (
                "UPDATE person SET given_name = 'kanarie-dolt-fornamn', "
                "family_name = 'kanarie-dolt-efternamn', title = 'kanarie-dold-titel', "
                "phone = 'kanarie-dold-telefon', email = 'kanarie-dold-adress@example.se', "
                "email_key = 'kanarie-dold-adress@example.se' WHERE id = {}"
            ),
            "UPDATE attendance SET person_name = 'kanarie-dold-narvaro' WHERE person_id = {}",
            (
                "UPDATE outbox_mail SET address = 'kanarie-dold-adress@example.se' "
                "WHERE person_id = {}"
            ),
            (
                f"UPDATE meeting SET chair_id = {{0}}, secretary_id = {{0}} "
                f"WHERE group_id = {shell.group_id}"
            ),
            f"UPDATE minutes SET adjuster_id = {{}} WHERE group_id = {shell.group_id}",
        ):
            connection.exec_driver_sql(statement.format(person_id))
    with office.transaction() as session:
        protection.hide(session, person_id, now)
        meetings_steps.hide_name(session, shell.group_id, person_id, now)
        groups.add_grant(
            session, group_id=shell.group_id, person_id=person_id, role=Role.SECRETARY, now=now
        )


def _holder(office: Office, shell: Actor, own: Things, role: Role) -> int:
    """Somebody new whose one role it is; their name is no canary."""
    seat = roster.add_person(
        office, shell, agency_id=own.other_agency, given_name="Roll", family_name=role.title(),
        duty=Duty.REPRESENTATIVE, email=f"{role}@roll.example.se", valid_from=office.clock.today(),
    )  # fmt: skip
    with office.transaction() as session:
        groups.add_grant(
            session, group_id=shell.group_id, person_id=seat.person_id, role=role,
            now=office.clock.now(),
        )  # fmt: skip
    return seat.person_id


def _ask_too(garden: Garden) -> None:
    """Whoever holds a role is asked about days as well, so that there is a page to read."""
    with garden.office.transaction() as session:
        poll = session.exec(select(DatePoll).where(DatePoll.code == garden.own.poll)).one()
        session.add_all(
            PollInvitee(group_id=poll.group_id, poll_id=poll.id or 0, person_id=one)
            for one in garden.people.values()
        )


def test_every_text_column_is_known() -> None:
    """A new one: is it text that somebody types (TEXTS, with its readers) or not (NOT_TEXT)?"""
    assert set(text_columns()) - set(TEXTS) - NOT_TEXT == set()
    assert (set(TEXTS) | NOT_TEXT) - set(text_columns()) == set()
    assert set(TEXTS) & NOT_TEXT == set()


# Pages ----------------------------------------------------------------------------------------


def everything(test: AppTest) -> str:
    """All that a page sends to the browser, as text."""

    def walk(node: Any) -> Iterator[str]:
        proto = getattr(node, "proto", None)
        if proto is not None:
            yield str(proto)
        for child in getattr(node, "children", {}).values():
            yield from walk(child)

    return "\n".join(walk(test._tree))


def states(garden: Garden) -> dict[str, list[dict[str, str]]]:
    """Addresses under which a page reads differently; every page is opened plainly as well."""
    own, other = garden.own, garden.other
    codes = (own.planned, own.running, own.draft, own.circulated, own.approved)
    foreign = (other.planned, other.draft)
    secret = garden.told_separately
    return {
        "meetings": [
            *({"meeting": code} for code in (*codes, *foreign, secret)),
            *({"meeting": secret, "tab": tab} for tab in ("answers", "invitation")),
            {"plan": "VT2027"},
            {"view": "earlier"},
            {"meeting": own.running, "room": "1"},
            {"ask": "VT2027"},
            *({"poll": code} for code in (own.poll, own.poll_draft, other.poll)),
        ],
        "actions": [{"show": "all"}, {"point": str(own.point)}, {"point": str(other.point)}],
        "information-actions": [{"action": str(own.info)}, {"action": str(other.info)}],
        "group": [
            {"agency": "polis"},
            {"agency": "fvg"},
            {"add": "1"},
            *({"agency": "fvg", "seat": str(one)} for one in (own.seat, other.seat)),
            {"agency": "fvg", "seat": str(own.seat), "protect": "1"},
            *(
                {"person": str(one)}
                for one in (own.holder, other.holder, own.person, own.protected)
            ),
            {"person": str(own.holder), "protect": "1"},
        ],
        "search": [{"q": "kanarie"}, {"q": "Egenfink"}, {"q": "annanl*"}, {"q": "kanari*"}],
        "log": [{"page": "2"}],
        "sendings": [
            *({"show": kind} for kind in ("waiting", "paused", "failed", "gone")),
            *({"mail": str(one)} for one in (own.mail, own.failed_mail, other.mail)),
        ],
    }


SETTINGS_TABS = ("Gruppen", "Stängda dagar", "Planering", "Roller", "Logg", "Säkerhetskopia")


@pytest.mark.parametrize("role", PEOPLE_WITH_ROLES)
def test_no_page_tells_a_role_more_than_it_may_read(garden: Garden, role: Role) -> None:
    opened = 0
    for entry in ENTRIES:
        if not may_open(entry.name, frozenset({role})):
            continue
        for query in ({}, *states(garden).get(entry.name, [])):
            with signed_in(garden.office, garden.cookies[role]):
                test = open_page(entry.name, **query)
                said = [everything(test)]
                if entry.name == "settings":
                    for tab in SETTINGS_TABS:
                        test.session_state["settings_tab"] = tab
                        said.append(everything(test.run()))
            assert not test.exception, (entry.name, query, test.exception[0].stack_trace)
            for text in said:
                found = leaks(text, role, shows_names_found="protect" in query)
                assert found == set(), (entry.name, query)
                assert not [token for token in garden.tokens if token in text]
            opened += 1
    assert opened >= (0 if role is Role.MEMBER else 4 if role is Role.AUDITOR else 12)


def plain_pages(garden: Garden) -> list[str]:
    """The members' pages in their states, about own and foreign things."""
    own, other = garden.own, garden.other
    codes = (own.planned, own.running, own.draft, own.circulated, own.approved, own.secret)
    meetings = (*codes, garden.told_separately, other.planned, other.approved)
    words = ("kanarie", "Egenfink", "annanl*", "kanari*", "kanarie*&page=2")
    return [
        "/my",
        "/my/meetings",
        "/my/meetings?year=2027",
        *(f"/my/meetings/{code}" for code in meetings),
        *(f"/my/meetings/{code}/venue" for code in (own.secret, garden.told_separately)),
        "/my/actions",
        *(f"/my/actions/{one}" for one in (own.point, own.other_point, other.point)),
        f"/my/actions/{own.other_point}?sent=1",
        *(f"/my/polls/{code}" for code in (own.poll, own.poll_draft, other.poll)),
        *(f"/my/search?q={word}" for word in words),
        "/my/sessions",
        "/my/privacy",
        "/my/accessibility",
        "/my/help",
    ]


def browser_with(garden: Garden, role: Role | None) -> Any:
    browser = build(garden.office).browser()
    if role is not None:
        browser.cookies.set(
            "coordinator_session", garden.cookies[role], domain="127.0.0.1", path="/"
        )
    return browser


@pytest.mark.parametrize("role", [*PEOPLE_WITH_ROLES, None])
def test_no_page_of_the_members_tells_more_than_may_be_read(
    garden: Garden, role: Role | None
) -> None:
    use_office(garden.office)
    browser = browser_with(garden, role)
    read, seen = 0, set()
    for address in plain_pages(garden):
        for path in (address, f"{address}{'&' if '?' in address else '?'}group=andraby"):
            answer = browser.get(path)
            said = f"{answer.headers} {answer.text}"
            assert answer.status_code < 500, path
            assert leaks(said, role, at=path) == set(), path
            assert not [token for token in garden.tokens if token in said]
            read += answer.status_code == 200
            seen |= {word.lower() for word in CANARY.findall(answer.text)}
    use_office(None)
    has_pages = role in OFFICE | {Role.MEMBER}
    assert read >= (20 if has_pages else 3)
    assert bool(seen) is has_pages or role in {Role.READER, Role.REGISTRATOR}
    if has_pages:
        assert seen >= {
            "kanarie-egen-meeting-joining-link",
            "kanarie-egen-note-text",
            "kanarie-egen-action-point-text",
            "kanarie-egen-date-poll-message",
        }


def test_the_tabs_of_the_settings_are_all_looked_at(garden: Garden) -> None:
    with signed_in(garden.office, garden.cookies[Role.COORDINATOR]):
        test = open_page("settings")
    assert tuple(tab.label for tab in test.tabs) == SETTINGS_TABS


def test_nobody_without_a_session_reads_anything(garden: Garden) -> None:
    for cookie in (None, "forged"):
        with signed_in(garden.office, cookie):
            for entry in ENTRIES:
                said = everything(open_page("home", group=GROUPS[0], q=entry.name))
                assert leaks(said, None) == set()


def test_the_planted_words_do_come_out_where_they_may(garden: Garden) -> None:
    """Otherwise the tests above would look for what was never there."""
    seen: set[str] = set()
    for name, query in (
        ("meetings", {"meeting": garden.own.draft}),
        ("meetings", {"meeting": garden.own.circulated}),
        ("meetings", {"meeting": garden.told_separately}),
        ("meetings", {"meeting": garden.own.approved}),
        ("actions", {}),
        ("group", {"agency": "polis"}),
        ("group", {}),
    ):
        with signed_in(garden.office, garden.cookies[Role.COORDINATOR]):
            seen |= {word.lower() for word in CANARY.findall(everything(open_page(name, **query)))}
    assert seen >= {
        "kanarie-utkast-not",
        "kanarie-remiss-not",
        "kanarie-egen-note-text",
        "kanarie-egen-action-point-text",
        "kanarie-egen-agency-name",
    }


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("kanarie-skyddat-efternamn", Role.COORDINATOR),
        ("<p>Kanarie-Meddelas-Separat</p>", Role.MEMBER),
        ("xkanarie-annan-note-texty kanarie-annan-note-text", Role.COORDINATOR),
        (OTHER_WORD, Role.COORDINATOR),
        ("kanarie-egen-person-phone", Role.READER),
        ("kanarie-egen-agency-name", None),
        ("kanarie-ny-sort", Role.COORDINATOR),
        ("kanarie-egen-meeting-joining-link", Role.MEMBER),
        ("kanarie-egen-meeting-joining-link", Role.COORDINATOR),
    ],
)
def test_a_leak_on_purpose_is_found(said: str, role: Role | None) -> None:
    assert leaks(said, role)


def test_the_way_into_a_meeting_is_read_on_one_page_alone() -> None:
    link = own_word(JOINING)
    for role in (*PEOPLE_WITH_ROLES, None):
        is_invited = role in OFFICE | {Role.MEMBER}
        assert bool(leaks(link, role, at="/my")) is not is_invited
        for elsewhere in ("", "/my/meetings", "/my/search?q=x", "/my?group=andraby"):
            assert leaks(link, role, at=elsewhere) == {link}
    assert leaks("kanarie-mote-med-lank", Role.MEMBER, at="/my")


def test_a_leak_on_a_page_is_found(garden: Garden, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that forgot to mask the protected person's name."""
    from coordinator.roster import rows_to_views

    monkeypatch.setattr(
        rows_to_views, "name_of", lambda row, *_rest: f"{row.given_name} {row.family_name}"
    )
    with signed_in(garden.office, garden.cookies[Role.COORDINATOR]):
        said = everything(open_page("group", agency="polis"))

    assert "kanarie-skyddat-fornamn" in leaks(said, Role.COORDINATOR)


# Routes and files -----------------------------------------------------------------------------


def addresses_of(garden: Garden, path: str) -> set[str]:
    """Every way a route can be asked, about own and foreign things."""
    own, other = garden.own, garden.other
    codes = (own.planned, own.draft, garden.told_separately, other.planned)
    if "/polls/" in path:
        codes = (own.poll, own.poll_draft, other.poll, other.poll_draft)
    points = (own.point, own.other_point, own.closed_point, other.point)
    addresses = set()
    for group in GROUPS:
        for code, point in zip(codes, points, strict=True):
            values = {"group": group, "code": code, "rest:path": f"/{code}", "point": str(point)}
            values |= {"name": "plain.css", "token": "nothing", "year:int": "2026"}
            address = re.sub(r"{([^}]+)}", lambda found: values[found[1]], path)  # noqa: B023
            addresses.add(f"{address}?q=kanari*" if path.endswith("/search") else address)
    return addresses


def text_of(answer: Any) -> str:
    """All that an answer holds, however it is packed."""
    kind = answer.headers.get("content-type", "")
    if kind == "application/zip":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
            mails = [
                message_from_bytes(packed.read(name), policy=default) for name in packed.namelist()
            ]
        return " ".join(
            f"{mail.items()} {' '.join(str(part.get_content()) for part in leaves(mail))}"
            for mail in mails
        )
    if kind == "application/pdf":
        pages = PdfReader(io.BytesIO(answer.content)).pages
        # Words that were broken at a hyphen are whole again.
        return " ".join(re.sub(r"-\s*\n", "-", page.extract_text()) for page in pages)
    return str(answer.text)


def leaves(mail: Any) -> Iterator[Any]:
    return (part for part in mail.walk() if not part.is_multipart())


@pytest.mark.parametrize("role", [*PEOPLE_WITH_ROLES, None])
def test_no_route_tells_more_than_may_be_read(garden: Garden, role: Role | None) -> None:
    use_office(garden.office)
    asked: set[str] = set()
    for route in ROUTES:
        assert isinstance(route, Route)
        for address in sorted(addresses_of(garden, route.path)):
            for method in sorted((route.methods or {"GET"}) - {"HEAD"}):
                browser = browser_with(garden, role)
                if route.path == "/sign-out":
                    continue  # ends the session; its answer is a redirect
                answer = browser.request(method, address, headers={"Origin": HOME})
                said = f"{answer.headers} {text_of(answer)}"
                assert leaks(said, role, at=address) == set(), (method, address)
                asked.add(route.path)
    assert asked == {route.path for route in ROUTES if isinstance(route, Route)} - {"/sign-out"}
    use_office(None)


def test_the_planted_words_do_come_out_of_packed_files(garden: Garden) -> None:
    """Otherwise the files above would be looked through and nothing read."""
    use_office(garden.office)
    browser = browser_with(garden, Role.COORDINATOR)
    mails = text_of(browser.get("/mail-files/exempelby.zip"))
    plan = text_of(browser.get("/year-plan/exempelby/2026.pdf"))
    use_office(None)

    assert {own_word("outbox_mail.subject"), own_word("outbox_mail.text")} <= set(
        CANARY.findall(mails)
    )
    assert own_word("meeting.venue") in CANARY.findall(plan)


def test_the_file_of_the_log_holds_names_of_people_and_nothing_typed(garden: Garden) -> None:
    use_office(garden.office)
    browser = build(garden.office).browser()
    browser.cookies.set(
        "coordinator_session", garden.cookies[Role.AUDITOR], domain="127.0.0.1", path="/"
    )
    answer = browser.get("/log-file/exempelby.csv")
    assert answer.status_code == 200
    found = {word.lower() for word in CANARY.findall(answer.text)}
    assert found <= {own_word("person.given_name"), own_word("person.family_name")}
    use_office(None)


def test_the_trail_itself_holds_no_text_name_or_address(garden: Garden) -> None:
    """What the use cases of the stage typed stands in no entry, nor do names of people."""
    with garden.office.database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM trail_entry").all()
    said = " ".join(str(row) for row in rows)

    assert len(rows) > 60
    for word in (
        *PROTECTED,
        "Egenfink",
        "egenfink",
        OTHER_WORD,
        "kanarie",
        "Nadia",
        "example.se",
        "Anteckn",
    ):
        assert word not in said, word


# Commands -------------------------------------------------------------------------------------

SHELL_ROLES: dict[str, Role] = {
    "": Role.COORDINATOR,
    "--as member@roll.example.se": Role.MEMBER,
    "--as reader@roll.example.se": Role.READER,
    "--as auditor@roll.example.se": Role.AUDITOR,
}
# How each command is typed; ``{as}`` where it can be narrowed to a person.
COMMANDS: dict[str, list[str]] = {
    "init": [],  # the start below would need another database: only its help is read
    "demo": ["demo"],
    "serve": [],  # prints one-time links on purpose, to whoever starts the server
    "ask-elsewhere": ["ask-elsewhere 1 --own-wish --group exempelby"],
    "sign-in-link": ["sign-in-link nobody@example.se --group exempelby"],
    "role": ["role reader@roll.example.se reader --group exempelby"],
    "closed-days": [
        "closed-days --from 2026-08-01 --group exempelby {as}",
        "closed-days --from 2026-08-01 --json --group exempelby {as}",
    ],
    "plan": ["plan VT2027 --group exempelby {as}", "plan VT2027 --json --group exempelby {as}"],
    "schedule": [
        (
            "schedule HT2026 --date 2026-11-18 --start 09:00 --end 10:00 --extra x "
            "--group exempelby {as}"
        )
    ],
    "reschedule": ["reschedule {draft} --date 2026-11-19 --reason x --group exempelby {as}"],
    "cancel": ["cancel {draft} --reason x --group exempelby {as}"],
    "meetings": ["meetings --group exempelby {as}", "meetings --json --group exempelby {as}"],
    "ics": ["ics {planned} --group exempelby {as}", "ics {secret} --group exempelby {as}"],
    "search": [
        "search kanarie --group exempelby {as}",
        "search Egenfink --json --group exempelby {as}",
        "search Annanlarka --group exempelby {as}",
    ],
    "check-text": ["check-text {file}"],
    "migrate": ["migrate"],
    "backup": [],  # everything, to whoever may read the database: looked through below
    "restore": ["restore {file}"],
    "doctor": ["doctor", "doctor --json"],
    "deliver": ["deliver", "deliver --json"],
    "import closed-days": ["import closed-days {file} --group exempelby {as}"],
    "import roster": ["import roster {file} --group exempelby {as}"],
}


def test_every_command_is_typed_here() -> None:
    assert set(commands()) == set(COMMANDS)


Typed = Callable[[str], str]


@pytest.fixture
def typed(garden: Garden, monkeypatch: pytest.MonkeyPatch, capfd: Any, tmp_path: Path) -> Typed:
    """Types a command on the planted installation; all that it prints and logs."""
    settings = garden.office.settings
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("COORDINATOR_SECRET_KEY", "kanarie-installationens-nyckel")
    monkeypatch.setenv("COORDINATOR_SMTP_URL", "smtp://p:kanarie-brevets-losenord@localhost:1")
    monkeypatch.setenv("COORDINATOR_NOW", TERM_NOW.isoformat())
    monkeypatch.setenv("LANG", "sv_SE.UTF-8")
    (tmp_path / "file.csv").write_text("Namn\nkant\n", encoding="utf-8")

    def type_(line: str) -> str:
        words = {
            "draft": garden.own.draft,
            "planned": garden.own.planned,
            "secret": garden.told_separately,
            "file": "file.csv",
        }
        capfd.readouterr()
        for name, value in words.items():
            line = line.replace(f"{{{name}}}", value)
        monkeypatch.setattr(sys, "argv", ["coordinator", *shlex.split(line)])
        with suppress(SystemExit):
            cli.main()
        sys.stdout.flush()
        out, err = capfd.readouterr()
        return str(out) + str(err)

    return type_


@pytest.mark.parametrize("narrowed", SHELL_ROLES)
@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_no_command_tells_more_than_may_be_read(
    typed: Typed, garden: Garden, command: str, narrowed: str
) -> None:
    lines = [f"{command} --help", *COMMANDS[command]]
    for line in lines:
        if narrowed and "{as}" not in line:
            continue
        said = typed(line.replace("{as}", narrowed))

        assert "Traceback" not in said, said
        assert leaks(said, SHELL_ROLES[narrowed]) == set(), line
        assert not [token for token in garden.tokens if token in said]


def test_a_backup_holds_no_secret_of_the_installation(
    typed: Typed, garden: Garden, tmp_path: Path
) -> None:
    said = typed("backup everything.zip")
    with zipfile.ZipFile(tmp_path / "everything.zip") as packed:
        held = " ".join(packed.read(name).decode() for name in packed.namelist())

    assert leaks(said, None) == set()
    assert "kanarie-installationens-nyckel" not in held
    assert "kanarie-brevets-losenord" not in held
    assert not [token for token in garden.tokens if token in held]
    assert "kanarie-annan-note-text" in held


# Mails, refusals and logs ---------------------------------------------------------------------


@pytest.fixture
def copied(garden: Garden, tmp_path: Path) -> Iterator[Office]:
    """The planted installation once more, each of its people with an address of their own."""
    file = tmp_path / "copy.sqlite"
    source = garden.office.settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(file)) as new:
        old.backup(new)
    settings = _settings(f"sqlite:///{file}")
    office = replace(garden.office, settings=settings, database=Database(settings.database_url))
    with office.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE person SET email = 'p' || id || '@example.se', "
            "email_key = 'p' || id || '@example.se' WHERE email IS NOT NULL"
        )
    yield office
    office.database.dispose()


def test_no_mail_tells_what_its_reader_may_not_know(garden: Garden, copied: Office) -> None:
    """Everything that sends is done with planted texts; what the office wrote itself is no news.

    Each mail is read as a member's, whatever else its recipient is; its subject as anybody's who
    sees a phone's screen.
    """
    newest = "SELECT MAX(id) FROM outbox_mail"
    with copied.database.engine.connect() as connection:
        before = connection.exec_driver_sql(newest).scalar() or 0
    everything_that_sends(garden, copied)
    with copied.database.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT kind, person_id, subject, text, html FROM outbox_mail WHERE id > ?", (before,)
        ).all()
    for kind, person_id, subject, text, html in rows:
        assert leaks(subject, None) == set(), kind
        role = Role.MEMBER if person_id else None
        assert leaks(f"{text} {html}", role) == set(), kind
    assert {kind for kind, *_rest in rows} >= {"minutes", "poll", "sign_in_link", "one_time_code"}
    assert len(rows) > 10
    # The words of a question do go out: so the texts above are read with the planted ones in them.
    assert own_word("date_poll.message") in " ".join(str(row.text) for row in rows)


def everything_that_sends(garden: Garden, office: Office) -> None:
    shell, own = shell_actor(office, GROUPS[0]), garden.own
    taken(office, shell, own.draft, MinutesEvent.CIRCULATE)
    taken(office, shell, own.approved, MinutesEvent.SEND)
    date_polls.open_poll(office, shell, code=own.poll_draft, version=1)
    date_polls.remind_poll(office, shell, code=own.poll)
    date_polls.ask_newcomers(office, shell, code=own.poll)
    member = shell_actor(office, GROUPS[0], f"p{garden.people[Role.MEMBER]}@example.se")
    meetings.ask_for_venue(office, member, code=garden.told_separately)
    entrance.send_sign_in_link(office, shell, person_id=own.person)
    entrance.ask_for_link(office, address=f"p{own.person}@example.se", client="test")
    invitations.reschedule(
        office, shell, code=own.planned, start=at("2026-11-25"), end=at("2026-11-25", "15:30"),
        reason="kanarie-utkast-not", accepted=frozenset({"plan-doubtful", "date-doubtful"}),
    )  # fmt: skip
    invitations.cancel(office, shell, code=own.planned, reason="kanarie-utkast-not")


def test_a_refusal_of_the_database_shows_no_value_in_page_or_log(
    garden: Garden, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(DBAPIError) as refused, garden.office.transaction() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO note (text, nothing) VALUES (?, 1)", ("kanarie-utkast-not",)
        )
    with caplog.at_level(logging.ERROR):
        logging.getLogger("coordinator").error("reference 1", exc_info=refused.value)

    assert leaks(str(refused.value) + caplog.text, None) == set()


def test_a_broken_page_tells_its_number_and_nothing_of_the_fault(
    garden: Garden, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from coordinator.meetings.store import counted

    def breaks(*_given: object, **_named: object) -> None:
        raise RuntimeError("kanarie-utkast-not")

    monkeypatch.setattr(counted, "_counted", breaks)
    use_office(garden.office)
    browser = build(garden.office).browser()
    browser.cookies.set(
        "coordinator_session", garden.cookies[Role.MEMBER], domain="127.0.0.1", path="/"
    )

    answer = browser.get(f"/calendar-file/exempelby/{garden.own.planned}.ics")

    assert answer.status_code == 500
    assert leaks(answer.text, None) == set()
    assert "reference" in caplog.text
    use_office(None)


def test_what_was_done_here_logged_nothing_that_was_planted(
    garden: Garden, caplog: pytest.LogCaptureFixture
) -> None:
    """The busiest page and a few acts, with every logger listening."""
    shell = replace(person(garden.office, "coordinator@example.se", GROUPS[0]), origin="page")
    with caplog.at_level(logging.DEBUG):
        with signed_in(garden.office, garden.cookies[Role.COORDINATOR]):
            open_page("meetings", meeting=garden.own.running)
        terms.add_closed_day(
            garden.office,
            shell,
            new=NewClosedDay(
                name="kanarie-utkast-not", first_day=date(2026, 11, 3), last_day=date(2026, 11, 3)
            ),
        )
        trail.export_trail(garden.office, shell)

    speak("sv")
    assert leaks(caplog.text, None) == set()
