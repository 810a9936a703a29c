"""Taking over a file of closed days, a list or a calendar, looked at first."""

from __future__ import annotations

from coordinator.access.actor import Actor
from coordinator.access.permissions import COORDINATOR, use_case
from coordinator.core.office import Office
from coordinator.core.text import clean
from coordinator.core.translation import N_
from coordinator.terms import days_from_file
from coordinator.terms.calendar_days import FileOfDays
from coordinator.terms.views import DaysPreview
from coordinator.trail.in_transaction import logged_change


@use_case("terms.preview_days", may=COORDINATOR)
def preview_days(
    office: Office,
    actor: Actor,
    *,
    content: bytes,
    filename: str,
    municipality: str = "",
    agency_id: int | None = None,
) -> DaysPreview:
    """What :func:`import_days` would do; changes nothing.

    Raises:
        BadInput: the file cannot be read, or every fault with its row and column.
        NotFound: no such agency in the group.
    """
    given = FileOfDays(content, filename, clean(municipality), agency_id)
    with office.reading() as session:
        return days_from_file.plan(session, actor.group_id, given, office.clock.today()).preview


@use_case("terms.import_days", may=COORDINATOR, log=N_("imported a list of closed days"))
def import_days(
    office: Office,
    actor: Actor,
    *,
    content: bytes,
    filename: str,
    municipality: str = "",
    agency_id: int | None = None,
) -> DaysPreview:
    """Takes over a list of days (``.csv``), all or nothing, or what can be read of a calendar.

    ``municipality`` or ``agency_id`` say whose days they are where the file says nothing.

    Raises:
        BadInput: the file cannot be read, or every fault of a list with its row and column.
        NotFound: no such agency in the group.
    """
    given = FileOfDays(content, filename, clean(municipality), agency_id)
    with logged_change(office, actor) as session:
        plan = days_from_file.plan(session, actor.group_id, given, office.clock.today())
        plan.carry_out()
        return plan.preview
