"""One agency: its principal, its chairs and who sits on them; and the form for a new agency."""

from __future__ import annotations

from typing import Any

import streamlit as st

from coordinator.access.actor import Actor, Role
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.roster import usecases as roster
from coordinator.roster.rules import is_place_asked, is_shelter
from coordinator.roster.views import AgencyKind, AgencySeats, AgencyView, Duty, RosterView, SeatView
from coordinator.ui import conflict, drafts, frame, identity_notice, widgets
from coordinator.ui.group import overview, words
from coordinator.ui.text import theirs


def show(office: Office, actor: Actor, view: RosterView, entry: AgencySeats) -> None:
    agency = entry.agency
    frame.back("group", _("All agencies"))
    with widgets.page_head(theirs(agency.name), _lead(entry)):
        if widgets.primary(_("Add a person"), "add_person", "person_add"):
            overview.go(agency=agency.slug, add="1")
    with widgets.card("chairs"):
        st.header(_("Representatives"), anchor=False)
        for seat in entry.seats:
            _seat_row(agency, seat, view)
        for seat in entry.coming:
            _seat_row(agency, seat, view)
        for number in range(entry.vacant_seats):
            with widgets.row(f"vacant_{number}"):
                widgets.row_text(_("Empty seat"), _("Nobody represents the agency here."))
                widgets.chip(_("Empty"), "chair_alt", "wait")
        if not (entry.seats or entry.coming or entry.vacant_seats):
            widgets.quiet(_("Nobody yet"))
    with widgets.card("agency"):
        st.header(_("About the agency"), anchor=False)
        _form(office, actor, agency)
        identity_notice.beside(f"agency_{agency.id}", agency.note)
    overview.former([entry], key="former")


def _lead(entry: AgencySeats) -> str:
    if not entry.agency.is_member:
        return _("Guest")
    return words.joined(
        (
            theirs(entry.agency.principal or "") or _("Principal missing"),
            ngettext("at least {n} seat", "at least {n} seats", entry.agency.min_seats),
        )
    )


def _seat_row(agency: AgencyView, seat: SeatView, view: RosterView) -> None:
    with widgets.row(f"seat_{seat.id}"):
        with st.container(gap=None, width="stretch", key=f"what_{seat.id}"):
            st.page_link(
                frame.page("group"),
                label=f"**{widgets.literal(seat.name)}**",
                query_params=frame.query_for(agency=agency.slug, seat=seat.id),
            )
            widgets.quiet(words.joined((words.role(seat), theirs(seat.title or ""))))
            if reached := words.contact(seat):
                widgets.quiet(reached)
            widgets.quiet(_history(seat, view))
        if seat.is_protected:
            widgets.chip(_("Protected"), "shield_person", "no")
        if seat.duty is not Duty.REPRESENTATIVE:
            widgets.chip(seat.duty.heading(), "swap_horiz", "sub")
        if seat.valid_from > view.day:
            widgets.chip(_("Upcoming"), "schedule", "wait")


def _history(seat: SeatView, view: RosterView) -> str:
    """Since when, and after whom."""
    before = next(
        (
            other.name
            for entry in view.agencies
            for other in (*entry.former, *entry.seats)
            if other.id == seat.replaces_id
        ),
        None,
    )
    after = _("after {name}", name=before) if before else None
    text = ", ".join(part for part in (words.period(seat), after) if part)
    return text[:1].upper() + text[1:]


def _form(office: Office, actor: Actor, agency: AgencyView) -> None:
    """What the group knows about the agency, to be changed in place."""
    form = conflict.open_form(
        f"agency_{agency.id}", _words(agency), _values(agency), agency.version, first="name"
    )
    with st.form(form.name, border=False):
        fields = _fields(form.key, form.given, agency, may_end=Role.COORDINATOR in actor.roles)
        form.show_conflict(fields)
        saved = st.form_submit_button(_("Save"), icon=":material/save:")
    if not saved:
        return
    after = form.save(
        fields,
        lambda version, values: roster.change_agency(
            office, actor, agency_id=agency.id, version=version, **values
        ),
    )
    if after:
        frame.flash(_("{agency} is saved.", agency=after.name))
        st.rerun()


def _words(agency: AgencyView) -> list[conflict.Field]:
    fields = [
        conflict.Field("name", _("Name")),
        conflict.Field("principal", _("Principal")),
        conflict.Field("kind", _("Kind of principal"), words.kind),
        conflict.Field("min_seats", _("Seats to fill")),
        conflict.Field("note", _("Note")),
        conflict.Field("may_host", _("Can host a meeting"), conflict.as_yes_no),
    ]
    if _is_asked(agency):
        secret = _("Is its place secret: is it a women's shelter or other protected housing?")
        fields.append(conflict.Field("place_is_secret", secret, _answers().__getitem__))
    return fields


def _values(agency: AgencyView | None) -> dict[str, Any]:
    """What the fields open with; ``None`` for a new agency."""
    is_told = agency is not None and _is_asked(agency) and agency.may_host
    return {
        "name": agency.name if agency else "",
        "principal": agency.principal if agency else None,
        "kind": agency.kind if agency else None,
        "min_seats": agency.min_seats if agency else 1,
        "may_host": agency.may_host if agency else None,
        "note": agency.note if agency else None,
        "place_is_secret": False if is_told else None,
    }


def _is_asked(agency: AgencyView | None) -> bool:
    """Whether the form asks if the place is secret."""
    return agency is None or is_place_asked(agency.kind, agency.name)


def _fields(
    key: str, given: conflict.Values, agency: AgencyView | None, *, may_end: bool = False
) -> dict[str, Any]:
    """The fields of an agency; ``None`` for a new one. ``may_end``: that it is a shelter."""
    is_member = agency is None or agency.is_member
    shelter = agency is not None and is_shelter(agency.kind)
    left, right = st.columns(2)
    name = left.text_input(_("Name"), value=given["name"], key=f"{key}_name", max_chars=120)
    principal = right.text_input(
        _("Principal"),
        value=given["principal"] or "",
        key=f"{key}_principal",
        max_chars=160,
        help=_("The body that answers for the agency, such as a municipality or a region."),
        placeholder=_("Not told yet"),
    )
    kinds = ["", *(kind.value for kind in AgencyKind)]
    held = given["kind"] or ""
    left, right = st.columns(2)
    kind = left.selectbox(
        _("Kind of principal"),
        kinds if held in kinds else [*kinds, held],
        index=kinds.index(held) if held in kinds else len(kinds),
        format_func=words.kind,
        key=f"{key}_kind",
        disabled=shelter and not may_end,
    )
    seats = right.number_input(
        _("Seats to fill"),
        min_value=0,
        max_value=roster.MAX_SEATS,
        value=given["min_seats"],
        key=f"{key}_seats",
        disabled=not is_member,
    )
    note = st.text_input(
        _("Note"),
        value=given["note"] or "",
        key=f"{key}_note",
        max_chars=300,
    )
    may_host: bool | None = False
    if shelter:
        widgets.quiet(_("A shelter: its place is secret, so it never hosts a meeting."))
    elif agency is not None:
        may_host = st.checkbox(_("Can host a meeting"), value=given["may_host"], key=f"{key}_host")
    else:
        may_host = None  # as such an agency begins
    is_secret = None
    if shelter:  # never filled in: it is said about what is saved now
        if may_end and st.checkbox(
            _("It is no shelter: its kind is chosen above, and its place may be known"),
            key=f"{key}_no_shelter",
        ):
            is_secret = False
    elif _is_asked(agency):
        is_secret = _place_question(key, given=given["place_is_secret"])
    return {
        "name": name,
        "principal": principal,
        "kind": kind or None,
        "min_seats": int(seats),
        "may_host": may_host,
        "note": note,
        "place_is_secret": is_secret,
    }


def _place_question(key: str, *, given: bool | None) -> bool | None:
    """The one question that decides whether an agency may host and have an address."""
    answers = _answers()
    return st.radio(
        _("Is its place secret: is it a women's shelter or other protected housing?"),
        list(answers),
        index=list(answers).index(given),
        format_func=lambda answer: answers[answer],
        key=f"{key}_secret",
        help=_("Asked about associations, and where the name may be a shelter's."),
    )


def _answers() -> dict[bool | None, str]:
    return {
        None: _("Not answered: an association does not host, and no address is written"),
        True: _("Yes: nobody writes where it is"),
        False: _("No: it may host, and its address may be written"),
    }


def show_new(office: Office, actor: Actor) -> None:
    frame.back("group", _("All agencies"))
    widgets.page_head(_("Add an agency"), _("An agency of the group, or a guest."))
    draft = drafts.open_draft("new", ("name", "principal", "note"))
    with widgets.card("new_agency"), st.form("new_agency", border=False):
        as_guest = st.radio(
            _("Takes part as"),
            [False, True],
            format_func=lambda guest: _("Guest") if guest else _("Agency of the group"),
            horizontal=True,
            key="new_is_guest",
        )
        fields = _fields(draft.prefix, _values(None) | draft.texts, None)
        draft.line()
        go = st.form_submit_button(
            _("Add the agency"), type="primary", icon=":material/add:", key="do_new_agency"
        )
    if not go:
        return
    with frame.saying() as said:
        added = roster.add_agency(office, actor, is_member=not as_guest, **fields)
    if said.ok:
        draft.done()
        frame.flash(_("{agency} is added.", agency=added.name))
        overview.go(agency=added.slug)
