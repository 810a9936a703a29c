"""What an agency tells about its own action points."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import col, select

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.actions.lifecycle import PointState
from coordinator.actions.rules import LONGEST_REPORT
from coordinator.actions.views import ActionPointView
from coordinator.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.trail.tables import TrailEntry
from tests.conftest import Cast, Hand
from tests.meetings.helpers import agency


def given_out(office: Office, actor: Actor, slug: str | None = "umo") -> ActionPointView:
    agency_id = agency(office, actor, slug) if slug else None
    return actions.add_action_point(office, actor, text="Boka lokal", agency_id=agency_id)


def test_a_report_stands_on_the_point_for_the_agency_and_the_office(
    office: Office, cast: Cast, hand: Hand
) -> None:
    point = given_out(office, cast.coordinator)

    actions.report_action_point(
        office, cast.member, point_id=point.id, text="  Lokalen är bokad. \r\n\r\nNästa: nycklar "
    )

    for actor in (cast.member, cast.coordinator):
        seen = actions.action_point(office, actor, point_id=point.id)
        assert seen.report is not None
        assert seen.report.text == "Lokalen är bokad.\n\nNästa: nycklar"
        assert (seen.report.is_done, seen.report.reported_at) == (False, office.clock.now())
        assert (seen.state, seen.version) == (PointState.OPEN, point.version)


def test_the_newest_report_counts_and_closing_is_the_coordinators(
    office: Office, cast: Cast
) -> None:
    point = given_out(office, cast.coordinator)
    actions.report_action_point(office, cast.member, point_id=point.id, text="Pågår")
    seen = actions.report_action_point(
        office, cast.member, point_id=point.id, text="Bokat", is_done=True
    )

    assert seen.report is not None
    assert (seen.report.text, seen.report.is_done, seen.state) == ("Bokat", True, PointState.OPEN)
    with pytest.raises(NotAllowed):
        actions.close_action_point(
            office, cast.member, point_id=point.id, version=1, result="Bokat"
        )
    actions.close_action_point(
        office, cast.coordinator, point_id=point.id, version=point.version, result="Bokat"
    )
    with pytest.raises(RuleBroken, match="report-point-closed"):
        actions.report_action_point(office, cast.member, point_id=point.id, text="Mer")


def test_only_the_agency_whose_point_it_is_reports(office: Office, cast: Cast) -> None:
    point = given_out(office, cast.coordinator)
    nobodys = given_out(office, cast.coordinator, None)
    homeless = replace(cast.member, agency_ids=frozenset())
    elsewhere = replace(cast.outsider.as_member(), agency_ids=cast.member.agency_ids)

    for actor, point_id in (
        (cast.other_member, point.id),
        (homeless, point.id),
        (elsewhere, point.id),
        (cast.member, nobodys.id),
        (cast.member, 999_999),
    ):
        with pytest.raises(NotFound):
            actions.report_action_point(office, actor, point_id=point_id, text="Klart")
    for actor in (cast.reader, cast.coordinator):
        with pytest.raises(NotAllowed):
            actions.report_action_point(office, actor, point_id=point.id, text="Klart")
    assert actions.action_point(office, cast.coordinator, point_id=point.id).report is None


@pytest.mark.parametrize("text", ["", " \n\t ", "x" * (LONGEST_REPORT + 1)])
def test_a_report_has_words_and_not_too_many(office: Office, cast: Cast, text: str) -> None:
    point = given_out(office, cast.coordinator)

    with pytest.raises(BadInput):
        actions.report_action_point(office, cast.member, point_id=point.id, text=text)


def test_the_trail_tells_of_the_report_but_not_its_words(office: Office, cast: Cast) -> None:
    point = given_out(office, cast.coordinator)
    actions.report_action_point(office, cast.member, point_id=point.id, text="Hemligt ord")

    with office.reading() as session:
        entry = session.exec(select(TrailEntry).order_by(col(TrailEntry.id).desc())).first()
        assert entry is not None
        assert (entry.use_case, entry.about) == ("actions.report_action_point", point.code)
        assert "Hemligt" not in entry.changes
