"""A list of closed days from a file: CSV in its many spellings.

Whatever the file is, it is read within bounds and nothing but :class:`BadInput` is raised.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Final, TypeVar

from coordinator.core.errors import BadInput, Problem
from coordinator.core.text import clean
from coordinator.roster.list_findings import Findings
from coordinator.terms.rules import check_closed_day
from coordinator.terms.views import (
    AFTERNOON,
    MORNING,
    ClosedKind,
    Effect,
    Hours,
    NewClosedDay,
)

_T = TypeVar("_T")

MAX_ROWS: Final = 2_000
_MAX_BYTES: Final = 1_000_000
_MAX_COLUMNS: Final = 40
_DELIMITERS: Final = ",;\t"


class DayColumn(StrEnum):
    """The columns of a list, by the name that messages use."""

    NAME = "name"
    FIRST = "first_day"
    LAST = "last_day"
    KIND = "kind"
    EFFECT = "effect"
    MUNICIPALITY = "municipality"
    AGENCY = "agency"
    HOURS = "hours"


_COLUMNS: Final[Mapping[str, DayColumn]] = {
    **dict.fromkeys(("name", "namn", "benämning"), DayColumn.NAME),
    **dict.fromkeys(
        ("first_day", "first day", "start", "from", "från", "fran", "första dag", "datum", "date"),
        DayColumn.FIRST,
    ),
    **dict.fromkeys(
        ("last_day", "last day", "end", "slut", "to", "till", "sista dag"), DayColumn.LAST
    ),
    **dict.fromkeys(("kind", "typ", "slag", "sort"), DayColumn.KIND),
    **dict.fromkeys(("effect", "verkan", "vid planering"), DayColumn.EFFECT),
    **dict.fromkeys(("municipality", "kommun"), DayColumn.MUNICIPALITY),
    **dict.fromkeys(("agency", "organisation", "verksamhet"), DayColumn.AGENCY),
    **dict.fromkeys(("hours", "tid", "del av dagen"), DayColumn.HOURS),
}
_KINDS: Final[Mapping[str, ClosedKind]] = {
    **{kind.value: kind for kind in ClosedKind},
    "helgdag": ClosedKind.HOLIDAY,
    "klamdag": ClosedKind.BRIDGE_DAY,
    "klämdag": ClosedKind.BRIDGE_DAY,
    "halvdag": ClosedKind.HALF_DAY,
    "skollov": ClosedKind.SCHOOL_BREAK,
    "lov": ClosedKind.SCHOOL_BREAK,
    "semester": ClosedKind.VACATION,
    "val": ClosedKind.ELECTION,
    "frånvaro": ClosedKind.OWN_ABSENCE,
    "egen": ClosedKind.OWN_ABSENCE,
    "egen stängd dag": ClosedKind.OWN_ABSENCE,
}
_EFFECTS: Final[Mapping[str, Effect]] = {
    **{effect.value: effect for effect in Effect},
    "stoppa": Effect.BLOCK,
    "blockera": Effect.BLOCK,
    "inga möten": Effect.BLOCK,
    "varna": Effect.WARN,
    "frågar först": Effect.WARN,
    "upplys": Effect.INFORM,
    "informera": Effect.INFORM,
    "visas bara": Effect.INFORM,
}
_PARTS: Final[Mapping[str, Hours]] = {
    "förmiddag": MORNING,
    "morning": MORNING,
    "eftermiddag": AFTERNOON,
    "afternoon": AFTERNOON,
}
_HOURS: Final = re.compile(r"(\d{1,2})[:.](\d\d) ?[-–] ?(\d{1,2})[:.](\d\d)")


@dataclass(frozen=True)
class DayRow:
    """One wanted day; ``agency`` is the name or short name that the list gives."""

    row: int
    new: NewClosedDay
    agency: str = ""


def read_rows(content: bytes) -> tuple[DayRow, ...]:
    """The rows of the list.

    Raises:
        BadInput: for everything that cannot be read, with row and column where it lies.
    """
    if not content.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise BadInput("list-empty")
    return _from_list(content)


def _checked(
    new: NewClosedDay, row: int, found: Findings, of_days: str | None, of_name: str | None
) -> bool:
    try:
        # Holidays are no rows of the group's own; whether the calendar has them is seen later.
        is_own = new.kind not in {ClosedKind.HOLIDAY, ClosedKind.DE_FACTO}
        check_closed_day(new if is_own else _as_own(new))
    except BadInput as error:
        column = of_name if "name" in error.code else of_days
        found.add(error.code, row, column, **error.params)
        return False
    return True


def _as_own(new: NewClosedDay) -> NewClosedDay:
    return NewClosedDay(name=new.name, first_day=new.first_day, last_day=new.last_day)


# A list -----------------------------------------------------------------------------------------


def _from_list(content: bytes) -> tuple[DayRow, ...]:
    if len(content) > _MAX_BYTES:
        raise BadInput("days-too-large", rows=MAX_ROWS)
    text = _decoded(content)
    if "\0" in text or text.lstrip().startswith(("<", "PK", "%PDF")):
        raise BadInput("days-unreadable")
    first_line = text.lstrip().split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    lines = _lines(text, delimiter)
    places = _header(lines[0][1])
    found = Findings()
    rows = [row for number, cells in lines[1:] if (row := _row(number, cells, places, found))]
    found.refuse()
    if not rows:
        raise BadInput("list-no-rows")
    return tuple(rows)


def _decoded(content: bytes) -> str:
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _lines(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[tuple[int, list[str]]] = []
    row = 0
    try:
        for row, cells in enumerate(reader, 1):
            if "".join(cells).strip():
                lines.append((row, [clean(cell[:1000]) for cell in cells[:_MAX_COLUMNS]]))
            if len(lines) > MAX_ROWS + 1:
                raise BadInput("list-too-many-rows", rows=MAX_ROWS)
    except csv.Error:
        # A quote that never ends would swallow the rest of the list without a word.
        fault = Problem("quote-misplaced", row=row + 1)
        raise BadInput("list-has-problems", problems=(fault,)) from None
    return lines


def _header(cells: Sequence[str]) -> Mapping[DayColumn, tuple[int, str]]:
    """Where each column stands, and what the list calls it."""
    places: dict[DayColumn, tuple[int, str]] = {}
    for place, cell in enumerate(cells):
        column = _COLUMNS.get(cell.casefold())
        if column is not None:
            places.setdefault(column, (place, cell))
    missing = [column for column in (DayColumn.NAME, DayColumn.FIRST) if column not in places]
    if missing:
        raise BadInput("days-no-header", columns=", ".join(missing))
    return places


@dataclass(frozen=True)
class _Reading:
    """One row with the list's columns, and where its faults go."""

    number: int
    cells: Sequence[str]
    places: Mapping[DayColumn, tuple[int, str]]
    found: Findings

    def cell(self, column: DayColumn) -> str:
        place = self.places.get(column, (len(self.cells), ""))[0]
        return self.cells[place] if place < len(self.cells) else ""

    def called(self, column: DayColumn) -> str | None:
        """What the list itself calls the column."""
        return self.places[column][1] if column in self.places else None

    def read(self, column: DayColumn, code: str, reader: Callable[[str], _T | None]) -> _T | None:
        """The cell's value; what cannot be read is a fault, an empty cell is None."""
        text = self.cell(column)
        value = reader(text) if text else None
        if text and value is None:
            self.found.add(code, self.number, self.called(column), text=text[:60])
        return value


def _row(
    number: int,
    cells: Sequence[str],
    places: Mapping[DayColumn, tuple[int, str]],
    found: Findings,
) -> DayRow | None:
    """One row, or None with its faults among the findings."""
    row = _Reading(number, cells, places, found)
    first = row.read(DayColumn.FIRST, "date-odd", _day)
    last = row.read(DayColumn.LAST, "date-odd", _day) if row.cell(DayColumn.LAST) else first
    kind = row.read(DayColumn.KIND, "closed-day-kind-unknown", _kind)
    effect = row.read(
        DayColumn.EFFECT, "closed-day-effect-unknown", lambda text: _EFFECTS.get(text.casefold())
    )
    hours = row.read(DayColumn.HOURS, "closed-day-hours-unknown", _hours)
    if not row.cell(DayColumn.FIRST):
        found.add("date-odd", number, row.called(DayColumn.FIRST), text="")
    if first is None or last is None or (kind is None and row.cell(DayColumn.KIND)):
        return None
    new = NewClosedDay(
        name=row.cell(DayColumn.NAME),
        first_day=first,
        last_day=last,
        kind=kind or ClosedKind.OWN_ABSENCE,
        effect=effect,
        municipality=row.cell(DayColumn.MUNICIPALITY),
        hours=hours,
    )
    of_days = row.called(DayColumn.LAST) or row.called(DayColumn.FIRST)
    if not _checked(new, number, found, of_days, row.called(DayColumn.NAME)):
        return None
    return DayRow(number, new, row.cell(DayColumn.AGENCY))


def _kind(text: str) -> ClosedKind | None:
    kind = _KINDS.get(text.casefold())
    return None if kind in {ClosedKind.OBSERVANCE, ClosedKind.CAMPAIGN} else kind


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if re.fullmatch(r"\d{4}-\d\d-\d\d.*", text) else None
    except ValueError:
        return None


def _hours(text: str) -> Hours | None:
    if text.casefold() in _PARTS:
        return _PARTS[text.casefold()]
    found = _HOURS.fullmatch(text)
    try:
        return (
            (time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4])))
            if found
            else None
        )
    except ValueError:
        return None
