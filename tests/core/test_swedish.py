from __future__ import annotations

import json
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordinator.core.search.excerpts import excerpt
from coordinator.core.search.queries import FORM, NONE, parse
from coordinator.core.search.swedish import fold, keys, sort_key, stored, words
from tests.core.search_history import MATERIAL

MATERIAL_WORDS = json.loads((MATERIAL / "words.json").read_text("utf-8"))


def grade(query: str, text: str) -> int:
    """How the best stored string of ``text`` answers the one word of ``query``."""
    (term,) = parse(query).terms
    return max(map(term.grade, stored(text)), default=NONE)


def pairs(table: str) -> list[tuple[str, str]]:
    lists: dict[str, str] = MATERIAL_WORDS[table]
    return [(query, word) for query, many in lists.items() for word in many.split()]


@pytest.mark.parametrize("forms", MATERIAL_WORDS["one_word"])
def test_every_form_of_a_word_finds_every_other(forms: str) -> None:
    apart = [pair for pair in permutations(forms.split(), 2) if grade(*pair) != FORM]
    assert apart == []


@pytest.mark.parametrize(("part", "compound"), pairs("part_of"))
def test_a_part_finds_the_compound(part: str, compound: str) -> None:
    assert grade(part, compound) != NONE


@pytest.mark.parametrize(("query", "other"), pairs("another_word"))
def test_what_looks_alike_is_not_found(query: str, other: str) -> None:
    assert grade(query, other) == NONE


def test_letters_of_their_own_stay_apart_and_accents_do_not_count() -> None:
    assert fold("ÅÄÖ") == "åäö"
    assert fold("Idé, À la carte, Müller") == "ide, a la carte, muller"
    assert fold("A\u030angstro\u0308m") == "ångström"
    assert not keys("lattlast") & keys("lättläst")


def tokens(text: str) -> list[str]:
    return [token for word in words(text) for token in (*word.parts, word.token)]


def test_a_text_falls_into_words_numbers_and_paragraph_signs() -> None:
    assert tokens("10 kap. 18 c § (2025:400)") == ["10", "kap", "18", "c", "§", "2025", "400"]
    assert tokens("Trappan-samtal") == ["trappan", "samtal", "trappansamtal"]
    assert tokens("budget- och skuldrådgivning") == ["budget", "och", "skuldrådgivning"]
    assert tokens("LVU:s, IVO:s och sms:et") == ["lvu", "ivo", "och", "sms"]
    assert tokens("2027–2030") == ["2027", "2030"]
    assert tokens("sam\u00adverkan") == ["samverkan"]
    assert tokens("%_\\'\"") == []


@given(st.text())
def test_any_text_can_be_cut_stored_and_asked_for(text: str) -> None:
    for word in words(text):
        assert 0 <= word.start < word.end <= len(text)
    stored(text)
    parse(text)
    assert "".join(piece for piece, _ in excerpt(text, text)) is not None


@given(st.text(alphabet="abcåäöéstn", min_size=1, max_size=12))
def test_a_word_always_finds_itself(word: str) -> None:
    assert grade(word, word) == FORM


def test_names_sort_as_a_swedish_reader_expects() -> None:
    expected = ["Andersson", "andrén", "Andrews", "Wall", "Zorn", "Åberg", "Ärlig", "Öberg"]
    mixed = expected[4:] + expected[:4]
    assert sorted(mixed, key=sort_key) == expected
    assert sort_key("Édith") == sort_key("edith")
    assert sort_key("Müller") == sort_key("Myller")
    assert [key.encode() for key in sorted(map(sort_key, expected))] == sorted(
        sort_key(name).encode() for name in expected
    )


def test_synonyms_stand_for_each_other() -> None:
    assert "atv" in stored("metoden Alternativ till våld")
    assert grade("mejl", "E-post utan skydd") == FORM
    assert grade("paragraf", "18 c §") == FORM
    assert keys("våld") <= stored("ATV")


def test_common_words_are_asked_for_only_when_alone() -> None:
    assert [term.word for term in parse("fråga om våld").terms] == ["fråga", "våld"]
    assert [term.word for term in parse("om och").terms] == ["om", "och"]
    assert not parse("")
    assert not parse(' "" * %')


def test_quotation_marks_make_a_phrase_and_a_star_opens_a_word() -> None:
    query = parse("”våld mot äldre” polis*")
    assert query.phrases == (("våld", "mot", "äldre"),)
    assert grade("polis*", "polisanmälan") != NONE
    assert grade('"jour"', "kvinnojour") == NONE


def test_an_excerpt_marks_whole_words_and_shows_the_best_place() -> None:
    text = "Gruppen hälsas välkommen. " * 20 + "Kvinnojourens stödlinje för män öppnar.\nTack."
    pieces = excerpt(text, "stödlinjen män jour", width=80)
    shown = "".join(piece for piece, _ in pieces)
    assert [piece for piece, found in pieces if found] == ["Kvinnojourens", "stödlinje", "män"]
    assert shown.startswith("… ")
    assert "\n" not in shown
    assert len(shown) <= 84
    assert excerpt(text, "stödlinje för män")[1] == ("stödlinje för män", True)


def test_an_excerpt_without_a_found_word_is_the_beginning() -> None:
    assert excerpt("Kort text.", "annat") == (("Kort text.", False),)
    assert excerpt("", "annat") == ()
    long = excerpt("ett två tre " * 40, "annat", width=20)
    assert long == (("ett två tre ett två …", False),)


@given(st.text(alphabet="abå \n-", max_size=400), st.integers(min_value=1, max_value=60))
def test_an_excerpt_is_a_stretch_of_the_text(text: str, width: int) -> None:
    shown = "".join(piece for piece, _ in excerpt(text, "a bå ab-a", width))
    bare = shown.removeprefix("… ").removesuffix(" …")
    assert bare in text.replace("\n", " ")
    assert len(bare) <= max(width, len(bare.strip()) if " " not in bare.strip() else width)
