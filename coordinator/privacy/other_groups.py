"""In which other groups somebody protected stands, inside the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from coordinator.core.database import Session
from coordinator.groups import in_transaction as groups
from coordinator.meetings import in_transaction as meetings
from coordinator.privacy import store
from coordinator.privacy.tables import Elsewhere
from coordinator.privacy.views import AskState, OtherGroup
from coordinator.roster import protection

OPEN: Final = frozenset({AskState.HIDDEN, AskState.ASKED})  # asked, and not decided yet
UNASKED: Final = frozenset({AskState.KNOWN, AskState.SHARED})


def note(session: Session, group_id: int, person_id: int, mailbox: str | None) -> None:
    """Remembers, while the address is still known, in which other groups the mailbox stands.

    And whether several people read it here: then nobody can tell who of them stands there.
    """
    known = store.elsewhere_ids(session, group_id)
    is_shared = store.count_readers(session, person_id) > 1
    state = AskState.SHARED if is_shared else AskState.KNOWN
    for other in store.people_in_other_groups(session, group_id, mailbox) if mailbox else ():
        if other.id is not None and other.id not in known:
            session.add(
                Elsewhere(
                    group_id=group_id,
                    person_id=person_id,
                    other_group_id=other.group_id,
                    other_person_id=other.id,
                    state=state.value,
                )
            )
    session.flush()


def settle(session: Session, group_id: int, person_id: int, now: datetime) -> None:
    """The person is being protected here: what another group asked for is decided.

    What was hidden meanwhile is looked through like everything else.
    """
    rows = store.asked_about(session, person_id, OPEN)
    for row in rows:
        row.state, row.decided_at = AskState.DECIDED.value, now
        session.add(row)
    if rows:
        show(session, group_id, person_id)


def show(session: Session, group_id: int, person_id: int) -> datetime | None:
    """The name is shown in the group again, wherever it was hidden; since when it was."""
    since = protection.show(session, person_id)
    if since is not None:
        meetings.show_name(session, group_id, person_id, since=since)
    return since


def others(session: Session, group_id: int, person_id: int) -> tuple[OtherGroup, ...]:
    """The other groups in which somebody protected here stands, by name, each once."""
    rows = store.elsewhere(session, group_id, person_id)
    others = groups.groups_by_id(session, [row.other_group_id for row in rows])
    states: dict[int, AskState] = {}
    for row in rows:
        states.setdefault(row.other_group_id, AskState(row.state))
    return tuple(
        OtherGroup(other.name, other.municipality, states[one]) for one, other in others.items()
    )
