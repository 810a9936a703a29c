"""School breaks of the municipalities that a group spans: which are estimates, and setting them."""

from __future__ import annotations

from datetime import date

import pytest

from coordinator.core.errors import BadInput, NotAllowed
from coordinator.core.office import Office
from coordinator.planning import usecases as planning
from coordinator.roster import usecases as roster
from coordinator.terms import usecases as terms
from coordinator.terms.breaks import municipalities
from coordinator.terms.views import Breaks, ClosedKind, Effect, NewClosedDay
from tests.conftest import Cast

WEEK_8 = (date(2027, 2, 22), date(2027, 2, 26))
WEEK_7 = (date(2027, 2, 15), date(2027, 2, 19))


def sportlov(first: date, last: date, municipality: str) -> NewClosedDay:
    return NewClosedDay(
        name="Sportlov", first_day=first, last_day=last, kind=ClosedKind.SCHOOL_BREAK,
        municipality=municipality,
    )  # fmt: skip


@pytest.fixture
def neighbours(office: Office, cast: Cast) -> None:
    """The group spans two more municipalities."""
    for slug, name in (("grannkommun-1", "Vellinge"), ("grannkommun-2", "Svedala")):
        found = roster.agencies(office, cast.coordinator)
        one = next(each for each in found if each.slug == slug)
        roster.change_agency(
            office, cast.coordinator,
            agency_id=one.id, version=one.version, name=f"{name} kommun",
            principal=f"{name} kommun", kind=one.kind, min_seats=one.min_seats,
            may_host=one.may_host, note=None,
        )  # fmt: skip


def breaks(office: Office, cast: Cast) -> dict[str, Breaks]:
    return {
        one.municipality: one for one in terms.school_breaks(office, cast.coordinator, year=2027)
    }


@pytest.mark.parametrize(
    ("principals", "expected"),
    [
        (("Exempelbys kommun (Socialförvaltningen)", "Norrby kommun"), ("Exempelby", "Norrby")),
        (("Norrby kommun", "Norrbys kommun", None, ""), ("Exempelby", "Norrby")),
        (("Polismyndigheten", "Region Exempel", "Kommunal samverkan"), ("Exempelby",)),
        (("Borås kommun, skolan",), ("Exempelby", "Borås")),
    ],
)
def test_the_municipalities_are_read_from_the_agencies_principals(
    principals: tuple[str | None, ...], expected: tuple[str, ...]
) -> None:
    assert municipalities("Exempelby", principals) == expected


@pytest.mark.usefixtures("neighbours")
def test_each_municipality_of_the_group_is_told_with_the_estimates_it_rests_on(
    office: Office, cast: Cast
) -> None:
    found = breaks(office, cast)
    assert list(found) == ["Exempelby", "Svedala", "Vellinge"]
    for one in found.values():
        assert (one.entered, one.estimates[1].name) == ((), "Sportlov")


@pytest.mark.usefixtures("neighbours")
def test_a_neighbours_breaks_are_entered_in_one_step_and_leave_the_others_alone(
    office: Office, cast: Cast
) -> None:
    hoest = NewClosedDay(
        name="Höstlov", first_day=date(2027, 10, 25), last_day=date(2027, 10, 29),
        kind=ClosedKind.SCHOOL_BREAK, municipality="Vellinge",
    )  # fmt: skip
    done = terms.enter_days(office, cast.coordinator, days=[sportlov(*WEEK_7, "Vellinge"), hoest])
    assert len(done.added) == 2

    found = breaks(office, cast)
    assert [day.first_day for day in found["Vellinge"].entered] == [WEEK_7[0], hoest.first_day]
    assert {"Sportlov", "Höstlov"}.isdisjoint(day.name for day in found["Vellinge"].estimates)
    assert found["Svedala"].entered == ()
    on_monday = terms.closed_days(office, cast.coordinator, first=WEEK_8[0], last=WEEK_8[0])
    assert "Sportlov" in {day.title() for day in on_monday}

    moved = terms.enter_days(office, cast.coordinator, days=[sportlov(*WEEK_8, "Vellinge"), hoest])
    assert (len(moved.added), len(moved.changed), moved.unchanged) == (0, 1, 1)
    assert breaks(office, cast)["Vellinge"].entered[0].first_day == WEEK_8[0]


def test_what_holds_for_all_counts_for_every_municipality(office: Office, cast: Cast) -> None:
    terms.enter_days(office, cast.coordinator, days=[sportlov(*WEEK_7, "")])
    for one in breaks(office, cast).values():
        assert [day.first_day for day in one.entered] == [WEEK_7[0]]


def test_one_break_that_cannot_be_enters_none(office: Office, cast: Cast) -> None:
    odd = [sportlov(*WEEK_7, "Vellinge"), sportlov(WEEK_8[1], WEEK_8[0], "Svedala")]
    with pytest.raises(BadInput, match="closed-day-end-before-start"):
        terms.enter_days(office, cast.coordinator, days=odd)
    assert all(one.entered == () for one in breaks(office, cast).values())
    with pytest.raises(NotAllowed):
        terms.enter_days(office, cast.member, days=[sportlov(*WEEK_7, "Vellinge")])


@pytest.mark.usefixtures("neighbours")
def test_planning_says_whose_breaks_are_only_estimated(office: Office, cast: Cast) -> None:
    def estimated() -> tuple[str, ...]:
        return planning.term_plan(office, cast.coordinator, term_code="VT2027").estimated

    assert estimated() == ("Exempelby", "Svedala", "Vellinge")
    entered = breaks(office, cast)["Vellinge"].estimates
    terms.enter_days(
        office, cast.coordinator,
        days=[
            NewClosedDay(
                name=day.name, first_day=day.first_day, last_day=day.last_day, kind=day.kind,
                municipality="Vellinge",
            )
            for day in entered
        ],
    )  # fmt: skip
    assert estimated() == ("Exempelby", "Svedala")
    assert Effect.WARN in {day.effect for day in breaks(office, cast)["Vellinge"].entered}
