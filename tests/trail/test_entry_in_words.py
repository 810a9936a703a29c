"""An entry of the trail is told in words: no column, no code, no moment as machines write it."""

from __future__ import annotations

import pytest

from coordinator.core.translation import speak
from coordinator.trail import entry_in_words
from coordinator.trail.views import TrailChange, TrailField
from tests.trail.helpers import line, shown


def test_columns_states_days_and_moments_are_words() -> None:
    speak("sv")
    change = TrailChange(
        table="minutes",
        did="changed",
        fields=(
            shown("state", "draft", "circulated"),
            shown("comments_by", None, "2026-12-04"),
        ),
    )
    mail = TrailChange(
        table="outbox_mail",
        did="changed",
        fields=(shown("due_at", None, "2026-11-22T11:09:27.665499+00:00"),),
    )
    go_ahead = TrailChange("go_ahead", "changed", (TrailField("text_hash", is_shown=False),))
    told = list(entry_in_words.changes(line(change, mail, go_ahead)))
    assert told == [
        (
            "minnesanteckningar, ändrad: läge utkast → på synpunkter; "
            "synpunkter till och med – → fre 4 dec 2026 (v. 49)"
        ),
        "mejl, ändrad: ska skickas – → sön 22 nov 2026 (v. 47) 12.09",
        "motiverat klartecken, ändrad: textens fingeravtryck",
    ]


def test_rows_that_tell_the_same_are_counted() -> None:
    speak("sv")
    change = TrailChange("attendance", "changed", (shown("outcome", "expected", "absent"),))
    assert list(entry_in_words.changes(line(change, change, change))) == [
        "närvaro, ändrad: utfall väntad → frånvarande (3 gånger)"
    ]


def test_what_is_said_beside_the_changes_is_told_shortly() -> None:
    speak("sv")
    said = (
        ("kinds", ["phone", "email"]),
        ("lines", [["person", "name", None, "removed", 1], ["note", "text", "x", "masked", 1]]),
        ("sent", 0),
    )
    assert list(entry_in_words.changes(line(said=said))) == [
        "typ av fynd: telefonnummer, mejladress",
        "ställen: 2",
        "skickade mejl: 0",
    ]


def test_a_new_row_tells_only_what_it_holds() -> None:
    speak("sv")
    change = TrailChange(
        "poll_answer",
        "added",
        (shown("choice", None, "yes"), TrailField("poll_id", is_shown=False)),
    )
    assert list(entry_in_words.changes(line(change))) == ["svar om en dag, ny: val ja"]


def test_what_an_entry_is_about_is_told_in_words() -> None:
    speak("sv")
    assert entry_in_words.about(line(about="person-6")) == "person 6 i registret"
    assert entry_in_words.about(line(about="VT2027-poll-1")) == "fråga 1 om VT2027"
    assert entry_in_words.about(line(about="HT2026-2")) == "HT2026-2"


@pytest.mark.parametrize("code", ["VT2027-poll-1", "person-6", "HT2026-2", ""])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_the_log_says_can_be_looked_for(code: str, language: str) -> None:
    speak(language)
    assert entry_in_words.code_of(f" {entry_in_words.about(line(about=code))}") == code
    assert entry_in_words.code_of(code) == code


def test_the_terminal_is_told_once() -> None:
    assert entry_in_words.who(line(shell_name="shell:drift"), {}) == "drift"
