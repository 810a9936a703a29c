"""Somebody protected who also stands in other groups: asking there, and being asked from there."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.access.permissions import may
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.privacy.usecases import elsewhere
from coordinator.privacy.views import AskState, OtherGroup, Receipt
from coordinator.ui import frame, state, widgets
from coordinator.ui.confirm import Confirmation, ask, confirmed
from coordinator.ui.group import overview


def others(office: Office, actor: Actor, receipt: Receipt) -> None:
    """On the receipt: the other groups where the mailbox stands, and the one press that asks."""
    if not receipt.elsewhere:
        return
    with widgets.card("elsewhere"):
        st.header(_("In other groups here"), anchor=False)
        widgets.quiet(_("The same mailbox is in other groups. Nothing is changed there."))
        for number, one in enumerate(receipt.elsewhere):
            with widgets.row(f"elsewhere_{number}"):
                widgets.row_text(f"{one.name}, {one.municipality}", one.state.heading())
        if any(one.state in {AskState.KNOWN, AskState.SHARED} for one in receipt.elsewhere):
            _ask(office, actor, receipt.person_id, receipt.elsewhere)


def _ask(office: Office, actor: Actor, person_id: int, groups: tuple[OtherGroup, ...]) -> None:
    wish = st.checkbox(
        _("The person wishes it, and knows that the other groups' coordinators will be told."),
        key=f"{state.PROTECTING}_wish_{person_id}",
    )
    if not st.button(
        _("Ask the other groups to protect"), icon=":material/shield_person:", key="ask_elsewhere"
    ):
        return
    with frame.saying() as said:
        elsewhere.ask_elsewhere(office, actor, person_id=person_id, is_own_wish=wish)
    if said.ok:
        frame.flash(_("They are asked. Until they have decided the name is hidden there."))
        st.rerun()


def asked(
    office: Office,
    actor: Actor,
    person_id: int,
    where: Mapping[str, str | int],
    *,
    is_hidden: bool,
) -> None:
    """On the person's page: another group asks, and a coordinator decides."""
    if not may(elsewhere.asked_here, actor):
        if is_hidden:
            widgets.quiet(_("The name is hidden until a coordinator has decided about protection."))
        return
    question = f"show_{person_id}"
    found = [one for one in elsewhere.asked_here(office, actor) if one.person_id == person_id]
    if not found:
        return
    with widgets.card("asked_here"):
        st.header(_("Another group asks whether this person needs protection"), anchor=False)
        widgets.quiet(
            _("The name is hidden until you decide. Roles, seats and invitations are as they were.")
            if found[0].is_hidden
            else _(
                "Several people share the mailbox, so nobody is hidden. Find out whom it is about."
            )
        )
        with st.container(horizontal=True, gap="small"):
            if widgets.primary(_("Protect now …"), "to_protect_asked", "shield_person"):
                overview.go(**where, protect="1")
            st.button(
                _("No protection is needed"), key="show_again", on_click=ask, args=(question,)
            )
    answer = Confirmation(
        title=_("Show the name again?"),
        lines=(
            _("The name is shown here as before."),
            _("The group that asked cannot hide it once more."),
        ),
        go=_("Show the name again"),
    )
    if confirmed(question, answer):
        with frame.saying() as said:
            elsewhere.show_again(office, actor, person_id=person_id)
        if said.ok:
            frame.flash(_("The name is shown again."))
            st.rerun()
