"""What the server sets a field to stands as its default, too.

A browser draws a field from its default and is told only once what was set beside it. Somebody who
presses anything before that has been drawn would send the default as their own choice: nothing
where half the week was ruled out, the first agency, the first outcome in a list of attendance.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

UI = Path(__file__).resolve().parents[2] / "coordinator" / "ui"
FIELDS = {
    *("checkbox", "date_input", "multiselect", "number_input", "pills", "radio", "selectbox"),
    *("one_or_none", "segmented_control", "text_area", "text_input", "time_input", "toggle"),
}
DEFAULTS = {"default", "given", "index", "value"}
STATE = "st.session_state"
# Lists that can be emptied again, which none with another default can: they only narrow a view.
EMPTIED = {
    "view_in_address.py choice: key",
    "pages/actions.py _filters: state.POINTS_AGENCY",
}


def keys_set(function: ast.FunctionDef) -> set[str]:
    """The keys under which the function itself gives values, as they are written there."""
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            found |= {
                ast.unparse(target.slice)
                for target in node.targets
                if isinstance(target, ast.Subscript) and ast.unparse(target.value) == STATE
            }
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == f"{STATE}.setdefault":
            found.add(ast.unparse(node.args[0]))
    return found


def without_default(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """Each field whose value the same function sets, and whether it lacks a default."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        keys = keys_set(function)
        for node in ast.walk(function):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            given = {one.arg: ast.unparse(one.value) for one in node.keywords}
            if node.func.attr in FIELDS and given.get("key") in keys:
                is_bare = {given.get(name, "None") for name in DEFAULTS} == {"None"}
                yield f"{function.name}: {given['key']}", is_bare


def test_whatever_the_server_sets_a_field_to_is_its_default() -> None:
    found = {
        f"{path.relative_to(UI)} {field}": is_bare
        for path in sorted(UI.rglob("*.py"))
        for field, is_bare in without_default(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert len(found) >= 12
    assert {field for field, is_bare in found.items() if is_bare} == EMPTIED


def test_a_field_without_it_is_found() -> None:
    bare = """
def draw():
    st.session_state[key] = days
    st.pills("Days", range(5), key=key)
"""
    assert list(without_default(ast.parse(bare))) == [("draw: key", True)]
