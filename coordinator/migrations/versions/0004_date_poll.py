"""Date poll.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from coordinator.core.database import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "date_poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(), nullable=False),
        sa.Column("term_code", sqlmodel.AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sqlmodel.AutoString(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("message", sqlmodel.AutoString(), nullable=False),
        sa.Column("answers_shown", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["collaboration_group.id"],
            name=op.f("fk_date_poll_group_id_collaboration_group"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_poll")),
        sa.UniqueConstraint("group_id", "code", name=op.f("uq_date_poll_group_id_code")),
    )
    with op.batch_alter_table("date_poll", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_date_poll_group_id"), ["group_id"], unique=False)

    op.create_table(
        "poll_candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("meeting_code", sqlmodel.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["collaboration_group.id"],
            name=op.f("fk_poll_candidate_group_id_collaboration_group"),
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["date_poll.id"], name=op.f("fk_poll_candidate_poll_id_date_poll")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_candidate")),
        sa.UniqueConstraint(
            "poll_id", "starts_at", name=op.f("uq_poll_candidate_poll_id_starts_at")
        ),
    )
    with op.batch_alter_table("poll_candidate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_candidate_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poll_candidate_poll_id"), ["poll_id"], unique=False)

    op.create_table(
        "poll_invitee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("was_protected", sa.Boolean(), nullable=False),
        sa.Column("mailed_at", UtcDateTime(), nullable=True),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("source", sqlmodel.AutoString(), nullable=True),
        sa.Column("typed_by_id", sa.Integer(), nullable=True),
        sa.Column("ask_again_on", sa.Date(), nullable=True),
        sa.Column("comment", sqlmodel.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["collaboration_group.id"],
            name=op.f("fk_poll_invitee_group_id_collaboration_group"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_poll_invitee_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["date_poll.id"], name=op.f("fk_poll_invitee_poll_id_date_poll")
        ),
        sa.ForeignKeyConstraint(
            ["typed_by_id"], ["person.id"], name=op.f("fk_poll_invitee_typed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_invitee")),
        sa.UniqueConstraint("poll_id", "person_id", name=op.f("uq_poll_invitee_poll_id_person_id")),
    )
    with op.batch_alter_table("poll_invitee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_invitee_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poll_invitee_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poll_invitee_poll_id"), ["poll_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_poll_invitee_typed_by_id"), ["typed_by_id"], unique=False
        )

    op.create_table(
        "poll_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("invitee_id", sa.Integer(), nullable=False),
        sa.Column("choice", sqlmodel.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["poll_candidate.id"],
            name=op.f("fk_poll_answer_candidate_id_poll_candidate"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["collaboration_group.id"],
            name=op.f("fk_poll_answer_group_id_collaboration_group"),
        ),
        sa.ForeignKeyConstraint(
            ["invitee_id"], ["poll_invitee.id"], name=op.f("fk_poll_answer_invitee_id_poll_invitee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_answer")),
        sa.UniqueConstraint(
            "candidate_id", "invitee_id", name=op.f("uq_poll_answer_candidate_id_invitee_id")
        ),
    )
    with op.batch_alter_table("poll_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_poll_answer_candidate_id"), ["candidate_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_poll_answer_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poll_answer_invitee_id"), ["invitee_id"], unique=False)

    op.create_table(
        "poll_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("invitee_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sqlmodel.AutoString(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["collaboration_group.id"],
            name=op.f("fk_poll_link_group_id_collaboration_group"),
        ),
        sa.ForeignKeyConstraint(
            ["invitee_id"], ["poll_invitee.id"], name=op.f("fk_poll_link_invitee_id_poll_invitee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_poll_link_token_hash")),
    )
    with op.batch_alter_table("poll_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_link_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poll_link_invitee_id"), ["invitee_id"], unique=False)
