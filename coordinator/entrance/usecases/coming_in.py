"""Coming in: by a link, by mail, by a code, by a provider; and going out again.

Nobody is an actor yet here, except where the office sends somebody a link.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from coordinator.access import attempts, codes
from coordinator.access import in_transaction as access
from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import use_case
from coordinator.access.tables import SignInLink
from coordinator.core import addresses
from coordinator.core.database import Session
from coordinator.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from coordinator.core.mailboxes import as_shown, email_key, is_address
from coordinator.core.office import Office
from coordinator.core.outbox import mail as outbox
from coordinator.core.outbox.store import is_held_up
from coordinator.core.text import clean
from coordinator.core.translation import N_
from coordinator.entrance import in_transaction, letters, personal_links, store
from coordinator.entrance.rules import MOST_CODES, MOST_CODES_A_DAY, MOST_PER_ADDRESS
from coordinator.entrance.usecases.sessions import CODE
from coordinator.entrance.views import Entry, SharedBy, SharedMailbox
from coordinator.groups import in_transaction as groups
from coordinator.roster.in_transaction import seats_of_people
from coordinator.roster.rules import sign_in_address
from coordinator.roster.tables import Person
from coordinator.trail.in_transaction import logged_change

Readers = Mapping[int, Sequence[Person]]  # by group

LINK = "link"
_PURPOSE = "sign-in"
_DAY, _LATE = timedelta(days=1), timedelta(hours=1)


def ask_for_link(office: Office, *, address: str, client: str, onward: str | None = None) -> None:
    """Mails a link to the address if somebody with it may come in; never tells whether.

    ``client`` is the asker's place on the net. The work is the same either way: for an unknown
    address everything is written as for a known one and then taken back.

    Raises:
        BadInput: what was typed is no address.
        RuleBroken: asked for too often, by this client or for this address, known or not.
    """
    typed = clean(address)
    if not typed:
        raise BadInput("address-missing")
    if not is_address(typed):
        raise BadInput("email-odd", text=typed[:80])
    now, key = office.clock.now(), email_key(typed)
    with office.transaction() as session:
        attempts.count(
            session,
            office.settings,
            now=now,
            client=(client, office.settings.sign_in_mails_per_address),
            address=(key, MOST_PER_ADDRESS),
        )
        people = store.people_who_may_enter(session, office.clock.today(), email_keys={key})
        with session.begin_nested() as step:
            token = access.add_link(
                session, person_ids=_ids(people), now=now, next_path=addresses.onward(onward)
            )
            # The mail goes to the address that is kept, never to the one that was typed.
            mail = letters.link_mail(
                (_address(people[0]) if people else None) or typed,
                person_id=people[0].id if people else None,
                base_url=office.settings.base_url,
                token=token,
                until=now + access.LINK_LIFETIME,
            )
            outbox.queue(session, mail, now=now)
            if not people:
                step.rollback()


def is_mail_late(office: Office) -> bool:
    """Whether mail that was due an hour ago still waits for a server that takes nothing.

    Nothing of anybody's own links is looked at, so that it tells nothing of an address.
    """
    with office.reading() as session:
        return is_held_up(session, before=office.clock.now() - _LATE)


def _ids(people: Sequence[Person]) -> list[int]:
    return [one.id for one in people if one.id is not None]


def _address(person: Person) -> str | None:
    return sign_in_address(person.email, person.email_key)


@use_case("entrance.send_sign_in_link", may=OFFICE, log=N_("sent somebody a sign-in link"))
def send_sign_in_link(office: Office, actor: Actor, *, person_id: int) -> None:
    """Mails a link to somebody of the group; the office never sees it.

    Raises:
        NotFound: nobody of the group who may come in.
        BadInput: the person has no address.
    """
    now, day = office.clock.now(), office.clock.today()
    with logged_change(office, actor) as session:
        people = store.people_who_may_enter(
            session, day, person_ids={person_id}, group_id=actor.group_id
        )
        if not people:
            raise NotFound("nobody-may-enter")
        person = people[0]
        address = _address(person)
        if not address or not person.email_key:
            raise BadInput("person-without-address")
        # The mailbox opens what stands for it in every group, as if its reader had asked.
        behind = store.people_who_may_enter(session, day, email_keys={person.email_key})
        token = access.add_link(session, person_ids=_ids(behind), now=now)
        mail = letters.link_mail(
            address,
            person_id=person_id,
            base_url=office.settings.base_url,
            token=token,
            until=now + access.LINK_LIFETIME,
        )
        outbox.queue(session, mail, now=now)


@use_case("entrance.may_enter", may=OFFICE)
def may_enter(office: Office, actor: Actor, *, person_id: int) -> bool:
    """Whether somebody of the group has anything to sign in to today."""
    with office.reading() as session:
        return bool(
            store.people_who_may_enter(
                session, office.clock.today(), person_ids={person_id}, group_id=actor.group_id
            )
        )


def people_behind(office: Office, token: str) -> tuple[SharedMailbox, ...]:
    """The groups in which several people may press the button of a link, and who they are.

    Raises:
        RuleBroken: the link is unknown, used or too old.
    """
    with office.reading() as session:
        link = access.link_of(session, token, now=office.clock.now())
        several = [
            here
            for here in store.by_group(_people_of_link(office, session, link)).values()
            if len(here) > 1
        ]
        shared = groups.groups_by_id(session, [here[0].group_id for here in several])
        ids = [person.id for here in several for person in here if person.id is not None]
        seats = seats_of_people(session, ids, office.clock.today())
        return tuple(
            SharedMailbox(
                f"{shared[here[0].group_id].name}, {shared[here[0].group_id].municipality}",
                tuple(
                    SharedBy(person.id, seats[person.id].name)
                    for person in here
                    if person.id is not None
                ),
            )
            for here in several
        )


def way_home(office: Office, token: str, cookie: str) -> str | None:
    """Where whoever is signed in goes on to when they open their own link once more.

    None when it is somebody else's, or lets in nobody any more.
    """
    now, day = office.clock.now(), office.clock.today()
    with office.reading() as session:
        link, row = access.any_link(session, token), access.living_session(session, cookie, now=now)
        if link is None or row is None:
            return None
        if link.is_founder or row.is_founder:
            return addresses.page("home") if link.is_founder and row.is_founder else None
        here = access.people_of_session(session, row.id)
        if not {one.person_id for one in here} & set(access.people_of_link(session, link)):
            return None
        found = in_transaction.standings_of(session, here, day, is_capped=row.way == CODE)
        return in_transaction.way_on(link.next_path, found) if found else None


def _people_of_link(office: Office, session: Session, link: SignInLink) -> list[Person]:
    ids = access.people_of_link(session, link)
    if not ids:
        return []
    return store.people_who_may_enter(session, office.clock.today(), person_ids=ids)


def _readers(office: Office, session: Session, people: Sequence[Person]) -> Readers:
    """Everybody who may come in by one of these people's mailboxes, by group."""
    keys = {one.email_key for one in people if one.email_key}
    if not keys:
        return {}
    found = store.people_who_may_enter(session, office.clock.today(), email_keys=keys)
    return store.by_group(found)


def sign_in(
    office: Office,
    token: str,
    *,
    person_ids: Collection[int] = (),
    device: str = "",
    earlier: str | None = None,
) -> Entry:
    """Spends the link and opens a session in every group where its mailbox stands.

    ``person_ids``: who it is, where several people of a group are behind the mailbox. ``earlier``:
    the cookie the browser came with; whatever it opened is over.

    Raises:
        RuleBroken: the link is unknown, used or too old, or lets nobody in any more.
        BadInput: several people share the mailbox, and it was not said who this is.
    """
    now, day = office.clock.now(), office.clock.today()
    with office.transaction() as session:
        link = access.link_of(session, token, now=now)
        if link.is_founder:
            access.spend_link(session, link, now=now)
            _leave_earlier(session, earlier, now=now)
            cookie = access.open_session(session, way=LINK, device=device, now=now, is_founder=True)
            return Entry(cookie, "/")
        people = _people_of_link(office, session, link)
        if not set(person_ids) <= {one.id for one in people}:
            raise BadInput("not-behind-this-mailbox")
        who = in_transaction.one_of_each_group(
            people, person_ids, _readers(office, session, people)
        )
        if people and not who:
            raise BadInput("say-who-you-are")
        access.spend_link(session, link, now=now)
        _leave_earlier(session, earlier, now=now)
        entry = in_transaction.come_in(
            session, who, way=LINK, device=device, now=now, day=day, onward=link.next_path
        )
        if entry is None:
            raise RuleBroken("link-ended")
        return entry


def _leave_earlier(session: Session, cookie: str | None, *, now: datetime) -> None:
    if cookie:
        access.end_session(session, cookie, now=now)


def sign_out(office: Office, cookie: str) -> str | None:
    """Ends the session at once; an unknown cookie is no error. How the person had come in."""
    now = office.clock.now()
    with office.transaction() as session:
        row = access.end_session(session, cookie, now=now)
        if row is None:
            return None
        people = access.people_of_session(session, row.id)
        found = in_transaction.standings_of(session, people, office.clock.today())
        in_transaction.write_down(session, found, in_transaction.SIGN_OUT, way=row.way, now=now)
        return row.way


def sign_in_with(
    office: Office,
    *,
    provider: str,
    address: str | None,
    device: str = "",
    earlier: str | None = None,
    onward: str | None = None,
) -> Entry:
    """Opens a session for whoever's address a provider has vouched for, in each of their groups.

    A group in which several people have the address is left out: a provider vouches for one.

    Raises:
        NotAllowed: nobody with this address may come in anywhere; it is not said why.
    """
    now, day = office.clock.now(), office.clock.today()
    # Nothing is mended here: letters that only look alike may fold to the same key. A domain is
    # spelt in one way only, so it can be no more than what stands before it.
    typed = address or ""
    with office.transaction() as session:
        people = (
            store.people_who_may_enter(session, day, email_keys={email_key(typed)})
            if is_address(typed)
            else []
        )
        is_plain = typed.rpartition("@")[0].isascii()
        alike = [one for one in people if is_plain or as_shown(typed) == one.email]
        readers = store.by_group(people)
        who = in_transaction.one_of_each_group(alike, (), readers)
        _leave_earlier(session, earlier, now=now)
        entry = in_transaction.come_in(
            session,
            [one for one in who if len(readers[one.group_id]) == 1],
            way=provider,
            device=device,
            now=now,
            day=day,
            onward=onward,
        )
        if entry is None:
            raise NotAllowed("provider-unknown-person")
        return entry


def look_at_personal_link(office: Office, token: str) -> None:
    """Whether a personal link may ask for a code.

    Raises:
        RuleBroken: it was not made here, is too old, or its person may not come in any more.
    """
    person_id = personal_links.person_of(office.settings, token)
    with office.reading() as session:
        _enterer(office, session, person_id)


def code_by_mail(office: Office, token: str, *, client: str) -> None:
    """Mails a code to the holder of a personal link; earlier codes are worth nothing any more.

    Raises:
        RuleBroken: no such link, its person may not come in, or asked for too often.
    """
    now = office.clock.now()
    person_id = personal_links.person_of(office.settings, token)
    with office.transaction() as session:
        person = _enterer(office, session, person_id)
        attempts.count(
            session,
            office.settings,
            now=now,
            client=(client, office.settings.sign_in_mails_per_address),
            code=(str(person_id), MOST_CODES),
        )
        if codes.asked_since(session, person_id, _PURPOSE, now - _DAY) >= MOST_CODES_A_DAY:
            raise RuleBroken("asked-too-often")
        code = codes.issue(session, person_id=person_id, purpose=_PURPOSE, about=None, now=now)
        mail = letters.code_mail(
            person.email or "", person_id=person_id, code=code, until=now + codes.LIFETIME
        )
        outbox.queue(session, mail, now=now)


def enter_with_code(
    office: Office,
    token: str,
    *,
    code: str,
    device: str = "",
    earlier: str | None = None,
    onward: str | None = None,
) -> Entry | None:
    """Opens a session with a member's rights; None for a wrong code, which counts as a try.

    Raises:
        RuleBroken: no such link, its person may not come in, or there is no code any more.
    """
    now, day = office.clock.now(), office.clock.today()
    person_id = personal_links.person_of(office.settings, token)
    with office.transaction() as session:
        person = _enterer(office, session, person_id)
        if not codes.spend(
            session, person_id=person_id, purpose=_PURPOSE, about=None, code=code, now=now
        ):
            return None
        _leave_earlier(session, earlier, now=now)
        # The code went to the mailbox; which of several it is, the link says for its own group. An
        # address that is kept for signing in alone is another mailbox, and opens nothing here.
        key = email_key(person.email or "")
        behind = store.people_who_may_enter(session, day, email_keys={key})
        if person not in behind:
            behind.append(person)
        who = in_transaction.one_of_each_group(behind, {person_id}, store.by_group(behind))
        entry = in_transaction.come_in(
            session,
            who,
            way=CODE,
            device=device,
            now=now,
            day=day,
            as_member=True,
            onward=onward,
        )
        if entry is None:
            raise RuleBroken("personal-link-odd")
        return entry


def _enterer(office: Office, session: Session, person_id: int) -> Person:
    people = store.people_who_may_enter(session, office.clock.today(), person_ids={person_id})
    if not people or not people[0].email:
        raise RuleBroken("personal-link-odd")
    return people[0]
