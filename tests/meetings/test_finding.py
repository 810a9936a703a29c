from __future__ import annotations

import pytest

from coordinator.access.actor import Actor
from coordinator.core.errors import NotAllowed
from coordinator.core.office import Office
from coordinator.invitations import usecases as invitations
from coordinator.meetings import usecases as meetings
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.outcome import Outcome
from coordinator.meetings.views import MeetingFilter
from coordinator.reports import usecases as reports
from tests.statements import count_statements

from .helpers import agency, at_the_table


def test_the_youth_clinic_attended_13_of_17(demo: Office, demo_coordinator: Actor) -> None:
    umo = agency(demo, demo_coordinator, "umo")
    page = meetings.find_meetings(
        demo,
        demo_coordinator,
        filter=MeetingFilter(agency_id=umo, states=frozenset({MeetingState.HELD})),
    )
    assert (page.attended, page.held, page.total) == (13, 17, 17)
    assert len(page.attended_ids) == 13


def test_the_year_2024_had_four_meetings(demo: Office, demo_coordinator: Actor) -> None:
    page = meetings.find_meetings(demo, demo_coordinator, filter=MeetingFilter(year=2024))
    assert [line.code for line in page.meetings] == [
        "HT2024-2",
        "HT2024-1",
        "VT2024-2",
        "VT2024-1",
    ]


def test_filters_combine(demo: Office, demo_coordinator: Actor) -> None:
    umo = agency(demo, demo_coordinator, "umo")
    page = meetings.find_meetings(
        demo,
        demo_coordinator,
        filter=MeetingFilter(year=2024, term_code="VT2024", agency_id=umo, theme="BARN"),
    )
    assert [line.code for line in page.meetings] == ["VT2024-2"]
    assert page.attended is not None


def test_a_theme_is_found_whatever_the_case_of_its_swedish_letters(
    demo: Office, demo_coordinator: Actor
) -> None:
    page = meetings.find_meetings(demo, demo_coordinator, filter=MeetingFilter(theme="ÄLDRE"))
    assert [line.code for line in page.meetings] == ["VT2023-2"]


def test_pages_follow_each_other_without_gap(demo: Office, demo_coordinator: Actor) -> None:
    pages = [
        meetings.find_meetings(demo, demo_coordinator, limit=7, offset=offset)
        for offset in (0, 7, 14)
    ]
    codes = [line.code for page in pages for line in page.meetings]
    assert len(codes) == len(set(codes)) == 18
    assert {page.total for page in pages} == {18}


def test_one_agency_less_and_more_than_two_meetings_show_in_the_terms_count(
    demo: Office, demo_coordinator: Actor
) -> None:
    before = meetings.list_meetings(demo, demo_coordinator, year=2026)
    assert [(term.planned, term.wanted) for term in before.terms] == [(2, 2), (2, 2)]

    invitations.cancel(demo, demo_coordinator, code="HT2026-2", reason="Ordföranden är sjuk")

    after = meetings.list_meetings(demo, demo_coordinator, year=2026).terms[1]
    assert (after.term_code, after.planned, after.wanted) == ("HT2026", 1, 2)


def test_a_year_shows_its_meetings_in_order_and_which_years_there_are(
    demo: Office, demo_coordinator: Actor
) -> None:
    view = meetings.list_meetings(demo, demo_coordinator)
    assert view.year == 2026
    assert [line.code for line in view.meetings] == ["VT2026-1", "VT2026-2", "HT2026-1", "HT2026-2"]
    assert view.years == (2022, 2023, 2024, 2025, 2026)
    assert view.meetings[0].agencies_present == 12
    assert view.meetings[3].agencies_present is None


def test_what_comes_stands_without_what_is_cancelled(
    demo: Office, demo_coordinator: Actor, demo_member: Actor
) -> None:
    assert [line.code for line in meetings.upcoming(demo, demo_member)] == ["HT2026-2"]
    invitations.cancel(demo, demo_coordinator, code="HT2026-2", reason="Sjukdom")
    assert meetings.upcoming(demo, demo_member) == ()


def test_terms_are_counted_in_the_asked_order(demo: Office, demo_member: Actor) -> None:
    counts = meetings.term_counts(demo, demo_member, codes=["VT2027", "HT2026", "VT2025"])
    assert [(one.term_code, one.planned, one.held) for one in counts] == [
        ("VT2027", 0, 0),
        ("HT2026", 2, 1),
        ("VT2025", 2, 2),
    ]


def test_a_new_theme_is_found_at_once(demo: Office, demo_coordinator: Actor) -> None:
    meetings.set_theme(demo, demo_coordinator, code="HT2026-2", version=1, theme="Trädgårdsterapi")
    hits = reports.search(demo, demo_coordinator, query="trädgårdsterapi").hits
    assert [(hit.kind, hit.meeting_code) for hit in hits] == [("meeting", "HT2026-2")]


def test_lists_cost_the_same_whatever_their_length(demo: Office, demo_coordinator: Actor) -> None:
    costs = []
    for limit in (1, 25):
        with count_statements(demo.database) as seen:
            meetings.find_meetings(demo, demo_coordinator, limit=limit)
        costs.append(len(seen))
    with count_statements(demo.database) as seen:
        meetings.list_meetings(demo, demo_coordinator)
    assert costs == [2, 2]
    assert len(seen) == 2


def test_members_read_meetings_but_do_not_search_through_attendance(
    demo: Office, demo_member: Actor
) -> None:
    assert meetings.list_meetings(demo, demo_member).meetings
    with pytest.raises(NotAllowed):
        meetings.find_meetings(demo, demo_member)


def test_norrby_stays_represented_when_one_of_two_cannot_come(
    demo: Office, demo_coordinator: Actor
) -> None:
    view = meetings.meeting(demo, demo_coordinator, code="HT2026-1")
    assert len(view.agenda) == 9
    assert (view.represented, len(view.presence)) == (12, 12)
    norrby = at_the_table(view, agency(demo, demo_coordinator, "norrby"))
    lena = next(row for row in norrby.rows if row.person_name == "Lena Påhittberg")

    meetings.set_outcome(
        demo,
        demo_coordinator,
        code="HT2026-1",
        row_id=lena.id,
        outcome=Outcome.APOLOGIES,
    )

    after = meetings.meeting(demo, demo_coordinator, code="HT2026-1")
    assert at_the_table(after, norrby.agency_id).is_represented
    assert (after.represented, after.line.agencies_present) == (12, 12)
