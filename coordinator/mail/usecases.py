"""What the group sends: what waits and why, what went, what could not; and what to do about it.

No room is known here: :mod:`coordinator.core.outbox.kinds` holds what each says of its own mail.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from coordinator.access.actor import OFFICE, Actor, Role
from coordinator.access.permissions import COORDINATOR, EVERYONE, use_case
from coordinator.core.database import Session
from coordinator.core.errors import NotAllowed, NotFound, Problem, RuleBroken
from coordinator.core.office import Office
from coordinator.core.outbox import delivery, in_transaction, kinds, store
from coordinator.core.outbox.delivery import Delivered
from coordinator.core.outbox.how_far import HowFar, way
from coordinator.core.outbox.how_far import how_far as from_counts
from coordinator.core.outbox.mail_state import MailState
from coordinator.core.outbox.mime import Parts, compose
from coordinator.core.outbox.relay import Refused, relay_of
from coordinator.core.outbox.tables import OutboxMail
from coordinator.core.outbox.wake_up import wake_up
from coordinator.core.translation import N_
from coordinator.mail.views import MailLine, MailView, OutboxView
from coordinator.roster import in_transaction as roster
from coordinator.trail.in_transaction import logged_change, set_subject

PAGE_SIZE = 25
_MOST_FILES = 500
_HIDDEN = "…"
_HEADERS = ("From", "Reply-To", "To", "Subject", "Date", "Message-ID", "Auto-Submitted")


@use_case("invitations.outbox", may=OFFICE)
def outbox(
    office: Office,
    actor: Actor,
    *,
    states: Sequence[MailState] = (MailState.WAITING,),
    page: int = 1,
) -> OutboxView:
    """The group's mails in these states, newest first, 25 to a page: five statements."""
    with office.reading() as session:
        counts = store.counts(session, actor.group_id)
        rows = store.mails(
            session, actor.group_id, states, limit=PAGE_SIZE, offset=(max(page, 1) - 1) * PAGE_SIZE
        )
        return OutboxView(
            lines=_lines(session, office, actor, rows),
            counts={state: counts.get(state, 0) for state in MailState},
            total=sum(counts.get(state, 0) for state in states),
            way=way(
                office.settings,
                tried=office.settings.mail_goes
                and store.is_held_up(session, actor.group_id, before=office.clock.now()),
            ),
            by_hand=_all_by_hand(session, office, actor),
        )


@use_case("mail.how_far", may=EVERYONE)
def how_far(office: Office, actor: Actor, *, kinds: Collection[str], about: str) -> HowFar:
    """How far mails of these kinds about a thing have come: numbers, no recipients."""
    with office.reading() as session:
        counted = store.far_about(session, actor.group_id, kinds, about, office.clock.now())
    return from_counts(office.settings, *counted)


@use_case("invitations.mail", may=OFFICE)
def mail(office: Office, actor: Actor, *, mail_id: int) -> MailView:
    """One mail exactly as it goes. What opens doors is shown to nobody but its recipient.

    Raises:
        NotFound: no such mail in the group.
    """
    with office.reading() as session:
        row = store.mail(session, actor.group_id, mail_id)
        if row is None:
            raise NotFound("not-found")
        attached = tuple(store.attachments(session, [mail_id]))
        (line,) = _lines(session, office, actor, [row])
        shows_address = actor.has(Role.COORDINATOR) and line.address is not None
        parts = Parts(row, attached)
        headers, hindrance = _headers(session, office, parts, shows_address=shows_address)
        return MailView(
            line=line,
            headers=headers,
            text=None if row.is_secret else row.text,
            html=None if row.is_secret else row.html,
            attachments=tuple(part.name for part in attached),
            hindrance=hindrance,
        )


@use_case("invitations.mail_files", may=COORDINATOR, log=N_("took the waiting emails out as files"))
def mail_files(office: Office, actor: Actor) -> bytes:
    """Everything that waits and is due, as ZIP of ``.eml`` files: for an office without a server.

    File names tell a number and a day. What opens doors is not among them; a question whose
    personal link only answers is, as long as there is no server to send it. That somebody took
    the files stands in the trail.

    Raises:
        RuleBroken: nothing waits.
    """
    with logged_change(office, actor) as session:
        rows = _rows_by_hand(session, office, actor)
        if not rows:
            raise RuleBroken("mail-nothing-waits")
        attached = store.attachments(session, [row.id for row in rows if row.id is not None])
        sender = delivery.sender_of(session, office, actor.group_id, None)
        known = _addresses(session, office, rows)
        now, target = office.clock.now(), io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as folder:
            for number, row in enumerate(rows, start=1):
                parts = Parts(row, tuple(part for part in attached if part.mail_id == row.id))
                try:
                    if not delivery.still_holds(session, office, row):
                        in_transaction.end(
                            session, row, store.DROPPED, error=in_transaction.NO_LONGER_SO
                        )
                        continue
                    message = compose(
                        parts,
                        sender,
                        address=delivery.checked_address(row, known),
                        base_url=office.settings.base_url,
                        now=now,
                        is_draft=True,
                    )
                except Refused:
                    continue
                name = f"{number:03}-{office.clock.today().isoformat()}.eml"
                folder.writestr(zipfile.ZipInfo(name, _zip_time(now)), message.as_bytes())
            if not folder.namelist():
                raise RuleBroken("mail-nothing-waits")
        return target.getvalue()


@use_case("invitations.mark_mail_sent", may=COORDINATOR, log=N_("marked an email as sent"))
def mark_mail_sent(office: Office, actor: Actor, *, mail_ids: Collection[int]) -> int:
    """Somebody has sent these by hand; how many were waiting and are marked now.

    What no longer holds was not among the files: it is let go and not called sent.
    """
    with logged_change(office, actor) as session:
        rows = store.mails_for_change(session, actor.group_id, MailState.WAITING, mail_ids)
        over = [row for row in rows if not _still_holds(session, office, row)]
        for row in over:
            in_transaction.end(session, row, store.DROPPED, error=in_transaction.NO_LONGER_SO)
        rows = [row for row in rows if row not in over]
        for row in rows:
            in_transaction.mark_sent(session, row, now=office.clock.now())
        return len(rows)


@use_case("invitations.drop_mail", may=OFFICE, log=N_("stopped an email"))
def drop_mail(office: Office, actor: Actor, *, mail_id: int) -> None:
    """The mail is never sent.

    Raises:
        NotFound: no such mail in the group.
        RuleBroken: it has gone already.
    """
    with logged_change(office, actor) as session:
        row = _for_change(session, actor, mail_id)
        if row.state in (MailState.SENT, MailState.DROPPED):
            raise RuleBroken("mail-is-over")
        in_transaction.end(session, row, store.DROPPED, error="mail-dropped-by-hand")


@use_case("invitations.try_mail_again", may=OFFICE, log=N_("had an email tried again"))
def try_mail_again(office: Office, actor: Actor, *, mail_id: int) -> None:
    """A mail that was given up goes once more.

    Raises:
        NotFound: no such mail in the group.
        RuleBroken: it was not given up, or its text was emptied because it opened doors.
    """
    with logged_change(office, actor) as session:
        row = _for_change(session, actor, mail_id)
        if row.state != MailState.FAILED or row.is_secret:
            raise RuleBroken("mail-cannot-go-again")
        in_transaction.wait_again(session, row)
    wake_up.set()


@use_case("invitations.release_mail", may=COORDINATOR, log=N_("sent the paused emails"))
def release_mail(office: Office, actor: Actor) -> int:
    """What was paused by a restore goes after all; how many mails. Their conditions still count."""
    with logged_change(office, actor) as session:
        rows = store.mails_for_change(session, actor.group_id, MailState.PAUSED)
        for row in rows:
            in_transaction.wait_again(session, row)
    wake_up.set()
    return len(rows)


@use_case("invitations.drop_paused_mail", may=COORDINATOR, log=N_("stopped the paused emails"))
def drop_paused_mail(office: Office, actor: Actor) -> int:
    """What was paused by a restore is never sent; how many mails."""
    with logged_change(office, actor) as session:
        rows = store.mails_for_change(session, actor.group_id, MailState.PAUSED)
        for row in rows:
            in_transaction.end(session, row, store.DROPPED, error="mail-dropped-by-hand")
        return len(rows)


@use_case("invitations.deliver", may=COORDINATOR)
def deliver(office: Office, actor: Actor) -> Delivered:
    """Sends what is due, of every group: for the shell of an office without a running server.

    Raises:
        NotAllowed: anybody but the shell asks.
        BadInput: the mail server's address in the settings cannot be used.
    """
    if actor.origin != "shell":
        raise NotAllowed("not-allowed")
    return delivery.deliver(office)


# Inside -------------------------------------------------------------------------------------------


def _for_change(session: Session, actor: Actor, mail_id: int) -> OutboxMail:
    row = store.mail(session, actor.group_id, mail_id, lock=True)
    if row is None:
        raise NotFound("not-found")
    if row.about:
        set_subject(session, row.about)
    return row


def _headers(
    session: Session, office: Office, parts: Parts, *, shows_address: bool
) -> tuple[tuple[tuple[str, str], ...], Problem | None]:
    """The mail's headers in their order, or why it cannot go."""
    relay = relay_of(office.settings)
    try:
        message = compose(
            parts,
            delivery.sender_of(session, office, parts.mail.group_id, relay),
            address=delivery.address_now(session, office, parts.mail),
            base_url=office.settings.base_url,
            now=office.clock.now(),
            is_draft=relay is None,
        )
    except Refused as refusal:
        return (), _problem(refusal.as_stored)
    hidden = set() if shows_address else {"To"}
    return tuple(
        (name, _HIDDEN if name in hidden else str(message[name]))
        for name in _HEADERS
        if name in message
    ), None


def _lines(
    session: Session, office: Office, actor: Actor, rows: Sequence[OutboxMail]
) -> tuple[MailLine, ...]:
    names, hidden = roster.names_and_hidden(
        session, actor.group_id, {row.person_id for row in rows if row.person_id is not None}
    )
    is_chief = actor.has(Role.COORDINATOR)
    known = _addresses(session, office, rows) if is_chief else {}
    return tuple(
        MailLine(
            id=row.id or 0,
            kind=row.kind,
            about=row.about,
            subject=row.subject,
            recipient=names.get(row.person_id or 0, ""),
            # Never an address that somebody has had: it may be the one to be protected from. Nor
            # that of somebody hidden, who may be called so in it; the files to send do hold it.
            address=known.get(row.person_id or 0, row.address)
            if is_chief and row.person_id not in hidden
            else None,
            state=MailState(row.state),
            reason=_reason(office, row),
            created_at=row.created_at,
            due_at=row.due_at,
            sent_at=row.sent_at,
            is_secret=row.is_secret,
            is_by_hand=_is_by_hand(office, row),
        )
        for row in rows
    )


def _all_by_hand(session: Session, office: Office, actor: Actor) -> tuple[int, ...]:
    """Ids of what may be taken as files now; with a mail server nobody asks."""
    if office.settings.mail_goes:
        return ()
    return tuple(row.id or 0 for row in _rows_by_hand(session, office, actor))


def _rows_by_hand(session: Session, office: Office, actor: Actor) -> list[OutboxMail]:
    waiting = store.mails(session, actor.group_id, [MailState.WAITING], limit=_MOST_FILES, offset=0)
    return [row for row in waiting if _is_by_hand(office, row)]


def _still_holds(session: Session, office: Office, row: OutboxMail) -> bool:
    return not _is_unknown_condition(row) and delivery.still_holds(session, office, row)


def _is_by_hand(office: Office, row: OutboxMail) -> bool:
    """Whether somebody may take the mail as a file and send it now."""
    if row.state != MailState.WAITING or row.due_at > office.clock.now():
        return False
    if _is_unknown_condition(row):
        return False
    return not row.is_secret or (not office.settings.mail_goes and kinds.may_go_by_hand(row.kind))


def _is_unknown_condition(row: OutboxMail) -> bool:
    """Another version wrote it: nobody can say whether the mail still holds."""
    return row.condition is not None and row.condition not in kinds.CONDITIONS


def _addresses(
    session: Session, office: Office, rows: Sequence[OutboxMail]
) -> Mapping[int, str | None]:
    ids = {row.person_id for row in rows if row.person_id is not None}
    return office.mail_addresses.of_people(session, ids) if ids else {}


def _reason(office: Office, row: OutboxMail) -> Problem | None:
    """Why the mail stands where it does."""
    if row.last_error:
        return _problem(row.last_error)
    if row.state == MailState.PAUSED:
        return Problem("mail-paused")
    return _why_it_waits(office, row) if row.state == MailState.WAITING else None


def _why_it_waits(office: Office, row: OutboxMail) -> Problem:
    if row.due_at > office.clock.now():
        return Problem("mail-due-later", (("day", row.due_at),))
    if _is_unknown_condition(row):
        return Problem("mail-condition-unknown")
    if not office.settings.mail_goes:
        return Problem("mail-no-server")
    return Problem("mail-soon")


def _problem(stored: str) -> Problem:
    """The sentence's code and the server's number, as :attr:`Refused.as_stored` wrote them."""
    code, _, number = stored.partition(" ")
    return Problem(code, (("number", number or "-"),))


def _zip_time(now: datetime) -> tuple[int, int, int, int, int, int]:
    return (now.year, now.month, now.day, now.hour, now.minute, now.second)
