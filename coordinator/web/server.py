"""The listening sockets and the server that ``coordinator serve`` runs: uvicorn on our own sockets.

Streamlit's own runner makes its socket without naming the protocol. asyncio sets ``TCP_NODELAY``
only where the protocol is named, so on a kept connection an answer's body waited some 40 ms for the
reader's delayed acknowledgement of its head (Nagle's algorithm against RFC 1122 section 4.2.3.2).
"""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from types import FrameType
from typing import Any, Final

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from coordinator.core.errors import BadInput

GRACE: Final = 5  # seconds for answers under way when the server is told to end
HEAD_TIME: Final = 20.0  # seconds for the head of a request to arrive
_WAITING = 2048  # connections that may wait to be taken
_NOT_HERE = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}


def listen(host: str, port: int) -> list[socket.socket]:
    """Listening sockets on every address of ``host``; port 0: a free one.

    A reader who comes before the application is ready waits a moment instead of being refused.

    Raises:
        BadInput: the host is not on this machine, or the port is taken or not allowed.
    """
    found = _addresses(host, port)
    bound: list[socket.socket] = []
    for family, address in found:
        try:
            one = _listening(
                family,
                (address, bound[0].getsockname()[1] if bound else port),
                takes_both=len(found) == 1 and address == "::",
            )
        except OSError as error:
            # “localhost” may also name ::1 on a machine without IPv6.
            if error.errno in _NOT_HERE and len(found) > 1:
                continue
            for other in bound:
                other.close()
            raise _refusal(error, host, port) from error
        bound.append(one)
    if not bound:
        raise BadInput("host-not-here", host=host)
    return bound


def _addresses(host: str, port: int) -> list[tuple[int, str]]:
    """Family and address of every place that the name stands for, each once."""
    if not 0 <= port <= 65535:
        raise BadInput("port-odd", port=port)
    try:
        found = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP, flags=socket.AI_PASSIVE
        )
    except (OSError, UnicodeError) as error:
        raise BadInput("host-not-here", host=host) from error
    return list(dict.fromkeys((family, str(place[0])) for family, _, _, _, place in found))


def _listening(family: int, place: tuple[str, int], *, takes_both: bool) -> socket.socket:
    one = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name != "nt":  # there it would let two programs listen on one port
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, not takes_both)
        one.bind(place)
        one.listen(_WAITING)
        one.setblocking(False)
    except BaseException:
        one.close()
        raise
    return one


def _refusal(error: OSError, host: str, port: int) -> BadInput:
    if error.errno == errno.EADDRINUSE:
        return BadInput("port-taken", port=port)
    if error.errno in {errno.EACCES, errno.EPERM}:
        return BadInput("port-not-allowed", port=port)
    return BadInput("host-not-here", host=host)


class Server(uvicorn.Server):
    """uvicorn, ending with status 0 when it is told to, and at once when it is told twice."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        del frame
        if self.should_exit:
            # What is written is written: every use case is one transaction, and a mail that is
            # under way goes again with the same Message-ID.
            sys.stdout.flush()
            os._exit(128 + sig)
        self.should_exit = True


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that waits for the head of a request, but not for ever.

    uvicorn bounds the pause between two requests only: a thousand connections that never end
    their first line would take every file handle there is.
    """

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._arm()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._arm()
        else:
            self._disarm()

    def connection_lost(self, exc: Exception | None) -> None:
        self._disarm()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        super().shutdown()
        # Whoever has not sent all of a request by the end is asked to come again.
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.send_500_response = partial(_come_again, self.cycle)  # type: ignore[method-assign]

    def _arm(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(HEAD_TIME, self._give_up)

    def _disarm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()


async def _come_again(cycle: RequestResponseCycle) -> None:
    """What a request gets that the server left when it was told to end."""
    body = b"The server restarts. Try again in a moment."
    head = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"retry-after", b"5"),
        (b"connection", b"close"),
    ]
    await cycle.send({"type": "http.response.start", "status": 503, "headers": head})
    await cycle.send({"type": "http.response.body", "body": body})


def run(app: ASGIApp, sockets: Sequence[socket.socket], settings: Mapping[str, Any]) -> None:
    """Serves until a signal comes; ``settings`` is what Streamlit would tell uvicorn.

    Open pages are closed with code 1012, “service restart”: ``boot.js`` says it in the reader's
    language, and the page finds back by itself.

    Raises:
        SystemExit: with status 3, the start failed; the log says why.
    """
    server = Server(uvicorn.Config(app, **{**settings, **_own_settings(sockets)}))
    try:
        server.run(sockets=list(sockets))
    finally:
        for one in sockets:
            one.close()
    if not server.started:
        sys.exit(3)


def _own_settings(sockets: Sequence[socket.socket]) -> dict[str, Any]:
    host, port = sockets[0].getsockname()[:2]
    return {
        "host": host,
        "port": port,
        "http": PatientProtocol,
        # Addresses hold tokens: of feeds, answers, sign-in links.
        "access_log": False,
        "timeout_graceful_shutdown": GRACE,
    }
