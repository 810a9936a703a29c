"""Questions to the planner, written in one line."""

from __future__ import annotations

from typing import Any

from coordinator.planning import one_date, rules
from coordinator.planning.one_date import DateToCheck
from coordinator.planning.rules import PlanQuestion
from coordinator.planning.views import Objection, Plan


def propose(*about: Any, limit: int = 5, **more: Any) -> Plan:
    return rules.propose(PlanQuestion(*about, **more), limit=limit)


def check_date(*about: Any, **more: Any) -> tuple[Objection, ...]:
    return one_date.check_date(DateToCheck(*about, **more))
