"""The group's agencies and who stands for them, from when to when."""

from __future__ import annotations

from coordinator.roster.usecases.agency import (
    MAX_SEATS,
    add_agency,
    agencies,
    change_agency,
    roster,
)
from coordinator.roster.usecases.lists import import_list, preview_list
from coordinator.roster.usecases.role_holders import (
    GRANTABLE,
    add_role_holder,
    change_role_holder,
    grant_role,
    role_holder,
    who_leads,
    withdraw_role,
)
from coordinator.roster.usecases.seats import (
    add_person,
    change_person,
    end_representation,
    find_by_email,
    names,
)

__all__ = [
    "GRANTABLE",
    "MAX_SEATS",
    "add_agency",
    "add_person",
    "add_role_holder",
    "agencies",
    "change_agency",
    "change_person",
    "change_role_holder",
    "end_representation",
    "find_by_email",
    "grant_role",
    "import_list",
    "names",
    "preview_list",
    "role_holder",
    "roster",
    "who_leads",
    "withdraw_role",
]
