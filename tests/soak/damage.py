"""Damaged backups: each must be refused, whatever database it is to be put into."""

from __future__ import annotations

import hashlib
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from coordinator.core.database import Database
from coordinator.core.errors import BadInput
from coordinator.installation.backup import backup, restore
from coordinator.installation.migrate import migrate
from coordinator.wiring import shell_actor
from tests.ui.run import demo_office

Harm = Callable[[bytes, random.Random], bytes]


@dataclass
class DamageReport:
    tried: int = 0
    refused: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return self.tried > 0 and self.refused == self.tried and not self.faults


def _flip(whole: bytes, dice: random.Random) -> bytes:
    """One bit."""
    place = dice.randrange(len(whole))
    return whole[:place] + bytes([whole[place] ^ 1 << dice.randrange(8)]) + whole[place + 1 :]


def _flips(whole: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randint(2, 40)):
        whole = _flip(whole, dice)
    return whole


def _cut(whole: bytes, dice: random.Random) -> bytes:
    return whole[: dice.randrange(len(whole))]


def _cut_front(whole: bytes, dice: random.Random) -> bytes:
    return whole[dice.randint(1, len(whole)) :]


def _blank(whole: bytes, dice: random.Random) -> bytes:
    """A block of the disk came back empty."""
    begin = dice.randrange(len(whole))
    end = min(len(whole), begin + dice.randint(1, 4096))
    return whole[:begin] + bytes(end - begin) + whole[end:]


def _hole(whole: bytes, dice: random.Random) -> bytes:
    begin = dice.randrange(len(whole))
    return whole[:begin] + whole[begin + dice.randint(1, 4096) :]


def _longer(whole: bytes, dice: random.Random) -> bytes:
    return whole + dice.randbytes(dice.randint(1, 200))


HARMS: tuple[Harm, ...] = (_flip, _cut, _flips, _cut_front, _blank, _hole, _longer)


def refuse_damaged(folder: Path, *, files: int, seed: int) -> DamageReport:
    """Tries to restore ``files`` damaged copies of one backup, in turn into each kind of target."""
    dice, report = random.Random(seed), DamageReport()
    whole = _whole(folder)
    targets = [_target(folder / f"{kind}.sqlite", kind) for kind in ("new", "empty", "used")]
    before = [_contents(target) for target in targets]
    damaged = folder / "damaged.backup"
    for number in range(files):
        harm = HARMS[number % len(HARMS)]
        while (content := harm(whole, dice)) == whole:
            continue
        damaged.write_bytes(content)
        which = dice.randrange(len(targets))
        report.tried += 1
        name = f"{harm.__name__.strip('_')} {number}"
        try:
            restore(targets[which], damaged)
            report.faults.append(f"{name}: accepted")
        except BadInput:
            report.refused += 1
        except Exception as error:  # noqa: BLE001 - anything else is a fault to be told
            report.faults.append(f"{name}: {error!r}")
        if _contents(targets[which]) != before[which]:
            report.faults.append(f"{name}: the database was touched")
    _still_accepted(folder, whole, report)
    for target in targets:
        target.dispose()
    return report


def _whole(folder: Path) -> bytes:
    office, _cookie = demo_office(folder / "source.sqlite")
    backup(office, shell_actor(office, None), folder / "whole.backup")
    office.database.dispose()
    return (folder / "whole.backup").read_bytes()


def _target(file: Path, kind: str) -> Database:
    """A database that is not there yet, one without any group, or one in use."""
    if kind == "used":
        demo_office(file)[0].database.dispose()
    database = Database(f"sqlite:///{file}")
    if kind == "empty":
        migrate(database, keep_copy=False)
    return database


def _contents(database: Database) -> str | None:
    """The sum of every statement that would make the database again; None without a file."""
    file = database.file
    if file is None or not file.exists():
        return None
    digest = hashlib.sha256()
    with closing(sqlite3.connect(file)) as connection:
        for line in connection.iterdump():
            digest.update(line.encode())
    return digest.hexdigest()


def _still_accepted(folder: Path, whole: bytes, report: DamageReport) -> None:
    """The undamaged file goes in: it was not refused for another reason all along."""
    (folder / "damaged.backup").write_bytes(whole)
    last = Database(f"sqlite:///{folder / 'last.sqlite'}")
    try:
        restore(last, folder / "damaged.backup")
    except Exception as error:  # noqa: BLE001 - told as a fault
        report.faults.append(f"the whole backup: {error!r}")
    finally:
        last.dispose()
