"""Starting a group, opening the example, and the template both begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from coordinator.access import in_transaction as access
from coordinator.access.actor import Actor, Role
from coordinator.access.permissions import STARTERS, use_case
from coordinator.core.database import Session
from coordinator.core.errors import RuleBroken
from coordinator.core.office import Office
from coordinator.core.text import typed_line
from coordinator.core.translation import N_
from coordinator.groups import in_transaction as groups
from coordinator.installation import demo, templates
from coordinator.installation.first_coordinator import Founder, first_seat, refuse_gaps
from coordinator.installation.slugs import checked_slug
from coordinator.installation.views import TemplateView
from coordinator.roster import in_transaction as roster
from coordinator.roster.leading import must_be_led
from coordinator.roster.rules import slug_of
from coordinator.roster.views import NewSeat
from coordinator.trail import in_transaction as trail


def group_template(slug: str = "trelleborg") -> TemplateView:
    """What a new group would begin with. Public knowledge: it ships with the product."""
    return templates.template(slug)


@use_case("installation.start_group", may=STARTERS, log=N_("started the group"))
def start_group(
    office: Office,
    actor: Actor,
    *,
    template: str = "trelleborg",
    name: str,
    municipality: str,
    slug: str | None = None,
    given_name: str | None = None,
    family_name: str | None = None,
    email: str | None = None,
    agency_slug: str | None = None,
) -> str:
    """A new group with the template's agencies; its short name.

    ``slug``: the short name, by default the municipality's. ``agency_slug``: the founder's agency
    by its short name in the template.

    The founder becomes its first representative and coordinator, and the open browser is theirs
    from here on. The shell may leave the person out and grant the role later.

    Raises:
        BadInput: something is missing or is no mail address (every fault with its field), or the
            short name is none or another group's.
        NotFound: there is no such template.
        RuleBroken: whoever leads it could not sign in again, having no address of their own.
    """
    name, municipality = typed_line(name), typed_line(municipality)
    chosen = templates.template(template, municipality)
    is_said = bool(given_name or family_name or email)
    must_say = actor.person_id is None and (actor.origin != "shell" or is_said)
    founder = Founder(given_name, family_name, email, agency_slug) if must_say else None
    wished = checked_slug(slug) if slug is not None else None
    now, today = office.clock.now(), office.clock.today()
    with office.transaction() as session:
        _must_be_first(session, actor)
        refuse_gaps(name, municipality, founder, chosen.first_slugs)
        slug = wished or _free_slug(session, municipality)
        group_id = groups.add_group(
            session,
            slug=slug,
            name=name,
            municipality=municipality,
            usual_start=chosen.usual_start,
            usual_duration=chosen.usual_duration,
            meetings_per_term=chosen.meetings_per_term,
            minutes_heading=chosen.minutes_heading,
        )
        agencies = roster.add_agencies(session, group_id, chosen.agencies)
        if actor.person_id is not None:
            _lead_also(session, actor, actor.person_id, group_id, now)
        elif founder is not None:
            agency_id = _agency_of(chosen, agencies, founder.agency_slug or "")
            _lead(session, actor, first_seat(founder, agency_id, today), group_id, now)
        if founder is not None or actor.person_id is not None:
            must_be_led(session, group_id, today)
        founded = replace(actor, group_id=group_id)
        trail.append(session, founded, "installation.start_group", now=now, about=slug)
        return slug


def _must_be_first(session: Session, actor: Actor) -> None:
    """Whoever opens a new installation finds it empty; the shell adds groups to it."""
    if Role.FOUNDER in actor.roles and actor.origin != "shell" and groups.all_groups(session):
        raise RuleBroken("database-not-empty")


def _free_slug(session: Session, municipality: str) -> str:
    taken = {group.slug for group in groups.all_groups(session)}
    return slug_of(municipality, taken, otherwise="group")


def _agency_of(chosen: TemplateView, agencies: Mapping[str, int], template_slug: str) -> int:
    """The id of the agency that the template calls so."""
    own = dict(zip(chosen.first_slugs, chosen.agencies, strict=True))[template_slug]
    return agencies[own.slug]


def _lead_also(
    session: Session, actor: Actor, person_id: int, group_id: int, now: datetime
) -> None:
    """A coordinator of one group who starts another stands there in a row of that group."""
    own_id = roster.copy_person(session, person_id, group_id)
    access.open_also(
        session, session_id=actor.session_id, group_id=group_id, person_id=own_id, now=now
    )
    groups.add_grant(session, group_id=group_id, person_id=own_id, role=Role.COORDINATOR, now=now)


def _lead(session: Session, actor: Actor, seat: NewSeat, group_id: int, now: datetime) -> None:
    """The founder's seat and role; the open browser is theirs from here on."""
    person_id, _seat_id = roster.add_seat(session, group_id=group_id, new=seat)
    access.bind_founder(
        session, session_id=actor.session_id, group_id=group_id, person_id=person_id, now=now
    )
    groups.add_grant(
        session, group_id=group_id, person_id=person_id, role=Role.COORDINATOR, now=now
    )


@use_case("installation.open_demo", may=STARTERS, log=N_("opened the example"))
def open_demo(office: Office, actor: Actor) -> Mapping[Role, int]:
    """Loads the invented history; person ids of its coordinator, member and reader.

    Raises:
        RuleBroken: the database holds a group already.
    """
    with office.transaction() as session:
        if groups.all_groups(session):
            raise RuleBroken("database-not-empty")
        group_id, people = demo.load(session, now=office.clock.now())
        chosen = {role: people[reference] for role, reference in demo.PEOPLE.items()}
        access.bind_founder(
            session,
            session_id=actor.session_id,
            group_id=group_id,
            person_id=chosen[Role.COORDINATOR],
            now=office.clock.now(),
        )
        founded = replace(actor, group_id=group_id)
        trail.append(session, founded, "installation.open_demo", now=office.clock.now())
        return chosen
