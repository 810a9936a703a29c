"""What is proposed for a term: one card for each place, and every proposal with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from coordinator.core import dates
from coordinator.core.messages import sentence
from coordinator.core.translation import _, ngettext
from coordinator.planning.hosts import HostChoice
from coordinator.planning.views import ProposedMeeting, TermCalendar, TermPlan
from coordinator.ui import state, widgets

LATER = 0  # no host yet: an empty choice would look as if nothing were chosen
_SAID = {"plan-costs", "plan-no-closed-day"}  # reasons that the card says in its own words


def options(found: TermPlan, place: int) -> dict[date, ProposedMeeting]:
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


def host_key(found: TermPlan, place: int) -> str:
    return f"{state.PLAN_HOST}_{found.calendar.term.code}_{place}"


def chosen_host(found: TermPlan, place: int) -> int | None:
    return st.session_state.get(host_key(found, place)) or None


def chosen_days(found: TermPlan) -> list[ProposedMeeting]:
    """The day that stands for each place: the one pressed, else the best.

    Where nobody has pressed another day the choice follows the best one, so that an absence or a
    weekday turned off shows at once.
    """
    if not found.plan.proposals:
        return []
    chosen = []
    for place in range(found.plan.wanted):
        there = options(found, place)
        best = next(iter(there))
        key = _key(found, place)
        mark = f"{state.PLAN_BEST}_{key}"
        before, now = st.session_state.get(mark), st.session_state.get(key)
        if now not in there or now == before:
            st.session_state[key] = best
        st.session_state[mark] = best
        chosen.append(there[st.session_state[key]])
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


def place_name(found: TermPlan, place: int) -> str:
    booked = len([day for day, _code in found.calendar.booked if found.calendar.term.holds(day)])
    return _("Meeting {n}", n=booked + place + 1)


def card(
    found: TermPlan,
    place: int,
    meeting: ProposedMeeting,
    before: Sequence[ProposedMeeting],
    host: HostChoice | None,
) -> None:
    name = place_name(found, place)
    with widgets.card(f"plan_{place}"):
        widgets.quiet(name)
        st.header(f"{dates.long_day(meeting.day)} ({dates.week(meeting.day)})", anchor=False)
        st.markdown(dates.time_span(meeting.start, meeting.end))
        st.markdown(widgets.literal(_why(found.calendar, meeting, before)))
        days = list(options(found, place))
        if len(days) > 1:
            st.pills(
                _("Good days for {meeting}", meeting=name.lower()),
                sorted(days),
                default=meeting.day,
                key=_key(found, place),
                format_func=dates.short_day,
                required=True,
            )
        if found.hosts:
            _host(found, place, host)


def _host(found: TermPlan, place: int, turn: HostChoice | None) -> None:
    """Whose turn it is, until somebody chooses another; shelters are not in the list."""
    names = {host.id: host.name for host in found.hosts}
    key = host_key(found, place)
    mark = f"{state.PLAN_BEST}_{key}"
    before, now = st.session_state.get(mark), st.session_state.get(key)
    suggestion = turn.id if turn else LATER
    if now == before or (now != LATER and now not in names):
        st.session_state[key] = suggestion
    st.session_state[mark] = suggestion
    choices = [LATER, *names]
    st.selectbox(
        _("Host of {meeting}", meeting=place_name(found, place).lower()),
        choices,
        index=choices.index(st.session_state[key]),
        key=key,
        format_func=lambda one: names.get(one) or _("Decided later"),
        help=_("In turn: whoever has never hosted first, then whoever hosted longest ago."),
    )


def away(meeting: ProposedMeeting) -> tuple[int, ...]:
    return meeting.coverage.away if meeting.coverage else ()


def all_proposals(found: TermPlan) -> None:
    """Every proposal, best first, with its reasons; one press takes it."""
    if len(found.plan.proposals) < 2:
        return
    keys = [_key(found, place) for place in range(found.plan.wanted)]
    with st.expander(
        _("All proposals, best first"), icon=":material/format_list_numbered:", key="proposals"
    ):
        for number, proposal in enumerate(found.plan.proposals):
            days = [meeting.day for meeting in proposal.meetings]
            lines = [
                day_line(meeting, _following(found, meeting.day, days))
                for meeting in proposal.meetings
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


def _following(found: TermPlan, day: date, days: Sequence[date]) -> date | None:
    """The term's next meeting after the day: one proposed with it, or one that is booked."""
    booked = [one for one, _code in found.calendar.booked if found.calendar.term.holds(one)]
    return min((one for one in (*days, *booked) if one > day), default=None)


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
    if not is_usual(calendar, meeting.day):
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


def is_usual(calendar: TermCalendar, day: date) -> bool:
    return any(window.holds(day) for window in calendar.term.windows)
