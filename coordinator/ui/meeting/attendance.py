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
from coordinator.meetings import usecases as meetings
from coordinator.meetings.outcome import Outcome, Said
from coordinator.meetings.rules import pressed
from coordinator.meetings.views import AgencyPresence, AttendanceRow, Came, MeetingView, Seen
from coordinator.roster import usecases as roster
from coordinator.roster.views import Duty, RosterView, protected_name
from coordinator.ui import callbacks, frame, state, widgets
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
    _answer_line(view)
    widgets.tiles(
        [_tile(agency) for agency in view.presence], lambda key: _press(code, int(key), view)
    )
    _sum(view)
    with st.expander(
        _("Who came?"), icon=":material/groups:", key="who_came", on_change="rerun"
    ) as box:
        if box.open:
            people(office, actor, view)


def _answer_line(view: MeetingView) -> None:
    """What the last press came to, else who said yes and is waited for.

    One line whose room is kept, so that no tile moves under a hand.
    """
    text, is_refused = frame.pressed(state.PRESSED)
    widgets.kept_line(text or _still_to_come(view), says=bool(text), loud=is_refused)


def _still_to_come(view: MeetingView) -> str:
    waiting = [
        (row.agency_id, row.id)
        for agency in view.presence
        for row in agency.rows
        if row.said in (Said.COMES, Said.SENDS) and row.outcome is Outcome.EXPECTED
    ]
    if not waiting:
        return ""
    return _("Said yes and not marked yet: {who}.", who=_counted(_came(waiting)))


def _came(rows: Sequence[tuple[int, int]]) -> Came:
    return Came(agencies=len({agency for agency, _row in rows}), people=len(rows))


def _counted(came: Came) -> str:
    """``3 verksamheter, 4 personer``."""
    agencies = ngettext("{n} agency", "{n} agencies", came.agencies)
    return agencies + ", " + ngettext("{n} person", "{n} people", came.people)


def _tile(agency: AgencyPresence) -> Tile:
    look = agency.outcome.traits.look
    icon = look.icon
    waits = _waits_with(agency)
    if agency.outcome is Outcome.EXPECTED and waits is not None:
        icon = waits.icon
    word = _tile_word(agency)
    name = theirs(agency.agency_name)
    return Tile(str(agency.agency_id), name, word, look.tone, icon, _may_name(agency))


def _may_name(agency: AgencyPresence) -> bool:
    """Whether a press, now or later, writes a substitute's name on the tile."""
    return any(
        row.expected_substitute or (row.outcome is Outcome.SUBSTITUTE and row.person_name)
        for row in agency.rows
    )


def _waits_with(agency: AgencyPresence) -> Said | None:
    """What was told beforehand by those who are waited for, the best first."""
    told = {row.said for row in agency.rows if row.outcome is Outcome.EXPECTED}
    return next((said for said in Said if said in told), None)


def _tile_word(agency: AgencyPresence) -> str:
    """What the tile says: as it was answered, until somebody has come."""
    if agency.outcome is Outcome.SUBSTITUTE:
        named = next(
            (row.person_name for row in agency.rows if row.outcome is Outcome.SUBSTITUTE), None
        )
        if named:
            return _("Substitute: {name}, here", name=named)
    if agency.outcome is Outcome.EXPECTED:
        waits = _waits_with(agency)
        announced = next(
            (row.expected_substitute for row in agency.rows if row.said is Said.SENDS), None
        )
        if waits is Said.SENDS and announced:
            return _("Substitute expected: {name}", name=announced)
        if waits is not None:
            return _(waits.on_tile)
    return _(agency.outcome.traits.on_tile)


def _sum(view: MeetingView) -> None:
    if view.represented == len(view.presence):
        said = ngettext("All {n} are here.", "All {n} are here.", view.represented)
    else:
        said = _(
            "One press says that somebody is here. Press again to change it; in the end you are "
            "back where you began."
        )
    if view.quorum_agencies and view.represented < view.quorum_agencies:
        said += " " + ngettext(
            "The group wants at least {n} agency.",
            "The group wants at least {n} agencies.",
            view.quorum_agencies,
        )
    widgets.kept_line(said)


def _press(code: str, agency_id: int, view: MeetingView) -> None:
    """Says what is wanted and what the tile showed: two who mark one arrival want the same."""
    shown = next(one for one in view.presence if one.agency_id == agency_id)

    def press(office: Office, actor: Actor) -> None:
        meetings.press_tile(
            office,
            actor,
            code=code,
            agency_id=agency_id,
            wanted=pressed(shown.rows, view.line.state),
            seen=shown.outcome,
        )

    callbacks.act(press, beside=state.PRESSED)


def _all_confirmed(code: str) -> None:
    def mark(office: Office, actor: Actor) -> None:
        came = invitations.mark_confirmed_present(office, actor, code=code)
        if came.people:
            text = _("Marked as here: {who}.", who=_counted(came))
        else:
            text = _("Nobody who said yes is left to mark.")
        frame.came_of_press(state.PRESSED, text)

    callbacks.act(mark, beside=state.PRESSED)


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
