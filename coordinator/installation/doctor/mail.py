"""Whether mail would go, and what has become of the mails that open doors."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from coordinator.core.errors import BadInput, Problem
from coordinator.core.messages import SENTENCES, sentence
from coordinator.core.office import Office
from coordinator.core.outbox import store as outbox
from coordinator.core.outbox.relay import Line, Refused, Relay, relay_of
from coordinator.installation.doctor.database import is_current
from coordinator.installation.settings_checks import sender_refusal
from coordinator.installation.views import Finding

_PATIENCE = 5.0  # seconds, for one step of the talk with the mail server
_LATELY = timedelta(days=7)
_PATIENCE_WITH_MAIL = timedelta(hours=1)


def relay(office: Office) -> Iterator[Finding]:
    """Whether the mail server answers and lets us in, and whether mail has a sender."""
    try:
        found = relay_of(office.settings)
    except BadInput as error:
        yield Finding("mail", ok=False, value="-", code=error.code)
        return
    file = office.settings.smtp_ca_file
    if file is not None and not _is_authority(file):
        params = (("file", str(file)),)
        yield Finding("mail", ok=False, value=str(file), code="mail-ca-unreadable", params=params)
        return
    if found is None:
        yield Finding("mail", ok=True, value="-", code="doctor-mail-by-hand")
        return
    code, number = _talk(found)
    if code is None and is_current(office):
        code, number = sender_refusal(office, found, patience=_PATIENCE)
    if code is None and found.security == "smtp" and not found.is_loopback:
        code = "doctor-mail-open"
    if code is None and is_current(office) and _is_held_up(office):
        code = "doctor-mail-held-up"
    yield Finding(
        "mail", ok=code is None, value=found.shown, code=code, params=(("number", number),)
    )


def door_mail(office: Office) -> Iterator[Finding]:
    """Sign-in links and codes: they belong to no group, so no page of mails shows them."""
    if not is_current(office):
        return
    with office.reading() as session:
        mails = outbox.counts(session, None)
    waiting, failed = mails.get(outbox.WAITING, 0), mails.get(outbox.FAILED, 0)
    is_stuck = waiting > 0 and not office.settings.mail_goes
    yield Finding(
        "sign-in mail",
        ok=not is_stuck,
        value=f"waiting {waiting}, failed {failed}",
        code="doctor-links-wait" if is_stuck else None,
        params=(("number", waiting),),
    )


def lately(office: Office) -> Iterator[Finding]:
    """Mails of the last week that were given up or are held up, of every group and of none."""
    if not is_current(office):
        return
    with office.reading() as session:
        failed, held_up, last = outbox.troubles(session, since=office.clock.now() - _LATELY)
    code, _space, number = last.partition(" ")
    if code not in SENTENCES:  # nothing that a mail said
        code = ""
    why = sentence(Problem(code, (("number", number or "-"),))) if code else "-"
    yield Finding(
        "recent mail",
        ok=not (failed or held_up),
        value=f"failed {failed}, held up {held_up}",
        code="doctor-mail-failed" if failed or held_up else None,
        params=(("failed", failed), ("held", held_up), ("why", why)),
    )


def _is_held_up(office: Office) -> bool:
    """A server that answers may still take nothing: mails that were due an hour ago tell."""
    with office.reading() as session:
        return outbox.is_held_up(session, before=office.clock.now() - _PATIENCE_WITH_MAIL)


def _talk(relay: Relay) -> tuple[str | None, int]:
    """Why no mail would be taken, as a code and the server's number."""
    try:
        with Line(relay, timeout=_PATIENCE) as line:
            line.open()
    except Refused as refusal:
        return refusal.code, refusal.number
    return None, 0


def _is_authority(file: Path) -> bool:
    try:
        ssl.create_default_context().load_verify_locations(file)
    except (OSError, ValueError):  # ssl.SSLError is an OSError
        return False
    return True
