"""Commands for the installation: start it, serve it, keep a copy, see how it is."""

from __future__ import annotations

import shlex
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coordinator.cli.shared import Group, Json, disposing, print_json
from coordinator.core.errors import CoordinatorError
from coordinator.core.translation import _, ngettext

if TYPE_CHECKING:
    from coordinator.core.database import Database
    from coordinator.core.office import Office
    from coordinator.installation.group_from_shell import Begun
    from coordinator.installation.migrate import Migration

commands = typer.Typer()


@commands.command()
def init(  # noqa: PLR0917 - a command's options
    template: Annotated[
        str, typer.Option(help="A folder name under data/templates.")
    ] = "trelleborg",
    name: Annotated[str | None, typer.Option(help="What the group is called.")] = None,
    municipality: Annotated[
        str | None, typer.Option(help="Whose group it is; agencies and principals follow it.")
    ] = None,
    slug: Annotated[
        str | None, typer.Option(help="The group's short name: a-z, 0-9 and hyphens.")
    ] = None,
    coordinator: Annotated[
        str | None, typer.Option(metavar="EMAIL", help="Who leads the group, and may sign in.")
    ] = None,
    coordinator_name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Given and family name of that person.")
    ] = None,
) -> None:
    """A new group from a template, in a new database or beside the groups of an old one."""
    from coordinator.installation.group_from_shell import begin, checked
    from coordinator.installation.opening import open_to_begin

    # Looked at before anything is opened: a slip makes no database.
    new = checked(
        template=template,
        name=name,
        municipality=municipality,
        slug=slug,
        coordinator=coordinator,
        coordinator_name=coordinator_name,
    )
    with disposing(open_to_begin()) as office:
        begun = begin(office, new)
        print(
            ngettext(
                "{name}, {municipality}: {n} agency. Short name: {slug}.",
                "{name}, {municipality}: {n} agencies. Short name: {slug}.",
                begun.members,
                name=begun.name,
                municipality=begun.municipality,
                slug=begun.slug,
            )
        )
        _print_what_next(office, begun)


def _print_what_next(office: Office, begun: Begun) -> None:
    """Commands that work as they are printed, where the same settings are in force."""
    from coordinator.installation.who_leads import give_first_role

    where = f" --group {begun.slug}" if begun.is_one_of_several else ""
    if begun.coordinator:
        print(
            _("{email} is coordinator, under the name {name}. It can be changed after signing in.",
              email=begun.coordinator, name=begun.coordinator_name)
        )  # fmt: skip
        print(_("Start the program:"))
        print("  coordinator serve")
        print(_("Sign in, once and within 15 minutes, with the link that this prints:"))
        print(f"  coordinator sign-in-link {shlex.quote(begun.coordinator)}{where}")
    else:
        print(_("Nobody has a role yet. Say who leads the group, with that person's address:"))
        print(f"  {give_first_role(begun.slug if begun.is_one_of_several else None)}")
    if not office.settings.mail_goes:
        print(_("No mail server is set, so no email goes: see “Mail” in docs/operations.md."))


@commands.command()
def demo() -> None:
    """A new database with the invented history of Exempelköping."""
    from coordinator.installation import usecases as installation
    from coordinator.installation.opening import open_to_begin
    from coordinator.wiring import founding_shell

    with disposing(open_to_begin()) as office:
        installation.open_demo(office, founding_shell())
        print(_("The example is loaded. Start it with: coordinator serve"))


@commands.command()
def migrate() -> None:
    """Bring the database to this program's revision, after copying an embedded one aside."""
    from coordinator.installation.opening import must_be_there, open_to_migrate

    must_be_there()  # a wrong address makes no database
    office, done = open_to_migrate()
    with disposing(office):
        _tell_migration(done)


def _tell_migration(done: Migration) -> None:
    if not done.changed:
        print(_("The database stands at revision {revision} already.", revision=done.after))
        return
    print(
        _("The database went from revision {before} to {after}.",
          before=done.before or "-", after=done.after)
    )  # fmt: skip
    if done.copy:
        print(_("A copy from before lies in {file}.", file=done.copy))


@commands.command()
def serve(
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    port: Annotated[int, typer.Option()] = 8501,
) -> None:
    """The web app. Migrates the database first, after copying it aside."""
    from coordinator.core import logs
    from coordinator.core.settings import project_root, use_address_of_server
    from coordinator.installation.opening import open_to_migrate
    from coordinator.ui import launch
    from coordinator.web import server

    logs.set_up_server()
    sockets = server.listen(host, port)
    port = sockets[0].getsockname()[1]  # 0 asks for a free one
    wishes = {"server.address": host, "server.port": port}
    is_https = launch.speaks_https(project_root() / "app.py", wishes)
    use_address_of_server(host, port, is_https=is_https)
    office, done = open_to_migrate(makes_key=True)
    with disposing(office):
        if done.changed and done.before:
            _tell_migration(done)
        _print_first_links(office)
    sys.path.insert(0, str(project_root()))
    import app as door

    told = launch.prepare(door.app, wishes)
    server.run(door.app, sockets, told)


def _print_first_links(office: Office) -> None:
    """On a new database the founder's link; in the example one for each role."""
    from coordinator.core import addresses
    from coordinator.entrance import usecases as entrance

    base = office.settings.base_url
    token = entrance.founder_link(office)
    if token:
        print(_("Sign in here, once, within 15 minutes:"))
        print(addresses.sign_in(base, token), flush=True)
        return
    _print_ways_out(office)
    _print_role_links(office)
    print(_("Serving at {address}", address=base), flush=True)


def _print_ways_out(office: Office) -> None:
    """For each group that nobody can come in to and lead: the two commands that mend it."""
    from coordinator.installation.who_leads import give_first_role, groups_led, print_link

    for one in groups_led(office):
        if one.number:
            continue
        print(_("Nobody can sign in and lead the group {group}.", group=one.slug))
        print(_("Make somebody coordinator who has an address of their own:"))
        print(f"  {give_first_role(one.slug)}")
        print(_("Then print the link to come in by:"))
        print(f"  {print_link(one.slug)}", flush=True)


def _print_role_links(office: Office) -> None:
    """In the example a link for each role."""
    from coordinator.access.actor import Role
    from coordinator.core import addresses
    from coordinator.entrance import usecases as entrance
    from coordinator.groups import usecases as groups
    from coordinator.wiring import shell_actor

    try:
        actor = shell_actor(office, None)
    except CoordinatorError:
        return  # several groups: nobody is new here
    if not actor.is_demo:
        return
    holders = {holder.role: holder.person_id for holder in groups.role_grants(office, actor)}
    for role in Role:
        if role in holders:
            link = entrance.make_sign_in_link(office, actor, person_id=holders[role])
            print(
                f"{role.in_words():<12} {addresses.sign_in(office.settings.base_url, link)}",
                flush=True,
            )


@commands.command()
def backup(file: Path, group: Group = None) -> None:
    """A consistent copy of everything, at the revision that it finds, while the app runs."""
    from coordinator.installation.backup import backup as write
    from coordinator.installation.backup import must_hold_something
    from coordinator.installation.opening import open_found
    from coordinator.wiring import installation_shell

    del group  # the copy holds every group
    with disposing(open_found(must_hold_something)) as office:
        report = write(office, installation_shell(), file)
    print(
        ngettext(
            "{n} row in {file}. Checksum {sum}.",
            "{n} rows in {file}. Checksum {sum}.",
            report.rows,
            file=file,
            sum=report.checksum,
        )
    )


@commands.command()
def restore(file: Path) -> None:
    """Check a backup, then put it into an empty database."""
    from coordinator.core.errors import Problem
    from coordinator.core.messages import sentence
    from coordinator.installation.backup import must_be_empty
    from coordinator.installation.backup import restore as read
    from coordinator.installation.lost_poll_links import lost_questions
    from coordinator.installation.opening import open_as_it_is

    with ExitStack() as opened:
        offices: list[Office] = []

        def begin() -> Database:
            office = open_as_it_is(suits=must_be_empty)
            offices.append(opened.enter_context(disposing(office)))
            return offices[0].database

        report = read(begin, file)
        lost = lost_questions(offices[0])
    print(
        ngettext(
            "{n} row restored. Checksum {sum}.",
            "{n} rows restored. Checksum {sum}.",
            report.rows,
            sum=report.checksum,
        )
    )
    print(_("Everybody signs in again: links and sessions from before stay outside."))
    print(
        _("Email that was waiting is paused until somebody has looked at it under Outgoing email.")
    )
    for one in lost:
        print(sentence(Problem("question-links-lost", one.params)))


@commands.command()
def doctor(as_json: Json = False) -> None:
    """Settings, database, disk, clock: what is wrong and what to do. It changes nothing."""
    from coordinator.core.errors import Problem
    from coordinator.core.messages import sentence
    from coordinator.installation.doctor import examine, unopened
    from coordinator.installation.opening import open_to_look

    try:
        office = open_to_look()
    except CoordinatorError as error:
        findings = unopened(error)
    else:
        with disposing(office):
            findings = examine(office)
    if as_json:
        print_json([{"subject": f.subject, "ok": f.ok, "value": f.value} for f in findings])
    else:
        for finding in findings:
            print(f"{'ok' if finding.ok else '!!':<3} {finding.subject:<26} {finding.value}")
            if finding.code:
                print(f"    {sentence(Problem(finding.code, finding.params))}")
    if not all(finding.ok for finding in findings):
        sys.exit(1)
