from __future__ import annotations

from typing import Any

import pytest

from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.meetings import usecases as meetings
from tests.conftest import Cast, Hand

from .helpers import begun, booked, go_to


def test_an_added_item_stands_before_the_closing_one(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    added = meetings.add_agenda_item(
        office, cast.coordinator, code=code, title=" Besök  från   regionen ", duration=20
    )
    agenda = meetings.meeting(office, cast.coordinator, code=code).agenda
    assert added.number == 9
    assert [item.title for item in agenda[-2:]] == [
        "Besök från regionen",
        "Nästa möte och avslutning",
    ]
    assert [item.number for item in agenda] == list(range(1, 11))


def test_items_may_be_added_at_the_table_but_not_afterwards(office: Office, cast: Cast) -> None:
    view = begun(office, cast.coordinator)
    meetings.add_agenda_item(
        office, cast.coordinator, code=view.line.code, title="Ny fråga", duration=5
    )
    meetings.close(office, cast.coordinator, code=view.line.code, version=view.line.version)
    with pytest.raises(RuleBroken, match="meeting-is-held"):
        meetings.add_agenda_item(
            office, cast.coordinator, code=view.line.code, title="För sent", duration=5
        )


def test_a_stale_change_of_an_item_keeps_both_texts(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    item = meetings.meeting(office, cast.coordinator, code=code).agenda[6]
    change: dict[str, Any] = {"item_id": item.id, "version": item.version, "duration": 15}
    meetings.change_agenda_item(office, cast.coordinator, title="Hennes", **change)
    with pytest.raises(Conflict) as clash:
        meetings.change_agenda_item(office, cast.coordinator, title="Hans", **change)
    assert (clash.value.params["mine"], clash.value.params["theirs"]) == ("Hans", "Hennes")


def test_an_item_without_words_is_refused(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    with pytest.raises(BadInput, match="agenda-title-missing"):
        meetings.add_agenda_item(office, cast.coordinator, code=code, title=" \n ", duration=5)


def test_the_theme_stands_in_its_own_items_title(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    view = meetings.set_theme(office, cast.coordinator, code=code, version=1, theme="Digitalt våld")
    assert view.line.theme == "Digitalt våld"
    assert "Tema: Digitalt våld" in [item.title for item in view.agenda]


def test_each_item_gets_the_time_it_was_open(office: Office, cast: Cast, hand: Hand) -> None:
    view = begun(office, cast.coordinator)
    code, agenda = view.line.code, view.agenda
    assert view.current_item == agenda[0]

    hand.forward(minutes=4)
    go_to(office, cast.coordinator, code, agenda[1].id)
    hand.forward(minutes=6)
    go_to(office, cast.coordinator, code, agenda[0].id)
    hand.forward(seconds=30)
    view = meetings.meeting(office, cast.coordinator, code=code)
    closed = meetings.close(office, cast.coordinator, code=code, version=view.line.version)

    assert [item.seconds_used for item in closed.agenda[:3]] == [270, 360, 0]
    assert closed.current_item is None


def test_going_forward_marks_done_and_going_back_does_not(office: Office, cast: Cast) -> None:
    view = begun(office, cast.coordinator)
    code, agenda = view.line.code, view.agenda
    go_to(office, cast.coordinator, code, agenda[3].id)
    go_to(office, cast.coordinator, code, agenda[1].id)
    now = meetings.meeting(office, cast.coordinator, code=code)
    assert [item.is_done for item in now.agenda[:4]] == [True, False, False, False]
    assert now.current_item is not None
    assert now.current_item.number == 2


def test_opening_the_open_item_again_loses_no_time(office: Office, cast: Cast, hand: Hand) -> None:
    view = begun(office, cast.coordinator)
    first = view.agenda[0]
    hand.forward(minutes=3)
    again = go_to(office, cast.coordinator, view.line.code, first.id)
    assert again.opened_at == view.agenda[0].opened_at
    hand.forward(minutes=2)
    closed = meetings.close(
        office, cast.coordinator, code=view.line.code, version=view.line.version
    )
    assert closed.agenda[0].seconds_used == 300


def test_an_item_of_another_meeting_cannot_be_opened(office: Office, cast: Cast) -> None:
    view = begun(office, cast.coordinator)
    other = booked(office, cast.coordinator, "2026-12-02")
    item = meetings.meeting(office, cast.coordinator, code=other).agenda[0]
    with pytest.raises(NotFound):
        go_to(office, cast.coordinator, view.line.code, item.id)
