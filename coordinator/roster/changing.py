"""What every change of people and agencies goes through."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from coordinator.access import in_transaction as access
from coordinator.access.actor import Actor
from coordinator.core import scrubbing
from coordinator.core.database import Session
from coordinator.core.errors import RuleBroken
from coordinator.core.office import Office
from coordinator.roster import store
from coordinator.roster.leading import must_stay_led
from coordinator.roster.tables import Person
from coordinator.trail.in_transaction import logged_change


def overwrite_ended_addresses(office: Office, ended: Collection[int]) -> None:
    """After a hand-over: the address that was kept for signing in stands in no file any more."""
    if ended:
        scrubbing.scrub(office.database, {"person", "outbox_mail"})


@contextmanager
def changing_roster(office: Office, actor: Actor) -> Iterator[Session]:
    """A transaction that sees nobody else's half-made change of the roster.

    Raises:
        RuleBroken: nobody could come in and lead the group afterwards.
    """
    with logged_change(office, actor) as session:
        await_turn(session, actor.group_id)
        yield session
        must_stay_led(office, session, actor.group_id)


def await_turn(session: Session, group_id: int) -> None:
    """One at a time changes who is in a group and how they come in."""
    store.queue_up(session, group_id)


def refuse_hidden(person: Person) -> None:
    """Whose name another group has asked to hide is not written again before that is decided."""
    if person.hidden_at is not None:
        raise RuleBroken("hidden-until-decided")


def end_access_by_old_address(
    office: Office, session: Session, actor: Actor, person_id: int
) -> None:
    """Another address: what the old one opened is over; whoever changes their own goes on."""
    spare = actor.session_id if person_id == actor.person_id else None
    access.end_everything(session, person_id, now=office.clock.now(), spare=spare)
