"""What leaves the installation room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from coordinator.roster.views import NewAgency


@dataclass(frozen=True)
class TemplateView:
    """A group template that ships with the product; ``usual_duration`` in minutes.

    ``first_slugs``: the agencies' short names as the template has them, before a group of another
    municipality took some of its own; in the agencies' order.
    """

    slug: str
    name: str
    municipality: str
    agencies: tuple[NewAgency, ...]
    usual_start: time
    usual_duration: int
    meetings_per_term: int
    minutes_heading: str
    first_slugs: tuple[str, ...] = ()


@dataclass(frozen=True)
class BackupReport:
    """What a backup holds: rows per table, and one SHA-256 over all of them."""

    revision: str
    counts: tuple[tuple[str, int], ...]
    checksum: str

    @property
    def rows(self) -> int:
        return sum(count for _table, count in self.counts)


@dataclass(frozen=True)
class Finding:
    """One thing the doctor looked at.

    ``code`` names the sentence when something is wrong, or worth knowing though nothing is.
    """

    subject: str
    ok: bool
    value: str
    code: str | None = None
    params: tuple[tuple[str, object], ...] = ()
