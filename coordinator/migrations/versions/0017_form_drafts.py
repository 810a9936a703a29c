"""What is typed into a form and not saved yet is kept for its writer.

Revision 0017, after 0016.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from coordinator.core.database import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("form", sqlmodel.AutoString(), nullable=False),
        sa.Column("field", sqlmodel.AutoString(), nullable=False),
        sa.Column("tab", sqlmodel.AutoString(), nullable=False),
        sa.Column("page", sqlmodel.AutoString(), nullable=False),
        sa.Column("text", sqlmodel.AutoString(), nullable=False),
        sa.Column("base", sqlmodel.AutoString(), nullable=False),
        sa.Column("kept_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["collaboration_group.id"],
            name=op.f("fk_form_draft_group_id_collaboration_group"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_form_draft_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_draft")),
        sa.UniqueConstraint(
            "group_id",
            "person_id",
            "form",
            "field",
            "tab",
            name=op.f("uq_form_draft_group_id_person_id_form_field_tab"),
        ),
    )
    op.create_index(op.f("ix_form_draft_group_id"), "form_draft", ["group_id"])
    op.create_index(op.f("ix_form_draft_person_id"), "form_draft", ["person_id"])
    op.create_index(op.f("ix_form_draft_kept_at"), "form_draft", ["kept_at"])
    op.create_table(
        "draft_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["collaboration_group.id"],
            name=op.f("fk_draft_round_group_id_collaboration_group"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_round")),
        sa.UniqueConstraint("group_id", name=op.f("uq_draft_round_group_id")),
    )
    op.create_index(op.f("ix_draft_round_group_id"), "draft_round", ["group_id"])
