"""What a group may choose about how its dates are weighed: six choices, a few options each.

Beside each option stands what it is worth, in days or in percent of the usual cost, and its words.
What everything costs stands in :mod:`coordinator.planning.score`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Final

from coordinator.core.translation import N_, ngettext
from coordinator.core.worded import Worded
from coordinator.planning.score import Weights


class Option(Worded):
    """One option of a choice, and what it is worth."""

    worth: Any

    def __init__(self, _value: str, _words: str = "", worth: Any = None) -> None:
        self.worth = worth


class Notice(Option):
    """In days."""

    TWO_WEEKS = "two_weeks", N_("Two weeks before"), 14
    THREE_WEEKS = "three_weeks", N_("Three weeks before"), 21
    FOUR_WEEKS = "four_weeks", N_("Four weeks before"), 28


class Distance(Option):
    """The shortest and the longest good distance, in days."""

    SHORT = "short", N_("6 to 12 weeks"), (42, 84)
    USUAL = "usual", N_("10 to 16 weeks"), (70, 112)
    LONG = "long", N_("14 to 20 weeks"), (98, 140)


class Importance(Option):
    """In percent of the usual cost."""

    LESS = "less", N_("Less important"), 30
    USUAL = "usual", N_("As usual"), 100
    MORE = "more", N_("More important"), 300


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


def priorities_in_words(text: object) -> str:
    """``notice=four_weeks absence=more``: how many are not as usual; a page tells which."""
    number = len(str(text).split())
    return ngettext("{n} other than usual", "{n} others than usual", number)
