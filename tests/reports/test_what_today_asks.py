"""The one thing that the start page asks for: planning, and days that can be chosen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from coordinator.core.office import Office
from coordinator.meetings.views import TermCount
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.lifecycle import PollState
from coordinator.planning.polls.views import PollLine
from coordinator.reports import rules
from coordinator.reports import usecases as reports
from coordinator.reports.rules import Today
from coordinator.reports.views import Errand
from coordinator.terms import usecases as terms
from tests.conftest import Cast, Hand
from tests.meetings.helpers import at, booked
from tests.planning.polls import YES, opened, said

LAST = date(2026, 12, 11)


def count(code: str, planned: int) -> TermCount:
    return TermCount(term_code=code, planned=planned, held=0, wanted=2, extra=0)


def on(day: date, **given: Any) -> Today:
    values = {
        "day": day,
        "next_meeting": None,
        "term": count("HT2026", 2),
        "term_last_day": LAST,
        "next_term": count("VT2027", 0),
        "next_term_due": date(2026, 10, 25),
        "waiting": (),
        "overdue_points": 0,
    }
    return Today(**{**values, **given})


def line(state: PollState = PollState.OPEN, answered: int = 3, **given: Any) -> PollLine:
    values = {
        "code": "VT2027-poll-1",
        "term_code": "VT2027",
        "state": state,
        "answer_by": date(2026, 12, 4),
        "answered": answered,
        "asked": 16,
    }
    return PollLine(**{**values, **given})


@pytest.mark.parametrize("weeks", [6, 3, 0])
def test_a_term_that_lacks_meetings_is_asked_about_until_its_last_day(weeks: int) -> None:
    day = LAST - timedelta(weeks=weeks)
    ask = rules.today_asks(on(day, term=count("HT2026", 1)))
    assert (ask.errand, ask.term_code, ask.number) == (Errand.PLAN, "HT2026", 1)
    assert (ask.total, ask.day) == (2, LAST)  # said before the term runs out


def test_after_its_last_day_the_next_term_is_asked_about() -> None:
    ask = rules.today_asks(on(LAST + timedelta(days=1), term=count("HT2026", 1)))
    assert (ask.term_code, ask.day) == ("VT2027", None)


def test_while_a_question_waits_for_answers_nothing_is_asked() -> None:
    assert rules.today_asks(on(date(2026, 12, 3), polls=(line(),))).errand is Errand.NOTHING


@pytest.mark.parametrize(
    ("day", "poll"),
    [
        (date(2026, 12, 4), line()),
        (date(2026, 12, 9), line()),
        (date(2026, 11, 30), line(answered=16)),
        (date(2026, 11, 30), line(PollState.CLOSED)),
    ],
)
def test_on_the_last_day_or_when_all_have_answered_the_days_are_chosen(
    day: date, poll: PollLine
) -> None:
    ask = rules.today_asks(on(day, polls=(poll,)))
    assert (ask.errand, ask.poll_code, ask.total) == (Errand.CHOOSE, "VT2027-poll-1", 16)


@pytest.mark.parametrize("state", [PollState.DRAFT, PollState.WITHDRAWN, PollState.BOOKED])
def test_a_question_that_asks_nobody_stands_in_no_way(state: PollState) -> None:
    assert rules.today_asks(on(date(2026, 12, 9), polls=(line(state),))).errand is Errand.PLAN


def test_the_start_page_leads_to_the_answers(office: Office, cast: Cast, hand: Hand) -> None:
    for day in ("2026-09-16", "2026-12-02"):
        booked(office, cast.coordinator, day)
    hand.on(at("2026-11-23", "09:00"))
    view = opened(office, cast.coordinator)
    assert reports.home(office, cast.coordinator).ask.errand is Errand.NOTHING
    for actor in (cast.coordinator, cast.member, cast.other_member, cast.reader):
        date_polls.answer_poll(office, actor, code=view.code, choices=said(view, *(YES,) * 6))
    ask = reports.home(office, cast.coordinator).ask
    assert (ask.errand, ask.poll_code) == (Errand.CHOOSE, view.code)


def test_a_term_whose_days_were_set_by_hand_is_asked_about_until_its_own_last_day(
    office: Office, cast: Cast, hand: Hand
) -> None:
    booked(office, cast.coordinator, "2026-09-16")
    terms.change_term(
        office, cast.coordinator, code="HT2026", version=0,
        first_day=date(2026, 8, 17), last_day=date(2026, 12, 18),
    )  # fmt: skip
    hand.on(at("2026-12-15", "09:00"))
    ask = reports.home(office, cast.coordinator).ask
    assert (ask.term_code, ask.day) == ("HT2026", date(2026, 12, 18))
