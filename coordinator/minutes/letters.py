"""Who is told about the notes, and in which words: never what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from coordinator.core import addresses, dates
from coordinator.core.database import Session, save
from coordinator.core.mailboxes import email_key
from coordinator.core.office import Office
from coordinator.core.outbox import in_transaction as outbox
from coordinator.core.outbox import kinds
from coordinator.core.outbox.body import Body, as_html, as_text
from coordinator.core.outbox.mail import Mail, queue
from coordinator.core.translation import N_, _, speaking
from coordinator.groups import in_transaction as groups
from coordinator.meetings.tables import Meeting
from coordinator.minutes import in_transaction
from coordinator.minutes.lifecycle import MinutesEvent
from coordinator.minutes.tables import CommentRequest
from coordinator.minutes.views import RecipientView, SendingView
from coordinator.roster import in_transaction as roster
from coordinator.roster.views import Invitee

MINUTES: Final = kinds.kind("minutes", N_("meeting notes"))
STILL_CIRCULATED: Final = kinds.condition("minutes-circulated", in_transaction.is_circulated)
_MAILED: Final = frozenset({MinutesEvent.CIRCULATE, MinutesEvent.SEND})


@dataclass(frozen=True)
class Recipients:
    """Ordinary representatives of the day: each address once, and those who have none."""

    reached: tuple[Invitee, ...]
    unreached: tuple[Invitee, ...]


def recipients(session: Session, group_id: int, day: date) -> Recipients:
    """Who stands for a member agency on the day.

    A protected person is reached through the function mailbox, which is the only address there is.
    Everybody gets the mail, which holds nothing of the notes: what each may read there is decided
    on the page, paragraph by paragraph.
    """
    invited = [one for one in roster.invitees(session, group_id, day) if one.is_member]
    reached: dict[str, Invitee] = {}
    for one in invited:
        if one.email:
            reached.setdefault(email_key(one.email), one)
    return Recipients(tuple(reached.values()), tuple(one for one in invited if not one.email))


def ask_for_comments(session: Session, group_id: int, meeting_id: int, asked: Recipients) -> None:
    """They read the meeting's notes on their own pages while those are out for comments."""
    people = {one.person_id for one in (*asked.reached, *asked.unreached)}
    save(
        session,
        *(
            CommentRequest(group_id=group_id, meeting_id=meeting_id, person_id=person_id)
            for person_id in sorted(people)
        ),
    )


def subject_and_body(
    session: Session,
    office: Office,
    meeting: Meeting,
    event: MinutesEvent,
    comments_by: date | None,
) -> tuple[str, Body]:
    """Subject and body: the day of the meeting and where to read, nothing else."""
    group = groups.group(session, meeting.group_id).slug
    day = dates.local_day(meeting.starts_at)
    when = f"{dates.long_day(day, year=True)} ({dates.week(day)})"
    page = addresses.my_meeting(meeting.code, group=group)
    link = f"{office.settings.base_url.rstrip('/')}{page}"
    if event is MinutesEvent.CIRCULATE:
        subject = _("Notes to comment on: meeting {day}", day=when)
        heading = _("Notes to comment on")
        text = _("The notes of the meeting are out for comments. You read the draft on your page.")
        deadline = (
            _("Comments until {day}.", day=dates.long_day(comments_by)) if comments_by else ""
        )
        button = _("Read the draft")
        after = _("You sign in the usual way. The notes themselves are never sent by email.")
    else:
        subject = _("Notes: meeting {day}", day=when)
        heading = _("The notes are ready")
        text = _("The notes of the meeting are approved. You read them on your page.")
        deadline = ""
        button = _("Read the notes")
        after = _("You sign in the usual way. The notes themselves are never sent by email.")
    return subject, Body(
        heading=heading,
        facts=((_("Meeting"), when),),
        paragraphs=(text,),
        deadline=deadline,
        button=(button, link),
        after=(after,),
        why=_(
            "You get this email because you take part in the meetings. Questions: answer this "
            "email."
        ),
    )


def view(
    session: Session,
    office: Office,
    meeting: Meeting,
    event: MinutesEvent,
    *,
    comments_by: date | None,
) -> SendingView:
    """What would be sent, to whom, for a look before it is."""
    found = recipients(session, meeting.group_id, office.clock.today())
    with speaking("sv"):
        subject, body = subject_and_body(session, office, meeting, event, comments_by)
        html = as_html(body)
    return SendingView(
        recipients=tuple(RecipientView(one.name, one.agency_name) for one in found.reached),
        without_address=tuple(RecipientView(one.name, one.agency_name) for one in found.unreached),
        subject=subject,
        html=html,
        goes_by_itself=office.settings.mail_goes,
    )


def queue_mails(
    session: Session,
    office: Office,
    meeting: Meeting,
    event: MinutesEvent,
    *,
    comments_by: date | None,
) -> Recipients:
    """Queues one mail per recipient, in the caller's transaction; who they are.

    What an earlier step queued and has not gone yet is let go: it tells of a step that was left.
    """
    outbox.drop_waiting(
        session, group_id=meeting.group_id, kinds=(MINUTES,), about=meeting.code, also_failed=True
    )
    if event not in _MAILED:
        return Recipients((), ())
    found = recipients(session, meeting.group_id, office.clock.today())
    with speaking("sv"):
        subject, body = subject_and_body(session, office, meeting, event, comments_by)
        text, html = as_text(body), as_html(body)
    is_draft = event is MinutesEvent.CIRCULATE
    for one in found.reached:
        assert one.email is not None
        queue(
            session,
            Mail(
                kind=MINUTES,
                address=one.email,
                subject=subject,
                text=text,
                html=html,
                group_id=meeting.group_id,
                person_id=one.person_id,
                about=meeting.code,
                condition=STILL_CIRCULATED if is_draft else None,
                condition_about=str(meeting.id) if is_draft else None,
            ),
            now=office.clock.now(),
        )
    return found
