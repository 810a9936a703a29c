"""The meeting page afterwards: from draft to sent out, and what may still be mended."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from coordinator.access.actor import Role
from coordinator.installation.demo import PEOPLE
from coordinator.mail import usecases as outbox
from coordinator.meetings import usecases as meetings
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.outcome import Outcome
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent, MinutesState
from coordinator.minutes.views import MinutesView
from coordinator.ui.text import firm
from tests.minutes.helpers import taken
from tests.statements import count_statements
from tests.ui.conftest import Desk
from tests.ui.run import (
    cookie_of,
    html,
    open_page,
    person_of,
    press,
    press_key,
    signed_in,
    words,
)

CODE = "HT2026-1"  # out for comments on the example's day
MOST = 15  # SQL statements of one run


def record(desk: Desk, code: str = CODE) -> MinutesView:
    return minutes.minutes(desk.office, desk.actor, code=code)


def item(desk: Desk, number: int) -> int:
    return next(note.agenda_item_id for note in record(desk).notes if note.number == number)


def keys(page: AppTest) -> list[str]:
    return [button.key or "" for button in page.button]


def test_all_nine_items_are_shown_with_decisions_points_and_attendance(desk: Desk) -> None:
    page = desk.open("meetings", meeting=CODE)
    assert not page.exception
    titles = [firm(header.value) for header in page.header]
    assert titles[1:10] == [f"{note.number}. {note.title}" for note in record(desk).notes]
    shown = html(page)
    assert "Beslut § 1" in shown
    assert "AP-2026-09" in shown
    assert "12 av 12 var här" in shown
    assert "Alla 12 verksamheter var representerade." in shown
    assert "Representant, Kvinnojouren Exempel" in shown.replace("\u00ad", "")


def test_all_four_outcomes_are_printed(desk: Desk) -> None:
    view = meetings.meeting(desk.office, desk.actor, code=CODE)
    rows = [row for agency in view.presence for row in agency.rows]
    meetings.set_outcome(
        desk.office, desk.actor, code=CODE, row_id=rows[0].id, outcome=Outcome.ABSENT
    )
    meetings.set_outcome(
        desk.office,
        desk.actor,
        code=CODE,
        agency_id=rows[-1].agency_id,
        outcome=Outcome.SUBSTITUTE,
        substitute_for_id=rows[-1].person_id,
    )
    shown = html(desk.open("meetings", meeting=CODE))
    for word in ("Närvarande", "Ersättare", "Anmält förhinder", "Frånvarande"):
        assert f"<td>{word}</td>" in shown


def test_the_one_button_is_the_next_step_until_all_are_taken(desk: Desk) -> None:
    page = desk.open("meetings", meeting=CODE)
    for label, state in (
        ("Justera anteckningarna", MinutesState.APPROVED),
        ("Skicka ut anteckningarna", MinutesState.SENT),
    ):
        assert page.button(key="do_minutes_step").label == label
        version = record(desk).version
        page = press_key(page, "do_minutes_step")
        assert record(desk).version == version  # nothing happens before the question is answered
        page = press_key(page, f"do_confirm_step_{CODE}_{version}")
        assert record(desk).state is state
    assert "do_minutes_step" not in keys(page)
    assert not [key for key in keys(page) if key.startswith("edit_")]


def test_a_draft_goes_out_with_the_day_that_was_chosen(desk: Desk) -> None:
    minutes.advance(
        desk.office,
        desk.actor,
        code=CODE,
        version=record(desk).version,
        event=MinutesEvent.WITHDRAW,
    )
    page = desk.open("meetings", meeting=CODE)
    page.date_input(key=f"comments_by_{CODE}").set_value(date(2026, 12, 8))
    page = page.run()
    page = press_key(page, "do_minutes_step")
    assert "tisdag 8 december" in html(page)
    page = press_key(page, f"do_confirm_step_{CODE}_{record(desk).version}")
    assert record(desk).comments_by == date(2026, 12, 8)
    count = minutes.sending_of(
        desk.office, desk.actor, code=CODE, event=MinutesEvent.CIRCULATE
    ).recipients
    assert f"Väntar på att skickas ({len(count)})" in html(page)
    waiting = outbox.outbox(desk.office, desk.actor).by_hand
    outbox.mark_mail_sent(desk.office, desk.actor, mail_ids=waiting)
    assert "Till tis 8 dec (v. 50)" in html(desk.open("meetings", meeting=CODE))


def test_comments_can_bring_the_notes_back_to_draft(desk: Desk) -> None:
    page = press_key(desk.open("meetings", meeting=CODE), "take_back")
    assert record(desk).state is MinutesState.DRAFT
    page = press_key(page, "reopen")
    view = meetings.meeting(desk.office, desk.actor, code=CODE)
    assert view.line.state is MeetingState.UNDER_WAY
    assert page.button(key="do_close_meeting")


def test_a_page_from_before_the_approval_neither_reopens_nor_corrects(desk: Desk) -> None:
    taken(desk.office, desk.actor, CODE, MinutesEvent.WITHDRAW)
    page = desk.open("meetings", meeting=CODE)
    page.session_state["who_came"] = True
    page = page.run()
    other = desk.open("meetings", meeting=CODE)
    taken(desk.office, desk.actor, CODE, MinutesEvent.CIRCULATE, MinutesEvent.APPROVE)
    before = meetings.meeting(desk.office, desk.actor, code=CODE)
    row = before.presence[0].rows[0]

    page.selectbox(key=f"outcome_{row.id}").set_value("absent")
    for old in (page.run(), press_key(other, "reopen")):
        assert not old.exception
        assert "En rättelse kan inte göras här än" in old.error[0].value
        assert "reopen" not in keys(old)
        assert not [key for key in keys(old) if key.startswith("edit_")]
        assert not [box for box in old.selectbox if (box.key or "").startswith("outcome_")]
    assert meetings.meeting(desk.office, desk.actor, code=CODE) == before


def test_a_note_is_mended_until_it_is_approved(desk: Desk) -> None:
    page = press_key(desk.open("meetings", meeting=CODE), f"edit_{item(desk, 4)}")
    page.text_area(key=f"note_{item(desk, 4)}").set_value("Rättad lägesbild.")
    page = press_key(page, f"edit_{item(desk, 4)}")
    assert not page.exception
    assert record(desk).notes[3].text == "Rättad lägesbild."
    assert not page.text_area
    assert "Rättad lägesbild." in html(page)


def test_a_forgotten_decision_is_added_afterwards(desk: Desk) -> None:
    page = press_key(desk.open("meetings", meeting=CODE), f"edit_{item(desk, 8)}")
    page = press_key(page, "b_decision")
    next(area for area in page.text_area if area.label == "Vad beslutas?").set_value("Glömt.")
    next(button for button in page.button if button.label == "Spara beslutet").click()
    page = page.run()
    assert [decision.number for decision in record(desk).notes[7].decisions] == [2]


def test_the_register_number_and_the_adjuster_are_kept(desk: Desk) -> None:
    page = desk.open("meetings", meeting=CODE)
    number = next(field for field in page.text_input if field.label == "Diarienummer (dnr)")
    number.set_value("EX-2026-0142")
    page = page.run()
    assert record(desk).registration_number == "EX-2026-0142"
    box = page.selectbox(key=f"adjuster_{CODE}")
    assert "Representant" not in " ".join(box.options)
    box.set_value(0)
    page = page.run()
    assert record(desk).adjuster_id is None


def test_readers_read_approved_notes_and_nothing_before(desk: Desk) -> None:
    reader = person_of(desk.office, PEOPLE[Role.READER])
    with signed_in(desk.office, cookie_of(desk.office, reader)):
        draft = open_page("meetings", meeting=CODE)
        assert "Anteckningarna är inte klara än." in [header.value for header in draft.header]
        assert "sammanställning" not in html(draft)
        sent = open_page("meetings", meeting="HT2025-2")
        assert not sent.exception
        assert "Mötesdagar 2026" in html(sent)
        assert not [key for key in keys(sent) if key.startswith(("edit_", "do_"))]
        assert "Diarienummer (dnr)" not in [field.label for field in sent.text_input]


@pytest.mark.parametrize("editing", [False, True])
def test_a_run_takes_few_statements(desk: Desk, editing: bool) -> None:  # noqa: FBT001
    page = desk.open("meetings", meeting=CODE)
    if editing:
        page = press_key(page, f"edit_{item(desk, 4)}")
        page = press_key(page, "b_action")
    with count_statements(desk.office.database) as seen:
        page.run()
    assert len(seen) <= MOST, "\n".join(seen)


def test_approving_early_names_the_day_and_the_adjuster(desk: Desk) -> None:
    page = press_key(desk.open("meetings", meeting=CODE), "do_minutes_step")
    shown = words(page)
    assert "Synpunkter väntas till och med" in shown or "har inte sagt ja än" in shown
    page = press_key(page, f"do_confirm_step_{CODE}_{record(desk).version}")
    assert not page.exception
    assert record(desk).state is MinutesState.APPROVED


def test_the_office_writes_down_the_adjusters_yes_by_one_press(desk: Desk) -> None:
    name = record(desk).adjuster_name
    assert name
    page = press(desk.open("meetings", meeting=CODE), f"{name} har sagt ja")
    assert not page.exception
    assert record(desk).agreed_at == desk.office.clock.now()
    assert f"{name} har sagt ja. Antecknat av Åsa Övningsson" in words(page)
