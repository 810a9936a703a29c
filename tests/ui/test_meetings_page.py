"""Möten: the year, filters that can be shared, planning a term, a meeting before it starts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coordinator.access.actor import Role
from coordinator.installation.demo import PEOPLE
from coordinator.invitations import usecases as invitations
from coordinator.invitations.views import Answer
from coordinator.meetings import usecases as meetings
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.views import MeetingView, Presenter
from coordinator.roster import usecases as roster
from coordinator.terms import usecases as terms
from tests.meetings.helpers import booked
from tests.statements import count_statements
from tests.ui.conftest import Desk
from tests.ui.run import cookie_of, person_of, press, primaries, said, signed_in, words

MOST = 15  # SQL statements of a page's run


def next_meeting(desk: Desk) -> MeetingView:
    return meetings.meeting(desk.office, desk.actor, code="HT2026-2")


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"view": "earlier", "agency": "umo", "theme": "våld"},
        {"view": "plan"},
        {"plan": "VT2027"},
        {"plan": "HT2026"},
        {"meeting": "HT2026-2"},
        {"meeting": "HT2026-2", "tab": "answers"},
        {"meeting": "HT2026-2", "tab": "invitation"},
        {"meeting": "HT2026-2", "tab": "situations"},
    ],
    ids=str,
)
def test_every_view_has_one_filled_button_and_few_statements(
    desk: Desk, query: dict[str, str]
) -> None:
    page = desk.open("meetings", **query)
    with count_statements(desk.office.database) as seen:
        page.run()
    assert not page.exception
    assert len(primaries(page)) == 1
    assert len(seen) <= MOST, "\n".join(seen)


def test_the_year_shows_its_meetings_and_how_far_they_have_come(desk: Desk) -> None:
    shown = words(desk.open("meetings"))
    for part in ("VT 1", "HT 2", "Utskickad", "På synpunkter", "Kallad", "7 av 12"):
        assert part in shown


def test_an_empty_place_in_a_term_is_seen_and_counted(desk: Desk) -> None:
    invitations.cancel(desk.office, desk.actor, code="HT2026-2", reason="Sjukdom")
    shown = words(desk.open("meetings"))
    assert "Inställt" in shown
    assert "Inte bokat" in shown
    assert "HT2026: 1 av 2 möten" in shown


def test_a_term_without_meetings_is_one_row(desk: Desk) -> None:
    page = desk.open("meetings", year="2027")
    assert "VT2027: 0 av 2 möten" in words(page)
    assert words(page).count("Planera VT2027") == 1
    assert words(page).count("Inte bokat") == 2


def test_a_shared_link_opens_with_its_filters(desk: Desk) -> None:
    page = desk.open("meetings", view="earlier", agency="umo")
    assert "Ungdomsmottagningen var med på 13 av 17 möten" in words(page)
    page = desk.open("meetings", view="earlier", in_year="2024")
    assert "4 möten" in words(page)
    page = desk.open("meetings", view="earlier", in_year="2024", theme="finns inte")
    assert "Inget möte passar." in words(page)


def test_a_nonsense_address_is_no_error(desk: Desk) -> None:
    for query in (
        {"year": "abcd"},
        {"year": "9999"},
        {"view": "nowhere", "page": "-1"},
        {"view": "earlier", "agency": "nobody", "in_year": "x", "page": "99"},
        {"plan": "VT20271"},
        {"plan": "<b>"},
        {"meeting": "HT2026-99"},
        {"meeting": "HT2026-2", "tab": "x"},
    ):
        assert not desk.open("meetings", **query).exception


def test_both_proposed_dates_are_booked_with_one_press(desk: Desk) -> None:
    page = press(desk.open("meetings", plan="VT2027"), "Boka båda datumen")
    assert "Bokat: ons 10 feb (v. 6) och ons 19 maj (v. 20). Inget har skickats." in said(page)
    lines = meetings.list_meetings(desk.office, desk.actor, year=2027).meetings
    assert [line.code for line in lines] == ["VT2027-1", "VT2027-2"]


def test_another_good_day_takes_the_place_of_the_proposed_one(desk: Desk) -> None:
    page = desk.open("meetings", plan="VT2027")
    other = date(2027, 2, 17)
    page.button_group(key="plan_day_VT2027_0").set_value(other).run()
    press(page, "Boka båda datumen")
    first = meetings.list_meetings(desk.office, desk.actor, year=2027).meetings[0]
    assert first.start.date() == other


def test_christmas_eve_is_refused_in_words_before_and_after_the_press(desk: Desk) -> None:
    page = desk.open("meetings", plan="HT2026")
    page.date_input(key="by_hand_HT2026_day").set_value(date(2026, 12, 24)).run()
    assert "Julafton" in said(page)
    page = press(page, "Boka mötet")
    assert said(page).count("Julafton") == 2
    assert len(meetings.list_meetings(desk.office, desk.actor, year=2026).meetings) == 4


def test_a_third_meeting_is_booked_once_its_reason_is_written(desk: Desk) -> None:
    page = desk.open("meetings", plan="HT2026")
    page.date_input(key="by_hand_HT2026_day").set_value(date(2026, 12, 8)).run()
    page = press(page, "Boka mötet")
    assert "extra möte" in said(page)
    page.text_input(key="by_hand_why_HT2026_2026-12-08").set_value("Ny lag i höst").run()
    press(page, "Boka mötet")
    line = meetings.meeting(desk.office, desk.actor, code="HT2026-3").line
    assert line.extra_reason == "Ny lag i höst"


def test_a_place_told_separately_is_typed_apart_from_open_ones(desk: Desk) -> None:
    page = desk.open("meetings", plan="HT2026")
    page.radio(key="by_hand_HT2026_kind").set_value("told_separately").run()
    assert "by_hand_HT2026_venue" not in {field.key for field in page.text_input}
    assert "mot en kod som de får i ett mejl" in words(page)


def test_item_three_already_tells_the_open_action_points(desk: Desk) -> None:
    page = desk.open("meetings", meeting="HT2026-2")
    (box,) = (one for one in page.expander if one.label.startswith("Under punkt 3"))
    assert box.label == "Under punkt 3: 9 öppna åtgärder, 6 försenade"
    listed = words(page) + " ".join(text.value for text in box.markdown)
    for code in (
        "AP-2025-06", "AP-2025-10", "AP-2026-02", "AP-2026-03", "AP-2026-04", "AP-2026-06",
        "AP-2026-07", "AP-2026-09", "AP-2026-10",
    ):  # fmt: skip
        assert code in listed


def test_an_item_is_added_before_the_closing_one(desk: Desk) -> None:
    page = desk.open("meetings", meeting="HT2026-2")
    page.text_input(key="new_item_ht2026-2_title").set_value("Besök från regionen")
    page = press(page, "Lägg till punkten")
    assert "Tillagd som punkt 8." in said(page)
    assert next_meeting(desk).agenda[7].title == "Besök från regionen"


def test_an_item_is_moved_and_removed_where_it_is_chosen(desk: Desk) -> None:
    page = desk.open("meetings", meeting="HT2026-2")
    before = [item.title for item in next_meeting(desk).agenda]
    item = next_meeting(desk).agenda[6]
    page = page.selectbox(key="agenda_item_HT2026-2").set_value(item.id).run()
    for label, said_now, number in (
        ("Flytta upp", "”Utveckling av samarbetet” är nu punkt 6.", 6),
        ("Flytta ner", "”Utveckling av samarbetet” är nu punkt 7.", 7),
        ("Flytta ner", "”Utveckling av samarbetet” är nu punkt 8.", 8),
    ):
        page = press(page, label)
        assert said_now in words(page)
        assert page.selectbox(key="agenda_item_HT2026-2").value == item.id
        assert next_meeting(desk).agenda[number - 1].id == item.id
    page = press(page, "Ta bort …")
    assert "Punkterna efter den får nya nummer." in words(page)
    page = press(page, "Ta bort punkten")
    assert not page.exception
    assert "”Utveckling av samarbetet” är borttagen." in words(page)
    assert [one.title for one in next_meeting(desk).agenda] == [
        title for title in before if title != item.title
    ]


def test_who_presents_stands_on_the_agenda(desk: Desk) -> None:
    page = desk.open("meetings", meeting="HT2026-2")
    item = next_meeting(desk).agenda[3]
    page = page.selectbox(key="agenda_item_HT2026-2").set_value(item.id).run()
    box = page.selectbox(key=f"agenda_item_{item.id}_{item.version}_presenter")
    assert "Representant, Kvinnojouren Exempel" in box.options
    box.set_value(Presenter(person_id=_invited(desk, "Jonas Provström")))
    page = press(page, "Spara punkten")
    assert next_meeting(desk).agenda[3].presenter == "Jonas Provström"
    assert "Jonas Provström" in words(page)


def test_last_times_agenda_is_shown_and_then_copied(desk: Desk) -> None:
    meetings.add_agenda_item(
        desk.office, desk.actor, code="HT2026-2", title="Besök från regionen", duration=10
    )
    item = next_meeting(desk).agenda[3]
    meetings.remove_agenda_item(desk.office, desk.actor, item_id=item.id, version=item.version)
    page = press(desk.open("meetings", meeting="HT2026-2"), "Kopiera förra mötets dagordning …")
    shown = words(page)
    assert "Från HT2026-1" in shown
    assert "Kommer till: Lägesbild och informationsutbyte" in shown
    assert "Är tillagt för det här mötet och blir kvar: Besök från regionen (10 min)." in shown
    page = press(page, "Kopiera")
    assert not page.exception
    assert "Dagordningen från HT2026-1 är kopierad." in said(page)


def test_the_first_place_of_a_meeting_asks_for_no_reason(desk: Desk) -> None:
    code = booked(desk.office, desk.actor, "2026-12-10")
    page = desk.open("meetings", meeting=code, tab="invitation")
    form = f"moving_{code}_1"
    assert not [field for field in page.text_input if field.key == f"{form}_reason"]
    page.text_input(key=f"{form}_venue").set_value("Rådhuset, sal 2").run()
    page = press(page, "Spara ändringen")
    assert meetings.meeting(desk.office, desk.actor, code=code).line.venue == "Rådhuset, sal 2"
    assert [field for field in page.text_input if (field.key or "").startswith("moving_")][
        -1
    ].label == "Varför?"


def test_an_answer_given_by_phone_is_typed_in(desk: Desk) -> None:
    page = desk.open("meetings", meeting="HT2026-2", tab="answers")
    patrik = _invited(desk, "Patrik Fiktivlund")
    row = page.button_group(key=f"answering_HT2026-2_{patrik}")
    assert row.value is None
    page = row.set_value("accepted").run()
    assert "Sparat: Patrik Fiktivlund, Kommer." in words(page)
    assert "8 av 12 kommer" in words(page)


def test_moving_names_those_who_had_said_yes_before_and_after(desk: Desk) -> None:
    found = invitations.replies(desk.office, desk.actor, code="HT2026-2")
    coming = [p.name for a in found.agencies for p in a.people if p.answer is Answer.ACCEPTED]
    page = desk.open("meetings", meeting="HT2026-2", tab="invitation")
    page.date_input(key="moving_HT2026-2_1_day").set_value(date(2026, 12, 9)).run()
    assert not page.exception
    assert "8 personer har sagt ja till den gamla tiden" in said(page)
    assert all(name in said(page) for name in coming)
    page.text_input(key="moving_HT2026-2_1_reason").set_value("Många förhinder").run()
    page = press(page, "Spara ändringen")
    assert "Inget har skickats" in said(page)
    assert "De hade sagt ja till den gamla tiden" in said(page)
    assert all(name in said(page) for name in coming)


def test_moving_says_what_speaks_against_the_day_and_asks_for_a_reason(desk: Desk) -> None:
    page = desk.open("meetings", meeting="HT2026-2", tab="invitation")
    page.date_input(key="moving_HT2026-2_1_day").set_value(date(2026, 12, 9)).run()
    assert "16 dagar mot våld" in said(page)
    page = press(page, "Spara ändringen")
    assert "varför" in said(page)
    page.text_input(key="moving_HT2026-2_1_reason").set_value("Många förhinder").run()
    press(page, "Spara ändringen")
    line = next_meeting(desk).line
    assert (line.start.date(), line.sequence) == (date(2026, 12, 9), 1)
    assert line.end - line.start == timedelta(hours=2)


def test_cancelling_writes_out_the_day_before_it_happens(desk: Desk) -> None:
    page = desk.open("meetings", meeting="HT2026-2", tab="invitation")
    page.text_input(key="cancelling_HT2026-2_reason").set_value("Sjukdom").run()
    page = press(page, "Ställ in mötet …")
    assert "Onsdag 2 december 2026 (v. 49)" in words(page)
    assert next_meeting(desk).line.state is MeetingState.PLANNED
    press(page, "Ställ in ons 2 dec")
    assert next_meeting(desk).line.state is MeetingState.CANCELLED
    page = desk.open("meetings", meeting="HT2026-2", tab="invitation")
    assert "Sjukdom" in words(page)
    assert primaries(page) == []


def test_the_calendar_file_is_our_own_address(desk: Desk) -> None:
    page = desk.open("meetings", meeting="HT2026-2", tab="invitation")
    assert "/calendar-file/exempelkoping/HT2026-2.ics" in words(page)


def test_a_reader_reads_meetings_but_neither_plans_nor_sees_who_answered(desk: Desk) -> None:
    reader = person_of(desk.office, PEOPLE[Role.READER])
    with signed_in(desk.office, cookie_of(desk.office, reader)):
        page = desk.open("meetings")
        assert [tab.label for tab in page.tabs] == ["Kommande", "Tidigare"]
        assert "På synpunkter" not in words(page)
        assert primaries(page) == []
        page = desk.open("meetings", meeting="HT2026-2")
        assert [tab.label for tab in page.tabs] == ["Dagordning", "Kallelse"]
        assert "Patrik Fiktivlund" not in words(page)
        page = desk.open("meetings", plan="VT2027")
        assert "Möten" in words(page)
        assert primaries(page) == []


def _invited(desk: Desk, name: str) -> int:
    view = invitations.replies(desk.office, desk.actor, code="HT2026-2")
    return next(p.person_id for one in view.agencies for p in one.people if p.name == name)


def test_what_is_to_plan_shows_a_terms_own_days(desk: Desk) -> None:
    terms.change_term(
        desk.office,
        desk.actor,
        code="VT2027",
        version=0,
        first_day=date(2027, 1, 18),
        last_day=date(2027, 6, 4),
    )
    page = desk.open("meetings", view="plan")
    assert not page.exception
    assert "mån 18 jan (v. 3)" in words(page)
    assert "fre 4 juni (v. 22)" in words(page)


def test_a_term_that_lacks_a_meeting_says_when_it_ends(desk: Desk) -> None:
    meeting = next_meeting(desk).line
    invitations.cancel(desk.office, desk.actor, code=meeting.code, reason="Sjukdom")
    terms.change_term(  # three weeks more than usual, or there would be no time for a meeting
        desk.office, desk.actor, code="HT2026", version=0,
        first_day=date(2026, 8, 17), last_day=date(2026, 12, 18),
    )  # fmt: skip
    shown = words(desk.open("home"))
    assert "HT2026 har 1 av 2 möten och slutar fredag 18 december (v. 51)." in shown


def test_a_host_is_chosen_for_a_meeting_that_is_booked(desk: Desk) -> None:
    page = desk.open("meetings", meeting="HT2026-2", tab="invitation")
    page.session_state["host_box"] = True
    page = page.run()
    box = page.selectbox(key="host_HT2026-2")
    assert "Kvinnojouren Exempel" not in box.options
    police = next(a.id for a in roster.agencies(desk.office, desk.actor) if a.name == "Polisen")
    box.set_value(police).run()
    assert not page.exception
    assert next_meeting(desk).line.host_agency_id == police
