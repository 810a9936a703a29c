"""The trail: one entry per change, nothing personal in it, and no way to change it unseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy.exc import DBAPIError
from sqlmodel import AutoString

from coordinator.access.actor import Actor, Role
from coordinator.core.clock import STOCKHOLM
from coordinator.core.columns import shown_in_log
from coordinator.core.database import Change, metadata
from coordinator.core.errors import NotAllowed, RuleBroken
from coordinator.core.office import Office
from coordinator.installation.doctor import examine
from coordinator.roster import usecases as roster
from coordinator.terms import usecases as terms
from coordinator.terms.views import ClosedKind, NewClosedDay
from coordinator.trail import store as trail_store
from coordinator.trail import usecases as trail
from coordinator.trail.chain import START, digest, dispose_before, verify
from coordinator.trail.in_transaction import stored_changes
from coordinator.trail.tables import TrailEntry
from coordinator.trail.views import TrailCheck, TrailFault, TrailFilter
from tests.conftest import Cast, Hand
from tests.statements import count_statements

KEY = "a key of this test"
ENTRIES = 12


@pytest.fixture
def written(office: Office, cast: Cast, hand: Hand) -> Actor:
    """A coordinator who has done twelve things, one a day."""
    for number in range(ENTRIES):
        hand.forward(days=1)
        day = office.clock.today()
        terms.add_closed_day(
            office,
            cast.coordinator,
            new=NewClosedDay(
                name=f"Ledig {number}", first_day=day, last_day=day, kind=ClosedKind.OWN_ABSENCE
            ),
        )
    return cast.coordinator


def check(office: Office, group_id: int, key: str | None = KEY) -> TrailCheck:
    with office.reading() as session:
        return verify(session, group_id, key=key)


def entries(office: Office, group_id: int) -> list[TrailEntry]:
    with office.reading() as session:
        found = trail_store.trail_batch(session, group_id, after=0, limit=10_000)
        session.expunge_all()
    return found


def by_force(office: Office, *statements: str) -> None:
    """What somebody does who has the database and takes its guards away first."""
    with office.database.engine.begin() as connection:
        if office.database.is_sqlite:
            connection.exec_driver_sql("DROP TRIGGER trail_entry_stays")
            connection.exec_driver_sql("DROP TRIGGER trail_entry_is_kept")
        else:
            connection.exec_driver_sql("ALTER TABLE trail_entry DISABLE TRIGGER ALL")
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_each_thing_done_is_one_entry_in_an_unbroken_chain(office: Office, written: Actor) -> None:
    found = entries(office, written.group_id)

    assert [entry.number for entry in found] == list(range(1, len(found) + 1))
    assert found[0].previous == START
    assert [entry.previous for entry in found[1:]] == [entry.hash for entry in found[:-1]]
    assert [entry.use_case for entry in found[-ENTRIES:]] == ["terms.add_closed_day"] * ENTRIES
    assert check(office, written.group_id).is_whole
    assert check(office, written.group_id).entries == len(found)


def test_groups_have_chains_of_their_own(office: Office, written: Actor, cast: Cast) -> None:
    before = check(office, cast.outsider.group_id)
    terms.add_closed_day(
        office,
        cast.outsider,
        new=NewClosedDay(
            name="Ledig", first_day=office.clock.today(), last_day=office.clock.today()
        ),
    )

    assert check(office, cast.outsider.group_id).entries == before.entries + 1
    assert check(office, written.group_id).is_whole


def test_a_refused_act_leaves_nothing(office: Office, written: Actor) -> None:
    before = len(entries(office, written.group_id))

    with pytest.raises(RuleBroken):
        roster.withdraw_role(
            office, written, person_id=written.person_id or 0, role=Role.COORDINATOR
        )

    assert len(entries(office, written.group_id)) == before


def test_people_stand_in_the_trail_by_id_and_the_shell_by_name(
    office: Office, written: Actor
) -> None:
    found = entries(office, written.group_id)

    assert found[-1].person_id == written.person_id
    assert found[-1].actor_name == ""
    assert {entry.actor_name for entry in found if entry.person_id is None} >= {found[0].actor_name}
    assert found[0].actor_name.startswith("shell:")


NUMBER = 7
FORGERIES: dict[str, tuple[tuple[str, ...], TrailFault, int]] = {
    "edited": (("UPDATE trail_entry SET about = 'x' WHERE {here}",), TrailFault.CHANGED, NUMBER),
    "edited by another name": (
        ("UPDATE trail_entry SET person_id = 999 WHERE {here}",),
        TrailFault.CHANGED,
        NUMBER,
    ),
    "removed": (("DELETE FROM trail_entry WHERE {here}",), TrailFault.MISSING, NUMBER),
    "first removed": (("DELETE FROM trail_entry WHERE {first}",), TrailFault.MISSING, 1),
    "put in behind": (
        (
            """INSERT INTO trail_entry (group_id, number, happened_at, actor_name, origin, use_case,
            changes, previous, hash) SELECT group_id, number + 1000, happened_at, actor_name,
            origin, use_case, changes, hash, hash FROM trail_entry WHERE {here}""",
        ),
        TrailFault.MISSING,
        0,
    ),
    "two exchanged": (
        (
            "UPDATE trail_entry SET number = 100000 WHERE {here}",
            "UPDATE trail_entry SET number = 7 WHERE {next}",
            "UPDATE trail_entry SET number = 8 WHERE {aside}",
        ),
        TrailFault.CHANGED,
        NUMBER,
    ),
    "tail cut off": (("DELETE FROM trail_entry WHERE {tail}",), TrailFault.TAIL, 10),
    "head set back": (
        ("UPDATE trail_head SET number = 3 WHERE group_id = {group}",),
        TrailFault.TAIL,
        4,
    ),
    "head taken away": (("DELETE FROM trail_head WHERE group_id = {group}",), TrailFault.TAIL, 1),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_chain_is_found_where_it_first_breaks(
    office: Office, written: Actor, name: str
) -> None:
    statements, fault, number = FORGERIES[name]
    group = written.group_id
    here = f"group_id = {group} AND number"
    last = entries(office, group)[-1].number
    words = {
        "group": str(group),
        "here": f"{here} = {NUMBER}",
        "next": f"{here} = {NUMBER + 1}",
        "first": f"{here} = 1",
        "aside": f"{here} = 100000",
        "tail": f"{here} >= 10",
    }
    by_force(office, *(statement.format(**words) for statement in statements))

    found = check(office, group)

    assert found.fault is fault
    assert found.broken_at == (number or last + 1)
    told_by_doctor = [one for one in examine(office) if one.subject == "trail" and not one.ok]
    assert [dict(one.params)["number"] for one in told_by_doctor] == [found.broken_at]


def test_an_entry_written_anew_with_a_fitting_hash_breaks_the_next_one(
    office: Office, written: Actor
) -> None:
    entry = entries(office, written.group_id)[NUMBER - 1]
    entry.use_case = "access.change_group"
    by_force(
        office,
        f"UPDATE trail_entry SET use_case = '{entry.use_case}', hash = '{digest(entry)}' "
        f"WHERE id = {entry.id}",
    )

    found = check(office, written.group_id)

    assert (found.fault, found.broken_at) == (TrailFault.ORDER, NUMBER + 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_entry SET about = 'x'",
        "UPDATE trail_entry SET hash = hash WHERE number = 3",
        "DELETE FROM trail_entry WHERE number = 3",
        "DELETE FROM trail_entry",
    ],
)
def test_the_database_itself_refuses_to_change_the_trail(
    office: Office, written: Actor, statement: str
) -> None:
    before = len(entries(office, written.group_id))

    with (
        pytest.raises(DBAPIError, match="only added to"),
        office.database.engine.begin() as connection,
    ):
        connection.exec_driver_sql(statement)

    assert len(entries(office, written.group_id)) == before
    assert check(office, written.group_id).is_whole


def in_the_middle(office: Office, actor: Actor) -> datetime:
    return entries(office, actor.group_id)[-5].happened_at


def dispose(office: Office, actor: Actor, moment: datetime, key: str | None = KEY) -> int:
    with office.transaction() as session:
        return dispose_before(session, actor.group_id, moment, key=key, now=office.clock.now())


def test_old_entries_leave_a_signed_place_where_the_rest_begins(
    office: Office, written: Actor
) -> None:
    before = entries(office, written.group_id)

    gone = dispose(office, written, in_the_middle(office, written))

    left = entries(office, written.group_id)
    assert [entry.number for entry in left] == [entry.number for entry in before[-5:]]
    assert gone == len(before) - 5
    assert check(office, written.group_id).is_whole
    assert check(office, written.group_id).entries == 5
    terms.add_closed_day(
        office,
        written,
        new=NewClosedDay(
            name="Till", first_day=office.clock.today(), last_day=office.clock.today()
        ),
    )
    assert check(office, written.group_id).is_whole


def test_a_second_disposal_and_one_of_everything_still_leave_a_chain(
    office: Office, written: Actor
) -> None:
    dispose(office, written, in_the_middle(office, written))
    far = office.clock.now() + timedelta(days=400)

    assert dispose(office, written, far) == 5
    assert dispose(office, written, far) == 0

    assert check(office, written.group_id).is_whole
    terms.add_closed_day(
        office,
        written,
        new=NewClosedDay(
            name="Till", first_day=office.clock.today(), last_day=office.clock.today()
        ),
    )
    assert check(office, written.group_id) == replace(check(office, written.group_id), entries=1)


def test_without_a_key_nothing_is_disposed_of(office: Office, written: Actor) -> None:
    before = len(entries(office, written.group_id))

    with pytest.raises(RuleBroken, match="trail-needs-key"):
        dispose(office, written, in_the_middle(office, written), key=None)

    assert len(entries(office, written.group_id)) == before


def test_a_broken_chain_is_not_shortened(office: Office, written: Actor) -> None:
    group = written.group_id
    by_force(office, f"UPDATE trail_entry SET about = 'x' WHERE group_id = {group} AND number = 2")

    with pytest.raises(RuleBroken, match="trail-is-broken"):
        dispose(office, written, in_the_middle(office, written))


@pytest.mark.parametrize(
    "forge",
    [
        "UPDATE trail_checkpoint SET signature = '0'",
        "UPDATE trail_checkpoint SET number = number + 1",
        "UPDATE trail_checkpoint SET hash = hash || '0'",
    ],
)
def test_a_forged_checkpoint_is_found(office: Office, written: Actor, forge: str) -> None:
    dispose(office, written, in_the_middle(office, written))
    with office.database.engine.begin() as connection:
        connection.exec_driver_sql(forge)

    assert check(office, written.group_id).fault is TrailFault.CHECKPOINT


def test_a_beginning_cut_off_without_a_signature_is_found(office: Office, written: Actor) -> None:
    """Whoever knows how the guards work can write a checkpoint, but not sign it."""
    entry = entries(office, written.group_id)[4]
    with office.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO trail_checkpoint (group_id, number, hash, made_at, signature) VALUES "
            f"({written.group_id}, 5, '{entry.hash}', '2026-08-17 07:00:00+00', 'x')"
            if not office.database.is_sqlite
            else "INSERT INTO trail_checkpoint (group_id, number, hash, made_at, signature) VALUES "
            f"({written.group_id}, 5, '{entry.hash}', '2026-08-17 07:00:00.000000', 'x')"
        )
        connection.exec_driver_sql(
            f"DELETE FROM trail_entry WHERE group_id = {written.group_id} AND number <= 5"
        )

    assert check(office, written.group_id).fault is TrailFault.CHECKPOINT
    assert check(office, written.group_id, key=None).fault is TrailFault.CHECKPOINT


CANARY = "Kanariefågel"


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_only_named_columns_show_what_they_hold(table: str) -> None:
    for column in metadata.tables[table].columns:
        said = stored_changes([Change(table, 1, "changed", {column.name: (None, CANARY)})])

        assert (CANARY in str(said)) == (
            f"{table}.{column.name}" in shown_in_log() and column.name not in {"id", "version"}
        )


# Text that may stand in the trail because it is one of a few words of ours.
CODES = {
    *("agency.kind", "agenda_item.kind", "action_point.state", "attendance.duty"),
    "attendance.said",
    *("attendance.outcome", "closed_day.effect", "closed_day.kind", "closed_day.rhythm"),
    *("date_poll.state", "go_ahead.kinds", "poll_answer.choice", "poll_candidate.meeting_code"),
    *("poll_invitee.source", "planning_settings.off_hours", "planning_settings.weights"),
    *("collaboration_group.usual_start", "information_action.state", "meeting.mode"),
    *("meeting.state", "meeting.term_code", "meeting.venue_kind", "minutes.state"),
    *("outbox_mail.kind", "outbox_mail.state", "reply.answer", "reply.source"),
    *("representation.duty", "representation.functions", "role_grant.role", "venue_told.how"),
}


def test_no_typed_text_is_among_the_shown_columns() -> None:
    is_text = {
        f"{table.name}.{column.name}": isinstance(column.type, AutoString)
        for table in metadata.tables.values()
        for column in table.columns
    }

    assert set(is_text) >= shown_in_log()
    assert {name for name in shown_in_log() if is_text[name]} == CODES


def test_the_trail_can_be_asked_by_day_person_room_and_thing(
    office: Office, written: Actor
) -> None:
    first = entries(office, written.group_id)[-ENTRIES].happened_at.astimezone(STOCKHOLM).date()
    span = TrailFilter(first=first, last=first + timedelta(days=1))

    assert trail.trail_entries(office, written, filter=span).total == 2
    mine = trail.trail_entries(office, written, filter=TrailFilter(person_id=written.person_id))
    assert mine.total == ENTRIES
    assert mine.person_ids == (written.person_id,)
    assert trail.trail_entries(office, written, filter=TrailFilter(room="terms")).total == ENTRIES
    assert trail.trail_entries(office, written, filter=TrailFilter(room="term")).total == 0
    assert trail.trail_entries(office, written, filter=TrailFilter(about="nothing")).total == 0


def test_pages_of_the_trail_cost_the_same_however_long_it_is(
    office: Office, written: Actor
) -> None:
    with count_statements(office.database) as few:
        page = trail.trail_entries(office, written, limit=3)
    with count_statements(office.database) as many:
        whole = trail.trail_entries(office, written, limit=1000)

    assert len(few) == len(many) == 3
    assert len(page.lines) == 3
    assert page.total == whole.total == len(whole.lines)
    numbers = [line.number for line in whole.lines]
    assert numbers == sorted(numbers, reverse=True)
    (change,) = whole.lines[0].changes
    shown = {field.name: field.after for field in change.fields if field.is_shown}
    assert (change.table, change.did) == ("closed_day", "added")
    assert shown["first_day"] == office.clock.today().isoformat()
    assert not next(field for field in change.fields if field.name == "name").is_shown


def test_whoever_takes_the_trail_out_stands_in_it(office: Office, written: Actor) -> None:
    lines = trail.export_trail(office, written, filter=TrailFilter(room="terms"))

    assert len(lines) == ENTRIES
    newest = trail.trail_entries(office, written).lines[0]
    assert (newest.use_case, newest.person_id) == ("access.export_trail", written.person_id)


def test_coordinator_and_auditor_read_the_trail_and_nobody_else(office: Office, cast: Cast) -> None:
    uses: tuple[Callable[..., Any], ...] = (
        trail.trail_entries,
        trail.export_trail,
        trail.check_trail,
    )
    for use in uses:
        use(office, cast.coordinator)
        use(office, replace(cast.reader, roles=frozenset({Role.AUDITOR})))
        for role in set(Role) - {Role.COORDINATOR, Role.AUDITOR}:
            with pytest.raises(NotAllowed):
                use(office, replace(cast.member, roles=frozenset({role})))


def test_the_check_knows_the_installations_key(office: Office, written: Actor) -> None:
    dispose(office, written, in_the_middle(office, written))
    settings = office.settings.model_copy(update={"secret_key": SecretStr(KEY)})

    assert trail.check_trail(office, written).fault is TrailFault.CHECKPOINT
    assert trail.check_trail(replace(office, settings=settings), written).is_whole
