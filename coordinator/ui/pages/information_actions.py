"""Insatser: the year as a line, and every information action as a row.

What is shown stands in the address (``?show=done&year=2025&page=2``), so it can be shared;
``?action=ID`` shows one, ``?new=1`` opens the form for another, ``&copy=ID`` fills it.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.actions.lifecycle import FINISHED, InfoState
from coordinator.actions.views import InformationActionPage, InformationActionView
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.roster import usecases as roster
from coordinator.terms import in_transaction as terms
from coordinator.terms.views import ClosedKind
from coordinator.ui import frame, state, view_in_address, widgets
from coordinator.ui.actions import copying, info_form, info_view, words
from coordinator.ui.actions.list_filters import InfoFilters
from coordinator.ui.meeting.meeting_head import chip_of
from coordinator.ui.text import theirs
from coordinator.ui.widgets import Band, Bar

PAGE_SIZE = 25
_MOST_BARS = 60  # a year's line holds no more
_YEARS = (2000, 2099)
_SHOWN: dict[str, frozenset[InfoState]] = {
    "all": frozenset(InfoState),
    "planned": frozenset({InfoState.PLANNED, InfoState.DECIDED}),
    "under_way": frozenset({InfoState.UNDER_WAY}),
    "done": FINISHED,
    "postponed": frozenset({InfoState.POSTPONED}),
}


def page() -> None:
    office, actor = frame.office_and_actor()
    if one := st.query_params.get("action"):
        info_view.show(office, actor, one)
    else:
        _overview(office, actor)


def _overview(office: Office, actor: Actor) -> None:
    today = office.clock.today()
    asked = _asked(today)
    found = actions.information_actions(
        office,
        actor,
        states=_SHOWN[asked.show],
        limit=PAGE_SIZE,
        offset=(asked.page - 1) * PAGE_SIZE,
    )
    adding = "new" in st.query_params
    with widgets.page_head(_("Information actions"), _lead(found)):
        if not adding and widgets.primary(_("New information action"), "new_info", "add"):
            info_form.go(new=1)
    if adding:
        info_form.show_new(office, actor, roster.agencies(office, actor), _model(office, actor))
    _year(office, actor, found.years, asked, today)
    st.space("small")
    widgets.section(_("All information actions"))
    _filters(found, asked)
    _list(found, asked, today)


def _asked(today: date) -> InfoFilters:
    show = st.query_params.get("show", "all")
    text = st.query_params.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == len("2026") else today.year
    return InfoFilters(
        show if show in _SHOWN else "all",
        min(max(year, _YEARS[0]), _YEARS[1]),
        view_in_address.page_number(),
    )


def _lead(found: InformationActionPage) -> str:
    counts = dict(found.counts)
    under_way = counts[InfoState.UNDER_WAY]
    coming = counts[InfoState.PLANNED] + counts[InfoState.DECIDED]
    parts = [
        ngettext("{n} under way", "{n} under way", under_way) if under_way else "",
        ngettext("{n} planned", "{n} planned", coming) if coming else "",
    ]
    return ", ".join(part for part in parts if part)


def _model(office: Office, actor: Actor) -> InformationActionView | None:
    """The action to be copied, moved to the year it is copied to."""
    model = info_view.find(office, actor, st.query_params.get("copy", ""))
    if model is None:
        return None
    year = copying.target_year(model, office.clock.today())
    return copying.copied(model, year) if year else None


# The year ---------------------------------------------------------------------------------------


def _year(
    office: Office, actor: Actor, years: tuple[int, ...], asked: InfoFilters, today: date
) -> None:
    with widgets.section(_("The year {year}", year=asked.year)):
        st.session_state[state.INFO_YEAR] = asked.year
        st.segmented_control(
            _("Year"),
            _years_around(asked.year, years, today),
            default=asked.year,
            key=state.INFO_YEAR,
            required=True,
            label_visibility="collapsed",
            on_change=_turn,
            args=("year", state.INFO_YEAR),
        )
    of_year = actions.information_actions(office, actor, year=asked.year, limit=_MOST_BARS)
    bars = [bar for action in of_year.actions if (bar := _bar(action))]
    with widgets.card("year"):
        widgets.year_line(
            asked.year,
            sorted(bars, key=lambda bar: (bar.first, bar.last)),
            _bands(asked.year),
            today,
        )
        if not bars:
            widgets.quiet(_("Nothing is planned for {year} yet.", year=asked.year))


def _years_around(year: int, years: tuple[int, ...], today: date) -> list[int]:
    """Three years at a time, the shown one among them, between the first and the coming one."""
    first, last = min([today.year, year, *years]), max([today.year + 1, year, *years])
    start = max(first, min(year - 1, last - 2))
    return list(range(start, min(start + 2, last) + 1))


def _bar(action: InformationActionView) -> Bar | None:
    """What is called off or has no day is not on the line."""
    if action.first_day is None or action.state is InfoState.CANCELLED:
        return None
    word = action.state.heading()
    last = action.last_day or action.first_day
    if action.state is InfoState.POSTPONED:
        return Bar(action.title, action.first_day, last, word, "postponed")
    if action.state is InfoState.PLANNED:
        return Bar(action.title, action.first_day, last, word, "planned")
    return Bar(action.title, action.first_day, last, word)


def _bands(year: int) -> list[Band]:
    return [
        Band(day.name, day.first_day, day.last_day)
        for day in terms.observances(date(year, 1, 1), date(year, 12, 31))
        if day.kind is ClosedKind.CAMPAIGN
    ]


# The list ---------------------------------------------------------------------------------------


def _filters(found: InformationActionPage, asked: InfoFilters) -> None:
    counts = dict(found.counts)
    names = {
        "all": _("All"),
        "planned": _("Being planned"),
        "under_way": _("Under way"),
        "done": _("Carried out"),
        "postponed": ngettext("Postponed", "Postponed", 2),
    }
    st.session_state[state.INFO_SHOW] = asked.show
    st.pills(
        _("Show"),
        list(names),
        default=asked.show,
        format_func=lambda one: f"{names[one]} {sum(counts[each] for each in _SHOWN[one])}",
        key=state.INFO_SHOW,
        required=True,
        label_visibility="collapsed",
        on_change=_turn,
        args=("show", state.INFO_SHOW),
    )


def _turn(name: str, key: str) -> None:
    """Puts the choice in the address; the list starts from its first page."""
    st.query_params.pop("page", None)
    st.query_params[name] = str(st.session_state[key])


def _list(found: InformationActionPage, asked: InfoFilters, today: date) -> None:
    if not found.actions:
        _nothing(found)
        return
    with widgets.card("infos"):
        for action in found.actions:
            _row(action, today)
    view_in_address.pager(found.total, PAGE_SIZE)


def _nothing(found: InformationActionPage) -> None:
    if any(number for _state, number in found.counts):
        widgets.empty(
            _("No matching information actions."),
            _("Choose another filter, or show all of them."),
            key="infos",
        )
    else:
        widgets.empty(
            _("No information actions yet."),
            _("A campaign, a training or a lecture: press New information action above."),
            key="infos",
        )


def _row(action: InformationActionView, today: date) -> None:
    with widgets.row(f"info_{action.id}"):
        with st.container(gap=None, width="stretch", key=f"what_{action.id}"):
            st.page_link(
                frame.page("information-actions"),
                label=f"**{widgets.literal(widgets.soften(theirs(action.title)))}**",
                query_params=frame.query_for(action=action.id),
            )
            widgets.quiet(words.info_detail(action, today))
        chip_of(action.state).show()


page()
