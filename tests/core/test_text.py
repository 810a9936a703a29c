"""Foreign text at the border: what is taken out, what stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordinator.core.text import clean, clean_lines

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def test_control_characters_are_taken_out() -> None:
    assert clean("Nor\x00rby\x07 \x1b[31m\x9bskola\x7f") == "Norrby [31mskola"


def test_bidi_marks_cannot_make_one_name_look_like_another() -> None:
    assert clean("\u202eannA\u202c \u2067Ek\u2069\u200f") == "annA Ek"


def test_a_byte_order_mark_and_invisible_spaces_are_taken_out() -> None:
    assert clean("\ufeffSocial\u00adtjän\u200bsten\u2060") == "Socialtjänsten"


def test_a_trailing_backslash_is_taken_out_and_one_inside_stays() -> None:
    assert clean("Anna Ek\\ \\\\") == "Anna Ek"
    assert clean("G:\\Samverkan\\2027") == "G:\\Samverkan\\2027"


def test_letters_in_two_parts_become_one() -> None:
    assert clean("Ra\u030adhuset, O\u0308stra A\u030angen") == "Rådhuset, Östra Ången"


def test_a_letter_held_apart_by_an_invisible_sign_becomes_one() -> None:
    assert clean("a\u200b\u0308") == "ä"


def test_white_space_of_every_kind_becomes_single_spaces() -> None:
    assert clean("  Rum\t12\u00a0B,\r\n plan\u2003\u2028 3\v\x1f ") == "Rum 12 B, plan 3"


def test_emoji_made_of_several_signs_stay_whole() -> None:
    assert clean("Fika 👩‍👩‍👧 ❤️ 🏳️‍🌈") == "Fika 👩‍👩‍👧 ❤️ 🏳️‍🌈"


def test_lines_are_kept_and_each_is_cleaned() -> None:
    assert clean_lines("\n Ett \x00\r\n\r\n två\\\r\u202etre \n\n") == "Ett\n\ntvå\ntre"


@pytest.mark.parametrize("text", ["", " \r\n\t", "\\", "\u200e\x00", " \\ \\"])
def test_text_of_nothing_readable_becomes_empty(text: str) -> None:
    assert clean(text) == ""
    assert clean_lines(text) == ""


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_lines(clean_lines(text)) == clean_lines(text)


@given(ANY_TEXT)
def test_clean_text_can_be_written_anywhere(text: str) -> None:
    for cleaned in (clean(text), *clean_lines(text).split("\n")):
        cleaned.encode("utf-8")
        assert unicodedata.is_normalized("NFC", cleaned)
        assert not any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} for sign in cleaned)
        assert "  " not in cleaned
        assert not cleaned.endswith("\\")


@given(st.lists(st.text(st.characters(categories=["L", "Nd"]), min_size=1)))
def test_plain_words_are_left_alone(words: list[str]) -> None:
    text = unicodedata.normalize("NFC", " ".join(words))

    assert clean(text) == text
