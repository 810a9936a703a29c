"""A list of closed days: what its columns are called and what may stand in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Final, TypeVar

from coordinator.core.errors import BadInput
from coordinator.core.lists.columns import ColumnNames
from coordinator.core.lists.days import day_of
from coordinator.core.lists.table import Row, read_table
from coordinator.core.translation import LANGUAGES, N_, speaking
from coordinator.core.worded import Worded
from coordinator.roster.list_faults import Findings
from coordinator.terms.rules import check_closed_day
from coordinator.terms.views import (
    AFTERNOON,
    MORNING,
    OWN_KINDS,
    ClosedKind,
    Effect,
    Hours,
    NewClosedDay,
)

_T = TypeVar("_T")


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


# What lists of days say beside, which is of no use here.
_BESIDE: Final = frozenset(
    {"vecka", "veckor", "v", "week", "veckodag", "weekday", "dagar", "antaldagar", "days"}
    | {"anmärkning", "anmärkningar", "kommentar", "kommentarer", "notering", "noteringar", "note"}
    | {"notes", "comment", "källa", "source", "läsår", "termin", "term", "år", "year"}
)

DAYS: Final = ColumnNames[DayColumn](
    spellings={
        DayColumn.NAME: ("name", "Namn", "Benämning", "Lov", "Dag", "Händelse", "Ledighet"),
        DayColumn.FIRST: (
            *("first_day", "start", "from", "Första dag", "Första dagen", "Från", "Fran"),
            *("Från och med", "Fr.o.m.", "Startdatum", "Startdag", "Datum", "date"),
            *("start_date", "start date"),
        ),
        DayColumn.LAST: (
            *("last_day", "end", "to", "Sista dag", "Sista dagen", "Slut", "Till"),
            *("Till och med", "T.o.m.", "Slutdatum", "Slutdag", "end_date"),
        ),
        DayColumn.KIND: ("kind", "Typ", "Slag", "Sort"),
        DayColumn.EFFECT: ("effect", "Vid planering", "Verkan"),
        DayColumn.MUNICIPALITY: ("municipality", "Kommun"),
        DayColumn.AGENCY: ("agency", "organisation", "Verksamhet"),
        DayColumn.HOURS: ("hours", "Tid", "Del av dagen"),
    },
    required=(
        (frozenset({DayColumn.NAME}), "days-needs-name-column"),
        (frozenset({DayColumn.FIRST}), "days-needs-day-column"),
    ),
    offered=N_("Name\tFirst day\tLast day\tKind\tEffect\tMunicipality\tAgency\tHours"),
    no_header="days-no-header",
    unknown=False,
    passed_over=_BESIDE,
)
_PARTS: Final[Mapping[str, Hours]] = {
    "förmiddag": MORNING,
    "morning": MORNING,
    "eftermiddag": AFTERNOON,
    "afternoon": AFTERNOON,
}
_HOURS: Final = re.compile(r"(\d{1,2})[:.](\d\d) ?[-–] ?(\d{1,2})[:.](\d\d)")


@dataclass(frozen=True)
class DayRow:
    """One wanted day; ``agency`` is the name or short name that the list gives.

    ``labels``: what the list itself calls its columns.
    """

    row: int
    new: NewClosedDay
    agency: str = ""
    labels: Mapping[DayColumn, str] = field(default_factory=dict)


def read_list(content: bytes, filename: str) -> tuple[tuple[DayRow, ...], Findings]:
    """The rows of a list that can be read, and the faults of the others.

    Raises:
        BadInput: the file is no list (``list-...``). Other faults are found with row and column,
            for the caller to refuse beside those of its own.
    """
    table = read_table(content, filename, DAYS)
    found = Findings(table.problems)
    rows = [row for one in table.rows if (row := _row(_Reading(one, found, table.missing)))]
    return tuple(rows), found


def checked(
    new: NewClosedDay, row: int, found: Findings, of_days: str | None, of_name: str | None
) -> bool:
    """Whether the day may be kept; if not, why stands among the findings."""
    try:
        # Holidays are no rows of the group's own; whether the calendar has them is seen later.
        is_own = new.kind.traits.is_own
        check_closed_day(new if is_own else _as_own(new))
    except BadInput as error:
        column = of_name if "name" in error.code else of_days
        found.add(error.code, row, column, **error.params)
        return False
    return True


def _as_own(new: NewClosedDay) -> NewClosedDay:
    return NewClosedDay(name=new.name, first_day=new.first_day, last_day=new.last_day)


@dataclass(frozen=True)
class _Reading:
    """One row, and where its faults go."""

    row: Row[DayColumn]
    found: Findings
    missing: frozenset[DayColumn]  # told once, and not of every row

    def cell(self, column: DayColumn) -> str:
        return self.row.value(column)

    def called(self, column: DayColumn) -> str | None:
        """What the list itself calls the column."""
        return self.row.label(column)

    def add(self, code: str, column: DayColumn, **params: object) -> None:
        self.found.add(code, self.row.row, self.called(column), **params)

    def read(
        self, column: DayColumn, code: str, reader: Callable[[str], _T | None], **params: object
    ) -> _T | None:
        """The cell's value; what cannot be read is a fault, an empty cell is None."""
        text = self.cell(column)
        value = reader(text) if text else None
        if text and value is None:
            self.add(code, column, text=text[:60], **params)
        return value

    def day(self, column: DayColumn) -> date | None:
        return self.read(column, "date-odd", day_of)


def _row(row: _Reading) -> DayRow | None:
    """One row, or None with its faults among the findings."""
    first = row.day(DayColumn.FIRST)
    last = row.day(DayColumn.LAST) if row.cell(DayColumn.LAST) else first
    kind = row.read(DayColumn.KIND, "closed-day-kind-unknown", _kind, kinds=OWN_KINDS)
    effect = row.read(DayColumn.EFFECT, "closed-day-effect-unknown", _effect)
    hours = row.read(DayColumn.HOURS, "closed-day-hours-unknown", _hours)
    if not row.cell(DayColumn.FIRST) and DayColumn.FIRST not in row.missing:
        row.add("date-odd", DayColumn.FIRST, text="")
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
    if DayColumn.NAME in row.missing:
        return None
    of_days = row.called(DayColumn.LAST) or row.called(DayColumn.FIRST)
    if not checked(new, row.row.row, row.found, of_days, row.called(DayColumn.NAME)):
        return None
    return DayRow(row.row.row, new, row.cell(DayColumn.AGENCY), row.row.labels)


def _kind(text: str) -> ClosedKind | None:
    """What the product ships is nothing that a list may hold."""
    listed = (kind for kind in ClosedKind if kind.traits.is_own or kind.traits.is_computed)
    return next((kind for kind in listed if _is_called(kind, text, kind.traits.spellings)), None)


def _effect(text: str) -> Effect | None:
    return next((effect for effect in Effect if _is_called(effect, text, effect.spellings)), None)


def _is_called(value: Worded, text: str, spellings: Iterable[str]) -> bool:
    """Whether a list means the value: by its stored name, its words in any language, or another."""
    known = {value.value, *spellings}
    for one in LANGUAGES:
        with speaking(one):
            known.add(value.in_words())
    return text.casefold() in known


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
