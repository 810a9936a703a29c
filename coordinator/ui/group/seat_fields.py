"""The fields of somebody in an agency's chair: who it is, as what, from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from coordinator.core.translation import _
from coordinator.roster.views import (
    AgencySeats,
    Duty,
    Function,
    SeatFields,
    SeatView,
)
from coordinator.ui import conflict, widgets
from coordinator.ui.group import words

_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 12, 31)


def known_words(*, protected: bool) -> list[conflict.Field]:
    """What is told of a person wherever one is changed; of a protected one, the mailbox alone."""
    names = [
        conflict.Field("given_name", _("Given name"), is_kept=False),
        conflict.Field("family_name", _("Family name"), is_kept=False),
    ]
    email = _("Function mailbox") if protected else _("Email address at work")
    return [
        *([] if protected else names),
        conflict.Field("email", email, is_kept=False),
        conflict.Field("is_protected", _("Protected identity"), conflict.as_yes_no),
    ]


def field_words(entry: AgencySeats, seat: SeatView) -> list[conflict.Field]:
    contact = [
        conflict.Field("phone", _("Phone"), is_kept=False),
        conflict.Field("title", _("Job title"), is_kept=False),
        conflict.Field(
            "functions",
            _("Function in the group"),
            lambda held: conflict.as_list(Function.in_words)(
                [one for one in Function if one in held]
            ),
        ),
    ]
    return [
        *known_words(protected=seat.is_protected),
        *([] if seat.is_protected else contact),
        conflict.Field("duty", _("Takes part as"), Duty.heading),
        conflict.Field("valid_from", _("First day"), conflict.as_day),
        conflict.Field("valid_to", _("Last day"), conflict.as_day),
        conflict.Field(
            "replaces_id",
            _("Comes after (optional)"),
            conflict.as_name(_others(entry, seat), _("Nobody")),
        ),
    ]


def values(entry: AgencySeats, seat: SeatView) -> dict[str, Any]:
    """What is saved of somebody, as the form gives it back."""
    return {
        "given_name": seat.given_name,
        "family_name": seat.family_name,
        "email": seat.email,
        "phone": seat.phone,
        "title": seat.title,
        "is_protected": seat.is_protected,
        "duty": seat.duty,
        "functions": seat.functions,
        "contact_channel": seat.contact_channel,
        "valid_from": seat.valid_from,
        "valid_to": seat.valid_to,
        "replaces_id": seat.replaces_id if seat.replaces_id in _others(entry, seat) else None,
    }


def empty(entry: AgencySeats, today: date) -> dict[str, Any]:
    """What the form of a new person opens with."""
    usual = Duty.REPRESENTATIVE if entry.agency.is_member else Duty.CO_OPTED
    texts = ("given_name", "family_name", "email", "phone", "title", "contact_channel")
    return dict.fromkeys((*texts, "valid_to", "replaces_id")) | {
        "duty": usual,
        "functions": (),
        "valid_from": today,
    }


def protected_box(key: str, *, value: bool) -> bool:
    protected = st.checkbox(_("Protected identity"), value=value, key=f"{key}_protected")
    if protected:
        widgets.quiet(
            _(
                "No name, title or phone is kept. Everybody sees “Representant” and the agency, "
                "and email goes to a function mailbox. Nobody protected is chair or secretary."
            )
        )
    return protected


def fields(
    key: str,
    entry: AgencySeats,
    seat: SeatView | None,
    known: conflict.Values,
    *,
    protected: bool,
) -> SeatFields:
    """The fields of a seat; those that hold a protected person's name are not even drawn."""
    given = family = title = phone = None
    if not protected:
        left, right = st.columns(2)
        given = left.text_input(
            _("Given name"),
            value=known["given_name"] or "",
            key=f"{key}_given",
            max_chars=80,
        )
        family = right.text_input(
            _("Family name"),
            value=known["family_name"] or "",
            key=f"{key}_family",
            max_chars=80,
        )
    left, right = st.columns(2)
    email = left.text_input(
        _("Function mailbox") if protected else _("Email address at work"),
        value=known["email"] or "",
        key=f"{key}_email",
        max_chars=200,
    )
    if not protected:
        phone = right.text_input(
            _("Phone"), value=known["phone"] or "", key=f"{key}_phone", max_chars=40
        )
        title = st.text_input(
            _("Job title"),
            value=known["title"] or "",
            key=f"{key}_title",
            max_chars=120,
        )
    fields: SeatFields = {
        "given_name": given,
        "family_name": family,
        "email": email,
        "phone": phone,
        "title": title,
        "is_protected": protected,
        **_standing(key, entry, seat, known, protected=protected),  # type: ignore[typeddict-item]
    }
    return fields


def _standing(
    key: str,
    entry: AgencySeats,
    seat: SeatView | None,
    known: conflict.Values,
    *,
    protected: bool,
) -> dict[str, object]:
    """As what the person sits there, from when to when, and after whom."""
    duty = st.radio(
        _("Takes part as"),
        list(Duty),
        index=list(Duty).index(known["duty"]),
        format_func=Duty.heading,
        horizontal=True,
        key=f"{key}_duty_{entry.agency.id}",
    )
    functions: Sequence[Function] = ()
    if not protected:
        functions = st.pills(
            _("Function in the group"),
            list(Function),
            selection_mode="multi",
            default=[one for one in Function if one in known["functions"]],
            format_func=Function.heading,
            key=f"{key}_functions",
        )
    first, last = _period(key, known)
    return {
        "duty": duty,
        "functions": functions,
        "contact_channel": known["contact_channel"],
        "valid_from": first,
        "valid_to": last,
        "replaces_id": _replaced(key, entry, seat, known["replaces_id"]),
    }


def _period(key: str, known: conflict.Values) -> tuple[date, date | None]:
    """First and last day. Ending is a step of its own, so most seats have no last day here.

    An empty date field would also be unreadable to screen readers: Streamlit leaves its parts
    without a value.
    """
    left, right = st.columns(2)
    first = left.date_input(
        _("First day"),
        value=known["valid_from"],
        min_value=_EARLIEST,
        max_value=_LATEST,
        format="YYYY-MM-DD",
        key=f"{key}_from",
    )
    if known["valid_to"] is None:
        return first, None
    last = right.date_input(
        _("Last day"),
        value=known["valid_to"],
        min_value=_EARLIEST,
        max_value=_LATEST,
        format="YYYY-MM-DD",
        key=f"{key}_to",
    )
    return first, None if st.checkbox(_("No last day after all"), key=f"{key}_open") else last


def _others(entry: AgencySeats, seat: SeatView | None) -> dict[int, str]:
    """Who sits or sat there besides, by the seat's id."""
    return {
        one.id: words.joined((one.name, words.period(one)))
        for one in (*entry.seats, *entry.former)
        if seat is None or one.id != seat.id
    }


def _replaced(key: str, entry: AgencySeats, seat: SeatView | None, held: int | None) -> int | None:
    names = _others(entry, seat)
    if not names:
        return None
    ids = list(names)
    return st.selectbox(
        _("Comes after (optional)"),
        ids,
        index=ids.index(held) if held in names else None,
        format_func=lambda one: names[one],
        placeholder=_("Nobody"),
        key=f"{key}_replaces_{entry.agency.id}",
    )
