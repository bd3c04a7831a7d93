"""One POST to a checked address: no redirects, no proxies, a deadline over everything, few bytes read.

The sockets are our own because an HTTP library would look the name up again, follow redirects, read proxies from the
environment, and count its time-out anew with every byte a slow receiver sends.
"""

from __future__ import annotations

import io
import socket
import ssl
import threading
import time
from collections.abc import Buffer, Callable, Mapping
from http.client import HTTPException, HTTPResponse
from typing import cast

from customer_risk.delivery.address_guard import Destination, NotFound, Resolve
from customer_risk.delivery.deliveries import EXCERPT
from customer_risk.records import Record

DEADLINE = 10.0
"""Seconds from connecting to the last byte read."""

LOOK_UP = 3.0
"""Seconds a name may take to be looked up."""

_MAX_BYTES = 64 * 1024
_MAX_BODY = 4 * EXCERPT  # UTF-8 needs up to four bytes for a character
_CHUNK = 16 * 1024


class Answer(Record):
    """What a receiver answered; ``excerpt`` is the beginning of the body as printable text."""

    status: int
    retry_after: str | None = None
    excerpt: str = ""


class Unanswered(Exception):
    """No HTTP status came back. ``kind`` is one of timeout, refused, connection, certificate, tls, protocol."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def tls_context(extra_ca: str | None = None) -> ssl.SSLContext:
    """Verification by the system's authorities, and by those in the file ``extra_ca``; TLS 1.2 at least.

    Loading the authorities takes tens of milliseconds: make it once.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    if extra_ca:
        context.load_verify_locations(cafile=extra_ca)
    return context


def post(
    destination: Destination,
    headers: Mapping[str, str],
    body: bytes,
    tls: Callable[[], ssl.SSLContext],
    *,
    deadline: float = DEADLINE,
) -> Answer:
    """Send ``body`` and read the answer's status; raises :class:`Unanswered`.

    ``headers`` must be fit to send (``Event`` sees to its own). Once the status is there the body is only an excerpt:
    whatever goes wrong while reading it changes nothing.
    """
    clock = _Clock(deadline)
    try:
        with _connect(destination, clock) as plain, _secure(plain, destination, tls, clock) as connection:
            _send(connection, _request(destination, headers, body), clock)
            response = HTTPResponse(cast("socket.socket", _Source(connection, clock)), method="POST")
            response.begin()
            return Answer(
                status=response.status, retry_after=response.getheader("retry-after"), excerpt=_excerpt(response)
            )
    except TimeoutError:
        raise Unanswered("timeout") from None
    except ssl.SSLCertVerificationError as error:
        raise Unanswered("certificate") from error
    except ssl.SSLError as error:
        raise Unanswered("tls") from error
    except ConnectionRefusedError as error:
        raise Unanswered("refused") from error
    except OSError as error:
        raise Unanswered("connection") from error
    except HTTPException as error:
        raise Unanswered("protocol") from error


def system_resolver(limit: float = LOOK_UP) -> Resolve:
    """The machine's own look-up, given up after ``limit`` seconds: ``getaddrinfo`` itself knows no time-out."""

    def resolve(host: str, port: int) -> list[str]:
        found: list[list[str]] = []

        def look_up() -> None:
            try:
                answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            except (OSError, UnicodeError):  # UnicodeError: a name the IDNA codec will not have
                return
            found.append([str(answer[4][0]) for answer in answers])

        thread = threading.Thread(target=look_up, daemon=True)
        thread.start()
        thread.join(limit)
        if not found:
            raise NotFound("the name could not be looked up")
        return found[0]

    return resolve


class _Clock:
    """Hands out what is left of a deadline."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _Source(io.RawIOBase):
    """What a connection receives, in the shape ``HTTPResponse`` reads: within the deadline and a number of bytes."""

    def __init__(self, connection: socket.socket, clock: _Clock) -> None:
        self._connection = connection
        self._clock = clock
        self._allowed = _MAX_BYTES

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        if not self._allowed:
            raise HTTPException("more bytes than anybody needs")
        self._connection.settimeout(self._clock.left())
        count = self._connection.recv_into(memoryview(buffer)[: self._allowed])
        self._allowed -= count
        return count


def _connect(destination: Destination, clock: _Clock) -> socket.socket:
    waiting = list(destination.addresses)
    while True:
        address = waiting.pop(0)
        try:
            # A numeric address: nothing is looked up again. One dead address may not use up the time of the others.
            return socket.create_connection((address, destination.place.port), clock.left() / (len(waiting) + 1))
        except OSError:
            if not waiting:
                raise


def _secure(
    plain: socket.socket, destination: Destination, tls: Callable[[], ssl.SSLContext], clock: _Clock
) -> socket.socket:
    plain.settimeout(clock.left())
    if not destination.place.secure:
        return plain
    return tls().wrap_socket(plain, server_hostname=destination.place.host)


def _request(destination: Destination, headers: Mapping[str, str], body: bytes) -> bytes:
    place = destination.place
    lines = [
        f"POST {place.path} HTTP/1.1",
        f"Host: {place.authority}",
        *(f"{name}: {value}" for name, value in headers.items()),
        f"Content-Length: {len(body)}",
        "Accept-Encoding: identity",
        "Connection: close",
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def _send(connection: socket.socket, data: bytes, clock: _Clock) -> None:
    for start in range(0, len(data), _CHUNK):
        connection.settimeout(clock.left())
        connection.sendall(data[start : start + _CHUNK])


def _excerpt(response: HTTPResponse) -> str:
    body = b""
    try:
        while len(body) < _MAX_BODY and (part := response.read1(_MAX_BODY - len(body))):
            body += part
    except (OSError, HTTPException):
        pass  # what has come is kept
    text = "".join(mark if mark.isprintable() else " " for mark in body.decode("utf-8", "replace"))
    return text[:EXCERPT].strip()
