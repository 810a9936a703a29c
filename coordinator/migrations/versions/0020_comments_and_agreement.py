"""Who is asked to comment on notes, and when their adjuster agreed, to what, and who
wrote it down.

Revision 0020, after 0019. Notes that are out for comments were sent to the representatives of that
day: whoever is one today may read them.
"""

import sqlalchemy as sa
from alembic import op

from coordinator.core.database import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comment_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["collaboration_group.id"],
            name=op.f("fk_comment_request_group_id_collaboration_group"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_comment_request_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_comment_request_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_request")),
        sa.UniqueConstraint(
            "meeting_id", "person_id", name=op.f("uq_comment_request_meeting_id_person_id")
        ),
    )
    for name in ("group_id", "meeting_id", "person_id"):
        op.create_index(op.f(f"ix_comment_request_{name}"), "comment_request", [name])
    with op.batch_alter_table("minutes") as batch_op:
        batch_op.add_column(sa.Column("agreed_at", UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("agreement_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("agreed_text", sa.String(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_minutes_agreement_by_id_person"), "person", ["agreement_by_id"], ["id"]
        )
        batch_op.create_index(
            batch_op.f("ix_minutes_agreement_by_id"), ["agreement_by_id"], unique=False
        )
    _asked_today()


def _asked_today() -> None:
    op.execute(
        """
        INSERT INTO comment_request (group_id, meeting_id, person_id)
        SELECT DISTINCT minutes.group_id, minutes.meeting_id, representation.person_id
        FROM minutes
        JOIN representation ON representation.group_id = minutes.group_id
        JOIN agency ON agency.id = representation.agency_id
        WHERE minutes.state = 'circulated'
        AND representation.duty = 'representative'
        AND agency.is_member
        AND representation.valid_from <= minutes.circulated_on
        AND (representation.valid_to IS NULL OR representation.valid_to >= minutes.circulated_on)
        """
    )
