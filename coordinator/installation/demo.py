"""Loads the invented history of Exempelköping into an empty database.

History is not made through use cases: their rules bind what people do today, not what was
written down years ago. So this is the one place that writes rows of every room, in the caller's
single transaction, and only into a database without any group.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid5

import yaml

from coordinator.access.actor import Role
from coordinator.actions import in_transaction as actions
from coordinator.actions.tables import ActionPoint, InformationAction, InformationActionPartner
from coordinator.core.clock import STOCKHOLM
from coordinator.core.database import Session
from coordinator.core.settings import shipped_data
from coordinator.groups import in_transaction as groups
from coordinator.installation.templates import read_agencies, usual_meeting
from coordinator.invitations.tables import Reply
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.outcome import Outcome
from coordinator.meetings.past_meetings import record as record_meeting
from coordinator.meetings.views import PastAttendance, PastItem, PastMeeting
from coordinator.minutes import in_transaction as minutes
from coordinator.minutes import letters
from coordinator.minutes.lifecycle import MinutesState
from coordinator.minutes.rules import OPEN_TO_ALL
from coordinator.minutes.tables import Decision, Minutes, Note
from coordinator.roster import in_transaction as roster
from coordinator.roster.views import Duty, Function, NewSeat, protected_name

# Who the printed sign-in links are for: a coordinator, a member and a reader.
PEOPLE = {Role.COORDINATOR: "P01", Role.MEMBER: "P16", Role.READER: "P03"}


# The same uid whenever the example is loaded, so that a calendar file can be compared.
_DEMO = UUID("6f0c1f0e-9c5d-4f0a-8a55-2f6f2b1d7a10")


@dataclass
class _Ids:
    """Ids of what was inserted, by the history's own references."""

    group: int
    agencies: dict[str, int] = field(default_factory=dict)
    agency_names: dict[str, str] = field(default_factory=dict)
    members: frozenset[str] = frozenset()
    people: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    meetings: dict[str, int] = field(default_factory=dict)
    items: dict[tuple[str, int], int] = field(default_factory=dict)
    items_of: dict[str, int] = field(default_factory=dict)  # AP-/INFO- code -> agenda item


def load(session: Session, *, now: datetime) -> tuple[int, Mapping[str, int]]:
    """Inserts everything; the group's id and the person ids by reference."""
    head = _yaml("group.yaml")
    ids = _Ids(
        group=groups.add_group(
            session,
            slug=head["slug"],
            name=head["name"],
            municipality=head["municipality"],
            is_demo=True,
            **usual_meeting(head),
        )
    )
    _agencies(session, ids)
    _people(session, ids)
    stories = _yaml("meetings.yaml")["meetings"]
    for story in stories:
        _meeting(session, ids, story, now=now)
    _replies(session, ids)
    _action_points(session, ids, stories)
    _information_actions(session, ids)
    session.flush()
    _comments(session, ids, stories)
    minutes.reindex(session, ids.group)
    actions.reindex(session, ids.group)
    for role, reference in PEOPLE.items():
        groups.add_grant(
            session, group_id=ids.group, person_id=ids.people[reference], role=role, now=now
        )
    return ids.group, ids.people


def _yaml(name: str) -> Any:
    return yaml.load(
        (shipped_data() / "demo" / name).read_text(encoding="utf-8"),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),  # noqa: S506 - both are safe loaders
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (shipped_data() / "demo" / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _day(text: str | date | None) -> date | None:
    if not text:
        return None
    return text if isinstance(text, date) else date.fromisoformat(text)


def _moment(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), tzinfo=STOCKHOLM)


def _agencies(session: Session, ids: _Ids) -> None:
    text = (shipped_data() / "demo" / "agencies.csv").read_text(encoding="utf-8")
    rows = read_agencies(text)
    ids.agencies = dict(roster.add_agencies(session, ids.group, rows))
    ids.agency_names = {row.slug: row.name for row in rows}
    ids.members = frozenset(row.slug for row in rows if row.is_member)


def _people(session: Session, ids: _Ids) -> None:
    seats: dict[str, int] = {}
    # Whoever is replaced stands further down the list: those who replace nobody come first.
    for row in sorted(_rows("roster.csv"), key=lambda row: bool(row["replaces"])):
        words = [word.strip() for word in row["role"].split(",")]
        protected = row["protected"] == "true"
        person_id, seats[row["reference"]] = roster.add_seat(
            session,
            group_id=ids.group,
            new=NewSeat(
                agency_id=ids.agencies[row["agency"]],
                duty=Duty(next(word for word in words if word in set(Duty))),
                valid_from=date.fromisoformat(row["valid_from"]),
                given_name=row["given_name"],
                family_name=row["family_name"],
                functions=frozenset(Function(word) for word in words if word in set(Function)),
                title=row["title"] or None,
                email=row["email"] or None,
                phone=row["phone"] or None,
                is_protected=protected,
                contact_channel=row["contact_channel"] or None,
                valid_to=_day(row["valid_to"]),
                replaces_id=seats.get(row["replaces"]),
                reference=row["reference"],
            ),
        )
        ids.people[row["reference"]] = person_id
        agency = ids.agency_names[row["agency"]]
        ids.names[row["reference"]] = (
            protected_name(agency) if protected else f"{row['given_name']} {row['family_name']}"
        )


def _meeting(session: Session, ids: _Ids, story: Mapping[str, Any], *, now: datetime) -> None:
    start, code = _moment(story["date"], story["start"]), story["code"]
    moved_from = _day(story.get("moved_from"))
    recorded = record_meeting(
        session,
        group_id=ids.group,
        past=PastMeeting(
            code=code,
            term_code=story["term"],
            number=story["number"],
            state=MeetingState(story["status"]),
            start=start,
            end=_moment(story["date"], story["end"]),
            mode=story["mode"],
            venue=story["venue"],
            host_agency_id=ids.agencies[story["host"]],
            theme=story["theme"],
            chair_id=ids.people[story["chair"]],
            secretary_id=ids.people[story["secretary"]],
            moved_from=_moment(moved_from, story["start"]) if moved_from else None,
            change_reason=story.get("reason"),
            invited_at=_moment(story["invited_on"], "09:00"),
            reply_by=_moment(story["reply_by"], "23:59") if story.get("reply_by") else None,
            uid=str(uuid5(_DEMO, code)),
            sequence=1 if moved_from else 0,
            approved_on=_approved_on(story),
            agenda=tuple(_item(ids, item) for item in story["agenda"]),
            attendance=tuple(_outcome(ids, entry) for entry in story.get("attendance", ())),
        ),
        now=now,
    )
    ids.meetings[code] = recorded.id
    ids.items.update({(code, number): item for number, item in recorded.items.items()})
    if story.get("minutes"):
        _record(session, ids, recorded.id, story)


def _approved_on(story: Mapping[str, Any]) -> date | None:
    record = story.get("minutes", {})
    if record.get("state") not in OPEN_TO_ALL:
        return None
    return _day(record.get("approved_on")) or _day(story["date"])


def _item(ids: _Ids, item: Mapping[str, Any]) -> PastItem:
    return PastItem(
        number=item["number"],
        kind=item["code"],
        title=item["title"],
        duration=item["duration"],
        presenter_agency_id=ids.agencies.get(item.get("presenter", "")),
    )


def _outcome(ids: _Ids, entry: Mapping[str, Any]) -> PastAttendance:
    reference, agency = entry.get("person"), entry["agency"]
    instead_of = entry.get("substitute_for")
    return PastAttendance(
        agency_id=ids.agencies[agency],
        agency_name=ids.agency_names[agency],
        is_member=agency in ids.members,
        outcome=Outcome(entry["outcome"]),
        duty=entry.get("role") or ("substitute" if instead_of else "representative"),
        person_id=ids.people[reference] if reference else None,
        person_name=ids.names[reference] if reference else entry.get("title"),
        substitute_for_id=ids.people[instead_of] if instead_of else None,
    )


def _record(session: Session, ids: _Ids, meeting_id: int, story: Mapping[str, Any]) -> None:
    record = story["minutes"]
    session.add(
        Minutes(
            group_id=ids.group,
            meeting_id=meeting_id,
            state=record["state"],
            adjuster_id=ids.people[record["adjuster"]] if record.get("adjuster") else None,
            circulated_on=_day(record.get("circulated_on")),
            approved_on=_day(record.get("approved_on")),
            sent_on=_day(record.get("sent_on")),
            registration_number=record.get("registration_number"),
        )
    )
    decisions = 0
    for note in story["notes"]:
        item = ids.items[story["code"], note["item"]]
        session.add(
            Note(
                group_id=ids.group,
                meeting_id=meeting_id,
                agenda_item_id=item,
                text=note["text"],
                saved_at=_moment(story["date"], story["end"]),
                saved_by_id=ids.people[story["secretary"]],
            )
        )
        for code in (*note.get("action_points", ()), *note.get("information_actions", ())):
            ids.items_of[code] = item
        if note.get("decision"):
            decisions += 1
            session.add(
                Decision(
                    group_id=ids.group,
                    meeting_id=meeting_id,
                    agenda_item_id=item,
                    number=decisions,
                    text=note["decision"],
                )
            )


def _comments(session: Session, ids: _Ids, stories: Iterable[Mapping[str, Any]]) -> None:
    """Who was asked about the notes that are out for comments."""
    for story in stories:
        record = story.get("minutes", {})
        if record.get("state") == MinutesState.CIRCULATED:
            day = _day(record["circulated_on"]) or story["date"]
            asked = letters.recipients(session, ids.group, day)
            letters.ask_for_comments(session, ids.group, ids.meetings[story["code"]], asked)


def _replies(session: Session, ids: _Ids) -> None:
    for row in _rows("replies.csv"):
        session.add(
            Reply(
                group_id=ids.group,
                meeting_id=ids.meetings[row["meeting"]],
                person_id=ids.people[row["person"]],
                answer=row["answer"],
                source="import",
                substitute_id=ids.people.get(row["substitute"]),
                answered_at=_moment(date.fromisoformat(row["answered_on"]), "10:00"),
            )
        )


def _action_points(session: Session, ids: _Ids, stories: Iterable[Mapping[str, Any]]) -> None:
    days = {story["code"]: story["date"] for story in stories}
    for row in _rows("action_points.csv"):
        closed = row["closed_meeting"]
        session.add(
            ActionPoint(
                group_id=ids.group,
                code=row["code"],
                text=row["text"],
                agency_id=ids.agencies[row["agency"]],
                due_day=_day(row["due_day"]),
                state=row["status"],
                meeting_id=ids.meetings[row["meeting"]],
                agenda_item_id=ids.items_of.get(row["code"]),
                closed_on=days[closed] if closed else None,
                closed_meeting_id=ids.meetings[closed] if closed else None,
                result=row["result"] or row["note"] or None,
            )
        )


def _information_actions(session: Session, ids: _Ids) -> None:
    for row in _rows("information_actions.csv"):
        action = InformationAction(
            group_id=ids.group,
            code=row["code"],
            title=row["title"],
            kind=row["kind"],
            audience=row["audience"] or None,
            first_day=_day(row["first_day"]),
            last_day=_day(row["last_day"]),
            lead_agency_id=ids.agencies[row["lead"]],
            channel=row["channel"] or None,
            material=row["material"] or None,
            reach=int(row["reach"]) if row["reach"] else None,
            evaluation=row["evaluation"] or None,
            effect=row["effect"] or None,
            state=row["status"],
            meeting_id=ids.meetings.get(row["meeting"]),
            agenda_item_id=ids.items_of.get(row["code"]),
        )
        session.add(action)
        session.flush()
        assert action.id is not None
        for slug in filter(None, row["partners"].split(";")):
            session.add(
                InformationActionPartner(
                    information_action_id=action.id,
                    agency_id=ids.agencies[slug],
                    group_id=ids.group,
                )
            )
