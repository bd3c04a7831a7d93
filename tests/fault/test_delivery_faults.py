"""Fail the n-th call to AWS, or to the receiver, for every n: nothing is lost, and doubles only where they must be.

A call fails before its effect, after it (the answer is lost and the function stops), or after it with the SDK repeating
the call. A function that stops has its batch or message shown again.
"""

from __future__ import annotations

import random
from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from customer_risk.delivery.deliveries import State
from customer_risk.delivery.envelopes import Event
from customer_risk.storage.dynamo import ConditionFailed, transact
from customer_risk.storage.events import EventsTable, event_from_stream, event_put
from tests.support.tables import tables
from tests.unit.delivery.world import (
    TIMEOUT,
    VISIBILITY,
    Clock,
    Crash,
    MemoryStore,
    Sent,
    Step,
    World,
    an_event,
    scripted,
    status,
)

MODES = ("before", "after", "repeated")


type Begin = Callable[[Event, Clock], tuple[Any, Event]]
"""Commits an event; gives the table and the event as the stream shows it."""

STORE_CALLS = ("put_delivery", "claim", "get_event", "record_attempt", "get_delivery", "mark_queued")
"""Each is one call to DynamoDB."""


class Faults:
    """Counts calls and fails one of them."""

    def __init__(self, number: int | None = None, mode: str = "before") -> None:
        self.trace: list[str] = []
        self.failed: str | None = None
        self._number = number
        self._mode = mode

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*arguments: Any, **named: Any) -> Any:
            number = len(self.trace)
            self.trace.append(name)
            if number != self._number:
                return call(*arguments, **named)
            self.failed = name
            if self._mode == "before":
                raise Crash(name)
            answer = call(*arguments, **named)
            if self._mode == "after":
                raise Crash(name)
            return call(*arguments, **named) if name != "transmit" else answer

        return guarded

    def spoil(self, thing: Any, *names: Any) -> None:
        for name in names:
            setattr(thing, name, self.around(name.lstrip("_"), getattr(thing, name)))


@pytest.fixture(scope="module")
def dynamodb() -> Iterator[Any]:
    with tables() as client:
        yield client


def in_dynamodb(client: Any) -> Begin:
    """Commit an event for real and read it as the stream shows it."""

    def begin(event: Event, clock: Clock) -> tuple[Any, Event]:
        operation = event_put(event, "EventsTable")
        transact(client, [operation], token=event.id)
        image = operation["Put"]["Item"]
        shown = {k: {"B": b64encode(v["B"]).decode()} if "B" in v else v for k, v in image.items()}
        committed = event_from_stream(shown)
        assert committed is not None
        return EventsTable("EventsTable", client, clock.seconds), committed

    return begin


def in_memory(event: Event, _clock: Clock) -> tuple[Any, Event]:
    store = MemoryStore()
    store.commit(event)
    return store, event


def run(
    begin: Begin, event: Event, steps: list[Step], number: int | None = None, mode: str = "before"
) -> tuple[World, Faults]:
    """One event from its commit to its end, with one fault; returns the world and the faults."""
    faults, clock = Faults(number, mode), Clock()
    store, committed = begin(event, clock)
    world = World(scripted(steps), store, clock=clock)
    faults.spoil(store, *STORE_CALLS)
    faults.spoil(world.sqs, "send_message")
    faults.spoil(world.sender, "_transmit")
    for _ in range(2):  # the stream shows a batch again until it is handled
        try:
            world.publish(committed)
            break
        except Crash:
            world.clock.advance(1)
    world.run()
    return world, faults


SCENARIOS: dict[str, tuple[list[Step], State, int]] = {
    "delivered": ([status(200)], State.DELIVERED, 1),
    "delivered at the third attempt": ([status(500), TIMEOUT, status(200)], State.DELIVERED, 3),
    "gone": ([status(500), status(410)], State.DISABLED, 2),
    "never": ([status(503)], State.FAILED, 10),
}
_numbers = iter(range(1, 1_000_000))


def fail_every_call(begin: Begin, name: str) -> list[str]:
    steps, end, attempts = SCENARIOS[name]
    _, undisturbed = run(begin, an_event(next(_numbers)), steps)
    calls = len(undisturbed.trace)
    # All of the first hours and of the end; of the hundreds of hops between, three calls each, every seventh call.
    for number in [*range(min(calls, 80)), *range(80, calls - 40, 7), *range(max(80, calls - 40), calls)]:
        for mode in MODES:
            event = an_event(next(_numbers))
            world, faults = run(begin, event, steps, number, mode)
            about = f"{name}: call {number} ({faults.failed}) failed {mode}"
            delivery = world.delivery(event)
            assert delivery.state is end, about
            assert [one.number for one in delivery.log] == list(range(1, delivery.attempts + 1)), about
            # A request that was sent but not written down must be sent again; nothing else may be. (The receiver's
            # script goes on meanwhile, so that its end may come with the number unchanged.)
            unknown = (faults.failed, mode) in {("transmit", "after"), ("record_attempt", "before")}
            assert attempts <= len(world.sent) <= attempts + unknown, about
            assert {one.headers["webhook-id"] for one in world.sent} == {event.id}, about
            letters = int(end is State.FAILED)
            # A letter that was sent but not noted is sent again.
            twice = faults.failed == "send_message" or (faults.failed, mode) == ("mark_queued", "before")
            assert letters <= len(world.sqs.dead) <= letters * (1 + twice), about
    return undisturbed.trace


@pytest.mark.parametrize("name", ["delivered", "delivered at the third attempt", "gone"])
def test_any_call_may_fail_in_any_way(dynamodb: Any, name: str) -> None:
    fail_every_call(in_dynamodb(dynamodb), name)


def test_any_call_of_the_three_days_may_fail_in_any_way() -> None:
    trace = fail_every_call(in_memory, "never")
    # get_delivery is only called after a repeated or overtaken record, which no undisturbed run has.
    assert {*STORE_CALLS, "send_message", "transmit"} == {*trace, "get_delivery"}


def test_nothing_is_sent_that_was_not_committed(dynamodb: Any) -> None:
    """A transaction that fails leaves no event: the stream has nothing to show, the sender nothing to load."""
    event = an_event(next(_numbers))
    blocked = {
        "ConditionCheck": {
            "TableName": "EventsTable",
            "Key": {"pk": {"S": "no"}, "sk": {"S": "such"}},
            "ConditionExpression": "attribute_exists(pk)",
        }
    }
    with pytest.raises(ConditionFailed):
        transact(dynamodb, [event_put(event, "EventsTable"), blocked], token=event.id)
    assert EventsTable("EventsTable", dynamodb, Clock().seconds).get_event(event.tenant, event.id) is None


class RandomFaults:
    """Stops the function at any call now and then."""

    def __init__(self, rng: random.Random, share: float) -> None:
        self.rng = rng
        self.share = share

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*arguments: Any, **named: Any) -> Any:
            if self.rng.random() < self.share / 2:
                raise Crash
            answer = call(*arguments, **named)
            if self.rng.random() < self.share / 2:
                raise Crash
            return answer

        return guarded


def test_ten_thousand_events_arrive_although_everything_fails_now_and_then() -> None:
    """A receiver failing 30 %, calls failing 5 %, queue messages doubled 5 %: none lost, copies few, logs complete."""
    rng = random.Random(20260201)  # noqa: S311  a test's dice
    answers: list[Step] = [status(500), status(429, "30"), status(503), TIMEOUT, status(302)]

    def receive(_sent: Sent) -> Step:
        return rng.choice(answers) if rng.random() < 0.3 else status(200)

    world = World(receive)
    faults = RandomFaults(rng, 0.05)
    for name in STORE_CALLS:
        setattr(world.store, name, faults.around(getattr(world.store, name)))
    send_message = world.sqs.send_message

    def send_doubled(**named: Any) -> None:
        send_message(**named)
        if named["QueueUrl"] == "callbacks" and rng.random() < 0.05:
            world.sqs.push(named["MessageBody"], named["DelaySeconds"] + rng.randrange(2 * VISIBILITY))

    setattr(world.sqs, "send_message", faults.around(send_doubled))  # noqa: B010  a method is replaced
    transmit = world.sender._transmit
    world.sender._transmit = faults.around(transmit)

    events = [an_event(number) for number in range(1, 10_001)]
    for event in events:
        world.store.commit(event)
        while True:
            try:
                world.publish(event)
                break
            except Crash:
                continue
    world.run()

    faults.share = 0
    states = [world.delivery(event).state for event in events]
    assert states.count(State.DELIVERED) == 10_000
    assert {sent.headers["webhook-id"] for sent in world.sent} == {event.id for event in events}
    logged = sum(len(world.delivery(event).log) for event in events)
    # Sent and not written down: the crashes between the two, which at 5 % are about one in twenty.
    assert logged <= len(world.sent) <= logged * 1.1
    for event in events:
        log = world.delivery(event).log
        assert [one.number for one in log] == list(range(1, len(log) + 1))
