"""A personal link to a question knows the signing key that it was made with.

Revision 0012, after 0011. Links from before count with every key.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("poll_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key_mark", sqlmodel.AutoString(), nullable=True))
