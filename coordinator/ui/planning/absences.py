"""Whom the term's days suit: agencies' absences and hours that are turned off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.planning.off_hours import WEEKDAYS, read_off, write_off
from coordinator.planning.views import OffHours, TermPlan
from coordinator.terms import usecases as terms
from coordinator.terms.views import ClosedDay, NewClosedDay
from coordinator.ui import day_fields, frame, state, widgets
from coordinator.ui.callbacks import act
from coordinator.ui.text import theirs

_MONDAY = date(2027, 1, 4)  # any Monday


def show(found: TermPlan) -> None:
    """Who usually cannot come, and the fields that add an absence."""
    box = st.expander(
        _("Who cannot come?"),
        icon=":material/event_busy:",
        key=f"{state.ABSENCE}_box",
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        own = [day for day in found.calendar.days if day.agency_id is not None and day.id]
        for day in own:
            _row(day)
        if not own:
            widgets.quiet(_("No agency has said that it is away this term."))
        if found.members:
            _fields(found)


def _row(day: ClosedDay) -> None:
    with widgets.row(f"absence_{day.id}"):
        widgets.row_text(theirs(day.title()), _words(day))
        if day.last_day > day.first_day:
            _except(day)
        st.button(
            _("Remove"),
            key=f"{state.ABSENCE}_remove_{day.id}",
            type="tertiary",
            on_click=_remove,
            args=(day.id, day.version),
            help=_("Remove {name}", name=day.title()),
        )


def _except(day: ClosedDay) -> None:
    """A day on which it does not come after all."""
    key = f"{state.ABSENCE}_out_{day.id}_{day.version}"
    with st.popover(_("Except …"), type="tertiary", key=f"{key}_box"):
        st.date_input(
            _("The day on which they can come"),
            value=next(iter(day.days(day.first_day, day.last_day)), day.first_day),
            min_value=day.first_day,
            max_value=day.last_day,
            format="YYYY-MM-DD",
            key=key,
        )
        st.button(_("Leave the day out"), key=f"{key}_go", on_click=_leave_out, args=(day, key))


def _leave_out(day: ClosedDay, key: str) -> None:
    act(
        lambda office, actor: terms.leave_out_day(
            office,
            actor,
            closed_day_id=day.id or 0,
            version=day.version,
            day=st.session_state[key],
        )
    )


def _words(day: ClosedDay) -> str:
    span = f"{dates.short_day(day.first_day)} – {day_fields.words_of_end(day.last_day)}"
    if day.first_day == day.last_day:
        span = dates.short_day_week(day.first_day)
    return " · ".join(part for part in (day_fields.words_of_rhythm(day), span) if part)


def _fields(found: TermPlan) -> None:
    term = found.calendar.term
    key = f"{state.ABSENCE}_{term.code}"
    names = {member.id: member.name for member in found.members}
    st.selectbox(_("Agency"), list(names), format_func=names.__getitem__, key=f"{key}_agency")
    st.text_input(
        _("What the day is called"), value=_("Staff day"), max_chars=100, key=f"{key}_name"
    )
    st.selectbox(
        _("How often"),
        day_fields.rhythm_keys(),
        index=1,
        format_func=day_fields.rhythm_word,
        key=f"{key}_rhythm",
    )
    st.selectbox(_("Weekday"), range(5), format_func=day_fields.weekday_word, key=f"{key}_weekday")
    day_fields.part_of_day(_("Part of the day"), f"{key}_part")
    st.date_input(_("First day"), value=term.first_day, format="YYYY-MM-DD", key=f"{key}_first")
    st.date_input(_("Last day"), value=term.last_day, format="YYYY-MM-DD", key=f"{key}_last")
    st.button(
        _("Add the absence"),
        key=f"{key}_add",
        icon=":material/add:",
        on_click=_add,
        args=(key,),
    )


def _add(key: str) -> None:
    """Before the page is drawn, so that its proposals know of it at once."""
    if act(lambda office, actor: _save(office, actor, key)):
        frame.flash(_("{name} is saved.", name=st.session_state[f"{key}_name"]))


def _save(office: Office, actor: Actor, key: str) -> None:
    given = st.session_state
    part = given[f"{key}_part"]
    terms.add_closed_day(
        office,
        actor,
        new=NewClosedDay(
            name=given[f"{key}_name"],
            first_day=given[f"{key}_first"],
            last_day=given[f"{key}_last"],
            agency_id=given[f"{key}_agency"],
            hours=day_fields.hours_of(part),
            repeats=day_fields.recurrence(given[f"{key}_rhythm"], given[f"{key}_weekday"]),
        ),
    )


def _remove(day_id: int, version: int) -> None:
    act(
        lambda office, actor: terms.remove_closed_day(
            office, actor, closed_day_id=day_id, version=version
        )
    )


# Hours that are off -----------------------------------------------------------------------------


def off_pills(key: str, default: Sequence[OffHours]) -> None:
    """Half days that can be turned off; what is turned on here is left out of the proposals.

    Other hours that the group has settled stand beside them, as long as the page lives.
    """
    halves = [f"{day}-{part}" for day in WEEKDAYS[:5] for part in ("am", "pm")]
    given = [half for off in default for half in _halves(off)]
    more = st.session_state.setdefault(f"{key}_more", [w for w in given if w not in halves])
    st.session_state.setdefault(key, given)
    st.pills(
        _("Times that never work"),
        list(dict.fromkeys([*halves, *more, *given])),
        default=given,
        selection_mode="multi",
        key=key,
        format_func=_part_of_week,
    )


def _halves(off: OffHours) -> list[str]:
    """A whole day as its two halves; anything else in one word."""
    word = write_off([off])
    return [f"{word}-am", f"{word}-pm"] if word in WEEKDAYS else [word]


def allow(key: str, off: OffHours) -> None:
    """Takes hours out of those that are turned off."""
    st.session_state[key] = [
        word for word in st.session_state.get(key) or () if read_off(word) != (off,)
    ]


def chosen_off(key: str) -> tuple[OffHours, ...] | None:
    """What the pills say; None before they have been drawn."""
    chosen = st.session_state.get(key)
    return None if chosen is None else read_off(" ".join(chosen))


def off_in_halves(off: Sequence[OffHours]) -> tuple[OffHours, ...]:
    """As the pills give it back: whole days as their halves."""
    return read_off(" ".join(half for one in off for half in _halves(one)))


def words_of_off(off: Sequence[OffHours] | None) -> str:
    """``mån fm, tis 08.00–10.00``."""
    words = ", ".join(_part_of_week(word) for one in off or () for word in _halves(one))
    return words or _("(empty)")


def _part_of_week(word: str) -> str:
    (off,) = read_off(word)
    short = dates.short_day(date.fromordinal(_MONDAY.toordinal() + off.weekday)).split()[0]
    halves = {"am": _("am"), "pm": _("pm")}
    return f"{short} {halves.get(word[4:], f'{off.start:%H.%M}–{off.end:%H.%M}')}"
