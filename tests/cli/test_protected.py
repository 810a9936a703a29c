"""What the shell prints of a protected person: nothing, in any command that prints JSON."""

from __future__ import annotations

import re

from coordinator.core.office import Office
from coordinator.privacy import usecases as privacy
from coordinator.roster import usecases as roster
from coordinator.wiring import shell_actor
from tests.cli.helpers import CHIEF, MEMBER, Shell, commands
from tests.conftest import person

COMMANDS = {
    "meetings": [["meetings", "--json"], ["meetings"], ["meetings", "--json", "--as", MEMBER]],
    "search": [
        ["search", "Elin Demoqvist", "--json"],
        ["search", "Demoqvist"],
        ["search", "justera", "--json", "--limit", "500"],
        ["search", "justera", "--json", "--limit", "500", "--as", MEMBER],
    ],
    "plan": [["plan", "VT2027", "--json"]],
    "closed-days": [["closed-days", "--json"], ["closed-days"]],
    "doctor": [["doctor", "--json"]],
    "deliver": [["deliver", "--json"]],
}
NOTHING_OF_PEOPLE = {"check-text"}  # reads a file it is given


def test_no_command_prints_the_name_of_somebody_who_was_protected(
    demo: Office, on_demo: Shell
) -> None:
    chief = person(demo, CHIEF, "exempelkoping")
    view = roster.roster(demo, chief)
    elin = next(entry for entry in view.agencies if entry.agency.slug == "polis").seats[0]
    assert "Demoqvist" in on_demo("search", "Demoqvist").out
    privacy.protect_now(demo, shell_actor(demo, None), person_id=elin.person_id)
    codes = [one["id"] for one in on_demo("meetings", "--json").data]
    commands = [words for group in COMMANDS.values() for words in group]
    commands += [["ics", code] for code in codes]
    for words in commands:
        answer = on_demo(*words)
        assert "Traceback" not in answer.err
        # The question itself is no answer.
        assert "Demoqvist" not in answer.out, words
    assert on_demo("sign-in-link", elin.email or "").status == 1


def test_every_command_that_prints_json_is_looked_at() -> None:
    names = {
        name
        for name, command in commands().items()
        if any("--json" in parameter.opts for parameter in command.params)
    }
    assert names == set(COMMANDS) | NOTHING_OF_PEOPLE


def test_story_16_the_example_knows_no_name_of_p17(demo: Office, on_demo: Shell) -> None:
    printed = on_demo("search", "kvinnojouren", "--json", "--limit", "500").out
    assert not re.search(r"P17\b", printed)
    chief = person(demo, CHIEF, "exempelkoping")
    shelter = next(
        entry for entry in roster.roster(demo, chief).agencies if entry.agency.slug == "kvinnojour"
    )
    seat = shelter.seats[0]
    assert (seat.name, seat.phone, seat.given_name) == (
        "Representant, Kvinnojouren Exempel",
        None,
        None,
    )
    assert not shelter.agency.may_host
