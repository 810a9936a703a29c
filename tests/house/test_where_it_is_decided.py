"""The table "Where is it decided?" of the architecture: every name in it is there."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.code import PACKAGE, ROOT

PAGE = ROOT / "docs" / "architecture.md"
_ROW = re.compile(r"^\| (?P<question>[^|]+\?) \| `(?P<file>[^`|]+)` \| `(?P<name>[^`|]+)` \|$")


def rows() -> list[tuple[str, str, str]]:
    part = PAGE.read_text(encoding="utf-8").split("## Where is it decided?", 1)[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    found = [_ROW.match(line) for line in lines]
    assert all(found), [line for line, row in zip(lines, found, strict=True) if row is None]
    return [(row["question"], row["file"], row["name"]) for row in found if row is not None]


def test_it_answers_what_a_newcomer_asks() -> None:
    asked = [question for question, _file, _name in rows()]
    assert len(asked) == len(set(asked))
    assert len(asked) >= 25


@pytest.mark.parametrize(("question", "file", "name"), rows())
def test_every_answer_leads_to_its_place(question: str, file: str, name: str) -> None:
    body = ast.parse((PACKAGE / file).read_text(encoding="utf-8")).body
    for part in name.split("."):
        nodes = {known: node for node in body for known in names_of(node)}
        assert part in nodes, f"{question} {file} holds no {name}"
        body = getattr(nodes[part], "body", [])


def names_of(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [one.id for one in targets if isinstance(one, ast.Name)]
