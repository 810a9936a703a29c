"""A role for somebody who stands for no agency: a reader of the board, the registry, an auditor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from coordinator.access.actor import OFFICE, Actor, Role
from coordinator.core.errors import BadInput, Conflict, NotAllowed, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.entrance import usecases as entrance
from coordinator.groups import usecases as groups
from coordinator.privacy import usecases as privacy
from coordinator.roster import usecases as roster
from coordinator.roster.views import HolderView
from coordinator.trail.tables import TrailEntry
from coordinator.wiring import actor_of, shell_actor
from tests.conftest import Cast

WHO = {"given_name": "Rut", "family_name": "Granskare", "email": "rut.granskare@example.se"}


def change(office: Office, actor: Actor, **fields: Any) -> HolderView:
    return roster.change_role_holder(office, actor, **fields)


def test_an_auditor_without_a_seat_comes_in_and_is_nothing_else(office: Office, cast: Cast) -> None:
    person_id = roster.add_role_holder(office, cast.coordinator, **WHO, role=Role.AUDITOR)
    held = groups.role_grants(office, cast.coordinator)
    assert (person_id, Role.AUDITOR) in {(one.person_id, one.role) for one in held}
    names = roster.names(office, cast.coordinator, person_ids={person_id})
    assert names == {person_id: "Rut Granskare"}

    entrance.ask_for_link(office, address=WHO["email"], client="a")
    shell = shell_actor(office, "exempelby")
    link = entrance.make_sign_in_link(office, shell, person_id=person_id)
    actor = actor_of(office, entrance.sign_in(office, link).cookie, None)
    assert actor is not None
    assert actor.name == "Rut Granskare"
    assert actor.roles == {Role.AUDITOR}
    assert actor.agency_ids == frozenset()


def test_the_same_person_is_found_again_and_gets_a_second_role(office: Office, cast: Cast) -> None:
    first = roster.add_role_holder(office, cast.coordinator, **WHO, role=Role.READER)
    again = roster.add_role_holder(
        office,
        cast.coordinator,
        given_name=" rut ",
        family_name="GRANSKARE",
        email="Rut.Granskare@example.se",
        role=Role.REGISTRATOR,
    )
    assert again == first
    held = groups.role_grants(office, cast.coordinator)
    assert {one.role for one in held if one.person_id == first} == {Role.READER, Role.REGISTRATOR}


def test_an_address_of_somebody_else_is_refused_and_nothing_is_made(
    office: Office, cast: Cast
) -> None:
    before = groups.role_grants(office, cast.coordinator)
    for taken in ("coordinator@example.se", "Member@example.se"):
        with pytest.raises(RuleBroken, match="role-needs-own-address"):
            roster.add_role_holder(
                office, cast.coordinator, **{**WHO, "email": taken}, role=Role.READER
            )
    assert groups.role_grants(office, cast.coordinator) == before


@pytest.mark.parametrize(
    ("odd", "code"),
    [
        ({"given_name": " "}, "person-needs-name"),
        ({"email": ""}, "role-needs-address"),
        ({"email": "rut"}, "email-odd"),
    ],
)
def test_what_is_missing_is_said(
    office: Office, cast: Cast, odd: dict[str, str], code: str
) -> None:
    with pytest.raises(BadInput, match=code):
        roster.add_role_holder(office, cast.coordinator, **{**WHO, **odd}, role=Role.READER)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.FOUNDER])
def test_what_only_a_seat_gives_is_refused(office: Office, cast: Cast, role: Role) -> None:
    with pytest.raises(BadInput, match="role-unknown"):
        roster.add_role_holder(office, cast.coordinator, **WHO, role=role)


def test_only_a_coordinator_may(office: Office, cast: Cast) -> None:
    secretary = replace(cast.coordinator, roles=OFFICE - {Role.COORDINATOR})
    for actor in (secretary, cast.member, cast.reader):
        with pytest.raises(NotAllowed):
            roster.add_role_holder(office, actor, **WHO, role=Role.READER)


def test_the_trail_tells_the_role_and_no_address(office: Office, cast: Cast) -> None:
    roster.add_role_holder(office, cast.coordinator, **WHO, role=Role.READER)
    with office.reading() as session:
        (entry,) = (
            one
            for one in session.exec(select(TrailEntry)).all()
            if one.use_case == "roster.add_role_holder"
        )
        assert "reader" in entry.changes
        assert "rut" not in entry.changes.lower()


def test_the_last_role_withdrawn_shuts_the_door(office: Office, cast: Cast) -> None:
    person_id = roster.add_role_holder(office, cast.coordinator, **WHO, role=Role.READER)
    shell = shell_actor(office, "exempelby")
    link = entrance.make_sign_in_link(office, shell, person_id=person_id)
    cookie = entrance.sign_in(office, link).cookie
    roster.withdraw_role(office, cast.coordinator, person_id=person_id, role=Role.READER)
    assert actor_of(office, cookie, None) is None


def test_name_and_address_of_somebody_without_a_seat_are_corrected(
    office: Office, cast: Cast
) -> None:
    chief = cast.coordinator
    person_id = roster.add_role_holder(office, chief, **WHO, role=Role.READER)
    held = roster.role_holder(office, chief, person_id=person_id)
    new = {"given_name": "Rut", "family_name": "Granskar", "email": "rut.granskar@example.se"}

    after = change(office, chief, person_id=person_id, version=held.version, **new)
    assert (after.name, after.email) == ("Rut Granskar", new["email"])
    with pytest.raises(Conflict):
        change(office, chief, person_id=person_id, version=held.version, **new)
    wrong: list[tuple[dict[str, object], str]] = [
        ({"email": "coordinator@example.se"}, "role-needs-own-address"),
        ({"email": ""}, "role-needs-address"),
        ({"given_name": " "}, "person-needs-name"),
        ({"is_protected": True}, "protect-now-instead"),
    ]
    for odd, code in wrong:
        with pytest.raises((BadInput, RuleBroken), match=code):
            change(office, chief, person_id=person_id, version=after.version, **{**new, **odd})
    with pytest.raises(NotFound):
        roster.role_holder(office, cast.outsider, person_id=person_id)


def test_somebody_without_a_seat_is_protected_and_the_protection_ends(
    office: Office, cast: Cast
) -> None:
    chief = cast.coordinator
    person_id = roster.add_role_holder(office, chief, **WHO, role=Role.READER)
    privacy.protect_now(office, chief, person_id=person_id)
    held = roster.role_holder(office, chief, person_id=person_id)
    assert (held.name, held.email, held.is_protected) == ("Representant", None, True)

    held = change(
        office,
        chief,
        person_id=person_id,
        version=held.version,
        given_name="Rut",
        family_name="Granskare",
        email="funktion@example.se",
        is_protected=True,
    )
    assert (held.name, held.email, held.given_name) == ("Representant", "funktion@example.se", None)
    held = change(office, chief, person_id=person_id, version=held.version, **WHO)
    assert (held.name, held.is_protected) == ("Rut Granskare", False)
