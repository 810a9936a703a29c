"""A secret place is looked for in every text when it is set, and in every text written later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.actions.views import InfoKind
from coordinator.core.errors import RuleBroken
from coordinator.core.office import Office
from coordinator.core.outbox.tables import OutboxMail
from coordinator.installation.housekeeping import keep_house
from coordinator.invitations import usecases as invitations
from coordinator.meetings import in_transaction
from coordinator.meetings import usecases as meetings
from coordinator.meetings.place_in_text import Standing, standing
from coordinator.meetings.tables import Meeting, VenueTold
from coordinator.planning import usecases as planning
from coordinator.planning.polls import usecases as polls
from tests.conftest import Cast, Hand

from .helpers import at, booked

PLACE = "Storgatan 5, plan 2"
TOLD = "told_separately"


@pytest.mark.parametrize(
    "text",
    [
        "Vi ses på storgatan 5 plan 2!",
        "STORGATAN 5 – PLAN 2",
        "Storgatan 5 (plan 2)",
        "Storgatan\u00a05,\u200b plan\n2",
        "https://kartor.example.se/storgatan-5_plan-2",
        "https://kartor.example.se/?q=Storgatan%205%2C%20plan%202",
        "storgatan5plan2",
    ],
)
def test_a_place_is_found_word_for_word_without_punctuation(text: str) -> None:
    assert standing(PLACE, text) is Standing.WHOLE


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (PLACE, "Plan 2 på Storgatan 5"),
        (PLACE, "Storgatan 5."),
        (PLACE, "Storgatan nr 5"),
        (PLACE, "storg. 5"),
        ("Norra Ekvägen 7", "vid Ekv 7"),
        ("Kulturhuset, Lilla Torget 3, sal B", "lilla torget 3"),
        ("Hemliga gatan 17, port 2", "Bredvid Hemliga gatan 17"),
        ("Hos Eva, Åsgatan 12 B", "åsgatan 12"),
    ],
)
def test_a_street_and_number_alone_is_found_as_that(place: str, text: str) -> None:
    assert standing(place, text) is Standing.STREET


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (PLACE, "Storgatan 57, plan 2"),
        (PLACE, "Lillgatan 5 och plan 2"),
        (PLACE, "Mellanstorgatan 5"),
        (PLACE, "Plan 2 för hösten"),
        ("Bio", "Biografen och biologi"),
        ("A", "A och O"),
        ("Rum 4", "Rum 41"),
    ],
)
def test_other_words_are_not_the_place(place: str, text: str) -> None:
    assert standing(place, text) is Standing.NOTHING


def move(office: Office, actor: Actor, code: str, **given: Any) -> None:
    line = meetings.meeting(office, actor, code=code).line
    given = dict[str, Any](reason="Nytt rum", start=line.start, end=line.end) | given
    invitations.reschedule(office, actor, code=code, **given)


def own_text(office: Office, actor: Actor, code: str, where: str, text: str) -> None:
    view = meetings.meeting(office, actor, code=code)
    match where:
        case "theme":
            meetings.set_theme(office, actor, code=code, version=view.line.version, theme=text)
        case "new item":
            meetings.add_agenda_item(office, actor, code=code, title=text, duration=5)
        case "item":
            item = view.agenda[4]
            meetings.change_agenda_item(
                office, actor, item_id=item.id, version=item.version, title=text, duration=5
            )
        case "link":
            link = "https://video.example.se/" + text.replace(" ", "-")
            meetings.set_mode(
                office,
                actor,
                code=code,
                version=view.line.version,
                mode="hybrid",
                joining_link=link,
            )
        case "reason":
            later = {
                "start": view.line.start + timedelta(hours=1),
                "end": view.line.end + timedelta(hours=1),
            }
            move(office, actor, code, reason=text, **later)
        case _:
            other_text(office, actor, code, where, text)


def other_text(office: Office, actor: Actor, code: str, where: str, text: str) -> None:
    match where:
        case "point":
            actions.add_action_point(office, actor, text=text)
        case "point of the meeting":
            actions.add_action_point(office, actor, text=text, meeting_code=code)
        case "result":
            point = actions.add_action_point(office, actor, text="Boka lokal")
            actions.close_action_point(
                office, actor, point_id=point.id, version=point.version, result=text
            )
        case "information":
            actions.add_information_action(office, actor, title=text, kind=InfoKind.LECTURE)
        case "poll":
            polls.make_poll(
                office,
                actor,
                term_code="HT2026",
                times=[(at(day), at(day) + timedelta(hours=2)) for day in DAYS],
                answer_by=date(2026, 9, 1),
                message=text,
                accepted=planning_doubts(office, actor),
            )
        case _:
            raise AssertionError(where)


DAYS = ("2026-11-24", "2026-11-25", "2026-11-26")


def planning_doubts(office: Office, actor: Actor) -> frozenset[str]:
    """What else the days of the question are asked about."""
    return frozenset(
        objection.code
        for day in DAYS
        for objection in planning.check(
            office, actor, start=at(day), end=at(day) + timedelta(hours=2)
        )
    )


OWN = ("theme", "new item", "item", "link", "reason")
ELSEWHERE = ("point", "point of the meeting", "result", "information", "poll")


@pytest.mark.parametrize("where", [*OWN, *ELSEWHERE])
def test_a_place_is_looked_for_when_it_is_set(office: Office, cast: Cast, where: str) -> None:
    chief = cast.coordinator
    code = booked(office, chief, venue="Rådhuset")
    own_text(office, chief, code, where, "Vi ses på Storgatan 5 plan 2")
    # Another reason takes the old one's place.
    reason = {"reason": "Se Storgatan 5, plan 2"} if where == "reason" else {}
    with pytest.raises(RuleBroken) as refusal:
        move(office, chief, code, venue=PLACE, venue_kind=TOLD, **reason)
    is_own = where in OWN
    assert refusal.value.code == ("venue-in-text" if is_own else "venue-elsewhere")
    assert "Storgatan" not in str(refusal.value)
    assert meetings.meeting(office, chief, code=code).line.venue == "Rådhuset"
    if not is_own:
        move(
            office, chief, code, venue=PLACE, venue_kind=TOLD,
            accepted=frozenset({"venue-elsewhere"}),
        )  # fmt: skip
        assert meetings.meeting(office, chief, code=code).line.has_secret_place


@pytest.mark.parametrize("where", [*OWN, *ELSEWHERE])
def test_a_secret_place_is_refused_in_what_is_written_later(
    office: Office, cast: Cast, where: str
) -> None:
    code = booked(office, cast.coordinator, venue=PLACE, venue_kind=TOLD)
    with pytest.raises(RuleBroken, match="venue-in-text"):
        own_text(office, cast.coordinator, code, where, "Vi ses på Storgatan 5 plan 2")
    with pytest.raises(RuleBroken, match="venue-street-in-text"):
        own_text(office, cast.coordinator, code, where, "Utanför storgatan 5")


def test_a_street_and_number_may_stand_when_that_is_said(office: Office, cast: Cast) -> None:
    chief, yes = cast.coordinator, frozenset({"venue-street-in-text"})
    code = booked(office, chief, venue=PLACE, venue_kind=TOLD)
    meetings.add_agenda_item(
        office, chief, code=code, title="Bygget på Storgatan 5", duration=5, accepted=yes
    )
    with pytest.raises(RuleBroken, match="venue-street-in-text"):
        move(office, chief, code, venue="Storgatan 5, källaren")
    move(office, chief, code, venue="Storgatan 5, källaren", accepted=yes)
    now = meetings.meeting(office, chief, code=code).line.version
    with pytest.raises(RuleBroken, match="venue-in-text"):  # the whole place never may
        meetings.set_theme(
            office, chief, code=code, version=now, theme="Storgatan 5 källaren",
            accepted=yes | {"venue-in-text"},
        )  # fmt: skip


@pytest.mark.parametrize("kind", ["protected", TOLD])
def test_the_open_place_that_becomes_secret_is_looked_for(
    office: Office, cast: Cast, kind: str
) -> None:
    code = booked(office, cast.coordinator, venue="Villa Solbacken")
    own_text(office, cast.coordinator, code, "new item", "Lunch i villa Solbacken")
    with pytest.raises(RuleBroken, match="venue-in-text"):
        move(office, cast.coordinator, code, venue_kind=kind)


def test_a_place_in_a_waiting_mail_is_asked_about(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator, venue="Rådhuset")
    own_text(office, cast.coordinator, code, "poll", "Kom till oss")
    with office.transaction() as session:
        now = office.clock.now()
        session.add(
            OutboxMail(
                group_id=cast.coordinator.group_id,
                kind="poll",
                address="a@example.se",
                subject="Möte",
                text="På Storgatan 5, plan 2.",
                html="",
                message_id="x",
                due_at=now,
                created_at=now,
            )
        )
    with pytest.raises(RuleBroken, match="venue-elsewhere"):
        move(office, cast.coordinator, code, venue=PLACE, venue_kind=TOLD)


def test_texts_of_other_meetings_and_groups_are_left_alone(office: Office, cast: Cast) -> None:
    other = booked(office, cast.coordinator, "2026-12-02", venue="Rådhuset")
    own_text(office, cast.coordinator, other, "theme", "Storgatan 5, plan 2")
    actions.add_action_point(office, cast.outsider, text="Storgatan 5, plan 2")
    assert booked(office, cast.coordinator, venue=PLACE, venue_kind=TOLD)


# Afterwards ---------------------------------------------------------------------------------------


def kept(office: Office) -> tuple[list[str], int]:
    """Every place that is stored, and how many people were told one."""
    with office.reading() as session:
        places = session.exec(select(Meeting.venue)).all()
        return [one for one in places if one], len(session.exec(select(VenueTold)).all())


def closed(office: Office, actor: Actor, code: str) -> None:
    view = meetings.start(office, actor, code=code, version=1)
    meetings.close(office, actor, code=code, version=view.line.version)


def cancelled(office: Office, actor: Actor, code: str) -> None:
    invitations.cancel(office, actor, code=code, reason="Sjukdom")


@pytest.mark.parametrize("ending", [closed, cancelled])
def test_a_told_place_is_forgotten_when_the_meeting_is_over(
    office: Office, cast: Cast, ending: Callable[[Office, Actor, str], None]
) -> None:
    code = booked(office, cast.coordinator, venue=PLACE, venue_kind=TOLD)
    meetings.mark_venue_told(
        office, cast.coordinator, code=code, person_id=cast.member.person_id or 0
    )
    assert kept(office) == ([PLACE], 1)
    ending(office, cast.coordinator, code)
    assert kept(office) == ([], 0)
    assert meetings.meeting(office, cast.coordinator, code=code).line.venue_kind == TOLD


def test_a_place_of_a_meeting_that_nobody_closed_is_forgotten_by_time(
    office: Office, cast: Cast, hand: Hand
) -> None:
    code = booked(office, cast.coordinator, venue=PLACE, venue_kind=TOLD)
    later = booked(office, cast.coordinator, "2026-12-02", venue="Ågatan 1", venue_kind=TOLD)
    hand.on(at("2026-09-16") + timedelta(hours=3))
    assert keep_house(office) == ()
    hand.forward(hours=12)
    with pytest.raises(RuleBroken, match="venue-not-told-here"):
        meetings.ask_for_venue(office, cast.member, code=code)
    assert keep_house(office) == (code,)
    assert kept(office) == (["Ågatan 1"], 0)
    assert meetings.meeting(office, cast.coordinator, code=later).line.has_secret_place


def test_a_new_booking_forgets_too(office: Office, cast: Cast, hand: Hand) -> None:
    booked(office, cast.coordinator, venue=PLACE, venue_kind=TOLD)
    hand.on(at("2026-09-20"))
    booked(office, cast.coordinator, "2026-12-02")
    assert kept(office) == ([], 0)


def test_an_open_place_stays_in_the_history(office: Office, cast: Cast) -> None:
    closed(office, cast.coordinator, booked(office, cast.coordinator, venue="Rådhuset"))
    with office.transaction() as session:
        assert in_transaction.forget_past_places(session, office.clock.now()) == ()
    assert kept(office) == (["Rådhuset"], 0)
