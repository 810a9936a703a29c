"""What the trail's codes are called: each use case as the end of a sentence about who did it."""

from __future__ import annotations

from collections.abc import Mapping

from coordinator.core.translation import N_

USE_CASES: Mapping[str, str] = {
    "access.change_group": N_("changed the group's settings"),
    "access.export_trail": N_("took the log out as a file"),
    "access.grant_role": N_("gave somebody a role"),
    "access.make_sign_in_link": N_("made a sign-in link"),
    "access.withdraw_role": N_("took a role away"),
    "actions.add_action_point": N_("wrote a new action point"),
    "actions.add_information_action": N_("wrote a new information action"),
    "actions.advance_information_action": N_("took an information action a step further"),
    "actions.change_action_point": N_("changed an action point"),
    "actions.change_information_action": N_("changed an information action"),
    "actions.close_action_point": N_("closed an action point"),
    "actions.reopen_action_point": N_("reopened an action point"),
    "actions.write_off_action_point": N_("wrote off an action point"),
    "installation.open_demo": N_("opened the example"),
    "installation.start_group": N_("started the group"),
    "invitations.cancel": N_("cancelled the meeting"),
    "invitations.mark_confirmed_present": N_("ticked those who said yes as present"),
    "invitations.reschedule": N_("moved the meeting"),
    "invitations.type_in_reply": N_("typed in somebody's answer"),
    "meetings.add_agenda_item": N_("added an agenda item"),
    "meetings.change_agenda_item": N_("changed an agenda item"),
    "meetings.close": N_("closed the meeting"),
    "meetings.open_item": N_("went to an agenda item"),
    "meetings.press_tile": N_("ticked an agency's attendance"),
    "meetings.reopen": N_("reopened the meeting"),
    "meetings.set_outcome": N_("set somebody's attendance"),
    "meetings.set_theme": N_("changed the meeting's theme"),
    "meetings.start": N_("started the meeting"),
    "minutes.add_decision": N_("wrote a decision"),
    "minutes.advance": N_("took the notes a step further"),
    "minutes.change_decision": N_("reworded a decision"),
    "minutes.open_note": N_("chose the stored note before an own one"),
    "minutes.save_note": N_("saved a note"),
    "minutes.set_adjuster": N_("chose who adjusts the notes"),
    "minutes.set_registration_number": N_("wrote the notes' registration number"),
    "minutes.take_over_note": N_("saved a note over somebody else's"),
    "minutes.withdraw_decision": N_("withdrew a decision"),
    "planning.book": N_("booked meetings"),
    "roster.add_agency": N_("added an agency"),
    "roster.add_person": N_("added a person"),
    "roster.change_agency": N_("changed an agency"),
    "roster.change_person": N_("changed a person"),
    "roster.end_representation": N_("ended a representation"),
    "roster.import_list": N_("took over a list of people"),
    "terms.add_closed_day": N_("added a closed day"),
    "terms.change_term": N_("changed a term's days"),
    "terms.remove_closed_day": N_("removed a closed day"),
}

ROOMS: Mapping[str, str] = {
    "access": N_("Settings, roles and the log"),
    "actions": N_("Action points and information actions"),
    "installation": N_("The installation"),
    "invitations": N_("Answers, moved and cancelled meetings"),
    "meetings": N_("Meetings and attendance"),
    "minutes": N_("Notes and decisions"),
    "planning": N_("Planning"),
    "roster": N_("Agencies and people"),
    "terms": N_("Terms and closed days"),
}

ORIGINS: Mapping[str, str] = {
    "page": N_("on a page"),
    "link": N_("through a link"),
    "mail": N_("by mail"),
    "shell": N_("in the server's terminal"),
}

TABLES: Mapping[str, str] = {
    "action_point": N_("action point"),
    "agency": N_("agency"),
    "agenda_item": N_("agenda item"),
    "attendance": N_("attendance"),
    "browser_session": N_("signed-in browser"),
    "closed_day": N_("closed day"),
    "collaboration_group": N_("the group"),
    "decision": N_("decision"),
    "go_ahead": N_("reasoned go-ahead"),
    "information_action": N_("information action"),
    "information_action_partner": N_("partner in an information action"),
    "masked_text": N_("text without a protected name"),
    "meeting": N_("meeting"),
    "minutes": N_("meeting notes"),
    "note": N_("note"),
    "note_draft": N_("note that waits"),
    "one_time_code": N_("one-time code"),
    "outbox_attachment": N_("file in a mail"),
    "outbox_mail": N_("mail"),
    "person": N_("person"),
    "reply": N_("answer"),
    "representation": N_("representation"),
    "role_grant": N_("role"),
    "sign_in_attempt": N_("attempt to sign in"),
    "sign_in_link": N_("sign-in link"),
    "term": N_("term"),
    "venue_told": N_("told place"),
}

DID: Mapping[str, str] = {
    "added": N_("new"),
    "changed": N_("changed"),
    "removed": N_("removed"),
}
