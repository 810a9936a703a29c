"""A name in running Swedish text: every form of it, and what only looks like it."""

from __future__ import annotations

import gc
import re
import time
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordinator.core.errors import BadInput
from coordinator.core.search.swedish import fold
from coordinator.privacy.names.sought import Sought
from coordinator.privacy.names.spellings import Name
from coordinator.privacy.rules import check_mailbox, masked, names_from
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
        *("Lindgren kommer", "Lindas förslag", "Björklind", "lindrigt"),
        *("Mariannes bil", "HTML-kod", "070-123 45 68", "10701234567"),
    ],
)
def test_what_only_looks_like_the_name_is_left(text: str) -> None:
    assert found(text) == []


def test_two_people_named_together_are_two_and_neither_is_left() -> None:
    assert found("Maria och Anna Lind kom") == [
        ("Maria", Certainty.LIKELY),
        ("Lind", Certainty.LIKELY),
    ]


ANNA = Sought((Name("Anna", "Lind"),), phone="070-123 45 67")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        # Another name of hers stands between, or after.
        ("Anna, född Berg, Lind kom", "N kom"),
        ("Anna f.d. Berg Lind kom", "N kom"),
        ("Anna, kallad Nanna, Lind kom", "N kom"),
        ("Anna ‘Nanna’ Lind kom", "N kom"),
        ("Anna <Nanna> Lind kom", "N kom"),
        ("Anna Lind (f. Berg) kom", "N kom"),
        ("Anna Lind, f.d. Berg-Ek, kom", "N, kom"),
        ("Anna Lind, född Berg", "N"),
        ("Anna Lind-Berg kom", "N kom"),
        ("Lind-Berg kom", "N kom"),
        ("Anna Lind, född 1980", "N, född 1980"),
        ("Anna Lind, gift med Bo", "N, gift med Bo"),
        ("Lind-gruppen", "N-gruppen"),
        # A form, a table, an address book, a link, a row of dots.
        ("Förnamn: Anna\nEfternamn: Lind", "Förnamn: N\nEfternamn: N"),
        ("| Anna | Lind |", "| N |"),
        ("Anna ............................. Lind", "N ............................. N"),
        ("Anna <anna.lind@x.se> Lind", "N"),
        ("<Lind> kom", "<N> kom"),
        ("[Anna](https://x.se/a) Lind", "N"),
        ("[Anna](mailto:anna.lind@x.se) [Lind](https://x.se/l)", "[N](https://x.se/l)"),
        # Near, and not beside.
        ("Anna (hon som ringde) Lind", "N (hon som ringde) N"),
        ("Anna och Bo Lind", "N och Bo N"),
        ("Anna från Polisen, Lind", "N från Polisen, N"),
        ("Anna Lind kom. Sedan gick Anna.", "N kom. Sedan gick N."),
        ("Ring Anna på 070-123 45 67", "Ring N på N"),
        ("anna@x.se, fru Lind", "N, fru N"),
        # Initials.
        ("Anna L:s svar", "Ns svar"),
        ("Lind, A. kom", "N kom"),
    ],
)
def test_nothing_of_a_name_is_left_beside_what_is_replaced(text: str, after: str) -> None:
    ticked = [one for one in ANNA.find(text) if one.certainty is not Certainty.UNSURE]
    assert masked(text, ticked, "N") == after


@pytest.mark.parametrize(
    ("name", "text", "after"),
    [
        (Name("Xenia", "Zetterqvist"), "xenia och bo zetterqvist", "N och bo N"),
        (Name("Anna-Karin", "Berg-Lind"), "AK Lind och A-K Berg-Lind", "N och N"),
        (Name("Anna-Karin", "Berg-Lind"), "Berg-Lind, A-K", "N"),
        (Name("Muhammed", "Al-Hassan"), "Muhammed H och Muhammed A-H", "N och N"),
        (Name("Eva", "von Essen"), "E. v. Essen och Eva v Essen", "N och N"),
    ],
)
def test_no_initial_and_no_short_form_is_left_either(name: Name, text: str, after: str) -> None:
    ticked = [one for one in Sought((name,)).find(text) if one.certainty is not Certainty.UNSURE]
    assert masked(text, ticked, "N") == after


@pytest.mark.parametrize(
    ("name", "text", "after"),
    [
        (Name("Bo", "Ek"), "Var ska vi bo? Ek finns.", "Var ska vi bo? N finns."),
        (Name("Sten", "Berg"), "Vi bar sten. Berg såg på.", "Vi bar sten. N såg på."),
        (Name("Sten", "Berg"), "Berg bar en sten", "N bar en sten"),
        (Name("Sten", "Berg"), "sten, berg och stig", "sten, berg och stig"),
        (Name("Stig", "Berg"), "På Stigbergets torg", "På Stigbergets torg"),
        (Name("Anna", "Lind"), "annalindgren@x.se", "annalindgren@x.se"),
        (Name("Li", "Han"), "Han kom. Du och han gick", "Han kom. Du och han gick"),
        (Name("Li", "Han"), "Vi frågade Han", "Vi frågade N"),
        (Name("För", "Hand"), "skrivet för hand", "skrivet för hand"),
        (Name("My", "Lind"), "Mys med my", "Mys med my"),
    ],
)
def test_words_that_may_be_words_are_for_a_person_to_decide(
    name: Name, text: str, after: str
) -> None:
    ticked = [one for one in Sought((name,)).find(text) if one.certainty is not Certainty.UNSURE]
    assert masked(text, ticked, "N") == after


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
    match = Sought((name,)).find(text)[0]
    assert unicodedata.normalize("NFC", text)[match.start : match.end] == whole


ASA = Sought((Name("Åsa", "Öst"),))


def test_letters_without_their_dots_are_another_name_when_they_stand_alone() -> None:
    assert found("Asa kom österut, ost", ASA) == []


def test_both_names_without_their_dots_are_asked_about() -> None:
    assert found("Asa Ost", ASA) == [("Asa Ost", Certainty.LIKELY)]


@pytest.mark.parametrize("written", ["asa.ost@x.se", "aasa-oest", "ÅsaÖst", "asaost", "asa_ost"])
def test_names_in_addresses_and_files_are_found_without_their_dots(written: str) -> None:
    assert found(f"se {written} nu", ASA) == [(written, Certainty.SURE)]


def test_the_genitive_stays_a_genitive() -> None:
    text = "Maria Linds förslag, som Lind lade fram."
    assert masked(text, MARIA.find(text), INSTEAD) == (
        "Representant, Jourens förslag, som Representant, Jouren lade fram."
    )


def test_an_earlier_name_of_the_same_person_is_looked_for_too() -> None:
    names = names_from("Maria", "Lind", ["Maria Lind", "Maria Gammal Ek"])
    assert names == (Name("Maria", "Lind"), Name("Maria Gammal", "Ek"))
    assert found("Ek sa det", Sought(names)) == [("Ek", Certainty.LIKELY)]


XENIA = Sought((Name("Xenia", "Zetterqvist"),))


@pytest.mark.parametrize(
    "written",
    [
        *("Xenia/Zetterqvist", "**Xenia** Zetterqvist", "Xenia **Zetterqvist**"),
        *('Xenia "Nia" Zetterqvist', "Xenia (Nia) Zetterqvist", "Xenia ”den glada” Zetterqvist"),
        *("Zetterqvist, Xenia", "ZETTERQVIST Xenia", "Xenia_Zetterqvist", "#XeniaZetterqvist"),
        *("xeniazetterqvist", "XENIAZETTERQVIST", "Xenia Zetter-\nqvist"),
        *("Xenia\tZetterqvist", "Xenia Zet\u00adterqvist"),
        *("Xenia\u200bZetterqvist", "Xenia\xa0Zetterqvist", "Xenia – Zetterqvist"),
        *("<b>Xenia</b> Zetterqvist", '<td class="a">Xenia</td><td class="b">Zetterqvist</td>'),
        *("Xenia&nbsp;Zetterqvist", "xenia%20zetterqvist", "Xenia född Ek Zetterqvist"),
        *("Xe-\nnia Zetterqvist", "X e n i a Zetterqvist", "Xenia, Zetterqvist"),
        *("Xenia:\tZetterqvist", "Xenia\n\nZetterqvist", "Xenia | Zetterqvist"),
    ],
)  # fmt: skip
def test_given_and_family_name_are_one_place_whatever_stands_between(written: str) -> None:
    text = f"Enligt {written} går det bra"
    matches = XENIA.find(text)
    assert len(matches) == 1
    assert matches[0].certainty in {Certainty.SURE, Certainty.LIKELY}
    left = masked(text, matches, "N")
    assert "enia" not in left.casefold().replace("-\n", "")
    assert "qvist" not in left.casefold()


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Det är **Xenia** Zetterqvist.", "Det är N."),
        ("Det är Xenia (Zetterqvist).", "Det är N."),
        ('Det är "Xenia" Zetterqvist.', "Det är N."),
        ("<p><b>Xenia</b> <i lang='sv'>Zetterqvist</i></p>", "<p><b>N</b><i></i></p>"),
        ("Skriv till xenia.zetterqvist+x@post.example.se, tack", "Skriv till N, tack"),
        ("zetterqvist:s och Zetterqvist’s bil", "Ns och Ns bil"),
    ],
)
def test_what_is_left_around_a_name_is_whole(text: str, after: str) -> None:
    assert masked(text, XENIA.find(text), "N") == after


@pytest.mark.parametrize(
    ("written", "certainty"),
    [
        ("zetterqvist", Certainty.LIKELY),  # no word is spelt so
        ("zetterqvists", Certainty.LIKELY),
        ("zetter-\nqvist", Certainty.LIKELY),
        ("Zetter qvist", Certainty.UNSURE),
        ("Zetterqvistfallet", Certainty.UNSURE),
        ("xzetterqvist", Certainty.UNSURE),
        ("xeniaz", Certainty.UNSURE),
        ("xenia", Certainty.UNSURE),
        ("X. Zetterqvist", Certainty.LIKELY),
        ("x. zetterqvist", Certainty.LIKELY),
        ("Zetterqvist X.", Certainty.LIKELY),
        ("Xenia Z.", Certainty.LIKELY),
        ("cv_xeniazetterqvist_2026.pdf", Certainty.SURE),
        ("mötexeniazetterqvist", Certainty.LIKELY),
        ("XZ", Certainty.UNSURE),
        ("XZ:s", Certainty.UNSURE),
    ],
)
def test_every_writing_of_a_part_is_shown(written: str, certainty: Certainty) -> None:
    assert {how for _text, how in found(f"enligt {written} igår", XENIA)} == {certainty}


def test_a_family_name_in_small_letters_that_may_be_a_word_is_for_a_person_to_decide() -> None:
    assert found("en lind vid vägen") == [("lind", Certainty.UNSURE)]


@pytest.mark.parametrize("text", ["vi kom på möte i dag", "för en åtgärd", "ett ek och ed"])
@pytest.mark.parametrize("family", ["Vi", "Ek", "För", "Ed", "En", "Och", "I"])
def test_small_words_are_nobodys_name(text: str, family: str) -> None:
    assert found(text, Sought((Name("Anna", family),))) == []


def test_two_words_that_make_a_name_are_asked_about() -> None:
    assert found("En man kom", Sought((Name("Eva", "Enman"),))) == [("En man", Certainty.UNSURE)]


PEOPLE = [
    *(("Xenia", "Zetterqvist"), ("Anna-Karin", "Berg-Lind"), ("Åsa", "Öström"), ("Jean-Luc", "Dé")),
    *(("Eva", "von Essen"), ("Mary", "O'Brien"), ("Ümit", "Özdemir"), ("Li", "Ng"), ("Bo", "Ek")),
    *(("Ana Maria", "Lopez Garcia"), ("Sten", "McDonald"), ("Hans", "Ax"), ("Łukasz", "Dąbrowski")),
]
GAPS = [
    *(" ", "  ", "\n", "/", "-", "_", ".", ", ", "\u00a0", "\u200b", " – ", "\t", "** ", "** **"),
    *(" (", ' "N" ', " | ", "<br>", "</b> <i>", "&nbsp;", "%20", " M. ", " Elin ", "", " & "),
]


def writings(given_name: str, family_name: str) -> st.SearchStrategy[str]:
    """The name as somebody may write it, in some order, case, normal form and ending."""
    orders = st.sampled_from([(given_name, family_name), (family_name, given_name)])
    cases = st.sampled_from([str, str.upper, str.lower, str.title])
    forms = st.sampled_from(["NFC", "NFD"])
    endings = st.sampled_from(["", "s", ":s", "’s", ",", ".", "@x.se"])

    def write(order: tuple[str, str], gap: str, case: Any, form: Any, ending: str) -> str:
        left, right = (case(part) for part in order)
        if not gap and case is not str:
            left, right = left.lower(), right.lower()
        return unicodedata.normalize(form, f"{left}{gap}{right}{ending}")

    return st.builds(write, orders, st.sampled_from(GAPS), cases, forms, endings)


def parts_in(text: str, name: tuple[str, str]) -> set[str]:
    """Parts of a name of three letters or more that stand in a text as words, however written."""
    plain = fold("".join(sign for sign in text if sign not in "\u00ad\u200b"))
    plain = re.sub(r"<[^<>]*>|&\w+;|%\d\d", " ", plain)
    found = set(re.findall(r"[^\W\d_]+", plain))
    parts = {part for half in name for part in re.findall(r"[^\W\d_]+", fold(half))}
    return {part for part in parts - {"von"} if len(part) > 2 and {part, f"{part}s"} & found}


@settings(max_examples=400)
@given(
    st.sampled_from(PEOPLE).flatmap(lambda name: st.tuples(st.just(name), writings(*name))),
    st.sampled_from(["", "Enligt ", "vi såg (", "<p>", "**", "Nu. ", "x@y.se ", "1) ", "A A A "]),
    st.sampled_from(["", " går det", ") och så", "</p>", "** ", ". Hon kom", " A. B", "\n\nMer"]),
)
def test_no_part_of_a_name_is_left_however_it_is_written(
    written: tuple[tuple[str, str], str], before: str, after: str
) -> None:
    (given_name, family_name), name = written
    text = f"{before}{name}{after}"
    sought = Sought((Name(given_name, family_name),))
    matches = sought.find(text)
    assert matches
    assert parts_in(masked(text, matches, "?"), (given_name, family_name)) == set()
    # What nobody ticks: the two names go together or stay together.
    sure = [one for one in matches if one.certainty is not Certainty.UNSURE]
    left = parts_in(masked(text, sure, "?"), (given_name, family_name))
    assert not (sure and left), (text, left)


@given(st.text(alphabet=st.sampled_from('bcdfghj BCD.,-\n*<>/@&%"()åé1_'), max_size=120))
def test_a_text_without_the_name_is_not_touched(text: str) -> None:
    assert XENIA.find(text) == ()


PIECES = (
    *("A A A ", "a-a-a-", "A.", "Anna ", "anna\n", "\n", "A", "a", "Lind-", "AnnaLind", "annalind"),
    *("<", "<b>", "&", "&amp;", "%41", "@", "a@", "Anna@", "a.", "070-", "7", "+46", "((", "**"),
    *('"A" ', "Anna A ", "L, ", "A\u0301", "\u200b", "L i n d ", "Aa", "0046", "Anna-Karin Lind "),
    *("](", "](a)", "[Anna](x) ", "Lind f. d. f. d. ", "Lind-Anna-", "AK-", "anna. Lind ", "<Anna"),
)


@pytest.mark.parametrize("piece", PIECES)
def test_looking_takes_no_longer_for_odd_texts(piece: str) -> None:
    """20,000 signs in a tenth of a second where nothing else runs; the bound is for other days."""
    for name in (Name("Anna Karin", "Lind"), Name("Aa", "A-A")):
        sought = Sought((name,), email="anna.lind@example.se", phone="070-123 45 67")
        text = (piece * 20_000)[:20_000]
        gc.disable()  # what other tests have left behind is not this one's time
        try:
            begun = time.process_time()
            sought.find(text)
            spent = time.process_time() - begun
        finally:
            gc.enable()
        assert spent < 1


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
