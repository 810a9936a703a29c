"""The form of an information action: a new one, a copy of an earlier one, a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.actions.views import InfoFields, InfoKind, InformationActionView
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.roster.views import AgencyView
from coordinator.ui import agency_select, conflict, drafts, frame, save_anyway, state, widgets
from coordinator.ui.actions import words

_LONG = 300  # characters of a field
_TYPED = ("title", "audience", "channel", "material")
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
    draft = drafts.open_draft(key, _TYPED)
    with widgets.card("new_info"):
        st.header(_("A new information action"), anchor=False)
        if model:
            widgets.quiet(_("Copied: the same week and weekdays. Look through it and add it."))
        with st.form(key, border=False):
            given = fields(draft.prefix, values(model) | draft.texts, agencies)
            draft.line()
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
    with save_anyway.saying("new_info", *_texts(given)) as said:
        action = actions.add_information_action(office, actor, accepted=said.accepted, **given)
    if said.ok:
        draft.done()
        frame.flash(_("{code} is saved.", code=action.code))
        go(action=action.id)


def values(action: InformationActionView | None) -> dict[str, Any]:
    """What the fields open with; ``None`` for a new action that copies no other."""
    if action is None:
        texts = ("audience", "first_day", "last_day", "lead_agency_id", "channel", "material")
        empty: dict[str, Any] = dict.fromkeys((*texts, "cost"))
        return empty | {"title": "", "kind": InfoKind.CAMPAIGN, "partner_ids": []}
    return {
        "title": action.title,
        "kind": str(action.kind),
        "audience": action.audience,
        "first_day": action.first_day,
        "last_day": action.last_day,
        "lead_agency_id": action.lead_agency_id,
        "partner_ids": [id_ for id_, _name in action.partners],
        "channel": action.channel,
        "material": action.material,
        "cost": action.cost,
    }


def field_words(agencies: Sequence[AgencyView]) -> list[conflict.Field]:
    """The fields in words."""
    names = {agency.id: agency.name for agency in agencies}
    return [
        conflict.Field("title", _("Name")),
        conflict.Field("kind", _("Kind"), lambda kind: InfoKind(kind).heading()),
        conflict.Field("audience", _("For whom")),
        conflict.Field("first_day", _("First day"), conflict.as_day),
        conflict.Field("last_day", _("Last day"), conflict.as_day),
        conflict.Field("lead_agency_id", _("Lead agency"), conflict.as_name(names, _("No agency"))),
        conflict.Field("channel", _("Where and how")),
        conflict.Field("material", _("Material")),
        conflict.Field(
            "cost",
            _("Cost in SEK"),
            lambda cost: conflict.as_text(None if cost is None else words.sek(cost)),
        ),
        conflict.Field(
            "partner_ids",
            _("Together with"),
            conflict.as_list(conflict.as_name(names, _("No agency"))),
        ),
    ]


def fields(key: str, given: conflict.Values, agencies: Sequence[AgencyView]) -> InfoFields:
    """What is planned, as the use cases take it; ``given`` fills the fields.

    Columns begin again with each pair, which stays together on a phone.
    """
    names = agency_select.names_of(agencies)
    title = st.text_input(_("Name"), value=given["title"], key=f"{key}_title", max_chars=200)
    left, right = st.columns(2)
    kind = _kind(left, key, given)
    audience = _line(right, _("For whom"), key, given, "audience")
    left, right = st.columns(2)
    first = _day(left, _("First day"), given["first_day"], f"{key}_first")
    last = _day(right, _("Last day"), given["last_day"], f"{key}_last")
    left, right = st.columns(2)
    with left:
        lead = agency_select.one_or_none(
            _("Lead agency"), names, f"{key}_lead", given=given["lead_agency_id"]
        )
    channel = _line(right, _("Where and how"), key, given, "channel")
    left, right = st.columns(2)
    material = _line(left, _("Material"), key, given, "material")
    cost = _cost(right, key, given)
    return {
        "title": title,
        "kind": kind,
        "audience": audience,
        "first_day": first,
        "last_day": last,
        "lead_agency_id": lead,
        "partner_ids": _partners(key, given, names),
        "channel": channel,
        "material": material,
        "cost": cost,
    }


def _kind(column: DeltaGenerator, key: str, given: conflict.Values) -> str:
    kinds = list(InfoKind)
    chosen = column.selectbox(
        _("Kind"),
        kinds,
        index=kinds.index(given["kind"]),
        format_func=InfoKind.heading,
        key=f"{key}_kind",
    )
    return str(chosen)


def _line(
    column: DeltaGenerator, label: str, key: str, given: conflict.Values, name: str
) -> str | None:
    """One line of text that may be empty."""
    return column.text_input(label, value=given[name] or "", key=f"{key}_{name}", max_chars=_LONG)


def _cost(column: DeltaGenerator, key: str, given: conflict.Values) -> int | None:
    return column.number_input(
        _("Cost in SEK"),
        min_value=0,
        max_value=_DEAREST,
        value=given["cost"],
        step=1,
        key=f"{key}_cost",
    )


def _partners(key: str, given: conflict.Values, names: Mapping[int, str]) -> list[int]:
    return st.pills(
        _("Together with"),
        list(names),
        selection_mode="multi",
        default=[id_ for id_ in given["partner_ids"] if id_ in names],
        format_func=lambda one: widgets.literal(names[one]),
        key=f"{key}_partners",
    )


def _day(column: DeltaGenerator, label: str, value: date | None, key: str) -> date | None:
    day = column.date_input(label, value=value, format="YYYY-MM-DD", key=key)
    return day if isinstance(day, date) else None


def change_waits(action: InformationActionView) -> bool:
    """Whether a change was begun and not saved."""
    return drafts.waits(drafts.form_name(f"{state.INFO_DRAFT}_{action.id}")) is not None


def show_change(
    office: Office, actor: Actor, action: InformationActionView, agencies: Sequence[AgencyView]
) -> None:
    """Everything that was planned, to be changed in place."""
    form = conflict.open_form(
        f"{state.INFO_DRAFT}_{action.id}",
        field_words(agencies),
        values(action),
        action.version,
        first="title",
    )
    with st.form(f"{form.name}_form", border=False):
        typed = fields(form.key, form.given, agencies)
        form.show_conflict(typed)
        pressed = st.form_submit_button(_("Save the change"), icon=":material/save:")
    if not pressed:
        return
    if form.save(
        typed,
        lambda version, values: save_anyway.answered(
            form.name,
            _texts(values),
            lambda accepted: actions.change_information_action(
                office, actor, info_id=action.id, version=version, accepted=accepted, **values
            ),
        ),
    ):
        forget_forms(action.id)
        frame.flash(_("{code} is saved.", code=action.code))
        st.rerun()


def _texts(given: conflict.Values) -> list[str]:
    return [value for value in given.values() if isinstance(value, str)]


def forget_forms(info_id: int) -> None:
    """After any save: every form of the action opens on what is saved now."""
    conflict.forget(f"{state.INFO_DRAFT}_{info_id}", f"{state.INFO_DRAFT}_outcome_{info_id}")
