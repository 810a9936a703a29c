"""The form of an information action: a new one, a copy of an earlier one, a change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.actions.views import InfoFields, InfoKind, InformationActionView
from coordinator.core.errors import Conflict
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.roster.views import AgencyView
from coordinator.ui import asked, conflict, frame, state, widgets
from coordinator.ui.actions import words
from coordinator.ui.actions.draft import draft, forget

_LONG = 300  # characters of a field
_DEAREST = 999_999_999  # SEK


def go(**query: str | int | None) -> None:
    """Shows another view of the page."""
    st.switch_page(frame.page("information-actions"), query_params=frame.query_for(**query))


def show_new(
    office: Office,
    actor: Actor,
    agencies: Sequence[AgencyView],
    model: InformationActionView | None = None,
) -> None:
    """The form in its card, filled from ``model`` when an earlier one is copied."""
    key = f"new_info_{model.id}" if model else "new_info"
    with widgets.card("new_info"):
        st.header(_("A new information action"), anchor=False)
        if model:
            widgets.quiet(_("Copied: the same week and weekdays. Look through it and add it."))
        with st.form(key, border=False):
            given = fields(key, model, agencies)
            with st.container(horizontal=True):
                add = st.form_submit_button(
                    _("Add the information action"),
                    type="primary",
                    icon=":material/add:",
                    key="do_new_info",
                )
                leave = st.form_submit_button(_("Leave it"), type="tertiary", key="leave_new_info")
    if leave:
        go()
    if not add:
        return
    with asked.saying("new_info", *_texts(given)) as said:
        action = actions.add_information_action(office, actor, accepted=said.accepted, **given)
    if said.ok:
        frame.flash(_("{code} is saved.", code=action.code))
        go(action=action.id)


def fields(
    key: str, action: InformationActionView | None, agencies: Sequence[AgencyView]
) -> InfoFields:
    """What is planned, as the use cases take it; ``action`` fills the fields."""
    names = {agency.id: agency.name for agency in agencies}
    title = st.text_input(
        _("Name"), value=action.title if action else "", key=f"{key}_title", max_chars=200
    )
    left, right = st.columns(2)  # anew for each pair, which stays together on a phone
    kinds = list(InfoKind)
    kind = left.selectbox(
        _("Kind"),
        kinds,
        index=kinds.index(action.kind) if action else 0,
        format_func=words.kind,
        key=f"{key}_kind",
    )
    audience = right.text_input(
        _("For whom"),
        value=(action.audience if action else "") or "",
        key=f"{key}_audience",
        max_chars=_LONG,
    )
    left, right = st.columns(2)
    first = _day(left, _("First day"), action.first_day if action else None, f"{key}_first")
    last = _day(right, _("Last day"), action.last_day if action else None, f"{key}_last")
    chosen = action.lead_agency_id if action else None
    left, right = st.columns(2)
    lead = left.selectbox(
        _("Lead agency"),
        list(names),
        index=list(names).index(chosen) if chosen in names else None,
        format_func=lambda one: names[one],
        placeholder=_("No agency"),
        key=f"{key}_lead",
    )
    channel = right.text_input(
        _("Where and how"),
        value=(action.channel if action else "") or "",
        key=f"{key}_channel",
        max_chars=_LONG,
    )
    left, right = st.columns(2)
    material = left.text_input(
        _("Material"),
        value=(action.material if action else "") or "",
        key=f"{key}_material",
        max_chars=_LONG,
    )
    cost = right.number_input(
        _("Cost in SEK"),
        min_value=0,
        max_value=_DEAREST,
        value=action.cost if action else None,
        step=1,
        key=f"{key}_cost",
    )
    partners = st.pills(
        _("Together with"),
        list(names),
        selection_mode="multi",
        default=[id_ for id_, _name in action.partners if id_ in names] if action else [],
        format_func=lambda one: widgets.literal(names[one]),
        key=f"{key}_partners",
    )
    return {
        "title": title,
        "kind": str(kind),
        "audience": audience,
        "first_day": first,
        "last_day": last,
        "lead_agency_id": lead,
        "partner_ids": partners,
        "channel": channel,
        "material": material,
        "cost": cost,
    }


def _day(column: Any, label: str, value: date | None, key: str) -> date | None:
    day = column.date_input(label, value=value, format="YYYY-MM-DD", key=key)
    return day if isinstance(day, date) else None


def show_change(
    office: Office, actor: Actor, action: InformationActionView, agencies: Sequence[AgencyView]
) -> None:
    """Everything that was planned, to be changed in place."""
    form = draft(f"{state.INFO_DRAFT}_{action.id}", action.version, first_field="title")
    with st.form(f"{form.name}_form", border=False):
        given = fields(form.key, action, agencies)
        pressed = st.form_submit_button(_("Save the change"), icon=":material/save:")
    if not pressed:
        return
    with asked.saying(form.key, *_texts(given)) as said:
        actions.change_information_action(
            office,
            actor,
            info_id=action.id,
            version=form.version,
            accepted=said.accepted,
            **given,
        )
    if said.ok:
        forget_forms(action.id)
        frame.flash(_("{code} is saved.", code=action.code))
        st.rerun()
    elif isinstance(said.error, Conflict):
        conflict.explain(said.error)
        form.build_on(action.version)


def _texts(given: InfoFields) -> list[str]:
    return [str(value) for value in given.values() if isinstance(value, str)]


def forget_forms(info_id: int) -> None:
    """After any save: every form of the action opens on what is saved now."""
    forget(f"{state.INFO_DRAFT}_{info_id}")
    forget(f"{state.INFO_DRAFT}_outcome_{info_id}")
