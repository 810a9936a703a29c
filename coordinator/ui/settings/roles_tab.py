"""Who may do what in this program: granting and withdrawing roles."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from coordinator.access.actor import Actor, Role
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.groups import usecases as groups
from coordinator.groups.views import RoleHolder
from coordinator.roster import usecases as roster
from coordinator.roster.views import RosterView
from coordinator.ui import frame, widgets
from coordinator.ui.confirm import Confirmation, ask, confirmed

_ENOUGH = 2  # coordinators, so that one can be away
_OFFERED = (
    Role.MEMBER,
    Role.READER,
    Role.SECRETARY,
    Role.REGISTRATOR,
    Role.AUDITOR,
    Role.COORDINATOR,
)


def _role_title(role: Role) -> str:
    return role.heading()


def show(office: Office, actor: Actor) -> None:
    holders = groups.role_grants(office, actor)
    view = roster.roster(office, actor, include_former=False)
    names = roster.names(office, actor, person_ids={one.person_id for one in holders})
    leading = roster.who_leads(office, actor)
    coordinators = len(leading)
    if coordinators < _ENOUGH:
        text = ngettext(
            "The group has {n} coordinator who can sign in. Give somebody else the role too, so "
            "that the work goes on when one is away.",
            "The group has {n} coordinators who can sign in. Give somebody else the role too, so "
            "that the work goes on when one is away.",
            coordinators,
        )
        st.warning(text, icon=":material/group_add:")
    _grant_form(office, actor, view, holders)
    _without_seat(office, actor)
    with widgets.card("roles"):
        st.header(_("Who has a role"), anchor=False)
        for role in Role:
            for holder in (one for one in holders if one.role is role):
                name = names.get(holder.person_id, "")
                where = _places(view, holder.person_id)
                _holder_row(office, actor, holder, name, where, leads=holder.person_id in leading)
    widgets.quiet(
        _(
            "Who represents an agency today has a member's plain pages without a role. Everything "
            "else needs a role. Sign-in links are sent from the person's page under The group; to "
            "who stands for no agency from here, by Correct or protect."
        )
    )


def _places(view: RosterView, person_id: int) -> str:
    """The agencies somebody stands for today."""
    return ", ".join(
        entry.agency.name
        for entry in view.agencies
        if any(seat.person_id == person_id for seat in entry.seats)
    )


def _holder_row(
    office: Office, actor: Actor, holder: RoleHolder, name: str, places: str, *, leads: bool
) -> None:
    key = f"{holder.role}_{holder.person_id}"
    with widgets.row(key):
        day = dates.short_day_week(dates.local_day(holder.granted_at), year=True)
        where = places or _("stands for no agency today")
        since = _("since {day}", day=day)
        widgets.row_text(name, f"{where} · {since}")
        if holder.role is Role.COORDINATOR and not leads:
            widgets.quiet(_("Cannot sign in as coordinator: has no address of their own."))
        if not places:
            st.page_link(
                frame.page("group"),
                label=_("Correct or protect"),
                icon=":material/edit:",
                query_params=frame.query_for(person=holder.person_id),
            )
        symbol = {Role.COORDINATOR: "manage_accounts", Role.MEMBER: "person"}.get(
            holder.role, "visibility"
        )
        widgets.chip(
            _role_title(holder.role),
            symbol,
            "ok" if holder.role is Role.COORDINATOR else "no",
            width=144,
        )
        st.button(
            _("Withdraw"),
            key=f"withdraw_{key}",
            type="tertiary",
            on_click=ask,
            args=(key,),
            help=_("Withdraw the role of {name}", name=name),
        )
    lines = [_("{name} is no longer {role} here.", name=name, role=holder.role.in_words())]
    if holder.person_id == actor.person_id:
        lines.append(_("It is your own role: you may lose access to this page."))
    confirmation = Confirmation(
        _("Withdraw the role?"), lines, _("Withdraw the role"), "person_off"
    )
    if confirmed(key, confirmation):
        with frame.saying() as said:
            roster.withdraw_role(office, actor, person_id=holder.person_id, role=holder.role)
        if said.ok:
            frame.flash(_("The role of {name} is withdrawn.", name=name))
            st.rerun()


def _grant_form(
    office: Office, actor: Actor, view: RosterView, holders: Sequence[RoleHolder]
) -> None:
    people = {
        seat.person_id: f"{seat.name}, {entry.agency.name}"
        for entry in view.agencies
        for seat in (*entry.seats, *entry.coming)
    }
    with widgets.card("grant"), st.form("grant_role", border=False):
        st.header(_("Give a role"), anchor=False)
        left, right = st.columns(2)
        person_id = left.selectbox(
            _("Person"),
            list(people),
            index=None,
            format_func=lambda one: people[one],
            placeholder=_("Choose a person"),
            key="grant_person",
        )
        role = right.selectbox(
            _("Role"),
            _OFFERED,
            format_func=_role_title,
            key="grant_as",
        )
        widgets.quiet(
            _(
                "A coordinator does everything, a secretary everything but settings and roles. A "
                "member sees meetings, sent notes and the own agency's action points. A reader "
                "sees meetings and approved notes, a registrator all notes once they are out for "
                "comments, an auditor the log and nothing else."
            )
        )
        go = st.form_submit_button(
            _("Give the role"), type="primary", icon=":material/key:", key="do_grant"
        )
    if not go:
        return
    if person_id is None:
        st.error(_("Choose a person."))
        return
    if any((one.person_id, one.role) == (person_id, role) for one in holders):
        st.info(_("This person has the role already."))
        return
    with frame.saying() as said:
        roster.grant_role(office, actor, person_id=person_id, role=role)
    if said.ok:
        frame.flash(_("{name} is now {role}.", name=people[person_id], role=role.in_words()))
        st.rerun()


def _without_seat(office: Office, actor: Actor) -> None:
    """Name, address and role for somebody who stands for no agency, such as an auditor."""
    box = st.expander(_("Add a person without a seat"), icon=":material/person_add:", key="no_seat")
    with box, st.form("add_role_holder", border=False):
        left, right = st.columns(2)
        given = left.text_input(_("Given name"), key="holder_given", max_chars=80)
        family = right.text_input(_("Family name"), key="holder_family", max_chars=80)
        email = left.text_input(_("Email address"), key="holder_email", max_chars=254)
        role = right.selectbox(
            _("Role"),
            [one for one in _OFFERED if one is not Role.MEMBER],
            format_func=_role_title,
            key="holder_as",
        )
        widgets.quiet(
            _(
                "For a reader, a registrator or an auditor who stands for no agency. The address "
                "has to be the person's own."
            )
        )
        go = st.form_submit_button(_("Give the role"), icon=":material/key:", key="add_holder")
    if not go:
        return
    name = f"{given} {family}".strip()
    with frame.saying() as said:
        roster.add_role_holder(
            office, actor, given_name=given, family_name=family, email=email, role=role
        )
    if said.ok:
        frame.flash(_("{name} is now {role}.", name=name, role=role.in_words()))
        st.rerun()
