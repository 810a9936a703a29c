"""A machine as an administrator sets it up: the wheel, an environment, a user who owns no code.

Tests run as root in many places, and root may write everything: so the user is another one there.
Elsewhere the user is who runs the tests, and the code is shut against writing.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import socket
import socketserver
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.cli.helpers import Answer

ROOT = Path(__file__).resolve().parents[2]
IS_ROOT = os.geteuid() == 0
NOBODY = 65534
OWN: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": ()} if IS_ROOT else {}
PATIENCE = 180  # seconds; whatever takes longer never ends
VERSION = f"python{sys.version_info[0]}.{sys.version_info[1]}"
LATER = '''"""One more revision, which changes nothing."""

revision = "9998"
down_revision = "{newest}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
'''


# Reads the product once and runs each command in a copy of itself: a new process takes seconds.
RUNNER = """
import json, os, sys
sys.argv = ["coordinator"]
import coordinator.wiring, coordinator.installation.doctor
import coordinator.installation.group_from_shell
import coordinator.installation.backup, coordinator.reports.usecases
import coordinator.invitations.usecases, coordinator.planning.polls.usecases
from coordinator import cli
from coordinator.installation.migrate import newest_revision
from functools import cache
from sqlalchemy.orm import configure_mappers
from typer import main
main.get_command = cache(main.get_command)
main.get_command(cli.app), newest_revision(), configure_mappers()
for line in sys.stdin:
    told = json.loads(line)
    child = os.fork()
    if child == 0:
        os.environ.clear()
        os.environ.update(told["variables"])
        os.chdir(told["home"])
        for number, name in ((1, "out"), (2, "err")):
            opened = os.open(told[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(opened, number)
        status = 0
        try:
            if told["script"]:
                exec(told["script"], {})
            else:
                sys.argv = ["coordinator", *told["words"]]
                cli.main()
        except SystemExit as end:
            status = end.code or 0
        except BaseException as error:
            sys.excepthook(type(error), error, error.__traceback__)
            status = 70
        sys.stdout.flush(), sys.stderr.flush()
        os._exit(status)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@dataclass
class Program:
    """An installed build, and the user who runs it in a folder of their own."""

    environment: Path  # the virtual environment
    home: Path
    variables: dict[str, str] = field(default_factory=dict)

    def __call__(self, *words: str, **given: str) -> Answer:
        """Runs a command, through the console script's own function."""
        return self._run(given, words=words)

    def python(self, script: str, **given: str) -> str:
        """What a few lines print that use the installed product."""
        done = self._run(given, script=script)
        assert done.status == 0, done.err
        return done.out

    def _run(
        self, given: Mapping[str, str], *, words: Sequence[str] = (), script: str = ""
    ) -> Answer:
        out, err = self.environment.parent / "run" / "out", self.environment.parent / "run" / "err"
        told = {
            "words": words,
            "script": script,
            "home": str(self.home),
            "variables": self._around(given),
            "out": str(out),
            "err": str(err),
        }
        runner = _RUNNERS.get(self.environment) or self._runner()
        assert runner.stdin
        assert runner.stdout
        runner.stdin.write(json.dumps(told) + "\n")
        runner.stdin.flush()
        if not select.select([runner.stdout], [], [], PATIENCE)[0]:
            runner.kill()
            raise AssertionError(f"it does not end: {words or script}\n{err.read_text()}")
        status = int(runner.stdout.readline())
        return Answer(status, out.read_text(), err.read_text())

    def _runner(self) -> subprocess.Popen[str]:
        run = self.environment.parent / "run"
        if not run.is_dir():
            run.mkdir()
            run.chmod(0o777)
        _RUNNERS[self.environment] = subprocess.Popen(
            [str(self.environment / "bin" / "python"), "-c", RUNNER],
            cwd=self.home, env=self._around({}), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, **OWN,
        )  # fmt: skip
        return _RUNNERS[self.environment]

    def shell(self, line: str | list[str], **given: str) -> Answer:
        """Runs a line as it is typed."""
        done = subprocess.run(
            line, shell=isinstance(line, str), cwd=self.home, env=self._around(given),
            capture_output=True, text=True, check=False, timeout=60, **OWN,
        )  # fmt: skip
        return Answer(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def serving(self, **given: str) -> Iterator[str]:
        """A running server; its address."""
        port = free_port()
        address, log = f"http://127.0.0.1:{port}", self.home / f"log-{port}"
        with log.open("w") as out:
            process = subprocess.Popen(
                [str(self.environment / "bin" / "coordinator"), "serve", "--port", str(port)],
                cwd=self.home, env=self._around(given), stdout=out, stderr=out, **OWN,
            )  # fmt: skip
        try:
            _wait_for(address, process, log)
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)

    def _around(self, given: Mapping[str, str]) -> dict[str, str]:
        path = f"{self.environment / 'bin'}{os.pathsep}{os.environ['PATH']}"
        own = {"HOME": str(self.home), "PATH": path, "COORDINATOR_LANG": "sv"}
        return {**own, **self.variables, **given}


def _wait_for(address: str, process: subprocess.Popen[Any], log: Path) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            httpx.get(f"{address}/healthz")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(log.read_text())


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


_RUNNERS: dict[Path, subprocess.Popen[str]] = {}


@contextmanager
def machine() -> Iterator[Machine]:
    folder = Path(tempfile.mkdtemp(prefix="machine"))
    folder.chmod(0o755)
    try:
        yield Machine(folder)
    finally:
        for runner in _RUNNERS.values():
            runner.communicate()  # it ends when nobody can tell it anything more
        _RUNNERS.clear()
        for shut in (folder, *folder.rglob("*")):
            if shut.is_dir() and not shut.is_symlink():
                shut.chmod(0o755)
        shutil.rmtree(folder)


class Machine:
    """A folder that everybody can read, and an interpreter that everybody can run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.variables: dict[str, str] = {}
        self._python = self._reachable()

    def built(self) -> Path:
        """The wheel of this checkout."""
        out = self.folder / "dist"
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
            cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip
        (wheel,) = out.glob("*.whl")
        return wheel

    def environment(self, name: str) -> Path:
        """An empty environment, which finds what the product needs where the tests find it."""
        made = self.folder / name
        self._run(str(self._python), "-m", "venv", "--without-pip", str(made))
        packages = made / "lib" / VERSION / "site-packages"
        (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n")
        return made

    def install(self, environment: Path, wheel: Path) -> str:
        """What pip says."""
        python = str(environment / "bin" / "python")
        said = self._run(
            *(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps"),
            *("--no-index", "--disable-pip-version-check", str(wheel)),
        )
        if not IS_ROOT:
            for each in (environment, *environment.rglob("*")):
                each.chmod(each.stat().st_mode & ~0o222)
        return said

    def home(self, name: str) -> Path:
        made = self.folder / name
        made.mkdir()
        if IS_ROOT:
            os.chown(made, NOBODY, NOBODY)
        return made

    def _reachable(self) -> Path:
        """The tests' own interpreter, or a copy of it where only root may look."""
        own = Path(os.path.realpath(sys.executable))
        if all(folder.stat().st_mode & 0o001 for folder in own.parents) or not IS_ROOT:
            return own
        base, copied = Path(sys.base_prefix), self.folder / "python"
        (copied / "bin").mkdir(parents=True)
        (copied / "lib").mkdir()
        shutil.copy2(own, copied / "bin")
        for library in (base / "lib").glob("libpython*.so*"):
            shutil.copy2(library, copied / "lib")
        unneeded = ("test", "tests", "site-packages", "idlelib", "config-*", "lib2to3", "tkinter")
        shutil.copytree(
            base / "lib" / VERSION,
            copied / "lib" / VERSION,
            ignore=shutil.ignore_patterns(*unneeded),
        )
        self.variables["LD_LIBRARY_PATH"] = str(copied / "lib")
        return copied / "bin" / own.name

    def _run(self, *words: str) -> str:
        return subprocess.run(
            words, check=True, capture_output=True, text=True, env=os.environ | self.variables
        ).stdout


def later(wheel: Path, newest: str) -> Path:
    """The same wheel as a newer build, with one more revision."""
    _name, version, *rest = wheel.name.split("-")
    newer = f"{version}.1"
    target = wheel.parent / "-".join(("coordinator", newer, *rest))
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            name = entry.filename.replace(f"coordinator-{version}", f"coordinator-{newer}")
            if name.endswith((".dist-info/METADATA", ".dist-info/RECORD")):
                content = content.replace(version.encode(), newer.encode())
            new.writestr(name, content)
        new.writestr("coordinator/migrations/versions/9998_later.py", LATER.format(newest=newest))
    return target


class _Way(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        with socket.socket(socket.AF_UNIX) as there:
            there.connect(str(getattr(self.server, "place")))  # noqa: B009 - given below
            threading.Thread(target=_carry, args=(there, self.request), daemon=True).start()
            _carry(self.request, there)


def _carry(source: socket.socket, target: socket.socket) -> None:
    try:
        while chunk := source.recv(1 << 16):
            target.sendall(chunk)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


@contextmanager
def reached_by_tcp(address: str) -> Iterator[str]:
    """A database whose socket lies in a folder of root's, for everybody on this machine."""
    start, _, place = address.partition("?host=")
    with _Server(("127.0.0.1", 0), _Way) as server:
        setattr(server, "place", f"{place}/.s.PGSQL.5432")  # noqa: B010 - for the handler
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        database = start.rsplit("/", 1)[1]
        yield f"postgresql://postgres@127.0.0.1:{server.server_address[1]}/{database}"
        server.shutdown()
