"""What a page does with typed text, from what the browser still knows of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coordinator.minutes.rules import FieldBase, Move, next_move, version_gone_on_from
from coordinator.minutes.views import OpenNote

STORED = OpenNote(1, "Två", 2, "Två", 2, None, None)
WAITING = replace(STORED, base_text="Mitt", base_version=1)


def test_an_untouched_field_rests() -> None:
    assert next_move("Två", FieldBase.of(2, "Två"), STORED) is Move.REST


def test_typed_text_is_saved_on_what_it_builds_on() -> None:
    assert next_move("Två och tre", FieldBase.of(2, "Två"), STORED) is Move.SAVE


def test_typed_text_on_an_older_version_is_still_saved_and_meets_its_conflict() -> None:
    assert next_move("Ett, två", FieldBase.of(1, "Ett"), STORED) is Move.SAVE


def test_an_untouched_field_follows_what_others_save() -> None:
    assert next_move("Ett", FieldBase.of(1, "Ett"), STORED) is Move.SHOW


def test_a_field_emptied_on_purpose_is_saved() -> None:
    assert next_move("", FieldBase.of(2, "Två"), STORED) is Move.SAVE


def test_an_untouched_empty_page_never_overwrites_what_a_second_page_saved() -> None:
    """Two pages of one person: the older one shows nothing yet."""
    assert next_move("", FieldBase.of(0, ""), STORED) is Move.SHOW


def test_a_field_that_holds_what_is_stored_agrees() -> None:
    """The server stopped after it had saved, before the browser was told."""
    assert next_move("Två", FieldBase.of(1, "Ett"), STORED) is Move.AGREE


def test_a_text_that_waits_for_a_choice_rests_in_its_field() -> None:
    assert next_move("Mitt", FieldBase.of(1, "Mitt"), WAITING) is Move.REST
    assert next_move("Mitt och mer", FieldBase.of(1, "Mitt"), WAITING) is Move.SAVE
    assert next_move("Två", FieldBase.of(2, "Två"), WAITING) is Move.SHOW


def test_white_space_alone_is_no_change() -> None:
    assert next_move(" Två \n", FieldBase.of(2, "Två"), STORED) is Move.REST


@given(some.integers(0, 10**8), some.text())
def test_a_mark_survives_the_way_through_the_browser(version: int, text: str) -> None:
    base = FieldBase.of(version, text)
    assert FieldBase.read(str(base)) == base


@given(some.text())
def test_any_other_text_is_a_mark_that_fits_no_version(text: str) -> None:
    read = FieldBase.read(f"x{text}")
    assert read.version == -1
    assert next_move("Nytt", read, STORED) is Move.SAVE


# A page that was left --------------------------------------------------------------------------

MINE = OpenNote(1, "Två", 2, "Två", 2, None, "Åsa Övningsson")


def test_last_words_go_on_from_what_the_same_page_had_sent_before_them() -> None:
    """Version 2 was saved from this page, which was left before it was told."""
    base, writer = FieldBase.of(1, "Ett"), "Åsa Övningsson"
    assert version_gone_on_from("Två och tre", base, MINE, writer=writer, before="") == 2
    assert version_gone_on_from("Tre, två", base, MINE, writer=writer, before="Två ") == 2


@pytest.mark.parametrize(
    ("typed", "stored", "writer"),
    [
        ("Tre", MINE, "Åsa Övningsson"),  # from another page of the same person
        ("Två och tre", MINE, "Karin Mallqvist"),
        ("Två och tre", replace(MINE, text="", base_text=""), "Åsa Övningsson"),
        ("Två", replace(MINE, base_text="Mitt", base_version=1), "Åsa Övningsson"),
    ],
)
def test_last_words_never_go_over_what_their_page_did_not_show(
    typed: str, stored: OpenNote, writer: str
) -> None:
    base = FieldBase.of(1, "Ett")
    assert version_gone_on_from(typed, base, stored, writer=writer, before="Ett") == 1
