"""Every plain page in both languages, reached by its links: none mixes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from coordinator.access import cookies
from coordinator.core.messages import SENTENCES, Counted
from coordinator.core.office import Office
from coordinator.core.translation import LANGUAGES, Language, _, ngettext, speaking
from coordinator.wiring import use_office
from tests.entrance.helpers import mails
from tests.one_language import Written, mixed, of_html, own_words, written
from tests.ui.run import cookie_of, demo_office, person_of, with_polls
from tests.web.conftest import build

MEMBER = "P01"
MOST = 40
STRANGERS = ("/sign-in", "/sign-in/asked", "/signed-out", "/no-such-page", "/sign-in/x", "/p/x")


@pytest.fixture
def example(tmp_path: Path) -> Iterator[Office]:
    office, _cookie = demo_office(tmp_path / "demo.sqlite")
    with_polls(office)
    use_office(office)
    yield office
    use_office(None)


def pages(office: Office, language: Language) -> Iterator[tuple[str, str]]:
    """Address and HTML of the pages of a member, each kind once, and of those for anybody."""
    stranger, member = build(office).browser(), build(office).browser()
    member.cookies.set(cookies.SESSION, cookie_of(office, person_of(office, MEMBER)))
    for browser in (stranger, member):
        browser.headers["Accept-Language"] = language
    for path in STRANGERS:
        yield path, stranger.get(path).text
    seen: set[str] = set()
    waiting = ["/my?group=exempelkoping", "/my/search?group=exempelkoping&q=samverkan"]
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        kind = re.sub(r"\d+", "0", address.partition("#")[0])
        if kind in seen or not address.startswith("/my") or ".ics" in address:
            continue
        seen.add(kind)
        answer = member.get(address)
        assert answer.status_code == 200, address
        yield address, answer.text
        soup = BeautifulSoup(answer.text, "html.parser")
        waiting += [str(link["href"]) for link in soup.select("a[href]")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_plain_page_mixes_its_languages(example: Office, language: Language) -> None:
    people = written(example) | {"samverkan"}
    found, read = [], []
    for address, page in pages(example, language):
        read.append(address)
        assert f'<html lang="{language}"' in page
        # A search's hits are cut from what people wrote, so they cannot be looked up there.
        own = re.sub(r"<p[^>]*>(?:(?!</p>).)*<mark>.*?</p>", "", page, flags=re.DOTALL)
        found += [f"{address}: {text}" for text in mixed(of_html(own), language, people)]
    assert len(read) > 15, read
    assert found == [], "\n".join(found)


def test_what_people_wrote_says_that_it_is_swedish_on_english_plain_pages(example: Office) -> None:
    asked = Written(("samverkan",))
    found = [
        f"{address}: {text}"
        for address, page in pages(example, "en")
        for text in mixed(of_html(page), "en", asked)
    ]
    assert found == [], "\n".join(found)


def test_every_mail_of_the_example_is_in_its_own_language(example: Office) -> None:
    people = written(example)
    sent = [mail for mail in mails(example) if mail.html]
    assert sent
    for mail in sent:
        assert '<html lang="sv"' in str(mail.html)
        assert mixed([*of_html(str(mail.html)), str(mail.subject)], "sv", people) == []


@pytest.mark.parametrize(
    ("language", "strange"),
    [
        ("en", r"[åäö]\w|\w[åäö]|\b(?:och|att|inte|som|av|till|det|ett)\b"),
        ("sv", r"\b(?:the|and|is|not|of|this|that|with|it|are|cannot)\b"),
    ],
)
def test_no_error_says_a_word_of_the_other_language(language: Language, strange: str) -> None:
    """Words that each language has for its own, whatever the catalog holds by mistake."""
    with speaking(language):
        said = [form for text in SENTENCES.values() for form in forms(text)]
    assert [text for text in said if re.search(strange, own_words(text).lower())] == []


def forms(text: str) -> list[str]:
    if not isinstance(text, Counted):
        return [_(text)]
    places = dict.fromkeys(set(re.findall(r"\{(\w+)\}", text + text.many)) - {"n"}, "")
    return [ngettext(text, text.many, number, **places) for number in (1, 2)]
