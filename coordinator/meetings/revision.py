"""Where the revision of a meeting's invitation rises: nowhere else."""

from __future__ import annotations

from datetime import datetime, timedelta

from coordinator.meetings.calendar_entry import entry
from coordinator.meetings.tables import Meeting


def raise_revision(row: Meeting, now: datetime) -> None:
    """The invitation's next revision (``SEQUENCE``, RFC 5545 section 3.8.7.4), with its entry."""
    # A DTSTAMP has whole seconds; two revisions within one must still differ in order.
    row.changed_at = max(now, row.changed_at + timedelta(seconds=1))
    row.sequence += 1
    row.vevent = entry(row)
