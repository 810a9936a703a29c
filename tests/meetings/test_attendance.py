from __future__ import annotations

import pytest

from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.meetings import usecases as meetings
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.outcome import Outcome, Said
from coordinator.meetings.views import Announced
from coordinator.roster import usecases as roster
from coordinator.roster.views import Duty
from tests.conftest import Cast
from tests.statements import count_statements

from .helpers import agency, at_the_table, begun, booked, outcomes, press, seated, stands


def test_starting_lists_everybody_invited_and_every_agency(office: Office, cast: Cast) -> None:
    view = begun(office, cast.coordinator)

    assert view.line.state is MeetingState.UNDER_WAY
    assert len(view.presence) == 12
    assert {one.outcome for one in view.presence} == {Outcome.EXPECTED}
    fvg = at_the_table(view, agency(office, cast.coordinator, "fvg"))
    assert outcomes(fvg) == [("Åsa Övning", Outcome.EXPECTED)]
    empty = at_the_table(view, agency(office, cast.coordinator, "akut"))
    assert outcomes(empty) == [(None, Outcome.EXPECTED)]


def test_substitutes_are_not_waited_for(office: Office, cast: Cast) -> None:
    seated(office, cast.coordinator, "akut", "Lovisa", Duty.SUBSTITUTE)
    view = begun(office, cast.coordinator)
    akut = at_the_table(view, agency(office, cast.coordinator, "akut"))
    assert outcomes(akut) == [(None, Outcome.EXPECTED)]


def test_a_protected_persons_row_holds_no_name(office: Office, cast: Cast) -> None:
    person = seated(office, cast.coordinator, "kvinnojour", "Hemlig", is_protected=True)
    view = begun(office, cast.coordinator)
    row = at_the_table(view, agency(office, cast.coordinator, "kvinnojour")).rows[0]
    assert (row.person_id, row.person_name) == (person, None)


def test_those_who_said_no_have_apologies_from_the_start(office: Office, cast: Cast) -> None:
    person = seated(office, cast.coordinator, "akut", "Patrik")
    code = booked(office, cast.coordinator)
    view = meetings.start(
        office, cast.coordinator, code=code, version=1, said={person: Announced(Said.AWAY)}
    )
    akut = at_the_table(view, agency(office, cast.coordinator, "akut"))
    assert akut.outcome is Outcome.APOLOGIES


def test_a_meeting_is_started_once(office: Office, cast: Cast) -> None:
    view = begun(office, cast.coordinator)
    with pytest.raises(Conflict):
        meetings.start(office, cast.coordinator, code=view.line.code, version=1)
    with pytest.raises(RuleBroken, match="meeting-is-under-way"):
        meetings.start(office, cast.coordinator, code=view.line.code, version=view.line.version)


def _round(office: Office, cast: Cast, code: str, agency_id: int, presses: int) -> list[Outcome]:
    """What the tile shows after each press."""
    return [press(office, cast.coordinator, code, agency_id).outcome for _ in range(presses)]


def test_a_tile_goes_round_and_comes_back_to_where_it_was(office: Office, cast: Cast) -> None:
    view = begun(office, cast.coordinator)
    polis = agency(office, cast.coordinator, "polis")
    assert _round(office, cast, view.line.code, polis, 4) == [
        Outcome.PRESENT,
        Outcome.SUBSTITUTE,
        Outcome.APOLOGIES,
        Outcome.EXPECTED,
    ]
    assert stands(office, cast, view.line.code, polis) == at_the_table(view, polis)


def test_apologies_given_before_come_back_when_the_tile_was_pressed_by_mistake(
    office: Office, cast: Cast
) -> None:
    person = seated(office, cast.coordinator, "akut", "Patrik")
    code = booked(office, cast.coordinator)
    view = meetings.start(
        office, cast.coordinator, code=code, version=1, said={person: Announced(Said.AWAY)}
    )
    akut = agency(office, cast.coordinator, "akut")
    assert _round(office, cast, code, akut, 3) == [
        Outcome.PRESENT,
        Outcome.SUBSTITUTE,
        Outcome.APOLOGIES,
    ]
    assert stands(office, cast, code, akut) == at_the_table(view, akut)


def test_apologies_of_one_of_several_told_at_the_meeting_outlive_every_press(
    office: Office, cast: Cast
) -> None:
    elin = seated(office, cast.coordinator, "polis", "Elin")
    code = begun(office, cast.coordinator).line.code
    polis = agency(office, cast.coordinator, "polis")
    meetings.set_outcome(
        office, cast.coordinator, code=code, person_id=elin, outcome=Outcome.APOLOGIES
    )
    before = stands(office, cast, code, polis)
    assert _round(office, cast, code, polis, 3)[-1] is Outcome.EXPECTED
    assert stands(office, cast, code, polis) == before


def test_an_announced_substitute_is_one_press_away_and_stands_by_name(
    office: Office, cast: Cast
) -> None:
    patrik = seated(office, cast.coordinator, "akut", "Patrik")
    lovisa = seated(office, cast.coordinator, "akut", "Lovisa", Duty.SUBSTITUTE)
    akut = agency(office, cast.coordinator, "akut")
    code = booked(office, cast.coordinator)
    view = meetings.start(
        office, cast.coordinator, code=code, version=1, said={patrik: Announced(Said.SENDS, lovisa)}
    )
    (row,) = at_the_table(view, akut).rows
    assert (row.outcome, row.expected_substitute) == (Outcome.EXPECTED, "Lovisa Prov")
    assert outcomes(press(office, cast.coordinator, code, akut)) == [
        ("Patrik Prov", Outcome.APOLOGIES),
        ("Lovisa Prov", Outcome.SUBSTITUTE),
    ]
    assert _round(office, cast, code, akut, 3) == [
        Outcome.PRESENT,
        Outcome.APOLOGIES,
        Outcome.EXPECTED,
    ]
    assert ("Lovisa Prov", Outcome.SUBSTITUTE) in outcomes(
        press(office, cast.coordinator, code, akut)
    )


@pytest.mark.parametrize("slug", ["kvinnojour", "akut"])
def test_no_name_is_written_of_a_substitute_who_is_protected_or_of_a_shelter(
    office: Office, cast: Cast, slug: str
) -> None:
    sender = seated(office, cast.coordinator, slug, "Patrik")
    other = seated(
        office,
        cast.coordinator,
        slug,
        "Hemlig",
        Duty.SUBSTITUTE,
        is_protected=slug != "kvinnojour",
    )
    code = booked(office, cast.coordinator)
    view = meetings.start(
        office, cast.coordinator, code=code, version=1, said={sender: Announced(Said.SENDS, other)}
    )
    mine = agency(office, cast.coordinator, slug)
    assert at_the_table(view, mine).rows[0].expected_substitute is None
    came = press(office, cast.coordinator, code, mine)
    assert (None, Outcome.SUBSTITUTE) in outcomes(came)


def test_a_vacant_agency_has_nobody_to_stand_in_for(office: Office, cast: Cast) -> None:
    code = begun(office, cast.coordinator).line.code
    akut = agency(office, cast.coordinator, "akut")
    assert _round(office, cast, code, akut, 3) == [
        Outcome.PRESENT,
        Outcome.APOLOGIES,
        Outcome.EXPECTED,
    ]


def test_what_was_said_beforehand_is_the_offices_to_know(office: Office, cast: Cast) -> None:
    person = cast.member.person_id
    assert person is not None
    code = booked(office, cast.coordinator)
    meetings.start(
        office, cast.coordinator, code=code, version=1, said={person: Announced(Said.UNSURE)}
    )
    for actor, told in ((cast.coordinator, {Said.UNSURE, None}), (cast.reader, {None})):
        view = meetings.meeting(office, actor, code=code)
        assert {row.said for one in view.presence for row in one.rows} == told


def test_an_agency_with_several_is_here_without_a_name_until_one_is_named(
    office: Office, cast: Cast
) -> None:
    elin = seated(office, cast.coordinator, "polis", "Elin")
    code = begun(office, cast.coordinator).line.code
    polis = agency(office, cast.coordinator, "polis")

    pressed = press(office, cast.coordinator, code, polis)
    assert (None, Outcome.PRESENT) in outcomes(pressed)

    named = meetings.set_outcome(
        office, cast.coordinator, code=code, person_id=elin, outcome=Outcome.PRESENT
    )
    assert sorted(outcomes(named)) == [
        ("Elin Prov", Outcome.PRESENT),
        ("Jonas Test", Outcome.EXPECTED),
    ]


def test_those_who_said_yes_are_meant_when_several_stand_for_an_agency(
    office: Office, cast: Cast
) -> None:
    elin = seated(office, cast.coordinator, "polis", "Elin")
    code = booked(office, cast.coordinator)
    meetings.start(
        office, cast.coordinator, code=code, version=1, said={elin: Announced(Said.COMES)}
    )
    pressed = press(office, cast.coordinator, code, agency(office, cast.coordinator, "polis"))
    assert ("Elin Prov", Outcome.PRESENT) in outcomes(pressed)
    assert len(pressed.rows) == 2


def test_apologies_of_one_leave_the_agency_represented_by_the_other(
    office: Office, cast: Cast
) -> None:
    lena = seated(office, cast.coordinator, "grannkommun-1", "Lena")
    omar = seated(office, cast.coordinator, "grannkommun-1", "Omar")
    code = begun(office, cast.coordinator).line.code
    for person in (lena, omar):
        meetings.set_outcome(
            office, cast.coordinator, code=code, person_id=person, outcome=Outcome.PRESENT
        )

    after = meetings.set_outcome(
        office, cast.coordinator, code=code, person_id=lena, outcome=Outcome.APOLOGIES
    )

    assert after.is_represented
    assert meetings.meeting(office, cast.coordinator, code=code).represented == 1


def test_a_substitute_counts_and_the_sender_has_apologies(office: Office, cast: Cast) -> None:
    patrik = seated(office, cast.coordinator, "akut", "Patrik")
    lovisa = seated(office, cast.coordinator, "akut", "Lovisa", Duty.SUBSTITUTE)
    code = begun(office, cast.coordinator).line.code

    akut = meetings.set_outcome(
        office,
        cast.coordinator,
        code=code,
        person_id=lovisa,
        outcome=Outcome.SUBSTITUTE,
        substitute_for_id=patrik,
    )

    assert akut.outcome is Outcome.SUBSTITUTE
    assert outcomes(akut) == [
        ("Patrik Prov", Outcome.APOLOGIES),
        ("Lovisa Prov", Outcome.SUBSTITUTE),
    ]
    taken_back = meetings.set_outcome(
        office, cast.coordinator, code=code, person_id=lovisa, outcome=Outcome.EXPECTED
    )
    assert outcomes(taken_back) == [("Patrik Prov", Outcome.APOLOGIES)]


def test_a_shelters_substitute_needs_no_name(office: Office, cast: Cast) -> None:
    seated(office, cast.coordinator, "kvinnojour", "Hemlig", is_protected=True)
    code = begun(office, cast.coordinator).line.code
    jour = agency(office, cast.coordinator, "kvinnojour")
    after = meetings.set_outcome(
        office, cast.coordinator, code=code, agency_id=jour, outcome=Outcome.SUBSTITUTE
    )
    assert after.outcome is Outcome.SUBSTITUTE
    assert {row.person_name for row in after.rows} == {None}


def test_nobody_of_another_agency_is_a_substitute(office: Office, cast: Cast) -> None:
    lovisa = seated(office, cast.coordinator, "akut", "Lovisa", Duty.SUBSTITUTE)
    code = begun(office, cast.coordinator).line.code
    with pytest.raises(BadInput, match="substitute-for-whom"):
        meetings.set_outcome(
            office,
            cast.coordinator,
            code=code,
            person_id=lovisa,
            outcome=Outcome.SUBSTITUTE,
            substitute_for_id=cast.coordinator.person_id,
        )


def test_a_person_of_another_group_cannot_be_marked(office: Office, cast: Cast) -> None:
    stranger = seated(office, cast.outsider, "polis", "Främling")
    code = begun(office, cast.coordinator).line.code
    with pytest.raises(NotFound):
        meetings.set_outcome(
            office, cast.coordinator, code=code, person_id=stranger, outcome=Outcome.PRESENT
        )


def test_closing_turns_those_waited_for_into_absent(office: Office, cast: Cast) -> None:
    view = begun(office, cast.coordinator)
    polis = agency(office, cast.coordinator, "polis")
    press(office, cast.coordinator, view.line.code, polis)

    closed = meetings.close(
        office, cast.coordinator, code=view.line.code, version=view.line.version
    )

    assert closed.line.state is MeetingState.HELD
    assert (closed.line.agencies_present, closed.line.agencies_total) == (1, 12)
    assert {one.outcome for one in closed.presence} == {Outcome.PRESENT, Outcome.ABSENT}


def test_a_meeting_closed_by_mistake_goes_on(office: Office, cast: Cast) -> None:
    view = begun(office, cast.coordinator)
    code = view.line.code
    closed = meetings.close(office, cast.coordinator, code=code, version=view.line.version)
    again = meetings.reopen(office, cast.coordinator, code=code, version=closed.line.version)
    assert again.line.state is MeetingState.UNDER_WAY
    assert {one.outcome for one in again.presence} == {Outcome.EXPECTED}


def test_attendance_of_a_held_meeting_can_be_put_right(office: Office, cast: Cast) -> None:
    view = begun(office, cast.coordinator)
    meetings.close(office, cast.coordinator, code=view.line.code, version=view.line.version)
    polis = agency(office, cast.coordinator, "polis")
    assert _round(office, cast, view.line.code, polis, 4) == [
        Outcome.PRESENT,
        Outcome.SUBSTITUTE,
        Outcome.APOLOGIES,
        Outcome.ABSENT,
    ]


def test_no_tile_can_be_pressed_before_the_meeting(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    with pytest.raises(RuleBroken, match="meeting-is-planned"):
        meetings.press_tile(
            office,
            cast.coordinator,
            code=code,
            agency_id=agency(office, cast.coordinator, "polis"),
            wanted=Outcome.PRESENT,
            seen=Outcome.EXPECTED,
        )


def test_later_changes_in_the_roster_leave_a_held_meeting_as_it_was(
    office: Office, cast: Cast
) -> None:
    view = begun(office, cast.coordinator)
    closed = meetings.close(
        office, cast.coordinator, code=view.line.code, version=view.line.version
    )
    seated(office, cast.coordinator, "akut", "Ny")
    polis = next(one for one in roster.agencies(office, cast.coordinator) if one.slug == "polis")
    roster.change_agency(
        office,
        cast.coordinator,
        agency_id=polis.id,
        version=polis.version,
        name="Lokalpolisen",
        principal=polis.principal,
        kind=polis.kind,
        min_seats=polis.min_seats,
        may_host=polis.may_host,
        note=polis.note,
    )
    later = meetings.meeting(office, cast.coordinator, code=view.line.code)
    assert later.presence == closed.presence


def test_one_press_is_a_few_statements(office: Office, cast: Cast) -> None:
    code = begun(office, cast.coordinator).line.code
    polis = agency(office, cast.coordinator, "polis")
    with count_statements(office.database) as seen:
        meetings.press_tile(
            office,
            cast.coordinator,
            code=code,
            agency_id=polis,
            wanted=Outcome.PRESENT,
            seen=Outcome.EXPECTED,
        )
    trail = [statement for statement in seen if "trail_" in statement]
    assert len(seen) - len(trail) <= 4
    assert len(trail) <= 3
