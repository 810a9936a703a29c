"""What somebody would try at the door: each tried here, each refused."""

from __future__ import annotations

import re
import secrets
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from sqlmodel import select

from coordinator.access import cookies
from coordinator.access import in_transaction as access_steps
from coordinator.access.tables import BrowserSession, SignInAttempt, SignInLink
from coordinator.core import addresses
from coordinator.core.outbox.tables import OutboxMail
from coordinator.entrance.personal_links import personal_token
from coordinator.wiring import actor_of
from tests.conftest import Cast, Hand
from tests.entrance.helpers import seat
from tests.web.conftest import HOME, Site, form_token, press_button, send, token_of

EVIL = "https://evil.example"
FOREIGN_PAGES = (
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\x00/my",
    "javascript:alert(1)",
    "data:text/html,x",
    "http:evil.example",
    "/my@evil.example",
    "https:/my",
    "/my/../../etc/passwd",
    "/my/..%2f..%2fetc",
    "/my/%2e%2e/x",
    "/media/x",
    "/_stcore/stream",
    "/sign-out",
    "/oauth2callback?code=x",
    "/language",
    "/my\r\nSet-Cookie: a=b",
    "/" + "m" * 600,
    "[",
    "//[",
    "/my/" + "\u202e" + "x",
)


def hidden(page: str, name: str = "form_token") -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def ask(browser: Any, address: str, **more: str) -> httpx.Response:
    """Opens the page, fills in the address, sends the form."""
    query = f"?next={quote(more['next'])}" if "next" in more else ""
    page = browser.get(f"/sign-in{query}")
    fields = {"form_token": hidden(page.text), "next": hidden(page.text, "next")} | more
    return send(browser, "/sign-in/mail", address=address, **fields)


def last_link(site: Site) -> str:
    with site.office.reading() as session:
        mail = session.exec(select(OutboxMail)).all()[-1]
        return mail.text.split("/sign-in/", 1)[1].split()[0]


def test_known_and_unknown_addresses_get_the_very_same_answer(site: Site) -> None:
    answers = []
    for address in ("member@example.se", "nobody@example.se"):
        browser = site.browser()
        sent = ask(browser, address)
        page = browser.get(sent.headers["location"])
        told = {k: v for k, v in sent.headers.items() if k != "date"}
        same = page.text.replace(token_of(browser), "")
        answers.append((sent.status_code, sent.text, told, same))

    assert answers[0] == answers[1]
    assert "Om adressen finns hos oss" in answers[0][3]


def test_a_mailed_link_leads_to_the_page_that_was_wished_for(site: Site) -> None:
    browser = site.browser()
    ask(browser, "coordinator@example.se", next="/meetings?group=exempelby&m=HT2026-1")

    answer = press_button(browser, last_link(site))

    assert answer.headers["location"] == "/meetings?group=exempelby&m=HT2026-1"


@pytest.mark.parametrize("wish", FOREIGN_PAGES)
def test_no_wish_leads_off_our_own_pages(site: Site, wish: str) -> None:
    assert addresses.onward(wish) is None
    browser = site.browser()
    page = browser.get("/sign-in", params={"next": wish})
    assert hidden(page.text, "next") == ""
    # Nor does one that a changed form sends, nor one that stands in the database already.
    send(
        browser,
        "/sign-in/mail",
        form_token=hidden(page.text),
        next=wish,
        address="coordinator@example.se",
    )
    assert press_button(browser, last_link(site)).headers["location"] == "/"


def test_a_wish_in_the_database_is_looked_at_again(site: Site, cast: Cast) -> None:
    with site.office.transaction() as session:
        token = access_steps.add_link(
            session,
            person_ids=[cast.coordinator.person_id or 0],
            now=site.office.clock.now(),
            next_path="//evil.example",
        )

    assert press_button(site.browser(), token).headers["location"] == "/"


def test_a_member_is_not_led_to_the_offices_pages(site: Site) -> None:
    browser = site.browser()
    ask(browser, "member@example.se", next="/settings")

    answer = press_button(browser, last_link(site))

    assert answer.headers["location"] == "/my?group=exempelby"


@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-in/mail", "/sign-in/code", "/my/sessions", "/sign-out", "/language"]
)
@pytest.mark.parametrize("origin", [EVIL, "null", f"{HOME}.evil.example", None])
def test_no_form_of_another_site_gets_through(
    site: Site, cast: Cast, path: str, origin: str | None
) -> None:
    browser = site.signed_in(cast.member.person_id)
    headers = {"Origin": origin} if origin else {}

    answer = browser.post(path, data={"address": "member@example.se"}, headers=headers)

    assert answer.status_code == 403
    assert actor_of(site.office, browser.cookies[cookies.SESSION], None) is not None
    with site.office.reading() as session:
        assert session.exec(select(OutboxMail)).all() == []


@pytest.mark.parametrize("sent", [None, "", "wrong", "\x00", "é"])
@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/mail", "/sign-in/code", "/my/sessions"])
def test_a_form_without_its_own_value_is_refused(
    site: Site, cast: Cast, path: str, sent: str | None
) -> None:
    browser = site.signed_in(cast.member.person_id)
    browser.get("/sign-in")
    browser.get("/my/sessions")
    token = site.link(cast.reader.person_id)
    link = personal_token(site.office.settings, cast.reader.person_id or 0)
    fields = {"token": token, "address": "member@example.se", "session": "others", "link": link}

    given = fields if sent is None else {**fields, "form_token": sent}
    answer = browser.post(path, data=given, headers={"Origin": HOME})

    assert answer.status_code == 400
    with site.office.reading() as session:
        assert session.exec(select(OutboxMail)).all() == []
        assert session.exec(select(SignInAttempt)).all() == []
        link_row = session.exec(select(SignInLink).order_by(SignInLink.id)).all()[-1]  # type: ignore[arg-type]
        assert link_row.used_at is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "A" * 43,
        "\x00" * 43,
        "é" * 43,
        "..",
        "' OR 1=1 --",
        "a" * 8000,
        '"quoted"',
        "a;b",
        "a=b",
    ],
)
def test_a_forged_cookie_opens_nothing(site: Site, cast: Cast, value: str) -> None:
    site.signed_in(cast.member.person_id)
    raw = f"{cookies.SESSION}={value}".encode()
    browser = site.browser()

    page = browser.get("/my/sessions", headers={"Cookie": raw})

    assert page.status_code == 303
    assert page.headers["location"] == "/sign-in?next=%2Fmy%2Fsessions"
    assert browser.get("/media/x", headers={"Cookie": raw}).status_code == 403


def test_the_hash_of_a_cookie_is_no_cookie(site: Site, cast: Cast) -> None:
    site.signed_in(cast.member.person_id)
    with site.office.reading() as session:
        kept = session.exec(select(BrowserSession)).one().token_hash

    assert actor_of(site.office, kept, None) is None


def test_every_sign_in_gets_a_cookie_of_its_own(site: Site, cast: Cast) -> None:
    browser = site.browser()
    seen = set()
    for _ in range(3):
        press_button(browser, site.link(cast.member.person_id))
        seen.add(browser.cookies[cookies.SESSION])

    assert len(seen) == 3
    # Each ended the one before.
    assert sum(actor_of(site.office, one, None) is not None for one in seen) == 1


def test_a_cookie_after_signing_out_is_worth_nothing_anywhere(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.member.person_id)
    kept = browser.cookies[cookies.SESSION]
    assert browser.get("/my/sessions").status_code == 200
    send(browser, "/sign-out")

    replay = site.browser()
    replay.cookies.set(cookies.SESSION, kept, domain="127.0.0.1", path="/")

    assert replay.get("/my/sessions").status_code == 303
    assert replay.get("/calendar-file/exempelby/HT2026-1.ics").status_code == 303
    assert replay.get("/media/x").status_code == 403


def test_a_large_form_is_refused_whole(site: Site) -> None:
    browser = site.browser()
    token = hidden(browser.get("/sign-in").text)

    answer = send(
        browser, "/sign-in/mail", form_token=token, address="a@b.se", more="x" * 1_000_000
    )

    assert answer.status_code == 400
    with site.office.reading() as session:
        assert session.exec(select(SignInAttempt)).all() == []


@pytest.mark.parametrize(
    "body",
    [b"\x00", b"address=%00&form_token=%00", b"%ff%fe", b"&&&===", b"form_token", b"a=" * 5000],
)
def test_no_body_breaks_a_form(site: Site, body: bytes) -> None:
    for path in ("/sign-in", "/sign-in/mail", "/sign-in/code"):
        answer = site.browser().post(
            path,
            content=body,
            headers={"Origin": HOME, "Content-Type": "application/x-www-form-urlencoded"},
        )
        assert answer.status_code == 400


@pytest.mark.parametrize(
    "address", ["a@b.se\r\nBcc: all@b.se", "<script>@b.se", "a@b.se,c@d.se", "\x00", "x" * 5000]
)
def test_what_is_no_address_is_said_and_escaped(site: Site, address: str) -> None:
    answer = ask(site.browser(), address)

    assert answer.status_code == 400
    assert "<script>" not in answer.text
    with site.office.reading() as session:
        assert session.exec(select(OutboxMail)).all() == []


def test_asking_too_often_is_refused_in_words(site: Site, hand: Hand) -> None:
    for _ in range(5):
        assert ask(site.browser(), "nobody@example.se").status_code == 303

    answer = ask(site.browser(), "nobody@example.se")

    assert answer.status_code == 400
    assert "Vänta en kvart" in answer.text


def test_a_shared_mailboxs_link_wants_to_know_who_presses(site: Site, cast: Cast) -> None:
    seat(site.office, email="box@example.se", given_name="Alva", family_name="Alm")
    second = seat(site.office, email="box@example.se", given_name="Bo", family_name="Berg")
    ask(site.browser(), "box@example.se")
    token, browser = last_link(site), site.browser()
    page = browser.get(f"/sign-in/{token}").text
    assert "Alva Alm" in page
    assert "box@" not in page
    value = hidden(page)

    silent = send(browser, "/sign-in", token=token, form_token=value)
    lying = send(
        browser,
        "/sign-in",
        token=token,
        form_token=value,
        person=str(cast.coordinator.person_id),
    )
    odd = send(browser, "/sign-in", token=token, form_token=value, person="-1 OR 1")
    right = send(browser, "/sign-in", token=token, form_token=value, person=str(second))

    assert [one.status_code for one in (silent, lying, odd, right)] == [400, 400, 400, 303]


def test_a_code_is_sent_and_typed(site: Site, cast: Cast) -> None:
    link = personal_token(site.office.settings, cast.coordinator.person_id or 0)
    browser = site.browser()
    offered = browser.get(addresses.code(link))
    assert offered.status_code == 200
    with site.office.reading() as session:
        assert session.exec(select(OutboxMail)).all() == []
    sent = send(browser, "/sign-in/code", link=link, form_token=hidden(offered.text))
    with site.office.reading() as session:
        text = session.exec(select(OutboxMail)).one().text
    code = re.search(r"^(\d{3} \d{3})$", text, re.MULTILINE)
    assert code

    wrong = send(
        browser, "/sign-in/code", link=link, form_token=hidden(sent.text), code="12345678901"
    )
    right = send(browser, "/sign-in/code", link=link, form_token=hidden(wrong.text), code=code[1])

    assert wrong.status_code == 400
    assert "inte rätt kod" in wrong.text
    assert (right.status_code, right.headers["location"]) == (303, "/my?group=exempelby")
    assert cookies.SESSION in browser.cookies


def test_a_changed_personal_link_offers_nothing(site: Site, cast: Cast) -> None:
    link = personal_token(site.office.settings, cast.member.person_id or 0)

    for odd in (link[:-2], "", "x", secrets.token_urlsafe(60)):
        assert site.browser().get(addresses.code(odd)).status_code == 400


def test_own_sessions_are_shown_and_ended(site: Site, cast: Cast) -> None:
    phone, desk = site.browser(), site.browser()
    phone.headers["User-Agent"] = "Mozilla/5.0 (iPhone; CPU) Version/17 Mobile Safari/604.1"
    desk.headers["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0) Gecko Firefox/140.0"
    for browser in (phone, desk):
        press_button(browser, site.link(cast.member.person_id))
    stranger = site.signed_in(cast.other_member.person_id)

    page = desk.get("/my/sessions")

    assert "Firefox, Windows" in page.text
    assert "Safari, iPhone" in page.text
    assert page.text.count("Det är här du är nu") == 1
    assert desk.cookies[cookies.SESSION] not in page.text
    theirs = hidden(stranger.get("/my/sessions").text)
    chosen = hidden(page.text, "session")
    # Somebody else's session is not found, however the form is changed.
    assert send(stranger, "/my/sessions", form_token=theirs, session=chosen).status_code == 404
    assert phone.get("/my/sessions").status_code == 200
    ended = send(desk, "/my/sessions", form_token=hidden(page.text), session=chosen)
    assert ended.status_code == 303
    assert phone.get("/my/sessions").status_code == 303
    assert desk.get("/my/sessions").status_code == 200


def test_without_a_provider_its_doors_are_shut(site: Site) -> None:
    for path in ("/auth/login", "/oauth2callback", "/sign-in/with/kommun", "/sign-out/with/kommun"):
        assert site.browser().get(path).status_code == 404
    assert site.reached == []


def test_a_link_that_was_opened_before_does_not_fix_the_session(site: Site, cast: Cast) -> None:
    """Somebody opens the link first, keeps its form value, and lets the victim press."""
    token = site.link(cast.member.person_id)
    attacker, victim = site.browser(), site.browser()
    known = form_token(attacker, token)
    press_button(victim, token)

    late = send(attacker, "/sign-in", token=token, form_token=known)

    assert late.status_code == 400
    assert cookies.SESSION not in attacker.cookies
