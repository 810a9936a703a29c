"""Every way to write å, ä and ö: read right, or refused in words; never garbled."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coordinator.core.errors import BadInput
from coordinator.core.lists.letters import decoded, is_garbled
from tests.core.lists.made import days, faults, people, refusal, spelt

OLDER = ["cp1252", "mac-roman", "cp850", "cp437"]
WIDE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"]
HEADER = ["Förnamn", "Efternamn", "Verksamhet", "Roll", "Befattning"]


@pytest.mark.parametrize("codec", WIDE + OLDER)
def test_autumn_break_is_autumn_break_in_every_encoding(codec: str) -> None:
    text = "namn;första dag;typ;kommun\r\nHöstlov;2026-10-26;skollov;Ängsby\r\n"

    (row,) = days(text.encode(codec))

    assert (row.new.name, row.new.municipality) == ("Höstlov", "Ängsby")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_keeps_a_mark_that_it_has(codec: str) -> None:
    text = "\ufeffnamn\tstart\r\nPåsklov\t2027-04-05\r\n"
    assert days(text.encode(codec))[0].new.name == "Påsklov"


@pytest.mark.parametrize("codec", OLDER)
@pytest.mark.parametrize("word", ["Höstlov", "André", "Göteborg", "SKÅNE", "ÖREBRO", "Åsa", "år"])
def test_one_word_is_enough_where_only_one_reading_is_a_word(word: str, codec: str) -> None:
    assert decoded(f"a;b\n{word};c\n".encode(codec)) == f"a;b\n{word};c\n"


@pytest.mark.parametrize("name", ["Dušan", "Miloš", "Štefan"])
def test_a_name_that_could_be_two_is_not_guessed(name: str) -> None:
    """On a Mac the same bytes are Duöan, Miloö and ätefan."""
    content = spelt([["name", "agency", "role"], [name, "Polisen", "ledamot"]]).encode("cp1252")
    assert refusal(lambda: people(content)).code == "list-letters-unclear"


@pytest.mark.parametrize("name", ["Dušan Horvat", "Štefan Žižek", "Kjær Sørensen", "Zoë Nuñez"])
def test_names_from_elsewhere_stay_beside_swedish_ones(name: str) -> None:
    rows = [["Namn", "Verksamhet", "Roll"], [name, "Polisen", "ersättare"]]
    rows.append(["Åsa Björk", "Exempelköpings äldreomsorg", "ersättare"])
    for codec in ("cp1252", "utf-8", "utf-16"):
        entry = people(spelt(rows).encode(codec))[0]
        assert f"{entry.given_name} {entry.family_name}" == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("cp1252", "mac-roman"), ("cp1252", "cp850"), ("mac-roman", "cp1252")),
        *(("utf-8", "cp1252"), ("utf-8", "mac-roman"), ("utf-8", "cp437"), ("cp850", "cp1252")),
    ],
)
def test_a_row_that_came_from_elsewhere_is_named_and_not_garbled(one: str, other: str) -> None:
    rows = [["Namn", "Verksamhet", "Roll"], ["Åsa Björklund", "Polisen", "ersättare"]]
    rows.append(["Märta Öström", "Exempelköpings äldreomsorg", "ersättare"])
    content = spelt(rows).encode(one) + "Håkan Sjöåker;Polisen;ledamot\r\n".encode(other)

    error = refusal(lambda: people(content))

    if error.code == "list-letters-unclear":
        return  # the row was as much as all the others
    assert (4, "Namn", "cell-unreadable") in faults(error)
    assert {row for row, _column, _code in faults(error)} == {4}


def test_a_row_from_a_mac_that_would_pass_for_another_name_is_named_too() -> None:
    """On Windows it reads ``Bšrje Hškmark``: letters all, and a name like others."""
    rows = [["Namn", "Verksamhet", "Roll"], ["Åsa Björklund", "Polisen", "ersättare"]]
    rows.append(["Märta Öström", "Exempelköpings äldreomsorg", "ersättare"])
    content = spelt(rows).encode("cp1252") + "Börje Hökmark;Polisen;ledamot\r\n".encode("mac-roman")
    assert faults(refusal(lambda: people(content))) == [(4, "Namn", "cell-unreadable")]


@pytest.mark.parametrize(
    "garbled",
    [
        *("H\ufffdstlov", "HÃ¶stlov", "H”stlov", "Hˆstlov", "H√∂stlov", "P†sklov", "PÂsklov"),
        *("H\x9astlov", "H&ouml;stlov", "H├Âstlov", "PŒsklov", "kvŠll", "Ã…sa", "L‰nkaby"),
        *("HÃ¤lsa â€“ vÃ¥rd", "H?stlov", "?sterlens dag", "H|stlov", "P}sklov"),
        *("Hšstlov", "Vårlov fšr Bjšrn", "Malmš", "€lmhult", "÷rebro", "≈sele", "Hĺbo"),
        *("Bjцrn", "Vдstra", "Sjšberg Ršda", "Gцteborg"),
    ],
)
def test_letters_that_were_broken_before_are_not_stored(garbled: str) -> None:
    content = f"namn\tstart\nPåsklov\t2027-03-30\n{garbled}\t2026-10-26\n"
    assert is_garbled(garbled)
    assert faults(refusal(lambda: days(content))) == [(3, "namn", "cell-unreadable")]


@pytest.mark.parametrize(
    "whole",
    [
        *("Dušan", "François", "João São", "Ångström", "ÃO", "§ 12", "20 °C", "”Öppet hus”"),
        *("McÖrn", "Læsø", "Brandão", "ÉLÈVE", "Zürich–Genève", "Ž. Žižek", "naïve", "R&D"),
        *("Lov?", "Vad händer? Ingen vet", "a|b".upper(), "{x}"),
        *("Nataša Rožman", "Tomaš", "Škoda", "Žnidarec", "Žorž", "Tõnu Jõgi", "Vĺčik", "Győr"),
        *("€500", "…och så", "kallat ”Malmö”", "Öppet ”hus”", "Ана Иван", "37° §4 ½ m²", "Þór"),
    ],
)
def test_letters_that_are_meant_are_left_alone(whole: str) -> None:
    assert not is_garbled(whole)


NAMES = (
    *("Åsa", "Örjan", "Björn", "Märta", "Håkan", "Göran", "Sjöberg", "Åkerlund", "Lindström"),
    *("Äng", "Öst", "Élan", "Renée", "Müller", "Anna", "Nils", "Lundh", "Västerås", "kurator"),
    *("överläkare", "rådgivare", "enhetschef", "områdespolis"),
)
LETTERS = st.sampled_from("abdefghijklmnoprstuvyåäöÅÄÖéü")
WORD = st.one_of(
    st.sampled_from(NAMES),
    st.text(LETTERS, min_size=3, max_size=12).map(str.title),
)
LINES = st.lists(st.tuples(WORD, WORD, WORD), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(
    lines=LINES,
    codec=st.sampled_from(WIDE + OLDER),
    delimiter=st.sampled_from(";,\t|"),
    end=st.sampled_from(["\r\n", "\n", "\r"]),
)
@example(lines=[("Miljöö", "Öa", "Äö")], codec="cp437", delimiter="|", end="\r")
def test_a_roster_is_read_whole_and_equal_or_refused_in_words(
    lines: list[tuple[str, str, str]], codec: str, delimiter: str, end: str
) -> None:
    """With the names of the columns a Mac's and an MS-DOS file are told apart nearly always."""
    rows = [HEADER] + [
        [f"{given_name}{number}", family, "Polisen", "ersättare", title]
        for number, (given_name, family, title) in enumerate(lines)
    ]
    try:
        found = people(spelt(rows, delimiter, end).encode(codec), "lista.txt")
    except BadInput as error:
        assert codec in OLDER
        codes = {code for _row, _column, code in faults(error)} or {error.code}
        assert codes <= {"list-letters-unclear", "cell-unreadable", "list-more-problems"}
        return
    assert [(one.given_name, one.family_name, one.title) for one in found] == [
        (row[0], row[1], row[4]) for row in rows[1:]
    ]


@settings(max_examples=100, deadline=None)
@given(
    words=st.lists(WORD, min_size=1, max_size=8),
    codec=st.sampled_from(OLDER),
)
def test_words_alone_are_read_right_or_not_at_all(words: list[str], codec: str) -> None:
    text = "\n".join(words)
    try:
        found = decoded(text.encode(codec))
    except BadInput as error:
        if error.code != "list-letters-unclear":
            raise
        return
    for meant, line in zip(words, found.split("\n"), strict=True):
        assert line == meant or "\ufffd" in line
