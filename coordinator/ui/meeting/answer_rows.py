"""Answers given by phone or in the corridor: one row per person, one press per answer.

Each row is one element: fifty people are fifty fields and not four hundred. What is pressed is
saved at once; pressing the answer that stands there takes it back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.invitations import usecases as invitations
from coordinator.invitations.views import Answer, PersonReply, PollYes, RepliesView
from coordinator.meetings.views import MeetingView
from coordinator.roster import usecases as roster
from coordinator.roster.views import AgencyKind, AgencySeats, Duty
from coordinator.ui import callbacks, confirm, frame, state, widgets
from coordinator.ui.confirm import Confirmation
from coordinator.ui.text import theirs

# A choice is an answer, or this and the id of whoever comes instead (0: no name).
_SUBSTITUTE = "substitute:"
_NOBODY_NAMED = f"{_SUBSTITUTE}0"


def show(office: Office, actor: Actor, view: MeetingView, replies: RepliesView) -> None:
    code = view.line.code
    seats = roster.roster(
        office, actor, day=dates.local_day(view.line.start), include_former=False
    ).agencies
    substitutes = {entry.agency.id: _substitutes(entry) for entry in seats}
    with widgets.section(_("Enter answers")):
        _take_over(office, actor, code, replies.poll_yes)
    said, is_refused = frame.pressed(state.PRESSED)
    widgets.kept_line(
        said or _("One press saves an answer. Press it again to take it back."),
        says=bool(said),
        loud=is_refused,
    )
    with widgets.card("answer_rows"):
        for agency in replies.agencies:
            for person in agency.people:
                _row(code, person, agency.agency_name, substitutes.get(agency.agency_id, {}))
            if not agency.people:
                widgets.quiet(_("{agency}: vacant", agency=theirs(agency.agency_name)))


def _substitutes(entry: AgencySeats) -> Mapping[int, str]:
    """Who may come instead, by name; of a shelter nobody is named."""
    if entry.agency.kind == AgencyKind.SHELTER:
        return {}
    return {
        seat.person_id: seat.name
        for seat in entry.seats
        if seat.duty is Duty.SUBSTITUTE and not seat.is_protected and not seat.is_hidden
    }


@dataclass(frozen=True)
class _Row:
    """One person's row: what stands there, and what can be pressed."""

    person: PersonReply
    substitutes: Mapping[int, str]

    @property
    def stands(self) -> str | None:
        if self.person.answer is Answer.DELEGATED:
            return f"{_SUBSTITUTE}{self.person.substitute_id or 0}"
        return self.person.answer.value if self.person.answer else None

    @property
    def choices(self) -> Sequence[str]:
        named = [f"{_SUBSTITUTE}{key}" for key in self.substitutes]
        substitutes = [*named, _NOBODY_NAMED]
        if self.person.answer is Answer.DELEGATED and self.stands not in substitutes:
            substitutes.append(str(self.stands))
        return [
            Answer.ACCEPTED.value,
            Answer.DECLINED.value,
            *substitutes,
            Answer.TENTATIVE.value,
            Answer.LATER.value,
        ]

    def in_words(self, choice: str) -> str:
        if not choice.startswith(_SUBSTITUTE):
            return Answer(choice).heading()
        if choice == _NOBODY_NAMED:
            return _("Another substitute") if self.substitutes else _("Substitute")
        known = self.substitutes.get(int(choice.removeprefix(_SUBSTITUTE)))
        name = known or self.person.substitute_name or ""
        return _("Substitute: {name}", name=widgets.literal(name))


def _who(name: str, agency: str) -> str:
    """A protected person's name is the agency's."""
    return name if agency in name else f"{name} · {theirs(agency)}"


def _row(code: str, person: PersonReply, agency: str, substitutes: Mapping[int, str]) -> None:
    row = _Row(person, substitutes)
    key = f"{state.ANSWERING}_{code}_{person.person_id}"
    st.session_state[key] = row.stands
    st.pills(
        widgets.literal(_who(person.name, agency)),
        row.choices,
        default=row.stands,
        format_func=row.in_words,
        key=key,
        on_change=_pressed,
        args=(code, row, key),
        wrap=True,
    )


def _pressed(code: str, row: _Row, key: str) -> None:
    choice: str | None = st.session_state[key]
    substitute_id = None
    answer = None
    if choice is not None and choice.startswith(_SUBSTITUTE):
        answer = Answer.DELEGATED
        substitute_id = int(choice.removeprefix(_SUBSTITUTE)) or None
    elif choice is not None:
        answer = Answer(choice)

    def save(office: Office, actor: Actor) -> None:
        invitations.type_in_reply(
            office,
            actor,
            code=code,
            person_id=row.person.person_id,
            answer=answer,
            substitute_id=substitute_id,
            seen=row.person.seen,
        )
        word = row.in_words(choice) if choice else _("Not answered")
        text = _("Saved: {name}, {answer}.", name=row.person.name, answer=word)
        frame.came_of_press(state.PRESSED, text)

    callbacks.act(save, beside=state.PRESSED)


# Those who said yes to the day --------------------------------------------------------------------


def _take_over(office: Office, actor: Actor, code: str, found: PollYes | None) -> None:
    """One press for everybody who said yes when the group was asked; says first who that is."""
    if found is None:
        return
    key = f"{state.ANSWERING}_poll_{code}"
    number = len(found.people)
    label = ngettext(
        "Take over {n} yes from the question about days …",
        "Take over {n} yes from the question about days …",
        number,
    )
    icon = ":material/how_to_vote:"
    st.button(label, key=f"{key}_ask", icon=icon, on_click=confirm.ask, args=(key,))
    day = dates.short_day_week(dates.local_day(found.start))
    hours = dates.time_span(found.start, found.end)
    names = [_who(name, agency) for _id, name, agency in found.people]
    question = Confirmation(
        title=_("Take over those who said yes?"),
        lines=(
            _("They said yes to {day} {time}.", day=day, time=hours),
            *names,
            _("Whoever has answered the invitation keeps that answer."),
        ),
        go=ngettext("Enter {n} answer", "Enter {n} answers", number),
        icon="done_all",
        read=frozenset(str(person_id) for person_id, _name, _agency in found.people),
    )
    if confirm.confirmed(key, question):
        people = {int(one) for one in confirm.what_was_read(key)}
        with frame.saying() as said:
            invitations.take_over_poll_yes(office, actor, code=code, people=people)
        if said.ok:
            words = ngettext("{n} answer is saved.", "{n} answers are saved.", len(people))
            frame.came_of_press(state.PRESSED, words)
            st.rerun()
