"""The rules of the house that a machine can check."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

from coordinator.access.actor import Actor
from coordinator.core.errors import NotAllowed
from coordinator.core.office import Office
from tests.house.code import PACKAGE, ROOT, python_files
from tests.house.usecases import MAY, WITHOUT_ACTOR, use_cases


def test_every_use_case_stands_in_the_table_of_who_may_do_what() -> None:
    assert set(use_cases()) - WITHOUT_ACTOR - set(MAY) == set()
    assert set(MAY) <= set(use_cases())


@pytest.mark.parametrize("name", sorted(set(use_cases()) - WITHOUT_ACTOR))
def test_every_use_case_turns_a_stranger_away_before_it_looks_at_anything(name: str) -> None:
    stranger = Actor(person_id=None, name="", roles=frozenset())
    function = use_cases()[name]
    parameters = inspect.signature(function).parameters.values()
    given = {p.name: None for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY}
    with pytest.raises(NotAllowed):
        function(_NoOffice(), stranger, **given)


class _NoOffice(Office):
    def __init__(self) -> None:
        pass


def test_only_the_clock_asks_what_time_it_is() -> None:
    asks = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today)\(")
    guilty = [
        path.relative_to(ROOT)
        for path in python_files()
        if path.name != "clock.py" and asks.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_only_database_tables_and_store_files_know_sql() -> None:
    knows = re.compile(r"^\s*(from|import) (sqlmodel|sqlalchemy)\b", re.MULTILINE)
    allowed = {"database.py", "columns.py", "tables.py", "store.py"}
    allowed |= {"search_tables.py", "search.py"}
    allowed |= {"database_engine.py"}  # what core/database.py opens its connections with
    allowed |= {"database_address.py"}  # reads addresses as the engine does, and asks nothing
    guilty = [
        path.relative_to(ROOT)
        for path in python_files()
        if path.name not in allowed
        and path.parent.name != "store"  # a room's queries by subject, when they are many
        and "migrations" not in path.parts
        and knows.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_pandas_stays_in_reports_core_and_ui() -> None:
    guilty = [
        path.relative_to(ROOT)
        for path in python_files()
        if re.search(r"^\s*(from|import) pandas\b", path.read_text(encoding="utf-8"), re.MULTILINE)
        and path.relative_to(PACKAGE).parts[0] not in {"reports", "core", "ui"}
    ]
    assert guilty == []


def test_the_door_is_small() -> None:
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 40


def test_a_file_is_read_in_one_sitting() -> None:
    """400 lines; what grows beyond is split by subject. Tables of sentences are looked up in."""
    long = {
        str(path.relative_to(PACKAGE)): lines
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts
        and path.name != "messages.py"
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_nothing_is_left_open_or_passed_over_in_silence() -> None:
    left = re.compile(r"\b(TODO|FIXME|XXX)\b|pytest\.(skip|xfail|importorskip)|mark\.(skip|xfail)")
    files = [*python_files(), *sorted((ROOT / "tests").rglob("*.py"))]
    guilty = [
        path.relative_to(ROOT)
        for path in files
        if path != Path(__file__) and left.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_a_test_that_starts_a_loop_does_it_beside_the_browsers() -> None:
    """Else it fails on a worker that has walked in a browser before, and on no other."""
    starts = re.compile(r"\b(asyncio\.(run|new_event_loop|Runner)|anyio\.run|run_until_complete)\(")
    guilty = [
        path.relative_to(ROOT)
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if not {"bench", "soak"} & set(path.parts)  # these are programs
        and starts.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_every_public_module_says_what_it_is_for() -> None:
    silent = [
        path.relative_to(ROOT)
        for path in python_files()
        if path.name != "__init__.py"
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_links_in_the_documents_lead_somewhere() -> None:
    link = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
    dead = []
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        dead += [
            f"{path.relative_to(ROOT)}: {target}"
            for target in link.findall(path.read_text(encoding="utf-8"))
            if not (path.parent / target).exists()
        ]
    assert dead == []


def test_what_a_page_keeps_is_taken_out_in_one_way() -> None:
    """Two runs may be at it at once: see coordinator/ui/state.py."""
    takes = re.compile(r"session_state\.pop\(|del st\.session_state")
    guilty = [
        path.relative_to(ROOT)
        for path in python_files()
        if path.name != "state.py" and takes.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_no_page_makes_a_class_in_every_run() -> None:
    """Streamlit runs a page's file again each time; to make a data class takes a millisecond."""
    made = [
        f"{file.name}: {node.name}"
        for file in sorted((ROOT / "coordinator" / "ui" / "pages").glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    assert made == []


def test_what_two_test_files_share_stands_in_neither() -> None:
    """A test file that another one takes from cannot be read, moved or run by itself."""
    takes = re.compile(r"^\s*from (?:tests\.[\w.]*|\.+)?\btest_\w+ import", re.MULTILINE)
    guilty = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if takes.search(path.read_text(encoding="utf-8")) and "bench" not in path.parts
    ]
    assert guilty == []
