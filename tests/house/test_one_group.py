"""Whatever asks the register names the group it asks in; who does not is named here, with why."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

REGISTER = frozenset({"Person", "Representation", "RoleGrant", "Agency"})
# Each takes ids that its callers have from rows of the group, or whom a mailbox opens everywhere.
BY_ID = {
    "groups.holds_any_role": "the person is checked to be the group's",
    "groups.grants_of": "of people of one group, or of whom a session opens",
    "actions._infos": "its callers give the group's scope",
    "actions._points": "its callers give the group's scope",
    "privacy.person": "the person is checked to be the group's",
    "roster._seats": "its callers name the group among their conditions",
    "roster.addresses": "of a group's own mails, as they go",
    "roster._people_with_seats_on": "whom a session or a link opens in each group",
    "roster.person": "the person is checked to be the group's, or the other group is asked",
    "roster.seats_of_person": "the person is checked to be the group's",
}


def without_group() -> set[str]:
    found = set()
    for file in sorted((ROOT / "coordinator").rglob("store.py")):
        for function in ast.parse(file.read_text(encoding="utf-8")).body:
            if not isinstance(function, ast.FunctionDef):
                continue
            names = {one.id for one in ast.walk(function) if isinstance(one, ast.Name)}
            asks = any(
                isinstance(one, ast.Call) and getattr(one.func, "id", "") == "select"
                for one in ast.walk(function)
            )
            if asks and names & REGISTER and "group_id" not in ast.unparse(function):
                room = ".".join(Path(file).relative_to(ROOT / "coordinator").parts[:-1])
                found.add(f"{room}.{function.name}")
    return found


def test_every_question_to_the_register_names_its_group() -> None:
    found = without_group()
    assert found - set(BY_ID) == set()
    assert set(BY_ID) - found == set(), "no longer needed"
