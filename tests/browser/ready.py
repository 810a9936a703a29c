"""A process that has read the product's code and becomes a served product by forking.

Reading the code takes a processor three seconds, and a run of the tests starts fifty servers. That
``python -m coordinator serve`` starts by itself is tried in ``tests/web/test_door.py``.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Process:
    """A forked command; its parent is not this process, which therefore only looks at it."""

    pid: int

    @property
    def is_over(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        return False

    def send(self, what: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, what)

    def wait(self, seconds: float) -> bool:
        """Whether it ends within that time."""
        deadline = time.monotonic() + seconds
        while not self.is_over:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True


def run(*command: str, environment: Mapping[str, str], log: Path) -> Process:
    """Starts ``coordinator`` with this command; what it prints is added to ``log``."""
    wish = {"command": command, "environment": dict(environment), "log": str(log)}
    ready = _ready()
    assert ready.stdin is not None
    assert ready.stdout is not None
    ready.stdin.write(json.dumps(wish) + "\n")
    ready.stdin.flush()
    return Process(int(ready.stdout.readline()))


@cache
def _ready() -> subprocess.Popen[str]:
    """The process that waits for wishes; it ends when this one does and so closes the pipe."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.browser.ready"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


# What a served product reads before it answers its first page.
READ = (
    *("coordinator.cli.shared", "coordinator.installation.migrate", "coordinator.web.asgi"),
    *("coordinator.ui.login", "coordinator.ui.main", "coordinator.ui.navigation"),
    *("coordinator.ui.failure", "coordinator.installation.opening"),
    *("coordinator.privacy.usecases.elsewhere", "streamlit.material_icon_names", "babel.numbers"),
    *("streamlit.web.bootstrap", "streamlit.web.server.starlette"),
    *("uvicorn", "websockets.server"),
)


def main() -> None:
    from streamlit.components.v2 import manifest_scanner

    from coordinator import cli

    for module in READ:
        import_module(module)
    # Nobody installs anything now: a third of a server's start is to look through what is there.
    scanned = cache(manifest_scanner.scan_component_manifests)
    scanned()
    manifest_scanner.scan_component_manifests = scanned
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system forgets those that ended
    for line in sys.stdin:
        wish = json.loads(line)
        child = os.fork()
        if not child:
            _become(wish["command"], wish["environment"], wish["log"])
            cli.main()
            return
        print(child, flush=True)


def _become(command: Sequence[str], environment: Mapping[str, str], log: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for place, file in enumerate((nothing, out, out)):
        os.dup2(file, place)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["coordinator", *command]


if __name__ == "__main__":
    main()
