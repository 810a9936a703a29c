"""A name in running Swedish text: every form of it, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordinator.core.errors import BadInput
from coordinator.privacy.rules import Name, Sought, check_mailbox, masked, names_from
from coordinator.privacy.views import Certainty

MARIA = Sought((Name("Maria", "Lind"),), email="maria.lind@jour.example.se", phone="070-123 45 67")
INSTEAD = "Representant, Jouren"


def found(text: str, sought: Sought = MARIA) -> list[tuple[str, Certainty]]:
    return [(text[m.start : m.end], m.certainty) for m in sought.find(text)]


@pytest.mark.parametrize(
    "written",
    [
        *("Maria Lind", "Maria Linds", "maria lind", "MARIA LIND", "MARIA LINDS", "Maria  Lind"),
        *("Lind Maria", "Lind, Maria", "Maria E. Lind", "Maria Elisabet Lind", "Maria\nLind"),
        *("maria.lind@jour.example.se", "Maria.Lind@jour.example.se", "0701234567"),
        *("+46 70 123 45 67", "0046701234567", "070 - 123 45 67", "070\u2011123\u201145\u201167"),
    ],
)
def test_whole_names_and_contacts_are_sure(written: str) -> None:
    assert found(f"Det var {written} som sa det.") == [(written, Certainty.SURE)]


@pytest.mark.parametrize(
    "written", ["Lind", "Linds", "Lind:s", "Lind’s", "LIND", "M. Lind", "M Lind", "Maria L."]
)
def test_half_a_name_is_likely(written: str) -> None:
    assert found(f"Enligt {written} går det bra") == [(written, Certainty.LIKELY)]


@pytest.mark.parametrize("written", ["Maria", "Marias", "M.L.", "M. L.", "ML"])
def test_a_given_name_or_initials_alone_are_unsure(written: str) -> None:
    assert found(f"Enligt {written} går det bra") == [(written, Certainty.UNSURE)]


@pytest.mark.parametrize(
    "text",
    [
        *("en lind vid vägen", "Lindgren kommer", "Lindas förslag", "Björklind", "lindrigt"),
        *("Mariannes bil", "HTML-kod", "070-123 45 68", "10701234567"),
    ],
)
def test_what_only_looks_like_the_name_is_left(text: str) -> None:
    assert found(text) == []


def test_two_people_named_together_are_two() -> None:
    assert found("Maria och Anna Lind kom") == [
        ("Maria", Certainty.UNSURE),
        ("Lind", Certainty.LIKELY),
    ]


@pytest.mark.parametrize(
    ("name", "text", "whole"),
    [
        (Name("Anna-Karin", "Berg-Lind"), "Anna Karin Berg Linds tur", "Anna Karin Berg Linds"),
        (Name("Anna-Karin", "Berg-Lind"), "vi hörde Bergs svar", "Bergs"),
        (Name("Anna-Karin", "Berg-Lind"), "Anna Berg-Lind", "Anna Berg-Lind"),
        (Name("Eva", "von Essen"), "Essens förslag", "Essens"),
        (Name("Eva", "von Essen"), "E. von Essen", "E. von Essen"),
        (Name("André", "Idé"), "Andre Ide kom", "Andre Ide"),
        (Name("Åsa", "Öst"), "ÅSA ÖST", "ÅSA ÖST"),
        (Name("Åsa", "Öst"), "A\u030asa O\u0308st", "Åsa Öst"),
    ],
)
def test_double_names_particles_and_accents(name: Name, text: str, whole: str) -> None:
    import unicodedata

    match = Sought((name,)).find(text)[0]
    assert unicodedata.normalize("NFC", text)[match.start : match.end] == whole


def test_aasa_is_not_asa() -> None:
    assert found("Asa Ost", Sought((Name("Åsa", "Öst"),))) == []


def test_the_genitive_stays_a_genitive() -> None:
    text = "Maria Linds förslag, som Lind lade fram."
    assert masked(text, MARIA.find(text), INSTEAD) == (
        "Representant, Jourens förslag, som Representant, Jouren lade fram."
    )


def test_an_earlier_name_of_the_same_person_is_looked_for_too() -> None:
    names = names_from("Maria", "Lind", ["Maria Lind", "Maria Gammal Ek"])
    assert names == (Name("Maria", "Lind"), Name("Maria Gammal", "Ek"))
    assert found("Ek sa det", Sought(names)) == [("Ek", Certainty.LIKELY)]


@given(st.text(alphabet="Mari Lnds.,-\né", max_size=80))
def test_nothing_that_was_found_is_left_after_masking(text: str) -> None:
    done = masked(text, MARIA.find(text), "X")
    assert not [m for m in MARIA.find(done) if m.certainty is not Certainty.UNSURE]


@pytest.mark.parametrize(
    "mailbox", ["maria.lind@x.se", "lindm@x.se", "MARIA@x.se", "kontakt-lind@x.se"]
)
def test_a_mailbox_with_a_name_in_it_is_nobodys_function(mailbox: str) -> None:
    with pytest.raises(BadInput, match="mailbox-is-personal"):
        check_mailbox(mailbox, [Name("Maria", "Lind")])


def test_a_function_mailbox_passes() -> None:
    check_mailbox("samverkan@jour.example.se", [Name("Maria", "Lind"), Name("Åsa", "Ek")])
