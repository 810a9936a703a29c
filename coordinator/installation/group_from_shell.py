"""A group begun from the shell: what was asked for, looked at before anything is made."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coordinator.access.actor import Role
from coordinator.core.errors import BadInput
from coordinator.core.office import Office
from coordinator.core.text import typed_line
from coordinator.core.translation import _
from coordinator.groups import in_transaction as groups
from coordinator.installation import templates
from coordinator.installation.slugs import checked_slug
from coordinator.installation.usecases import start_group
from coordinator.roster import usecases as roster
from coordinator.roster.rules import checked_email
from coordinator.wiring import founding_shell, shell_actor


@dataclass(frozen=True)
class Wish:
    """A group to begin, checked. ``coordinator``: address, given and family name."""

    template: str
    name: str
    municipality: str
    slug: str | None
    coordinator: tuple[str, str, str] | None


@dataclass(frozen=True)
class Begun:
    """A group that stands. ``members``: how many member agencies it begins with."""

    slug: str
    name: str
    municipality: str
    members: int
    coordinator: str | None
    coordinator_name: str
    is_one_of_several: bool


def checked(
    *,
    template: str,
    name: str | None,
    municipality: str | None,
    slug: str | None,
    coordinator: str | None,
    coordinator_name: str | None,
) -> Wish:
    """The wish, with the template's words where nothing was said; it needs no database.

    Raises:
        NotFound: there is no such template.
        BadInput: an empty name, a short name that is none, an address or a person's name that
            cannot be used, or a name without an address.
    """
    shipped = templates.template(template)
    name = typed_line(shipped.name if name is None else name)
    place = typed_line(shipped.municipality if municipality is None else municipality)
    if not name or not place:
        raise BadInput("group-needs-name")
    return Wish(
        template=template,
        name=name,
        municipality=place,
        slug=None if slug is None else checked_slug(slug),
        coordinator=_person(coordinator, coordinator_name),
    )


def _person(email: str | None, name: str | None) -> tuple[str, str, str] | None:
    if email is None:
        if name is not None:
            raise BadInput("coordinator-needs-address")
        return None
    address = checked_email(email)
    if not address:
        raise BadInput("email-odd", text=email)
    if name is None:
        return (address, *_name_in(address))
    given, _space, family = typed_line(name).rpartition(" ")
    if not given:
        raise BadInput("person-needs-name")
    return address, given, family


def _name_in(address: str) -> tuple[str, str]:
    """A name for whoever has not told one, such as ``asa.ovning@…``; it is corrected later."""
    parts = [part.capitalize() for part in re.split(r"[._+-]+", address.partition("@")[0]) if part]
    return " ".join(parts[:-1]) or _("Coordinator"), parts[-1] if parts else address


def begin(office: Office, wish: Wish) -> Begun:
    """The group with its agencies, and its coordinator's role.

    Raises:
        BadInput: another group has the short name.
    """
    slug = start_group(
        office,
        founding_shell(),
        template=wish.template,
        name=wish.name,
        municipality=wish.municipality,
        slug=wish.slug,
    )
    actor = shell_actor(office, slug)
    if wish.coordinator:
        email, given, family = wish.coordinator
        roster.add_role_holder(
            office, actor, given_name=given, family_name=family, email=email,
            role=Role.COORDINATOR,
        )  # fmt: skip
    with office.reading() as session:
        is_one_of_several = len(groups.all_groups(session)) > 1
    return Begun(
        slug=slug,
        name=wish.name,
        municipality=wish.municipality,
        members=sum(agency.is_member for agency in roster.agencies(office, actor)),
        coordinator=wish.coordinator[0] if wish.coordinator else None,
        coordinator_name=" ".join(wish.coordinator[1:]) if wish.coordinator else "",
        is_one_of_several=is_one_of_several,
    )
