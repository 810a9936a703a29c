"""Open questions about days that people cannot answer by their links."""

from __future__ import annotations

from collections.abc import Iterator

from coordinator.core.office import Office
from coordinator.installation.doctor.database import is_current
from coordinator.installation.lost_poll_links import lost_questions
from coordinator.installation.views import Finding


def without_links(office: Office) -> Iterator[Finding]:
    """One finding for each such question."""
    if not is_current(office):
        return
    for one in lost_questions(office):
        yield Finding(
            f"question {one.poll.code}",
            ok=False,
            value=one.group,
            code="question-links-lost",
            params=one.params,
        )
