"""A group's only coordinator is protected, too, and hands over when a successor is named."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import col, select

from coordinator.access.actor import Role
from coordinator.core.office import Office
from coordinator.core.outbox.tables import OutboxMail
from coordinator.entrance import usecases as entrance
from coordinator.groups import in_transaction as groups
from coordinator.groups import usecases as group_settings
from coordinator.privacy import usecases as privacy
from coordinator.privacy.views import Did
from coordinator.roster import protection
from coordinator.roster import usecases as roster
from coordinator.roster.tables import Person
from coordinator.wiring import shell_actor
from tests.conftest import Cast
from tests.roster.helpers import readdressed

from .files import raw_bytes
from .planted import MAILBOX


def protected_coordinator(office: Office, cast: Cast, **given: Any) -> int:
    """The group's only coordinator, protected by herself."""
    person_id = cast.coordinator.person_id or 0
    done = privacy.protect_now(office, cast.coordinator, person_id=person_id, **given)
    kept = ("person", "sign_in", None, Did.HIDDEN)
    assert kept in {(one.source, one.field, one.about, one.did) for one in done.lines}
    return person_id


@pytest.mark.parametrize("mailbox", [None, MAILBOX])
def test_the_last_coordinator_is_hidden_at_once_and_can_still_work(
    office: Office, cast: Cast, mailbox: str | None
) -> None:
    name, address = cast.coordinator.name, "coordinator@example.se"
    person_id = protected_coordinator(office, cast, mailbox=mailbox)

    view = group_settings.role_grants(office, cast.coordinator)
    shown = repr((view, roster.roster(office, cast.coordinator)))
    assert name not in shown
    assert address not in shown
    entrance.ask_for_link(office, address=address, client="192.0.2.1")
    with office.reading() as session:
        mail = session.exec(select(OutboxMail).order_by(col(OutboxMail.id).desc())).first()
        assert mail is not None
        assert (mail.kind, mail.address, mail.person_id) == ("sign_in_link", address, person_id)


def test_who_cannot_come_in_as_coordinator_is_no_successor(office: Office, cast: Cast) -> None:
    """A colleague who was protected before, one without address, one with a shared mailbox."""
    chief, shell = cast.coordinator, shell_actor(office, "exempelby")
    for one in (cast.member, cast.other_member):
        roster.grant_role(office, shell, person_id=one.person_id or 0, role=Role.COORDINATOR)
    privacy.protect_now(office, chief, person_id=cast.member.person_id or 0, mailbox=MAILBOX)

    def move(email: str | None) -> None:
        seat = next(
            one
            for entry in roster.roster(office, shell).agencies
            for one in entry.seats
            if one.person_id == cast.other_member.person_id
        )
        readdressed(office, shell, seat, email)

    move(None)
    person_id = protected_coordinator(office, cast)
    for email in (None, "reader@example.se", "egen@example.se"):
        with office.reading() as session:
            chiefs = groups.coordinators(session, chief.group_id)
        assert person_id in chiefs
        move(email)
    with office.reading() as session:
        assert person_id not in groups.coordinators(session, chief.group_id)


def test_nothing_of_the_kept_address_is_left_after_the_hand_over(
    office: Office, cast: Cast
) -> None:
    protected_coordinator(office, cast)
    entrance.ask_for_link(office, address="coordinator@example.se", client="192.0.2.1")
    roster.grant_role(
        office, cast.coordinator, person_id=cast.member.person_id or 0, role=Role.COORDINATOR
    )
    with office.reading() as session:
        mails = session.exec(select(OutboxMail)).all()
        assert [one.address for one in mails] == [""]
    assert b"coordinator@example.se" not in raw_bytes(office)


def test_the_last_coordinators_role_and_address_end_when_a_successor_is_named(
    office: Office, cast: Cast
) -> None:
    person_id = protected_coordinator(office, cast, mailbox=MAILBOX)
    group_id, now = cast.coordinator.group_id, office.clock.now()
    with office.transaction() as session:
        assert protection.hand_over(session, group_id, now=now) == ()
    assert cast.member.person_id is not None
    roster.grant_role(
        office, cast.coordinator, person_id=cast.member.person_id, role=Role.COORDINATOR
    )
    with office.reading() as session:
        person = session.get(Person, person_id)
        assert person is not None
        assert (person.email, person.email_key) == (MAILBOX, MAILBOX)
        assert groups.coordinators(session, group_id) == {cast.member.person_id}
