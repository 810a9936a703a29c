"""The agencies themselves: principals that are missing, guests, and the shelter's secret place."""

from __future__ import annotations

import pytest

from coordinator.access.actor import Actor
from coordinator.core.errors import BadInput, Conflict, NotAllowed, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.roster import usecases as roster
from coordinator.roster.views import AgencyView
from tests.conftest import Cast


def agency(office: Office, actor: Actor, slug: str) -> AgencyView:
    return next(one for one in roster.agencies(office, actor) if one.slug == slug)


def change(office: Office, actor: Actor, before: AgencyView, **fields: object) -> AgencyView:
    now = {
        "name": before.name,
        "principal": before.principal,
        "kind": before.kind,
        "min_seats": before.min_seats,
        "may_host": before.may_host,
        "note": before.note,
    }
    return roster.change_agency(
        office,
        actor,
        agency_id=before.id,
        version=before.version,
        **(now | fields),  # type: ignore[arg-type]
    )


def test_a_missing_principal_is_filled_in(office: Office, cast: Cast) -> None:
    clinic = agency(office, cast.coordinator, "umo")
    assert clinic.principal is None
    after = change(office, cast.coordinator, clinic, principal="  Region Påhitt ", kind="region")
    assert after.principal == "Region Påhitt"
    assert agency(office, cast.coordinator, "umo") == after


def test_a_principal_may_be_emptied_again(office: Office, cast: Cast) -> None:
    police = agency(office, cast.coordinator, "polis")
    assert change(office, cast.coordinator, police, principal=" ").principal is None


def test_a_stale_save_of_an_agency_is_refused_with_both_texts(office: Office, cast: Cast) -> None:
    clinic = agency(office, cast.coordinator, "umo")
    change(office, cast.coordinator, clinic, principal="Region Påhitt")
    with pytest.raises(Conflict) as refusal:
        change(office, cast.coordinator, clinic, principal="Region Annan")
    assert "Region Påhitt" in refusal.value.params["theirs"]
    assert "Region Annan" in refusal.value.params["mine"]


@pytest.mark.parametrize("fields", [{"may_host": True}, {"kind": "region"}, {"kind": None}])
def test_the_shelter_can_never_become_a_meeting_place(
    office: Office, cast: Cast, fields: dict[str, object]
) -> None:
    shelter = agency(office, cast.coordinator, "kvinnojour")
    with pytest.raises(RuleBroken) as refusal:
        change(office, cast.coordinator, shelter, **fields)
    assert refusal.value.code == "shelter-never-host"
    assert agency(office, cast.coordinator, "kvinnojour") == shelter


def test_a_new_guest_stands_last_with_a_short_name_of_its_own(office: Office, cast: Cast) -> None:
    first = roster.add_agency(
        office, cast.coordinator, name="Åklagarkammaren", kind="state", is_member=False
    )
    assert first.slug == "aklagarkammaren"
    assert first.min_seats == 0
    assert roster.agencies(office, cast.coordinator)[-1] == first


def test_two_names_that_look_alike_get_different_short_names(office: Office, cast: Cast) -> None:
    one = roster.add_agency(office, cast.coordinator, name="Nya enheten")
    other = roster.add_agency(office, cast.coordinator, name="Nya Enhetén!")
    assert (one.slug, other.slug) == ("nya-enheten", "nya-enheten-2")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": " "}, "agency-needs-name"),
        ({"name": "polisen"}, "agency-name-taken"),
        ({"name": "Ny", "min_seats": -1}, "agency-seats-odd"),
        ({"name": "Ny", "min_seats": 21}, "agency-seats-odd"),
    ],
)
def test_odd_agencies_are_refused(
    office: Office, cast: Cast, fields: dict[str, object], code: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        roster.add_agency(office, cast.coordinator, **fields)  # type: ignore[arg-type]
    assert refusal.value.code == code


def test_another_groups_agency_is_not_found(office: Office, cast: Cast) -> None:
    with pytest.raises(NotFound):
        change(office, cast.outsider, agency(office, cast.coordinator, "umo"), name="Kapad")


def test_members_and_readers_change_no_agency(office: Office, cast: Cast) -> None:
    for actor in (cast.member, cast.reader):
        with pytest.raises(NotAllowed):
            change(office, actor, agency(office, cast.coordinator, "umo"), name="Kapad")
        with pytest.raises(NotAllowed):
            roster.add_agency(office, actor, name="Ny")


@pytest.mark.parametrize("name", ["Kvinnojouren Ny", "Tjejjouren", "Norra skyddsboendet"])
def test_what_is_called_a_shelter_never_hosts_whatever_its_kind(
    office: Office, cast: Cast, name: str
) -> None:
    with pytest.raises(RuleBroken, match="shelter-never-host"):
        roster.add_agency(office, cast.coordinator, name=name, kind="municipality", may_host=True)
    added = roster.add_agency(office, cast.coordinator, name=name, may_host=False)
    with pytest.raises(RuleBroken, match="shelter-never-host"):
        roster.change_agency(
            office,
            cast.coordinator,
            agency_id=added.id,
            version=added.version,
            name=name,
            principal=None,
            kind="municipality",
            min_seats=1,
            may_host=True,
            note=None,
        )


def test_a_shelters_address_is_not_written_in_its_note(office: Office, cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="shelter-address"):
        roster.add_agency(
            office,
            cast.coordinator,
            name="Kvinnojouren Ny",
            may_host=False,
            note="Finns på Storgatan 12",
        )


def test_a_shelters_name_holds_no_address(office: Office, cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="shelter-address"):
        roster.add_agency(
            office,
            cast.coordinator,
            name="Kvinnojouren, Storgatan 4, 231 42 Trelleborg",
            may_host=False,
        )
