"""A value of an enumeration carries its words: they stand in its line, and nowhere else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

import coordinator.ui.calendar_html  # noqa: F401 - the one page with an enumeration of its own
import tests.house.usecases  # noqa: F401 - every room is imported then
from coordinator.core.worded import Worded
from tests.house.catalog import ROOT, swedish

_WORDS = {"_", "N_", "ngettext"}
_MEMBER = re.compile(r"[A-Z][A-Z0-9_]*")
_CLASS = re.compile(r"_?[A-Z]\w*[a-z]\w*")


def enumerations(of: type[Worded] = Worded) -> Iterator[type[Worded]]:
    for each in of.__subclasses__():
        if len(each):
            yield each
        yield from enumerations(each)


@pytest.mark.parametrize("of", sorted(set(enumerations()), key=str))
def test_every_value_has_words_in_swedish(of: type[Worded]) -> None:
    catalog = swedish()
    for words in (*(member.words for member in of), *of.earlier().values()):
        assert words, of
        found = catalog.get(words)
        assert found, words
        assert found.string, words


def test_the_enumerations_of_the_rooms_are_looked_at() -> None:
    names = {each.__name__ for each in enumerations()}
    assert {"ClosedKind", "Outcome", "MeetingState", "Role", "MailState", "DayKind"} <= names


def test_no_page_and_no_room_keeps_a_list_of_words_for_the_values_of_an_enumeration() -> None:
    lists = []
    for path in sorted((ROOT / "coordinator").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            pairs: list[tuple[ast.AST, ast.AST]] = []
            if isinstance(node, ast.Dict):
                pairs = [(k, v) for k, v in zip(node.keys, node.values, strict=True) if k]
            if any(_is_member(key) and _is_words(value) for key, value in pairs):
                lists.append(f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}")
    assert lists == []


def _is_member(node: ast.AST) -> bool:
    """``Outcome.PRESENT`` or ``Outcome.PRESENT.value``."""
    if isinstance(node, ast.Attribute) and node.attr == "value":
        node = node.value
    return (
        isinstance(node, ast.Attribute)
        and _MEMBER.fullmatch(node.attr) is not None
        and isinstance(node.value, ast.Name)
        and _CLASS.fullmatch(node.value.id) is not None
    )


def _is_words(node: ast.AST) -> bool:
    """Words to be translated, alone or with what never changes beside them, as on a chip."""
    if isinstance(node, ast.Tuple):
        parts = [part for part in node.elts if not isinstance(part, ast.Constant)]
        return bool(parts) and all(map(_is_words, parts))
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    return node.func.id in _WORDS or any(map(_is_words, node.args))
