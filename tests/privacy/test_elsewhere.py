"""Somebody protected here stands in other groups too: they are asked, on the person's own wish."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
from sqlmodel import select

from coordinator.access.actor import Actor, Role
from coordinator.access.masked_copies import keep_mask, masks_of
from coordinator.core.errors import BadInput, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.entrance import usecases as entrance
from coordinator.groups import usecases as groups
from coordinator.installation import usecases as installation
from coordinator.meetings import usecases as meetings
from coordinator.privacy import usecases as privacy
from coordinator.privacy.usecases import elsewhere
from coordinator.privacy.views import AskState
from coordinator.roster import usecases as roster
from coordinator.roster.tables import Person
from coordinator.roster.views import Duty, SeatView
from coordinator.trail import usecases as trail
from coordinator.trail.tables import TrailEntry
from coordinator.wiring import actor_of, founding_shell, shell_actor
from tests.conftest import Cast, Hand
from tests.entrance.helpers import mails, token_in
from tests.meetings.helpers import agency, at, begun, press
from tests.privacy.planted import leaks
from tests.together import at_once

NAME = ("Xenia", "Zetterqvist")
EMAIL = "xenia.zetterqvist@jour.example.se"


@dataclass(frozen=True)
class Both:
    """The person's row here, and the one in Andraby, where she also has a role."""

    here: SeatView
    there: SeatView
    chief: Actor  # of Andraby


def seated(office: Office, chief: Actor, slug: str = "kvinnojour", **more: Any) -> SeatView:
    fields: dict[str, Any] = {"given_name": NAME[0], "family_name": NAME[1], "email": EMAIL}
    return roster.add_person(
        office,
        chief,
        agency_id=agency(office, chief, slug),
        duty=Duty.REPRESENTATIVE,
        phone="070-765 43 21" if more.get("email", EMAIL) == EMAIL else None,
        valid_from=office.clock.today(),
        **fields | more,
    )


@pytest.fixture
def both(office: Office, cast: Cast) -> Both:
    there = cast.outsider
    seat = seated(office, there, "polis")
    roster.grant_role(office, there, person_id=seat.person_id, role=Role.SECRETARY)
    boss = seated(office, there, "fvg", given_name="Bo", family_name="Chef", email="bo@example.se")
    roster.grant_role(office, there, person_id=boss.person_id, role=Role.COORDINATOR)
    return Both(seated(office, cast.coordinator), seat, replace(there, person_id=boss.person_id))


def asked(office: Office, cast: Cast, both: Both) -> None:
    privacy.protect_now(office, cast.coordinator, person_id=both.here.person_id)
    elsewhere.ask_elsewhere(
        office, cast.coordinator, person_id=both.here.person_id, is_own_wish=True
    )


def test_the_receipt_names_the_other_groups_and_changes_nothing_there(
    office: Office, cast: Cast, both: Both
) -> None:
    before = roster.roster(office, both.chief)

    receipt = privacy.protect_now(office, cast.coordinator, person_id=both.here.person_id)

    assert [(one.municipality, one.state) for one in receipt.elsewhere] == [
        ("Andraby", AskState.KNOWN)
    ]
    assert not leaks(receipt)
    again = privacy.receipt(office, cast.coordinator, person_id=both.here.person_id)
    assert again.elsewhere == receipt.elsewhere
    assert roster.roster(office, both.chief) == before
    assert elsewhere.asked_here(office, both.chief) == ()


def test_only_on_the_persons_own_wish_and_by_somebody_who_coordinates_here(
    office: Office, cast: Cast, both: Both
) -> None:
    privacy.protect_now(office, cast.coordinator, person_id=both.here.person_id)
    given = {"person_id": both.here.person_id}
    with pytest.raises(BadInput, match="elsewhere-needs-wish"):
        elsewhere.ask_elsewhere(office, cast.coordinator, is_own_wish=False, **given)
    with pytest.raises(NotFound):
        elsewhere.ask_elsewhere(office, both.chief, is_own_wish=True, **given)
    with pytest.raises(NotFound):  # never protected
        elsewhere.ask_elsewhere(
            office, cast.coordinator, person_id=cast.member.person_id or 0, is_own_wish=True
        )


def test_one_press_hides_the_name_there_and_takes_nothing_else(
    office: Office, cast: Cast, both: Both, hand: Hand
) -> None:
    view = begun(office, both.chief, day="2026-09-17")
    hand.on(at("2026-09-17"))
    entrance.ask_for_link(office, address=EMAIL, client="x")
    cookie = entrance.sign_in(office, token_in(mails(office)[-1])).cookie
    press(office, both.chief, view.line.code, both.there.agency_id)
    roles = groups.role_grants(office, both.chief)

    asked(office, cast, both)

    shown = repr(
        [
            roster.roster(office, both.chief),
            roster.names(office, both.chief, person_ids=[both.there.person_id]),
            meetings.meeting(
                office, replace(cast.reader, group_id=both.chief.group_id), code=view.line.code
            ),
            elsewhere.asked_here(office, both.chief),
        ]
    )
    assert not leaks(shown)
    assert EMAIL not in shown
    assert groups.role_grants(office, both.chief) == roles
    actor = actor_of(office, cookie, "andraby")
    assert actor is not None
    assert actor.roles == {Role.SECRETARY}
    assert not leaks(actor)
    (errand,) = elsewhere.asked_here(office, both.chief)
    assert (errand.person_id, errand.is_hidden) == (both.there.person_id, True)
    assert errand.seat_id == both.there.id
    # The coordinators there are told that something waits, and nothing of whom.
    told = [mail for mail in mails(office) if mail.kind == "urgent"]
    assert [mail.address for mail in told] == ["bo@example.se"]
    assert not leaks([f"{mail.subject}{mail.text}{mail.html}" for mail in told])
    with office.reading() as session:
        entries = session.exec(
            select(TrailEntry).where(TrailEntry.use_case == "privacy.asked_from_elsewhere")
        ).all()
        assert [(one.group_id, one.person_id) for one in entries] == [(both.chief.group_id, None)]
    # Invited and mailed as before.
    entrance.ask_for_link(office, address=EMAIL, client="y")
    assert mails(office)[-1].address == EMAIL


def test_nothing_is_written_over_a_hidden_name_before_it_is_decided(
    office: Office, cast: Cast, both: Both
) -> None:
    asked(office, cast, both)
    (now,) = roster.find_by_email(office, both.chief, email=EMAIL)
    with pytest.raises(RuleBroken, match="hidden-until-decided"):
        roster.change_person(
            office,
            both.chief,
            seat_id=now.id,
            version=now.version,
            given_name="X",
            family_name="Y",
            duty=now.duty,
            valid_from=now.valid_from,
        )
    content = f"Namn;Verksamhet;Roll;E-post;Titel\n{' '.join(NAME)};Polisen;ledamot;{EMAIL};chef\n"
    with pytest.raises(BadInput) as refused:
        roster.import_list(office, both.chief, content=content.encode(), filename="l.csv")
    assert [one.code for one in refused.value.problems] == ["hidden-until-decided"]


def test_lifted_once_the_same_group_cannot_lay_it_again(
    office: Office, cast: Cast, both: Both
) -> None:
    before = roster.find_by_email(office, both.chief, email=EMAIL)
    asked(office, cast, both)

    with pytest.raises(NotFound):
        elsewhere.show_again(office, cast.coordinator, person_id=both.there.person_id)
    elsewhere.show_again(office, both.chief, person_id=both.there.person_id)

    (after,) = roster.find_by_email(office, both.chief, email=EMAIL)
    assert (after.name, after.email, after.phone) == (
        before[0].name,
        EMAIL,
        before[0].phone,
    )
    assert elsewhere.asked_here(office, both.chief) == ()
    with pytest.raises(RuleBroken, match="elsewhere-asked-before"):
        elsewhere.ask_elsewhere(
            office, cast.coordinator, person_id=both.here.person_id, is_own_wish=True
        )
    # Nor by somebody else here who has the same mailbox.
    twin = seated(office, cast.coordinator, "umo")
    receipt = privacy.protect_now(office, cast.coordinator, person_id=twin.person_id)
    assert receipt.elsewhere == ()
    (state,) = privacy.receipt(office, cast.coordinator, person_id=both.here.person_id).elsewhere
    assert state.state is AskState.SHOWN


def test_protecting_there_decides_it_and_finds_what_was_hidden(
    office: Office, cast: Cast, both: Both, hand: Hand
) -> None:
    view = begun(office, both.chief, day="2026-09-17")
    hand.on(at("2026-09-17"))
    press(office, both.chief, view.line.code, both.there.agency_id)
    asked(office, cast, both)

    seen = privacy.places_of_name(office, both.chief, person_id=both.there.person_id)
    assert ("attendance", "person_name") in {(one.source, one.field) for one in seen.places}
    privacy.protect_now(office, both.chief, person_id=both.there.person_id)

    assert elsewhere.asked_here(office, both.chief) == ()
    assert not leaks(meetings.meeting(office, both.chief, code=view.line.code))
    (state,) = privacy.receipt(office, cast.coordinator, person_id=both.here.person_id).elsewhere
    assert state.state is AskState.DECIDED


def test_a_mailbox_of_several_gives_an_errand_and_hides_nobody(
    office: Office, cast: Cast, both: Both
) -> None:
    other = seated(office, both.chief, "umo", given_name="Annan", family_name="Kollega")

    asked(office, cast, both)

    found = elsewhere.asked_here(office, both.chief)
    assert {one.person_id for one in found} == {both.there.person_id, other.person_id}
    assert not any(one.is_hidden for one in found)
    names = {seat.name for seat in roster.find_by_email(office, both.chief, email=EMAIL)}
    assert names == {" ".join(NAME), "Annan Kollega"}


def test_more_than_five_a_day_need_the_shell(office: Office, cast: Cast, hand: Hand) -> None:
    people = []
    for number in range(6):
        mine = {"email": f"box{number}@example.se", "family_name": f"Namn{number}"}
        people.append(seated(office, cast.coordinator, "polis", **mine).person_id)
        seated(office, cast.outsider, "polis", **mine)
    for person_id in people:
        privacy.protect_now(office, cast.coordinator, person_id=person_id)
    for person_id in people[:5]:
        elsewhere.ask_elsewhere(office, cast.coordinator, person_id=person_id, is_own_wish=True)
    with pytest.raises(RuleBroken, match="elsewhere-too-often"):
        elsewhere.ask_elsewhere(office, cast.coordinator, person_id=people[5], is_own_wish=True)
    shell = shell_actor(office, "exempelby")
    assert (
        elsewhere.ask_elsewhere(office, shell, person_id=people[5], is_own_wish=True)[0].state
        is AskState.HIDDEN
    )


def test_each_of_several_groups_decides_for_itself(office: Office, cast: Cast, both: Both) -> None:
    slug = installation.start_group(
        office, founding_shell(), name="Tredje", municipality="Tredjeby"
    )
    third = shell_actor(office, slug)
    seat = seated(office, third, "polis")
    asked(office, cast, both)

    elsewhere.show_again(office, third, person_id=seat.person_id)

    states = {
        one.municipality: one.state
        for one in privacy.receipt(
            office, cast.coordinator, person_id=both.here.person_id
        ).elsewhere
    }
    assert states == {"Andraby": AskState.HIDDEN, "Tredjeby": AskState.SHOWN}


def test_a_mailbox_of_several_here_hides_nobody_there(
    office: Office, cast: Cast, both: Both
) -> None:
    """The person there may be the colleague who reads the same mailbox here."""
    colleague = seated(office, cast.coordinator, "umo", given_name="Annan", family_name="Kollega")
    # Whichever of the two is protected first, and whoever is left behind the mailbox.
    for one in (both.here, colleague):
        privacy.protect_now(office, cast.coordinator, person_id=one.person_id)

    elsewhere.ask_elsewhere(
        office, cast.coordinator, person_id=both.here.person_id, is_own_wish=True
    )

    (errand,) = elsewhere.asked_here(office, both.chief)
    assert (errand.person_id, errand.is_hidden) == (both.there.person_id, False)
    assert " ".join(NAME) in repr(roster.find_by_email(office, both.chief, email=EMAIL))


def test_a_mailbox_that_was_of_several_there_hides_none_of_them_later(
    office: Office, cast: Cast, both: Both
) -> None:
    """One of them gets an address of their own between the protection and the question."""
    other = seated(office, both.chief, "umo", given_name="Annan", family_name="Kollega")
    privacy.protect_now(office, cast.coordinator, person_id=both.here.person_id)
    roster.change_person(
        office,
        both.chief,
        seat_id=other.id,
        version=other.version,
        given_name="Annan",
        family_name="Kollega",
        duty=other.duty,
        valid_from=other.valid_from,
        email="annan@example.se",
    )
    elsewhere.ask_elsewhere(
        office, cast.coordinator, person_id=both.here.person_id, is_own_wish=True
    )
    assert not any(one.is_hidden for one in elsewhere.asked_here(office, both.chief))


def test_a_function_mailbox_is_nobodys_trace_in_other_groups(
    office: Office, cast: Cast, both: Both
) -> None:
    box = "funktion@jour.example.se"
    seated(office, both.chief, "umo", given_name="Helt", family_name="Annan", email=box)
    privacy.protect_now(office, cast.coordinator, person_id=both.here.person_id, mailbox=box)
    receipt = privacy.protect_now(
        office, cast.coordinator, person_id=both.here.person_id, also=["Yrsa Yttersta"]
    )
    assert len(receipt.elsewhere) == 1
    elsewhere.ask_elsewhere(
        office, cast.coordinator, person_id=both.here.person_id, is_own_wish=True
    )
    assert {one.person_id for one in elsewhere.asked_here(office, both.chief)} == {
        both.there.person_id
    }


def test_whoever_is_protected_there_meanwhile_gives_no_errand(
    office: Office, cast: Cast, both: Both
) -> None:
    privacy.protect_now(office, cast.coordinator, person_id=both.here.person_id)
    privacy.protect_now(office, both.chief, person_id=both.there.person_id)
    (state,) = elsewhere.ask_elsewhere(
        office, cast.coordinator, person_id=both.here.person_id, is_own_wish=True
    )
    assert state.state is AskState.DECIDED
    assert elsewhere.asked_here(office, both.chief) == ()


def test_lifting_takes_back_what_the_hiding_did_and_no_more(
    office: Office, cast: Cast, both: Both, hand: Hand
) -> None:
    """An earlier mask stays, as it says; who was there while hidden stands by name again."""
    old = begun(office, both.chief, day="2026-09-17")
    hand.on(at("2026-09-17"))
    (row,) = (
        row
        for one in meetings.meeting(office, both.chief, code=old.line.code).presence
        for row in one.rows
        if row.person_id == both.there.person_id
    )
    with office.transaction() as session:
        place = ("attendance", row.id, "person_name")
        group_id = both.chief.group_id
        keep_mask(session, group_id=group_id, place=place, text="Förr", now=office.clock.now())
    hand.forward(hours=1)
    asked(office, cast, both)
    meanwhile = begun(office, both.chief, day="2026-10-15")

    elsewhere.show_again(office, both.chief, person_id=both.there.person_id)

    with office.reading() as session:
        assert masks_of(session, group_id, {"attendance"}).texts == {place: "Förr"}
    view = meetings.meeting(office, both.chief, code=meanwhile.line.code)
    assert " ".join(NAME) in {row.person_name for one in view.presence for row in one.rows}


def test_what_is_asked_in_another_group_stands_in_that_groups_log_alone(
    office: Office, cast: Cast, both: Both, hand: Hand
) -> None:
    """How many meetings, mails and coordinators it has is no news of ours."""
    view = begun(office, both.chief, day="2026-09-17")
    press(office, both.chief, view.line.code, both.there.agency_id)
    asked(office, cast, both)

    (here,) = trail.trail_entries(office, cast.coordinator, limit=1).lines
    assert here.use_case == "privacy.ask_elsewhere"
    assert {change.table for change in here.changes} == {"elsewhere"}
    (there,) = trail.trail_entries(office, both.chief, limit=1).lines
    assert {change.table for change in there.changes} == {"masked_text", "outbox_mail", "person"}


def test_a_hidden_person_cannot_be_seated_twice(office: Office, cast: Cast, both: Both) -> None:
    asked(office, cast, both)
    with pytest.raises(RuleBroken, match="person-sits-there"):
        seated(office, both.chief, "polis")


def test_protecting_holds_while_another_lifts_or_asks_at_that_moment(
    office: Office, cast: Cast, both: Both, hand: Hand
) -> None:
    view = begun(office, both.chief, day="2026-09-17")
    press(office, both.chief, view.line.code, both.there.agency_id)
    privacy.protect_now(office, cast.coordinator, person_id=both.here.person_id)

    def ask() -> object:
        return elsewhere.ask_elsewhere(
            office, cast.coordinator, person_id=both.here.person_id, is_own_wish=True
        )

    def protect() -> object:
        return privacy.protect_now(office, both.chief, person_id=both.there.person_id).instead

    def lift() -> None:
        elsewhere.show_again(office, both.chief, person_id=both.there.person_id)

    ask()
    done, _lifted = at_once(office, protect, lift)
    assert str(done).startswith("Representant"), done
    shown = repr(
        [
            roster.roster(office, both.chief),
            meetings.meeting(office, both.chief, code=view.line.code),
        ]
    )
    assert not leaks(shown)
    with office.reading() as session:
        person = session.get(Person, both.there.person_id)
        assert person is not None
        assert (person.is_protected, person.hidden_at) == (True, None)
        assert not leaks([person.given_name, person.family_name, person.email, person.sort_key])


def test_two_who_ask_at_once_count_each_others_questions(office: Office, cast: Cast) -> None:
    people = []
    for number in range(6):
        mine = {"email": f"box{number}@example.se", "family_name": f"Namn{number}"}
        people.append(seated(office, cast.coordinator, "polis", **mine).person_id)
        seated(office, cast.outsider, "polis", **mine)
        privacy.protect_now(office, cast.coordinator, person_id=people[-1])

    def ask(person_id: int) -> object:
        return elsewhere.ask_elsewhere(
            office, cast.coordinator, person_id=person_id, is_own_wish=True
        )

    for person_id in people[:4]:
        ask(person_id)
    answers = at_once(office, *(partial(ask, one) for one in people[4:]))
    assert answers.count("elsewhere-too-often") == 1
