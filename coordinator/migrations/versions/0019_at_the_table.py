"""What people had said stands beside who came, and a person may present an agenda item.

Revision 0019, after 0017. Answers to meetings that are under way are taken over.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0019"
down_revision = "0017"
branch_labels = None
depends_on = None

_SAID = {"accepted": "comes", "delegated": "sends", "tentative": "unsure", "declined": "away"}


def upgrade() -> None:
    with op.batch_alter_table("attendance") as batch_op:
        batch_op.add_column(sa.Column("said", sqlmodel.AutoString(), nullable=True))
        _add_person(batch_op, "attendance", "said_substitute_id")
    with op.batch_alter_table("agenda_item") as batch_op:
        _add_person(batch_op, "agenda_item", "presenter_person_id")
    _take_over()


def _add_person(batch_op, table: str, column: str) -> None:
    batch_op.add_column(sa.Column(column, sa.Integer(), nullable=True))
    batch_op.create_foreign_key(
        batch_op.f(f"fk_{table}_{column}_person"), "person", [column], ["id"]
    )
    batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def _take_over() -> None:
    mine = (
        "FROM reply JOIN meeting ON meeting.id = reply.meeting_id "
        "WHERE reply.meeting_id = attendance.meeting_id AND meeting.state = 'under_way' "
        "AND reply.person_id = attendance.person_id"
    )
    for answer, said in _SAID.items():
        op.execute(
            f"UPDATE attendance SET said = '{said}' "  # noqa: S608 - only words of this file
            f"WHERE EXISTS (SELECT 1 {mine} AND reply.answer = '{answer}')"
        )
    op.execute(
        f"UPDATE attendance SET said_substitute_id = (SELECT reply.substitute_id {mine}) "  # noqa: S608
        "WHERE said = 'sends'"
    )
