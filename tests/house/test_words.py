"""Every word on screen has its Swedish, and nothing lies unused in the catalog."""

from __future__ import annotations

import re

from tests.house.catalog import extracted, swedish

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
        if not texts or not all(texts):
            missing.append(message.id)
    assert not missing


def test_no_message_lies_unused_in_the_catalog() -> None:
    used = {m.id if isinstance(m.id, str) else m.id[0] for m in extracted()}
    kept = {m.id if isinstance(m.id, str) else m.id[0] for m in swedish() if m.id}
    assert kept - used == set()


def test_the_swedish_fills_the_same_places_as_the_english() -> None:
    wrong = []
    for message in swedish():
        if not message.id:
            continue
        wanted = set(PLACE.findall(message.id if isinstance(message.id, str) else message.id[1]))
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        if any(set(PLACE.findall(text)) - wanted for text in texts):
            wrong.append(message.id)
    assert not wrong
