"""Which office pages exist, for whom, under which address; members have plain pages instead."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coordinator.access.actor import OFFICE, Role
from coordinator.core.translation import N_

_PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True)
class Entry:
    """A page: its file and address, its title, and the roles that see it.

    ``in_menu`` false keeps a page reachable (search, help) without an entry of its own.
    """

    name: str
    title: str
    icon: str
    roles: frozenset[Role]
    in_menu: bool = True

    @property
    def file(self) -> Path:
        return _PAGES / f"{self.name.replace('-', '_')}.py"


_CHIEF = frozenset({Role.COORDINATOR})
_FINDERS = OFFICE | {Role.READER, Role.REGISTRATOR}
_ALL = _FINDERS | {Role.AUDITOR}

ENTRIES: tuple[Entry, ...] = (
    Entry("home", N_("Home"), "home", _FINDERS),
    Entry("meetings", N_("Meetings"), "event", _FINDERS),
    Entry("actions", N_("Action points"), "task_alt", OFFICE),
    Entry("information-actions", N_("Information actions"), "campaign", OFFICE),
    Entry("group", N_("The group"), "groups", OFFICE),
    Entry("settings", N_("Settings"), "settings", _CHIEF),
    Entry("log", N_("Log"), "history", frozenset({Role.AUDITOR})),
    Entry("sendings", N_("Outgoing email"), "outgoing_mail", OFFICE, in_menu=False),
    Entry("search", N_("Search"), "search", _FINDERS, in_menu=False),
    Entry("privacy", N_("Personal data"), "shield_person", _ALL, in_menu=False),
    Entry("accessibility", N_("Accessibility"), "accessibility", _ALL, in_menu=False),
    Entry("help", N_("Help"), "help", _ALL, in_menu=False),
)

FILES = {entry.name: entry.file for entry in ENTRIES}


# Whom a day asks for something; the start page leads all others on and stands in no menu of theirs.
WITH_ERRANDS = OFFICE | {Role.MEMBER}


def starts_at_meetings(roles: frozenset[Role]) -> bool:
    return not roles & WITH_ERRANDS


def menu_for(roles: frozenset[Role]) -> tuple[Entry, ...]:
    """The entries of the menu, at most seven."""
    return tuple(
        entry
        for entry in entries_for(roles)
        if entry.in_menu and not (entry.name == "home" and starts_at_meetings(roles))
    )


def entries_for(roles: frozenset[Role]) -> tuple[Entry, ...]:
    return tuple(entry for entry in ENTRIES if entry.roles & roles)


def may_open(name: str, roles: frozenset[Role]) -> bool:
    """Whether a page is there for these roles: a link to any other would break the page."""
    return any(entry.name == name for entry in entries_for(roles))
