"""Reading an uploaded list of people: every spelling of it, and every way it can be wrong."""

from __future__ import annotations

import csv
import gc
import io
import random
import struct
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordinator.core.errors import BadInput, Problem
from coordinator.core.messages import SENTENCES, sentence
from coordinator.core.translation import speaking
from coordinator.roster.list_columns import PEOPLE
from coordinator.roster.list_faults import MAX_PROBLEMS
from coordinator.roster.list_reader import KnownAgency, RosterEntry, check_list, read_list
from coordinator.roster.views import Duty, Function
from tests.core.lists.made import whole

TODAY = date(2026, 11, 22)
MIDNIGHT = datetime(2026, 8, 1)  # noqa: DTZ001 - a workbook's dates have no zone
AGENCIES = (
    KnownAgency(1, "fvg", "Familjevårdsgruppen"),
    KnownAgency(2, "polis", "Polisen"),
    KnownAgency(3, "norrby", "Norrby kommun"),
    KnownAgency(4, "kvinnojour", "Kvinnojouren Exempel"),
    KnownAgency(5, "aldre", "Exempelköpings äldreomsorg"),
)
HEADER = "Namn;Verksamhet;Roll\n"

Cells = Sequence[Sequence[Any]]


def entries(text: str | bytes, filename: str = "lista.csv") -> tuple[RosterEntry, ...]:
    content = text.encode() if isinstance(text, str) else text
    return whole(check_list(read_list(content, filename), AGENCIES, today=TODAY), PEOPLE)


def only(text: str | bytes) -> RosterEntry:
    (entry,) = entries(text)
    return entry


def refused(content: str | bytes, filename: str = "lista.csv") -> BadInput:
    with pytest.raises(BadInput) as caught:
        entries(content, filename)
    assert sentence(caught.value)
    assert caught.value.code in SENTENCES
    return caught.value


def problems(text: str | bytes) -> list[tuple[int | None, str | None, str]]:
    """Row, column and code of every problem of a list that is refused."""
    error = refused(text)
    assert error.code == "list-has-problems"
    assert all(problem.code in SENTENCES and sentence(problem) for problem in error.problems)
    return [(problem.row, problem.column, problem.code) for problem in error.problems]


def first_problem(text: str | bytes) -> Problem:
    return refused(text).problems[0]


def workbook(*sheets: Cells, hidden: Sequence[int] = ()) -> bytes:
    book = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.worksheets[0] if not number else book.create_sheet()
        for row in rows:
            sheet.append(list(row))
        if number in hidden:
            sheet.sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with one of its parts replaced or added."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w", 8) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, part)
    return changed.getvalue()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Processor time of this thread, so that a busy machine does not fail the test.

    What thousands of earlier tests left in memory is set aside meanwhile: going through it again
    and again while many small things are made is no work of the reader's.
    """
    gc.collect()
    gc.freeze()
    started = time.thread_time()
    yield
    assert time.thread_time() - started < seconds


SIMPLE = workbook([["Namn", "Verksamhet", "Roll"], ["Åsa Övningsson", "Polisen", "ledamot"]])
SHEET = "xl/worksheets/sheet1.xml"


# The list as our contract has it

FULL_HEADER = (
    "id,given_name,family_name,display_name,org_id,role,title,email,phone,protected_identity,"
    "contact_channel,valid_from,valid_to,replaces,synthetic"
)
FULL = f"""{FULL_HEADER}
P01,Åsa,Övningsson,Åsa Övningsson,fvg,"samordnare, ordförande",socialsekreterare,\
asa@example.se,070-174 06 05,false,personlig e-post,2022-08-15,,,true
P04,Jonas,Provström,Jonas Provström,polis,ledamot,"utredare, brott i nära relation",\
jonas@example.se,070-174 06 08,false,personlig e-post,2024-08-01,,P19,true
P17,,,"Representant, Kvinnojouren Exempel",kvinnojour,ledamot,representant,\
funktion@example.se,,true,funktionsbrevlåda,2022-08-15,,,true
P19,Rolf,Utgångsson,Rolf Utgångsson,polis,ledamot,utredare,\
rolf@example.se,070-174 06 22,false,personlig e-post,2022-08-15,2024-07-31,,true
P23,Pelle,Ersättarsson,Pelle Ersättarsson,aldre,ersättare,biståndshandläggare,\
pelle@example.se,070-174 06 26,false,personlig e-post,2023-09-01,,,true
"""


def test_a_full_list_becomes_entries_with_duties_functions_days_and_references() -> None:
    coordinator, successor, protected, left, substitute = entries(FULL)

    assert coordinator == RosterEntry(
        reference="P01",
        given_name="Åsa",
        family_name="Övningsson",
        display_name="Åsa Övningsson",
        agency_id=1,
        duty=Duty.REPRESENTATIVE,
        functions=(Function.COORDINATOR, Function.CHAIR),
        title="socialsekreterare",
        email="asa@example.se",
        phone="070-174 06 05",
        protected=False,
        contact_channel="personlig e-post",
        valid_from=date(2022, 8, 15),
        valid_to=None,
        replaces=None,
        row=2,
    )
    assert (successor.replaces, successor.title) == ("P19", "utredare, brott i nära relation")
    assert (left.valid_to, left.agency_id) == (date(2024, 7, 31), 2)
    assert substitute.duty is Duty.SUBSTITUTE
    assert protected.protected
    assert protected.display_name == "Representant, Kvinnojouren Exempel"
    assert (protected.given_name, protected.family_name, protected.title) == (None, None, None)
    assert protected.email == "funktion@example.se"


def test_the_same_list_reads_the_same_from_every_format_and_encoding() -> None:
    table = list(csv.reader(io.StringIO(FULL)))
    wanted = entries(FULL)

    def spelled(delimiter: str) -> str:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(table)
        return text.getvalue()

    spellings: list[bytes] = [
        *(spelled(sign).encode() for sign in ",;\t|"),
        *(spelled(";").encode(codec) for codec in ("utf-8-sig", "utf-16", "utf-16-le")),
        *(spelled(";").encode(codec) for codec in ("utf-16-be", "cp1252", "latin-1")),
        *(spelled("\t").encode(codec) for codec in ("mac-roman", "cp850")),
        spelled(";").replace("\r\n", "\r").encode(),
        ("sep=;\r\n" + spelled(";")).encode(),
    ]

    for content in spellings:
        assert entries(content) == wanted
        assert entries(content, "lista.TXT") == wanted
    assert entries(workbook(table), "lista.xlsx") == wanted
    assert entries(workbook(table), "lista.csv") == wanted


def test_columns_may_stand_in_any_order_under_swedish_headers_in_any_case() -> None:
    entry = only(
        "TILL OCH MED;e-post ;Kontakt väg;förnamn;EFTERNAMN;Verksamhet *;roll;Titel;"
        "Telefonnummer;Skyddad Identitet;Från;Ersätter\n"
        "2027-01-31;ida@example.se;personlig;Ida;Exempelborg;norrby  KOMMUN;Adjungerad;kurator;"
        "+46 70 174 06 18;nej;2026-08-01;P02\n"
    )

    assert (entry.given_name, entry.family_name, entry.agency_id) == ("Ida", "Exempelborg", 3)
    assert (entry.duty, entry.phone) == (Duty.CO_OPTED, "+46 70 174 06 18")
    assert (entry.valid_from, entry.valid_to) == (date(2026, 8, 1), date(2027, 1, 31))
    assert (entry.email, entry.replaces, entry.contact_channel) == (
        *("ida@example.se", "P02", "personlig"),
    )


def test_only_name_agency_and_role_are_needed_and_the_seat_starts_today() -> None:
    entry = only(HEADER + "Björn-Erik Testlund;polis;ledamot\n")

    assert (entry.given_name, entry.family_name) == ("Björn-Erik", "Testlund")
    assert (entry.valid_from, entry.valid_to) == (TODAY, None)
    assert entry.email is entry.phone is entry.title is entry.reference is entry.replaces is None


@pytest.mark.parametrize(
    ("written", "given", "family"),
    [
        ("Anna Maria Provsten", "Anna Maria", "Provsten"),
        ("Provsten, Anna Maria", "Anna Maria", "Provsten"),
        ("Provsten", None, "Provsten"),
        ("Provsten,", None, "Provsten"),
    ],
)
def test_a_whole_name_is_divided(written: str, given: str | None, family: str) -> None:
    entry = only(HEADER + f"{written};polis;ledamot\n")

    assert (entry.given_name, entry.family_name) == (given, family)


@pytest.mark.parametrize(
    ("written", "duty", "functions"),
    [
        ("ledamot", Duty.REPRESENTATIVE, ()),
        ("Ordinarie ledamot", Duty.REPRESENTATIVE, ()),
        ("representative", Duty.REPRESENTATIVE, ()),
        ("ersättare", Duty.SUBSTITUTE, ()),
        ("co_opted", Duty.CO_OPTED, ()),
        ("Co-opted", Duty.CO_OPTED, ()),
        ("sekreterare", Duty.REPRESENTATIVE, (Function.SECRETARY,)),
        ("ordförande, samordnare", Duty.REPRESENTATIVE, (Function.COORDINATOR, Function.CHAIR)),
        ("ersättare, sekreterare", Duty.SUBSTITUTE, (Function.SECRETARY,)),
        ("ledamot och ordförande", Duty.REPRESENTATIVE, (Function.CHAIR,)),
        ("chair/secretary,chair,", Duty.REPRESENTATIVE, (Function.CHAIR, Function.SECRETARY)),
    ],
)
def test_a_role_cell_holds_a_duty_and_functions(
    written: str, duty: Duty, functions: tuple[Function, ...]
) -> None:
    entry = only(HEADER + f"Åsa Övningsson;fvg;{written}\n")

    assert (entry.duty, entry.functions) == (duty, functions)


@pytest.mark.parametrize("word", ["admin", "reader", "administratör", "läsare"])
def test_a_list_cannot_ask_for_an_access_role(word: str) -> None:
    assert problems(HEADER + f"Åsa Övningsson;fvg;{word}\n")[0][:2] == (2, "Roll")


@pytest.mark.parametrize("written", ["2026-08-01", "20260801", "2026-8-1", "2026/08/01"])
def test_days_are_written_year_first(written: str) -> None:
    entry = only(f"Namn;Verksamhet;Roll;Från\nÅsa Övningsson;fvg;ledamot;{written}\n")

    assert entry.valid_from == date(2026, 8, 1)


@pytest.mark.parametrize(
    "written", ["1/8/2026", "2026-02-30", "2026", "0001-01-01", "9999-12-31", "nästa år", "45870"]
)
def test_a_day_that_is_none_or_could_be_two_is_refused(written: str) -> None:
    text = f"Namn;Verksamhet;Roll;Från\nÅsa Övningsson;fvg;ledamot;{written}\n"

    assert problems(text) == [(2, "Från", "date-odd")]
    assert written in sentence(first_problem(text))


# Excel


def test_dates_numbers_and_truth_values_of_excel_are_read_as_meant() -> None:
    content = workbook(
        [
            ["Namn", "Verksamhet", "Roll", "Telefon", "Från", "Till", "Skyddad", "id"],
            ["Åsa Övningsson", "Polisen", "ledamot", 4567, date(2026, 8, 1), 20270131, False],
            ["Bo Provsten", "Polisen", "ledamot", 4567.0, MIDNIGHT, None, None, 7],
            [None, "kvinnojour", "ledamot", None, "2026-08-01", None, True, 8.0],
        ]
    )

    asa, bo, hidden = entries(content, "lista.xlsx")

    assert (asa.phone, asa.valid_from, asa.valid_to) == (
        *("4567", date(2026, 8, 1), date(2027, 1, 31)),
    )
    assert (bo.phone, bo.valid_from, bo.reference) == ("4567", date(2026, 8, 1), "7")
    assert (hidden.protected, hidden.reference) == (True, "8")


def test_the_first_visible_sheet_with_a_header_is_read_below_its_title() -> None:
    old = [["Namn", "Verksamhet", "Roll"], ["Gammal Utgångsson", "Polisen", "ledamot"]]
    notes = [["Om listan"], ["Fyll i bladet Deltagare"]]
    people = [
        ["Deltagare hösten 2026"],
        [],
        ["Namn", "Verksamhet", "Roll"],
        [],
        ["Åsa Övningsson", "Polisen", "ledamot"],
    ]

    (entry,) = entries(workbook(old, notes, people, old, hidden=[0]), "lista.xlsx")

    assert (entry.family_name, entry.row) == ("Övningsson", 5)


def test_a_sheet_that_tells_wrong_dimensions_is_read_whole() -> None:
    with zipfile.ZipFile(io.BytesIO(SIMPLE)) as book:
        xml = book.read(SHEET).replace(b'<dimension ref="A1:C2"', b'<dimension ref="A1"')

    assert len(entries(with_part(SIMPLE, SHEET, xml), "lista.xlsx")) == 1


def test_formulas_give_their_last_value_and_failed_ones_are_refused() -> None:
    rows = [["Namn", "Verksamhet", "Roll"], ["#REF!", "Polisen", "ledamot"]]

    error = refused(workbook(rows), "lista.xlsx")

    assert [p.code for p in error.problems] == ["cell-has-formula-error"]
    assert problems(HEADER + "#SAKNAS!;polis;ledamot\n") == [(2, "Namn", "cell-has-formula-error")]


def test_a_formula_that_nobody_has_worked_out_is_told_with_its_cell() -> None:
    rows = [["Namn", "Verksamhet", "Roll"], ['=A1&"x"', "Polisen", "ledamot"]]

    error = refused(workbook(rows), "lista.xlsx")

    assert [(p.row, p.column, p.code) for p in error.problems] == [(2, "Namn", "cell-has-formula")]


# Header faults


def test_an_unknown_column_is_named_with_the_nearest_known_one() -> None:
    text = "Namn;Verksamhett;Roll;Skonummer\nÅsa Övningsson;fvg;ledamot;38\n"

    assert problems(text) == [
        (1, "Verksamhett", "column-unknown-nearest"),
        (1, "Skonummer", "column-unknown"),
        (1, None, "list-needs-agency-column"),
    ]
    assert "Verksamhet”" in sentence(first_problem(text))


@pytest.mark.parametrize(
    ("written", "swedish", "english"),
    [
        ("email_adress", "Mejladress", "email address"),
        ("Mejladres", "Mejladress", "Email address"),
        ("Förnamnn", "Förnamn", "given name"),
        ("protectedidentiti", "Skyddad identitet", "protected identity"),
    ],
)
def test_a_misspelt_name_is_answered_in_the_readers_language(
    written: str, swedish: str, english: str
) -> None:
    problem = first_problem(f"Namn;Verksamhet;Roll;{written}\nÅsa Övningsson;fvg;ledamot;x\n")

    assert f"”{swedish}”" in sentence(problem)
    with speaking("en"):
        assert f"“{english}”" in sentence(problem)


def test_every_missing_column_is_told_at_once() -> None:
    assert problems("Telefon;Titel\n070;kurator\n") == [
        (1, None, "list-needs-name-column"),
        (1, None, "list-needs-agency-column"),
        (1, None, "list-needs-role-column"),
    ]


def test_two_columns_that_mean_the_same_are_refused() -> None:
    text = "Namn;name;Verksamhet;Roll\nÅsa;Åsa;fvg;ledamot\n"

    assert problems(text) == [(1, "name", "column-twice")]


def test_an_unquoted_separator_that_shifts_a_row_is_noticed() -> None:
    text = "Namn,Verksamhet,Roll\nÅsa Övningsson,fvg,samordnare, ordförande\n"

    assert problems(text) == [(2, None, "row-wider-than-header")]


def test_a_quote_that_never_ends_does_not_swallow_the_list() -> None:
    text = HEADER + 'Åsa;fvg;ledamot\n"Bo;fvg;ledamot\nCia;fvg;ledamot\n'

    assert problems(text) == [(3, None, "quote-misplaced")]


def test_rows_are_counted_as_the_sheet_shows_them() -> None:
    text = 'Namn;Verksamhet;Roll;Titel\n\n"Åsa";fvg;ledamot;"två\nrader"\n;;;\nBo;fel;ledamot;\n'

    assert problems(text) == [(5, "Verksamhet", "agency-unknown")]


# Row faults


def test_an_unknown_agency_is_told_with_the_nearest_names() -> None:
    problem = first_problem(HEADER + "Åsa Övningsson;Norby komun;ledamot\n")

    assert (problem.row, problem.column) == (2, "Verksamhet")
    assert dict(problem.params) == {"name": "Norby komun", "nearest": "Norrby kommun"}


def test_part_of_an_agencys_name_is_enough_to_guess_but_not_to_import() -> None:
    problem = first_problem(HEADER + "Åsa Övningsson;Äldreomsorg;ledamot\n")

    assert dict(problem.params)["nearest"].startswith("Exempelköpings äldreomsorg")


def test_agency_by_id_and_by_name_must_agree() -> None:
    header = "Namn;org_id;organisation;Roll\n"

    assert only(header + "Åsa;polis;Polisen;ledamot\n").agency_id == 2
    assert only(header + "Åsa;;Polisen;ledamot\n").agency_id == 2
    assert problems(header + "Åsa;polis;Norrby kommun;ledamot\n") == [
        (2, "organisation", "agencies-differ")
    ]


def test_every_fault_of_every_row_is_told_with_row_and_column() -> None:
    text = (
        "Namn;Verksamhet;Roll;E-post;Från;Till;Skyddad identitet;id;Ersätter\n"
        ";polis;ledamot;;;;;;\n"
        "Åsa;;ledmot;inte en adress;;;;;\n"
        "Bo;polis;;a@example.se, b@example.se;igår;;;;\n"
        "Cia;polis;ledamot, ersättare;;2026-08-01;2026-07-31;;;\n"
        "Didrik;polis;ledamot;;;2020-01-01;kanske;P5;P5\n"
    )

    assert problems(text) == [
        (2, "Namn", "seat-needs-name"),
        (3, "Verksamhet", "seat-needs-agency"),
        (3, "Roll", "duty-unknown-nearest"),
        (3, "E-post", "email-odd"),
        (4, "Roll", "seat-needs-duty"),
        (4, "E-post", "email-odd"),
        (4, "Från", "date-odd"),
        (5, "Roll", "duties-differ"),
        (5, "Till", "seat-end-before-start"),
        (6, "Skyddad identitet", "yes-or-no-unclear"),
        (6, "Från", "seat-needs-start"),
        (6, "Ersätter", "seat-replaces-itself"),
    ]


def test_a_hopeless_list_tells_fifty_problems_and_how_many_more() -> None:
    rows = "".join(f"Person {n};okänd {n};ledamot\n" for n in range(2000))

    with within(2):
        error = refused(HEADER + rows)

    assert len(error.problems) == MAX_PROBLEMS + 1
    assert error.problems[-1] == Problem("list-more-problems", (("count", 1950),))


def test_the_same_person_twice_at_the_same_time_is_refused() -> None:
    header = "Namn;Verksamhet;Roll;Från;Till\n"
    first = "Åsa Övningsson;fvg;ledamot;2022-01-01;2024-12-31\n"

    assert problems(header + first + "åsa  övningsson;FVG;ledamot;2024-12-31;\n") == [
        (3, "Namn", "person-twice")
    ]
    assert len(entries(header + first + "Åsa Övningsson;fvg;ledamot;2025-01-01;\n")) == 2
    assert len(entries(header + first + "Åsa Övningsson;polis;ledamot;2022-01-01;\n")) == 2
    assert len(entries(header + first + "Åsa Övningsson;fvg;ersättare;2022-01-01;\n")) == 2


def test_a_long_seat_hides_no_later_twin() -> None:
    text = (
        "Namn;Verksamhet;Roll;Från;Till\n"
        "Åsa;fvg;ledamot;2025-06-01;2025-06-30\n"
        "Åsa;fvg;ledamot;2020-01-01;2026-01-01\n"
        "Åsa;fvg;ledamot;2019-01-01;2019-12-31\n"
        "Åsa;fvg;ledamot;2026-01-01;\n"
    )

    assert problems(text) == [(3, "Namn", "person-twice"), (5, "Namn", "person-twice")]


def test_several_people_may_share_one_mailbox() -> None:
    rows = "Åsa;polis;ledamot;p@example.se\nBo;polis;ledamot;p@example.se\n"
    text = "Namn;Verksamhet;Roll;E-post\n" + rows

    assert [entry.email for entry in entries(text)] == ["p@example.se"] * 2


def test_an_id_stands_for_one_row() -> None:
    text = "id;Namn;Verksamhet;Roll\nP1;Åsa;polis;ledamot\nP1;Bo;polis;ledamot\n"

    assert problems(text) == [(3, "id", "reference-twice")]


# Protected people


PROTECTED = "Förnamn;Efternamn;Verksamhet;Roll;Titel;E-post;Telefon;Skyddad identitet;Kontaktväg\n"


@pytest.mark.parametrize("yes", ["true", "Ja", "x", "1", "YES"])
def test_nothing_that_names_a_protected_person_leaves_the_reader(yes: str) -> None:
    entry = only(
        PROTECTED + f"Hemlig;Namnsson;kvinnojour;ledamot;chef;hemlig.namnsson@example.se;"
        f"070-174 06 99;{yes};personlig e-post\n"
    )

    assert entry.display_name == "Representant, Kvinnojouren Exempel"
    for told in ("Hemlig", "Namnsson", "hemlig", "070", "chef"):
        assert told not in repr(entry)


def test_a_protected_persons_address_must_be_said_to_be_shared() -> None:
    row = "Hemlig;Namnsson;kvinnojour;ledamot;;jour@example.se;;ja;"

    assert only(PROTECTED + row + "funktionsbrevlåda\n").email == "jour@example.se"
    assert problems(PROTECTED + row + "\n") == [(2, "E-post", "protected-address-unclear")]


def test_a_protected_persons_name_stands_in_no_problem() -> None:
    row = "Hemlig;Namnsson;kvinnojour;ledamot;;;;ja;\n"

    error = refused(PROTECTED + row + row)

    assert [problem.code for problem in error.problems] == ["person-twice"]
    assert "Hemlig" not in repr(error.problems) + sentence(error.problems[0])


def test_two_protected_people_of_one_agency_are_not_taken_for_one() -> None:
    row = ";;kvinnojour;ledamot;;jour@example.se;;ja;funktionsbrevlåda\n"

    assert len(entries(PROTECTED + row + row)) == 2


# Text that would do harm later


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "=-", "\t=", "＝"])
def test_cells_that_look_like_formulas_lose_their_sign(sign: str) -> None:
    row = f'{sign}Åsa Ö;fvg;ledamot;"{sign}HYPERLINK(1)";{sign}c|x\n'

    entry = only("Namn;Verksamhet;Roll;Titel;Telefon\n" + row)

    assert (entry.given_name, entry.title, entry.phone) == ("Åsa", "HYPERLINK(1)", "c|x")


@pytest.mark.parametrize("phone", ["+46-1+cmd|' /C calc'!A0", "+1=2"])
def test_a_plus_is_kept_for_real_phone_numbers_only(phone: str) -> None:
    entry = only(f"Namn;Verksamhet;Roll;Telefon\nÅsa;fvg;ledamot;{phone}\n")

    assert entry.phone
    assert not entry.phone.startswith("+")


def test_dashes_mean_nothing_is_known() -> None:
    entry = only("Namn;Verksamhet;Roll;Titel;E-post;Telefon;Till\nÅsa;fvg;ledamot;-;–;-;-\n")

    assert {entry.title, entry.email, entry.phone, entry.valid_to} == {None}


def test_control_characters_and_bidi_marks_are_taken_out() -> None:
    entry = only(HEADER + "Å\u0007sa\u00a0 \u202eÖvnings\u200bson\\;fvg\u200e;leda\u00admot\n")

    assert (entry.given_name, entry.family_name) == ("Åsa", "Övningsson")


def test_a_text_that_is_too_long_is_refused_however_long() -> None:
    for length in (301, 5_000, 100_000):
        assert problems(HEADER + "Å" * length + ";fvg;ledamot\n") == [(2, "Namn", "cell-too-long")]


def test_letters_that_were_lost_are_noticed() -> None:
    content = (HEADER + "Åsa Övningsson;fvg;ledamot\n").encode() + b"\xff Bo;fvg;ledamot\n"

    assert problems(content) == [(3, "Namn", "cell-unreadable")]


# Files that are no list


def noise(size: int) -> bytes:
    return random.Random(5).randbytes(size)


def zip_of(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return content.getvalue()


def lying_bomb() -> bytes:
    """A sheet of 30 MB that declares one kilobyte."""
    size = 30_000_000
    bomb = with_part(SIMPLE, SHEET, bytes(size))
    return bomb.replace(struct.pack("<L", size), struct.pack("<L", 1_000))


ENTITIES = b"""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>\
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>"""
SECRET_FILE = (
    b"""<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet>&a;</worksheet>"""
)

HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "empty": ("lista.csv", b"", "list-empty"),
    "only a mark": ("lista.csv", b"\xef\xbb\xbf\r\n", "list-empty"),
    "only spaces": ("lista.csv", b" ; ; \n ; ;", "list-no-header"),
    "only a header": ("lista.csv", HEADER.encode(), "list-no-rows"),
    "header and dashes": ("lista.csv", (HEADER + "-;-;-\n").encode(), "list-no-rows"),
    "another table": ("lista.csv", b"datum;belopp\n2026-01-01;100\n", "list-no-header"),
    "5 MB of noise": ("lista.csv", noise(5_000_000), "list-unreadable"),
    "5 MB of noise called Excel": ("lista.xlsx", noise(5_000_000), "list-not-excel"),
    "5 MB of letters": ("lista.csv", b"lorem ipsum " * 420_000, "list-no-header"),
    "5 MB of quotes": ("lista.csv", b'"' * 5_000_000, "list-no-header"),
    "5 MB of separators": ("lista.csv", b";" * 5_000_000, "list-no-header"),
    "8 MB of line breaks": ("lista.csv", HEADER.encode() + b"\n" * 7_900_000, "list-too-many-rows"),
    "9 MB of rows": (
        "lista.csv",
        (HEADER + "Åsa;fvg;ledamot\n" * 560_000).encode(),
        "list-too-large",
    ),
    "100,000 rows": (
        "lista.csv",
        (HEADER + "Åsa;fvg;ledamot\n" * 100_000).encode(),
        "list-too-many-rows",
    ),
    "2,001 rows": (
        "lista.csv",
        (HEADER + "Åsa;fvg;ledamot\n" * 2_001).encode(),
        "list-too-many-rows",
    ),
    "a PDF": ("lista.csv", b"%PDF-1.7\n" + noise(1_000_000), "list-is-pdf"),
    "old Excel": (
        "lista.xls",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(5_000),
        "list-is-old-excel",
    ),
    "a web page": ("lista.xls", b"<html><table><tr><td>Namn</table>", "list-is-web-page"),
    "half of a UTF-16 sign": ("lista.csv", b"\xff\xfeN\x00a", "list-unreadable"),
    "text called Excel": ("lista.xlsx", HEADER.encode(), "list-not-excel"),
    "a cut workbook": ("lista.xlsx", SIMPLE[:-200], "list-unreadable"),
    "a zip of texts": ("lista.xlsx", zip_of({"a.txt": b"hej"}), "list-unreadable"),
    "an empty zip": ("lista.xlsx", zip_of({}), "list-unreadable"),
    "a workbook without cells": ("lista.xlsx", workbook([[]]), "list-empty"),
    "a zip bomb": ("lista.xlsx", with_part(SIMPLE, SHEET, bytes(20_000_000)), "list-too-large"),
    "a lying zip bomb": ("lista.xlsx", lying_bomb(), "list-unreadable"),
    "zeros for a sheet": ("lista.xlsx", with_part(SIMPLE, SHEET, bytes(1_000)), "list-unreadable"),
    "entities": (
        "lista.xlsx",
        with_part(SIMPLE, "xl/sharedStrings.xml", ENTITIES),
        "list-unreadable",
    ),
    "a file of ours": ("lista.xlsx", with_part(SIMPLE, SHEET, SECRET_FILE), "list-unreadable"),
    "a deep sheet": ("lista.xlsx", with_part(SIMPLE, SHEET, b"<a>" * 400_000), "list-unreadable"),
    "a million styles": (
        "lista.xlsx",
        with_part(SIMPLE, "xl/styles.xml", b"<styleSheet>" + b"<xf/>" * 1_000_000),
        "list-too-large",
    ),
    "a million empty cells": (
        "lista.xlsx",
        with_part(SIMPLE, SHEET, b"<worksheet><sheetData><row>" + b"<c/>" * 1_000_000),
        "list-too-large",
    ),
    "odd compression": (
        "lista.xlsx",
        zip_of({"xl/workbook.xml": b"<a/>"}, zipfile.ZIP_LZMA),
        "list-unreadable",
    ),
}


@pytest.mark.parametrize(("filename", "content", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_is_no_list_gets_one_clear_sentence_at_once(
    filename: str, content: bytes, code: str
) -> None:
    with within(2):
        error = refused(content, filename)

    assert error.code == code


def test_a_hundred_thousand_rows_of_excel_are_refused_at_once() -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Namn", "Verksamhet", "Roll"])
    for number in range(30_000):
        sheet.append([f"P{number}", "fvg", "ledamot"])
    content = io.BytesIO()
    book.save(content)

    with within(2):
        error = refused(content.getvalue(), "lista.xlsx")

    assert error.code in {"list-too-many-rows", "list-too-large"}


def test_a_sheet_that_is_formatted_to_its_last_row_is_read() -> None:
    last = b'<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>'
    with zipfile.ZipFile(io.BytesIO(SIMPLE)) as book:
        xml = book.read(SHEET).replace(b"</sheetData>", last)

    with within(2):
        assert len(entries(with_part(SIMPLE, SHEET, xml), "lista.xlsx")) == 1


def test_the_longest_list_is_read_in_good_time() -> None:
    rows = [
        [f"Åsa{n}", "Ö", "fvg", "ledamot", f"a{n}@example.se", "2026-08-01"] for n in range(2000)
    ]
    head = ["Förnamn", "Efternamn", "Verksamhet", "Roll", "E-post", "Från"]
    content = workbook([head, *rows])

    with within(2):
        assert len(entries(content, "lista.xlsx")) == 2000


# Whatever comes, nothing but BadInput is thrown


def survives(content: bytes, filename: str) -> None:
    faults: list[BadInput | Problem] = []
    try:
        entries(content, filename)
    except BadInput as refusal:
        faults = [refusal, *refusal.problems]
    for fault in faults:
        assert fault.code in SENTENCES
        assert sentence(fault)


NAMES = st.sampled_from(["lista.csv", "lista.xlsx", "lista", ".xlsx", "å/..\\x.CSV", ""])


@settings(max_examples=300)
@given(content=st.binary(max_size=3_000), filename=NAMES)
def test_random_bytes_are_only_ever_refused(content: bytes, filename: str) -> None:
    survives(content, filename)


@settings(max_examples=200)
@given(
    content=st.binary(max_size=200),
    start=st.sampled_from([b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff", b"%PD", b"sep=;\n"]),
)
def test_random_bytes_behind_a_known_beginning_are_only_ever_refused(
    content: bytes, start: bytes
) -> None:
    survives(start + content, "lista.csv")


@settings(max_examples=200)
@given(
    cells=st.lists(st.lists(st.text(max_size=30), min_size=9, max_size=9), max_size=6),
    codec=st.sampled_from(["utf-8", "utf-16", "utf-16-le"]),
)
def test_random_texts_under_our_header_are_entries_or_refused(
    cells: list[list[str]], codec: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(
        [*("Namn", "Verksamhet", "Roll", "E-post", "Telefon", "Från", "Till", "id", "Skyddad")]
    )
    writer.writerows(cells)

    survives(text.getvalue().encode(codec, "surrogatepass"), "lista.csv")


@settings(max_examples=150)
@given(at=st.integers(0, len(SIMPLE) - 1), byte=st.integers(0, 255))
def test_a_workbook_with_a_damaged_byte_is_read_or_refused(at: int, byte: int) -> None:
    survives(SIMPLE[:at] + bytes([byte]) + SIMPLE[at + 1 :], "lista.xlsx")


@settings(max_examples=100)
@given(data=st.data())
def test_a_sheet_with_damaged_xml_is_read_or_refused(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(SIMPLE)) as book:
        name = data.draw(st.sampled_from(sorted(book.namelist())))
        part = book.read(name)
    at = data.draw(st.integers(0, len(part)))
    put = data.draw(st.sampled_from([b"", b"<", b"\0", b"<c>", b'"', b"99999999999", b"&#1;"]))

    survives(with_part(SIMPLE, name, part[:at] + put + part[at + len(put) + 1 :]), "lista.xlsx")
