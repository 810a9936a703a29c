"""What a group has settled about dates, 28 numbers until now, moves to the nearest of six choices.

Revision 0016, after 0015. The group's log says so, in an entry of its chain as the program writes
them: the numbers as they stood are kept in it.
"""

import hashlib
import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op

from coordinator.core.clock import Clock
from coordinator.core.database import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_SETTINGS = sa.table(
    "planning_settings", *map(sa.column, ("id", "group_id", "version", "weights"))
)
_HEAD = sa.table("trail_head", *map(sa.column, ("group_id", "number", "hash")))
_ENTRY = sa.table(
    "trail_entry",
    sa.column("happened_at", UtcDateTime()),
    *map(sa.column, ("group_id", "number", "person_id", "actor_name", "origin", "use_case")),
    *map(sa.column, ("about", "changes", "previous", "hash")),
)

# The usual option, which is not written, stands first: of equally near ones it is taken.
_NOTICE = {"": 21, "two_weeks": 14, "four_weeks": 28}
_DISTANCE = {"": (70, 112), "short": (42, 84), "long": (98, 140)}
_PERCENT = {"": 100, "less": 30, "more": 300}
# Of each choice: what the numbers cost usually, and how often each counts in a common case, such as
# two weeks outside the usual ones.
_COSTS = {
    "usual_weeks": {"outside": (100, 1), "day_outside": (3, 14), "day_off_middle": (1, 7)},
    "absence": {
        "agency_away": (60, 1),
        "if_need_be": (20, 1),
        "no_answer": (15, 1),
        "never_there": (80, 1),
    },
    "doubtful_day": {
        "bridge_day": (200, 1),
        "half_day": (120, 1),
        "school_break": (150, 1),
        "vacation": (200, 1),
        "election": (100, 1),
        "own_absence": (250, 1),
        "other_doubt": (150, 1),
        "day_near_break": (5, 3),
    },
    "usual_time": {
        "other_weekday": (10, 1),
        "weekday_step": (15, 1),
        "other_time": (20, 1),
        "quarter_off": (1, 4),
    },
}


def upgrade() -> None:
    connection = op.get_bind()
    found = sa.select(_SETTINGS).where(_SETTINGS.c.weights != "").order_by(_SETTINGS.c.group_id)
    for row in connection.execute(found).all():
        chosen = nearest(row.weights)
        connection.execute(
            sa.update(_SETTINGS)
            .where(_SETTINGS.c.id == row.id)
            .values(weights=chosen, version=row.version + 1)
        )
        _log(connection, row, chosen)


def nearest(text: str) -> str:
    """The choices that lie nearest to ``outside=150 notice=28``, without those that are usual."""
    pairs = (part.partition("=")[::2] for part in text.split())
    set_to = {name: int(value) for name, value in pairs}
    notice = set_to.get("notice", 21)
    least, most = set_to.get("distance_least", 70), set_to.get("distance_most", 112)
    chosen = {
        "notice": min(_NOTICE, key=lambda one: abs(_NOTICE[one] - notice)),
        "distance": min(
            _DISTANCE, key=lambda one: abs(_DISTANCE[one][0] - least) + abs(_DISTANCE[one][1] - most)
        ),
    }
    for choice, costs in _COSTS.items():
        usual = sum(cost * times for cost, times in costs.values())
        now = sum(set_to.get(name, cost) * times for name, (cost, times) in costs.items())
        chosen[choice] = min(_PERCENT, key=lambda one: abs(_PERCENT[one] * usual - 100 * now))
    return " ".join(f"{choice}={option}" for choice, option in chosen.items() if option)


def _log(connection: sa.Connection, row: sa.Row, chosen: str) -> None:
    """The next entry of the group's chain, hashed as all entries are."""
    of_group = _HEAD.c.group_id == row.group_id
    head = connection.execute(sa.select(_HEAD).where(of_group).with_for_update()).first()
    fields = {"weights": [row.weights, chosen]}
    change = {"table": "planning_settings", "id": row.id, "did": "changed", "fields": fields}
    entry = {
        "group_id": row.group_id,
        "number": head.number + 1 if head else 1,
        "happened_at": Clock().now(),
        "person_id": None,
        "actor_name": "",
        "origin": "shell",
        "use_case": "planning.change_planning_settings",
        "about": None,
        "changes": json.dumps([change], ensure_ascii=False, sort_keys=True),
        "previous": head.hash if head else "0" * 64,
    }
    hashed = [
        value.astimezone(UTC).isoformat() if name == "happened_at" else value
        for name, value in entry.items()
    ]
    entry["hash"] = hashlib.sha256(json.dumps(hashed, ensure_ascii=False).encode()).hexdigest()
    connection.execute(sa.insert(_ENTRY).values(**entry))
    end = {"number": entry["number"], "hash": entry["hash"]}
    if head is None:
        connection.execute(sa.insert(_HEAD).values(group_id=row.group_id, **end))
    else:
        connection.execute(sa.update(_HEAD).where(of_group).values(**end))
