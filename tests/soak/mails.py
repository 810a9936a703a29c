"""Workers killed while they send: is any mail lost, and how many go twice?

A real ``coordinator deliver`` sends to a real SMTP server and is killed at a random moment after
the server has taken its first mail. The next one's clock stands where the dead one's claim has run
out.
"""

from __future__ import annotations

import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from coordinator import cli
from coordinator.core.office import Office
from coordinator.core.outbox.delivery import CLAIM
from coordinator.core.outbox.mail import Mail, queue
from tests.core.mail_cast import Taken, mail_server
from tests.soak.forked import forked
from tests.soak.kill import damage
from tests.soak.writer import office_on
from tests.ui.run import DEMO_NOW, demo_office

_EACH = 60  # mails queued before each round: more than one lives to send
_LONGEST = 0.4  # seconds a worker lives beyond its first mail


@dataclass
class MailReport:
    kills: int = 0
    queued: int = 0
    twice: int = 0
    lost: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    too_often: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return self.kills > 0 and not self.lost + self.damaged + self.too_often


def kill_workers(folder: Path, *, kills: int, seed: int) -> MailReport:
    """One worker after the other on the same outbox, each killed; the last one may finish."""
    dice, report = random.Random(seed), MailReport()
    office, _cookie = demo_office(folder / "mails.sqlite")
    address = office.settings.database_url
    now = DEMO_NOW
    with mail_server() as (taken, port):
        while report.kills < kills:
            _queue(office, report)
            before = Counter(taken.addresses)
            if _killed(address, port, now, taken, after=dice.uniform(0, _LONGEST)):
                report.kills += 1
            again = [one for one in taken.addresses[before.total() :] if before[one]]
            report.twice += len(again)
            if len(again) > 1:
                report.too_often.append(f"kill {report.kills}: {len(again)} mails went again")
            report.damaged += damage(address)
            now += CLAIM + timedelta(seconds=1)
        before = Counter(taken.addresses)
        last = _worker(address, port, now)
        last.join(timeout=300)
        if last.exitcode is None:
            raise RuntimeError("the last worker does not end")
        report.twice += sum(1 for one in taken.addresses[before.total() :] if before[one])
    office.database.dispose()
    if report.twice > report.kills:
        report.too_often.append(f"{report.twice} mails went twice after {report.kills} kills")
    went = Counter(taken.addresses)
    report.lost = [
        _address(number) for number in range(report.queued) if not went[_address(number)]
    ]
    report.lost += _not_marked(address)
    return report


def _address(number: int) -> str:
    return f"m{number}@example.se"


def _queue(office: Office, report: MailReport) -> None:
    with office.transaction() as session:
        for number in range(report.queued, report.queued + _EACH):
            letter = Mail(kind="test", address=_address(number), subject="Möte", text="Hej.")
            queue(session, letter, now=office.clock.now())
    report.queued += _EACH


def _worker(address: str, port: int, now: datetime) -> ForkServerProcess:
    given = {
        "COORDINATOR_DATABASE_URL": address,
        "COORDINATOR_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "COORDINATOR_NOW": now.isoformat(),
    }
    return forked(deliver, os.environ | given)[0]


def deliver(environment: Mapping[str, str]) -> None:
    """``coordinator deliver``, in a process of its own."""
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["coordinator", "deliver"]
    with Path(os.devnull).open("w") as sys.stdout:
        cli.main()


def _killed(address: str, port: int, now: datetime, taken: Taken, *, after: float) -> bool:
    """Whether the worker was still sending when it was killed."""
    count = len(taken.mails)
    process = _worker(address, port, now)
    try:
        patience = time.monotonic() + 60
        while len(taken.mails) == count:
            if process.exitcode is not None or time.monotonic() > patience:
                raise RuntimeError("the worker sent nothing")
            threading.Event().wait(0.002)
        time.sleep(after)
        return process.exitcode is None
    finally:
        process.kill()
        process.join(timeout=20)


def _not_marked(address: str) -> list[str]:
    """Mails that the outbox does not hold for sent, now that all have gone."""
    office = office_on(address)
    with office.reading() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT id, state FROM outbox_mail WHERE state <> 'sent'"
        )
        left = [f"mail {mail_id} is {state}" for mail_id, state in rows]
    office.database.dispose()
    return left
