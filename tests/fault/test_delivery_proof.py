"""10,000 events of 500 customers to a subscription whose receiver fails 30 %, by senders that are killed at random.

The receiver times out, resets, answers 500, asks to come later, and dribbles its answers; now and then it fails often
enough in a row to be left alone for a while. A sender may be killed before and after any call it makes to DynamoDB, SQS
or the receiver. None is lost, every signature is good, no customer's newest event is mistaken for an older one, and
whoever was neither killed nor held back came exactly when the schedule says.

The clock is simulated: three days pass in seconds. Every message has a sender of its own, as many as are due at once.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from standardwebhooks import Webhook

from customer_risk.delivery.deliveries import Delivery, State
from customer_risk.delivery.endpoints import EndpointState
from customer_risk.delivery.envelopes import Event
from customer_risk.delivery.http import DEADLINE, Answer, Unanswered
from customer_risk.delivery.messages import read_message
from customer_risk.delivery.schedule import DELAYS, JITTER
from customer_risk.delivery.sending import Outcome
from customer_risk.delivery.signing import verify
from tests.unit.delivery.world import KEYS, VISIBILITY, Crash, Sent, World, an_endpoint, an_event, status

CUSTOMERS, EACH = 500, 20
EVENTS = CUSTOMERS * EACH
PACE = 0.5
"""Seconds between two events."""
FAILING = 0.3
KILLED = 0.03
"""Share of calls at which the sender dies, half of them before the call and half after it."""

STORE_CALLS = ("claim", "get_event", "record_attempt", "get_delivery", "mark_queued", "end")
ENDPOINT_CALLS = ("find", "failed", "succeeded", "rest", "probe")
ENDPOINT = an_endpoint()


class Receiver:
    """Fails 30 % of its requests in five ways, and keeps of every customer what a good receiver keeps."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.failed: defaultdict[str, int] = defaultdict(int)
        self.newest: dict[str, int] = {}
        self.late = 0
        self.accepted: dict[str, int] = defaultdict(int)
        self.world: World

    def __call__(self, sent: Sent) -> Answer | Exception:
        self.check_signature(sent)
        if self.rng.random() < FAILING:
            kind = self.rng.choice(["timeout", "reset", "500", "429", "slow"])
            self.failed[kind] += 1
            match kind:
                case "timeout":
                    self.world.clock.advance(DEADLINE)
                    return Unanswered("timeout")
                case "reset":
                    return Unanswered("connection")
                case "429":
                    return status(429, "30")
                case "500":
                    return status(500)
            # The status came at once; the rest was not waited for. It is a success that takes its time.
            self.world.clock.advance(DEADLINE - 0.5)
        self.take(sent)
        return Answer(status=200, excerpt="thanks")

    def check_signature(self, sent: Sent) -> None:
        secrets = KEYS.signing_secrets("acme", (1,), ENDPOINT.id)
        verify(secrets, sent.headers, sent.body, now=sent.at)
        if self.rng.random() < 0.02:
            moment = datetime.fromtimestamp(int(sent.headers["webhook-timestamp"]), UTC)
            theirs = Webhook(secrets[0]).sign(sent.headers["webhook-id"], moment, sent.body.decode())
            assert theirs == sent.headers["webhook-signature"]

    def take(self, sent: Sent) -> None:
        customer = msgspec.json.decode(sent.body)["customer"]
        sequence = int(sent.headers["customer-risk-sequence"])
        self.accepted[sent.headers["webhook-id"]] += 1
        if sequence > self.newest.get(customer, 0):
            self.newest[customer] = sequence
        else:
            self.late += 1


class Killer:
    """Kills the sender at calls of its own choosing, and remembers on whose behalf it was working."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.share = KILLED
        self.kills: defaultdict[str, int] = defaultdict(int)

    def spoil(self, thing: Any, *names: str) -> None:
        for name in names:
            setattr(thing, name, self.around(name.strip("_"), getattr(thing, name)))

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*arguments: Any, **named: Any) -> Any:
            dice = self.rng.random()
            if dice < self.share / 2:
                self.kills[f"before {name}"] += 1
                raise Crash
            answer = call(*arguments, **named)
            if dice > 1 - self.share / 2:
                self.kills[f"after {name}"] += 1
                raise Crash
            return answer

        return guarded


class Proof:
    """One run. ``disturbed`` names the waits, by event and attempt before, in which a sender was killed or held."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(seed)  # noqa: S311  a test's dice
        self.receiver = Receiver(rng)
        self.world = self.receiver.world = World(self.receiver, seed=seed)
        self.world.endpoints.add(ENDPOINT)
        self.killer = Killer(rng)
        self.killer.spoil(self.world.store, *STORE_CALLS)
        self.killer.spoil(self.world.endpoints, *ENDPOINT_CALLS)
        self.killer.spoil(self.world.sqs, "send_message")
        self.killer.spoil(self.world.sender, "_transmit")
        self.disturbed: set[tuple[str, int]] = set()
        self.held = 0

    def run(self) -> list[Event]:
        """An event every half second, and everything that follows from them; returns the events."""
        world, events, begun = self.world, list(map(an_event_of, range(EVENTS))), self.world.clock.seconds()
        for number, event in enumerate(events):
            self.send_until(begun + number * PACE)
            world.store.commit(event)
            self.publish(event)
        self.send_until(math.inf)
        return events

    def publish(self, event: Event) -> None:
        while True:  # the stream shows a batch until it is handled
            try:
                self.world.publish(event)
            except Crash:
                continue
            return

    def send_until(self, end: float) -> None:
        """Handle what is due before ``end``, and let that moment come."""
        world = self.world
        while (seen := world.sqs.next_seen()) is not None and seen <= end:
            body = world.sqs.receive()
            assert body
            received, message = world.clock.at, read_message(body)
            known = world.store.deliveries["acme", message.event, message.delivery]
            try:
                if world.send(body).outcome is Outcome.HELD:
                    self.disturbed.add((message.event, known.attempts))
                    self.held += 1
            except Crash:
                # It was about to make an attempt, or had made it and was about to queue the next one.
                self.disturbed |= {(message.event, known.attempts), (message.event, known.attempts + 1)}
                world.sqs.push(body, VISIBILITY - (world.clock.at - received).total_seconds())
            world.clock.at = received  # the other senders did not wait for this one
        if end < math.inf:
            world.clock.advance(max(0.0, end - world.clock.seconds()))


def an_event_of(number: int) -> Event:
    """Customers take turns, and so do their events."""
    customer, sequence = f"customer-{number % CUSTOMERS}", number // CUSTOMERS + 1
    return msgspec.structs.replace(
        an_event(number + 1, target=None),
        customer_id=customer,
        sequence=sequence,
        body=msgspec.json.encode({"customer": customer, "n": sequence}),
    )


def check_times(delivery: Delivery, disturbed: set[tuple[str, int]]) -> int:
    """Every attempt came no earlier than scheduled and asked for, and no later where nothing disturbed it.

    Returns how many came exactly in time.
    """
    exact = 0
    for before, after in pairwise(delivery.log):
        waited = (after.at - before.at - before.latency_ms) / 1000
        asked = 30 if before.status == 429 else 0
        shortest, longest = (max(DELAYS[before.number] * (1 + sign * JITTER), asked) for sign in (-1, 1))
        assert waited >= shortest - 0.002, (delivery.event_id, before, after)
        if (delivery.event_id, before.number) not in disturbed:
            # The queue's delays are whole seconds, and a quarter of an hour at most.
            assert waited <= longest + 1 + longest / 900, (delivery.event_id, before, after)
            exact += 1
    return exact


@pytest.fixture(scope="module")
def proof() -> tuple[Proof, list[Event]]:
    made = Proof(seed=20260201)
    events = made.run()
    made.killer.share = 0
    return made, events


def test_none_is_lost_and_each_arrived(proof: tuple[Proof, list[Event]]) -> None:
    made, events = proof
    assert {made.world.delivery(event, ENDPOINT.id).state for event in events} == {State.DELIVERED}
    assert made.receiver.accepted.keys() == {event.id for event in events}
    assert made.world.sqs.dead == []
    assert made.world.endpoints.find("acme", ENDPOINT.id).state is EndpointState.ACTIVE


def test_the_world_was_as_bad_as_promised(proof: tuple[Proof, list[Event]]) -> None:
    made, _ = proof
    total = len(made.world.sent)
    assert 0.28 < sum(made.receiver.failed.values()) / total < 0.32
    assert made.receiver.failed.keys() == {"timeout", "reset", "500", "429", "slow"}
    assert min(made.receiver.failed.values()) > 500
    killed = {
        f"{when} {name}" for name in (*STORE_CALLS[:5], *ENDPOINT_CALLS, "transmit") for when in ("before", "after")
    }
    assert killed - {"before probe", "after probe", "before rest", "after rest"} <= made.killer.kills.keys()
    assert sum(made.killer.kills.values()) > 2000
    assert made.held > 0


def test_a_receiver_tells_by_the_sequence_what_is_newest(proof: tuple[Proof, list[Event]]) -> None:
    made, _ = proof
    assert set(made.receiver.newest.values()) == {EACH}
    assert len(made.receiver.newest) == CUSTOMERS
    assert made.receiver.late > 100  # retries did overtake one another


def test_an_event_keeps_its_sequence_and_its_body_at_every_attempt(proof: tuple[Proof, list[Event]]) -> None:
    made, events = proof
    expected = {event.id: (str(event.sequence), event.body) for event in events}
    for sent in made.world.sent:
        assert expected[sent.headers["webhook-id"]] == (sent.headers["customer-risk-sequence"], sent.body)
    by_customer = defaultdict(list)
    for event in events:
        by_customer[event.customer_id].append(event.sequence)
    assert all(numbers == list(range(1, EACH + 1)) for numbers in by_customer.values())


def test_attempts_are_as_scheduled(proof: tuple[Proof, list[Event]]) -> None:
    made, events = proof
    retries = exact = 0
    for event in events:
        delivery = made.world.delivery(event, ENDPOINT.id)
        assert [one.number for one in delivery.log] == list(range(1, delivery.attempts + 1))
        assert delivery.attempts <= len(DELAYS)
        retries += delivery.attempts - 1
        exact += check_times(delivery, made.disturbed)
    assert retries > 2500
    assert exact > retries / 3


def test_doubles_are_only_what_a_kill_between_sending_and_writing_down_made(proof: tuple[Proof, list[Event]]) -> None:
    made, events = proof
    logged = sum(len(made.world.delivery(event, ENDPOINT.id).log) for event in events)
    kills = made.killer.kills
    # Killed after the request, at the judgement that follows, or before it was written down.
    between = kills["after transmit"] + kills["before record_attempt"]
    between += sum(kills[f"{when} {name}"] for when in ("before", "after") for name in ("failed", "succeeded", "rest"))
    assert logged <= len(made.world.sent) <= logged + between
