"""A note remembers since when the log tells that its writer writes in it.

Revision 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

from coordinator.core.database import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("note") as batch_op:
        batch_op.add_column(sa.Column("stretch_at", UtcDateTime(), nullable=True))
