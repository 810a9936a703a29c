from __future__ import annotations

import pytest

from coordinator.access.actor import Actor
from coordinator.core.errors import Conflict, NotAllowed, RuleBroken
from coordinator.core.office import Office
from coordinator.invitations import usecases as invitations
from coordinator.invitations.views import Answer
from coordinator.meetings import usecases as meetings
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.views import MeetingLine
from coordinator.planning.polls import usecases as date_polls
from tests.conftest import Cast, Hand
from tests.meetings.helpers import at, booked
from tests.planning.polls import DAYS, MAYBE, NO, YES, opened, said


def moved(
    office: Office, actor: Actor, day: str, reason: str = "Många förhinder", **given: object
) -> MeetingLine:
    return invitations.reschedule(
        office,
        actor,
        code="HT2026-2",
        start=at(day),
        end=at(day, "15:30"),
        reason=reason,
        **given,  # type: ignore[arg-type]
    )


def test_a_moved_meeting_keeps_its_uid_and_raises_the_sequence_by_one(
    demo: Office, demo_coordinator: Actor
) -> None:
    before = meetings.meeting(demo, demo_coordinator, code="HT2026-2").line

    moved(demo, demo_coordinator, "2026-12-09")

    after = meetings.meeting(demo, demo_coordinator, code="HT2026-2").line
    assert (after.uid, after.sequence) == (before.uid, before.sequence + 1)
    assert (after.start, after.moved_from) == (at("2026-12-09"), before.start)
    assert after.change_reason == "Många förhinder"
    assert after.venue == before.venue
    term = meetings.list_meetings(demo, demo_coordinator, year=2026).terms[1]
    assert term.planned == 2


def test_a_new_time_asks_everybody_again(demo: Office, demo_coordinator: Actor) -> None:
    moved(demo, demo_coordinator, "2026-12-09")
    counts = invitations.replies(demo, demo_coordinator, code="HT2026-2").counts
    assert (counts.unanswered, counts.accepted) == (16, 0)


def test_a_new_time_takes_away_the_old_day_to_answer_by(
    demo: Office, demo_coordinator: Actor
) -> None:
    assert meetings.meeting(demo, demo_coordinator, code="HT2026-2").reply_by is not None
    moved(demo, demo_coordinator, "2026-12-09")
    assert meetings.meeting(demo, demo_coordinator, code="HT2026-2").reply_by is None


def test_a_new_place_alone_keeps_the_answers(demo: Office, demo_coordinator: Actor) -> None:
    moved(demo, demo_coordinator, "2026-12-02", venue="Annat rum")
    counts = invitations.replies(demo, demo_coordinator, code="HT2026-2").counts
    assert counts.accepted == 7


def test_moving_needs_a_reason(demo: Office, demo_coordinator: Actor) -> None:
    with pytest.raises(RuleBroken, match="change-needs-reason"):
        moved(demo, demo_coordinator, "2026-12-09", reason="  ")
    assert meetings.meeting(demo, demo_coordinator, code="HT2026-2").line.sequence == 0


def test_no_meeting_is_moved_to_christmas_eve(demo: Office, demo_coordinator: Actor) -> None:
    with pytest.raises(RuleBroken) as refusal:
        moved(demo, demo_coordinator, "2026-12-24")
    assert "Julafton" in str(refusal.value.params)
    line = meetings.meeting(demo, demo_coordinator, code="HT2026-2").line
    assert (line.sequence, line.start) == (0, at("2026-12-02"))


def test_a_stale_page_does_not_move_a_meeting(demo: Office, demo_coordinator: Actor) -> None:
    moved(demo, demo_coordinator, "2026-12-09", version=1)
    with pytest.raises(Conflict):
        moved(demo, demo_coordinator, "2026-12-10", version=1)


def test_a_cancelled_meeting_stays_and_counts_no_more(
    demo: Office, demo_coordinator: Actor
) -> None:
    before = meetings.meeting(demo, demo_coordinator, code="HT2026-2").line

    invitations.cancel(demo, demo_coordinator, code="HT2026-2", reason="Sjukdom")

    after = meetings.meeting(demo, demo_coordinator, code="HT2026-2").line
    assert after.state is MeetingState.CANCELLED
    assert (after.uid, after.sequence) == (before.uid, before.sequence + 1)
    assert not after.counts
    text = invitations.calendar_file(demo, demo_coordinator, code="HT2026-2").decode()
    assert "STATUS:CANCELLED\r\n" in text
    with pytest.raises(RuleBroken, match="meeting-is-cancelled"):
        moved(demo, demo_coordinator, "2026-12-09")


def test_a_held_meeting_is_not_cancelled(demo: Office, demo_coordinator: Actor) -> None:
    with pytest.raises(RuleBroken, match="meeting-is-held"):
        invitations.cancel(demo, demo_coordinator, code="HT2026-1", reason="För sent")


def test_members_neither_move_nor_cancel(demo: Office, demo_member: Actor) -> None:
    with pytest.raises(NotAllowed):
        moved(demo, demo_member, "2026-12-09")
    with pytest.raises(NotAllowed):
        invitations.cancel(demo, demo_member, code="HT2026-2", reason="Nej")


# Who is affected ---------------------------------------------------------------------------------


def test_before_a_move_everybody_who_comes_is_named_with_the_agency(
    demo: Office, demo_coordinator: Actor
) -> None:
    found = invitations.affected(demo, demo_coordinator, code="HT2026-2", start=at("2026-12-09"))

    assert len(found.coming) == 8  # seven yes and one substitute, as in the example's replies
    assert {one.answer for one in found.coming} == {Answer.ACCEPTED, Answer.DELEGATED}
    assert found.answers == 10
    replies = invitations.replies(demo, demo_coordinator, code="HT2026-2")
    names = {each.agency_id: each.agency_name for each in replies.agencies}
    assert all(found.agency(one) == names[one.agency_id] for one in found.coming)
    assert found.asked is None


def test_a_new_place_or_the_same_time_affects_nobodys_answer(
    demo: Office, demo_coordinator: Actor
) -> None:
    found = invitations.affected(demo, demo_coordinator, code="HT2026-2", start=at("2026-12-02"))
    assert (found.coming, found.answers) == ((), 0)


def test_what_agencies_said_about_the_new_day_in_a_question_is_told(
    office: Office, cast: Cast, hand: Hand
) -> None:
    hand.on(at("2026-11-23", "09:00"))
    code = booked(office, cast.coordinator, "2027-02-17", term="VT2027")
    view = opened(office, cast.coordinator, wanted=1)
    for actor, choice in ((cast.coordinator, YES), (cast.member, MAYBE), (cast.other_member, NO)):
        date_polls.answer_poll(
            office, actor, code=view.code, choices=said(view, *(choice,) * len(DAYS))
        )

    found = invitations.affected(office, cast.coordinator, code=code, start=at(DAYS[0])).asked
    elsewhere = invitations.affected(office, cast.coordinator, code=code, start=at("2027-03-10"))

    assert found is not None
    assert (found.can, found.of, found.away) == (2, 12, ("Polisen",))
    assert "Socialpsykiatriska enheten" in found.silent
    assert elsewhere.asked is None
    date_polls.withdraw_poll(office, cast.coordinator, code=view.code, version=view.version)
    withdrawn = invitations.affected(office, cast.coordinator, code=code, start=at(DAYS[0]))
    assert withdrawn.asked is None


@pytest.mark.parametrize("kind", ["open", "told_separately"])
def test_the_first_place_of_a_meeting_needs_no_reason_and_the_next_one_does(
    office: Office, cast: Cast, kind: str
) -> None:
    code = booked(office, cast.coordinator)
    line = meetings.meeting(office, cast.coordinator, code=code).line

    def placed(venue: str) -> MeetingLine:
        return invitations.reschedule(
            office,
            cast.coordinator,
            code=code,
            start=line.start,
            end=line.end,
            venue=venue,
            venue_kind=kind,
            reason="",
        )

    first = placed("Rådhuset, sal 2")
    assert (first.change_reason, first.sequence) == (None, 1)
    with pytest.raises(RuleBroken, match="change-needs-reason"):
        placed("Rådhuset, sal 3")
