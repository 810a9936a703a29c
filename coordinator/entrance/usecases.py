"""Coming in: by a link, by mail, by a code, by a provider; and going out again.

Nobody is an actor yet here, except where the office sends somebody a link.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from coordinator.access import attempts, codes
from coordinator.access import steps as access
from coordinator.access.actor import Actor
from coordinator.access.rules import permit
from coordinator.access.trail import acting
from coordinator.access.usecases import CODE
from coordinator.core import addresses
from coordinator.core.database import Session
from coordinator.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.outbox import letters as outbox
from coordinator.core.text import clean, is_address
from coordinator.entrance import letters, personal, steps, store
from coordinator.entrance.rules import (
    MOST_CODES,
    MOST_CODES_A_DAY,
    MOST_PER_ADDRESS,
    MOST_PER_CLIENT,
)
from coordinator.entrance.views import Entry, SharedBy
from coordinator.roster.rules import email_key, sign_in_address
from coordinator.roster.steps import name_of, seats_of_person
from coordinator.roster.tables import Person

LINK = "link"
_PURPOSE = "sign-in"
_DAY = timedelta(days=1)


def ask_for_link(office: Office, *, address: str, client: str, onward: str | None = None) -> None:
    """Mails a link to the address if somebody with it may come in; never tells whether.

    ``client`` is the asker's place on the net. The work is the same either way: for an unknown
    address everything is written as for a known one and then taken back.

    Raises:
        BadInput: what was typed is no address.
        RuleBroken: asked for too often, by this client or for this address, known or not.
    """
    typed = clean(address)
    if not is_address(typed):
        raise BadInput("email-odd", text=typed[:80])
    now, key = office.clock.now(), email_key(typed)
    with office.transaction() as session:
        attempts.count(
            session,
            office.settings,
            now=now,
            client=(client, MOST_PER_CLIENT),
            address=(key, MOST_PER_ADDRESS),
        )
        people = store.people_who_may_enter(session, office.clock.today(), email_key=key)
        with session.begin_nested() as step:
            token = access.add_link(
                session,
                person_id=people[0].id if people else None,
                now=now,
                shared_mailbox=store.is_shared(people),
                next_path=addresses.onward(onward),
            )
            # The mail goes to the address that is kept, never to the one that was typed.
            letter = letters.link_letter(
                (_address(people[0]) if people else None) or typed,
                person_id=people[0].id if people else None,
                base_url=office.settings.base_url,
                token=token,
                until=now + access.LINK_LIFETIME,
            )
            outbox.queue(session, letter, now=now)
            if not people:
                step.rollback()


def _address(person: Person) -> str | None:
    return sign_in_address(person.email, person.email_key)


def send_sign_in_link(office: Office, actor: Actor, *, person_id: int) -> None:
    """Mails a link to somebody of the group; the office never sees it.

    Raises:
        NotFound: nobody of the group who may come in.
        BadInput: the person has no address.
    """
    permit(actor, "entrance.send_sign_in_link")
    now, day = office.clock.now(), office.clock.today()
    with acting(office, actor, "entrance.send_sign_in_link") as session:
        people = store.people_who_may_enter(
            session, day, person_id=person_id, group_id=actor.group_id
        )
        if not people:
            raise NotFound("nobody-may-enter")
        person = people[0]
        address = _address(person)
        if not address or not person.email_key:
            raise BadInput("person-without-address")
        sharing = store.people_who_may_enter(session, day, email_key=person.email_key)
        token = access.add_link(
            session, person_id=person_id, now=now, shared_mailbox=store.is_shared(sharing)
        )
        letter = letters.link_letter(
            address,
            person_id=person_id,
            base_url=office.settings.base_url,
            token=token,
            until=now + access.LINK_LIFETIME,
        )
        outbox.queue(session, letter, now=now)


def may_enter(office: Office, actor: Actor, *, person_id: int) -> bool:
    """Whether somebody of the group has anything to sign in to today."""
    permit(actor, "entrance.may_enter")
    with office.reading() as session:
        return bool(
            store.people_who_may_enter(
                session, office.clock.today(), person_id=person_id, group_id=actor.group_id
            )
        )


def people_behind(office: Office, token: str) -> tuple[SharedBy, ...]:
    """Who may press the button of a link that went to a mailbox of several people; else nobody.

    Raises:
        RuleBroken: the link is unknown, used or too old.
    """
    day = office.clock.today()
    with office.reading() as session:
        link = access.link_of(session, token, now=office.clock.now())
        if not link.shared_mailbox or link.person_id is None:
            return ()
        found = store.people_who_may_enter(session, day, person_id=link.person_id)
        if not found or not found[0].email_key:
            return ()
        sharing = store.people_who_may_enter(session, day, email_key=found[0].email_key)
        return tuple(
            SharedBy(person.id, name_of(person, _first_agency(session, person.id, office)))
            for person in sharing
            if person.id is not None
        )


def _first_agency(session: Session, person_id: int, office: Office) -> str | None:
    seats = seats_of_person(session, person_id, office.clock.today()).seats
    return seats[0].agency_name if seats else None


def sign_in(
    office: Office,
    token: str,
    *,
    person_id: int | None = None,
    device: str = "",
    earlier: str | None = None,
) -> Entry:
    """Spends the link and opens a session.

    ``person_id``: who it is, of several behind one mailbox. ``earlier``: the cookie the browser
    came with; whatever it opened is over.

    Raises:
        RuleBroken: the link is unknown, used or too old, or its person may not come in any more.
        BadInput: several people share the mailbox, and it was not said who this is.
    """
    now, day = office.clock.now(), office.clock.today()
    with office.transaction() as session:
        link = access.link_of(session, token, now=now)
        who = link.person_id
        if link.shared_mailbox and person_id is not None and person_id != who:
            who = _one_of_them(office, session, who, person_id)
        access.spend_link(session, link, now=now)
        _leave_earlier(session, earlier, now=now)
        if who is None:
            cookie = access.open_session(
                session, person_id=None, way=LINK, device=device, now=now, is_founder=True
            )
            return Entry(cookie, "/")
        entry = steps.come_in(
            session,
            person_id=who,
            way=LINK,
            device=device,
            now=now,
            day=day,
            shared_mailbox=link.shared_mailbox,
            onward=link.next_path,
        )
        if entry is None:
            raise RuleBroken("link-used")
        return entry


def _one_of_them(office: Office, session: Session, meant: int | None, claimed: int) -> int:
    """The one who says so, if both read the same mailbox."""
    day = office.clock.today()
    found = store.people_who_may_enter(session, day, person_id=meant)
    key = found[0].email_key if found and meant is not None else None
    if not key or claimed not in {
        person.id for person in store.people_who_may_enter(session, day, email_key=key)
    }:
        raise BadInput("not-behind-this-mailbox")
    return claimed


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
        if row.person_id is not None:
            actors = steps.standings_of(session, row.person_id, office.clock.today())
            steps.write_down(session, actors, "entrance.sign_out", way=row.way, now=now)
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
    """Opens a session for the one person whose address a provider has vouched for.

    Raises:
        NotAllowed: nobody, or more than one, with this address may come in; it is not said which.
    """
    now, day = office.clock.now(), office.clock.today()
    # Nothing is mended here: letters that only look alike fold to the same key.
    typed = address or ""
    with office.transaction() as session:
        people = (
            store.people_who_may_enter(session, day, email_key=email_key(typed))
            if is_address(typed)
            else []
        )
        alike = typed.isascii() or [typed] == [person.email for person in people]
        if len(people) != 1 or people[0].id is None or not alike:
            raise NotAllowed("provider-unknown-person")
        _leave_earlier(session, earlier, now=now)
        entry = steps.come_in(
            session,
            person_id=people[0].id,
            way=provider,
            device=device,
            now=now,
            day=day,
            shared_mailbox=store.is_shared(people),
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
    person_id = personal.person_of(office.settings, token)
    with office.reading() as session:
        _enterer(office, session, person_id)


def code_by_mail(office: Office, token: str, *, client: str) -> None:
    """Mails a code to the holder of a personal link; earlier codes are worth nothing any more.

    Raises:
        RuleBroken: no such link, its person may not come in, or asked for too often.
    """
    now = office.clock.now()
    person_id = personal.person_of(office.settings, token)
    with office.transaction() as session:
        person = _enterer(office, session, person_id)
        attempts.count(
            session,
            office.settings,
            now=now,
            client=(client, MOST_PER_CLIENT),
            code=(str(person_id), MOST_CODES),
        )
        if codes.asked_since(session, person_id, _PURPOSE, now - _DAY) >= MOST_CODES_A_DAY:
            raise RuleBroken("asked-too-often")
        code = codes.issue(session, person_id=person_id, purpose=_PURPOSE, about=None, now=now)
        letter = letters.code_letter(
            person.email or "", person_id=person_id, code=code, until=now + codes.LIFETIME
        )
        outbox.queue(session, letter, now=now)


def enter_with_code(
    office: Office, token: str, *, code: str, device: str = "", earlier: str | None = None
) -> Entry | None:
    """Opens a session with a member's rights; None for a wrong code, which counts as a try.

    Raises:
        RuleBroken: no such link, its person may not come in, or there is no code any more.
    """
    now, day = office.clock.now(), office.clock.today()
    person_id = personal.person_of(office.settings, token)
    with office.transaction() as session:
        person = _enterer(office, session, person_id)
        if not codes.spend(
            session, person_id=person_id, purpose=_PURPOSE, about=None, code=code, now=now
        ):
            return None
        _leave_earlier(session, earlier, now=now)
        sharing = store.people_who_may_enter(session, day, email_key=person.email_key)
        entry = steps.come_in(
            session,
            person_id=person_id,
            way=CODE,
            device=device,
            now=now,
            day=day,
            shared_mailbox=store.is_shared(sharing),
            as_member=True,
        )
        if entry is None:
            raise RuleBroken("personal-link-odd")
        return entry


def _enterer(office: Office, session: Session, person_id: int) -> Person:
    people = store.people_who_may_enter(session, office.clock.today(), person_id=person_id)
    if not people or not people[0].email:
        raise RuleBroken("personal-link-odd")
    return people[0]
