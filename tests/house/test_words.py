"""Every word on screen has its Swedish, and nothing lies unused in the catalog."""

from __future__ import annotations

import ast
import re

from tests.house.catalog import ROOT, SWEDISH, extracted, in_step, swedish

PLACE = re.compile(r"\{(\w+)\}")


def test_every_message_in_the_code_has_its_swedish() -> None:
    catalog = swedish()
    missing = []
    for message in extracted():
        if not message.id:
            continue
        found = catalog.get(message.id if isinstance(message.id, str) else message.id[0])
        texts = (
            [found.string]
            if found and isinstance(found.string, str)
            else (found.string if found else ())
        )
        # What is marked as a guess is read by nobody.
        if not texts or not all(texts) or (found and found.fuzzy):
            missing.append(message.id)
    assert not missing


def test_no_message_lies_unused_in_the_catalog() -> None:
    used = {m.id if isinstance(m.id, str) else m.id[0] for m in extracted()}
    kept = {m.id if isinstance(m.id, str) else m.id[0] for m in swedish() if m.id}
    assert kept - used == set()


def test_the_catalog_stands_as_the_tool_writes_it() -> None:
    assert SWEDISH.read_bytes() == in_step(), "run: make translations"


def test_the_swedish_fills_the_same_places_as_the_english() -> None:
    wrong = []
    for message in swedish():
        if not message.id:
            continue
        wanted = set(PLACE.findall(message.id if isinstance(message.id, str) else message.id[1]))
        texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
        if any(set(PLACE.findall(text)) - wanted for text in texts):
            wrong.append(message.id)
    assert not wrong


def test_no_message_hides_inside_an_f_string() -> None:
    """Babel does not look into f-strings on Python 3.11: such a message would never be found."""
    hidden = []
    for path in sorted((ROOT / "coordinator").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FormattedValue):
                hidden += [
                    f"{path.relative_to(ROOT)}:{call.lineno}"
                    for call in ast.walk(node)
                    if isinstance(call, ast.Call)
                    and isinstance(call.func, ast.Name)
                    and call.func.id in {"_", "ngettext", "N_"}
                ]
    assert hidden == []


def test_one_word_for_one_thing() -> None:
    """Pairs of words that mean the same on screen: the first of each is the one that is said."""
    others = {
        "en": r"\be-mails?\b|(?<![“/])\bmails?\b(?! (?:server|program))|\bpast due\b|\bput off\b",
        "sv": r"\be-post|\bslag av\b|\bsköter driften\b|\bavslagna tider\b|\bskrivbordet\b",
    }
    found = []
    for message in swedish():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        for language, said in (("en", ids), ("sv", texts)):
            shown = (PLACE.sub("", str(one)) for one in said)
            found += [one for one in shown if re.search(others[language], one, re.IGNORECASE)]
    assert found == []
