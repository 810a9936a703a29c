"""Every text column of the database, who may read it, and how a test plants words in it.

A new text column must be named here: as text with its readers, or as no text at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from sqlalchemy import String, Table
from sqlmodel import AutoString

from coordinator.access.actor import OFFICE, Role
from coordinator.core.database import metadata
from coordinator.core.office import Office

_WRITERS: Final = OFFICE
_ALL: Final = OFFICE | {Role.MEMBER, Role.READER, Role.REGISTRATOR}
_WITH_POINTS: Final = OFFICE | {Role.MEMBER, Role.READER, Role.REGISTRATOR}
_GROUP_NAME: Final = _ALL | {Role.AUDITOR}
_NOBODY: Final[frozenset[Role]] = frozenset()

# Text that somebody typed, or that holds what somebody typed: who of the own group may read it.
TEXTS: Final[dict[str, frozenset[Role]]] = {
    "action_point.result": _WITH_POINTS,
    "action_point.text": _WITH_POINTS,
    "action_report.text": _WRITERS | {Role.MEMBER},
    "agency.name": _GROUP_NAME,
    "agency.note": _WRITERS,
    "agency.principal": _WRITERS,
    "agenda_item.title": _ALL,
    "attendance.agency_name": _ALL,
    "attendance.person_name": _ALL,
    "calendar_event.name": _NOBODY,  # kept to compare with: its days bear the name
    "closed_day.municipality": _ALL,
    "closed_day.name": _ALL,
    "collaboration_group.mailbox": _ALL,
    "collaboration_group.minutes_heading": _ALL,
    "collaboration_group.municipality": _GROUP_NAME,
    "collaboration_group.name": _GROUP_NAME,
    "date_poll.message": _ALL,
    "day_fall.name": _ALL,
    "decision.text": _ALL,  # by the state of the minutes: planted word by word, see DRAFTS
    "form_draft.text": _WRITERS,
    "go_ahead.reason": _WRITERS,
    "information_action.audience": _ALL,
    "information_action.channel": _ALL,
    "information_action.effect": _ALL,
    "information_action.evaluation": _ALL,
    "information_action.material": _ALL,
    "information_action.title": _ALL,
    "masked_text.text": _ALL,
    "meeting.change_reason": _ALL,
    "meeting.extra_reason": _ALL,
    "meeting.joining_link": _NOBODY,  # but whoever is invited, on one page: see JOINING
    "meeting.theme": _ALL,
    "meeting.title": _ALL,
    "meeting.venue": _ALL,  # by kind: see SECRETS
    "minutes.registration_number": _ALL,
    "note.text": _ALL,  # by the state of the minutes: see DRAFTS
    "note_draft.base_text": _WRITERS,
    "outbox_attachment.content": _WRITERS,
    "outbox_attachment.name": _WRITERS,
    "outbox_mail.address": _WRITERS,
    "outbox_mail.html": _WRITERS,
    "outbox_mail.last_error": _WRITERS,
    "outbox_mail.reply_to": _WRITERS,
    "outbox_mail.subject": _WRITERS,
    "outbox_mail.text": _WRITERS,
    "person.contact_channel": _WRITERS,
    "person.email": _WRITERS,
    "person.family_name": _GROUP_NAME,
    "person.given_name": _GROUP_NAME,
    "person.phone": _WRITERS,
    "person.title": _WRITERS,
    "poll_invitee.comment": _WRITERS,
    "representation.reference": _WRITERS,
}

# Codes, keys, hashes, and what is made from the texts above.
NOT_TEXT: Final = {
    "elsewhere.state",
    *("closed_day.rhythm", "closed_day.starts_at", "closed_day.ends_at", "closed_day.left_out"),
    *("calendar_event.instance", "calendar_event.owner", "calendar_event.text"),
    *("calendar_event.uid", "day_fall.starts_at", "day_fall.ends_at"),
    *("planning_settings.weights", "planning_settings.off_hours"),
    *("action_point.code", "action_point.state", "agency.kind", "agency.slug"),
    *("agenda_item.kind", "attendance.duty", "attendance.outcome", "attendance.said"),
    *("form_draft.form", "form_draft.field", "form_draft.tab", "form_draft.page"),
    *("form_draft.base", "minutes.agreed_text", "browser_session.device"),
    *("browser_session.token_hash", "browser_session.way", "closed_day.effect", "closed_day.kind"),
    *("collaboration_group.slug", "collaboration_group.usual_start", "go_ahead.kinds"),
    *(
        "elsewhere.state",
        "date_poll.code",
        "date_poll.state",
        "date_poll.term_code",
        "poll_answer.choice",
    ),
    *("poll_candidate.meeting_code", "poll_invitee.source", "poll_link.token_hash"),
    "poll_link.key_mark",
    *("go_ahead.source", "go_ahead.text_hash", "information_action.code"),
    *("information_action.kind", "information_action.state", "masked_text.field"),
    *("masked_text.source", "meeting.code", "meeting.mode", "meeting.state", "meeting.term_code"),
    *("meeting.uid", "meeting.venue_kind", "meeting.vevent", "meeting.zone", "minutes.state"),
    *("one_time_code.about", "one_time_code.code_hash", "one_time_code.purpose"),
    *("outbox_attachment.content_type", "outbox_attachment.method", "outbox_mail.about"),
    *("outbox_mail.condition", "outbox_mail.condition_about", "outbox_mail.kind"),
    *("outbox_mail.message_id", "outbox_mail.state", "person.email_key", "person.sort_key"),
    *("reply.answer", "reply.source", "representation.duty", "representation.functions"),
    *("role_grant.role", "search_entry.body", "search_entry.kind", "search_entry.meeting_code"),
    *("search_entry.source", "search_entry.title", "search_token.token", "sign_in_attempt.key"),
    *("sign_in_link.next_path", "sign_in_link.token_hash", "term.code", "term.windows"),
    *("trail_checkpoint.hash", "trail_checkpoint.signature", "trail_entry.about"),
    *("trail_entry.actor_name", "trail_entry.changes", "trail_entry.hash", "trail_entry.origin"),
    *("trail_entry.previous", "trail_entry.use_case", "trail_head.hash", "venue_told.how"),
}

_UNIQUE: Final = {"representation.reference"}
# Where nothing but an address can stand: the word before the sign.
_ADDRESSES: Final = {"outbox_mail.address", "outbox_mail.reply_to", "person.email"}

# The way into a digital meeting, and the one page on which its invited people find it.
JOINING: Final = "meeting.joining_link"
JOINING_PAGE: Final = "/my"


def text_columns() -> Iterator[str]:
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, AutoString | String):
                yield f"{table.name}.{column.name}"


def plant(office: Office, group_id: int, word: Callable[[str], str]) -> None:
    """Writes ``word("table.column")`` into every text of every row of a group, past the rules."""
    with office.database.engine.begin() as connection:
        for place in TEXTS:
            name, column = place.split(".")
            where = _of_group(metadata.tables[name])
            value = "? || id" if place in _UNIQUE else "?"
            planted = f"{word(place)}@example.se" if place in _ADDRESSES else word(place)
            connection.exec_driver_sql(
                f"UPDATE {name} SET {column} = {value} WHERE {where}", (planted, group_id)
            )


def _of_group(table: Table) -> str:
    if "group_id" in table.columns:
        return "group_id = ?"
    if table.name == "collaboration_group":
        return "id = ?"
    if table.name == "outbox_attachment":
        return "mail_id IN (SELECT id FROM outbox_mail WHERE group_id = ?)"
    assert table.name == "person", table.name
    return "NOT is_protected AND id IN (SELECT person_id FROM representation WHERE group_id = ?)"
