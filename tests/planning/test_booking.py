from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from coordinator.access.actor import Actor
from coordinator.core.errors import BadInput, Conflict, NotAllowed, RuleBroken
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.invitations import usecases as invitations
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import NewMeeting
from coordinator.planning import usecases as planning
from coordinator.terms import usecases as terms
from tests.conftest import Cast
from tests.meetings.helpers import at, booked
from tests.statements import count_statements


def new(day: str, **given: Any) -> NewMeeting:
    return NewMeeting(start=at(day), end=at(day, "15:30"), **given)


def test_two_good_days_are_proposed_for_the_coming_term(
    demo: Office, demo_coordinator: Actor
) -> None:
    plan = planning.propose(demo, demo_coordinator, term_code="VT2027")

    blocked = {one.day for one in plan.blocked}
    term = terms.term(demo, demo_coordinator, code="VT2027")
    assert plan.proposals
    for proposal in plan.proposals:
        assert len(proposal.meetings) == 2
        for meeting in proposal.meetings:
            assert meeting.day.weekday() in (1, 2, 3)
            assert term.first_day <= meeting.day <= term.last_day
            assert meeting.day not in blocked
            assert time(9) <= meeting.start.time() < meeting.end.time() <= time(16)
    assert planning.propose(demo, demo_coordinator, term_code="VT2027") == plan


def test_only_what_the_term_lacks_is_proposed(office: Office, cast: Cast) -> None:
    booked(office, cast.coordinator, "2026-09-16")
    plan = planning.propose(office, cast.coordinator, term_code="HT2026")
    assert plan.wanted == 1
    assert {len(proposal.meetings) for proposal in plan.proposals} == {1}


def test_a_term_plan_costs_seven_statements(office: Office, cast: Cast) -> None:
    with count_statements(office.database) as seen:
        found = planning.term_plan(office, cast.coordinator, term_code="VT2027")
    assert len(seen) <= 7
    assert found.start == time(13, 30)
    assert found.duration == 120


def test_both_proposed_dates_are_booked_at_once(office: Office, cast: Cast) -> None:
    best = planning.propose(office, cast.coordinator, term_code="VT2027").proposals[0]
    codes = planning.book(
        office,
        cast.coordinator,
        meetings=[NewMeeting(start=one.start, end=one.end) for one in best.meetings],
        term_code="VT2027",
    )
    assert codes == ("VT2027-1", "VT2027-2")
    count = meetings.list_meetings(office, cast.coordinator, year=2027).terms[0]
    assert (count.planned, count.wanted) == (2, 2)
    after = planning.propose(office, cast.coordinator, term_code="VT2027")
    assert after.proposals == ()
    assert after.hindrance is not None


def test_christmas_eve_is_refused_in_words(office: Office, cast: Cast) -> None:
    for accepted in (frozenset[str](), frozenset({"day-is-closed"})):
        with pytest.raises(RuleBroken) as refusal:
            planning.book(office, cast.coordinator, meetings=[new("2026-12-24")], accepted=accepted)
        assert "Julafton" in sentence(refusal.value)
    assert meetings.list_meetings(office, cast.coordinator, year=2026).meetings == ()


def test_moving_to_ascension_day_is_refused_by_name(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator, "2027-05-19", term="VT2027")
    with pytest.raises(RuleBroken) as refusal:
        invitations.reschedule(
            office,
            cast.coordinator,
            code=code,
            start=at("2027-05-06"),
            end=at("2027-05-06", "15:30"),
            reason="Prov",
        )
    assert "Kristi himmelsfärdsdag" in sentence(refusal.value)


def test_a_doubtful_day_is_asked_about_and_booked_after_a_yes(office: Office, cast: Cast) -> None:
    sportlov = new("2027-02-24")
    with pytest.raises(RuleBroken) as question:
        planning.book(office, cast.coordinator, meetings=[sportlov])
    (code,) = planning.book(
        office,
        cast.coordinator,
        meetings=[sportlov],
        accepted=frozenset({question.value.code}),
    )
    assert code == "VT2027-1"


def test_a_third_meeting_needs_a_reason_and_then_is_an_extra_one(
    office: Office, cast: Cast
) -> None:
    planning.book(office, cast.coordinator, meetings=[new("2026-09-16"), new("2026-12-02")])
    third = new("2026-10-14")
    for accepted in (frozenset[str](), frozenset({"extra-needs-reason"})):
        with pytest.raises(RuleBroken, match="extra-needs-reason"):
            planning.book(office, cast.coordinator, meetings=[third], accepted=accepted)

    (code,) = planning.book(
        office, cast.coordinator, meetings=[new("2026-10-14", extra_reason="Ny lag i höst")]
    )

    year = meetings.list_meetings(office, cast.coordinator, year=2026)
    assert code == "HT2026-3"
    assert (year.terms[1].planned, year.terms[1].extra) == (3, 1)
    assert "Ny lag i höst" in {line.extra_reason for line in year.meetings}


def test_a_cancelled_meeting_makes_room_for_another_without_a_reason(
    office: Office, cast: Cast
) -> None:
    first, _second = planning.book(
        office, cast.coordinator, meetings=[new("2026-09-16"), new("2026-12-02")]
    )
    invitations.cancel(office, cast.coordinator, code=first, reason="Sjukdom")
    planning.book(office, cast.coordinator, meetings=[new("2026-09-23")])


def test_moving_an_extra_meeting_asks_for_no_new_reason(office: Office, cast: Cast) -> None:
    planning.book(
        office,
        cast.coordinator,
        meetings=[
            new("2026-09-16"),
            new("2026-12-02"),
            new("2026-10-14", extra_reason="Ny lag"),
        ],
    )
    moved = invitations.reschedule(
        office,
        cast.coordinator,
        code="HT2026-3",
        start=at("2026-10-15"),
        end=at("2026-10-15", "15:30"),
        reason="Lokalen",
    )
    assert moved.sequence == 1


def test_two_meetings_never_lie_on_one_day(office: Office, cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="day-is-booked"):
        planning.book(office, cast.coordinator, meetings=[new("2026-09-16"), new("2026-09-16")])
    assert meetings.list_meetings(office, cast.coordinator, year=2026).meetings == ()


def test_a_meeting_may_be_moved_within_its_own_day(office: Office, cast: Cast) -> None:
    (code,) = planning.book(office, cast.coordinator, meetings=[new("2026-09-16")])
    moved = invitations.reschedule(
        office,
        cast.coordinator,
        code=code,
        start=at("2026-09-16", "09:00"),
        end=at("2026-09-16", "11:00"),
        reason="Lokalen",
    )
    assert moved.start == at("2026-09-16", "09:00")


def test_one_refused_date_books_none(office: Office, cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        planning.book(office, cast.coordinator, meetings=[new("2026-12-02"), new("2026-12-24")])
    assert meetings.list_meetings(office, cast.coordinator, year=2026).meetings == ()


def test_a_meeting_that_ends_before_it_starts_is_refused(office: Office, cast: Cast) -> None:
    wrong = NewMeeting(start=at("2026-09-16", "15:30"), end=at("2026-09-16", "13:30"))
    with pytest.raises(BadInput, match="meeting-end-before-start"):
        planning.book(office, cast.coordinator, meetings=[wrong])
    with pytest.raises(BadInput, match="meeting-end-before-start"):
        planning.check(office, cast.coordinator, start=wrong.start, end=wrong.end)


def test_checking_names_everything_and_changes_nothing(office: Office, cast: Cast) -> None:
    found = planning.check(
        office,
        cast.coordinator,
        start=at("2026-11-25"),
        end=at("2026-11-25") + timedelta(hours=2),
    )
    assert {objection.kind for objection in found} == {"inform"}
    assert "Orange Day" in " ".join(sentence(objection) for objection in found)
    assert meetings.list_meetings(office, cast.coordinator, year=2026).meetings == ()


def test_a_naive_time_never_reaches_the_database(office: Office, cast: Cast) -> None:
    naive = datetime(2026, 9, 16, 13, 30)  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match=r".*"):
        planning.book(
            office,
            cast.coordinator,
            meetings=[NewMeeting(start=naive, end=naive + timedelta(hours=2))],
        )


def test_members_and_readers_book_nothing(office: Office, cast: Cast) -> None:
    for actor in (cast.member, cast.reader):
        with pytest.raises(NotAllowed):
            planning.book(office, actor, meetings=[new("2026-09-16")])


def test_another_groups_meetings_do_not_stand_in_the_way(office: Office, cast: Cast) -> None:
    planning.book(office, cast.outsider, meetings=[new("2026-09-16"), new("2026-12-02")])
    assert planning.book(office, cast.coordinator, meetings=[new("2026-09-16")]) == ("HT2026-1",)


def all_at_once(*presses: Callable[[], object]) -> list[object]:
    """What each press led to, or the code of why not; all of them begin together."""
    ready, done = threading.Barrier(len(presses)), []

    def go(press: Callable[[], object]) -> None:
        ready.wait()
        try:
            done.append(press())
        except (Conflict, RuleBroken) as refusal:
            done.append(refusal.code)

    threads = [threading.Thread(target=go, args=(press,)) for press in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def test_two_coordinators_who_book_the_same_day_at_once_book_it_once(
    office: Office, cast: Cast
) -> None:
    def press() -> object:
        return planning.book(office, cast.coordinator, meetings=[new("2027-02-10")])

    done = all_at_once(*[press] * 4)

    assert sorted(map(str, done)) == ["('VT2027-1',)", *["day-is-booked"] * 3]
    assert len(meetings.list_meetings(office, cast.coordinator, year=2027).meetings) == 1


def test_two_meetings_moved_at_once_never_end_on_one_day(office: Office, cast: Cast) -> None:
    codes = [
        booked(office, cast.coordinator, day, term="VT2027") for day in ("2027-02-10", "2027-05-12")
    ]

    def moving(code: str) -> Callable[[], object]:
        return lambda: invitations.reschedule(
            office, cast.coordinator, code=code, start=at("2027-03-10"),
            end=at("2027-03-10", "15:30"), reason="Krock",
        ).code  # fmt: skip

    done = all_at_once(*map(moving, codes))

    assert sum(one == "day-is-booked" for one in done) == 1, done
    found = meetings.list_meetings(office, cast.coordinator, year=2027).meetings
    assert len({line.start for line in found}) == 2
