"""Who is asked in a poll, and whose seats count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coordinator.core.database import Session, save
from coordinator.core.dates import local_day
from coordinator.core.errors import NotFound
from coordinator.planning.polls import store
from coordinator.planning.polls.lifecycle import PollState
from coordinator.planning.polls.tables import DatePoll, PollInvitee
from coordinator.roster import in_transaction as roster
from coordinator.roster.views import Invitee

UNDECIDED = frozenset({PollState.DRAFT, PollState.OPEN, PollState.CLOSED})


@dataclass(frozen=True)
class Asked:
    """One who was asked, with the seats held on the day that counts."""

    row: PollInvitee
    seats: tuple[Invitee, ...]

    @property
    def name(self) -> str:
        return self.seats[0].name


def seats_on(session: Session, group_id: int, day: date) -> dict[int, tuple[Invitee, ...]]:
    """Ordinary representatives of member agencies on the day, by person id."""
    seats: dict[int, tuple[Invitee, ...]] = {}
    for seat in roster.invitees(session, group_id, day):
        if seat.is_member:
            seats[seat.person_id] = (*seats.get(seat.person_id, ()), seat)
    return seats


def counting_day(row: DatePoll, today: date) -> date:
    """Whose seats count: today's until the poll is settled, then those of that day."""
    if PollState(row.state) in UNDECIDED or row.closed_at is None:
        return today
    return local_day(row.closed_at)


def ensure_invitees(
    session: Session, row: DatePoll, seats: Mapping[int, Sequence[Invitee]]
) -> list[PollInvitee]:
    """A row for everybody who holds a seat; those that are new, without a mail yet."""
    assert row.id is not None
    there = {each.person_id for each in store.invitees(session, row.id)}
    added = [
        PollInvitee(group_id=row.group_id, poll_id=row.id, person_id=person_id)
        for person_id in seats
        if person_id not in there
    ]
    save(session, *added)
    return added


def holder_of(session: Session, row: DatePoll, invitee: PollInvitee, today: date) -> Asked:
    seats = seats_on(session, row.group_id, counting_day(row, today)).get(invitee.person_id)
    if not seats or (seats[0].is_protected and not invitee.was_protected):
        raise NotFound("poll-link-unknown")
    return Asked(invitee, seats)


def asked_person(session: Session, row: DatePoll, person_id: int | None, today: date) -> Asked:
    """One of those who were asked and still hold a seat.

    Raises:
        NotFound: ``poll-not-asked``.
    """
    assert row.id is not None
    seats = seats_on(session, row.group_id, counting_day(row, today)).get(person_id or 0)
    invitee = store.invitee_of(session, row.id, person_id or 0)
    if invitee is None or not seats:
        raise NotFound("poll-not-asked")
    return Asked(invitee, seats)
