"""An answer given by phone or in the corridor, typed in for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.rules import LONGEST_COMMENT, answer_mark
from coordinator.planning.polls.views import PersonAnswers, PollView
from coordinator.planning.views import Choice
from coordinator.ui import conflict, frame, state, widgets
from coordinator.ui.polls import words


def show(office: Office, actor: Actor, view: PollView) -> None:
    """The form, closed until it is wanted; it says afterwards who typed the answer in."""
    people = {key: one for key, one in view.people.items() if one.is_asked}
    box = st.expander(
        _("Enter an answer for somebody"),
        icon=":material/keyboard:",
        key=f"{state.POLL}_typing",
        on_change="rerun",
    )
    if not box.open or not people:
        return
    agency_of = {p.person_id: a.name for a in view.agencies for p in a.people}
    with box:
        person_id = st.selectbox(
            _("Who answered?"),
            list(people),
            format_func=lambda key: f"{people[key].name}, {agency_of[key]}",
            key=f"{state.POLL}_whose",
        )
        if person_id is not None:
            _form(office, actor, view, people[person_id])


def _form(office: Office, actor: Actor, view: PollView, person: PersonAnswers) -> None:
    widgets.quiet(words.source(person))
    key = f"{state.POLL}_{view.code}_{person.person_id}"
    days = {str(one.candidate.id): one.candidate for one in view.candidates}
    form = conflict.open_form(
        key,
        [
            *(conflict.Field(day, words.with_time(one), _said) for day, one in days.items()),
            conflict.Field("comment", _("Comment")),
        ],
        {
            **{day: person.choices.get(one.id) for day, one in days.items()},
            "comment": person.comment,
        },
        answer_mark(person.choices, person.comment),
        first="comment",
    )
    with st.form(key, border=False):
        typed: dict[str, Any] = {
            day: st.radio(
                words.with_time(one),
                list(Choice),
                index=_place(form.given[day]),
                format_func=words.choice,
                horizontal=True,
                key=f"{form.key}_{day}",
            )
            for day, one in days.items()
        }
        typed["comment"] = st.text_input(
            _("Comment"),
            value=form.given["comment"],
            max_chars=LONGEST_COMMENT,
            key=f"{form.key}_comment",
        )
        form.show_conflict(typed)
        saved = st.form_submit_button(_("Save the answer"), icon=":material/save:")
    if not saved:
        return

    def write(seen: int, values: Mapping[str, Any]) -> bool:
        date_polls.type_in_poll_answer(
            office,
            actor,
            code=view.code,
            person_id=person.person_id,
            choices={one.id: values[day] for day, one in days.items() if values[day] is not None},
            comment=values["comment"],
            seen=seen,
        )
        return True

    if form.save(typed, write):
        frame.flash(_("The answer of {name} is saved.", name=person.name))
        st.rerun()


def _said(choice: Choice | None) -> str:
    return words.choice(choice) if choice else conflict.as_text(None)


def _place(choice: Choice | None) -> int | None:
    return list(Choice).index(choice) if choice else None
