"""Search in everything, and what the start page shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from coordinator.access.actor import Actor
from coordinator.access.permissions import EVERYONE, use_case
from coordinator.actions import in_transaction as actions
from coordinator.core.clock import STOCKHOLM
from coordinator.core.database import Session
from coordinator.core.office import Office
from coordinator.core.search import store as index
from coordinator.meetings import in_transaction as meetings
from coordinator.minutes.rules import READ_MARKED
from coordinator.planning.polls import letters, personal_links, rows_to_views
from coordinator.planning.polls.views import PollLine
from coordinator.reports import rules, store
from coordinator.reports.views import HomeView, MailsToSee, NextMeeting, SearchPage, WaitingMinutes
from coordinator.terms import in_transaction as terms
from coordinator.terms.rules import next_term as next_term_of
from coordinator.terms.rules import term_code_of
from coordinator.trail import logged_reading

# How long before a term begins its dates are asked for.
_AHEAD = timedelta(days=75)
# A mail server may be away for a while: mails that wait longer are told of.
_PATIENCE = timedelta(hours=1)


@use_case("reports.search", may=EVERYONE)
def search(
    office: Office, actor: Actor, *, query: str, limit: int = 20, offset: int = 0
) -> SearchPage:
    """Notes, decisions, action points, information actions and meetings, best first.

    A member or reader finds only what they may read on the pages. Marked paragraphs are found by
    the office alone, and finding one leaves an entry in the trail.
    """
    with office.reading() as session:
        found = index.find(
            session,
            group_id=actor.group_id,
            query=query,
            scope=index.Scope(actor.in_office, actor.agency_ids),
            limit=limit,
            offset=offset,
        )
    for code, items in rules.marked_places(found.hits).items():
        logged_reading.trace(office, actor, READ_MARKED, about=code, items=items)
    return SearchPage(found.hits, found.total)


@use_case("reports.home", may=EVERYONE)
def home(office: Office, actor: Actor) -> HomeView:
    """The start page: what today asks, and three lines."""
    today = office.clock.today()
    code = term_code_of(today)
    following = next_term_of(code)
    with office.reading() as session:
        term, next_term = meetings.term_counts(session, actor.group_id, [code, following])
        dates, next_dates = terms.terms(session, actor.group_id, [code, following])
        counts = actions.count_points(session, actor, today=today)
        next_meeting = _next_meeting(session, actor, office.clock.now())
        waiting = _waiting(session, actor)
        asked = _polls(session, office, actor) if actor.in_office else ()
        mails, has_people = _mails_and_people(session, office, actor)
    asking = rules.Today(
        day=today,
        next_meeting=next_meeting,
        term=term,
        term_last_day=dates.last_day,
        next_term=next_term,
        next_term_due=next_dates.first_day - _AHEAD,
        waiting=waiting,
        overdue_points=counts.overdue,
        polls=asked,
        mails=mails,
        has_people=has_people,
    )
    return HomeView(
        ask=rules.today_asks(asking),
        next_meeting=next_meeting,
        term=term,
        next_term=next_term,
        open_points=counts.open,
        overdue_points=counts.overdue,
        waiting=waiting,
        lacking=rules.lacking_term(asking),
        mails=mails,
    )


def _mails_and_people(session: Session, office: Office, actor: Actor) -> tuple[MailsToSee, bool]:
    """Of the group's mail only what must be looked at; nothing for whoever does not send it."""
    if not actor.in_office:
        return MailsToSee(), True
    now = office.clock.now()
    found, has_people = store.mails_and_people(
        session,
        actor.group_id,
        day=office.clock.today(),
        now=now,
        tried_before=now - _PATIENCE,
    )
    if office.settings.mail_goes:
        return replace(found, by_hand=0), has_people
    return replace(found, held_up=0), has_people


def _polls(session: Session, office: Office, actor: Actor) -> tuple[PollLine, ...]:
    key_mark = personal_links.key_mark(office.settings)
    return rows_to_views.lines(session, office, actor.group_id, key_mark, letters.ALL)


def _next_meeting(session: Session, actor: Actor, now: datetime) -> NextMeeting | None:
    day = now.astimezone(STOCKHOLM).date()
    since = datetime.combine(day, time.min, tzinfo=STOCKHOLM)
    row = store.next_meeting(session, actor.group_id, since=since)
    if row is None:
        return None
    return NextMeeting(
        code=row.code,
        start=row.starts_at,
        end=row.ends_at,
        venue=row.venue if row.venue_kind == "open" else None,
        is_under_way=row.state == "under_way",
    )


def _waiting(session: Session, actor: Actor) -> tuple[WaitingMinutes, ...]:
    if not actor.in_office:
        return ()
    return tuple(
        WaitingMinutes(
            meeting_code=meeting.code,
            meeting_start=meeting.starts_at,
            state=minutes.state if minutes else "draft",
            circulated_on=minutes.circulated_on if minutes else None,
            comments_by=minutes.comments_by if minutes else None,
        )
        for meeting, minutes in store.waiting_minutes(session, actor.group_id)
    )
