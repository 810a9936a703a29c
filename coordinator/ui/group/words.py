"""What duties, functions and kinds of agency are called on screen."""

from __future__ import annotations

from collections.abc import Iterable

from coordinator.core import dates
from coordinator.core.translation import _
from coordinator.roster.views import Duty, Function, SeatView


def duty(value: Duty) -> str:
    return {
        Duty.REPRESENTATIVE: _("Representative"),
        Duty.SUBSTITUTE: _("Substitute"),
        Duty.CO_OPTED: _("Co-opted"),
    }[value]


def function(value: Function) -> str:
    return {
        Function.COORDINATOR: _("coordinator"),
        Function.CHAIR: _("chair"),
        Function.SECRETARY: _("secretary"),
    }[value]


def kind(value: str | None) -> str:
    return {
        "municipality": _("Municipality"),
        "region": _("Region"),
        "state": _("State authority"),
        "association": _("Non-profit association"),
        "shelter": _("Women's shelter or protected housing"),
        "company": _("Company"),
    }.get(value or "", _("Not told"))


def role(seat: SeatView) -> str:
    """``Ledamot, ordförande``."""
    held = [function(one) for one in Function if one in seat.functions]
    return ", ".join([duty(seat.duty), *held])


def contact(seat: SeatView) -> str:
    """Address and number; empty when neither is known."""
    return joined((seat.email, seat.phone))


def period(seat: SeatView) -> str:
    """``sedan 1 aug 2024`` or ``1 aug 2024 – 31 jul 2026``."""
    first = dates.plain_day(seat.valid_from)
    if seat.valid_to is None:
        return _("since {day}", day=first)
    return f"{first} – {dates.plain_day(seat.valid_to)}"


def joined(parts: Iterable[str | None]) -> str:
    return " · ".join(part for part in parts if part)
