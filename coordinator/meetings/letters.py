"""What is mailed about one meeting from this room: a one-time code, and nothing that says for what.

A mail spreads to lock screens and shared computers, so it tells neither the meeting nor its place.
"""

from __future__ import annotations

from typing import Final

from coordinator.core.outbox import kinds
from coordinator.core.outbox.body import Body, as_html, as_text
from coordinator.core.outbox.mail import Mail
from coordinator.core.translation import N_, _

CODE: Final = kinds.kind("one_time_code", N_("one-time code"))


def code_mail(code: str, *, address: str, person_id: int, group_id: int) -> Mail:
    body = Body(
        heading=_("Your code: {code}", code=code),
        paragraphs=(
            _("Write it on the page where you asked for it. It works once, for ten minutes."),
            _("Did you not ask for a code? Then you need not do anything."),
        ),
        why=_("You get this email because somebody signed in as you asked for a code."),
    )
    return Mail(
        kind=CODE,
        address=address,
        subject=_("Your code"),
        text=as_text(body),
        html=as_html(body),
        group_id=group_id,
        person_id=person_id,
        is_secret=True,
    )
