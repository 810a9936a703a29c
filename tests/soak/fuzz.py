"""Lists that nobody should upload and words that nobody should search for: no other error."""

from __future__ import annotations

import csv
import io
import random
import time
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import openpyxl

from coordinator.core.errors import BadInput, Problem
from coordinator.core.messages import sentence
from coordinator.reports import usecases as reports
from coordinator.roster.list_columns import PEOPLE
from coordinator.roster.list_reader import KnownAgency, check_list, read_list
from coordinator.wiring import shell_actor
from tests.core.lists.made import whole
from tests.ui.run import demo_office

TODAY = date(2026, 11, 22)
AGENCIES = (
    KnownAgency(1, "fvg", "Familjevårdsgruppen"),
    KnownAgency(2, "polis", "Polisen"),
    KnownAgency(3, "norrby", "Norrby kommun"),
    KnownAgency(4, "aldre", "Exempelköpings äldreomsorg"),
)
HEADER = (
    *("id", "Förnamn", "Efternamn", "Namn", "Verksamhet", "Roll", "Titel", "E-post", "Telefon"),
    *("Skyddad identitet", "Kontaktväg", "Från", "Till", "Ersätter"),
)
CELLS = (
    *("", "", "-", "P1", "P2", "Åsa", "Övningsson", "Åsa Övningsson", "Bo Provsten", "Polisen"),
    *("polis", "fvg", "norby komun", "ledamot", "ersättare, sekreterare", "ledmot", "admin"),
    *("asa@example.se", "a@b@c", "070-174 06 05", "+46701740605", "ja", "nej", "kanske", "true"),
    *("2026-08-01", "2026-02-30", "1/8/26", "45870", "0000-00-00", "=1+1", "@SUM(A1)", "#REF!"),
    *('"', "'", "\u202eÅsa", "\u200b", "a\nb", "\0", "x" * 400, "funktionsbrevlåda", "🙂", "İ"),
)
CODECS = ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "mac-roman", "cp850")
NAMES = ("lista.csv", "lista.xlsx", "lista", "lista.txt", ".xlsx", "å/..\\x.CSV", "")
STARTS = (
    b"PK\x03\x04",
    b"\xff\xfe",
    b"\xfe\xff",
    b"%PDF-1.7",
    b"sep=;\n",
    b"\xd0\xcf\x11\xe0",
    b"",
)
WORDS = (
    *("kontaktkort", "hedersrelaterat våld", "§ 4", "HT2026-2", "AP-2026-11", "Åsa", "polisen"),
    *("%", "_", "'", '"', "';--", "\\", "*", "(", ")", "AND", "OR NOT", "NEAR/3", "-", "^", ":"),
    *("\0", "\ud800", "🙂", "İ", "ß", "e\u0301", "\u202e", "\u200b", "x" * 300, "å" * 500),
    *("1' OR '1'='1", "${7*7}", "<b>", "\r\n", "٣", "２０２６", "a.b.c", "2026-11-22", "v. 48"),
)
SLOWEST = 2  # seconds of processor time for one search


@dataclass
class FuzzReport:
    """``outcomes``: how often the input was taken or refused, by name."""

    tried: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return self.tried > 0 and not self.faults


def read_lists(*, lists: int, seed: int) -> FuzzReport:
    """Reads and checks random and mutated lists; every refusal must have its sentence."""
    dice, report = random.Random(seed), FuzzReport()
    for number in range(lists):
        content, filename = _list(dice)
        report.tried += 1
        try:
            whole(check_list(read_list(content, filename), AGENCIES, today=TODAY), PEOPLE)
            report.outcomes["read"] += 1
        except BadInput as refusal:
            report.outcomes["refused"] += 1
            told: list[BadInput | Problem] = [refusal, *refusal.problems]
            for fault in told:
                if not sentence(fault):
                    report.faults.append(f"list {number}: {fault.code} has no sentence")
        except Exception as error:  # noqa: BLE001 - anything else is a fault to be told
            report.faults.append(f"list {number}: {error!r}")
    return report


def search_words(folder: Path, *, queries: int, seed: int) -> FuzzReport:
    """Searches the example for words, signs, and mixtures of both."""
    dice, report = random.Random(seed), FuzzReport()
    office, _cookie = demo_office(folder / "searched.sqlite")
    actor = shell_actor(office, None)
    for number in range(queries):
        # The last one is a word that nobody can mean.
        query = _query(dice) if number < queries - 1 else "x" * 1500 + " y"
        report.tried += 1
        begin = time.process_time()
        try:
            page = reports.search(
                office, actor, query=query, limit=dice.choice((1, 20)), offset=dice.choice((0, 40))
            )
            report.outcomes["found" if page.total else "nothing"] += 1
        except Exception as error:  # noqa: BLE001 - told as a fault
            report.faults.append(f"query {number} {query[:40]!r}: {error!r}")
        if (seconds := time.process_time() - begin) > SLOWEST:
            size = len(query)
            report.faults.append(f"query {number} of {size} characters: {seconds:.1f} s")
    office.database.dispose()
    return report


def _list(dice: random.Random) -> tuple[bytes, str]:
    kind = dice.choice((0, 1, 2, 3, 4, 4, 4))
    if kind == 0:
        return dice.choice(STARTS) + dice.randbytes(dice.randint(0, 3000)), dice.choice(NAMES)
    table = _table(dice)
    if kind == 1:
        return _mutated(_workbook(table), dice), "lista.xlsx"
    if kind == 2:
        return _with_harmed_part(_workbook(table), dice), "lista.xlsx"
    text = io.StringIO()
    csv.writer(text, delimiter=dice.choice(";,\t|")).writerows(table)
    codec = dice.choice(CODECS)
    content = text.getvalue().encode(codec, "replace")
    filename = "lista.csv" if dice.random() < 0.8 else dice.choice(NAMES)
    return (_mutated(content, dice) if kind == 3 else content), filename


def _table(dice: random.Random) -> list[list[str]]:
    """A header as ours, sometimes shuffled, cut or wrong, and rows that partly fit under it."""
    width = dice.randint(3, len(HEADER))
    header = dice.sample(HEADER, width) if dice.random() < 0.3 else list(HEADER)
    if dice.random() < 0.1:
        header[dice.randrange(len(header))] = dice.choice(CELLS)
    chance = dice.choice((0.5, 0.9, 0.99, 1))
    rows = [[_cell(dice, name, chance) for name in header] for _ in range(dice.randint(1, 8))]
    for row in rows:
        if dice.random() < 0.02:
            row.append(dice.choice(CELLS))
    return [header, *rows]


def _cell(dice: random.Random, column: str, chance: float) -> str:
    """Mostly what belongs in the column, so that the checks behind the first are reached."""
    fitting = {
        "Skyddad identitet": "nej",
        "Förnamn": "Åsa",
        "Efternamn": f"Provsten{dice.randint(1, 99)}",
        "Verksamhet": dice.choice(("Polisen", "fvg", "norrby")),
        "Roll": dice.choice(("ledamot", "ersättare", "ordförande")),
        "E-post": "a@example.se",
        "Från": f"202{dice.randint(0, 9)}-08-01",
    }
    return fitting.get(column, "") if dice.random() < chance else dice.choice(CELLS)


def _workbook(table: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in table:
        sheet.append([cell.replace("\0", "") for cell in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _mutated(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.randint(1, 6)):
        place = dice.randrange(len(changed) + 1)
        put = dice.choice((b"", dice.randbytes(1), b'"', b";", b"\n", b"\0", b"\xff", b"\r", b","))
        changed[place : place + dice.randint(0, 3)] = put
    return bytes(changed[: dice.randrange(len(changed) + 1)] if dice.random() < 0.1 else changed)


def _with_harmed_part(content: bytes, dice: random.Random) -> bytes:
    """The workbook with one of its XML parts harmed, and a zip around it that is whole."""
    harmed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(harmed, "w", 8) as new:
        victim = dice.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            if name == victim:
                place = dice.randrange(len(part))
                put = dice.choice((b"", b"<", b"<c>", b'"', b"99999999999", b"&#1;", b"&x;", b"-1"))
                part = part[:place] + put + part[place + dice.randint(0, 9) :]
            new.writestr(name, part)
    return harmed.getvalue()


def _query(dice: random.Random) -> str:
    kind = dice.randrange(3)
    if kind == 0:
        return "".join(chr(dice.randrange(0x110000)) for _ in range(dice.randint(0, 40)))
    if kind == 1:
        return "".join(chr(dice.randrange(32, 0x250)) for _ in range(dice.randint(0, 12)))
    return dice.choice(("", " ", "  ")).join(dice.choices(WORDS, k=dice.randint(1, 5)))
