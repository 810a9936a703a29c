"""Who may do what: one table, read by every use case through :func:`permit`."""

from __future__ import annotations

from collections.abc import Mapping

from coordinator.access.actor import OFFICE, Actor, Role
from coordinator.core.errors import NotAllowed

_COORDINATOR = frozenset({Role.COORDINATOR})
_OFFICE = OFFICE
_REGISTRY = OFFICE | {Role.REGISTRATOR}
_FINDERS = _REGISTRY | {Role.READER}
_EVERYONE = _FINDERS | {Role.MEMBER}
_ANYBODY = _EVERYONE | {Role.AUDITOR}
_MEMBERS = frozenset({Role.MEMBER})
_TRAIL = frozenset({Role.COORDINATOR, Role.AUDITOR})
_STARTERS = frozenset({Role.COORDINATOR, Role.FOUNDER})

MAY: Mapping[str, frozenset[Role]] = {
    "access.make_sign_in_link": _COORDINATOR,
    "access.own_sessions": _ANYBODY,
    "access.end_own_session": _ANYBODY,
    "access.end_other_sessions": _ANYBODY,
    "access.sessions_of": _COORDINATOR,
    "access.end_sessions_of": _COORDINATOR,
    "access.group_settings": _EVERYONE,
    "access.change_group": _COORDINATOR,
    "access.role_grants": _COORDINATOR,
    "access.withdraw_role": _COORDINATOR,
    "access.trail_entries": _TRAIL,
    "access.export_trail": _TRAIL,
    "access.check_trail": _TRAIL,
    "installation.start_group": _STARTERS,
    "installation.open_demo": _STARTERS,
    "installation.backup": _COORDINATOR,
    "entrance.may_enter": _OFFICE,
    "entrance.send_sign_in_link": _OFFICE,
    "entrance.own_details": _ANYBODY,
    "entrance.change_own_name": _ANYBODY,
    "entrance.ask_for_new_address": _ANYBODY,
    "entrance.take_new_address": _ANYBODY,
    "roster.agencies": _EVERYONE,
    "roster.roster": _OFFICE,
    "roster.add_agency": _OFFICE,
    "roster.change_agency": _OFFICE,
    "roster.add_person": _OFFICE,
    "roster.add_role_holder": _COORDINATOR,
    "roster.grant_role": _COORDINATOR,
    "roster.role_holder": _COORDINATOR,
    "roster.change_role_holder": _COORDINATOR,
    "roster.change_person": _OFFICE,
    "roster.end_representation": _OFFICE,
    "roster.preview_list": _OFFICE,
    "roster.import_list": _OFFICE,
    "roster.find_by_email": _OFFICE,
    "roster.names": _OFFICE | {Role.AUDITOR},
    "terms.term": _EVERYONE,
    "terms.terms": _EVERYONE,
    "terms.change_term": _COORDINATOR,
    "terms.closed_days": _EVERYONE,
    "terms.add_closed_day": _OFFICE,
    "terms.change_closed_day": _OFFICE,
    "terms.remove_closed_day": _OFFICE,
    "terms.school_breaks": _OFFICE,
    "terms.enter_days": _COORDINATOR,
    "terms.leave_out_day": _OFFICE,
    "terms.preview_days": _COORDINATOR,
    "terms.import_days": _COORDINATOR,
    "meetings.list_meetings": _EVERYONE,
    "meetings.term_counts": _EVERYONE,
    "meetings.upcoming": _EVERYONE,
    "meetings.find_meetings": _FINDERS,
    "meetings.meeting": _EVERYONE,
    "meetings.change_agenda_item": _OFFICE,
    "meetings.add_agenda_item": _OFFICE,
    "meetings.set_theme": _OFFICE,
    "meetings.set_host": _OFFICE,
    "meetings.start": _OFFICE,
    "meetings.open_item": _OFFICE,
    "meetings.press_tile": _OFFICE,
    "meetings.set_outcome": _OFFICE,
    "meetings.close": _OFFICE,
    "meetings.reopen": _OFFICE,
    "meetings.set_mode": _OFFICE,
    "meetings.ask_for_venue": _EVERYONE,
    "meetings.venue_by_code": _EVERYONE,
    "meetings.mark_venue_told": _OFFICE,
    "meetings.venue_told": _OFFICE,
    "planning.propose": _OFFICE,
    "planning.term_plan": _OFFICE,
    "planning.check": _OFFICE,
    "planning.book": _OFFICE,
    "planning.year_plan": _EVERYONE,
    "planning.polls": _OFFICE,
    "planning.poll": _OFFICE,
    "planning.make_poll": _OFFICE,
    "planning.change_poll": _OFFICE,
    "planning.preview_poll": _OFFICE,
    "planning.open_poll": _OFFICE,
    "planning.type_in_poll_answer": _OFFICE,
    "planning.remind_poll": _OFFICE,
    "planning.ask_newcomers": _OFFICE,
    "planning.close_poll": _OFFICE,
    "planning.reopen_poll": _OFFICE,
    "planning.withdraw_poll": _OFFICE,
    "planning.book_poll": _OFFICE,
    "planning.own_polls": _EVERYONE,
    "planning.own_poll": _EVERYONE,
    "planning.answer_poll": _EVERYONE,
    "planning.planning_settings": _COORDINATOR,
    "planning.change_planning_settings": _COORDINATOR,
    "planning.reset_planning_settings": _COORDINATOR,
    "invitations.calendar_file": _EVERYONE,
    "invitations.my_invitation": _EVERYONE,
    "invitations.replies": _OFFICE,
    "invitations.affected": _OFFICE,
    "invitations.reply_counts": _EVERYONE,
    "invitations.who_declined": _OFFICE,
    "invitations.type_in_reply": _OFFICE,
    "invitations.mark_confirmed_present": _OFFICE,
    "invitations.reschedule": _OFFICE,
    "invitations.cancel": _OFFICE,
    "invitations.outbox": _OFFICE,
    "invitations.mail": _OFFICE,
    "invitations.drop_mail": _OFFICE,
    "invitations.try_mail_again": _OFFICE,
    "invitations.mail_files": _COORDINATOR,
    "invitations.mark_mail_sent": _COORDINATOR,
    "invitations.release_mail": _COORDINATOR,
    "invitations.drop_paused_mail": _COORDINATOR,
    "invitations.deliver": _COORDINATOR,
    "minutes.minutes": _EVERYONE,
    "minutes.open_note": _OFFICE,
    "minutes.save_note": _OFFICE,
    "minutes.take_over_note": _OFFICE,
    "minutes.add_decision": _OFFICE,
    "minutes.change_decision": _OFFICE,
    "minutes.withdraw_decision": _OFFICE,
    "minutes.sending_of": _OFFICE,
    "minutes.advance": _OFFICE,
    "minutes.unclear_places": _OFFICE,
    "minutes.set_adjuster": _OFFICE,
    "minutes.set_registration_number": _REGISTRY,
    "minutes.states": _EVERYONE,
    "minutes.newest": _EVERYONE,
    "actions.action_points": _EVERYONE,
    "actions.action_point": _EVERYONE,
    "actions.points_of_meeting": _EVERYONE,
    "actions.add_action_point": _OFFICE,
    "actions.change_action_point": _OFFICE,
    "actions.close_action_point": _OFFICE,
    "actions.write_off_action_point": _OFFICE,
    "actions.reopen_action_point": _OFFICE,
    "actions.report_action_point": _MEMBERS,
    "actions.information_actions": _EVERYONE,
    "actions.information_action": _EVERYONE,
    "actions.add_information_action": _OFFICE,
    "actions.change_information_action": _OFFICE,
    "actions.advance_information_action": _OFFICE,
    "privacy.places_of_name": _COORDINATOR,
    "privacy.protect_now": _COORDINATOR,
    "privacy.receipt": _COORDINATOR,
    "privacy.scrub": _COORDINATOR,
    "reports.search": _EVERYONE,
    "reports.home": _EVERYONE,
}


def may(use_case: str, actor: Actor) -> bool:
    """Whether the actor has a role that the table names for this use case."""
    return bool(actor.roles & MAY[use_case])


def permit(actor: Actor, use_case: str) -> None:
    """Lets the actor pass, or raises.

    Raises:
        NotAllowed: the actor has none of the roles that the table names for this use case.
    """
    if not may(use_case, actor):
        raise NotAllowed("not-allowed")
