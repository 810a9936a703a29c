"""The polls' mails, in Swedish whatever language the sender's page speaks.

Subjects tell a day and nothing of what the group works with; the body names no agency.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from coordinator.core import addresses
from coordinator.core.calendar.write import calendar_file
from coordinator.core.dates import capitalised, long_day, time_span, week
from coordinator.core.outbox import kinds
from coordinator.core.outbox.body import Body, as_html, as_text
from coordinator.core.outbox.mail import Attachment, Mail
from coordinator.core.translation import N_, _, speaking
from coordinator.planning.polls import in_transaction
from coordinator.planning.polls.tables import DatePoll
from coordinator.planning.polls.views import Candidate
from coordinator.terms.views import Season

# The links in the first three answer for one person and open nothing else: without a mail server
# the coordinator, who may type the same answers in, sends them by hand.
QUESTION: Final = kinds.kind("poll", N_("question about days"), may_go_by_hand=True)
REMINDER: Final = kinds.kind(
    "poll_reminder", N_("reminder of a question about days"), may_go_by_hand=True
)
ROTA: Final = kinds.kind(  # when the person's rota is set
    "poll_rota", N_("question about days, asked again"), may_go_by_hand=True
)
BOOKED: Final = kinds.kind("poll_booked", N_("word of booked days"))
ASKING: Final = (QUESTION, REMINDER, ROTA)  # what asks the question, whenever
ALL: Final = (*ASKING, BOOKED)

# Which of them still holds when it goes; asked about an invitee, by id.
CONDITIONS: Final = {
    QUESTION: kinds.condition("poll-open", in_transaction.is_open),
    REMINDER: kinds.condition("poll-answer-missing", in_transaction.is_answer_missing),
    ROTA: kinds.condition("poll-rota-due", in_transaction.is_rota_due),
}


def question(term_code: str) -> str:
    """The heading of mail and page: ``När kan du våren 2027?``."""
    year = term_code[2:]
    if term_code.startswith(Season.VT):
        return _("When can you come, spring {year}?", year=year)
    return _("When can you come, autumn {year}?", year=year)


def asking(
    poll: DatePoll,
    candidates: Sequence[Candidate],
    *,
    address: str,
    name: str,
    link: str,
    person_id: int | None = None,
    kind: str = QUESTION,
) -> Mail:
    """The question, or a reminder of it, with the personal link."""
    with speaking("sv"):
        last = f"{long_day(poll.answer_by)} ({week(poll.answer_by)})"
        lines = [_line(one) for one in candidates]
        if kind == REMINDER:
            by = long_day(poll.answer_by)
            subject = _("Reminder: answer about meeting days by {day}", day=by)
            first = _("We have no answer from you yet.")
        else:
            subject = _("Days for our meetings: answer by {day}", day=long_day(poll.answer_by))
            first = _(
                "We will choose {wanted} of {all} days.", wanted=poll.wanted, all=len(candidates)
            )
        body = Body(
            heading=question(poll.term_code),
            paragraphs=(first, *([poll.message] if poll.message else ()), "\n".join(lines)),
            deadline=_("Please answer by {day}.", day=last),
            button=(_("Answer which days suit"), link),
            after=(
                _("The link is personal, for {name}. Do not pass it on.", name=name),
                _("You can change your answer until the last day."),
            ),
            why=_("You get this because you are a member of the collaboration group."),
        )
        return Mail(
            kind=kind,
            address=address,
            subject=subject,
            text=as_text(body),
            html=as_html(body),
            group_id=poll.group_id,
            person_id=person_id,
            about=poll.code,
            is_secret=True,
        )


def booked(
    poll: DatePoll,
    chosen: Sequence[tuple[Candidate, str]],
    *,
    address: str,
    person_id: int | None = None,
) -> Mail:
    """The days that were chosen, to be saved, each with its calendar file (PUBLISH).

    ``chosen``: candidates with their meetings' stored calendar entries.
    """
    with speaking("sv"):
        body = Body(
            heading=_("These days were chosen"),
            paragraphs=("\n".join(_line(one) for one, _entry in chosen),),
            after=(
                _("Save them in your calendar: the files are attached, one for each day."),
                _("You need not answer now. The coordinator sends the agenda before each meeting."),
            ),
            why=_("You get this because you are a member of the collaboration group."),
        )
        return Mail(
            kind=BOOKED,
            address=address,
            subject=_("Save the date: {days}", days=_days([one.day for one, _entry in chosen])),
            text=as_text(body),
            html=as_html(body),
            group_id=poll.group_id,
            person_id=person_id,
            about=poll.code,
            attachments=tuple(
                Attachment(
                    name=addresses.calendar_file_name(one.day),
                    content_type="text/calendar",
                    content=calendar_file([entry], method="PUBLISH"),
                )
                for one, entry in chosen
            ),
        )


def _line(candidate: Candidate) -> str:
    day = f"{capitalised(long_day(candidate.day, year=True))} ({week(candidate.day)})"
    return f"{day}, {time_span(candidate.start, candidate.end)}"


def _days(days: Sequence[date]) -> str:
    named = [long_day(day) for day in days]
    return _(" and ").join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
