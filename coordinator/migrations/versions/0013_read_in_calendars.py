"""Events of calendars that were read in, and the days on which what comes back falls.

Revision 0013, after 0012. What came back before is counted out when it is first looked at.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from coordinator.core.database import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("closed_day", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_read_in", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("left_out", sqlmodel.AutoString(), nullable=True))
    with op.batch_alter_table("closed_day", schema=None) as batch_op:
        batch_op.alter_column("is_read_in", existing_type=sa.Boolean(), server_default=None)
    op.create_table(
        "calendar_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("owner", sqlmodel.AutoString(), nullable=False),
        sa.Column("uid", sqlmodel.AutoString(), nullable=False),
        sa.Column("instance", sqlmodel.AutoString(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("stamp", UtcDateTime(timezone=True), nullable=True),
        sa.Column("is_out", sa.Boolean(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(), nullable=False),
        sa.Column("text", sqlmodel.AutoString(), nullable=False),
        sa.Column("closed_day_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["collaboration_group.id"],
            name=op.f("fk_calendar_event_group_id_collaboration_group"),
        ),
        sa.ForeignKeyConstraint(
            ["closed_day_id"],
            ["closed_day.id"],
            name=op.f("fk_calendar_event_closed_day_id_closed_day"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_event")),
        sa.UniqueConstraint(
            "group_id",
            "owner",
            "uid",
            "instance",
            name=op.f("uq_calendar_event_group_id_owner_uid_instance"),
        ),
    )
    op.create_index(op.f("ix_calendar_event_group_id"), "calendar_event", ["group_id"])
    op.create_index(op.f("ix_calendar_event_closed_day_id"), "calendar_event", ["closed_day_id"])
    op.create_table(
        "day_fall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("closed_day_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("starts_at", sqlmodel.AutoString(), nullable=True),
        sa.Column("ends_at", sqlmodel.AutoString(), nullable=True),
        sa.Column("name", sqlmodel.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["collaboration_group.id"],
            name=op.f("fk_day_fall_group_id_collaboration_group"),
        ),
        sa.ForeignKeyConstraint(
            ["closed_day_id"],
            ["closed_day.id"],
            name=op.f("fk_day_fall_closed_day_id_closed_day"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_fall")),
    )
    op.create_index(op.f("ix_day_fall_group_id"), "day_fall", ["group_id"])
    op.create_index(op.f("ix_day_fall_closed_day_id"), "day_fall", ["closed_day_id"])
    op.create_table(
        "day_span",
        sa.Column("closed_day_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_day_id"],
            ["closed_day.id"],
            name=op.f("fk_day_span_closed_day_id_closed_day"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("closed_day_id", name=op.f("pk_day_span")),
    )
