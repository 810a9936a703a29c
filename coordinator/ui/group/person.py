"""One person in an agency's chair: adding, changing, ending."""

from __future__ import annotations

from datetime import date

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
    RosterView,
    SeatFields,
    SeatView,
)
from coordinator.ui import agency_select, conflict, frame, widgets
from coordinator.ui.group import elsewhere, overview, protecting, seat_fields, words
from coordinator.ui.text import theirs

_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 12, 31)


def show_new(office: Office, actor: Actor, view: RosterView, entry: AgencySeats | None) -> None:
    """The form for a new person; in the given agency, which can be changed."""
    if entry is None:
        frame.back("group", _("All agencies"))
    else:
        frame.back("group", theirs(entry.agency.name), agency=entry.agency.slug)
    widgets.page_head(
        _("Add a person"), _("People who represent an agency have their own page here.")
    )
    with widgets.card("place"):
        at = agency_select.one_or_none(
            _("Agency"),
            {number: seats.agency.name for number, seats in enumerate(view.agencies)},
            "new_seat_agency",
            given=view.agencies.index(entry) if entry else None,
            nothing=_("Choose an agency"),
        )
        protected = seat_fields.protected_box("new", value=False)
    if at is None:
        return
    chosen = view.agencies[at]
    with widgets.card("person"), st.form("new_person", border=False):
        fields = seat_fields.fields(
            "new", chosen, None, seat_fields.empty(chosen, view.day), protected=protected
        )
        go = st.form_submit_button(
            _("Add the person"), type="primary", icon=":material/person_add:", key="do_new_person"
        )
    if not go:
        return
    with frame.saying() as said:
        seat = roster.add_person(office, actor, agency_id=chosen.agency.id, **fields)
    if said.ok:
        agency = theirs(chosen.agency.name)
        text = _("{name} now represents {agency}.", name=seat.name, agency=agency)
        frame.flash(text)
        overview.go(agency=chosen.agency.slug)


def show(office: Office, actor: Actor, view: RosterView, entry: AgencySeats, seat_id: str) -> None:
    """The form for a person who sits there, and below it the end of the seat."""
    seats = (*entry.seats, *entry.coming, *entry.former)
    seat = next((one for one in seats if str(one.id) == seat_id), None)
    if seat is None:
        frame.back("group", theirs(entry.agency.name), agency=entry.agency.slug)
        widgets.empty(_("This person is not here."), _("The link may be old."), key="no_person")
        return
    if asked := st.query_params.get("protect"):
        ways = protecting.show_receipt if asked == "receipt" else protecting.show
        ways(office, actor, _subject(entry, seat))
        return
    frame.back("group", theirs(entry.agency.name), agency=entry.agency.slug)
    who = _subject(entry, seat)
    widgets.page_head(seat.name, words.joined((words.role(seat), theirs(entry.agency.name))))
    elsewhere.asked(office, actor, seat.person_id, who.where, is_hidden=seat.is_hidden)
    if seat.is_hidden:
        _ending(office, actor, view, entry, seat)
        return
    form = conflict.open_form(
        f"seat_{seat.id}",
        seat_fields.field_words(entry, seat),
        seat_fields.values(entry, seat),
        seat.version,
        first="email",
        about=seat.is_protected,
    )
    with widgets.card("person"):
        # Somebody known by name is protected on a page of its own, which looks for the name.
        protected = seat.is_protected and seat_fields.protected_box(
            form.key, value=form.given["is_protected"]
        )
        with st.form(form.name, border=False):
            fields = seat_fields.fields(form.key, entry, seat, form.given, protected=protected)
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
        if not office.settings.mail_goes:
            widgets.quiet(
                _(
                    "No email goes out from here by itself: whoever runs the system makes a "
                    "sign-in link with this command, and gives it to the person."
                )
            )
            address = _("name@example.org")
            st.code(f"coordinator sign-in-link {address}", language=None, wrap_lines=True)
            return
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
        st.success(_("The sign-in link is being sent."))


def signed_in(office: Office, actor: Actor, *, person_id: int) -> None:
    """In how many browsers the person is signed in, and a button that ends all of them here."""
    if not may(entrance.end_sessions_of, actor):
        return
    count = entrance.sessions_of(office, actor, person_id=person_id)
    if not count:
        return
    with widgets.card("signed_in"):
        widgets.quiet(
            ngettext("Signed in with {n} browser.", "Signed in with {n} browsers.", count)
            + " "
            + _("Links and codes that were emailed end too; other groups are not touched.")
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
