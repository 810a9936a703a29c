"""Starting a group, opening the example, and the template both begin with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace

from coordinator.access import steps as access
from coordinator.access import trail
from coordinator.access.actor import Actor, Role
from coordinator.access.rules import permit
from coordinator.core.errors import BadInput, RuleBroken
from coordinator.core.office import Office
from coordinator.core.text import clean, typed_line
from coordinator.installation import demo, templates
from coordinator.installation.views import TemplateView
from coordinator.roster import steps as roster
from coordinator.roster.views import Duty, Function, NewSeat


def group_template(slug: str = "trelleborg") -> TemplateView:
    """What a new group would begin with. Public knowledge: it ships with the product."""
    return templates.template(slug)


def start_group(
    office: Office,
    actor: Actor,
    *,
    template: str = "trelleborg",
    name: str,
    municipality: str,
    given_name: str | None = None,
    family_name: str | None = None,
    email: str | None = None,
    agency_slug: str | None = None,
) -> str:
    """A new group with the template's agencies; its short name.

    The founder becomes its first representative and coordinator, and the open browser is theirs
    from here on. The shell may leave the person out and grant the role later.

    Raises:
        BadInput: a name is missing, or the mail address is not one.
    """
    permit(actor, "installation.start_group")
    name, municipality = typed_line(name), typed_line(municipality)
    if not name or not municipality:
        raise BadInput("group-needs-name")
    chosen = templates.template(template)
    today, now = office.clock.today(), office.clock.now()
    with office.transaction() as session:
        if Role.FOUNDER in actor.roles and actor.origin != "shell" and access.all_groups(session):
            raise RuleBroken("database-not-empty")
        slug = _free_slug(municipality, {group.slug for group in access.all_groups(session)})
        group_id = access.add_group(session, slug=slug, name=name, municipality=municipality)
        agencies = roster.add_agencies(session, group_id, chosen.agencies)
        if actor.person_id is not None:
            access.add_grant(
                session,
                group_id=group_id,
                person_id=actor.person_id,
                role=Role.COORDINATOR,
                now=now,
            )
        elif given_name or family_name or email:
            if not clean(given_name or "") or not clean(family_name or ""):
                raise BadInput("founder-needs-name")
            if agency_slug not in agencies:
                raise BadInput("agency-missing")
            person_id, _seat = roster.add_seat(
                session,
                group_id=group_id,
                new=NewSeat(
                    agency_id=agencies[agency_slug],
                    duty=Duty.REPRESENTATIVE,
                    valid_from=today,
                    given_name=typed_line(given_name or ""),
                    family_name=typed_line(family_name or ""),
                    functions=frozenset({Function.COORDINATOR}),
                    email=_address(email),
                ),
            )
            access.add_grant(
                session, group_id=group_id, person_id=person_id, role=Role.COORDINATOR, now=now
            )
            access.bind_founder(session, session_id=actor.session_id, person_id=person_id)
        founded = replace(actor, group_id=group_id)
        trail.append(session, founded, "installation.start_group", now=now, about=slug)
        return slug


def open_demo(office: Office, actor: Actor) -> Mapping[Role, int]:
    """Loads the invented history; person ids of its coordinator, member and reader.

    Raises:
        RuleBroken: the database holds a group already.
    """
    permit(actor, "installation.open_demo")
    with office.transaction() as session:
        if access.all_groups(session):
            raise RuleBroken("database-not-empty")
        group_id, people = demo.load(session, now=office.clock.now())
        chosen = {role: people[reference] for role, reference in demo.PEOPLE.items()}
        access.bind_founder(
            session, session_id=actor.session_id, person_id=chosen[Role.COORDINATOR]
        )
        founded = replace(actor, group_id=group_id)
        trail.append(session, founded, "installation.open_demo", now=office.clock.now())
        return chosen


def _address(email: str | None) -> str | None:
    text = clean(email or "")
    if text and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise BadInput("email-odd", text=text)
    return text or None


def _free_slug(municipality: str, taken: set[str]) -> str:
    """A short name for addresses: ``Exempelköping`` becomes ``exempelkoping``."""
    plain = unicodedata.normalize("NFKD", municipality.casefold()).encode("ascii", "ignore")
    base = re.sub(r"[^a-z0-9]+", "-", plain.decode()).strip("-") or "group"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
