"""The labelled sentences: what points to one individual and what does not, by list and style."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from coordinator.core.settings import shipped_data

MATERIAL = Path(__file__).parent / "material"


class Labelled(NamedTuple):
    """``style`` is who wrote or in what manner; the styles of one ``list`` share an author."""

    points: bool
    text: str
    list: str
    style: str


@lru_cache(maxsize=1)
def labelled() -> list[Labelled]:
    """All of them, in the order of the files; the example's own texts point to nobody."""
    rows = [*_by_kind("fresh"), *_by_kind("minutes"), *_mixed("sentences")]
    for file in sorted(MATERIAL.glob("sentences_*.tsv")):
        for line in file.read_text("utf-8").splitlines():
            label, text, style = line.split("\t")
            rows.append(Labelled(label == "1", text, file.stem, style))
    rows += [Labelled(False, text, "demo", "demo") for text in demo_texts() if " " in text]
    return rows


def _by_kind(name: str) -> Iterator[Labelled]:
    raw = yaml.safe_load((MATERIAL / f"{name}.yaml").read_text("utf-8"))
    for kind in ("individual", "initials"):
        for text in raw["warns"][kind]:
            yield Labelled(True, text, name, kind)
    for style, texts in raw["silent"].items():
        for text in texts:
            yield Labelled(False, text, name, style)


def _mixed(name: str) -> Iterator[Labelled]:
    raw = yaml.safe_load((MATERIAL / f"{name}.yaml").read_text("utf-8"))
    yield from (Labelled(True, text, name, "individual") for text in raw["individual"])
    yield from (Labelled(False, text, name, "silent") for text in raw["silent"])


def demo_texts() -> Iterator[str]:
    """Every text of the example's notes, decisions, agendas and lists."""

    demo = shipped_data() / "demo"
    yield from texts_in(yaml.safe_load((demo / "meetings.yaml").read_text("utf-8")))
    for name in ("action_points.csv", "information_actions.csv"):
        with (demo / name).open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                yield from row


def texts_in(value: Any) -> Iterator[str]:
    """Every text in nested lists and tables."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from texts_in(one)
    elif isinstance(value, str):
        yield value
