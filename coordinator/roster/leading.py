"""Who can come in and lead the group; nothing that changes people or roles takes the last away.

Whoever leads is a coordinator with a mailbox (or an account at a provider, which is known by its
address) that nobody else of the group comes in by: behind a mailbox of several people everybody is
a member at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coordinator.access.actor import Role
from coordinator.core.database import Session
from coordinator.core.errors import RuleBroken
from coordinator.core.mailboxes import email_key
from coordinator.core.office import Office
from coordinator.roster import store
from coordinator.roster.rules import comes_in_since


@dataclass(frozen=True)
class Leaders:
    """Ids of those who come in as coordinator.

    ``lasting``: who does so also when every seat that is known of has begun; ``ends``: the first
    day on which nobody of ``today`` does.
    """

    today: frozenset[int]
    lasting: frozenset[int]
    ends: date | None = None


def leaders(session: Session, group_id: int, day: date) -> Leaders:
    """Who comes in and leads, on the day and from then on: one statement."""
    return _leaders(store.readers_of_coordinators(session, group_id, day), day)


def _leaders(readers: list[store.Reader], day: date) -> Leaders:
    shared_since: dict[int, date] = {}
    chiefs = {one.person_id: one for one in readers if Role.COORDINATOR in one.roles}
    for chief in chiefs.values():
        others = [
            since
            for one in readers
            if one.key == chief.key and one.person_id != chief.person_id
            and (since := comes_in_since(one.roles, one.seats)) is not None
        ]  # fmt: skip
        # A protected person's is a function mailbox, but for one that is kept for signing in.
        if chief.is_protected and chief.key == email_key(chief.email or ""):
            others.append(date.min)
        if others:
            shared_since[chief.person_id] = min(others)
    today = frozenset(one for one in chiefs if shared_since.get(one, date.max) > day)
    lasting = frozenset(chiefs) - set(shared_since)
    ends = max((shared_since[one] for one in today), default=None) if not lasting else None
    return Leaders(today, lasting, ends)


def must_stay_led(office: Office, session: Session, group_id: int) -> None:
    """At the end of a change that has waited for its turn: whoever could lead the group still can.

    One question; only where the answer is nobody is it asked too how it was before, which is what
    everybody else still reads: a group that nobody leads must be open to mending.

    Raises:
        RuleBroken: the change leaves nobody, at once or from a day on.
    """
    session.flush()
    day = office.clock.today()
    after = leaders(session, group_id, day)
    if after.lasting:
        return
    with office.reading() as saved:
        before = leaders(saved, group_id, day)
    if before.today and not after.today:
        raise RuleBroken("nobody-would-lead")
    if before.lasting:
        raise RuleBroken("nobody-would-lead-from", day=after.ends or day)


def must_be_led(session: Session, group_id: int, day: date) -> None:
    """For a group that has just been made.

    Raises:
        RuleBroken: nobody comes in and leads it.
    """
    session.flush()
    if not leaders(session, group_id, day).lasting:
        raise RuleBroken("nobody-leads")
