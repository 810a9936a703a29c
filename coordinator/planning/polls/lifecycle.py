"""What can happen to a question about days."""

from __future__ import annotations

from enum import StrEnum

from coordinator.core.lifecycles import Lifecycle
from coordinator.core.translation import N_
from coordinator.core.worded import Drawn, Look


class PollState(Drawn):
    DRAFT = "draft", N_("not sent"), Look("edit_note", "wait")
    OPEN = "open", N_("waiting for answers"), Look("schedule", "wait")
    CLOSED = "closed", N_("closed"), Look("lock", "no")
    BOOKED = "booked", N_("booked"), Look("event_available", "ok")
    WITHDRAWN = "withdrawn", N_("withdrawn"), Look("undo", "no")


class PollEvent(StrEnum):
    """What can happen to a poll. ``ANSWER`` comes by link or page, ``TYPE_IN`` from the office."""

    CHANGE = "change"
    OPEN = "open"
    INVITE = "invite"
    ANSWER = "answer"
    TYPE_IN = "type_in"
    REMIND = "remind"
    CLOSE = "close"
    REOPEN = "reopen"
    BOOK = "book"
    WITHDRAW = "withdraw"


_S, _E = PollState, PollEvent

POLL = Lifecycle(
    "poll-is-{state}",
    {
        (_S.DRAFT, _E.CHANGE): _S.DRAFT,
        (_S.DRAFT, _E.OPEN): _S.OPEN,
        (_S.DRAFT, _E.WITHDRAW): _S.WITHDRAWN,
        (_S.OPEN, _E.INVITE): _S.OPEN,
        (_S.OPEN, _E.ANSWER): _S.OPEN,
        (_S.OPEN, _E.TYPE_IN): _S.OPEN,
        (_S.OPEN, _E.REMIND): _S.OPEN,
        (_S.OPEN, _E.CLOSE): _S.CLOSED,
        (_S.OPEN, _E.REOPEN): _S.OPEN,  # the last day has passed, or is moved
        (_S.OPEN, _E.BOOK): _S.BOOKED,
        (_S.OPEN, _E.WITHDRAW): _S.WITHDRAWN,
        (_S.CLOSED, _E.TYPE_IN): _S.CLOSED,
        (_S.CLOSED, _E.REOPEN): _S.OPEN,
        (_S.CLOSED, _E.BOOK): _S.BOOKED,
        (_S.CLOSED, _E.WITHDRAW): _S.WITHDRAWN,
    },
)
