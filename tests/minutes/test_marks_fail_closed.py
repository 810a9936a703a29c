"""What people type for a mark hides the paragraph, however it is typed; prose stands open."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordinator.minutes import paragraph_marks
from coordinator.minutes.paragraph_marks import Paragraph
from coordinator.minutes.rules import OPEN_ONLY
from coordinator.minutes.views import ParagraphMark

OPEN, INTERNAL, EXAMINE = ParagraphMark.OPEN, ParagraphMark.INTERNAL, ParagraphMark.EXAMINE
WORDS = {
    **dict.fromkeys(("intern", "interna", "internt", "internal"), INTERNAL),
    **dict.fromkeys(("pröva", "prövas", "provas", "sekretess", "sekretessprövas"), EXAMINE),
}
DECOR = [
    "",
    "- ",
    "• ",
    "* ",
    "> ",
    "1. ",
    "2) ",
    "a) ",
    "3.1 ",
    "o\t",
    "ii) ",
    "IV. ",
    "10:15 ",
    "# ",
    "**",
    "- **",
    "”",
    "🔒 ",
    "\u00a0",
]
OPENING = [
    "[",
    "(",
    "{",
    "<",
    "［",
    "（",
    "【",
    "〈",
    "[[",
    "((",
    "[(",
    "( ",
    "[\u00a0",
    "[*",
    "(– ",
]
BEHIND = [
    *("]", ")", "}", ">", "］", "]]", ")]", ".]", ":]", " ]", "!)", "]**", "]:", ""),
    *(
        ", skickas inte)",
        " – bara myndigheter]",
        ", 26 kap]",
        ": x)",
        " före utlämnande]",
        "-uppgift)",
    ),
    *("/sekretess]", " utbildning hölls", "; se nedan]", " (se bilaga))", " + bilaga}"),
]


@st.composite
def typed(draw: st.DrawFn) -> tuple[str, ParagraphMark]:
    """A mark as somebody types it, and what it stands for."""
    word = draw(st.sampled_from(sorted(WORDS)))
    mark = WORDS[word]
    shape = draw(st.sampled_from([str.lower, str.upper, str.capitalize, str.swapcase]))
    word = unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), shape(word))
    hole = draw(st.integers(0, len(word)))
    word = word[:hole] + draw(st.sampled_from(["", "", "\u200b", "\u00ad", "\ufeff"])) + word[hole:]
    before, after = draw(st.sampled_from(DECOR)), draw(st.sampled_from(BEHIND))
    if after.startswith("/sekretess"):
        mark = max(mark, INTERNAL, key=list(ParagraphMark).index)
    return before + draw(st.sampled_from(OPENING)) + word + after, mark


@given(typed(), st.sampled_from(["Resurserna sviktar.", "- två", "(se ovan)", "[1] källan"]))
def test_whatever_begins_like_a_mark_hides_the_paragraph(
    tag: tuple[str, ParagraphMark], rest: str
) -> None:
    written, mark = tag
    text = f"Ett.\n{written} {rest}\nSamma stycke.\n\nSex."
    parts = paragraph_marks.paragraphs(text)
    assert {part.mark for part in parts[1:3]} == {mark}
    shown = paragraph_marks.readable(text, OPEN_ONLY)
    assert rest not in shown
    assert "Samma stycke" not in shown
    assert parts[0] == Paragraph("Ett.", OPEN)


@given(typed(), st.integers(1, 3))
def test_a_mark_alone_on_its_line_reaches_the_next_paragraph(
    tag: tuple[str, ParagraphMark], blank: int
) -> None:
    written, mark = tag
    gap = "\n" * (blank + 1)
    text = f"Ett.\n\n{written}{gap}Resurserna sviktar.\nOch mer.\n\nSex."
    found = {part.text: part.mark for part in paragraph_marks.paragraphs(text)}
    if not written.endswith(" utbildning hölls"):
        assert (found["Resurserna sviktar."], found["Och mer."]) == (mark, mark)
    assert (found["Ett."], found["Sex."]) == (OPEN, OPEN)


@pytest.mark.parametrize(
    "line",
    [
        "(sekreteraren) Anna läste upp listan.",
        "(internationella kvinnodagen) firades.",
        "(Internationella) samarbeten.",
        "(internet) fungerade inte.",
        "(internetbaserad behandling) prövas nu.",
        "(internatet) har stängt.",
        "(se bilaga 2) Läget är stabilt.",
        "(polisen) Två platser är lediga.",
        "Prövas nu (internt) hos polisen.",
        "Internt: läget.",
        "(1) Första punkten.",
        "<5 kvinnor placerades.",
        "< 5 ärenden.",
        "”Sekretess” var temat.",
        "1) intern utbildning hölls.",
        "a) prövas i höst.",
        "🙂 Bra möte (pröva igen).",
    ],
)
def test_prose_stands_open_and_is_not_asked_about(line: str) -> None:
    assert paragraph_marks.readable(line, OPEN_ONLY) == line
    assert not paragraph_marks.has_unknown(line)
    assert paragraph_marks.bare(line) == line


@pytest.mark.parametrize(
    "line",
    [
        "[internts] x",
        "[internts x",
        "(internremiss) x",
        "[sekretessbelagt] x",
        "(sekretessen) x",
        "(prövning pågår) x",
        "(prövades) x",
        "(inernt) x",
        "(endast internt) x",
        "(OBS! internt) x",
        "(för internt bruk) x",
        "(ej för spridning) x",
        "(OSL 26:1) x",
        "(tystnadsplikt) x",
        "Anna: (internt) x",
        "Från 10:15 (internt) x",
        "Läget är dåligt (internt)",
        "Läget är dåligt (prövas före utlämnande).",
        "(sekretes) x",
        "(hemligt) x",
        "(Konfidentiellt:) x",
        "[öppet: x",
        "[öppet.] x",
        "[hemligt] x",
        "[1] x",
        "[ ] x",
        "- **[OBS]** x",
        "{skydd} x",
        "【内部】 x",
        "<dolt> x",
        "(a) [b] x",
        "Ett.\n\n[internationellt] x",
    ],
)
def test_a_bracket_that_is_no_mark_is_asked_about_and_hides_nothing(line: str) -> None:
    assert not paragraph_marks.has_marks(line)
    assert paragraph_marks.has_unknown(line)


@pytest.mark.parametrize(
    "line", ["[internt] x", "[öppet] x", "[prövas] [1] x", "(internt, se nedan) x"]
)
def test_a_known_mark_is_not_asked_about(line: str) -> None:
    assert not paragraph_marks.has_unknown(line)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("- **[Internt]** Läget.", "- Läget."),
        ("**[Internt] Läget.**", "**Läget.**"),
        ("[[internt]] Läget.", "Läget."),
        ("internt] Läget.", "Läget."),
        ("[prövas] [internt]: Läget.", "Läget."),
        ("[sekretess, 26 kap] Läget.", "[sekretess, 26 kap] Läget."),
        ("(internt: Läget.)", "(internt: Läget.)"),
    ],
)
def test_a_tag_is_left_out_and_what_says_more_is_kept(line: str, text: str) -> None:
    assert paragraph_marks.bare(line) == text
    assert [part.text for part in paragraph_marks.paragraphs(line)] == [text]


def test_only_the_exact_word_opens_again_and_never_what_nothing_was_marked_of() -> None:
    assert [part.mark for part in paragraph_marks.paragraphs("[internt] Ett.\n[öppet] Två.")] == [
        *(INTERNAL, OPEN),
    ]
    for opened in ("(öppet)", "[öppe]", "[öppet", "[öppet!]", "{öppet}"):
        text = f"[internt] Ett.\n{opened} Två."
        assert {part.mark for part in paragraph_marks.paragraphs(text)} == {INTERNAL}
    assert paragraph_marks.paragraphs("[prövas]\n\n[öppet] x") == (Paragraph("x", EXAMINE),)


def test_a_paragraph_is_opened_by_taking_off_the_bracket_that_hides_it() -> None:
    text = "(intern utbildning) hölls.\n\nÖppet."
    assert paragraph_marks.with_mark(text, 0, OPEN) == "intern utbildning hölls.\n\nÖppet."
    assert paragraph_marks.with_mark("x [prövas] y", 0, INTERNAL) == "[internt] x prövas y"
    assert paragraph_marks.with_mark("[sekretess, 26 kap] x", 0, OPEN) == "sekretess, 26 kap x"


def test_a_choice_for_a_whole_text_is_never_less_strict_than_what_was_chosen() -> None:
    assert (
        paragraph_marks.strictest(paragraph_marks.marked_whole("(internt, se nedan) x", EXAMINE))
        is EXAMINE
    )
    assert paragraph_marks.marked_whole("[internt] x\n\ny", EXAMINE) == "[prövas] x\n\n[prövas] y"
    assert paragraph_marks.marked_whole("[prövas] x\n\ny", INTERNAL) == "[prövas] x\n\n[internt] y"


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["", "", "ett", "två [1] ord", "(se nedan) x", "[öppet] y", "[öppet]", "---"]
        ),
        typed().map(lambda tag: tag[0]),
        typed().map(lambda tag: f"{tag[0]} tre"),
        typed().map(lambda tag: f"fyra {tag[0]}"),
    ),
    max_size=7,
)


def hidden_words(text: str) -> list[tuple[str, ParagraphMark]]:
    """The paragraphs' words without signs: what a choice may not change."""
    return [
        ("".join(sign for sign in part.text if sign.isalnum()), part.mark)
        for part in paragraph_marks.paragraphs(text)
    ]


@given(LINES, st.integers(0, 6), st.sampled_from(list(ParagraphMark)))
def test_a_choice_changes_one_paragraph_and_no_words(
    lines: list[str], place: int, mark: ParagraphMark
) -> None:
    text = "\n".join(lines)
    before = hidden_words(text)
    after = hidden_words(paragraph_marks.with_mark(text, place, mark))
    wanted = [(word, mark if n == place else held) for n, (word, held) in enumerate(before)]
    assert after == wanted


@given(LINES)
def test_nothing_hidden_is_read_by_those_who_read_what_is_open(lines: list[str]) -> None:
    text = "\n".join(f"{line} hemligt{n}." if line else "" for n, line in enumerate(lines))
    shown = paragraph_marks.readable(text, OPEN_ONLY, instead="[dolt]")
    for part in paragraph_marks.paragraphs(text):
        if part.mark is not OPEN:
            assert part.text.split()[-1] not in shown
    assert not paragraph_marks.has_marks(shown)
    inner = paragraph_marks.readable(text, {OPEN, INTERNAL}, instead="[dolt]")
    told = [part for part in paragraph_marks.paragraphs(inner) if "dolt" not in part.text]
    assert told == [part for part in paragraph_marks.paragraphs(text) if part.mark is not EXAMINE]


@given(st.text(alphabet="[](){}<>-*: \ninternöpetsprova\u0308\u200b1.", max_size=60))
def test_any_text_is_read_without_an_error_and_bare_loses_no_letters(text: str) -> None:
    parts = paragraph_marks.paragraphs(text)
    again = paragraph_marks.paragraphs(paragraph_marks.readable(text, set(ParagraphMark)))
    assert [part.mark for part in again] == [part.mark for part in parts]


def test_a_long_line_of_brackets_costs_little() -> None:
    for text in (
        "[" * 20_000,
        "(internt " * 2_000,
        "[internt]" * 2_000,
        "- " * 10_000 + "[internt",
    ):
        assert paragraph_marks.has_marks(text) is ("internt" in text)
        paragraph_marks.has_unknown(text)


def test_signs_alone_stay_a_paragraph_of_their_own() -> None:
    changed = paragraph_marks.with_mark("---\n\ny", 0, INTERNAL)
    assert paragraph_marks.paragraphs(changed) == (Paragraph("---", INTERNAL), Paragraph("y", OPEN))


def test_an_invisible_sign_after_a_tag_is_no_text() -> None:
    assert paragraph_marks.paragraphs("1. [intern\u200b\n\nx") == (Paragraph("x", INTERNAL),)
