"""A pass over what waits: claimed in one transaction, sent outside any, marked in the next.

A worker that dies between the server's yes and the mark leaves a claim behind; when it runs out
the mail goes once more, with the same Message-ID. Nothing is lost, and at most one mail for each
worker that died goes twice. Each step of the database's is done once more where somebody else's
lock was in the way; the sending itself is not.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from coordinator.core.database import Session, save
from coordinator.core.database_errors import once_more
from coordinator.core.mailboxes import email_key
from coordinator.core.office import Office
from coordinator.core.outbox import in_transaction, kinds, store
from coordinator.core.outbox.mail_addresses import Sender
from coordinator.core.outbox.mime import Parts, compose, message_id
from coordinator.core.outbox.refused import Refused
from coordinator.core.outbox.relay import Line, Relay, relay_of
from coordinator.core.outbox.tables import OutboxMail

log = logging.getLogger(__name__)

CLAIM: Final = timedelta(minutes=10)  # longer than one mail can take at its slowest
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=2)
# Until somebody has mended what is ours: a sender that is not taken, a relay that does not know us.
REST: Final = timedelta(minutes=10)
MOST_ATTEMPTS: Final = 30  # with the waits above: two days


@dataclass(frozen=True)
class Delivered:
    """What a pass did, and how many mails of the installation wait after it.

    ``outage``: why no mail could go, or none of some sender, as a code; None when nothing of ours
    stood in the way. ``is_stopped``: the pass ended there, since no other mail would have gone.
    """

    sent: int
    failed: int
    waiting: int
    outage: str | None = None
    is_stopped: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class _Claim:
    """A mail in this worker's hands until a moment."""

    mail_id: int
    until: datetime
    attempts: int


def wait_after(attempts: int) -> timedelta:
    """How long a mail rests after that many attempts: doubling, up to two hours."""
    doublings = max(0, min(attempts - 1, 20))
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def deliver(
    office: Office, *, limit: int | None = None, go_on: Callable[[], bool] = lambda: True
) -> Delivered:
    """Sends what is due, of every group, oldest first; several workers share it by row locks.

    Stops after ``limit`` mails, when ``go_on`` says no, and when the server cannot be reached.

    Raises:
        BadInput: the mail server's address in the settings cannot be used.
    """
    relay = relay_of(office.settings)
    sent = failed = handled = 0
    outage, is_stopped = None, False
    if relay is not None and _is_anything_due(office):
        with Line(relay) as line:
            while (limit is None or handled < limit) and go_on():
                claim = once_more(lambda: _claim_next(office))
                if claim is None:
                    break
                handled += 1
                try:
                    done = _send(office, line, claim)
                except Refused as refusal:
                    failed += once_more(partial(_put_back, office, claim, refusal))
                    if refusal.is_outage or refusal.is_ours:
                        outage = refusal.as_stored
                    if refusal.is_outage:
                        is_stopped = True
                        break
                else:
                    sent += done
    with office.reading() as session:
        return Delivered(sent, failed, store.count_waiting(session), outage, is_stopped)


def _is_anything_due(office: Office) -> bool:
    """A look that takes no lock: an idle worker must not stand in anybody's way."""
    with office.reading() as session:
        return store.has_due(session, office.clock.now())


def _claim_next(office: Office) -> _Claim | None:
    now = office.clock.now()
    with office.transaction() as session:
        row = store.next_due(session, now)
        if row is None:
            return None
        assert row.id is not None
        row.claimed_until = now + CLAIM
        row.attempts += 1
        row.message_id = message_id(row.message_id, office.settings.base_url)
        save(session, row)
        return _Claim(row.id, row.claimed_until, row.attempts)


def _send(office: Office, line: Line, claim: _Claim) -> bool:
    """True when the server has taken the mail; False when it is dropped unsent.

    Raises:
        Refused: it did not go.
    """
    line.open()  # may take half a minute, so before the last look at what is to go
    try:
        ready = _ready(office, line.relay, claim)
    except Refused:
        raise
    except Exception as error:  # noqa: BLE001 - one odd mail must not hold up the others
        _log(claim.mail_id, error)
        raise Refused("mail-odd") from None
    if ready is None:
        once_more(lambda: _drop(office, claim))
        return False
    sender, address, content = ready
    line.send(sender=sender, address=address, content=content)
    # What is not marked goes twice: the likeliest reason, somebody else's lock, is waited out.
    once_more(lambda: _mark_sent(office, claim, address))
    return True


def _mark_sent(office: Office, claim: _Claim, address: str) -> None:
    with office.transaction() as session:
        row = store.by_id(session, claim.mail_id)
        # Whatever happened to the row meanwhile: the mail has gone, so that is what stands. An
        # address that was taken out while it went is not written back.
        if row is not None:
            if row.address:
                row.address = address
            in_transaction.mark_sent(session, row, now=office.clock.now())


def _ready(office: Office, relay: Relay, claim: _Claim) -> tuple[str, str, bytes] | None:
    """Sender, address and the mail; None when what it tells no longer holds.

    Read again: since it was claimed somebody may have stopped it, or taken a name out of it.
    """
    with office.reading() as session:
        mail = store.held(session, claim.mail_id, claim.until, lock=False)
        if mail is None or not still_holds(session, office, mail):
            return None
        sender = sender_of(session, office, mail.group_id, relay)
        address = address_now(session, office, mail)
        if sender.is_demo and not relay.is_loopback:
            raise Refused("mail-demo-stays", is_final=True)
        message = compose(
            Parts(mail, tuple(store.attachments(session, [claim.mail_id]))),
            sender,
            address=address,
            base_url=office.settings.base_url,
            now=office.clock.now(),
        )
        return sender.address or "", address, message.as_bytes()


def sender_of(
    session: Session, office: Office, group_id: int | None, relay: Relay | None
) -> Sender:
    """Who the mail comes from: the group's mailbox, or the installation's address.

    On this very machine, where nothing leaves, there is always one.
    """
    group = office.mail_addresses.sender(session, group_id)
    if group.address:
        return group
    if own := office.settings.sender:
        return Sender(own.name or group.name, own.address, group.is_demo)
    is_here = relay is not None and relay.is_loopback
    return Sender(group.name, "samordning@localhost" if is_here else None, group.is_demo)


def address_now(session: Session, office: Office, mail: OutboxMail) -> str:
    """Where the mail goes: to the address its person has now.

    Raises:
        Refused: the person has none any more, or another one than the mail's open door was for.
    """
    known: dict[int, str | None] = {}
    if mail.person_id is not None:
        known = dict(office.mail_addresses.of_people(session, [mail.person_id]))
    return checked_address(mail, known)


def checked_address(mail: OutboxMail, known: Mapping[int, str | None]) -> str:
    """As :func:`address_now`, with people's addresses at hand."""
    if kinds.is_to_mailbox(mail.kind):  # what it opens is looked up when it is pressed
        return mail.address
    if mail.person_id is None or mail.person_id not in known:
        return mail.address
    now = known[mail.person_id]
    if not now:
        raise Refused("mail-address-gone", is_final=True)
    if mail.is_secret and email_key(now) != email_key(mail.address):
        raise Refused("mail-address-changed", is_final=True)
    return now


def still_holds(session: Session, office: Office, mail: OutboxMail) -> bool:
    """Whether what the mail tells is still so.

    Raises:
        Refused: it names a condition that this installation does not know.
    """
    if mail.condition is None:
        return True
    holds = kinds.CONDITIONS.get(mail.condition)
    if holds is None:
        raise Refused("mail-condition-unknown")
    return holds(session, mail.condition_about or "", office.clock.today())


def _drop(office: Office, claim: _Claim) -> None:
    with office.transaction() as session:
        row = store.held(session, claim.mail_id, claim.until)
        if row is not None:
            in_transaction.end(session, row, store.DROPPED, error=in_transaction.NO_LONGER_SO)


def _put_back(office: Office, claim: _Claim, refusal: Refused) -> int:
    """Lets the mail rest before the next attempt, or gives it up; 1 when it was given up.

    An outage is not the mail's fault: it counts as no attempt, and every mail that is due says why
    it does not go. Nor is a sender that the server does not take: the mails of that group rest, and
    those of others go.
    """
    log.warning("mail %s, attempt %s: %s", claim.mail_id, claim.attempts, refusal.as_stored)
    now = office.clock.now()
    is_ours = refusal.is_outage or refusal.is_ours
    is_over = refusal.is_final or (claim.attempts >= MOST_ATTEMPTS and not is_ours)
    with office.transaction() as session:
        row = store.held(session, claim.mail_id, claim.until)
        if row is None:
            return 0
        if is_over:
            in_transaction.end(session, row, store.FAILED, error=refusal.as_stored)
            return 1
        row.last_error = refusal.as_stored
        row.attempts -= is_ours
        rests = REST if refusal.is_ours else wait_after(claim.attempts)
        row.claimed_until = None if refusal.is_outage else now + rests
        save(session, row)
        if refusal.is_outage:
            store.note_outage(session, refusal.as_stored, now=now)
        elif refusal.is_senders:
            store.let_rest(session, row.group_id, refusal.as_stored, now=now, until=now + REST)
    return 0


def _log(mail_id: int, error: Exception) -> None:
    """Where it broke, without the error's own words: they can hold an address."""
    place = "".join(traceback.format_tb(error.__traceback__))
    log.error("mail %s: %s\n%s", mail_id, type(error).__name__, place)
