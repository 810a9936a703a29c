"""Closed days from a file: lists and calendars, as people and hostile strangers make them."""

from __future__ import annotations

import time
import tracemalloc
from datetime import date, timedelta
from datetime import time as clock

import pytest

from coordinator.core.calendar.read.budget import Budget
from coordinator.core.calendar.read.coming_events import OddSeries
from coordinator.core.errors import BadInput, NotAllowed
from coordinator.core.messages import lines_of, problem_lines, sentence
from coordinator.core.office import Office
from coordinator.core.settings import shipped_data
from coordinator.core.translation import speak
from coordinator.roster import usecases as roster
from coordinator.terms import usecases as terms
from coordinator.terms.calendar_days import FileOfDays, findings_of, placed, read_calendar
from coordinator.terms.views import (
    AFTERNOON,
    MORNING,
    OWN_KINDS,
    ClosedDay,
    ClosedKind,
    DaysPreview,
    Effect,
    Recurrence,
    Rhythm,
)
from tests.conftest import Cast
from tests.core.lists.made import days

HEADER = "name;first_day;last_day;kind;effect;municipality;agency;hours"


def read_in(
    office: Office, cast: Cast, text: str | bytes, name: str = "dagar.csv", **given: object
) -> DaysPreview:
    content = text.encode() if isinstance(text, str) else text
    return terms.import_days(office, cast.coordinator, content=content, filename=name, **given)  # type: ignore[arg-type]


def own(office: Office, cast: Cast, year: int = 2027) -> list[ClosedDay]:
    found = terms.closed_days(
        office, cast.coordinator, first=date(year, 1, 1), last=date(year, 12, 31)
    )
    return [day for day in found if day.id is not None]


def calendar(*events: str) -> str:
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n{body}END:VCALENDAR\r\n"


def faults(error: BadInput) -> list[str]:
    return [problem.code for problem in error.problems] or [error.code]


# Lists ------------------------------------------------------------------------------------------


def test_school_breaks_of_several_municipalities_stand_side_by_side(
    office: Office, cast: Cast
) -> None:
    read_in(
        office,
        cast,
        f"{HEADER}\n"
        "Sportlov;2027-02-15;2027-02-19;skollov;;Exempelby;;\n"
        "Sportlov;2027-02-22;2027-02-26;skollov;;Grannby;;\n",
    )
    breaks = terms.closed_days(
        office, cast.coordinator, first=date(2027, 2, 1), last=date(2027, 3, 1)
    )
    # The group's own municipality stands in the estimate's place.
    assert [(day.title(), day.first_day.day) for day in breaks] == [
        ("Sportlov (Exempelby)", 15),
        ("Sportlov (Grannby)", 22),
    ]
    assert {day.effect for day in breaks} == {Effect.WARN}


def test_a_neighbours_break_leaves_the_estimate_for_the_others(office: Office, cast: Cast) -> None:
    read_in(office, cast, f"{HEADER}\nSportlov;2027-02-15;2027-02-19;skollov;;Grannby;;\n")
    breaks = terms.closed_days(
        office, cast.coordinator, first=date(2027, 2, 1), last=date(2027, 3, 1)
    )
    assert [day.title() for day in breaks] == ["Sportlov (Grannby)", "Sportlov"]


def test_a_break_that_is_read_in_with_new_days_moves_and_is_told_first(
    office: Office, cast: Cast
) -> None:
    police = next(a for a in roster.agencies(office, cast.coordinator) if "olis" in a.name)
    rows = (
        "{0}\nSportlov;{1};{2};skollov;;Grannby;;\nSportlov;2028-02-14;2028-02-18;skollov;;Grannby;;\n"
        "Personaldag;{1};{1};frånvaro;;;{3};\n"
    )
    before = rows.format(HEADER, "2027-02-15", "2027-02-19", police.name)
    after = rows.format(HEADER, "2027-02-22", "2027-02-26", police.name)
    read_in(office, cast, before)

    shown = terms.preview_days(
        office, cast.coordinator, content=after.encode(), filename="dagar.csv"
    )
    assert [(old.first_day.day, new.first_day.day) for old, new in shown.changed] == [(15, 22)]
    assert [day.name for day in shown.added] == ["Personaldag"]  # an absence is a further one
    assert shown.unchanged == 1
    assert [day.first_day.day for day in own(office, cast)] == [15, 15]

    read_in(office, cast, after)
    assert sorted((day.name, day.first_day.day) for day in own(office, cast)) == [
        ("Personaldag", 15), ("Personaldag", 22), ("Sportlov", 22),
    ]  # fmt: skip
    assert read_in(office, cast, after).changed == ()


def test_an_agencys_absence_has_hours_and_an_effect(office: Office, cast: Cast) -> None:
    police = next(a for a in roster.agencies(office, cast.coordinator) if "olis" in a.name)
    read_in(
        office,
        cast,
        "namn,start,slut,verkan,verksamhet,tid\n"
        f"Planeringsdag,2027-03-02,,stoppa,{police.name},eftermiddag\n"
        f"Utbildning,2027-03-03,2027-03-04,,{police.name.upper()},08:30-11:45\n",
    )
    first, second = own(office, cast)
    assert (first.agency_id, first.agency, first.effect) == (police.id, police.name, Effect.BLOCK)
    assert (first.hours, first.last_day) == (AFTERNOON, date(2027, 3, 2))
    assert second.hours == (clock(8, 30), clock(11, 45))
    assert first.title() == f"{police.name}: Planeringsdag"


def test_the_list_that_ships_with_the_product_is_read_back_whole(
    office: Office, cast: Cast
) -> None:
    content = (shipped_data() / "closed_days.csv").read_bytes()
    done = read_in(office, cast, content)
    assert len(done.added) == 34
    assert len(terms.closed_days(
        office, cast.coordinator, first=date(2026, 1, 1), last=date(2029, 12, 31)
    )) == len({
        (day.name, day.first_day, day.kind)
        for day in terms.closed_days(
            office, cast.coordinator, first=date(2026, 1, 1), last=date(2029, 12, 31)
        )
    })  # fmt: skip
    again = read_in(office, cast, content)
    assert (again.added, again.unchanged) == ((), 34)


def test_holidays_in_a_list_are_known_already_and_invented_ones_refused(
    office: Office, cast: Cast
) -> None:
    text = "name,start,end,kind,source\n{},2027-05-06,2027-05-06,helgdag,computed\n"
    done = read_in(office, cast, text.format("Kristi himmelsfärdsdag"))
    assert (done.added, done.computed) == ((), 1)
    with pytest.raises(BadInput) as refusal:
        read_in(office, cast, text.replace("2027-05-06", "2027-05-05").format("Påhittad"))
    assert faults(refusal.value) == ["closed-day-not-computed"]


def test_every_fault_is_told_with_row_and_column_and_nothing_is_imported(
    office: Office, cast: Cast
) -> None:
    text = (
        f"{HEADER}\n"
        "Rätt;2027-02-01;2027-02-02;skollov;;;;\n"
        "Baklänges;2027-02-10;2027-02-01;skollov;;;;\n"
        "Fel datum;10 februari;;skollov;;;;\n"
        "Fel slag;2027-02-01;;fest;;;;\n"
        "Fel verkan;2027-02-01;;;kanske;;;\n"
        "Fel tid;2027-02-01;;;;;;lunch\n"
        "Okänd;2027-02-01;;;;;Finns inte;\n"
        ";2027-02-01;;;;;;\n"
    )
    with pytest.raises(BadInput) as refusal:
        read_in(office, cast, text)
    lines = problem_lines(refusal.value)
    assert len(lines) == 7 or len(lines) == 6
    assert lines[0].startswith("Rad 3, kolumn last_day: Sista dagen ligger före första dagen")
    assert any(line.startswith("Rad 4, kolumn first_day:") for line in lines)
    assert any(line.startswith("Rad 7, kolumn hours:") for line in lines)
    assert any(line.startswith("Rad 9, kolumn name:") for line in lines)
    assert all("{" not in line for line in lines)
    assert own(office, cast) == []


def test_an_agency_nobody_knows_is_told_by_name(office: Office, cast: Cast) -> None:
    with pytest.raises(BadInput) as refusal:
        read_in(office, cast, f"{HEADER}\nBorta;2027-02-01;;;;;Rymdstyrelsen;\n")
    assert "Rymdstyrelsen" in problem_lines(refusal.value)[0]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "list-empty"),
        (b"\xef\xbb\xbf \r\n", "list-empty"),
        (b"PK\x03\x04junk", "list-unreadable"),
        (b"%PDF-1.7", "list-is-pdf"),
        (b"<html>", "list-is-web-page"),
        (b"a;b\n1;2\n", "days-no-header"),
        (b"name;first_day\n", "list-no-rows"),
        (b'name;first_day\n"x;2027-01-01\n', "quote-misplaced"),
        (b"name;first_day\n" + b"x;2027-01-04\n" * 2_100, "list-too-many-rows"),
        (b"name;first_day\n" + b"x" * 1_000_001, "cell-too-long"),
        (b"name;first_day\n" + b"x;2027-01-04\n" * 640_000, "list-too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_list_of_days_is_refused_in_words(
    office: Office, cast: Cast, content: bytes, code: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        read_in(office, cast, content)
    assert faults(refusal.value) == [code]
    assert "{" not in sentence(refusal.value)


def test_lists_from_excel_in_western_letters_and_utf16_are_read(office: Office, cast: Cast) -> None:
    text = "namn;start;slut;typ\r\nPåsklov;2027-04-05;2027-04-09;skollov\r\n"
    read_in(office, cast, text.encode("cp1252"))
    assert own(office, cast)[0].name == "Påsklov"
    assert read_in(office, cast, text.encode("utf-16")).unchanged == 1


# Calendars --------------------------------------------------------------------------------------


def test_a_calendar_gives_spans_mornings_and_what_comes_back(office: Office, cast: Cast) -> None:
    agency = roster.agencies(office, cast.coordinator)[0]
    text = calendar(
        "SUMMARY:Sportlov\r\nDTSTART;VALUE=DATE:20270222\r\nDTEND;VALUE=DATE:20270227",
        "SUMMARY:Personal\r\n dag\\, alla\r\nDTSTART;TZID=Europe/Stockholm:20270107T080000\r\n"
        "DTEND;TZID=Europe/Stockholm:20270107T120000\r\nRRULE:FREQ=MONTHLY;BYDAY=1TH;UNTIL=20270601",
        "SUMMARY:Handledning\r\nDTSTART:20270112T120000Z\r\nDURATION:PT2H\r\n"
        "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=10",
        "SUMMARY:Inställt\r\nSTATUS:CANCELLED\r\nDTSTART:20270112",
    )
    done = read_in(office, cast, text, "kalender.ics", agency_id=agency.id)
    by_name = {day.name: day for day in done.added}
    assert set(by_name) == {"Sportlov", "Personaldag, alla", "Handledning"}
    assert by_name["Sportlov"].last_day == date(2027, 2, 26)
    staff = by_name["Personaldag, alla"]
    assert (staff.hours, staff.repeats) == (
        (clock(8), clock(12)),
        Recurrence(Rhythm.MONTHLY, 3, 1),
    )
    assert staff.agency_id == agency.id
    assert staff.days(date(2027, 3, 1), date(2027, 4, 30)) == (date(2027, 3, 4), date(2027, 4, 1))
    supervision = by_name["Handledning"]
    assert supervision.hours == (clock(13), clock(15))
    days = supervision.days(date(2027, 1, 1), date(2027, 12, 31))
    assert (len(days), days[1]) == (10, date(2027, 1, 26))


def of_days(done: DaysPreview, name: str) -> list[date]:
    """Every day of the first half of 2027 on which something of that name falls."""
    return sorted(
        day
        for each in done.added
        if each.name == name
        for day in each.days(date(2027, 1, 1), date(2027, 6, 30))
    )


def test_every_third_week_until_a_day_is_kept(office: Office, cast: Cast) -> None:
    text = calendar(
        "SUMMARY:Rota\r\nDTSTART;VALUE=DATE:20270114\r\n"
        "RRULE:FREQ=WEEKLY;INTERVAL=3;BYDAY=TH;UNTIL=20270401"
    )
    done = read_in(office, cast, text, "rota.ics")
    assert of_days(done, "Rota") == [
        date(2027, 1, 14), date(2027, 2, 4), date(2027, 2, 25), date(2027, 3, 18)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "out", "expected"),
    [
        # the first, one in the middle in another zone, the last, and one that is none of its days
        ("FREQ=WEEKLY;UNTIL=20270204", "EXDATE;VALUE=DATE:20270107", [14, 21, 28, 35]),
        ("FREQ=WEEKLY;UNTIL=20270204", "EXDATE:20270121T070000Z", [7, 14, 28, 35]),
        ("FREQ=WEEKLY;UNTIL=20270204", "EXDATE:20270204,20270106", [7, 14, 21, 28]),
        ("FREQ=WEEKLY;UNTIL=20270204", "EXDATE:20270114\r\nEXDATE:20270121", [7, 28, 35]),
        ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20270304", "EXDATE:20270121", [7, 35, 49, 63]),
        ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20270304", "EXDATE:20270114", [7, 21, 35, 49, 63]),
        ("FREQ=MONTHLY;BYDAY=1TH;UNTIL=20270430", "EXDATE:20270204", [7, 63, 91]),
        ("FREQ=DAILY;COUNT=4", "EXDATE:20270108", [7, 9, 10]),
    ],
)
def test_a_repetition_is_kept_without_its_exceptions(
    office: Office, cast: Cast, rule: str, out: str, expected: list[int]
) -> None:
    event = f"SUMMARY:Rota\r\nDTSTART;VALUE=DATE:20270107\r\nRRULE:{rule}\r\n{out}"
    done = read_in(office, cast, calendar(event), "rota.ics")
    new_year = date(2027, 1, 1) - timedelta(days=1)
    assert of_days(done, "Rota") == [new_year + timedelta(days=n) for n in expected]
    again = read_in(office, cast, calendar(event), "rota.ics")
    assert (again.added, again.changed) == ((), ())


def test_one_occurrence_that_was_moved_or_cancelled_is_no_day_of_the_series(
    office: Office, cast: Cast
) -> None:
    series = "UID:a\r\nSUMMARY:Rota\r\nDTSTART:20270107\r\nRRULE:FREQ=WEEKLY;COUNT=4"
    moved = "UID:a\r\nSUMMARY:Rota\r\nRECURRENCE-ID:20270114\r\nDTSTART:20270115"
    gone = "UID:a\r\nSUMMARY:Rota\r\nRECURRENCE-ID:20270121\r\nDTSTART:20270121\r\nSTATUS:CANCELLED"
    done = read_in(office, cast, calendar(series, moved, gone), "rota.ics")
    assert of_days(done, "Rota") == [date(2027, 1, 7), date(2027, 1, 15), date(2027, 1, 28)]


def test_an_event_that_cannot_be_read_is_named_and_the_rest_is_taken(
    office: Office, cast: Cast
) -> None:
    text = calendar(
        "SUMMARY:Bra\r\nDTSTART:20270112",
        "SUMMARY:Krånglig\r\nDTSTART:20270112\r\nRRULE:FREQ=HOURLY",
        "SUMMARY:Utan dag",
    )
    for done in (
        terms.preview_days(office, cast.coordinator, content=text.encode(), filename="k.ics"),
        read_in(office, cast, text, "k.ics"),
    ):
        lines = lines_of(done.unread)
        assert "Krånglig" in lines[0]
        assert lines[0].startswith("Händelse 2")
        assert "Utan dag" in lines[1]
    assert [day.name for day in own(office, cast)] == ["Bra"]


def test_a_calendar_of_which_nothing_can_be_read_is_refused(office: Office, cast: Cast) -> None:
    text = calendar("SUMMARY:Krånglig\r\nDTSTART:20270112\r\nRRULE:FREQ=HOURLY", "SUMMARY:Utan dag")
    with pytest.raises(BadInput) as refusal:
        read_in(office, cast, text, "k.ics")
    assert len(problem_lines(refusal.value)) == 2
    assert own(office, cast) == []


DEEP = "BEGIN:VALARM\r\n" * 3_000
HOSTILE = {
    "ten thousand events": calendar(*["SUMMARY:x\r\nDTSTART:20270101"] * 10_000),
    "exceptions without end": calendar(
        "SUMMARY:x\r\nDTSTART:20270101\r\nRRULE:FREQ=WEEKLY;UNTIL=20991231\r\n"
        + "EXDATE:20270101\r\n" * 5_000,
    ),
    "pieces upon pieces": calendar(
        *[
            "SUMMARY:x\r\nDTSTART:20270101\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\r\nEXDATE:"
            + ",".join(f"2027{month:02}{day:02}" for month in range(1, 13) for day in range(1, 9))
        ]
        * 500,
    ),
    "a hundred thousand dates": calendar(
        "SUMMARY:x\r\nDTSTART:20270101\r\nRDATE:" + "20270102," * 100_000,
    ),
    "a hundred thousand lines of dates": calendar(
        "SUMMARY:x\r\nDTSTART:20270101\r\n" + "RDATE:20270102\r\n" * 100_000 + "STATUS:CONFIRMED",
    ),
    "a hundred thousand nestings": "BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\n" * 100_000,
    "since 1601": calendar("SUMMARY:x\r\nDTSTART:16010101\r\nRRULE:FREQ=DAILY"),
    "every minute of a morning": calendar(
        "SUMMARY:x\r\nDTSTART:20270101T080000\r\nRRULE:FREQ=DAILY;BYHOUR=8,9;BYMINUTE="
        + ",".join(map(str, range(60))),
    ),
    "ten million lines": "BEGIN:VCALENDAR" + "\n" * 9_900_000,
    "every second for ever": calendar(
        "SUMMARY:x\r\nDTSTART:20270101T000000Z\r\nRRULE:FREQ=SECONDLY",
    ),
    "a count beyond counting": calendar(
        f"SUMMARY:x\r\nDTSTART:20270101\r\nRRULE:FREQ=WEEKLY;COUNT={'9' * 1000}",
    ),
    "rules upon rules": calendar(
        "SUMMARY:x\r\nDTSTART:20270101\r\nRRULE:FREQ=YEARLY;BYMONTH=" + ",".join("123" * 300),
    ),
    "nested without end": f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{DEEP}",
    "one enormous line": "BEGIN:VCALENDAR\r\nX-A:" + "a" * 1_900_000,
    "a line folded half a million times": "BEGIN:VCALENDAR\r\nX-A:\r\n" + " a\r\n" * 450_000,
    "quotation marks that never close": calendar('SUMMARY;X="' + '"a:' * 500 + "\r\nDTSTART:x"),
    "cut off": calendar("SUMMARY:x\r\nDTSTART:20270101")[:-20],
    "ends crossed": "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\nEND:VEVENT\r\n",
    "nothing in it": calendar(),
    "another thing": "BEGIN:VCARD\r\nEND:VCARD\r\n",
    "the year zero": calendar("SUMMARY:x\r\nDTSTART:00000101"),
    "the last year": calendar("SUMMARY:x\r\nDTSTART:99991231T235959Z\r\nDURATION:P999W"),
    "a strange zone": calendar("SUMMARY:x\r\nDTSTART;TZID=../../etc/passwd:20270199T080000"),
    "too far away": calendar("SUMMARY:x\r\nDTSTART:19000101"),
    "ends before it starts": calendar("SUMMARY:x\r\nDTSTART:20270105\r\nDTEND:20270101"),
}


def plan_without_rows(content: bytes) -> None:
    """What reading a calendar in does before anything is compared or written."""
    given = FileOfDays(content, "kalender.ics", agency_id=1)
    budget, taken = Budget(), 0
    found = read_calendar(content, is_agency=True, budget=budget)
    for series in found.series.values():
        try:
            one = placed(series, today=date(2026, 11, 22), budget=budget, file=given)
        except OddSeries:
            continue
        taken += one is not None
    if not taken:
        findings_of(found.unread).refuse()
        raise BadInput("calendar-empty")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_calendar_is_refused_soon_in_one_clear_sentence(text: str) -> None:
    content = text.encode()
    tracemalloc.start()
    begin = time.process_time()
    try:
        with pytest.raises(BadInput) as refusal:
            plan_without_rows(content)
        taken, peak = time.process_time() - begin, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert taken < 10  # a few tenths without the watch on memory
    assert peak < 100_000_000
    said = [sentence(refusal.value), *problem_lines(refusal.value)]
    assert all("{" not in line and "Något i detta" not in line for line in said)


def test_what_is_no_calendar_and_no_utf8_is_refused_in_words(office: Office, cast: Cast) -> None:
    for content in (b"\xe5" + calendar("SUMMARY:x\r\nDTSTART:20270101").encode(), b"\x80" * 100):
        with pytest.raises(BadInput) as refusal:
            read_in(office, cast, content, "k.ics")
        assert "UTF-8" in sentence(refusal.value)


def test_alarms_attachments_and_zones_are_passed_over_unread(office: Office, cast: Cast) -> None:
    text = calendar(
        "SUMMARY:Studiedag\r\nDTSTART:20270104\r\nATTACH;ENCODING=BASE64:" + "A" * 5_000 + "\r\n"
        "BEGIN:VALARM\r\nTRIGGER;RELATED=START:-PT15M\r\nSUMMARY:Larm\r\nREPEAT:99999999\r\n"
        "DURATION:-P1W\r\nRRULE:FREQ=SECONDLY\r\nEND:VALARM",
    ).replace(
        "BEGIN:VEVENT",
        "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
        "RRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT",
    )
    (day,) = read_in(office, cast, text, "k.ics").added
    assert (day.name, day.first_day, day.repeats) == ("Studiedag", date(2027, 1, 4), None)


def test_a_preview_changes_nothing_and_only_coordinators_read_in(
    office: Office, cast: Cast
) -> None:
    text = calendar("SUMMARY:Studiedag\r\nDTSTART:20270104").encode()
    preview = terms.preview_days(office, cast.coordinator, content=text, filename="k.ics")
    assert len(preview.added) == 1
    assert own(office, cast) == []
    for actor in (cast.member, cast.reader):
        with pytest.raises(NotAllowed):
            terms.import_days(office, actor, content=text, filename="k.ics")


def test_a_yearly_event_comes_every_year(office: Office, cast: Cast) -> None:
    text = calendar("SUMMARY:Kommundag\r\nDTSTART:20200901\r\nRRULE:FREQ=YEARLY")
    (day,) = read_in(office, cast, text, "k.ics").added
    assert (day.first_day, day.kind) == (date(2020, 9, 1), ClosedKind.OWN_ABSENCE)
    for year in (2022, 2026, 2027, 2044):
        (there,) = own(office, cast, year)
        assert there.days(date(year, 1, 1), date(year, 12, 31)) == (date(year, 9, 1),)


def test_a_year_that_is_left_out_is_left_out_whole(office: Office, cast: Cast) -> None:
    text = calendar(
        "SUMMARY:Planering\r\nDTSTART:20270301\r\nDTEND:20270304\r\nRRULE:FREQ=YEARLY;COUNT=3\r\n"
        "EXDATE:20280301"
    )
    read_in(office, cast, text, "k.ics")
    days = [day.days(date(2027, 1, 1), date(2029, 12, 31)) for day in own(office, cast, 2027)]
    assert days == [tuple(date(2027, 3, n) for n in (1, 2, 3))]
    assert own(office, cast, 2028) == []
    (left,) = own(office, cast, 2029)
    assert left.days(date(2029, 1, 1), date(2029, 12, 31))[0] == date(2029, 3, 1)


def test_morning_and_afternoon_are_said_by_name(office: Office, cast: Cast) -> None:
    read_in(office, cast, "namn,start,tid\nUtbildning,2027-03-02,förmiddag\n")
    assert own(office, cast)[0].hours == MORNING


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", OWN_KINDS)
def test_a_list_may_call_a_kind_as_the_pages_do(kind: ClosedKind, language: str) -> None:
    speak(language)
    said = kind.heading()
    speak("sv")
    text = f"name,start,end,kind\nEn dag,2027-05-12,2027-05-12,{said}\n"
    (row,) = days(text, "dagar.csv")
    assert row.new.kind is kind


def test_a_row_that_cannot_be_read_and_an_agency_nobody_knows_are_told_together(
    office: Office, cast: Cast
) -> None:
    text = "namn,start,verksamhet\nUtbildning,snart,\nSemester,2027-03-02,Okänd byrå\n"

    with pytest.raises(BadInput) as refusal:
        read_in(office, cast, text)

    assert [(p.row, p.column, p.code) for p in refusal.value.problems] == [
        (2, "start", "date-odd"),
        (3, "verksamhet", "agency-unknown"),
    ]


def test_a_kind_that_nobody_knows_is_told_with_those_there_are() -> None:
    speak("sv")
    text = "name,start,end,kind\nEn dag,2027-05-12,2027-05-12,storhelg\n"
    with pytest.raises(BadInput) as refusal:
        days(text, "dagar.csv")
    (said,) = problem_lines(refusal.value)
    assert "storhelg" in said
    assert all(kind.in_words() in said for kind in OWN_KINDS)
