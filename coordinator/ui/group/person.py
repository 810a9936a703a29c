"""One person in an agency's chair: adding, changing, ending."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from coordinator.access import usecases as access
from coordinator.access.actor import Actor
from coordinator.access.rules import may
from coordinator.core import dates
from coordinator.core.errors import Conflict
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
from coordinator.ui import conflict, frame, state, widgets
from coordinator.ui.group import overview, protecting, words

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
        fields = _fields("new", chosen, None, today=view.day, protected=protected)
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
    key = f"seat_{seat.id}"
    if f"{key}_email" not in st.session_state:
        st.session_state[state.SEAT_BASE] = seat.version
    widgets.page_head(seat.name, words.joined((words.role(seat), entry.agency.name)))
    with widgets.card("person"):
        # Somebody known by name is protected on a page of its own, which looks for the name.
        protected = seat.is_protected and protected_box(key, value=True)
        with st.form(key, border=False):
            fields = _fields(key, entry, seat, today=view.day, protected=protected)
            go = st.form_submit_button(
                _("Save"), type="primary", icon=":material/save:", key="do_save_person"
            )
    if go:
        _save(office, actor, seat, fields)
    sign_in_link(office, actor, person_id=seat.person_id, email=seat.email)
    signed_in(office, actor, person_id=seat.person_id)
    protecting.card(actor, _subject(entry, seat))
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
    if not may("access.end_sessions_of", actor):
        return
    count = access.sessions_of(office, actor, person_id=person_id)
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
        access.end_sessions_of(office, actor, person_id=person_id)
    if said.ok:
        st.success(_("The person is signed out of this group everywhere."))


def _save(office: Office, actor: Actor, seat: SeatView, fields: SeatFields) -> None:
    with frame.saying() as said:
        after = roster.change_person(
            office,
            actor,
            seat_id=seat.id,
            version=st.session_state.get(state.SEAT_BASE, seat.version),
            **fields,
        )
    if said.ok:
        frame.flash(_("{name} is saved.", name=after.name))
        overview.go(agency=st.query_params["agency"])
    elif isinstance(said.error, Conflict):
        conflict.explain(said.error)
        st.session_state[state.SEAT_BASE] = seat.version


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
    key: str, entry: AgencySeats, seat: SeatView | None, *, today: date, protected: bool
) -> SeatFields:
    """The fields of a seat; those that hold a protected person's name are not even drawn."""
    given = family = title = phone = None
    if not protected:
        left, right = st.columns(2)
        given = left.text_input(
            _("Given name"),
            value=(seat.given_name if seat else "") or "",
            key=f"{key}_given",
            max_chars=80,
        )
        family = right.text_input(
            _("Family name"),
            value=(seat.family_name if seat else "") or "",
            key=f"{key}_family",
            max_chars=80,
        )
    left, right = st.columns(2)
    email = left.text_input(
        _("Function mailbox") if protected else _("E-mail at work"),
        value=(seat.email if seat else "") or "",
        key=f"{key}_email",
        max_chars=200,
    )
    if not protected:
        phone = right.text_input(
            _("Phone"), value=(seat.phone if seat else "") or "", key=f"{key}_phone", max_chars=40
        )
        title = st.text_input(
            _("Job title"),
            value=(seat.title if seat else "") or "",
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
        **_standing(key, entry, seat, today=today, protected=protected),  # type: ignore[typeddict-item]
    }
    return fields


def _standing(
    key: str, entry: AgencySeats, seat: SeatView | None, *, today: date, protected: bool
) -> dict[str, object]:
    """As what the person sits there, from when to when, and after whom."""
    usual = Duty.REPRESENTATIVE if entry.agency.is_member else Duty.CO_OPTED
    duty = st.radio(
        _("Takes part as"),
        list(Duty),
        index=list(Duty).index(seat.duty if seat else usual),
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
            default=[one for one in Function if seat and one in seat.functions],
            format_func=lambda one: dates.capitalised(words.function(one)),
            key=f"{key}_functions",
        )
    first, last = _period(key, seat, today)
    return {
        "duty": duty,
        "functions": functions,
        "contact_channel": seat.contact_channel if seat else None,
        "valid_from": first,
        "valid_to": last,
        "replaces_id": _replaced(key, entry, seat),
    }


def _period(key: str, seat: SeatView | None, today: date) -> tuple[date, date | None]:
    """First and last day. Ending is a step of its own, so most seats have no last day here.

    An empty date field would also be unreadable to screen readers: Streamlit leaves its parts
    without a value.
    """
    left, right = st.columns(2)
    first = left.date_input(
        _("First day"),
        value=seat.valid_from if seat else today,
        min_value=_EARLIEST,
        max_value=_LATEST,
        format="YYYY-MM-DD",
        key=f"{key}_from",
    )
    if seat is None or seat.valid_to is None:
        return first, None
    last = right.date_input(
        _("Last day"),
        value=seat.valid_to,
        min_value=_EARLIEST,
        max_value=_LATEST,
        format="YYYY-MM-DD",
        key=f"{key}_to",
    )
    return first, None if st.checkbox(_("No last day after all"), key=f"{key}_open") else last


def _replaced(key: str, entry: AgencySeats, seat: SeatView | None) -> int | None:
    others: Sequence[SeatView] = [
        one for one in (*entry.seats, *entry.former) if seat is None or one.id != seat.id
    ]
    if not others:
        return None
    names = {one.id: words.joined((one.name, words.period(one))) for one in others}
    ids = list(names)
    held = seat.replaces_id if seat else None
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
        roster.end_representation(
            office, actor, seat_id=seat.id, version=seat.version, last_day=last
        )
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
