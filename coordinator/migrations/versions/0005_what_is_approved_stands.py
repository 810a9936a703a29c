"""A meeting whose notes are approved or sent is marked, so that nothing changes it any more.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_approved", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(
        "UPDATE meeting SET is_approved = true WHERE id IN "
        "(SELECT meeting_id FROM minutes WHERE state IN ('approved', 'sent'))"
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.alter_column("is_approved", server_default=None)
