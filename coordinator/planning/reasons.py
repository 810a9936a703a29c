"""Why a set of days: what speaks for it, and what is worth knowing about each day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from itertools import pairwise

from coordinator.planning.score import Measure
from coordinator.planning.values import ProposedMeeting, Reason, Wishes
from coordinator.terms.views import Effect


def reasons_for(
    meetings: Sequence[ProposedMeeting],
    measure: Measure,
    wishes: Wishes,
    booked: Collection[date],
) -> tuple[Reason, ...]:
    """First what holds for the whole set, then day by day."""
    places = {
        day: place
        for place, day in enumerate(sorted({*booked, *(each.day for each in meetings)}), start=1)
    }
    reasons = _of_the_set(meetings, places, measure, wishes)
    for meeting in meetings:
        reasons += _of_the_day(meeting.day, places[meeting.day], measure)
    return tuple(reasons)


def _of_the_set(
    meetings: Sequence[ProposedMeeting],
    places: dict[date, int],
    measure: Measure,
    wishes: Wishes,
) -> list[Reason]:
    days = {meeting.day for meeting in meetings}
    reasons = []
    if not any(meeting.warnings for meeting in meetings):
        reasons.append(Reason("plan-no-closed-day"))
    if all(measure.usual_weeks(places[day]) and measure.is_usual(day, places[day]) for day in days):
        reasons.append(Reason("plan-in-windows"))
    for earlier, later in pairwise(places):
        if days & {earlier, later}:
            weeks = round((later - earlier).days / 7)
            code = "plan-one-week-between" if weeks == 1 else "plan-weeks-between"
            reasons.append(Reason(code, (("weeks", weeks),)))
    if all(day.weekday() == measure.habit for day in days):
        reasons.append(Reason("plan-usual-weekday"))
    if any(meeting.start.time() != wishes.start for meeting in meetings):
        reasons.append(Reason("plan-other-time"))
    return reasons


def _of_the_day(day: date, place: int, measure: Measure) -> list[Reason]:
    """What is worth knowing about one day, mostly against it."""
    about = ("day", day)
    reasons = [
        Reason("plan-doubtful", (about, ("name", doubt.name))) for doubt in measure.doubts(day)
    ]
    if not measure.is_usual(day, place):
        reasons.append(Reason("plan-outside-windows", (about,)))
    near = measure.break_near(day)
    if near is not None:
        reasons.append(Reason("plan-near-break", (about, ("name", near.name))))
    if measure.days_short(day):
        reasons.append(Reason("plan-short-notice", (about,)))
    observed = [each.name for each in measure.on_day.get(day, ()) if each.effect is Effect.INFORM]
    if observed:
        reasons.append(Reason("plan-observed", (about, ("name", ", ".join(observed)))))
    return reasons
