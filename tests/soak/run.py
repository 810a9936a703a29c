"""The full counts of ``make soak``, in a few minutes; writes ``docs/soak.md``.

``python -m tests.soak.run mails`` runs that part alone and leaves the page's other rows as they
stand. The same loops run small in ``tests/soak/test_samples.py``. Exit status 1: something did not
hold.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coordinator.core.translation import speak
from tests.soak.damage import refuse_damaged
from tests.soak.fuzz import read_lists, search_words
from tests.soak.kill import kill_writers
from tests.soak.load import PAGES, load
from tests.soak.mails import kill_workers
from tests.ui.run import ROOT

SEED = 20261122
KILLS, BACKUPS, LISTS, QUERIES = 50, 300, 3000, 2000
SESSIONS, ROUNDS, THINK = 20, 10, 1.0
PAGE = ROOT / "docs" / "soak.md"
_SHOWN = 10  # faults of one row that the page repeats


@dataclass(frozen=True)
class Row:
    what: str
    count: str
    result: str
    is_good: bool
    faults: list[str] = field(default_factory=list)


def _kills(folder: Path) -> Row:
    done = kill_writers(folder, kills=KILLS, seed=SEED)
    return Row(
        "A process that writes notes, presses tiles and adds action points is killed (SIGKILL) at "
        "a random moment; the SQLite file is opened again",
        f"{done.kills} kills, {done.acknowledged} acknowledged writes",
        f"{len(done.lost)} acknowledged writes lost; {len(done.damaged)} findings of "
        "`integrity_check` and `foreign_key_check`",
        done.is_good,
        done.lost + done.damaged,
    )


def _mails(folder: Path) -> Row:
    done = kill_workers(folder, kills=KILLS, seed=SEED)
    return Row(
        "A mail worker (`coordinator deliver`) is killed (SIGKILL) at a random moment while it "
        "sends to a real SMTP server; the next one goes on",
        f"{done.kills} kills, {done.queued} mails",
        f"{len(done.lost)} mails lost; {done.twice} sent twice, never more than one for a kill: "
        f"{len(done.too_often)} exceptions",
        done.is_good,
        done.lost + done.damaged + done.too_often,
    )


def _backups(folder: Path) -> Row:
    done = refuse_damaged(folder, files=BACKUPS, seed=SEED)
    return Row(
        "A damaged backup (bits flipped, cut, blanked, parts missing or added) is restored into no "
        "database, an empty one, one in use",
        f"{done.tried} backups",
        f"{done.refused} refused; {len(done.faults)} accepted, failed otherwise or touched the "
        "database",
        done.is_good,
        done.faults,
    )


def _lists(folder: Path) -> Row:
    del folder
    done = read_lists(lists=LISTS, seed=SEED)
    return Row(
        "A random or mutated list of people (CSV in seven encodings, Excel, noise) is read and "
        "checked",
        f"{done.tried} lists",
        f"{done.outcomes['refused']} refused in words, {done.outcomes['read']} read; "
        f"{len(done.faults)} other errors",
        done.is_good,
        done.faults,
    )


def _queries(folder: Path) -> Row:
    done = search_words(folder, queries=QUERIES, seed=SEED)
    return Row(
        "A random search: words, signs, fragments of SQL, any character there is, a word of 1500 "
        "letters",
        f"{done.tried} searches",
        f"{done.outcomes['found']} found something; errors, or longer than 2 s: {len(done.faults)}",
        done.is_good,
        done.faults,
    )


def _load(folder: Path) -> Row:
    done = load(folder, sessions=SESSIONS, rounds=ROUNDS, think=THINK, seed=SEED)
    times = "; ".join(
        f"{page}: p50 {done.median(page):.0f} ms, p95 {done.p95(page):.0f} ms"
        for page in PAGES
        if done.times[page]
    )
    return Row(
        f"Signed-in sessions without a browser look at Hem and Möten of the example, each "
        f"{ROUNDS} times, {THINK:.0f} s of thought between",
        f"{done.sessions} sessions, {done.reruns} page runs",
        f"{times}; {len(done.faults)} errors",
        done.is_good,
        done.faults,
    )


STEPS: tuple[Callable[[Path], Row], ...] = (_load, _kills, _mails, _backups, _lists, _queries)


INTRODUCTION = """# What has been tried hard

Written by `make soak`. What is tried is seeded; the moments of the kills and the times also depend
on the machine. Small samples run in `make test`.

Machine: {cores} cores, the driver and the server on the same ones.

| what | count | result | holds |
|---|---|---|---|
"""
LIMITS = """
A kill takes the process, not the machine: that a power cut loses nothing either rests on
`synchronous=FULL`, which is not tried here.
"""


def page(rows: list[Row], before: str = "") -> str:
    """The page with these rows; rows of ``before`` that were not tried again stay as they are."""
    text = INTRODUCTION.format(cores=os.cpu_count())
    lines = {line.split(" | ")[0]: line for line in before.splitlines() if line.startswith("| ")}
    lines.pop("| what", None)
    for row in rows:
        holds = "yes" if row.is_good else "NO"
        lines[f"| {row.what}"] = f"| {row.what} | {row.count} | {row.result} | {holds} |"
    text += "".join(f"{line}\n" for line in lines.values()) + LIMITS
    faults = [f"- {fault}\n" for row in rows for fault in row.faults[:_SHOWN]]
    if faults:
        text += "\n## What did not hold\n\n" + "".join(faults)
    return text


def main(names: Sequence[str] = ()) -> int:
    speak("sv")
    rows: list[Row] = []
    for step in (one for one in STEPS if not names or one.__name__.strip("_") in names):
        begin = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            row = step(Path(folder))
        rows.append(row)
        took = time.perf_counter() - begin
        print(f"{'holds' if row.is_good else 'NO   '} {row.count}: {row.result} ({took:.0f} s)")
        sys.stdout.flush()
    before = PAGE.read_text(encoding="utf-8") if names and PAGE.is_file() else ""
    PAGE.write_text(page(rows, before), encoding="utf-8")
    return 0 if all(row.is_good for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
