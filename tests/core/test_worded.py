"""Values carry their words, and a lifecycle its steps."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from coordinator.core.errors import BadInput, RuleBroken
from coordinator.core.lifecycles import Lifecycle, next_state, possible_events
from coordinator.core.messages import sentence
from coordinator.core.translation import N_, speak
from coordinator.core.worded import Look, Worded
from coordinator.meetings.lifecycle import MeetingState


class Door(Worded):
    OPEN = "open", N_("still open")
    SHUT = "shut_now", N_("closed")

    @classmethod
    def earlier(cls) -> Mapping[str, str]:
        return {"ajar": N_("perhaps")}


class Push(Worded):
    PULL = "pull", N_("yes")
    SHUT = "shut", N_("no")


LIFE = Lifecycle("door-is-{state}", {(Door.OPEN, Push.SHUT): Door.SHUT})


def test_a_value_is_what_is_stored_and_its_words_are_the_readers() -> None:
    speak("sv")
    assert (Door.OPEN.value, Door("open"), str(Door.OPEN)) == ("open", Door.OPEN, "open")
    assert (Door.OPEN.in_words(), Door.OPEN.heading()) == ("öppen", "Öppen")
    speak("en")
    assert Door.OPEN.heading() == "Still open"


def test_the_log_says_several_values_and_those_of_before_and_leaves_what_nobody_knows() -> None:
    speak("sv")
    assert Door.say("open,shut_now") == "öppen, stängd"
    assert Door.say("ajar") == "kanske"
    assert Door.say("unhinged") == "unhinged"


def test_a_value_that_is_drawn_carries_its_look() -> None:
    assert MeetingState.CANCELLED.look == Look("event_busy", "no")


def test_a_step_that_is_not_in_the_table_names_the_state_that_stands_in_the_way() -> None:
    assert next_state(LIFE, Door.OPEN, Push.SHUT) is Door.SHUT
    with pytest.raises(RuleBroken, match="door-is-shut-now"):
        next_state(LIFE, Door.SHUT, Push.SHUT)
    assert possible_events(LIFE, Door.OPEN) == (Push.SHUT,)
    assert possible_events(LIFE, Door.SHUT) == ()


def test_a_sentence_says_values_in_words() -> None:
    speak("sv")
    error = BadInput("closed-day-kind-unknown", text="x", kinds=(Door.OPEN, Door.SHUT))
    assert "öppen, stängd" in sentence(error)
