"""Who was at a meeting: a sentence, a table with every outcome, a way of correcting it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.meetings.views import AttendanceRow, MeetingView
from coordinator.roster.views import protected_name
from coordinator.ui import widgets
from coordinator.ui.meeting import attendance
from coordinator.ui.text import escape, soften, theirs


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
        return ngettext(
            "The agency was represented.",
            "All {n} agencies were represented.",
            len(view.presence),
        )
    return ngettext(
        "{part} of {n} agency was represented. Not represented: {names}.",
        "{part} of {n} agencies were represented. Not represented: {names}.",
        len(view.presence),
        part=view.represented,
        names=", ".join(map(theirs, missing)),
    )


def _table(view: MeetingView) -> str:
    """Person by person, agency by agency, with names as they were that day."""
    groups: list[tuple[str, tuple[AttendanceRow, ...]]] = [
        (agency.agency_name, agency.rows) for agency in view.presence
    ]
    groups += [(row.agency_name, (row,)) for row in view.guests]
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in (_("Name"), _("Outcome")))
    people = "".join(_group(name, rows) for name, rows in groups)
    caption = escape(_("Attendance"))
    return (
        f'<table class="plain grouped"><caption class="only-heard">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead>{people}</table>"
    )


def _group(agency: str, rows: Sequence[AttendanceRow]) -> str:
    people = "".join(
        f"<tr><td>{escape(soften(_name(row)))}</td><td>{escape(row.outcome.heading())}</td></tr>"
        for row in rows
    )
    title = f'<tr><th scope="rowgroup" colspan="2">{escape(soften(theirs(agency)))}</th></tr>'
    return f"<tbody>{title}{people}</tbody>"


def _name(row: AttendanceRow) -> str:
    """A protected person has no name here either."""
    unnamed = protected_name(row.agency_name) if row.person_id is not None else "–"
    return row.person_name or unnamed
