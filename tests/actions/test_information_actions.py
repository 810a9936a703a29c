from __future__ import annotations

from datetime import date

import pytest

from coordinator.access.actor import Actor
from coordinator.actions import rules
from coordinator.actions import usecases as actions
from coordinator.actions.lifecycle import FINISHED, INFORMATION_ACTION, InfoEvent, InfoState
from coordinator.actions.views import InformationActionView
from coordinator.core.errors import BadInput, Conflict, NotAllowed, NotFound, RuleBroken
from coordinator.core.lifecycles import possible_events
from coordinator.core.office import Office
from coordinator.reports import usecases as reports
from coordinator.roster import usecases as roster
from tests.conftest import Cast, Hand
from tests.meetings.helpers import at

WEEK = {"first_day": date(2026, 11, 16), "last_day": date(2026, 11, 22)}


def agencies(office: Office, actor: Actor) -> dict[str, int]:
    return {one.slug: one.id for one in roster.agencies(office, actor)}


def planned(office: Office, actor: Actor, **fields: object) -> InformationActionView:
    given = {"title": "En vecka fri från våld", "kind": "campaign"} | fields
    return actions.add_information_action(office, actor, **given)  # type: ignore[arg-type]


def advanced(
    office: Office, actor: Actor, action: InformationActionView, *events: InfoEvent
) -> InformationActionView:
    for event in events:
        action = actions.advance_information_action(
            office, actor, info_id=action.id, version=action.version, event=event
        )
    return action


# The example --------------------------------------------------------------------------------------


def test_sixteen_of_the_examples_information_actions_are_carried_out(
    demo: Office, demo_coordinator: Actor
) -> None:
    page = actions.information_actions(demo, demo_coordinator, states=FINISHED)
    assert page.total == len(page.actions) == 16
    counts = dict(page.counts)
    assert sum(counts.values()) == 18
    assert (counts[InfoState.UNDER_WAY], counts[InfoState.POSTPONED]) == (1, 1)
    assert page.years == (2022, 2023, 2024, 2025, 2026)


def test_a_year_holds_what_has_a_day_in_it(demo: Office, demo_coordinator: Actor) -> None:
    page = actions.information_actions(demo, demo_coordinator, year=2026)
    assert [action.code for action in page.actions] == ["INFO-18", "INFO-16", "INFO-17", "INFO-08"]


# Adding and changing ------------------------------------------------------------------------------


def test_a_new_one_is_planned_with_its_lead_and_partners(office: Office, cast: Cast) -> None:
    ids = agencies(office, cast.coordinator)
    action = planned(
        office,
        cast.coordinator,
        lead_agency_id=ids["umo"],
        partner_ids=[ids["polis"], ids["umo"]],
        cost=12_500,
        **WEEK,
    )
    assert (action.code, action.state, action.cost) == ("INFO-01", InfoState.PLANNED, 12_500)
    assert action.lead_agency_id == ids["umo"]
    assert [id_ for id_, _name in action.partners] == [ids["polis"]]
    assert planned(office, cast.coordinator).code == "INFO-02"
    assert planned(office, cast.outsider).code == "INFO-01"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": "  "}, "info-needs-title"),
        ({"kind": "party"}, "info-kind-unknown"),
        ({"first_day": date(2026, 11, 22), "last_day": date(2026, 11, 16)}, "info-end-before"),
        ({"cost": -1}, "number-odd"),
        ({"reach": 10**9}, "number-odd"),
    ],
)
def test_what_nobody_can_mean_is_refused(
    office: Office, cast: Cast, fields: dict[str, object], code: str
) -> None:
    with pytest.raises(BadInput, match=code):
        planned(office, cast.coordinator, **fields)
    assert actions.information_actions(office, cast.coordinator).total == 0


def test_a_change_leaves_what_it_does_not_name(office: Office, cast: Cast) -> None:
    action = planned(office, cast.coordinator, audience="allmänheten", **WEEK)
    after = actions.change_information_action(
        office, cast.coordinator, info_id=action.id, version=1, reach=140
    )
    assert (after.reach, after.audience, after.first_day) == (140, "allmänheten", WEEK["first_day"])
    assert after.version == 2


def test_a_stale_change_or_step_is_refused_with_both_texts(office: Office, cast: Cast) -> None:
    action = planned(office, cast.coordinator)
    actions.change_information_action(
        office, cast.coordinator, info_id=action.id, version=1, title="Hennes"
    )
    with pytest.raises(Conflict) as clash:
        actions.change_information_action(
            office, cast.coordinator, info_id=action.id, version=1, title="Hans"
        )
    assert (clash.value.params["mine"], clash.value.params["theirs"]) == ("Hans", "Hennes")
    with pytest.raises(Conflict):
        advanced(office, cast.coordinator, action, InfoEvent.DECIDE)
    now = actions.information_action(office, cast.coordinator, info_id=action.id)
    assert (now.title, now.state) == ("Hennes", InfoState.PLANNED)


# Its life -----------------------------------------------------------------------------------------


def test_it_is_decided_begun_done_and_evaluated(office: Office, cast: Cast) -> None:
    action = planned(office, cast.coordinator, **WEEK)
    done = advanced(
        office, cast.coordinator, action, InfoEvent.DECIDE, InfoEvent.BEGIN, InfoEvent.FINISH
    )
    assert done.state is InfoState.DONE
    told = actions.advance_information_action(
        office,
        cast.coordinator,
        info_id=done.id,
        version=done.version,
        event=InfoEvent.EVALUATE,
        reach=140,
        evaluation="räkning",
        effect="Fler ringer på kvällen",
    )
    assert (told.state, told.reach) == (InfoState.EVALUATED, 140)
    assert told.effect == "Fler ringer på kvällen"


def test_it_cannot_be_done_without_a_last_day(office: Office, cast: Cast) -> None:
    action = advanced(office, cast.coordinator, planned(office, cast.coordinator), InfoEvent.DECIDE)
    with pytest.raises(RuleBroken, match="info-needs-end"):
        advanced(office, cast.coordinator, action, InfoEvent.FINISH)
    assert actions.information_action(office, cast.coordinator, info_id=action.id) == action


def test_what_is_done_keeps_its_last_day(office: Office, cast: Cast) -> None:
    action = planned(office, cast.coordinator, **WEEK)
    done = advanced(office, cast.coordinator, action, InfoEvent.DECIDE, InfoEvent.FINISH)
    with pytest.raises(RuleBroken, match="info-needs-end"):
        actions.change_information_action(
            office, cast.coordinator, info_id=done.id, version=done.version, last_day=None
        )


def test_it_is_not_evaluated_without_a_word_on_its_effect(office: Office, cast: Cast) -> None:
    action = planned(office, cast.coordinator, **WEEK)
    done = advanced(office, cast.coordinator, action, InfoEvent.DECIDE, InfoEvent.FINISH)
    with pytest.raises(RuleBroken, match="info-needs-effect"):
        advanced(office, cast.coordinator, done, InfoEvent.EVALUATE)


def test_the_effect_is_asked_for_thirty_days_after_the_end(
    office: Office, cast: Cast, hand: Hand
) -> None:
    action = planned(office, cast.coordinator, **WEEK)
    done = advanced(office, cast.coordinator, action, InfoEvent.DECIDE, InfoEvent.FINISH)
    hand.on(at("2026-12-21"))
    early = actions.information_action(office, cast.coordinator, info_id=done.id)
    hand.on(at("2026-12-22"))
    later = actions.information_action(office, cast.coordinator, info_id=done.id)
    assert (early.asks_for_effect, later.asks_for_effect) == (False, True)


@pytest.mark.parametrize("state", list(InfoState))
def test_a_step_that_the_table_does_not_name_changes_nothing(state: InfoState) -> None:
    for event in set(InfoEvent) - set(possible_events(INFORMATION_ACTION, state)):
        with pytest.raises(RuleBroken, match="info-step-odd"):
            rules.next_info_state(state, event, last_day=WEEK["last_day"], effect="Fler ringer")


def test_what_is_put_off_or_called_off_can_be_taken_up_again(office: Office, cast: Cast) -> None:
    action = planned(office, cast.coordinator)
    back = advanced(
        office,
        cast.coordinator,
        action,
        InfoEvent.POSTPONE,
        InfoEvent.CANCEL,
        InfoEvent.RESUME,
    )
    assert (back.state, back.version) == (InfoState.PLANNED, 4)


# Who may ------------------------------------------------------------------------------------------


def test_another_group_finds_nothing_of_ours(office: Office, cast: Cast) -> None:
    action = planned(office, cast.coordinator)
    ours = agencies(office, cast.coordinator)["umo"]
    with pytest.raises(NotFound):
        actions.information_action(office, cast.outsider, info_id=action.id)
    with pytest.raises(NotFound):
        advanced(office, cast.outsider, action, InfoEvent.DECIDE)
    with pytest.raises(NotFound):
        planned(office, cast.outsider, lead_agency_id=ours)
    with pytest.raises(NotFound):
        planned(office, cast.outsider, partner_ids=[ours])
    assert actions.information_actions(office, cast.outsider).total == 0


def test_what_is_only_planned_is_seen_and_found_by_the_office_alone(
    office: Office, cast: Cast
) -> None:
    def found(actor: Actor) -> list[str]:
        return [hit.kind for hit in reports.search(office, actor, query="Affischer").hits]

    action = planned(office, cast.coordinator, title="Affischer i trapphus")
    for actor in (cast.member, cast.reader):
        with pytest.raises(NotFound):
            actions.information_action(office, actor, info_id=action.id)
        page = actions.information_actions(office, actor)
        assert (page.actions, page.total, dict(page.counts)[InfoState.PLANNED]) == ((), 0, 0)
        assert found(actor) == []
    assert found(cast.coordinator) == ["information_action"]

    advanced(office, cast.coordinator, action, InfoEvent.DECIDE)

    assert actions.information_actions(office, cast.member).total == 1
    assert found(cast.member) == ["information_action"]


def test_members_and_readers_read_and_change_nothing(office: Office, cast: Cast) -> None:
    action = planned(office, cast.coordinator)
    action = advanced(office, cast.coordinator, action, InfoEvent.DECIDE)
    for actor in (cast.member, cast.reader):
        assert actions.information_action(office, actor, info_id=action.id) == action
        with pytest.raises(NotAllowed):
            advanced(office, actor, action, InfoEvent.DECIDE)
        with pytest.raises(NotAllowed):
            planned(office, actor)
