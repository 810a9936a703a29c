"""The agencies themselves: principals that are missing, guests, and the shelter's secret place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from coordinator.access.actor import Actor, Role
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


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"may_host": True}, "shelter-never-host"),
        ({"kind": "region"}, "shelter-end-asked"),
        ({"kind": None, "may_host": True}, "shelter-end-asked"),
        ({"kind": "association"}, "shelter-end-asked"),
        ({"note": "Storgatan 12"}, "shelter-address"),
    ],
)
def test_the_shelter_never_becomes_a_meeting_place_by_a_slip(
    office: Office, cast: Cast, fields: dict[str, object], code: str
) -> None:
    shelter = agency(office, cast.coordinator, "kvinnojour")
    assert shelter.kind == "shelter"
    with pytest.raises(RuleBroken) as refusal:
        change(office, cast.coordinator, shelter, **fields)
    assert refusal.value.code == code
    assert agency(office, cast.coordinator, "kvinnojour") == shelter


def test_only_a_coordinator_who_is_asked_says_that_it_is_no_shelter(
    office: Office, cast: Cast
) -> None:
    shelter = agency(office, cast.coordinator, "kvinnojour")
    secretary = replace(cast.coordinator, roles=frozenset({Role.SECRETARY}))
    with pytest.raises(RuleBroken, match="shelter-needs-coordinator"):
        change(office, secretary, shelter, kind="association", place_is_secret=False)
    after = change(
        office, cast.coordinator, shelter, kind="association", may_host=True, place_is_secret=False
    )
    assert (after.kind, after.may_host) == ("association", True)


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


NAMES = ["Alla Kvinnors Hus", "Kvinnohuset", "Krisboendet", "Föreningen Rosen", "Kvinnojouren Ny"]


@pytest.mark.parametrize("name", NAMES)
def test_an_association_begins_without_host_and_address_and_with_a_question(
    office: Office, cast: Cast, name: str
) -> None:
    def add(**fields: Any) -> AgencyView:
        return roster.add_agency(office, cast.coordinator, name=name, kind="association", **fields)

    for fields in ({"may_host": True}, {"note": "Storgatan 12"}, {"note": "231 42 Trelleborg"}):
        with pytest.raises(RuleBroken, match="agency-place-asked"):
            add(**fields)
    added = add()
    assert (added.kind, added.may_host) == ("association", False)
    for later in ({"may_host": True}, {"note": "Storgatan 12"}, {"principal": "S-231 42 Ort"}):
        with pytest.raises(RuleBroken, match="agency-place-asked"):
            change(office, cast.coordinator, added, **later)
    told = change(
        office,
        cast.coordinator,
        added,
        may_host=True,
        note="Storgatan 12, 231 42 Trelleborg",
        place_is_secret=False,
    )
    assert told.may_host
    assert change(office, cast.coordinator, told, principal="Föreningen").may_host


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["association", "municipality", "company", None])
def test_the_answer_yes_makes_a_shelter_whatever_its_name_and_kind(
    office: Office, cast: Cast, name: str, kind: str | None
) -> None:
    added = roster.add_agency(office, cast.coordinator, name=name, kind=kind, place_is_secret=True)
    assert (added.kind, added.may_host) == ("shelter", False)
    with pytest.raises(RuleBroken, match="shelter-never-host"):
        change(office, cast.coordinator, added, may_host=True)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Kvinnojouren Ny",
            "Tjejjouren",
            "Norra skyddsboendet",
            "Alla kvinnors hus",
            "Kvinnohuset",
        ),
        *("Krisboendet Duvan", "Ett skyddat boende", "Kvinnohemmet", "Mansjouren i Ort"),
    ],
)
def test_a_name_like_a_shelters_leads_to_the_question_and_decides_nothing(
    office: Office, cast: Cast, name: str
) -> None:
    with pytest.raises(RuleBroken, match="agency-place-asked"):
        roster.add_agency(office, cast.coordinator, name=name, kind="company", may_host=True)
    added = roster.add_agency(
        office, cast.coordinator, name=name, kind="company", place_is_secret=False
    )
    assert (added.kind, added.may_host) == ("company", True)


@pytest.mark.parametrize("name", ["Jourmottagningen", "Journalen AB", "Nya enheten"])
def test_other_names_are_not_asked_about(office: Office, cast: Cast, name: str) -> None:
    assert roster.add_agency(office, cast.coordinator, name=name, kind="municipality").may_host


@pytest.mark.parametrize(
    "fields",
    [
        {"note": "Finns på Storgatan 12"},
        {"note": "Bakom torget, 231 42 Trelleborg"},
        {"note": "Post: S-23142"},
        {"note": "Lila huset på Storgatan"},
        {"principal": "Föreningen, Lilla vägen 3"},
        {"name": "Huset, Storgatan 4, 231 42 Trelleborg"},
    ],
)
def test_no_address_is_written_about_a_shelter(
    office: Office, cast: Cast, fields: dict[str, Any]
) -> None:
    with pytest.raises(RuleBroken, match="shelter-address"):
        roster.add_agency(
            office, cast.coordinator, **({"name": "Huset", "kind": "shelter"} | fields)
        )
