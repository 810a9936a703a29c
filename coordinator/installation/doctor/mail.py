"""Whether mail would go, and what has become of the mails that open doors."""

from __future__ import annotations

from collections.abc import Iterator

from coordinator.access import steps as access
from coordinator.core.errors import BadInput
from coordinator.core.office import Office
from coordinator.core.outbox import store as outbox
from coordinator.core.outbox.relay import Line, Refused, Relay, relay_of
from coordinator.installation.doctor.database import is_missing
from coordinator.installation.views import Finding

_PATIENCE = 5.0  # seconds, for one step of the talk with the mail server


def relay(office: Office) -> Iterator[Finding]:
    """Whether the mail server answers and lets us in, and whether mail has a sender."""
    try:
        found = relay_of(office.settings)
    except BadInput as error:
        yield Finding("mail", ok=False, value="-", code=error.code)
        return
    if found is None:
        yield Finding("mail", ok=True, value="-")
        return
    code, number = _talk(found)
    if code is None and not office.settings.mail_from and not _has_mailboxes(office):
        code = None if found.is_loopback else "doctor-mail-from"
    if code is None and found.security == "smtp" and not found.is_loopback:
        code = "doctor-mail-open"
    yield Finding(
        "mail", ok=code is None, value=found.shown, code=code, params=(("number", number),)
    )


def door_mail(office: Office) -> Iterator[Finding]:
    """Sign-in links and codes: they belong to no group, so no page of mails shows them."""
    if is_missing(office.database):
        return
    try:
        with office.reading() as session:
            mails = outbox.counts(session, None)
    except Exception:  # noqa: BLE001 - what is wrong with the database, others say
        return
    waiting, failed = mails.get(outbox.WAITING, 0), mails.get(outbox.FAILED, 0)
    is_stuck = waiting > 0 and office.settings.smtp_url is None
    yield Finding(
        "sign-in mail",
        ok=not is_stuck,
        value=f"waiting {waiting}, failed {failed}",
        code="doctor-links-wait" if is_stuck else None,
        params=(("number", waiting),),
    )


def _talk(relay: Relay) -> tuple[str | None, int]:
    """Why no mail would be taken, as a code and the server's number."""
    try:
        with Line(relay, timeout=_PATIENCE) as line:
            line.open()
    except Refused as refusal:
        return refusal.code, refusal.number
    return None, 0


def _has_mailboxes(office: Office) -> bool:
    """Whether every group has a mailbox of its own; what is wrong with the database, others say."""
    if is_missing(office.database):
        return True
    try:
        with office.reading() as session:
            return all(group.mailbox for group in access.all_groups(session))
    except Exception:  # noqa: BLE001 - see the line above
        return True
