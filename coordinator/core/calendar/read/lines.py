"""Reads the lines of a stranger's calendar file (RFC 5545 section 3.1), within fixed bounds.

Bytes are unfolded before they are decoded: many programs fold in the middle of a letter. Only the
few properties that say when something comes are kept; alarms, attachments, people and places are
passed over unread, however deep they are nested.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from coordinator.core.errors import BadInput
from coordinator.core.lists.letters import decoded

MAX_EVENTS: Final = 5_000
MAX_DATES: Final = 500  # of one event: what is added to it and left out of it
_MAX_ALL_DATES: Final = 4_000  # of a file
_MAX_BYTES: Final = 10_000_000
_MAX_LINES: Final = 300_000
_MAX_LINE: Final = 60_000  # bytes of one kept line: room for the dates of one event
_MAX_DEPTH: Final = 20
_MAX_ZONES: Final = 50
_MAX_OBSERVANCES: Final = 40  # changes of the clock that one zone may tell

Line = tuple[str, str]
"""Parameters and value."""

_OF_EVENT: Final = (
    "UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE",
    "STATUS", "RECURRENCE-ID", "SEQUENCE", "DTSTAMP", "CLASS", "TRANSP",
)  # fmt: skip
_OF_ZONE: Final = ("TZID", "TZOFFSETFROM", "TZOFFSETTO", "DTSTART", "RRULE", "RDATE")
_OF_CALENDAR: Final = ("METHOD", "X-WR-TIMEZONE")
_NAMES: Final = "|".join(sorted({"BEGIN", "END", *_OF_EVENT, *_OF_ZONE, *_OF_CALENDAR}))
_KEPT: Final = re.compile(f"({_NAMES})[;:]".encode(), re.IGNORECASE)
_PARAMETER: Final = re.compile(r';\s*([A-Za-z0-9-]+)=("[^"]*"|[^;"]*)')
_DATED: Final = frozenset({"DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID", "DTSTAMP"})
_SOFT: Final = re.compile(rb"[A-Z-]+;[^:\n]*QUOTED-PRINTABLE[^:\n]*:", re.IGNORECASE)
_PAGES: Final = {"us-ascii": "ascii", "utf-8": "utf-8", "iso-8859-1": "cp1252",
                 "windows-1252": "cp1252", "iso-8859-15": "iso-8859-15"}  # fmt: skip
_LISTS: Final = frozenset({"RDATE", "EXDATE"})
_NAME: Final = re.compile(rb"SUMMARY[;:]", re.IGNORECASE)
_LETTER_OF_UTF8: Final = re.compile(rb"\xc3[\x80-\xbf]")  # such a line was damaged, and no more
_LOST: Final = "\ufffd"


@dataclass
class Part:
    """An event, a zone, or one of a zone's changes of the clock: its lines by property."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    is_unclear: bool = False  # its name stands in letters that cannot be told

    def first(self, name: str) -> Line | None:
        found = self.lines.get(name)
        return found[0] if found else None

    def value(self, name: str) -> str:
        found = self.first(name)
        return found[1].strip() if found else ""


@dataclass
class CalendarLines:
    """One VCALENDAR of the file; ``zones`` by the names that the file gives them."""

    method: str = ""
    zone: str = ""
    zones: dict[str, Part] = field(default_factory=dict)
    events: list[Part] = field(default_factory=list)


def parameter(parameters: str, name: str) -> str:
    """The parameter's value without quotation marks; empty when it is not there."""
    for found in _PARAMETER.finditer(parameters):
        if found[1].upper() == name:
            return found[2].strip().strip('"').strip()
    return ""


def read_calendars(content: bytes) -> list[CalendarLines]:
    """The calendars of a file in their order.

    Raises:
        BadInput: ``calendar-too-large``, ``calendar-not-utf8``, ``calendar-unreadable``,
            ``calendar-too-many`` or ``calendar-too-many-dates``.
    """
    if len(content) > _MAX_BYTES:
        raise BadInput("calendar-too-large", megabytes=_MAX_BYTES // 1_000_000)
    return _Reader().read(_unfolded(_in_utf8(content)))


def _in_utf8(content: bytes) -> bytes:
    """The bytes in UTF-8, without a mark in front. UTF-16 is known by its mark or its zeros."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16").encode()
        if content[1:2] == b"\0":
            return content.decode("utf-16-le").encode()
        if content[:1] == b"\0":
            return content.decode("utf-16-be").encode()
    except UnicodeError:
        raise BadInput("calendar-not-utf8") from None
    return content.removeprefix(b"\xef\xbb\xbf")


def _unfolded(content: bytes) -> list[bytes]:
    """Whole lines: one that starts with a space or a tab goes on with the line before."""
    for end in (b"\r\r\n", b"\r\n", b"\r"):
        content = content.replace(end, b"\n")
    if re.search(rb"QUOTED-PRINTABLE", content, re.IGNORECASE):
        content = _without_soft_breaks(content)
    content = content.replace(b"\n ", b"").replace(b"\n\t", b"")
    if content.count(b"\n") > _MAX_LINES:
        raise BadInput("calendar-too-large", megabytes=_MAX_BYTES // 1_000_000)
    return content.split(b"\n")


def _without_soft_breaks(content: bytes) -> bytes:
    """Joins what vCalendar 1.0 goes on with in the next line, behind an equals sign."""
    lines: list[bytes] = []
    open_line: list[bytes] = []
    for line in content.split(b"\n"):
        is_soft = line.endswith(b"=") and (open_line or _SOFT.match(line))
        open_line.append(line[:-1] if is_soft else line)
        if not is_soft:
            lines.append(b"".join(open_line))
            open_line = []
    return b"\n".join([*lines, *open_line])


class _Reader:
    """Goes through the lines once, and knows in which component it stands."""

    def __init__(self) -> None:
        self.calendars: list[CalendarLines] = []
        self.inside: list[str] = []
        self.part: Part | None = None
        self.events = 0
        self.dates = 0
        self.names: dict[bytes, str] = {}  # that are not written in UTF-8

    def read(self, lines: list[bytes]) -> list[CalendarLines]:
        self.names = _older_names(lines)
        for raw in lines:
            known = _KEPT.match(raw)
            if known is None:
                self._pass_over(raw)
                continue
            name = known[1].decode("ascii").upper()
            if name == "BEGIN":
                self._begin(_bare(raw[6:]).strip().upper())
            elif name == "END":
                self._end(_bare(raw[4:]).strip().upper())
            elif self.inside:
                self._take(name, raw)
            else:
                self._pass_over(raw)
        if self.inside:
            raise BadInput("calendar-unreadable")  # cut off
        return self.calendars

    def _pass_over(self, raw: bytes) -> None:
        if not self.inside and raw.strip(b" \t\0\x1a"):
            try:
                raw.decode()
            except UnicodeDecodeError:
                raise BadInput("calendar-not-utf8") from None
            raise BadInput("calendar-unreadable")

    def _begin(self, name: str) -> None:
        self.inside.append(name)
        if self.inside[0] != "VCALENDAR" or len(self.inside) > _MAX_DEPTH:
            raise BadInput("calendar-unreadable")
        if len(self.inside) == 1:
            self.calendars.append(CalendarLines())
        elif self.inside[1:] in (["VEVENT"], ["VTIMEZONE"]):
            self.part = Part()
        elif self._in_observance() and self.part and len(self.part.parts) < _MAX_OBSERVANCES:
            self.part.parts.append(Part())

    def _in_observance(self) -> bool:
        return len(self.inside) == 3 and self.inside[1] == "VTIMEZONE"

    def _end(self, name: str) -> None:
        begun = self.inside.pop() if self.inside else ""
        # Another name where nothing is read is a slip of the writer's; the end of a part that is
        # still open means that something was cut out of the file.
        is_slip = len(self.inside) > 0 and begun != "VEVENT" and name not in self.inside
        if begun != name and not (begun and is_slip):
            raise BadInput("calendar-unreadable")
        if len(self.inside) != 1 or self.part is None:
            return
        calendar = self.calendars[-1]
        if name == "VEVENT":
            self.events += 1
            if self.events > MAX_EVENTS:
                raise BadInput("calendar-too-many", most=MAX_EVENTS)
            calendar.events.append(self.part)
        elif len(calendar.zones) < _MAX_ZONES:
            calendar.zones.setdefault(self.part.value("TZID"), self.part)
        self.part = None

    def _take(self, name: str, raw: bytes) -> None:
        if len(self.inside) == 1 and name in _OF_CALENDAR:
            _parameters, value = _split(_bare(raw[:_MAX_LINE]), name)
            if name == "METHOD":
                self.calendars[-1].method = value.strip().upper()
            else:
                self.calendars[-1].zone = value.strip()
        elif self.part is not None and len(self.inside) == 2:
            is_event = self.inside[1] == "VEVENT"
            if name in (_OF_EVENT if is_event else ("TZID",)):
                self._keep(self.part, name, raw)
        elif self._in_observance() and self.part and self.part.parts and name in _OF_ZONE:
            self._keep(self.part.parts[-1], name, raw)

    def _keep(self, part: Part, name: str, raw: bytes) -> None:
        if name in _LISTS:
            self.dates += raw.count(b",") + 1
            if self.dates > _MAX_ALL_DATES:
                raise BadInput("calendar-too-many-dates", most=_MAX_ALL_DATES)
        elif part.first(name) and name != "RRULE":
            return  # the first of each counts
        line = _split(_bare(raw[:_MAX_LINE]), name)
        if name == "SUMMARY" and not _is_utf8(raw[:_MAX_LINE]):
            text = self.names.get(raw[:_MAX_LINE], _LOST)
            part.is_unclear = _LOST in text
            if part.is_unclear:
                text = raw[:_MAX_LINE].decode("ascii", "replace").replace(_LOST, "?")
            line = _split(text, name)
        part.lines.setdefault(name, []).append(_in_letters(line) if name == "SUMMARY" else line)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        return len(raw) == _MAX_LINE and error.start > len(raw) - 4  # cut within a letter
    return True


def _bare(raw: bytes) -> str:
    """A line of which only the signs of ASCII matter, or that is written in UTF-8."""
    return raw.decode(errors="ignore") if _is_utf8(raw) else raw.decode("cp1252", "replace")


def _older_names(lines: list[bytes]) -> dict[bytes, str]:
    """The names that are not in UTF-8, as lists of that time are read: all together, or none."""
    found = [line[:_MAX_LINE] for line in lines if not line.isascii() and _NAME.match(line)]
    older = list(dict.fromkeys(
        line for line in found if not _is_utf8(line) and not _LETTER_OF_UTF8.search(line)
    ))[:MAX_EVENTS]  # fmt: skip
    if not older:
        return {}
    try:
        texts = decoded(b"\n".join(older)).split("\n")
    except BadInput:
        return {}
    return dict(zip(older, texts, strict=True)) if len(texts) == len(older) else {}


def _split(line: str, name: str) -> Line:
    """Parameters and value: they part at the first colon outside quotation marks.

    A day has no colon in it, but a zone that nobody put in quotation marks may: ``(UTC+01:00)``.
    """
    rest = line[len(name) :]
    if name in _DATED:
        head, _colon, value = rest.rpartition(":")
        return head, value
    quoted = False
    for place, sign in enumerate(rest):
        if sign == '"':
            quoted = not quoted
        elif sign == ":" and not quoted:
            return rest[:place], rest[place + 1 :]
    return rest, ""


def _in_letters(line: Line) -> Line:
    """A text that vCalendar 1.0 writes in other signs; one in unknown letters has none at all."""
    parameters, text = line
    told = parameters.upper()
    encoding = parameter(parameters, "ENCODING").upper()
    page = parameter(parameters, "CHARSET").lower() or "utf-8"
    try:
        if encoding == "QUOTED-PRINTABLE" or ";QUOTED-PRINTABLE" in told:
            plain = quopri.decodestring(text.encode())
        elif encoding in {"BASE64", "B"}:
            plain = binascii.a2b_base64(text)
        else:
            return line
        return parameters, plain.decode(_PAGES[page])
    except (KeyError, ValueError):
        return parameters, ""


def values(lines: list[Line]) -> Iterator[Line]:
    """Each date of lines that may hold several, with the parameters of its line."""
    for parameters, text in lines:
        for value in text.split(","):
            if value.strip():
                yield parameters, value.strip()
