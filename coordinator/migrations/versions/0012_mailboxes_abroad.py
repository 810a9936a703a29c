"""A mailbox that was written with an A-label is the mailbox in its domain's own letters.

Revision 0012, after 0011.
"""

import unicodedata

import idna
import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_PEOPLE = sa.table("person", sa.column("id"), sa.column("email"), sa.column("email_key"))
_GROUPS = sa.table("collaboration_group", sa.column("id"), sa.column("mailbox"))


def upgrade() -> None:
    connection = op.get_bind()
    for person_id, email, key in connection.execute(sa.select(_PEOPLE)).all():
        # A key may be of another mailbox than the address: one that is kept for signing in alone.
        after = (email and _shown(email), key and _shown(key).lower())
        if after != (email, key):
            connection.execute(
                sa.update(_PEOPLE)
                .where(_PEOPLE.c.id == person_id)
                .values(email=after[0], email_key=after[1])
            )
    for group_id, mailbox in connection.execute(sa.select(_GROUPS)).all():
        if mailbox and _shown(mailbox) != mailbox:
            connection.execute(
                sa.update(_GROUPS)
                .where(_GROUPS.c.id == group_id)
                .values(mailbox=_shown(mailbox))
            )


def _shown(address: str) -> str:
    """The address with an A-label in its own letters; what is none stays as it is."""
    local, at, domain = address.rpartition("@")
    if domain.isascii() and "xn--" not in domain.lower():
        return address
    try:
        small = idna.uts46_remap(domain, std3_rules=True)
        if small != unicodedata.normalize("NFC", domain).lower():
            return address
        shown = idna.decode(small)
        idna.encode(shown)
    except (idna.IDNAError, UnicodeError):
        return address
    return f"{local}{at}{shown}"
