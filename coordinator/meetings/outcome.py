"""What can become of somebody who was invited to a meeting, and all that follows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from coordinator.core.translation import N_
from coordinator.core.worded import NO_LOOK, Look, Worded


@dataclass(frozen=True, kw_only=True)
class OutcomeTraits:
    """What the house must know of an outcome.

    ``on_tile`` is the message id of the words on a tile. ``is_there``: the agency counts as
    represented.
    """

    on_tile: str
    look: Look
    is_there: bool = False


_UNKNOWN: Final = OutcomeTraits(on_tile="", look=NO_LOOK)


class Outcome(Worded):
    """What became of somebody who was invited; the best first: it speaks for the agency.

    ``EXPECTED`` only while the meeting runs; closing turns it into ``ABSENT``.
    """

    traits: OutcomeTraits

    PRESENT = (
        "present",
        N_("present"),
        OutcomeTraits(on_tile=N_("Here"), look=Look("check_circle", "ok"), is_there=True),
    )
    SUBSTITUTE = (
        "substitute",
        N_("substitute"),
        OutcomeTraits(on_tile=N_("Substitute here"), look=Look("swap_horiz", "sub"), is_there=True),
    )
    EXPECTED = (
        "expected",
        N_("expected"),
        OutcomeTraits(on_tile=N_("Not here yet"), look=Look("schedule", "wait")),
    )
    APOLOGIES = (
        "apologies",
        N_("sent apologies"),
        OutcomeTraits(on_tile=N_("Sent apologies"), look=Look("event_busy", "no")),
    )
    ABSENT = (
        "absent",
        N_("absent"),
        OutcomeTraits(on_tile=N_("Absent"), look=Look("person_off", "no")),
    )

    def __init__(self, _value: str, _words: str = "", traits: OutcomeTraits = _UNKNOWN) -> None:
        self.traits = traits

    @property
    def is_there(self) -> bool:
        """Whether the agency counts as represented."""
        return self.traits.is_there

    @property
    def came(self) -> bool:
        """Whether the person came, rather than somebody instead."""
        return self.is_there and self is not Outcome.SUBSTITUTE


class Said(Worded):
    """What somebody who was invited had told before coming; a tile waits with it.

    ``AWAY`` also when it was told at the meeting. Nobody's silence stands here.
    """

    on_tile: str
    icon: str

    COMES = "comes", N_("said yes"), N_("Said yes"), "thumb_up"
    SENDS = "sends", N_("sends a substitute"), N_("Substitute expected"), "swap_horiz"
    UNSURE = "unsure", N_("perhaps"), N_("Perhaps"), "help"
    AWAY = "away", N_("cannot come"), N_("Sent apologies"), "event_busy"

    def __init__(self, _value: str, _words: str = "", on_tile: str = "", icon: str = "") -> None:
        self.on_tile, self.icon = on_tile, icon
