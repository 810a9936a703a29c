"""Lists are read in whole, or not at all; calendars as far as they can be read."""

from __future__ import annotations

import os
from pathlib import Path

from tests.cli.helpers import Shell, refused


def test_a_roster_list_is_taken_whole(on_demo: Shell, tmp_path: Path) -> None:
    list_ = tmp_path / "list.csv"
    list_.write_text(
        "given_name;family_name;organisation;role;email\n"
        "Ture;Testman;Polisen;ersättare;ture.testman@example.se\n",
        encoding="utf-8",
    )

    done = on_demo("import", "roster", str(list_))
    again = on_demo("import", "roster", str(list_))

    assert done.status == 0, done.err
    assert "1 person" in done.out
    assert again.status == 0
    assert "1 person" not in again.out
    # A substitute of today is a member by the seat alone; the list gave no role.
    assert on_demo("sign-in-link", "ture.testman@example.se").status == 0


def test_a_wrong_row_is_named_and_nothing_is_taken(on_demo: Shell, tmp_path: Path) -> None:
    list_ = tmp_path / "list.csv"
    list_.write_text(
        "given_name;family_name;organisation;role;email\n"
        "Ture;Testman;Polisen;ersättare;ture.testman@example.se\n"
        "Tove;Testman;Polisenn;ersättare;tove.testman@example.se\n",
        encoding="utf-8",
    )

    refused(on_demo("import", "roster", str(list_)), "Rad 3, kolumn organisation", "Polisen.")
    refused(on_demo("sign-in-link", "ture.testman@example.se"), "ture.testman@example.se")


def test_noise_is_one_sentence(on_demo: Shell, tmp_path: Path) -> None:
    (tmp_path / "noise.csv").write_bytes(os.urandom(200_000))
    (tmp_path / "noise.xlsx").write_bytes(os.urandom(200_000))

    for name in ("noise.csv", "noise.xlsx"):
        answer = on_demo("import", "roster", name)
        refused(answer)
        assert len(answer.err) < 1000


CALENDAR = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Studiedag\r\nDTSTART:20270303\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nSUMMARY:Personaldag\r\nDTSTART:20270107T080000\r\nDTEND:20270107T120000\r\n"
    "RRULE:FREQ=WEEKLY;UNTIL=20270618\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_closed_days_are_read_in_from_a_calendar_as_far_as_they_can_be_read(
    on_demo: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "dagar.ics"
    file.write_bytes(CALENDAR.encode())
    done = on_demo("import", "closed-days", str(file), "--agency", "polis")
    assert done.status == 0
    assert done.out.strip() == "2 dagar eller perioder tillagda, 0 med nya dagar, 0 fanns redan"
    found = on_demo("plan", "VT2027", "--weekdays", "thu", "--start", "09:00", "--json").data
    assert "11 av 12 verksamheter brukar kunna" not in found["proposals"][0]["reasons"]
    assert {m["start"] for p in found["proposals"] for m in p["meetings"]} == {"12:00"}

    again = on_demo("import", "closed-days", str(file), "--agency", "polis")
    assert again.out.strip() == "0 dagar eller perioder tillagda, 0 med nya dagar, 2 fanns redan"
    file.write_bytes(CALENDAR.replace("WEEKLY", "HOURLY").replace("Studiedag", "Ny").encode())
    part = on_demo("import", "closed-days", str(file), "--agency", "polis")
    assert part.status == 0
    assert part.out.strip() == "1 dag eller period tillagd, 0 med nya dagar, 0 fanns redan"
    assert part.err.startswith("Händelse 2: Händelsen ”Personaldag” återkommer oftare")
    file.write_bytes(CALENDAR.replace("DTSTART", "X-START").encode())
    refused(on_demo("import", "closed-days", str(file)), "Händelse 2", "Personaldag")
    refused(on_demo("import", "closed-days", str(file), "--agency", "rymden"), "rymden")
    refused(on_demo("import", "closed-days", str(tmp_path / "saknas.csv")), "saknas.csv")


def test_a_school_offices_list_from_excel_is_read_and_a_damaged_one_names_its_cell(
    on_demo: Shell, tmp_path: Path
) -> None:
    """With ``sep=;``, a title, Mac letters and days as people write them."""
    text = (
        "sep=;\rSkollov läsåret 2026/27;;;;\r;;;;\rNamn;Första dag;Sista dag;Typ;Kommun\r"
        "Vårterminens lov;22 februari 2027;2027/02/26;skollov;Grannby\r"
    )
    list_ = tmp_path / "lov.csv"
    list_.write_bytes(text.encode("mac-roman"))
    done = on_demo("import", "closed-days", str(list_))
    assert done.status == 0, done.err
    assert done.out.startswith("1 dag")

    list_.write_text(text.replace("Vår", "V\ufffdr").replace("2027", "2028"), encoding="utf-8")
    refused(on_demo("import", "closed-days", str(list_)), "Rad 4, kolumn Namn", "bokstäver")


def test_a_refusal_names_the_columns_once_as_excel_takes_them(
    on_demo: Shell, tmp_path: Path
) -> None:
    list_ = tmp_path / "list.csv"
    list_.write_text("Vem;Var\nKim;Polisen\n", encoding="utf-8")
    answer = on_demo("import", "roster", str(list_))
    names = "Namn\tVerksamhet\tRoll\tTitel\tMejladress\tTelefon\tSkyddad identitet\tFrån\tTill"
    refused(answer, names)
    assert answer.err.count("Verksamhet\t") == 1
    refused(on_demo("import", "closed-days", str(list_)), "Namn\tFörsta dag\tSista dag")
