"""Who was at a meeting: a sentence, a table with all four outcomes, a way of correcting it."""

from __future__ import annotations

from html import escape

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.meetings.views import AttendanceRow, MeetingView, Outcome
from coordinator.ui import widgets
from coordinator.ui.meeting import attendance
from coordinator.ui.text import soften


def show(office: Office, actor: Actor, view: MeetingView, *, may_correct: bool) -> None:
    widgets.section(_("Attendance"))
    with widgets.card("attendance"):
        st.html(f"<p>{escape(_sentence(view))}</p>")
        st.html(_table(view))
    if may_correct:
        with st.expander(
            _("Correct"), icon=":material/groups:", key="who_came", on_change="rerun"
        ) as box:
            if box.open:
                attendance.people(office, actor, view)


def _sentence(view: MeetingView) -> str:
    missing = [agency.agency_name for agency in view.presence if not agency.is_represented]
    if not missing:
        return _("All {n} agencies were represented.", n=len(view.presence))
    return _(
        "{part} of {whole} agencies were represented. Not represented: {names}.",
        part=view.represented,
        whole=len(view.presence),
        names=", ".join(missing),
    )


def _table(view: MeetingView) -> str:
    """Person by person, agency by agency, with names as they were that day."""
    groups: list[tuple[str, tuple[AttendanceRow, ...]]] = [
        (agency.agency_name, agency.rows) for agency in view.presence
    ]
    groups += [(row.agency_name, (row,)) for row in view.guests]
    lines = []
    for name, rows in groups:
        for place, row in enumerate(rows):
            first = (
                f'<th scope="rowgroup" rowspan="{len(rows)}">{escape(soften(name))}</th>'
                if place == 0
                else ""
            )
            person = escape(soften(_name(row)))
            word = escape(soften(_past_word(row.outcome)))
            lines.append(f"<tr>{first}<td>{person}</td><td>{word}</td></tr>")
    head = "".join(
        f'<th scope="col">{escape(text)}</th>' for text in (_("Agency"), _("Name"), _("Outcome"))
    )
    caption = escape(_("Attendance"))
    return (
        f'<table class="plain"><caption class="only-heard">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    )


def _name(row: AttendanceRow) -> str:
    """A protected person has no name here either."""
    return row.person_name or (_("Representative") if row.person_id else "–")


def _past_word(outcome: Outcome) -> str:
    return {
        Outcome.PRESENT: _("Present"),
        Outcome.SUBSTITUTE: _("Substitute"),
        Outcome.APOLOGIES: _("Sent apologies"),
        Outcome.ABSENT: _("Absent"),
        Outcome.EXPECTED: _("Not here yet"),
    }[outcome]
