"""Conditions a term's dates are searched with: hours, length, weekdays; and what to give up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.planning.smallest_change import WIDER
from coordinator.planning.views import OffHours, Reason, RequestedTimes, TermPlan
from coordinator.terms import usecases as terms
from coordinator.terms.views import ClosedDay, Effect
from coordinator.ui import frame, state, widgets
from coordinator.ui.callbacks import act
from coordinator.ui.planning import absences

_LENGTHS = (45, 60, 90, 120, 150, 180, 240)  # minutes


@dataclass(frozen=True)
class Conditions:
    """What the fields say; None is as usual."""

    start: time | None = None
    duration: int | None = None
    weekdays: tuple[int, ...] = RequestedTimes().weekdays
    between: tuple[time, time] | None = None
    off: tuple[OffHours, ...] | None = None


def chosen(term_code: str) -> Conditions:
    """The fields are drawn after the proposals they steer, so they are read beforehand."""
    weekdays = st.session_state.get(_field(term_code, "weekdays"), RequestedTimes().weekdays)
    return Conditions(
        start=st.session_state.get(_field(term_code, "start")),
        duration=st.session_state.get(_field(term_code, "duration")),
        weekdays=tuple(sorted(weekdays)),
        between=WIDER if st.session_state.get(_field(term_code, "wider")) else None,
        off=absences.chosen_off(_field(term_code, "off")),
    )


def _field(term_code: str, name: str) -> str:
    return f"{state.PLAN_CONDITIONS}_{name}_{term_code}"


def lengths(usual: int) -> list[int]:
    """The lengths to choose from, in minutes, the usual one among them."""
    return sorted({*_LENGTHS, usual})


def length_word(minutes: int) -> str:
    return ngettext("{n} minute", "{n} minutes", minutes)


def fields(term_code: str, start: time, duration: int, off: Sequence[OffHours]) -> None:
    # Set beforehand, too: the button of the smallest change sets them before they are drawn.
    st.session_state.setdefault(_field(term_code, "weekdays"), list(RequestedTimes().weekdays))
    with st.expander(_("Time, length and weekdays"), icon=":material/tune:", key="conditions"):
        st.time_input(
            _("Starts"), value=start, key=_field(term_code, "start"), step=timedelta(minutes=15)
        )
        choices = lengths(duration)
        st.selectbox(
            _("Length"),
            choices,
            index=choices.index(duration),
            key=_field(term_code, "duration"),
            format_func=length_word,
        )
        st.checkbox(
            _("Any hours from {start} to {end}", start=_clock(WIDER[0]), end=_clock(WIDER[1])),
            key=_field(term_code, "wider"),
        )
        monday = date(2027, 1, 4)  # any Monday
        st.pills(
            _("Weekdays"),
            range(5),
            default=list(RequestedTimes().weekdays),
            selection_mode="multi",
            key=_field(term_code, "weekdays"),
            format_func=lambda n: dates.short_day(monday + timedelta(days=n)).split()[0],
        )
        absences.off_pills(_field(term_code, "off"), off)


def _clock(moment: time) -> str:
    return f"{moment:%H.%M}"


# The smallest change ----------------------------------------------------------------------------


def smallest_change(found: TermPlan) -> None:
    """What would help when nothing fits, in words, and a button that does it."""
    changes = found.plan.smallest_change
    if not changes:
        return
    with widgets.card("smallest_change"):
        said = _(" and ").join(sentence(change) for change in changes)
        st.markdown(
            widgets.literal(_("The smallest change that would help: {changes}.", changes=said))
        )
        st.button(
            _("Make the change"),
            key="relax",
            icon=":material/tune:",
            on_click=_make,
            args=(found.calendar.term.code, changes, found.calendar.days),
        )


def _make(term_code: str, changes: Sequence[Reason], days: Sequence[ClosedDay]) -> None:
    """Before the page is drawn, so that its proposals know of it at once."""
    for change in changes:
        given = dict(change.params)
        if change.code == "plan-relax-weekday":
            _turn_on(_field(term_code, "weekdays"), int(given["weekdays"]))
        elif change.code == "plan-relax-off":
            off = OffHours(int(given["weekdays"]), given["start"], given["end"])
            absences.allow(_field(term_code, "off"), off)
        elif change.code == "plan-relax-hours":
            st.session_state[_field(term_code, "wider")] = True
        else:
            _open(next(day for day in days if day.id == given["id"]))


def _turn_on(key: str, weekday: int) -> None:
    before: list[Any] = list(st.session_state.get(key, RequestedTimes().weekdays))
    st.session_state[key] = sorted({*before, weekday})


def _open(day: ClosedDay) -> None:
    """A day the group itself has closed is asked about from now on."""

    def save(office: Office, actor: Actor) -> None:
        terms.change_closed_day(
            office,
            actor,
            closed_day_id=day.id or 0,
            version=day.version,
            new=replace(day.as_new(), effect=Effect.WARN),
        )

    if act(save):
        frame.flash(_("{name} no longer stops a meeting, but is asked about.", name=day.title()))
