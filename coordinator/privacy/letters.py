"""The one mail of this room. It says that something waits, and nothing of what or whom."""

from __future__ import annotations

from typing import Final

from coordinator.core.outbox import kinds
from coordinator.core.outbox.body import Body, as_html, as_text
from coordinator.core.outbox.mail import Mail
from coordinator.core.translation import N_, _

URGENT: Final = kinds.kind("urgent", N_("urgent question about protection"))


def asked_mail(address: str, *, person_id: int, group_id: int, base_url: str) -> Mail:
    body = Body(
        heading=_("Something urgent waits for you"),
        paragraphs=(_("Sign in and look at Home. It cannot wait until the next meeting."),),
        button=(_("Open Samordnaren"), base_url),
        why=_("You get this email because you coordinate a group."),
    )
    return Mail(
        kind=URGENT,
        address=address,
        person_id=person_id,
        group_id=group_id,
        subject=_("Something urgent waits for you"),
        text=as_text(body),
        html=as_html(body),
    )
