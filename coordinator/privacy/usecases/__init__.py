"""Protecting somebody after the fact, here and, on the person's own wish, in other groups."""

from __future__ import annotations

from coordinator.privacy.usecases.elsewhere import ask_elsewhere, asked_here, show_again
from coordinator.privacy.usecases.protecting import places_of_name, protect_now, receipt, scrub

__all__ = [
    "ask_elsewhere",
    "asked_here",
    "places_of_name",
    "protect_now",
    "receipt",
    "scrub",
    "show_again",
]
