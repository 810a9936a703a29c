"""Another program writes while a command runs: a sentence, and nothing was changed."""

from __future__ import annotations

import pytest

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.groups import usecases as groups
from tests.cli.helpers import MEMBER, Shell, refused
from tests.together import somebody_writes


@pytest.mark.parametrize(
    "command",
    [
        ("role", MEMBER, "secretary"),
        ("sign-in-link", MEMBER),
        ("role", MEMBER, "member", "--withdraw"),
    ],
    ids=lambda words: words[0],
)
def test_a_command_that_writes_says_that_somebody_else_does(
    on_demo: Shell,
    demo: Office,
    demo_coordinator: Actor,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
) -> None:
    monkeypatch.setenv("COORDINATOR_DATABASE_WAIT", "0.05")
    before = groups.role_grants(demo, demo_coordinator)
    with somebody_writes(demo.database):
        answer = on_demo(*command)
    refused(answer, "Någon annan skriver just nu", "Ingenting sparades")
    for advice in ("restore", "doctor", "Referens"):
        assert advice not in answer.err
    assert groups.role_grants(demo, demo_coordinator) == before


def test_a_command_that_reads_does_not_notice(
    on_demo: Shell, demo: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COORDINATOR_DATABASE_WAIT", "0.05")
    with somebody_writes(demo.database):
        assert on_demo("meetings").status == 0
