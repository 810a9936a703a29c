"""People are their group's own.

Until now one row of ``person`` could stand in several groups. Each group gets a row of its own, and
everything of the group points to it. The log of a group is hashed and sealed: its old entries keep
the old numbers, and ``trail_person`` says who is meant.

Revision 0005, after 0004.
"""

import json

import sqlalchemy as sa
from alembic import op

from coordinator.core.database import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Every column that names a person in a table with a group of its own.
NAMED_IN = (
    ("representation", "person_id"),
    ("role_grant", "person_id"),
    ("meeting", "chair_id"),
    ("meeting", "secretary_id"),
    ("attendance", "person_id"),
    ("attendance", "substitute_for_id"),
    ("venue_told", "person_id"),
    ("reply", "person_id"),
    ("reply", "substitute_id"),
    ("minutes", "adjuster_id"),
    ("note", "saved_by_id"),
    ("note_draft", "person_id"),
    ("action_report", "person_id"),
    ("go_ahead", "person_id"),
    ("outbox_mail", "person_id"),
    ("poll_invitee", "person_id"),
    ("poll_invitee", "typed_by_id"),
)
# And those in tables without one.
NAMED_BESIDE = (
    ("sign_in_link", "person_id"),
    ("browser_session", "person_id"),
    ("one_time_code", "person_id"),
)


def upgrade() -> None:
    _new_tables()
    op.add_column("person", sa.Column("group_id", sa.Integer(), nullable=True))
    _split(op.get_bind())
    with op.batch_alter_table("person") as batch_op:
        batch_op.alter_column("group_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_person_group_id_collaboration_group"),
            "collaboration_group",
            ["group_id"],
            ["id"],
        )
        batch_op.create_index(batch_op.f("ix_person_group_id"), ["group_id"], unique=False)
    with op.batch_alter_table("sign_in_link") as batch_op:
        batch_op.drop_constraint("fk_sign_in_link_person_id_person", type_="foreignkey")
        batch_op.drop_index("ix_sign_in_link_person_id")
        batch_op.drop_column("person_id")
        batch_op.drop_column("shared_mailbox")
        batch_op.alter_column("is_founder", existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table("browser_session") as batch_op:
        batch_op.drop_constraint("fk_browser_session_person_id_person", type_="foreignkey")
        batch_op.drop_index("ix_browser_session_person_id")
        batch_op.drop_column("person_id")
        batch_op.drop_column("shared_mailbox")


def _new_tables() -> None:
    op.create_table(
        "trail_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("old_person_id", sa.Integer(), nullable=False),
        sa.Column("new_person_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_person")),
        sa.UniqueConstraint(
            "group_id", "old_person_id", name=op.f("uq_trail_person_group_id_old_person_id")
        ),
    )
    _openings("link_opening", "link_id", "sign_in_link")
    _openings(
        "session_opening",
        "session_id",
        "browser_session",
        sa.Column("shared_mailbox", sa.Boolean(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
    )
    op.add_column(
        "sign_in_link",
        sa.Column("is_founder", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def _openings(name: str, door: str, doors: str, *more: sa.Column) -> None:
    """Whom a link or a session lets in."""
    unique = "person_id" if door == "link_id" else "group_id"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(door, sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        *more,
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["collaboration_group.id"],
            name=op.f(f"fk_{name}_group_id_collaboration_group"),
        ),
        sa.ForeignKeyConstraint(
            [door], [f"{doors}.id"], name=op.f(f"fk_{name}_{door}_{doors}"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f(f"fk_{name}_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint(door, unique, name=op.f(f"uq_{name}_{door}_{unique}")),
    )
    with op.batch_alter_table(name) as batch_op:
        for column in ("group_id", door, "person_id"):
            batch_op.create_index(batch_op.f(f"ix_{name}_{column}"), [column], unique=False)


def _split(connection: sa.Connection) -> None:
    """A row of ``person`` for each group in which somebody stands; the first keeps the number."""
    there = sa.MetaData()
    there.reflect(connection)
    rows_of = _groups_of_people(connection, there)
    person = there.tables["person"]
    people = {row.id: row._asdict() for row in connection.execute(sa.select(person))}
    own: dict[tuple[int, int], int] = {}  # by group and old number
    for old_id, row in people.items():
        groups = sorted(rows_of.get(old_id, ()))
        if not groups:
            _forget(connection, there, old_id)
            continue
        own[groups[0], old_id] = old_id
        connection.execute(
            sa.update(person).where(person.c.id == old_id).values(group_id=groups[0])
        )
        for group_id in groups[1:]:
            copy = {name: value for name, value in row.items() if name != "id"}
            made = connection.execute(sa.insert(person).values(**copy | {"group_id": group_id}))
            own[group_id, old_id] = made.inserted_primary_key[0]
    moved = {key: new for key, new in own.items() if key[1] != new}
    _repoint(connection, there, moved)
    _move_doors(connection, there, own, people)


def _groups_of_people(connection: sa.Connection, there: sa.MetaData) -> dict[int, set[int]]:
    """In which groups' rows each person is named; where in none, which groups' logs tell."""
    found: dict[int, set[int]] = {}
    for table_name, column in NAMED_IN:
        table = there.tables[table_name]
        query = sa.select(table.c[column], table.c.group_id).distinct()
        query = query.where(table.c[column].is_not(None), table.c.group_id.is_not(None))
        for person_id, group_id in connection.execute(query):
            found.setdefault(person_id, set()).add(group_id)
    groups = connection.execute(sa.select(there.tables["collaboration_group"].c.id)).scalars().all()
    left = set(connection.execute(sa.select(there.tables["person"].c.id)).scalars()) - set(found)
    if left and len(groups) == 1:
        return found | {person_id: set(groups) for person_id in left}
    if left:
        for person_id, group_id in _told_in_logs(connection, there.tables["trail_entry"]):
            if person_id in left:
                found.setdefault(person_id, set()).add(group_id)
    return found


def _told_in_logs(connection: sa.Connection, entry: sa.Table) -> list[tuple[int, int]]:
    """Who acted, and who was given or lost a role."""
    acted = connection.execute(
        sa.select(entry.c.person_id, entry.c.group_id)
        .where(entry.c.person_id.is_not(None))
        .distinct()
    ).all()
    told = [(row[0], row[1]) for row in acted]
    granted = sa.select(entry.c.group_id, entry.c.changes).where(
        entry.c.changes.contains('"role_grant"', autoescape=True)
    )
    for group_id, changes in connection.execute(granted):
        for part in json.loads(changes):
            values = part.get("fields", {}).get("person_id", ())
            if part.get("table") == "role_grant" and isinstance(values, list):
                told += [(value, group_id) for value in values if isinstance(value, int)]
    return told


def _forget(connection: sa.Connection, there: sa.MetaData, person_id: int) -> None:
    """Nobody's register holds the person, and no page could show them: the row goes."""
    for table_name, column in NAMED_BESIDE:
        table = there.tables[table_name]
        connection.execute(sa.delete(table).where(table.c[column] == person_id))
    mail, person = there.tables["outbox_mail"], there.tables["person"]
    connection.execute(
        sa.update(mail).where(mail.c.person_id == person_id).values(person_id=None)
    )
    connection.execute(sa.delete(person).where(person.c.id == person_id))


def _repoint(
    connection: sa.Connection, there: sa.MetaData, moved: dict[tuple[int, int], int]
) -> None:
    """The rows of a group name the group's own people."""
    for (group_id, old_id), new_id in moved.items():
        for table_name, column in NAMED_IN:
            table = there.tables[table_name]
            connection.execute(
                sa.update(table)
                .where(table.c.group_id == group_id, table.c[column] == old_id)
                .values({column: new_id})
            )
    translated = [
        {"group_id": group_id, "old_person_id": old_id, "new_person_id": new_id}
        for (group_id, old_id), new_id in moved.items()
    ]
    if translated:
        connection.execute(sa.insert(there.tables["trail_person"]), translated)


def _move_doors(
    connection: sa.Connection,
    there: sa.MetaData,
    own: dict[tuple[int, int], int],
    people: dict[int, dict],
) -> None:
    """Whoever is signed in stays so in each group; a link lets in who reads its mailbox."""
    link, opening = there.tables["sign_in_link"], there.tables["link_opening"]
    founders = link.c.person_id.is_(None)
    connection.execute(sa.update(link).where(founders).values(is_founder=True))
    unused = sa.select(link).where(link.c.used_at.is_(None), ~founders)
    for row in connection.execute(unused).all():
        mailbox = people[row.person_id]["email_key"]
        behind = {row.person_id} | {
            one for one, each in people.items() if mailbox and each["email_key"] == mailbox
        }
        lets_in = [
            {"group_id": group_id, "link_id": row.id, "person_id": new_id}
            for (group_id, old_id), new_id in own.items()
            if old_id in behind
        ]
        connection.execute(sa.insert(opening), lets_in)
    session, opened = there.tables["browser_session"], there.tables["session_opening"]
    living = sa.select(session).where(
        session.c.ended_at.is_(None), session.c.person_id.is_not(None)
    )
    for row in connection.execute(living).all():
        lets_in = [
            {
                "group_id": group_id,
                "session_id": row.id,
                "person_id": new_id,
                "shared_mailbox": row.shared_mailbox,
                "seen_at": row.seen_at,
            }
            for (group_id, old_id), new_id in own.items()
            if old_id == row.person_id
        ]
        connection.execute(sa.insert(opened), lets_in)
