"""Somebody protected here may stand in other groups of the installation, by the same mailbox.

No group changes another's register. On the person's own wish, and said so, the other groups'
coordinators are asked, and until one of them has decided the name is hidden there: it is shown as a
protected one, and nothing else changes. No role, seat, session, link or invitation is taken.

[verify with a lawyer: it tells another authority that somebody is protected]
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Final

from coordinator.access.actor import Actor
from coordinator.access.permissions import COORDINATOR, use_case
from coordinator.core.database import Session, watch_changes
from coordinator.core.errors import BadInput, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.outbox import mail as outbox
from coordinator.core.translation import N_
from coordinator.groups import in_transaction as groups
from coordinator.meetings import in_transaction as meetings
from coordinator.privacy import other_groups, store
from coordinator.privacy.letters import asked_mail
from coordinator.privacy.tables import Elsewhere
from coordinator.privacy.views import AskedHere, AskState, OtherGroup
from coordinator.roster import in_transaction as roster
from coordinator.roster import protection
from coordinator.trail.in_transaction import add_values, append, lock_chains, logged_change
from coordinator.trail.words import entry

MOST_A_DAY: Final = 5  # that one group may ask for; more need the shell
# In the other group's chain.
_ASKED: Final = entry(
    "privacy.asked_from_elsewhere",
    N_("asked, for another group, whether somebody needs protection"),
    room="privacy",
)
_DAY: Final = timedelta(days=1)


@use_case(
    "privacy.ask_elsewhere", may=COORDINATOR, log=N_("asked other groups to protect somebody")
)
def ask_elsewhere(
    office: Office, actor: Actor, *, person_id: int, is_own_wish: bool
) -> tuple[OtherGroup, ...]:
    """Asks the coordinators of the person's other groups to protect; the name is hidden meanwhile.

    ``is_own_wish``: the person wants it and has been told that the others will know.

    Raises:
        BadInput: it is not said that the person wishes it.
        NotFound: nobody who was protected here, or no other group is known.
        RuleBroken: asked for too often today, or all of it was asked or answered before.
    """
    if not is_own_wish:
        raise BadInput("elsewhere-needs-wish")
    now = office.clock.now()
    about = f"person-{person_id}"
    with logged_change(office, actor, about=about) as session:
        rows = store.elsewhere(session, actor.group_id, person_id, lock=True)
        if not rows:
            raise NotFound("not-found")
        waiting = [row for row in rows if row.state in other_groups.UNASKED]
        if not waiting:
            raise RuleBroken("elsewhere-asked-before")
        # Also makes two who ask at once count each other's questions.
        lock_chains(session, {actor.group_id, *(row.other_group_id for row in waiting)})
        asked = store.count_asked_since(session, actor.group_id, now - _DAY)
        if actor.origin != "shell" and asked + len(waiting) > MOST_A_DAY:
            raise RuleBroken("elsewhere-too-often", most=MOST_A_DAY)
        readers = Counter(row.other_group_id for row in rows)
        for row in waiting:
            nobody = Actor(None, "", frozenset(), row.other_group_id, origin="group")
            with watch_changes(session) as changes:
                _ask(office, session, row, now, is_one=readers[row.other_group_id] == 1)
                session.flush()
            there = f"person-{row.other_person_id}"
            append(session, nobody, _ASKED, now=now, about=there, changes=changes)
        add_values(session, asked=len(waiting))
        return other_groups.others(session, actor.group_id, person_id)


def _ask(office: Office, session: Session, row: Elsewhere, now: datetime, *, is_one: bool) -> None:
    """Hides the one person behind the mailbox; of several nobody is hidden, and all are asked.

    ``is_one``: when the person was protected, one person there had the mailbox.
    """
    if roster.is_protected(session, row.other_group_id, row.other_person_id):
        row.state, row.asked_at, row.decided_at = AskState.DECIDED.value, now, now
        session.add(row)
        return
    was_shared = row.state == AskState.SHARED or not is_one
    is_shared = was_shared or store.count_readers(session, row.other_person_id) > 1
    row.state = (AskState.ASKED if is_shared else AskState.HIDDEN).value
    row.asked_at = now
    session.add(row)
    if not is_shared:
        protection.hide(session, row.other_person_id, now)
        meetings.hide_name(session, row.other_group_id, row.other_person_id, now)
    chiefs = groups.coordinators(session, row.other_group_id)
    for person_id, address in roster.addresses(session, chiefs).items():
        if address:
            mail = asked_mail(
                address,
                person_id=person_id,
                group_id=row.other_group_id,
                base_url=office.settings.base_url,
            )
            outbox.queue(session, mail, now=now)


@use_case("privacy.asked_here", may=COORDINATOR)
def asked_here(office: Office, actor: Actor) -> tuple[AskedHere, ...]:
    """About whom of the group another group asks, oldest first: urgent errands.

    A coordinator decides: *Skydda nu* on the person's page, or :func:`show_again`.
    """
    with office.reading() as session:
        rows = store.asked_of(session, actor.group_id, other_groups.OPEN)
        if not rows:
            return ()
        people = [row.other_person_id for row in rows]
        names = roster.person_names(session, actor.group_id, people)
        where = roster.newest_seats(session, actor.group_id, people)
        return tuple(
            AskedHere(
                person_id=row.other_person_id,
                name=names[row.other_person_id],
                agency_slug=where.get(row.other_person_id, (None, None))[0],
                seat_id=where.get(row.other_person_id, (None, None))[1],
                is_hidden=row.state == AskState.HIDDEN,
                asked_at=row.asked_at,
            )
            for row in rows
        )


@use_case("privacy.show_again", may=COORDINATOR, log=N_("decided that no protection is needed"))
def show_again(office: Office, actor: Actor, *, person_id: int) -> None:
    """The group's coordinator has decided that no protection is needed: the name is shown.

    The group that asked cannot hide it again.

    Raises:
        NotFound: nobody asks about this person.
    """
    about = f"person-{person_id}"
    with logged_change(office, actor, about=about) as session:
        rows = [
            row
            for row in store.asked_about(session, person_id, other_groups.OPEN)
            if row.other_group_id == actor.group_id
        ]
        if not rows:
            raise NotFound("not-found")
        for row in rows:
            row.state, row.decided_at = AskState.SHOWN.value, office.clock.now()
            session.add(row)
        since = other_groups.show(session, actor.group_id, person_id)
        if since is not None:
            name = roster.person_names(session, actor.group_id, [person_id])[person_id]
            meetings.name_again(session, actor.group_id, person_id, name, since=since)
