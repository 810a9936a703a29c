"""Taking the record of a meeting from draft to sent: what goes out, who adjusts, its number."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import MEMBERS, REGISTRY, use_case
from coordinator.core.database import Session, remove, save
from coordinator.core.errors import Conflict, NotFound, Problem, RuleBroken
from coordinator.core.lifecycles import next_state
from coordinator.core.office import Office
from coordinator.core.text import typed_line
from coordinator.core.translation import N_, _
from coordinator.meetings import in_transaction as meetings
from coordinator.meetings.tables import Meeting
from coordinator.minutes import in_transaction, letters, paragraph_marks, rules, store
from coordinator.minutes.lifecycle import MINUTES, MinutesEvent, MinutesState
from coordinator.minutes.rows_to_views import meeting_of, minutes_view, view_with_mails
from coordinator.minutes.tables import Minutes
from coordinator.minutes.views import MinutesView, SendingView
from coordinator.roster import in_transaction as roster
from coordinator.trail import go_aheads
from coordinator.trail import in_transaction as trail
from coordinator.trail.go_aheads import UnclearPlace, Writing, must_be_cleared
from coordinator.trail.in_transaction import logged_change


@use_case("minutes.advance", may=OFFICE, log=N_("took the notes a step further"))
def advance(
    office: Office,
    actor: Actor,
    *,
    code: str,
    version: int,
    event: MinutesEvent,
    comments_by: date | None = None,
    reason: str | None = None,
    acknowledged: Collection[str] = (),
    accepted: Collection[str] = (),
) -> MinutesView:
    """Takes the minutes' next step and writes down today's day for it.

    ``APPROVE`` locks what the minutes tell of the meeting with them: who was there, the agenda,
    the theme, its state.

    ``CIRCULATE`` and ``SEND`` queue a mail to each representative of the day that tells where to
    read. ``comments_by``: until when comments are asked for, with ``CIRCULATE`` only. ``reason``:
    why texts that may point to somebody go out as they are; it is kept as a go-ahead for those
    texts. ``acknowledged``: the ``text_hash`` of places with nothing but quiet findings that the
    actor has read once more (:func:`unclear_places`). ``accepted``: codes of what
    :func:`asked_before_approval` asks that were answered with a yes; the log tells which.

    Raises:
        RuleBroken: no such step, or the meeting is not closed; something is asked before approval
            and not accepted; what
            :func:`coordinator.trail.go_aheads.must_be_cleared` asks, with its ``places``.
        Conflict: somebody else took a step in between.
        BadInput: the day for comments has passed.
    """
    today = office.clock.today()
    rules.check_comments_by(comments_by, today)
    with logged_change(office, actor, about=code) as session:
        meeting, record = _record(session, actor, code, version)
        if meeting.state != "held":
            raise RuleBroken("minutes-meeting-not-closed")
        state = next_state(MINUTES, MinutesState(record.state), event)
        if event in rules.ASKED_BEFORE:
            texts = _writings(session, actor, meeting)
            now = office.clock.now()
            must_be_cleared(
                session,
                actor,
                texts,
                now=now,
                reason=reason,
                acknowledged=acknowledged,
                about=code,
            )
        if event is MinutesEvent.APPROVE:
            _must_be_answered(session, actor, meeting, record, accepted=accepted, today=today)
            meetings.approve(session, group_id=actor.group_id, code=code, day=today)
        record.state = state.value
        _write_day(record, event, today, comments_by)
        save(session, record)
        in_transaction.open_to_all(session, meeting, state)
        reached = letters.queue_mails(session, office, meeting, event, comments_by=comments_by)
        _ask_for_comments(session, meeting, event, reached)
        return view_with_mails(session, actor, code, office, (letters.MINUTES,))


@use_case("minutes.asked_before_approval", may=OFFICE)
def asked_before_approval(office: Office, actor: Actor, *, code: str) -> tuple[Problem, ...]:
    """What somebody must say yes to before the notes are approved today.

    Raises:
        NotFound: no such meeting in the group.
    """
    with office.reading() as session:
        meeting, record, _heading = meeting_of(session, actor, code)
        if record is None:
            return ()
        return _asked_of(session, actor, meeting, record, office.clock.today())


def _asked_of(
    session: Session, actor: Actor, meeting: Meeting, record: Minutes, today: date
) -> tuple[Problem, ...]:
    assert meeting.id is not None
    names = (
        roster.person_names(session, actor.group_id, [record.adjuster_id])
        if record.adjuster_id
        else {}
    )
    is_agreed = record.agreed_at is not None
    return rules.asked_before_approval(
        comments_by=record.comments_by,
        adjuster=names.get(record.adjuster_id or 0),
        is_agreed=is_agreed,
        is_changed=is_agreed and record.agreed_text != _what_stands(session, actor, meeting),
        today=today,
    )


def _what_stands(session: Session, actor: Actor, meeting: Meeting) -> str:
    """A digest of what an adjuster says yes to: titles, notes and decisions."""
    assert meeting.id is not None
    items = store.items_with_notes(session, actor.group_id, meeting.id)
    decided = store.decisions(session, actor, meeting.id)
    stands = (
        [(item.number, item.title, note.text if note else "") for item, note in items],
        [(one.number, one.text) for one in decided if not one.is_withdrawn],
    )
    return hashlib.sha256(repr(stands).encode()).hexdigest()


def _must_be_answered(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    record: Minutes,
    *,
    accepted: Collection[str],
    today: date,
) -> None:
    """Refuses what was asked and not answered; what was answered stands in the log."""
    asked = _asked_of(session, actor, meeting, record, today)
    open_ones = [one for one in asked if one.code not in accepted]
    if open_ones:
        raise RuleBroken(open_ones[0].code, **dict(open_ones[0].params))
    if asked:
        trail.add_values(session, **{one.code.replace("-", "_"): True for one in asked})


def _ask_for_comments(
    session: Session, meeting: Meeting, event: MinutesEvent, reached: letters.Recipients
) -> None:
    """Who may read the notes while they are out for comments; afterwards nobody by that right."""
    assert meeting.id is not None
    remove(session, *store.requests(session, meeting.id))
    if event is MinutesEvent.CIRCULATE:
        letters.ask_for_comments(session, meeting.group_id, meeting.id, reached)


def _write_day(record: Minutes, event: MinutesEvent, today: date, comments_by: date | None) -> None:
    if event is MinutesEvent.CIRCULATE:
        record.circulated_on, record.comments_by = today, comments_by
        _forget_agreement(record)
    elif event is MinutesEvent.WITHDRAW:
        _forget_agreement(record)
    elif event is MinutesEvent.APPROVE:
        record.approved_on = today
    elif event is MinutesEvent.SEND:
        record.sent_on = today


def _forget_agreement(record: Minutes) -> None:
    record.agreed_at = record.agreement_by_id = record.agreed_text = None


@use_case("minutes.sending_of", may=OFFICE)
def sending_of(
    office: Office,
    actor: Actor,
    *,
    code: str,
    event: MinutesEvent,
    comments_by: date | None = None,
) -> SendingView:
    """The mail that a step would send and those who would get it, before it is taken.

    Raises:
        NotFound: no such meeting in the group.
    """
    with office.reading() as session:
        meeting = meeting_of(session, actor, code)[0]
        return letters.view(session, office, meeting, event, comments_by=comments_by)


@use_case("minutes.unclear_places", may=OFFICE)
def unclear_places(office: Office, actor: Actor, *, code: str) -> tuple[UnclearPlace, ...]:
    """Where the minutes may point to somebody, or hold a bracket like a mark; no value leaves.

    What somebody has answered for is left out.

    Raises:
        NotFound: no such meeting in the group.
    """
    with office.reading() as session:
        meeting = meeting_of(session, actor, code)[0]
        return go_aheads.unclear_places(session, actor.group_id, _writings(session, actor, meeting))


@use_case("minutes.set_adjuster", may=OFFICE, log=N_("chose who adjusts the notes"))
def set_adjuster(
    office: Office, actor: Actor, *, code: str, version: int, person_id: int | None
) -> MinutesView:
    """Names who adjusts the minutes beside the chair, or nobody.

    Raises:
        RuleBroken: the person is protected (the name would stand in the minutes), or the minutes
            are approved.
        NotFound: nobody of the group.
        Conflict: somebody else changed the minutes in between.
    """
    with logged_change(office, actor, about=code) as session:
        _meeting, record = _record(session, actor, code, version, unlocked=True)
        if person_id is not None:
            if not roster.person_names(session, actor.group_id, [person_id]):
                raise NotFound("not-found")
            if roster.is_protected(session, actor.group_id, person_id):
                raise RuleBroken("adjuster-protected")
        if person_id != record.adjuster_id:
            _forget_agreement(record)
        record.adjuster_id = person_id
        save(session, record)
        return minutes_view(session, actor, code)


@use_case("minutes.note_agreement", may=OFFICE, log=N_("wrote down that the adjuster has said yes"))
def note_agreement(office: Office, actor: Actor, *, code: str, version: int) -> MinutesView:
    """The adjuster has told the office that the notes are right.

    Raises:
        RuleBroken: nobody adjusts these notes, or they are not out for comments.
        Conflict: somebody else changed the minutes in between.
    """
    with logged_change(office, actor, about=code) as session:
        meeting, record = _record(session, actor, code, version, unlocked=True)
        _agree(session, office, actor, meeting, record)
        save(session, record)
        return minutes_view(session, actor, code)


@use_case("minutes.agree", may=MEMBERS, log=N_("has read the notes as adjuster and said yes"))
def agree(office: Office, actor: Actor, *, code: str) -> None:
    """The adjuster says yes to notes that are out for comments, on their own page.

    Saying it once more changes nothing, as long as nothing was written in between.

    Raises:
        NotFound: no such meeting, its notes are not open to the reader, or somebody else adjusts.
        RuleBroken: they are not out for comments.
    """
    with logged_change(office, actor, about=code) as session:
        store.lock_by_code(session, actor.group_id, code)
        meeting, record, _heading = meeting_of(session, actor, code, office.clock.today())
        if record is None or record.adjuster_id != actor.person_id:
            raise NotFound("not-found")
        _agree(session, office, actor, meeting, record)
        save(session, record)


def _agree(
    session: Session, office: Office, actor: Actor, meeting: Meeting, record: Minutes
) -> None:
    if record.state != MinutesState.CIRCULATED or record.adjuster_id is None:
        raise RuleBroken("agreement-not-asked")
    record.agreed_at, record.agreement_by_id = office.clock.now(), actor.person_id
    record.agreed_text = _what_stands(session, actor, meeting)


@use_case(
    "minutes.set_registration_number", may=REGISTRY, log=N_("wrote the notes' registration number")
)
def set_registration_number(
    office: Office, actor: Actor, *, code: str, version: int, registration_number: str
) -> MinutesView:
    """Enters the number under which the minutes are registered (dnr), at any time.

    It is the register's: no part of what is approved, and often given after it.

    Raises:
        Conflict: somebody else changed the minutes in between.
    """
    with logged_change(office, actor, about=code) as session:
        _meeting, record = _record(session, actor, code, version)
        record.registration_number = typed_line(registration_number) or None
        save(session, record)
        return minutes_view(session, actor, code)


def _record(
    session: Session, actor: Actor, code: str, version: int, *, unlocked: bool = False
) -> tuple[Meeting, Minutes]:
    """The meeting's minutes to be changed, locked and counted up.

    ``unlocked``: they must not be approved. That comes before the version, or a page drawn before
    the approval would only be told to try again.

    Raises:
        NotFound: no such meeting in the group.
        RuleBroken: they are approved.
        Conflict: somebody else changed them in between.
    """
    store.lock_by_code(session, actor.group_id, code)
    meeting, record, _heading = meeting_of(session, actor, code)
    record = record or in_transaction.begin(session, meeting)
    if unlocked:
        rules.check_unlocked(MinutesState(record.state))
    if record.version != version:
        raise Conflict("changed-meanwhile", version=record.version)
    return meeting, record


def _writings(session: Session, actor: Actor, meeting: Meeting) -> list[Writing]:
    """Every text that goes out with the minutes, in the order of the paper."""
    assert meeting.id is not None
    texts = [_asked("meeting", meeting.id, meeting.theme or "", _("the theme"), is_line=True)]
    decided: dict[int, list[Writing]] = {}
    for row in store.decisions(session, actor, meeting.id):
        if not row.is_withdrawn:
            assert row.id is not None
            where = in_transaction.decision_code(meeting, row)
            decided.setdefault(row.agenda_item_id, []).append(
                _asked("decision", row.id, row.text, where, row.agenda_item_id)
            )
    for item, note in store.items_with_notes(session, actor.group_id, meeting.id):
        assert item.id is not None
        title = _("the title of item {n}", n=item.number)
        texts.append(_asked("agenda_item", item.id, item.title, title, item.id, is_line=True))
        if note is not None:
            place = _("item {n}", n=item.number)
            texts.append(_asked("note", item.id, note.text, place, item.id))
        texts += decided.get(item.id, [])
    return texts


def _asked(
    source: str,
    source_id: int,
    text: str,
    where: str,
    item: int | None = None,
    *,
    is_line: bool = False,
) -> Writing:
    """A text: a bracket that may be a mark is asked about, too.

    ``is_line``: it has no paragraphs, so that a mark hides nothing in it and is asked about.
    """
    is_asked = paragraph_marks.has_unknown(text) or (is_line and paragraph_marks.has_marks(text))
    also = (go_aheads.MARK,) if is_asked else ()
    return Writing(source, source_id, text, where, item, also)
