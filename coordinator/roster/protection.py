"""Taking a name away and giving it back, and what protected coordinators keep till a successor."""

from __future__ import annotations

from datetime import date, datetime

from coordinator.access import in_transaction as access
from coordinator.core.database import Session
from coordinator.core.dates import local_day
from coordinator.core.errors import NotFound
from coordinator.core.mailboxes import email_key
from coordinator.core.outbox import in_transaction as outbox
from coordinator.groups import in_transaction as groups
from coordinator.roster import store
from coordinator.roster.leading import leaders
from coordinator.roster.person_rows import is_for_sign_in_alone, set_address, set_sort_key
from coordinator.roster.rows_to_views import is_nameless
from coordinator.roster.rules import FUNCTION_MAILBOX


def hide(session: Session, person_id: int, now: datetime) -> None:
    """Shows the person without a name from now on; everything that is kept stays."""
    person = store.person(session, person_id)
    if person is not None and not is_nameless(person):
        person.hidden_at = now
        session.add(person)
        session.flush()


def show(session: Session, person_id: int) -> datetime | None:
    """The name is shown again; since when it was hidden."""
    person = store.person(session, person_id)
    if person is None or person.hidden_at is None:
        return None
    since, person.hidden_at = person.hidden_at, None
    session.add(person)
    session.flush()
    return since


def protect(
    session: Session,
    person_id: int,
    *,
    mailbox: str | None,
    now: datetime,
    keeps_sign_in: bool = False,
) -> None:
    """Takes a person's name, title, phone and own address away.

    ``mailbox`` is the function mailbox that mail goes to from now on. Nobody protected leads or
    writes for the group, so its functions end too. ``keeps_sign_in``: links to sign in still go to
    the own address, which nobody is shown (see :func:`hand_over`).
    """
    for seat in store.seats_of_person(session, person_id):
        seat.functions = ""
    person = store.person(session, person_id)
    if person is None:
        raise NotFound("not-found")
    person.is_protected, person.protected_at = True, now
    person.given_name = person.family_name = person.title = person.phone = None
    person.contact_channel = FUNCTION_MAILBOX
    own_key = person.email_key if keeps_sign_in else None
    person.email_key = None
    set_address(person, mailbox)
    person.email_key = own_key or person.email_key
    set_sort_key(person)
    session.flush()


def leave_mailbox_out(session: Session, person_id: int) -> None:
    """No mail goes to a protected person until there is another function mailbox."""
    person = store.person(session, person_id)
    if person is not None:
        set_address(person, None)
        session.flush()


def has_successor(session: Session, group_id: int, person_id: int, day: date) -> bool:
    """Whether somebody else comes in as coordinator, and will go on to do so."""
    return bool(leaders(session, group_id, day).lasting - {person_id})


def hand_over(session: Session, group_id: int, *, now: datetime) -> tuple[int, ...]:
    """Ends what protected coordinators kept until there was a successor; their ids.

    To be called when somebody has become coordinator, or got another address. A successor is a
    coordinator who comes in as one, see :func:`has_successor`: then the others' roles and the
    addresses they signed in with go, also from mails that are kept.
    """
    people = [store.person(session, one) for one in groups.coordinators(session, group_id)]
    waiting = [person for person in people if person and is_for_sign_in_alone(person)]
    if not waiting:
        return ()
    lasting = leaders(session, group_id, local_day(now)).lasting
    if not lasting - {person.id for person in waiting}:
        return ()
    ended = []
    for person in waiting:
        assert person.id is not None
        groups.withdraw(session, group_id, person.id)
        access.end_everything(session, person.id, now=now)
        outbox.forget_person(session, person.id, person.email_key or "")
        person.email_key = email_key(person.email) if person.email else None
        ended.append(person.id)
    session.flush()
    return tuple(ended)
