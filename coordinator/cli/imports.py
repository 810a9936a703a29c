"""``coordinator import``: lists, all or nothing, and calendars, as far as they can be read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coordinator.cli.shared import As, Group, acting, read_file, tell
from coordinator.core.translation import _, ngettext

commands = typer.Typer(no_args_is_help=True, help="Read a list, all or nothing, or a calendar.")


@commands.command("roster")
def import_roster(file: Path, group: Group = None, as_email: As = None) -> None:
    """People from a list (.csv, .xlsx), all or nothing."""
    from coordinator.roster import usecases as roster

    content = read_file(file)
    with acting(group, as_email) as (office, actor):
        done = roster.import_list(office, actor, content=content, filename=file.name)
        print(
            ngettext("{n} person added", "{n} people added", len(done.added)),
            ngettext("{n} changed", "{n} changed", len(done.changed)),
            ngettext("{n} unchanged", "{n} unchanged", done.unchanged),
            sep=", ",
        )


@commands.command("closed-days")
def import_closed_days(
    file: Path,
    municipality: Annotated[
        str, typer.Option(help="Whose school breaks they are, where the file does not say.")
    ] = "",
    agency: Annotated[
        str | None, typer.Option(help="Whose absences they are: the agency's short name.")
    ] = None,
    group: Group = None,
    as_email: As = None,
) -> None:
    """Closed days from a list (.csv, .xlsx: all or nothing) or a calendar (.ics: what it can)."""
    from coordinator.core.errors import NotFound
    from coordinator.core.messages import lines_of
    from coordinator.roster import usecases as roster
    from coordinator.terms import usecases as terms

    content = read_file(file)
    with acting(group, as_email) as (office, actor):
        ids = {one.slug: one.id for one in roster.agencies(office, actor)}
        if agency is not None and agency not in ids:
            raise NotFound("agency-unknown", name=agency)
        done = terms.import_days(
            office,
            actor,
            content=content,
            filename=file.name,
            municipality=municipality,
            agency_id=ids[agency] if agency else None,
        )
        print(
            ngettext("{n} day or span added", "{n} days or spans added", len(done.added)),
            ngettext("{n} with new days", "{n} with new days", len(done.changed)),
            ngettext("{n} there already", "{n} there already", done.unchanged + done.computed),
            *(
                [ngettext("{n} taken away", "{n} taken away", len(done.removed))]
                if done.removed
                else []
            ),
            sep=", ",
        )
        for line in lines_of(done.unread):
            tell(line)
        if done.stale:
            names = ", ".join(dict.fromkeys(done.stale))
            tell(_("Older than what is here, and left as it is: {names}.", names=names))
        if done.free:
            tell(_("Marked as free, and closing nothing: {n}.", n=done.free))
