"""Seats and agencies in words."""

from __future__ import annotations

from collections.abc import Iterable

from coordinator.core import dates
from coordinator.core.translation import _
from coordinator.roster.views import AgencyKind, Function, SeatView
from coordinator.ui.text import HARD_SPACE


def kind(value: str | None) -> str:
    return dates.capitalised(AgencyKind.say(value)) if value else _("Not told")


def role(seat: SeatView) -> str:
    """``Ledamot, ordförande``."""
    held = [one.in_words() for one in Function if one in seat.functions]
    return ", ".join([seat.duty.heading(), *held])


def contact(seat: SeatView) -> str:
    """Address and number, which is not parted at the end of a line; empty when neither is known."""
    return joined((seat.email, (seat.phone or "").replace(" ", HARD_SPACE)))


def period(seat: SeatView) -> str:
    """``sedan 1 aug 2024`` or ``1 aug 2024 – 31 jul 2026``."""
    first = dates.plain_day(seat.valid_from)
    if seat.valid_to is None:
        return _("since {day}", day=first)
    return f"{first} – {dates.plain_day(seat.valid_to)}"


def joined(parts: Iterable[str | None]) -> str:
    return " · ".join(part for part in parts if part)
