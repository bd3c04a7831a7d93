"""One request to an outside provider: to a checked address, within a deadline, the whole answer read up to a size.

It goes the way a callback goes (:mod:`customer_risk.delivery.http`), but its answer is wanted.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from functools import cache
from http.client import HTTPException, HTTPResponse
from typing import cast

from customer_risk.delivery import http
from customer_risk.delivery.address_guard import AddressError, Denied, Destination, NotFound, Resolve, vet
from customer_risk.screening.providers.provider import ProviderFailed, Request
from customer_risk.screening.providers.settings import ProviderSettings

MOST_BYTES = 8 * 1024 * 1024
_OK = 200


class Asker:
    """Sends requests to providers. Safe to share between threads; each request has a connection of its own.

    ``secret`` reads the text of a secret by its name. ``loopback`` lets providers on this very machine be asked, as
    on a laptop.
    """

    def __init__(
        self,
        resolve: Resolve,
        secret: Callable[[str], bytes],
        *,
        loopback: bool = False,
        tls: Callable[[], ssl.SSLContext] | None = None,
    ) -> None:
        self._resolve, self._secret, self._loopback = resolve, secret, loopback
        # Loading the authorities takes tens of milliseconds.
        self._tls = tls or cache(http.tls_context)

    def send(self, settings: ProviderSettings, request: Request, seconds: float) -> bytes:
        """The body of a successful answer within ``seconds``; raises :class:`ProviderFailed` for anything else."""
        headers = {"Accept": "application/json", "User-Agent": "customer-risk"}
        if request.body:
            headers["Content-Type"] = "application/json"
        try:
            destination = vet(settings.url.rstrip("/") + request.path, self._resolve, loopback=self._loopback)
            if settings.secret:
                headers["Authorization"] = self._secret(settings.secret).decode("ascii").strip()
        except (AddressError, Denied, NotFound) as error:
            raise ProviderFailed(f"address: {error}") from error
        except Exception as error:
            # Whatever the vault raises, its client's own errors included, is no more than this to a screening.
            raise ProviderFailed(f"its secret cannot be read ({type(error).__name__})") from error
        status, body = self._exchange(destination, request, headers, seconds)
        if status != _OK:
            raise ProviderFailed(f"status {status}")
        return body

    def _exchange(
        self, destination: Destination, request: Request, headers: dict[str, str], seconds: float
    ) -> tuple[int, bytes]:
        clock = http._Clock(seconds)  # noqa: SLF001 - the sockets of callbacks, see above
        try:
            with (
                http._connect(destination, clock) as plain,  # noqa: SLF001
                http._secure(plain, destination, self._tls, clock) as connection,  # noqa: SLF001
            ):
                http._send(connection, _head(destination, request, headers) + request.body, clock)  # noqa: SLF001
                source = _Source(connection, clock)
                response = HTTPResponse(cast("socket.socket", source), method=request.method)
                response.begin()
                body = response.read()
        except TimeoutError:
            raise ProviderFailed("timeout") from None
        except ssl.SSLError as error:
            raise ProviderFailed("tls") from error
        except OSError as error:
            raise ProviderFailed("connection") from error
        except HTTPException as error:
            raise ProviderFailed("protocol") from error
        return response.status, body


class _Source(http._Source):  # noqa: SLF001
    """As of a callback, but for an answer that is read whole."""

    def __init__(self, connection: socket.socket, clock: http._Clock) -> None:
        super().__init__(connection, clock)
        self._allowed = MOST_BYTES


def _head(destination: Destination, request: Request, headers: dict[str, str]) -> bytes:
    lines = [
        f"{request.method} {destination.place.path} HTTP/1.1",
        f"Host: {destination.place.authority}",
        *(f"{name}: {value}" for name, value in headers.items()),
        f"Content-Length: {len(request.body)}",
        "Accept-Encoding: identity",
        "Connection: close",
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii")
