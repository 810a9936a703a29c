"""Before minutes go out: a question about every text that may point to somebody."""

from __future__ import annotations

import json

import pytest
from sqlmodel import select

from coordinator.core.errors import BadInput, RuleBroken
from coordinator.core.office import Office
from coordinator.meetings import usecases as meetings
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent, MinutesState
from coordinator.trail import go_aheads
from coordinator.trail.go_aheads import UnclearPlace, Writing
from coordinator.trail.tables import GoAhead, TrailEntry
from tests.conftest import Cast
from tests.meetings.helpers import begun
from tests.minutes.helpers import held, note, taken

CIRCULATE, APPROVE, SEND = MinutesEvent.CIRCULATE, MinutesEvent.APPROVE, MinutesEvent.SEND
NUMBER = "070-174 06 40"
TEXT = f"Hon ville inte flytta i fredags.\nHon nås på {NUMBER}."


def test_a_phone_number_stops_the_circulation_with_its_place_and_kind_only(
    office: Office, cast: Cast
) -> None:
    code = held(office, cast.coordinator, TEXT).line.code
    with pytest.raises(RuleBroken, match="text-may-point-to-someone") as refusal:
        minutes.advance(office, cast.coordinator, code=code, version=1, event=CIRCULATE)
    (place,) = refusal.value.params["places"]
    assert (place.source, place.where) == ("note", "punkt 4")
    assert place.kinds == ("phone", "individual")
    assert NUMBER not in str(refusal.value)
    assert minutes.unclear_places(office, cast.coordinator, code=code) == (place,)
    assert minutes.states(office, cast.coordinator, codes=[code]) == {code: MinutesState.DRAFT}


def test_a_reason_lets_the_text_pass_and_is_kept_without_the_value(
    office: Office, cast: Cast
) -> None:
    code = held(office, cast.coordinator, TEXT).line.code
    minutes.advance(
        office,
        cast.coordinator,
        code=code,
        version=1,
        event=CIRCULATE,
        reason="Numret går till en växel.",
    )
    with office.reading() as session:
        (given,) = session.exec(select(GoAhead)).all()
        trail = session.exec(select(TrailEntry)).all()
        (entry,) = (one for one in trail if one.use_case == "access.go_ahead")
        assert (given.source, given.kinds) == ("note", "phone,individual")
        assert (given.reason, given.person_id) == (
            "Numret går till en växel.",
            cast.coordinator.person_id,
        )
        assert entry.about == code
        assert json.loads(entry.changes) == [
            {"said": {"kinds": ["individual", "phone"], "places": 1}}
        ]
        assert not [one for one in trail if NUMBER in one.changes or "växel" in one.changes]
        assert NUMBER not in given.model_dump_json()


def test_a_text_that_was_answered_for_is_not_asked_about_again_until_it_changes(
    office: Office, cast: Cast
) -> None:
    code = held(office, cast.coordinator, TEXT).line.code
    view = minutes.advance(
        office, cast.coordinator, code=code, version=1, event=CIRCULATE, reason="En växel."
    )
    view = taken(office, cast.coordinator, code, MinutesEvent.WITHDRAW)
    view = taken(office, cast.coordinator, code, CIRCULATE)
    note(office, cast.coordinator, view.notes[3].agenda_item_id, f"{TEXT} Dygnet runt.")
    with pytest.raises(RuleBroken, match="text-may-point-to-someone"):
        taken(office, cast.coordinator, code, APPROVE)


def test_minutes_that_point_to_nobody_pass_without_a_question(office: Office, cast: Cast) -> None:
    code = held(office, cast.coordinator, "Ring Kvinnofridslinjen, 020-50 50 50.").line.code
    view = taken(office, cast.coordinator, code, CIRCULATE, APPROVE, SEND)
    assert view.state is MinutesState.SENT


def test_a_reason_that_points_to_somebody_itself_is_refused(office: Office, cast: Cast) -> None:
    code = held(office, cast.coordinator, TEXT).line.code
    with pytest.raises(BadInput, match="guard-reason-points"):
        minutes.advance(
            office,
            cast.coordinator,
            code=code,
            version=1,
            event=CIRCULATE,
            reason=f"{NUMBER} är hennes eget.",
        )


def test_any_sending_can_ask_the_same_question(office: Office, cast: Cast) -> None:
    texts = [Writing("poll", 7, "A.K. vill veta.", "frågan"), Writing("poll", 8, "När?", "svaret")]
    now = office.clock.now()
    with pytest.raises(RuleBroken) as refusal, office.transaction() as session:
        go_aheads.must_be_cleared(session, cast.coordinator, texts, now=now)
    assert refusal.value.params["places"] == (
        UnclearPlace("poll", 7, "frågan", None, ("initials",)),
    )
    with office.transaction() as session:
        go_aheads.must_be_cleared(session, cast.coordinator, texts, now=now, reason="Fiktivt.")
    with office.transaction() as session:
        go_aheads.must_be_cleared(session, cast.coordinator, texts, now=now)
    with office.reading() as session:
        other_group = cast.outsider.group_id
        assert go_aheads.unclear_places(session, other_group, texts)


@pytest.mark.parametrize(
    "text", ["[intrnt] Läget.", "Ett.\n\n- **[hemligt]** Två.", "(internremiss) Tre.", "{OBS} x"]
)
def test_a_bracket_that_is_no_known_mark_is_asked_about_at_every_step(
    office: Office, cast: Cast, text: str
) -> None:
    code = held(office, cast.coordinator, text).line.code
    with pytest.raises(RuleBroken, match="bracket-may-be-mark") as refusal:
        taken(office, cast.coordinator, code, CIRCULATE)
    (place,) = refusal.value.params["places"]
    assert (place.source, place.where, place.kinds) == ("note", "punkt 4", ("mark",))
    assert minutes.unclear_places(office, cast.coordinator, code=code) == (place,)
    minutes.advance(
        office, cast.coordinator, code=code, version=1, event=CIRCULATE, reason="Stycket är öppet."
    )
    view = taken(office, cast.coordinator, code, APPROVE, SEND)
    assert view.state is MinutesState.SENT


def test_approving_and_sending_ask_about_a_bracket_that_came_later(
    office: Office, cast: Cast
) -> None:
    code = held(office, cast.coordinator, "Läget.").line.code
    view = taken(office, cast.coordinator, code, CIRCULATE)
    minutes.add_decision(
        office, cast.coordinator, item_id=view.notes[4].agenda_item_id, text="[inernt] Polisen."
    )
    with pytest.raises(RuleBroken, match="bracket-may-be-mark"):
        taken(office, cast.coordinator, code, APPROVE)


def test_a_go_ahead_answers_only_for_what_was_asked(office: Office, cast: Cast) -> None:
    """As one that was given before brackets were asked about."""
    code = held(office, cast.coordinator, f"[intrnt] {TEXT}").line.code
    view = minutes.advance(
        office, cast.coordinator, code=code, version=1, event=CIRCULATE, reason="En växel."
    )
    with office.transaction() as session:
        given = session.exec(select(GoAhead)).one()
        assert given.kinds == "phone,individual,mark"
        given.kinds = "phone,individual"
        session.add(given)
    with pytest.raises(RuleBroken, match="text-may-point-to-someone"):
        minutes.advance(office, cast.coordinator, code=code, version=view.version, event=APPROVE)


@pytest.mark.parametrize(
    "text",
    [
        "(sekreteraren) läste upp.",
        "(internationella kvinnodagen) firades.",
        "(internet) låg nere.",
        "[internt] Läget.",
        "(prövas enligt 26 kap) Läget.",
    ],
)
def test_prose_and_known_marks_pass_without_a_question(
    office: Office, cast: Cast, text: str
) -> None:
    code = held(office, cast.coordinator, text).line.code
    assert taken(office, cast.coordinator, code, CIRCULATE).state is MinutesState.CIRCULATED


@pytest.mark.parametrize("title", ["(internt) Resurser", "[prövas] Resurser", "[intrnt] Resurser"])
def test_a_mark_in_a_title_hides_nothing_and_is_asked_about(
    office: Office, cast: Cast, title: str
) -> None:
    view = begun(office, cast.coordinator)
    item = meetings.add_agenda_item(
        office, cast.coordinator, code=view.line.code, title=title, duration=5
    )
    line = meetings.meeting(office, cast.coordinator, code=view.line.code).line
    meetings.close(office, cast.coordinator, code=line.code, version=line.version)
    with pytest.raises(RuleBroken, match="bracket-may-be-mark") as refusal:
        taken(office, cast.coordinator, view.line.code, CIRCULATE)
    (place,) = refusal.value.params["places"]
    assert (place.source, place.item) == ("agenda_item", item.id)


# What a model finds: one press --------------------------------------------------------------------

QUIET = "Hon ville inte flytta i fredags."


def test_quiet_findings_alone_are_answered_by_one_press_for_all_of_them(
    office: Office, cast: Cast
) -> None:
    code = held(office, cast.coordinator, QUIET).line.code
    view = minutes.minutes(office, cast.coordinator, code=code)
    minutes.add_decision(
        office, cast.coordinator, item_id=view.notes[4].agenda_item_id, text="Han fick nej i går."
    )
    with pytest.raises(RuleBroken, match="text-to-read-again") as refusal:
        taken(office, cast.coordinator, code, CIRCULATE)
    places = refusal.value.params["places"]
    assert [place.kinds for place in places] == [("individual",), ("individual",)]
    assert places == minutes.unclear_places(office, cast.coordinator, code=code)
    view = minutes.advance(
        office,
        cast.coordinator,
        code=code,
        version=1,
        event=CIRCULATE,
        acknowledged={place.text_hash for place in places},
    )
    assert view.state is MinutesState.CIRCULATED
    with office.reading() as session:
        given = [(one.reason, one.kinds) for one in session.exec(select(GoAhead)).all()]
        entries = [
            (one.about, json.loads(one.changes))
            for one in session.exec(select(TrailEntry)).all()
            if one.use_case == "access.read_again"
        ]
    assert given == [(go_aheads.ACKNOWLEDGED, "individual")] * 2
    assert entries == [(code, [{"said": {"kinds": ["individual"], "places": 2}}])]
    assert taken(office, cast.coordinator, code, APPROVE, SEND).state is MinutesState.SENT


def test_what_was_read_is_asked_about_again_when_it_changes(office: Office, cast: Cast) -> None:
    code = held(office, cast.coordinator, QUIET).line.code
    (place,) = minutes.unclear_places(office, cast.coordinator, code=code)
    view = minutes.minutes(office, cast.coordinator, code=code)
    note(office, cast.coordinator, view.notes[3].agenda_item_id, f"{QUIET} Hon är rädd.")
    with pytest.raises(RuleBroken, match="text-to-read-again"):
        minutes.advance(
            office,
            cast.coordinator,
            code=code,
            version=view.version,
            event=CIRCULATE,
            acknowledged={place.text_hash},
        )


def test_a_number_wants_a_reason_however_much_was_read(office: Office, cast: Cast) -> None:
    code = held(office, cast.coordinator, TEXT).line.code
    view = minutes.minutes(office, cast.coordinator, code=code)
    note(office, cast.coordinator, view.notes[1].agenda_item_id, QUIET)
    places = minutes.unclear_places(office, cast.coordinator, code=code)
    assert [place.is_quiet for place in places] == [True, False]
    read = {place.text_hash for place in places}
    with pytest.raises(RuleBroken, match="text-may-point-to-someone") as refusal:
        minutes.advance(
            office,
            cast.coordinator,
            code=code,
            version=view.version,
            event=CIRCULATE,
            acknowledged=read,
        )
    assert refusal.value.params["where"] == "punkt 4"
    minutes.advance(
        office,
        cast.coordinator,
        code=code,
        version=view.version,
        event=CIRCULATE,
        reason="En växel.",
        acknowledged=read,
    )
    with office.reading() as session:
        given = {one.kinds: one.reason for one in session.exec(select(GoAhead)).all()}
    assert given == {"individual": go_aheads.ACKNOWLEDGED, "phone,individual": "En växel."}
