"""A meeting's revision rises in one place, and everything that tells of it follows."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path

import coordinator
from coordinator.meetings.calendar_entry import entry, raise_revision
from coordinator.meetings.tables import Meeting
from tests.meetings.helpers import at

PACKAGE = Path(coordinator.__file__).parent
# Where a revision is made, and where another calendar's number is copied as it stands there.
ITS_PLACE = "meetings/calendar_entry.py"
NOT_OURS = {"terms/calendar_import.py"}


def assigned(name: str) -> set[str]:
    """The files in which something is assigned to an attribute of this name."""
    found = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Attribute)
                and node.attr == name
                and isinstance(node.ctx, ast.Store)
            ):
                found.add(file.relative_to(PACKAGE).as_posix())
    return found


def test_no_other_code_raises_a_revision() -> None:
    assert assigned("sequence") - NOT_OURS == {ITS_PLACE}


def test_two_revisions_within_a_second_still_differ_in_order() -> None:
    now = at("2027-02-02")
    meeting = Meeting(
        group_id=1,
        code="VT2027-1",
        term_code="VT2027",
        number=1,
        uid="a-uid",
        state="planned",
        starts_at=at("2027-03-02"),
        ends_at=at("2027-03-02", "15:30"),
        changed_at=now,
    )
    for revision in (1, 2, 3):
        raise_revision(meeting, now)
        assert (meeting.uid, meeting.sequence) == ("a-uid", revision)
        assert meeting.changed_at == now + timedelta(seconds=revision)
        assert meeting.vevent == entry(meeting)
        assert f"SEQUENCE:{revision}\r\n" in meeting.vevent
    raise_revision(meeting, now + timedelta(days=1))
    assert meeting.changed_at == now + timedelta(days=1)
