"""One person in an agency's chair: adding, changing, ending."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.access.permissions import may
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.entrance import usecases as entrance
from coordinator.roster import usecases as roster
from coordinator.roster.views import (
    AgencySeats,
    Duty,
    Function,
    RosterView,
    SeatFields,
    SeatView,
)
from coordinator.ui import conflict, frame, widgets
from coordinator.ui.group import elsewhere, overview, protecting, words

_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 12, 31)


def show_new(office: Office, actor: Actor, view: RosterView, entry: AgencySeats | None) -> None:
    """The form for a new person; in the given agency, which can be changed."""
    if entry is None:
        frame.back("group", _("All agencies"))
    else:
        frame.back("group", entry.agency.name, agency=entry.agency.slug)
    widgets.page_head(
        _("Add a person"), _("People who represent an agency have their own page here.")
    )
    with widgets.card("place"):
        at = st.selectbox(
            _("Agency"),
            range(len(view.agencies)),
            index=view.agencies.index(entry) if entry else None,
            format_func=lambda number: view.agencies[number].agency.name,
            placeholder=_("Choose an agency"),
            key="new_seat_agency",
        )
        protected = protected_box("new", value=False)
    if at is None:
        return
    chosen = view.agencies[at]
    with widgets.card("person"), st.form("new_person", border=False):
        fields = _fields("new", chosen, None, _new(chosen, view.day), protected=protected)
        go = st.form_submit_button(
            _("Add the person"), type="primary", icon=":material/person_add:", key="do_new_person"
        )
    if not go:
        return
    with frame.saying() as said:
        seat = roster.add_person(office, actor, agency_id=chosen.agency.id, **fields)
    if said.ok:
        text = _("{name} now represents {agency}.", name=seat.name, agency=chosen.agency.name)
        frame.flash(text)
        overview.go(agency=chosen.agency.slug)


def show(office: Office, actor: Actor, view: RosterView, entry: AgencySeats, seat_id: str) -> None:
    """The form for a person who sits there, and below it the end of the seat."""
    seats = (*entry.seats, *entry.coming, *entry.former)
    seat = next((one for one in seats if str(one.id) == seat_id), None)
    if seat is None:
        frame.back("group", entry.agency.name, agency=entry.agency.slug)
        widgets.empty(_("This person is not here."), _("The link may be old."), key="no_person")
        return
    if asked := st.query_params.get("protect"):
        ways = protecting.show_receipt if asked == "receipt" else protecting.show
        ways(office, actor, _subject(entry, seat))
        return
    frame.back("group", entry.agency.name, agency=entry.agency.slug)
    who = _subject(entry, seat)
    widgets.page_head(seat.name, words.joined((words.role(seat), entry.agency.name)))
    elsewhere.asked(office, actor, seat.person_id, who.where, is_hidden=seat.is_hidden)
    if seat.is_hidden:
        _ending(office, actor, view, entry, seat)
        return
    form = conflict.open_form(
        f"seat_{seat.id}",
        _words(entry, seat),
        _values(entry, seat),
        seat.version,
        first="email",
        about=seat.is_protected,
    )
    with widgets.card("person"):
        # Somebody known by name is protected on a page of its own, which looks for the name.
        protected = seat.is_protected and protected_box(form.key, value=form.given["is_protected"])
        with st.form(form.name, border=False):
            fields = _fields(form.key, entry, seat, form.given, protected=protected)
            form.show_conflict(fields)
            go = st.form_submit_button(
                _("Save"), type="primary", icon=":material/save:", key="do_save_person"
            )
    if go:
        _save(office, actor, seat, form, fields)
    sign_in_link(office, actor, person_id=seat.person_id, email=seat.email)
    signed_in(office, actor, person_id=seat.person_id)
    protecting.card(actor, who)
    _ending(office, actor, view, entry, seat)


def _subject(entry: AgencySeats, seat: SeatView) -> protecting.Subject:
    where: dict[str, str | int] = {"agency": entry.agency.slug, "seat": seat.id}
    return protecting.Subject(seat.person_id, seat.name, seat.is_protected, where)


def sign_in_link(office: Office, actor: Actor, *, person_id: int, email: str | None) -> None:
    """A button that mails the person a sign-in link; the office never sees it."""
    if not email or not entrance.may_enter(office, actor, person_id=person_id):
        return
    with widgets.card("sign_in_link"):
        st.header(_("Signing in"), anchor=False)
        widgets.quiet(
            _("The link goes to the address that is kept here. It works once, for 15 minutes.")
        )
        go = st.button(
            _("Send a sign-in link"), icon=":material/forward_to_inbox:", key="send_sign_in_link"
        )
    if not go:
        return
    with frame.saying() as said:
        entrance.send_sign_in_link(office, actor, person_id=person_id)
    if said.ok:
        st.success(_("A sign-in link is on its way."))


def signed_in(office: Office, actor: Actor, *, person_id: int) -> None:
    """In how many browsers the person is signed in, and a button that ends all of them here."""
    if not may(entrance.end_sessions_of, actor):
        return
    count = entrance.sessions_of(office, actor, person_id=person_id)
    if not count:
        return
    with widgets.card("signed_in"):
        widgets.quiet(
            ngettext("Signed in in {n} browser.", "Signed in in {n} browsers.", count)
            + " "
            + _("Links and codes that were mailed end too; other groups are not touched.")
        )
        go = st.button(_("Sign the person out"), icon=":material/logout:", key="end_sessions_of")
    if not go:
        return
    with frame.saying() as said:
        entrance.end_sessions_of(office, actor, person_id=person_id)
    if said.ok:
        st.success(_("The person is signed out of this group everywhere."))


def _save(
    office: Office, actor: Actor, seat: SeatView, form: conflict.Form, fields: SeatFields
) -> None:
    after = form.save(
        fields,
        lambda version, values: roster.change_person(
            office, actor, seat_id=seat.id, version=version, **values
        ),
    )
    if after:
        frame.flash(_("{name} is saved.", name=after.name))
        overview.go(agency=st.query_params["agency"])


def known_words(*, protected: bool) -> list[conflict.Field]:
    """What is told of a person wherever one is changed; of a protected one, the mailbox alone."""
    names = [
        conflict.Field("given_name", _("Given name")),
        conflict.Field("family_name", _("Family name")),
    ]
    email = _("Function mailbox") if protected else _("E-mail at work")
    return [
        *([] if protected else names),
        conflict.Field("email", email),
        conflict.Field("is_protected", _("Protected identity"), conflict.as_yes_no),
    ]


def _words(entry: AgencySeats, seat: SeatView) -> list[conflict.Field]:
    contact = [
        conflict.Field("phone", _("Phone")),
        conflict.Field("title", _("Job title")),
        conflict.Field(
            "functions",
            _("Function in the group"),
            lambda held: conflict.as_list(words.function)([one for one in Function if one in held]),
        ),
    ]
    return [
        *known_words(protected=seat.is_protected),
        *([] if seat.is_protected else contact),
        conflict.Field("duty", _("Takes part as"), words.duty),
        conflict.Field("valid_from", _("First day"), conflict.as_day),
        conflict.Field("valid_to", _("Last day"), conflict.as_day),
        conflict.Field(
            "replaces_id",
            _("Comes after (optional)"),
            conflict.as_name(_others(entry, seat), _("Nobody")),
        ),
    ]


def _values(entry: AgencySeats, seat: SeatView) -> dict[str, Any]:
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


def _new(entry: AgencySeats, today: date) -> dict[str, Any]:
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
                "and mail goes to a function mailbox. Nobody protected is chair or secretary."
            )
        )
    return protected


def _fields(
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
        _("Function mailbox") if protected else _("E-mail at work"),
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
        format_func=words.duty,
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
            format_func=lambda one: dates.capitalised(words.function(one)),
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


def _ending(
    office: Office, actor: Actor, view: RosterView, entry: AgencySeats, seat: SeatView
) -> None:
    if seat.valid_to is not None and seat.valid_to < view.day:
        return
    version = conflict.seen(f"end_{seat.id}", seat.version)
    with widgets.card("ending"), st.form(f"end_{seat.id}", border=False):
        st.header(_("End the representation"), anchor=False)
        widgets.quiet(
            _(
                "From the day after, the person is no longer invited. Meetings and notes until "
                "then stay as they are. An access role is withdrawn under Settings."
            )
        )
        last = st.date_input(
            _("Last day"),
            value=max(view.day, seat.valid_from),
            min_value=_EARLIEST,
            max_value=_LATEST,
            format="YYYY-MM-DD",
            key=f"end_{seat.id}_day",
        )
        go = st.form_submit_button(
            _("End on this day"), icon=":material/event_busy:", key="end_representation"
        )
    if not go:
        return
    with frame.saying() as said:
        roster.end_representation(office, actor, seat_id=seat.id, version=version, last_day=last)
    if said.ok:
        frame.flash(
            _(
                "{name} represents {agency} until {day}.",
                name=seat.name,
                agency=entry.agency.name,
                day=dates.long_day(last, year=True),
            )
        )
        overview.go(agency=entry.agency.slug)
