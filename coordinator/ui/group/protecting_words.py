"""What places, deeds and limits of Skydda nu are called on screen."""

from __future__ import annotations

from coordinator.core.translation import _, ngettext
from coordinator.privacy.views import Beyond, Did


def where(source: str, field: str, about: str | None) -> str:
    """``Anteckningar, HT2026-1``; an unknown place by its column, so that none goes missing."""
    words = {
        "person.name": _("Name in the group's list"),
        "person.title": _("Job title"),
        "person.phone": _("Phone"),
        "person.email": _("Own e-mail address"),
        "person.sign_in": _("Role and address to sign in with, until somebody else coordinates"),
        "access.doors": _("Sessions, links and codes"),
        "trail_entry.actor_name": _("Own acts in the log"),
        "search_entry.body": _("The search index"),
        "attendance.person_name": _("Attendance"),
        "note.text": _("Notes"),
        "note_draft.base_text": _("Text waiting beside a note"),
        "decision.text": _("Decision"),
        "agenda_item.title": _("Agenda item"),
        "meeting.title": _("The meeting's title"),
        "meeting.theme": _("The meeting's theme"),
        "meeting.venue": _("The meeting's place"),
        "meeting.change_reason": _("Why the meeting was moved or cancelled"),
        "meeting.extra_reason": _("Why an extra meeting"),
        "meeting.joining_link": _("The link to a digital meeting"),
        "meeting.leads": _("Chair or secretary"),
        "minutes.adjuster": _("Adjuster"),
        "minutes.registration_number": _("The notes' registration number"),
        "action_point.text": _("Action point"),
        "action_point.result": _("Action point, result"),
        "action_report.text": _("What an agency said about its action point"),
        "closed_day.name": _("Closed day"),
        "calendar_event.name": _("Event of a calendar that was read in"),
        "day_fall.name": _("Closed day, of a calendar's series"),
        "closed_day.municipality": _("A closed day's municipality"),
        "agency.name": _("An agency's name"),
        "agency.slug": _("An agency's name in addresses"),
        "attendance.agency_name": _("An agency's name, in attendance"),
        "person.contact_channel": _("How somebody is reached"),
        "representation.reference": _("A row's number in a list"),
        "date_poll.message": _("Message of a question about days"),
        "poll_invitee.comment": _("Comment to an answer about days"),
        "collaboration_group.name": _("The group's name"),
        "collaboration_group.municipality": _("The group's municipality"),
        "collaboration_group.minutes_heading": _("The notes' heading"),
        "agency.note": _("Note about an agency"),
        "agency.principal": _("An agency's principal"),
        "go_ahead.reason": _("Reason for a go-ahead"),
        "collaboration_group.mailbox": _("The group's mailbox"),
        "outbox_mail.text": _("Mail"),
    }
    if source == "information_action":
        word = _("Information action")
    else:
        word = words.get(f"{source}.{field}", f"{source}.{field}")
    return f"{word}, {about}" if about else word


def was_done(did: Did) -> str:
    """The same, afterwards."""
    return _(did.afterwards) if did.afterwards else did.heading()


def beyond(what: Beyond, sent_mails: int) -> str:
    if what is Beyond.SENT_MAIL and sent_mails:
        return ngettext(
            "Mail that has been sent: {n} with the name or to the person. Ask the recipients to "
            "delete it.",
            "Mails that have been sent: {n} with the name or to the person. Ask the recipients to "
            "delete them.",
            sent_mails,
        )
    return what.heading()
