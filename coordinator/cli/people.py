"""Commands about the group's people: how somebody comes in, and which role they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from coordinator.cli.shared import Group, acting
from coordinator.core.errors import BadInput
from coordinator.core.translation import _

if TYPE_CHECKING:
    from coordinator.access.actor import Actor, Role
    from coordinator.core.office import Office

commands = typer.Typer()

# As roster.usecases.GRANTABLE; a test holds them together, so that --help need not import it.
ROLES = "coordinator, secretary, member, reader, registrator or auditor."


@commands.command("sign-in-link")
def sign_in_link(
    email: str,
    person: Annotated[str | None, typer.Option(help="Who, when several share the address.")] = None,
    group: Group = None,
) -> None:
    """Print a one-time sign-in link for that person."""
    from coordinator.core import addresses
    from coordinator.core.errors import NotFound
    from coordinator.entrance import usecases as entrance

    with acting(group) as (office, actor):
        person_id = _person(office, actor, email, person)
        if not entrance.may_enter(office, actor, person_id=person_id):
            raise NotFound("nobody-may-enter")
        token = entrance.make_sign_in_link(office, actor, person_id=person_id)
        print(addresses.sign_in(office.settings.base_url, token))


@commands.command()
def role(  # noqa: PLR0917 - a command's options
    email: str,
    role: Annotated[str, typer.Argument(metavar="ROLE", help=ROLES)],
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take it away.")] = False,
    person: Annotated[str | None, typer.Option(help="Who, when several share the address.")] = None,
    name: Annotated[
        str | None,
        typer.Option(help="Given and family name of somebody new, who stands for no agency."),
    ] = None,
    group: Group = None,
) -> None:
    """Give somebody of the group a role, or take it away. An import never does."""
    from coordinator.access.actor import Role
    from coordinator.groups import usecases as groups
    from coordinator.roster import usecases as roster

    if role not in roster.GRANTABLE:
        raise BadInput("role-unknown", role=role)
    with acting(group) as (office, actor):
        if name is not None and not withdraw and not _people_at(office, actor, email):
            person_id = _somebody_new(office, actor, email, name, Role(role))
        else:
            person_id = _person(office, actor, email, person)
        change = roster.withdraw_role if withdraw else roster.grant_role
        change(office, actor, person_id=person_id, role=Role(role))
        held = {h.role for h in groups.role_grants(office, actor) if h.person_id == person_id}
        roles = ", ".join(sorted(held)) or _("nothing")
        print(_("{email} is now: {roles}", email=email, roles=roles))


@commands.command("ask-elsewhere")
def ask_elsewhere(
    person: Annotated[
        int, typer.Argument(metavar="NUMBER", help="The person's number, as the log tells it.")
    ],
    own_wish: Annotated[
        bool,
        typer.Option("--own-wish", help="The person wishes it, and knows that others will know."),
    ] = False,
    group: Group = None,
) -> None:
    """Ask the other groups of somebody protected here to protect too, as often as is needed."""
    from coordinator.privacy.usecases import elsewhere

    with acting(group) as (office, actor):
        asked = elsewhere.ask_elsewhere(office, actor, person_id=person, is_own_wish=own_wish)
        for one in asked:
            print(f"{one.name}, {one.municipality}")


def _somebody_new(office: Office, actor: Actor, email: str, name: str, role: Role) -> int:
    from coordinator.roster import usecases as roster

    given, _space, family = name.strip().rpartition(" ")
    return roster.add_role_holder(
        office, actor, given_name=given, family_name=family, email=email, role=role
    )


def _person(office: Office, actor: Actor, email: str, name: str | None) -> int:
    """Whose address it is; where several share it, the name tells them apart."""
    from coordinator.core.errors import NotFound

    found = _people_at(office, actor, email)
    if len(found) > 1 and name is None:
        names = ", ".join(sorted(found.values()))
        raise BadInput("mailbox-needs-person", email=email, names=names)
    chosen = [person_id for person_id, own in found.items() if name in (None, own)]
    if not chosen:
        raise NotFound("nobody-with-address", email=email)
    return chosen[0]


def _people_at(office: Office, actor: Actor, email: str) -> dict[int, str]:
    """The group's people with the address, by name: on a seat, or with a role alone."""
    from coordinator.core.mailboxes import email_key
    from coordinator.groups import usecases as groups
    from coordinator.roster import usecases as roster

    found = {seat.person_id: seat.name for seat in roster.find_by_email(office, actor, email=email)}
    for person_id in {holder.person_id for holder in groups.role_grants(office, actor)}:
        one = roster.role_holder(office, actor, person_id=person_id)
        if one.email and email_key(one.email) == email_key(email):
            found.setdefault(person_id, one.name)
    return found
