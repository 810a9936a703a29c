"""A group begins from the template, or the example is opened; never over something else."""

from __future__ import annotations

import pytest

from coordinator.access.actor import Actor, Role
from coordinator.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.entrance import usecases as entrance
from coordinator.groups import usecases as groups
from coordinator.installation import usecases as installation
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesState
from coordinator.roster import usecases as roster
from coordinator.wiring import actor_of, founding_shell, shell_actor
from tests.conftest import Cast
from tests.installation.helpers import contents


def test_the_example_loads_whole(empty_office: Office) -> None:
    installation.open_demo(empty_office, founding_shell())

    found = contents(empty_office.database)
    assert found["meeting"] == 18
    assert found["action_point"] == 53
    assert found["information_action"] == 18
    assert found["agency"] == 17
    assert found["collaboration_group"] == 1


def test_the_example_has_one_of_each_role(empty_office: Office) -> None:
    people = installation.open_demo(empty_office, founding_shell())

    holders = groups.role_grants(empty_office, shell_actor(empty_office, None))
    assert {holder.role: holder.person_id for holder in holders} == people
    assert set(people) == {Role.COORDINATOR, Role.MEMBER, Role.READER}


def test_the_examples_members_read_the_draft_that_is_out_for_comments(
    demo: Office, demo_member: Actor
) -> None:
    draft = minutes.minutes(demo, demo_member, code="HT2026-1")
    assert draft.state is MinutesState.CIRCULATED
    assert any(note.text for note in draft.notes)


def test_the_example_never_comes_beside_a_group(office: Office) -> None:
    before = contents(office.database)

    with pytest.raises(RuleBroken) as refused:
        installation.open_demo(office, founding_shell())

    assert refused.value.code == "database-not-empty"
    assert contents(office.database) == before


def test_the_example_is_not_opened_twice(demo: Office) -> None:
    with pytest.raises(RuleBroken):
        installation.open_demo(demo, founding_shell())

    assert contents(demo.database)["meeting"] == 18


def test_members_and_readers_start_nothing(office: Office, cast: Cast) -> None:
    for actor in (cast.member, cast.other_member, cast.reader):
        with pytest.raises(NotAllowed):
            installation.open_demo(office, actor)
        with pytest.raises(NotAllowed):
            installation.start_group(office, actor, name="En till", municipality="Åby")


def test_the_founder_becomes_the_first_coordinator_in_the_open_browser(
    empty_office: Office,
) -> None:
    token = entrance.founder_link(empty_office)
    assert token
    cookie = entrance.sign_in(empty_office, token).cookie
    founder = actor_of(empty_office, cookie, None)
    assert founder is not None

    slug = installation.start_group(
        empty_office,
        founder,
        name="Samverkansgruppen",
        municipality="Åby",
        given_name="Åsa",
        family_name="Övning",
        email="asa@example.se",
        agency_slug="fvg",
    )

    actor = actor_of(empty_office, cookie, slug)
    assert actor is not None
    assert actor.roles == {Role.COORDINATOR}
    assert actor.name == "Åsa Övning"
    members = [a for a in roster.agencies(empty_office, actor) if a.is_member]
    assert len(members) == 12
    with pytest.raises((RuleBroken, NotAllowed)):
        installation.start_group(empty_office, founder, name="En till", municipality="Åby")
    assert entrance.founder_link(empty_office) is None


def test_two_groups_of_one_place_get_their_own_short_names(empty_office: Office) -> None:
    slugs = [
        installation.start_group(
            empty_office, founding_shell(), name=name, municipality="Exempelköping"
        )
        for name in ("Den ena", "Den andra")
    ]

    assert slugs == ["exempelkoping", "exempelkoping-2"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "group-needs-name"),
        ({"municipality": ""}, "group-needs-name"),
        ({"given_name": "Åsa"}, "founder-needs-name"),
        ({"email": "asa@example.se"}, "founder-needs-name"),
        ({"given_name": "Å", "family_name": "Ö"}, "founder-needs-address"),
        ({"given_name": "Å", "family_name": "Ö", "email": "a@example.se"}, "agency-missing"),
        (
            {"given_name": "Å", "family_name": "Ö", "email": "asa", "agency_slug": "fvg"},
            "email-odd",
        ),
    ],
)
def test_a_group_with_gaps_is_refused_whole(
    empty_office: Office, wrong: dict[str, str], code: str
) -> None:
    fields = {"name": "Samverkansgruppen", "municipality": "Åby"} | wrong

    with pytest.raises(BadInput) as refused:
        installation.start_group(empty_office, founding_shell(), **fields)

    assert refused.value.code == code
    assert set(contents(empty_office.database).values()) == {0}


def test_an_unknown_template_names_those_there_are(empty_office: Office) -> None:
    with pytest.raises(NotFound) as refused:
        installation.start_group(
            empty_office,
            founding_shell(),
            template="../../etc",
            name="Samverkansgruppen",
            municipality="Åby",
        )

    assert "trelleborg" in str(dict(refused.value.params))
