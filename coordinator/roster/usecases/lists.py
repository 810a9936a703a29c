"""Taking over a list of people."""

from __future__ import annotations

from datetime import date

from coordinator.access.actor import OFFICE, Actor, Role
from coordinator.access.permissions import use_case
from coordinator.core.database import Session
from coordinator.core.errors import RuleBroken
from coordinator.core.office import Office
from coordinator.core.translation import N_
from coordinator.groups import in_transaction as groups
from coordinator.roster import in_transaction, list_import
from coordinator.roster.changing import changing_roster
from coordinator.roster.list_plan import ListPlan
from coordinator.roster.list_reader import PeopleTable, read_list
from coordinator.roster.views import ListPreview


@use_case("roster.preview_list", may=OFFICE)
def preview_list(office: Office, actor: Actor, *, content: bytes, filename: str) -> ListPreview:
    """What a list would do; nothing is saved.

    Raises:
        BadInput: every fault of the list, with row and column.
    """
    table = read_list(content, filename)
    with office.reading() as session:
        plan = _plan(session, actor, table, office.clock.today())
        return plan.preview(in_transaction.agency_names(session, actor.group_id))


@use_case("roster.import_list", may=OFFICE, log=N_("imported a list of people"))
def import_list(
    office: Office,
    actor: Actor,
    *,
    content: bytes,
    filename: str,
    protected: int | None = None,
) -> ListPreview:
    """Takes over a CSV or Excel list, all or nothing; gives no access roles.

    The same list once more changes nothing, and empty cells erase nothing. ``protected``: how many
    were protected when the list was read in (:class:`ListPreview`); None: it is read in now.

    Raises:
        BadInput: every fault of the list, with row and column.
        RuleBroken: somebody was protected since: the list may hold the name.
    """
    table = read_list(content, filename)
    with changing_roster(office, actor) as session:
        plan = _plan(session, actor, table, office.clock.today())
        if protected not in {None, plan.protected}:
            raise RuleBroken("list-from-before")
        list_import.carry_out(session, actor.group_id, plan, now=office.clock.now())
        return plan.preview(in_transaction.agency_names(session, actor.group_id))


def _plan(session: Session, actor: Actor, table: PeopleTable, today: date) -> ListPlan:
    return list_import.plan(
        session,
        actor.group_id,
        table,
        today=today,
        above=groups.people_above(session, actor),
        own=None if actor.has(Role.COORDINATOR) else actor.person_id,
        working=lambda ids: groups.need_own_mailbox(session, actor, ids),
    )
