"""Short words for what these tests plant."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from coordinator.access.actor import Actor
from coordinator.core.clock import STOCKHOLM
from coordinator.core.office import Office
from coordinator.groups import in_transaction as groups
from coordinator.meetings import booking, rules
from coordinator.meetings import usecases as meetings
from coordinator.meetings.outcome import Outcome
from coordinator.meetings.views import AgencyPresence, AgendaItemView, MeetingView, NewMeeting
from coordinator.roster import usecases as roster
from coordinator.roster.views import Duty
from tests.conftest import Cast


def at(day: str | date, clock: str = "13:30") -> datetime:
    """A wall time in Stockholm."""
    when = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(when, time.fromisoformat(clock), STOCKHOLM)


def booked(office: Office, actor: Actor, day: str = "2026-09-16", **given: Any) -> str:
    """A meeting of two hours in HT2026 (or ``term``); its code."""
    term, accepted = given.pop("term", "HT2026"), given.pop("accepted", ())
    start = at(day)
    new = NewMeeting(start=start, end=start + timedelta(hours=2), **given)
    with office.transaction() as session:
        group = groups.group(session, actor.group_id)
        key = booking.schedule(
            session,
            group=group,
            new=new,
            term_code=term,
            now=office.clock.now(),
            accepted=accepted,
        )
    return key.code


def begun(office: Office, actor: Actor, **given: Any) -> MeetingView:
    """A booked meeting that has just started."""
    code = booked(office, actor, **given)
    return meetings.start(office, actor, code=code, version=1)


def agency(office: Office, actor: Actor, slug: str) -> int:
    """The agency's id."""
    return next(one.id for one in roster.agencies(office, actor) if one.slug == slug)


def seated(
    office: Office,
    actor: Actor,
    slug: str,
    given_name: str,
    duty: Duty = Duty.REPRESENTATIVE,
    **given: Any,
) -> int:
    """Somebody new who stands for the agency from today; the person's id."""
    seat = roster.add_person(
        office,
        actor,
        agency_id=agency(office, actor, slug),
        given_name=given_name,
        family_name="Prov",
        duty=duty,
        valid_from=office.clock.today(),
        **given,
    )
    return seat.person_id


def press(office: Office, actor: Actor, code: str, agency_id: int) -> AgencyPresence:
    """Presses an agency's tile, as a page does that has just been drawn."""
    view = meetings.meeting(office, actor, code=code)
    shown = at_the_table(view, agency_id)
    return meetings.press_tile(
        office,
        actor,
        code=code,
        agency_id=agency_id,
        wanted=rules.pressed(shown.rows, view.line.state),
        seen=shown.outcome,
    )


def go_to(office: Office, actor: Actor, code: str, item_id: int) -> AgendaItemView:
    """Goes to an agenda item, as a page does that has just been drawn."""
    current = meetings.meeting(office, actor, code=code).current_item
    return meetings.open_item(
        office, actor, code=code, item_id=item_id, seen_id=current.id if current else None
    )


def at_the_table(view: MeetingView, agency_id: int) -> AgencyPresence:
    return next(one for one in view.presence if one.agency_id == agency_id)


def stands(office: Office, cast: Cast, code: str, agency_id: int) -> AgencyPresence:
    """How the agency stands at the meeting now."""
    return at_the_table(meetings.meeting(office, cast.coordinator, code=code), agency_id)


def outcomes(presence: AgencyPresence) -> list[tuple[str | None, Outcome]]:
    return [(row.person_name, row.outcome) for row in presence.rows]
