"""Sending a question whose message may point to somebody: the page asks first."""

from __future__ import annotations

from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.lifecycle import PollState
from tests.ui.conftest import Desk
from tests.ui.run import html

NUMBER = "070-174 06 40"


def test_the_page_names_what_was_found_and_wants_a_reason(desk: Desk) -> None:
    page = desk.open("meetings", ask="VT2027")
    page.text_area[0].set_value(f"Hon nås på {NUMBER}.").run()
    assert "Kan peka ut någon" in [pop.proto.popover.label for pop in page.get("popover")]
    page.button(key="do_make_poll").click().run()
    (line,) = date_polls.polls(desk.office, desk.actor)

    page = desk.open("meetings", poll=line.code)
    page.button(key="do_send_poll").click().run()
    assert not page.exception
    view = date_polls.poll(desk.office, desk.actor, code=line.code)
    assert view.state is PollState.DRAFT
    key = f"send_{view.code}_{view.version}"
    assert "Meddelandet: telefonnummer" in html(page)

    page.button(key=f"do_confirm_{key}").click().run()
    assert "Skriv först varför." in [error.value for error in page.error]
    page.text_input(key=f"why_{key}").set_value("Numret är en växel.").run()
    page.button(key=f"do_confirm_{key}").click().run()
    assert not page.exception
    view = date_polls.poll(desk.office, desk.actor, code=line.code)
    assert view.state is PollState.OPEN


def test_a_message_that_only_may_be_about_one_person_goes_by_one_press(desk: Desk) -> None:
    page = desk.open("meetings", ask="VT2027")
    page.text_area[0].set_value("Hon ville inte flytta i fredags.").run()
    page.button(key="do_make_poll").click().run()
    (line,) = date_polls.polls(desk.office, desk.actor)
    page = desk.open("meetings", poll=line.code)
    page.button(key="do_send_poll").click().run()
    view = date_polls.poll(desk.office, desk.actor, code=line.code)
    go = page.button(key=f"do_confirm_send_{view.code}_{view.version}")
    assert go.label == "Jag har läst det. Skicka ändå"
    go.click().run()
    assert not page.exception
    view = date_polls.poll(desk.office, desk.actor, code=line.code)
    assert view.state is PollState.OPEN
