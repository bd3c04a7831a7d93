"""Four hundred raw requests to the running stack that no HTTP library would send: no 5xx, and it goes on answering."""

from __future__ import annotations

import http.client
import io
import random
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.fuzz.dialects import strict_json
from tests.fuzz.mutations import Fuzzer
from tests.support.client import CHECK, Caller, person
from tests.support.tenants import make_tenant
from tools.local_stack import Stack

REQUESTS, BATCH = 400, 25
PATIENCE = 20.0
GATEWAYS_OWN = b'{"message":"Not Found"}'


class Raw(NamedTuple):
    """What came back: 0 for a connection that was closed without a word."""

    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture(scope="module")
def caller(stack: Stack) -> Caller:
    """A tenant of its own."""
    return make_tenant(stack)


def exchange(caller: Caller, request: bytes) -> Raw:
    """Send bytes as they are and read one answer; a server may close a connection it cannot make sense of."""
    url = urlsplit(caller.base)
    assert url.hostname in {"127.0.0.1", "localhost", "::1"} or (url.hostname or "").endswith(".localhost")
    with socket.create_connection(("127.0.0.1", url.port or 80), timeout=PATIENCE) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        except ConnectionError:
            return Raw(0, {}, b"")
    if not answer:
        return Raw(0, {}, b"")
    method = request.partition(b" ")[0].decode("latin-1")  # HEAD is answered with a length and no body
    parsed = http.client.HTTPResponse(_Canned(answer), method=method)  # type: ignore[arg-type]
    parsed.begin()
    return Raw(parsed.status, {name.lower(): value for name, value in parsed.getheaders()}, parsed.read())


class _Canned:
    """Bytes that were read already, as a socket."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, *_: object) -> io.BytesIO:
        return io.BytesIO(self._data)


def lines(caller: Caller, method: str, target: str, body: bytes | None, *more: str) -> bytes:
    """A request, whose head may be anything that is Latin-1."""
    url = urlsplit(caller.base)
    length = [] if body is None else [f"content-length: {len(body)}"]
    head = [
        f"{method} {url.path}{target} HTTP/1.1",
        f"host: {url.netloc}",
        f"api-key: {caller.key}",
        f"authorization: Bearer {caller.key}",
        "connection: close",
        *length,
        *more,
    ]
    return "\r\n".join([*head, "", ""]).encode("latin-1", "replace") + (body or b"")


TAILS = (
    *(
        "",
        "/",
        "//",
        "/.",
        "/..",
        "/../..",
        "%2F",
        "%2f..%2f",
        "%252F",
        "%00",
        "%0d%0aX-Injected:1",
        "%0A",
        "%E2%80%AE",
        "%F0%9F%98%80",
    ),
    *(
        "%ED%A0%80",
        "%FF%FE",
        "%C0%AF",
        "%",
        "%zz",
        "%u0041",
        "#",
        "#frag",
        ";x=1",
        "*",
        "'",
        "<x>",
        "{id}",
        "[",
        "|",
        "\\",
        "^",
        "~",
        "@",
    ),
    *(
        "x" * 1_000,
        "%61" * 600,
        "T%23other%23CHECK%23x",
        "..;/",
        ".json",
        "+",
        "%20",
        "%09",
        "\u00e9",
        "check%2F",
        "check?a=b&a=c",
    ),
    *(
        "?",
        "?=",
        "?%00=%00",
        "?limit=99999999999999999999",
        "?cursor=%C2%A2",
        "?cursor=%ED%A0%80",
        "?a" * 300,
        "?customerId=" + "%C3%A9" * 300,
    ),
)
ROOTS = (
    "/v2/customer-checks/",
    "/v2/customer-checks/check",
    "/v2/customer-cases",
    "/v2/customer-cases/x",
    "/v1/customerChecks",
    *("/webhooks", "/webhooks/", "/classifier/", "/amlyze-ws-rest/customer", "/amlyze-ws-rest/batch-customers"),
    *("/onboard", "/customer", "/history/kyc/", "/api/customers", "/api/customer/", "/api/risk-models/", "/api/login"),
    "/docs",
    "/",
)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
HEADERS = (
    *(
        "content-type: application/json",
        "content-type: text/plain",
        "content-type: application/json; charset=\xff",
        "content-type:",
    ),
    *(
        "idempotency-key: \xe9",
        "idempotency-key: " + "k" * 256,
        "idempotency-key:",
        "prefer: respond-async",
        "prefer: \x01",
    ),
    *(
        "accept: text/html",
        "expect: x",
        "x-forwarded-host: evil.example",
        "x-http-method-override: DELETE",
        "cookie: " + "a=b;" * 300,
    ),
    *(
        "api-key: second",
        "content-encoding: gzip",
        "x-amzn-trace-id: Root=\x7f",
        "authorization: Basic Og==",
        "te: trailers",
        "range: bytes=0-1",
    ),
)


def strange(seed: int, caller: Caller) -> Iterator[tuple[str, bytes]]:
    """Requests without end, the same for the same seed; all are complete, so that nobody has to wait for the rest."""
    choose = random.Random(seed)  # noqa: S311  repeatable is what is wanted
    fuzzer = Fuzzer(seed, caller.key or "")
    while True:
        if choose.random() < 0.3:
            sent = fuzzer.next()
            if len(sent.body) < 100_000:
                more = [
                    f"{name}: {value}"
                    for name, value in sent.headers.items()
                    if name not in _FRAMING and _one_line(value)
                ]
                yield sent.what, lines(caller, "POST", sent.target, sent.body, *more)
            continue
        method = choose.choice(METHODS)
        target = choose.choice(ROOTS) + choose.choice(TAILS).replace("\\", "%5C")
        body = (
            choose.choice((None, b"", b"{}", b"\xff", b"{" * 500, b'{"a": "\xed\xa0\x80"}'))
            if method != "GET"
            else None
        )
        more = choose.sample(HEADERS, k=choose.choice((0, 1, 2)))
        yield f"{method} {target[:80]} {more}", lines(caller, method, target, body, *more)


_FRAMING = {"content-length", "expect", "api-key"}


def _one_line(value: str) -> bool:
    return not set("\r\n\0") & set(value)


@pytest.mark.parametrize("seed", range(REQUESTS // BATCH))
def test_strange_requests_over_http_are_answered_below_500(caller: Caller, seed: int) -> None:
    met: Counter[int] = Counter()
    ours = 0
    requests = strange(seed, caller)
    for _ in range(BATCH):
        what, request = next(requests)
        answer = exchange(caller, request)
        met[answer.status] += 1
        ours += answer.headers.get("content-type", "").startswith("application/") and answer.body != GATEWAYS_OWN
        assert answer.status < 500, (what, answer)
        if answer.headers.get("content-type", "").startswith("application/problem+json") and answer.body:
            assert strict_json(answer.body)["status"] == answer.status, what
        assert "x-injected" not in answer.headers, what
        assert not {"server-error", "traceback"} & set(answer.body.decode(errors="replace").lower().split()), what
    assert met[404], met
    assert ours > BATCH // 3, met  # much of it has come through to the functions
    assert caller.check(person()).status == 200


WRONG_LENGTHS: dict[str, Callable[[Caller], bytes]] = {
    "shorter than said": lambda c: (
        lines(c, "POST", CHECK, None, "content-length: 500", "content-type: application/json") + b"{}"
    ),
    "longer than said": lambda c: (
        lines(c, "POST", CHECK, None, "content-length: 2", "content-type: application/json") + b"{}{}{}"
    ),
    "negative": lambda c: lines(c, "POST", CHECK, None, "content-length: -1") + b"{}",
    "no number": lambda c: lines(c, "POST", CHECK, None, "content-length: two") + b"{}",
    "twice": lambda c: lines(c, "POST", CHECK, None, "content-length: 2", "content-length: 3") + b"{}",
    "chunks": lambda c: lines(c, "POST", CHECK, None, "transfer-encoding: chunked") + b"2\r\n{}\r\n0\r\n\r\n",
    "broken chunks": lambda c: lines(c, "POST", CHECK, None, "transfer-encoding: chunked") + b"zz\r\n{}\r\n",
    "length and chunks": lambda c: lines(c, "POST", CHECK, b"{}", "transfer-encoding: chunked") + b"0\r\n\r\n",
    "no request": lambda _: b"\0\0\0\0\r\n\r\n",
    "another protocol": lambda _: b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "no version": lambda _: b"GET /healthz\r\n\r\n",
    "endless header": lambda c: lines(c, "GET", "/healthz", None, "x: " + "y" * 70_000),
    "many headers": lambda c: lines(c, "GET", "/healthz", None, *(f"x-{number}: y" for number in range(300))),
    "long target": lambda c: lines(c, "GET", "/healthz?" + "x" * 70_000, None),
}


@pytest.mark.parametrize("what", WRONG_LENGTHS)
def test_broken_framing_leaves_the_stack_answering(caller: Caller, what: str) -> None:
    try:
        answer = exchange(caller, WRONG_LENGTHS[what](caller))
    except (http.client.HTTPException, TimeoutError):
        answer = Raw(0, {}, b"")  # closed in the middle, or waiting for what never comes: the server's right
    assert answer.status < 500 or answer.status in {501, 505}, answer
    assert caller.check(person()).status == 200
