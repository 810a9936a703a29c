"""Shelters and secret places: what was a shelter by its name is one by its kind; what was told
separately is forgotten where the meeting is over.

Revision 0008, after 0007.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# What was treated as a shelter until now, by its name or as an association that may not host.
_WAS_ONE = re.compile(
    r"(?:kvinno|tjej|mans|kill|flick|trans)jour"
    r"|jourboende|skyddsboende|skydda(?:t|de)\s+boende",
    re.IGNORECASE,
)


def upgrade() -> None:
    agency = sa.table(
        "agency",
        sa.column("id", sa.Integer),
        sa.column("name", sa.String),
        sa.column("kind", sa.String),
        sa.column("may_host", sa.Boolean),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(agency)).all():
        is_closed = row.kind == "association" and not row.may_host
        if is_closed or _WAS_ONE.search(row.name):
            changed = {"kind": "shelter", "may_host": False}
        elif row.kind == "association":
            changed = {"may_host": False}  # until somebody has answered what it is
        else:
            continue
        connection.execute(sa.update(agency).where(agency.c.id == row.id).values(**changed))

    meeting = sa.table(
        "meeting",
        sa.column("id", sa.Integer),
        sa.column("state", sa.String),
        sa.column("venue", sa.String),
        sa.column("venue_kind", sa.String),
    )
    told = sa.table("venue_told", sa.column("meeting_id", sa.Integer))
    over = sa.select(meeting.c.id).where(
        meeting.c.venue_kind == "told_separately", meeting.c.state.in_(("held", "cancelled"))
    )
    connection.execute(sa.delete(told).where(told.c.meeting_id.in_(over)))
    connection.execute(
        sa.update(meeting)
        .where(
            meeting.c.venue_kind == "told_separately", meeting.c.state.in_(("held", "cancelled"))
        )
        .values(venue=None)
    )
