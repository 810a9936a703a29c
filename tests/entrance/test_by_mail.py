"""Asking for a link: the same answer, the same work and the same limits for every address."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlmodel import col, select

from coordinator.access import in_transaction as access_steps
from coordinator.access.actor import Actor, Role
from coordinator.access.in_transaction import Who
from coordinator.access.tables import SignInAttempt, SignInLink
from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.entrance import usecases as entrance
from coordinator.entrance.views import LinkState
from coordinator.groups import in_transaction as groups
from coordinator.roster import usecases as roster
from coordinator.roster.views import Duty
from coordinator.trail.tables import TrailEntry
from coordinator.wiring import actor_of, shell_actor
from tests.conftest import Cast, Hand
from tests.entrance.helpers import mails, seat, token_in
from tests.statements import count_statements


def ask(office: Office, address: str, *, client: str = "192.0.2.1", onward: str = "") -> None:
    entrance.ask_for_link(office, address=address, client=client, onward=onward)


def test_a_known_address_gets_a_neutral_mail_that_opens_the_door_once(
    office: Office, cast: Cast
) -> None:
    ask(office, "Member@Example.SE ", onward="/my/sessions")

    (mail,) = mails(office)
    assert (mail.address, mail.kind, mail.is_secret) == (
        "member@example.se",
        "sign_in_link",
        True,
    )
    assert mail.group_id is None
    said = f"{mail.subject} {mail.text} {mail.html}"
    for word in ("Nadia", "Prov", "Samverkansgruppen", "Exempelby", "våld", "Ungdomsmott"):
        assert word not in said
    entry = entrance.sign_in(office, token_in(mail))
    assert entry.path == "/my/sessions"
    actor = actor_of(office, entry.cookie, None)
    assert actor is not None
    assert actor.person_id == cast.member.person_id
    with pytest.raises(RuleBroken, match="link-used"):
        entrance.sign_in(office, token_in(mail))


def test_an_unknown_address_gets_nothing_and_leaves_nothing(office: Office) -> None:
    ask(office, "nobody@example.se")

    assert mails(office) == []
    with office.reading() as session:
        assert session.exec(select(SignInLink)).all() == []


def test_a_known_and_an_unknown_address_are_the_same_work(office: Office, cast: Cast) -> None:
    """What an onlooker could time: the very same statements, in the very same order."""
    ask(office, "warm@example.se")
    with count_statements(office.database) as known:
        ask(office, "member@example.se")
    with count_statements(office.database) as unknown:
        ask(office, "nobody@example.se")

    def kinds(seen: list[str]) -> list[str]:
        return [one.split(" WHERE ")[0] for one in seen if "SAVEPOINT" not in one]

    assert kinds(known) == kinds(unknown)


def test_somebody_whose_seat_is_over_gets_no_mail(office: Office, cast: Cast, hand: Hand) -> None:
    seat(office, email="left@example.se", valid_to=office.clock.today() + timedelta(days=1))
    ask(office, "left@example.se")
    assert len(mails(office)) == 1

    hand.forward(days=2)
    ask(office, "left@example.se")

    assert len(mails(office)) == 1


def test_a_co_opted_person_without_a_role_gets_no_mail(office: Office, cast: Cast) -> None:
    seat(office, email="guest@example.se", duty=Duty.CO_OPTED)

    ask(office, "guest@example.se")

    assert mails(office) == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "member",
        "member@",
        "@example.se",
        "member@example.se, other@example.se",
        "member@example.se\nBcc: all@example.se",
        "member@example.se\r\nSubject: x",
        "member @example.se",
        "<member@example.se>",
        '"member"@example.se',
        "m" * 300 + "@example.se",
        "member@example.se?bcc=x@y.se z",
        "\x00",
    ],
)
def test_what_is_no_address_is_refused_before_anything_is_written(
    office: Office, cast: Cast, address: str
) -> None:
    with pytest.raises(BadInput, match=r"email-odd|address-missing"):
        ask(office, address)

    assert mails(office) == []


@pytest.mark.parametrize("address", ["member\x00@example.se", "\u202emember@example.se"])
def test_invisible_signs_are_taken_out_and_the_kept_address_is_written_to(
    office: Office, cast: Cast, address: str
) -> None:
    ask(office, address)

    assert [mail.address for mail in mails(office)] == ["member@example.se"]


def test_the_sixth_time_an_address_is_asked_for_is_refused_known_or_not(
    office: Office, cast: Cast, hand: Hand
) -> None:
    for address in ("member@example.se", "nobody@example.se"):
        for number in range(5):
            ask(office, address.upper(), client=f"192.0.2.{number}")
        with pytest.raises(RuleBroken, match="asked-too-often"):
            ask(office, address, client="192.0.2.99")
    assert len(mails(office)) == 5

    hand.forward(minutes=15, seconds=1)
    ask(office, "member@example.se")

    assert len(mails(office)) == 6


def test_one_client_cannot_ask_for_everybody(office: Office, hand: Hand) -> None:
    for number in range(20):
        ask(office, f"someone{number}@example.se")
    with pytest.raises(RuleBroken, match="asked-too-often"):
        ask(office, "another@example.se")

    ask(office, "another@example.se", client="192.0.2.2")
    hand.forward(minutes=15, seconds=1)
    ask(office, "another@example.se")


def test_tries_are_kept_as_hashes_and_not_for_long(office: Office, hand: Hand) -> None:
    ask(office, "nobody@example.se")
    with office.reading() as session:
        kept = session.exec(select(SignInAttempt)).all()
        assert len(kept) == 2
        assert not any("nobody" in row.key or "192.0.2.1" in row.key for row in kept)

    hand.forward(minutes=16)
    ask(office, "other@example.se")

    with office.reading() as session:
        assert len(session.exec(select(SignInAttempt)).all()) == 2


def test_a_mailbox_of_several_asks_who_it_is_and_gives_a_members_rights(
    office: Office, cast: Cast
) -> None:
    first = seat(office, email="box@example.se", given_name="Alva", family_name="Alm")
    second = seat(office, email="box@example.se", given_name="Bo", family_name="Berg")
    with office.transaction() as session:
        groups.add_grant(
            session,
            group_id=cast.coordinator.group_id,
            person_id=second,
            role=Role.COORDINATOR,
            now=office.clock.now(),
        )
    ask(office, "box@example.se")
    token = token_in(mails(office)[0])

    (mailbox,) = entrance.people_behind(office, token)
    assert {one.person_id: one.name for one in mailbox.people} == {
        first: "Alva Alm",
        second: "Bo Berg",
    }
    with pytest.raises(BadInput, match="say-who-you-are"):
        entrance.sign_in(office, token)
    entry = entrance.sign_in(office, token, person_ids=[second])

    actor = actor_of(office, entry.cookie, None)
    assert actor is not None
    assert actor.person_id == second
    assert actor.roles == {Role.MEMBER}
    assert entry.path == "/my?group=exempelby"


def test_nobody_outside_the_mailbox_comes_in_by_its_link(office: Office, cast: Cast) -> None:
    seat(office, email="box@example.se", given_name="Alva", family_name="Alm")
    seat(office, email="box@example.se", given_name="Bo", family_name="Berg")
    ask(office, "box@example.se")
    token = token_in(mails(office)[0])

    own = entrance.make_sign_in_link(
        office, shell_actor(office, "exempelby"), person_id=cast.member.person_id or 0
    )
    for link in (token, own):
        with pytest.raises(BadInput, match="not-behind"):
            entrance.sign_in(office, link, person_ids=[cast.coordinator.person_id or 0])
    entry = entrance.sign_in(office, own)
    actor = actor_of(office, entry.cookie, None)
    assert actor is not None
    assert actor.person_id == cast.member.person_id


def test_a_protected_person_is_named_by_the_agency_alone(office: Office, cast: Cast) -> None:
    hidden = seat(
        office,
        email="box@example.se",
        agency="kvinnojour",
        given_name=None,
        family_name=None,
        is_protected=True,
    )
    seat(office, email="box@example.se", given_name="Bo", family_name="Berg")
    ask(office, "box@example.se")

    (mailbox,) = entrance.people_behind(office, token_in(mails(office)[0]))

    name = next(one.name for one in mailbox.people if one.person_id == hidden)
    assert name.startswith("Representant, ")


def test_the_office_sends_a_link_that_it_never_sees(office: Office, cast: Cast) -> None:
    assert cast.member.person_id is not None
    entrance.send_sign_in_link(office, cast.coordinator, person_id=cast.member.person_id)

    (mail,) = mails(office)
    assert (mail.address, mail.is_secret, mail.group_id) == ("member@example.se", True, None)
    assert entrance.look_at_link(office, token_in(mail)) is LinkState.GOOD
    with office.reading() as session:
        entry = session.exec(
            select(TrailEntry).where(TrailEntry.use_case == "entrance.send_sign_in_link")
        ).one()
        assert "member@" not in entry.changes
        assert token_in(mail) not in entry.changes


def test_nobody_else_sends_links_and_nobody_gets_one_from_another_group(
    office: Office, cast: Cast
) -> None:
    assert cast.member.person_id is not None
    for actor in (cast.member, cast.reader):
        with pytest.raises(NotAllowed):
            entrance.send_sign_in_link(office, actor, person_id=cast.member.person_id)
    with pytest.raises(NotFound):
        entrance.send_sign_in_link(office, cast.outsider, person_id=cast.member.person_id)
    assert mails(office) == []


def test_a_representative_of_today_is_a_member_without_any_role(
    office: Office, cast: Cast, hand: Hand
) -> None:
    today = office.clock.today()
    person = seat(office, email="petra@example.se", valid_to=today)
    ask(office, "petra@example.se")
    entry = entrance.sign_in(office, token_in(mails(office)[0]))

    actor = actor_of(office, entry.cookie, None)
    assert actor is not None
    assert actor.person_id == person
    assert actor.roles == {Role.MEMBER}
    assert len(actor.agency_ids) == 1

    # The last day is over: the session and every link die with it.
    ask(office, "petra@example.se")
    token = token_in(mails(office)[1])
    hand.on(hand.moment.replace(hour=23, minute=55))
    link = entrance.make_sign_in_link(office, shell_actor(office, "exempelby"), person_id=person)
    late = entrance.sign_in(office, link)
    link = entrance.make_sign_in_link(office, shell_actor(office, "exempelby"), person_id=person)
    assert actor_of(office, late.cookie, None) is not None
    hand.forward(minutes=6)
    assert actor_of(office, late.cookie, None) is None
    for dead in (token, link):
        with pytest.raises(RuleBroken):
            entrance.sign_in(office, dead)


def test_the_links_of_a_representative_who_left_in_2024_died_that_day(
    office: Office, cast: Cast
) -> None:
    person = seat(
        office,
        email="left@example.se",
        valid_from=date(2022, 1, 1),
        valid_to=date(2024, 6, 30),
    )
    link = entrance.make_sign_in_link(office, shell_actor(office, "exempelby"), person_id=person)

    with pytest.raises(RuleBroken):
        entrance.sign_in(office, link)
    with office.transaction() as session:
        cookie = access_steps.open_session(
            session,
            people=[Who(cast.member.group_id, person)],
            way="link",
            device="",
            now=office.clock.now(),
        )
    assert actor_of(office, cookie, None) is None


def test_a_role_given_on_purpose_says_more_than_the_seat(office: Office, cast: Cast) -> None:
    person = seat(office, email="petra@example.se")
    with office.transaction() as session:
        groups.add_grant(
            session,
            group_id=cast.coordinator.group_id,
            person_id=person,
            role=Role.AUDITOR,
            now=office.clock.now(),
        )
    entry = entrance.sign_in(
        office,
        entrance.make_sign_in_link(office, shell_actor(office, "exempelby"), person_id=person),
    )

    actor = actor_of(office, entry.cookie, None)
    assert actor is not None
    assert actor.roles == {Role.AUDITOR}


def test_ending_everything_ends_sessions_links_and_codes(office: Office, cast: Cast) -> None:
    assert cast.member.person_id is not None
    shell = shell_actor(office, "exempelby")
    link, other = (
        entrance.make_sign_in_link(office, shell, person_id=cast.member.person_id) for _ in range(2)
    )
    cookie = entrance.sign_in(office, link).cookie

    with office.transaction() as session:
        access_steps.end_everything(session, cast.member.person_id, now=office.clock.now())

    assert actor_of(office, cookie, None) is None
    with pytest.raises(RuleBroken, match="link-ended"):
        entrance.sign_in(office, other)


def test_coming_and_going_stand_in_the_chain_of_every_group(office: Office, cast: Cast) -> None:
    there = roster.add_role_holder(
        office,
        cast.outsider,
        given_name="Nadia",
        family_name="Prov",
        email="member@example.se",
        role=Role.READER,
    )
    ask(office, "member@example.se")
    link = token_in(mails(office)[0])
    cookie = entrance.sign_in(office, link).cookie
    entrance.sign_out(office, cookie)

    rows = {cast.coordinator.group_id: cast.member.person_id, cast.outsider.group_id: there}
    with office.reading() as session:
        for group_id, person_id in rows.items():
            entries = session.exec(
                select(TrailEntry)
                .where(
                    TrailEntry.group_id == group_id,
                    col(TrailEntry.use_case).startswith("entrance."),
                )
                .order_by(col(TrailEntry.number))
            ).all()
            assert [(one.use_case, one.origin, one.person_id) for one in entries] == [
                ("entrance.sign_in", "link", person_id),
                ("entrance.sign_out", "link", person_id),
            ]
            said = "".join(f"{one.changes}{one.about}{one.actor_name}" for one in entries)
            assert "@" not in said
            assert link not in said
            assert cookie not in said


def test_a_session_costs_a_page_two_statements(office: Office, cast: Cast, hand: Hand) -> None:
    link = entrance.make_sign_in_link(
        office, shell_actor(office, "exempelby"), person_id=cast.coordinator.person_id or 0
    )
    cookie = entrance.sign_in(office, link).cookie
    hand.forward(minutes=4)

    with count_statements(office.database) as seen:
        assert actor_of(office, cookie, None) is not None

    assert len(seen) == 2


def test_a_session_that_is_used_lives_on_and_one_that_is_not_ends(
    office: Office, cast: Cast, hand: Hand
) -> None:
    cookie = _signed_in(office, cast.coordinator)
    for _ in range(5):
        hand.forward(minutes=110)
        assert actor_of(office, cookie, None) is not None
    hand.forward(hours=2)
    assert actor_of(office, cookie, None) is None

    # Used or not: after twelve hours it is over.
    cookie = _signed_in(office, cast.coordinator)
    for _ in range(7):
        hand.forward(minutes=100)
        assert actor_of(office, cookie, None) is not None
    hand.forward(minutes=20)
    assert actor_of(office, cookie, None) is None


def test_behind_a_mailbox_of_several_half_an_hour_of_rest_ends_it(
    office: Office, cast: Cast, hand: Hand
) -> None:
    cookie = _signed_in(office, cast.member, is_shared=True)
    hand.forward(minutes=29)
    assert actor_of(office, cookie, None) is not None
    hand.forward(minutes=30)
    assert actor_of(office, cookie, None) is None


def _signed_in(office: Office, actor: Actor, *, is_shared: bool = False) -> str:
    with office.transaction() as session:
        return access_steps.open_session(
            session,
            people=[Who(actor.group_id, actor.person_id or 0, is_shared=is_shared)],
            way="link",
            device="",
            now=office.clock.now(),
        )


def test_a_person_sees_and_ends_their_own_sessions_alone(office: Office, cast: Cast) -> None:
    first, second, third = (_signed_in(office, cast.member) for _ in range(3))
    other = _signed_in(office, cast.other_member)
    me = actor_of(office, third, None)
    them = actor_of(office, other, None)
    assert me is not None
    assert them is not None

    mine = entrance.own_sessions(office, me)
    assert [one.is_this for one in mine] == [True, False, False]
    with pytest.raises(NotFound):
        entrance.end_own_session(office, me, session_id=them.session_id or 0)
    entrance.end_own_session(office, me, session_id=mine[1].id)
    assert actor_of(office, second, None) is None
    assert entrance.end_other_sessions(office, me) == 1

    assert actor_of(office, first, None) is None
    assert actor_of(office, third, None) is not None
    assert actor_of(office, other, None) is not None


def test_an_auditor_does_not_become_a_member_by_a_shared_mailbox(
    office: Office, cast: Cast
) -> None:
    with office.transaction() as session:
        groups.add_grant(
            session,
            group_id=cast.member.group_id,
            person_id=cast.reader.person_id or 0,
            role=Role.AUDITOR,
            now=office.clock.now(),
        )
    roster.withdraw_role(
        office, cast.coordinator, person_id=cast.reader.person_id or 0, role=Role.READER
    )
    seat(office, email="reader@example.se", given_name="Bo", family_name="Berg")
    link = entrance.make_sign_in_link(
        office, shell_actor(office, "exempelby"), person_id=cast.reader.person_id or 0
    )
    with pytest.raises(RuleBroken, match="link-ended"):
        entrance.sign_in(office, link)


def test_a_mailbox_that_becomes_shared_leaves_an_open_auditor_nothing(
    office: Office, cast: Cast
) -> None:
    person_id = roster.add_role_holder(
        office,
        cast.coordinator,
        given_name="Rut",
        family_name="Granskare",
        email="rut@example.se",
        role=Role.AUDITOR,
    )
    auditor = replace(cast.member, person_id=person_id)
    cookie = _signed_in(office, auditor, is_shared=True)
    assert actor_of(office, cookie, None) is None


def test_a_members_role_does_not_outlive_the_seat(office: Office, cast: Cast, hand: Hand) -> None:
    """Everybody of the cast was given the role beside the seat."""
    cookie = _signed_in(office, cast.member)
    link = entrance.make_sign_in_link(
        office, shell_actor(office, "exempelby"), person_id=cast.member.person_id or 0
    )
    found = roster.find_by_email(office, cast.coordinator, email="member@example.se")[0]
    roster.end_representation(
        office,
        cast.coordinator,
        seat_id=found.id,
        version=found.version,
        last_day=office.clock.today(),
    )
    assert actor_of(office, cookie, None) is not None  # the last day is included

    hand.on(datetime.combine(office.clock.today() + timedelta(days=1), time(0, 1), STOCKHOLM))
    assert actor_of(office, cookie, None) is None
    with pytest.raises(RuleBroken):
        entrance.sign_in(office, link)
    before = len(mails(office))
    ask(office, "member@example.se")
    assert len(mails(office)) == before
    with pytest.raises(NotFound):
        shell_actor(office, "exempelby", "member@example.se")


@pytest.mark.parametrize("way", ["page", "list"])
def test_what_was_mailed_to_an_address_that_was_changed_opens_nothing(
    office: Office, cast: Cast, way: str
) -> None:
    head = "Id;Namn;Verksamhet;Roll;E-post\n"
    row = "P7;Lena Listad;Polisen;ledamot;{}\n"
    first = (head + row.format("lena@example.se")).encode()
    roster.import_list(office, cast.coordinator, content=first, filename="lista.csv")
    ask(office, "lena@example.se")
    token = token_in(mails(office)[-1])
    found = roster.find_by_email(office, cast.coordinator, email="lena@example.se")[0]
    if way == "list":
        again = (head + row.format("lena.ny@example.se")).encode()
        roster.import_list(office, cast.coordinator, content=again, filename="lista.csv")
    else:
        roster.change_person(
            office,
            cast.coordinator,
            seat_id=found.id,
            version=found.version,
            given_name=found.given_name,
            family_name=found.family_name,
            duty=found.duty,
            valid_from=found.valid_from,
            email="lena.ny@example.se",
        )
    assert roster.find_by_email(office, cast.coordinator, email="lena@example.se") == ()
    with pytest.raises(RuleBroken, match="link-ended"):
        entrance.sign_in(office, token)
