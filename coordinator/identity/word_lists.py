"""The guard's words and the numbers that everybody may write: ``data/guard``, read once."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import yaml

from coordinator.core.settings import shipped_data


@lru_cache
def words(name: str) -> frozenset[str]:
    """One list of ``data/guard/words.yaml``."""
    return frozenset(_shipped("words.yaml")[name].split())


@lru_cache(maxsize=1)
def helplines() -> tuple[frozenset[str], tuple[str, ...]]:
    """Whole numbers and beginnings that are nobody's own; digits only, in the domestic form."""
    raw = _shipped("helplines.yaml")
    numbers = frozenset(domestic(line["number"]) for line in raw["helplines"])
    return numbers, tuple(raw["never_personal"])


def domestic(number: str) -> str:
    """The digits as dialled in Sweden: ``+46 (0)8-702 16 80`` is ``087021680``."""
    digits = re.sub(r"\D", "", number)
    abroad = re.match(r"\s*\(?(?:\+|00)\s?46", number)
    if not abroad:
        return digits
    return "0" + digits.removeprefix("00").removeprefix("46").removeprefix("0")


@lru_cache
def _shipped(name: str) -> Any:
    return yaml.safe_load((shipped_data() / "guard" / name).read_text(encoding="utf-8"))
