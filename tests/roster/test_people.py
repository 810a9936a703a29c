"""Who stands for whom, from when to when."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest

from coordinator.access.actor import Actor, Role
from coordinator.core.errors import BadInput, Conflict, NotAllowed, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.groups import in_transaction as groups
from coordinator.meetings import usecases as meetings
from coordinator.roster import in_transaction, store
from coordinator.roster import usecases as roster
from coordinator.roster.views import AgencySeats, Duty, Function, SeatFields, SeatView
from coordinator.wiring import shell_actor
from tests.conftest import Cast
from tests.statements import count_statements

AUGUST = date(2026, 8, 17)


def someone(given: str = "Kim", family: str = "Påhitt", **more: object) -> SeatFields:
    fields: SeatFields = {
        "given_name": given,
        "family_name": family,
        "duty": Duty.REPRESENTATIVE,
        "valid_from": AUGUST,
    }
    fields.update(more)  # type: ignore[typeddict-item]
    return fields


def agency(office: Office, actor: Actor, slug: str, day: date | None = None) -> AgencySeats:
    view = roster.roster(office, actor, day=day)
    return next(entry for entry in view.agencies if entry.agency.slug == slug)


def add(office: Office, actor: Actor, slug: str, fields: SeatFields) -> SeatView:
    place = agency(office, actor, slug).agency
    return roster.add_person(office, actor, agency_id=place.id, **fields)


def test_the_template_gives_twelve_agencies_and_one_guest(office: Office, cast: Cast) -> None:
    view = roster.roster(office, cast.coordinator)
    assert len(view.members) == 12
    assert [entry.agency.slug for entry in view.guests] == ["amf"]


def test_an_empty_chair_is_counted_until_somebody_sits_on_it(office: Office, cast: Cast) -> None:
    assert agency(office, cast.coordinator, "polis").vacant_seats == 1
    add(office, cast.coordinator, "polis", someone(duty=Duty.SUBSTITUTE))
    assert agency(office, cast.coordinator, "polis").vacant_seats == 1
    add(office, cast.coordinator, "polis", someone("Ali", "Prov"))
    assert agency(office, cast.coordinator, "polis").vacant_seats == 0


def test_ending_and_starting_keeps_the_past_and_changes_who_is_invited(
    demo: Office, demo_coordinator: Actor
) -> None:
    # Rolf stood for the police until 2024-07-31; Jonas took over on the day after.
    with demo.reading() as session:
        group = demo_coordinator.group_id
        before = {one.name for one in in_transaction.invitees(session, group, date(2024, 7, 31))}
        after = {one.name for one in in_transaction.invitees(session, group, date(2024, 8, 1))}
    assert "Rolf Utgångsson" in before - after
    assert "Jonas Provström" in after - before
    held = meetings.meeting(demo, demo_coordinator, code="VT2024-1")
    present = {row.person_name for place in held.presence for row in place.rows}
    assert "Rolf Utgångsson" in present
    assert "Jonas Provström" not in present
    police = agency(demo, demo_coordinator, "polis")
    assert [seat.name for seat in police.former] == ["Rolf Utgångsson"]
    assert police.vacant_seats == 0
    successor = next(seat for seat in police.seats if seat.name == "Jonas Provström")
    assert successor.replaces_id == police.former[0].id


def test_the_police_are_short_of_a_seat_when_one_of_two_leaves(
    demo: Office, demo_coordinator: Actor
) -> None:
    jonas = next(
        seat
        for seat in agency(demo, demo_coordinator, "polis").seats
        if seat.name == "Jonas Provström"
    )
    roster.end_representation(
        demo, demo_coordinator, seat_id=jonas.id, version=jonas.version, last_day=date(2026, 11, 30)
    )
    assert agency(demo, demo_coordinator, "polis", date(2026, 11, 30)).vacant_seats == 0
    assert agency(demo, demo_coordinator, "polis", date(2026, 12, 1)).vacant_seats == 1


def test_somebody_who_starts_later_is_coming_and_not_invited_yet(
    office: Office, cast: Cast
) -> None:
    start = AUGUST + timedelta(days=30)
    add(office, cast.coordinator, "akut", someone(valid_from=start))
    entry = agency(office, cast.coordinator, "akut")
    assert [seat.name for seat in entry.coming] == ["Kim Påhitt"]
    assert entry.seats == ()
    assert entry.vacant_seats == 1


def test_the_sixteen_invited_of_the_example_stand_in_the_groups_order(
    demo: Office, demo_coordinator: Actor
) -> None:
    with demo.reading() as session, count_statements(demo.database) as statements:
        invited = in_transaction.invitees(session, demo_coordinator.group_id, date(2026, 12, 2))
    assert len(statements) == 1
    assert len(invited) == 16
    positions = [one.agency_position for one in invited]
    assert positions == sorted(positions)
    assert [one.name for one in invited][:2] == ["Karin Mallqvist", "Åsa Övningsson"]
    assert invited[1].functions == {Function.COORDINATOR, Function.CHAIR}


def test_substitutes_are_invited_only_when_asked_for(demo: Office, demo_coordinator: Actor) -> None:
    with demo.reading() as session:
        everybody = in_transaction.invitees(
            session, demo_coordinator.group_id, date(2026, 12, 2), duties=set(Duty)
        )
    assert {one.name for one in everybody if one.duty is Duty.SUBSTITUTE} == {
        "Samir Testberg",
        "Lovisa Testkvist",
        "Pelle Ersättarsson",
        "Ylva Låtsasdotter",
    }


def test_the_same_person_twice_in_one_agency_is_refused(office: Office, cast: Cast) -> None:
    add(office, cast.coordinator, "akut", someone())
    with pytest.raises(RuleBroken) as refusal:
        add(office, cast.coordinator, "akut", someone("kim", "PÅHITT", duty=Duty.SUBSTITUTE))
    assert refusal.value.code == "person-sits-there"


def test_the_same_person_may_come_back_after_having_left(office: Office, cast: Cast) -> None:
    add(office, cast.coordinator, "akut", someone(valid_to=date(2026, 12, 31)))
    add(office, cast.coordinator, "akut", someone(valid_from=date(2027, 1, 1)))
    assert len(agency(office, cast.coordinator, "akut", date(2027, 2, 1)).former) == 1


def test_namesakes_with_different_addresses_are_two_people(office: Office, cast: Cast) -> None:
    one = add(office, cast.coordinator, "akut", someone(email="kim.1@example.se"))
    other = add(office, cast.coordinator, "akut", someone(email="kim.2@example.se"))
    assert one.person_id != other.person_id


def test_several_people_may_share_a_mailbox(office: Office, cast: Cast) -> None:
    one = add(office, cast.coordinator, "akut", someone(email="Avd3@example.se"))
    other = add(office, cast.coordinator, "akut", someone("Ali", "Prov", email="avd3@example.se"))
    assert one.person_id != other.person_id
    found = roster.find_by_email(office, cast.coordinator, email="AVD3@example.se ")
    assert {seat.name for seat in found} == {"Kim Påhitt", "Ali Prov"}


def test_a_person_with_two_seats_is_one_person(office: Office, cast: Cast) -> None:
    one = add(office, cast.coordinator, "lss", someone(email="kim@example.se"))
    other = add(office, cast.coordinator, "aldre", someone(email="Kim@example.se"))
    assert one.person_id == other.person_id


def test_a_protected_person_has_no_name_phone_or_title_anywhere(office: Office, cast: Cast) -> None:
    seat = add(
        office,
        cast.coordinator,
        "kvinnojour",
        someone("Hemlig", "Namnsson", is_protected=True, phone="070-1", title="chef"),
    )
    assert seat.name == "Representant, Kvinnojouren"
    assert (seat.given_name, seat.family_name, seat.phone, seat.title) == (None,) * 4
    seen = repr(roster.roster(office, cast.coordinator))
    with office.reading() as session:
        seen += repr(in_transaction.invitees(session, cast.coordinator.group_id, AUGUST))
        seen += repr(
            in_transaction.person_names(session, cast.coordinator.group_id, [seat.person_id])
        )
        seen += repr(in_transaction.seats_of_person(session, seat.person_id, AUGUST))
        seen += repr(store.seat(session, cast.coordinator.group_id, seat.id))
    assert "Hemlig" not in seen
    assert "Namnsson" not in seen


def test_somebody_known_by_name_is_not_protected_by_a_save(office: Office, cast: Cast) -> None:
    """The name also stands in what is written: Skydda nu looks for it there (tests/privacy)."""
    seat = add(office, cast.coordinator, "kvinnojour", someone("Hemlig", "Namnsson", phone="070-1"))
    with pytest.raises(RuleBroken, match="protect-now-instead"):
        roster.change_person(
            office,
            cast.coordinator,
            seat_id=seat.id,
            version=seat.version,
            **someone("Hemlig", "Namnsson", is_protected=True, phone="070-1"),
        )
    assert agency(office, cast.coordinator, "kvinnojour").seats[0].name == "Hemlig Namnsson"


def test_only_a_coordinator_takes_protection_away_and_types_the_name_anew(
    office: Office, cast: Cast
) -> None:
    seat = add(office, cast.coordinator, "kvinnojour", someone("", "", is_protected=True))
    at, named = {"seat_id": seat.id, "version": seat.version}, someone("Kim", "Påhitt")
    secretary = replace(cast.coordinator, roles=frozenset({Role.SECRETARY}))
    with pytest.raises(RuleBroken, match="unprotect-needs-coordinator"):
        roster.change_person(office, secretary, **at, **named)
    assert roster.change_person(office, cast.coordinator, **at, **named).name == "Kim Påhitt"


def test_a_protected_person_has_no_function_in_the_group(office: Office, cast: Cast) -> None:
    fields = someone("", "", is_protected=True, functions=[Function.CHAIR])
    assert add(office, cast.coordinator, "kvinnojour", fields).functions == frozenset()


def test_two_protected_people_may_share_the_shelters_mailbox(office: Office, cast: Cast) -> None:
    fields = someone("", "", is_protected=True, email="funktion@example.se")
    add(office, cast.coordinator, "kvinnojour", fields)
    add(office, cast.coordinator, "kvinnojour", fields)
    assert len(agency(office, cast.coordinator, "kvinnojour").seats) == 2


def test_a_stale_save_is_refused_with_both_versions(office: Office, cast: Cast) -> None:
    seat = add(office, cast.coordinator, "akut", someone())
    change = {"seat_id": seat.id, "version": seat.version}
    roster.change_person(office, cast.coordinator, **change, **someone(title="kurator"))
    with pytest.raises(Conflict) as refusal:
        roster.change_person(office, cast.coordinator, **change, **someone(title="chef"))
    assert "kurator" in refusal.value.params["theirs"]
    assert "chef" in refusal.value.params["mine"]
    assert agency(office, cast.coordinator, "akut").seats[0].title == "kurator"


def test_a_change_through_one_seat_makes_the_other_seat_stale(office: Office, cast: Cast) -> None:
    one = add(office, cast.coordinator, "lss", someone(email="kim@example.se"))
    other = add(office, cast.coordinator, "aldre", someone(email="kim@example.se"))
    roster.change_person(
        office,
        cast.coordinator,
        seat_id=one.id,
        version=one.version,
        **someone(email="kim@example.se", phone="070-1"),
    )
    with pytest.raises(Conflict):
        roster.change_person(
            office,
            cast.coordinator,
            seat_id=other.id,
            version=other.version,
            **someone(email="kim@example.se"),
        )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (someone(""), "person-needs-name"),
        (someone(family=" \t"), "person-needs-name"),
        (someone(email="kim at example.se"), "email-odd"),
        (someone(email="a@example.se, b@example.se"), "email-odd"),
        (someone(valid_to=AUGUST - timedelta(days=1)), "seat-end-before-start"),
    ],
)
def test_odd_input_is_refused_and_nothing_is_saved(
    office: Office, cast: Cast, fields: SeatFields, code: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        add(office, cast.coordinator, "akut", fields)
    assert refusal.value.code == code
    assert agency(office, cast.coordinator, "akut").seats == ()


def test_a_seat_cannot_end_before_it_began(office: Office, cast: Cast) -> None:
    seat = add(office, cast.coordinator, "akut", someone())
    with pytest.raises(BadInput):
        roster.end_representation(
            office,
            cast.coordinator,
            seat_id=seat.id,
            version=seat.version,
            last_day=AUGUST - timedelta(days=1),
        )


def test_another_groups_rows_do_not_exist_for_this_one(office: Office, cast: Cast) -> None:
    seat = add(office, cast.coordinator, "akut", someone())
    place = agency(office, cast.coordinator, "akut").agency
    stranger = cast.outsider
    with pytest.raises(NotFound):
        roster.add_person(office, stranger, agency_id=place.id, **someone("Ali"))
    with pytest.raises(NotFound):
        roster.change_person(
            office, stranger, seat_id=seat.id, version=seat.version, **someone("Ali")
        )
    with pytest.raises(NotFound):
        roster.end_representation(
            office, stranger, seat_id=seat.id, version=seat.version, last_day=AUGUST
        )
    with pytest.raises(NotFound):
        add(office, stranger, "akut", someone("Ali", replaces_id=seat.id))
    assert roster.find_by_email(office, stranger, email="member@example.se") == ()
    with office.reading() as session:
        assert in_transaction.person_names(session, stranger.group_id, [seat.person_id]) == {}


def test_a_mailbox_in_two_groups_is_two_people_of_whom_each_group_answers_for_one(
    office: Office, cast: Cast
) -> None:
    seat = add(office, cast.coordinator, "akut", someone(email="kim@example.se", phone="070-1"))
    twin = add(office, cast.outsider, "akut", someone(email="kim@example.se"))
    assert twin.person_id != seat.person_id
    assert twin.phone is None
    roster.change_person(
        office,
        cast.outsider,
        seat_id=twin.id,
        version=twin.version,
        **someone("Annan", "Helt", email="someone.else@example.se"),
    )
    (there,) = agency(office, cast.coordinator, "akut").seats
    assert (there.name, there.email, there.phone) == (seat.name, "kim@example.se", "070-1")
    assert there.version == seat.version


def test_nobody_comes_in_as_somebody_who_may_do_more(office: Office, cast: Cast) -> None:
    secretary = replace(cast.member, roles=frozenset({Role.SECRETARY}))
    chief = agency(office, secretary, "fvg").seats[0]
    assert chief.person_id == cast.coordinator.person_id
    now = {"seat_id": chief.id, "version": chief.version}
    kept: SeatFields = {
        "given_name": "Åsa",
        "family_name": "Övning",
        "duty": chief.duty,
        "valid_from": chief.valid_from,
        "email": "coordinator@example.se",
    }
    mine: SeatFields = {**kept, "email": "chief@example.se"}
    # When a secretary gives the coordinator another address, it is refused, and so is a list
    with pytest.raises(RuleBroken) as refusal:
        roster.change_person(office, secretary, **now, **mine)
    assert refusal.value.code == "address-needs-coordinator"
    for given, family in (("Asta", "Övning"), ("Åsa", "övning")):
        renamed: SeatFields = {**kept, "given_name": given, "family_name": family}
        with pytest.raises(RuleBroken, match="address-needs-coordinator"):
            roster.change_person(office, secretary, **now, **renamed)
    # But what opens no doors, an ordinary member's address and the own name may be changed
    titled: SeatFields = {**kept, "title": "chef"}
    after = roster.change_person(office, secretary, **now, **titled)
    seat = agency(office, secretary, "polis").seats[0]
    roster.change_person(
        office, secretary, seat_id=seat.id, version=seat.version,
        **someone(email="polis@example.se"),
    )  # fmt: skip
    own = agency(office, secretary, "umo").seats[0]
    own = roster.change_person(
        office, secretary, seat_id=own.id, version=own.version, **someone(email=own.email)
    )
    with pytest.raises(RuleBroken, match="own-address-by-code"):
        roster.change_person(
            office, secretary, seat_id=own.id, version=own.version, **someone(email="o@example.se")
        )
    # And a coordinator changes every address
    roster.change_person(office, cast.coordinator, seat_id=chief.id, version=after.version, **mine)


@pytest.mark.parametrize("role", ["member", "other_member", "reader"])
def test_the_roster_is_the_coordinators_alone(office: Office, cast: Cast, role: str) -> None:
    actor = cast.named()[role]
    assert len(roster.agencies(office, actor)) == 13
    with pytest.raises(NotAllowed):
        roster.roster(office, actor)
    with pytest.raises(NotAllowed):
        roster.add_person(office, actor, agency_id=1, **someone())
    with pytest.raises(NotAllowed):
        roster.find_by_email(office, actor, email="member@example.se")


def test_a_seat_makes_a_member_and_a_function_in_the_group_nothing_more(
    office: Office, cast: Cast
) -> None:
    seat = add(
        office,
        cast.coordinator,
        "akut",
        someone(email="kim@example.se", functions=[Function.COORDINATOR]),
    )
    assert shell_actor(office, "exempelby", "kim@example.se").roles == {Role.MEMBER}
    assert seat.functions == {Function.COORDINATOR}

    # Co-opted people take part in a meeting and read nothing.
    guest = someone(email="gast@example.se", duty=Duty.CO_OPTED)
    add(office, cast.coordinator, "akut", guest)
    with pytest.raises(NotFound) as refusal:
        shell_actor(office, "exempelby", "gast@example.se")
    assert refusal.value.code == "nobody-with-role"


def test_names_sort_as_swedish_readers_expect(office: Office, cast: Cast) -> None:
    for family in ("Örn", "Åberg", "Zetterlund", "Ängström", "Éklund", "Eklöf"):
        add(office, cast.coordinator, "akut", someone("Kim", family))
    names = [seat.family_name for seat in agency(office, cast.coordinator, "akut").seats]
    assert names == ["Éklund", "Eklöf", "Zetterlund", "Åberg", "Ängström", "Örn"]


def test_the_whole_roster_takes_two_statements(demo: Office, demo_coordinator: Actor) -> None:
    with count_statements(demo.database) as statements:
        roster.roster(demo, demo_coordinator)
    assert len(statements) == 2


def test_the_actors_name_and_places_take_one_statement(office: Office, cast: Cast) -> None:
    with office.reading() as session, count_statements(office.database) as statements:
        seats = in_transaction.seats_of_person(session, cast.member.person_id or 0, AUGUST)
    assert len(statements) == 1
    assert seats.name == "Nadia Prov"
    assert seats.agencies == cast.member.agency_ids


def test_a_reader_without_a_seat_has_a_name_in_the_group_only(office: Office, cast: Cast) -> None:
    with office.transaction() as session:
        person_id = in_transaction.add_person(
            session,
            group_id=cast.reader.group_id,
            given_name="Rut",
            family_name="Register",
            email="r@example.se",
        )
        groups.add_grant(
            session,
            group_id=cast.reader.group_id,
            person_id=person_id,
            role=Role.READER,
            now=office.clock.now(),
        )
    with office.reading() as session:
        names = in_transaction.person_names(session, cast.reader.group_id, [person_id])
        assert in_transaction.people_with_email(session, cast.reader.group_id, "R@EXAMPLE.SE") == [
            person_id
        ]
        assert (
            in_transaction.people_with_email(session, cast.outsider.group_id, "r@example.se") == []
        )
        assert in_transaction.person_names(session, cast.outsider.group_id, [person_id]) == {}
    assert names == {person_id: "Rut Register"}


def test_former_people_come_after_those_who_sit_there_now(office: Office, cast: Cast) -> None:
    old = add(
        office,
        cast.coordinator,
        "akut",
        someone("Ali", "Prov", email="avd3@example.se", valid_to=date(2026, 8, 31)),
    )
    new = add(office, cast.coordinator, "akut", someone(email="avd3@example.se"))
    with office.reading() as session:
        found = in_transaction.people_with_email(
            session, cast.coordinator.group_id, "avd3@example.se"
        )
    assert found == [new.person_id, old.person_id]


def test_the_shell_acts_as_coordinator(office: Office) -> None:
    shell = shell_actor(office, "exempelby")
    assert add(office, shell, "akut", someone()).name == "Kim Påhitt"


def test_of_two_saves_at_the_same_moment_one_is_told(office: Office, cast: Cast) -> None:
    seat = add(office, cast.coordinator, "akut", someone())
    together = Barrier(2)

    def save(title: str) -> bool:
        together.wait()
        try:
            roster.change_person(
                office,
                cast.coordinator,
                seat_id=seat.id,
                version=seat.version,
                **someone(title=title),
            )
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(save, ("kurator", "chef"))) == [False, True]


@pytest.mark.parametrize("way", ["page", "change", "list"])
def test_nobody_makes_a_coordinators_mailbox_one_of_several_from_below(
    office: Office, cast: Cast, way: str
) -> None:
    """Behind a mailbox of several people everybody is a member at most: it would lock them out."""
    actor = replace(cast.coordinator, roles=frozenset({Role.SECRETARY}), person_id=None)
    police = next(one for one in roster.agencies(office, actor) if one.slug == "polis")
    fields: Any = {
        "given_name": "Nils",
        "family_name": "Ny",
        "duty": Duty.SUBSTITUTE,
        "valid_from": office.clock.today(),
    }
    address = "Coordinator@example.se"
    content = f"Namn;Verksamhet;Roll;E-post\nNils Ny;Polisen;ersättare;{address}\n"

    def change() -> object:
        seat = roster.add_person(office, actor, agency_id=police.id, **fields)
        return roster.change_person(
            office, actor, seat_id=seat.id, version=seat.version, email=address, **fields
        )

    ways: dict[str, Callable[[], object]] = {
        "page": lambda: roster.add_person(
            office, actor, agency_id=police.id, email=address, **fields
        ),
        "change": change,
        "list": lambda: roster.import_list(
            office, actor, content=content.encode(), filename="lista.csv"
        ),
    }
    with pytest.raises((RuleBroken, BadInput)) as refused:
        ways[way]()
    codes = {refused.value.code, *(one.code for one in getattr(refused.value, "problems", ()))}
    assert "address-is-of-a-role" in codes


def test_the_groups_own_coordinator_may_and_a_members_mailbox_is_shared_freely(
    office: Office, cast: Cast
) -> None:
    secretary = replace(cast.coordinator, roles=frozenset({Role.SECRETARY}), person_id=None)
    police = next(one for one in roster.agencies(office, secretary) if one.slug == "polis")
    # Sharing the own mailbox is a coordinator's to decide while somebody else leads, too.
    reader = cast.reader.person_id or 0
    roster.grant_role(office, cast.coordinator, person_id=reader, role=Role.COORDINATOR)
    for actor, address in (
        (cast.coordinator, "coordinator@example.se"),
        (secretary, "member@example.se"),
    ):
        seat = roster.add_person(
            office,
            actor,
            agency_id=police.id,
            given_name="Nils",
            family_name=address[:4],
            duty=Duty.SUBSTITUTE,
            valid_from=office.clock.today(),
            email=address,
        )
        assert seat.email == address
