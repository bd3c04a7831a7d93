"""A small world for delivery tests: a clock that is moved by hand, queues, a table, and a receiver with a script."""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from customer_risk.delivery.address_guard import Destination
from customer_risk.delivery.deliveries import Attempt, Claim, Delivery, DeliveryStore, State, Target, begun
from customer_risk.delivery.endpoints import Endpoint, EndpointState, EndpointStore
from customer_risk.delivery.envelopes import Event, instant, timestamp
from customer_risk.delivery.http import Answer, Unanswered
from customer_risk.delivery.messages import CallbackQueue, Message, read_message
from customer_risk.delivery.publishing import Subscriptions, publish
from customer_risk.delivery.secrets import MasterKeys
from customer_risk.delivery.sending import Report, Sender

START = datetime(2026, 2, 1, 9, 30, tzinfo=UTC)
VISIBILITY = 180
KEYS = MasterKeys(current=b"a master key that is long enough to be one")
PUBLIC = "93.184.215.14"

type Step = Answer | Exception
"""What a receiver does with one request."""


def an_event(
    number: int = 1, *, tenant: str = "acme", target: str | None = "https://receiver.example.com/hook"
) -> Event:
    return Event(
        id=f"019c1894-7a00-7000-8000-{number:012d}",
        tenant=tenant,
        type="customer-check.completed",
        customer_id="4681354",
        sequence=number,
        created=timestamp(START),
        body=b'{"payload":{"decisionType":"complete"}}',
        target=target,
    )


def an_endpoint(number: int = 1, *, tenant: str = "acme", **changes: Any) -> Endpoint:
    made = Endpoint(
        id=f"019c1894-0000-7000-8000-{number:012d}",
        tenant=tenant,
        url=f"https://endpoint-{number}.example.com/hook",
        created=timestamp(START),
        updated=timestamp(START),
    )
    return msgspec.structs.replace(made, **changes)


class Clock:
    """Time as the test says."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        return self.at.timestamp()

    def milliseconds(self) -> int:
        return int(self.at.timestamp() * 1000)

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class FakeSqs:
    """Two queues behind the one call the code makes; a message not deleted is seen again after ``VISIBILITY``."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._count = itertools.count()
        self._waiting: list[tuple[float, int, str]] = []
        self.dead: list[dict[str, str]] = []
        self.delays: list[int] = []

    def send_message(  # the client's own spelling of its parameters
        self,
        *,
        QueueUrl: str,  # noqa: N803  as above
        MessageBody: str,  # noqa: N803  as above
        DelaySeconds: int = 0,  # noqa: N803  as above
        MessageGroupId: str | None = None,  # noqa: N803  as above
    ) -> None:
        if QueueUrl == "dead":
            self.dead.append(msgspec.json.decode(MessageBody))
            return
        assert QueueUrl == "callbacks"
        assert isinstance(DelaySeconds, int)
        assert 0 <= DelaySeconds <= 900
        assert MessageGroupId == read_message(MessageBody).tenant
        self.delays.append(DelaySeconds)
        self.push(MessageBody, DelaySeconds)

    def push(self, body: str, delay: float = 0) -> None:
        heapq.heappush(self._waiting, (self._clock.seconds() + delay, next(self._count), body))

    def next_seen(self) -> float | None:
        """When the next message can be seen, in seconds since 1970."""
        return self._waiting[0][0] if self._waiting else None

    def receive(self) -> str | None:
        """The next message, moving the clock to when it can be seen."""
        if not self._waiting:
            return None
        seen, _, body = heapq.heappop(self._waiting)
        self._clock.advance(max(0.0, seen - self._clock.seconds()))
        return body

    def __len__(self) -> int:
        return len(self._waiting)


class MemoryStore:
    """The events table in memory; ``test_events_table`` holds it against the real one."""

    def __init__(self) -> None:
        self.events: dict[tuple[str, str], Event] = {}
        self.deliveries: dict[tuple[str, str, str], Delivery] = {}
        self._leased_by: dict[tuple[str, str, str], str] = {}

    def commit(self, event: Event) -> None:
        self.events[event.tenant, event.id] = event

    def get_event(self, tenant: str, event_id: str) -> Event | None:
        return self.events.get((tenant, event_id))

    def get_delivery(self, tenant: str, event_id: str, target_id: str) -> Delivery | None:
        return self.deliveries.get((tenant, event_id, target_id))

    def put_delivery(self, event: Event, target: Target, due: int) -> Delivery | None:
        key = (event.tenant, event.id, target.id)
        known = self.deliveries.get(key)
        if known is None:
            self.deliveries[key] = begun(event, target, due)
        return known

    def claim(self, tenant: str, event_id: str, target_id: str, *, serial: int, now: int, until: int, by: str) -> Claim:
        key = (tenant, event_id, target_id)
        known = self.deliveries.get(key)
        if known is None:
            return Claim(taken=False, delivery=None)
        free = known.leased_until <= now or self._leased_by.get(key) == by
        if known.state is State.PENDING and known.queued <= serial and known.next_attempt_at <= now and free:
            self.deliveries[key] = known = msgspec.structs.replace(known, leased_until=until)
            self._leased_by[key] = by
            return Claim(taken=True, delivery=known)
        return Claim(taken=False, delivery=known)

    def record_attempt(self, delivery: Delivery, attempt: Attempt, state: State, due: int, reason: str | None) -> bool:
        key = (delivery.tenant, delivery.event_id, delivery.target_id)
        known = self.deliveries.get(key)
        if known is None or known.state is State.DELIVERED:
            return False
        if state is not State.DELIVERED and (known.state is not State.PENDING or known.attempts != attempt.number - 1):
            return False
        self.deliveries[key] = msgspec.structs.replace(
            known,
            state=state,
            attempts=attempt.number,
            next_attempt_at=due,
            leased_until=0,
            reason=reason if reason is not None else known.reason,
            log=(*known.log, attempt),
        )
        return True

    def end(self, tenant: str, event_id: str, target_id: str, reason: str) -> None:
        key = (tenant, event_id, target_id)
        known = self.deliveries.get(key)
        if known is not None and known.state is State.PENDING:
            self.deliveries[key] = msgspec.structs.replace(known, state=State.DISABLED, reason=reason)

    def mark_queued(self, tenant: str, event_id: str, target_id: str, serial: int) -> None:
        key = (tenant, event_id, target_id)
        known = self.deliveries.get(key)
        if known is not None and known.queued < serial:
            self.deliveries[key] = msgspec.structs.replace(known, queued=serial)


class MemoryEndpoints:
    """The subscriptions in memory; ``test_endpoints_table`` holds them against the real ones."""

    def __init__(self, events: Any) -> None:
        self.known: dict[tuple[str, str], Endpoint] = {}
        self._events = events

    def add(self, endpoint: Endpoint) -> None:
        self.known[endpoint.tenant, endpoint.id] = endpoint

    def listed(self, tenant: str) -> list[Endpoint]:
        return [one for (owner, _), one in sorted(self.known.items()) if owner == tenant]

    def find(self, tenant: str, endpoint_id: str) -> Endpoint | None:
        return self.known.get((tenant, endpoint_id))

    def change(self, endpoint: Endpoint, **changes: Any) -> Endpoint | None:
        if (endpoint.tenant, endpoint.id) not in self.known:
            return None
        after = msgspec.structs.replace(self.known[endpoint.tenant, endpoint.id], **changes)
        self.known[endpoint.tenant, endpoint.id] = after
        return after

    def succeeded(self, endpoint: Endpoint) -> None:
        self.change(endpoint, failures=0, openings=0, open_until=0, failing_since=0)

    def failed(self, endpoint: Endpoint, now: int) -> Endpoint | None:
        known = self.known.get((endpoint.tenant, endpoint.id))
        if known is None:
            return None
        return self.change(endpoint, failures=known.failures + 1, failing_since=known.failing_since or now)

    def rest(self, endpoint: Endpoint, until: int) -> bool:
        known = self.known.get((endpoint.tenant, endpoint.id))
        if known is None or known.open_until != endpoint.open_until:
            return False
        return self.change(endpoint, open_until=until, openings=endpoint.openings + 1) is not None

    def probe(self, endpoint: Endpoint, until: int) -> Endpoint | None:
        known = self.known.get((endpoint.tenant, endpoint.id))
        if known is None or known.open_until != endpoint.open_until:
            return None
        return self.change(endpoint, open_until=until)

    def disable(self, endpoint: Endpoint, reason: str, notice: Event) -> bool:
        known = self.known.get((endpoint.tenant, endpoint.id))
        if known is None or known.state is not EndpointState.ACTIVE:
            return False
        since = int(instant(notice.created).timestamp() * 1000)
        self.change(endpoint, state=EndpointState.DISABLED, reason=reason, since=since, updated=notice.created)
        self._events.commit(notice)
        return True


class Sent(msgspec.Struct, frozen=True):
    """One request as it reached the receiver."""

    at: float
    destination: Destination
    headers: dict[str, str]
    body: bytes


class World:
    """Publisher, queue, sender and receiver on one clock. ``script`` gives the receiver's step for each request."""

    def __init__(
        self,
        script: Callable[[Sent], Step],
        store: DeliveryStore | None = None,
        endpoints: EndpointStore | None = None,
        *,
        seed: int = 0,
        resolve: Callable[[str, int], Sequence[str]] = lambda _host, _port: [PUBLIC],
        latency: float = 0.2,
        clock: Clock | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.sqs = FakeSqs(self.clock)
        self.queue = CallbackQueue(self.sqs, "callbacks", dead_letters_url="dead")
        self.store: Any = store if store is not None else MemoryStore()
        self.endpoints: Any = endpoints if endpoints is not None else MemoryEndpoints(self.store)
        self.sent: list[Sent] = []
        self.reports: list[Report] = []
        self._script = script
        self._latency = latency
        self._ids = map(str, itertools.count())
        self.sender = Sender(
            store=self.store,
            endpoints=self.endpoints,
            queue=self.queue,
            keys=lambda: KEYS,
            transmit=self.transmit,
            resolve=resolve,
            now=self.clock,
            random=random.Random(seed).random,  # noqa: S311  a test's dice
            new_id=lambda: next(self._ids),
        )

    def transmit(self, destination: Destination, headers: dict[str, str], body: bytes) -> Answer:
        sent = Sent(at=self.clock.seconds(), destination=destination, headers=headers, body=body)
        self.sent.append(sent)
        step: Step = self._script(sent)
        self.clock.advance(self._latency)
        if isinstance(step, Exception):
            raise step
        return step

    def publish(self, event: Event) -> int:
        targets_of = Subscriptions(self.endpoints.listed)
        return publish(event, targets_of, self.store, self.queue, self.clock.milliseconds())

    def send(self, body: str) -> Report:
        """Let the sender handle one message, as the queue would hand it over."""
        report = self.sender.handle(read_message(body))
        self.reports.append(report)
        return report

    def run(self, *, limit: int = 100_000) -> None:
        """Until the queue is empty. A message whose handling failed comes again."""
        for _ in range(limit):
            body = self.sqs.receive()
            if body is None:
                return
            try:
                self.send(body)
            except Crash:
                self.sqs.push(body, VISIBILITY)
        raise AssertionError("the queue never runs dry")

    def delivery(self, event: Event, target: str = "callback") -> Delivery:
        found: Delivery | None = self.store.get_delivery(event.tenant, event.id, target)
        assert found is not None
        return found


class Crash(Exception):
    """The function stops here."""


def scripted(steps: Sequence[Step]) -> Callable[[Sent], Step]:
    """A receiver that does one step after the other, the last one for ever."""
    ahead: Iterator[Step] = itertools.chain(steps, itertools.repeat(steps[-1]))
    return lambda _sent: next(ahead)


def status(code: int, retry_after: str | None = None) -> Answer:
    return Answer(status=code, retry_after=retry_after)


def first_message(event: Event) -> Message:
    return Message(tenant=event.tenant, event=event.id, delivery="callback")


TIMEOUT = Unanswered("timeout")
