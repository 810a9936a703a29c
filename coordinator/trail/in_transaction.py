"""The trail: one entry for each use case that changed something, in one hash chain per group.

An entry tells who, when, from where, which use case, about what, and what the rows were before
and after. A column is shown only when it is named in :data:`SHOWN`; every other one is "changed":
names, addresses, texts and whatever a later table holds stay out by default.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from coordinator.access.actor import Actor
from coordinator.access.permissions import permit
from coordinator.core.database import Change, Session, watch_changes
from coordinator.core.office import Office
from coordinator.trail import store
from coordinator.trail.chain import START, digest
from coordinator.trail.tables import TrailEntry

MOST_ROWS = 40  # of one entry; a list of people can change more

# Columns whose values may stand in the trail: neither personal nor typed text.
SHOWN: frozenset[str] = frozenset(
    {
        "agency.is_member",
        "agency.kind",
        "agency.may_host",
        "agency.min_seats",
        "agency.position",
        "agenda_item.duration",
        "agenda_item.is_done",
        "agenda_item.kind",
        "agenda_item.number",
        "action_point.closed_on",
        "action_point.due_day",
        "action_point.state",
        "attendance.duty",
        "attendance.outcome",
        "calendar_event.sequence",
        "closed_day.effect",
        "closed_day.first_day",
        "closed_day.kind",
        "closed_day.last_day",
        "closed_day.nth",
        "closed_day.rhythm",
        "closed_day.weekday",
        "collaboration_group.meetings_per_term",
        "collaboration_group.quorum_agencies",
        "collaboration_group.usual_duration",
        "collaboration_group.usual_start",
        "date_poll.answer_by",
        "date_poll.answers_shown",
        "date_poll.state",
        "date_poll.wanted",
        "decision.is_withdrawn",
        "decision.number",
        "go_ahead.kinds",
        "information_action.state",
        "meeting.approved_on",
        "meeting.ends_at",
        "meeting.mode",
        "meeting.number",
        "meeting.sequence",
        "meeting.starts_at",
        "meeting.state",
        "meeting.term_code",
        "meeting.venue_kind",
        "minutes.approved_on",
        "minutes.circulated_on",
        "minutes.comments_by",
        "minutes.sent_on",
        "minutes.state",
        "outbox_mail.due_at",
        "outbox_mail.kind",
        "outbox_mail.state",
        "person.is_protected",
        "poll_answer.choice",
        "poll_candidate.ends_at",
        "poll_candidate.meeting_code",
        "poll_candidate.starts_at",
        "poll_invitee.source",
        "planning_settings.off_hours",
        "planning_settings.weights",
        "reply.answer",
        "reply.source",
        "representation.duty",
        "representation.functions",
        "representation.valid_from",
        "representation.valid_to",
        "role_grant.person_id",
        "role_grant.role",
        "term.first_day",
        "term.last_day",
        "venue_told.how",
        "venue_told.person_id",
    }
)

# Rows that follow from others, or that tell nothing about the group's work.
_SILENT_TABLES = frozenset(
    {
        *("day_fall", "day_span", "search_entry", "search_token"),
        *("trail_entry", "trail_head", "trail_person"),
    }
)
_SILENT_COLUMNS = frozenset({"id", "group_id", "version", "vevent", "sort_key", "email_key"})


@contextmanager
def acting(
    office: Office, actor: Actor, use_case: str, *, about: str | None = None
) -> Iterator[Session]:
    """The transaction of a use case that changes something; it leaves one entry in the trail.

    ``about`` is a code that tells which thing, such as ``VT2027-1``; never a name or a text.

    Raises:
        NotAllowed: the actor may not do this.
    """
    permit(actor, use_case)
    with (
        office.transaction() as session,
        acting_in(session, office, actor, use_case, about=about),
    ):
        yield session


@contextmanager
def acting_in(
    session: Session, office: Office, actor: Actor, use_case: str, *, about: str | None = None
) -> Iterator[None]:
    """As :func:`acting`, in an open transaction: for who learns in it who acts, as by a link.

    Raises:
        NotAllowed: the actor may not do this.
    """
    permit(actor, use_case)
    with watch_changes(session) as changes:
        yield
        session.flush()
    if not session.info.pop("goes_on", False):
        append(session, actor, use_case, now=office.clock.now(), about=about, changes=changes)


def append(
    session: Session,
    actor: Actor,
    use_case: str,
    *,
    now: datetime,
    about: str | None = None,
    changes: Sequence[Change] = (),
    said: dict[str, Any] | None = None,
) -> None:
    """Writes the next entry of the actor's group, in the caller's transaction.

    ``said``: plain values worth keeping beside the changes, such as kinds of a finding; never a
    name, an address or a text. Without a group there is no chain, and nothing is written.
    """
    if not actor.group_id:
        return
    # What another group's rows go through is told in that group's chain.
    own = [one for one in changes if one.group_id in {None, actor.group_id}]
    head = store.trail_head_for_change(session, actor.group_id, START)
    entry = TrailEntry(
        group_id=actor.group_id,
        number=head.number + 1,
        happened_at=now,
        person_id=actor.person_id,
        actor_name=name_to_keep(actor),
        origin=actor.origin,
        use_case=use_case,
        about=about or session.info.get("about"),
        changes=json.dumps(
            told(own, said or session.info.get("said")), ensure_ascii=False, sort_keys=True
        ),
        previous=head.hash,
        hash="",
    )
    entry.hash = digest(entry)
    head.number, head.hash = entry.number, entry.hash
    session.add_all([entry, head])
    session.flush()


def lock_chains(session: Session, group_ids: Collection[int]) -> None:
    """Before writing in several groups' chains: everybody locks them in the same order."""
    for group_id in sorted(group_ids):
        store.trail_head_for_change(session, group_id, START)


def name_to_keep(actor: Actor) -> str:
    """The shell's own name only. Whoever is a person is known by id.

    People are named when the trail is read: a chain cannot forget, and a name may be protected
    tomorrow.
    """
    return actor.name if actor.person_id is None or actor.origin == "shell" else ""


def goes_on(session: Session) -> None:
    """What this transaction does is told by an entry that stands already: no new one is written.

    For work that is saved again and again while it is done, such as a note at every pause in
    typing. Entries are never rewritten: the entry stands at the beginning of such a stretch, and
    the caller answers for that it is there.
    """
    session.info["goes_on"] = True


def concerns(session: Session, code: str) -> None:
    """Tells the entry of this transaction which thing it is about, once that is known."""
    session.info["about"] = code


def says(session: Session, **said: Any) -> None:
    """Adds plain values to the entry of this transaction; never a name, an address or a text."""
    session.info["said"] = {**session.info.get("said", {}), **said}


def told(changes: Sequence[Change], said: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """The changes as the trail may tell them: one entry per row, values only where they may."""
    rows = _joined(changes)
    found: list[dict[str, Any]] = [
        {
            "table": change.table,
            "id": change.row_id,
            "did": change.did,
            "fields": {
                name: [_plain(before), _plain(after)]
                if f"{change.table}.{name}" in SHOWN
                else "changed"
                for name, (before, after) in sorted(change.fields.items())
            },
        }
        for change in rows[:MOST_ROWS]
    ]
    if len(rows) > MOST_ROWS:
        found.append({"more": len(rows) - MOST_ROWS})
    if said:
        found.append({"said": said})
    return found


def _joined(changes: Sequence[Change]) -> list[Change]:
    """Several flushes of one row as one change, in the order of the first."""
    rows: dict[tuple[str, Any], Change] = {}
    for change in changes:
        if change.table in _SILENT_TABLES:
            continue
        fields = {name: both for name, both in change.fields.items() if name not in _SILENT_COLUMNS}
        before = rows.get((change.table, change.row_id))
        if before is None:
            rows[change.table, change.row_id] = Change(
                change.table, change.row_id, change.did, fields
            )
            continue
        merged = dict(before.fields)
        for name, (old, new) in fields.items():
            merged[name] = (merged[name][0] if name in merged else old, new)
        did = before.did if change.did == "changed" else change.did
        rows[change.table, change.row_id] = Change(change.table, change.row_id, did, merged)
    return [change for change in rows.values() if change.fields or change.did != "changed"]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value
