"""Answers to an invitation, the calendar file, and moving or cancelling a meeting."""

from coordinator.invitations.usecases.answers import (
    mark_confirmed_present,
    replies,
    reply_counts,
    said_beforehand,
    take_over_poll_yes,
    type_in_reply,
)
from coordinator.invitations.usecases.moving import (
    affected,
    cancel,
    may_take_back,
    reschedule,
    take_back,
)
from coordinator.invitations.usecases.own_invitation import calendar_file, my_invitation

__all__ = [
    "affected",
    "calendar_file",
    "cancel",
    "mark_confirmed_present",
    "may_take_back",
    "my_invitation",
    "replies",
    "reply_counts",
    "reschedule",
    "said_beforehand",
    "take_back",
    "take_over_poll_yes",
    "type_in_reply",
]
