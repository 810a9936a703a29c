"""The plain pages: whole without a script, in two languages, everything escaped."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from coordinator.core.clock import STOCKHOLM
from coordinator.core.translation import Language, speak
from coordinator.entrance.views import OwnSession, SharedBy
from coordinator.web import pages
from coordinator.web.pages import draw

NOW = datetime(2026, 8, 17, 9, tzinfo=STOCKHOLM)
NASTY = "<script>x</script>"
FOLDER = Path(pages.__file__).parent / "templates"
PAGES: list[tuple[str, dict[str, Any]]] = [
    (
        "sign_in.html",
        {"action": "/sign-in", "token": NASTY, "until": NASTY},
    ),
    (
        "sign_in.html",
        {
            "action": "/sign-in",
            "token": NASTY,
            "people": [SharedBy(1, NASTY), SharedBy(2, NASTY)],
        },
    ),
    (
        "sign_in_help.html",
        {
            "action": "/sign-in/mail",
            "onward": NASTY,
            "mail_goes": False,
            "providers": [(NASTY, "/sign-in/with/a")],
            "home": "",
            "why": NASTY,
            "typed": NASTY,
            "faults": {"address": NASTY},
        },
    ),
    ("sign_in_asked.html", {"mail_goes": True, "is_late": False}),
    ("sign_in_asked.html", {"mail_goes": True, "is_late": True}),
    ("sign_in_asked.html", {"mail_goes": False, "is_late": False}),
    (
        "sign_in_code.html",
        {
            "action": "/sign-in/code",
            "link": NASTY,
            "onward": NASTY,
            "is_sent": True,
            "typed": NASTY,
            "faults": {"code": NASTY},
            "mail_goes": True,
        },
    ),
    (
        "own_sessions.html",
        {
            "action": "/my/sessions",
            "sign_out_url": "/sign-out",
            "sessions": [(OwnSession(1, "link", "", NOW, NOW, is_this=False), NASTY, NASTY, NASTY)],
            "has_others": True,
            "home_url": "/",
        },
    ),
    (
        "typed_before.html",
        {
            "title": "Skicka igen",
            "is_signed_in": True,
            "who": NASTY,
            "action": "/my/actions/1",
            "sign_in": "/sign-in",
            "written": [(NASTY, NASTY)],
            "kept": {NASTY: NASTY},
            "asked": "en",
        },
    ),
    (
        "start_group.html",
        {
            "title": "Starta gruppen",
            "typed": {"name": NASTY, "email": NASTY},
            "faults": {"name": NASTY, "agency_slug": NASTY},
            "agencies": [(NASTY, NASTY)],
        },
    ),
    ("start.html", {"title": "Start", "problem": NASTY}),
    ("your_file.html", {"title": "Din fil", "file": NASTY, "home_url": "/"}),
    ("signed_out.html", {"provider_label": NASTY, "provider_url": "/sign-out/with/a"}),
    ("signed_out.html", {}),
    ("error.html", {"title": NASTY, "text": NASTY, "reference": NASTY, "todo": [NASTY]}),
    ("error.html", {"title": "Fel", "text": "Gör så här.", "reference": None}),
]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("name", "values"), PAGES)
def test_a_plain_page_is_whole(name: str, values: dict[str, Any], language: Language) -> None:
    speak(language)
    page = BeautifulSoup(bytes(draw(name, **values).body), "html.parser")
    assert page.html is not None
    assert page.html["lang"] == language
    assert len(page.select("h1")) == 1
    assert len(page.select("main")) == 1
    assert page.select("a.skip[href='#content']")
    assert not page.select("script, [style], [onclick]")
    assert page.title is not None
    assert page.title.text.endswith(" · Samordnaren")


def test_no_text_is_cut_where_it_is_pasted() -> None:
    """What is too long is refused in words, with all of it still in its field."""
    for template in FOLDER.rglob("*.html"):
        page = BeautifulSoup(template.read_text(encoding="utf-8"), "html.parser")
        assert not page.select("textarea[maxlength]"), template.name


def test_the_button_sends_both_tokens_by_post() -> None:
    answer = draw("sign_in.html", action="/sign-in", token="t")
    form = BeautifulSoup(bytes(answer.body), "html.parser").select("main form")[0]
    assert (form["method"], form["action"]) == ("post", "/sign-in")
    sent = {field["name"]: field["value"] for field in form.select("input")}
    assert sent == {"token": "t", "form_token": ""}  # without a request there is no browser


def test_a_fault_of_ours_shows_its_number_and_others_do_not() -> None:
    ours = BeautifulSoup(
        bytes(draw("error.html", title="Fel", text="Vårt", reference="7K4M-92TD").body),
        "html.parser",
    )
    theirs = BeautifulSoup(
        bytes(draw("error.html", title="Fel", text="Ditt", reference=None).body), "html.parser"
    )
    assert ours.select(".stop")
    assert ours.select(".reference")[0].text == "7K4M-92TD"
    assert theirs.select(".wait")
    assert not theirs.select(".reference")
