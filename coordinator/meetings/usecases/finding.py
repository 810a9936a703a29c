"""Reading: a year's meetings, those that are next, those that fit a filter, and one of them."""

from __future__ import annotations

from collections.abc import Sequence

from coordinator.access.actor import Actor
from coordinator.access.masked_copies import masks_for
from coordinator.access.permissions import EVERYONE, FINDERS, use_case
from coordinator.core.office import Office
from coordinator.meetings import in_transaction, rows_to_views, rules, store
from coordinator.meetings.rows_to_views import meeting_view
from coordinator.meetings.views import (
    MeetingFilter,
    MeetingLine,
    MeetingPage,
    MeetingView,
    TermCount,
    YearView,
)


@use_case("meetings.list_meetings", may=EVERYONE)
def list_meetings(office: Office, actor: Actor, *, year: int | None = None) -> YearView:
    """The meetings of a year's two terms, and how the terms stand; by default of this year.

    Beside them what comes next, whatever the year: two statements.
    """
    today = office.clock.today()
    year = year or today.year
    codes = [f"VT{year}", f"HT{year}"]
    with office.reading() as session:
        wanted, states = store.term_states(session, actor.group_id)
        masks = masks_for(session, actor, {"meeting"})
        found = store.meetings_of_terms(session, actor.group_id, codes, since=today)
        lines = [rows_to_views.counted_line(one, masks) for one in found]
        return YearView(
            year=year,
            meetings=tuple(line for line in lines if line.term_code in codes),
            terms=rules.count_terms(wanted, states, codes),
            years=tuple(sorted({int(code[2:]) for code, _, _ in states})),
            coming=tuple(line for line in lines if in_transaction.is_coming(line, today)),
        )


@use_case("meetings.term_counts", may=EVERYONE)
def term_counts(office: Office, actor: Actor, *, codes: Sequence[str]) -> tuple[TermCount, ...]:
    """How the asked terms stand, in the asked order."""
    with office.reading() as session:
        return in_transaction.term_counts(session, actor.group_id, codes)


@use_case("meetings.upcoming", may=EVERYONE)
def upcoming(office: Office, actor: Actor, *, limit: int = 6) -> tuple[MeetingLine, ...]:
    """Meetings from today on that stand or are under way, the next one first: one statement."""
    with office.reading() as session:
        found = store.standing_from(session, actor.group_id, office.clock.today(), limit=limit)
        return tuple(rows_to_views.counted_line(one) for one in found)


@use_case("meetings.find_meetings", may=FINDERS)
def find_meetings(
    office: Office,
    actor: Actor,
    *,
    filter: MeetingFilter | None = None,  # noqa: A002 - the word on screen
    limit: int = 25,
    offset: int = 0,
) -> MeetingPage:
    """One page of the meetings that fit the filter, newest first.

    An asked agency hides nothing: it marks the meetings where it was represented.
    """
    wanted = filter or MeetingFilter()
    with office.reading() as session:
        masks = masks_for(session, actor, {"meeting"})
        found, (total, held, attended) = store.find(
            session, actor.group_id, wanted, masks, limit=limit, offset=offset
        )
        return MeetingPage(
            meetings=tuple(rows_to_views.counted_line(one, masks) for one in found),
            total=total,
            held=held,
            attended=attended if wanted.agency_id is not None else None,
            attended_ids=frozenset(one.row.id for one in found if one.attended and one.row.id),
        )


@use_case("meetings.meeting", may=EVERYONE)
def meeting(office: Office, actor: Actor, *, code: str) -> MeetingView:
    """One meeting with agenda and attendance: three statements.

    A member sees what became of every agency, and people of the own agencies alone.

    Raises:
        NotFound: no such meeting in the group.
    """
    with office.reading() as session:
        return meeting_view(session, actor, code)
