"""Two people at one meeting, each on a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlmodel import select

from coordinator.core.errors import BadInput, Conflict, CoordinatorError
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.invitations import usecases as invitations
from coordinator.meetings import in_transaction
from coordinator.meetings import usecases as meetings
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.outcome import Outcome
from coordinator.meetings.views import AgencyPresence, MeetingView, Seen
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent
from coordinator.minutes.tables import Minutes
from coordinator.roster.views import Duty
from coordinator.trail.tables import TrailEntry
from tests.conftest import Cast
from tests.minutes.helpers import taken

from .helpers import agency, at_the_table, begun, outcomes, seated, stands

PRESENT, EXPECTED, ABSENT = Outcome.PRESENT, Outcome.EXPECTED, Outcome.ABSENT
APOLOGIES, SUBSTITUTE = Outcome.APOLOGIES, Outcome.SUBSTITUTE


@pytest.fixture
def running(office: Office, cast: Cast) -> MeetingView:
    return begun(office, cast.coordinator)


def at_once(*presses: Callable[[], object]) -> list[object]:
    """What each press came to, on a thread and so on a connection of its own."""
    together, done = threading.Barrier(len(presses)), list[object]()

    def go(press: Callable[[], object]) -> None:
        together.wait(timeout=10)
        try:
            done.append(press())
        except CoordinatorError as error:
            done.append(error.code)

    threads = [threading.Thread(target=go, args=(press,)) for press in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def tile(
    office: Office, cast: Cast, code: str, agency_id: int, *, wanted: Outcome, seen: Outcome
) -> AgencyPresence:
    return meetings.press_tile(
        office, cast.coordinator, code=code, agency_id=agency_id, wanted=wanted, seen=seen
    )


# One tile -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["polis", "akut", "grannkommun-1"])
def test_two_who_mark_the_same_arrival_leave_her_here(
    office: Office, cast: Cast, slug: str
) -> None:
    """One person, nobody by name, several of whom none is known."""
    for name in ("Lena", "Omar"):
        seated(office, cast.coordinator, "grannkommun-1", name)
    code = begun(office, cast.coordinator).line.code
    one = agency(office, cast.coordinator, slug)

    done = at_once(*[lambda: tile(office, cast, code, one, wanted=PRESENT, seen=EXPECTED)] * 2)

    assert [each.outcome for each in done if isinstance(each, AgencyPresence)] == [PRESENT] * 2
    after = stands(office, cast, code, one)
    assert after.outcome is PRESENT
    assert [row.outcome for row in after.rows].count(PRESENT) == 1
    with office.reading() as session:
        told = session.exec(
            select(TrailEntry.changes).where(TrailEntry.use_case == "meetings.press_tile")
        ).all()
    assert any("present" in changes for changes in told)


def test_two_who_take_the_same_arrival_back_leave_her_away(
    office: Office, cast: Cast, running: MeetingView
) -> None:
    code, polis = running.line.code, agency(office, cast.coordinator, "polis")
    tile(office, cast, code, polis, wanted=PRESENT, seen=EXPECTED)

    at_once(*[lambda: tile(office, cast, code, polis, wanted=EXPECTED, seen=PRESENT)] * 2)

    assert stands(office, cast, code, polis).outcome is EXPECTED


@pytest.mark.parametrize(
    ("meanwhile", "said"),
    [
        (APOLOGIES, {"seen": EXPECTED, "wanted": PRESENT}),
        (APOLOGIES, {"seen": PRESENT, "wanted": EXPECTED}),
        (SUBSTITUTE, {"seen": EXPECTED, "wanted": PRESENT}),
        (EXPECTED, {"seen": APOLOGIES, "wanted": PRESENT}),
        (ABSENT, {"seen": PRESENT, "wanted": EXPECTED}),
    ],
)
def test_a_press_that_knows_less_than_is_stored_changes_nothing(
    office: Office,
    cast: Cast,
    running: MeetingView,
    meanwhile: Outcome,
    said: dict[str, Outcome],
) -> None:
    code, polis = running.line.code, agency(office, cast.coordinator, "polis")
    row = at_the_table(running, polis).rows[0]
    meetings.set_outcome(office, cast.coordinator, code=code, row_id=row.id, outcome=meanwhile)
    before = stands(office, cast, code, polis)

    with pytest.raises(Conflict) as refused:
        tile(office, cast, code, polis, **said)

    assert row.agency_name in sentence(refused.value)
    assert stands(office, cast, code, polis) == before


def test_a_tile_says_nothing_that_its_agency_cannot_be(
    office: Office, cast: Cast, running: MeetingView
) -> None:
    code, vacant = running.line.code, agency(office, cast.coordinator, "akut")
    with pytest.raises(BadInput, match="tile-odd"):
        tile(office, cast, code, vacant, wanted=SUBSTITUTE, seen=EXPECTED)


# One person's line --------------------------------------------------------------------------------


def test_whoever_came_instead_leaves_in_the_press_that_says_otherwise(
    office: Office, cast: Cast
) -> None:
    """One press, one transaction: there is no moment in which both or none of them stand there."""
    patrik = seated(office, cast.coordinator, "akut", "Patrik")
    lovisa = seated(office, cast.coordinator, "akut", "Lovisa", Duty.SUBSTITUTE)
    akut = agency(office, cast.coordinator, "akut")
    code = begun(office, cast.coordinator).line.code
    row = stands(office, cast, code, akut).rows[0]

    def choose(outcome: Outcome, seen: Seen, **whose: int) -> AgencyPresence:
        instead = {"substitute_for_id": patrik} if outcome is SUBSTITUTE else {}
        return meetings.set_outcome(
            office, cast.coordinator, code=code, outcome=outcome, seen=seen, **whose, **instead
        )

    named = choose(SUBSTITUTE, Seen(EXPECTED), person_id=lovisa)
    assert outcomes(named) == [("Patrik Prov", APOLOGIES), ("Lovisa Prov", SUBSTITUTE)]
    nameless = choose(SUBSTITUTE, Seen(SUBSTITUTE, lovisa), agency_id=akut)
    assert outcomes(nameless) == [("Patrik Prov", APOLOGIES), (None, SUBSTITUTE)]
    here = choose(PRESENT, Seen(SUBSTITUTE), row_id=row.id)
    assert outcomes(here) == [("Patrik Prov", PRESENT)]


def test_two_who_choose_differently_for_one_person_are_told(
    office: Office, cast: Cast, running: MeetingView
) -> None:
    code, polis = running.line.code, agency(office, cast.coordinator, "polis")
    row = at_the_table(running, polis).rows[0]

    def choose(outcome: Outcome) -> AgencyPresence:
        return meetings.set_outcome(
            office,
            cast.coordinator,
            code=code,
            row_id=row.id,
            outcome=outcome,
            seen=Seen(EXPECTED),
        )

    done = at_once(lambda: choose(PRESENT), lambda: choose(APOLOGIES))
    assert done.count("attendance-changed") == 1
    same = at_once(*[lambda: choose(stands(office, cast, code, polis).rows[0].outcome)] * 2)
    assert "attendance-changed" not in same


# The meeting itself -------------------------------------------------------------------------------


def test_nobody_takes_the_room_back_to_an_item_that_was_left(
    office: Office, cast: Cast, running: MeetingView
) -> None:
    code, agenda = running.line.code, running.agenda

    def go(number: int, seen: int) -> object:
        return meetings.open_item(
            office,
            cast.coordinator,
            code=code,
            item_id=agenda[number].id,
            seen_id=agenda[seen].id,
        )

    at_once(lambda: go(1, 0), lambda: go(1, 0))  # both press "next item"
    go(4, 1)
    with pytest.raises(Conflict, match="item-changed"):
        go(2, 1)
    current = meetings.meeting(office, cast.coordinator, code=code).current_item
    assert current is not None
    assert current.number == 5


def test_an_old_page_neither_closes_nor_reopens(
    office: Office, cast: Cast, running: MeetingView
) -> None:
    code, old = running.line.code, running.line.version
    closed = meetings.close(office, cast.coordinator, code=code, version=old)
    again = meetings.reopen(office, cast.coordinator, code=code, version=closed.line.version)
    with pytest.raises(Conflict):
        meetings.close(office, cast.coordinator, code=code, version=old)
    meetings.close(office, cast.coordinator, code=code, version=again.line.version)
    with pytest.raises(Conflict):
        meetings.reopen(office, cast.coordinator, code=code, version=closed.line.version)
    state = meetings.meeting(office, cast.coordinator, code=code).line.state
    assert state is MeetingState.HELD


@pytest.mark.parametrize("deed", ["tile", "reopen", "theme", "item", "confirmed", "decision"])
def test_what_is_being_approved_is_not_changed_at_the_same_time(
    office: Office, cast: Cast, running: MeetingView, deed: str
) -> None:
    """The approval is made but not saved yet when the other one presses."""
    code, polis = running.line.code, agency(office, cast.coordinator, "polis")
    line = meetings.close(office, cast.coordinator, code=code, version=running.line.version).line
    taken(office, cast.coordinator, code, MinutesEvent.CIRCULATE)
    chief, item = cast.coordinator, running.agenda[4]
    deeds: dict[str, Callable[[], object]] = {
        "tile": lambda: tile(office, cast, code, polis, wanted=PRESENT, seen=ABSENT),
        "reopen": lambda: meetings.reopen(office, chief, code=code, version=line.version),
        "theme": lambda: meetings.set_theme(
            office, chief, code=code, version=line.version, theme="Ett annat"
        ),
        "item": lambda: meetings.change_agenda_item(
            office, chief, item_id=item.id, version=item.version, title="Ny", duration=5
        ),
        "confirmed": lambda: invitations.mark_confirmed_present(office, chief, code=code),
        "decision": lambda: minutes.add_decision(office, chief, item_id=item.id, text="Nytt"),
    }
    refused: list[str] = []

    def press() -> None:
        try:
            deeds[deed]()
        except CoordinatorError as error:
            refused.append(error.code)

    other = threading.Thread(target=press)
    with office.transaction() as session:
        in_transaction.approve(
            session, group_id=chief.group_id, code=code, day=office.clock.today()
        )
        for record in session.exec(select(Minutes)).all():
            record.state = "approved"
        session.flush()
        other.start()
        other.join(timeout=0.3)
    other.join()

    assert refused in (["meeting-approved"], ["minutes-locked"])
