"""Roles given and taken in the shell, and the way in."""

from __future__ import annotations

from coordinator.access.actor import Role
from coordinator.cli.people import ROLES
from coordinator.roster.usecases import GRANTABLE
from tests.cli.helpers import CHIEF, MEMBER, Shell, refused


def test_a_role_is_given_and_taken(on_demo: Shell) -> None:
    given = on_demo("role", MEMBER, "reader")
    taken = on_demo("role", MEMBER, "reader", "--withdraw")

    assert "member, reader" in given.out
    assert "reader" not in taken.out
    refused(on_demo("role", MEMBER, "reader", "--withdraw"))


def test_every_role_can_be_given_and_taken_in_the_shell(on_demo: Shell) -> None:
    named = set(ROLES.rstrip(".").replace(" or ", ", ").split(", "))
    assert named == set(GRANTABLE)

    for role in sorted(GRANTABLE - {Role.MEMBER}):
        assert role in on_demo("role", MEMBER, role).out
        assert on_demo("role", MEMBER, role, "--withdraw").status == 0
    refused(on_demo("role", MEMBER, "founder"), "founder")


def test_a_sign_in_link_is_one_address(on_demo: Shell) -> None:
    told = on_demo("sign-in-link", CHIEF)

    assert told.status == 0
    assert told.out.startswith("http://127.0.0.1:8501/sign-in/")
    assert len(told.out.splitlines()) == 1
