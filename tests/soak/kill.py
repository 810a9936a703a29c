"""Processes killed in the middle of writing: is everything still there that they acknowledged?

SIGKILL takes the process, not the machine: what the operating system holds is kept. That a power
cut loses nothing either rests on ``synchronous=FULL``, which this does not try.
"""

from __future__ import annotations

import json
import random
import sqlite3
import threading
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.core.errors import NotFound
from coordinator.core.office import Office
from coordinator.meetings import usecases as meetings
from coordinator.minutes import usecases as minutes
from coordinator.wiring import shell_actor
from tests.soak.forked import forked
from tests.soak.writer import MEETING, note_text, office_on, write_until_killed
from tests.ui.run import demo_office


@dataclass
class Told:
    """What one writer acknowledged: the last note per item, the last tile per agency, points.

    ``under_way``: kind and key of the call that had not returned when the writer was killed.
    """

    notes: dict[int, int] = field(default_factory=dict)
    tiles: dict[int, str] = field(default_factory=dict)
    points: dict[int, str] = field(default_factory=dict)
    under_way: tuple[str, int | None] | None = None
    count: int = 0

    def hear(self, line: str) -> None:
        stage, kind, key, value = json.loads(line)
        if stage == "begin":
            self.under_way = kind, key
            return
        self.under_way = None
        if kind == "note":
            self.notes[key] = value
        elif kind == "tile":
            self.tiles[key] = value
        else:
            self.points[key] = value
        self.count += 1


@dataclass
class KillReport:
    kills: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return self.kills > 0 and self.acknowledged > self.kills and not self.lost + self.damaged


def under_way(folder: Path) -> str:
    """The address of the example with its meeting started."""
    office, _cookie = demo_office(folder / "killed.sqlite")
    actor = shell_actor(office, None)
    version = meetings.meeting(office, actor, code=MEETING).line.version
    meetings.start(office, actor, code=MEETING, version=version)
    office.database.dispose()
    return office.settings.database_url


def kill_writers(folder: Path, *, kills: int, seed: int) -> KillReport:
    """One writer after the other on the same file, each killed at a random moment."""
    dice = random.Random(seed)
    address, report = under_way(folder), KillReport()
    points: dict[int, str] = {}
    for number in range(kills):
        told = _killed_writer(address, seed=number, after=dice.uniform(0.01, 0.8))
        points |= told.points
        report.kills += 1
        report.acknowledged += told.count
        report.damaged += damage(address)
        office = office_on(address)
        report.lost += _lost(office, shell_actor(office, None), number, told, points)
        office.database.dispose()
    return report


def _killed_writer(address: str, *, seed: int, after: float) -> Told:
    """A writer that lives ``after`` seconds beyond its first acknowledgement."""
    process, out = forked(write_until_killed, address, seed)
    lines: list[str] = []
    begun = threading.Event()

    def listen(out: Iterable[str]) -> None:
        for line in out:
            lines.append(line)
            begun.set()

    listener = threading.Thread(target=listen, args=(out,))
    listener.start()
    try:
        if not begun.wait(60):
            raise RuntimeError("the writer wrote nothing")
        time.sleep(after)
        if process.exitcode is not None:
            raise RuntimeError("the writer ended by itself")
    finally:
        process.kill()
        process.join(timeout=20)
        listener.join(timeout=20)
        out.close()
    told = Told()
    for line in lines:
        # A line cut by the kill is no acknowledgement.
        if line.endswith("\n"):
            told.hear(line)
    return told


def damage(address: str) -> list[str]:
    """What SQLite's own checks find wrong, after it has read the log the killed process left."""
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as connection:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
        found += [str(row) for row in connection.execute("PRAGMA foreign_key_check")]
    return [line for line in found if line != "ok"]


def _lost(office: Office, actor: Actor, seed: int, told: Told, points: dict[int, str]) -> list[str]:
    """The acknowledged writings that are not there."""
    lost: list[str] = []
    for item, number in told.notes.items():
        text = minutes.open_note(office, actor, item_id=item).text
        later = _number(text, seed) > number and told.under_way == ("note", item)
        if text != note_text(seed, number) and not later:
            lost.append(f"round {seed}: note {number} of item {item}")
    presence = meetings.meeting(office, actor, code=MEETING).presence
    for one in presence:
        wanted = told.tiles.get(one.agency_id, one.outcome)
        if one.outcome != wanted and told.under_way != ("tile", one.agency_id):
            lost.append(f"round {seed}: tile {wanted} of agency {one.agency_id}")
    for point, text in points.items():
        try:
            kept = actions.action_point(office, actor, point_id=point).text == text
        except NotFound:
            kept = False
        if not kept:
            lost.append(f"round {seed}: action point {point}")
    return lost


def _number(text: str, seed: int) -> int:
    """Which writing of this round a note is, when it is whole; else -1."""
    written = text.partition("\n")[0].removeprefix(f"{seed}:")
    return int(written) if written.isdigit() and text == note_text(seed, int(written)) else -1
