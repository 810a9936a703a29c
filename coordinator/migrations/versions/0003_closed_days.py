"""Closed days of municipalities and agencies; what a group has settled about planning.

Revision 0003: after 0002.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("closed_day", schema=None) as batch_op:
        batch_op.add_column(sa.Column("municipality", sqlmodel.AutoString(), nullable=True))
        batch_op.add_column(sa.Column("agency_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("starts_at", sqlmodel.AutoString(), nullable=True))
        batch_op.add_column(sa.Column("ends_at", sqlmodel.AutoString(), nullable=True))
        batch_op.add_column(sa.Column("rhythm", sqlmodel.AutoString(), nullable=True))
        batch_op.add_column(sa.Column("weekday", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("nth", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_closed_day_agency_id_agency"), "agency", ["agency_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_closed_day_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "planning_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("weights", sqlmodel.AutoString(), nullable=False),
        sa.Column("off_hours", sqlmodel.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["collaboration_group.id"],
            name=op.f("fk_planning_settings_group_id_collaboration_group"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_settings")),
        sa.UniqueConstraint("group_id", name=op.f("uq_planning_settings_group_id")),
    )
    with op.batch_alter_table("planning_settings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_planning_settings_group_id"), ["group_id"], unique=False
        )

    op.create_table(
        "quorum_agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["collaboration_group.id"],
            name=op.f("fk_quorum_agency_group_id_collaboration_group"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_quorum_agency_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quorum_agency")),
        sa.UniqueConstraint(
            "group_id", "agency_id", name=op.f("uq_quorum_agency_group_id_agency_id")
        ),
    )
    with op.batch_alter_table("quorum_agency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quorum_agency_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_quorum_agency_agency_id"), ["agency_id"], unique=False
        )
