"""No use case leaves a group without somebody who can come in and lead it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from coordinator.access.actor import Actor, Role
from coordinator.core.errors import BadInput, CoordinatorError, RuleBroken
from coordinator.core.office import Office
from coordinator.entrance import usecases as entrance
from coordinator.installation import usecases as installation
from coordinator.privacy import usecases as privacy
from coordinator.privacy.views import Did
from coordinator.roster import usecases as roster
from coordinator.roster.leading import leaders
from coordinator.roster.views import Duty, SeatView
from coordinator.wiring import actor_of, shell_actor
from tests.conftest import Cast, Hand
from tests.roster.helpers import readdressed

OWN = "coordinator@example.se"


def leading(office: Office, actor: Actor) -> frozenset[int]:
    with office.reading() as session:
        return leaders(session, actor.group_id, office.clock.today()).today


def seat_of(office: Office, actor: Actor, person_id: int | None) -> SeatView:
    return next(
        seat
        for entry in roster.roster(office, actor).agencies
        for seat in entry.seats
        if seat.person_id == person_id
    )


def new_colleague(office: Office, actor: Actor, *, email: str, days: int = 0) -> SeatView:
    agency = roster.agencies(office, actor)[0]
    first = office.clock.today() + timedelta(days=days)
    return roster.add_person(
        office,
        actor,
        agency_id=agency.id,
        given_name="Ny",
        family_name="Kollega",
        duty=Duty.REPRESENTATIVE,
        email=email,
        valid_from=first,
    )


def list_with(email: str, agency: str) -> bytes:
    head = "display_name,email,organisation,role"
    return f"{head}\nNy Kollega,{email},{agency},representative\n".encode()


def own_seat_without_address(office: Office, cast: Cast) -> None:
    chief = cast.coordinator
    readdressed(office, chief, seat_of(office, chief, chief.person_id), None)


def same_mailbox(office: Office, cast: Cast) -> None:
    new_colleague(office, cast.coordinator, email=OWN)


def same_mailbox_in_capitals(office: Office, cast: Cast) -> None:
    new_colleague(office, cast.coordinator, email="COORDINATOR@Example.se")


def list_with_own_mailbox(office: Office, cast: Cast) -> None:
    agency = roster.agencies(office, cast.coordinator)[0]
    content = list_with(OWN, agency.name)
    roster.import_list(office, cast.coordinator, content=content, filename="lista.csv")


def somebody_gets_the_mailbox(office: Office, cast: Cast) -> None:
    readdressed(
        office, cast.coordinator, seat_of(office, cast.coordinator, cast.member.person_id), OWN
    )


TAKE_IT_AWAY = (
    own_seat_without_address,
    same_mailbox,
    same_mailbox_in_capitals,
    list_with_own_mailbox,
    somebody_gets_the_mailbox,
)


@pytest.mark.parametrize("take_away", TAKE_IT_AWAY)
def test_what_would_lock_out_the_last_coordinator_is_refused_and_nothing_is_saved(
    office: Office, cast: Cast, take_away: Callable[[Office, Cast], None]
) -> None:
    before = roster.roster(office, cast.coordinator)

    with pytest.raises(RuleBroken) as refused:
        take_away(office, cast)

    assert refused.value.code == "nobody-would-lead"
    assert leading(office, cast.coordinator) == {cast.coordinator.person_id}
    assert roster.roster(office, cast.coordinator) == before


@pytest.mark.parametrize("take_away", TAKE_IT_AWAY)
def test_the_same_passes_once_somebody_else_leads(
    office: Office, cast: Cast, take_away: Callable[[Office, Cast], None]
) -> None:
    reader = cast.reader.person_id or 0
    roster.grant_role(office, cast.coordinator, person_id=reader, role=Role.COORDINATOR)

    take_away(office, cast)

    assert leading(office, cast.coordinator) == {reader}


def test_a_mailbox_that_is_shared_from_a_day_on_is_refused_with_that_day(
    office: Office, cast: Cast
) -> None:
    with pytest.raises(RuleBroken) as refused:
        new_colleague(office, cast.coordinator, email=OWN, days=30)

    assert refused.value.code == "nobody-would-lead-from"
    assert refused.value.params["day"] == office.clock.today() + timedelta(days=30)


def test_the_last_who_can_sign_in_is_not_withdrawn_beside_one_who_cannot(
    office: Office, cast: Cast
) -> None:
    """Somebody protected keeps the role, but comes in by a function mailbox."""
    chief, other = cast.coordinator, cast.member.person_id or 0
    roster.grant_role(office, chief, person_id=other, role=Role.COORDINATOR)
    privacy.protect_now(office, chief, person_id=other)

    with pytest.raises(RuleBroken) as refused:
        roster.withdraw_role(office, chief, person_id=chief.person_id or 0, role=Role.COORDINATOR)

    assert refused.value.code == "nobody-would-lead"


def test_ending_the_own_seat_leaves_the_role(office: Office, cast: Cast) -> None:
    """A coordinator's role needs no seat: today or on any day the group stays led."""
    chief = cast.coordinator
    seat = seat_of(office, chief, chief.person_id)
    last = office.clock.today()

    roster.end_representation(office, chief, seat_id=seat.id, version=seat.version, last_day=last)

    assert leading(office, chief) == {chief.person_id}


def test_a_predecessors_address_may_be_taken_over(office: Office, cast: Cast, hand: Hand) -> None:
    """Whoever has left reads the mailbox no more: a function's address goes from hand to hand."""
    chief = cast.coordinator
    seat = seat_of(office, chief, cast.member.person_id)
    roster.end_representation(
        office, chief, seat_id=seat.id, version=seat.version, last_day=office.clock.today()
    )
    hand.forward(days=1)

    readdressed(office, chief, seat_of(office, chief, chief.person_id), seat.email)

    assert leading(office, chief) == {chief.person_id}


def test_a_group_that_nobody_leads_can_still_be_mended(office: Office, cast: Cast) -> None:
    """As one that the shell has begun: what does not take anything away is not refused."""
    shell = shell_actor(office, "exempelby")
    slug = installation.start_group(office, shell, name="Ny grupp", municipality="Ny stad")
    there = shell_actor(office, slug)
    assert not leading(office, there)

    new_colleague(office, there, email="ny@example.se")
    roster.add_role_holder(
        office, there, given_name="Ny", family_name="Ledare", email="led@example.se",
        role=Role.COORDINATOR,
    )  # fmt: skip

    assert len(leading(office, there)) == 1


@pytest.mark.parametrize("first", [0, 1])
def test_two_coordinators_who_withdraw_each_other_at_once_leave_one(
    office: Office, cast: Cast, first: int
) -> None:
    chief, other = cast.coordinator.person_id or 0, cast.reader.person_id or 0
    roster.grant_role(office, cast.coordinator, person_id=other, role=Role.COORDINATOR)
    start, said = Barrier(2), []

    def withdraw(person_id: int) -> None:
        start.wait()
        try:
            roster.withdraw_role(
                office, cast.coordinator, person_id=person_id, role=Role.COORDINATOR
            )
        except CoordinatorError as error:
            said.append(error.code)

    people = [chief, other] if first else [other, chief]
    threads = [Thread(target=withdraw, args=(one,)) for one in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)

    assert said == ["last-coordinator"]
    assert len(leading(office, cast.coordinator)) == 1


def test_protecting_is_never_refused_and_leaves_out_a_mailbox_that_would_lock_out(
    office: Office, cast: Cast
) -> None:
    done = privacy.protect_now(
        office, cast.coordinator, person_id=cast.member.person_id or 0, mailbox=OWN
    )

    left_out = ("person", "mailbox", Did.LEFT_OUT)
    assert left_out in {(one.source, one.field, one.did) for one in done.lines}
    assert leading(office, cast.coordinator) == {cast.coordinator.person_id}


def test_a_coordinator_without_own_address_starts_no_second_group(
    office: Office, cast: Cast
) -> None:
    """She would be in it until she signs out, and never again."""
    reader = cast.reader.person_id or 0
    roster.grant_role(office, cast.coordinator, person_id=reader, role=Role.COORDINATOR)
    link = entrance.make_sign_in_link(
        office, shell_actor(office, "exempelby"), person_id=cast.coordinator.person_id or 0
    )
    cookie = entrance.sign_in(office, link).cookie
    actor = actor_of(office, cookie, "exempelby")
    assert actor is not None
    own_seat_without_address(office, cast)

    with pytest.raises(RuleBroken) as refused:
        installation.start_group(office, actor, name="En till", municipality="Åby")

    assert refused.value.code == "nobody-leads"


def test_whoever_starts_a_group_in_a_browser_says_who_leads_it(empty_office: Office) -> None:
    token = entrance.founder_link(empty_office)
    assert token
    founder = actor_of(empty_office, entrance.sign_in(empty_office, token).cookie, None)
    assert founder is not None

    with pytest.raises(BadInput) as refused:
        installation.start_group(empty_office, founder, name="", municipality=" ")

    said = [(one.field, one.code) for one in refused.value.problems]
    assert said == [
        ("name", "group-name-missing"),
        ("municipality", "municipality-missing"),
        ("given_name", "given-name-missing"),
        ("family_name", "family-name-missing"),
        ("email", "founder-needs-address"),
        ("agency_slug", "agency-missing"),
    ]
    assert entrance.founder_link(empty_office), "nothing was made"
