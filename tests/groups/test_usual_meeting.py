"""When a group usually meets: from its template, settled on a page, used by all that plans."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import yaml

from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput, Conflict, NotAllowed
from coordinator.core.office import Office
from coordinator.groups import usecases as groups
from coordinator.groups.views import GroupView
from coordinator.installation import templates
from coordinator.installation import usecases as installation
from coordinator.meetings import usecases as meetings
from coordinator.planning import usecases as planning
from coordinator.planning.polls import usecases as date_polls
from coordinator.wiring import founding_shell, shell_actor
from tests.conftest import Cast


def group(office: Office, cast: Cast) -> GroupView:
    return groups.group_settings(office, cast.coordinator)


def settle(
    office: Office, cast: Cast, start: time = time(9), duration: int = 75, per_term: int = 3
) -> GroupView:
    return groups.change_usual_meeting(
        office,
        cast.coordinator,
        version=group(office, cast).version,
        usual_start=start,
        usual_duration=duration,
        meetings_per_term=per_term,
    )


def test_what_the_group_settles_is_what_planning_begins_with(office: Office, cast: Cast) -> None:
    settle(office, cast)

    plan = planning.term_plan(office, cast.coordinator, term_code="VT2027")

    assert (plan.start, plan.duration, plan.plan.wanted) == (time(9), 75, 3)
    best = plan.plan.proposals[0].meetings
    assert len(best) == 3
    assert {one.end - one.start for one in best} == {timedelta(minutes=75)}
    assert {one.start.astimezone(STOCKHOLM).time() for one in best} == {time(9)}
    (count,) = meetings.term_counts(office, cast.coordinator, codes=["VT2027"])
    assert count.wanted == 3
    assert meetings.list_meetings(office, cast.coordinator).terms[0].wanted == 3


def test_a_question_about_days_asks_for_as_many_as_the_term_has(office: Office, cast: Cast) -> None:
    settle(office, cast, per_term=4)
    days = [datetime(2027, 2, n, 9, tzinfo=STOCKHOLM) for n in (2, 3, 9, 10, 16, 17)]
    poll = date_polls.make_poll(
        office,
        cast.coordinator,
        term_code="VT2027",
        times=[(start, start + timedelta(minutes=75)) for start in days],
        answer_by=date(2026, 12, 4),
    )
    assert poll.wanted == 4


@pytest.mark.parametrize(
    ("start", "duration", "per_term", "code"),
    [
        (time(9), 14, 2, "plan-duration-odd"),
        (time(9), 721, 2, "plan-duration-odd"),
        (time(23), 60, 2, "plan-duration-odd"),
        (time(9), 60, 0, "meetings-per-term-odd"),
        (time(9), 60, 13, "meetings-per-term-odd"),
    ],
)
def test_what_no_meeting_can_be_is_refused(
    office: Office, cast: Cast, *, start: time, duration: int, per_term: int, code: str
) -> None:
    before = group(office, cast)
    with pytest.raises(BadInput) as refusal:
        settle(office, cast, start, duration, per_term)
    assert refusal.value.code == code
    assert group(office, cast) == before


def test_an_old_page_saves_over_nothing(office: Office, cast: Cast) -> None:
    old = group(office, cast).version
    settle(office, cast)
    with pytest.raises(Conflict):
        groups.change_usual_meeting(
            office,
            cast.coordinator,
            version=old,
            usual_start=time(10),
            usual_duration=60,
            meetings_per_term=1,
        )
    assert group(office, cast).usual_start == "09:00"


def test_the_other_settings_leave_it_as_it_is(office: Office, cast: Cast) -> None:
    settled = settle(office, cast)
    after = groups.change_group(
        office,
        cast.coordinator,
        version=settled.version,
        name="Ny",
        municipality="Ort",
        quorum_agencies=None,
        minutes_heading="Protokoll",
    )
    assert (after.usual_start, after.usual_duration, after.meetings_per_term) == ("09:00", 75, 3)


def test_only_the_coordinator_settles_it(office: Office, cast: Cast) -> None:
    for actor in (cast.member, cast.reader):
        with pytest.raises(NotAllowed):
            groups.change_usual_meeting(
                office,
                actor,
                version=1,
                usual_start=time(9),
                usual_duration=60,
                meetings_per_term=2,
            )


def test_a_new_group_begins_as_its_template_says(
    empty_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = templates.template("trelleborg")
    assert (shipped.usual_start, shipped.usual_duration) == (time(13, 30), 120)
    other = {"usual_start": "08:15", "usual_duration": 90, "meetings_per_term": 4}
    read = yaml.safe_load
    monkeypatch.setattr(yaml, "safe_load", lambda text: {**read(text), **other})

    slug = installation.start_group(
        empty_office, founding_shell(), name="Gruppen", municipality="Ort"
    )

    begun = groups.group_settings(empty_office, shell_actor(empty_office, slug))
    assert (begun.usual_start, begun.usual_duration, begun.meetings_per_term) == ("08:15", 90, 4)


def test_what_a_template_leaves_out_is_as_for_every_group() -> None:
    assert templates.usual_meeting({"usual_duration": 45}) == {
        "usual_start": time(13, 30),
        "usual_duration": 45,
        "meetings_per_term": 2,
        "minutes_heading": "Minnesanteckningar",
    }
