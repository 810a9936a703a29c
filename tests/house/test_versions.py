"""Tables that two people edit count their own versions, and nothing goes round them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Mapper
from sqlmodel import SQLModel

from coordinator.core.database import Versioned
from coordinator.core.rooms import import_rooms
from tests.house.code import PACKAGE, ROOT, python_files

import_rooms("tables")
# Written when nobody can have read a row yet: a backup's rows keep the versions they had.
FILLS_EMPTY_TABLES = PACKAGE / "installation" / "store.py"


def _mappers() -> list[Mapper[Any]]:
    return sorted(SQLModel._sa_registry.mappers, key=lambda mapper: str(mapper.local_table))


def _versioned() -> dict[str, str]:
    """Class names of the tables with a version, and their tables' names."""
    return {
        mapper.class_.__name__: str(mapper.local_table)
        for mapper in _mappers()
        if "version" in mapper.local_table.columns
    }


def test_every_table_with_a_version_has_it_counted_by_the_mapper() -> None:
    with_version = [mapper for mapper in _mappers() if "version" in mapper.local_table.columns]
    assert len(with_version) > 10
    for mapper in with_version:
        assert issubclass(mapper.class_, Versioned), mapper.class_
        assert mapper.version_id_col is mapper.local_table.columns["version"], mapper.class_


def test_no_version_is_counted_by_hand() -> None:
    """Only ``touch`` writes it, for what changes in a row's children."""
    guilty = [
        f"{path.relative_to(ROOT)}:{line}"
        for path, tree in _trees("version")
        if path != PACKAGE / "core" / "database.py"
        for line in _written_versions(tree)
    ]
    assert guilty == []


def _written_versions(tree: ast.Module) -> Iterator[int]:
    counted = _versioned()
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr="version", ctx=ast.Store()):
                yield node.lineno
            case ast.Call(func=ast.Name(id=name), keywords=given) if name in counted:
                yield from (node.lineno for one in given if one.arg == "version")


def test_no_versioned_table_is_updated_by_a_condition() -> None:
    """That would pass the version by.

    A DELETE by condition leaves no row whose version could be wrong: who saves it afterwards finds
    nothing to save, and is told.
    """
    guilty = [
        f"{path.relative_to(ROOT)}: {written}"
        for path, tree in _trees("update(", "UPDATE ")
        for node in ast.walk(tree)
        if (written := _updated(node)) and _is_guilty(written, path)
    ]
    assert guilty == []


def _updated(node: ast.AST) -> str | None:
    """What a statement updates: a class's name, raw SQL, or a table in a variable."""
    match node:
        case ast.Constant(value=str(sql)) if sql.startswith("UPDATE "):
            return sql
        case ast.Call(func=ast.Name(id="update"), args=[ast.Name(id=name), *_]):
            return name
    return None


def _is_guilty(written: str, path: Path) -> bool:
    if written[0].islower():  # a table of any name
        return path != FILLS_EMPTY_TABLES
    words = written.replace('"', " ").split()
    return written in _versioned() or bool(set(words[1:2]) & set(_versioned().values()))


def test_no_query_locks_more_than_it_means_to() -> None:
    """FOR UPDATE keeps everybody from referring to the row; FOR NO KEY UPDATE only serialises."""
    guilty = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in _trees("with_for_update")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "with_for_update"
        and not any(word.arg == "key_share" for word in node.keywords)
    ]
    assert guilty == []


def _trees(*words: str) -> Iterator[tuple[Path, ast.Module]]:
    """The product's files, migrations apart, that hold one of the words."""
    for path in python_files():
        text = path.read_text(encoding="utf-8")
        if "migrations" not in path.parts and any(word in text for word in words):
            yield path, ast.parse(text)
