"""The identity guard: what it must find, what must stand in peace, and how long it may take."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from coordinator.core.messages import SENTENCES
from coordinator.core.settings import shipped_data
from coordinator.identity.finding import KINDS, explain, find
from coordinator.identity.numbers import check_digit_holds, number_kind
from coordinator.identity.reading import read

MATERIAL = Path(__file__).parent / "material"
NUMBER_KINDS = {"personnummer", "samordningsnummer"}


def kinds(text: str) -> set[str]:
    return {finding.kind for finding in find(text)}


def texts(text: str, kind: str) -> list[str]:
    return [finding.text for finding in find(text) if finding.kind == kind]


def numbers(text: str) -> list[str]:
    return [finding.text for finding in find(text) if finding.kind in NUMBER_KINDS]


def sentences(which: str) -> list[str]:
    raw = yaml.safe_load((MATERIAL / "sentences.yaml").read_text("utf-8"))
    return list(raw[which])


def demo_texts() -> Iterator[str]:
    """Every text of the example's notes, decisions, agendas and lists."""

    def inside(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            for one in value:
                yield from inside(one)
        elif isinstance(value, str):
            yield value

    demo = shipped_data() / "demo"
    yield from inside(yaml.safe_load((demo / "meetings.yaml").read_text("utf-8")))
    for name in ("action_points.csv", "information_actions.csv"):
        with (demo / name).open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                yield from row


# --- The given material ---


def test_secrecy_cases_warn_as_labelled() -> None:
    raw = yaml.safe_load((MATERIAL / "secrecy_cases.yaml").read_text("utf-8"))

    print()
    for case in raw["cases"]:
        found = find(case["text"])
        print(f"{case['id']} {'warns' if found else '-':<6} {sorted({f.kind for f in found})}")
        assert bool(found) is case["should_warn"], case


def test_identity_numbers_reach_recall_and_precision() -> None:
    wanted: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    false: list[str] = []
    with (MATERIAL / "numbers.tsv").open(encoding="utf-8") as file:
        for line in file:
            _label, sentence, listed, form = line.rstrip("\n").split("\t")
            expected = Counter(listed.split("|") if listed else ())
            found = Counter(numbers(sentence))
            wanted[form] += expected.total()
            hit[form] += (expected & found).total()
            false += (found - expected).elements()

    print()
    for form, n in sorted(wanted.items()):
        print(f"{form:<74} {hit[form]:>3} of {n:>3}" if n else f"{form:<74} none, as it should")
    recall = hit.total() / wanted.total()
    precision = hit.total() / (hit.total() + len(false))
    print(f"recall {recall:.3f} precision {precision:.3f}")
    assert recall >= 0.99
    assert false == []


def test_the_example_holds_nothing_about_individuals() -> None:
    assert [(text, find(text)) for text in demo_texts() if find(text)] == []


@pytest.mark.parametrize("sentence", sentences("warns"))
def test_a_sentence_about_one_person_warns(sentence: str) -> None:
    assert find(sentence)


@pytest.mark.parametrize("sentence", sentences("silent"))
def test_a_sentence_about_the_work_stays_in_peace(sentence: str) -> None:
    assert find(sentence) == ()


# --- Numbers ---


@pytest.mark.parametrize(
    "written",
    [
        "900101-2385",
        "9001012385",
        "900101 2385",
        "900101–2385",
        "900101 – 2385",
        "900101\u00a02385",
        "900101\u20092385",
        "900101\u22122385",
        "900101\u20112385",
        "900101+2385",
        "900101/2385",
        "900101.2385",
        "90 01 01 2385",
        "90-01-01-2385",
        "90.01.01-2385",
        "90/01/01 2385",
        "9 0 0 1 0 1 2 3 8 5",
        "199001012385",
        "19900101-2385",
        "19900101 2385",
        "1990-01-01-2385",
        "1990 01 01 2385",
        "19 900101 2385",
        "1 9 9 0 0 1 0 1 2 3 8 5",
        "900101-\n2385",
        "900101 -\r\n2385",
        "900101\u200b-2385",
        "9001\u00ad012385",
        "\uff19\uff10\uff10\uff11\uff10\uff11-\uff12\uff13\uff18\uff15",
    ],
)
@pytest.mark.parametrize(
    "around", ["Kvinnan ({}) kom.", "Se bilaga 2,{},sid 4", "nr.{}", "{}s mor"]
)
def test_a_personnummer_is_found_in_any_form(written: str, around: str) -> None:
    assert numbers(around.format(written)) == [written]


@pytest.mark.parametrize(
    "harmless",
    [
        "900101-2386",  # check digit
        "900231-2380",  # no such day
        "901301-2381",
        "1290900101-2385",  # inside something longer
        "SE900101238501",
        "ff9001012385aa0",
        "900101-2385-4411",
        "2026-900101-2385",
        "Org.nr 212000-1355",
        "2026-11-22 13:30",
        "2026-11-22 1330",
        "26-11-22 13-15",
        "Loggrad 20260802 1229",
    ],
)
def test_what_only_resembles_a_number_is_left(harmless: str) -> None:
    assert numbers(harmless) == []


@pytest.mark.parametrize("written", ["900101-2385", "19900101-2385", "199001012385"])
@pytest.mark.parametrize("around", ["Ring {}", "Tel: {}", "telefon {} hem", "Ringer upp {}."])
def test_no_word_makes_a_telephone_of_a_personnummer(around: str, written: str) -> None:
    assert numbers(around.format(written)) == [written]


def test_figures_under_each_other_are_no_number() -> None:
    assert numbers("900101\n2385\n900101\n2385\n") == []


def test_a_number_broken_by_the_end_of_a_line_is_found() -> None:
    assert numbers("Kvinnan (900101\n2385) kom.") == ["900101\n2385"]


def test_sixty_added_to_the_day_makes_a_samordningsnummer() -> None:
    assert number_kind("7010632391") == "samordningsnummer"
    assert number_kind("9001012385") == "personnummer"
    assert check_digit_holds("8112189876")  # the example of the personnummer law's handbook


# --- Places and kinds ---


def test_place_counts_signs_of_the_text_as_written() -> None:
    decomposed = unicodedata.normalize("NFD", "Åsa är på väg.\r\nHon når 900101\u00a0-\u00a02385!")

    (found,) = [f for f in find(decomposed) if f.kind == "personnummer"]

    line = decomposed.split("\n")[1]
    assert (found.line, found.column) == (2, line.index("9") + 1)
    assert found.text == "900101\u00a0-\u00a02385"
    assert found.length == len(found.text)


@pytest.mark.parametrize(
    ("sentence", "kind", "text"),
    [
        ("Tel: 070-174 06 05.", "phone", "070-174 06 05"),
        ("Nummer +46 (0)70-174 06 05.", "phone", "+46 (0)70-174 06 05"),
        ("Nummer 0046701740605.", "phone", "0046701740605"),
        ("Tel 08-123 456 78", "phone", "08-123 456 78"),
        ("Ring 0410-73 30 52.", "phone", "0410-73 30 52"),
        ("Skriv till kim.hemlig@example.se.", "email", "kim.hemlig@example.se"),
        ("På Exempelgatan 4 B, 123 45 Norrby.", "address", "Exempelgatan 4 B, 123 45 Norrby"),
        ("På Påhittade vägen 12.", "address", "Påhittade vägen 12"),
        ("Bilen ABC 12D syntes.", "plate", "ABC 12D"),
        ("I mål B 1234-26 döms.", "case-number", "mål B 1234-26"),
        ("K-nummer 5000-K123456-26.", "case-number", "5000-K123456-26"),
        ("Se ärende 12345.", "case-number", "ärende 12345"),
        ("A.B. bor kvar.", "initials", "A.B."),
        ("Hennes son ringde.", "individual", "Hennes son"),
    ],
)
def test_each_kind_is_marked_where_it_stands(sentence: str, kind: str, text: str) -> None:
    assert any(text in found for found in texts(sentence, kind)), find(sentence)


def test_every_kind_is_explained_by_a_sentence() -> None:
    assert {explain(kind) for kind in KINDS} <= set(SENTENCES)
    with pytest.raises(ValueError, match="colour"):
        explain("colour")


@given(st.text(alphabet="0123456789 -+.\n@ABKaåk\u0301\u200b\u00a0:/()§,", max_size=120))
def test_findings_lie_in_the_text_one_after_the_other(text: str) -> None:
    lines = [0]
    for line in text.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    end = 0
    for found in find(text):
        start = lines[found.line - 1] + found.column - 1
        assert start >= end
        end = start + found.length
        assert text[start:end] == found.text != ""


@given(st.text())
def test_the_reading_copy_leads_back_to_every_sign(text: str) -> None:
    reading = read(text)
    assert not reading.places or len(reading.places) == len(reading.text)
    # A text of nothing but invisible signs reads as nothing, and nothing can be found in it.
    assert reading.places or not reading.text or len(reading.text) == len(text)


# --- Sentences by kind ---


@pytest.mark.parametrize(
    ("name", "share"), [("fresh.yaml", 0.95), ("minutes.yaml", 0.9)], ids=["fresh", "minutes"]
)
def test_fresh_sentences_by_kind_are_found_and_the_rest_left_alone(name: str, share: float) -> None:
    raw = yaml.safe_load((MATERIAL / name).read_text("utf-8"))
    heard = {kind: sum(1 for text in texts if find(text)) for kind, texts in raw["warns"].items()}
    false = [text for texts in raw["silent"].values() for text in texts if find(text)]

    print()
    for kind, texts in raw["warns"].items():
        print(f"{kind:<18} {heard[kind]:>3} of {len(texts):>3}")
    print(f"silent {sum(map(len, raw['silent'].values()))}, of which warned {len(false)}")
    assert false == []
    assert sum(heard.values()) / sum(map(len, raw["warns"].values())) >= share


def test_every_finding_cuts_out_its_own_text() -> None:
    raw = yaml.safe_load((MATERIAL / "minutes.yaml").read_text("utf-8"))
    text = "\r\n".join(one for texts in raw["warns"].values() for one in texts)
    lines = text.split("\r\n")

    for found in find(text):
        assert lines[found.line - 1][found.column - 1 :][: found.length] == found.text
