"""Wakes the worker of this process when a transaction that queued a mail has been saved.

It is a hint and nothing more: a worker that misses it looks again a few seconds later, and one that
is woken for nothing goes back to sleep.
"""

from __future__ import annotations

from threading import Event

wake_up = Event()
