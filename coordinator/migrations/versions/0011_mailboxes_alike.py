"""Addresses that are only alike when folded are not one mailbox: keys in small letters.

Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_PEOPLE = sa.table("person", sa.column("id"), sa.column("email"), sa.column("email_key"))


def upgrade() -> None:
    connection = op.get_bind()
    found = connection.execute(sa.select(_PEOPLE).where(_PEOPLE.c.email.is_not(None))).all()
    for person_id, email, key in found:
        folded, small = email.strip().casefold(), email.strip().lower()
        if key == folded != small:
            connection.execute(
                sa.update(_PEOPLE).where(_PEOPLE.c.id == person_id).values(email_key=small)
            )
