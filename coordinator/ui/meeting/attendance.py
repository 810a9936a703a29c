"""Who is here: one tile per agency, and person by person where that matters."""

from __future__ import annotations

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.invitations import usecases as invitations
from coordinator.invitations.views import Answer
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import AgencyPresence, AttendanceRow, MeetingView, Outcome
from coordinator.ui import frame, widgets
from coordinator.ui.markup import State
from coordinator.ui.widgets import Tile


def outcome_word(outcome: Outcome) -> tuple[str, State, str]:
    """Word, state and icon on a tile."""
    words: dict[Outcome, tuple[str, State, str]] = {
        Outcome.PRESENT: (_("Here"), "ok", "check_circle"),
        Outcome.SUBSTITUTE: (_("Substitute here"), "sub", "swap_horiz"),
        Outcome.EXPECTED: (_("Not here yet"), "wait", "schedule"),
        Outcome.APOLOGIES: (_("Sent apologies"), "no", "event_busy"),
        Outcome.ABSENT: (_("Absent"), "no", "person_off"),
    }
    return words[outcome]


def show(office: Office, actor: Actor, view: MeetingView) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="attendance_head"):
        st.header(_("Attendance"), anchor=False, width="stretch")
        st.button(
            _("All who said yes are here"),
            icon=":material/done_all:",
            key="all_confirmed",
            on_click=_all_confirmed,
            args=(office, actor, view.line.code),
        )
    widgets.tiles([_tile(agency) for agency in view.presence], _presser(office, actor, view))
    if view.represented == len(view.presence):
        words = ngettext("All {n} are here.", "All {n} are here.", view.represented)
        widgets.quiet(words)
    else:
        widgets.quiet(_("Press = here. Press again = not here yet."))
    if view.quorum_agencies and view.represented < view.quorum_agencies:
        widgets.quiet(_("The group wants at least {n} agencies.", n=view.quorum_agencies))
    with st.expander(_("Who came?"), icon=":material/groups:", key="who_came"):
        people(office, actor, view)


def _tile(agency: AgencyPresence) -> Tile:
    word, kind, icon = outcome_word(agency.outcome)
    return Tile(str(agency.agency_id), agency.agency_name, word, kind, icon)


def _presser(office: Office, actor: Actor, view: MeetingView):  # type: ignore[no-untyped-def]  # noqa: ANN202
    def press(key: str) -> None:
        with frame.saying():
            meetings.press_tile(
                office,
                actor,
                code=view.line.code,
                agency_id=int(key),
                preferred=_said_yes(office, actor, view, int(key)),
            )

    return press


def _said_yes(office: Office, actor: Actor, view: MeetingView, agency_id: int) -> frozenset[int]:
    """Of an agency with several people, those who said that they come."""
    agency = next(each for each in view.presence if each.agency_id == agency_id)
    if len(agency.rows) < 2:
        return frozenset()
    replies = invitations.replies(office, actor, code=view.line.code)
    return frozenset(
        person.person_id
        for each in replies.agencies
        if each.agency_id == agency_id
        for person in each.people
        if person.answer is Answer.ACCEPTED
    )


def _all_confirmed(office: Office, actor: Actor, code: str) -> None:
    with frame.saying() as said:
        count = invitations.mark_confirmed_present(office, actor, code=code)
    if said.ok:
        frame.flash(ngettext("{n} person is here.", "{n} people are here.", count))


def people(office: Office, actor: Actor, view: MeetingView) -> None:
    """Person by person, with all four outcomes; a correction is saved at once."""
    for agency in view.presence:
        for row in agency.rows:
            if row.person_id is not None:
                _person(office, actor, view, row)
    if view.guests:
        widgets.quiet(_("Guests"))
        for row in view.guests:
            _person(office, actor, view, row)


def _person(office: Office, actor: Actor, view: MeetingView, row: AttendanceRow) -> None:
    choices = [Outcome.PRESENT, Outcome.APOLOGIES, Outcome.ABSENT]
    if view.closed_at is None:
        choices = [Outcome.EXPECTED, Outcome.PRESENT, Outcome.APOLOGIES]
    if row.outcome not in choices:
        choices.append(row.outcome)
    key = f"outcome_{row.id}"
    st.session_state[key] = row.outcome
    st.selectbox(
        f"{row.person_name or row.agency_name} · {row.agency_name}",
        choices,
        format_func=lambda outcome: outcome_word(outcome)[0],
        key=key,
        on_change=_set,
        args=(office, actor, view.line.code, row.id, key),
    )


def _set(office: Office, actor: Actor, code: str, row_id: int, key: str) -> None:
    with frame.saying():
        meetings.set_outcome(
            office, actor, code=code, row_id=row_id, outcome=Outcome(st.session_state[key])
        )
