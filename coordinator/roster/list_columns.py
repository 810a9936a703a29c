"""Which column of an uploaded list is which: known headers in Swedish and English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from coordinator.core.errors import BadInput, Problem

# A header may stand below a title and a note, but not anywhere.
HEADER_WITHIN = 20


class Column(StrEnum):
    """What a list can say about a seat, under the names of our own exports."""

    ID = "id"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    DISPLAY_NAME = "display_name"
    ORG_ID = "org_id"
    ORGANISATION = "organisation"
    ROLE = "role"
    TITLE = "title"
    EMAIL = "email"
    PHONE = "phone"
    PROTECTED = "protected_identity"
    CONTACT_CHANNEL = "contact_channel"
    VALID_FROM = "valid_from"
    VALID_TO = "valid_to"
    REPLACES = "replaces"
    SYNTHETIC = "synthetic"


# The first spelling of each language is the one offered when a header is nearly right.
_SPELLINGS: dict[Column, tuple[str, ...]] = {
    Column.ID: ("id", "reference", "Referens"),
    Column.GIVEN_NAME: ("given_name", "first_name", "Förnamn", "Tilltalsnamn"),
    Column.FAMILY_NAME: ("family_name", "last_name", "surname", "Efternamn"),
    Column.DISPLAY_NAME: ("display_name", "name", "full_name", "Namn", "Visningsnamn"),
    Column.ORG_ID: ("org_id",),
    Column.ORGANISATION: ("organisation", "organization", "agency", "Verksamhet"),
    Column.ROLE: ("role", "Roll"),
    Column.TITLE: ("title", "Titel", "Befattning", "Yrkestitel"),
    Column.EMAIL: ("email", "mail", "email_address", "E-post", "E-postadress", "Mejl"),
    Column.PHONE: ("phone", "phone_number", "Telefon", "Telefonnummer", "Tel", "Mobil"),
    Column.PROTECTED: ("protected_identity", "protected", "Skyddad identitet", "Skyddad"),
    Column.CONTACT_CHANNEL: ("contact_channel", "Kontaktväg"),
    Column.VALID_FROM: ("valid_from", "from", "Från", "Från och med", "Fr.o.m.", "Giltig från"),
    Column.VALID_TO: ("valid_to", "to", "Till", "Till och med", "T.o.m.", "Giltig till"),
    Column.REPLACES: ("replaces", "Ersätter"),
    Column.SYNTHETIC: ("synthetic",),
}


def folded(text: str) -> str:
    """A header without case, spaces and signs: ``E-post *`` and ``epost`` are the same."""
    return re.sub(r"[\W_]+", "", text.casefold())


_KNOWN: dict[str, Column] = {
    folded(spelling): column for column, spellings in _SPELLINGS.items() for spelling in spellings
}
_OFFERED: dict[str, str] = {
    folded(spelling): spelling for spellings in _SPELLINGS.values() for spelling in spellings
}
_NAMES = frozenset({Column.GIVEN_NAME, Column.FAMILY_NAME, Column.DISPLAY_NAME})
_AGENCY = frozenset({Column.ORG_ID, Column.ORGANISATION})
_REQUIRED: tuple[tuple[frozenset[Column], str], ...] = (
    (_NAMES, "list-needs-name-column"),
    (_AGENCY, "list-needs-agency-column"),
    (frozenset({Column.ROLE}), "list-needs-role-column"),
)


@dataclass(frozen=True)
class Header:
    """``row`` as the sheet counts it; ``columns`` by position, None where no header stands."""

    row: int
    columns: tuple[Column | None, ...]
    labels: dict[Column, str]


def header_score(cells: Sequence[str]) -> int:
    """How much a row looks like our header: 2 for a known name, 1 for a nearly known one."""
    names = [folded(cell) for cell in cells if cell]
    return sum(2 if name in _KNOWN else bool(_nearest(name)) for name in names)


def is_complete(cells: Sequence[str]) -> bool:
    """Whether the row holds every column a list must have."""
    found = {_KNOWN.get(folded(cell)) for cell in cells}
    return all(found & wanted for wanted, _code in _REQUIRED)


def find_header(lines: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[int, Header]:
    """The position in ``lines`` (row number, cells) of the header, and the header.

    Raises:
        BadInput: ``list-no-header``, or ``list-has-problems`` with every fault of the header.
    """
    head = lines[:HEADER_WITHIN]
    scores = [header_score(cells) for _row, cells in head]
    best = max(scores, default=0)
    if not best:
        raise BadInput("list-no-header")
    position = scores.index(best)
    row, cells = head[position]
    columns = tuple(_KNOWN.get(folded(cell)) for cell in cells)
    problems = (*_unknown(row, cells), *_doubled(row, cells, columns), *_missing(row, columns))
    if problems:
        raise BadInput("list-has-problems", problems=problems)
    labels = {column: cell for column, cell in zip(columns, cells, strict=True) if column}
    return position, Header(row, columns, labels)


def _nearest(name: str) -> str | None:
    match = get_close_matches(name, _KNOWN, n=1, cutoff=0.7)
    return _OFFERED[match[0]] if match else None


def _unknown(row: int, cells: Sequence[str]) -> list[Problem]:
    problems = []
    for cell in cells:
        if not cell or folded(cell) in _KNOWN:
            continue
        nearest = _nearest(folded(cell))
        if nearest:
            params = (("name", cell), ("nearest", nearest))
            problems.append(Problem("column-unknown-nearest", params, row, cell))
        else:
            problems.append(Problem("column-unknown", (("name", cell),), row, cell))
    return problems


def _doubled(row: int, cells: Sequence[str], columns: Sequence[Column | None]) -> list[Problem]:
    first: dict[Column, str] = {}
    problems = []
    for column, cell in zip(columns, cells, strict=True):
        if column in first:
            params = (("name", cell), ("other", first[column]))
            problems.append(Problem("column-twice", params, row, cell))
        elif column:
            first[column] = cell
    return problems


def _missing(row: int, columns: Sequence[Column | None]) -> list[Problem]:
    return [Problem(code, row=row) for wanted, code in _REQUIRED if not wanted & set(columns)]
