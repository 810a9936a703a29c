"""Who is here: one tile per agency, and person by person where that matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.invitations import usecases as invitations
from coordinator.invitations.views import Answer
from coordinator.meetings import usecases as meetings
from coordinator.meetings.outcome import Outcome
from coordinator.meetings.rules import pressed
from coordinator.meetings.views import AgencyPresence, AttendanceRow, MeetingView, Seen
from coordinator.roster import usecases as roster
from coordinator.roster.views import Duty, RosterView, protected_name
from coordinator.ui import callbacks, frame, widgets
from coordinator.ui.text import theirs
from coordinator.ui.widgets import Tile

# Chosen for a person: an outcome, or "substitute:" and the id of whoever came (0: no name).
_SUBSTITUTE = "substitute:"
_NOBODY_NAMED = f"{_SUBSTITUTE}0"
_GUEST = "add_guest"  # the guest agency to be added


# Tiles --------------------------------------------------------------------------------------------


def show(office: Office, actor: Actor, view: MeetingView) -> None:
    code = view.line.code
    with widgets.section(_("Attendance")):
        st.button(
            _("Everyone who said yes is here"),
            icon=":material/done_all:",
            key="all_confirmed",
            on_click=_all_confirmed,
            args=(code,),
        )
    widgets.tiles(
        [_tile(agency) for agency in view.presence], lambda key: _press(code, int(key), view)
    )
    _sum(view)
    with st.expander(
        _("Who came?"), icon=":material/groups:", key="who_came", on_change="rerun"
    ) as box:
        if box.open:
            people(office, actor, view)


def _tile(agency: AgencyPresence) -> Tile:
    traits = agency.outcome.traits
    word, look = _(traits.on_tile), traits.look
    return Tile(str(agency.agency_id), theirs(agency.agency_name), word, look.tone, look.icon)


def _sum(view: MeetingView) -> None:
    if view.represented == len(view.presence):
        widgets.quiet(ngettext("All {n} are here.", "All {n} are here.", view.represented))
    else:
        widgets.quiet(_("Press = here. Press again = not here yet."))
    if view.quorum_agencies and view.represented < view.quorum_agencies:
        widgets.quiet(
            ngettext(
                "The group wants at least {n} agency.",
                "The group wants at least {n} agencies.",
                view.quorum_agencies,
            )
        )


def _press(code: str, agency_id: int, view: MeetingView) -> None:
    """Says what is wanted and what the tile showed: two who mark one arrival want the same."""
    shown = next(one for one in view.presence if one.agency_id == agency_id)

    def press(office: Office, actor: Actor) -> None:
        several = len(shown.rows) > 1
        meetings.press_tile(
            office,
            actor,
            code=code,
            agency_id=agency_id,
            wanted=pressed(shown.outcome, view.line.state),
            seen=shown.outcome,
            preferred=_said_yes(office, actor, code, agency_id) if several else frozenset(),
        )

    callbacks.act(press)


def _said_yes(office: Office, actor: Actor, code: str, agency_id: int) -> frozenset[int]:
    """Of an agency with several people, those who said that they come."""
    replies = invitations.replies(office, actor, code=code)
    return frozenset(
        person.person_id
        for each in replies.agencies
        if each.agency_id == agency_id
        for person in each.people
        if person.answer is Answer.ACCEPTED
    )


def _all_confirmed(code: str) -> None:
    def mark(office: Office, actor: Actor) -> None:
        count = invitations.mark_confirmed_present(office, actor, code=code)
        if count:
            frame.flash(ngettext("{n} person is here.", "{n} people are here.", count))
        else:
            frame.flash(_("Everybody who answered is in the list already."))

    callbacks.act(mark)


# Person by person ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Line:
    """One person's line: the row, who came instead if anybody did, who else could."""

    row: AttendanceRow
    instead: AttendanceRow | None
    others: Mapping[int, str]

    @property
    def chosen(self) -> str:
        if self.instead is not None:
            return f"{_SUBSTITUTE}{self.instead.person_id or 0}"
        return self.row.outcome.value

    @property
    def seen(self) -> Seen:
        """What the line shows, for the press to be weighed against."""
        if self.instead is not None:
            return Seen(Outcome.SUBSTITUTE, self.instead.person_id)
        return Seen(self.row.outcome)


def people(office: Office, actor: Actor, view: MeetingView) -> None:
    """Each agency's people with every outcome; what is chosen is saved at once."""
    listed = roster.roster(
        office, actor, day=dates.local_day(view.line.start), include_former=False
    )
    with st.grid(2, min_column_width=240, gap="small"):
        for agency in view.presence:
            for line in _lines(agency.rows, _seated(listed, agency.agency_id)):
                _person(view, line)
        for row in view.guests:
            _person(view, _Line(row, None, {}))
    _add_guest(view, listed)


def _seated(listed: RosterView, agency_id: int) -> Mapping[int, str]:
    """Everybody who stands for the agency that day, substitutes first."""
    seats = [
        seat
        for entry in listed.agencies
        if entry.agency.id == agency_id
        for seat in sorted(entry.seats, key=lambda one: one.duty is not Duty.SUBSTITUTE)
    ]
    return {seat.person_id: seat.name for seat in seats}


def _lines(rows: Sequence[AttendanceRow], seated: Mapping[int, str]) -> list[_Line]:
    instead = {row.substitute_for_id: row for row in rows if row.outcome is Outcome.SUBSTITUTE}
    listed = {row.person_id for row in rows if row.duty != Duty.SUBSTITUTE.value}
    others = {key: name for key, name in seated.items() if key not in listed}
    lines = []
    for row in rows:
        came_for_somebody = row.outcome is Outcome.SUBSTITUTE and row.substitute_for_id in listed
        if not came_for_somebody:
            mine = instead.get(row.person_id) if row.person_id is not None else None
            known = dict(others)
            if mine is not None and mine.person_id is not None:
                known[mine.person_id] = mine.person_name or protected_name(mine.agency_name)
            lines.append(_Line(row, mine, known))
    return lines


def _person(view: MeetingView, line: _Line) -> None:
    row = line.row
    idle = Outcome.EXPECTED if view.closed_at is None else Outcome.ABSENT
    last = (Outcome.EXPECTED, Outcome.ABSENT)
    choices = [one.value for one in Outcome if one not in (Outcome.SUBSTITUTE, *last)]
    choices += [one.value for one in last[last.index(idle) :]]
    if row.is_member and row.person_id is not None and row.duty != Duty.SUBSTITUTE.value:
        choices += [f"{_SUBSTITUTE}{key}" for key in line.others]
        choices.append(_NOBODY_NAMED)
    if line.chosen not in choices:
        choices.append(line.chosen)
    key = f"outcome_{row.id}"
    st.session_state[key] = line.chosen
    st.selectbox(
        _name(row),
        choices,
        index=choices.index(line.chosen),
        format_func=lambda choice: _choice_word(choice, line.others),
        key=key,
        on_change=_choose,
        args=(view.line.code, line, key),
    )


def _name(row: AttendanceRow) -> str:
    """``Åsa Övningsson · Polisen``; a protected person's row holds no name."""
    if row.person_id is not None and not row.person_name:
        return widgets.literal(widgets.soften(theirs(protected_name(row.agency_name))))
    name = row.person_name or _("No name")
    return widgets.literal(widgets.soften(f"{name} · {theirs(row.agency_name)}"))


def _choice_word(choice: str, others: Mapping[int, str]) -> str:
    if choice == _NOBODY_NAMED:
        return _("Substitute: another representative")
    if choice.startswith(_SUBSTITUTE):
        name = others.get(int(choice.removeprefix(_SUBSTITUTE)), "")
        return _("Substitute: {name}", name=name)
    return _(Outcome(choice).traits.on_tile)


def _choose(code: str, line: _Line, key: str) -> None:
    choice = str(st.session_state[key])

    def save(office: Office, actor: Actor) -> None:
        if not choice.startswith(_SUBSTITUTE):
            meetings.set_outcome(
                office,
                actor,
                code=code,
                row_id=line.row.id,
                outcome=Outcome(choice),
                seen=line.seen,
            )
            return
        person_id = int(choice.removeprefix(_SUBSTITUTE)) or None
        meetings.set_outcome(
            office,
            actor,
            code=code,
            person_id=person_id,
            agency_id=None if person_id else line.row.agency_id,
            outcome=Outcome.SUBSTITUTE,
            substitute_for_id=line.row.person_id,
            seen=line.seen,
        )

    callbacks.act(save)


def _add_guest(view: MeetingView, listed: RosterView) -> None:
    """Guests come for single items; one who is here is added by agency."""
    there = {row.agency_id for row in view.guests}
    missing = {
        entry.agency.id: entry.agency.name
        for entry in listed.guests
        if entry.agency.id not in there
    }
    if missing:
        st.selectbox(
            _("Add a guest"),
            list(missing),
            format_func=missing.__getitem__,
            index=None,
            placeholder=_("Choose"),
            key=_GUEST,
            on_change=_guest_came,
            args=(view.line.code,),
        )


def _guest_came(code: str) -> None:
    agency_id = st.session_state.get(_GUEST)
    st.session_state[_GUEST] = None
    if agency_id is not None:
        callbacks.act(
            lambda office, actor: meetings.set_outcome(
                office, actor, code=code, agency_id=agency_id, outcome=Outcome.PRESENT
            )
        )
