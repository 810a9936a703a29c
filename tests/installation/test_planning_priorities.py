"""What a group had settled in numbers about its dates becomes the nearest choices."""

from __future__ import annotations

from importlib import import_module

import pytest

from coordinator.core.clock import Clock
from coordinator.core.database import Database
from coordinator.core.office import Office
from coordinator.core.settings import Settings
from coordinator.core.translation import speak
from coordinator.installation import store
from coordinator.installation.migrate import migrate, rebuilding, upgrade
from coordinator.planning import usecases as planning
from coordinator.planning.priorities import LABELS, Distance, Importance, Notice, Priorities, read
from coordinator.terms.views import OWN_KINDS
from coordinator.trail import entry_in_words
from coordinator.trail import usecases as trail
from coordinator.trail.chain import verify
from coordinator.trail.views import TrailFilter, TrailLine
from coordinator.wiring import shell_actor
from tests.conftest import DEMO_NOW
from tests.installation import older as first_version
from tests.installation.two_groups import HERE, THERE, store_in

MIGRATION = import_module("coordinator.migrations.versions.0016_planning_priorities")
SET_BEFORE = "notice=30 other_weekday=0 weekday_step=0 other_time=0 required_away=9000"


def settings_before(database: Database, texts: dict[int, str]) -> None:
    """The rows as the version before kept them, by group."""
    with rebuilding(database) as connection:
        upgrade(connection, "0015")
        tables = {table.name: table for table in store.tables_there(connection)}
        rows = [
            {"group_id": group_id, "version": 3, "weights": text, "off_hours": "thu-am"}
            for group_id, text in texts.items()
        ]
        connection.execute(tables["planning_settings"].insert(), rows)


def office_on(database: Database) -> Office:
    return Office(Settings(_env_file=None), Clock.fixed(DEMO_NOW), database)


def newest_entry(office: Office, group: str | None) -> TrailLine:
    with office.reading() as session:
        assert verify(session, shell_actor(office, group).group_id, key=None).is_whole
    return trail.trail_entries(office, shell_actor(office, group), filter=TrailFilter()).lines[0]


def test_numbers_move_to_the_nearest_choice_and_the_log_of_each_group_says_so(
    target: Database,
) -> None:
    with target.engine.begin() as connection:
        upgrade(connection, "0004")
        store_in(connection)
    settings_before(target, {1: SET_BEFORE, 2: "required_away=4000"})

    migrate(target, keep_copy=False)

    office = office_on(target)
    here = planning.planning_settings(office, shell_actor(office, HERE))
    assert here.priorities == Priorities(notice=Notice.FOUR_WEEKS, usual_time=Importance.LESS)
    assert (here.version, len(here.off)) == (4, 1)
    there = planning.planning_settings(office, shell_actor(office, THERE))
    assert (there.priorities, there.version) == (Priorities(), 4)
    entry = newest_entry(office, HERE)
    (field,) = entry.changes[0].fields
    assert (field.before, field.after) == (SET_BEFORE, "notice=four_weeks usual_time=less")
    assert newest_entry(office, THERE).changes[0].fields[0].after == ""
    speak("sv")
    words = f"{entry_in_words.who(entry, {})} {entry_in_words.what(entry)}"
    assert words == "installationen ändrade hur datum väljs"


def test_the_chain_of_a_group_without_a_log_begins_with_it_and_goes_on(target: Database) -> None:
    with target.engine.begin() as connection:
        upgrade(connection, "0001")
        tables = store.tables_there(connection)
        for table in tables:
            store.insert_rows(connection, table, iter(first_version.kept(table.name)))
        store.raise_counters(connection, tables)
    settings_before(target, {1: "outside=1000"})

    migrate(target, keep_copy=False)

    office = office_on(target)
    assert newest_entry(office, None).number == 1
    planning.reset_planning_settings(office, shell_actor(office, None), version=4)
    assert newest_entry(office, None).number == 2


def test_a_group_that_has_settled_nothing_in_numbers_gets_no_entry(target: Database) -> None:
    with target.engine.begin() as connection:
        upgrade(connection, "0004")
        store_in(connection)
    settings_before(target, {1: ""})

    migrate(target, keep_copy=False)

    office = office_on(target)
    found = planning.planning_settings(office, shell_actor(office, HERE))
    assert (found.priorities, found.version) == (Priorities(), 3)
    assert newest_entry(office, HERE).use_case != "planning.change_planning_settings"


@pytest.mark.parametrize(
    ("numbers", "chosen"),
    [
        ("attraction=0 day_off_distance=50 below_quorum=1", Priorities()),
        ("notice=0", Priorities(notice=Notice.TWO_WEEKS)),
        ("notice=18", Priorities()),
        ("distance_least=40", Priorities()),
        ("distance_least=40 distance_most=80", Priorities(distance=Distance.SHORT)),
        ("distance_least=90 distance_most=366", Priorities(distance=Distance.LONG)),
        ("outside=0 day_outside=0 day_off_middle=0", Priorities(usual_weeks=Importance.LESS)),
        ("day_outside=30", Priorities(usual_weeks=Importance.MORE)),
        ("school_break=25", Priorities()),
        ("other_doubt=10000", Priorities(doubtful_day=Importance.MORE)),
        (" ".join(f"{kind}=30" for kind in OWN_KINDS), Priorities(doubtful_day=Importance.LESS)),
        ("agency_away=300 never_there=300", Priorities(absence=Importance.MORE)),
    ],
)
def test_nearest_is_what_a_common_case_would_cost(numbers: str, chosen: Priorities) -> None:
    assert read(MIGRATION.nearest(numbers)) == chosen


def test_the_migration_knows_every_choice() -> None:
    """All of today's words can be read, and every number of then is known to one of them."""
    assert {"notice", "distance", *MIGRATION._COSTS} == set(LABELS)
    for name, usual in Priorities().by_name().items():
        known = {"notice": MIGRATION._NOTICE, "distance": MIGRATION._DISTANCE}
        worth = {option: option.worth for option in type(usual)}
        words = known.get(name, MIGRATION._PERCENT)
        assert {word or str(usual): number for word, number in words.items()} == worth
