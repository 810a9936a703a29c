"""A meeting whose notes are approved or sent says since when, so that nothing changes it any more.

Revision 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("approved_on", sa.Date(), nullable=True))
    # Some histories came without the days of their steps.
    op.execute(
        "UPDATE meeting SET approved_on = ("
        "SELECT COALESCE(minutes.approved_on, minutes.sent_on, date(meeting.ends_at)) FROM minutes "
        "WHERE minutes.meeting_id = meeting.id AND minutes.state IN ('approved', 'sent'))"
    )
