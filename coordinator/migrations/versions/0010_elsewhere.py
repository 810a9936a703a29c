"""Somebody protected in one group may be hidden in another until its coordinators have decided.

Revision 0010, after 0009.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from coordinator.core.database import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "elsewhere",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_group_id", sa.Integer(), nullable=False),
        sa.Column("other_person_id", sa.Integer(), nullable=False),
        sa.Column("state", sqlmodel.AutoString(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{to}.id"], name=op.f(f"fk_elsewhere_{column}_{to}")
            )
            for column, to in (
                ("group_id", "collaboration_group"),
                ("person_id", "person"),
                ("other_group_id", "collaboration_group"),
                ("other_person_id", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elsewhere")),
        sa.UniqueConstraint(
            "group_id", "other_person_id", name=op.f("uq_elsewhere_group_id_other_person_id")
        ),
    )
    with op.batch_alter_table("elsewhere") as batch_op:
        for column in ("group_id", "person_id", "other_group_id", "other_person_id"):
            batch_op.create_index(batch_op.f(f"ix_elsewhere_{column}"), [column], unique=False)
    op.add_column("person", sa.Column("hidden_at", UtcDateTime(), nullable=True))
