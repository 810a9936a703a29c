"""Gruppen: agencies and empty chairs, people that come, change and go, lists."""

from __future__ import annotations

import re
from datetime import date

from sqlmodel import select
from streamlit.testing.v1 import AppTest

from coordinator.core.outbox.tables import OutboxMail
from coordinator.roster import usecases as roster
from coordinator.roster.views import AgencySeats, Duty
from coordinator.wiring import use_office
from tests.ui.conftest import Desk
from tests.ui.run import html, press, primaries, said, with_mail_server

TODAY = date(2026, 11, 22)


def seats(desk: Desk, slug: str, day: date = TODAY) -> AgencySeats:
    view = roster.roster(desk.office, desk.actor, day=day)
    return next(entry for entry in view.agencies if entry.agency.slug == slug)


def test_the_list_shows_agencies_guests_and_one_filled_button(desk: Desk) -> None:
    page = desk.open("group")
    shown = html(page)
    assert primaries(page) == ["Lägg till person"]
    assert "12 verksamheter, 16 ledamöter" in shown
    assert "Huvudman saknas" in shown
    assert "tom stol" not in shown
    assert [expander.label for expander in page.expander] == ["4 tidigare personer"]


def test_an_empty_chair_is_seen_in_the_list_and_at_the_agency(desk: Desk) -> None:
    elin = seats(desk, "polis").seats[0]
    roster.end_representation(
        desk.office, desk.actor, seat_id=elin.id, version=elin.version, last_day=date(2026, 11, 21)
    )
    for page in (desk.open("group"), desk.open("group", agency="polis")):
        assert "om stol" in html(page)


def test_a_missing_principal_is_filled_in(desk: Desk) -> None:
    page = desk.open("group", agency="umo")
    agency = seats(desk, "umo").agency
    page.text_input(key=f"agency_{agency.id}_{agency.version}_principal").set_value(
        "Region Exempel"
    )
    page = press(page, "Spara")
    assert not page.exception
    assert seats(desk, "umo").agency.principal == "Region Exempel"
    assert "Ungdomsmottagningen är sparad." in said(page)


def test_a_person_is_added_to_the_chosen_agency(desk: Desk) -> None:
    page = desk.open("group", agency="lss", add="1")
    assert primaries(page) == ["Lägg till personen"]
    page.text_input(key="new_given").set_value("Kim")
    page.text_input(key="new_family").set_value("Påhitt")
    page.text_input(key="new_email").set_value("kim@example.se")
    page = press(page, "Lägg till personen")
    assert not page.exception
    added = next(seat for seat in seats(desk, "lss").seats if seat.name == "Kim Påhitt")
    assert (added.duty, added.valid_from, added.valid_to) == (Duty.REPRESENTATIVE, TODAY, None)


def test_what_is_wrong_with_a_new_person_is_said_and_nothing_typed_is_lost(desk: Desk) -> None:
    page = desk.open("group", agency="lss", add="1")
    page.text_input(key="new_given").set_value("Kim")
    page.text_input(key="new_email").set_value("kim@example.se")
    page = press(page, "Lägg till personen")
    assert "Skriv både förnamn och efternamn" in said(page)
    assert page.text_input(key="new_given").value == "Kim"
    assert len(seats(desk, "lss").seats) == 1


def test_a_protected_persons_name_is_not_even_asked_for(desk: Desk) -> None:
    page = desk.open("group", agency="kvinnojour", add="1")
    page.checkbox(key="new_protected").check().run()
    assert [field.label for field in page.text_input if field.key and "new" in field.key] == [
        "Funktionsbrevlåda"
    ]
    page.text_input(key="new_email").set_value("funktion2@example.se")
    page = press(page, "Lägg till personen")
    names = [seat.name for seat in seats(desk, "kvinnojour").seats]
    assert names.count("Representant, Kvinnojouren Exempel") == 2


def test_a_person_is_changed(desk: Desk) -> None:
    elin = seats(desk, "polis").seats[0]
    page = desk.open("group", agency="polis", seat=str(elin.id))
    assert primaries(page) == ["Spara"]
    page.text_input(key=f"seat_{elin.id}_{elin.version}_title").set_value("gruppchef")
    page = press(page, "Spara")
    assert not page.exception
    assert seats(desk, "polis").seats[0].title == "gruppchef"


def test_without_a_mail_server_the_persons_page_says_who_makes_a_sign_in_link(desk: Desk) -> None:
    elin = seats(desk, "polis").seats[0]
    page = desk.open("group", agency="polis", seat=str(elin.id))

    assert "Skicka inloggningslänk" not in {button.label for button in page.button}
    assert "Härifrån går inga mejl av sig själva" in html(page)
    assert any("coordinator sign-in-link" in code.value for code in page.code)


def test_a_sign_in_link_is_mailed_from_the_persons_page(desk: Desk) -> None:
    use_office(with_mail_server(desk.office))
    elin = seats(desk, "polis").seats[0]
    page = desk.open("group", agency="polis", seat=str(elin.id))

    page = press(page, "Skicka inloggningslänk")

    assert "Inloggningslänken skickas nu" in said(page)
    with desk.office.reading() as session:
        mail = session.exec(select(OutboxMail)).one()
        assert (mail.address, mail.kind) == (elin.email, "sign_in_link")


def test_a_representation_ends_on_the_chosen_day(desk: Desk) -> None:
    elin = seats(desk, "polis").seats[0]
    page = desk.open("group", agency="polis", seat=str(elin.id))
    page.date_input(key=f"end_{elin.id}_day").set_value(date(2026, 12, 31))
    page = press(page, "Avsluta den dagen")
    assert not page.exception
    assert seats(desk, "polis").seats[0].valid_to == date(2026, 12, 31)
    assert seats(desk, "polis", date(2027, 1, 1)).vacant_seats == 1


def test_a_new_guest_is_added(desk: Desk) -> None:
    page = desk.open("group", new="1")
    page.radio(key="new_is_guest").set_value(True)
    page.text_input(key="new_name").set_value("Åklagarkammaren")
    page = press(page, "Lägg till verksamheten")
    assert not page.exception
    assert not seats(desk, "aklagarkammaren").agency.is_member


def upload(desk: Desk, content: bytes, name: str = "lista.csv") -> AppTest:
    page = desk.open("group", upload="1")
    page.get("file_uploader")[0].set_value((name, content, "text/csv"))  # type: ignore[union-attr]
    return page.run()


def test_a_list_is_shown_first_and_taken_over_then(desk: Desk) -> None:
    content = "Namn;Verksamhet;Roll\nKim Påhitt;Polisen;ersättare\n".encode("cp1252")
    page = upload(desk, content)
    shown = html(page)
    assert "1 person läggs till" in shown
    assert "Kim Påhitt, Polisen" in shown
    assert len(seats(desk, "polis").seats) == 2
    page = press(page, "Läs in listan")
    assert not page.exception
    assert len(seats(desk, "polis").seats) == 3


def test_every_fault_of_a_list_is_one_sentence_with_its_place(desk: Desk) -> None:
    page = upload(desk, "Namn;Verksamhet;Roll\nKim Påhitt;Polise;ledamot\n".encode())
    shown = html(page)
    assert page.error
    assert "Rad 2, kolumn Verksamhet" in shown
    assert "Polisen" in shown
    assert not primaries(page)


def test_noise_is_refused_in_words(desk: Desk) -> None:
    page = upload(desk, bytes(range(256)) * 20_000, "lista.xlsx")
    assert len(page.error) == 1
    assert not page.exception


def test_a_stale_link_says_so(desk: Desk) -> None:
    page = desk.open("group", agency="polis", seat="987654")
    assert [title.value for title in page.header] == ["Personen finns inte här."]
    page = desk.open("group", agency="ingen")
    assert primaries(page) == ["Lägg till person"]


def test_the_page_names_the_columns_once_and_tells_row_and_column_faults_together(
    desk: Desk,
) -> None:
    page = upload(desk, "Namn;Verksamhet;Rolll\nKim Påhitt;Polise;ledamot\n".encode())
    names = "Namn\tVerksamhet\tRoll\tTitel\tMejladress\tTelefon\tSkyddad identitet\tFrån\tTill"
    shown = html(page)
    assert re.findall('data-copy="([^"]*)"', shown) == [names]
    assert "Rad 1, kolumn Rolll" in shown
    assert "Rad 2, kolumn Verksamhet" in shown


def test_an_old_workbook_is_refused_with_what_to_do(desk: Desk) -> None:
    page = upload(desk, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "lista.xls")
    assert any("gamla Excelformatet (.xls)" in error.value for error in page.error)
