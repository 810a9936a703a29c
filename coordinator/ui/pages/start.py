"""An empty installation: start the group, or look at the example first."""

from __future__ import annotations

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.installation import usecases as installation
from coordinator.ui import frame, state, widgets


def page() -> None:
    office, actor = frame.office_and_actor()
    if st.session_state.get(state.STARTING):
        _start_form(office, actor)
    else:
        _two_ways(office, actor)


def _two_ways(office: Office, actor: Actor) -> None:
    with widgets.hero(_("Nothing is here yet.")):
        widgets.quiet(
            _("Start your group, or look around in an example first. Nothing leaves this machine.")
        )
    left, right = st.columns(2, gap="medium")
    with left, widgets.card("start"):
        st.header(_("Start the group"), anchor=False)
        st.write(
            _(
                "Twelve agencies and one guest come from a template. You change them, add people "
                "and plan the term."
            )
        )
        widgets.primary(
            _("Start the group"), "start", "group_add", on_click=_set_starting, args=(True,)
        )
    with right, widgets.card("example"):
        st.header(_("Open the example"), anchor=False)
        st.write(
            _(
                "The invented Exempelköping with four years of meetings, notes and action points. "
                "Every person in it is made up."
            )
        )
        if st.button(_("Open the example"), icon=":material/science:", key="open_demo"):
            with st.spinner(_("Loading the example …")), frame.saying() as said:
                installation.open_demo(office, actor)
            if said.ok:
                st.rerun()


def _set_starting(value: bool) -> None:  # noqa: FBT001 - Streamlit hands the argument on by place
    st.session_state[state.STARTING] = value


def _start_form(office: Office, actor: Actor) -> None:
    template = installation.group_template()
    members = [agency for agency in template.agencies if agency.is_member]
    widgets.page_head(
        _("Start the group"),
        ngettext("{n} agency from the template", "{n} agencies from the template", len(members)),
    )
    with st.form("start_group", border=False):
        with widgets.card("group"):
            st.header(_("The group"), anchor=False)
            name = st.text_input(_("Name of the group"), value=template.name, max_chars=120)
            municipality = st.text_input(
                _("Municipality"), value=template.municipality, max_chars=80
            )
        with widgets.card("you"):
            st.header(_("You"), anchor=False)
            left, right = st.columns(2)
            given = left.text_input(_("Given name"), max_chars=80, autocomplete="given-name")
            family = right.text_input(_("Family name"), max_chars=80, autocomplete="family-name")
            email = st.text_input(
                _("Your email address at work"), max_chars=200, autocomplete="email"
            )
            chosen = st.selectbox(_("Your agency"), members, format_func=lambda agency: agency.name)
        go = st.form_submit_button(
            _("Start the group"), type="primary", icon=":material/group_add:", key="do_start_group"
        )
    st.button(_("Back"), key="back", type="tertiary", on_click=_set_starting, args=(False,))
    if go:
        with frame.saying() as said:
            installation.start_group(
                office,
                actor,
                name=name,
                municipality=municipality,
                given_name=given,
                family_name=family,
                email=email,
                agency_slug=chosen.slug if chosen else None,
            )
        if said.ok:
            st.session_state.pop(state.STARTING, None)
            st.rerun()


page()
