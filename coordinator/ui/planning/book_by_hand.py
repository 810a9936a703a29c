"""One date chosen by hand: what speaks against it stands in words before it is booked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.clock import STOCKHOLM
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.meetings.views import NewMeeting, VenueKind
from coordinator.planning import usecases as planning
from coordinator.planning.views import NEEDS_REASON, Objection, TermPlan
from coordinator.ui import frame, save_anyway, state, widgets

# Meetings that were held before the product came may be written down too.
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
_WEDNESDAY = 2


def show(office: Office, actor: Actor, found: TermPlan, *, is_main: bool) -> None:
    """The fields, open when they are what the page is for."""
    box = st.expander(
        _("Book a date by hand"),
        expanded=is_main,
        icon=":material/edit_calendar:",
        key=f"{state.BY_HAND}_box",
        on_change="rerun",
    )
    if box.open:  # closed, it asks the database nothing
        with box:
            _fields(office, actor, found, is_main=is_main)


def _fields(office: Office, actor: Actor, found: TermPlan, *, is_main: bool) -> None:
    code = found.calendar.term.code
    key = f"{state.BY_HAND}_{code}"
    proposed = _some_day(found, office.clock.today())
    day, start, end = times(key, proposed, found.start, end_of(found.start, found.duration))
    accepted, reason = objections(office, actor, day, start, end, term_code=code)
    venue, venue_kind = place(key)
    theme = st.text_input(_("Theme (can wait)"), key=f"{key}_theme", max_chars=200)
    press = widgets.primary if is_main else _quiet_button
    if press(_("Book the meeting"), "by_hand", "event_available"):
        new = NewMeeting(
            start=moment(day, start),
            end=moment(day, end),
            venue=venue,
            venue_kind=venue_kind,
            theme=theme or None,
            extra_reason=reason,
        )
        _book(office, actor, new, accepted, code)


def picked(office: Office, found: TermPlan) -> tuple[datetime, datetime] | None:
    """The time in the fields, if somebody has picked another day than the one they open with."""
    key = f"{state.BY_HAND}_{found.calendar.term.code}"
    day = st.session_state.get(f"{key}_day")
    if not isinstance(day, date) or day == _some_day(found, office.clock.today()):
        return None
    starts = st.session_state.get(f"{key}_start") or found.start
    ends = st.session_state.get(f"{key}_end") or end_of(found.start, found.duration)
    return moment(day, starts), moment(day, ends)


def _some_day(found: TermPlan, today: date) -> date:
    """A day to begin with: the best proposed, else a free Wednesday of the usual weeks."""
    if found.plan.proposals:
        return found.plan.proposals[0].meetings[0].day
    booked = {day for day, _code in found.calendar.booked}
    for window in found.calendar.term.windows:
        for n in range((window.last_day - window.first_day).days + 1):
            day = window.first_day + timedelta(days=n)
            if day > today and day.weekday() == _WEDNESDAY and day not in booked:
                return day
    return max(today, found.calendar.term.first_day)


def end_of(start: time, duration: int) -> time:
    """When what lasts so long (minutes) ends."""
    return (datetime.combine(date.min, start) + timedelta(minutes=duration)).time()


def times(key: str, day: date, start: time, end: time) -> tuple[date, time, time]:
    """Fields for a day, a start and an end; the chosen day is said with weekday and week."""
    chosen = st.date_input(
        _("Date"),
        value=day,
        min_value=_FIRST,
        max_value=_LAST,
        format="YYYY-MM-DD",
        key=f"{key}_day",
    )
    picked = chosen if isinstance(chosen, date) else day
    widgets.quiet(f"{dates.long_day(picked, year=True)} ({dates.week(picked)})")
    quarter = timedelta(minutes=15)
    with st.container(horizontal=True):
        starts = st.time_input(_("Starts"), value=start, step=quarter, key=f"{key}_start")
        ends = st.time_input(_("Ends"), value=end, step=quarter, key=f"{key}_end")
    return picked, starts or start, ends or end


def place(
    key: str, venue: str = "", kind: str = "open", *, secret: str = "", is_kept: bool = False
) -> tuple[str | None, str]:
    """Fields for the place, and its kind. None keeps a secret place that is stored (``is_kept``).

    A secret place is never shown here, only replaced (by ``secret``, which the reader has typed);
    a protected one has no field.
    """
    chosen = st.radio(
        _("Place"),
        [one.value for one in VenueKind],
        index=list(VenueKind).index(VenueKind(kind)),
        format_func=lambda one: VenueKind(one).heading(),
        key=f"{key}_kind",
        horizontal=True,
    )
    if chosen == VenueKind.PROTECTED:
        widgets.quiet(_("The place is never written here: tell it by phone."))
        return None, chosen
    if chosen == VenueKind.TOLD_SEPARATELY:
        widgets.quiet(
            _(
                "Invited people see the place for a code that is emailed to them. It is in no "
                "calendar file, email, list or search, and is forgotten when the meeting is over."
            )
        )
        if is_kept:
            widgets.quiet(_("A place is kept. Write a new one to replace it."))
        secret = st.text_input(
            _("New secret place") if is_kept else _("Secret place (can wait)"),
            value=secret,
            key=f"{key}_secret",
            max_chars=200,
        )
        return secret or None, chosen
    typed = st.text_input(_("Where (can wait)"), value=venue, key=f"{key}_venue", max_chars=200)
    return typed, chosen


def objections(
    office: Office,
    actor: Actor,
    day: date,
    starts: time,
    ends: time,
    *,
    term_code: str | None = None,
    moving: str | None = None,
) -> tuple[frozenset[str], str | None]:
    """Says what speaks against the day; the questions said yes to, and the reason given."""
    accepted: set[str] = set()
    reason = None
    found: tuple[Objection, ...] = ()
    with frame.saying():
        found = planning.check(
            office,
            actor,
            start=moment(day, starts),
            end=moment(day, ends),
            term_code=term_code,
            moving=moving,
        )
    key = f"{moving or term_code}_{day}"
    asked: dict[str, list[str]] = {}
    for objection in found:
        text = widgets.literal(sentence(objection))
        if objection.kind == "refuse":
            st.error(text, icon=":material/event_busy:")
        elif objection.code == NEEDS_REASON:
            st.warning(text, icon=":material/help:")
            reason = st.text_input(
                _("Why an extra meeting?"), key=f"{state.BY_HAND}_why_{key}", max_chars=300
            )
        elif objection.kind == "ask":
            asked.setdefault(objection.code, []).append(text)
        else:
            st.info(text, icon=":material/info:")
    # Two breaks, or two agencies that are away, are one question.
    for code, texts in asked.items():
        label = " ".join((*texts, _("Book it all the same.")))
        if st.checkbox(label, key=f"{state.BY_HAND}_{code}_{key}"):
            accepted.add(code)
    return frozenset(accepted), reason


def moment(day: date, clock: time) -> datetime:
    """Wall time in Stockholm."""
    return datetime.combine(day, clock, STOCKHOLM)


def _book(
    office: Office, actor: Actor, new: NewMeeting, accepted: frozenset[str], term_code: str
) -> None:
    with save_anyway.saying(state.BY_HAND, new.venue, new.venue_kind, new.theme) as said:
        codes = planning.book(
            office, actor, meetings=[new], accepted=accepted | said.accepted, term_code=term_code
        )
    if said.ok:
        day = dates.short_day_week(dates.local_day(new.start))
        frame.flash(_("Booked: {days}. Nothing has been sent.", days=day))
        st.session_state[state.JUST_BOOKED] = codes
        st.switch_page(
            frame.page("meetings"),
            query_params=frame.query_for(year=dates.local_day(new.start).year),
        )


def _quiet_button(label: str, key: str, icon: str) -> bool:
    return st.button(label, key=key, icon=f":material/{icon}:")
