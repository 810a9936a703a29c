"""Anyone corrects the own name and, by a code to the new address, the own address."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coordinator.access.actor import Actor, Role
from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.outbox.delivery import deliver
from coordinator.entrance import usecases as entrance
from coordinator.entrance.usecases import own_person
from coordinator.roster import usecases as roster
from coordinator.wiring import actor_of
from tests.conftest import Cast
from tests.core.mail_cast import mail_server, sending
from tests.entrance.helpers import mails, seat, token_in

NEW = "ny.adress@example.se"


def last_code(office: Office) -> str:
    text = next(one.text for one in reversed(mails(office)) if one.kind == "new_address")
    return next(line for line in text.splitlines() if line.strip()[:3].isdecimal()).strip()


def signed_in(office: Office, address: str) -> tuple[str, Actor]:
    entrance.ask_for_link(office, address=address, client=address)
    cookie = entrance.sign_in(office, token_in(mails(office)[-1])).cookie
    actor = actor_of(office, cookie, "exempelby")
    assert actor is not None
    return cookie, actor


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.FOUNDER])
def test_everybody_corrects_the_own_name_whatever_the_role(
    office: Office, cast: Cast, role: Role
) -> None:
    me = replace(cast.member, roles=frozenset({role}))
    before = own_person.own_details(office, me)

    after = own_person.change_own_name(
        office, me, version=before.version, given_name="Nadja", family_name="Prov-Lind"
    )

    assert after.name == "Nadja Prov-Lind"
    assert roster.names(office, cast.coordinator, person_ids=[me.person_id or 0]) == {
        me.person_id: "Nadja Prov-Lind"
    }
    with pytest.raises(Conflict):
        own_person.change_own_name(
            office, me, version=before.version, given_name="N", family_name="P"
        )
    with pytest.raises(BadInput, match="person-needs-name"):
        own_person.change_own_name(
            office, me, version=after.version, given_name=" ", family_name="P"
        )


def test_the_own_address_is_changed_by_a_code_that_went_to_the_new_one(
    office: Office, cast: Cast
) -> None:
    here, me = signed_in(office, "member@example.se")
    elsewhere, _ = signed_in(office, "member@example.se")
    entrance.ask_for_link(office, address="member@example.se", client="c")
    waiting = token_in(mails(office)[-1])

    own_person.ask_for_new_address(office, me, address=NEW)
    assert mails(office)[-1].address == NEW
    assert own_person.own_details(office, me).email == "member@example.se"
    code = last_code(office)
    wrong = "000 000" if code != "000 000" else "111 111"
    assert own_person.take_new_address(office, me, address=NEW, code=wrong) is False
    # A code is for the address it went to.
    with pytest.raises(RuleBroken, match="code-expired"):
        own_person.take_new_address(office, me, address="annan@example.se", code=code)
    assert own_person.take_new_address(office, me, address=NEW, code=code) is True

    assert own_person.own_details(office, me).email == NEW
    # Whatever the old address opened is over, but for the browser in which it was changed.
    assert actor_of(office, elsewhere, "exempelby") is None
    assert actor_of(office, here, "exempelby") is not None
    with pytest.raises(RuleBroken, match="link-ended"):
        entrance.sign_in(office, waiting)
    told = mails(office)[-1]
    assert (told.address, told.kind) == ("member@example.se", "address_changed")
    assert NEW not in f"{told.subject}{told.text}{told.html}"


def test_nobody_shares_a_mailbox_with_somebody_who_works_for_the_group(
    office: Office, cast: Cast
) -> None:
    for me, address in (
        (cast.member, "coordinator@example.se"),
        (cast.coordinator, "Member@example.se"),
    ):
        with pytest.raises(RuleBroken, match="role-needs-own-address"):
            own_person.ask_for_new_address(office, me, address=address)
    # A ward's mailbox is read by several members.
    own_person.ask_for_new_address(office, cast.member, address="other_member@example.se")
    with pytest.raises(BadInput, match="email-odd"):
        own_person.ask_for_new_address(office, cast.member, address="no address")


def test_a_protected_person_has_no_name_to_correct_and_no_address_of_their_own(
    office: Office, cast: Cast
) -> None:
    hidden = seat(
        office,
        email="funktion@example.se",
        agency="kvinnojour",
        given_name=None,
        family_name=None,
        is_protected=True,
    )
    me = replace(cast.member, person_id=hidden)
    shown = own_person.own_details(office, me)
    assert (shown.given_name, shown.name.startswith("Representant")) == (None, True)
    with pytest.raises(RuleBroken, match="own-name-protected"):
        own_person.change_own_name(
            office, me, version=shown.version, given_name="Xenia", family_name="Z"
        )
    with pytest.raises(RuleBroken, match="own-address-protected"):
        own_person.ask_for_new_address(office, me, address=NEW)


def test_what_is_asked_for_too_often_has_to_wait(office: Office, cast: Cast) -> None:
    for _ in range(5):
        own_person.ask_for_new_address(office, cast.member, address=NEW)
    with pytest.raises(RuleBroken, match="asked-too-often"):
        own_person.ask_for_new_address(office, cast.member, address=NEW)


def test_the_shell_and_another_groups_people_are_nobody_here(office: Office, cast: Cast) -> None:
    stranger = replace(cast.outsider, person_id=cast.member.person_id)
    for actor in (stranger, replace(cast.coordinator, person_id=None, origin="shell")):
        with pytest.raises(NotFound):
            own_person.own_details(office, actor)
        with pytest.raises(NotFound):
            own_person.change_own_name(office, actor, version=1, given_name="A", family_name="B")


def test_the_mails_about_a_new_address_do_go_each_to_its_own(office: Office, cast: Cast) -> None:
    """The code to the new one, which is nobody's yet; the warning to the old one, nobody's now."""
    with mail_server() as (server, port):
        out = sending(office, f"smtp://127.0.0.1:{port}")
        own_person.ask_for_new_address(out, cast.member, address=NEW)
        code = last_code(out)
        deliver(out)
        assert server.addresses == [NEW]
        assert own_person.take_new_address(out, cast.member, address=NEW, code=code)
        deliver(out)
        assert server.addresses == [NEW, "member@example.se"]
    assert {mail.state for mail in mails(office)} == {"sent"}


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SECRETARY, Role.REGISTRATOR, Role.AUDITOR])
def test_whoever_came_in_as_less_than_somebody_is_does_not_take_their_name_or_address(
    office: Office, cast: Cast, role: Role
) -> None:
    """Behind a mailbox of several people anybody may say that they are the one who may do more."""
    theirs = seat(office, email="other_member@example.se", given_name="Mer", family_name="Rätt")
    roster.grant_role(office, cast.coordinator, person_id=theirs, role=role)
    if role is Role.AUDITOR:  # who reads no content, and so comes in no such way alone
        roster.grant_role(office, cast.coordinator, person_id=theirs, role=Role.SECRETARY)
    entrance.ask_for_link(office, address="other_member@example.se", client="x")
    token = token_in(mails(office)[-1])
    cookie = entrance.sign_in(office, token, person_ids=[theirs]).cookie
    me = actor_of(office, cookie, "exempelby")
    assert me is not None
    assert me.person_id == theirs
    assert me.roles == {Role.MEMBER}

    before = own_person.own_details(office, me)
    with pytest.raises(RuleBroken, match="own-details-by-own-mailbox"):
        own_person.change_own_name(
            office, me, version=before.version, given_name="En", family_name="Annan"
        )
    with pytest.raises(RuleBroken, match="own-details-by-own-mailbox"):
        own_person.ask_for_new_address(office, me, address=NEW)
    with pytest.raises(RuleBroken, match="own-details-by-own-mailbox"):
        own_person.take_new_address(office, me, address=NEW, code="000 000")
    assert own_person.own_details(office, me) == before
