"""Mails are not counted.

The mail worker writes a mail's row at every attempt, and no page ever compared its version.

Revision 0005m, after 0004.
"""

from alembic import op

revision = "0005m"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not by a copy of the table: SQLite would take the attachments away with the old one.
    op.drop_column("outbox_mail", "version")
