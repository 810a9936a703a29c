"""What was added beside notes and lists holds no name either: questions, mail, year, trail."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

from pypdf import PdfReader

from coordinator.access.actor import Actor, Role
from coordinator.core.errors import RuleBroken
from coordinator.core.office import Office
from coordinator.core.outbox.mail_state import MailState
from coordinator.mail import usecases as outbox
from coordinator.planning import usecases as planning
from coordinator.planning.polls import usecases as date_polls
from coordinator.trail import usecases as trail
from coordinator.wiring import MAIL_ADDRESSES
from tests.conftest import Cast, Hand

from .planted import POLL, leaks, plant, protect


def outputs(office: Office, chief: Actor) -> dict[str, Any]:
    """Everything of these kinds that leaves, as its readers get it."""
    auditor = replace(chief, roles=frozenset({Role.AUDITOR}))
    found: dict[str, Any] = {
        "polls": date_polls.polls(office, chief),
        "poll": date_polls.poll(office, chief, code=POLL),
        "preview": date_polls.preview_poll(office, chief, code=POLL),
        "trail": trail.trail_entries(office, auditor, limit=1000),
        "trail file": trail.export_trail(office, auditor),
    }
    for year in (2026, 2027):
        pages = PdfReader(io.BytesIO(planning.year_plan(office, chief, year=year))).pages
        found[f"year {year}"] = [page.extract_text() for page in pages]
    lines = outbox.outbox(office, chief, states=tuple(MailState)).lines
    found["outbox"] = lines
    found["mails"] = [outbox.mail(office, chief, mail_id=line.id) for line in lines]
    try:
        with zipfile.ZipFile(io.BytesIO(outbox.mail_files(office, chief))) as folder:
            found["files"] = [folder.read(name).decode() for name in folder.namelist()]
    except RuleBroken:
        found["files"] = []
    return found


def test_no_later_output_names_somebody_who_was_protected(
    office: Office, cast: Cast, hand: Hand
) -> None:
    office = replace(office, mail_addresses=MAIL_ADDRESSES)
    planted = plant(office, cast, hand)
    before = {name for name, shown in outputs(office, cast.coordinator).items() if leaks(shown)}
    assert before >= {"poll", "preview", "outbox", "mails"}  # the look is able to find it

    protect(office, cast, planted)

    after = outputs(office, cast.coordinator)
    assert {name: leaks(shown) for name, shown in after.items() if leaks(shown)} == {}
