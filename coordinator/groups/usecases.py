"""The group's own settings, and who holds which role."""

from __future__ import annotations

from datetime import time

from coordinator.access.actor import Actor, Role
from coordinator.access.permissions import COORDINATOR, EVERYONE, use_case
from coordinator.core.errors import BadInput
from coordinator.core.mailboxes import as_shown, is_address
from coordinator.core.office import Office
from coordinator.core.text import clean, typed_line
from coordinator.core.translation import N_
from coordinator.groups import in_transaction as groups
from coordinator.groups import store
from coordinator.groups.views import GroupView, RoleHolder
from coordinator.trail.in_transaction import logged_change


@use_case("access.group_settings", may=EVERYONE)
def group_settings(office: Office, actor: Actor) -> GroupView:
    with office.reading() as session:
        return groups.group(session, actor.group_id)


@use_case("access.change_group", may=COORDINATOR, log=N_("changed the group's settings"))
def change_group(
    office: Office,
    actor: Actor,
    *,
    version: int,
    name: str,
    municipality: str,
    quorum_agencies: int | None,
    minutes_heading: str,
    meetings_per_term: int | None = None,
    mailbox: str | None = None,
) -> GroupView:
    """Saves the group's own settings.

    ``mailbox`` and ``meetings_per_term``: None keeps what stands; an empty mailbox is taken away.

    Raises:
        BadInput: an empty name, a number of meetings outside 1..12, or no mail address.
        Conflict: somebody else saved in between.
    """
    name, municipality = typed_line(name), typed_line(municipality)
    if not name or not municipality:
        raise BadInput("group-needs-name")
    if meetings_per_term is not None:
        groups.check_meetings_per_term(meetings_per_term)
    if mailbox is not None:
        mailbox = clean(mailbox)
        if mailbox and not is_address(mailbox):
            raise BadInput("email-odd", text=mailbox)
    with logged_change(office, actor) as session:
        row = groups.group_for_change(session, actor.group_id, version)
        row.name, row.municipality = name, municipality
        if meetings_per_term is not None:
            row.meetings_per_term = meetings_per_term
        row.quorum_agencies = quorum_agencies
        row.minutes_heading = typed_line(minutes_heading) or row.minutes_heading
        if mailbox is not None:
            row.mailbox = as_shown(mailbox) if mailbox else None
        session.flush()
        return groups.group_view(row)


@use_case(
    "access.change_usual_meeting", may=COORDINATOR, log=N_("settled when the group usually meets")
)
def change_usual_meeting(
    office: Office,
    actor: Actor,
    *,
    version: int,
    usual_start: time,
    usual_duration: int,
    meetings_per_term: int,
) -> GroupView:
    """Settles when the group usually meets, for how long (minutes), and how often in a term.

    Proposals, questions about days and bookings begin with it; what is booked stays.

    Raises:
        BadInput: a length outside 15..720 minutes, a meeting over midnight, or a number of
            meetings outside 1..12.
        Conflict: somebody else saved the group's settings in between.
    """
    groups.check_usual_meeting(usual_start, usual_duration, meetings_per_term)
    with logged_change(office, actor) as session:
        row = groups.group_for_change(session, actor.group_id, version)
        row.usual_start, row.usual_duration = f"{usual_start:%H:%M}", usual_duration
        row.meetings_per_term = meetings_per_term
        session.flush()
        return groups.group_view(row)


@use_case("access.role_grants", may=COORDINATOR)
def role_grants(office: Office, actor: Actor) -> tuple[RoleHolder, ...]:
    """Who holds which role in the group."""
    with office.reading() as session:
        return tuple(
            RoleHolder(row.person_id, Role(row.role), row.granted_at)
            for row in store.grants_in(session, actor.group_id)
        )
