"""Decisions: numbered once, reworded until approval, withdrawn but never gone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent
from coordinator.reports import usecases as reports
from tests.conftest import Cast
from tests.meetings.helpers import begun
from tests.minutes.helpers import held, item_of, taken


def test_decisions_are_numbered_through_the_meeting(office: Office, cast: Cast) -> None:
    view = begun(office, cast.coordinator)
    codes = [
        minutes.add_decision(
            office, cast.coordinator, item_id=item_of(view, number), text=f"Beslut om {number}."
        ).code
        for number in (3, 7, 5)
    ]
    code = view.line.code
    assert codes == [f"{code} § 1", f"{code} § 2", f"{code} § 3"]
    notes = minutes.minutes(office, cast.coordinator, code=code).notes
    assert {note.number: [one.number for one in note.decisions] for note in notes} == {
        **{number: [] for number in (1, 2, 4, 6, 8, 9)},
        3: [1],
        7: [2],
        5: [3],
    }


def test_a_withdrawn_decisions_number_is_never_used_again(office: Office, cast: Cast) -> None:
    view = begun(office, cast.coordinator)
    item = item_of(view, 5)
    first = minutes.add_decision(office, cast.coordinator, item_id=item, text="Fel beslut.")
    gone = minutes.withdraw_decision(
        office, cast.coordinator, decision_id=first.id, version=first.version
    )
    assert gone.is_withdrawn
    second = minutes.add_decision(office, cast.coordinator, item_id=item, text="Rätt beslut.")
    assert second.number == 2
    with pytest.raises(RuleBroken) as refusal:
        minutes.change_decision(
            office, cast.coordinator, decision_id=gone.id, version=gone.version, text="Igen"
        )
    assert refusal.value.code == "decision-is-withdrawn"


def test_a_decision_is_reworded_by_one_at_a_time(office: Office, cast: Cast) -> None:
    item = item_of(begun(office, cast.coordinator), 5)
    first = minutes.add_decision(office, cast.coordinator, item_id=item, text="Mars.")
    second = minutes.change_decision(
        office, cast.coordinator, decision_id=first.id, version=first.version, text="April."
    )
    assert (second.text, second.number, second.version) == ("April.", 1, 2)
    with pytest.raises(Conflict) as refusal:
        minutes.change_decision(
            office, cast.coordinator, decision_id=first.id, version=first.version, text="Maj."
        )
    assert refusal.value.params == {"mine": "Maj.", "theirs": "April.", "version": 2}


def test_an_empty_decision_is_no_decision(office: Office, cast: Cast) -> None:
    item = item_of(begun(office, cast.coordinator), 5)
    with pytest.raises(BadInput) as refusal:
        minutes.add_decision(office, cast.coordinator, item_id=item, text=" \n ")
    assert refusal.value.code == "decision-needs-text"


def test_approved_minutes_take_no_decision_and_lose_none(office: Office, cast: Cast) -> None:
    view = held(office, cast.coordinator)
    item = item_of(view, 5)
    kept = minutes.add_decision(office, cast.coordinator, item_id=item, text="Ja.")
    gone = minutes.add_decision(office, cast.coordinator, item_id=item, text="Nej.")
    minutes.withdraw_decision(office, cast.coordinator, decision_id=gone.id, version=gone.version)
    taken(office, cast.coordinator, view.line.code, MinutesEvent.CIRCULATE, MinutesEvent.APPROVE)
    with pytest.raises(RuleBroken, match="minutes-locked"):
        minutes.add_decision(office, cast.coordinator, item_id=item, text="Till.")
    with pytest.raises(RuleBroken, match="minutes-locked"):
        minutes.withdraw_decision(
            office, cast.coordinator, decision_id=kept.id, version=kept.version
        )
    seen = minutes.minutes(office, cast.member, code=view.line.code).notes[4].decisions
    assert [one.text for one in seen] == ["Ja."]
    kept_for_us = minutes.minutes(office, cast.coordinator, code=view.line.code).notes[4].decisions
    assert [one.is_withdrawn for one in kept_for_us] == [False, True]


def test_search_lands_on_a_decisions_paragraph_until_it_is_withdrawn(
    office: Office, cast: Cast
) -> None:
    view = begun(office, cast.coordinator)
    made = minutes.add_decision(
        office, cast.coordinator, item_id=item_of(view, 5), text="Utbildningsdag i mars."
    )
    hit = reports.search(office, cast.coordinator, query="utbildningsdag").hits[0]
    assert (hit.kind, hit.title, hit.item_number) == ("decision", made.code, 5)
    minutes.withdraw_decision(office, cast.coordinator, decision_id=made.id, version=made.version)
    assert reports.search(office, cast.coordinator, query="utbildningsdag").total == 0


def test_another_groups_decision_does_not_exist(office: Office, cast: Cast) -> None:
    item = item_of(begun(office, cast.coordinator), 5)
    made = minutes.add_decision(office, cast.coordinator, item_id=item, text="Vårt.")
    with pytest.raises(NotFound):
        minutes.change_decision(
            office, cast.outsider, decision_id=made.id, version=made.version, text="Deras."
        )
    with pytest.raises(NotFound):
        minutes.add_decision(office, cast.outsider, item_id=item, text="Deras.")


def test_two_who_decide_at_once_get_different_numbers(office: Office, cast: Cast) -> None:
    item = item_of(begun(office, cast.coordinator), 5)

    def decide(number: int) -> int:
        made = minutes.add_decision(
            office, cast.coordinator, item_id=item, text=f"Beslut {number}."
        )
        return made.number

    with ThreadPoolExecutor(4) as hands:
        assert sorted(hands.map(decide, range(12))) == list(range(1, 13))
