"""Who comes: answers by agency, and typing in one that was given by phone."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.invitations import usecases as invitations
from coordinator.invitations.views import (
    AgencyReplies,
    Answer,
    PersonReply,
    RepliesView,
    ReplySource,
)
from coordinator.meetings.views import MeetingView
from coordinator.roster import usecases as roster
from coordinator.ui import frame, state, widgets
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
    with widgets.card("answers"):
        for agency in replies.agencies:
            with widgets.row(f"answer_{agency.agency_id}"):
                widgets.row_text(theirs(agency.agency_name), _detail(agency))
                if agency.people:
                    answer_chip(agency.answer).show()
                else:
                    widgets.chip(_("Vacant"), "person_off", "no")
    if may_change:
        _type_in(office, actor, view, replies)


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


# Typing in --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Invited:
    person: PersonReply
    agency: AgencyReplies

    @property
    def label(self) -> str:
        return f"{self.agency.agency_name} · {self.person.name}"


def _type_in(office: Office, actor: Actor, view: MeetingView, replies: RepliesView) -> None:
    people = {
        person.person_id: _Invited(person, agency)
        for agency in replies.agencies
        for person in agency.people
    }
    if not people:
        return
    key = f"{state.ANSWERING}_{view.line.code}"
    with st.expander(_("Enter an answer"), icon=":material/call:", key=f"{state.ANSWERING}_box"):
        who = st.selectbox(
            _("Who?"),
            list(people),
            index=None,
            key=key,
            placeholder=_("Choose a person"),
            format_func=lambda one: people[one].label,
        )
        if who is None:
            return
        invited = people[who]
        answer = _answer_field(f"{key}_{who}", invited.person)
        substitute = None
        if answer is Answer.DELEGATED:
            substitute = _substitute_field(office, actor, f"{key}_{who}", view, invited)
        pressed = st.button(_("Save the answer"), key=f"{key}_save", icon=":material/save:")
    if not pressed:
        return
    with frame.saying() as said:
        invitations.type_in_reply(
            office,
            actor,
            code=view.line.code,
            person_id=who,
            answer=answer,
            substitute_id=substitute,
        )
    if said.ok:
        word = answer_chip(answer).word.lower()
        frame.flash(_("Saved: {name}, {answer}.", name=invited.person.name, answer=word))
        st.rerun()


def _answer_field(key: str, person: PersonReply) -> Answer | None:
    options = [
        Answer.ACCEPTED,
        Answer.DECLINED,
        Answer.DELEGATED,
        Answer.TENTATIVE,
        Answer.LATER,
        None,
    ]
    if person.answered_at:
        day = dates.short_day_week(dates.local_day(person.answered_at))
        how = ReplySource.say(person.source)
        widgets.quiet(_("Answered {day}, {how}.", day=day, how=how))
    chosen: Answer | None = st.radio(
        _("Answer"),
        options,
        index=options.index(person.answer) if person.answer else 0,
        format_func=lambda one: answer_chip(one).word,
        key=f"{key}_answer",
        horizontal=True,
    )
    return chosen


def _substitute_field(
    office: Office, actor: Actor, key: str, view: MeetingView, invited: _Invited
) -> int | None:
    """Somebody else of the agency, or nobody by name: a shelter's substitute needs none."""
    day = dates.local_day(view.line.start)
    seats = roster.roster(office, actor, day=day, include_former=False).agencies
    names = {
        seat.person_id: seat.name
        for entry in seats
        if entry.agency.id == invited.agency.agency_id
        for seat in entry.seats
        if seat.person_id != invited.person.person_id and not seat.is_protected
    }
    chosen: int | None = st.selectbox(
        _("Who comes instead?"),
        [None, *names],
        key=f"{key}_substitute",
        format_func=lambda one: names[one] if one else _("Another representative, no name"),
    )
    return chosen
