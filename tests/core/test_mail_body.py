"""A mail's body: the same parts in text and in HTML, whatever somebody has typed in them."""

from __future__ import annotations

from bs4 import BeautifulSoup

from coordinator.core.outbox import body
from coordinator.core.outbox.body import Body, as_html, as_text
from coordinator.core.translation import speaking

LINK = "https://samordnaren.example.se/poll/a?b=1&c='2'"
WHOLE = Body(
    heading="När kan du?",
    facts=(("Möte", "tisdag 2 februari"), ("Plats", "Rådhuset")),
    paragraphs=("Vi väljer två dagar.", "Den ena\nDen andra"),
    deadline="Svara senast 20 december.",
    button=("Svara", LINK),
    after=("Länken är personlig.",),
    items_title="Dagordning",
    items=("Inledning", "Lägesbild"),
    why="Du är ledamot.",
    links=(("Sidan", "https://samordnaren.example.se"),),
)
TEXT = f"""\
NÄR KAN DU?

Möte: tisdag 2 februari
Plats: Rådhuset

Vi väljer två dagar.

Den ena
Den andra

Svara senast 20 december.

Svara:
{LINK}

Länken är personlig.

DAGORDNING
1. Inledning
2. Lägesbild

--
Du är ledamot.
Sidan: https://samordnaren.example.se"""


def test_the_plain_text_is_complete() -> None:
    assert as_text(WHOLE) == TEXT
    assert as_text(Body(heading="Kod")) == "KOD"


def test_the_html_holds_what_the_text_holds() -> None:
    with speaking("sv"):
        page = BeautifulSoup(as_html(WHOLE), "html.parser")
    assert page.html is not None
    assert page.html["lang"] == "sv"
    shown = page.get_text("\n")
    for line in TEXT.splitlines():
        part = line.removeprefix("1. ").removeprefix("2. ").split(": ")[-1].removesuffix(":")
        assert part == "--" or part.lower() in shown.lower(), line
    (button,) = page.select("td a")
    assert (button["href"], button.get_text()) == (LINK, "Svara")
    assert [item.get_text() for item in page.select("ol li")] == ["Inledning", "Lägesbild"]
    assert len(page.select("img, style, link, script")) == 0


def test_nothing_that_was_typed_becomes_markup_or_is_run() -> None:
    typed = "<script>alert('a')</script>\n{{ body }} {% raw %} {# tyst #} &amp;"
    mail = Body(
        heading=typed,
        paragraphs=(typed,),
        button=(typed, f'{LINK}"><b>'),
        after=(typed,),
        why=typed,
        facts=((typed, typed),),
        deadline=typed,
        items_title=typed,
        items=(typed,),
        links=((typed, '"onclick="x'),),
    )
    assert as_text(mail).count(typed) == 9  # and twice in capitals
    page = BeautifulSoup(as_html(mail), "html.parser")
    assert page.select("script, td b") == []
    assert page.get_text().count("{{ body }} {% raw %} {# tyst #} &amp;") == 12
    assert [link.get("onclick") for link in page.select("a")] == [None, None]


def test_a_part_that_is_not_there_leaves_no_trace() -> None:
    page = BeautifulSoup(as_html(Body(heading="Kod", paragraphs=("123 456",))), "html.parser")
    assert page.body is not None
    assert page.body.get_text().split("\n") == ["", "Kod", "123 456", ""]
    assert page.select("hr, table, ol, h2") == []


def test_the_templates_are_read_once() -> None:
    assert body._template("mail.html") is body._template("mail.html")
