"""An installation without a mail server, from notes that circulate to notes sent by hand.

What each page says on the way: nothing has been sent before somebody has sent it.
"""

from __future__ import annotations

from coordinator.mail import usecases as outbox
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent
from coordinator.wiring import use_office
from tests.core.mail_cast import put
from tests.minutes.helpers import taken
from tests.planning.polls import opened
from tests.ui.conftest import Desk
from tests.ui.run import html, press, press_key, with_mail_server, words

CODE = "HT2026-1"  # out for comments on the example's day


def step(desk: Desk, number: int) -> str:
    """The class and the words of one step of the notes."""
    shown = html(desk.open("meetings", meeting=CODE))
    steps = shown.split('<ol class="steps"', 1)[1].split("</ol>", 1)[0].split("<li ")
    return steps[number]


def marked_as_sent(desk: Desk) -> int:
    waiting = outbox.outbox(desk.office, desk.actor).by_hand
    return outbox.mark_mail_sent(desk.office, desk.actor, mail_ids=waiting)


def test_notes_go_out_by_hand_and_every_page_says_so(desk: Desk) -> None:
    assert "mejl" not in html(desk.open("home"))
    taken(desk.office, desk.actor, CODE, MinutesEvent.WITHDRAW)

    page = press_key(desk.open("meetings", meeting=CODE), "do_minutes_step")
    assert "mejlen kommer att vänta på dig under Utskick" in html(page)
    version = minutes.minutes(desk.office, desk.actor, code=CODE).version
    page = press_key(page, f"do_confirm_step_{CODE}_{version}")
    number = len(outbox.outbox(desk.office, desk.actor).by_hand)
    assert number > 10
    assert f"{number} mejl väntar på dig." in words(page)
    assert f"Väntar på att skickas ({number})" in step(desk, 2)
    assert desk.open("home").title[0].value == f"{number} mejl väntar på dig."
    page = desk.open("home")
    page.button(key="do_today").click().run()
    assert not page.exception

    page = press(desk.open("sendings"), f"Markera {number} mejl som skickade")
    assert not page.exception
    assert "väntar" not in step(desk, 2).lower()
    assert "mejl" not in html(desk.open("home"))

    taken(desk.office, desk.actor, CODE, MinutesEvent.APPROVE, MinutesEvent.SEND)
    assert 'class="now"' in f"<li {step(desk, 4)}"
    assert f"Väntar på att skickas ({number})" in step(desk, 4)
    assert f"Väntar på att skickas ({number})" in words(desk.open("meetings"))
    assert f"Väntar på att skickas ({number})" in words(desk.open("meetings", tab="earlier"))

    assert marked_as_sent(desk) == number
    assert 'class="done"' in f"<li {step(desk, 4)}"
    assert "Väntar på att skickas" not in html(desk.open("meetings"))


def test_a_mail_that_is_given_up_keeps_the_notes_from_being_called_sent(desk: Desk) -> None:
    taken(desk.office, desk.actor, CODE, MinutesEvent.APPROVE, MinutesEvent.SEND)
    with desk.office.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE outbox_mail SET state = 'sent', sent_at = created_at WHERE kind = 'minutes'"
        )
        session.connection().exec_driver_sql(
            "UPDATE outbox_mail SET state = 'failed' WHERE id = "
            "(SELECT min(id) FROM outbox_mail WHERE kind = 'minutes')"
        )
    assert "Gick inte att skicka (1)" in step(desk, 4)
    assert "1 mejl gick inte att skicka." in words(desk.open("meetings", meeting=CODE))
    assert desk.open("home").title[0].value == "1 mejl gick inte att skicka."


def test_a_server_that_takes_nothing_is_no_server_that_sends(desk: Desk) -> None:
    use_office(with_mail_server(desk.office))
    for number in range(3):
        put(desk.office, f"m{number}@example.se", group_id=desk.actor.group_id)
    with desk.office.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE outbox_mail SET last_error = 'mail-server-away', "
            "due_at = '2026-11-20 08:00:00.000000'"
        )
    home = desk.open("home")
    assert home.title[0].value == "3 mejl väntar: mejlservern tar inte emot dem just nu."
    assert "Mejlservern tar inte emot mejl just nu" in html(desk.open("sendings"))


def test_mail_that_a_server_will_take_in_a_moment_is_nobodys_errand(desk: Desk) -> None:
    use_office(with_mail_server(desk.office))
    put(desk.office, "m@example.se", group_id=desk.actor.group_id)
    assert "mejl" not in desk.open("home").title[0].value


def test_the_health_of_mail_is_not_good_where_none_goes(desk: Desk) -> None:
    page = desk.open("settings")
    page.session_state["settings_tab"] = "Säkerhetskopia"
    shown = html(page.run())
    said = shown.index("Ingen mejlserver är angiven")
    assert "Bra att veta" in shown[said : said + 400]


def test_a_question_that_nobody_has_got_is_not_called_asked(desk: Desk) -> None:
    poll = opened(desk.office, desk.actor)
    number = len(outbox.outbox(desk.office, desk.actor).by_hand)
    page = desk.open("meetings", poll=poll.code)
    assert f"{number} mejl väntar på dig." in words(page)
    assert f"Väntar på att skickas ({number})" in words(page)
    assert marked_as_sent(desk) == number
    assert "väntar på svar" in words(desk.open("meetings", poll=poll.code)).lower()


def test_all_that_waits_is_marked_whatever_page_of_the_list_is_open(desk: Desk) -> None:
    for number in range(28):
        put(desk.office, f"m{number}@example.se", group_id=desk.actor.group_id)
    page = desk.open("sendings", page="2")
    press(page, "Markera 28 mejl som skickade")
    assert outbox.outbox(desk.office, desk.actor).total == 0
    assert "mejl" not in html(desk.open("home"))
