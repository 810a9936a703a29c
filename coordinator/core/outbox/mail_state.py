"""How far a mail has come."""

from __future__ import annotations

from coordinator.core.translation import N_
from coordinator.core.worded import Drawn, Look


class MailState(Drawn):
    WAITING = "waiting", N_("waiting"), Look("schedule_send", "wait")
    # After a restore, until somebody has looked.
    PAUSED = "paused", N_("paused"), Look("pause_circle", "late")
    SENT = "sent", N_("sent"), Look("mark_email_read", "ok")
    # On purpose, or because it no longer held.
    DROPPED = "dropped", N_("not sent"), Look("do_not_disturb_on", "no")
    FAILED = "failed", N_("could not be sent"), Look("error", "late")
