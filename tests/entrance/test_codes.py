"""A personal link and a code by mail: together a member's rights, each alone nothing."""

from __future__ import annotations

import pytest

from coordinator.access import in_transaction as access_steps
from coordinator.access.actor import Role
from coordinator.core.errors import RuleBroken
from coordinator.core.office import Office
from coordinator.entrance import usecases as entrance
from coordinator.entrance.personal_links import person_of, personal_token
from coordinator.entrance.rules import MOST_CODES_A_DAY
from coordinator.roster import usecases as roster
from coordinator.wiring import actor_of
from tests.conftest import Cast, Hand
from tests.entrance.helpers import mails


def link_of(office: Office, cast: Cast) -> str:
    """The coordinator's personal link, as a mail that asks for an answer would carry it."""
    return personal_token(office.settings, cast.coordinator.person_id or 0)


def send(office: Office, link: str) -> str:
    entrance.code_by_mail(office, link, client="192.0.2.1")
    text = mails(office)[-1].text
    return next(line for line in text.splitlines() if line.replace(" ", "").isdigit())


def test_link_and_code_together_open_a_session_with_a_members_rights(
    office: Office, cast: Cast
) -> None:
    link = link_of(office, cast)
    code = send(office, link)

    entry = entrance.enter_with_code(office, link, code=f" {code} ", device="Firefox, Windows")

    assert entry is not None
    assert entry.path == "/my?group=exempelby"
    actor = actor_of(office, entry.cookie, None)
    assert actor is not None
    assert actor.person_id == cast.coordinator.person_id
    assert actor.roles == {Role.MEMBER}


def test_the_mail_with_the_code_carries_no_link_and_no_name(office: Office, cast: Cast) -> None:
    send(office, link_of(office, cast))

    mail = mails(office)[-1]
    assert mail.is_secret
    assert mail.kind == "one_time_code"
    said = f"{mail.subject} {mail.text} {mail.html}"
    assert "http" not in said
    for word in ("Åsa", "Övning", "Samverkansgruppen", "Exempelby"):
        assert word not in said


def test_a_code_works_once_and_only_the_newest_does(office: Office, cast: Cast) -> None:
    link = link_of(office, cast)
    old, new = send(office, link), send(office, link)
    if old != new:
        assert entrance.enter_with_code(office, link, code=old) is None
    assert entrance.enter_with_code(office, link, code=new) is not None
    with pytest.raises(RuleBroken, match="code-expired"):
        entrance.enter_with_code(office, link, code=new)


def test_five_wrong_codes_end_it(office: Office, cast: Cast) -> None:
    link = link_of(office, cast)
    code = send(office, link).replace(" ", "")
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert entrance.enter_with_code(office, link, code=wrong) is None

    with pytest.raises(RuleBroken, match="code-expired"):
        entrance.enter_with_code(office, link, code=code)


def test_codes_cannot_be_asked_for_without_end(office: Office, cast: Cast) -> None:
    link = link_of(office, cast)
    for _ in range(5):
        send(office, link)

    with pytest.raises(RuleBroken, match="asked-too-often"):
        send(office, link)


def test_a_code_is_worth_nothing_after_ten_minutes(office: Office, cast: Cast, hand: Hand) -> None:
    link = link_of(office, cast)
    code = send(office, link)
    hand.forward(minutes=10)

    with pytest.raises(RuleBroken, match="code-expired"):
        entrance.enter_with_code(office, link, code=code)


def test_a_code_belongs_to_its_person(office: Office, cast: Cast) -> None:
    code = send(office, link_of(office, cast))
    theirs = personal_token(office.settings, cast.member.person_id or 0)

    with pytest.raises(RuleBroken, match="code-expired"):
        entrance.enter_with_code(office, theirs, code=code)


def test_a_forged_or_changed_link_asks_for_nothing(office: Office, cast: Cast) -> None:
    link = link_of(office, cast)
    head, rest = link.split(".", 1)
    others = personal_token(office.settings, cast.member.person_id or 0).split(".", 1)[0]
    for forged in ("", "x", link[:-1], f"{others}.{rest}", f"{head}.{rest}x", "a" * 5000, "\x00"):
        with pytest.raises(RuleBroken, match="personal-link-odd"):
            entrance.code_by_mail(office, forged, client="192.0.2.1")
    assert mails(office) == []
    assert person_of(office.settings, link) == cast.coordinator.person_id


def test_the_link_dies_with_the_persons_place_and_role(office: Office, cast: Cast) -> None:
    with office.transaction() as session:
        access_steps.end_everything(
            session, cast.coordinator.person_id or 0, now=office.clock.now()
        )
    stranger = personal_token(office.settings, 999_999)

    with pytest.raises(RuleBroken, match="personal-link-odd"):
        entrance.look_at_personal_link(office, stranger)


def test_codes_cannot_be_guessed_day_after_day(office: Office, cast: Cast, hand: Hand) -> None:
    """Five tries each: in the 120 days of a personal link they must not add up."""
    link = link_of(office, cast)
    for _ in range(MOST_CODES_A_DAY):
        send(office, link)
        hand.forward(minutes=16)
    with pytest.raises(RuleBroken, match="asked-too-often"):
        send(office, link)
    hand.forward(hours=24)
    send(office, link)


def test_an_auditor_does_not_become_a_member_by_a_code(office: Office, cast: Cast) -> None:
    """A member reads approved notes; an auditor reads the log and no content."""
    person_id = roster.add_role_holder(
        office,
        cast.coordinator,
        given_name="Rut",
        family_name="Granskare",
        email="rut@example.se",
        role=Role.AUDITOR,
    )
    link = personal_token(office.settings, person_id)
    with pytest.raises(RuleBroken, match="personal-link-odd"):
        entrance.enter_with_code(office, link, code=send(office, link))
