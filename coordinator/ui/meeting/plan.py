"""Planera: proposals for a term beside its calendar, and one date booked by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.meetings.views import NewMeeting
from coordinator.planning import usecases as planning
from coordinator.planning.hosts import HostChoice, suggested
from coordinator.planning.rules import OffHours, ProposedMeeting, Wishes
from coordinator.planning.views import TermCalendar, TermPlan
from coordinator.terms.rules import next_term
from coordinator.terms.views import Season
from coordinator.ui import frame, state, widgets
from coordinator.ui.meeting import absences, by_hand
from coordinator.ui.meeting.term_marks import marks_of

_SAID = {"plan-costs", "plan-no-closed-day"}  # reasons that the card says in its own words
_LENGTHS = (60, 90, 120, 150, 180)  # minutes


@dataclass(frozen=True)
class _Asked:
    start: time | None = None
    duration: int | None = None
    weekdays: tuple[int, ...] = Wishes().weekdays
    off: tuple[OffHours, ...] | None = None


def show(office: Office, actor: Actor, term_code: str) -> None:
    """The planning of one term."""
    asked = _asked(term_code)
    with frame.saying() as said:
        found = planning.term_plan(
            office,
            actor,
            term_code=term_code,
            weekdays=asked.weekdays,
            start=asked.start,
            duration=asked.duration,
            off=asked.off,
        )
    if not said.ok:
        if asked != _Asked():
            _wishes(term_code, Wishes().start, Wishes().duration, asked.off or ())
        _back()
        return
    chosen = _chosen(found)
    hosts = suggested(found.hosts, [_away(meeting) for meeting in chosen])
    _head(office, actor, found, chosen)
    left, right = st.columns([5, 13], gap="large")
    with left:
        for place, meeting in enumerate(chosen):
            _card(found, place, meeting, chosen[:place], hosts[place])
        _proposals(found)
        if found.plan.wanted:
            absences.show(found)
            _wishes(found.calendar.term.code, found.start, found.duration, found.off)
        by_hand.show(office, actor, found, is_main=not chosen)
        _back(next_term(found.calendar.term.code))
    with right:
        picked = {meeting.day: _place_name(found, n) for n, meeting in enumerate(chosen)}
        widgets.term_calendar(
            _calendar_title(found.calendar),
            (found.calendar.term.first_day, found.calendar.term.last_day),
            marks_of(found.calendar, picked),
            [(one.first_day, one.last_day) for one in found.calendar.term.windows],
        )


# Head and booking -------------------------------------------------------------------------------


def _head(office: Office, actor: Actor, found: TermPlan, chosen: Sequence[ProposedMeeting]) -> None:
    title = _("Plan {term}", term=found.calendar.term.code)
    with widgets.page_head(title, _lead(found, chosen)):
        if not chosen:
            return
        label = ngettext("Book the date", "Book both dates", len(chosen))
        if len(chosen) > 2:
            label = _("Book all {n} dates", n=len(chosen))
        pressed = widgets.primary(label, "book", "event_available")
    if pressed:
        _book(office, actor, found, chosen)


def _lead(found: TermPlan, chosen: Sequence[ProposedMeeting]) -> str:
    if found.plan.hindrance is not None:
        changes = _(" and ").join(sentence(change) for change in found.plan.relaxation)
        hint = _("The smallest change that would help: {changes}.", changes=changes)
        return sentence(found.plan.hindrance) + (f" {hint}" if changes else "")
    usual = all(_is_usual(found.calendar, meeting.day) for meeting in chosen)
    if usual and len(chosen) == 2:
        return _("Two proposals, both within your usual weeks. Nothing is sent.")
    counted = ngettext("One proposal", "{n} proposals", len(chosen))
    where = _("within your usual weeks") if usual else _("not all within your usual weeks")
    return _("{proposals}, {where}. Nothing is sent.", proposals=counted, where=where)


def _book(office: Office, actor: Actor, found: TermPlan, chosen: Sequence[ProposedMeeting]) -> None:
    """Books what is chosen. Doubts stand in words on the cards, so the press accepts them."""
    doubts = frozenset({"day-is-doubtful", "day-outside-term"})
    with frame.saying() as said:
        planning.book(
            office,
            actor,
            meetings=[
                NewMeeting(
                    start=one.start,
                    end=one.end,
                    host_agency_id=st.session_state.get(_host_key(found, place)),
                )
                for place, one in enumerate(chosen)
            ],
            accepted=doubts,
            term_code=found.calendar.term.code,
        )
    if said.ok:
        days = [dates.short_day_week(one.day) for one in chosen]
        listed = _(" and ").join([", ".join(days[:-1]), days[-1]] if len(days) > 1 else days)
        frame.flash(_("Booked: {days}. Nothing has been sent.", days=listed))
        st.switch_page(
            frame.page("meetings"), query_params=frame.query_for(year=chosen[0].day.year)
        )


# Cards ------------------------------------------------------------------------------------------


def _options(found: TermPlan, place: int) -> dict[date, ProposedMeeting]:
    """The best day, further good ones, and those of the other proposals."""
    best = found.plan.proposals[0].meetings[place]
    others = found.plan.alternatives[place] if place < len(found.plan.alternatives) else ()
    more = [proposal.meetings[place] for proposal in found.plan.proposals[1:]]
    options: dict[date, ProposedMeeting] = {}
    for one in (best, *others, *more):
        options.setdefault(one.day, one)
    return options


def _key(found: TermPlan, place: int) -> str:
    return f"{state.PLAN_DAY}_{found.calendar.term.code}_{place}"


def _host_key(found: TermPlan, place: int) -> str:
    return f"{state.PLAN_HOST}_{found.calendar.term.code}_{place}"


def _chosen(found: TermPlan) -> list[ProposedMeeting]:
    """The day that stands for each place: the one pressed, else the best.

    Where nobody has pressed another day the choice follows the best one, so that an absence or a
    weekday turned off shows at once.
    """
    if not found.plan.proposals:
        return []
    chosen = []
    for place in range(found.plan.wanted):
        options = _options(found, place)
        best = next(iter(options))
        key = _key(found, place)
        mark = f"{state.PLAN_BEST}_{key}"
        before, now = st.session_state.get(mark), st.session_state.get(key)
        if now not in options or now == before:
            st.session_state[key] = best
        st.session_state[mark] = best
        chosen.append(options[st.session_state[key]])
    days = [meeting.day for meeting in chosen]
    if days != sorted(set(days)):  # days of two proposals that do not go together
        for place, meeting in enumerate(found.plan.proposals[0].meetings):
            st.session_state[_key(found, place)] = meeting.day
        return list(found.plan.proposals[0].meetings)
    return chosen


def _take(keys: Sequence[str], days: Sequence[date]) -> None:
    """A whole proposal in one press."""
    for key, day in zip(keys, days, strict=True):
        st.session_state[key] = day


def _place_name(found: TermPlan, place: int) -> str:
    booked = len([day for day, _code in found.calendar.booked if found.calendar.term.holds(day)])
    return _("Meeting {n}", n=booked + place + 1)


def _card(
    found: TermPlan,
    place: int,
    meeting: ProposedMeeting,
    before: Sequence[ProposedMeeting],
    host: HostChoice | None,
) -> None:
    name = _place_name(found, place)
    with widgets.card(f"plan_{place}"):
        widgets.quiet(name)
        st.header(f"{dates.long_day(meeting.day)} ({dates.week(meeting.day)})", anchor=False)
        st.markdown(dates.time_span(meeting.start, meeting.end))
        st.markdown(widgets.literal(_why(found.calendar, meeting, before)))
        options = list(_options(found, place))
        if len(options) > 1:
            st.pills(
                _("Good days for {meeting}", meeting=name.lower()),
                sorted(options),
                key=_key(found, place),
                format_func=dates.short_day,
                required=True,
            )
        if found.hosts:
            _host(found, place, host)


def _host(found: TermPlan, place: int, turn: HostChoice | None) -> None:
    """Whose turn it is, until somebody chooses another; shelters are not in the list."""
    names = {host.id: host.name for host in found.hosts}
    key = _host_key(found, place)
    mark = f"{state.PLAN_BEST}_{key}"
    before, now = st.session_state.get(mark, 0), st.session_state.get(key, 0)
    suggestion = turn.id if turn else None
    if now == before or (now is not None and now not in names):
        st.session_state[key] = suggestion
    st.session_state[mark] = suggestion
    st.selectbox(
        _("Host"),
        [None, *names],
        key=key,
        format_func=lambda one: _("Decided later") if one is None else names[one],
        help=_("By turns: who never was host, then who was longest ago."),
    )


def _away(meeting: ProposedMeeting) -> tuple[int, ...]:
    return meeting.coverage.away if meeting.coverage else ()


def _proposals(found: TermPlan) -> None:
    """Every proposal, best first, with its reasons; one press takes it."""
    if len(found.plan.proposals) < 2:
        return
    keys = [_key(found, place) for place in range(found.plan.wanted)]
    with st.expander(
        _("All proposals, best first"), icon=":material/format_list_numbered:", key="proposals"
    ):
        for number, proposal in enumerate(found.plan.proposals):
            days = [meeting.day for meeting in proposal.meetings]
            following = [*days[1:], None]
            lines = [
                day_line(meeting, after)
                for meeting, after in zip(proposal.meetings, following, strict=True)
            ]
            title = _(" and ").join(map(dates.short_day, days))
            with st.container(key=f"proposal_{number}", gap="small"):
                widgets.row_text(title, " ".join(lines), loud=True)
                st.button(
                    _("Choose these") if len(days) > 1 else _("Choose it"),
                    key=f"take_{number}",
                    on_click=_take,
                    args=(keys, days),
                    help=_("Choose {days}", days=title),
                )


def day_line(meeting: ProposedMeeting, following: date | None) -> str:
    """One day with its reasons: ``Tisdag 9 februari, v. 6: ingen stängd dag, 13 veckor ...``."""
    said = [sentence(reason) for reason in meeting.reasons]
    if following is not None:
        weeks = round((following - meeting.day) / timedelta(weeks=1))
        said.append(ngettext("{n} week to the next", "{n} weeks to the next", weeks))
    day = dates.capitalised(dates.long_day(meeting.day))
    return f"{day}, {dates.week(meeting.day)}: {', '.join(said)}."


def _why(
    calendar: TermCalendar, meeting: ProposedMeeting, before: Sequence[ProposedMeeting]
) -> str:
    """What speaks for and against the day, in a few short sentences."""
    said = [
        " ".join(f"{dates.capitalised(sentence(reason))}." for reason in doubts)
        if (doubts := [each for each in meeting.reasons if each.code == "plan-costs"])
        else _("No school break, bridge day or half day.")
    ]
    said += [
        f"{dates.capitalised(sentence(reason))}."
        for reason in meeting.reasons
        if reason.code not in _SAID
    ]
    if not _is_usual(calendar, meeting.day):
        said.append(_("Outside your usual weeks."))
    earlier = [day for day, _code in calendar.booked] + [one.day for one in before]
    last = max((day for day in earlier if day < meeting.day), default=None)
    if last is not None:
        weeks = round((meeting.day - last) / timedelta(weeks=1))
        said.append(
            ngettext(
                "{n} week after the meeting before.", "{n} weeks after the meeting before.", weeks
            )
        )
    return " ".join(said)


def _is_usual(calendar: TermCalendar, day: date) -> bool:
    return any(window.holds(day) for window in calendar.term.windows)


def _calendar_title(calendar: TermCalendar) -> str:
    code = calendar.term.code
    if code.startswith(Season.VT):
        return _("Spring term {year}, week by week", year=code[2:])
    return _("Autumn term {year}, week by week", year=code[2:])


# Wishes -----------------------------------------------------------------------------------------


def _field(term_code: str, name: str) -> str:
    return f"{state.PLAN_WISHES}_{name}_{term_code}"


def _asked(term_code: str) -> _Asked:
    """What the fields below the cards say; they are drawn after the proposals they steer."""
    weekdays = st.session_state.get(_field(term_code, "weekdays"), Wishes().weekdays)
    return _Asked(
        start=st.session_state.get(_field(term_code, "start")),
        duration=st.session_state.get(_field(term_code, "duration")),
        weekdays=tuple(sorted(weekdays)),
        off=absences.chosen_off(_field(term_code, "off")),
    )


def _wishes(term_code: str, start: time, duration: int, off: Sequence[OffHours]) -> None:
    with st.expander(_("Time, length and weekdays"), icon=":material/tune:", key="wishes"):
        st.time_input(
            _("Starts"), value=start, key=_field(term_code, "start"), step=timedelta(minutes=15)
        )
        lengths = sorted({*_LENGTHS, duration})
        st.selectbox(
            _("Length"),
            lengths,
            index=lengths.index(duration),
            key=_field(term_code, "duration"),
            format_func=lambda minutes: _("{n} minutes", n=minutes),
        )
        monday = date(2027, 1, 4)  # any Monday
        st.pills(
            _("Weekdays"),
            range(5),
            selection_mode="multi",
            default=Wishes().weekdays,
            key=_field(term_code, "weekdays"),
            format_func=lambda n: dates.short_day(monday + timedelta(days=n)).split()[0],
        )
        absences.off_pills(_field(term_code, "off"), off)


def _back(following: str | None = None) -> None:
    with st.container(horizontal=True):
        st.page_link(
            frame.page("meetings"),
            label=_("All meetings"),
            icon=":material/arrow_back:",
            query_params=frame.query_for(),
        )
        if following:
            st.page_link(
                frame.page("meetings"),
                label=_("Plan {term}", term=following),
                icon=":material/arrow_forward:",
                query_params=frame.query_for(plan=following),
            )
