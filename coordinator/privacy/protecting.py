"""Taking a name away from every place that was found, inside the caller's transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from coordinator.access import steps as access
from coordinator.access.masks import keep_mask
from coordinator.actions import steps as actions
from coordinator.core.database import Session
from coordinator.core.outbox import recall
from coordinator.meetings import steps as meetings
from coordinator.minutes import steps as minutes
from coordinator.privacy import rules, store
from coordinator.privacy.looking import FoundMail, FoundText, Look
from coordinator.privacy.rules import Match
from coordinator.privacy.views import Certainty, Did, ReceiptLine
from coordinator.roster import steps as roster
from coordinator.roster.views import protected_name

_IN_CALENDAR = frozenset({"title", "venue"})  # columns of a meeting that its calendar entry holds
Lines = Counter[tuple[str, str, str | None, Did]]
ByGroup = dict[int, Lines]


def protect(
    session: Session, look: Look, *, mailbox: str | None, answers: Mapping[str, bool], now: datetime
) -> dict[int, tuple[ReceiptLine, ...]]:
    """Does it, and tells by group what was done; nothing that is told names anybody."""
    assert look.person.id is not None
    person_id = look.person.id
    done: ByGroup = {group_id: Counter() for group_id in look.groups}
    _roster(look, done)
    ended = store.count_open_doors(session, person_id, now)
    access.end_everything(session, person_id, now=now)
    for found in look.texts:
        # Nobody answers for a text that they were not shown.
        chosen = chosen_in(found, {} if found.group_id in look.unseen else answers)
        lines = done[found.group_id]
        _text(session, found, _instead(look, found), chosen, lines=lines, now=now)
    for mail in look.mails:
        _mail(session, look, mail, done)
    for group_id in look.groups:
        lines = done[group_id]
        lines["access", "doors", None, Did.ENDED] += ended
        acts = store.count_own_acts(session, group_id, person_id)
        lines["trail_entry", "actor_name", None, Did.HIDDEN] += acts
        _step_down(session, group_id, person_id, lines)
        _group_mailbox(session, look, group_id, lines)
        changed = _changed_meetings(look, group_id, answers)
        meetings.rewrite_entries(session, group_id=group_id, ids=changed, now=now)
    roster.protect(session, person_id, mailbox=mailbox, now=now)
    for group_id in look.groups:
        minutes.reindex(session, group_id)
        actions.reindex(session, group_id)
        done[group_id]["search_entry", "body", None, Did.REPLACED] += 1
    return {group_id: _lines(counted) for group_id, counted in done.items()}


def preview_lines(
    session: Session, look: Look, group_id: int, now: datetime
) -> tuple[ReceiptLine, ...]:
    """What :func:`protect` would do beside the texts and mails, which are shown one by one."""
    assert look.person.id is not None
    done: ByGroup = {one: Counter() for one in look.groups}
    _roster(look, done)
    lines = done[group_id]
    lines["access", "doors", None, Did.ENDED] += store.count_open_doors(
        session, look.person.id, now
    )
    acts = store.count_own_acts(session, group_id, look.person.id)
    lines["trail_entry", "actor_name", None, Did.HIDDEN] += acts
    lines["search_entry", "body", None, Did.REPLACED] += 1
    for source, field, code in store.duties(session, group_id, look.person.id):
        lines[source, field, code, Did.REMOVED] += 1
    return _lines(lines)


def chosen_in(found: FoundText, answers: Mapping[str, bool]) -> Sequence[Match]:
    """What is replaced in a text; the person's own attendance is no matter of opinion."""
    if found.is_whole:
        return found.matches
    return rules.chosen(found.place, found.text, found.matches, answers)


def _instead(look: Look, found: FoundText) -> str:
    """What stands in the name's place: in attendance the agency the person sat for that day."""
    if found.is_whole:
        return protected_name(found.row.agency_name)
    return look.instead[found.group_id]


def _roster(look: Look, done: ByGroup) -> None:
    person = look.person
    held: dict[str, Any] = {
        "name": person.given_name or person.family_name,
        "title": person.title,
        "phone": person.phone,
        "email": person.email,
    }
    for lines in done.values():
        for field, value in held.items():
            if value:
                lines["person", field, None, Did.REMOVED] += 1


def _text(
    session: Session,
    found: FoundText,
    instead: str,
    chosen: Sequence[Match],
    *,
    lines: Lines,
    now: datetime,
) -> None:
    where = (found.source, found.column, found.about)
    if spared := len(found.matches) - len(chosen):
        lines[(*where, Did.SPARED)] += spared
    if not chosen:
        return
    text = rules.masked(found.text, chosen, instead)
    if found.is_original:
        keep_mask(session, group_id=found.group_id, place=found.place, text=text, now=now)
        lines[(*where, Did.MASKED)] += len(chosen)
        return
    # A protected person's attendance holds no name at all.
    setattr(found.row, found.column, None if found.is_whole else text)
    session.add(found.row)
    session.flush()
    lines[(*where, Did.REMOVED if found.is_whole else Did.REPLACED)] += len(chosen)


def _mail(session: Session, look: Look, mail: FoundMail, done: ByGroup) -> None:
    row = mail.row
    group_id = row.group_id if row.group_id in done else look.groups[0]
    lines = done[group_id]
    where = ("outbox_mail", "text", row.about)
    if mail.is_stopped:
        recall.stop(session, row, mail.parts)
        lines[(*where, Did.STOPPED)] += 1
        return
    if mail.is_waiting and mail.is_unreadable:
        recall.hold(row)
        lines[(*where, Did.HELD)] += 1
    replaced = recall.drop_parts(session, mail.named_parts)
    for column, matches in mail.matches.items():
        # Nobody looks at each mail: what is doubtful is replaced as well.
        kept = [one for one in matches if one.certainty is not Certainty.UNSURE]
        instead = look.instead[group_id]
        if kept:
            new = rules.masked(
                getattr(row, column), kept, escape(instead) if column == "html" else instead
            )
            setattr(row, column, new)
            replaced += len(kept)
    if look.person.email:
        replaced += recall.forget_address(row, look.person.email)
    if replaced:
        lines[(*where, Did.REPLACED)] += replaced


def _step_down(
    session: Session,
    group_id: int,
    person_id: int,
    lines: Lines,
) -> None:
    for code in meetings.step_down(session, group_id=group_id, person_id=person_id):
        lines["meeting", "leads", code, Did.REMOVED] += 1
    for code in minutes.step_down(session, group_id, person_id):
        lines["minutes", "adjuster", code, Did.REMOVED] += 1


def _group_mailbox(
    session: Session,
    look: Look,
    group_id: int,
    lines: Lines,
) -> None:
    group = store.group(session, group_id)
    own = (look.person.email or "").casefold()
    if own and (group.mailbox or "").casefold() == own:
        group.mailbox = None
        lines["collaboration_group", "mailbox", None, Did.REMOVED] += 1


def _changed_meetings(look: Look, group_id: int, answers: Mapping[str, bool]) -> set[int]:
    """Ids of the meetings whose calendar entry holds a text that was changed."""
    return {
        found.row.id
        for found in look.texts
        if found.group_id == group_id
        and found.source == "meeting"
        and found.column in _IN_CALENDAR
        and chosen_in(found, answers)
    }


def _lines(counted: Mapping[tuple[str, str, str | None, Did], int]) -> tuple[ReceiptLine, ...]:
    return tuple(
        ReceiptLine(source, field, about, did, count)
        for (source, field, about, did), count in counted.items()
        if count
    )


def as_said(lines: Iterable[ReceiptLine]) -> list[list[Any]]:
    """Lines as the trail keeps them."""
    return [[one.source, one.field, one.about, one.did.value, one.count] for one in lines]


def as_lines(said: Iterable[Iterable[Any]]) -> Iterator[ReceiptLine]:
    for source, field, about, did, count in said:
        yield ReceiptLine(source, field, about, Did(did), count)
