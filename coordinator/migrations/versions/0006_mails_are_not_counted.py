"""Mails are not counted.

The mail worker writes a mail's row at every attempt, and no page ever compared its version.

Revision 0006, after 0005.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not by a copy of the table: SQLite would take the attachments away with the old one.
    op.drop_column("outbox_mail", "version")
