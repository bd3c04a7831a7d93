"""Against real sockets on this machine: what a hostile or broken receiver may do to us."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from typing import Any, Never

import pytest
import trustme

from customer_risk.delivery.address_guard import Destination, NotFound, Place
from customer_risk.delivery.http import Answer, Unanswered, post, system_resolver, tls_context

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Receiver:
    """A server that hands every accepted connection to ``behave`` and keeps the request it has read."""

    def __init__(self, behave: Any, context: ssl.SSLContext | None = None) -> None:
        self.requests: list[tuple[str, bytes]] = []
        self.accepted = 0
        self._behave = behave
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.accepted += 1
                with contextlib.suppress(OSError), connection:
                    if self._context:
                        connection = self._context.wrap_socket(connection, server_side=True)
                    with connection:
                        self._behave(connection, self._read(connection))

    def _read(self, connection: socket.socket) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            if not (part := connection.recv(65536)):
                return data
            data += part
        head, _, body = data.partition(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
        )
        while len(body) < length:
            body += connection.recv(65536)
        self.requests.append((head.decode(), body))
        return data

    def close(self) -> None:
        # Shutting down wakes the accept() of the thread; closing alone does not.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)


@pytest.fixture
def receiver() -> Iterator[Any]:
    made = []

    def make(behave: Any, context: ssl.SSLContext | None = None) -> Any:
        if isinstance(behave, bytes):
            answer = behave
            behave = lambda connection, _request: connection.sendall(answer)  # noqa: E731  two lines shorter than a def
        made.append(Receiver(behave, context))
        return made[-1]

    yield make
    for one in made:
        one.close()


def at(
    port: int,
    *,
    secure: bool = False,
    host: str = "receiver.example.com",
    addresses: tuple[str, ...] = ("127.0.0.1",),
    path: str = "/hook?a=b",
) -> Destination:
    return Destination(place=Place(secure=secure, host=host, port=port, path=path), addresses=tuple(addresses))


def send(
    destination: Destination,
    body: bytes = b"{}",
    headers: dict[str, str] | None = None,
    *,
    deadline: float = 2.0,
    tls: Any = tls_context,
) -> Answer:
    return post(destination, {"X-A": "1"} if headers is None else headers, body, tls, deadline=deadline)


def drip(connection: socket.socket, data: bytes, pause: float = 0.05) -> None:
    for position in range(len(data)):
        connection.sendall(data[position : position + 1])
        time.sleep(pause)


def test_the_request_is_exactly_what_was_asked(receiver: Any) -> None:
    server = receiver(OK)
    answer = send(at(server.port), b'{"a":1}', {"Content-Type": "application/json", "webhook-id": "x"})
    assert (answer.status, answer.excerpt, answer.retry_after) == (200, "ok", None)
    ((head, body),) = server.requests
    assert body == b'{"a":1}'
    assert head.split("\r\n") == [
        "POST /hook?a=b HTTP/1.1",
        f"Host: receiver.example.com:{server.port}",
        "Content-Type: application/json",
        "webhook-id: x",
        "Content-Length: 7",
        "Accept-Encoding: identity",
        "Connection: close",
    ]


def test_a_large_body_arrives_whole(receiver: Any) -> None:
    server = receiver(OK)
    body = bytes(range(256)) * 4096
    assert send(at(server.port), body).status == 200
    assert server.requests[0][1] == body


def test_the_body_may_be_chunked(receiver: Any) -> None:
    server = receiver(b"HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n")
    answer = send(at(server.port))
    assert (answer.status, answer.excerpt) == (202, "abcdef")


def test_interim_answers_are_passed_over(receiver: Any) -> None:
    server = receiver(b"HTTP/1.1 100 Continue\r\n\r\n" + OK)
    assert send(at(server.port)).status == 200


def test_retry_after_is_handed_on(receiver: Any) -> None:
    server = receiver(b"HTTP/1.1 429 Slow down\r\nRetry-After: 17\r\nContent-Length: 0\r\n\r\n")
    answer = send(at(server.port))
    assert (answer.status, answer.retry_after) == (429, "17")


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(receiver: Any, code: int) -> None:
    inside = receiver(OK)
    server = receiver(
        f"HTTP/1.1 {code} Moved\r\nLocation: http://127.0.0.1:{inside.port}/\r\nContent-Length: 0\r\n\r\n".encode()
    )
    assert send(at(server.port)).status == code
    assert inside.accepted == 0


def test_proxies_of_the_environment_are_not_used(receiver: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy, server = receiver(OK), receiver(OK)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv(name.upper(), f"http://127.0.0.1:{proxy.port}")
    assert send(at(server.port)).status == 200
    assert (proxy.accepted, server.accepted) == (0, 1)


def test_nothing_is_looked_up_again(receiver: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server = receiver(OK)
    real = socket.getaddrinfo

    def only_numbers(host: str, *arguments: Any, **named: Any) -> Any:
        assert host == "127.0.0.1"
        return real(host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", only_numbers)
    assert send(at(server.port)).status == 200


def test_the_next_address_is_tried(receiver: Any) -> None:
    server = receiver(OK)
    assert send(at(server.port, addresses=("127.0.0.2", "127.0.0.1"))).status == 200


@pytest.mark.parametrize(
    "behave",
    [
        pytest.param(lambda _connection, _request: time.sleep(1.5), id="never answers"),
        pytest.param(lambda connection, _request: drip(connection, OK), id="drips the status"),
        pytest.param(
            lambda connection, _request: drip(connection, b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 99), id="drips headers"
        ),
        pytest.param(
            lambda connection, _request: drip(connection, b"HTTP/1.1 100 Continue\r\n\r\n" * 99), id="drips 100"
        ),
    ],
)
def test_the_deadline_holds_however_slowly_bytes_come(receiver: Any, behave: Any) -> None:
    server = receiver(behave)
    began = time.monotonic()
    with pytest.raises(Unanswered, match="timeout"):
        send(at(server.port), deadline=0.5)
    assert 0.4 < time.monotonic() - began < 1.4


def test_a_dripping_body_ends_with_the_deadline_and_counts_by_its_status(receiver: Any) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"

    def behave(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(head)
        drip(connection, b"x" * 1000)

    server = receiver(behave)
    began = time.monotonic()
    answer = send(at(server.port), deadline=0.5)
    assert 0.4 < time.monotonic() - began < 1.4
    assert answer.status == 200
    assert 1 < len(answer.excerpt) < 20


def test_a_receiver_that_reads_nothing_does_not_hold_us() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    with listener:
        began = time.monotonic()
        with pytest.raises(Unanswered, match="timeout"):
            send(at(listener.getsockname()[1]), b"x" * 32_000_000, deadline=0.5)
        assert time.monotonic() - began < 1.4


def test_a_receiver_that_reads_slowly_does_not_hold_us(receiver: Any) -> None:
    server = receiver(OK)

    def sip(connection: socket.socket) -> bytes:
        for _ in range(100):
            connection.recv(65536)
            time.sleep(0.02)
        return b""

    server._read = sip
    began = time.monotonic()
    with pytest.raises(Unanswered, match="timeout"):
        send(at(server.port), b"x" * 32_000_000, deadline=0.5)
    assert time.monotonic() - began < 1.4


def test_an_endless_body_is_cut(receiver: Any) -> None:
    sent = []

    def behave(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 500 Oops\r\n\r\n")
        while True:
            sent.append(connection.send(b"y" * 65536))

    server = receiver(behave)
    answer = send(at(server.port), deadline=5)
    server.close()
    assert (answer.status, answer.excerpt) == (500, "y" * 500)
    assert sum(sent) < 8_000_000  # what fits into the buffers of the two sockets


def test_endless_headers_are_cut(receiver: Any) -> None:
    def behave(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"X-Y: " + b"z" * 1000 + b"\r\n")

    began = time.monotonic()
    with pytest.raises(Unanswered, match=r"protocol|connection"):
        send(at(receiver(behave).port), deadline=5)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00\x01\x02",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 99 x\r\n\r\n",
        b"HTTP/2 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 " + b"o" * 70000 + b"\r\n\r\n",
    ],
)
def test_what_is_not_http_is_no_answer(receiver: Any, answer: Any) -> None:
    with pytest.raises(Unanswered, match=r"protocol|connection"):
        send(at(receiver(answer).port))


def test_excerpts_are_printable_and_short(receiver: Any) -> None:
    body = "é\x00\x1b[31m\n".encode() + b"\xff\xfe" + "ü".encode() * 600
    server = receiver(b"HTTP/1.1 400 No\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    excerpt = send(at(server.port)).excerpt
    assert excerpt.startswith("é  [31m ��ü")
    assert len(excerpt) == 500
    assert excerpt.isprintable()


def test_a_broken_body_keeps_what_came(receiver: Any) -> None:
    server = receiver(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n")
    answer = send(at(server.port))
    assert (answer.status, answer.excerpt) == (200, "abc")


def test_a_closed_port_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unanswered, match="refused"):
        send(at(port))


def test_a_reset_is_a_failed_connection(receiver: Any) -> None:
    def behave(connection: socket.socket, _request: bytes) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")

    with pytest.raises(Unanswered, match="connection"):
        send(at(receiver(behave).port))


# ---- TLS ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def bundle(authority: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


def served_by(authority: Any, *names: Any, newest: ssl.TLSVersion | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    if newest:
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = newest
        context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def test_the_certificate_is_checked_against_the_name_not_the_address(
    receiver: Any, authority: Any, bundle: str
) -> None:
    names = []
    context = served_by(authority, "receiver.example.com")
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    server = receiver(OK, context)
    assert send(at(server.port, secure=True), tls=lambda: tls_context(bundle)).status == 200
    assert names == ["receiver.example.com"]
    assert f"Host: receiver.example.com:{server.port}" in server.requests[0][0]


def test_a_certificate_for_another_name_is_refused(receiver: Any, authority: Any, bundle: str) -> None:
    server = receiver(OK, served_by(authority, "other.example.com", "127.0.0.1"))
    with pytest.raises(Unanswered, match="certificate"):
        send(at(server.port, secure=True), tls=lambda: tls_context(bundle))
    assert server.requests == []


def test_an_unknown_authority_is_refused(receiver: Any, authority: Any) -> None:
    server = receiver(OK, served_by(authority, "receiver.example.com"))
    with pytest.raises(Unanswered, match="certificate"):
        send(at(server.port, secure=True))
    assert server.requests == []


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_old_tls_is_refused(receiver: Any, authority: Any, bundle: str) -> None:
    server = receiver(OK, served_by(authority, "receiver.example.com", newest=ssl.TLSVersion.TLSv1_1))
    with pytest.raises(Unanswered, match=r"tls|connection"):
        send(at(server.port, secure=True), tls=lambda: tls_context(bundle))
    assert server.requests == []
    assert tls_context().minimum_version is ssl.TLSVersion.TLSv1_2


def test_a_plain_server_behind_https_is_no_answer(receiver: Any) -> None:
    def behave(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(OK)

    server = receiver(behave)
    server._read = lambda connection: connection.recv(10)
    with pytest.raises(Unanswered, match="tls"):
        send(at(server.port, secure=True))


def test_a_handshake_that_never_ends_meets_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        began = time.monotonic()
        with pytest.raises(Unanswered, match="timeout"):
            send(at(listener.getsockname()[1], secure=True), deadline=0.5)
        assert 0.4 < time.monotonic() - began < 1.4


# ---- look-up ------------------------------------------------------------------------------------------------------


def test_names_are_looked_up_by_the_system() -> None:
    assert "127.0.0.1" in system_resolver()("localhost", 443)


def test_a_look_up_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def hang(*_arguments: Any, **_named: Any) -> list[Any]:
        over.wait(5)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    began = time.monotonic()
    with pytest.raises(NotFound):
        system_resolver(0.2)("slow.example.com", 443)
    assert time.monotonic() - began < 2
    over.set()


def test_an_unknown_name_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_arguments: Any, **_named: Any) -> Never:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NotFound):
        system_resolver()("nowhere.example.com", 443)
