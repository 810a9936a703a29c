"""The example's written history as search entries, and the questions asked of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from coordinator.core.search.store import Entry
from coordinator.core.settings import shipped_data

MATERIAL = Path(__file__).parent / "search_material"
SOURCES = ("meeting", "note", "decision")


def questions() -> dict[str, list[str]]:
    """Query -> codes of the meetings that must be found."""
    loaded: dict[str, list[str]] = json.loads((MATERIAL / "questions.json").read_text("utf-8"))
    return loaded


def entries() -> list[Entry]:
    """Theme, notes and decisions of every held meeting, as their rooms write them."""
    text = (shipped_data() / "demo" / "meetings.yaml").read_text("utf-8")
    meetings = yaml.load(text, Loader=yaml.CSafeLoader)["meetings"]
    return [entry for meeting in meetings if meeting["status"] == "held" for entry in _of(meeting)]


def _of(meeting: dict[str, Any]) -> Iterator[Entry]:
    code, day, theme = meeting["code"], meeting["date"], meeting["theme"]
    number = int(f"{day:%Y%m%d}") * 10
    reason = meeting.get("reason") or ""
    yield Entry("meeting", number, "meeting", theme, reason, code, None, day)
    titles = {item["number"]: item["title"] for item in meeting["agenda"]}
    for note in meeting["notes"]:
        item = note["item"]
        title = titles[item]
        yield Entry("note", number + item, "note", title, note["text"], code, item, day)
        if note.get("decision"):
            said = note["decision"]
            yield Entry("decision", number + item, "decision", code, said, code, item, day)
