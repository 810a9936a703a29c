"""What pages draw with: every text escaped, every state in words, lists and tables that say so."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from streamlit.testing.v1 import AppTest

from coordinator.core.translation import speak
from coordinator.ui import calendar_html, markup, year_line
from coordinator.ui.calendar_html import DayKind, DayLabels
from coordinator.ui.markup import AgendaLine, Step
from coordinator.ui.text import firm
from coordinator.ui.year_line import Band, Bar

NASTY = '<img src=x onerror="alert(1)">&\'"'
TERM = (date(2027, 1, 7), date(2027, 6, 18))
FEB_10 = date(2027, 2, 10)
EPIPHANY = date(2027, 1, 6)


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def one(html: str, selector: str) -> Tag:
    found = soup(html).select(selector)
    assert len(found) == 1, f"{selector}: {len(found)}"
    return found[0]


def words(element: Tag) -> str:
    return firm(" ".join(element.get_text(" ").split()))


@pytest.mark.parametrize(
    "html",
    [
        markup.chip_html(NASTY, NASTY, "ok"),
        markup.labelled_html(NASTY, NASTY, "ok", NASTY),
        markup.count_html(NASTY),
        markup.line_html(NASTY, NASTY),
        markup.quiet_html(NASTY),
        markup.paragraph(NASTY),
        markup.facts_html([(NASTY, NASTY)]),
        markup.agenda_html([AgendaLine(1, NASTY, 5)]),
        markup.steps_html([Step(NASTY, NASTY, "now")]),
        markup.progress_html(NASTY, 1, 2),
        markup.highlighted_html([(NASTY, True), (NASTY, False)]),
        markup.copy_html(NASTY, NASTY),
        markup.saved_html(NASTY),
        calendar_html.term_table(
            NASTY, TERM, {FEB_10: DayLabels(((DayKind.CLOSED, NASTY),), picked=NASTY)}
        ),
        calendar_html.day_list({FEB_10: DayLabels(((DayKind.OBSERVED, NASTY),))}),
        year_line.year_html(2026, [Bar(NASTY, FEB_10, FEB_10, NASTY)]),
        year_line.year_legend([], [Band(NASTY, FEB_10, FEB_10)], today=False),
    ],
)
def test_no_text_becomes_markup(html: str) -> None:
    assert not soup(html).select("img")
    for element in soup(html).find_all(True):
        assert not [name for name in element.attrs if name.startswith("on")]
    assert "<img" not in html


def test_a_chip_says_its_state_in_a_word_and_hides_its_icon() -> None:
    html = markup.chip_html("Kommer", "check_circle", "ok")
    assert one(html, ".icon")["aria-hidden"] == "true"
    one(html, ".icon").clear()
    chip = soup(html).select(".chip")[0]
    assert "Kommer" in words(chip)


def test_the_agenda_is_an_ordered_list_with_a_current_step() -> None:
    html = markup.agenda_html(
        [
            AgendaLine(1, "Öppnande", 5, 6, "done"),
            AgendaLine(2, "Lägesbild", 30, 12, "now"),
            AgendaLine(3, "Övriga frågor", 5),
        ]
    )
    first, second, third = soup(html).select("ol[role=list] > li")
    assert "Klar:" in words(first)
    assert "6 av 5 min" in words(first)
    assert "over" in first["class"]
    assert second["aria-current"] == "step"
    assert words(third) == "3. Övriga frågor 5 min"


def test_steps_say_what_is_done_and_what_is_under_way() -> None:
    html = markup.steps_html(
        [Step("Utkast", "Klart 4 dec", "done"), Step("På synpunkter", "Till 16 dec", "now")]
    )
    done, now = soup(html).select("ol > li")
    assert "Klar: 1. Utkast Klart 4 dec" in words(done)
    assert now["aria-current"] == "step"


def test_the_bar_is_named_by_its_sentence() -> None:
    html = markup.progress_html("7 av 12 verksamheter kommer", 7, 12)
    bar = one(html, "label > progress")
    assert (bar["value"], bar["max"]) == ("7", "12")
    assert "7 av 12 verksamheter kommer" in words(one(html, "label"))


def test_a_bar_without_a_whole_is_empty_instead_of_wrong() -> None:
    assert one(markup.progress_html("0 av 0", 0, 0), "progress")["max"] == "1"


def test_a_found_word_is_marked() -> None:
    html = markup.highlighted_html([("en ", False), ("checklista", True)])
    assert [mark.text for mark in soup(html).select("mark")] == ["checklista"]


def test_copied_text_has_no_soft_hyphens() -> None:
    button = one(markup.copy_html("Kopiera", "Ungdoms\u00admottagningen"), "button[type=button]")
    assert button["data-copy"] == "Ungdomsmottagningen"


def test_every_tile_state_has_its_own_edge() -> None:
    css = markup.tile_css(
        [("a", "ok", False), ("b", "sub", True), ("c", "wait", False), ("d", "no", False)]
    )
    assert css.count("--tile-room:2.7em") == 1
    for edge in ("solid", "double", "dotted", "dashed"):
        assert f"--tile-edge:{edge}" in css


# The term's calendar


def calendar(marks: dict[date, DayLabels] | None = None) -> str:
    given = marks or {
        EPIPHANY: DayLabels(((DayKind.CLOSED, "Trettondag"),)),
        date(2027, 2, 22): DayLabels(
            ((DayKind.DOUBTFUL, "Sportlov"), (DayKind.OBSERVED, "Brottsofferdagen"))
        ),
        FEB_10: DayLabels(picked="Möte 1"),
    }
    return calendar_html.term_table(
        "Vårterminen 2027", TERM, given, [(date(2027, 2, 1), date(2027, 2, 19))]
    )


def cell(html: str, week: str, column: int) -> Tag:
    row = next(r for r in soup(html).select("tr") if r.th and r.th.text == week)
    return row.select("td")[column]


def test_the_calendar_is_a_table_with_caption_and_headers() -> None:
    html = calendar()
    assert one(html, "caption").text == "Vårterminen 2027"
    assert [th["scope"] for th in soup(html).select("thead th")] == ["col"] * 6
    assert len(soup(html).select("th[scope=row]")) == 24
    assert [words(th) for th in soup(html).select("th[scope=rowgroup]")] == [
        "Januari", "Februari", "Mars", "April", "Maj", "Juni",
    ]  # fmt: skip


def test_a_day_says_its_state_and_name() -> None:
    html = calendar()
    assert words(cell(html, "v. 1", 2)) == "6 ✕ Stängd dag: Trettondag"
    assert words(cell(html, "v. 6", 2)) == "10 ★ Möte 1"
    week_8 = cell(html, "v. 8", 0)
    assert "Tveksam dag: Sportlov" in words(week_8)
    assert week_8["class"] == ["doubtful", "observed"]


def test_signs_are_for_eyes_only() -> None:
    assert all(sign["aria-hidden"] == "true" for sign in soup(calendar()).select(".sign"))


def test_usual_weeks_and_days_outside_the_term_are_told_apart() -> None:
    html = calendar()
    assert cell(html, "v. 5", 0)["class"] == ["usual"]
    assert cell(html, "v. 1", 0)["class"] == ["outside"]


def test_a_weekend_has_a_column_only_when_a_chosen_day_falls_there() -> None:
    html = calendar({date(2027, 2, 13): DayLabels(picked="Studiedag")})
    assert [words(th) for th in soup(html).select("thead th")][-1] == "Lör"
    assert words(cell(html, "v. 6", 5)) == "13 ★ Studiedag"


def test_days_in_a_row_become_one_line_of_the_list() -> None:
    lov = DayLabels(((DayKind.DOUBTFUL, "Sommarlov"),))
    days = [date(2027, 6, d) for d in (10, 11, 14, 15)]
    html = calendar_html.day_list(dict.fromkeys(days, lov))
    assert [words(li) for li in soup(html).select("li")] == [
        "tors 10 juni – tis 15 juni (v. 23–24) Sommarlov"
    ]


def test_a_gap_of_a_weekday_parts_the_lines() -> None:
    lov = DayLabels(((DayKind.DOUBTFUL, "Lov"),))
    html = calendar_html.day_list({date(2027, 6, 7): lov, date(2027, 6, 9): lov})
    assert len(soup(html).select("li")) == 2


def test_the_legend_explains_only_what_is_shown() -> None:
    html = calendar_html.legend([DayLabels(((DayKind.CLOSED, "Helgdag"),))], windows=False)
    assert [words(li) for li in soup(html).select("li")] == ["✕ Stängd dag"]


def test_the_calendar_speaks_english_too() -> None:
    speak("en")
    html = calendar()
    assert words(cell(html, "week 1", 2)) == "6 ✕ Closed: Trettondag"
    assert [words(th) for th in soup(html).select("thead th")][1] == "Mon"


# The year line


def test_a_bar_says_title_week_and_state() -> None:
    html = year_line.year_html(
        2026, [Bar("Frukostmöte", date(2026, 4, 22), date(2026, 4, 22), "Genomförd")]
    )
    bar = one(html, "ol[aria-label] > li.bar")
    assert words(bar) == "Frukostmöte v. 17 , Genomförd"
    assert bar["style"] == "grid-column:17/54;grid-row:2"


@pytest.mark.parametrize(
    ("first", "last", "side"),
    [
        (date(2026, 2, 2), date(2026, 2, 8), "after"),
        (date(2026, 6, 15), date(2026, 6, 21), "before"),  # after it, today comes soon
        (date(2026, 9, 14), date(2026, 9, 20), "after"),  # before it, today has just been
        (date(2026, 1, 1), date(2026, 12, 31), "above"),
    ],
)
def test_words_beside_a_bar_never_lie_across_today(first: date, last: date, side: str) -> None:
    today = date(2026, 8, 10)
    html = year_line.year_html(2026, [Bar("Insats", first, last, "planerad")], (), today)

    bar = one(html, "li.bar")
    assert side in bar["class"]
    at, end = re.findall(r"grid-column:(\d+)/(\d+)", str(bar["style"]))[0]
    assert side == "above" or not int(at) <= today.isocalendar().week < int(end)


def test_weeks_behind_the_bars_are_explained_once() -> None:
    week = Band("En vecka", date(2026, 11, 16), date(2026, 11, 22))
    later = Band("Sexton dagar", date(2026, 11, 25), date(2026, 12, 10))

    signs = soup(year_line.year_legend([], [week, week, later], today=False)).select("li")

    assert [sign.get_text() for sign in signs] == [
        "En vecka v.\u00a047 · Sexton dagar v.\u00a048–50"
    ]


def test_a_late_bar_has_its_words_before_it() -> None:
    bars = [Bar("Kampanj", date(2026, 11, 16), date(2026, 11, 29), "Pågår")]
    bar = one(year_line.year_html(2026, bars), "li.bar")
    assert bar["class"] == ["bar", "set", "before"]
    assert "v. 47–48" in words(bar)


def test_what_reaches_into_another_year_tells_the_end_that_is_in_this_one() -> None:
    long = Bar("Frukostmöten", date(2024, 4, 17), date(2026, 4, 22), "Genomförd")
    for year, said in ((2024, "från v. 16"), (2026, "till v. 17"), (2025, "Frukostmöten ,")):
        assert said in words(one(year_line.year_html(year, [long]), "li.bar"))


def test_days_of_a_neighbour_years_week_stay_at_the_edge() -> None:
    bars = [
        Bar("Nyår", date(2027, 1, 1), date(2027, 1, 1), "Planerad"),
        Bar("Slut", date(2024, 12, 31), date(2024, 12, 31), "Planerad"),
    ]
    assert "grid-column:1/" in str(one(year_line.year_html(2027, bars[:1]), "li.bar")["style"])
    assert "/54;" in str(one(year_line.year_html(2024, bars[1:]), "li.bar")["style"])


def test_today_stands_only_in_its_own_year() -> None:
    assert soup(year_line.year_html(2026, [], (), date(2026, 3, 1))).select(".today")
    assert not soup(year_line.year_html(2025, [], (), date(2026, 3, 1))).select(".today")


# In Streamlit


def test_a_pressed_tile_gives_its_key_and_stays_the_same_button() -> None:
    at = AppTest.from_function(_tiles).run()
    before = at.button(key="tile_7")
    at.button(key="tile_7").click().run()
    after = at.button(key="tile_7")
    assert before.label == "**Polisen**  \n*Inte här än*"
    assert after.label == "**Polisen**  \n*Här*"
    assert (before.proto.type, before.proto.id) == (after.proto.type, after.proto.id)


def _tiles() -> None:
    import streamlit as st

    from coordinator.ui import widgets

    here = st.session_state.setdefault("here", set())
    widgets.tiles(
        [
            widgets.Tile("7", "Polisen", "Här", "ok", "check_circle")
            if "7" in here
            else widgets.Tile("7", "Polisen", "Inte här än", "wait", "schedule")
        ],
        on_press=here.add,
    )


@pytest.mark.parametrize(("button", "sent"), [("do_confirm_send", True), ("stay_send", False)])
def test_nothing_happens_before_the_question_is_answered(button: str, *, sent: bool) -> None:
    at = AppTest.from_function(_question).run()
    assert not at.success
    at.button(key="do_send").click().run()
    assert not at.success
    at.button(key=button).click().run()
    assert bool(at.success) is sent
    at.run()
    assert not at.success


def _question() -> None:
    import streamlit as st

    from coordinator.ui import confirm, widgets

    widgets.primary("Skicka", "send", on_click=confirm.ask, args=("send",))
    question = confirm.Confirmation("Skicka kallelsen", ["16 personer får besked."], "Skicka nu")
    if confirm.confirmed("send", question):
        st.success("Skickad")


def test_an_empty_place_says_what_to_do_next() -> None:
    at = AppTest.from_function(_empty).run()
    assert at.header[0].value == "Inga möten ännu"
    at.button(key="do_plan").click().run()
    assert at.success


def _empty() -> None:
    import streamlit as st

    from coordinator.ui import widgets

    if widgets.empty("Inga möten ännu", "Två datum räcker.", label="Planera", key="plan"):
        st.success("vidare")


def test_heads_show_titles_as_typed() -> None:
    at = AppTest.from_function(_heads).run()
    assert not at.exception
    titles: list[Any] = list(at.title)
    assert [title.value for title in titles] == [r"Tema \*viktigt\*", "Höstens andra möte"]


def _heads() -> None:
    from coordinator.ui import widgets

    with widgets.page_head("Tema *viktigt*", "En rad"):
        widgets.primary("Ny", "new", "add")
    with widgets.sticky_head("Höstens andra möte"):
        widgets.count("9 av 12 här")
