"""What leaves the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from coordinator.core.errors import Problem
from coordinator.core.outbox.how_far import Way
from coordinator.core.outbox.mail_state import MailState


@dataclass(frozen=True)
class MailLine:
    """One mail of the group. ``reason`` says in a code why it stands where it does.

    ``address`` is None for everybody but the coordinator. ``recipient`` is the person's name as
    everybody may see it; empty when the mail goes to no person of the roster. ``is_by_hand``: it is
    among the files to be sent by hand now.
    """

    id: int
    kind: str
    about: str | None
    subject: str
    recipient: str
    address: str | None
    state: MailState
    reason: Problem | None
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    is_secret: bool
    is_by_hand: bool = False

    @property
    def may_drop(self) -> bool:
        return self.state in (MailState.WAITING, MailState.PAUSED, MailState.FAILED)

    @property
    def may_try_again(self) -> bool:
        """A mail whose body was emptied cannot go a second time: ask for a new one."""
        return self.state is MailState.FAILED and not self.is_secret


@dataclass(frozen=True)
class OutboxView:
    """A page of mails, newest first, and how many stand in each state.

    ``way``: how they leave now. ``by_hand``: all that may be taken as files now, on whatever page
    they are listed.
    """

    lines: tuple[MailLine, ...]
    counts: dict[MailState, int]
    total: int
    way: Way
    by_hand: tuple[int, ...] = ()


@dataclass(frozen=True)
class MailView:
    """One mail exactly as it goes. ``headers`` in their order; ``text`` None when it is secret."""

    line: MailLine
    headers: tuple[tuple[str, str], ...]
    text: str | None
    html: str | None
    attachments: tuple[str, ...]
    hindrance: Problem | None
