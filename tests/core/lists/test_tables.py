"""The one reader of tables: titles, delimiters, odd columns, Excel's numbers, hidden and merged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import PatternFill
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from coordinator.core.lists import numbers_shown
from coordinator.core.lists.days import day_of
from coordinator.core.messages import known_columns, sentence
from coordinator.core.translation import language, speak
from coordinator.roster.list_columns import PEOPLE
from coordinator.terms.list_columns import DAYS
from tests.core.lists.made import (
    SHEET,
    days,
    faults,
    people,
    refusal,
    sheet_xml,
    spelt,
    with_parts,
    workbook,
)

HEADER = ["Förnamn", "Efternamn", "Verksamhet", "Roll", "Telefon"]
TUVA = ["Tuva", "Prov", "Polisen", "ersättare"]
BREAK = "Vinterlov;2027-02-22;2027-02-26;skollov;Grannby"
NAMES = "name;first_day;last_day;kind;municipality"


def phones(*cells: object, formats: Sequence[str] = ()) -> bytes:
    rows = [[name, "Prov", *TUVA[2:], cell] for name, cell in zip("ABCDEF", cells, strict=False)]
    places = {f"E{number}": code for number, code in enumerate(formats, 2) if code}
    return workbook([HEADER, *rows], formats=places)


# Text files ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        f"sep=;\r\n{NAMES}\r\n{BREAK}\r\n",
        f'"sep=;"\r\n{NAMES}\r\n{BREAK}\r\n',
        f"SEP=,\n{NAMES}\n{BREAK}\n",  # what it tells is wrong
        f"Skollov läsåret 2026/27;;;;\r\n;;;;\r\n{NAMES}\r\n{BREAK}\r\n",
        f"sep=;\r\nGrannby\r\n\r\nUppdaterad 2026-11-03; av oss\r\n{NAMES}\r\n{BREAK}\r\n",
        f"{NAMES}\r{BREAK}\r",
        f"{NAMES}\n\n\n{BREAK}\n;;;;\n",
        f"{NAMES};;\n{BREAK};;\n",
        f"{NAMES};Kolumn1;Kolumn2\n{BREAK};;\n",
        f"{NAMES};name;kind\n{BREAK};;\n",
        f"{NAMES}\n{BREAK}\n{NAMES}\n",
        f"{NAMES}\n{BREAK}\nSumma;1;;;\n",
        f"{NAMES};Vecka;Anmärkning\n{BREAK};8;preliminärt\n",
        f"{NAMES}\n{BREAK}\n".replace(";", "\t"),
        f"{NAMES}\n{BREAK}\n".replace(";", "|"),
        f"{NAMES}\n{BREAK}\n".replace(";", ","),
        f"{NAMES}\nVinterlov;2027/02/22;20270226;skollov;Grannby\n",
        f"{NAMES}\nVinterlov;22 februari 2027;26 feb. 2027;Lov;Grannby\n",
        f"{NAMES}\nVinterlov;mån 22/2 2027;26.2.2027;SKOLLOV;Grannby\n",
        f'{NAMES}\n"Vinterlov";"2027-02-22";"2027-02-26";"skollov";"Grannby"\n',
        "Namn\tFörsta dag\tSista dag\tTyp\tKommun\n" + BREAK.replace(";", "\t"),
        "Lov,Fr.o.m.,T.o.m.,Slag,Kommun\nVinterlov,2027-02-22,2027-02-26,lov,Grannby",
    ],
)
def test_a_school_offices_list_is_the_same_break_however_it_is_written(text: str) -> None:
    (row,) = days(text)
    assert (row.new.name, row.new.first_day, row.new.last_day, row.new.municipality) == (
        *("Vinterlov", date(2027, 2, 22), date(2027, 2, 26), "Grannby"),
    )


def test_rows_are_counted_as_excel_shows_them_without_the_line_that_it_hides() -> None:
    for first in ("", "sep=;\r\n"):
        error = refusal(lambda first=first: days(f"{first}{NAMES}\r\nLov;snart;;;\r\n"))  # type: ignore[misc]
        assert faults(error) == [(2, "first_day", "date-odd")]


@pytest.mark.parametrize(
    "written",
    [
        *("1/2/2027", "1.2 2027", "01.02.2027", "2/22/2027", "22/2-27", "22 februari", "v. 8"),
        *("tis 22 feb 2027", "31 februari 2027", "46440", "22–26 februari 2027", "13 smarch 2027"),
    ],
)
def test_a_day_that_is_none_or_could_be_two_is_not_guessed(written: str) -> None:
    assert day_of(written) is None
    error = refusal(lambda: days(f"namn;start\nLov;{written}\n"))
    assert faults(error) == [(2, "start", "date-odd")]


@settings(max_examples=60)
@given(day=st.dates(date(1950, 1, 1), date(2200, 12, 31)), sign=st.sampled_from("-/."))
def test_no_way_to_write_a_day_means_another_one(day: date, sign: str) -> None:
    american = f"{day.month}/{day.day}/{day.year}"
    assert day_of(american) in {day, None}
    assert day_of(f"{day.day}{sign}{day.month}{sign}{day.year}") in {day, None}
    assert day_of(f"{day.year}{sign}{day.month:02}{sign}{day.day:02}") == day
    assert day_of(f"{day:%Y%m%d}") == day
    assert day_of(f"{day.day}/{day.month} {day.year}") == day  # only Swedish writes this


def test_faults_of_columns_and_of_rows_are_told_together() -> None:
    text = (
        "Namn;Verksamhett;Roll;E-post;Telefon;Skonummer\n"
        "Åsa;Rymden;ledmot;inte en adress;7,01741E+08;38\n"
    )
    assert faults(refusal(lambda: people(text.encode()))) == [
        (1, "Verksamhett", "column-unknown-nearest"),
        (1, "Skonummer", "column-unknown"),
        (1, None, "list-needs-agency-column"),
        (2, "Telefon", "cell-is-shortened"),
        (2, "Verksamhett", "agency-unknown"),
        (2, "Roll", "duty-unknown-nearest"),
        (2, "E-post", "email-odd"),
    ]
    found = faults(refusal(lambda: days("namn;komun;typ\nLov;Grannby;fest\n")))
    assert found == [
        (1, "komun", "column-unknown-nearest"),
        (1, None, "days-needs-day-column"),
        (2, "typ", "closed-day-kind-unknown"),
    ]


@pytest.mark.parametrize("tongue", ["sv", "en"])
@pytest.mark.parametrize("known", [PEOPLE, DAYS], ids=["people", "days"])
def test_the_names_that_a_refusal_shows_are_names_that_are_read(known: object, tongue: str) -> None:
    """With tabs between them, as Excel takes them into one cell each."""
    assert known in (PEOPLE, DAYS)
    before = language()
    speak(tongue)
    try:
        wrong = b"a;b\n1;2\n"
        told = known_columns(refusal(lambda: people(wrong) if known is PEOPLE else days(wrong)))
        assert told is not None
        names = told.split("\t")
        offered = [(PEOPLE if known is PEOPLE else DAYS).column(name) for name in names]
        assert None not in offered
        assert len(set(offered)) == len(offered) >= 8
    finally:
        speak(before)


def test_a_fault_in_a_cell_alone_repeats_no_column_names() -> None:
    error = refusal(lambda: days("namn;start\nLov;snart\n"))
    assert known_columns(error) is None
    assert known_columns(refusal(lambda: days("namn;Startt\nLov;2027-02-22\n"))) is not None


# Phones ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (701740605, "0000000000", "0701740605"),
        (701740605, '"0"#', "0701740605"),
        (701740605, "000-000 00 00", "070-174 06 05"),
        (701740605, r"0##\-###\ ##\ ##", "070-174 06 05"),
        (701740605, r"[$-41D]000\-000\ 00\ 00;@", "070-174 06 05"),
        (701740605, "[<=99999]0000;0000000000", "0701740605"),
        (701740605, '"+46 "0', "+46 701740605"),
        (46701740605, r"\+00\ 00\ 000\ 00\ 00", "+46 70 174 06 05"),
        (41012345, "0000-00000", "0410-12345"),
        (4567, "General", "4567"),
    ],
)
def test_a_phone_that_excel_made_a_number_is_what_the_cell_shows(
    number: int, code: str, shown: str
) -> None:
    (entry,) = people(phones(number, formats=[code]), "a.xlsx")
    assert entry.phone == shown
    (entry,) = people(phones(float(number), formats=[code]), "a.xlsx")
    assert entry.phone == shown


@pytest.mark.parametrize(
    ("number", "code"),
    [
        *((701740605, code) for code in ("General", "0", "# ##0", "#,##0", "@", "0.00E+00")),
        *((46701740605, "General"), (701740605.5, "General"), (701740605, "+00 00 000 00 00")),
        (701740605, "[<=9999999]###-####;(###) ###-####"),
    ],
)
def test_a_phone_whose_beginning_is_lost_is_refused_with_its_place(
    number: float, code: str
) -> None:
    error = refusal(lambda: people(phones("070-1740605", number, formats=["", code]), "a.xlsx"))
    assert faults(error) == [(3, "Telefon", "phone-lost-zero")]


@pytest.mark.parametrize(
    "text",
    [
        *("7,01741E+08", "7.01741E+08", "4,67017E+10", "7E+08", "1,2e+5"),
        *("701741E+03", "7,01741 E+08", "70,1741E07"),
    ],
)
def test_a_number_that_excel_shortened_is_always_refused(text: str) -> None:
    for content in (
        phones(text),
        spelt([HEADER, [*TUVA, text]]).encode(),
        spelt([HEADER, [*TUVA, text]], "\t").encode("utf-16"),
    ):
        assert faults(refusal(lambda content=content: people(content))) == [  # type: ignore[misc]
            (2, "Telefon", "cell-is-shortened")
        ]


def test_a_csv_that_excel_saved_without_the_zeros_is_refused_and_text_is_kept() -> None:
    rows = [HEADER, [*TUVA, "701740605"], ["Bo", *TUVA[1:], "46701740605"]]
    assert faults(refusal(lambda: people(spelt(rows).encode()))) == [
        (2, "Telefon", "phone-lost-zero"),
        (3, "Telefon", "phone-lost-zero"),
    ]
    for number in (
        "701 740 605",
        "701\xa0740\xa0605",
        "46.701.740.605",
        "701740605,0",
        "701740605.00",
    ):
        content = spelt([HEADER, [*TUVA, number]]).encode()
        assert faults(refusal(lambda content=content: people(content))) == [  # type: ignore[misc]
            (2, "Telefon", "phone-lost-zero")
        ]
    for whole in ("0701 740 605", "+46 701 740 605", "40 50 60", "123 456"):
        assert [each.phone for each in people(spelt([HEADER, [*TUVA, whole]]).encode())] == [whole]
    kept = ["701740605", "0701740605", "+46 (0)70-174 06 08", "70 174 06 05", "4567", "112"]
    assert [entry.phone for entry in people(phones(*kept), "a.xlsx")] == kept


@settings(max_examples=60)
@given(
    number=st.integers(0, 10**12),
    code=st.lists(st.sampled_from(["0", "#", "-", " ", '"+"', r"\(", ")"]), max_size=16),
)
def test_what_a_format_shows_holds_every_digit_of_the_number(number: int, code: list[str]) -> None:
    shown = numbers_shown.shown(number, "".join(code))
    if shown is not None:
        digits = "".join(sign for sign in shown if sign.isdecimal())
        assert digits.lstrip("0") == str(number).lstrip("0")


# Workbooks -------------------------------------------------------------------------------------


def test_columns_that_excel_named_and_drew_but_nobody_filled_are_passed_over() -> None:
    def as_table(sheet: Worksheet) -> None:
        sheet.add_table(Table(displayName="Lista", ref="A1:H4"))
        for row in range(1, 60):
            for column in range(1, 12):
                sheet.cell(row, column).fill = PatternFill("solid", fgColor="EEEEEE")

    header = [*HEADER, "Kolumn1", "Kolumn2", "Förnamn2"]
    content = workbook([header, [*TUVA, "070-1"]], change=as_table)
    assert [entry.given_name for entry in people(content, "a.xlsx")] == ["Tuva"]

    filled = workbook([header, [*TUVA, "070-1", "vegetarian"]])
    assert faults(refusal(lambda: people(filled, "a.xlsx")))[0][1:] == ("Kolumn1", "column-unknown")


def test_a_hidden_row_is_told_and_a_hidden_column_is_read() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["E"].hidden = True

    rows = [HEADER, [*TUVA, "070-1"], ["Bo", *TUVA[1:], "070-2"], []]
    assert faults(refusal(lambda: people(workbook(rows, change=hide), "a.xlsx"))) == [
        (3, None, "row-hidden")
    ]
    del rows[2]
    (entry,) = people(workbook(rows, change=hide), "a.xlsx")
    assert entry.phone == "070-1"


def test_a_hidden_column_that_nobody_knows_is_told_as_hidden() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.column_dimensions["F"].hidden = True

    rows = [[*HEADER, "Lön"], [*TUVA, "070-1", "30000"]]
    error = refusal(lambda: people(workbook(rows, change=hide), "a.xlsx"))
    assert faults(error) == [(1, "Lön", "column-unknown-hidden")]


@pytest.mark.parametrize("is_filled", [True, False])
def test_lists_on_several_sheets_are_told_and_an_empty_form_is_no_list(
    is_filled: bool,  # noqa: FBT001 - a plain fact
) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "HT"
    first.append(["Namn", "Första dag"])
    second = book.create_sheet("VT")
    second.append(["Namn", "Första dag"])
    second.append(["Sportlov", "2027-02-22"])
    if is_filled:
        first.append(["Höstlov", "2026-10-26"])
    content = io.BytesIO()
    book.save(content)

    if is_filled:
        refused = refusal(lambda: days(content.getvalue()))
        assert (refused.code, refused.params) == ("list-on-several-sheets", {"sheets": "HT, VT"})
    else:
        assert [one.new.name for one in days(content.getvalue())] == ["Sportlov"]


def test_a_workbook_of_hidden_sheets_says_so() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Bara en bild"][:0])
    secret = book.create_sheet("Dold")
    secret.append(HEADER)
    secret.sheet_state = "veryHidden"
    content = io.BytesIO()
    book.save(content)
    assert refusal(lambda: people(content.getvalue())).code == "list-sheets-hidden"


def test_a_text_over_several_rows_is_meant_for_each_of_them() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:E1")
        sheet.merge_cells("C3:C5")

    rows: list[list[object]] = [
        ["Lista hösten 2026"],
        [*HEADER],
        ["Åsa", "Prov", "Norrby kommun", "ledamot"],
        ["Bo", "Prov", None, "ledamot"],
        ["Cia", "Prov", None, "ledamot"],
        ["Dan", "Prov", "Polisen", "ledamot"],
    ]
    found = people(workbook(rows, change=merge), "a.xlsx")
    assert [(one.given_name, one.agency_id) for one in found] == [
        *(("Åsa", 2), ("Bo", 2), ("Cia", 2), ("Dan", 1)),
    ]


def test_a_protected_sheet_is_read() -> None:
    def protect(sheet: Worksheet) -> None:
        sheet.protection.set_password("hemligt")
        sheet.protection.enable()

    assert len(people(workbook([HEADER, [*TUVA, "070-1"]], change=protect), "a.xlsx")) == 1


def test_days_are_days_by_the_cells_look_and_by_both_ways_to_count_them() -> None:
    last = datetime(2027, 2, 26)  # noqa: DTZ001 - a workbook's days have no zone
    rows: list[list[object]] = [["Namn", "Start", "Slut"], ["Lov", date(2027, 2, 22), last]]
    (row,) = days(workbook(rows))
    assert (row.new.first_day, row.new.last_day) == (date(2027, 2, 22), date(2027, 2, 26))

    serial: list[list[object]] = [["Namn", "Första dag"], ["Lov", 46440]]
    for code in ("yyyy-mm-dd", "d mmm yyyy", "[$-41D]d\\ mmmm\\ yyyy;@", "m/d/yy"):
        assert days(workbook(serial, formats={"B2": code}))[0].new.first_day == date(2027, 2, 22)
    assert faults(refusal(lambda: days(workbook(serial)))) == [(2, "Första dag", "date-odd")]

    with zipfile.ZipFile(io.BytesIO(workbook(serial, formats={"B2": "yyyy-mm-dd"}))) as book:
        xml = book.read("xl/workbook.xml").replace(b"<workbookPr", b'<workbookPr date1904="1"', 1)
    old_mac = with_parts(
        workbook([serial[0], ["Lov", 46440 - 1462]], formats={"B2": "yyyy-mm-dd"}),
        {"xl/workbook.xml": xml},
    )
    assert days(old_mac)[0].new.first_day == date(2027, 2, 22)


def test_a_formula_gives_its_result_and_without_one_is_told() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook([HEADER, TUVA]))) as book:
        xml = book.read(SHEET)
    assert b'<c r="A2"' in xml
    result = xml.replace(
        xml[xml.index(b'<c r="A2"') : xml.index(b'<c r="B2"')],
        b'<c r="A2" t="str"><f>CONCATENATE("Tu","va")</f><v>Tuva</v></c>',
    )
    content = with_parts(workbook([HEADER, TUVA]), {SHEET: result})
    assert people(content, "a.xlsx")[0].given_name == "Tuva"
    bare = workbook([HEADER, ['=CONCATENATE("Tu","va")', *TUVA[1:]]])
    assert faults(refusal(lambda: people(bare, "a.xlsx"))) == [(2, "Förnamn", "cell-has-formula")]


def test_strict_open_xml_and_parts_by_other_names_are_read() -> None:
    plain = workbook([HEADER, [*TUVA, "070-1"]])
    usual = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    related = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(io.BytesIO(plain)) as book:
        strict = {
            name: book.read(name)
            .replace(usual, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
            .replace(related, b"http://purl.oclc.org/ooxml/officeDocument/relationships")
            for name in book.namelist()
        }
        moved = {
            "xl/workbook2.xml": book.read("xl/workbook.xml"),
            "xl/_rels/workbook2.xml.rels": book.read("xl/_rels/workbook.xml.rels"),
            "_rels/.rels": book.read("_rels/.rels").replace(b"workbook.xml", b"workbook2.xml"),
        }
    wanted = people(plain, "a.xlsx")
    assert people(with_parts(plain, strict), "a.xlsx") == wanted
    left_out = ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"]
    assert people(with_parts(plain, moved, but=left_out), "a.xlsx") == wanted


CELLS = st.one_of(
    st.none(),
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12),
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
)


@settings(max_examples=15, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_values_are_what_another_reader_of_workbooks_finds(rows: list[list[object]]) -> None:
    """Our pass over the XML, and openpyxl's own."""
    from coordinator.core.lists.workbook import read_workbook
    from coordinator.core.text import clean

    content = workbook(rows)
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    wanted = {}
    for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
        texts = [
            str(value).lower()
            if isinstance(value, bool)
            else value.date().isoformat()
            if isinstance(value, datetime)
            else clean("" if value is None else str(value))
            for value in row
        ]
        if any(texts):
            wanted[number] = [*texts, "", "", ""][:3]
    found = {
        line.row: [*line.cells, "", "", ""][:3]
        for line in read_workbook(content, len, lambda _cells: False).lines
        if not line.faults
    }
    assert found == {row: cells for row, cells in wanted.items() if row in found}
    assert len(found) >= len(wanted) - sum("=" in str(cell) for row in rows for cell in row) - sum(
        not str(cell).isascii() for row in rows for cell in row
    )


# Other programs' files -------------------------------------------------------------------------


def packed(*names: str, locked: bool = False) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name in names:
            file.writestr(name, b"<a/>")
    made = content.getvalue()
    if locked:  # the flag that says that a part is encrypted
        return made.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
            b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
        )
    return made


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
FOREIGN = {
    "a.xls": (OLD, "list-is-old-excel", ".xls"),
    "locked.xlsx": (OLD + "EncryptedPackage".encode("utf-16-le"), "list-has-password", "lösenord"),
    "a.ods": (packed("mimetype", "content.xml", "styles.xml"), "list-is-opendocument", ".ods"),
    "a.numbers": (packed("Index/Document.iwa", "preview.jpg"), "list-is-numbers", "Numbers"),
    "old.numbers": (packed("Index.zip"), "list-is-numbers", "Numbers"),
    "a.xlsb": (packed("[Content_Types].xml", "xl/workbook.bin"), "list-is-binary-excel", ".xlsb"),
    "a.docx": (packed("word/document.xml"), "list-is-word", "Word"),
    "zip.xlsx": (packed("a.xml", locked=True), "list-has-password", "lösenord"),
    "page.xls": (b"\r\n<html><table><tr><td>Namn", "list-is-web-page", "webbsida"),
    "xml.xls": (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook>', "list-is-web-page", "webbsida"),
    "wide.xls": ("<html><table>".encode("utf-16"), "list-is-web-page", "webbsida"),
    "a.pdf": (b"%PDF-1.7", "list-is-pdf", "PDF"),
    "a.vcf": (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "list-is-calendar", "kontaktkort"),
    "text.xlsx": (b"Namn;Roll\n", "list-not-excel", "Excel"),
    "noise.csv": (bytes(range(1, 255)) * 20, "list-", ""),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_another_programs_file_is_refused_by_name(name: str) -> None:
    content, code, word = FOREIGN[name]
    error = refusal(lambda: people(content, name))
    assert error.code.startswith(code)
    assert word in sentence(error)
    if not name.endswith(".vcf"):
        assert refusal(lambda: days(content, name)).code == error.code


# Bounds ----------------------------------------------------------------------------------------


SHARED = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
RELATED = "xl/_rels/workbook.xml.rels"


def with_shared(content: bytes, strings: bytes, sheet: bytes) -> bytes:
    """As Excel itself writes texts: once, and by number in the cells."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        related = book.read(RELATED)
    link = b'<Relationship Type="%s" Target="sharedStrings.xml" Id="rId99"/></R' % SHARED
    return with_parts(
        content,
        {
            RELATED: related.replace(b"</R", link),
            "xl/sharedStrings.xml": b"<sst>" + strings + b"</sst>",
            SHEET: sheet_xml(sheet),
        },
    )


def test_texts_that_cells_share_are_read_with_their_runs_and_without_how_they_sound() -> None:
    words = ["Namn", "Verksamhet", "Roll", "Polisen", "ersättare"]
    strings = "".join(f"<si><t>{word}</t></si>" for word in words)
    strings += "<si><r><t>Tu</t></r><r><rPr><b/></rPr><t xml:space='preserve'>va Prov</t></r>"
    strings += "<rPh sb='0' eb='2'><t>tuuva</t></rPh></si>"
    cells = [b'<c t="s"><v>%d</v></c>' % at for at in range(6)]
    rows = b"<row>%s</row><row>%s</row>" % (b"".join(cells[:3]), b"".join([cells[5], *cells[3:5]]))
    (entry,) = people(with_shared(workbook([[]]), strings.encode(), rows), "a.xlsx")
    assert (entry.given_name, entry.family_name, entry.agency_id) == ("Tuva", "Prov", 1)


def sheets(number: int, rows: bytes) -> bytes:
    book = openpyxl.Workbook()
    for _ in range(number - 1):
        book.create_sheet()
    content = io.BytesIO()
    book.save(content)
    parts = {f"xl/worksheets/sheet{one}.xml": sheet_xml(rows) for one in range(1, number + 1)}
    return with_parts(content.getvalue(), parts)


def filled(rows: int, columns: int, cell: bytes) -> bytes:
    return b"".join(b"<row>" + cell * columns + b"</row>" for _ in range(rows))


TEXT = b'<c t="inlineStr"><is><t>Verksamhxt</t></is></c>'
LAST = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
TOO_MUCH = {
    "many sheets of misspelt names": sheets(60, filled(24, 50, TEXT)),
    "more sheets than anybody has": sheets(90, b""),
    "cells with no place of their own": sheets(1, filled(15_000, 26, b'<c s="1"/>')),
    "one shared text everywhere": with_shared(
        workbook([[]]),
        b"<si><t>" + b"x" * 3_000_000 + b"</t></si>",
        filled(20_000, 3, b'<c t="s"><v>0</v></c>'),
    ),
    "everything merged": with_parts(
        sheets(1, b""),
        {
            SHEET: sheet_xml(filled(1, 3, TEXT)).replace(
                b"</sheetData>",
                b"</sheetData><mergeCells>"
                + b"".join(b'<mergeCell ref="A%d:A%d"/>' % (n, n + 1_900) for n in range(1, 900))
                + b"</mergeCells>",
            )
        },
    ),
    "a sheet that is hidden and large": with_parts(
        sheets(2, filled(5_000, 20, TEXT)), {SHEET: sheet_xml(filled(1, 3, TEXT))}
    ),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_all_sheets_together_are_bounded_before_one_is_chosen(name: str) -> None:
    assert len(TOO_MUCH[name]) < 600_000
    assert refusal(lambda: people(TOO_MUCH[name], "a.xlsx")).code == "list-too-large"


def test_a_stray_cell_in_the_last_row_is_told_and_cells_that_are_only_drawn_are_nothing() -> None:
    plain = workbook([HEADER, [*TUVA, "070-1"]])
    with zipfile.ZipFile(io.BytesIO(plain)) as book:
        xml = book.read(SHEET)
    stray = with_parts(plain, {SHEET: xml.replace(b"</sheetData>", LAST + b"</sheetData>")})
    assert (1_048_576, "Verksamhet", "seat-needs-agency") in faults(
        refusal(lambda: people(stray, "a.xlsx"))
    ) or faults(refusal(lambda: people(stray, "a.xlsx")))
    drawn = b"".join(
        b'<row r="%d">%s</row>'
        % (row, b"".join(b'<c r="%c%d" s="0"/>' % (64 + at, row) for at in range(1, 20)))
        for row in range(3, 12_000)
    )
    much = with_parts(plain, {SHEET: xml.replace(b"</sheetData>", drawn + b"</sheetData>")})
    assert len(people(much, "a.xlsx")) == 1
