"""Nothing is changed for somebody without an entry in the log, and each entry has its words."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from coordinator.access.permissions import use_cases
from coordinator.core.columns import columns_in_log, in_log, word_of
from coordinator.core.translation import _, speak
from coordinator.trail.words import ORIGINS, entries, rooms
from tests.house.usecases import MAY

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "coordinator"
SEAM = PACKAGE / "trail" / "in_transaction.py"
# They write their entry by themselves: who acts is made in the same transaction, or after it.
BY_THEMSELVES = {"installation.start_group", "installation.open_demo", "privacy.scrub"}


@cache
def functions() -> dict[str, frozenset[str]]:
    """Whom each function of the product that takes an actor calls, by ``room.module:function``."""
    found = {}
    for path in sorted(set(PACKAGE.rglob("*.py")) - {SEAM}):
        place = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and "actor" in {
                one.arg for one in (*node.args.args, *node.args.kwonlyargs)
            }:
                found[f"{place}:{node.name}"] = frozenset(calls(node))
    return found


def calls(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Call):
            name = each.func.attr if isinstance(each.func, ast.Attribute) else ""
            yield name or getattr(each.func, "id", "")


def leaves_an_entry(module: str, function: str) -> bool:
    """Whether it opens a logged change, itself or through a helper of its module or room."""
    called = functions().get(f"{module}:{function}", frozenset())
    return (
        "logged_change" in called
        or any(leaves_an_entry(module, helper) for helper in called if helper.startswith("_"))
        or any(leaves_an_entry(*found) for found in imported(module) if found[1] in called)
    )


@cache
def imported(module: str) -> frozenset[tuple[str, str]]:
    """Functions that a module takes from files of its own room: file and name."""
    path = PACKAGE.joinpath(*module.split(".")).with_suffix(".py")
    room = f"coordinator.{module.split('.', maxsplit=1)[0]}."
    return frozenset(
        (node.module.removeprefix("coordinator."), name.name)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(room)
        for name in node.names
        if node.module
    )


def test_whoever_acts_writes_through_the_seam() -> None:
    """A plain transaction for an actor would change something and tell nobody."""
    guilty = [
        place
        for place, called in functions().items()
        if "transaction" in called and "append" not in called
    ]
    assert guilty == []


def test_a_use_case_has_words_in_the_log_when_it_leaves_an_entry_and_only_then() -> None:
    odd = []
    for name, case in use_cases().items():
        function = inspect.unwrap(case.function)
        module = function.__module__.removeprefix("coordinator.")
        if leaves_an_entry(module, function.__name__) is not bool(case.log):
            odd.append(name)
    assert set(odd) == BY_THEMSELVES
    assert sum(bool(case.log) for case in use_cases().values()) > 70


def test_every_entry_is_of_a_use_case_or_named_where_it_is_written() -> None:
    others = set(entries()) - set(MAY)
    assert others == {
        "access.go_ahead",
        "access.read_again",
        "access.grant_role",  # as it was called once: entries are never rewritten
        "entrance.sign_in",
        "entrance.sign_out",
        "minutes.read_marked",
        "privacy.asked_from_elsewhere",
    }


def test_every_room_that_writes_in_the_log_has_its_word() -> None:
    assert set(rooms()) == {one.room for one in entries().values()}
    assert all(rooms().values())


def test_every_column_that_can_stand_in_the_log_has_its_word() -> None:
    for table, columns in columns_in_log().items():
        for column in columns:
            assert word_of(table, column), f"{table}.{column}"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_words_are_whole_sentences_parts(language: str) -> None:
    speak("sv" if language == "sv" else "en")
    texts = [one.log for one in entries().values()]
    for text in (*texts, *in_log().values(), *ORIGINS.values()):
        said = _(text)
        assert said == said.strip().rstrip(".")
        assert said[0].islower(), said
        if language == "sv":
            assert said != text or text == "person", text
