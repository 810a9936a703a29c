"""Åtgärder: what was given out and is still to be done, overdue first.

What is shown stands in the address (``?show=overdue&agency=SLUG&page=2``), so it can be shared;
``?point=ID`` puts one action point first, and ``?new=1`` opens the form for another.
"""

from __future__ import annotations

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.actions.lifecycle import OPEN_STATES, PointState
from coordinator.actions.views import ActionPointPage, ActionPointView
from coordinator.core.errors import NotFound
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.roster import usecases as roster
from coordinator.roster.views import AgencyView
from coordinator.ui import agency_select, frame, identity_notice, state, view_in_address, widgets
from coordinator.ui.actions import point_forms, words
from coordinator.ui.actions.list_filters import PointFilters
from coordinator.ui.text import theirs

PAGE_SIZE = 25
_CHIP = 124  # pixels, so that what follows the chips stands in a line
_SHOWN = {
    "open": OPEN_STATES,
    "overdue": OPEN_STATES,
    "done": frozenset({PointState.DONE}),
    "all": frozenset(PointState),
}


def page() -> None:
    office, actor = frame.office_and_actor()
    agencies = list(roster.agencies(office, actor))
    asked = _asked(agencies)
    found = actions.action_points(
        office,
        actor,
        states=_SHOWN[asked.show],
        agency_id=asked.agency.id if asked.agency else None,
        overdue_only=asked.show == "overdue",
        limit=PAGE_SIZE,
        offset=(asked.page - 1) * PAGE_SIZE,
    )
    adding = "new" in st.query_params
    with widgets.page_head(_("Action points"), _lead(found)):
        if not adding and widgets.primary(_("Add an action point"), "add_point", "add"):
            st.query_params["new"] = "1"
            st.rerun()
    if adding:
        point_forms.show_new(office, actor, agencies)
    _one(office, actor, agencies)
    _filters(asked, agencies)
    _list(office, actor, found, asked, agencies)


def _asked(agencies: list[AgencyView]) -> PointFilters:
    show = st.query_params.get("show", "open")
    slug = st.query_params.get("agency")
    return PointFilters(
        show if show in _SHOWN else "open",
        next((agency for agency in agencies if agency.slug == slug), None),
        view_in_address.page_number(),
    )


def _id(text: str) -> int:
    """An id from the address; 0, which nothing has, for anything else."""
    return int(text) if text.isdecimal() and len(text) <= len("999999999") else 0


def _lead(found: ActionPointPage) -> str:
    text = ngettext("{n} open", "{n} open", found.open) if found.open else ""
    if found.overdue:
        text += ", " + ngettext("{n} overdue", "{n} overdue", found.overdue)
    return text


# Filters ----------------------------------------------------------------------------------------


def _filters(asked: PointFilters, agencies: list[AgencyView]) -> None:
    names = {
        "open": _("Open"),
        "overdue": ngettext("Overdue", "Overdue", 2),
        "done": ngettext("Done", "Done", 2),
        "all": _("All"),
    }
    st.session_state[state.POINTS_SHOW] = asked.show
    with st.container(horizontal=True, vertical_alignment="center", key="point_filters"):
        st.pills(
            _("Show"),
            list(names),
            default=asked.show,
            format_func=lambda one: names[one],
            key=state.POINTS_SHOW,
            required=True,
            label_visibility="collapsed",
            on_change=_turn,
            args=("show", state.POINTS_SHOW),
        )
        if agencies:
            st.session_state[state.POINTS_AGENCY] = asked.agency.slug if asked.agency else None
            agency_select.one_or_none(
                _("Agency"),
                {agency.slug: agency.name for agency in agencies},
                key=state.POINTS_AGENCY,
                nothing=_("All agencies"),
                on_change=_turn,
                args=("agency", state.POINTS_AGENCY),
                label_visibility="collapsed",
                width=260,
            )


def _turn(name: str, key: str) -> None:
    """Puts the choice in the address; the list starts from its first page."""
    for other in ("page", "point"):
        st.query_params.pop(other, None)
    if chosen := st.session_state[key]:
        st.query_params[name] = str(chosen)
    else:
        st.query_params.pop(name, None)


# The list ---------------------------------------------------------------------------------------


def _one(office: Office, actor: Actor, agencies: list[AgencyView]) -> None:
    """The point that a search or a link asked for, in a card of its own."""
    asked = st.query_params.get("point")
    if asked is None:
        return
    try:
        point = actions.action_point(office, actor, point_id=_id(asked))
    except NotFound:
        st.warning(_("There is no such action point here. Perhaps it belongs to another group."))
        return
    with widgets.card("asked_point"):
        st.header(_("The action point you opened"), anchor=False)
        _row(office, actor, point, agencies)


def _list(
    office: Office,
    actor: Actor,
    found: ActionPointPage,
    asked: PointFilters,
    agencies: list[AgencyView],
) -> None:
    if not found.points:
        _nothing(asked)
        return
    opened = st.query_params.get("point")
    others = [point for point in found.points if str(point.id) != opened]
    if others:
        with widgets.card("points"):
            for point in others:
                _row(office, actor, point, agencies)
    view_in_address.pager(found.total, PAGE_SIZE)


def _nothing(asked: PointFilters) -> None:
    if asked.page > 1 or asked.agency or asked.show == "done":
        widgets.empty(
            _("No matching action points."),
            _("Choose another filter, or show all of them."),
            key="points",
        )
    elif asked.show == "overdue":
        widgets.empty(_("Nothing is overdue."), _("Everything open still has time."), key="points")
    else:
        widgets.empty(
            _("No open action points."),
            _("Tasks given at a meeting stay here until they are done. You can also add one."),
            key="points",
        )


def _row(office: Office, actor: Actor, point: ActionPointView, agencies: list[AgencyView]) -> None:
    today = office.clock.today()
    with widgets.row(f"point_{point.id}"):
        with st.container(gap=None, width="stretch", key=f"what_{point.id}"):
            widgets.row_text(theirs(point.text), words.point_detail(point, today))
            if point.result and not point.is_open:
                widgets.quiet(theirs(point.result))
            elif point.is_open and point.report:
                widgets.quiet(words.report_line(point.report, today))
            if actor.in_office:
                identity_notice.beside(
                    f"point_{point.id}",
                    point.text,
                    point.result,
                    point.report.text if point.report else None,
                )
            if point.meeting_code:
                st.page_link(
                    frame.page("meetings"),
                    label=f":small[{words.point_origin(point)}]",
                    query_params=frame.query_for(
                        meeting=point.meeting_code, item=point.item_number
                    ),
                )
        # Together, so that they go below the text together where it is narrow.
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            words.point_chip(point).show(width=_CHIP)
            if point.is_open and point.report and point.report.is_done:
                st.button(
                    _("Close with the report"),
                    key=f"close_reported_{point.id}_{point.version}",
                    on_click=point_forms.close_reported,
                    args=(point, point.report.text),
                )
            st.button(
                _("Follow up") if point.is_open else _("Open again"),
                key=f"follow_{point.id}",
                on_click=point_forms.toggle,
                args=(point.id,),
            )
    if st.session_state.get(state.POINT_OPEN) == point.id:
        with st.container(key=f"row_panel_{point.id}"):
            point_forms.follow_up(office, actor, point, agencies)


page()
