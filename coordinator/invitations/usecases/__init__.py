"""Answers to an invitation, the calendar file, and moving or cancelling a meeting."""

from coordinator.invitations.usecases.answers import (
    mark_confirmed_present,
    replies,
    reply_counts,
    type_in_reply,
    who_declined,
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
    "take_back",
    "type_in_reply",
    "who_declined",
]
