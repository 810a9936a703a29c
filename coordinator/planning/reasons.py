"""Why a set of days: what speaks for it, and what is worth knowing about each day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from itertools import pairwise

from coordinator.planning.hours import Hours, Slot, minutes, moment
from coordinator.planning.score import DayCosts
from coordinator.planning.views import Coverage, Doubt, ProposedMeeting, Reason
from coordinator.terms.views import Effect


def reasons_for(
    meetings: Sequence[ProposedMeeting], hours: Hours, booked: Collection[date]
) -> tuple[Reason, ...]:
    """First what holds for the whole set, then day by day."""
    places = {
        day: place
        for place, day in enumerate(sorted({*booked, *(each.day for each in meetings)}), start=1)
    }
    reasons = _of_the_set(meetings, places, hours)
    for meeting in meetings:
        reasons += _of_the_day(meeting, places[meeting.day], hours)
    return tuple(reasons)


def _of_the_set(
    meetings: Sequence[ProposedMeeting], places: dict[date, int], hours: Hours
) -> list[Reason]:
    day_costs = hours.day_costs
    days = {meeting.day for meeting in meetings}
    reasons = []
    if not any(meeting.warnings for meeting in meetings):
        reasons.append(Reason("plan-no-closed-day"))
    if all(
        day_costs.usual_weeks(places[day]) and day_costs.is_usual(day, places[day]) for day in days
    ):
        reasons.append(Reason("plan-in-windows"))
    coverages = {(each.coverage.can, each.coverage.of) for each in meetings if each.coverage}
    if len(coverages) == 1 and hours.knows_of_people:
        ((can, of),) = coverages
        reasons.append(_can_come(can, of, hours))
    for earlier, later in pairwise(places):
        if days & {earlier, later}:
            weeks = round((later - earlier).days / 7)
            code = "plan-one-week-between" if weeks == 1 else "plan-weeks-between"
            reasons.append(Reason(code, (("weeks", weeks),)))
    if all(day.weekday() == day_costs.habit for day in days):
        reasons.append(Reason("plan-usual-weekday"))
    if any(_is_other_time(meeting, hours) for meeting in meetings):
        reasons.append(Reason("plan-other-time"))
    return reasons


def _is_other_time(meeting: ProposedMeeting, hours: Hours) -> bool:
    return hours.answers is None and meeting.start.time() != hours.requested.start


def _can_come(can: int, of: int, hours: Hours) -> Reason:
    code = "plan-can-come" if hours.answers is None else "plan-have-said-yes"
    return Reason(code, (("can", can), ("of", of)))


def _of_the_day(meeting: ProposedMeeting, place: int, hours: Hours) -> list[Reason]:
    """What is worth knowing about one day, mostly against it."""
    day, day_costs = meeting.day, hours.day_costs
    about = ("day", day)
    reasons = [
        Reason("plan-doubtful", (about, ("name", each.name), ("points", each.price)))
        for each in meeting.warnings
    ]
    reasons += [
        Reason(f"{reason.code}-on", (about, *reason.params))
        for reason in _against(meeting.coverage, hours)
    ]
    if not day_costs.is_usual(day, place):
        reasons.append(Reason("plan-outside-windows", (about,)))
    near = day_costs.break_near(day)
    if near is not None:
        reasons.append(Reason("plan-near-break", (about, ("name", near.name))))
    if day_costs.days_short(day):
        reasons.append(Reason("plan-short-notice", (about,)))
    observed = [each.name for each in day_costs.on_day.get(day, ()) if each.effect is Effect.INFORM]
    if observed:
        reasons.append(Reason("plan-observed", (about, ("name", ", ".join(observed)))))
    ahead = day_costs.campaign_ahead(day)
    if ahead is not None:
        reasons.append(Reason("plan-before-campaign", (about, ("name", ahead.name))))
    return reasons


def _against(coverage: Coverage | None, hours: Hours) -> list[Reason]:
    """Who cannot come, who has not answered, and whether too few are left."""
    if coverage is None:
        return []
    names = {member.id: member.name for member in hours.members}
    required = {member.id for member in hours.members if member.is_required}
    reasons = []
    if hours.quorum is not None and coverage.can < hours.quorum:
        params = (("can", coverage.can), ("quorum", hours.quorum))
        reasons.append(Reason("plan-below-quorum", params))
    if missing := [names[one] for one in coverage.away if one in required]:
        reasons.append(Reason("plan-required-away", (("name", ", ".join(missing)),)))
    if others := [names[one] for one in coverage.away if one not in required]:
        reasons.append(Reason("plan-away", (("name", ", ".join(others)),)))
    if coverage.unsure:
        reasons.append(Reason("plan-unanswered", (("people", len(coverage.unsure)),)))
    return reasons


def day_reasons(
    day: date, warnings: Sequence[Doubt], slot: Slot, hours: Hours
) -> tuple[Reason, ...]:
    """What speaks for and against one day alone, in the words of a list."""
    day_costs: DayCosts = hours.day_costs
    reasons = [
        Reason("plan-costs", (("name", each.name), ("points", each.price))) for each in warnings
    ] or [Reason("plan-no-closed-day")]
    if slot.coverage is not None and hours.knows_of_people:
        reasons.append(_can_come(slot.coverage.can, slot.coverage.of, hours))
    reasons += _against(slot.coverage, hours)
    if hours.answers is None and slot.start != minutes(hours.requested.start):
        reasons.append(Reason("plan-at", (("start", moment(day, slot.start).time()),)))
    if day_costs.days_short(day):
        reasons.append(Reason("plan-soon"))
    if (ahead := day_costs.campaign_ahead(day)) is not None:
        reasons.append(Reason("plan-prepares", (("name", ahead.name),)))
    return tuple(reasons)
