"""Every column that holds typed text, and what protecting somebody does with a name in it.

A test compares this list with the tables: a new column of text is named here, or among those that
never hold a name, before anything else works.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from coordinator.access.tables import GoAhead
from coordinator.actions.tables import ActionPoint, ActionReport, InformationAction
from coordinator.core.database import metadata
from coordinator.meetings.tables import AgendaItem, Attendance, Meeting
from coordinator.minutes.tables import Decision, Note, NoteDraft
from coordinator.planning.polls.tables import DatePoll, PollInvitee
from coordinator.roster.tables import Agency
from coordinator.terms.tables import ClosedDayRow


@dataclass(frozen=True)
class Texts:
    """A table of the group and its columns of typed text.

    ``in_minutes``: once the meeting's minutes are approved the text is part of an original, which
    is never altered; others than coordinator and archive then read a masked copy.
    """

    table: type
    columns: tuple[str, ...]
    in_minutes: bool = False

    @property
    def name(self) -> str:
        return str(self.table.__tablename__)  # type: ignore[attr-defined]


TEXTS: Final = (
    Texts(Agency, ("principal", "note")),
    Texts(ClosedDayRow, ("name",)),
    Texts(Meeting, ("theme",), in_minutes=True),
    Texts(Meeting, ("title", "venue", "change_reason", "extra_reason")),
    Texts(AgendaItem, ("title",), in_minutes=True),
    Texts(Attendance, ("person_name",), in_minutes=True),
    Texts(Note, ("text",), in_minutes=True),
    Texts(NoteDraft, ("base_text",)),
    Texts(Decision, ("text",), in_minutes=True),
    Texts(ActionPoint, ("text", "result")),
    Texts(ActionReport, ("text",)),
    Texts(
        InformationAction,
        ("title", "audience", "channel", "material", "evaluation", "effect"),
    ),
    Texts(GoAhead, ("reason",)),
    Texts(DatePoll, ("message",)),
    Texts(PollInvitee, ("comment",)),
)

# Taken care of in another way than by replacing a name in them.
OTHERWISE: Final = frozenset(
    {
        *("person.given_name", "person.family_name", "person.title", "person.email"),
        *("person.phone", "person.sort_key", "person.email_key", "person.contact_channel"),
        *("outbox_mail.address", "outbox_mail.subject", "outbox_mail.text", "outbox_mail.html"),
        *("outbox_attachment.name", "outbox_attachment.content"),
        *("search_entry.title", "search_entry.body", "search_token.token"),  # written anew
        "masked_text.text",  # written anew, from the copy that stands
        "meeting.vevent",  # written anew
        "trail_entry.actor_name",  # shown without the name
        "collaboration_group.mailbox",  # emptied when it is the person's own
        "outbox_mail.reply_to",  # likewise
    }
)

# Codes, keys, words of a fixed list, hashes, and names of bodies rather than people.
NO_NAMES: Final = frozenset(
    {
        *("collaboration_group.slug", "collaboration_group.name", "agency.slug", "agency.name"),
        *("collaboration_group.municipality", "collaboration_group.minutes_heading"),
        *(
            "collaboration_group.usual_start",
            "agency.kind",
            "role_grant.role",
            "sign_in_link.token_hash",
            "sign_in_link.next_path",
        ),
        *("browser_session.token_hash", "browser_session.way", "browser_session.device"),
        *("sign_in_attempt.key", "one_time_code.purpose", "one_time_code.about"),
        *("one_time_code.code_hash", "trail_entry.origin", "trail_entry.use_case"),
        *("trail_entry.about", "trail_entry.changes", "trail_entry.previous", "trail_entry.hash"),
        *("trail_head.hash", "trail_checkpoint.hash", "trail_checkpoint.signature"),
        *("masked_text.source", "masked_text.field", "go_ahead.source", "go_ahead.text_hash"),
        *("go_ahead.kinds", "representation.duty", "representation.functions"),
        *("representation.reference", "term.code", "term.windows", "closed_day.kind"),
        *("closed_day.effect", "meeting.code", "meeting.term_code", "meeting.uid"),
        *("meeting.state", "meeting.zone", "meeting.mode", "meeting.venue_kind"),
        *("meeting.joining_link", "agenda_item.kind", "attendance.agency_name"),
        *("attendance.duty", "attendance.outcome", "venue_told.how", "reply.answer"),
        *("reply.source", "minutes.state", "minutes.registration_number", "action_point.code"),
        *("action_point.state", "information_action.code", "information_action.kind"),
        *("information_action.state", "outbox_mail.kind", "outbox_mail.about"),
        *("outbox_mail.message_id", "outbox_mail.state"),
        *("outbox_mail.condition", "outbox_mail.condition_about", "outbox_mail.last_error"),
        *("outbox_attachment.content_type", "outbox_attachment.method"),
        *("date_poll.code", "date_poll.term_code", "date_poll.state"),
        *("poll_candidate.meeting_code", "poll_invitee.source", "poll_link.token_hash"),
        "poll_answer.choice",
        *("search_entry.source", "search_entry.meeting_code", "search_entry.kind"),
        *("closed_day.rhythm", "closed_day.starts_at", "closed_day.ends_at"),
        *("closed_day.municipality", "planning_settings.weights", "planning_settings.off_hours"),
    }
)


def all_text_columns() -> frozenset[str]:
    """``table.column`` of every column of text in the database."""
    return frozenset(
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if getattr(column.type, "impl", column.type).python_type is str
    )


def known_columns() -> frozenset[str]:
    """Those that this room has an answer for."""
    named = {f"{one.name}.{column}" for one in TEXTS for column in one.columns}
    return frozenset(named | OTHERWISE | NO_NAMES)
