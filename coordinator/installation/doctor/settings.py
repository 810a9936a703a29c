"""Which settings are in force, and whether the address can be used."""

from __future__ import annotations

from collections.abc import Iterator

from coordinator.core.office import Office
from coordinator.core.settings import Settings
from coordinator.installation.views import Finding


def shown(office: Office) -> Iterator[Finding]:
    settings = office.settings
    for name in Settings.model_fields:
        value = getattr(settings, name)
        shown = "" if value is None else str(value)
        if name == "database_url":
            shown = office.database.shown_url
        yield Finding(f"COORDINATOR_{name.upper()}", ok=True, value=shown)


def address(office: Office) -> Iterator[Finding]:
    """Whether links and cookies travel encrypted."""
    settings = office.settings
    safe = settings.is_https or settings.is_loopback
    yield Finding(
        "address", ok=safe, value=settings.base_url, code=None if safe else "doctor-https"
    )
