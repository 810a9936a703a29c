"""What a group edits over the calendar: terms and closed days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from datetime import time as clock
from typing import Any

import pytest

from coordinator.access.actor import Role
from coordinator.core.errors import BadInput, Conflict, NotAllowed, NotFound, RuleBroken
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.terms import in_transaction
from coordinator.terms import usecases as terms
from coordinator.terms.views import (
    AFTERNOON,
    LAST,
    MORNING,
    ClosedDay,
    ClosedKind,
    Effect,
    NewClosedDay,
    Recurrence,
    Rhythm,
)
from tests.conftest import Cast
from tests.meetings.helpers import agency
from tests.statements import count_statements


def days(office: Office, cast: Cast, first: date, last: date) -> dict[str, ClosedDay]:
    found = terms.closed_days(office, cast.coordinator, first=first, last=last)
    return {day.name: day for day in found}


def test_a_term_nobody_touched_follows_the_rule(office: Office, cast: Cast) -> None:
    term = terms.term(office, cast.member, code="vt2027")
    assert (term.code, term.first_day, term.last_day) == (
        "VT2027",
        date(2027, 1, 7),
        date(2027, 6, 18),
    )
    assert term.version == 0


def test_a_term_set_by_hand_stays_and_keeps_its_usual_weeks(office: Office, cast: Cast) -> None:
    usual = terms.term(office, cast.coordinator, code="VT2027")
    changed = terms.change_term(
        office,
        cast.coordinator,
        code="VT2027",
        version=0,
        first_day=date(2027, 1, 11),
        last_day=date(2027, 5, 28),
    )
    assert terms.term(office, cast.coordinator, code="VT2027") == changed
    assert changed.windows[0] == usual.windows[0]
    assert changed.windows[1].last_day == date(2027, 5, 28)
    assert terms.term(office, cast.outsider, code="VT2027") == usual


def test_the_usual_weeks_may_be_set_too(office: Office, cast: Cast) -> None:
    weeks = [(date(2027, 2, 1), date(2027, 2, 12)), (date(2027, 5, 10), date(2027, 5, 21))]
    changed = terms.change_term(
        office,
        cast.coordinator,
        code="VT2027",
        version=0,
        first_day=date(2027, 1, 11),
        last_day=date(2027, 6, 11),
        windows=weeks,
    )
    assert [(one.first_day, one.last_day) for one in changed.windows] == weeks


def test_a_term_that_ends_before_it_starts_is_refused(office: Office, cast: Cast) -> None:
    with pytest.raises(BadInput) as refusal:
        terms.change_term(
            office,
            cast.coordinator,
            code="VT2027",
            version=0,
            first_day=date(2027, 6, 1),
            last_day=date(2027, 1, 1),
        )
    assert refusal.value.code == "term-end-before-start"


def test_a_stale_term_is_refused_with_both_spans(office: Office, cast: Cast) -> None:
    change = {"code": "VT2027", "version": 0, "last_day": date(2027, 6, 11)}
    terms.change_term(office, cast.coordinator, first_day=date(2027, 1, 11), **change)  # type: ignore[arg-type]
    with pytest.raises(Conflict) as refusal:
        terms.change_term(office, cast.coordinator, first_day=date(2027, 1, 12), **change)  # type: ignore[arg-type]
    assert "2027-01-11" in refusal.value.params["theirs"]
    assert "2027-01-12" in refusal.value.params["mine"]


def test_holidays_estimates_and_own_days_stand_together_by_date(office: Office, cast: Cast) -> None:
    terms.add_closed_day(
        office,
        cast.coordinator,
        new=NewClosedDay(
            name="  Personaldag\t", first_day=date(2027, 5, 4), last_day=date(2027, 5, 4)
        ),
    )
    found = terms.closed_days(
        office, cast.coordinator, first=date(2027, 2, 22), last=date(2027, 5, 7)
    )
    names = [day.name for day in found]
    for name in ("Sportlov", "Långfredagen", "Personaldag", "Kristi himmelsfärdsdag"):
        assert name in names
    assert [day.first_day for day in found] == sorted(day.first_day for day in found)
    own = next(day for day in found if day.id is not None)
    assert (own.name, own.kind, own.effect) == (
        "Personaldag",
        ClosedKind.OWN_ABSENCE,
        Effect.WARN,
    )


def test_an_own_row_stands_in_an_estimates_place_and_gives_it_back(
    office: Office, cast: Cast
) -> None:
    span = (date(2027, 2, 1), date(2027, 3, 20))
    assert days(office, cast, *span)["Sportlov"].first_day == date(2027, 2, 22)
    own = terms.add_closed_day(
        office,
        cast.coordinator,
        new=NewClosedDay(
            name="sportlov",
            first_day=date(2027, 2, 15),
            last_day=date(2027, 2, 19),
            kind=ClosedKind.SCHOOL_BREAK,
        ),
    )
    assert "Sportlov" not in days(office, cast, *span)
    # Also where the span shows the estimate's days but not the own row's
    assert "Sportlov" not in days(office, cast, date(2027, 2, 22), date(2027, 2, 26))
    terms.remove_closed_day(
        office, cast.coordinator, closed_day_id=own.id or 0, version=own.version
    )
    assert days(office, cast, *span)["Sportlov"].first_day == date(2027, 2, 22)


def test_replacing_one_christmas_break_leaves_the_years_other_one(
    office: Office, cast: Cast
) -> None:
    terms.add_closed_day(
        office,
        cast.coordinator,
        new=NewClosedDay(
            name="Jullov",
            first_day=date(2026, 12, 21),
            last_day=date(2027, 1, 8),
            kind=ClosedKind.SCHOOL_BREAK,
        ),
    )
    found = terms.closed_days(
        office, cast.coordinator, first=date(2026, 1, 1), last=date(2027, 12, 31)
    )
    assert [day.first_day for day in found if day.name == "Jullov"] == [
        date(2026, 1, 1),
        date(2026, 12, 21),
        date(2027, 12, 18),
    ]


def test_one_groups_days_are_not_anothers(office: Office, cast: Cast) -> None:
    own = terms.add_closed_day(
        office,
        cast.coordinator,
        new=NewClosedDay(name="Personaldag", first_day=date(2027, 5, 4), last_day=date(2027, 5, 4)),
    )
    span = {"first": date(2027, 5, 1), "last": date(2027, 5, 5)}
    seen = terms.closed_days(office, cast.outsider, **span)
    assert "Personaldag" not in {day.name for day in seen}
    with pytest.raises(NotFound):
        terms.remove_closed_day(
            office, cast.outsider, closed_day_id=own.id or 0, version=own.version
        )


@pytest.mark.parametrize(
    ("name", "first", "last", "kind", "code"),
    [
        (" ", date(2027, 5, 4), date(2027, 5, 4), ClosedKind.VACATION, "closed-day-needs-name"),
        (
            "Lov",
            date(2027, 5, 4),
            date(2027, 5, 3),
            ClosedKind.VACATION,
            "closed-day-end-before-start",
        ),
        ("Lov", date(2027, 5, 4), date(2029, 5, 4), ClosedKind.VACATION, "closed-day-too-long"),
        ("Lov", date(2127, 5, 4), date(2127, 5, 4), ClosedKind.VACATION, "day-out-of-range"),
        ("Jul", date(2027, 12, 24), date(2027, 12, 24), ClosedKind.HOLIDAY, "closed-day-kind-odd"),
    ],
)
def test_odd_days_are_refused(  # noqa: PLR0917 - one parameter per column of the table
    office: Office, cast: Cast, name: str, first: date, last: date, kind: ClosedKind, code: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        terms.add_closed_day(
            office,
            cast.coordinator,
            new=NewClosedDay(name=name, first_day=first, last_day=last, kind=kind),
        )
    assert refusal.value.code == code


def test_the_same_day_twice_is_refused(office: Office, cast: Cast) -> None:
    new = NewClosedDay(name="Lov", first_day=date(2027, 5, 4), last_day=date(2027, 5, 4))
    terms.add_closed_day(office, cast.coordinator, new=new)
    with pytest.raises(RuleBroken):
        terms.add_closed_day(office, cast.coordinator, new=new)


def test_a_span_that_is_turned_round_or_far_too_long_is_refused(office: Office, cast: Cast) -> None:
    for first, last in ((date(2027, 2, 1), date(2027, 1, 1)), (date(2027, 1, 1), date(2040, 1, 1))):
        with pytest.raises(BadInput):
            terms.closed_days(office, cast.coordinator, first=first, last=last)


def test_members_and_readers_see_the_days_and_change_none(office: Office, cast: Cast) -> None:
    for actor in (cast.member, cast.reader):
        assert terms.closed_days(office, actor, first=date(2027, 1, 1), last=date(2027, 1, 6))
        with pytest.raises(NotAllowed):
            terms.add_closed_day(
                office,
                actor,
                new=NewClosedDay(name="Lov", first_day=date(2027, 1, 1), last_day=date(2027, 1, 1)),
            )
        with pytest.raises(NotAllowed):
            terms.remove_closed_day(office, actor, closed_day_id=1, version=1)
        with pytest.raises(NotAllowed):
            terms.change_term(
                office,
                actor,
                code="VT2027",
                version=0,
                first_day=date(2027, 1, 11),
                last_day=date(2027, 6, 11),
            )


def test_a_secretary_enters_an_agencys_absence_and_leaves_the_groups_days_alone(
    office: Office, cast: Cast
) -> None:
    secretary = replace(cast.member, roles=frozenset({Role.SECRETARY}))
    day = date(2027, 2, 10)
    police = agency(office, cast.coordinator, "polis")
    mine = terms.add_closed_day(
        office,
        secretary,
        new=NewClosedDay(name="Personaldag", first_day=day, last_day=day, agency_id=police),
    )
    terms.change_closed_day(
        office,
        secretary,
        closed_day_id=mine.id or 0,
        version=mine.version,
        new=NewClosedDay(
            name="Personaldag",
            first_day=day,
            last_day=day,
            kind=ClosedKind.OWN_ABSENCE,
            agency_id=police,
        ),
    )
    theirs = terms.add_closed_day(
        office, cast.coordinator, new=NewClosedDay(name="Flytt", first_day=day, last_day=day)
    )
    with pytest.raises(NotAllowed):
        terms.add_closed_day(
            office, secretary, new=NewClosedDay(name="Flytt 2", first_day=day, last_day=day)
        )
    with pytest.raises(NotAllowed):
        terms.remove_closed_day(
            office, secretary, closed_day_id=theirs.id or 0, version=theirs.version
        )
    with pytest.raises(NotAllowed):
        terms.change_closed_day(
            office,
            secretary,
            closed_day_id=theirs.id or 0,
            version=theirs.version,
            new=NewClosedDay(
                name="Mitt",
                first_day=day,
                last_day=day,
                kind=ClosedKind.OWN_ABSENCE,
                agency_id=police,
            ),
        )
    terms.remove_closed_day(office, secretary, closed_day_id=mine.id or 0, version=mine.version)


def test_four_years_of_days_take_one_statement(office: Office, cast: Cast) -> None:
    with count_statements(office.database) as statements:
        terms.closed_days(office, cast.coordinator, first=date(2026, 1, 1), last=date(2029, 12, 31))
    assert len(statements) == 1


def test_the_campaign_week_informs(office: Office, cast: Cast) -> None:
    found = in_transaction.observances(date(2026, 11, 16), date(2026, 11, 30))
    assert found
    assert {day.effect for day in found} == {Effect.INFORM}


# Absences of agencies, and what comes back -------------------------------------------------------


def test_a_staff_day_comes_back_in_every_rhythm(office: Office, cast: Cast) -> None:
    police = agency(office, cast.coordinator, "polis")
    first, last = date(2027, 1, 7), date(2027, 6, 18)
    for name, repeats, third in (
        ("Varje vecka", Recurrence(Rhythm.WEEKLY, 3), date(2027, 1, 21)),
        ("Varannan", Recurrence(Rhythm.FORTNIGHTLY, 3), date(2027, 2, 4)),
        ("Var tredje", Recurrence(Rhythm.THIRD_WEEK, 3), date(2027, 2, 18)),
        ("Var fjärde", Recurrence(Rhythm.FOURTH_WEEK, 3), date(2027, 3, 4)),
        ("Andra tisdagen", Recurrence(Rhythm.MONTHLY, 1, 2), date(2027, 3, 9)),
        ("Sista fredagen", Recurrence(Rhythm.MONTHLY, 4, LAST), date(2027, 3, 26)),
    ):
        made = terms.add_closed_day(
            office,
            cast.coordinator,
            new=NewClosedDay(
                name=name,
                first_day=first,
                last_day=last,
                agency_id=police,
                hours=MORNING,
                repeats=repeats,
            ),
        )
        assert made.agency
        kept = days(office, cast, first, last)[name]
        assert kept == made
        assert kept.days(first, last)[2] == third
        assert kept.hours == MORNING


def test_one_day_is_left_out_of_what_comes_back(office: Office, cast: Cast) -> None:
    police = agency(office, cast.coordinator, "polis")
    made = terms.add_closed_day(
        office,
        cast.coordinator,
        new=NewClosedDay(
            name="Personaldag",
            first_day=date(2027, 1, 7),
            last_day=date(2027, 3, 31),
            agency_id=police,
            hours=MORNING,
            repeats=Recurrence(Rhythm.THIRD_WEEK, 3),
        ),
    )
    span = (date(2027, 1, 1), date(2027, 3, 31))
    days = made.days(*span)
    out = {"closed_day_id": made.id or 0, "version": 1}
    with pytest.raises(BadInput, match="closed-day-not-then"):
        terms.leave_out_day(office, cast.coordinator, day=date(2027, 1, 14), **out)
    with pytest.raises(NotFound):
        terms.leave_out_day(office, cast.outsider, day=days[1], **out)

    left = terms.leave_out_day(office, cast.coordinator, day=days[1], **out)

    kept = [day for each in left for day in each.days(*span)]
    assert kept == [day for day in days if day != days[1]]
    assert {(each.hours, each.agency_id, each.agency) for each in left} == {
        (MORNING, police, "Polisen")
    }
    with pytest.raises(Conflict):
        terms.leave_out_day(office, cast.coordinator, day=days[0], **out)
    (none,) = [each for each in left if each.id == made.id]
    assert (
        terms.leave_out_day(
            office, cast.coordinator, closed_day_id=none.id or 0, version=2, day=days[0]
        )
        == ()
    )


def test_an_own_day_is_changed_with_all_its_parts(office: Office, cast: Cast) -> None:
    police = agency(office, cast.coordinator, "polis")
    made = terms.add_closed_day(
        office,
        cast.coordinator,
        new=NewClosedDay(name="Personaldag", first_day=date(2027, 5, 4), last_day=date(2027, 5, 4)),
    )
    assert made.id is not None
    new = NewClosedDay(
        name="Planeringsdag",
        first_day=date(2027, 5, 5),
        last_day=date(2027, 5, 6),
        effect=Effect.BLOCK,
        agency_id=police,
        hours=AFTERNOON,
    )
    changed = terms.change_closed_day(
        office, cast.coordinator, version=1, closed_day_id=made.id, new=new
    )
    assert (changed.version, changed.effect, changed.hours) == (2, Effect.BLOCK, AFTERNOON)
    assert days(office, cast, date(2027, 5, 1), date(2027, 5, 9))["Planeringsdag"] == changed
    with pytest.raises(Conflict):
        terms.change_closed_day(office, cast.coordinator, version=1, closed_day_id=made.id, new=new)
    with pytest.raises(NotFound):
        terms.change_closed_day(office, cast.outsider, version=2, closed_day_id=made.id, new=new)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"hours": (clock(12), clock(8))}, "closed-day-hours-odd"),
        ({"repeats": Recurrence(Rhythm.MONTHLY, 1, 9)}, "closed-day-rhythm-odd"),
        ({"repeats": Recurrence(Rhythm.WEEKLY, 8)}, "closed-day-rhythm-odd"),
        ({"repeats": Recurrence(Rhythm.WEEKLY, 3)}, "closed-day-never"),
        ({"municipality": "Grannby", "agency_id": 1}, "closed-day-of-both"),
        ({"name": "x" * 200}, "closed-day-name-long"),
        ({"kind": ClosedKind.HOLIDAY}, "closed-day-kind-odd"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_absence_that_cannot_be_is_refused_in_words(
    office: Office, cast: Cast, given: dict[str, Any], code: str
) -> None:
    day: dict[str, Any] = {
        "name": "Borta",
        "first_day": date(2027, 5, 3),
        "last_day": date(2027, 5, 4),
    }
    with pytest.raises(BadInput) as refusal:
        terms.add_closed_day(office, cast.coordinator, new=NewClosedDay(**(day | given)))
    assert refusal.value.code == code
    assert "{" not in sentence(refusal.value)


def test_another_groups_agency_cannot_be_named(office: Office, cast: Cast) -> None:
    theirs = agency(office, cast.outsider, "polis")
    with pytest.raises(NotFound):
        terms.add_closed_day(
            office,
            cast.coordinator,
            new=NewClosedDay(
                name="Borta",
                first_day=date(2027, 5, 4),
                last_day=date(2027, 5, 4),
                agency_id=theirs,
            ),
        )


def test_a_term_that_would_share_days_with_its_neighbour_is_refused(
    office: Office, cast: Cast
) -> None:
    spring = {"code": "VT2027", "version": 0, "first_day": date(2027, 1, 7)}
    with pytest.raises(BadInput) as refusal:
        terms.change_term(office, cast.coordinator, last_day=date(2027, 8, 30), **spring)  # type: ignore[arg-type]
    assert refusal.value.code == "terms-overlap"
    assert "HT2027" in sentence(refusal.value)
    terms.change_term(
        office,
        cast.coordinator,
        code="HT2027",
        version=0,
        first_day=date(2027, 9, 1),
        last_day=date(2027, 12, 17),
    )
    terms.change_term(office, cast.coordinator, last_day=date(2027, 8, 30), **spring)  # type: ignore[arg-type]
    with pytest.raises(BadInput):
        terms.change_term(
            office,
            cast.coordinator,
            code="HT2027",
            version=1,
            first_day=date(2027, 8, 23),
            last_day=date(2027, 12, 17),
        )
