"""Whoever hands a version to a use case has shown it: by the one form component, or as listed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

UI = Path(__file__).resolve().parents[2] / "coordinator" / "ui"

# One press, and nothing typed that could be lost: a refusal is said, and the page drawn again.
PRESSES = {
    "actions/info_view.py: advance_information_action": "the version of the run before",
    "actions/point_forms.py: reopen_action_point": "the version of the run before",
    "actions/point_forms.py: close_action_point": "the agency's own report; as drawn",
    "group/person.py: end_representation": "the version of the run before; the day stays chosen",
    "meeting/__init__.py: start": "the version of the run before",
    "planning/absences.py: leave_out_day": "a callback with the version as drawn",
    "planning/absences.py: remove_closed_day": "a callback with the version as drawn",
    "meeting/agenda_forms.py: remove_agenda_item": "the version of the run before",
    "meeting/after.py: advance": "the question's key holds the version, so an old one closes",
    "meeting/before.py: cancel": "the version of the run before; the reason stays typed",
    "meeting/closing.py: close": "the version of the run before",
    "meeting/decisions_and_points.py: withdraw_decision": "the version of the run before",
    "meeting/host.py: set_host": "a callback with the version as drawn",
    "meeting/minutes_details.py: note_agreement": "a callback with the version as drawn",
    "meeting/minutes_details.py: advance": "a callback with the version as drawn",
    "meeting/minutes_details.py: reopen": "a callback with the version as drawn",
    "meeting/minutes_details.py: set_adjuster": "a callback with the version as drawn",
    "meeting/minutes_details.py: set_registration_number": "a callback with the version as drawn",
    "planning/search_conditions.py: change_closed_day": "a callback with the version as drawn",
    "polls/open_poll.py: book_poll": "the version of the run before",
    "polls/open_poll.py: close_poll": "the version of the run before",
    "polls/open_poll.py: reopen_poll": "the version of the run before; the day stays chosen",
    "polls/open_poll.py: withdraw_poll": "the version of the run before",
    "polls/before_sending.py: open_poll": "the version of the run before",
    "polls/before_sending.py: withdraw_poll": "the version of the run before",
    "settings/days_tab.py: remove_closed_day": "a callback keeps the version as drawn",
    "settings/planning_tab.py: reset_planning_settings": "the version of the run before",
}
# The note has its own way of settling two texts, for it is saved while it is written.
NOTES = {"meeting/note.py: save_note", "meeting/note.py: take_over_note"}
# Beside the component: the one way to say a refusal, the last net below it, and the note.
CONFLICTS = {"conflict.py", "failure.py", "frame.py", "meeting/note.py"}


def files() -> list[Path]:
    return sorted(UI.rglob("*.py"))


def calls_with_a_version(tree: ast.AST, *, saved: bool = False) -> Iterator[tuple[ast.Call, bool]]:
    """Calls of use cases, and whether they stand in ``form.save(typed, lambda ...)``."""
    for node in ast.iter_child_nodes(tree):
        inside = saved
        if isinstance(node, ast.Call):
            named = {keyword.arg for keyword in node.keywords}
            if named & {"version", "base_version"} and isinstance(node.func, ast.Attribute):
                yield node, saved
            if isinstance(node.func, ast.Attribute) and node.func.attr == "save":
                inside = True
        yield from calls_with_a_version(node, saved=inside)


def by_the_page_itself() -> set[str]:
    return {
        f"{path.relative_to(UI)}: {call.func.attr}"  # type: ignore[attr-defined]
        for path in files()
        for call, saved in calls_with_a_version(ast.parse(path.read_text(encoding="utf-8")))
        if not saved
    }


def test_every_form_goes_through_the_component_or_says_why_not() -> None:
    assert by_the_page_itself() == set(PRESSES) | NOTES


def test_the_component_hands_on_the_version_it_was_given() -> None:
    strange = [
        f"{path.relative_to(UI)}:{call.lineno}"
        for path in files()
        for call, saved in calls_with_a_version(ast.parse(path.read_text(encoding="utf-8")))
        for keyword in call.keywords
        if saved and keyword.arg == "version"
        if not (isinstance(keyword.value, ast.Name) and keyword.value.id == "version")
    ]
    assert strange == []


def test_no_page_but_the_component_handles_a_conflict_itself() -> None:
    by_hand = [
        str(path.relative_to(UI))
        for path in files()
        if "Conflict" in path.read_text(encoding="utf-8")
        and path.relative_to(UI).as_posix() not in CONFLICTS
    ]
    assert by_hand == []


def test_every_open_form_shows_its_conflict() -> None:
    silent = [
        str(path.relative_to(UI))
        for path in files()
        if (text := path.read_text(encoding="utf-8")).count("conflict.open_form(")
        != text.count(".show_conflict(")
    ]
    assert silent == []
