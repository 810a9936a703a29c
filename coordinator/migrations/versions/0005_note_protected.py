"""A note remembers the version before which nothing that builds on it is kept.

Revision 0005_note_protected, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_note_protected"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("note") as batch_op:
        batch_op.add_column(sa.Column("protected_version", sa.Integer(), nullable=True))
