"""What can happen to minutes."""

from __future__ import annotations

from coordinator.core.lifecycles import Lifecycle
from coordinator.core.translation import N_
from coordinator.core.worded import NO_LOOK, Drawn, Look


class MinutesState(Drawn):
    DRAFT = "draft", N_("draft"), Look("edit_note", "wait")
    CIRCULATED = "circulated", N_("out for comments"), Look("rate_review", "sub")
    APPROVED = "approved", N_("approved"), Look("verified", "ok")
    SENT = "sent", N_("sent out"), Look("check_circle", "ok")


class MinutesEvent(Drawn):
    """Its words stand on the button for the step.

    ``anyway``: the message id of those on the one that answers for what may point to somebody.
    """

    anyway: str

    CIRCULATE = (
        "circulate", N_("circulate for comments"), Look("rate_review"), N_("Circulate anyway"),
    )  # fmt: skip
    # Back to draft: the comments showed that more is to be written.
    WITHDRAW = "withdraw", N_("return to draft"), Look("undo")
    APPROVE = "approve", N_("approve the notes"), Look("verified"), N_("Approve anyway")
    SEND = "send", N_("send out the notes"), Look("send"), N_("Send anyway")

    def __init__(self, value: str, words: str = "", look: Look = NO_LOOK, anyway: str = "") -> None:
        super().__init__(value, words, look)
        self.anyway = anyway


_S, _E = MinutesState, MinutesEvent

MINUTES = Lifecycle(
    "minutes-step-odd",
    {
        (_S.DRAFT, _E.CIRCULATE): _S.CIRCULATED,
        (_S.CIRCULATED, _E.WITHDRAW): _S.DRAFT,
        (_S.CIRCULATED, _E.APPROVE): _S.APPROVED,
        (_S.APPROVED, _E.SEND): _S.SENT,
    },
)
