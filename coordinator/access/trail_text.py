"""An entry of the trail in words, for a page and for a file: plain values in, sentences out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coordinator.access.trail_words import DID, ORIGINS, TABLES, USE_CASES
from coordinator.access.views import TrailChange, TrailField, TrailLine
from coordinator.core.translation import _, ngettext


def who(line: TrailLine, names: Mapping[int, str]) -> str:
    """The person's name as it may be told today, or the shell's. ``names`` are by person id."""
    if line.shell_name or line.person_id is None:
        return line.shell_name or _("the installation")
    return names.get(line.person_id, _("somebody who is no longer in the register"))


def what(line: TrailLine) -> str:
    """``changed a person``; about which thing stands in ``line.about``."""
    return _(USE_CASES.get(line.use_case, line.use_case))


def where_from(line: TrailLine) -> str:
    return _(ORIGINS.get(line.origin, line.origin))


def changes(line: TrailLine) -> Iterator[str]:
    """One line for each row: ``meeting, changed: state planned → held``."""
    for change in line.changes:
        yield _change(change)
    if line.more:
        yield ngettext("and {n} more row", "and {n} more rows", line.more)
    for name, value in line.said:
        yield f"{name}: {value}"


def _change(change: TrailChange) -> str:
    table, did = _(TABLES.get(change.table, change.table)), _(DID.get(change.did, change.did))
    head = f"{table}, {did}"
    fields = "; ".join(_field(field, change.did) for field in change.fields)
    return f"{head}: {fields}" if fields else head


def _field(field: TrailField, did: str) -> str:
    if not field.is_shown:
        return field.name
    before, after = (_value(value) for value in (field.before, field.after))
    if did == "added":
        return f"{field.name} {after}"
    if did == "removed":
        return f"{field.name} {before}"
    return f"{field.name} {before} → {after}"


def _value(value: object) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
