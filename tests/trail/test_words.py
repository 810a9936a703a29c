"""The log tells no code: every column whose value stands in it has words for all it can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
import yaml
from sqlmodel import AutoString

from coordinator.core.columns import columns_in_log, shown_in_log
from coordinator.core.database import metadata
from coordinator.core.outbox import kinds
from coordinator.core.settings import shipped_data
from coordinator.core.translation import speak
from coordinator.core.worded import Worded
from coordinator.planning.priorities import Priorities
from coordinator.trail import entry_in_words
from coordinator.trail.views import TrailChange, TrailField
from tests.trail.helpers import line

_CODE = re.compile(r"[a-z]+(?:[_-][a-z]+)+|[a-z_]+=\d+|\b(?:mon|tue|wed|thu|fri|sat|sun)\b")
# Swedish for what English calls alike.
ALIKE = {"region", "registrator", "material", "personnummer", "samordningsnummer"}
HYPHENATED = "e-postadress"  # a Swedish word that looks like a code


def agenda_codes() -> set[str]:
    text = (shipped_data() / "agenda.yaml").read_text("utf-8")
    return {item["code"] for item in yaml.safe_load(text)["items"]} | {"other"}


# What columns of no enumeration can hold.
OTHERS: dict[str, Iterable[object]] = {
    "outbox_mail.kind": kinds.KINDS,
    "planning_settings.off_hours": ("thu-am fri-pm mon", "sun-08:00-09:30"),
    "planning_settings.weights": (
        *(
            f"{name}={option}"
            for name, usual in Priorities().by_name().items()
            for option in type(usual)
        ),
        "notice=28 outside=150",  # as it was written until there were six choices
    ),
}
NUMBERS_FOR_WORDS: dict[str, Iterable[object]] = {
    "closed_day.weekday": range(7),
    "closed_day.nth": (1, 5, -1),
}


def enumerations() -> dict[str, type[Worded]]:
    """Every shown column that names an enumeration, and which."""
    return {
        f"{table}.{name}": said.of
        for table, columns in columns_in_log().items()
        for name, said in columns.items()
        if said.is_shown and isinstance(said.of, type) and issubclass(said.of, Worded)
    }


def held() -> dict[str, Iterable[object]]:
    """What each column can hold; of an enumeration also several, with commas between."""
    lists = {name: (*of, ",".join(of), *of.earlier()) for name, of in enumerations().items()}
    return lists | OTHERS | NUMBERS_FOR_WORDS


def test_a_shown_text_names_its_enumeration_or_says_how_its_values_are_told() -> None:
    silent = [
        name
        for name in shown_in_log()
        if columns_in_log()[name.split(".")[0]][name.split(".")[1]].of is None
        and isinstance(metadata.tables[name.split(".")[0]].c[name.split(".")[1]].type, AutoString)
    ]
    assert silent == []
    assert len(enumerations()) > 20


@pytest.mark.parametrize("name", sorted(held()))
def test_the_log_tells_words_and_no_codes(name: str) -> None:
    speak("sv")
    table, column = name.split(".")
    for value in held()[name]:
        kept = str(value) if isinstance(value, str) else value
        field = TrailField(column, is_shown=True, before=None, after=kept)
        (told,) = entry_in_words.changes(line(TrailChange(table, "changed", (field,))))
        shown = told.rpartition(" → ")[2]
        assert not _CODE.search(shown.replace(HYPHENATED, "")), told
        if isinstance(kept, str) and kept not in ALIKE:
            assert shown != kept, told
        if name == "closed_day.weekday":
            assert shown.endswith("dagar")
