"""Looks at everything an installation needs, and says what is wrong and what to do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from coordinator.access import steps as access
from coordinator.access.trail_chain import verify
from coordinator.core.database import Database
from coordinator.core.errors import BadInput
from coordinator.core.office import Office
from coordinator.core.outbox import store as outbox
from coordinator.core.outbox.relay import Line, Refused, Relay, relay_of
from coordinator.core.settings import Settings, shipped_data
from coordinator.installation.migrate import known_revisions, newest_revision, revision_of
from coordinator.installation.settings_checks import sender_refusal, setting_names
from coordinator.installation.views import Finding

_PATIENCE = 5.0  # seconds, for one step of the talk with the mail server
_LEAST_FREE = 500 * 1024**2  # bytes


def examine(office: Office, *, quick: bool = False) -> tuple[Finding, ...]:
    """Every finding, good and bad, in a fixed order. Raises nothing.

    ``quick`` leaves out what takes longer the longer a group has lived: its trail.
    """
    found: list[Finding] = []
    for look in (_settings, setting_names, _database, _disk, _clock, _shipped, _mail, _door_mail):
        found.extend(look(office))
    if not quick and all(one.ok for one in found if one.subject in {"database", "migrations"}):
        found.extend(_trail(office))
    return tuple(found)


def _trail(office: Office) -> Iterator[Finding]:
    """Each group's chain; its end is shown so that it can be noted somewhere else."""
    key = office.settings.secret_key
    with office.reading() as session:
        for group in access.all_groups(session):
            check = verify(session, group.id, key=key.get_secret_value() if key else None)
            yield Finding(
                "trail",
                ok=check.is_whole,
                value=f"{group.slug} {check.last} {check.hash[:16]}",
                code=f"trail-{check.fault}" if check.fault else None,
                params=(("group", group.slug), ("number", check.broken_at)),
            )


def _settings(office: Office) -> Iterator[Finding]:
    settings = office.settings
    for name in Settings.model_fields:
        value = getattr(settings, name)
        shown = "" if value is None else str(value)
        if name == "database_url":
            shown = office.database.shown_url
        yield Finding(f"COORDINATOR_{name.upper()}", ok=True, value=shown)
    safe = settings.is_https or settings.is_loopback
    yield Finding(
        "address", ok=safe, value=settings.base_url, code=None if safe else "doctor-https"
    )


def _database(office: Office) -> Iterator[Finding]:
    database: Database = office.database
    if _is_missing(database):
        file = str(database.file)
        yield Finding(
            "database", ok=False, value="-", code="database-missing", params=(("file", file),)
        )
        return
    try:
        revision = revision_of(database)
    except Exception as error:  # noqa: BLE001 - whatever the engine says is the finding
        yield Finding(
            "database", ok=False, value=type(error).__name__, code="doctor-database-unreachable"
        )
        return
    yield Finding("database", ok=True, value=database.engine.dialect.name)
    newest = newest_revision()
    current = revision == newest
    is_newer = revision is not None and revision not in known_revisions()
    advice = "database-is-newer" if is_newer else "doctor-migrate"
    yield Finding(
        "migrations",
        ok=current,
        value=revision or "-",
        code=None if current else advice,
        params=() if current else (("newest", newest), ("revision", revision)),
    )


def _is_missing(database: Database) -> bool:
    """Whether a look would make the file: the doctor changes nothing."""
    return database.file is not None and not database.file.exists()


def _disk(office: Office) -> Iterator[Finding]:
    file = office.database.file
    folder = file.parent if file else Path.cwd()
    free = shutil.disk_usage(folder if folder.is_dir() else Path.cwd()).free
    enough = free >= _LEAST_FREE
    yield Finding(
        "disk", ok=enough, value=f"{free // 1024**2} MB", code=None if enough else "doctor-disk"
    )


def _clock(office: Office) -> Iterator[Finding]:
    by_hand = office.clock.is_set_by_hand
    yield Finding(
        "clock",
        ok=not by_hand,
        value=office.clock.now().isoformat(timespec="seconds"),
        code="doctor-clock" if by_hand else None,
    )


def _shipped(_office: Office) -> Iterator[Finding]:
    there = (shipped_data() / "agenda.yaml").is_file()
    yield Finding(
        "data", ok=there, value=str(shipped_data()), code=None if there else "doctor-data"
    )


def _mail(office: Office) -> Iterator[Finding]:
    """Whether the mail server answers and lets us in, and whether mail has a sender."""
    try:
        relay = relay_of(office.settings)
    except BadInput as error:
        yield Finding("mail", ok=False, value="-", code=error.code)
        return
    if relay is None:
        yield Finding("mail", ok=True, value="-")
        return
    code, number = _talk(relay)
    if code is None and not _is_missing(office.database):
        code, number = sender_refusal(office, relay, patience=_PATIENCE)
    if code is None and relay.security == "smtp" and not relay.is_loopback:
        code = "doctor-mail-open"
    yield Finding(
        "mail", ok=code is None, value=relay.shown, code=code, params=(("number", number),)
    )


def _door_mail(office: Office) -> Iterator[Finding]:
    """Sign-in links and codes: they belong to no group, so no page of mails shows them."""
    if _is_missing(office.database):
        return
    try:
        with office.reading() as session:
            found = outbox.counts(session, None)
    except Exception:  # noqa: BLE001 - what is wrong with the database, others say
        return
    waiting, failed = found.get(outbox.WAITING, 0), found.get(outbox.FAILED, 0)
    is_stuck = waiting > 0 and office.settings.smtp_url is None
    yield Finding(
        "sign-in mail",
        ok=not is_stuck,
        value=f"waiting {waiting}, failed {failed}",
        code="doctor-links-wait" if is_stuck else None,
        params=(("number", waiting),),
    )


def _talk(relay: Relay) -> tuple[str | None, int]:
    """Why no mail would be taken, as a code and the server's number."""
    try:
        with Line(relay, timeout=_PATIENCE) as line:
            line.open()
    except Refused as refusal:
        return refusal.code, refusal.number
    return None, 0
