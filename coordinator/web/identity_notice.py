"""The quiet mark of the plain pages: that a saved text may point to somebody, in words."""

from __future__ import annotations

from coordinator.core.messages import sentence
from coordinator.identity.finding import INDIVIDUAL, find, why


def pointing(text: str) -> list[str]:
    """A sentence for each kind found in the text; of what was found only the strongest words."""
    found = find(text)
    first = {finding.kind: finding for finding in reversed(found)}
    listed = [one for one in found if one.kind == INDIVIDUAL or one is first[one.kind]]
    return list(dict.fromkeys(sentence(reason) for finding in listed for reason in why(finding)))
