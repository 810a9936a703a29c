"""The quiet mark of the plain pages: that a saved text may point to somebody, in words."""

from __future__ import annotations

from coordinator.core.errors import Problem
from coordinator.core.messages import sentence
from coordinator.identity.finding import explain
from coordinator.trail.go_aheads import kinds_in


def pointing(text: str) -> list[str]:
    """A sentence for each kind of thing found in the text; what was found is not repeated."""
    return [sentence(Problem(explain(kind))) for kind in kinds_in(text)]
