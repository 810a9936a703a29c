"""The one thing that the start page asks for: planning, and days that can be chosen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from coordinator.core.office import Office
from coordinator.mail import usecases as outbox
from coordinator.meetings.views import TermCount
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.lifecycle import PollState
from coordinator.planning.polls.views import PollLine
from coordinator.planning.time_left import time_for
from coordinator.reports import rules
from coordinator.reports import usecases as reports
from coordinator.reports.rules import Today
from coordinator.reports.views import Errand, MailsToSee
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


@pytest.mark.parametrize("weeks", [10, 6, 3])
def test_a_term_is_asked_about_while_there_is_time_for_what_it_lacks(weeks: int) -> None:
    day = LAST - timedelta(weeks=weeks)
    ask = rules.today_asks(on(day, term=count("HT2026", 1)))
    assert (ask.errand, ask.term_code, ask.number) == (Errand.PLAN, "HT2026", 1)
    assert (ask.total, ask.day) == (2, LAST)  # said before the term runs out


@pytest.mark.parametrize("days", [20, 3, 0, -1])
def test_a_term_that_is_nearly_over_leaves_the_errand_to_the_next_one(days: int) -> None:
    ask = rules.today_asks(on(LAST - timedelta(days=days), term=count("HT2026", 1)))
    assert (ask.errand, ask.term_code, ask.day) == (Errand.PLAN, "VT2027", None)


def test_two_meetings_need_more_time_than_one() -> None:
    day = LAST - timedelta(weeks=6)
    assert rules.today_asks(on(day, term=count("HT2026", 1))).term_code == "HT2026"
    assert rules.today_asks(on(day, term=count("HT2026", 0))).term_code == "VT2027"


def test_the_next_term_is_asked_about_early_when_this_one_is_too_short() -> None:
    day = LAST - timedelta(days=20)
    early = {"next_term_due": LAST + timedelta(days=60)}
    assert rules.today_asks(on(day, term=count("HT2026", 1), **early)).term_code == "VT2027"
    assert rules.today_asks(on(day, **early)).errand is Errand.NOTHING


def test_where_the_next_term_is_full_there_is_still_time_for_one_meeting_of_two() -> None:
    full = {"term": count("HT2026", 0), "next_term": count("VT2027", 2)}
    assert rules.today_asks(on(LAST - timedelta(weeks=4), **full)).term_code == "HT2026"
    assert rules.today_asks(on(LAST - timedelta(weeks=2), **full)).errand is Errand.NOTHING


@pytest.mark.parametrize(
    ("left", "room"), [(-1, 0), (0, 0), (20, 0), (21, 1), (48, 1), (49, 2), (76, 2), (77, 3)]
)
def test_a_meeting_needs_three_weeks_notice_and_four_weeks_to_the_next(
    left: int, room: int
) -> None:
    assert time_for(LAST - timedelta(days=left), LAST) == room


def test_an_empty_group_is_asked_for_people_before_meetings() -> None:
    ask = rules.today_asks(on(date(2026, 9, 1), term=count("HT2026", 0), has_people=False))
    assert ask.errand is Errand.PEOPLE


@pytest.mark.parametrize(
    ("mails", "errand"),
    [
        (MailsToSee(by_hand=28), Errand.MAILS_BY_HAND),
        (MailsToSee(held_up=3, by_hand=0), Errand.MAILS_HELD_UP),
        (MailsToSee(paused=2), Errand.MAILS_PAUSED),
        (MailsToSee(failed=1, paused=2, by_hand=28), Errand.MAILS_FAILED),
    ],
)
def test_mail_that_has_not_gone_is_an_errand(mails: MailsToSee, errand: Errand) -> None:
    assert rules.today_asks(on(date(2026, 9, 1), mails=mails)).errand is errand


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
    ask = reports.home(office, cast.coordinator).ask
    assert (ask.errand, ask.number) == (Errand.MAILS_BY_HAND, 4)  # nobody has been asked yet
    waiting = outbox.outbox(office, cast.coordinator).by_hand
    outbox.mark_mail_sent(office, cast.coordinator, mail_ids=waiting)
    assert reports.home(office, cast.coordinator).ask.errand is Errand.NOTHING
    for actor in (cast.coordinator, cast.member, cast.other_member, cast.reader):
        date_polls.answer_poll(office, actor, code=view.code, choices=said(view, *(YES,) * 6))
    ask = reports.home(office, cast.coordinator).ask
    assert (ask.errand, ask.poll_code) == (Errand.CHOOSE, view.code)


def test_a_term_whose_days_were_set_by_hand_is_measured_by_its_own_last_day(
    office: Office, cast: Cast, hand: Hand
) -> None:
    booked(office, cast.coordinator, "2026-09-16")
    terms.change_term(
        office, cast.coordinator, code="HT2026", version=0,
        first_day=date(2026, 8, 17), last_day=date(2026, 12, 18),
    )  # fmt: skip
    hand.on(at("2026-11-25", "09:00"))
    ask = reports.home(office, cast.coordinator).ask
    assert (ask.term_code, ask.day) == ("HT2026", date(2026, 12, 18))
