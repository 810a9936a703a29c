"""${message.capitalize()}.

Revision ${up_revision}${", after " + down_revision if down_revision else ": from nothing"}.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from coordinator.core.database import UtcDateTime
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
