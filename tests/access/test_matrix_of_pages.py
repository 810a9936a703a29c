"""Every page and route x every role x own and other group's things.

What should happen follows from ``access.rules.MAY`` and the tables here. A new page or route that
stands in none of them fails.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

import pytest
from starlette.routing import Route

from coordinator.access import cookies
from coordinator.access.actor import OFFICE, Role
from coordinator.actions import usecases as actions
from coordinator.core.clock import Clock
from coordinator.core.database import Database
from coordinator.core.office import Office
from coordinator.core.settings import Settings
from coordinator.groups import in_transaction as groups
from coordinator.groups import store as group_store
from coordinator.ui.navigation import ENTRIES, entries_for
from coordinator.web.asgi import ROUTES
from coordinator.wiring import shell_actor, use_office
from tests.access.matrix import (
    OTHER,
    OUTSIDER,
    OWN,
    Things,
    furnish,
)
from tests.conftest import TERM_NOW, Databases, _filled, _start, person
from tests.house.usecases import MAY

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from tests.web.conftest import HOME, Site, build, press_button

# Pages ----------------------------------------------------------------------------------------

_DESK = {Role.COORDINATOR, Role.SECRETARY}
_READING = {*_DESK, Role.READER, Role.REGISTRATOR}
# Members have none of these: their pages are the plain ones, among the routes below.
PAGES: dict[str, set[Role]] = {
    "home": _READING,
    "meetings": _READING,
    "actions": _DESK,
    "information-actions": _DESK,
    "group": _DESK,
    "settings": {Role.COORDINATOR},
    "log": {Role.AUDITOR},
    "sendings": _DESK,
    "search": _READING,
    "privacy": {*_READING, Role.AUDITOR},
    "accessibility": {*_READING, Role.AUDITOR},
    "help": {*_READING, Role.AUDITOR},
}


def test_every_page_is_there_for_the_roles_of_the_table_and_no_others() -> None:
    assert {entry.name: set(entry.roles) for entry in ENTRIES} == PAGES
    for role in Role:
        shown = {entry.name for entry in entries_for(frozenset({role}))}
        assert shown == {name for name, roles in PAGES.items() if role in roles}
    assert entries_for(frozenset()) == ()
    assert entries_for(frozenset({Role.MEMBER})) == ()


# Routes ---------------------------------------------------------------------------------------

SIGNED_IN = {role for role in Role if role is not Role.FOUNDER}
Answers = Callable[[Role | None], int]


def _open(status: int) -> Answers:
    return lambda _role: status


def _for(use_case: str) -> Answers:
    """A file behind the session: sent to sign in, refused, or given."""
    return lambda role: 303 if role is None else 200 if role in MAY[use_case] else 403


def _mine() -> Answers:
    """A member's page, which the office may look at too; everybody else is led to their own."""
    return lambda role: 200 if role in OFFICE | {Role.MEMBER} else 303


def _with_session(status: int) -> Answers:
    return lambda role: 303 if role is None else status


def _form(others: int) -> Answers:
    """Without a session, or with an old page's token, what was typed is shown and nothing done."""
    return lambda role: 400 if role is None or role in OFFICE | {Role.MEMBER} else others


# Method and path: (what an address is filled with, who gets which status).
ROUTE_TABLE: dict[tuple[str, str], tuple[str, Answers]] = {
    ("GET", "/healthz"): ("/healthz", _open(200)),
    ("GET", "/sign-in"): ("/sign-in", _open(200)),
    ("POST", "/sign-in"): ("/sign-in", _open(400)),  # no form token: nothing happens
    ("GET", "/sign-in/{token}"): ("/sign-in/nothing", _open(400)),
    ("GET", "/sign-in/asked"): ("/sign-in/asked", _open(200)),
    ("POST", "/sign-in/mail"): ("/sign-in/mail", _open(400)),
    ("GET", "/sign-in/code"): ("/sign-in/code?link=nothing", _open(400)),
    ("POST", "/sign-in/code"): ("/sign-in/code", _open(400)),
    ("GET", "/sign-in/with/{name}"): ("/sign-in/with/nobody", _open(404)),
    ("GET", "/sign-out/with/{name}"): ("/sign-out/with/nobody", _open(404)),
    ("POST", "/sign-out"): ("/sign-out", _open(303)),
    ("GET", "/signed-out"): ("/signed-out", _open(200)),
    ("POST", "/language"): ("/language", _open(303)),
    ("POST", "/last-words"): ("/last-words", lambda role: 401 if role is None else 400),
    ("POST", "/drafts"): ("/drafts", lambda role: 401 if role is None else 400),  # no form token
    ("GET", "/calendar-file/{group}/{code}.ics"): (
        "/calendar-file/{group}/{code}.ics",
        _for("invitations.calendar_file"),
    ),
    ("GET", "/mail-files/{group}.zip"): (
        "/mail-files/{group}.zip",
        _for("invitations.mail_files"),
    ),
    ("GET", "/my"): ("/my", _mine()),
    ("GET", "/my/meetings"): ("/my/meetings", _mine()),
    ("GET", "/my/meetings/{code}"): ("/my/meetings/{code}", _mine()),
    ("POST", "/my/meetings/{code}"): ("/my/meetings/{code}", _form(303)),
    # The place itself is told for a code alone: see the room's own tests.
    ("GET", "/my/meetings/{code}/venue"): (
        "/my/meetings/{secret}/venue",
        _for("meetings.ask_for_venue"),
    ),
    ("POST", "/my/meetings/{code}/venue"): ("/my/meetings/{secret}/venue", _open(400)),
    ("GET", "/my/actions"): ("/my/actions", _mine()),
    ("GET", "/my/actions/{point}"): ("/my/actions/{point}", _mine()),
    ("POST", "/my/actions/{point}"): ("/my/actions/{point}", _form(303)),
    ("GET", "/my/polls/{code}"): ("/my/polls/{poll}", _mine()),
    ("POST", "/my/polls/{code}"): ("/my/polls/{poll}", _form(303)),
    ("GET", "/my/search"): ("/my/search?q={word}", _mine()),
    ("GET", "/my/privacy"): ("/my/privacy", _open(200)),
    ("GET", "/my/accessibility"): ("/my/accessibility", _open(200)),
    ("GET", "/my/help"): ("/my/help", _open(200)),
    ("GET", "/my/details"): ("/my/details", _with_session(200)),
    ("POST", "/my/details"): ("/my/details", _open(400)),
    ("GET", "/choose-group"): ("/choose-group", _with_session(200)),
    ("GET", "/your-file"): (
        "/your-file?next=%2Fyear-plan%2F{group}%2F2026.pdf",
        _with_session(200),
    ),
    # For whoever starts a new installation; here a group stands.
    ("GET", "/start"): ("/start", _open(303)),
    ("GET", "/start/group"): ("/start/group", _open(303)),
    ("POST", "/start/group"): ("/start/group", lambda role: 400 if role is None else 303),
    ("POST", "/start/example"): ("/start/example", lambda role: 400 if role is None else 303),
    ("GET", "/my/sessions"): ("/my/sessions", _with_session(200)),
    ("POST", "/my/sessions"): ("/my/sessions", _open(400)),
    ("GET", "/log-file/{group}.csv"): ("/log-file/{group}.csv", _for("access.export_trail")),
    ("GET", "/year-plan/{group}/{year:int}.pdf"): (
        "/year-plan/{group}/2026.pdf",
        _for("planning.year_plan"),
    ),
    ("GET", "/poll/{token}"): ("/poll/nothing", _open(404)),
    ("POST", "/poll/{token}"): ("/poll/nothing", _open(404)),
    ("GET", "/app-assets/{name}"): ("/app-assets/plain.css", _open(200)),
}
# Beside the table: addresses below ours that lead nowhere.
NOWHERE = "{rest:path}"


def routes() -> set[tuple[str, str]]:
    found = set()
    for route in ROUTES:
        assert isinstance(route, Route)
        if not route.path.endswith(NOWHERE):
            methods = (route.methods or {"GET"}) - {"HEAD"}
            found |= {(method, route.path) for method in methods}
    return found


def test_every_route_stands_in_the_matrix() -> None:
    assert routes() == set(ROUTE_TABLE)


@dataclass(frozen=True)
class Where:
    """The site, and what an address is filled with to name things of one group or the other."""

    site: Site
    own: dict[str, str]
    other: dict[str, str]


def named(group: str, things: Things) -> dict[str, str]:
    return {
        "group": group,
        "code": things.planned,
        "secret": things.secret,
        "point": str(things.point),
        "poll": things.poll,
        "word": things.word,
    }


@pytest.fixture(scope="module")
def site(databases: Databases) -> Iterator[Where]:
    address = databases.copy("sqlite", "started", _filled(_start, TERM_NOW))
    now = TERM_NOW.astimezone(UTC)
    office = Office(
        Settings(database_url=address, _env_file=None),
        Clock(now=lambda: now, is_set_by_hand=True),
        Database(address),
    )
    own = furnish(
        office, shell_actor(office, "exempelby"), word=OWN, term="HT2026", first=date(2026, 9, 2)
    )
    other = furnish(
        office, shell_actor(office, "andraby"), word=OTHER, term="VT2027", first=date(2027, 1, 27)
    )
    use_office(office)
    yield Where(build(office), named("exempelby", own), named("andraby", other))
    use_office(None)
    office.database.dispose()


def browser_of(site: Site, role: Role | None) -> Any:
    """A browser in which somebody with that one role has signed in."""
    if role is None:
        return site.browser()
    someone = person(site.office, "member@example.se", "exempelby")
    with site.office.transaction() as session:
        for held in groups.roles_of(session, someone.group_id, someone.person_id or 0):
            session.delete(
                group_store.grant(session, someone.group_id, someone.person_id or 0, held)
            )
        groups.add_grant(
            session,
            group_id=someone.group_id,
            person_id=someone.person_id or 0,
            role=role,
            now=site.office.clock.now(),
        )
    return site.signed_in(someone.person_id)


@pytest.mark.parametrize("role", [*sorted(SIGNED_IN), OUTSIDER])
def test_each_route_answers_each_role_as_the_table_says(site: Where, role: Role | None) -> None:
    for (method, path), (address, expected) in ROUTE_TABLE.items():
        browser = browser_of(site.site, role)
        answer = asked(browser, method, address.format_map(site.own))
        assert answer.status_code == expected(role), (method, path)
        assert OTHER not in answer.text


def asked(browser: Any, method: str, address: str, **fields: str) -> Any:
    return browser.request(method, address, headers={"Origin": HOME}, data=fields or None)


# What names a thing in an address; a searched word names none.
NAMING = {"group", "code", "secret", "point", "poll"}


def foreign_addresses(where: Where, address: str) -> Iterator[tuple[str, bool]]:
    """The address with every part of it in turn, and the whole, from the other group.

    With each: whether the other group itself is named.
    """
    named = [name for name in sorted(NAMING) if f"{{{name}}}" in address]
    for taken in {*((name,) for name in named), tuple(named)} - {()}:
        yield (
            address.format_map(where.own | {name: where.other[name] for name in taken}),
            "group" in taken,
        )


@pytest.mark.parametrize("role", [*sorted(SIGNED_IN), OUTSIDER])
def test_nothing_of_another_group_is_found_at_any_address(site: Where, role: Role | None) -> None:
    tried, browser = 0, browser_of(site.site, role)
    for (method, path), (address, expected) in ROUTE_TABLE.items():
        for foreign, names_group in foreign_addresses(site, address):
            answer = asked(browser, method, foreign)

            status = expected(role)
            if role is not None and (names_group or status == 200):
                status = 404
            assert answer.status_code == status, (method, path, foreign)
            assert OTHER not in answer.text
            tried += 1
    assert tried >= 10


# They look the same in every group, and to whoever is in none.
OF_NO_GROUP = {"/my/privacy", "/my/accessibility", "/my/help", "/my/sessions"}


@pytest.mark.parametrize("role", sorted(SIGNED_IN))
def test_no_page_of_ones_own_opens_in_another_group(site: Where, role: Role) -> None:
    browser = browser_of(site.site, role)
    for (method, path), (address, _expected) in ROUTE_TABLE.items():
        if not path.startswith("/my") or path in OF_NO_GROUP:
            continue
        for things in (site.own, site.other):
            plain = address.format_map(things)
            foreign = f"{plain}{'&' if '?' in plain else '?'}group=andraby"
            answer = asked(browser, method, foreign)
            assert answer.status_code == 404, (method, foreign)
            assert OTHER not in answer.text


def test_another_agencys_point_has_no_page_and_takes_no_report(site: Where) -> None:
    member = person(site.site.office, "member@example.se", "exempelby")
    points = actions.action_points(
        site.site.office, shell_actor(site.site.office, "exempelby"), limit=100
    ).points
    foreign = [one for one in points if one.agency_id not in member.agency_ids]

    assert foreign
    browser = browser_of(site.site, Role.MEMBER)
    token = cookies.form_token(browser.cookies["coordinator_session"])
    tried = [*(one.id for one in foreign), site.other["point"]]
    for point_id in tried:
        read = asked(browser, "GET", f"/my/actions/{point_id}")
        told = asked(browser, "POST", f"/my/actions/{point_id}", form_token=token, text="Klart")
        assert (read.status_code, told.status_code) == (404, 404)
    own = site.own["point"]
    told = asked(browser, "POST", f"/my/actions/{own}", form_token=token, text="Klart")
    assert told.status_code == 303


def test_a_used_link_opens_nothing(site: Where) -> None:
    where = site.site
    someone = person(where.office, "coordinator@example.se", "exempelby")
    token = where.link(someone.person_id)
    assert press_button(where.browser(), token).status_code == 303

    assert where.browser().get(f"/sign-in/{token}").status_code == 400
