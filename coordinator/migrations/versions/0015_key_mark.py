"""A personal link to a question knows the signing key that it was made with.

Revision 0015, after 0014. Links from before count with every key.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("poll_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key_mark", sqlmodel.AutoString(), nullable=True))
