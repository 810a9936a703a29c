"""Notes that are out for comments: who reads them and until when, and what is asked at the end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coordinator.access.actor import Actor
from coordinator.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.meetings import usecases as meetings
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent, MinutesState
from coordinator.minutes.views import MinutesView
from coordinator.reports import usecases as reports
from coordinator.roster.views import Duty
from coordinator.trail import usecases as trail
from tests.conftest import Cast, Hand
from tests.meetings.helpers import seated
from tests.minutes.helpers import ASKED, held, item_of, note, taken

CIRCULATE, WITHDRAW = MinutesEvent.CIRCULATE, MinutesEvent.WITHDRAW
APPROVE = MinutesEvent.APPROVE
TEXT = "Gemensam fortbildning i vår."


def circulated(office: Office, actor: Actor, days: int | None = 12, text: str = TEXT) -> str:
    code = held(office, actor, text).line.code
    until = office.clock.today() + timedelta(days=days) if days is not None else None
    minutes.advance(office, actor, code=code, version=1, event=CIRCULATE, comments_by=until)
    return code


def read(office: Office, actor: Actor, code: str) -> MinutesView | None:
    try:
        return minutes.minutes(office, actor, code=code)
    except NotFound:
        return None


def adjusted_by(office: Office, cast: Cast, code: str, actor: Actor) -> int:
    """The version of the notes, after the person was named as their adjuster."""
    view = minutes.minutes(office, cast.coordinator, code=code)
    named = minutes.set_adjuster(
        office, cast.coordinator, code=code, version=view.version, person_id=actor.person_id
    )
    return named.version


# Who reads them -----------------------------------------------------------------------------------


def test_who_was_asked_reads_the_draft_and_nobody_else(office: Office, cast: Cast) -> None:
    code = circulated(office, cast.coordinator)
    for asked in (cast.member, cast.other_member, cast.coordinator.as_member()):
        view = read(office, asked, code)
        assert view is not None
        assert view.state is MinutesState.CIRCULATED
        assert view.notes[3].text == TEXT
        assert minutes.states(office, asked, codes=[code]) == {code: MinutesState.CIRCULATED}
        assert [one.meeting_code for one in minutes.newest(office, asked)] == [code]
    for other in (cast.reader, cast.outsider):
        assert read(office, other, code) is None
        assert minutes.states(office, other, codes=[code]) == {}
        assert minutes.newest(office, other) == ()


def test_a_member_who_came_later_was_not_asked(office: Office, cast: Cast, hand: Hand) -> None:
    code = circulated(office, cast.coordinator)
    late = seated(
        office,
        cast.coordinator,
        "kvinnojour",
        "Sen",
        duty=Duty.REPRESENTATIVE,
        email="sen@example.se",
    )
    newcomer = cast.member.__class__(
        person_id=late,
        name="Sen",
        roles=cast.member.roles,
        group_id=cast.member.group_id,
        group_slug=cast.member.group_slug,
    )
    assert read(office, newcomer, code) is None


def test_the_draft_is_found_by_no_search_of_a_member(office: Office, cast: Cast) -> None:
    circulated(office, cast.coordinator)
    assert reports.search(office, cast.coordinator, query="fortbildning").total == 1
    assert reports.search(office, cast.member, query="fortbildning").total == 0


def test_marked_paragraphs_are_left_out_as_of_approved_notes(office: Office, cast: Cast) -> None:
    code = circulated(office, cast.coordinator, text="Öppet.\n\n[intern] Bara för myndigheter.")
    view = read(office, cast.member, code)
    assert view is not None
    assert "Bara för myndigheter" not in view.notes[3].text
    assert "[stycke som inte visas för dig]" in view.notes[3].text


def test_it_is_closed_after_the_last_day_and_open_again_when_approved(
    office: Office, cast: Cast, hand: Hand
) -> None:
    code = circulated(office, cast.coordinator, days=3)
    hand.forward(days=3)
    assert read(office, cast.member, code) is not None
    hand.forward(days=1)
    assert read(office, cast.member, code) is None
    assert minutes.newest(office, cast.member) == ()
    taken(office, cast.coordinator, code, APPROVE)
    assert read(office, cast.member, code) is not None


def test_without_a_last_day_it_stays_open_until_the_next_step(
    office: Office, cast: Cast, hand: Hand
) -> None:
    code = circulated(office, cast.coordinator, days=None)
    hand.forward(days=90)
    assert read(office, cast.member, code) is not None
    taken(office, cast.coordinator, code, WITHDRAW)
    assert read(office, cast.member, code) is None


def test_the_adjuster_reads_it_too(office: Office, cast: Cast) -> None:
    code = circulated(office, cast.coordinator)
    taken(office, cast.coordinator, code, WITHDRAW)
    assert read(office, cast.member, code) is None
    taken(office, cast.coordinator, code, CIRCULATE)
    with office.transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM comment_request")
    assert read(office, cast.member, code) is None
    adjusted_by(office, cast, code, cast.member)
    assert read(office, cast.member, code) is not None
    assert read(office, cast.other_member, code) is None


# Before they are approved -------------------------------------------------------------------------


def approve(office: Office, cast: Cast, code: str, *accepted: str) -> MinutesView:
    view = minutes.minutes(office, cast.coordinator, code=code)
    return minutes.advance(
        office, cast.coordinator, code=code, version=view.version, event=APPROVE, accepted=accepted
    )


def asked(office: Office, cast: Cast, code: str) -> list[str]:
    found = minutes.asked_before_approval(office, cast.coordinator, code=code)
    return [one.code for one in found]


def test_approving_before_the_last_day_asks_and_names_it(office: Office, cast: Cast) -> None:
    code = circulated(office, cast.coordinator)
    (question,) = minutes.asked_before_approval(office, cast.coordinator, code=code)
    day = office.clock.today() + timedelta(days=12)
    assert (question.code, dict(question.params)) == ("approve-while-comments", {"day": day})
    with pytest.raises(RuleBroken, match="approve-while-comments"):
        approve(office, cast, code)
    assert approve(office, cast, code, question.code).state is MinutesState.APPROVED
    entry = trail.trail_entries(office, cast.coordinator).lines[0]
    assert ("approve_while_comments", True) in entry.said


def test_on_the_day_after_nothing_is_asked(office: Office, cast: Cast, hand: Hand) -> None:
    code = circulated(office, cast.coordinator, days=2)
    hand.forward(days=2)
    assert asked(office, cast, code) == ["approve-while-comments"]  # the last day is one of them
    hand.forward(days=1)
    assert asked(office, cast, code) == []
    assert approve(office, cast, code).state is MinutesState.APPROVED


def test_approving_before_the_adjuster_has_said_yes_asks(office: Office, cast: Cast) -> None:
    code = circulated(office, cast.coordinator, days=None)
    adjusted_by(office, cast, code, cast.member)
    with pytest.raises(RuleBroken, match="approve-without-adjuster"):
        approve(office, cast, code, "approve-while-comments")
    minutes.agree(office, cast.member, code=code)
    assert asked(office, cast, code) == []
    view = approve(office, cast, code)
    assert view.agreed_at is not None


def test_each_question_wants_an_answer_of_its_own(office: Office, cast: Cast) -> None:
    code = circulated(office, cast.coordinator)
    adjusted_by(office, cast, code, cast.member)
    assert asked(office, cast, code) == ["approve-while-comments", "approve-without-adjuster"]
    for one in ASKED[:2]:
        with pytest.raises(RuleBroken, match="approve-"):
            approve(office, cast, code, one)
    assert approve(office, cast, code, *ASKED).state is MinutesState.APPROVED


# The adjuster's yes -------------------------------------------------------------------------------


def test_the_office_writes_down_that_the_adjuster_has_said_yes(office: Office, cast: Cast) -> None:
    code = circulated(office, cast.coordinator)
    version = adjusted_by(office, cast, code, cast.member)
    view = minutes.note_agreement(office, cast.coordinator, code=code, version=version)
    assert view.agreed_at == office.clock.now()
    assert view.agreement_by == cast.coordinator.name
    assert view.adjuster_id == cast.member.person_id


def test_nobody_says_yes_for_another_or_at_another_time(office: Office, cast: Cast) -> None:
    code = circulated(office, cast.coordinator)
    adjusted_by(office, cast, code, cast.member)
    with pytest.raises(NotFound):
        minutes.agree(office, cast.other_member, code=code)
    for stranger in (cast.reader, cast.outsider):
        with pytest.raises((NotAllowed, NotFound)):
            minutes.agree(office, stranger, code=code)
    taken(office, cast.coordinator, code, APPROVE)
    with pytest.raises(RuleBroken, match="agreement-not-asked"):
        minutes.agree(office, cast.member, code=code)


def test_without_an_adjuster_there_is_no_yes_to_write_down(office: Office, cast: Cast) -> None:
    code = circulated(office, cast.coordinator)
    view = minutes.minutes(office, cast.coordinator, code=code)
    with pytest.raises(RuleBroken, match="agreement-not-asked"):
        minutes.note_agreement(office, cast.coordinator, code=code, version=view.version)


@pytest.mark.parametrize("what", ["note", "decision", "title"])
def test_what_is_written_after_the_yes_is_asked_about(
    office: Office, cast: Cast, what: str
) -> None:
    meeting = held(office, cast.coordinator, TEXT)
    code, item = meeting.line.code, item_of(meeting, 4)
    taken(office, cast.coordinator, code, CIRCULATE)
    adjusted_by(office, cast, code, cast.member)
    minutes.agree(office, cast.member, code=code)
    assert asked(office, cast, code) == []
    chief = cast.coordinator
    if what == "note":
        note(office, chief, item, "Något annat.")
    elif what == "decision":
        minutes.add_decision(office, chief, item_id=item, text="Det beslutas.")
    else:
        meetings.change_agenda_item(
            office, chief, item_id=item, version=1, title="Något annat", duration=5
        )
    assert asked(office, cast, code) == ["approve-after-changes"]
    minutes.agree(office, cast.member, code=code)
    assert asked(office, cast, code) == []


@pytest.mark.parametrize("how", ["withdrawn", "another adjuster"])
def test_the_yes_is_over_when_the_draft_goes_back_or_another_adjusts(
    office: Office, cast: Cast, how: str
) -> None:
    code = circulated(office, cast.coordinator, days=None)
    adjusted_by(office, cast, code, cast.member)
    minutes.agree(office, cast.member, code=code)
    if how == "withdrawn":
        taken(office, cast.coordinator, code, WITHDRAW, CIRCULATE)
    else:
        adjusted_by(office, cast, code, cast.other_member)
    assert asked(office, cast, code) == ["approve-without-adjuster"]


def test_a_day_that_has_passed_cannot_be_the_last_one(office: Office, cast: Cast) -> None:
    with pytest.raises(BadInput, match="day-has-passed"):
        circulated(office, cast.coordinator, days=-1)
