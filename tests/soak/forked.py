"""Processes that are killed, each forked from one that has read the code.

Reading it takes a processor some seconds, and a process lives for a part of one. The forked one is
as much a process of its own, and SIGKILL takes it as it takes any other.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any, TextIO

READ = ("__main__", "tests.soak.code_read")


def forked(do: Callable[..., None], *given: Any) -> tuple[ForkServerProcess, TextIO]:
    """``do``, running in a process of its own, and what it prints."""
    processes = get_context("forkserver")
    processes.set_forkserver_preload([*READ])
    receiver, sender = processes.Pipe(duplex=False)
    process = processes.Process(target=_print_into, args=(sender, do, *given), daemon=True)
    process.start()
    sender.close()
    with receiver:
        return process, os.fdopen(os.dup(receiver.fileno()))


def _print_into(sender: Connection, do: Callable[..., None], *given: Any) -> None:
    os.dup2(sender.fileno(), 1)
    sender.close()
    sys.stdout = os.fdopen(1, "w", closefd=False)
    do(*given)
