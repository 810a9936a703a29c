"""A database in which people stood in two groups, of the version before each group had its own.

``golden/two-groups-0004.zip`` was made by that version: Exempelby and Andraby share a coordinator,
a representative, an auditor and somebody protected, with notes, drafts, masks, waiting mail, a
question about days, open doors and a log. ``told.json`` names them.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from sqlalchemy import MetaData, select

from coordinator.access.actor import Role
from coordinator.access.tables import MaskedText
from coordinator.core.database import Database, metadata
from coordinator.core.outbox.tables import OutboxMail
from coordinator.entrance import usecases as entrance
from coordinator.installation.migrate import upgrade
from coordinator.minutes.tables import NoteDraft
from coordinator.planning.polls import usecases as date_polls
from coordinator.privacy import usecases as privacy
from coordinator.roster import in_transaction as roster_steps
from coordinator.roster import usecases as roster
from coordinator.roster.tables import Person
from coordinator.trail import entry_in_words
from coordinator.trail import usecases as trail
from coordinator.trail.chain import verify
from coordinator.trail.tables import TrailEntry
from coordinator.trail.views import TrailFilter
from coordinator.wiring import actor_of, groups_of, shell_actor
from tests.installation.two_groups import HERE, OLD, THERE, Split, kept


def test_every_row_of_a_group_names_people_of_that_group(split: Split) -> None:
    asked = 0
    with split.office.reading() as session:
        owner = dict(
            session.connection()
            .execute(select(metadata.tables["person"].c.id, metadata.tables["person"].c.group_id))
            .all()
        )
        for table in metadata.sorted_tables:
            if "group_id" not in table.columns:
                continue
            for column in table.columns:
                if any(key.column.table.name == "person" for key in column.foreign_keys):
                    rows = session.connection().execute(select(table.c.group_id, column))
                    for group_id, person_id in rows:
                        if group_id is not None and person_id is not None:
                            asked += 1
                            assert owner[person_id] == group_id, (table.name, column.name)
    assert asked > 60


def test_the_migration_moves_every_column_that_named_a_person(tmp_path: Path) -> None:
    """As the tables were then: reflected, not remembered."""
    from importlib import import_module

    moved = import_module("coordinator.migrations.versions.0005_people_of_a_group")
    with zipfile.ZipFile(OLD) as packed:
        names = {Path(one).stem for one in packed.namelist() if one.startswith("tables/")}
    database = Database(f"sqlite:///{tmp_path / 'then.sqlite'}")
    with database.engine.begin() as connection:
        upgrade(connection, "0004")
        there = MetaData()
        there.reflect(connection)
        found = {
            (table.name, column.name)
            for table in there.sorted_tables
            for column in table.columns
            if any(key.column.table.name == "person" for key in column.foreign_keys)
        }
    database.dispose()
    assert found == {*moved.NAMED_IN, *moved.NAMED_BESIDE}
    assert {table for table, _column in found} <= names


def test_shared_people_become_two_and_others_stay_who_they_were(split: Split) -> None:
    old = split.told["people"]
    for shared in ("asa", "jonas", "vera", "xenia"):
        assert split.own(shared, HERE) == old[shared]
        assert split.own(shared, THERE) != old[shared]
    with split.office.reading() as session:
        names = {
            (row.group_id, row.given_name, row.family_name, row.email)
            for row in session.exec(select(Person)).scalars()  # type: ignore[call-overload]
        }
        assert len(names) == len(kept("person")) + 4
        bodil = session.get(Person, old["bodil"])
        assert bodil is not None
        assert bodil.group_id == shell_actor(split.office, THERE).group_id
        hidden = session.get(Person, split.own("xenia", THERE))
        assert hidden is not None
        assert (hidden.is_protected, hidden.given_name, hidden.phone) == (True, None, None)


def test_the_logs_verify_entry_by_entry_and_name_the_groups_own_people(split: Split) -> None:
    before = {row["id"]: row["hash"] for row in kept("trail_entry")}
    with split.office.reading() as session:
        now = {one.id: one.hash for one in session.exec(select(TrailEntry)).scalars()}  # type: ignore[call-overload]
        for group in (HERE, THERE):
            check = verify(session, shell_actor(split.office, group).group_id, key=None)
            assert check.is_whole
            assert check.entries
    assert now == before
    shell = shell_actor(split.office, THERE)
    page = trail.trail_entries(split.office, shell, limit=200)
    names = roster.names(split.office, shell, person_ids=page.person_ids)
    acted = {line.person_id for line in page.lines if line.person_id is not None}
    assert acted
    assert acted <= set(names)
    assert split.own("asa", THERE) in acted
    assert split.told["people"]["asa"] not in acted
    mine = trail.trail_entries(
        split.office, shell, filter=TrailFilter(person_id=split.own("asa", THERE)), limit=200
    )
    assert mine.total == len(
        [one for one in page.lines if one.person_id == split.own("asa", THERE)]
    )
    about = f"person-{split.own('xenia', THERE)}"
    (protected,) = [line for line in page.lines if line.about == about]
    assert protected.use_case == "privacy.protect_now"
    found = trail.trail_entries(split.office, shell, filter=TrailFilter(about=about))
    assert [line.number for line in found.lines] == [protected.number]
    granted = [
        field.after
        for line in page.lines
        for change in line.changes
        if change.table == "role_grant"
        for field in change.fields
        if field.name == "person_id" and field.after
    ]
    assert {split.own("asa", THERE), split.own("vera", THERE)} <= set(granted)
    assert {split.told["people"]["asa"], split.told["people"]["vera"]}.isdisjoint(granted)
    assert all(entry_in_words.who(line, names) for line in page.lines)


def test_acts_from_before_are_counted_and_receipts_tell_who_did_it(split: Split) -> None:
    there = shell_actor(split.office, THERE)
    asa, xenia = split.own("asa", THERE), split.own("xenia", THERE)
    page = trail.trail_entries(split.office, there, limit=200)
    acts = sum(line.person_id == asa for line in page.lines)

    places = privacy.places_of_name(split.office, there, person_id=asa).places

    assert [one.count for one in places if one.source == "trail_entry"] == [acts]
    receipt = privacy.receipt(split.office, there, person_id=xenia)
    (by,) = [line.person_id for line in page.lines if line.about == f"person-{xenia}"]
    names = roster.names(split.office, there, person_ids=[by or 0])
    assert receipt.done_by == names[by or 0]


def test_who_was_signed_in_still_is_in_each_group(split: Split) -> None:
    cookie = split.told["cookie"]
    assert {one.slug for one in groups_of(split.office, cookie)} == {HERE, THERE}
    for group in (HERE, THERE):
        actor = actor_of(split.office, cookie, group)
        assert actor is not None
        assert actor.person_id == split.own("asa", group)
        assert Role.COORDINATOR in actor.roles
    link = split.told["unused_link"]
    came = entrance.sign_in(split.office, link).cookie
    for group in (HERE, THERE):
        actor = actor_of(split.office, came, group)
        assert actor is not None
        assert actor.person_id == split.own("jonas", group)


def test_waiting_mail_masks_drafts_and_links_of_a_question_are_the_groups_own(
    split: Split,
) -> None:
    there = shell_actor(split.office, THERE)
    jonas, asa = split.own("jonas", THERE), split.own("asa", THERE)
    with split.office.reading() as session:
        waiting = [
            mail
            for mail in session.exec(select(OutboxMail)).scalars()  # type: ignore[call-overload]
            if mail.state == "waiting" and mail.group_id == there.group_id
        ]
        assert jonas in {mail.person_id for mail in waiting}
        addresses = roster_steps.addresses(session, [mail.person_id for mail in waiting])
        assert all(addresses[mail.person_id] == mail.address for mail in waiting)
        masks = session.exec(select(MaskedText)).scalars().all()  # type: ignore[call-overload]
        assert len(masks) == len(kept("masked_text"))
        drafts = {one.person_id: one.base_text for one in session.exec(select(NoteDraft)).scalars()}  # type: ignore[call-overload]
        assert drafts[asa] == "Åsas egen text i Andraby"
    poll = date_polls.poll_by_link(split.office, token=split.told["poll_token"])
    assert poll is not None


def test_life_goes_on_in_both_groups_and_they_touch_each_other_no_more(split: Split) -> None:
    there = shell_actor(split.office, THERE)
    (seat,) = roster.find_by_email(split.office, there, email="coordinator@example.se")
    assert seat.person_id == split.own("asa", THERE)
    here = shell_actor(split.office, HERE)
    before = roster.find_by_email(split.office, here, email="coordinator@example.se")
    roster.change_person(
        split.office,
        there,
        seat_id=seat.id,
        version=seat.version,
        given_name="Asta",
        family_name="Annan",
        duty=seat.duty,
        valid_from=seat.valid_from,
        email="asta@andraby.example.se",
    )
    assert roster.find_by_email(split.office, here, email="coordinator@example.se") == before
