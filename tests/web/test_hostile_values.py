"""Whatever stands in an address, no plain route breaks: it answers, refuses, or knows nothing."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.routing import Route

from coordinator.web import asgi
from tests.conftest import Cast
from tests.web.conftest import Site

VALUES = (
    *("0001-01-01", "9999-12-31", "2026-02-31"),
    *("-1", "9" * 10, str(2**63), "\u0663"),  # the last one is a digit, and none of ours
    *("\x00", "\ud800", "' OR 1=1 --", "x" * 700),
)
WEB = Path(asgi.__file__).parent
PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")
# What the routes' code asks of a query.
ASKED = re.compile(
    r"(?:query_params|asked|query)(?:\.get\(|\[|\.getlist\()\"(\w+)\""
    r"|\"(\w+)\" in \w*\.?query_params"
)


def routes() -> list[Route]:
    """Every address of the route table that is opened by looking, but those for all the rest."""
    return [
        route
        for route in asgi.ROUTES
        if isinstance(route, Route)
        and "GET" in (route.methods or {"GET"})
        and not route.path.endswith("{rest:path}")
    ]


@cache
def names_in(file: Path) -> frozenset[str]:
    return frozenset(one or other for one, other in ASKED.findall(file.read_text("utf-8")))


def names(route: Route) -> list[str]:
    """What the route may read of the query: in its own module, or in one without routes."""
    own = Path(inspect.getfile(inspect.unwrap(route.endpoint)))
    ours = {Path(inspect.getfile(inspect.unwrap(one.endpoint))) for one in routes()}
    shared = {file for file in WEB.rglob("*.py") if file not in ours}
    return sorted(frozenset[str]().union(*(names_in(file) for file in {own, *shared})))


def encoded(value: str) -> str:
    return quote(value.encode("utf-8", "surrogatepass"), safe="")


def bent(route: Route) -> Iterator[str]:
    """The address with each hostile value in every place at once, twice, and with no value."""
    asked = [name for name in names(route) if name != "group"]
    if PLACE.search(route.path) or names_in(Path(inspect.getfile(inspect.unwrap(route.endpoint)))):
        for value in map(encoded, VALUES):
            query = "&".join(f"{name}={value}" for name in asked)
            yield f"{filled(route.path, value, 'exempelby')}?{query}&{query}&group=exempelby"
    yield f"{filled(route.path, '%00', '%00')}?group=%00"
    yield f"{filled(route.path, 'x', 'exempelby')}?" + "&".join(f"{name}=" for name in asked)


def filled(path: str, value: str, group: str) -> str:
    return PLACE.sub(lambda found: (group if found[1] == "group" else value) or "x", path)


def test_the_parameters_are_found_where_they_are_read() -> None:
    asked = {route.path: names(route) for route in routes()}
    assert {"first", "last", "person", "group"} <= set(asked["/log-file/{group}.csv"])
    assert "next" in asked["/sign-in"]
    assert len(asked) > 25


@pytest.mark.parametrize("engine", ["sqlite"])
def test_no_address_breaks_a_plain_route(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.coordinator.person_id)
    broken = []
    for route in routes():
        for address in bent(route):
            answer = browser.get(address)
            if answer.status_code >= 500:
                broken.append(f"{answer.status_code} {address[:200]}")
    assert broken == []


@pytest.mark.parametrize(("name", "day"), [("first", "0001-01-01"), ("last", "9999-12-31")])
def test_the_log_is_taken_out_whole_between_the_first_day_and_the_last(
    site: Site, cast: Cast, name: str, day: str
) -> None:
    browser = site.signed_in(cast.coordinator.person_id)
    whole = browser.get("/log-file/exempelby.csv").text.splitlines()
    answer = browser.get(f"/log-file/exempelby.csv?{name}={day}")
    assert answer.status_code == 200
    assert (
        answer.text.splitlines()[-len(whole) + 1 :] == whole[1:]
    )  # newest first: this is told too
    other = "last" if name == "first" else "first"
    assert len(browser.get(f"/log-file/exempelby.csv?{other}={day}").text.splitlines()) == 1
