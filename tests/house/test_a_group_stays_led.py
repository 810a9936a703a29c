"""Every use case that could take the last coordinator away asks first; derived from the code."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from coordinator.access.permissions import use_cases
from tests.house.usecases import MAY

ROOT = Path(__file__).resolve().parents[2]
Place = tuple[str, str]  # module and function
# What somebody comes in by: the rows, and the columns of a row that can be changed.
ROWS = {"RoleGrant", "Representation", "Person"}
COLUMNS = {"email_key", "is_protected", "valid_from", "valid_to", "duty", "person_id"}
WRITTEN_IN = ("coordinator.groups.", "coordinator.roster.")
ASKING = {
    ("coordinator.roster.leading", "must_stay_led"),
    ("coordinator.roster.leading", "must_be_led"),
}
# These ask in their own way, each for a reason of its own.
BY_THEMSELVES = {
    "installation.open_demo": "a new database, with people who come in",
    "privacy.protect_now": "is never refused: what would lock out is left out, and told",
}


@cache
def tree(module: str) -> ast.Module:
    path = ROOT.joinpath(*module.split("."))
    path = path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def modules() -> frozenset[str]:
    found = set()
    for path in (ROOT / "coordinator").rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found.add(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return frozenset(found)


@cache
def names_in(module: str) -> dict[str, tuple[str, str | None]]:
    """What a module's names stand for: a module, or a name of one."""
    found: dict[str, tuple[str, str | None]] = {}
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module in modules():
            for one in node.names:
                whole = f"{node.module}.{one.name}"
                meant = (whole, None) if whole in modules() else (node.module, one.name)
                found[one.asname or one.name] = meant
    return found


@cache
def functions(module: str) -> dict[str, ast.FunctionDef]:
    return {one.name: one for one in tree(module).body if isinstance(one, ast.FunctionDef)}


def placed(module: str, name: str) -> Place | None:
    """Where a function stands that a module calls by this name, through packages too."""
    if name in functions(module):
        return module, name
    meant = names_in(module).get(name)
    return placed(*meant) if meant and meant[1] else None  # type: ignore[arg-type]


@cache
def called(place: Place) -> frozenset[Place]:
    return frozenset(_called(place))


def _called(place: Place) -> Iterator[Place]:
    module, name = place
    for node in ast.walk(functions(module)[name]):
        found: Place | None = None
        if isinstance(node, ast.Name):  # also one that is handed on
            found = placed(module, node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            whole, part = names_in(module).get(node.value.id, ("", None))
            found = placed(whole, node.attr) if whole and part is None else None
        if found and found != place:
            yield found


def reached(place: Place) -> frozenset[Place]:
    found, new = {place}, {place}
    while new:
        new = {one for each in new for one in called(each)} - found
        found |= new
    return frozenset(found)


def writes(place: Place) -> bool:
    """Whether the function itself makes, changes or takes away what somebody comes in by."""
    module, name = place
    if not f"{module}.".startswith(WRITTEN_IN):
        return False
    for node in ast.walk(functions(module)[name]):
        if isinstance(node, ast.Call):
            word = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if word == "delete" or getattr(node.func, "id", "") in ROWS:
                return True
        targets = node.targets if isinstance(node, ast.Assign) else []
        parts = [each for one in targets for each in ast.walk(one)]
        if any(isinstance(one, ast.Attribute) and one.attr in COLUMNS for one in parts):
            return True
    return False


@cache
def touching() -> dict[str, frozenset[Place]]:
    """The use cases that write such rows, with all that they call."""
    assert MAY, "every room is known"
    found = {}
    for name, case in use_cases().items():
        function = inspect.unwrap(case.function)
        all_of_it = reached((function.__module__, function.__name__))
        if case.log and any(map(writes, all_of_it)):
            found[name] = all_of_it
    return found


def test_every_use_case_that_writes_who_comes_in_asks_whether_somebody_still_leads() -> None:
    silent = {name for name, all_of_it in touching().items() if not all_of_it & ASKING}
    assert silent == set(BY_THEMSELVES)


def test_those_that_are_known_to_do_so_are_found() -> None:
    assert set(touching()) >= {
        "access.withdraw_role",
        "entrance.take_new_address",
        "installation.start_group",
        "privacy.protect_now",
        "roster.add_person",
        "roster.add_role_holder",
        "roster.change_person",
        "roster.change_role_holder",
        "roster.end_representation",
        "roster.grant_role",
        "roster.import_list",
    }
