"""docs/streamlit.md names every place that leans on what Streamlit does not promise."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.code import PACKAGE, ROOT, python_files

PAGE = (ROOT / "docs" / "streamlit.md").read_text(encoding="utf-8")
TABLES = [line for line in PAGE.splitlines() if line.startswith("|")]
BOOT = (PACKAGE / "web" / "assets" / "boot.js").read_text(encoding="utf-8")
# As a type only, in whatever takes a column.
TYPE = "streamlit.delta_generator.DeltaGenerator"


def imported(path: Path) -> Iterator[str]:
    """Each dotted name of Streamlit's that a file imports, or reads with an underscore."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "streamlit":
            for one in node.names:
                modules[one.asname or one.name] = f"{node.module}.{one.name}"
        elif isinstance(node, ast.Import):
            modules |= {
                one.asname or one.name: one.name
                for one in node.names
                if one.name.startswith("streamlit")
            }
    yield from (name for name in modules.values() if name != "streamlit")
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in modules
            and node.attr.startswith("_")
        ):
            yield f"{modules[node.value.id]}.{node.attr}"


def leaning() -> dict[str, set[str]]:
    files = [ROOT / "app.py", *python_files()]
    found = {str(path.relative_to(ROOT)): set(imported(path)) - {TYPE} for path in files}
    return {file: names for file, names in found.items() if names}


def test_every_name_that_is_not_promised_stands_in_the_row_of_its_file() -> None:
    assert len(leaning()) >= 6
    missing = [
        f"{file}: {name}"
        for file, names in leaning().items()
        for name in names
        if not any(f"`{file}`" in row and name in row for row in TABLES)
    ]
    assert missing == []


def test_the_type_of_an_element_is_named_once() -> None:
    assert sum(TYPE in row for row in TABLES) == 1


def test_every_file_and_every_test_on_the_page_is_there() -> None:
    named = set(re.findall(r"`((?:coordinator|tests)/[\w./]+|app\.py)(?:::(\w+))?`", PAGE))
    assert len(named) > 40
    missing = [
        f"{file}::{test}"
        for file, test in named
        if not (ROOT / file).is_file()
        or (test and f"def {test}(" not in (ROOT / file).read_text(encoding="utf-8"))
    ]
    assert missing == []


def test_every_row_names_a_test() -> None:
    rows = [row for row in TABLES if not re.match(r"\|(-|.*\| instead \|)", row)]
    free = (TYPE, "nothing of Streamlit's")
    assert [r[:60] for r in rows if "::test_" not in r and not any(w in r for w in free)] == []


def test_every_part_of_the_first_script_has_its_row() -> None:
    parts = re.findall(r"^  // -{10,} (.+)$", BOOT, flags=re.MULTILINE)
    assert len(parts) == 6
    assert [
        part for part in parts if not any(row.startswith(f"| {part} |") for row in TABLES)
    ] == []
