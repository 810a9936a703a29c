"""Who may do what: one table, read by every use case through :func:`permit`."""

from __future__ import annotations

from collections.abc import Mapping

from coordinator.access.actor import Actor, Role
from coordinator.core.errors import NotAllowed

_COORDINATOR = frozenset({Role.COORDINATOR})
_OFFICE = frozenset({Role.COORDINATOR, Role.READER})
_EVERYONE = frozenset({Role.COORDINATOR, Role.MEMBER, Role.READER})
_STARTERS = frozenset({Role.COORDINATOR, Role.FOUNDER})

MAY: Mapping[str, frozenset[Role]] = {
    "access.make_sign_in_link": _COORDINATOR,
    "access.group_settings": _EVERYONE,
    "access.change_group": _COORDINATOR,
    "access.role_grants": _COORDINATOR,
    "access.grant_role": _COORDINATOR,
    "access.withdraw_role": _COORDINATOR,
    "installation.start_group": _STARTERS,
    "installation.open_demo": _STARTERS,
    "installation.backup": _COORDINATOR,
    "roster.agencies": _EVERYONE,
    "roster.roster": _COORDINATOR,
    "roster.add_agency": _COORDINATOR,
    "roster.change_agency": _COORDINATOR,
    "roster.add_person": _COORDINATOR,
    "roster.change_person": _COORDINATOR,
    "roster.end_representation": _COORDINATOR,
    "roster.preview_list": _COORDINATOR,
    "roster.import_list": _COORDINATOR,
    "roster.find_by_email": _COORDINATOR,
    "roster.names": _COORDINATOR,
    "terms.term": _EVERYONE,
    "terms.change_term": _COORDINATOR,
    "terms.closed_days": _EVERYONE,
    "terms.repeating_days": _COORDINATOR,
    "terms.add_closed_day": _COORDINATOR,
    "terms.change_closed_day": _COORDINATOR,
    "terms.remove_closed_day": _COORDINATOR,
    "terms.preview_days": _COORDINATOR,
    "terms.import_days": _COORDINATOR,
    "meetings.list_meetings": _EVERYONE,
    "meetings.term_counts": _EVERYONE,
    "meetings.upcoming": _EVERYONE,
    "meetings.find_meetings": _OFFICE,
    "meetings.meeting": _EVERYONE,
    "meetings.change_agenda_item": _COORDINATOR,
    "meetings.add_agenda_item": _COORDINATOR,
    "meetings.set_theme": _COORDINATOR,
    "meetings.start": _COORDINATOR,
    "meetings.open_item": _COORDINATOR,
    "meetings.press_tile": _COORDINATOR,
    "meetings.set_outcome": _COORDINATOR,
    "meetings.close": _COORDINATOR,
    "meetings.reopen": _COORDINATOR,
    "planning.propose": _COORDINATOR,
    "planning.term_plan": _COORDINATOR,
    "planning.check": _COORDINATOR,
    "planning.book": _COORDINATOR,
    "planning.planning_settings": _COORDINATOR,
    "planning.change_planning_settings": _COORDINATOR,
    "planning.reset_planning_settings": _COORDINATOR,
    "invitations.calendar_file": _EVERYONE,
    "invitations.replies": _COORDINATOR,
    "invitations.reply_counts": _EVERYONE,
    "invitations.who_declined": _COORDINATOR,
    "invitations.type_in_reply": _COORDINATOR,
    "invitations.mark_confirmed_present": _COORDINATOR,
    "invitations.reschedule": _COORDINATOR,
    "invitations.cancel": _COORDINATOR,
    "minutes.minutes": _EVERYONE,
    "minutes.open_note": _COORDINATOR,
    "minutes.save_note": _COORDINATOR,
    "minutes.take_over_note": _COORDINATOR,
    "minutes.add_decision": _COORDINATOR,
    "minutes.change_decision": _COORDINATOR,
    "minutes.withdraw_decision": _COORDINATOR,
    "minutes.advance": _COORDINATOR,
    "minutes.set_adjuster": _COORDINATOR,
    "minutes.set_registration_number": _COORDINATOR,
    "minutes.states": _EVERYONE,
    "actions.action_points": _EVERYONE,
    "actions.action_point": _EVERYONE,
    "actions.points_of_meeting": _EVERYONE,
    "actions.add_action_point": _COORDINATOR,
    "actions.change_action_point": _COORDINATOR,
    "actions.close_action_point": _COORDINATOR,
    "actions.write_off_action_point": _COORDINATOR,
    "actions.reopen_action_point": _COORDINATOR,
    "actions.information_actions": _EVERYONE,
    "actions.information_action": _EVERYONE,
    "actions.add_information_action": _COORDINATOR,
    "actions.change_information_action": _COORDINATOR,
    "actions.advance_information_action": _COORDINATOR,
    "reports.search": _EVERYONE,
    "reports.home": _EVERYONE,
}


def permit(actor: Actor, use_case: str) -> None:
    """Lets the actor pass, or raises.

    Raises:
        NotAllowed: the actor has none of the roles that the table names for this use case.
    """
    if not (actor.roles & MAY[use_case]):
        raise NotAllowed("not-allowed")
