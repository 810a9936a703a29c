"""Skydda nu and secret places, as the coordinator meets them."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from coordinator.actions import usecases as actions
from coordinator.meetings import usecases as meetings
from coordinator.privacy import usecases as privacy
from coordinator.privacy.name_columns import texts
from coordinator.roster import usecases as roster
from coordinator.roster.views import SeatView
from coordinator.ui.group import protecting_words
from tests.ui.conftest import Desk
from tests.ui.run import press

MAILBOX = "funktion@example.se"


def seat_of(desk: Desk, slug: str) -> SeatView:
    view = roster.roster(desk.office, desk.actor)
    return next(entry for entry in view.agencies if entry.agency.slug == slug).seats[0]


def shown(page: AppTest) -> str:
    parts = [str(each.proto) for each in page.get("html")]
    parts += [each.value for each in (*page.title, *page.header, *page.error, *page.success)]
    parts += [each.label for each in page.checkbox]
    return " ".join(parts).replace("\\", "")


def open_protecting(desk: Desk, seat: SeatView, step: str = "1") -> AppTest:
    return desk.open("group", agency="polis", seat=str(seat.id), protect=step)


def test_the_persons_page_leads_there_and_has_no_checkbox_any_more(desk: Desk) -> None:
    seat = seat_of(desk, "polis")
    page = desk.open("group", agency="polis", seat=str(seat.id))
    assert [box.label for box in page.checkbox if box.label == "Skyddad identitet"] == []
    page = press(page, "Skydda nu …")
    assert not page.exception
    assert page.query_params["protect"] in ("1", ["1"])


def test_every_place_is_seen_first_and_a_receipt_is_kept(desk: Desk) -> None:
    seat = seat_of(desk, "polis")
    given, family = seat.given_name or "", seat.family_name or ""
    text = f"{seat.name} ringer. {family}s bil hos Anna {family}."
    point = actions.add_action_point(desk.office, desk.actor, text=text)
    page = open_protecting(desk, seat)
    assert f"**{seat.name}**" in shown(page)
    assert point.code in shown(page)
    assert "Säkerhetskopior från före i dag" in shown(page)
    assert [b.label for b in page.button if b.key and b.key.startswith("do_")] == ["Skydda nu"]
    false = next(box for box in page.checkbox if "hos Anna" in box.label.split("**")[0])
    false.uncheck()
    page.text_input(key=f"protecting_mailbox_{seat.person_id}").set_value(MAILBOX)
    page = press(page, "Skydda nu")
    assert not page.exception

    after = actions.action_point(desk.office, desk.actor, point_id=point.id).text
    assert after == f"Representant, Polisen ringer. Representant, Polisens bil hos Anna {family}."
    assert seat_of(desk, "polis").email == MAILBOX
    receipt = open_protecting(desk, seat, "receipt")
    assert "Kvitto: Representant, Polisen är skyddad" in shown(receipt)
    assert "Togs bort" in shown(receipt)
    assert given not in shown(receipt)
    assert family not in shown(receipt)


def test_every_place_that_is_looked_through_has_a_name_on_the_page() -> None:
    unnamed = [
        f"{one.name}.{column}"
        for one in texts()
        for column in one.columns
        if "_" in (said := protecting_words.where(one.name, column, None)) or said[0].islower()
    ]
    assert unnamed == []


def test_more_names_can_be_looked_for_afterwards_and_are_kept_nowhere(desk: Desk) -> None:
    seat = seat_of(desk, "polis")
    point = actions.add_action_point(desk.office, desk.actor, text="Nussan ringer")
    privacy.protect_now(desk.office, desk.actor, person_id=seat.person_id)

    page = press(desk.open("group", agency="polis", seat=str(seat.id)), "Leta efter fler namn …")
    page = open_protecting(desk, seat)
    key = f"protecting_names_{seat.person_id}"
    page = page.text_area(key=key).set_value("Nussan").run()
    assert "**Nussan**" in shown(page)
    page = press(page, "Byt ut de här namnen")
    assert not page.exception
    assert key not in page.session_state

    after = actions.action_point(desk.office, desk.actor, point_id=point.id).text
    assert after == "Representant, Polisen ringer"
    receipt = open_protecting(desk, seat, "receipt")
    assert "Dessförinnan" in shown(receipt)
    assert "Nussan" not in shown(receipt)


def test_a_mailbox_that_tells_a_name_is_refused_in_words(desk: Desk) -> None:
    seat = seat_of(desk, "polis")
    page = open_protecting(desk, seat)
    page.text_input(key=f"protecting_mailbox_{seat.person_id}").set_value(
        f"{(seat.family_name or '').lower()}@example.se"
    )
    page = press(page, "Skydda nu")
    assert "Adressen innehåller någons namn." in shown(page)
    assert seat_of(desk, "polis").name == seat.name


def test_somebody_protected_from_the_start_has_no_receipt(desk: Desk) -> None:
    seat = seat_of(desk, "kvinnojour")
    page = desk.open("group", agency="kvinnojour", seat=str(seat.id), protect="receipt")
    assert "Det finns inget kvitto." in shown(page)


def test_a_protected_persons_form_has_neither_name_nor_function(desk: Desk) -> None:
    seat = seat_of(desk, "kvinnojour")
    page = desk.open("group", agency="kvinnojour", seat=str(seat.id))
    keys = {each.key for each in (*page.text_input, *page.get("button_group"))}
    key = f"seat_{seat.id}_{seat.version}"
    assert f"{key}_email" in keys
    assert not {f"{key}_given", f"{key}_family", f"{key}_phone", f"{key}_functions"} & keys
    assert not page.exception


def open_invitation(desk: Desk) -> AppTest:
    return desk.open("meetings", meeting="HT2026-2", tab="invitation")


def test_a_secret_place_is_typed_kept_and_never_shown(desk: Desk) -> None:
    page = open_invitation(desk)
    line = meetings.meeting(desk.office, desk.actor, code="HT2026-2").line
    key = f"moving_{line.code}_{line.version}"
    page.radio(key=f"{key}_kind").set_value("told_separately").run()
    page.text_input(key=f"{key}_secret").set_value("Hemliga gatan 17")
    page.text_input(key=f"{key}_reason").set_value("Säkrare")
    page = press(page, "Spara ändringen")
    assert not page.exception
    page = open_invitation(desk)
    assert "Hemliga gatan" not in shown(page)
    assert not any("Hemliga" in str(each.value) for each in page.text_input)
    assert "En plats är sparad." in shown(page)
    assert meetings.meeting(desk.office, desk.actor, code="HT2026-2").line.has_secret_place


def test_who_was_told_by_phone_is_ticked(desk: Desk) -> None:
    test_a_secret_place_is_typed_kept_and_never_shown(desk)
    page = open_invitation(desk)
    box = next(box for box in page.checkbox if "Polisen" in box.label)
    box.check().run()
    ticks = meetings.venue_told(desk.office, desk.actor, code="HT2026-2")
    assert [one.agency_name for one in ticks if one.how == "phone"] == ["Polisen"]


def test_a_protected_place_has_no_field(desk: Desk) -> None:
    page = open_invitation(desk)
    line = meetings.meeting(desk.office, desk.actor, code="HT2026-2").line
    key = f"moving_{line.code}_{line.version}"
    page.radio(key=f"{key}_kind").set_value("protected").run()
    assert not {f"{key}_venue", f"{key}_secret"} & {each.key for each in page.text_input}


def test_a_link_is_kept_and_not_shown_again(desk: Desk) -> None:
    page = open_invitation(desk)
    line = meetings.meeting(desk.office, desk.actor, code="HT2026-2").line
    key = f"meeting_mode_{line.code}_{line.version}"
    page.radio(key=f"{key}_mode").set_value("digital").run()
    page.text_input(key=f"{key}_link").set_value("https://video.example.se/rum/9f8e7d")
    page = press(page, "Spara hur vi träffas")
    assert not page.exception
    page = open_invitation(desk)
    assert "9f8e7d" not in shown(page)
    assert meetings.meeting(desk.office, desk.actor, code="HT2026-2").line.has_joining_link


def test_an_earlier_name_typed_on_the_page_is_found_there(desk: Desk) -> None:
    seat = seat_of(desk, "polis")
    point = actions.add_action_point(desk.office, desk.actor, text="Flicknamn ringer")
    page = open_protecting(desk, seat)
    assert "**Flicknamn**" not in shown(page)
    page.text_area(key=f"protecting_names_{seat.person_id}").set_value("Elin Flicknamn").run()
    assert "**Flicknamn**" in shown(page)
    page = press(page, "Skydda nu")
    assert not page.exception
    after = actions.action_point(desk.office, desk.actor, point_id=point.id).text
    assert after == "Representant, Polisen ringer"
