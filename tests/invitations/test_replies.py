from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coordinator.access.actor import Actor
from coordinator.core.errors import BadInput, Conflict, NotAllowed, NotFound, RuleBroken
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.invitations import rules
from coordinator.invitations import usecases as invitations
from coordinator.invitations.views import Answer, RepliesView, ReplyCounts, SeenAnswer
from coordinator.meetings import usecases as meetings
from coordinator.meetings.outcome import Outcome, Said
from coordinator.meetings.views import Came
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.views import Choice
from coordinator.roster.views import Duty
from tests.conftest import Cast
from tests.meetings.helpers import agency, at_the_table, booked, outcomes, seated
from tests.planning import polls
from tests.statements import count_statements


def test_seven_of_twelve_agencies_come_and_six_people_have_not_answered(
    demo: Office, demo_coordinator: Actor
) -> None:
    view = invitations.replies(demo, demo_coordinator, code="HT2026-2")

    assert view.counts == ReplyCounts(
        accepted=7, declined=2, delegated=1, unanswered=6, agencies_confirmed=7
    )
    assert (view.confirmed, view.total) == (7, 12)
    unanswered = [p.name for one in view.agencies for p in one.people if p.answer is None]
    assert unanswered == [
        "Patrik Fiktivlund",
        "Omar Mallgren",
        "Björn-Erik Testlund",
        "Wilma Övningsdahl",
        "Tomasz Demolin",
        "Hanna Fiktivsson",
    ]


def test_a_list_of_meetings_costs_two_statements_for_all_its_answers(
    demo: Office, demo_member: Actor
) -> None:
    with count_statements(demo.database) as seen:
        counts = invitations.reply_counts(demo, demo_member, codes=["HT2026-1", "HT2026-2"])
    assert len(seen) == 2
    assert counts["HT2026-2"].agencies_confirmed == 7
    assert counts["HT2026-1"].accepted == 0


def test_a_member_sees_numbers_but_not_who_answered_what(demo: Office, demo_member: Actor) -> None:
    with pytest.raises(NotAllowed):
        invitations.replies(demo, demo_member, code="HT2026-2")


def test_an_answer_given_by_phone_is_typed_in_and_can_be_changed(
    office: Office, cast: Cast
) -> None:
    code = booked(office, cast.coordinator)
    patrik = seated(office, cast.coordinator, "akut", "Patrik")

    def answer(given: Answer | None) -> ReplyCounts:
        view = invitations.type_in_reply(
            office, cast.coordinator, code=code, person_id=patrik, answer=given
        )
        return view.counts

    assert answer(Answer.ACCEPTED).agencies_confirmed == 1
    assert answer(Answer.DECLINED).declined == 1
    assert answer(None).unanswered == 5  # the cast are four


def test_a_typed_answer_shows_where_it_came_from(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    patrik = seated(office, cast.coordinator, "akut", "Patrik")
    lovisa = seated(office, cast.coordinator, "akut", "Lovisa", Duty.SUBSTITUTE)
    view = invitations.type_in_reply(
        office,
        cast.coordinator,
        code=code,
        person_id=patrik,
        answer=Answer.DELEGATED,
        substitute_id=lovisa,
    )
    (reply,) = [p for one in view.agencies for p in one.people if p.person_id == patrik]
    assert (reply.answer, reply.source) == (Answer.DELEGATED, "typed")
    assert reply.substitute_name == "Lovisa Prov"
    assert reply.answered_at == office.clock.now()


def test_a_substitute_comes_from_the_same_agency(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    patrik = seated(office, cast.coordinator, "akut", "Patrik")
    other = seated(office, cast.coordinator, "polis", "Elin", Duty.SUBSTITUTE)
    for wrong in (other, patrik):
        with pytest.raises(BadInput, match="substitute-of-other-agency"):
            invitations.type_in_reply(
                office,
                cast.coordinator,
                code=code,
                person_id=patrik,
                answer=Answer.DELEGATED,
                substitute_id=wrong,
            )


def test_only_those_invited_can_answer(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    substitute = seated(office, cast.coordinator, "akut", "Lovisa", Duty.SUBSTITUTE)
    with pytest.raises(NotFound):
        invitations.type_in_reply(
            office, cast.coordinator, code=code, person_id=substitute, answer=Answer.ACCEPTED
        )


def test_no_answer_is_taken_once_the_meeting_has_begun(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    meetings.start(office, cast.coordinator, code=code, version=1)
    assert cast.member.person_id is not None
    with pytest.raises(RuleBroken, match="meeting-is-under-way"):
        invitations.type_in_reply(
            office,
            cast.coordinator,
            code=code,
            person_id=cast.member.person_id,
            answer=Answer.ACCEPTED,
        )


def test_those_who_said_no_are_known_when_the_meeting_starts(
    demo: Office, demo_coordinator: Actor
) -> None:
    said = invitations.said_beforehand(demo, demo_coordinator, code="HT2026-2")
    assert Counter(one.said for one in said.values()) == {
        Said.COMES: 7,
        Said.AWAY: 2,
        Said.SENDS: 1,
    }
    view = meetings.start(demo, demo_coordinator, code="HT2026-2", version=1, said=said)
    care = at_the_table(view, agency(demo, demo_coordinator, "beroende"))
    assert care.outcome is Outcome.APOLOGIES
    police = at_the_table(view, agency(demo, demo_coordinator, "polis"))
    assert police.outcome is Outcome.EXPECTED


def test_all_who_said_yes_are_here_in_one_press(demo: Office, demo_coordinator: Actor) -> None:
    meetings.start(demo, demo_coordinator, code="HT2026-2", version=1)

    came = invitations.mark_confirmed_present(demo, demo_coordinator, code="HT2026-2")

    assert came == Came(agencies=7, people=8)
    view = meetings.meeting(demo, demo_coordinator, code="HT2026-2")
    assert view.represented == 7
    older = at_the_table(view, agency(demo, demo_coordinator, "aldre"))
    assert older.outcome is Outcome.SUBSTITUTE
    care = at_the_table(view, agency(demo, demo_coordinator, "beroende"))
    assert care.outcome is Outcome.APOLOGIES
    jour = at_the_table(view, agency(demo, demo_coordinator, "kvinnojour"))
    assert outcomes(jour) == [(None, Outcome.PRESENT)]


def test_the_one_press_leaves_what_somebody_pressed_alone(
    demo: Office, demo_coordinator: Actor
) -> None:
    meetings.start(demo, demo_coordinator, code="HT2026-2", version=1)
    umo = agency(demo, demo_coordinator, "umo")
    row = at_the_table(meetings.meeting(demo, demo_coordinator, code="HT2026-2"), umo).rows[0]
    meetings.set_outcome(
        demo, demo_coordinator, code="HT2026-2", row_id=row.id, outcome=Outcome.APOLOGIES
    )
    for _ in range(2):
        invitations.mark_confirmed_present(demo, demo_coordinator, code="HT2026-2")
    view = meetings.meeting(demo, demo_coordinator, code="HT2026-2")
    assert at_the_table(view, umo).outcome is Outcome.APOLOGIES
    assert view.represented == 6


@given(some.lists(some.sampled_from([*Answer, None]), max_size=5))
def test_an_agency_is_confirmed_exactly_when_its_answer_says_so(
    answers: list[Answer | None],
) -> None:
    spoken = rules.agency_answer(answers)
    assert rules.is_confirmed(answers) == (spoken in rules.CONFIRMING)
    if spoken is Answer.DECLINED:
        assert set(answers) == {Answer.DECLINED}


# Two who type, and what was said before -----------------------------------------------------------


def test_two_who_type_in_the_same_answer_both_get_it_and_another_one_is_told(
    office: Office, cast: Cast
) -> None:
    code = booked(office, cast.coordinator)
    patrik = seated(office, cast.coordinator, "akut", "Patrik")

    def answer(given: Answer | None, seen: Answer | None) -> RepliesView:
        return invitations.type_in_reply(
            office,
            cast.coordinator,
            code=code,
            person_id=patrik,
            answer=given,
            seen=SeenAnswer(seen),
        )

    answer(Answer.ACCEPTED, None)
    assert answer(Answer.ACCEPTED, None).counts.accepted == 1
    with pytest.raises(Conflict) as refused:
        answer(Answer.DECLINED, None)
    assert "Patrik Prov" in sentence(refused.value)
    assert answer(Answer.DECLINED, Answer.ACCEPTED).counts.declined == 1


def _asked_about_the_day(office: Office, cast: Cast) -> tuple[str, int, int]:
    """A meeting on a day that the group was asked about; who said yes and who said if need be."""
    sure = seated(office, cast.coordinator, "akut", "Patrik")
    unsure = seated(office, cast.coordinator, "umo", "Noor")
    poll = polls.opened(office, cast.coordinator)
    for person, choice in ((sure, Choice.YES), (unsure, Choice.IF_NEED_BE)):
        date_polls.type_in_poll_answer(
            office,
            cast.coordinator,
            code=poll.code,
            person_id=person,
            choices=polls.said(poll, *[choice] * 6),
        )
    return booked(office, cast.coordinator, "2027-02-03", term="VT2027"), sure, unsure


def test_those_who_said_yes_to_the_day_are_taken_over_in_one_press(
    office: Office, cast: Cast
) -> None:
    code, sure, unsure = _asked_about_the_day(office, cast)
    seen = invitations.replies(office, cast.coordinator, code=code).poll_yes
    assert seen is not None
    assert seen.people == ((sure, "Patrik Prov", "Akutmottagningen"),)

    view = invitations.take_over_poll_yes(
        office, cast.coordinator, code=code, people=[sure, unsure]
    )

    assert view.counts.accepted == 1
    (reply,) = [p for one in view.agencies for p in one.people if p.person_id == sure]
    assert (reply.answer, reply.source) == (Answer.ACCEPTED, "poll")
    assert invitations.replies(office, cast.coordinator, code=code).poll_yes is None


def test_whoever_has_answered_meanwhile_keeps_that_answer(office: Office, cast: Cast) -> None:
    code, sure, _unsure = _asked_about_the_day(office, cast)
    invitations.type_in_reply(
        office, cast.coordinator, code=code, person_id=sure, answer=Answer.DECLINED
    )
    view = invitations.take_over_poll_yes(office, cast.coordinator, code=code, people=[sure])
    assert (view.counts.accepted, view.counts.declined) == (0, 1)
