"""Language, our own files, and a meeting's calendar file."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from coordinator.access import cookies
from coordinator.core import addresses
from coordinator.core.clock import STOCKHOLM
from coordinator.meetings.views import NewMeeting
from coordinator.planning import usecases as planning
from coordinator.wiring import shell_actor
from tests.conftest import Cast
from tests.core.mail_cast import put
from tests.web.conftest import HOME, Site, send, token_of


@pytest.fixture
def engine() -> str:
    """Nothing here depends on the engine."""
    return "sqlite"


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        (f"{HOME}/meetings?group=exempelby&term=HT2026", "/meetings?group=exempelby&term=HT2026"),
        (f"{HOME}/", "/"),
        (f"{HOME}/sign-in/AbC-_9", "/sign-in/AbC-_9"),
        (f"{HOME}/signed-out", "/signed-out"),
        (f"{HOME}/my?group=exempelby", "/my?group=exempelby"),
        (f"{HOME}/my/meetings/HT2026-1?group=exempelby", "/my/meetings/HT2026-1?group=exempelby"),
        (f"{HOME}/my/../..//evil.example", "/"),
        (f"{HOME}/my//evil.example", "/"),
        (f"{HOME}/mystery", "/"),
        (None, "/"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("https://evil.example/meetings", "/meetings"),
        (f"{HOME}//evil.example", "/"),
        (f"{HOME}/\\evil.example", "/"),
        (f"{HOME}/%09/evil.example", "/"),
        (f"{HOME}/%2f%2fevil.example", "/"),
        (f"{HOME}@evil.example/", "/"),
        (f"{HOME}.evil.example/", "/"),
        (f"{HOME}/sign-in/a/../../..//evil.example", "/"),
        (f"{HOME}/sign-in/x%0d%0aSet-Cookie: a=b", "/"),
        ("javascript:alert(1)", "/"),
        ("//evil.example", "/"),
        ("http://[evil", "/"),
        ("/\\evil.example", "/"),
    ],
)
def test_choosing_a_language_leads_back_into_the_product(
    site: Site, referer: str | None, back: str
) -> None:
    browser = site.browser()
    headers = {"Origin": HOME} | ({} if referer is None else {"Referer": referer})

    data = {"to": "en", "form_token": token_of(browser)}
    answer = browser.post("/language", data=data, headers=headers)

    assert answer.status_code == 303
    assert answer.headers["location"] == back
    assert browser.cookies[cookies.LANGUAGE] == "en"


@pytest.mark.parametrize("wish", ["de", "", "sv; Domain=evil.example", "en\r\nX: y"])
def test_an_unknown_language_is_not_kept(site: Site, wish: str) -> None:
    browser = site.browser()

    answer = send(browser, "/language", to=wish)

    assert answer.status_code == 303
    assert cookies.LANGUAGE not in browser.cookies
    assert "x" not in answer.headers


def test_the_chosen_language_goes_before_the_browsers(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.coordinator.person_id)
    assert 'lang="sv"' in browser.get("/sign-in").text

    send(browser, "/language", to="en")

    assert 'lang="en"' in browser.get("/sign-in").text
    assert 'lang="en"' in browser.get("/meetings").text


@pytest.mark.parametrize("name", ["plain.css", "look.css", "boot.js", "links.js", "favicon.svg"])
def test_our_own_files_are_served(site: Site, name: str) -> None:
    answer = site.browser().get(f"/app-assets/{name}")

    assert answer.status_code == 200
    assert answer.headers["x-content-type-options"] == "nosniff"
    again = site.browser().get(
        f"/app-assets/{name}", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code in {200, 304}


@pytest.mark.parametrize(
    "path",
    [
        "../html.py",
        "..%2fhtml.py",
        "%2e%2e%2fhtml.py",
        "..%2f..%2f..%2fdata%2fcoordinator.sqlite",
        "..%5chtml.py",
        "....//html.py",
        "plain.css/../../html.py",
        "%2fetc%2fpasswd",
        "plain.css%00.js",
        "",
        "__init__.py",
        "a" * 5000 + ".css",
    ],
)
def test_no_path_leads_out_of_the_folder(site: Site, path: str) -> None:
    answer = site.browser().get(f"/app-assets/{path}")

    assert answer.status_code == 404
    assert "import" not in answer.text


def booked(site: Site, group: str) -> str:
    start = datetime(2026, 9, 10, 13, tzinfo=STOCKHOLM)
    new = NewMeeting(start=start, end=start + timedelta(hours=2))
    (code,) = planning.book(site.office, shell_actor(site.office, group), meetings=(new,))
    return code


def test_a_signed_in_reader_gets_the_file(site: Site, cast: Cast) -> None:
    code = booked(site, "exempelby")

    for actor in (cast.coordinator, cast.member, cast.reader):
        answer = site.signed_in(actor.person_id).get(addresses.calendar_file("exempelby", code))

        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert "mote-2026-09-10.ics" in answer.headers["content-disposition"]
        assert answer.headers["cache-control"] == "no-store"
        assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")
        assert b"METHOD:PUBLISH" in answer.content
        assert b"ATTENDEE" not in answer.content


def test_the_coordinator_alone_gets_the_mails_that_wait_as_files(site: Site, cast: Cast) -> None:
    path = addresses.mail_files("exempelby")
    chief = site.signed_in(cast.coordinator.person_id)
    assert chief.get(path).status_code == 400  # nothing waits
    put(site.office, group_id=cast.coordinator.group_id)

    answer = chief.get(path)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert "utskick-2026-08-17.zip" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.startswith(b"PK")
    assert site.browser().get(path).headers["location"] == addresses.sign_in_first(path)
    for actor in (cast.member, cast.reader):
        assert site.signed_in(actor.person_id).get(path).status_code == 403
    assert chief.get(addresses.mail_files("andraby")).status_code == 404
    assert chief.get("/mail-files/exempelby").status_code == 404


def test_without_a_cookie_there_is_no_file(site: Site, cast: Cast) -> None:
    code = booked(site, "exempelby")
    forged, left = site.browser(), site.signed_in(cast.member.person_id)
    forged.cookies.set(cookies.SESSION, "forged", domain="127.0.0.1", path="/")
    kept = left.cookies[cookies.SESSION]
    send(left, "/sign-out")
    left.cookies.set(cookies.SESSION, kept, domain="127.0.0.1", path="/")

    for browser in (site.browser(), forged, left):
        path = addresses.calendar_file("exempelby", code)
        answer = browser.get(path)

        assert answer.status_code == 303
        assert answer.headers["location"] == addresses.sign_in_first(path)
        assert b"VCALENDAR" not in answer.content


def test_another_groups_meeting_does_not_exist(site: Site, cast: Cast) -> None:
    code = booked(site, "andraby")
    browser = site.signed_in(cast.coordinator.person_id)

    for path in (
        addresses.calendar_file("andraby", code),
        addresses.calendar_file("exempelby", code),
        addresses.calendar_file("nowhere", code),
        addresses.calendar_file("exempelby", "HT2026-99"),
        addresses.calendar_file("exempelby", "' OR 1=1 --"),
        "/calendar-file/exempelby/..%2fandraby%2fHT2026-1.ics",
    ):
        answer = browser.get(path)

        assert answer.status_code == 404, path
        assert b"VCALENDAR" not in answer.content


def test_an_address_that_no_database_takes_is_no_page(site: Site, cast: Cast) -> None:
    """PostgreSQL takes neither a NUL in a text nor a number of twenty figures."""
    browser = site.signed_in(cast.coordinator.person_id)
    for path in ("/my/meetings/%00", "/my/polls/a%00", "/calendar-file/exempelby/%00.ics"):
        assert browser.get(path).status_code == 404
    assert browser.get("/log-file/exempelby.csv?person=99999999999").status_code == 400
