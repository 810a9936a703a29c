"""A date poll from draft to booked days; every way of answering it wrongly."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable
from datetime import date

import pytest

from coordinator.access.actor import Actor, Role
from coordinator.core.database import Session
from coordinator.core.errors import BadInput, Conflict, NotAllowed, NotFound, RuleBroken
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.outbox.tables import OutboxMail
from coordinator.core.translation import speak
from coordinator.meetings import usecases as meetings
from coordinator.planning import usecases as planning
from coordinator.planning.polls import in_transaction, personal_links, store
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.lifecycle import PollEvent, PollState
from coordinator.planning.polls.tables import DatePoll
from coordinator.planning.polls.views import PollView, Source
from coordinator.planning.priorities import Priorities
from coordinator.planning.views import Choice
from coordinator.privacy import usecases as privacy
from coordinator.roster import usecases as roster
from coordinator.roster.views import Duty, SeatView
from tests.conftest import NOVEMBER, TERM_NOW, Cast, Hand, Prepare
from tests.meetings.helpers import agency, at, seated
from tests.planning.polls import (
    ANSWER_BY,
    DAYS,
    MAYBE,
    NO,
    YES,
    attachments,
    drafted,
    mails,
    opened,
    said,
    times,
    token_for,
)
from tests.statements import count_statements

pytestmark = pytest.mark.usefixtures("november")

ALL_YES = (YES,) * 6
Asked = tuple[Office, PollView]


@pytest.fixture
def asked(prepare: Prepare) -> Asked:
    """The group has been asked about six days, by mail to each."""

    def fill(office: Office, cast: Cast, hand: Hand) -> PollView:
        hand.on(NOVEMBER)
        return opened(office, cast.coordinator)

    return prepare("asked", fill)


def seat_of(office: Office, cast: Cast, person_id: int | None) -> SeatView:
    return next(
        seat
        for each in roster.roster(office, cast.coordinator).agencies
        for seat in each.seats
        if seat.person_id == person_id
    )


# Making ------------------------------------------------------------------------------------------


def test_a_draft_asks_for_what_the_term_lacks_and_nobody_hears_of_it(
    office: Office, cast: Cast
) -> None:
    draft = drafted(office, cast.coordinator, message="  Hej\x00 alla  ")
    assert draft.state is PollState.DRAFT
    assert draft.code == "VT2027-poll-1"
    assert (draft.wanted, draft.message, draft.answers_shown) == (2, "Hej alla", False)
    assert [one.candidate.day.isoformat() for one in draft.candidates] == list(DAYS)
    assert mails(office) == []
    assert date_polls.polls(office, cast.coordinator)[0].asked == 0


def test_a_closed_day_is_refused_and_a_doubtful_one_asked_about(office: Office, cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        drafted(office, cast.coordinator, ["2027-02-02", "2027-05-06"])
    assert "Kristi himmelsfärdsdag" in sentence(refused.value)
    with pytest.raises(RuleBroken, match="day-is-doubtful") as doubt:
        drafted(office, cast.coordinator, ["2027-02-24", "2027-05-04"], wanted=1)
    draft = drafted(
        office, cast.coordinator, ["2027-02-24", "2027-05-04"], wanted=1,
        accepted=frozenset({doubt.value.code}),
    )  # fmt: skip
    assert [one.objections != () for one in draft.candidates] == [True, False]
    assert len(date_polls.polls(office, cast.coordinator)) == 1


@pytest.mark.parametrize(
    ("days", "given", "code"),
    [
        (DAYS[:1], {}, "poll-candidates-odd"),
        (DAYS * 3, {}, "poll-candidates-odd"),
        ((DAYS[0], DAYS[0]), {}, "poll-candidate-twice"),
        (("2026-11-20", DAYS[0]), {}, "poll-candidate-passed"),
        (DAYS, {"wanted": 6}, "poll-wanted-odd"),
        (DAYS, {"wanted": 0}, "poll-wanted-odd"),
        (DAYS, {"answer_by": date(2026, 11, 22)}, "poll-deadline-odd"),
        (DAYS, {"answer_by": date(2027, 2, 2)}, "poll-deadline-odd"),
        (DAYS, {"message": "x" * 1001}, "poll-message-long"),
        (DAYS, {"term_code": "VT"}, "term-code-odd"),
    ],
)
def test_what_nobody_can_mean_is_refused_and_nothing_is_made(
    office: Office, cast: Cast, days: tuple[str, ...], given: dict[str, object], code: str
) -> None:
    with pytest.raises(BadInput, match=code):
        drafted(office, cast.coordinator, days, **given)
    assert date_polls.polls(office, cast.coordinator) == ()


def test_a_draft_can_be_changed_and_a_sent_poll_cannot(office: Office, cast: Cast) -> None:
    draft = drafted(office, cast.coordinator)
    changed = date_polls.change_poll(
        office, cast.coordinator, code=draft.code, version=draft.version, times=times(DAYS[:3]),
        answer_by=ANSWER_BY, wanted=1, answers_shown=True,
    )  # fmt: skip
    assert (len(changed.candidates), changed.wanted, changed.answers_shown) == (3, 1, True)
    with pytest.raises(Conflict):
        date_polls.open_poll(office, cast.coordinator, code=draft.code, version=draft.version)
    asked = date_polls.open_poll(office, cast.coordinator, code=draft.code, version=changed.version)
    with pytest.raises(RuleBroken, match="poll-is-open"):
        date_polls.change_poll(
            office, cast.coordinator, code=draft.code, version=asked.version, times=times(),
            answer_by=ANSWER_BY,
        )  # fmt: skip


# Sending -----------------------------------------------------------------------------------------


def test_the_preview_shows_the_mail_and_everybody_it_goes_to(office: Office, cast: Cast) -> None:
    draft = drafted(office, cast.coordinator)
    seen = date_polls.preview_poll(office, cast.coordinator, code=draft.code)
    assert len(seen.recipients) == 4
    assert all(address for _name, _agency, address in seen.recipients)
    assert "Tisdag 2 februari 2027 (v. 5), kl. 13.30–15.30" in seen.text
    assert mails(office) == []


def test_each_is_asked_by_an_own_neutral_mail_with_an_own_link(office: Office, cast: Cast) -> None:
    speak("en")  # what the office reads is not what the group gets
    opened(office, cast.coordinator, message="Välkomna!")
    sent = mails(office, "poll")
    assert {mail.address for mail in sent} == {
        f"{role}@example.se" for role in ("coordinator", "member", "other_member", "reader")
    }
    links = {mail.text.split("/poll/")[1].split()[0] for mail in sent}
    assert len(links) == 4
    assert all(len(link) >= 43 for link in links)  # 256 bits
    for mail in sent:
        assert mail.subject == "Dagar för våra möten: svara senast fredag 4 december"
        assert mail.is_secret
        assert "Välkomna!" in mail.text
        for word in ("våld", "Polisen", "Ungdomsmottagningen"):
            assert word not in mail.subject + mail.text
        assert (mail.condition, mail.about) == ("poll-open", "VT2027-poll-1")


def test_a_shared_mailbox_gets_one_link_for_each_person(office: Office, cast: Cast) -> None:
    for name in ("Ann", "Bo"):
        seated(office, cast.coordinator, "akut", name, email="avdelningen@example.se")
    opened(office, cast.coordinator)
    shared = [mail for mail in mails(office, "poll") if mail.address == "avdelningen@example.se"]
    assert len({mail.text.split("/poll/")[1].split()[0] for mail in shared}) == 2
    assert sorted("Ann Prov" in mail.text for mail in shared) == [False, True]


def test_substitutes_and_guests_and_former_members_are_not_asked(
    office: Office, cast: Cast, hand: Hand
) -> None:
    seated(office, cast.coordinator, "akut", "Sub", Duty.SUBSTITUTE, email="sub@example.se")
    left = seated(office, cast.coordinator, "akut", "Left", email="left@example.se")
    seat = seat_of(office, cast, left)
    roster.end_representation(
        office, cast.coordinator, seat_id=seat.id, version=seat.version,
        last_day=office.clock.today(),
    )  # fmt: skip
    hand.forward(days=1)
    opened(office, cast.coordinator)
    assert {"sub@example.se", "left@example.se"}.isdisjoint(m.address for m in mails(office))


def test_a_protected_person_is_asked_through_the_function_mailbox_without_a_name(
    office: Office, cast: Cast
) -> None:
    seated(office, cast.coordinator, "akut", "Dold", email="funktion@example.se", is_protected=True)
    opened(office, cast.coordinator)
    (mail,) = [m for m in mails(office, "poll") if m.address == "funktion@example.se"]
    assert "Dold" not in mail.text
    assert "Representant" in mail.text


def test_a_poll_with_nobody_to_ask_stays_a_draft(office: Office, cast: Cast) -> None:
    draft = drafted(office, cast.outsider)
    with pytest.raises(RuleBroken, match="poll-nobody-to-ask"):
        date_polls.open_poll(office, cast.outsider, code=draft.code, version=draft.version)
    assert date_polls.poll(office, cast.outsider, code=draft.code).state is PollState.DRAFT


def test_a_reminder_waits_for_the_second_working_day_before_the_last(
    cast: Cast, asked: Asked
) -> None:
    office = asked[0]
    later = mails(office, "poll_reminder")
    assert {mail.due_at for mail in later} == {at("2026-12-02", "08:00")}
    assert {mail.condition for mail in later} == {"poll-answer-missing"}


# Answering ---------------------------------------------------------------------------------------


def test_opening_a_link_changes_nothing_and_shows_nobody_elses_answer(
    cast: Cast, asked: Asked
) -> None:
    office, view = asked
    date_polls.answer_poll(
        office, cast.other_member, code=view.code, choices=said(view, *(NO,) * 6), comment="Nej!"
    )
    token = token_for(office, cast.member.person_id)
    for _ in range(2):
        mine = date_polls.poll_by_link(office, token=token)
    assert (mine.choices, mine.others, mine.answered_at) == ({}, (), None)
    assert mine.takes_answers
    assert mine.name == "Nadia Prov"


def test_an_answer_by_link_is_saved_and_can_be_changed_until_the_last_day(
    cast: Cast, asked: Asked, hand: Hand
) -> None:
    office, view = asked
    token = token_for(office, cast.member.person_id)
    date_polls.answer_poll_by_link(office, token=token, choices=said(view, *ALL_YES))
    hand.on(at("2026-12-04", "23:59"))
    date_polls.answer_poll_by_link(
        office, token=token, choices=said(view, NO, *ALL_YES[1:]), comment="Ring\u202e mig\x07"
    )
    mine = date_polls.poll_by_link(office, token=token)
    assert list(mine.choices.values()).count(NO) == 1
    seen = date_polls.poll(office, cast.coordinator, code=view.code).people[
        cast.member.person_id or 0
    ]
    assert (seen.source, seen.comment, seen.typed_by) == (Source.LINK, "Ring mig", None)
    assert seen.choices == mine.choices


def test_after_the_last_day_and_after_closing_nothing_is_saved(
    cast: Cast, asked: Asked, hand: Hand
) -> None:
    office, view = asked
    token = token_for(office, cast.member.person_id)
    hand.on(at("2026-12-05", "00:00"))
    with pytest.raises(RuleBroken, match="poll-is-over"):
        date_polls.answer_poll_by_link(office, token=token, choices=said(view, *ALL_YES))
    assert not date_polls.poll_by_link(office, token=token).takes_answers
    date_polls.close_poll(office, cast.coordinator, code=view.code, version=view.version)
    with pytest.raises(RuleBroken, match="poll-is-closed"):
        date_polls.answer_poll_by_link(office, token=token, choices=said(view, *ALL_YES))
    found = date_polls.poll(office, cast.coordinator, code=view.code)
    assert len(found.waiting) == 4


def test_a_former_members_link_is_refused_like_an_unknown_one(
    cast: Cast, asked: Asked, hand: Hand
) -> None:
    office, view = asked
    token = token_for(office, cast.member.person_id)
    date_polls.answer_poll_by_link(office, token=token, choices=said(view, *ALL_YES))
    seat = seat_of(office, cast, cast.member.person_id)
    roster.end_representation(
        office, cast.coordinator, seat_id=seat.id, version=seat.version,
        last_day=office.clock.today(),
    )  # fmt: skip
    hand.forward(days=1)
    for wrong in (token, "garbage", "", "ä" * 5000, "' OR 1=1 --"):
        with pytest.raises(NotFound, match="poll-link-unknown"):
            date_polls.poll_by_link(office, token=wrong)
        with pytest.raises(NotFound, match="poll-link-unknown"):
            date_polls.answer_poll_by_link(office, token=wrong, choices=said(view, *ALL_YES))
    found = date_polls.poll(office, cast.coordinator, code=view.code)
    assert cast.member.person_id not in found.people
    assert all(one.tally.can == 0 for one in found.candidates)  # the agency is heard no more


def test_the_link_of_somebody_protected_since_is_refused_alike(cast: Cast, asked: Asked) -> None:
    office, view = asked
    token = token_for(office, cast.member.person_id)
    privacy.protect_now(
        office,
        cast.coordinator,
        person_id=cast.member.person_id or 0,
        mailbox="funktion@example.se",
    )
    with pytest.raises(NotFound, match="poll-link-unknown"):
        date_polls.poll_by_link(office, token=token)
    date_polls.remind_poll(office, cast.coordinator, code=view.code)
    fresh = token_for(office, cast.member.person_id)
    assert date_polls.poll_by_link(office, token=fresh).name.startswith("Representant")
    with pytest.raises(NotFound):
        date_polls.poll_by_link(office, token=token)


def test_half_an_answer_and_days_of_another_poll_are_refused_whole(
    cast: Cast, asked: Asked
) -> None:
    office, view = asked
    other = opened(office, cast.coordinator, DAYS)
    token = token_for(office, cast.member.person_id)  # of the second poll
    with pytest.raises(BadInput, match="poll-choose-all"):
        date_polls.answer_poll_by_link(
            office, token=token, choices=dict(list(said(other, *ALL_YES).items())[:5])
        )
    with pytest.raises(BadInput, match="poll-candidate-unknown"):
        date_polls.answer_poll_by_link(office, token=token, choices=said(view, *ALL_YES))
    with pytest.raises(BadInput, match="poll-choose-all"):
        date_polls.answer_poll_by_link(office, token=token, choices={})
    assert date_polls.poll_by_link(office, token=token).choices == {}


def test_a_comment_that_is_too_long_saves_nothing_and_says_so(cast: Cast, asked: Asked) -> None:
    office, view = asked
    token = token_for(office, cast.member.person_id)
    with pytest.raises(BadInput) as refused:
        date_polls.answer_poll_by_link(
            office, token=token, choices=said(view, *ALL_YES), comment="x" * 5000
        )
    assert "500" in sentence(refused.value)
    assert date_polls.poll_by_link(office, token=token).answered_at is None


def test_two_answers_at_once_leave_one_whole_answer(cast: Cast, asked: Asked) -> None:
    office, view = asked
    token = token_for(office, cast.member.person_id)
    failed: list[BaseException] = []

    def answer(choice: Choice) -> None:
        try:
            date_polls.answer_poll_by_link(
                office,
                token=token,
                choices=said(view, *(choice,) * 6),
            )
        except BaseException as error:  # noqa: BLE001 - told to the test below
            failed.append(error)

    threads = [threading.Thread(target=answer, args=(one,)) for one in (YES, NO, MAYBE, YES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    mine = date_polls.poll_by_link(office, token=token)
    assert len(mine.choices) == 6
    assert len(set(mine.choices.values())) == 1


def withdraw_links(session: Session, row: DatePoll) -> None:
    personal_links.revoke_links(session, store.invitees(session, row.id or 0), TERM_NOW)


def withdraw(session: Session, row: DatePoll) -> None:
    in_transaction.poll_for_change(session, row.group_id, row.code, PollEvent.WITHDRAW)


def close(session: Session, row: DatePoll) -> None:
    in_transaction.poll_for_change(session, row.group_id, row.code, PollEvent.CLOSE)


@pytest.mark.parametrize(
    ("meanwhile", "code"),
    [
        (withdraw_links, "poll-link-unknown"),
        (withdraw, "poll-is-withdrawn"),
        (close, "poll-is-closed"),
    ],
)
def test_an_answer_waits_for_what_is_being_changed_and_is_then_refused(
    cast: Cast, asked: Asked, meanwhile: Callable[[Session, DatePoll], None], code: str
) -> None:
    """Two connections: the change is made but not saved yet when the button is pressed."""
    office, view = asked
    token = token_for(office, cast.member.person_id)
    refused: list[str] = []

    def answer() -> None:
        try:
            date_polls.answer_poll_by_link(office, token=token, choices=YES)
        except (NotFound, RuleBroken) as error:
            refused.append(error.code)

    press = threading.Thread(target=answer)
    with office.transaction() as session:
        row = in_transaction.poll(session, cast.coordinator.group_id, view.code)
        meanwhile(session, row)
        session.flush()
        press.start()
        press.join(timeout=0.3)
    press.join()

    assert refused == [code]
    assert len(date_polls.poll(office, cast.coordinator, code=view.code).waiting) == 4


def test_an_answer_reads_the_days_once(cast: Cast, asked: Asked) -> None:
    office = asked[0]
    token = token_for(office, cast.member.person_id)
    with count_statements(office.database) as seen:
        date_polls.answer_poll_by_link(office, token=token, choices=YES)
    assert sum("FROM poll_candidate" in one for one in seen) == 1


def test_when_my_rota_is_set_is_an_answer_that_asks_again(
    cast: Cast, asked: Asked, hand: Hand
) -> None:
    office, view = asked
    token = token_for(office, cast.member.person_id)
    for wrong in (date(2026, 11, 23), date(2026, 12, 5), date(2026, 11, 28)):
        with pytest.raises(BadInput, match="poll-ask-again-odd"):
            date_polls.answer_poll_by_link(office, token=token, choices={}, ask_again_on=wrong)
    day = date(2026, 12, 1)
    date_polls.answer_poll_by_link(office, token=token, choices={}, ask_again_on=day)
    mine = date_polls.poll_by_link(office, token=token)
    assert (mine.ask_again_on, mine.answered_at) == (day, None)
    (again,) = [m for m in mails(office) if m.condition == "poll-rota-due"]
    assert again.due_at == at("2026-12-01", "08:00")

    found = date_polls.poll(office, cast.coordinator, code=view.code)
    assert cast.member.person_id in found.waiting
    assert cast.member.person_id not in found.to_remind
    about = again.condition_about or ""
    with office.reading() as session:
        assert not in_transaction.is_rota_due(session, about, date(2026, 11, 30))
        assert in_transaction.is_rota_due(session, about, day)
        assert not in_transaction.is_answer_missing(session, about, day)
        assert in_transaction.is_answer_missing(session, about, date(2026, 12, 2))
    date_polls.answer_poll_by_link(office, token=token, choices=said(view, *ALL_YES))
    with office.reading() as session:
        assert not in_transaction.is_rota_due(session, about, day)


def waiting(office: Office, person_id: int | None = None) -> list[OutboxMail]:
    """Mails of the question that have not gone, of one person or of everybody."""
    return [
        mail
        for mail in mails(office)
        if mail.state == "waiting" and mail.kind != "poll_booked" and mail.is_secret
        if person_id in {None, mail.person_id}
    ]


def test_who_names_the_same_rota_day_twice_is_asked_again_once(cast: Cast, asked: Asked) -> None:
    office, view = asked
    day = date(2026, 12, 1)
    for choices, again in (({}, day), (said(view, *ALL_YES), None), ({}, day)):
        date_polls.answer_poll(
            office, cast.member, code=view.code, choices=choices, ask_again_on=again
        )
    kept = [m for m in waiting(office, cast.member.person_id) if m.kind == "poll_rota"]
    assert len(kept) == 1


def test_a_last_day_that_comes_before_somebodys_rota_is_reminded_of(
    office: Office, cast: Cast
) -> None:
    view = opened(office, cast.coordinator, answer_by=date(2026, 12, 18))
    date_polls.answer_poll(
        office, cast.member, code=view.code, choices={}, ask_again_on=date(2026, 12, 15)
    )
    sooner = date_polls.reopen_poll(
        office, cast.coordinator, code=view.code, version=view.version,
        answer_by=date(2026, 12, 4),
    )  # fmt: skip
    assert cast.member.person_id in sooner.to_remind
    (reminder,) = [
        m for m in waiting(office, cast.member.person_id) if m.due_at == at("2026-12-02", "08:00")
    ]
    with office.reading() as session:
        assert in_transaction.is_answer_missing(
            session, reminder.condition_about or "", date(2026, 12, 2)
        )


@pytest.mark.parametrize("end", ["withdrawn", "booked"])
def test_when_a_question_is_over_no_link_stays_behind_in_a_mail_that_waits(
    cast: Cast, asked: Asked, end: str
) -> None:
    office, view = asked
    date_polls.answer_poll(
        office, cast.member, code=view.code, choices={}, ask_again_on=date(2026, 12, 1)
    )
    assert len(waiting(office)) == 9  # a question and a reminder each, and one rota
    if end == "booked":
        ids = [view.candidates[0].candidate.id, view.candidates[3].candidate.id]
        date_polls.book_poll(
            office, cast.coordinator, code=view.code, version=view.version, candidate_ids=ids
        )
    else:
        date_polls.withdraw_poll(office, cast.coordinator, code=view.code, version=view.version)
    assert waiting(office) == []
    assert not any("/poll/" in mail.text for mail in mails(office))


def test_the_coordinator_may_show_others_answers_by_agency_only(office: Office, cast: Cast) -> None:
    view = opened(office, cast.coordinator, answers_shown=True)
    date_polls.answer_poll(
        office, cast.other_member, code=view.code, choices=said(view, *ALL_YES), comment="Hemligt"
    )
    mine = date_polls.poll_by_link(office, token=token_for(office, cast.member.person_id))
    assert [name for name, _choices in mine.others] == ["Polisen"]
    assert "Jonas" not in repr(mine)
    assert "Hemligt" not in repr(mine)


def test_a_signed_in_member_finds_and_answers_the_own_poll(cast: Cast, asked: Asked) -> None:
    office, view = asked
    (line,) = date_polls.own_polls(office, cast.member)
    assert (line.code, line.answer_by, line.answered_at) == (view.code, ANSWER_BY, None)
    mine = date_polls.own_poll(office, cast.member, code=line.code)
    date_polls.answer_poll(office, cast.member, code=view.code, choices=said(mine, *ALL_YES))
    assert date_polls.own_poll(office, cast.member, code=view.code).answered_at is not None
    assert date_polls.own_polls(office, cast.outsider) == ()
    with pytest.raises(NotFound):
        date_polls.own_poll(office, cast.outsider, code=view.code)


# Following ---------------------------------------------------------------------------------------


def test_the_matrix_counts_agencies_and_hears_the_best_of_their_people(
    office: Office, cast: Cast
) -> None:
    second = seated(office, cast.coordinator, "polis", "Andra")
    view = opened(office, cast.coordinator)
    date_polls.answer_poll(
        office, cast.other_member, code=view.code, choices=said(view, *(NO,) * 6)
    )
    polis = agency(office, cast.coordinator, "polis")
    found = date_polls.poll(office, cast.coordinator, code=view.code)
    assert next(one for one in found.agencies if one.agency_id == polis).choices == {}
    date_polls.type_in_poll_answer(
        office, cast.coordinator, code=view.code, person_id=second,
        choices=said(view, YES, NO, NO, NO, NO, NO),
    )  # fmt: skip
    found = date_polls.poll(office, cast.coordinator, code=view.code)
    row = next(one for one in found.agencies if one.agency_id == polis)
    assert list(row.choices.values()) == [YES, NO, NO, NO, NO, NO]
    assert found.candidates[0].tally.can == 1
    assert found.candidates[1].tally.away == ("Polisen",)
    typed = found.people[second]
    assert (typed.source, typed.typed_by, typed.has_address) == (Source.TYPED, "Åsa Övning", False)


def test_only_those_who_have_not_answered_are_reminded_and_once_a_day(
    cast: Cast, asked: Asked, hand: Hand
) -> None:
    office, view = asked
    date_polls.answer_poll(office, cast.member, code=view.code, choices=said(view, *ALL_YES))
    before = len(mails(office))
    assert date_polls.remind_poll(office, cast.coordinator, code=view.code) == 3
    assert date_polls.remind_poll(office, cast.coordinator, code=view.code) == 0
    now = mails(office)[before:]
    assert {mail.kind for mail in now} == {"poll_reminder"}
    assert "member@example.se" not in {mail.address for mail in now}
    first = mails(office, "poll")[2]
    old = first.text.split("/poll/")[1].split()[0]
    assert date_polls.poll_by_link(office, token=old)  # the first mail's link goes on working
    hand.on(at("2026-12-05"))
    with pytest.raises(RuleBroken, match="poll-is-over"):
        date_polls.remind_poll(office, cast.coordinator, code=view.code)


def test_a_waiting_reminder_is_dropped_for_whoever_has_answered_left_or_been_told_off(
    cast: Cast, asked: Asked
) -> None:
    office, view = asked
    day = date(2026, 12, 2)
    waiting = {m.person_id: m.condition_about or "" for m in mails(office, "poll_reminder")}
    date_polls.answer_poll(office, cast.member, code=view.code, choices=said(view, *ALL_YES))
    with office.reading() as session:
        assert not in_transaction.is_answer_missing(session, waiting[cast.member.person_id], day)
        assert in_transaction.is_answer_missing(session, waiting[cast.reader.person_id], day)
        assert in_transaction.is_open(session, waiting[cast.reader.person_id], day)
        assert not in_transaction.is_open(
            session, waiting[cast.reader.person_id], date(2026, 12, 5)
        )
        assert not in_transaction.is_open(session, "999999", day)
    date_polls.withdraw_poll(office, cast.coordinator, code=view.code, version=view.version)
    with office.reading() as session:
        assert not in_transaction.is_answer_missing(session, waiting[cast.reader.person_id], day)


def test_who_came_to_the_roster_later_is_shown_and_can_be_asked(cast: Cast, asked: Asked) -> None:
    office, view = asked
    new = seated(office, cast.coordinator, "akut", "Ny", email="ny@example.se")
    assert date_polls.poll(office, cast.coordinator, code=view.code).not_asked == (new,)
    assert date_polls.ask_newcomers(office, cast.coordinator, code=view.code) == 1
    assert date_polls.ask_newcomers(office, cast.coordinator, code=view.code) == 0
    assert date_polls.poll_by_link(office, token=token_for(office, new)).name == "Ny Prov"


def test_reopening_loses_no_answer_and_the_mailed_links_work_again(
    cast: Cast, asked: Asked, hand: Hand
) -> None:
    office, view = asked
    token = token_for(office, cast.member.person_id)
    date_polls.answer_poll_by_link(office, token=token, choices=said(view, *ALL_YES))
    closed = date_polls.close_poll(office, cast.coordinator, code=view.code, version=view.version)
    hand.on(at("2026-12-10"))
    with pytest.raises(BadInput, match="poll-deadline-odd"):
        date_polls.reopen_poll(
            office, cast.coordinator, code=view.code, version=closed.version, answer_by=ANSWER_BY
        )
    again = date_polls.reopen_poll(
        office, cast.coordinator, code=view.code, version=closed.version,
        answer_by=date(2026, 12, 18),
    )  # fmt: skip
    assert again.takes_answers
    assert len(again.waiting) == 3
    assert date_polls.poll_by_link(office, token=token).answered_at is not None
    newest = [m for m in mails(office, "poll_reminder") if m.due_at == at("2026-12-16", "08:00")]
    assert len(newest) == 3
    date_polls.answer_poll_by_link(office, token=token, choices=said(view, *(NO,) * 6))


def test_an_agency_that_must_be_there_decides_and_is_never_passed_over_in_silence(
    office: Office, cast: Cast
) -> None:
    police = agency(office, cast.coordinator, "polis")
    planning.change_planning_settings(
        office, cast.coordinator, version=0, priorities=Priorities(), off=(), required=[police]
    )
    view = opened(office, cast.coordinator)
    for actor in (cast.coordinator, cast.member, cast.reader):
        date_polls.answer_poll(
            office, actor, code=view.code, choices=said(view, YES, YES, NO, YES, YES, NO)
        )
    silent = date_polls.poll(office, cast.coordinator, code=view.code)
    assert silent.candidates[0].tally.required_silent == ("Polisen",)
    codes = {one.code for one in silent.sets[0].reasons}
    assert "poll-required-silent" in codes
    date_polls.answer_poll(
        office, cast.other_member, code=view.code, choices=said(view, NO, NO, YES, NO, NO, YES)
    )
    found = date_polls.poll(office, cast.coordinator, code=view.code)
    best = [found.candidate(one).candidate.day.isoformat() for one in found.sets[0].candidate_ids]
    assert best == ["2027-02-11", "2027-05-20"]
    assert "poll-required-come" in {one.code for one in found.sets[0].reasons}
    assert "poll-required-away" in {one.code for one in found.sets[1].reasons}
    assert found.candidates[0].tally.required_away == ("Polisen",)


# Settling ----------------------------------------------------------------------------------------


def answered_by_all(office: Office, cast: Cast) -> PollView:
    view = opened(office, cast.coordinator)
    for actor in (cast.coordinator, cast.member, cast.reader):
        date_polls.answer_poll(office, actor, code=view.code, choices=said(view, *ALL_YES))
    date_polls.answer_poll(
        office, cast.other_member, code=view.code, choices=said(view, NO, NO, YES, NO, YES, NO)
    )
    return date_polls.poll(office, cast.coordinator, code=view.code)


def test_the_best_pair_is_booked_in_one_step_and_the_group_is_told(
    office: Office, cast: Cast
) -> None:
    view = answered_by_all(office, cast)
    token = mails(office, "poll")[1].text.split("/poll/")[1].split()[0]
    best = view.sets[0]
    days = [view.candidate(one).candidate.day.isoformat() for one in best.candidate_ids]
    assert days == ["2027-02-11", "2027-05-12"]

    codes = date_polls.book_poll(
        office, cast.coordinator, code=view.code, version=view.version,
        candidate_ids=best.candidate_ids,
    )  # fmt: skip

    assert codes == ("VT2027-1", "VT2027-2")
    assert meetings.list_meetings(office, cast.coordinator, year=2027).terms[0].planned == 2
    after = date_polls.poll(office, cast.coordinator, code="VT2027-poll-1")
    assert after.state is PollState.BOOKED
    assert after.sets == ()
    sent = mails(office, "poll_booked")
    assert len(sent) == 4
    assert sent[0].subject == "Boka datumet: torsdag 11 februari och onsdag 12 maj"
    files = attachments(office, sent[0])
    assert [part.name for part in files] == ["mote-2027-02-11.ics", "mote-2027-05-12.ics"]
    for part in files:
        text = base64.b64decode(part.content).decode()
        assert "METHOD:PUBLISH" in text
        assert "ATTENDEE" not in text
        assert "ORGANIZER" not in text
    with pytest.raises(RuleBroken, match="poll-is-booked"):
        date_polls.answer_poll_by_link(office, token=token, choices=said(after, *ALL_YES))


def test_the_booked_days_get_hosts_by_turns_who_can_come(office: Office, cast: Cast) -> None:
    view = answered_by_all(office, cast)
    best = view.sets[0].candidate_ids
    turns = view.hosts_of(best)
    assert list(turns) == list(best)
    first, second = turns.values()
    assert first is not None
    assert second is not None
    assert first.id != second.id
    assert "Polisen" not in {first.name, second.name} or YES in (
        view.agencies[1].choices[best[0]], view.agencies[1].choices[best[1]]
    )  # fmt: skip
    codes = date_polls.book_poll(
        office, cast.coordinator, code=view.code, version=view.version, candidate_ids=best,
        hosts={key: host.id for key, host in turns.items() if host},
    )  # fmt: skip
    lines = meetings.list_meetings(office, cast.coordinator, year=2027).meetings
    assert [(line.code, line.host_agency_id) for line in lines] == list(
        zip(codes, (first.id, second.id), strict=True)
    )


def test_an_agency_that_said_no_is_not_suggested_as_host(cast: Cast, asked: Asked) -> None:
    office, view = asked
    (turn,) = view.hosts_of([view.candidates[0].candidate.id]).values()
    assert turn is not None
    for person in next(a for a in view.agencies if a.agency_id == turn.id).people:
        date_polls.type_in_poll_answer(
            office, cast.coordinator, code=view.code, person_id=person.person_id,
            choices=said(view, *(NO,) * 6),
        )  # fmt: skip
    after = date_polls.poll(office, cast.coordinator, code=view.code)
    (other,) = after.hosts_of([view.candidates[0].candidate.id]).values()
    assert other is not None
    assert other.id != turn.id


def test_one_refused_day_books_none_and_mails_nobody(office: Office, cast: Cast) -> None:
    view = answered_by_all(office, cast)
    ids = [one.candidate.id for one in view.candidates]
    with pytest.raises(RuleBroken, match="extra-needs-reason"):
        date_polls.book_poll(
            office, cast.coordinator, code=view.code, version=view.version,
            candidate_ids=ids[:3],
        )  # fmt: skip
    with pytest.raises(BadInput, match="poll-candidate-unknown"):
        date_polls.book_poll(
            office, cast.coordinator, code=view.code, version=view.version,
            candidate_ids=[ids[0], 999_999],
        )  # fmt: skip
    with pytest.raises(BadInput, match="nothing-to-book"):
        date_polls.book_poll(
            office,
            cast.coordinator,
            code=view.code,
            version=view.version,
            candidate_ids=[],
        )
    assert meetings.list_meetings(office, cast.coordinator, year=2027).meetings == ()
    assert mails(office, "poll_booked") == []
    assert date_polls.poll(office, cast.coordinator, code=view.code).state is PollState.OPEN


def test_days_are_booked_once_however_many_press(office: Office, cast: Cast) -> None:
    view = answered_by_all(office, cast)
    best = view.sets[0].candidate_ids
    done: list[object] = []

    def press() -> None:
        try:
            done.append(
                date_polls.book_poll(
                    office, cast.coordinator, code=view.code, version=view.version,
                    candidate_ids=best,
                )
            )  # fmt: skip
        except (Conflict, RuleBroken):
            done.append(None)

    threads = [threading.Thread(target=press) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one is not None for one in done) == 1
    assert len(done) == 3
    assert len(meetings.list_meetings(office, cast.coordinator, year=2027).meetings) == 2


def test_a_day_that_was_closed_meanwhile_is_recommended_no_more(office: Office, cast: Cast) -> None:
    from coordinator.terms import usecases as terms
    from coordinator.terms.views import ClosedKind, Effect, NewClosedDay

    view = answered_by_all(office, cast)
    terms.add_closed_day(
        office,
        cast.coordinator,
        new=NewClosedDay(
            name="Flytt",
            first_day=date(2027, 2, 11),
            last_day=date(2027, 2, 11),
            kind=ClosedKind.OWN_ABSENCE,
            effect=Effect.BLOCK,
        ),
    )
    found = date_polls.poll(office, cast.coordinator, code=view.code)
    closed = found.candidates[2]
    assert closed.is_refused
    assert all(closed.candidate.id not in each.candidate_ids for each in found.sets)


def test_a_withdrawn_poll_answers_in_words(cast: Cast, asked: Asked) -> None:
    office, view = asked
    token = token_for(office, cast.member.person_id)
    date_polls.withdraw_poll(office, cast.coordinator, code=view.code, version=view.version)
    assert date_polls.poll_by_link(office, token=token).state is PollState.WITHDRAWN
    with pytest.raises(RuleBroken, match="poll-is-withdrawn"):
        date_polls.answer_poll_by_link(office, token=token, choices=said(view, *ALL_YES))


# Who may -----------------------------------------------------------------------------------------


def test_members_and_readers_see_no_matrix_and_another_group_sees_nothing(
    cast: Cast, asked: Asked
) -> None:
    office, view = asked
    for actor in (cast.member, cast.reader):
        with pytest.raises(NotAllowed):
            date_polls.poll(office, actor, code=view.code)
    with pytest.raises(NotFound):
        date_polls.poll(office, cast.outsider, code=view.code)
    assert date_polls.polls(office, cast.outsider) == ()


def test_the_trail_tells_choices_but_no_comment_and_no_link(office: Office, cast: Cast) -> None:
    from sqlmodel import select

    from coordinator.trail.tables import TrailEntry

    view = opened(office, cast.coordinator)
    token = token_for(office, cast.member.person_id)
    date_polls.answer_poll_by_link(
        office, token=token, choices=said(view, *ALL_YES), comment="Min hemlighet"
    )
    with office.reading() as session:
        entries = session.exec(select(TrailEntry).order_by(TrailEntry.id)).all()  # type: ignore[arg-type]
        last = entries[-1]
        text = "".join(entry.changes for entry in entries)
        assert (last.use_case, last.origin, last.about) == (
            "planning.answer_poll", "link", "VT2027-poll-1",
        )  # fmt: skip
    assert '"yes"' in text
    assert "hemlighet" not in text
    assert token not in text


def test_a_secretary_runs_a_poll_too(office: Office, cast: Cast) -> None:
    from dataclasses import replace

    secretary: Actor = replace(cast.member, roles=frozenset({Role.SECRETARY}))
    view = opened(office, secretary)
    assert view.state is PollState.OPEN
