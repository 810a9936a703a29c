"""What joins groups is the mailbox at sign-in; what it opens in a group, that group's rows say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from coordinator.access.actor import Actor, Role
from coordinator.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.outbox.delivery import deliver
from coordinator.entrance import usecases as entrance
from coordinator.entrance.personal_links import personal_token
from coordinator.installation import usecases as installation
from coordinator.privacy import usecases as privacy
from coordinator.roster import usecases as roster
from coordinator.roster.views import Duty, SeatView
from coordinator.wiring import actor_of, groups_of
from tests.conftest import Cast, Hand
from tests.core.mail_cast import mail_server, sending
from tests.entrance.helpers import mails, token_in
from tests.meetings.helpers import agency
from tests.roster.helpers import readdressed

HERE, THERE = "exempelby", "andraby"
MAILBOX = "coordinator@example.se"  # of the cast's coordinator in Exempelby


@dataclass(frozen=True)
class Neighbours:
    """Andraby's coordinator, and the seat there of somebody who coordinates Exempelby."""

    chief: Actor
    seat: SeatView


@pytest.fixture
def neighbours(office: Office, cast: Cast) -> Neighbours:
    return Neighbours(cast.outsider, seated(office, cast.outsider, MAILBOX))


def seated(office: Office, chief: Actor, email: str, given: str = "Åsa") -> SeatView:
    return roster.add_person(
        office,
        chief,
        agency_id=agency(office, chief, "socpsyk"),
        given_name=given,
        family_name="Övning",
        email=email,
        duty=Duty.REPRESENTATIVE,
        valid_from=office.clock.today(),
    )


def mailed_link(office: Office, address: str = MAILBOX) -> str:
    entrance.ask_for_link(office, address=address, client=address)
    return token_in(mails(office)[-1])


def come_in(office: Office, address: str = MAILBOX, **given: object) -> str:
    return entrance.sign_in(office, mailed_link(office, address), **given).cookie  # type: ignore[arg-type]


def roles(office: Office, cookie: str, group: str) -> set[Role]:
    actor = actor_of(office, cookie, group)
    return set(actor.roles) if actor else set()


def test_one_link_opens_every_group_each_with_its_own_person(
    office: Office, cast: Cast, neighbours: Neighbours
) -> None:
    cookie = come_in(office)

    here, there = actor_of(office, cookie, HERE), actor_of(office, cookie, THERE)
    assert here is not None
    assert there is not None
    assert (here.person_id, here.roles) == (
        cast.coordinator.person_id,
        frozenset({Role.COORDINATOR}),
    )
    assert (there.person_id, there.roles) == (neighbours.seat.person_id, frozenset({Role.MEMBER}))
    assert {one.slug for one in groups_of(office, cookie)} == {HERE, THERE}
    # None asked for, and there are two: a choice, never a guess. Nor is another one's a way in.
    assert actor_of(office, cookie, None) is None
    assert actor_of(office, cookie, "tredjeby") is None


def test_whoever_has_two_groups_is_led_to_the_choice(
    office: Office, neighbours: Neighbours
) -> None:
    assert entrance.sign_in(office, mailed_link(office)).path == "/choose-group"
    entrance.ask_for_link(
        office, address=MAILBOX, client="x", onward="/meetings?group=exempelby&meeting=HT2026-1"
    )
    entry = entrance.sign_in(office, token_in(mails(office)[-1]))
    assert entry.path == "/meetings?group=exempelby&meeting=HT2026-1"


def becomes_shared(office: Office, their: Neighbours) -> None:
    seated(office, their.chief, MAILBOX, given="Annan")


def is_readdressed(office: Office, their: Neighbours) -> None:
    readdressed(office, their.chief, their.seat, "ny@example.se")


def is_ended(office: Office, their: Neighbours) -> None:
    entrance.end_sessions_of(office, their.chief, person_id=their.seat.person_id)


def loses_the_seat(office: Office, their: Neighbours) -> None:
    roster.end_representation(
        office,
        their.chief,
        seat_id=their.seat.id,
        version=their.seat.version,
        last_day=office.clock.today(),
    )


def gets_and_loses_a_role(office: Office, their: Neighbours) -> None:
    given = {"person_id": their.seat.person_id, "role": Role.AUDITOR}
    roster.grant_role(office, their.chief, **given)  # type: ignore[arg-type]
    roster.withdraw_role(office, their.chief, **given)  # type: ignore[arg-type]


ELSEWHERE: dict[str, Callable[[Office, Neighbours], None]] = {
    one.__name__: one
    for one in (
        becomes_shared,
        is_readdressed,
        is_ended,
        loses_the_seat,
        gets_and_loses_a_role,
    )
}


@pytest.mark.parametrize("what", ELSEWHERE)
def test_what_another_group_does_with_a_mailbox_changes_nothing_here(
    office: Office, cast: Cast, neighbours: Neighbours, hand: Hand, what: str
) -> None:
    before = come_in(office)
    waiting = mailed_link(office)

    ELSEWHERE[what](office, neighbours)

    hand.forward(minutes=14)
    assert roles(office, before, HERE) == {Role.COORDINATOR}
    afterwards = entrance.sign_in(office, waiting).cookie
    assert roles(office, afterwards, HERE) == {Role.COORDINATOR}
    hand.forward(minutes=100)  # longer than a mailbox of several people rests
    assert roles(office, afterwards, HERE) == {Role.COORDINATOR}


def test_a_changed_address_ends_sessions_links_and_codes_in_that_group_alone(
    office: Office, cast: Cast, neighbours: Neighbours
) -> None:
    cookie, waiting = come_in(office), mailed_link(office)
    assert roles(office, cookie, THERE) == {Role.MEMBER}

    is_readdressed(office, neighbours)

    assert roles(office, cookie, THERE) == set()
    assert {one.slug for one in groups_of(office, cookie)} == {HERE}
    later = entrance.sign_in(office, waiting).cookie
    assert {one.slug for one in groups_of(office, later)} == {HERE}


def test_where_several_read_the_mailbox_each_group_asks_for_itself(
    office: Office, cast: Cast, neighbours: Neighbours
) -> None:
    other = seated(office, neighbours.chief, MAILBOX, given="Annan")
    token = mailed_link(office)

    (shared,) = entrance.people_behind(office, token)

    assert {one.person_id for one in shared.people} == {
        neighbours.seat.person_id,
        other.person_id,
    }
    cookie = entrance.sign_in(office, token, person_ids=[other.person_id]).cookie
    assert roles(office, cookie, HERE) == {Role.COORDINATOR}
    there = actor_of(office, cookie, THERE)
    assert there is not None
    assert (there.person_id, there.roles) == (other.person_id, frozenset({Role.MEMBER}))
    # Nobody said who it is there: then nobody comes in there, and here all is as ever.
    silent = come_in(office)
    assert {one.slug for one in groups_of(office, silent)} == {HERE}
    with pytest.raises(BadInput, match="not-behind-this-mailbox"):
        entrance.sign_in(office, mailed_link(office), person_ids=[cast.other_member.person_id or 0])


def test_a_role_behind_a_shared_mailbox_is_capped_there_and_not_here(
    office: Office, cast: Cast, neighbours: Neighbours, hand: Hand
) -> None:
    roster.grant_role(
        office, neighbours.chief, person_id=neighbours.seat.person_id, role=Role.SECRETARY
    )
    becomes_shared(office, neighbours)
    cookie = come_in(office, person_ids=[neighbours.seat.person_id])

    assert roles(office, cookie, THERE) == {Role.MEMBER}
    assert roles(office, cookie, HERE) == {Role.COORDINATOR}
    # Use in one group keeps nothing open in the other, behind a mailbox of several people.
    for _ in range(3):
        hand.forward(minutes=20)
        assert roles(office, cookie, HERE) == {Role.COORDINATOR}
    assert roles(office, cookie, THERE) == set()


def test_a_provider_opens_every_group_in_which_the_address_is_one_persons(
    office: Office, cast: Cast, neighbours: Neighbours
) -> None:
    entry = entrance.sign_in_with(office, provider="entra", address=MAILBOX)
    assert {one.slug for one in groups_of(office, entry.cookie)} == {HERE, THERE}

    becomes_shared(office, neighbours)
    entry = entrance.sign_in_with(office, provider="entra", address=MAILBOX)
    assert {one.slug for one in groups_of(office, entry.cookie)} == {HERE}
    with pytest.raises(NotAllowed):
        entrance.sign_in_with(office, provider="entra", address="nobody@example.se")


def test_a_code_opens_every_group_as_a_member_at_most(
    office: Office, cast: Cast, neighbours: Neighbours
) -> None:
    link = personal_token(office.settings, neighbours.seat.person_id)
    entrance.code_by_mail(office, link, client="x")
    code = next(line for line in mails(office)[-1].text.splitlines() if line[:3].isdecimal())

    entry = entrance.enter_with_code(office, link, code=code.strip())

    assert entry is not None
    assert roles(office, entry.cookie, HERE) == roles(office, entry.cookie, THERE) == {Role.MEMBER}


def test_a_link_from_the_shell_opens_the_group_it_was_made_in_and_no_other(
    office: Office, cast: Cast, neighbours: Neighbours
) -> None:
    shell = replace(neighbours.chief, origin="shell")
    token = entrance.make_sign_in_link(office, shell, person_id=neighbours.seat.person_id)
    cookie = entrance.sign_in(office, token).cookie
    assert {one.slug for one in groups_of(office, cookie)} == {THERE}
    with pytest.raises(NotFound):
        entrance.make_sign_in_link(office, shell, person_id=cast.coordinator.person_id or 0)


def test_a_coordinator_ends_sessions_in_the_own_group_only(
    office: Office, cast: Cast, neighbours: Neighbours
) -> None:
    cookie = come_in(office)
    waiting = mailed_link(office)
    assert entrance.sessions_of(office, cast.coordinator, person_id=cast.coordinator.person_id or 0)

    with pytest.raises(NotFound):
        entrance.end_sessions_of(
            office, neighbours.chief, person_id=cast.coordinator.person_id or 0
        )
    ended = entrance.end_sessions_of(office, neighbours.chief, person_id=neighbours.seat.person_id)

    assert ended == 1
    assert roles(office, cookie, THERE) == set()
    assert roles(office, cookie, HERE) == {Role.COORDINATOR}
    later = entrance.sign_in(office, waiting).cookie
    assert roles(office, later, THERE) == set()
    for actor in (
        cast.member,
        cast.reader,
        replace(cast.member, roles=frozenset({Role.SECRETARY})),
    ):
        with pytest.raises(NotAllowed):
            entrance.end_sessions_of(office, actor, person_id=cast.member.person_id or 0)


def test_a_page_that_draws_itself_again_keeps_no_session_alive(
    office: Office, cast: Cast, hand: Hand
) -> None:
    cookie = come_in(office)
    for _ in range(7):
        hand.forward(minutes=15)
        assert actor_of(office, cookie, HERE, is_use=False) is not None
    hand.forward(minutes=15)
    assert actor_of(office, cookie, HERE, is_use=False) is None


def test_a_link_that_lets_nobody_in_any_more_is_worth_nothing(office: Office, cast: Cast) -> None:
    token = mailed_link(office, "member@example.se")
    entrance.end_sessions_of(office, cast.coordinator, person_id=cast.member.person_id or 0)
    with pytest.raises(RuleBroken, match="link-ended"):
        entrance.sign_in(office, token)


@pytest.mark.parametrize("what", [is_readdressed, is_ended, loses_the_seat])
def test_a_link_that_waits_goes_to_the_mailbox_that_asked_whatever_a_group_does(
    office: Office, cast: Cast, neighbours: Neighbours, what: Callable[[Office, Neighbours], None]
) -> None:
    """Whoever of several groups' people is noted as whose mail it is: here another group's."""
    mine = seated(office, cast.coordinator, "two@example.se")
    their = replace(neighbours, seat=seated(office, neighbours.chief, "two@example.se"))
    first = replace(their, chief=cast.coordinator, seat=mine)
    token = mailed_link(office, "two@example.se")

    what(office, first)
    with mail_server() as (server, port):
        deliver(sending(office, f"smtp://127.0.0.1:{port}"))

    assert server.addresses == ["two@example.se"]
    assert roles(office, entrance.sign_in(office, token).cookie, THERE) == {Role.MEMBER}


@pytest.mark.parametrize("mailbox", [None, "funktion@example.se"])
def test_a_protected_coordinator_without_successor_does_get_the_link(
    office: Office, cast: Cast, mailbox: str | None
) -> None:
    me = cast.coordinator.person_id or 0
    privacy.protect_now(office, cast.coordinator, person_id=me, mailbox=mailbox)
    token = mailed_link(office)
    with mail_server() as (server, port):
        deliver(sending(office, f"smtp://127.0.0.1:{port}"))
    assert server.addresses == [MAILBOX]
    assert roles(office, entrance.sign_in(office, token).cookie, HERE) == {Role.COORDINATOR}


def test_a_code_to_a_function_mailbox_opens_nothing_of_a_mailbox_that_is_kept_for_links(
    office: Office, cast: Cast, neighbours: Neighbours
) -> None:
    """Her colleagues read the function mailbox; the own address is kept for signing in alone."""
    me = cast.coordinator.person_id or 0
    privacy.protect_now(office, cast.coordinator, person_id=me, mailbox="funktion@example.se")
    link = personal_token(office.settings, me)
    entrance.code_by_mail(office, link, client="x")
    mail = mails(office)[-1]
    assert mail.address == "funktion@example.se"
    code = next(line for line in mail.text.splitlines() if line[:3].isdecimal())

    entry = entrance.enter_with_code(office, link, code=code.strip())

    assert entry is not None
    assert roles(office, entry.cookie, HERE) == {Role.MEMBER}
    assert roles(office, entry.cookie, THERE) == set()


ALIKE = [
    ("asa@strasse.example.se", "asa@straße.example.se"),
    ("asa@straße.example.se", "asa@strasse.example.se"),
    ("sasa@example.se", "ſasa@example.se"),
    ("fika@example.se", "ﬁka@example.se"),
]


@pytest.mark.parametrize(("here", "there"), ALIKE)
def test_mailboxes_that_only_look_alike_open_nothing_of_each_other(
    office: Office, cast: Cast, here: str, there: str
) -> None:
    """One group's register cannot make another group's people come in by a mailbox of its own."""
    mine = seated(office, cast.coordinator, here, given="Den")
    theirs = seated(office, cast.outsider, there, given="Andra")

    for address, own, other in ((here, HERE, THERE), (there, THERE, HERE)):
        token = mailed_link(office, address)
        assert mails(office)[-1].address == address
        cookie = entrance.sign_in(office, token).cookie
        assert (roles(office, cookie, own), roles(office, cookie, other)) == ({Role.MEMBER}, set())
        cookie = entrance.sign_in_with(office, provider="entra", address=address).cookie
        assert (roles(office, cookie, own), roles(office, cookie, other)) == ({Role.MEMBER}, set())
    for chief, seat, group in (
        (cast.coordinator, mine, HERE),
        (cast.outsider, theirs, THERE),
    ):
        entrance.send_sign_in_link(office, chief, person_id=seat.person_id)
        cookie = entrance.sign_in(office, token_in(mails(office)[-1])).cookie
        assert {one.slug for one in groups_of(office, cookie)} == {group}
        link = personal_token(office.settings, seat.person_id)
        entrance.code_by_mail(office, link, client="x")
        code = next(line for line in mails(office)[-1].text.splitlines() if line[:3].isdecimal())
        entry = entrance.enter_with_code(office, link, code=code.strip())
        assert entry is not None
        assert {one.slug for one in groups_of(office, entry.cookie)} == {group}


def test_with_a_successor_the_address_kept_for_links_is_kept_nowhere(
    office: Office, cast: Cast
) -> None:
    me = cast.coordinator.person_id or 0
    privacy.protect_now(office, cast.coordinator, person_id=me)
    with mail_server() as (_server, port):
        mailed_link(office)
        deliver(sending(office, f"smtp://127.0.0.1:{port}"))
    mailed_link(office)
    assert [mail.address for mail in mails(office)] == [MAILBOX, MAILBOX]
    successor = cast.member.person_id or 0
    roster.grant_role(office, cast.coordinator, person_id=successor, role=Role.COORDINATOR)
    assert MAILBOX not in repr([(mail.address, mail.state) for mail in mails(office)])
    assert not [mail for mail in mails(office) if mail.state == "waiting"]


def test_whoever_is_kept_a_way_in_starts_another_group_with_the_same(
    office: Office, cast: Cast
) -> None:
    me = cast.coordinator.person_id or 0
    privacy.protect_now(office, cast.coordinator, person_id=me, mailbox="funktion@example.se")
    slug = installation.start_group(
        office, cast.coordinator, name="Tredje", municipality="Tredjeby"
    )
    cookie = come_in(office)
    assert roles(office, cookie, HERE) == roles(office, cookie, slug) == {Role.COORDINATOR}


OWN_DOMAIN = "namn@exempelköping.example"
SPELT = [
    *(OWN_DOMAIN, "namn@xn--exempelkping-cjb.example", "NAMN@EXEMPELKÖPING.EXAMPLE"),
    "Namn@XN--EXEMPELKPING-CJB.example",
]


@pytest.mark.parametrize("kept", SPELT)
def test_a_swedish_domain_is_one_mailbox_by_hand_at_sign_in_and_from_a_provider(
    office: Office, cast: Cast, kept: str
) -> None:
    seat = seated(office, cast.coordinator, kept)
    assert (seat.email or "").lower() == OWN_DOMAIN  # as people read it
    for typed in SPELT:
        token = mailed_link(office, typed)
        assert mails(office)[-1].address == seat.email
        cookie = entrance.sign_in(office, token).cookie
        assert roles(office, cookie, HERE) == {Role.MEMBER}
        cookie = entrance.sign_in_with(office, provider="entra", address=typed).cookie
        assert roles(office, cookie, HERE) == {Role.MEMBER}
        assert [one.id for one in roster.find_by_email(office, cast.coordinator, email=typed)] == [
            seat.id
        ]


@pytest.mark.parametrize("typed", SPELT)
def test_a_list_with_the_mailbox_in_another_spelling_changes_nothing(
    office: Office, cast: Cast, typed: str
) -> None:
    seated(office, cast.coordinator, OWN_DOMAIN)
    agency = "Socialpsykiatrin"
    for one in roster.agencies(office, cast.coordinator):
        agency = one.name if one.slug == "socpsyk" else agency
    content = f"Namn;Verksamhet;Roll;E-post\nÅsa Övning;{agency};ledamot;{typed}\n".encode()
    told = roster.preview_list(office, cast.coordinator, content=content, filename="a.csv")
    assert (told.added, told.changed, told.unchanged) == ((), (), 1)
