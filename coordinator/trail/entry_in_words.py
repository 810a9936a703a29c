"""An entry of the trail in words, for a page and for a file: plain values in, sentences out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from coordinator.core import dates
from coordinator.core.columns import ColumnFacts, columns_in_log, in_log, word_of
from coordinator.core.translation import _, ngettext
from coordinator.identity.kinds import FindingKind
from coordinator.trail.views import TrailChange, TrailField, TrailLine
from coordinator.trail.words import DID, ORIGINS, SAID, what_was_done

_PERSON = re.compile(r"person-(\d+)")
_POLL = re.compile(r"([VH]T\d{4})-poll-(\d+)")


def who(line: TrailLine, names: Mapping[int, str]) -> str:
    """The person's name as it may be told today with the number that never changes, or the shell's.

    ``names`` are by person id. Whoever is renamed later is still told by the same number.
    """
    if line.shell_name or line.person_id is None:
        # ``where_from`` tells of the terminal.
        return line.shell_name.removeprefix("shell:") or _("the installation")
    name = names.get(line.person_id, _("somebody who is not in the register of this group"))
    return _("{name} (person {n})", name=name, n=line.person_id)


def about(line: TrailLine) -> str:
    """Which thing the entry is about: in words, or the code that stands on the thing itself.

    A person is told by number only. Whom something is done for may be somebody protected, and the
    log is read by auditors and taken out as a file.
    """
    code = line.about or ""
    if person := _PERSON.fullmatch(code):
        return _("person {n} in the register", n=int(person[1]))
    if poll := _POLL.fullmatch(code):
        return _("question {n} about {term}", n=int(poll[2]), term=poll[1])
    return code


def code_of(said: str) -> str:
    """The code of a thing that is named as :func:`about` tells it; anything else stays as it is."""
    ways = (
        (_("person {n} in the register", n="(?P<n>[0-9]+)"), "person-{n}"),
        (
            _("question {n} about {term}", n="(?P<n>[0-9]+)", term="(?P<term>[a-z0-9]+)"),
            "{term}-poll-{n}",
        ),
    )
    for words, code in ways:
        if found := re.fullmatch(words, said.strip(), re.IGNORECASE):
            return code.format(**{name: text.upper() for name, text in found.groupdict().items()})
    return said.strip()


def what(line: TrailLine) -> str:
    """``changed a person``; :func:`about` tells which."""
    return _(what_was_done(line.use_case))


def where_from(line: TrailLine) -> str:
    return _(ORIGINS.get(line.origin, line.origin))


def changes(line: TrailLine) -> Iterator[str]:
    """One line for each row: ``meeting, changed: state planned → held``; rows alike are counted."""
    for text, count in Counter(_change(change) for change in line.changes).items():
        times = ngettext("{n} time", "{n} times", count)
        yield f"{text} ({times})" if count > 1 else text
    if line.more:
        yield ngettext("and {n} more row", "and {n} more rows", line.more)
    for name, value in line.said:
        word = _(SAID.get(name, name))
        yield f"{word}: {_said(value)}"


def _change(change: TrailChange) -> str:
    table, did = _(in_log().get(change.table, change.table)), _(DID.get(change.did, change.did))
    head = f"{table}, {did}"
    # That a new or removed row has columns says nothing; what they hold may.
    shown = [field for field in change.fields if field.is_shown or change.did == "changed"]
    fields = "; ".join(_field(change.table, field, change.did) for field in shown)
    return f"{head}: {fields}" if fields else head


def _field(table: str, field: TrailField, did: str) -> str:
    name = _(word_of(table, field.name) or field.name)
    column = columns_in_log().get(table, {}).get(field.name)
    if not field.is_shown:
        return name
    before, after = (_value(value, column) for value in (field.before, field.after))
    if did == "added":
        return f"{name} {after}"
    if did == "removed":
        return f"{name} {before}"
    return f"{name} {before} → {after}"


def _value(value: object, column: ColumnFacts | None = None) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    said = column.in_words(value) if column else None
    return _moment(str(value)) if said is None else said


def _moment(text: str) -> str:
    """A day or a moment as people write it; anything else as it is."""
    try:
        if len(text) == len("2026-12-02"):
            return _day(date.fromisoformat(text))
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is None:
        return text
    return f"{_day(dates.local_day(moment))} {dates.clock_time(moment)}"


def _day(day: date) -> str:
    return dates.short_day_week(day, year=True)


def _said(value: object) -> str:
    """Words and numbers as they are; of longer lists only how long they are."""
    if isinstance(value, list | tuple):
        words = [one for one in value if isinstance(one, str)]
        return FindingKind.say(",".join(words)) if len(words) == len(value) else str(len(value))
    return _value(value)
