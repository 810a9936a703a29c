"""Who comes: answers by agency, or in rows where they are typed in."""

from __future__ import annotations

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.invitations import usecases as invitations
from coordinator.invitations.views import (
    AgencyReplies,
    Answer,
    PersonReply,
    RepliesView,
)
from coordinator.meetings.views import MeetingView
from coordinator.ui import markup, widgets
from coordinator.ui.meeting import answer_rows
from coordinator.ui.meeting.meeting_head import Chip, are_coming, chip_of
from coordinator.ui.text import theirs


def answer_chip(answer: Answer | None) -> Chip:
    """An answer as word, icon and colour."""
    return chip_of(answer) if answer else Chip(_("Not answered"), "schedule", "wait")


def show(office: Office, actor: Actor, view: MeetingView, *, may_change: bool) -> None:
    replies = invitations.replies(office, actor, code=view.line.code)
    st.header(_("Who is coming?"), anchor=False)
    widgets.progress(
        are_coming(replies.confirmed, replies.total),
        replies.confirmed,
        replies.total,
    )
    widgets.quiet(_people(replies))
    if may_change:
        answer_rows.show(office, actor, view, replies)
        return
    with widgets.card("answers"):
        widgets.rows(_agency_line(agency) for agency in replies.agencies)


def _agency_line(agency: AgencyReplies) -> str:
    chip = answer_chip(agency.answer) if agency.people else vacant_chip()
    return markup.line_html(theirs(agency.agency_name), _detail(agency)) + markup.chip_html(*chip)


def vacant_chip() -> Chip:
    return Chip(_("Vacant"), "person_off", "no")


def _people(replies: RepliesView) -> str:
    """``Av 16 personer: 7 kommer, 1 skickar ersättare, 2 har förhinder, 6 har inte svarat``."""
    counts = replies.counts
    said = [
        (counts.accepted, ngettext("{n} is coming", "{n} are coming", counts.accepted)),
        (
            counts.delegated,
            ngettext(
                "{n} is sending a substitute", "{n} are sending a substitute", counts.delegated
            ),
        ),
        (counts.tentative, ngettext("{n} is unsure", "{n} are unsure", counts.tentative)),
        (counts.later, ngettext("{n} answers later", "{n} answer later", counts.later)),
        (counts.declined, ngettext("{n} cannot come", "{n} cannot come", counts.declined)),
        (
            counts.unanswered,
            ngettext("{n} has not answered", "{n} have not answered", counts.unanswered),
        ),
    ]
    listed = ", ".join(text for number, text in said if number)
    asked = sum(number for number, _text in said)
    if not asked:
        return ""
    return ngettext("Of {n} person: {said}", "Of {n} people: {said}", asked, said=listed)


def _detail(agency: AgencyReplies) -> str:
    """The people; each one's answer is said when they differ."""
    if not agency.people:
        return _("Nobody stands for this agency on the day of the meeting.")
    same = len({person.answer for person in agency.people}) == 1
    return ", ".join(_person(person, alone=same) for person in agency.people)


def _person(person: PersonReply, *, alone: bool) -> str:
    if person.substitute_name:
        return _("{name} sends {substitute}", name=person.name, substitute=person.substitute_name)
    if alone:
        return person.name
    word = answer_chip(person.answer).word.lower()
    return f"{person.name}: {word}"
