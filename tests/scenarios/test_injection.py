"""Markup planted in every text is shown as it was typed: no page, file or plain page runs it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from starlette.routing import Route
from streamlit.testing.v1 import AppTest

from coordinator.access.actor import Role
from coordinator.core.clock import Clock
from coordinator.core.database import Database
from coordinator.core.office import Office
from coordinator.core.settings import Settings
from coordinator.groups import in_transaction as groups
from coordinator.ui.navigation import ENTRIES, entries_for, may_open
from coordinator.web.asgi import ROUTES
from coordinator.wiring import shell_actor, use_office
from tests.access.matrix import Things, furnish
from tests.conftest import TERM_NOW, Databases, _filled, _start
from tests.scenarios.nasty import NASTY
from tests.scenarios.planting import plant
from tests.ui.run import cookie_of, open_page, signed_in

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from tests.web.conftest import HOME, build

# Signs of the above that Streamlit's Markdown would act upon, unless a backslash stands before.
ACTIVE = re.compile(
    r"(?<!\\)(?:<(?:script|img|a |b )|\[kanin|:material/kanin|:red|\$kanin|\*\*kanin)"
)
# Fields of Streamlit's messages that the browser shows as plain text, never as Markdown.
PLAIN = {
    *("TextInput.value", "TextInput.default", "TextInput.placeholder", "TextArea.value"),
    *("TextArea.default", "TextArea.placeholder", "Selectbox.options", "Selectbox.raw_value"),
    *("MultiSelect.options", "MultiSelect.raw_values", "Html.body", "Heading.anchor"),
}
ROLES = (Role.COORDINATOR, Role.MEMBER, Role.READER)


@dataclass
class Stage:
    office: Office
    own: Things
    cookies: dict[Role, str]


@pytest.fixture(scope="module")
def stage(databases: Databases) -> Iterator[Stage]:
    address = databases.copy("sqlite", "started", _filled(_start, TERM_NOW))
    now = TERM_NOW.astimezone(UTC)
    office = Office(
        Settings(database_url=address, _env_file=None),
        Clock(now=lambda: now, is_set_by_hand=True),
        Database(address),
    )
    shell = shell_actor(office, "exempelby")
    own = furnish(office, shell, word="Egenfink", term="HT2026", first=date(2026, 9, 2))
    plant(office, shell.group_id, lambda _place: NASTY)
    with office.transaction() as session:
        for role in ROLES:
            groups.add_grant(
                session, group_id=shell.group_id, person_id=own.person, role=role, now=now
            )
    cookies: dict[Role, str] = {}
    for role in ROLES:
        cookies[role] = cookie_of(office, _only(office, shell.group_id, role), "exempelby")
    yield Stage(office, own, cookies)
    use_office(None)
    office.database.dispose()


def _only(office: Office, group_id: int, role: Role) -> int:
    """Somebody of the started group who holds that role alone."""
    with office.database.engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT person_id FROM role_grant WHERE group_id = ? GROUP BY person_id "
            "HAVING COUNT(*) = 1 AND MAX(role) = ?",
            (group_id, role.value),
        )
        return int(found.scalars().first() or 0)


def fields(message: Any) -> Iterator[tuple[str, str]]:
    """Every string that a page's element sends, by ``Message.field``."""
    for descriptor, value in message.ListFields():
        is_one = isinstance(value, str | bytes) or not hasattr(value, "__iter__")
        for one in [value] if is_one else value:
            if isinstance(one, str):
                yield f"{message.DESCRIPTOR.name}.{descriptor.name}", one
            elif hasattr(one, "ListFields"):
                yield from fields(one)


def sent(test: AppTest) -> Iterator[tuple[str, str]]:
    def walk(node: Any) -> Iterator[tuple[str, str]]:
        proto = getattr(node, "proto", None)
        if hasattr(proto, "ListFields"):
            yield from fields(proto)
        for child in getattr(node, "children", {}).values():
            yield from walk(child)

    yield from walk(test._tree)


def dangers(html: str) -> list[str]:
    """Elements and attributes in our own HTML that came out of a planted text."""
    soup = BeautifulSoup(html, "html.parser")
    found = [str(tag) for tag in soup.find_all(["script", "img", "iframe", "object"])]
    for tag in soup.find_all(True):
        found += [f"{tag.name} {name}" for name in tag.attrs if name.startswith("on")]
        for name in ("href", "src", "action"):
            address = str(tag.get(name, ""))
            if address.strip().lower().startswith(("javascript:", "data:", "http://kanin")):
                found.append(f"{tag.name} {name}={address}")
    return [one for one in found if "kanin" in one or one.split()[-1].startswith("on")]


def states(own: Things) -> dict[str, list[dict[str, str]]]:
    codes = (own.planned, own.running, own.draft, own.circulated, own.approved)
    return {
        "meetings": [
            *({"meeting": code} for code in codes),
            {"meeting": own.planned, "tab": "answers"},
            {"meeting": own.planned, "tab": "invitation"},
            {"view": "earlier"},
            {"plan": "HT2026"},
            {"meeting": own.running, "room": "1"},
        ],
        "actions": [{"show": "all"}, {"point": str(own.point)}],
        "information-actions": [{"action": str(own.info)}],
        "group": [{"agency": "polis"}, {"agency": "fvg"}],
        "search": [{"q": "Egenfink"}, {"q": NASTY[:100]}],
    }


@pytest.mark.parametrize("role", ROLES)
def test_no_page_acts_upon_what_somebody_typed(stage: Stage, role: Role) -> None:
    seen, faults = 0, set()
    for entry in ENTRIES:
        if not may_open(entry.name, frozenset({role})):
            continue
        for query in ({}, *states(stage.own).get(entry.name, [])):
            with signed_in(stage.office, stage.cookies[role]):
                test = open_page(entry.name, **query)
            assert not test.exception, (entry.name, query)
            for place, text in sent(test):
                seen += "kanin" in text
                if place == "Html.body":
                    faults |= {f"{entry.name}: {one}" for one in dangers(text)}
                elif place not in PLAIN and not place.endswith(".id") and ACTIVE.search(text):
                    faults.add(f"{entry.name} {query}: {place}: {text[:80]}")
    assert sorted(faults) == []
    assert (seen > 10) is bool(entries_for(frozenset({role})))


def test_no_page_of_the_members_acts_upon_what_somebody_typed(stage: Stage) -> None:
    use_office(stage.office)
    browser = build(stage.office).browser()
    browser.cookies.set(
        "coordinator_session", stage.cookies[Role.MEMBER], domain="127.0.0.1", path="/"
    )
    own = stage.own
    codes = (own.planned, own.running, own.draft, own.circulated, own.approved, own.secret)
    addresses = [
        "/my",
        "/my/meetings",
        *(f"/my/meetings/{code}" for code in codes),
        f"/my/meetings/{own.secret}/venue",
        "/my/actions",
        f"/my/actions/{own.point}",
        f"/my/polls/{own.poll}",
        "/my/sessions",
        "/my/search?q=Egenfink",
        f"/my/search?q={quote(NASTY[:100])}",
    ]
    seen = 0
    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert dangers(answer.text) == [], address
        seen += answer.text.count("kanin()")
    use_office(None)
    assert seen > 10


def test_a_text_that_is_not_made_literal_is_found() -> None:
    assert ACTIVE.search(NASTY)
    assert dangers(f"<p>{NASTY}</p>")
    assert dangers('<a href=" JavaScript:kanin()">x</a>')
    assert not dangers("<p>&lt;script&gt;kanin()&lt;/script&gt;</p>")


def test_no_plain_page_or_file_acts_upon_it(stage: Stage) -> None:
    use_office(stage.office)
    browser = build(stage.office).browser()
    browser.cookies.set(
        "coordinator_session", stage.cookies[Role.COORDINATOR], domain="127.0.0.1", path="/"
    )
    for route in ROUTES:
        assert isinstance(route, Route)
        if route.path == "/sign-out" or "GET" not in (route.methods or {"GET"}):
            continue
        address = route.path.replace("{group}", "exempelby").replace("{code}", stage.own.planned)
        for word in ("plain.css", NASTY.replace("/", "")):
            asked = re.sub(r"{[^}]+}", lambda _found: word, address)  # noqa: B023
            answer = browser.get(asked, headers={"Origin": HOME})
            kind = answer.headers.get("content-type", "")
            if kind.startswith("text/html"):
                assert dangers(answer.text) == [], asked
            else:
                assert answer.headers["x-content-type-options"] == "nosniff"
    use_office(None)


@pytest.mark.parametrize(
    "path",
    [
        "/calendar-file/..%2f..%2fdata/x.ics",
        "/calendar-file/exempelby/..%2f..%2f..%2fetc%2fpasswd.ics",
        "/calendar-file/exempelby/%2e%2e%2f%2e%2e%2fetc%2fpasswd%00.ics",
        "/log-file/..%2f..%2fetc%2fpasswd.csv",
        "/log-file/exempelby%00.csv",
        "/app-assets/..%5c..%5cetc%5cpasswd",
        "/sign-in/..%2f..%2fetc%2fpasswd",
        "/static/..%2f..%2fapp.py",
        "/media/..%2f..%2fetc%2fpasswd",
        "/..%2fapp.py",
        "//etc/passwd",
    ],
)
def test_no_address_leads_to_a_file_of_the_machine(stage: Stage, path: str) -> None:
    use_office(stage.office)
    browser = build(stage.office).browser()
    browser.cookies.set(
        "coordinator_session", stage.cookies[Role.COORDINATOR], domain="127.0.0.1", path="/"
    )
    answer = browser.get(path)
    assert answer.status_code in {200, 400, 403, 404}
    assert "root:" not in answer.text
    assert "st.App" not in answer.text
    use_office(None)
