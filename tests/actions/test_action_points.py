from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.actions.lifecycle import PointState
from coordinator.actions.views import ActionPointView
from coordinator.core.errors import BadInput, Conflict, NotAllowed, NotFound, RuleBroken
from coordinator.core.office import Office
from tests.conftest import Cast, Hand
from tests.meetings.helpers import agency, at, booked

DUE = date(2026, 9, 30)


def given_out(
    office: Office, actor: Actor, text: str = "Boka lokal", slug: str = "umo"
) -> ActionPointView:
    return actions.add_action_point(
        office, actor, text=text, agency_id=agency(office, actor, slug), due_day=DUE
    )


# The example --------------------------------------------------------------------------------------


def test_the_example_has_nine_open_points_and_six_of_them_are_late(
    demo: Office, demo_coordinator: Actor
) -> None:
    page = actions.action_points(demo, demo_coordinator)
    assert (page.total, page.open, page.overdue) == (9, 9, 6)
    assert [point.is_overdue for point in page.points] == [True] * 6 + [False] * 3
    days = [point.due_day for point in page.points if point.due_day]
    assert days == sorted(days)
    late = actions.action_points(demo, demo_coordinator, overdue_only=True)
    assert [point.code for point in late.points] == [point.code for point in page.points[:6]]


def test_points_of_one_agency_are_found_and_the_heads_counts_stay(
    demo: Office, demo_coordinator: Actor
) -> None:
    norrby = agency(demo, demo_coordinator, "norrby")
    page = actions.action_points(demo, demo_coordinator, agency_id=norrby)
    assert {point.code for point in page.points} == {"AP-2026-02", "AP-2026-03"}
    assert (page.total, page.open, page.overdue) == (2, 9, 6)


def test_pages_of_points_leave_nothing_out_and_show_nothing_twice(
    demo: Office, demo_coordinator: Actor
) -> None:
    states = frozenset(PointState)
    pages = [
        actions.action_points(demo, demo_coordinator, states=states, limit=25, offset=offset)
        for offset in (0, 25, 50)
    ]
    codes = [point.code for page in pages for point in page.points]
    assert len(codes) == len(set(codes)) == pages[0].total == 53
    closed = [p.closed_on for page in pages for p in page.points if p.closed_on]
    assert closed == sorted(closed, reverse=True)


def test_a_member_sees_the_own_agencys_points_alone(demo: Office, demo_member: Actor) -> None:
    page = actions.action_points(demo, demo_member, states=frozenset(PointState), limit=100)
    assert page.total > 0
    assert {point.agency_id for point in page.points} == demo_member.agency_ids


# Numbers ------------------------------------------------------------------------------------------


def test_codes_are_numbered_once_in_the_year(office: Office, cast: Cast, hand: Hand) -> None:
    codes = [given_out(office, cast.coordinator).code for _ in range(2)]
    codes.append(actions.add_action_point(office, cast.outsider, text="En annan grupps").code)
    hand.on(at("2027-01-08"))
    codes.append(given_out(office, cast.coordinator).code)
    assert codes == ["AP-2026-01", "AP-2026-02", "AP-2026-01", "AP-2027-01"]


def test_two_who_add_at_once_get_a_number_each(office: Office, cast: Cast) -> None:
    with ThreadPoolExecutor(4) as pool:
        points = pool.map(lambda n: given_out(office, cast.coordinator, f"Punkt {n}"), range(8))
        codes = sorted(point.code for point in points)
    assert codes == [f"AP-2026-{n:02d}" for n in range(1, 9)]


# Adding and changing ------------------------------------------------------------------------------


def test_a_point_is_late_from_the_day_after_its_last(
    office: Office, cast: Cast, hand: Hand
) -> None:
    given_out(office, cast.coordinator)
    hand.on(at(DUE, "23:59"))
    assert actions.action_points(office, cast.coordinator).overdue == 0
    hand.forward(minutes=2)
    assert actions.action_points(office, cast.coordinator).overdue == 1


@pytest.mark.parametrize("text", ["", "  ", "\n \t"])
def test_a_point_without_words_is_refused(office: Office, cast: Cast, text: str) -> None:
    with pytest.raises(BadInput, match="point-needs-text"):
        actions.add_action_point(office, cast.coordinator, text=text)
    point = given_out(office, cast.coordinator)
    with pytest.raises(BadInput, match="point-needs-text"):
        actions.change_action_point(
            office, cast.coordinator, point_id=point.id, version=1,
            text=text, agency_id=None, due_day=None,
        )  # fmt: skip
    assert actions.action_point(office, cast.coordinator, point_id=point.id) == point


def test_a_point_tells_the_meeting_where_it_was_given_out(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    point = actions.add_action_point(office, cast.coordinator, text="Boka lokal", meeting_code=code)
    assert point.meeting_code == code
    assert actions.points_of_meeting(office, cast.coordinator, code=code) == (point,)


def test_a_point_is_handed_over_and_begun_and_put_aside_again(office: Office, cast: Cast) -> None:
    point = given_out(office, cast.coordinator)
    change = {
        "point_id": point.id,
        "text": "Boka en större lokal",
        "agency_id": agency(office, cast.coordinator, "polis"),
        "due_day": date(2026, 10, 14),
    }
    begun = actions.change_action_point(
        office,
        cast.coordinator,
        version=1,
        under_way=True,
        **change,  # type: ignore[arg-type]
    )
    assert (begun.text, begun.agency_name) == ("Boka en större lokal", "Polisen")
    assert (begun.due_day, begun.state) == (date(2026, 10, 14), PointState.UNDER_WAY)
    aside = actions.change_action_point(
        office,
        cast.coordinator,
        version=2,
        under_way=False,
        **change,  # type: ignore[arg-type]
    )
    assert (aside.state, aside.version) == (PointState.OPEN, 3)


def test_a_stale_change_keeps_both_texts_and_what_was_saved(office: Office, cast: Cast) -> None:
    point = given_out(office, cast.coordinator)
    change = {"point_id": point.id, "version": 1, "agency_id": None, "due_day": DUE}
    actions.change_action_point(office, cast.coordinator, text="Hennes", **change)  # type: ignore[arg-type]
    with pytest.raises(Conflict) as clash:
        actions.change_action_point(office, cast.coordinator, text="Hans", **change)  # type: ignore[arg-type]
    assert (clash.value.params["mine"], clash.value.params["theirs"]) == ("Hans", "Hennes")
    with pytest.raises(Conflict):
        actions.close_action_point(
            office, cast.coordinator, point_id=point.id, version=1, result="Klart"
        )
    assert actions.action_point(office, cast.coordinator, point_id=point.id).text == "Hennes"


# Closing ------------------------------------------------------------------------------------------


def test_closing_needs_a_result_and_writing_off_a_reason(office: Office, cast: Cast) -> None:
    point = given_out(office, cast.coordinator)
    with pytest.raises(BadInput, match="point-needs-result"):
        actions.close_action_point(
            office, cast.coordinator, point_id=point.id, version=1, result=" \n"
        )
    with pytest.raises(BadInput, match="point-needs-reason"):
        actions.write_off_action_point(
            office, cast.coordinator, point_id=point.id, version=1, reason=""
        )
    assert actions.action_point(office, cast.coordinator, point_id=point.id) == point


def test_a_closed_point_tells_when_where_and_what_came_of_it(
    office: Office, cast: Cast, hand: Hand
) -> None:
    point = given_out(office, cast.coordinator)
    code = booked(office, cast.coordinator)
    hand.on(at("2026-09-16", "14:00"))
    done = actions.close_action_point(
        office,
        cast.coordinator,
        point_id=point.id,
        version=1,
        result="Lokalen är bokad",
        meeting_code=code,
    )
    assert (done.state, done.result) == (PointState.DONE, "Lokalen är bokad")
    assert (done.closed_on, done.closed_meeting_code) == (date(2026, 9, 16), code)
    assert actions.action_points(office, cast.coordinator).total == 0


def test_what_is_closed_is_not_closed_or_changed_again_but_opened(
    office: Office, cast: Cast
) -> None:
    point = given_out(office, cast.coordinator)
    off = actions.write_off_action_point(
        office, cast.coordinator, point_id=point.id, version=1, reason="Behövs inte"
    )
    assert off.state is PointState.WRITTEN_OFF
    with pytest.raises(RuleBroken, match="point-step-odd"):
        actions.close_action_point(
            office, cast.coordinator, point_id=point.id, version=2, result="Klart"
        )
    with pytest.raises(RuleBroken, match="point-is-closed"):
        actions.change_action_point(
            office, cast.coordinator, point_id=point.id, version=2,
            text="Annat", agency_id=None, due_day=None,
        )  # fmt: skip
    again = actions.reopen_action_point(office, cast.coordinator, point_id=point.id, version=2)
    assert (again.state, again.closed_on, again.result) == (PointState.OPEN, None, "Behövs inte")
    with pytest.raises(RuleBroken, match="point-step-odd"):
        actions.reopen_action_point(office, cast.coordinator, point_id=point.id, version=3)


# Who may ------------------------------------------------------------------------------------------


def test_another_group_finds_nothing_of_ours(office: Office, cast: Cast) -> None:
    point = given_out(office, cast.coordinator)
    theirs = agency(office, cast.coordinator, "umo")
    code = booked(office, cast.coordinator)
    with pytest.raises(NotFound):
        actions.action_point(office, cast.outsider, point_id=point.id)
    with pytest.raises(NotFound):
        actions.close_action_point(
            office, cast.outsider, point_id=point.id, version=1, result="Klart"
        )
    with pytest.raises(NotFound):
        actions.add_action_point(office, cast.outsider, text="Egen", agency_id=theirs)
    with pytest.raises(NotFound):
        actions.add_action_point(office, cast.outsider, text="Egen", meeting_code=code)
    assert actions.action_points(office, cast.outsider).total == 0


def test_a_member_reads_the_own_points_and_changes_none(office: Office, cast: Cast) -> None:
    mine = given_out(office, cast.coordinator, slug="umo")
    given_out(office, cast.coordinator, slug="polis")
    page = actions.action_points(office, cast.member)
    assert (page.points, page.total, page.open) == ((mine,), 1, 1)
    with pytest.raises(NotFound):
        actions.action_point(office, cast.other_member, point_id=mine.id)
    with pytest.raises(NotAllowed):
        actions.close_action_point(office, cast.member, point_id=mine.id, version=1, result="Klart")
    with pytest.raises(NotAllowed):
        actions.add_action_point(office, cast.member, text="Egen")


def test_a_reader_has_no_action_points(office: Office, cast: Cast) -> None:
    given_out(office, cast.coordinator, slug="polis")
    page = actions.action_points(office, cast.reader)
    assert (page.total, page.open, page.overdue) == (0, 0, 0)
