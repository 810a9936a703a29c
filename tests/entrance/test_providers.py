"""Whose word counts: settings of a provider, verified addresses, one person or nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from coordinator.access.actor import Role
from coordinator.core.errors import BadInput, NotAllowed
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.providers import Provider, providers_from_environment
from coordinator.entrance import usecases as entrance
from coordinator.privacy import usecases as privacy
from coordinator.roster import usecases as roster
from coordinator.web.providers import verified_address
from coordinator.wiring import actor_of
from tests.conftest import Cast
from tests.entrance.helpers import seat

WORK = Provider("kommun", "Kommunen", "id", "secret", "https://login.example.se/x")
GIVEN = {
    "COORDINATOR_OIDC_KOMMUN_CLIENT_ID": "id",
    "COORDINATOR_OIDC_KOMMUN_CLIENT_SECRET": "secret",
    "COORDINATOR_OIDC_KOMMUN_METADATA_URL": "https://login.example.se/x",
}


def test_providers_come_from_the_environment_by_name() -> None:
    region = {key.replace("KOMMUN", "REGION"): value for key, value in GIVEN.items()}
    label = {"COORDINATOR_OIDC_KOMMUN_LABEL": "Kommunen", "COORDINATOR_OIDC_": "x"}

    found = providers_from_environment(GIVEN | region | label)

    assert [(one.name, one.label) for one in found] == [
        ("kommun", "Kommunen"),
        ("region", "Region"),
    ]
    assert "secret" not in repr(found)


@pytest.mark.parametrize("missing", GIVEN)
def test_a_half_set_provider_is_named_at_the_start(missing: str) -> None:
    given = {key: value for key, value in GIVEN.items() if key != missing}

    with pytest.raises(BadInput, match="provider-incomplete"):
        providers_from_environment(given)


@pytest.mark.parametrize(
    ("address", "more", "code"),
    [
        ("http://login.example.se/x", {}, "provider-needs-https"),
        (
            "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
            {"COORDINATOR_OIDC_KOMMUN_TRUSTS_ADDRESSES": "true"},
            "provider-trusts-anybody",
        ),
    ],
)
def test_an_unsafe_provider_is_refused_at_the_start(
    address: str, more: dict[str, str], code: str
) -> None:
    with pytest.raises(BadInput, match=code):
        providers_from_environment(GIVEN | more | {"COORDINATOR_OIDC_KOMMUN_METADATA_URL": address})


@pytest.mark.parametrize(
    ("said", "trusts"),
    [("true", True), ("Ja", True), ("on", True), ("false", False), ("NO", False), ("0", False)],
)
def test_trust_is_set_in_words(said: str, *, trusts: bool) -> None:
    (found,) = providers_from_environment(
        GIVEN | {"COORDINATOR_OIDC_KOMMUN_TRUSTS_ADDRESSES": said}
    )

    assert found.trusts_addresses is trusts


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("TRUSTS_ADDRESSES", "kanske", "provider-trust-odd"),
        ("METADATA_URL", "https://[login", "provider-needs-https"),
        ("METADATA_URL", "ftp://localhost/x", "provider-needs-https"),
        ("METADATA_URL", "login.example.se", "provider-needs-https"),
    ],
)
def test_what_a_provider_cannot_be_set_to_is_told_with_its_name(
    name: str, value: str, code: str
) -> None:
    with pytest.raises(BadInput, match=code) as refused:
        providers_from_environment(GIVEN | {f"COORDINATOR_OIDC_KOMMUN_{name}": value})

    assert f"COORDINATOR_OIDC_KOMMUN_{name}" in sentence(refused.value)


@pytest.mark.parametrize(
    ("claims", "trusts", "found"),
    [
        ({"email": "a@b.se", "email_verified": True}, False, "a@b.se"),
        ({"email": "a@b.se", "email_verified": "true"}, False, "a@b.se"),
        ({"email": "a@b.se", "xms_edov": True}, False, "a@b.se"),
        ({"email": "a@b.se", "xms_edov": "1"}, False, "a@b.se"),
        ({"email": "a@b.se"}, False, None),
        ({"email": "a@b.se", "email_verified": False}, False, None),
        ({"email": "a@b.se", "email_verified": False, "xms_edov": True}, False, None),
        ({"email": "a@b.se", "email_verified": False}, True, None),
        ({"email": "a@b.se", "email_verified": "yes"}, False, None),
        ({"email": ["a@b.se"], "email_verified": True}, False, None),
        ({"preferred_username": "a@b.se"}, False, None),
        ({"preferred_username": "a@b.se"}, True, "a@b.se"),
        ({"email": "a@b.se"}, True, "a@b.se"),
        ({"upn": "a@b.se"}, True, None),
        ({}, True, None),
        # A no in any spelling, and what nobody can read, where addresses are trusted.
        ({"email": "a@b.se", "email_verified": "False"}, True, None),
        ({"email": "a@b.se", "email_verified": "FALSE "}, True, None),
        ({"email": "a@b.se", "email_verified": "no"}, True, None),
        ({"email": "a@b.se", "email_verified": "nej"}, True, None),
        ({"email": "a@b.se", "email_verified": 0}, True, None),
        ({"email": "a@b.se", "email_verified": "0"}, True, None),
        ({"email": "a@b.se", "email_verified": 0.0}, True, None),
        ({"email": "a@b.se", "email_verified": 1.0}, True, None),
        ({"email": "a@b.se", "email_verified": 2}, True, None),
        ({"email": "a@b.se", "email_verified": "yes"}, True, None),
        ({"email": "a@b.se", "email_verified": ""}, True, None),
        ({"email": "a@b.se", "email_verified": None}, True, None),
        ({"email": "a@b.se", "email_verified": [True]}, True, None),
        ({"email": "a@b.se", "email_verified": {"value": True}}, True, None),
        ({"email": "a@b.se", "xms_edov": False}, True, None),
        ({"email": "a@b.se", "xms_edov": "False"}, True, None),
        ({"email": "a@b.se", "xms_edov": 0}, True, None),
        ({"email": "a@b.se", "xms_edov": "0"}, True, None),
        ({"email": "a@b.se", "xms_edov": None}, True, None),
        ({"email": "a@b.se", "email_verified": True, "xms_edov": False}, True, None),
        ({"email": "a@b.se", "email_verified": True, "xms_edov": "0"}, False, None),
        ({"preferred_username": "a@b.se", "email_verified": False}, True, None),
        ({"preferred_username": "a@b.se", "xms_edov": "false"}, True, None),
        # A yes as providers write it.
        ({"email": "a@b.se", "email_verified": "TRUE"}, False, "a@b.se"),
        ({"email": "a@b.se", "email_verified": 1}, False, "a@b.se"),
        ({"email": "a@b.se", "email_verified": "True", "xms_edov": 1}, True, "a@b.se"),
        ({"preferred_username": "a@b.se", "email_verified": True}, True, "a@b.se"),
    ],
)
def test_an_address_counts_when_the_provider_answers_for_it(
    claims: dict[str, Any], *, trusts: bool, found: str | None
) -> None:
    assert verified_address(replace(WORK, trusts_addresses=trusts), claims) == found


def test_the_one_person_with_the_address_comes_in(office: Office, cast: Cast) -> None:
    entry = entrance.sign_in_with(
        office, provider="kommun", address="Coordinator@Example.se", onward="/meetings"
    )

    assert entry.path == "/meetings"
    actor = actor_of(office, entry.cookie, None)
    assert actor is not None
    assert actor.person_id == cast.coordinator.person_id


@pytest.mark.parametrize(
    "address",
    [None, "", "nobody@example.se", "x", "shared@example.se", "\u212aalle@example.se", "\x00"],
)
def test_nobody_and_several_get_the_same_no(
    office: Office, cast: Cast, address: str | None
) -> None:
    seat(office, email="shared@example.se", given_name="Alva", family_name="Alm")
    seat(office, email="shared@example.se", given_name="Bo", family_name="Berg")
    seat(office, email="kalle@example.se", given_name="Kalle", family_name="Kula")

    with pytest.raises(NotAllowed, match="provider-unknown-person"):
        entrance.sign_in_with(office, provider="kommun", address=address)


def test_a_function_mailbox_gives_a_members_rights_only(office: Office, cast: Cast) -> None:
    """A protected person has no other address, and several people may hold the account.

    But for a coordinator without successor, whose own address is kept for coming in: then a
    function mailbox opens nothing at all.
    """
    member = cast.member.person_id or 0
    roster.grant_role(office, cast.coordinator, person_id=member, role=Role.COORDINATOR)
    privacy.protect_now(
        office,
        cast.coordinator,
        person_id=cast.coordinator.person_id or 0,
        mailbox="funktion@example.se",
    )
    entry = entrance.sign_in_with(office, provider="kommun", address="funktion@example.se")
    actor = actor_of(office, entry.cookie, None)
    assert actor is not None
    assert actor.roles == {Role.MEMBER}
