"""What the address of a list asks for. Not on the pages: a page's file runs again every time."""

from __future__ import annotations

from dataclasses import dataclass

from coordinator.roster.views import AgencyView


@dataclass(frozen=True)
class PointFilters:
    """Which action points: those shown, of which agency, on which page of the list."""

    show: str
    agency: AgencyView | None
    page: int


@dataclass(frozen=True)
class InfoFilters:
    """Which information actions: those shown, beside which year's line, on which page."""

    show: str
    year: int
    page: int
