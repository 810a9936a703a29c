"""Calendar files: any text arrives whole and stays inside its own line."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordinator.core.calendar.write import CalendarEvent, Person, calendar_file, event_text
from coordinator.core.text import clean, clean_lines
from tests.core.calendar_cast import OFFICE, WINTER, content_lines, download, read

TROUBLE = [*',;:\\nN"^\n\r åäöÅÄÖ\t=é\u2028\ufeff', "👩‍👩‍👧", "END:VEVENT\r\n", "lång" * 20]
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300) | st.lists(
    st.sampled_from(TROUBLE), max_size=60
).map("".join)


def is_readable(text: str) -> bool:
    return clean(text) != ""


@given(ANY_TEXT.filter(is_readable), ANY_TEXT, ANY_TEXT)
def test_any_text_comes_back_as_it_was_cleaned(summary: str, location: str, notes: str) -> None:
    event = dataclasses.replace(WINTER, summary=summary, location=location, description=notes)

    entry = read(download(event))

    assert str(entry["SUMMARY"]) == clean(summary)
    assert str(entry.get("LOCATION", "")) == clean(location)
    assert str(entry.get("DESCRIPTION", "")) == clean_lines(notes)


@given(ANY_TEXT.filter(is_readable), ANY_TEXT, ANY_TEXT.filter(is_readable))
def test_any_text_makes_whole_lines_of_at_most_75_octets(
    summary: str, notes: str, name: str
) -> None:
    event = dataclasses.replace(WINTER, summary=summary, description=notes)
    someone = Person(name=name, email="a@b.example")

    file = calendar_file([event_text(event, organizer=someone, attendee=someone)], method="REQUEST")

    assert b"\n" not in file.replace(b"\r\n", b"")
    assert b"\r" not in file.replace(b"\r\n", b"")
    for line in file.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")  # raises if folding cut a character
        assert not re.search(rb"[\x00-\x1f\x7f]", line)


@given(ANY_TEXT.filter(is_readable), ANY_TEXT, ANY_TEXT.filter(is_readable))
def test_no_text_can_add_a_line_of_its_own(summary: str, notes: str, name: str) -> None:
    plain = dataclasses.replace(WINTER, summary="x", description="x")
    event = dataclasses.replace(WINTER, summary=summary, description=notes or "x")
    someone = Person(name=name, email="a@b.example")

    def names(event: CalendarEvent) -> list[str]:
        text = event_text(event, organizer=someone, attendee=someone)
        lines = content_lines(calendar_file([text], method="REQUEST"))
        return [re.split("[;:]", line)[0] for line in lines]

    expected = names(plain)
    if not clean_lines(notes or "x"):
        expected.remove("DESCRIPTION")
    assert names(event) == expected


def test_comma_semicolon_backslash_and_newline_are_escaped() -> None:
    event = dataclasses.replace(WINTER, summary="a,b;c\\d", description="e\r\nf")

    lines = content_lines(download(event))

    assert r"SUMMARY:a\,b\;c\\d" in lines
    assert r"DESCRIPTION:e\nf" in lines


def test_a_capital_n_after_a_backslash_is_not_a_newline() -> None:
    event = dataclasses.replace(WINTER, location="G:\\Norrby\\nytt")

    assert str(read(download(event))["LOCATION"]) == "G:\\Norrby\\nytt"


def test_an_empty_place_is_left_out() -> None:
    event = dataclasses.replace(WINTER, location=" \u200e")

    assert not any(line.startswith("LOCATION") for line in content_lines(download(event)))


@pytest.mark.parametrize("name", ['Åsa "Å" Berg', "Berg, Åsa; X: Y", "Åsa\\", "Åsa^n", "A\r\nB:C"])
def test_a_name_with_awkward_signs_keeps_its_attendee(name: str) -> None:
    someone = Person(name=name, email="asa.berg@exempelkoping.example")

    text = event_text(WINTER, organizer=OFFICE, attendee=someone)

    attendee = read(calendar_file([text], method="REQUEST"))["ATTENDEE"]
    assert attendee == "mailto:asa.berg@exempelkoping.example"
    assert attendee.params["CN"] == clean(name).replace('"', "'")
