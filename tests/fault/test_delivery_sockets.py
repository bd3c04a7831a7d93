"""The same proof over real sockets: a receiver on this machine hangs, resets, refuses and dribbles 30 % of the time.

``DELIVERY_PROOF_EVENTS`` says how many events (``make delivery-proof`` sends 10,000). The clock of the schedule is
simulated, the sockets and the time-outs on them are not.
"""

from __future__ import annotations

import os
import random
import socket
import ssl
import struct
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import Any, Self

import msgspec
import pytest

from customer_risk.delivery.address_guard import Destination, check_url
from customer_risk.delivery.deliveries import State
from customer_risk.delivery.http import Answer, post
from customer_risk.delivery.signing import verify
from tests.fault.test_delivery_proof import Killer
from tests.unit.delivery.world import KEYS, VISIBILITY, Crash, Sent, World, an_endpoint, an_event, scripted, status

EVENTS = int(os.environ.get("DELIVERY_PROOF_EVENTS", "200"))
EACH = 20
FAILING = 0.3
DEADLINE = 0.12
"""Seconds; ten in production. A receiver that is merely slow counts as failing, as it would there."""

ENDPOINT = an_endpoint()
SECRETS = KEYS.signing_secrets("acme", (1,), ENDPOINT.id)


class Hostile:
    """A receiver that speaks HTTP over bare sockets, so that it can break it in every way."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311  a test's dice
        self.received: defaultdict[str, list[str]] = defaultdict(list)
        self.newest: dict[str, int] = {}
        self.failed: defaultdict[str, int] = defaultdict(int)
        self.bad: list[str] = []
        self._lock = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = self._listening.getsockname()[1]
        self._ended = threading.Event()
        self._workers = [threading.Thread(target=self._serve, daemon=True) for _ in range(8)]

    def __enter__(self) -> Self:
        for worker in self._workers:
            worker.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for _worker in self._workers:
            socket.create_connection(("127.0.0.1", self.port), 5).close()
        for worker in self._workers:
            worker.join(5)
        self._listening.close()

    def _serve(self) -> None:
        while not self._ended.is_set():
            connection, _ = self._listening.accept()
            with connection:
                connection.settimeout(5)
                # The sender may have had enough of waiting, and hung up.
                with suppress(OSError, EOFError):
                    self._answer(connection, *self._read(connection))

    def _read(self, connection: socket.socket) -> tuple[dict[str, str], bytes]:
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._some(connection)
        head, _, body = data.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        while len(body) < int(headers["Content-Length"]):
            body += self._some(connection)
        return headers, body

    @staticmethod
    def _some(connection: socket.socket) -> bytes:
        if not (part := connection.recv(65_536)):
            raise EOFError
        return part

    def _answer(self, connection: socket.socket, headers: dict[str, str], body: bytes) -> None:
        with self._lock:
            failing = self.rng.random() < FAILING
            kind = self.rng.choice(["hang", "reset", "cut", "500", "429", "slow"]) if failing else "good"
            self.failed[kind] += failing
            self._check(headers, body)
            if kind in {"good", "slow"}:
                self._take(headers, body)
        match kind:
            case "hang":
                time.sleep(DEADLINE * 1.5)
            case "reset":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            case "cut":
                connection.sendall(b"HTTP/1.1 20")
            case "500":
                connection.sendall(b"HTTP/1.1 500 No\r\nContent-Length: 2\r\n\r\nno")
            case "429":
                connection.sendall(b"HTTP/1.1 429 Later\r\nRetry-After: 30\r\nContent-Length: 0\r\n\r\n")
            case "slow":
                self._dribble(connection)
            case _:
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nthanks")

    def _dribble(self, connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        for _ in range(20):
            connection.sendall(b"x")
            time.sleep(DEADLINE / 10)

    def _check(self, headers: dict[str, str], body: bytes) -> None:
        try:
            verify(SECRETS, headers, body, now=float(headers["webhook-timestamp"]))
        except ValueError as error:
            self.bad.append(str(error))

    def _take(self, headers: dict[str, str], body: bytes) -> None:
        self.received[headers["webhook-id"]].append(headers["customer-risk-sequence"])
        customer = msgspec.json.decode(body)["customer"]
        self.newest[customer] = max(self.newest.get(customer, 0), int(headers["customer-risk-sequence"]))


@pytest.fixture(scope="module")
def receiver() -> Iterator[Hostile]:
    with Hostile(seed=7) as running:
        yield running


def no_tls() -> ssl.SSLContext:
    raise AssertionError("plain HTTP")


def world_of(receiver: Hostile) -> tuple[World, Killer]:
    """A world whose requests go over the network to the receiver."""
    world = World(scripted([status(500)]), seed=7)
    world.endpoints.add(ENDPOINT)
    place = check_url(f"http://localhost:{receiver.port}/hook", loopback=True)
    destination = Destination(place=place, addresses=("127.0.0.1",))
    send = partial(post, destination, tls=no_tls, deadline=DEADLINE)

    def transmit(vetted: Destination, headers: dict[str, str], body: bytes) -> Answer:
        world.sent.append(Sent(at=world.clock.seconds(), destination=vetted, headers=headers, body=body))
        return send(headers, body)

    world.sender._transmit = transmit
    killer = Killer(random.Random(7))  # noqa: S311  a test's dice
    killer.spoil(world.store, "claim", "get_event", "record_attempt", "get_delivery", "mark_queued")
    killer.spoil(world.endpoints, "find", "failed", "succeeded", "rest", "probe")
    killer.spoil(world.sqs, "send_message")
    killer.spoil(world.sender, "_transmit")
    return world, killer


def deliver_all(world: World) -> list[Any]:
    """An event every half second of the simulated clock; returns the events once nothing is due any more."""
    events = []
    for number in range(EVENTS):
        customers = max(1, EVENTS // EACH)
        customer, sequence = f"customer-{number % customers}", number // customers + 1
        body = msgspec.json.encode({"customer": customer, "padding": "x" * 3000})
        event = msgspec.structs.replace(
            an_event(number + 1, target=None), customer_id=customer, sequence=sequence, body=body
        )
        world.store.commit(event)
        events.append(event)
        while True:
            try:
                world.publish(event)
                break
            except Crash:
                continue
        world.clock.advance(0.5)
    while body_text := world.sqs.receive():
        try:
            world.send(body_text)
        except Crash:
            world.sqs.push(body_text, VISIBILITY)
    return events


def test_over_real_sockets_none_is_lost(receiver: Hostile) -> None:
    world, killer = world_of(receiver)
    events = deliver_all(world)
    killer.share = 0
    assert {world.delivery(event, ENDPOINT.id).state for event in events} == {State.DELIVERED}
    assert receiver.bad == []
    assert receiver.received.keys() == {event.id for event in events}
    assert all(set(receiver.received[event.id]) == {str(event.sequence)} for event in events)
    newest = defaultdict(int)
    for event in events:
        newest[event.customer_id] = event.sequence
    assert receiver.newest == newest
    seen = {one.error or one.status for event in events for one in world.delivery(event, ENDPOINT.id).log}
    assert seen >= {200, 429, 500, "timeout", "connection"}
    assert sum(killer.kills.values()) > EVENTS / 10
    assert 0.2 < sum(receiver.failed.values()) / len(world.sent) < 0.4
