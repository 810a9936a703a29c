"""An uploaded list of people: read from its bytes, then checked against the group's agencies.

All or nothing: either every row becomes a :class:`RosterEntry`, or the findings tell every fault
with its row and column. A list says who represents whom; it never grants an access
role.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from coordinator.core.errors import BadInput
from coordinator.core.lists.days import day_of
from coordinator.core.lists.line import MAX_CELL
from coordinator.core.lists.table import Row, Table, read_table
from coordinator.roster import list_cells
from coordinator.roster.list_columns import AGENCY, NAME, PEOPLE, Column
from coordinator.roster.list_faults import Findings
from coordinator.roster.views import Duty, Function, protected_name

_SHOWN = 60  # characters of a faulty cell that a sentence repeats

PeopleTable = Table[Column]
ListRow = Row[Column]


@dataclass(frozen=True)
class KnownAgency:
    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class RosterEntry:
    """A checked row. ``reference`` and ``replaces`` are the list's own ids of rows.

    A protected person has no name, title or phone here (``display_name`` is then
    "Representant, <agency>"), and an address only when the list says that it is a shared mailbox.
    """

    reference: str | None
    given_name: str | None
    family_name: str | None
    display_name: str | None
    agency_id: int
    duty: Duty
    functions: tuple[Function, ...]
    title: str | None
    email: str | None
    phone: str | None
    protected: bool
    contact_channel: str | None
    valid_from: date
    valid_to: date | None
    replaces: str | None
    row: int = 0


def read_list(content: bytes, filename: str) -> PeopleTable:
    """The rows of a CSV file or Excel workbook with the columns of our roster, in any order.

    Raises:
        BadInput: the file is no list (``list-...``). Faults of its column names and cells are
            returned with the rows and told by :func:`check_list`, beside those of the people.
    """
    table = read_table(content, filename, PEOPLE)
    rows = [replace(row, values=_values(row)) for row in table.rows]
    kept = tuple(row for row in rows if any(row.values.values()))
    if not kept and not table.problems:
        raise BadInput("list-no-rows")
    return replace(table, rows=kept)


def _values(row: ListRow) -> dict[Column, str]:
    values: dict[Column, str] = {}
    for column, cell in row.values.items():
        if column is not Column.SYNTHETIC:
            clean = list_cells.harmless_number if column is Column.PHONE else list_cells.harmless
            values[column] = clean(cell)
    return values


def check_list(
    table: PeopleTable, agencies: Sequence[KnownAgency], *, today: date
) -> tuple[tuple[RosterEntry, ...], Findings]:
    """The rows in which nothing is wrong as entries, and what is wrong in the others.

    A seat without a first day starts ``today``. The findings are for the caller to refuse, beside
    those of its own.
    """
    findings = Findings(table.problems)
    checker = _RowChecker(agencies, today, findings, table.missing)
    entries = [entry for row in table.rows if (entry := checker.entry(row))]
    _refuse_same_reference(table.rows, findings)
    _refuse_same_person(table.rows, entries, findings)
    faulty = findings.rows
    return tuple(entry for entry in entries if entry.row not in faulty), findings


class _RowChecker:
    """Turns one row at a time into an entry, or into findings."""

    def __init__(
        self,
        agencies: Sequence[KnownAgency],
        today: date,
        findings: Findings,
        missing: Collection[Column],
    ) -> None:
        self._today = today
        self._missing = missing  # told once, and not of every row
        self._findings = findings
        self._by_words = {list_cells.words(agency.slug): agency for agency in agencies}
        self._by_words |= {list_cells.words(agency.name): agency for agency in agencies}
        self._names = {known: agency.name for known, agency in self._by_words.items()}

    def entry(self, row: ListRow) -> RosterEntry | None:
        """None when the row cannot stand for anybody; other faults are findings only."""
        protected = self._protected(row)
        agency = self._agency(row)
        duty, functions = self._roles(row)
        given, family = (None, None) if protected else self._name(row)
        email, channel = self._contact(row, protected=protected)
        start, end = self._days(row)
        reference, replaces = row.value(Column.ID), row.value(Column.REPLACES)
        if replaces and replaces == reference:
            self._add("seat-replaces-itself", row, Column.REPLACES)
        if agency is None:
            return None
        shown = protected_name(agency.name) if protected else row.value(Column.DISPLAY_NAME)
        return RosterEntry(
            reference=reference or None,
            given_name=given,
            family_name=family,
            display_name=shown or None,
            agency_id=agency.id,
            duty=duty,
            functions=functions,
            title=None if protected else row.value(Column.TITLE) or None,
            email=email,
            phone=None if protected else self._phone(row),
            protected=protected,
            contact_channel=channel,
            valid_from=start,
            valid_to=end,
            replaces=replaces or None,
            row=row.row,
        )

    def _add(self, code: str, row: ListRow, *columns: Column, **params: object) -> None:
        self._findings.add(code, row.row, row.label(*columns), **params)

    def _phone(self, row: ListRow) -> str | None:
        written = row.value(Column.PHONE)
        if Column.PHONE in row.numbers and not list_cells.begins_like_a_phone(written):
            self._add("phone-lost-zero", row, Column.PHONE)
        return written or None

    def _protected(self, row: ListRow) -> bool:
        """Protected when in doubt, so that nothing of the row leaves before it is clear."""
        answer = list_cells.yes(row.value(Column.PROTECTED))
        if answer is None:
            self._add("yes-or-no-unclear", row, Column.PROTECTED)
        return answer is not False

    def _agency(self, row: ListRow) -> KnownAgency | None:
        found: list[KnownAgency] = []
        written = [c for c in (Column.ORG_ID, Column.ORGANISATION) if row.value(c)]
        for column in written:
            agency = self._by_words.get(list_cells.words(row.value(column)))
            if agency is None:
                self._unknown_agency(row, column)
            elif found and found[0] != agency:
                self._add("agencies-differ", row, column, one=found[0].name, other=agency.name)
            else:
                found.append(agency)
        if not written and not AGENCY & set(self._missing):
            self._add("seat-needs-agency", row, Column.ORGANISATION, Column.ORG_ID)
        return found[0] if found else None

    def _unknown_agency(self, row: ListRow, column: Column) -> None:
        name = row.value(column)[:_SHOWN]
        nearest = () if self._findings.is_full else list_cells.nearest_names(name, self._names)
        if nearest:
            self._add("agency-unknown-nearest", row, column, name=name, nearest=", ".join(nearest))
        else:
            self._add("agency-unknown", row, column, name=name)

    def _roles(self, row: ListRow) -> tuple[Duty, tuple[Function, ...]]:
        """The duty, a representative's when only a function is written, and the functions."""
        read = list_cells.roles(row.value(Column.ROLE)[:MAX_CELL])
        if read.unknown:
            name = read.unknown[0][:_SHOWN]
            nearest = None if self._findings.is_full else list_cells.nearest_role(name)
            if nearest:
                self._add("duty-unknown-nearest", row, Column.ROLE, name=name, nearest=nearest)
            else:
                self._add("duty-unknown", row, Column.ROLE, name=name)
        elif len(read.duties) > 1:
            self._add("duties-differ", row, Column.ROLE)
        elif not read.duties and not read.functions and Column.ROLE not in self._missing:
            self._add("seat-needs-duty", row, Column.ROLE)
        return (read.duties[0] if read.duties else Duty.REPRESENTATIVE), read.functions

    def _name(self, row: ListRow) -> tuple[str | None, str | None]:
        given, family = list_cells.full_name(
            row.value(Column.GIVEN_NAME),
            row.value(Column.FAMILY_NAME),
            row.value(Column.DISPLAY_NAME),
        )
        if not given and not family and not NAME & set(self._missing):
            columns = (Column.DISPLAY_NAME, Column.FAMILY_NAME, Column.GIVEN_NAME)
            self._add("seat-needs-name", row, *columns)
        return given or None, family or None

    def _contact(self, row: ListRow, *, protected: bool) -> tuple[str | None, str | None]:
        """Address and contact channel. Of a protected person only a shared mailbox is kept."""
        written, channel = row.value(Column.EMAIL), row.value(Column.CONTACT_CHANNEL)
        email = list_cells.address(written) if written else None
        if written and not email:
            self._add("email-odd", row, Column.EMAIL, text=written[:_SHOWN])
        if protected and not list_cells.is_shared_mailbox(channel):
            if email and not channel:
                self._add("protected-address-unclear", row, Column.EMAIL)
            return None, None
        return email, channel or None

    def _days(self, row: ListRow) -> tuple[date, date | None]:
        start, end = self._day(row, Column.VALID_FROM), self._day(row, Column.VALID_TO)
        if end and start and end < start:
            self._add("seat-end-before-start", row, Column.VALID_TO, first=start)
        elif end and end < self._today and not row.value(Column.VALID_FROM):
            self._add("seat-needs-start", row, Column.VALID_FROM, Column.VALID_TO, end=end)
        return start or self._today, end

    def _day(self, row: ListRow, column: Column) -> date | None:
        written = row.value(column)
        day = day_of(written)
        if written and day is None:
            self._add("date-odd", row, column, text=written[:_SHOWN])
        return day


def _refuse_same_reference(rows: Sequence[ListRow], findings: Findings) -> None:
    first: dict[str, int] = {}
    for row in rows:
        reference = row.value(Column.ID)
        if reference and first.setdefault(reference, row.row) != row.row:
            findings.add("reference-twice", row.row, row.label(Column.ID), other=first[reference])


def _refuse_same_person(
    rows: Sequence[ListRow], entries: Sequence[RosterEntry], findings: Findings
) -> None:
    """The same name twice for one agency and duty at the same time.

    A shared mailbox is no sign of it, and rows without names (protected people) are never
    taken for the same person.
    """
    by_row = {row.row: row for row in rows}
    seats: dict[tuple[str, int, Duty], list[RosterEntry]] = defaultdict(list)
    for entry in entries:
        name = list_cells.words(_written_name(by_row[entry.row]))
        if name:
            seats[name, entry.agency_id, entry.duty].append(entry)
    for same in seats.values():
        same.sort(key=lambda entry: (entry.valid_from, entry.row))
        longest = same[0]
        for entry in same[1:]:
            if longest.valid_to is None or entry.valid_from <= longest.valid_to:
                first, second = sorted((longest.row, entry.row))
                label = by_row[second].label(
                    Column.DISPLAY_NAME, Column.FAMILY_NAME, Column.GIVEN_NAME
                )
                findings.add("person-twice", second, label, other=first)
            if longest.valid_to and (not entry.valid_to or entry.valid_to > longest.valid_to):
                longest = entry


def _written_name(row: ListRow) -> str:
    """The name for comparing only: a protected person's goes no further."""
    given, family = list_cells.full_name(
        row.value(Column.GIVEN_NAME), row.value(Column.FAMILY_NAME), row.value(Column.DISPLAY_NAME)
    )
    return f"{given} {family}"
