"""What a group may choose about how its dates are weighed: six choices, a few options each.

Beside each option stands what it is worth, in days or in percent of the usual cost, and its words.
What everything costs stands in :mod:`coordinator.planning.score`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Final, Self

from coordinator.core.translation import N_
from coordinator.planning.score import Weights


class Option(StrEnum):
    """One option of a choice: the word that is stored, what it is worth, its words on screen."""

    worth: Any
    words: str

    def __new__(cls, stored: str, worth: Any, words: str) -> Self:
        """An option by its stored word."""
        option = str.__new__(cls, stored)
        option._value_ = stored
        option.worth, option.words = worth, words
        return option


class Notice(Option):
    """In days."""

    TWO_WEEKS = "two_weeks", 14, N_("Two weeks before")
    THREE_WEEKS = "three_weeks", 21, N_("Three weeks before")
    FOUR_WEEKS = "four_weeks", 28, N_("Four weeks before")


class Distance(Option):
    """The shortest and the longest good distance, in days."""

    SHORT = "short", (42, 84), N_("6 to 12 weeks")
    USUAL = "usual", (70, 112), N_("10 to 16 weeks")
    LONG = "long", (98, 140), N_("14 to 20 weeks")


class Importance(Option):
    """In percent of the usual cost."""

    LESS = "less", 30, N_("Less important")
    USUAL = "usual", 100, N_("As usual")
    MORE = "more", 300, N_("More important")


@dataclass(frozen=True)
class Priorities:
    """What a group has chosen. Each field is named as what it decides of the weights."""

    notice: Notice = field(
        default=Notice.THREE_WEEKS, metadata={"label": N_("Invitations are out")}
    )
    distance: Distance = field(
        default=Distance.USUAL, metadata={"label": N_("Time between two meetings")}
    )
    usual_weeks: Importance = field(
        default=Importance.USUAL, metadata={"label": N_("Keep to the usual weeks")}
    )
    absence: Importance = field(
        default=Importance.USUAL, metadata={"label": N_("Days that every agency can make")}
    )
    doubtful_day: Importance = field(
        default=Importance.USUAL, metadata={"label": N_("Avoid bridge days and school breaks")}
    )
    usual_time: Importance = field(
        default=Importance.USUAL, metadata={"label": N_("Keep the usual weekday and hour")}
    )

    def weights(self) -> Weights:
        """The same in numbers."""
        return Weights(**{name: option.worth for name, option in self.by_name().items()})

    def by_name(self) -> dict[str, Any]:
        """The option of every choice by its name, in the order of the page."""
        return {name: getattr(self, name) for name in LABELS}


LABELS: Final[dict[str, str]] = {one.name: one.metadata["label"] for one in fields(Priorities)}


def written(priorities: Priorities) -> str:
    """What differs from the usual, as ``notice=four_weeks absence=more``."""
    usual = Priorities().by_name()
    chosen = priorities.by_name().items()
    return " ".join(f"{name}={option}" for name, option in chosen if option is not usual[name])


def read(text: str) -> Priorities:
    """The priorities of a stored text; what is not known is passed over."""
    stored = dict(part.partition("=")[::2] for part in text.split())
    return Priorities(
        **{
            name: next((one for one in type(usual) if one == stored.get(name)), usual)
            for name, usual in Priorities().by_name().items()
        }
    )
