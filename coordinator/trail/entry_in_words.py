"""An entry of the trail in words, for a page and for a file: plain values in, sentences out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Final

from coordinator.core import dates
from coordinator.core.columns import in_log, word_of
from coordinator.core.outbox import kinds as mail_kinds
from coordinator.core.translation import _, ngettext
from coordinator.trail.column_words import KINDS, PARTS, SAID, VALUES
from coordinator.trail.views import TrailChange, TrailField, TrailLine
from coordinator.trail.words import DID, ORIGINS, what_was_done

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
    if not field.is_shown:
        return name
    before, after = (_value(value, field.name, table) for value in (field.before, field.after))
    if did == "added":
        return f"{name} {after}"
    if did == "removed":
        return f"{name} {before}"
    return f"{name} {before} → {after}"


def _value(value: object, name: str = "", table: str = "") -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if way := _WAYS.get(f"{table}.{name}") or _WAYS.get(name):
        return way(value)
    text = str(value)
    return _(VALUES[text]) if text in VALUES else _moment(text)


def _list(value: object) -> str:
    """``chair,secretary``, in words."""
    return ", ".join(_(VALUES.get(word, word)) for word in str(value).split(","))


def _weekday(value: object) -> str:
    return dates.weekdays(int(str(value)))


def _place_in_month(value: object) -> str:
    return _("the last") if str(value) == "-1" else str(value)


def _off(value: object) -> str:
    """``thu-am fri-13:00-15:00``, in words: which parts of the week never suit."""
    return ", ".join(_off_part(*word.partition("-")) for word in str(value).split())


def _off_part(day: str, _hyphen: str, part: str) -> str:
    weekday = dates.weekdays(_WEEKDAYS.index(day)) if day in _WEEKDAYS else day
    hours = _(PARTS[part]) if part in PARTS else part.replace("-", "–")
    return f"{weekday} {hours}".strip()


def _weights(value: object) -> str:
    """``notice=four_weeks absence=more``: how many are not as usual; a page tells which."""
    number = len(str(value).split())
    return ngettext("{n} other than usual", "{n} others than usual", number)


_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Columns whose value is more than one word of a list, or a number that stands for a word.
_WAYS: Final[Mapping[str, Callable[[object], str]]] = {
    "functions": _list,
    "kinds": lambda value: _kinds(str(value).split(",")),
    "nth": _place_in_month,
    "outbox_mail.kind": lambda value: mail_kinds.words(str(value)),
    "off_hours": _off,
    "weekday": _weekday,
    "weights": _weights,
}


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
        return _kinds(words) if len(words) == len(value) else str(len(value))
    return _value(value)


def _kinds(kinds: Iterable[str]) -> str:
    return ", ".join(_(KINDS.get(kind, kind)) for kind in kinds)
