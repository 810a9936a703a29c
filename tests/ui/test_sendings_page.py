"""Utskick on screen, the look before notes are sent, and the line on Hem."""

from __future__ import annotations

from coordinator.core.outbox.mail_state import MailState
from coordinator.groups import usecases as groups
from coordinator.mail import usecases as mail
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesState
from tests.core.mail_cast import put, row
from tests.statements import count_statements
from tests.ui.conftest import Desk
from tests.ui.run import html, press, primaries, said

CODE = "HT2026-1"


def planted(desk: Desk, state: str, number: int = 1, **values: object) -> list[int]:
    made = [
        put(desk.office, f"m{one}@example.se", group_id=desk.actor.group_id, **values)
        for one in range(number)
    ]
    with desk.office.transaction() as session:
        session.connection().exec_driver_sql(
            f"UPDATE outbox_mail SET state = '{state}' WHERE state = 'waiting'"
        )
    return made


def test_before_notes_are_sent_the_mail_and_everybody_who_gets_it_are_shown(desk: Desk) -> None:
    page = desk.open("meetings", meeting=CODE)
    version = minutes.minutes(desk.office, desk.actor, code=CODE).version
    for _step in ("approve", "send"):
        page.button(key="do_minutes_step").click()
        page = page.run()
        if _step == "send":
            shown = html(page)
            assert "Nadia Skenberg" in shown
            assert "Anteckningar: möte" in shown
            assert "Läs anteckningarna" in shown
            assert "allmän handling" in shown
            assert mail.outbox(desk.office, desk.actor).lines == ()
        page.button(key=f"do_confirm_step_{CODE}_{version}").click()
        page = page.run()
        assert not page.exception
        version += 1
    state = minutes.minutes(desk.office, desk.actor, code=CODE).state
    assert state is MinutesState.SENT
    assert len(mail.outbox(desk.office, desk.actor).lines) > 10


def test_without_a_server_mails_are_fetched_and_marked(desk: Desk) -> None:
    planted(desk, "waiting", 2)
    page = desk.open("sendings")
    assert "/mail-files/exempelkoping.zip" in html(page)
    assert "m1@example.se" in html(page)
    assert primaries(page) == ["Markera 2 mejl som skickade"]
    page = press(page, "Markera 2 mejl som skickade")
    assert not page.exception
    assert mail.outbox(desk.office, desk.actor).counts[MailState.SENT] == 2


def test_a_failed_mail_says_why_and_is_tried_again(desk: Desk) -> None:
    (mail,) = planted(desk, "failed", html="<body><h1>Rubrik</h1></body>")
    with desk.office.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE outbox_mail SET last_error = 'mail-recipient-refused 550'"
        )
    assert "Mottagarens mejlserver godtar inte adressen (550)." in html(
        desk.open("sendings", show="failed")
    )
    page = desk.open("sendings", mail=str(mail))
    assert "<h3>Rubrik</h3>" in html(page)
    page = press(page, "Försök igen")
    assert row(desk.office, mail).state == "waiting"
    press(page, "Skicka inte")
    assert row(desk.office, mail).state == "dropped"


def test_paused_mails_go_or_go_not_after_a_question(desk: Desk) -> None:
    for label, button, state in (
        ("Skicka dem", "do_confirm_release", MailState.WAITING),
        ("Skicka inga av dem", "do_confirm_drop_paused", MailState.DROPPED),
    ):
        planted(desk, "paused")
        page = press(desk.open("sendings", show="paused"), label)
        before = mail.outbox(desk.office, desk.actor).counts
        page.button(key=button).click()
        page = page.run()
        assert not page.exception
        after = mail.outbox(desk.office, desk.actor).counts
        assert after[state] > before[state]
        assert after[MailState.PAUSED] == 0


def test_hem_says_when_somebody_must_look_and_is_silent_otherwise(desk: Desk) -> None:
    assert "mejl" not in html(desk.open("home"))
    planted(desk, "failed", 2)
    planted(desk, "paused")
    assert "2 mejl gick inte att skicka. 1 mejl är pausat." in html(desk.open("home"))


def test_a_mail_of_nobody_is_a_sentence(desk: Desk) -> None:
    page = desk.open("sendings", mail="12345")
    assert not page.exception
    assert page.error


def test_a_full_page_costs_few_statements(desk: Desk) -> None:
    planted(desk, "waiting", 60)
    page = desk.open("sendings")
    with count_statements(desk.office.database) as seen:
        page.run()
    assert len(seen) <= 6, seen
    assert "Sida 1 av 3" in html(page)


def test_the_groups_mailbox_is_kept_and_an_odd_one_refused(desk: Desk) -> None:
    page = desk.open("settings")
    page.text_input(key="group_settings_1_mailbox").set_value("ingen adress")
    page = press(page, "Spara")
    assert "ingen mejladress" in said(page)
    page.text_input(key="group_settings_1_mailbox").set_value("samverkan@example.se")
    page = press(page, "Spara")
    assert groups.group_settings(desk.office, desk.actor).mailbox == "samverkan@example.se"
    page = desk.open("settings")
    page.text_input(key="group_settings_2_mailbox").set_value("")
    press(page, "Spara")
    assert groups.group_settings(desk.office, desk.actor).mailbox is None
