"""Documents that say what the code says, and a package that holds what it needs and no more."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.cli.helpers import commands
from tests.house.audit import verdict
from tests.house.documents import pages

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# Used without an import: data that Python's own time zones read, and commands.
NEVER_IMPORTED = {
    *("tzdata", "import-linter", "mypy", "oidc-provider-mock", "pip-audit", "ruff"),
    *("types-openpyxl", "types-psutil", "types-pyyaml"),
}


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_written_page_is_up_to_date(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == pages()[page], "run: make documents"


def test_the_map_of_the_house_shows_every_room() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {path.parent.name for path in (ROOT / "coordinator").glob("*/__init__.py")}

    assert {room for room in rooms if f"`coordinator/{room}/`" not in text} == set()


def test_every_command_of_the_shell_is_told_about() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    assert len(commands()) >= 15
    assert [name for name in commands() if f"coordinator {name}" not in text] == []


def needed(requirements: Iterable[str]) -> set[str]:
    return {re.split(r"[\[<>=]", requirement)[0] for requirement in requirements}


def imported(files: Iterable[Path]) -> Iterator[str]:
    """The packages, by their names in an index, that the files import."""
    providers = packages_distributions()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            else:
                continue
            for name in names:
                yield from (p.lower() for p in providers.get(name.split(".")[0], [])[:1])


def test_the_product_needs_exactly_what_it_imports() -> None:
    files = [ROOT / "app.py", *(ROOT / "coordinator").rglob("*.py")]
    wanted = needed(PROJECT["project"]["dependencies"])

    assert set(imported(files)) - {"coordinator"} == wanted - NEVER_IMPORTED


def test_the_tests_need_exactly_what_they_import() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    product = needed(PROJECT["project"]["dependencies"])
    used = set(imported((ROOT / "tests").rglob("*.py"))) - {"coordinator"} - product

    assert used == needed(extras["dev"]) - NEVER_IMPORTED


def test_a_built_package_takes_all_shipped_data_and_never_a_database() -> None:
    build = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    own = {"backups"}
    shipped = {
        f"data/{path.name}"
        for path in (ROOT / "data").iterdir()
        if ".sqlite" not in path.name and path.name not in own
    }

    assert {source for source in build if source.startswith("data")} == shipped


SOUND = {"name": "a", "version": "1", "vulns": []}
WEAK = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"]}]}
UNKNOWN = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "status", "words"),
    [
        ([SOUND, UNKNOWN], 0, "1 packages without known weaknesses, 1 not looked up"),
        ([SOUND, WEAK], 1, "b 2: PYSEC-1, mended in 3"),
        ([UNKNOWN], 0, "NOT CHECKED"),
    ],
    ids=["sound", "weak", "unknown"],
)
def test_a_known_weakness_fails_the_check(
    packages: list[dict[str, object]], status: int, words: str
) -> None:
    said = verdict(json.dumps({"dependencies": packages}), "")

    assert said[0] == status
    assert words in said[1][0]


def test_without_a_network_the_check_says_that_it_did_not_look() -> None:
    assert verdict("", "requests.exceptions.ProxyError: no way out")[0] == 0
    assert "NOT CHECKED" in verdict("", "requests.exceptions.ProxyError: no way out")[1][0]
    assert verdict("", "KeyError: 'name'")[0] == 1
