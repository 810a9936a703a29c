"""Marked paragraphs as text: what a mark covers, what a reader gets, what the tags survive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordinator.access.actor import Role
from coordinator.core.text import clean_lines
from coordinator.minutes import paragraph_marks
from coordinator.minutes.paragraph_marks import Paragraph
from coordinator.minutes.rules import (
    ALL_MARKS,
    OPEN_ONLY,
    knows_of_hidden,
    readable_marks,
)
from coordinator.minutes.views import ParagraphMark

OPEN, INTERNAL, EXAMINE = ParagraphMark.OPEN, ParagraphMark.INTERNAL, ParagraphMark.EXAMINE
TEXT = "Ett.\n[internt] Två.\nTre.\n\nFyra.\n[PRÖVAS] Fem.\n\nSex."


def test_a_mark_holds_to_the_next_blank_line_or_mark() -> None:
    assert [part.mark for part in paragraph_marks.paragraphs(TEXT)] == [
        *(OPEN, INTERNAL, INTERNAL, OPEN, EXAMINE, OPEN),
    ]


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("[internt] x", INTERNAL),
        ("[Internt]: x", INTERNAL),
        ("- [intern] x", INTERNAL),
        ("[internal] x", INTERNAL),
        ("[prövas] x", EXAMINE),
        ("[Prövas före utlämnande] x", EXAMINE),
        ("[examine] x", EXAMINE),
        ("x mitt i [internt] raden", INTERNAL),
        ("[internt: x]", INTERNAL),
        ("[internt.] x", INTERNAL),
        ("[INTERNT!] x", INTERNAL),
        ("[internt – skickas inte] x", INTERNAL),
        ("[internt - skickas inte] x", INTERNAL),
        ("[prövas före utlämnande.] x", EXAMINE),
        ("x [internt", INTERNAL),
        ("[intern utbildning] x", INTERNAL),
        ("[intern-tv] x", INTERNAL),
        ("[internationellt] x", OPEN),
        ("[öppet] x", OPEN),
        ("internt x", OPEN),
        ("[1] x", OPEN),
    ],
)
def test_tags_are_read_in_either_language_wherever_they_stand(
    line: str, mark: ParagraphMark
) -> None:
    assert [part.mark for part in paragraph_marks.paragraphs(line)] == [mark]
    assert paragraph_marks.has_marks(line) is (mark is not OPEN)


def test_a_reader_gets_what_may_be_read_and_one_word_for_the_rest() -> None:
    assert paragraph_marks.readable(TEXT, OPEN_ONLY, instead="[dolt]") == (
        "Ett.\n\n[dolt]\n\nFyra.\n\n[dolt]\n\nSex."
    )
    assert "Två" not in paragraph_marks.readable(TEXT, OPEN_ONLY)
    inner = paragraph_marks.readable(TEXT, {OPEN, INTERNAL})
    assert ("Två" in inner, "Tre" in inner, "Fem" in inner) == (True, True, False)


def test_a_text_without_marks_comes_back_as_it_was() -> None:
    plain = "Ett.\n\n\nTvå [1]."
    assert paragraph_marks.readable(plain, OPEN_ONLY) == plain
    assert paragraph_marks.bare(plain) == plain


def test_a_paragraph_is_marked_by_its_place_and_its_neighbours_stay() -> None:
    changed = paragraph_marks.with_mark("a\nb\nc", 1, INTERNAL)
    assert paragraph_marks.paragraphs(changed) == (
        Paragraph("a", OPEN),
        Paragraph("b", INTERNAL),
        Paragraph("c", OPEN),
    )
    assert paragraph_marks.bare(paragraph_marks.with_mark(changed, 1, OPEN)).split() == [
        "a",
        "b",
        "c",
    ]


def test_a_tag_that_was_typed_is_not_overruled_by_the_choice_beside_it() -> None:
    assert paragraph_marks.marked_whole("[prövas] x", INTERNAL) == "[prövas] x"
    assert paragraph_marks.marked_whole("[prövas] x", OPEN) == "[prövas] x"
    assert paragraph_marks.marked_whole("x", INTERNAL) == "[internt] x"


LINES = st.lists(
    st.sampled_from(
        ["", "ett", "två ord", "[internt] tre", "[prövas]", "- [internal] x", "[öppet] y"]
    ),
    max_size=8,
)


@given(LINES, st.integers(0, 7), st.sampled_from(list(ParagraphMark)))
def test_marking_one_paragraph_never_opens_another(
    lines: list[str], place: int, mark: ParagraphMark
) -> None:
    text = clean_lines("\n".join(lines))
    before = paragraph_marks.paragraphs(text)
    after = paragraph_marks.paragraphs(clean_lines(paragraph_marks.with_mark(text, place, mark)))
    assert [part.text for part in after] == [part.text for part in before]
    wanted = [mark if n == place else part.mark for n, part in enumerate(before)]
    assert [part.mark for part in after] == wanted


@given(LINES)
def test_what_is_hidden_never_stands_in_what_is_read(lines: list[str]) -> None:
    text = "\n".join(f"{line} hemligt{n}" for n, line in enumerate(lines) if line)
    shown = paragraph_marks.readable(text, OPEN_ONLY, instead="[dolt]")
    for part in paragraph_marks.paragraphs(text):
        if part.mark is not OPEN:
            assert part.text not in shown.splitlines()
    assert not paragraph_marks.has_marks(shown)


@pytest.mark.parametrize(
    ("roles", "kinds", "reads"),
    [
        ({Role.COORDINATOR}, [], ALL_MARKS),
        ({Role.SECRETARY}, [], ALL_MARKS),
        ({Role.REGISTRATOR}, [], ALL_MARKS),
        ({Role.MEMBER}, ["state"], {OPEN, INTERNAL}),
        ({Role.MEMBER}, ["association", "region"], {OPEN, INTERNAL}),
        ({Role.MEMBER}, ["association"], OPEN_ONLY),
        ({Role.MEMBER}, ["company"], OPEN_ONLY),
        ({Role.MEMBER}, [None], OPEN_ONLY),
        ({Role.READER}, ["municipality"], OPEN_ONLY),
        ({Role.AUDITOR}, [], OPEN_ONLY),
    ],
)
def test_who_reads_which_marks(
    roles: set[Role], kinds: list[str | None], reads: set[ParagraphMark]
) -> None:
    assert readable_marks(roles, kinds) == reads
    assert knows_of_hidden(roles) is (Role.MEMBER in roles)


def test_only_a_whole_tag_opens_again() -> None:
    text = "[internt] Ett.\n[öppet: Två.\n[öppet.] Tre."
    assert {part.mark for part in paragraph_marks.paragraphs(text)} == {INTERNAL}
