"""What goes with the notes: until when, who adjusts, their number in the register; ways back."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import MeetingView
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent, MinutesState
from coordinator.minutes.views import MinutesView
from coordinator.roster.views import protected_name
from coordinator.ui import callbacks, frame, state, widgets

_COMMENT_DAYS = timedelta(days=12)  # how long comments are waited for, as proposed


def comments_by(office: Office, view: MeetingView) -> date:
    """The day that stands in the card, before the card has been drawn too."""
    chosen = st.session_state.get(_until(view))
    return chosen if isinstance(chosen, date) else office.clock.today() + _COMMENT_DAYS


def show(office: Office, actor: Actor, view: MeetingView, record: MinutesView) -> None:
    widgets.section(_("Documents"))
    with widgets.card("minutes_details"):
        if record.state is MinutesState.DRAFT:
            st.date_input(
                _("Comments until"),
                value=comments_by(office, view),
                min_value=office.clock.today(),
                format="YYYY-MM-DD",
                key=_until(view),
            )
        if record.is_locked:
            if record.adjuster_name:
                widgets.facts([(_("Adjuster"), record.adjuster_name)])
        else:
            _adjuster(view, record)
            if record.state is MinutesState.CIRCULATED and record.adjuster_name:
                _agreement(view, record, record.adjuster_name)
        _number(view, record)
        widgets.quiet(_("To keep the notes on paper or as a file, print this page."))
    _ways_back(view, record)


def _until(view: MeetingView) -> str:
    return f"{state.COMMENTS_BY}_{view.line.code}"


# The fields ---------------------------------------------------------------------------------------


_NOBODY = 0  # an empty choice would look as if nothing were chosen


def _adjuster(view: MeetingView, record: MinutesView) -> None:
    """Somebody who was there, besides the chair. Whoever is protected has no name to choose."""
    names = {
        row.person_id: f"{row.person_name}, {row.agency_name}"
        for agency in view.presence
        for row in agency.rows
        if row.outcome.is_there and row.person_id not in (None, view.chair_id)
        if row.person_name and row.person_name != protected_name(row.agency_name)
    }
    if record.adjuster_id is not None:
        names.setdefault(record.adjuster_id, record.adjuster_name or "")
    key = f"{state.ADJUSTER}_{view.line.code}"
    options = [_NOBODY, *names]
    st.session_state[key] = chosen = record.adjuster_id or _NOBODY
    st.selectbox(
        _("Adjuster"),
        options,
        index=options.index(chosen),
        format_func=lambda one: names[one] if one else _("Nobody but the chair"),
        key=key,
        on_change=_set_adjuster,
        args=(view, record.version, key),
    )


def _set_adjuster(view: MeetingView, version: int, key: str) -> None:
    person_id = st.session_state[key] or None
    callbacks.act(
        lambda office, actor: minutes.set_adjuster(
            office, actor, code=view.line.code, version=version, person_id=person_id
        )
    )


def _agreement(view: MeetingView, record: MinutesView, name: str) -> None:
    """Whether the adjuster has said yes: on the own page, or to the office, which writes it."""
    if record.agreed_at is not None:
        day = dates.local_day(record.agreed_at)
        when = f"{dates.short_day_week(day)} {dates.clock_time(record.agreed_at)}"
        by = record.agreement_by or ""
        text = (
            _("{name} said yes on the own page {when}.", name=name, when=when)
            if by == name
            else _("{name} has said yes. Written down by {by} {when}.", name=name, by=by, when=when)
        )
        widgets.quiet(text)
        return
    st.button(
        _("{name} has said yes", name=name),
        key="adjuster_agreed",
        icon=":material/check:",
        on_click=_agreed,
        args=(view.line.code, record.version),
    )


def _agreed(code: str, version: int) -> None:
    callbacks.act(
        lambda office, actor: minutes.note_agreement(office, actor, code=code, version=version)
    )


def _number(view: MeetingView, record: MinutesView) -> None:
    """Saved when the field is left.

    The key holds the number, so that the field shows what somebody else has entered.
    """
    key = f"{state.NUMBER}_{view.line.code}_{record.registration_number}"
    st.text_input(
        _("Registration number (dnr)"),
        value=record.registration_number or "",
        key=key,
        max_chars=60,
        on_change=_set_number,
        args=(view, record.version, key),
    )


def _set_number(view: MeetingView, version: int, key: str) -> None:
    number = str(st.session_state[key] or "")
    is_done = callbacks.act(
        lambda office, actor: minutes.set_registration_number(
            office, actor, code=view.line.code, version=version, registration_number=number
        )
    )
    if is_done:
        frame.flash(_("The registration number is saved."))


# Ways back ----------------------------------------------------------------------------------------


def _ways_back(view: MeetingView, record: MinutesView) -> None:
    if record.state is MinutesState.DRAFT:
        st.button(
            _("Resume the meeting"),
            key="reopen",
            icon=":material/undo:",
            type="tertiary",
            on_click=_resume,
            args=(view.line.code, view.line.version),
        )
    elif record.state is MinutesState.CIRCULATED:
        st.button(
            MinutesEvent.WITHDRAW.heading(),
            key="take_back",
            icon=f":material/{MinutesEvent.WITHDRAW.look.icon}:",
            type="tertiary",
            on_click=_take_back,
            args=(view.line.code, record.version),
        )


def _resume(code: str, version: int) -> None:
    callbacks.act(lambda office, actor: meetings.reopen(office, actor, code=code, version=version))


def _take_back(code: str, version: int) -> None:
    callbacks.act(
        lambda office, actor: minutes.advance(
            office, actor, code=code, version=version, event=MinutesEvent.WITHDRAW
        )
    )
