from __future__ import annotations

from typing import Any

import pytest

from coordinator.actions import usecases as actions
from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.translation import speaking
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import Presenter
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent
from coordinator.reports import usecases as reports
from tests.conftest import Cast, Hand
from tests.minutes.helpers import note, taken

from .helpers import agency, begun, booked, go_to, seated


def titles(office: Office, cast: Cast, code: str) -> list[str]:
    agenda = meetings.meeting(office, cast.coordinator, code=code).agenda
    assert [item.number for item in agenda] == list(range(1, len(agenda) + 1))
    return [item.title for item in agenda]


def test_an_added_item_stands_before_other_questions(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    added = meetings.add_agenda_item(
        office, cast.coordinator, code=code, title=" Besök  från   regionen ", duration=20
    )
    assert added.number == 8
    meetings.add_agenda_item(office, cast.coordinator, code=code, title="Ännu en", duration=5)
    assert titles(office, cast, code)[-4:] == [
        "Besök från regionen",
        "Ännu en",
        "Övriga frågor",
        "Nästa möte och avslutning",
    ]


@pytest.mark.parametrize(("open_item", "place"), [(7, 8), (8, 9), (9, 10)])
def test_at_the_table_an_item_lands_before_what_is_still_to_come(
    office: Office, cast: Cast, open_item: int, place: int
) -> None:
    view = begun(office, cast.coordinator)
    go_to(office, cast.coordinator, view.line.code, view.agenda[open_item - 1].id)
    added = meetings.add_agenda_item(
        office, cast.coordinator, code=view.line.code, title="Ny fråga", duration=5
    )
    assert added.number == place


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


def test_what_an_item_is_called_is_corrected_until_the_notes_are_approved(
    office: Office, cast: Cast
) -> None:
    view = begun(office, cast.coordinator)
    item = view.agenda[3]
    note(office, cast.coordinator, item.id, "Gicks igenom.")
    code = view.line.code
    meetings.close(office, cast.coordinator, code=code, version=view.line.version)

    def call_it(title: str) -> None:
        now = meetings.meeting(office, cast.coordinator, code=code).agenda[3]
        meetings.change_agenda_item(
            office, cast.coordinator, item_id=item.id, version=now.version, title=title, duration=5
        )

    call_it("Ärendet med grannen")
    call_it("Åtgärder")
    assert meetings.meeting(office, cast.coordinator, code=code).agenda[3].title == "Åtgärder"
    # What is found under it follows, and the old words find nothing.
    (hit,) = reports.search(office, cast.coordinator, query="gicks igenom").hits
    assert hit.title == "Åtgärder"
    assert not reports.search(office, cast.coordinator, query="grannen").hits
    taken(office, cast.coordinator, code, MinutesEvent.CIRCULATE, MinutesEvent.APPROVE)
    with pytest.raises(RuleBroken, match="approved"):
        call_it("För sent")


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


# The order ----------------------------------------------------------------------------------------


def moved(office: Office, cast: Cast, item_id: int, seen: int, to: int) -> list[int]:
    agenda = meetings.move_agenda_item(office, cast.coordinator, item_id=item_id, seen=seen, to=to)
    return [item.id for item in agenda]


def test_an_item_moves_and_the_others_close_up(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    ids = [item.id for item in meetings.meeting(office, cast.coordinator, code=code).agenda]
    assert moved(office, cast, ids[4], 5, 4) == [*ids[:3], ids[4], ids[3], *ids[5:]]
    assert moved(office, cast, ids[4], 4, 9) == [*ids[:4], *ids[5:], ids[4]]
    assert moved(office, cast, ids[4], 9, 5) == ids
    titles(office, cast, code)
    with pytest.raises(BadInput, match="agenda-place-odd"):
        moved(office, cast, ids[0], 1, 0)


def test_two_who_move_an_item_to_one_place_both_get_it_and_others_are_told(
    office: Office, cast: Cast
) -> None:
    code = booked(office, cast.coordinator)
    ids = [item.id for item in meetings.meeting(office, cast.coordinator, code=code).agenda]
    assert moved(office, cast, ids[4], 5, 4) == moved(office, cast, ids[4], 5, 4)
    with pytest.raises(Conflict, match="agenda-order-changed"):
        moved(office, cast, ids[4], 5, 6)


def test_while_the_meeting_runs_only_what_is_to_come_moves_or_goes(
    office: Office, cast: Cast
) -> None:
    view = begun(office, cast.coordinator)
    code, agenda = view.line.code, view.agenda
    go_to(office, cast.coordinator, code, agenda[3].id)
    for item, to in ((agenda[0], 6), (agenda[3], 5), (agenda[4], 4), (agenda[8], 2)):
        with pytest.raises(RuleBroken, match="agenda-item-begun"):
            moved(office, cast, item.id, item.number, to)
    now = meetings.meeting(office, cast.coordinator, code=code).agenda
    for item in (now[0], now[3]):
        with pytest.raises(RuleBroken, match="agenda-item-begun"):
            removed(office, cast, item.id, item.version)
    assert moved(office, cast, agenda[6].id, 7, 5)[4] == agenda[6].id


def removed(office: Office, cast: Cast, item_id: int, version: int) -> list[str]:
    agenda = meetings.remove_agenda_item(office, cast.coordinator, item_id=item_id, version=version)
    return [item.title for item in agenda]


def test_a_removed_item_is_gone_and_the_last_one_stays(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    agenda = meetings.meeting(office, cast.coordinator, code=code).agenda
    with pytest.raises(Conflict):
        removed(office, cast, agenda[6].id, agenda[6].version + 1)
    left = removed(office, cast, agenda[6].id, agenda[6].version)
    assert left == [item.title for item in agenda if item is not agenda[6]]
    for _ in range(7):
        first = meetings.meeting(office, cast.coordinator, code=code).agenda[0]
        removed(office, cast, first.id, first.version)
    (last,) = meetings.meeting(office, cast.coordinator, code=code).agenda
    with pytest.raises(RuleBroken, match="agenda-needs-item"):
        removed(office, cast, last.id, last.version)


def test_what_is_written_under_an_item_keeps_it_and_keeps_to_it(office: Office, cast: Cast) -> None:
    view = begun(office, cast.coordinator)
    code, item = view.line.code, view.agenda[6]
    chief = cast.coordinator
    minutes.save_note(office, chief, item_id=item.id, text="Utbildningen kvarstår", base_version=0)
    decision = minutes.add_decision(office, chief, item_id=item.id, text="Vi fortsätter")
    actions.add_action_point(
        office, chief, text="Boka kursgård", meeting_code=code, item_id=item.id
    )
    with pytest.raises(RuleBroken) as refused:
        removed(office, cast, item.id, item.version)
    with speaking("sv"):
        said = sentence(refused.value)
    assert all(word in said for word in ("anteckning", "beslut", "åtgärd"))

    moved(office, cast, item.id, 7, 3)

    note = minutes.minutes(office, chief, code=code).notes[2]
    assert (note.agenda_item_id, note.text) == (item.id, "Utbildningen kvarstår")
    assert [(one.code, one.number) for one in note.decisions] == [(decision.code, 1)]
    assert actions.points_of_meeting(office, chief, code=code)[0].item_number == 3
    for word in ("kvarstår", "fortsätter", "kursgård"):
        hits = reports.search(office, chief, query=word).hits
        assert [hit.item_number for hit in hits] == [3], word


def test_an_emptied_note_goes_with_its_item(office: Office, cast: Cast) -> None:
    view = begun(office, cast.coordinator)
    item, chief = view.agenda[6], cast.coordinator
    for version, text in enumerate(("Ett misstag", "")):
        minutes.save_note(office, chief, item_id=item.id, text=text, base_version=version)
    assert item.title not in removed(office, cast, item.id, item.version)


# Who presents -------------------------------------------------------------------------------------


def test_an_agency_or_somebody_of_the_roster_presents(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    elin = seated(office, cast.coordinator, "polis", "Elin")
    hidden = seated(office, cast.coordinator, "kvinnojour", "Hemlig", is_protected=True)
    polis = agency(office, cast.coordinator, "polis")
    item = meetings.meeting(office, cast.coordinator, code=code).agenda[3]
    for presenter, said in (
        (Presenter(agency_id=polis), "Polisen"),
        (Presenter(person_id=elin), "Elin Prov"),
        (Presenter(person_id=hidden), "Representant, Kvinnojouren"),
        (Presenter(), None),
    ):
        now = meetings.meeting(office, cast.coordinator, code=code).agenda[3]
        meetings.change_agenda_item(
            office,
            cast.coordinator,
            item_id=item.id,
            version=now.version,
            title=item.title,
            duration=20,
            presenter=presenter,
        )
        for reader in (cast.coordinator, cast.member, cast.reader):
            shown = meetings.meeting(office, reader, code=code).agenda[3]
            assert (shown.presenter, shown.presented_by) == (said, presenter)
    stranger = seated(office, cast.outsider, "polis", "Främling")
    with pytest.raises(NotFound):
        meetings.add_agenda_item(
            office,
            cast.coordinator,
            code=code,
            title="Besök",
            duration=5,
            presenter=Presenter(person_id=stranger),
        )


# The agenda of last time --------------------------------------------------------------------------


def _held_with_changes(office: Office, cast: Cast) -> str:
    """A held meeting: no development, a longer round, one item of its own."""
    code = booked(office, cast.coordinator)
    agenda = meetings.meeting(office, cast.coordinator, code=code).agenda
    removed(office, cast, agenda[6].id, agenda[6].version)
    meetings.change_agenda_item(
        office,
        cast.coordinator,
        item_id=agenda[3].id,
        version=agenda[3].version,
        title="Laget runt",
        duration=45,
        presenter=Presenter(person_id=cast.member.person_id),
    )
    meetings.add_agenda_item(office, cast.coordinator, code=code, title="Besök", duration=15)
    line = meetings.start(office, cast.coordinator, code=code, version=1).line
    meetings.close(office, cast.coordinator, code=code, version=line.version)
    return code


def test_last_times_agenda_is_shown_before_it_is_copied(office: Office, cast: Cast) -> None:
    held = _held_with_changes(office, cast)
    code = booked(office, cast.coordinator, "2026-12-02", theme="Digitalt våld")
    meetings.add_agenda_item(office, cast.coordinator, code=code, title="Eget", duration=10)

    seen = meetings.agenda_of_last_time(office, cast.coordinator, code=code)

    assert (seen.meeting_code, seen.duration) == (held, 150)
    assert [(one.change, one.line.title) for one in seen.lines if one.change != "same"] == [
        ("changed", "Laget runt"),
        ("new", "Besök"),
        ("kept", "Eget"),
    ]
    assert [line.title for line in seen.gone] == ["Utveckling av samarbetet"]
    after = meetings.copy_agenda(office, cast.coordinator, code=code, seen=seen)
    assert [item.title for item in after] == [one.line.title for one in seen.lines]
    assert "Tema: Digitalt våld" in [item.title for item in after]
    assert (after[3].duration, after[3].presented_by.person_id) == (45, cast.member.person_id)
    assert meetings.agenda_of_last_time(office, cast.coordinator, code=code).changes_nothing


def test_a_copy_does_what_was_shown_or_nothing(office: Office, cast: Cast) -> None:
    _held_with_changes(office, cast)
    code = booked(office, cast.coordinator, "2026-12-02")
    seen = meetings.agenda_of_last_time(office, cast.coordinator, code=code)
    meetings.add_agenda_item(office, cast.coordinator, code=code, title="Nyss", duration=10)
    before = titles(office, cast, code)
    with pytest.raises(Conflict, match="agenda-copy-changed"):
        meetings.copy_agenda(office, cast.coordinator, code=code, seen=seen)
    assert titles(office, cast, code) == before


def test_before_the_first_meeting_there_is_nothing_to_copy(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    with pytest.raises(RuleBroken, match="agenda-none-before"):
        meetings.agenda_of_last_time(office, cast.coordinator, code=code)
