"""Commands for the installation: start it, serve it, keep a copy, see how it is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coordinator.cli.shared import Group, Json, current_office, print_json
from coordinator.core.errors import CoordinatorError
from coordinator.core.translation import _

if TYPE_CHECKING:
    from coordinator.core.office import Office

commands = typer.Typer()


@commands.command()
def init(
    template: Annotated[
        str, typer.Option(help="A folder name under data/templates.")
    ] = "trelleborg",
) -> None:
    """A new database with the group template."""
    from coordinator.installation import usecases as installation
    from coordinator.wiring import founding_shell

    with current_office(may_begin=True) as office:
        chosen = installation.group_template(template)
        slug = installation.start_group(
            office,
            founding_shell(),
            template=template,
            name=chosen.name,
            municipality=chosen.municipality,
        )
        members = sum(agency.is_member for agency in chosen.agencies)
        print(
            _("{name}: {n} agencies. Short name: {slug}.", name=chosen.name, n=members, slug=slug)
        )


@commands.command()
def demo() -> None:
    """A new database with the invented history of Exempelköping."""
    from coordinator.installation import usecases as installation
    from coordinator.wiring import founding_shell

    with current_office(may_begin=True) as office:
        installation.open_demo(office, founding_shell())
        print(_("The example is loaded. Start it with: coordinator serve"))


@commands.command()
def serve(
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    port: Annotated[int, typer.Option()] = 8501,
) -> None:
    """The web app. Migrates the database first, after copying it aside."""
    from coordinator.core import logs
    from coordinator.core.settings import project_root, use_address_of_server
    from coordinator.ui import launch
    from coordinator.web import server

    logs.set_up_server()
    sockets = server.listen(host, port)
    port = sockets[0].getsockname()[1]  # 0 asks for a free one
    use_address_of_server(host, port)
    with current_office(may_begin=True) as office:
        _print_first_links(office)
    sys.path.insert(0, str(project_root()))
    import app as door

    told = launch.prepare(door.app, {"server.address": host, "server.port": port})
    server.run(door.app, sockets, told)


def _print_first_links(office: Office) -> None:
    """On a new database the founder's link; in the example one for each role."""
    from coordinator.access import usecases as access
    from coordinator.core import addresses

    base = office.settings.base_url
    token = access.founder_link(office)
    if token:
        print(_("Sign in here, once, within 15 minutes:"))
        print(addresses.sign_in(base, token), flush=True)
        return
    _print_role_links(office)
    print(_("Serving at {address}", address=base), flush=True)


def _print_role_links(office: Office) -> None:
    """In the example a link for each role; in a group that nobody can enter, the way out."""
    from coordinator.access import usecases as access
    from coordinator.access.actor import Role
    from coordinator.access.role_words import role_word
    from coordinator.core import addresses
    from coordinator.wiring import shell_actor

    try:
        actor = shell_actor(office, None)
    except CoordinatorError:
        return  # several groups: nobody is new here
    holders = {holder.role: holder.person_id for holder in access.role_grants(office, actor)}
    if not holders:
        print(_("Nobody has a role yet. Give one: coordinator role EMAIL coordinator"), flush=True)
    if not actor.is_demo:
        return
    for role in Role:
        if role in holders:
            link = access.make_sign_in_link(office, actor, person_id=holders[role])
            print(
                f"{role_word(role):<12} {addresses.sign_in(office.settings.base_url, link)}",
                flush=True,
            )


@commands.command()
def backup(file: Path, group: Group = None) -> None:
    """A consistent copy of everything, while the app runs."""
    from coordinator.installation.backup import backup as write
    from coordinator.wiring import installation_shell

    del group  # the copy holds every group
    with current_office() as office:
        report = write(office, installation_shell(), file)
    print(_("{n} rows in {file}. Checksum {sum}.", n=report.rows, file=file, sum=report.checksum))


@commands.command()
def restore(file: Path) -> None:
    """Check a backup, then put it into an empty database."""
    from coordinator.installation.backup import restore as read
    from coordinator.installation.opening import open_reachable

    office = open_reachable()
    try:
        report = read(office.database, file)
    finally:
        office.database.dispose()
    print(_("{n} rows restored. Checksum {sum}.", n=report.rows, sum=report.checksum))
    print(_("Everybody signs in again: links and sessions from before stay outside."))
    print(_("Mail that was waiting is paused until somebody has looked at it under Outgoing mail."))


@commands.command()
def doctor(as_json: Json = False) -> None:
    """Settings, database, disk, clock: what is wrong and what to do."""
    from coordinator.core.errors import Problem
    from coordinator.core.messages import sentence
    from coordinator.installation.doctor import examine
    from coordinator.installation.opening import open_as_it_is

    office = open_as_it_is()
    findings = examine(office)
    office.database.dispose()
    if as_json:
        print_json([{"subject": f.subject, "ok": f.ok, "value": f.value} for f in findings])
    else:
        for finding in findings:
            print(f"{'ok' if finding.ok else '!!':<3} {finding.subject:<26} {finding.value}")
            if finding.code:
                print(f"    {sentence(Problem(finding.code, finding.params))}")
    if not all(finding.ok for finding in findings):
        sys.exit(1)
