from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coordinator.actions.lifecycle import InfoState
from coordinator.actions.views import InfoKind, InformationActionView
from coordinator.ui.actions.copying import copied, same_week, target_year

TODAY = date(2026, 11, 22)


def campaign(first: date | None, last: date | None = None) -> InformationActionView:
    return InformationActionView(
        id=14,
        code="INFO-14",
        title="En vecka fri från våld 2025: digitalt våld",
        kind=InfoKind.CAMPAIGN,
        audience="allmänheten",
        first_day=first,
        last_day=last,
        lead_agency_id=1,
        lead_agency_name="Polisen",
        partners=((2, "Norrby kommun"),),
        channel="gym",
        material="film",
        reach=18_400,
        cost=None,
        evaluation="visningar",
        effect="Fler ringer",
        state=InfoState.EVALUATED,
        asks_for_effect=False,
        meeting_code="HT2025-1",
        version=3,
    )


def test_a_copy_has_the_same_week_and_weekdays_and_the_new_year_in_its_name() -> None:
    copy = copied(campaign(date(2025, 11, 17), date(2025, 11, 23)), 2026)
    assert (copy.first_day, copy.last_day) == (date(2026, 11, 16), date(2026, 11, 22))
    assert copy.title == "En vecka fri från våld 2026: digitalt våld"
    assert (copy.reach, copy.evaluation, copy.effect) == (None, None, None)
    assert (copy.state, copy.lead_agency_id) == (InfoState.PLANNED, 1)
    assert copy.partners == ((2, "Norrby kommun"),)


def test_what_was_earlier_is_copied_to_this_year_and_this_years_to_the_next() -> None:
    assert target_year(campaign(date(2023, 11, 20)), TODAY) == 2026
    assert target_year(campaign(date(2026, 6, 15)), TODAY) == 2027
    assert target_year(campaign(None), TODAY) is None


def test_week_fifty_three_becomes_fifty_two_in_a_year_without_it() -> None:
    assert same_week(date(2026, 12, 31), 1) == date(2027, 12, 30)


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(1, 9), st.integers(0, 800))
def test_weekday_and_length_always_stay(first: date, years: int, days: int) -> None:
    copy = copied(campaign(first, first + timedelta(days=days)), first.year + years)
    assert copy.first_day is not None
    assert copy.last_day is not None
    assert copy.first_day.weekday() == first.weekday()
    assert copy.last_day - copy.first_day == timedelta(days=days)
    week, before = copy.first_day.isocalendar().week, first.isocalendar().week
    assert week == before or (week, before) == (52, 53)
