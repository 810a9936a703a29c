"""One sentence per error code; the faces translate and fill it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Protocol

from coordinator.core import dates
from coordinator.core.errors import BadInput
from coordinator.core.translation import N_, _

SENTENCES: dict[str, str] = {
    "agency-cannot-host": N_("{agency} cannot be host: its place is never told."),
    "agency-missing": N_("Choose an agency."),
    "agenda-duration-odd": N_("Write how many minutes the item takes, between 1 and {longest}."),
    "agenda-title-missing": N_("Write what the agenda item is about."),
    "attendance-whose": N_("Say whose attendance you mean: one row, one person or one agency."),
    "backup-cannot-write": N_(
        "The backup could not be written to {file}: {why}. Nothing was changed."
    ),
    "backup-damaged": N_(
        "{file} is not a whole backup: it is damaged or something else. Nothing was changed."
    ),
    "backup-missing": N_("There is no file {file}."),
    "backup-other-version": N_(
        "The backup is of another version ({revision}). Restore it with that version, then upgrade."
    ),
    "change-needs-reason": N_("Write why, in a few words: it is kept with the meeting."),
    "changed-meanwhile": N_(
        "Somebody else saved this while you had it open. Your text is kept: look at both before you save."
    ),
    "database-is-newer": N_(
        "The database was made by a newer version ({revision}) than this program. Install the newer version."
    ),
    "database-not-empty": N_(
        "This database already holds a group. The example and the first group need an empty one."
    ),
    "date-odd": N_("“{text}” is no date. Write it like this: 2026-11-25."),
    "doctor-clock": N_("The clock is set by hand with COORDINATOR_NOW. Remove it for real work."),
    "doctor-data": N_("The shipped data is missing. Install the program again."),
    "doctor-database-unreachable": N_(
        "The database does not answer. Check COORDINATOR_DATABASE_URL and that the file or server is there."
    ),
    "doctor-disk": N_("Less than 500 MB is free on the disk. Make room."),
    "doctor-https": N_(
        "People would reach this address without encryption. Set COORDINATOR_BASE_URL to an https address."
    ),
    "doctor-migrate": N_(
        "The database stands at another revision than {newest}. Start “coordinator serve”: it upgrades by itself."
    ),
    "email-odd": N_("“{text}” is no mail address. Write it like this: namn@kommun.se."),
    "file-missing": N_("The file {file} cannot be read."),
    "form-too-old": N_("This page is too old. Open the link again."),
    "founder-needs-name": N_("Write your given name and family name."),
    "group-needs-name": N_("Write the name of the group and of the municipality."),
    "group-slug-taken": N_("There is already a group with the short name {slug}."),
    "group-unknown": N_("There is no group with the short name {slug}."),
    "last-coordinator": N_(
        "This is the group's last coordinator. Give somebody else the role first."
    ),
    "link-expired": N_("This sign-in link is too old: it works for 15 minutes. Ask for a new one."),
    "link-used": N_("This sign-in link has already been used. Ask for a new one."),
    "mailbox-is-shared": N_("Several people share {email}. Name one of them."),
    "mailbox-needs-person": N_("Several people share {email}. Say who with --person: {names}."),
    "meeting-end-before-start": N_("The meeting ends before it starts. Check the times."),
    "meeting-is-cancelled": N_("The meeting is cancelled."),
    "meeting-is-held": N_("The meeting is over, so this cannot be changed any more."),
    "meeting-is-planned": N_("The meeting has not started yet."),
    "meeting-is-under-way": N_("The meeting is under way."),
    "meeting-kind-unknown": N_("Choose one of the listed kinds of meeting and place."),
    "meeting-length-odd": N_("A meeting lasts between 15 minutes and 12 hours, within one day."),
    "meeting-unknown": N_("There is no meeting with the code {code}."),
    "meetings-per-term-odd": N_("Write a number of meetings per term between 1 and 12."),
    "name-a-group": N_("There are several groups. Name one with --group: {groups}."),
    "no-group-yet": N_(
        "There is no group yet. Start one: coordinator init, or sign in and choose Start the group."
    ),
    "nobody-with-address": N_("Nobody in this group has the address {email}."),
    "nobody-with-role": N_("Nobody with the address {email} has a role in this group."),
    "not-allowed": N_("You do not have access to this."),
    "not-found": N_("This is not here (any more)."),
    "person-not-in-roster": N_("This person stands for no agency on the day of the meeting."),
    "restore-needs-empty": N_(
        "The database holds something already. Restore into an empty one: point COORDINATOR_DATABASE_URL at a new file."
    ),
    "role-unknown": N_("There is no role called {role}."),
    "substitute-for-whom": N_(
        "Choose whom the substitute stands in for, somebody of the same agency."
    ),
    "template-unknown": N_("There is no template called {slug}. There is: {known}."),
    "time-odd": N_("“{text}” is no time. Write it like this: 13:30."),
    "weekday-unknown": N_("There is no weekday {text}. Write mon, tue, wed, thu or fri."),
}


class Coded(Protocol):
    """Anything with a code and parameters: an error, a problem, an objection, a reason."""

    @property
    def code(self) -> str: ...

    @property
    def params(self) -> Any: ...


def sentence(error: Coded) -> str:
    """The reader's sentence for an error or one problem of an input."""
    text = SENTENCES.get(error.code)
    if text is None:
        return _("Something in this cannot be used ({code}).", code=error.code)
    return _(text).format(**{key: _shown(value) for key, value in dict(error.params).items()})


def problem_lines(error: BadInput) -> list[str]:
    """Each problem of an input with its place: ``Row 3, column org_id: ...``."""
    said = []
    for problem in error.problems:
        place = []
        if problem.row is not None:
            place.append(_("row {n}", n=problem.row))
        if problem.column is not None:
            place.append(_("column {name}", name=problem.column))
        text = sentence(problem)
        said.append(f"{dates.capitalised(', '.join(place))}: {text}" if place else text)
    return said


def _shown(value: object) -> object:
    """Dates as people write them; everything else as it is."""
    if isinstance(value, datetime):
        return f"{dates.short_day_week(dates.local_day(value))} {dates.clock_time(value)}"
    if isinstance(value, date):
        return f"{dates.long_day(value, year=True)} ({dates.week(value)})"
    return value
