"""One sentence per error code; the faces translate and fill it."""

from __future__ import annotations

from datetime import date, datetime

from coordinator.core import dates
from coordinator.core.errors import CoordinatorError, Problem
from coordinator.core.translation import N_, _

SENTENCES: dict[str, str] = {
    "changed-meanwhile": N_(
        "Somebody else saved this while you had it open. Your text is kept: look at both before you save."
    ),
    "group-needs-name": N_("Write the name of the group and of the municipality."),
    "group-slug-taken": N_("There is already a group with the short name {slug}."),
    "last-coordinator": N_(
        "This is the group's last coordinator. Give somebody else the role first."
    ),
    "link-expired": N_("This sign-in link is too old: it works for 15 minutes. Ask for a new one."),
    "link-used": N_("This sign-in link has already been used. Ask for a new one."),
    "meetings-per-term-odd": N_("Write a number of meetings per term between 1 and 12."),
    "not-allowed": N_("You do not have access to this."),
    "not-found": N_("This is not here (any more)."),
    "role-unknown": N_("There is no role called {role}."),
}


def sentence(error: CoordinatorError | Problem) -> str:
    """The reader's sentence for an error or one problem of an input."""
    text = SENTENCES.get(error.code)
    if text is None:
        return _("Something in this cannot be used ({code}).", code=error.code)
    return _(text).format(**{key: _shown(value) for key, value in dict(error.params).items()})


def _shown(value: object) -> object:
    """Dates as people write them; everything else as it is."""
    if isinstance(value, datetime):
        return f"{dates.short_day_week(dates.local_day(value))} {dates.clock_time(value)}"
    if isinstance(value, date):
        return f"{dates.long_day(value, year=True)} ({dates.week(value)})"
    return value
