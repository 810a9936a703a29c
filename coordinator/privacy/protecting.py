"""Taking a name away from every place that was found, inside the caller's transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from html import escape
from typing import Any
from urllib.parse import unquote_plus

from coordinator.access import in_transaction as access
from coordinator.access.masked_copies import keep_mask
from coordinator.actions import in_transaction as actions
from coordinator.core.database import Session
from coordinator.core.dates import local_day
from coordinator.core.mailboxes import email_key
from coordinator.core.outbox import in_transaction as outbox
from coordinator.drafts import in_transaction as drafts
from coordinator.groups import in_transaction as groups
from coordinator.meetings import booking
from coordinator.meetings import in_transaction as meetings
from coordinator.minutes import in_transaction as minutes
from coordinator.privacy import rules, store
from coordinator.privacy.name_search import FoundMail, FoundText, Look, nameless
from coordinator.privacy.names.places import Match
from coordinator.privacy.views import Certainty, Did, ReceiptLine
from coordinator.roster import protection
from coordinator.roster.leading import leaders
from coordinator.roster.views import protected_name
from coordinator.trail import people as trail_people

_IN_CALENDAR = frozenset({"title", "venue"})  # columns of a meeting that its calendar entry holds
Lines = Counter[tuple[str, str, str | None, Did]]


def protect(
    session: Session, look: Look, *, mailbox: str | None, answers: Mapping[str, bool], now: datetime
) -> tuple[ReceiptLine, ...]:
    """Does it, and tells what was done; nothing that is told names anybody.

    Of somebody protected already texts and mails are all there is: the roster has no name left.
    """
    assert look.person.id is not None
    person_id, group_id = look.person.id, look.group_id
    lines: Lines = Counter()
    if look.is_again:
        _write(session, look, answers, lines, now=now)
        _index(session, group_id, lines)
        return _lines(lines)
    _roster(look, lines)
    lines["access", "doors", None, Did.ENDED] += store.count_open_doors(session, person_id, now)
    access.end_everything(session, person_id, now=now)
    numbers = trail_people.numbers_of_person(session, group_id, person_id)
    acts = store.count_own_acts(session, group_id, numbers)
    lines["trail_entry", "actor_name", None, Did.HIDDEN] += acts
    _step_down(session, group_id, person_id, lines)
    _sign_in(session, look, lines, local_day(now))
    _group_mailbox(session, look, lines)
    _write(session, look, answers, lines, now=now)
    day = local_day(now)
    led = bool(leaders(session, group_id, day).lasting)
    keeps = _has_no_successor(session, look, day)
    protection.protect(session, person_id, mailbox=mailbox, now=now, keeps_sign_in=keeps)
    # Protecting is never refused: what would lock out whoever leads is left out, and told.
    if mailbox and led and not leaders(session, group_id, day).lasting:
        protection.leave_mailbox_out(session, person_id)
        lines["person", "mailbox", None, Did.LEFT_OUT] += 1
    _index(session, group_id, lines)
    return _lines(lines)


def _write(
    session: Session, look: Look, answers: Mapping[str, bool], lines: Lines, *, now: datetime
) -> None:
    """Every text and mail that was found, and the calendar entries that follow from them."""
    for found in look.texts:
        chosen = chosen_in(found, answers)
        _text(session, look, found, chosen, lines=lines, now=now)
    for mail in look.mails:
        _mail(session, look, mail, lines)
    # Pages that are open still hold the old texts: nothing that builds on them is kept.
    minutes.end_open_pages(session, look.group_id)
    drafts.end_open_pages(session, look.group_id)
    changed_ids = _changed_meetings(look, answers)
    booking.rewrite_entries(session, group_id=look.group_id, ids=changed_ids, now=now)
    for link in store.links_onward(session):
        if look.sought.find(unquote_plus(link.next_path or "")):
            link.next_path = None
            session.add(link)


def _index(session: Session, group_id: int, lines: Lines) -> None:
    minutes.reindex(session, group_id)
    actions.reindex(session, group_id)
    lines["search_entry", "body", None, Did.REPLACED] += 1


def preview_lines(session: Session, look: Look, now: datetime) -> tuple[ReceiptLine, ...]:
    """What :func:`protect` would do beside the texts and mails, which are shown one by one."""
    assert look.person.id is not None
    person_id, group_id = look.person.id, look.group_id
    lines: Lines = Counter()
    if look.is_again:
        lines["search_entry", "body", None, Did.REPLACED] += 1
        return _lines(lines)
    _roster(look, lines)
    lines["access", "doors", None, Did.ENDED] += store.count_open_doors(session, person_id, now)
    numbers = trail_people.numbers_of_person(session, group_id, person_id)
    acts = store.count_own_acts(session, group_id, numbers)
    lines["trail_entry", "actor_name", None, Did.HIDDEN] += acts
    lines["search_entry", "body", None, Did.REPLACED] += 1
    _sign_in(session, look, lines, local_day(now))
    for source, field, code in store.duties(session, group_id, person_id):
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
        return nameless(look.sought, protected_name(found.row.agency_name))
    return look.instead


def _roster(look: Look, lines: Lines) -> None:
    person = look.person
    held: dict[str, Any] = {
        "name": person.given_name or person.family_name,
        "title": person.title,
        "phone": person.phone,
        "email": person.email,
    }
    for field, value in held.items():
        if value:
            lines["person", field, None, Did.REMOVED] += 1


def _text(
    session: Session,
    look: Look,
    found: FoundText,
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
    text = rules.masked(found.text, chosen, _instead(look, found))
    if found.is_original:
        keep_mask(session, group_id=look.group_id, place=found.place, text=text, now=now)
        lines[(*where, Did.MASKED)] += len(chosen)
        return
    setattr(found.row, found.column, _left(found, text))
    session.add(found.row)
    session.flush()
    lines[(*where, changed(found))] += len(chosen)


def _left(found: FoundText, text: str) -> str | None:
    """What stands in the column afterwards."""
    if found.is_whole:
        return None  # a protected person's attendance holds no name at all
    if not found.is_emptied:
        return text
    column = found.row.__table__.c[found.column]
    return None if column.nullable else f"{found.source.replace('_', '-')}-{found.row.id}"


def changed(found: FoundText) -> Did:
    """What becomes of a text that is no approved original."""
    return Did.REMOVED if found.is_whole or found.is_emptied else Did.REPLACED


def _mail(session: Session, look: Look, mail: FoundMail, lines: Lines) -> None:
    row = mail.row
    where = ("outbox_mail", "text", row.about)
    if mail.is_stopped:
        outbox.stop(session, row, mail.parts)
        lines[(*where, Did.STOPPED)] += 1
        return
    if mail.is_waiting and mail.is_unreadable:
        outbox.hold(row)
        lines[(*where, Did.HELD)] += 1
    replaced = outbox.drop_parts(session, mail.named_parts)
    for column, matches in mail.matches.items():
        # Nobody looks at each mail; in one to the person a given name alone is the person's.
        kept = [
            one for one in matches if mail.is_to_person or one.certainty is not Certainty.UNSURE
        ]
        if kept:
            instead = escape(look.instead) if column == "html" else look.instead
            setattr(row, column, rules.masked(getattr(row, column), kept, instead))
            replaced += len(kept)
    replaced += outbox.forget_addresses(row, mail.addresses)
    if replaced:
        lines[(*where, Did.REPLACED)] += replaced


def _step_down(session: Session, group_id: int, person_id: int, lines: Lines) -> None:
    for code in meetings.step_down(session, group_id=group_id, person_id=person_id):
        lines["meeting", "leads", code, Did.REMOVED] += 1
    for code in minutes.step_down(session, group_id, person_id):
        lines["minutes", "adjuster", code, Did.REMOVED] += 1


def _sign_in(session: Session, look: Look, lines: Lines, day: date) -> None:
    if look.person.email and _has_no_successor(session, look, day):
        lines["person", "sign_in", None, Did.HIDDEN] += 1


def _has_no_successor(session: Session, look: Look, day: date) -> bool:
    """The group's last coordinator is hidden at once and stays able to work until there is one."""
    assert look.person.id is not None
    return look.person.id in groups.coordinators(
        session, look.group_id
    ) and not protection.has_successor(session, look.group_id, look.person.id, day)


def _group_mailbox(session: Session, look: Look, lines: Lines) -> None:
    group = store.group(session, look.group_id)
    own = email_key(look.person.email or "")
    if own and email_key(group.mailbox or "") == own:
        group.mailbox = None
        lines["collaboration_group", "mailbox", None, Did.REMOVED] += 1


def _changed_meetings(look: Look, answers: Mapping[str, bool]) -> set[int]:
    """Ids of the meetings whose calendar entry holds a text that was changed."""
    return {
        found.row.id
        for found in look.texts
        if found.source == "meeting" and found.column in _IN_CALENDAR and chosen_in(found, answers)
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
