"""Nothing is changed for somebody without an entry in the trail, and each entry has its words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from coordinator.access.permissions import MAY
from coordinator.core.database import metadata
from coordinator.core.translation import speak
from coordinator.trail.column_words import FIELDS
from coordinator.trail.in_transaction import acting
from coordinator.trail.use_case_words import ORIGINS, TABLES, USE_CASES

# Entries of what is no use case: coming and going, a reading, a yes within another use case.
OTHER_ENTRIES = {
    "access.go_ahead",
    "privacy.asked_from_elsewhere",
    "access.grant_role",  # as it was called once: entries are never rewritten
    "entrance.sign_in",
    "entrance.sign_out",
    "minutes.read_marked",
}
ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "coordinator"
SEAM = PACKAGE / "access" / "trail.py"
# Every module but the seam itself.
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != SEAM)
# Rows of these never stand in an entry.
SILENT = {
    *("search_entry", "search_token"),
    *("day_fall", "day_span"),
    *("trail_entry", "trail_head", "trail_checkpoint", "trail_person"),
}
SILENT_COLUMNS = {"id", "group_id", "version", "vevent", "sort_key", "email_key"}


@dataclass(frozen=True)
class Function:
    """A function of the product that takes an actor: whom it calls and which use cases it names."""

    place: str  # room.module:name
    calls: frozenset[str]
    use_cases: tuple[str, ...]


@cache
def functions() -> tuple[Function, ...]:
    found = []
    for path in MODULES:
        place = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and "actor" in {
                one.arg for one in (*node.args.args, *node.args.kwonlyargs)
            }:
                names = frozenset(name for name, _call in calls(node))
                found.append(Function(f"{place}:{node.name}", names, tuple(named_use_cases(node))))
    return tuple(found)


def calls(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for each in ast.walk(node):
        if isinstance(each, ast.Call):
            name = each.func.attr if isinstance(each.func, ast.Attribute) else ""
            yield name or getattr(each.func, "id", ""), each


def named_use_cases(node: ast.AST) -> Iterator[str]:
    """The use cases a function names where it opens its transaction or writes its entry."""
    for _name, call in calls(node):
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        first = [one.id for one in given[:2] if isinstance(one, ast.Name)]
        if first[:1] not in (["office"], ["session"]) or len(given) < 3:
            continue
        for one in given[2:]:
            if isinstance(one, ast.Constant) and one.value in MAY:
                yield str(one.value)


def changing() -> set[str]:
    """Every use case that leaves an entry."""
    return {use_case for function in functions() for use_case in function.use_cases}


def test_the_seam_is_found_where_it_is_used() -> None:
    assert acting.__module__ == "coordinator.trail.in_transaction"
    assert len(changing()) > 35
    assert "minutes.take_over_note" in changing()
    assert "installation.start_group" in changing()


def test_whoever_acts_writes_through_the_seam() -> None:
    """A plain transaction for an actor would change something and tell nobody."""
    guilty = [
        one.place for one in functions() if "transaction" in one.calls and "append" not in one.calls
    ]
    assert guilty == []


def test_an_entry_names_the_use_case_it_is_written_in() -> None:
    wrong = []
    for one in functions():
        module, name = one.place.split(":")
        room, *parts = module.split(".")
        if "usecases" in parts:
            named = f"{room}.{name}"
            wrong += [f"{one.place} says {each}" for each in one.use_cases if each != named]
    assert wrong == []


def test_every_entry_has_its_words() -> None:
    assert changing() - set(USE_CASES) == set()
    assert set(USE_CASES) - set(MAY) - OTHER_ENTRIES == set()


def test_every_table_has_its_word() -> None:
    assert set(metadata.tables) - SILENT - set(TABLES) == set()


def test_every_column_has_its_word() -> None:
    told = {
        column.name
        for name, table in metadata.tables.items()
        if name not in SILENT
        for column in table.columns
    }
    assert told - SILENT_COLUMNS - set(FIELDS) == set()
    assert set(FIELDS) - told == set()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_words_are_whole_sentences_parts(language: str) -> None:
    from coordinator.core.translation import _

    speak("sv" if language == "sv" else "en")
    for text in (*USE_CASES.values(), *TABLES.values(), *ORIGINS.values()):
        said = _(text)
        assert said == said.strip().rstrip(".")
        assert said[0].islower(), said
        if language == "sv":
            assert said != text or text == "person", text
