"""Date polls: making and running one, answering it, settling it."""

from coordinator.planning.polls.usecases.answering import (
    answer_poll,
    answer_poll_by_link,
    own_poll,
    own_polls,
    poll_by_link,
)
from coordinator.planning.polls.usecases.closing_and_booking import (
    book_poll,
    close_poll,
    reopen_poll,
    withdraw_poll,
)
from coordinator.planning.polls.usecases.drafting import (
    change_poll,
    make_poll,
    open_poll,
    preview_poll,
)
from coordinator.planning.polls.usecases.while_open import (
    ask_newcomers,
    poll,
    polls,
    remind_poll,
    renew_poll_links,
    type_in_poll_answer,
)

__all__ = [
    "answer_poll",
    "answer_poll_by_link",
    "ask_newcomers",
    "book_poll",
    "change_poll",
    "close_poll",
    "make_poll",
    "open_poll",
    "own_poll",
    "own_polls",
    "poll",
    "poll_by_link",
    "polls",
    "preview_poll",
    "remind_poll",
    "renew_poll_links",
    "reopen_poll",
    "type_in_poll_answer",
    "withdraw_poll",
]
