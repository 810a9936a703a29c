"""Each group's chain of log entries."""

from __future__ import annotations

from collections.abc import Iterator

from coordinator.core.office import Office
from coordinator.groups import in_transaction as groups
from coordinator.installation.doctor.database import is_current
from coordinator.installation.views import Finding
from coordinator.trail.chain import verify


def chains(office: Office) -> Iterator[Finding]:
    """Each group's chain; its end is shown so that it can be noted somewhere else."""
    if not is_current(office):
        return
    key = office.settings.secret_key
    with office.reading() as session:
        for group in groups.all_groups(session):
            check = verify(session, group.id, key=key.get_secret_value() if key else None)
            yield Finding(
                "trail",
                ok=check.is_whole,
                value=f"{group.slug} {check.last} {check.hash[:16]}",
                code=f"trail-{check.fault}" if check.fault else None,
                params=(("group", group.slug), ("number", check.broken_at)),
            )
