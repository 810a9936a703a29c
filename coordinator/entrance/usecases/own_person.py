"""What everybody may correct about themselves: the name, and by a code the address.

Nobody else is asked, whatever role somebody has: a name is the person's own. An address opens
doors, so a code goes to the new one first, and the old one is told.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from coordinator.access import codes
from coordinator.access import in_transaction as access
from coordinator.access.actor import Actor, Role
from coordinator.access.permissions import ANYBODY, use_case
from coordinator.core.database import Session
from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.keys import keyed_hash
from coordinator.core.mailboxes import as_shown, email_key, is_address
from coordinator.core.office import Office
from coordinator.core.outbox import mail as outbox
from coordinator.core.text import clean
from coordinator.core.translation import N_
from coordinator.entrance import letters
from coordinator.entrance.rules import MOST_CODES
from coordinator.groups import in_transaction as groups
from coordinator.roster import in_transaction as roster
from coordinator.roster import person_rows, rows_to_views
from coordinator.roster.changing import await_turn
from coordinator.roster.leading import must_stay_led
from coordinator.roster.rules import optional
from coordinator.roster.tables import Person
from coordinator.roster.views import HolderView
from coordinator.trail.in_transaction import logged_change

_PURPOSE: Final = "address"
_HOUR: Final = timedelta(hours=1)
_SHARED_FREELY: Final = frozenset({Role.MEMBER, Role.READER})


@use_case("entrance.own_details", may=ANYBODY)
def own_details(office: Office, actor: Actor) -> HolderView:
    """What the group's register says of the actor.

    Raises:
        NotFound: the actor is nobody in a register, such as the shell.
    """
    with office.reading() as session:
        return roster.holder_view(session, _own(session, actor))


@use_case("entrance.change_own_name", may=ANYBODY, log=N_("corrected the own name"))
def change_own_name(
    office: Office, actor: Actor, *, version: int, given_name: str, family_name: str
) -> HolderView:
    """Corrects the actor's own name in this group.

    Raises:
        BadInput: a part of the name is missing.
        RuleBroken: the person is protected, and no name is kept; or the actor came in as less than
            the person is, as behind a mailbox of several people.
        Conflict: somebody else saved in between; ``mine`` and ``theirs`` hold both names.
    """
    given, family = optional(given_name), optional(family_name)
    if not (given and family):
        raise BadInput("person-needs-name")
    about = f"person-{actor.person_id}"
    with logged_change(office, actor, about=about) as session:
        row = _own(session, actor)
        _refuse_less(session, actor)
        if row.is_protected:
            raise RuleBroken("own-name-protected")
        if row.hidden_at is not None:
            raise RuleBroken("hidden-until-decided")
        if row.version != version:
            theirs = rows_to_views.name_of(row, None)
            raise Conflict("changed-meanwhile", mine=f"{given} {family}", theirs=theirs)
        row.given_name, row.family_name = given, family
        person_rows.set_sort_key(row)
        session.add(row)
        session.flush()
        return roster.holder_view(session, row)


@use_case("entrance.ask_for_new_address", may=ANYBODY, log=N_("asked for a code to a new address"))
def ask_for_new_address(office: Office, actor: Actor, *, address: str) -> None:
    """Mails a code to the address that is to be the actor's own from now on.

    Raises:
        BadInput: it is no address.
        RuleBroken: the person is protected, the actor came in as less than the person is, the
            mailbox is somebody else's and one of both does more than read, or too many codes have
            been asked for.
    """
    typed = _checked(address)
    now = office.clock.now()
    about = f"person-{actor.person_id}"
    with logged_change(office, actor, about=about) as session:
        row = _own(session, actor)
        _refuse_less(session, actor)
        _check_new(session, actor, row.is_protected, typed)
        assert row.id is not None
        if codes.asked_since(session, row.id, _PURPOSE, now - _HOUR) >= MOST_CODES:
            raise RuleBroken("asked-too-often")
        code = codes.issue(
            session, person_id=row.id, purpose=_PURPOSE, about=_mark(office, typed), now=now
        )
        mail = letters.new_address_mail(
            typed, person_id=row.id, code=code, until=now + codes.LIFETIME
        )
        outbox.queue(session, mail, now=now)


@use_case("entrance.take_new_address", may=ANYBODY, log=N_("changed the own address"))
def take_new_address(office: Office, actor: Actor, *, address: str, code: str) -> bool:
    """Writes the address whose code was typed; False for a wrong one, which counts as a try.

    Whatever the old address opened is over, but for the browser that this comes from; the old
    address gets a mail that says so.

    Raises:
        BadInput, RuleBroken: as :func:`ask_for_new_address`; or there is no code any more, or
            nobody could lead the group afterwards.
    """
    typed = _checked(address)
    now = office.clock.now()
    about = f"person-{actor.person_id}"
    with logged_change(office, actor, about=about) as session:
        await_turn(session, actor.group_id)
        row = _own(session, actor)
        _refuse_less(session, actor)
        _check_new(session, actor, row.is_protected, typed)
        assert row.id is not None
        mark = _mark(office, typed)
        if not codes.spend(
            session, person_id=row.id, purpose=_PURPOSE, about=mark, code=code, now=now
        ):
            return False
        before = row.email
        person_rows.set_address(row, typed)
        session.add(row)
        access.end_everything(session, row.id, now=now, spare=actor.session_id)
        if before and email_key(before) != email_key(typed):
            warning = letters.address_changed_mail(before, person_id=row.id)
            outbox.queue(session, warning, now=now)
        must_stay_led(office, session, actor.group_id)
        return True


def _own(session: Session, actor: Actor) -> Person:
    if actor.person_id is None:
        raise NotFound("not-found")
    return roster.own_row(session, actor.group_id, actor.person_id)


def _refuse_less(session: Session, actor: Actor) -> None:
    """Whoever came in as less than the person is may be another reader of that mailbox.

    With the address they would take what the person may do.
    """
    held = groups.roles_of(session, actor.group_id, actor.person_id or 0)
    if held - actor.roles - _SHARED_FREELY:
        raise RuleBroken("own-details-by-own-mailbox")


def _checked(address: str) -> str:
    typed = clean(address)
    if not is_address(typed):
        raise BadInput("email-odd", text=typed[:80])
    return as_shown(typed)


def _check_new(session: Session, actor: Actor, is_protected: bool, typed: str) -> None:  # noqa: FBT001 - one caller's word
    if is_protected:
        raise RuleBroken("own-address-protected")
    others = roster.others_with_address(session, actor.group_id, typed, but=actor.person_id or 0)
    held = groups.grants_of(session, others)
    works = any(roles - _SHARED_FREELY for roles in (*held.values(), actor.roles))
    if others and works:
        raise RuleBroken("role-needs-own-address")


def _mark(office: Office, typed: str) -> str:
    """Binds a code to the address it went to, without keeping the address."""
    return keyed_hash(office.settings, "new-address", email_key(typed))
