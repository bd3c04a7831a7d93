"""Any receiver over the whole three days, on a simulated clock."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from customer_risk.delivery.address_guard import NotFound
from customer_risk.delivery.deliveries import State
from customer_risk.delivery.envelopes import Event
from customer_risk.delivery.http import Unanswered
from customer_risk.delivery.schedule import DELAYS, JITTER, LONGEST_WAIT
from customer_risk.delivery.signing import verify
from customer_risk.records import encode
from tests.unit.delivery.world import (
    KEYS,
    PUBLIC,
    VISIBILITY,
    Crash,
    Sent,
    Step,
    World,
    an_event,
    first_message,
    status,
)

LATENCY = 0.2
# Delays of the queue are whole seconds; a request takes its time.
SLACK = 1 + LATENCY

good = st.sampled_from([200, 201, 202, 204, 299])
bad = st.sampled_from([301, 302, 307, 308, 400, 401, 403, 404, 408, 409, 425, 429, 500, 502, 503, 504, 599])
asked = st.one_of(st.none(), st.integers(0, 200_000), st.just("date"), st.sampled_from(["soon", "-3", ""]))
silence = st.sampled_from(["timeout", "refused", "connection", "certificate", "tls", "protocol"])
steps = st.one_of(
    st.tuples(st.just("bad"), bad, asked),
    st.tuples(st.just("silence"), silence, st.none()),
    st.tuples(st.just("unknown name"), st.none(), st.none()),
    st.tuples(st.just("inside"), st.none(), st.none()),
    st.tuples(st.just("gone"), st.just(410), st.none()),
    st.tuples(st.just("good"), good, st.none()),
)
receivers = st.lists(steps, min_size=10, max_size=10)
patient = st.lists(st.one_of(steps.filter(lambda step: step[0] not in {"good", "gone"})), min_size=10, max_size=10)


type Plan = tuple[str, Any, Any]
"""What a receiver does at one attempt: kind, status or error, what it asks to wait."""


class Receiver:
    """Follows a list of steps, one per attempt, some of which end before a request is sent."""

    def __init__(self, plan: list[Plan]) -> None:
        self.plan = plan
        self.attempt = -1
        self.began: list[float] = []
        self.world: World

    def resolve(self, _host: str, _port: int) -> list[str]:
        self.attempt += 1
        self.began.append(self.world.clock.seconds())
        kind = self.plan[self.attempt][0]
        if kind == "unknown name":
            raise NotFound
        return ["192.168.0.1"] if kind == "inside" else [PUBLIC]

    def answer(self, _sent: Sent) -> Step:
        kind, what, wait = self.plan[self.attempt]
        if kind == "silence":
            return Unanswered(what)
        if wait == "date":
            wait = format_datetime(self.world.clock() + timedelta(seconds=600), usegmt=True)
        return status(what, None if wait is None else str(wait))


def run(plan: list[Plan], seed: int) -> tuple[World, Receiver, Event]:
    receiver = Receiver(plan)
    world = receiver.world = World(receiver.answer, seed=seed, resolve=receiver.resolve, latency=LATENCY)
    event = an_event()
    world.store.commit(event)
    world.publish(event)
    return world, receiver, event


def seconds_asked(step: Plan) -> float:
    wait = step[2]
    if wait == "date":
        return 600 - SLACK
    return min(wait, LONGEST_WAIT) if isinstance(wait, int) else 0


def check_times(world: World, receiver: Any, event: Event) -> None:
    for number, (before, after) in enumerate(zip(receiver.began, receiver.began[1:], strict=False), start=1):
        waited = after - before
        wanted = seconds_asked(receiver.plan[number - 1])
        assert waited >= max(DELAYS[number] * (1 - JITTER), wanted) - 0.001
        # Hops of a quarter of an hour round up to whole seconds, each a little.
        rounding = SLACK + waited / 900
        assert waited <= max(DELAYS[number] * (1 + JITTER), wanted + 2 * SLACK) + rounding
    assert receiver.began[0] == world.delivery(event).log[0].at / 1000


@settings(max_examples=150, deadline=None)
@given(st.one_of(receivers, patient), st.integers(0, 2**32))
def test_attempts_and_back_off_are_as_scheduled(plan: list[Plan], seed: int) -> None:
    world, receiver, event = run(plan, seed)
    world.run()
    last = next((number for number, step in enumerate(plan, start=1) if step[0] in {"good", "gone"}), 10)
    end = {"good": State.DELIVERED, "gone": State.DISABLED}.get(plan[last - 1][0], State.FAILED)
    delivery = world.delivery(event)
    assert (delivery.state, delivery.attempts) == (end, last)
    assert [one.number for one in delivery.log] == list(range(1, last + 1))
    assert len(receiver.began) == last
    assert len(world.sqs.dead) == (end is State.FAILED)
    check_times(world, receiver, event)
    reached = [step for step in plan[:last] if step[0] not in {"unknown name", "inside"}]
    assert len(world.sent) == len(reached)
    for sent in world.sent:
        verify(KEYS.signing_secrets(event.tenant), sent.headers, sent.body, now=sent.at)
        assert sent.headers["webhook-id"] == event.id
        assert abs(int(sent.headers["webhook-timestamp"]) - sent.at) <= 1


@settings(max_examples=100, deadline=None)
@given(st.one_of(receivers, patient), st.integers(0, 2**32), st.integers(0, 2**32))
def test_copies_of_messages_change_neither_the_number_nor_the_times(plan: list[Plan], seed: int, chance: int) -> None:
    rng = random.Random(chance)  # noqa: S311  a test's dice
    world, receiver, event = run(plan, seed)
    send_message = world.sqs.send_message

    def send_doubled(**named: Any) -> None:
        send_message(**named)
        if named["QueueUrl"] == "callbacks" and rng.random() < 0.2:
            world.sqs.push(named["MessageBody"], named["DelaySeconds"] + rng.randrange(2 * VISIBILITY))

    setattr(world.sqs, "send_message", send_doubled)  # noqa: B010  a method is replaced
    for _ in range(rng.randrange(5)):
        world.sqs.push(encode(first_message(event)).decode(), rng.randrange(600))
    world.run(limit=2_000_000)
    delivery = world.delivery(event)
    assert delivery.attempts == len(receiver.began) == len(delivery.log)
    assert delivery.state is not State.PENDING
    assert len(world.sqs.dead) == (delivery.state is State.FAILED)
    check_times(world, receiver, event)


@settings(max_examples=100, deadline=None)
@given(receivers, st.integers(0, 2**32), st.integers(0, 2**32))
def test_a_sender_that_dies_now_and_then_loses_nothing(plan: list[Plan], seed: int, chance: int) -> None:
    rng = random.Random(chance)  # noqa: S311  a test's dice
    world, receiver, event = run([*plan, *plan, *plan, *plan, ("good", 200, None)], seed)
    dying = []

    def deadly(call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **named: Any) -> Any:
            moment = rng.random()
            if moment < 0.05:
                dying.append(call)
                raise Crash
            answer = call(*arguments, **named)
            if moment > 0.95:
                dying.append(call)
                raise Crash
            return answer

        return called

    for name in ("claim", "get_event", "record_attempt", "mark_queued"):
        setattr(world.store, name, deadly(getattr(world.store, name)))
    setattr(world.sqs, "send_message", deadly(world.sqs.send_message))  # noqa: B010  a method is replaced
    world.run()
    delivery = world.delivery(event)
    assert delivery.state is not State.PENDING
    assert [one.number for one in delivery.log] == list(range(1, delivery.attempts + 1))
    # Each death repeats one attempt at most.
    assert delivery.attempts <= len(receiver.began) <= delivery.attempts + len(dying)
    assert (delivery.state is State.FAILED) <= len(world.sqs.dead)
