"""What the planner knows of the group: absences, quorum, hosts, other meetings, settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from sqlmodel import select

from coordinator.access.actor import Actor
from coordinator.core.errors import BadInput, Conflict, NotAllowed, NotFound, RuleBroken
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.groups import usecases as groups
from coordinator.meetings.views import NewMeeting
from coordinator.planning import usecases as planning
from coordinator.planning.hosts import HostChoice, rotation, suggested
from coordinator.planning.off_hours import read_off, write_off
from coordinator.planning.priorities import Distance, Importance, Notice, Priorities, read, written
from coordinator.planning.score import Weights
from coordinator.planning.views import Choice
from coordinator.roster import usecases as roster
from coordinator.roster.tables import Person
from coordinator.roster.views import Duty
from coordinator.terms import usecases as terms
from coordinator.terms.views import Effect, NewClosedDay, Recurrence, Rhythm
from tests.conftest import Cast
from tests.meetings.helpers import agency, at, booked
from tests.roster.helpers import seated_there_too

SPRING = (date(2027, 1, 7), date(2027, 6, 18))


def away(office: Office, actor: Actor, slug: str, weekday: int, **given: Any) -> None:
    terms.add_closed_day(
        office,
        actor,
        new=NewClosedDay(
            name="Personaldag",
            first_day=SPRING[0],
            last_day=SPRING[1],
            agency_id=agency(office, actor, slug),
            repeats=Recurrence(Rhythm.WEEKLY, weekday),
            **given,
        ),
    )


def with_quorum(office: Office, cast: Cast, agencies: int) -> None:
    group = groups.group_settings(office, cast.coordinator)
    groups.change_group(
        office,
        cast.coordinator,
        version=group.version,
        name=group.name,
        municipality=group.municipality,
        meetings_per_term=2,
        quorum_agencies=agencies,
        minutes_heading=group.minutes_heading,
    )


def test_a_proposal_says_how_many_agencies_usually_can(office: Office, cast: Cast) -> None:
    found = planning.term_plan(office, cast.coordinator, term_code="VT2027")
    first = found.plan.proposals[0].meetings[0]
    assert first.coverage is not None
    assert (first.coverage.can, first.coverage.of) == (12, 12)
    assert first.day.weekday() == 2

    away(office, cast.coordinator, "polis", 2)
    found = planning.term_plan(office, cast.coordinator, term_code="VT2027")
    assert {meeting.day.weekday() for meeting in found.plan.proposals[0].meetings} <= {1, 3}
    wednesdays = planning.propose(office, cast.coordinator, term_code="VT2027", weekdays=(2,))
    best = wednesdays.proposals[0]
    said = [sentence(reason) for reason in best.reasons]
    assert "11 av 12 verksamheter brukar kunna" in said
    assert any("Polisen brukar inte kunna" in one for one in said)
    assert "ingen stängd dag" in said


def test_only_the_hours_of_an_absence_are_avoided(office: Office, cast: Cast) -> None:
    away(office, cast.coordinator, "polis", 2, hours=(time(12), time(17)))
    plan = planning.propose(office, cast.coordinator, term_code="VT2027", weekdays=(2,))
    (meeting, _other) = plan.proposals[0].meetings
    assert meeting.coverage is not None
    assert meeting.coverage.can == 12
    assert meeting.start.time() == time(10)
    assert "kl. 10.00" in [sentence(reason) for reason in meeting.reasons]


def test_an_agency_may_close_a_day_for_all(office: Office, cast: Cast) -> None:
    away(office, cast.coordinator, "polis", 2, effect=Effect.BLOCK)
    plan = planning.propose(office, cast.coordinator, term_code="VT2027", weekdays=(2,))
    assert plan.proposals == ()
    assert [sentence(change) for change in plan.smallest_change] == ["tillåt måndagar"]
    assert "Polisen: Personaldag" in {blocked.name for blocked in plan.blocked}


def test_below_the_quorum_a_date_is_never_offered_without_saying_so(
    office: Office, cast: Cast
) -> None:
    with_quorum(office, cast, 12)
    for weekday in range(5):
        away(office, cast.coordinator, "polis", weekday)
    plan = planning.propose(office, cast.coordinator, term_code="VT2027")
    for proposal in plan.proposals:
        for meeting in proposal.meetings:
            said = [sentence(reason) for reason in meeting.reasons]
            assert "bara 11 verksamheter kan, närvarokravet är 12" in said


def test_a_required_agency_that_is_away_is_named(office: Office, cast: Cast) -> None:
    police = agency(office, cast.coordinator, "polis")
    planning.change_planning_settings(
        office, cast.coordinator, version=0, priorities=Priorities(), off=(), required=[police]
    )
    away(office, cast.coordinator, "polis", 2)
    plan = planning.propose(office, cast.coordinator, term_code="VT2027", weekdays=(2,))
    said = " ".join(sentence(reason) for reason in plan.proposals[0].reasons)
    assert "Polisen, som närvarokravet behöver, brukar inte kunna" in said


def test_a_date_by_hand_that_a_needed_agency_cannot_make_is_asked_about_by_its_name(
    office: Office, cast: Cast
) -> None:
    police = agency(office, cast.coordinator, "polis")
    planning.change_planning_settings(
        office, cast.coordinator, version=0, priorities=Priorities(), off=(), required=[police]
    )
    away(office, cast.coordinator, "polis", 2)
    new = NewMeeting(start=at("2027-02-10"), end=at("2027-02-10", "15:30"))
    found = planning.check(office, cast.coordinator, start=new.start, end=new.end)
    assert "day-misses-required" in {one.code for one in found if one.kind == "ask"}
    assert any("Närvarokravet behöver Polisen" in sentence(one) for one in found)
    with pytest.raises(RuleBroken, match="day-misses-required"):
        planning.book(
            office, cast.coordinator, meetings=[new], accepted=frozenset({"day-is-doubtful"})
        )
    thursday = planning.check(
        office, cast.coordinator, start=at("2027-02-11"), end=at("2027-02-11", "15:30")
    )
    assert thursday == ()


def test_a_date_by_hand_with_too_few_agencies_is_asked_about_with_both_numbers(
    office: Office, cast: Cast
) -> None:
    with_quorum(office, cast, 12)
    away(office, cast.coordinator, "polis", 2)
    found = planning.check(
        office, cast.coordinator, start=at("2027-02-10"), end=at("2027-02-10", "15:30")
    )
    (few,) = [one for one in found if one.code == "day-below-quorum"]
    assert (few.kind, dict(few.params)["can"], dict(few.params)["quorum"]) == ("ask", 11, 12)


def test_thursday_mornings_that_are_off_leave_the_afternoons(office: Office, cast: Cast) -> None:
    plan = planning.propose(
        office,
        cast.coordinator,
        term_code="VT2027",
        weekdays=(3,),
        start=time(9),
        off=read_off("thu-am"),
    )
    starts = {m.start.time() for proposal in plan.proposals for m in proposal.meetings}
    assert starts == {time(12)}


def test_answers_choose_among_their_candidates_only(office: Office, cast: Cast) -> None:
    members = planning.term_plan(office, cast.coordinator, term_code="VT2027").members
    yes = dict.fromkeys((one.id for one in members), Choice.YES)
    police = agency(office, cast.coordinator, "polis")
    answers = {
        at("2027-02-08", "09:00"): yes,
        at("2027-02-10"): yes | {police: Choice.NO},
        at("2027-05-19"): yes,
        at("2027-05-20"): {police: Choice.IF_NEED_BE},
    }
    plan = planning.propose(office, cast.coordinator, term_code="VT2027", answers=answers)
    best = plan.proposals[0].meetings
    assert [meeting.start for meeting in best] == [at("2027-02-08", "09:00"), at("2027-05-19")]
    assert len(plan.proposals) == 5
    unsure = next(m for p in plan.proposals for m in p.meetings if m.day == date(2027, 5, 20))
    assert unsure.coverage is not None
    assert (unsure.coverage.can, len(unsure.coverage.unsure)) == (1, 11)


# Elsewhere ---------------------------------------------------------------------------------------


def test_nobody_is_proposed_a_time_when_they_meet_in_another_group(
    office: Office, cast: Cast
) -> None:
    seat = next(
        seat
        for entry in roster.roster(office, cast.coordinator).agencies
        for seat in entry.seats
        if seat.duty is Duty.REPRESENTATIVE
    )
    seated_there_too(office, cast.outsider, seat)
    best = planning.propose(office, cast.coordinator, term_code="VT2027").proposals[0].meetings[0]
    booked(office, cast.outsider, best.day.isoformat(), term="VT2027")
    again = planning.propose(office, cast.coordinator, term_code="VT2027")
    for proposal in again.proposals:
        for meeting in proposal.meetings:
            is_same_time = meeting.day == best.day and meeting.end > best.start
            assert not (is_same_time and meeting.start < best.end)
    new = NewMeeting(start=best.start, end=best.end)
    with pytest.raises(RuleBroken) as question:
        planning.book(office, cast.coordinator, meetings=[new])
    assert question.value.code == "people-meet-elsewhere"
    assert "Andraby" not in sentence(question.value)
    assert planning.book(
        office, cast.coordinator, meetings=[new], accepted=frozenset({"people-meet-elsewhere"})
    )


@pytest.mark.parametrize("where", ["here", "there"])
def test_nobody_protected_is_told_by_a_meeting_in_another_group(
    office: Office, cast: Cast, where: str
) -> None:
    """The mailbox of a protected coordinator is kept until somebody succeeds her."""
    seat = next(
        seat
        for entry in roster.roster(office, cast.coordinator).agencies
        for seat in entry.seats
        if seat.duty is Duty.REPRESENTATIVE
    )
    seated_there_too(office, cast.outsider, seat)
    best = planning.propose(office, cast.coordinator, term_code="VT2027").proposals[0].meetings[0]
    booked(office, cast.outsider, best.day.isoformat(), term="VT2027")
    group_id = (cast.coordinator if where == "here" else cast.outsider).group_id
    with office.transaction() as session:
        for person in session.exec(select(Person).where(Person.group_id == group_id)):
            if person.email == seat.email:
                person.is_protected = True
                session.add(person)
    new = NewMeeting(start=best.start, end=best.end)
    assert planning.book(office, cast.coordinator, meetings=[new])


# Hosts -------------------------------------------------------------------------------------------


def test_hosts_take_turns_and_who_may_not_is_never_suggested() -> None:
    never, long_ago, lately = (
        HostChoice(1, "A", may_host=True),
        HostChoice(2, "B", may_host=True, last_hosted=date(2024, 2, 1)),
        HostChoice(3, "C", may_host=True, last_hosted=date(2026, 9, 16)),
    )
    shelter = HostChoice(4, "Jouren", may_host=False)
    everybody = (shelter, lately, long_ago, never)
    assert rotation(everybody) == (never, long_ago, lately)
    assert suggested(everybody, [(), ()]) == (never, long_ago)
    assert suggested(everybody, [{1}, ()]) == (long_ago, never)
    assert suggested([shelter], [()]) == (None,)


def test_the_shelter_is_in_no_list_of_hosts(demo: Office, demo_coordinator: Actor) -> None:
    found = planning.term_plan(demo, demo_coordinator, term_code="VT2027")
    assert len(found.members) == 12
    assert 0 < len(found.hosts) < 12
    assert not [host for host in found.hosts if "jour" in host.name.lower()]
    turns = [host.last_hosted or date.min for host in found.hosts]
    assert turns == sorted(turns)


# Settings ----------------------------------------------------------------------------------------


def test_priorities_are_chosen_and_usual_again(office: Office, cast: Cast) -> None:
    usual = planning.planning_settings(office, cast.coordinator)
    assert (usual.version, usual.priorities) == (0, Priorities())
    chosen = Priorities(notice=Notice.FOUR_WEEKS, doubtful_day=Importance.LESS)
    changed = planning.change_planning_settings(
        office,
        cast.coordinator,
        version=0,
        priorities=chosen,
        off=read_off("thu-am"),
        required=[],
    )
    assert (changed.version, changed.priorities) == (1, chosen)
    assert planning.term_plan(office, cast.coordinator, term_code="VT2027").off == changed.off
    with pytest.raises(Conflict):
        planning.reset_planning_settings(office, cast.coordinator, version=0)
    again = planning.reset_planning_settings(office, cast.coordinator, version=1)
    assert (again.priorities, again.off, again.version) == (Priorities(), changed.off, 2)
    theirs = planning.planning_settings(office, cast.outsider)
    assert theirs.version == 0


def test_only_members_of_the_group_can_be_required_and_only_coordinators_settle(
    office: Office, cast: Cast
) -> None:
    theirs = agency(office, cast.outsider, "polis")
    with pytest.raises(NotFound):
        planning.change_planning_settings(
            office, cast.coordinator, version=0, priorities=Priorities(), off=(), required=[theirs]
        )
    for actor in (cast.member, cast.reader):
        with pytest.raises(NotAllowed):
            planning.planning_settings(office, actor)


def test_every_option_is_written_and_read_back() -> None:
    for name, usual in Priorities().by_name().items():
        for option in type(usual):
            chosen = replace(Priorities(), **{name: option})
            assert read(written(chosen)) == chosen
            assert written(chosen) == ("" if option is usual else f"{name}={option}")
    assert read("gone=more outside=150 absence=gone notice=four_weeks") == Priorities(
        notice=Notice.FOUR_WEEKS
    )


def test_the_usual_choices_are_the_usual_weights_and_at_most_six() -> None:
    assert Priorities().weights() == Weights()
    assert len(Priorities().by_name()) == 6
    far = Priorities(distance=Distance.LONG, absence=Importance.MORE).weights()
    assert far == Weights(distance=(98, 140), absence=300)


def test_parts_of_the_week_are_written_and_read_back() -> None:
    text = "mon tue-10:00-11:30 thu-am fri-pm"
    assert write_off(read_off(text)) == text
    assert read_off(" THU-AM, thu-am ") == read_off("thu-am")
    for wrong in ("thursday", "thu-xx", "thu-12:00-10:00", "thu-99:00-10:00"):
        with pytest.raises(BadInput, match="off-hours-unknown"):
            read_off(wrong)
