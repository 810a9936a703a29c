"""Whom a new time concerns: who had said yes, and what agencies once said about the new day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.invitations import usecases as invitations
from coordinator.invitations.views import Affected
from coordinator.meetings import booking
from coordinator.meetings.views import MeetingLine, VenueKind
from coordinator.planning.polls.views import Tally
from coordinator.ui import conflict, widgets
from coordinator.ui.planning import book_by_hand


@dataclass(frozen=True)
class Place:
    """A kind of place and what is typed about it; a secret place that is kept is not read here."""

    kind: str
    venue: str | None

    @property
    def to_save(self) -> str | None:
        """None keeps the place, an empty one takes it away."""
        return self.venue or ("" if self.kind == "open" else None)


def words() -> Sequence[conflict.Field]:
    return (
        conflict.Field("day", _("Date"), conflict.as_day),
        conflict.Field("starts", _("Starts"), dates.plain_time),
        conflict.Field("ends", _("Ends"), dates.plain_time),
        conflict.Field("place", _("Place"), _place_in_words),
        conflict.Field("reason", _("Why?")),
    )


def _place_in_words(place: Place) -> str:
    """A secret place is told of, never shown."""
    if place.kind == "open":
        return conflict.as_text(place.venue)
    kind = VenueKind(place.kind).heading()
    return ": ".join((kind, _("A new one"))) if place.venue else kind


def place_fields(key: str, given: Place, line: MeetingLine) -> Place:
    is_open = given.kind == "open"
    venue, kind = book_by_hand.place(
        key,
        (given.venue if is_open else line.venue) or "",
        given.kind,
        secret="" if is_open else given.venue or "",
        is_kept=line.has_secret_place,
    )
    return Place(kind, venue or None)


def needs_reason(line: MeetingLine, start: datetime, end: datetime) -> bool:
    """A new time does, and another place; the first place of a meeting explains itself."""
    has_venue = line.venue is not None or line.has_secret_place
    is_first_place = booking.lacks_place(line.venue_kind, has_venue=has_venue)
    return (start, end) != (line.start, line.end) or not is_first_place


def new_time(values: conflict.Values) -> tuple[datetime, datetime]:
    day = values["day"]
    return book_by_hand.moment(day, values["starts"]), book_by_hand.moment(day, values["ends"])


def concerns(office: Office, actor: Actor, line: MeetingLine, start: datetime) -> None:
    """Before the change is saved: who must be told, and what is known about the new day."""
    found = invitations.affected(office, actor, code=line.code, start=start)
    if found.coming:
        people = ngettext(
            "{n} person has said yes to the old time: {names}.",
            "{n} people have said yes to the old time: {names}.",
            len(found.coming),
            names=_names(found),
        )
        st.warning(widgets.literal(people), icon=":material/group:")
    if found.asked is not None:
        st.info(widgets.literal(_answered(found.asked)), icon=":material/how_to_vote:")
    widgets.quiet(_("A new time asks everybody again: answers given so far are taken away."))


def to_tell(found: Affected) -> str:
    """Afterwards: whom to call or write to, since nothing was sent."""
    return _("They had said yes to the old time, so tell them: {names}.", names=_names(found))


def _names(found: Affected) -> str:
    """A protected person is a representative here as everywhere."""
    return ", ".join(
        f"{one.name} ({agency})" if (agency := found.agency(one)) not in one.name else one.name
        for one in found.coming
    )


def _answered(asked: Tally) -> str:
    said = [
        ngettext(
            "In the question about days {can} of {n} agency could come that day.",
            "In the question about days {can} of {n} agencies could come that day.",
            asked.of,
            can=asked.can,
        )
    ]
    if asked.away:
        said.append(_("Could not: {names}.", names=", ".join(asked.away)))
    if asked.silent:
        said.append(_("Did not answer: {names}.", names=", ".join(asked.silent)))
    return " ".join(said)
