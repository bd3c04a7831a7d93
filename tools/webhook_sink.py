"""A receiver of callbacks and webhooks, for tests and for people who want to see what arrives.

    python -m tools.webhook_sink                     HTTPS, trusted by the local stack that is running
    python -m tools.webhook_sink --http              without TLS
    python -m tools.webhook_sink --answer 500 503    fail twice, then accept
    python -m tools.webhook_sink --subscribe         subscribe to everything that happens, until it ends
    python -m tools.webhook_sink --subscribe onboard customer-check.*

It prints each event it is sent, and whether its signature is one of the demo tenant's: of its callbacks, or of one of
its webhooks.
"""

from __future__ import annotations

import argparse
import http.server
import json
import ssl
import sys
import tempfile
import threading
import time
import urllib.request
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, override

import trustme
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tools.local_stack.certificates import authority
from tools.local_stack.demo import TENANT
from tools.local_stack.home import ROOT, SHARED, Home
from tools.local_stack.stack import Stack

sys.path.insert(0, str(ROOT / "layers" / "customer_risk"))

from customer_risk.delivery.secrets import MasterKeySource
from customer_risk.storage.endpoints import Endpoints


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver says to one request."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0.0  # seconds until it says so


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it arrived; header names in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes
    answered: int

    @property
    def content(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    def verified(self, secrets: Iterable[str]) -> bool:
        """Say whether one of the `whsec_` secrets signed it, by the judgement of the standardwebhooks package."""
        return any(self._verified(secret) for secret in secrets)

    def _verified(self, secret: str) -> bool:
        try:
            Webhook(secret).verify(self.body, self.headers)
        except (WebhookVerificationError, ValueError):  # ValueError: headers the package does not expect
            return False
        return True


class WebhookSink:
    """A receiver on loopback, on a port of its own; a context manager.

    With an `authority` it speaks HTTPS with a certificate for localhost and 127.0.0.1, else HTTP.
    `planned` are the answers to the first requests, in order; every later one is answered 204.
    """

    def __init__(self, ca: trustme.CA | None = None, planned: Iterable[Answer] = (), port: int = 0) -> None:
        self.planned = deque(planned)
        self.received: list[Received] = []
        self._arrival = threading.Condition()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._server.daemon_threads = True
        if ca:
            self._server.socket = _context(ca).wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.url = f"{'https' if ca else 'http'}://localhost:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def wait(self, count: int = 1, timeout: float = 20.0) -> list[Received]:
        """Return what arrived once there are `count` requests; raise TimeoutError when they do not come in time."""
        with self._arrival:
            if not self._arrival.wait_for(lambda: len(self.received) >= count, timeout):
                raise TimeoutError(f"{len(self.received)} of {count} callbacks came within {timeout} s")
            return list(self.received)

    def _record(self, received: Received) -> None:
        with self._arrival:
            self.received.append(received)
            self._arrival.notify_all()

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        sink = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:  # the base class dispatches by this name
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                answer = sink.planned.popleft() if sink.planned else Answer()
                time.sleep(answer.after)
                # Before it is answered: whoever has the answer finds the request here.
                headers = {name.lower(): value for name, value in self.headers.items()}
                sink._record(Received(self.path, headers, body, answer.status))  # the sink's own handler
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if answer.status != http.HTTPStatus.NO_CONTENT:
                    self.send_header("content-length", "0")
                self.end_headers()

            @override
            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing: `received` is the log."""

        return Handler


def callback_secrets(stack: Stack, tenant: str = TENANT) -> tuple[str, ...]:
    """Return the `whsec_` secrets that sign a tenant's callbacks, as its receivers would be given them."""
    keys = MasterKeySource(stack.client("secretsmanager"), stack.outputs["SigningKeyArn"])()
    return keys.signing_secrets(tenant)


def webhook_secrets(stack: Stack, tenant: str = TENANT) -> tuple[str, ...]:
    """Return the `whsec_` secrets that sign the events of a tenant's webhooks now."""
    keys = MasterKeySource(stack.client("secretsmanager"), stack.outputs["SigningKeyArn"])()
    table = Endpoints(stack.client("dynamodb"), stack.outputs["ControlTable"], stack.outputs["EventsTable"])
    now = time.time_ns() // 1_000_000
    return tuple(
        secret
        for endpoint in table.listed(tenant)
        for secret in keys.signing_secrets(tenant, endpoint.secret_versions(now), endpoint.id)
    )


@contextmanager
def subscribed(stack: Stack, url: str, types: list[str]) -> Iterator[str]:
    """Subscribe the demo tenant's `url` to event types, or to everything; give the webhook's id, and end it after."""
    wanted = {"url": url, "description": "tools.webhook_sink", "eventTypes": types or None}
    webhook = _call(stack, "POST", "/webhooks", wanted)["id"]
    try:
        yield webhook
    finally:
        _call(stack, "DELETE", f"/webhooks/{webhook}")


def _call(stack: Stack, method: str, path: str, body: object = None) -> Any:
    headers = {"api-key": stack.apiKey, "content-type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(stack.baseUrl + path, data, headers, method=method)  # noqa: S310  the stack's own
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310  as above
        return json.loads(answer.read() or b"null")


def _context(ca: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate = ca.issue_cert("localhost", "127.0.0.1")
    with tempfile.TemporaryDirectory() as folder:
        chain = Path(folder) / "chain.pem"
        chain.touch(mode=0o600)
        certificate.private_key_and_cert_chain_pem.write_to_path(chain)
        context.load_cert_chain(chain)
    return context


def main() -> int:
    """Receive and print until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tools.webhook_sink", description=__doc__)
    parser.add_argument("--http", action="store_true", help="without TLS")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--answer", type=int, nargs="*", default=[], metavar="STATUS", help="the first answers")
    parser.add_argument("--subscribe", nargs="*", metavar="TYPE", help="be sent these event types; none: all")
    parser.add_argument("--dir", type=Path, default=SHARED, help="folder of the stack (default: .local)")
    options = parser.parse_args()
    stack = Stack.load(Home(options.dir))
    if stack is None:
        print("no stack is running here: `make up` starts one", file=sys.stderr)
        return 1
    ca = None if options.http else authority(Path(stack.caFile), Path(stack.caKeyFile))
    with WebhookSink(ca, map(Answer, options.answer), options.port) as sink:
        subscription: AbstractContextManager[str | None] = nullcontext()
        if options.subscribe is not None:
            subscription = subscribed(stack, sink.url + "/", options.subscribe)
        with subscription as webhook:
            print(f"give {sink.url}/ as callbackUrl; Ctrl-C ends", flush=True)
            if webhook:
                print(f"subscribed as webhook {webhook}", flush=True)
            _show(stack, sink)
    return 0


def _show(stack: Stack, sink: WebhookSink) -> None:
    """Print what arrives until interrupted."""
    shown = 0
    try:
        while True:
            for received in sink.wait(shown + 1, timeout=threading.TIMEOUT_MAX)[shown:]:
                shown += 1
                good = received.verified((*callback_secrets(stack), *webhook_secrets(stack)))
                signed = "signature verified" if good else "NOT signed by a secret of the demo tenant"
                print(f"\n{received.path} answered {received.answered}, {signed}")
                print(json.dumps(received.headers, indent=2))
                print(received.body.decode(errors="replace"), flush=True)
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    sys.exit(main())
