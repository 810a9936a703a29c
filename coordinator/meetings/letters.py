"""What is mailed about one meeting from this room: a one-time code, and nothing that says for what.

A mail spreads to lock screens and shared computers, so it tells neither the meeting nor its place.
"""

from __future__ import annotations

from coordinator.core.outbox.body import Body, as_html, as_text
from coordinator.core.outbox.letters import Letter
from coordinator.core.translation import _


def code_letter(code: str, *, address: str, person_id: int, group_id: int) -> Letter:
    body = Body(
        heading=_("Your code: {code}", code=code),
        paragraphs=(
            _("Write it on the page where you asked for it. It works once, for ten minutes."),
            _("Did you not ask for a code? Then you need not do anything."),
        ),
        why=_("You get this mail because somebody signed in as you asked for a code."),
    )
    return Letter(
        kind="one_time_code",
        address=address,
        subject=_("Your code"),
        text=as_text(body),
        html=as_html(body),
        group_id=group_id,
        person_id=person_id,
        is_secret=True,
    )
