"""The day after which a repetition comes no more is never before its last day."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coordinator.core.calendar.read.budget import Budget
from coordinator.core.calendar.read.recurrence_rules import last_day_of, read_rule
from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput

STARTS = st.dates(date(2019, 1, 1), date(2027, 12, 31)) | st.sampled_from(
    [date(2024, 2, 29), date(2026, 1, 30), date(2026, 8, 31), date(2026, 12, 31)]
)
PARTS = st.sampled_from(
    [
        "FREQ=DAILY", "FREQ=DAILY;BYDAY=MO,FR", "FREQ=DAILY;BYMONTH=2,8", "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=WEEKLY;BYMONTH=1,6", "FREQ=MONTHLY",
        "FREQ=MONTHLY;BYDAY=5FR",
        "FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=-5TU,5WE", "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTHDAY=29,-31", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=9", "FREQ=YEARLY",
        "FREQ=YEARLY;BYYEARDAY=366", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", "FREQ=YEARLY;BYDAY=53MO",
        "FREQ=YEARLY;BYMONTH=8;BYDAY=1MO", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYMONTH=1,5;BYDAY=5MO", "FREQ=DAILY;BYHOUR=1,20",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(start=STARTS, rule=PARTS, interval=st.integers(1, 6), count=st.integers(1, 40))
def test_no_day_of_a_counted_series_lies_behind_its_end(
    start: date, rule: str, interval: int, count: int
) -> None:
    text = f"{rule};INTERVAL={interval};COUNT={count}"
    begins = datetime.combine(start, time(9))
    read = read_rule(text, begins.replace(tzinfo=STOCKHOLM), STOCKHOLM)
    assume(read is not None)
    assert read is not None
    days = [at.date() for at in islice(rrulestr(text, dtstart=begins), count)]
    found = last_day_of(read, start)
    assert found is None or max(days, default=start) <= found


@pytest.mark.parametrize(
    ("rule", "start", "last"),
    [
        ("FREQ=MONTHLY;COUNT=10", date(2026, 8, 31), date(2028, 1, 31)),
        ("FREQ=MONTHLY;BYDAY=5FR;COUNT=10", date(2026, 1, 30), date(2028, 3, 31)),
        ("FREQ=YEARLY;COUNT=3", date(2024, 2, 29), date(2032, 2, 29)),
    ],
)
def test_a_series_of_days_that_many_months_lack_ends_with_its_last(
    rule: str, start: date, last: date
) -> None:
    read = read_rule(rule, start, STOCKHOLM)
    assert read is not None
    found = last_day_of(read, start)
    assert found is not None
    assert last <= found <= date(last.year + 4, last.month, last.day)


def test_counting_to_the_end_is_paid_for() -> None:
    read = read_rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;COUNT=40", date(2024, 2, 29), STOCKHOLM)
    assert read is not None
    with pytest.raises(BadInput, match="calendar-too-much"):
        last_day_of(read, date(2024, 2, 29), Budget(left=5_000))
