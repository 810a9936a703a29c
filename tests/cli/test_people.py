"""Roles given and taken in the shell, and the way in."""

from __future__ import annotations

from coordinator.access.actor import Role
from coordinator.cli.people import ROLES
from coordinator.core.office import Office
from coordinator.installation import usecases as installation
from coordinator.privacy import usecases as privacy
from coordinator.privacy.usecases import elsewhere
from coordinator.roster import usecases as roster
from coordinator.roster.usecases import GRANTABLE
from coordinator.roster.views import Duty
from coordinator.wiring import founding_shell, shell_actor
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


def test_the_shell_asks_other_groups_by_the_number_that_the_log_tells(
    demo: Office, on_demo: Shell
) -> None:
    slug = installation.start_group(
        demo, founding_shell(), name="Granngruppen", municipality="Grannby"
    )
    here, there = shell_actor(demo, "exempelkoping"), shell_actor(demo, slug)
    seats = [
        roster.add_person(
            demo,
            actor,
            agency_id=roster.agencies(demo, actor)[0].id,
            given_name="Xenia",
            family_name="Zetterqvist",
            email="xenia@example.se",
            duty=Duty.REPRESENTATIVE,
            valid_from=demo.clock.today(),
        )
        for actor in (here, there)
    ]
    privacy.protect_now(demo, here, person_id=seats[0].person_id)
    words = ("ask-elsewhere", str(seats[0].person_id), "--group", "exempelkoping")

    refused(on_demo(*words), "egen önskan")
    done = on_demo(*words, "--own-wish")

    assert (done.status, done.out) == (0, "Granngruppen, Grannby\n")
    assert [one.person_id for one in elsewhere.asked_here(demo, there)] == [seats[1].person_id]
