"""Somebody who holds a role and stands for no agency: correcting, a sign-in link, protecting."""

from __future__ import annotations

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.roster import usecases as roster
from coordinator.roster.views import HolderView
from coordinator.ui import conflict, frame, widgets
from coordinator.ui.group import elsewhere, overview, person, protecting, seat_fields


def show(office: Office, actor: Actor, asked: str) -> None:
    """The person's page; ``asked`` is the id as it stands in the address."""
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
    with frame.saying() as said:
        view = roster.role_holder(office, actor, person_id=number)
    if not said.ok:
        frame.back("group", _("All agencies"))
        return
    who = protecting.Subject(
        view.person_id, view.name, view.is_protected, {"person": view.person_id}
    )
    if step := st.query_params.get("protect"):
        ways = protecting.show_receipt if step == "receipt" else protecting.show
        ways(office, actor, who)
        return
    frame.back("group", _("All agencies"))
    widgets.page_head(view.name, _("Holds a role in the group. Roles are given under Settings."))
    elsewhere.asked(office, actor, view.person_id, who.where, is_hidden=view.is_hidden)
    if view.is_hidden:
        return
    _form(office, actor, view)
    person.sign_in_link(office, actor, person_id=view.person_id, email=view.email)
    person.signed_in(office, actor, person_id=view.person_id)
    protecting.card(actor, who)


def _form(office: Office, actor: Actor, view: HolderView) -> None:
    now = {
        "given_name": view.given_name,
        "family_name": view.family_name,
        "email": view.email,
        "is_protected": view.is_protected,
    }
    form = conflict.open_form(
        f"holder_{view.person_id}",
        seat_fields.known_words(protected=view.is_protected),
        now,
        view.version,
        first="email",
        about=view.is_protected,
    )
    key = form.key
    with widgets.card("person"):
        protected = view.is_protected and seat_fields.protected_box(
            key, value=form.given["is_protected"]
        )
        with st.form(form.name, border=False):
            given = family = None
            if not protected:
                left, right = st.columns(2)
                given = left.text_input(
                    _("Given name"),
                    value=form.given["given_name"] or "",
                    key=f"{key}_given",
                    max_chars=80,
                )
                family = right.text_input(
                    _("Family name"),
                    value=form.given["family_name"] or "",
                    key=f"{key}_family",
                    max_chars=80,
                )
            email = st.text_input(
                _("Function mailbox") if protected else _("Email address at work"),
                value=form.given["email"] or "",
                key=f"{key}_email",
                max_chars=200,
            )
            typed = {
                "given_name": given,
                "family_name": family,
                "email": email,
                "is_protected": protected,
            }
            form.show_conflict(typed)
            go = st.form_submit_button(
                _("Save"), type="primary", icon=":material/save:", key="do_save_holder"
            )
    if not go:
        return
    after = form.save(
        typed,
        lambda version, values: roster.change_role_holder(
            office, actor, person_id=view.person_id, version=version, **values
        ),
    )
    if after:
        frame.flash(_("{name} is saved.", name=after.name))
        overview.go()
