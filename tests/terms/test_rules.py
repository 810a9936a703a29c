"""Terms and days that the calendar alone decides, against what people have written down."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordinator.core.errors import BadInput
from coordinator.core.messages import SENTENCES, sentence
from coordinator.core.settings import shipped_data
from coordinator.core.translation import speak
from coordinator.terms.rules import (
    check_closed_day,
    check_term,
    closed_day,
    computed_closed_days,
    default_term,
    next_term,
    parse_term_code,
    previous_term,
    season_of,
    term_code_of,
)
from coordinator.terms.split_span import spans_without
from coordinator.terms.views import (
    WEEKS,
    ClosedDay,
    ClosedKind,
    Effect,
    NewClosedDay,
    Recurrence,
    Rhythm,
    Season,
    TermCode,
    TermDates,
    Window,
    by_day,
    closed_on,
)
from tests.terms.helpers import counted

HERE = Path(__file__).parent
MAY_6 = date(2027, 5, 6)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
codes = st.builds(
    lambda season, year: f"{season}{year}", st.sampled_from(Season), st.integers(2000, 2098)
)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


# Terms -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", table(HERE / "golden_terms.csv"), ids=lambda row: row["code"])
def test_a_term_follows_the_default_rule(row: dict[str, str]) -> None:
    term = default_term(row["code"])
    first, second = term.windows
    assert [day.isoformat() for day in (term.first_day, term.last_day)] == [
        row["first_day"],
        row["last_day"],
    ]
    assert (first.position, first.first_day.isoformat(), first.last_day.isoformat()) == (
        1,
        row["first_window_from"],
        row["first_window_to"],
    )
    assert (second.position, second.first_day.isoformat(), second.last_day.isoformat()) == (
        2,
        row["second_window_from"],
        row["second_window_to"],
    )


def test_the_golden_terms_are_all_from_vt2026_to_ht2029() -> None:
    written = [row["code"] for row in table(HERE / "golden_terms.csv")]
    assert written == [f"{season}{year}" for year in range(2026, 2030) for season in ("VT", "HT")]


@given(codes)
def test_every_default_term_is_one_that_could_be_typed_in(code: str) -> None:
    term = default_term(code)
    check_term(term.first_day, term.last_day, term.windows)
    assert term.code == code
    assert term.first_day.weekday() <= 4
    assert term.last_day.weekday() == 4
    assert {term_code_of(term.first_day), term_code_of(term.last_day)} == {code}


@pytest.mark.parametrize("text", ["VT2027", "vt2027", " VT 2027 ", "Vt2027"])
def test_a_term_code_is_read_as_people_type_it(text: str) -> None:
    assert parse_term_code(text) == TermCode(Season.VT, 2027)
    assert default_term(text).code == "VT2027"


@pytest.mark.parametrize(
    "text",
    ["", "VT", "2027", "VT27", "ST2027", "VT1899", "VT20277", "VT2027-1", "VT٢٠٢٧", "HT-2027"],
)
def test_anything_else_is_no_term(text: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_term_code(text)
    assert refusal.value.code == "term-code-odd"


def test_terms_follow_each_other() -> None:
    assert [next_term("VT2027"), next_term("HT2027")] == ["HT2027", "VT2028"]
    assert [previous_term("VT2027"), previous_term("HT2027")] == ["HT2026", "VT2027"]


@given(codes)
def test_forth_and_back_is_where_one_was(code: str) -> None:
    assert previous_term(next_term(code)) == code
    assert default_term(code).last_day < default_term(next_term(code)).first_day


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2027, 1, 1), "VT2027"),
        (date(2027, 6, 30), "VT2027"),
        (date(2027, 7, 1), "HT2027"),
        (date(2027, 12, 31), "HT2027"),
    ],
)
def test_a_day_between_the_terms_is_listed_under_its_half_year(day: date, code: str) -> None:
    assert term_code_of(day) == code
    assert str(season_of(day)) == code[:2]
    assert not default_term(code).holds(day)


def test_a_longer_term_set_by_hand_keeps_its_days() -> None:
    long_spring = TermDates("VT2027", date(2027, 1, 7), date(2027, 7, 9), ())
    assert term_code_of(date(2027, 7, 9), [long_spring]) == "VT2027"
    assert term_code_of(date(2027, 7, 10), [long_spring]) == "HT2027"


SPRING = (date(2027, 1, 7), date(2027, 6, 18))


@pytest.mark.parametrize(
    ("span", "windows", "code"),
    [
        ((SPRING[1], SPRING[0]), (), "term-end-before-start"),
        ((date(2027, 1, 1), date(2028, 6, 1)), (), "term-too-long"),
        (SPRING, (Window(1, date(2027, 2, 5), date(2027, 2, 1)),), "window-end-before-start"),
        (SPRING, (Window(1, date(2027, 1, 1), date(2027, 2, 1)),), "window-outside-term"),
        (
            SPRING,
            (
                Window(1, date(2027, 2, 1), date(2027, 2, 19)),
                Window(2, date(2027, 2, 19), date(2027, 3, 5)),
            ),
            "windows-overlap",
        ),
    ],
)
def test_a_term_that_cannot_be_is_refused(
    span: tuple[date, date], windows: tuple[Window, ...], code: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        check_term(*span, windows)
    assert refusal.value.code == code
    for language in ("sv", "en"):
        speak(language)
        assert "{" not in sentence(refusal.value)
    speak("sv")


def test_a_term_of_one_day_is_a_term() -> None:
    check_term(MAY_6, MAY_6, (Window(1, MAY_6, MAY_6),))


# Days --------------------------------------------------------------------------------------------


def test_computed_days_are_those_written_down_for_four_years() -> None:
    computed = [
        {"name": each.name, "day": each.first_day.isoformat(), "kind": each.kind.value}
        for year in range(2026, 2030)
        for each in computed_closed_days(year)
    ]
    assert computed == table(HERE / "golden_closed_days.csv")
    assert len(computed) == 94


@given(st.integers(1953, 2100))
def test_computed_days_of_any_year_are_single_days_with_the_effect_of_their_kind(
    year: int,
) -> None:
    computed = computed_closed_days(year)
    names = {each.name for each in computed}
    assert {"Kristi himmelsfärdsdag", "Midsommarafton", "Julafton", "Nyårsafton"} <= names
    for each in computed:
        assert each.first_day == each.last_day
        assert each.first_day.year == year
        assert each.effect is each.kind.traits.effect
        if each.kind in {ClosedKind.BRIDGE_DAY, ClosedKind.HALF_DAY}:
            assert each.first_day.weekday() <= 4
    assert list(computed) == sorted(computed, key=lambda each: each.first_day)


def test_two_holidays_on_one_day_keep_their_own_names() -> None:
    assert {each.name for each in closed_on(date(2008, 5, 1), computed_closed_days(2008))} == {
        "Första maj",
        "Kristi himmelsfärdsdag",
    }


def test_a_plain_sunday_is_no_holiday() -> None:
    assert closed_on(date(2027, 2, 14), computed_closed_days(2027)) == ()


@given(days)
def test_a_bridge_day_lies_between_two_days_off(day: date) -> None:
    def rests(other: date) -> bool:
        there = closed_on(other, computed_closed_days(other.year))
        return other.weekday() >= 5 or any(each.effect is Effect.BLOCK for each in there)

    there = closed_on(day, computed_closed_days(day.year))
    is_bridge = any(each.kind is ClosedKind.BRIDGE_DAY for each in there)
    beside = rests(day - timedelta(days=1)) and rests(day + timedelta(days=1))
    assert is_bridge == (beside and not rests(day))


def test_several_things_on_one_day_stand_with_the_gravest_first() -> None:
    absence = closed_day("Planeringsdag", MAY_6, MAY_6, ClosedKind.OWN_ABSENCE)
    day_of = closed_day("Temadag", MAY_6, MAY_6, ClosedKind.OBSERVANCE)
    found = closed_on(MAY_6, [day_of, absence, *computed_closed_days(2027)])
    assert [each.name for each in found] == ["Kristi himmelsfärdsdag", "Planeringsdag", "Temadag"]


@given(
    st.lists(
        st.builds(
            lambda first, length, kind: closed_day(
                "x", first, first + timedelta(days=length), kind
            ),
            st.dates(date(2026, 12, 1), date(2027, 3, 1)),
            st.integers(0, 40),
            st.sampled_from(ClosedKind),
        ),
        max_size=8,
    )
)
def test_asking_for_a_span_gives_what_asking_day_by_day_gives(closed: list[ClosedDay]) -> None:
    first, last = date(2027, 1, 1), date(2027, 1, 31)
    there = by_day(closed, first, last)
    for n in range(-1, 32):
        day = first + timedelta(days=n)
        expected = closed_on(day, closed) if first <= day <= last else ()
        assert there.get(day, ()) == expected


@pytest.mark.parametrize(
    ("name", "last", "code"),
    [
        ("  ", MAY_6, "closed-day-needs-name"),
        ("Lov", date(2027, 5, 5), "closed-day-end-before-start"),
        ("Lov", date(2029, 5, 5), "closed-day-too-long"),
    ],
)
def test_a_closed_day_that_cannot_be_is_refused(name: str, last: date, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        check_closed_day(NewClosedDay(name=name, first_day=MAY_6, last_day=last))
    assert refusal.value.code == code
    assert code in SENTENCES
    assert "{" not in sentence(refusal.value)


# Days that ship ----------------------------------------------------------------------------------

BREAKS = {ClosedKind.SCHOOL_BREAK, ClosedKind.VACATION, ClosedKind.ELECTION}


@pytest.mark.parametrize(
    ("file", "kinds"),
    [
        ("closed_days.csv", BREAKS),
        ("observances.csv", {ClosedKind.OBSERVANCE, ClosedKind.CAMPAIGN}),
    ],
)
def test_shipped_days_are_in_order_and_of_a_kind_that_cannot_be_computed(
    file: str, kinds: set[ClosedKind]
) -> None:
    rows = table(shipped_data() / file)
    assert {ClosedKind(row["kind"]) for row in rows} == kinds
    spans = [(date.fromisoformat(r["first_day"]), date.fromisoformat(r["last_day"])) for r in rows]
    assert all(first <= last for first, last in spans)
    assert [first for first, _last in spans] == sorted(first for first, _last in spans)
    assert {first.year for first, _last in spans} == {2026, 2027, 2028, 2029}
    assert len({(row["name"], row["first_day"]) for row in rows}) == len(rows)


def test_every_year_ships_its_school_breaks_and_awareness_days() -> None:
    breaks = table(shipped_data() / "closed_days.csv")
    observed = table(shipped_data() / "observances.csv")
    for year in ("2026", "2027", "2028", "2029"):
        names = {row["name"] for row in breaks if row["first_day"].startswith(year)}
        assert {"Sportlov", "Sommarlov", "Höstlov", "Jullov", "Industrisemester"} <= names
        orange = [row["first_day"] for row in observed if row["name"] == "Orange Day"]
        assert f"{year}-11-25" in orange


@given(
    first=st.dates(date(2027, 1, 1), date(2027, 3, 1)),
    length=st.integers(0, 120),
    repeats=st.one_of(
        st.none(),
        st.builds(
            Recurrence,
            st.sampled_from(list(WEEKS)),
            st.integers(0, 6),
        ),
        st.builds(Recurrence, st.just(Rhythm.MONTHLY), st.integers(0, 6), st.sampled_from([1, -1])),
    ),
    out=st.lists(st.integers(-5, 130), max_size=6),
)
def test_what_is_left_of_a_span_are_its_days_without_those_left_out(
    first: date, length: int, repeats: Recurrence | None, out: list[int]
) -> None:
    last = first + timedelta(days=length)
    away = [first + timedelta(days=n) for n in out]

    def days(start: date, end: date) -> list[date]:
        return list(whole(start, end).days(start, end))

    def whole(start: date, end: date) -> ClosedDay:
        day = ClosedDay("x", start, end, ClosedKind.OWN_ABSENCE, Effect.WARN, repeats=repeats)
        return counted(day)

    spans = spans_without(whole(first, last), away)

    left = [day for start, end in spans for day in days(start, end)]
    assert left == [day for day in days(first, last) if day not in away]
