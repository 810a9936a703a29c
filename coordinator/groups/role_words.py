"""What a role is called, for every face."""

from __future__ import annotations

from coordinator.access.actor import Role
from coordinator.core.translation import _


def role_word(role: Role) -> str:
    return {
        Role.COORDINATOR: _("coordinator"),
        Role.SECRETARY: _("secretary"),
        Role.MEMBER: _("member"),
        Role.READER: _("reader"),
        Role.REGISTRATOR: _("registrator"),
        Role.AUDITOR: _("auditor"),
        Role.FOUNDER: _("founder"),
    }[role]
