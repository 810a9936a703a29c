"""The group's wishes by their exact values, on the example's day (2026-11-22).

What one room answers for alone is tested there: the calendar file (``invitations``), seven of
twelve agencies, 13 of 17 meetings (``meetings``), who is invited from when (``roster``). Here
stand those that need several rooms, or the page that somebody reads.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import RuleBroken
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.entrance import usecases as entrance
from coordinator.invitations import usecases as invitations
from coordinator.meetings import usecases as meetings
from coordinator.meetings.outcome import Outcome
from coordinator.meetings.views import NewMeeting
from coordinator.planning import usecases as planning
from coordinator.reports import usecases as reports
from coordinator.roster import usecases as roster
from coordinator.terms import usecases as terms
from coordinator.terms.views import Effect, closed_on
from tests.core.search_history import questions

NINE_OPEN = {
    "AP-2025-06", "AP-2025-10", "AP-2026-02", "AP-2026-03", "AP-2026-04", "AP-2026-06",
    "AP-2026-07", "AP-2026-09", "AP-2026-10",
}  # fmt: skip
SIX_LATE = NINE_OPEN - {"AP-2026-07", "AP-2026-09", "AP-2026-10"}


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=STOCKHOLM)


def test_1_every_proposal_for_vt2027_is_two_good_days_between_nine_and_four(
    demo: Office, demo_coordinator: Actor
) -> None:
    plan = planning.propose(demo, demo_coordinator, term_code="VT2027")
    closed = terms.closed_days(
        demo, demo_coordinator, first=date(2027, 1, 1), last=date(2027, 6, 30)
    )

    assert plan.proposals
    for proposal in plan.proposals:
        assert len(proposal.meetings) == 2
        for meeting in proposal.meetings:
            assert meeting.day.isoweekday() in {2, 3, 4}
            assert date(2027, 1, 7) <= meeting.day <= date(2027, 6, 18)
            start, end = (m.astimezone(STOCKHOLM).time() for m in (meeting.start, meeting.end))
            assert time(9) <= start < end <= time(16)
            effects = {each.effect for each in closed_on(meeting.day, closed)}
            assert Effect.BLOCK not in effects
            assert (Effect.WARN in effects) == bool(meeting.warnings)


def test_1_every_doubtful_day_of_vt2027_is_told_by_name(
    demo: Office, demo_coordinator: Actor
) -> None:
    told: dict[str, set[str]] = {}
    day, last = date(2027, 1, 7), date(2027, 6, 18)
    while day <= last:
        if day.weekday() < 5:
            for each in planning.check(
                demo, demo_coordinator, start=at(day, "13:30"), end=at(day, "15:30")
            ):
                if each.code in {"day-is-doubtful", "day-is-closed"}:
                    told.setdefault(each.kind, set()).add(str(dict(each.params)["name"]))
        day += timedelta(days=1)

    assert told["refuse"] == {"Långfredagen", "Annandag påsk", "Kristi himmelsfärdsdag"}
    assert told["ask"] == {
        "Jullov", "Sportlov", "Påsklov (stilla veckan)", "Skärtorsdag",
        "Påsklov (veckan efter påsk)", "Valborgsmässoafton", "Dag före Kristi himmelsfärdsdag",
        "Klämdag", "Sommarlov",
    }  # fmt: skip


def test_3_norrby_is_represented_by_the_other_one_and_the_page_says_twelve_of_twelve(
    demo: Office, demo_coordinator: Actor
) -> None:
    sent = meetings.meeting(demo, demo_coordinator, code="HT2025-2")
    assert (sent.represented, len(sent.presence)) == (12, 12)
    # The notes of that meeting are sent, and stand; those of the next one are out for comments.
    view = meetings.meeting(demo, demo_coordinator, code="HT2026-1")
    for one in (sent, view):
        assert [item.number for item in one.agenda] == list(range(1, 10))
    norrby = next(one for one in view.presence if one.agency_name == "Norrby kommun")
    lena, other = sorted(norrby.rows, key=lambda row: row.person_name != "Lena Påhittberg")

    meetings.set_outcome(
        demo, demo_coordinator, code="HT2026-1", row_id=lena.id, outcome=Outcome.APOLOGIES
    )

    after = meetings.meeting(demo, demo_coordinator, code="HT2026-1")
    rows = {row.id: row.outcome for one in after.presence for row in one.rows}
    assert (rows[lena.id], rows[other.id]) == (Outcome.APOLOGIES, Outcome.PRESENT)
    assert (after.represented, len(after.presence)) == (12, 12)


def test_5_each_of_twenty_questions_finds_every_meeting_it_must(
    demo: Office, demo_coordinator: Actor
) -> None:
    assert len(questions()) == 20
    for query, expected in questions().items():
        found = reports.search(demo, demo_coordinator, query=query, limit=100).hits
        assert set(expected) <= {hit.meeting_code for hit in found}, query
        assert bool(found) == bool(expected), query
        for hit in found:
            assert hit.kind not in {"note", "decision"} or hit.item_number, hit
            assert any(marked for _text, marked in hit.excerpt), hit


def test_5_far_does_not_find_what_is_said_with_a_ring(
    demo: Office, demo_coordinator: Actor
) -> None:
    for hit in reports.search(demo, demo_coordinator, query="far", limit=100).hits:
        marked = "".join(text for text, is_marked in hit.excerpt if is_marked)
        assert marked.lower().startswith("far"), hit


def test_6_nine_points_are_open_and_six_of_them_late(demo: Office, demo_coordinator: Actor) -> None:
    page = actions.action_points(demo, demo_coordinator)

    assert {point.code for point in page.points} == NINE_OPEN
    assert {point.code for point in page.points if point.is_overdue} == SIX_LATE
    assert (page.open, page.overdue) == (9, 6)


def test_8_whoever_has_left_gets_no_link(demo: Office, demo_coordinator: Actor) -> None:
    seats = [seat for one in roster.roster(demo, demo_coordinator).members for seat in one.former]
    left = next(seat for seat in seats if seat.name == "Rolf Utgångsson")

    assert not entrance.may_enter(demo, demo_coordinator, person_id=left.person_id)


def test_9_a_moved_meeting_keeps_its_uid_and_the_term_its_two(
    demo: Office, demo_coordinator: Actor
) -> None:
    before = meetings.meeting(demo, demo_coordinator, code="HT2026-2").line
    day = date(2026, 12, 9)

    moved = invitations.reschedule(
        demo, demo_coordinator, code="HT2026-2", start=at(day, "13:30"), end=at(day, "15:30"),
        reason="Lokalen är upptagen", accepted=frozenset({"day-is-observed"}),
    )  # fmt: skip

    assert (moved.uid, moved.sequence) == (before.uid, before.sequence + 1)
    assert (moved.moved_from, moved.change_reason) == (before.start, "Lokalen är upptagen")
    (term,) = meetings.term_counts(demo, demo_coordinator, codes=["HT2026"])
    assert (term.planned, term.wanted) == (2, 2)


def test_10_a_third_meeting_is_asked_about_and_does_not_stop(
    demo: Office, demo_coordinator: Actor
) -> None:
    day = date(2026, 12, 8)
    third = NewMeeting(at(day, "13:30"), at(day, "15:30"))
    observed = frozenset({"day-is-observed"})
    with pytest.raises(RuleBroken) as question:
        planning.book(demo, demo_coordinator, meetings=[third], accepted=observed)
    assert "extra möte" in sentence(question.value)

    third = NewMeeting(third.start, third.end, extra_reason="Ny lag")
    assert planning.book(demo, demo_coordinator, meetings=[third], accepted=observed)
    (term,) = meetings.term_counts(demo, demo_coordinator, codes=["HT2026"])
    assert term.planned == 3


def test_12_office_and_members_see_four_meetings_in_2024(
    demo: Office, demo_coordinator: Actor, demo_member: Actor
) -> None:
    for actor in (demo_coordinator, demo_member):
        view = meetings.list_meetings(demo, actor, year=2024)
        assert len(view.meetings) == 4
