"""Whatever a receiver and its owner do, nothing is lost and nothing is sent that should not be."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from customer_risk.delivery.breaker import FIRST_REST, THRESHOLD, circuit
from customer_risk.delivery.breaker import Circuit as Is
from customer_risk.delivery.deliveries import State
from customer_risk.delivery.endpoints import Endpoint, EndpointState
from customer_risk.delivery.envelopes import Event
from customer_risk.delivery.http import Unanswered
from customer_risk.delivery.schedule import DELAYS
from customer_risk.delivery.sending import Outcome
from customer_risk.delivery.signing import verify
from tests.unit.delivery.world import KEYS, Sent, Step, World, an_endpoint, an_event, status

DAY = 24 * 3600
acts = st.sampled_from(["pause", "resume", "rotate", "move", "event", "event", "event"])
steps = st.lists(st.tuples(st.floats(0, 4 * 3600), acts), min_size=1, max_size=25)
moods = st.lists(st.sampled_from([200, 200, 200, 500, 503, 429, None]), min_size=1, max_size=40)


class Play:
    """An owner who acts, a receiver with moods, and what was sent."""

    def __init__(self, mood: Sequence[int | None], seed: int) -> None:
        self.mood = list(mood)
        self.good = False
        self.world = World(self.answer, seed=seed, latency=0)
        self.world.endpoints.add(an_endpoint(since=self.world.clock.milliseconds()))
        self.rng = random.Random(seed)  # noqa: S311  a test's dice
        self.events: list[Event] = []
        self.probes: list[float] = []

    @property
    def endpoint(self) -> Endpoint:
        found = self.world.endpoints.find("acme", an_endpoint().id)
        assert isinstance(found, Endpoint)
        return found

    def answer(self, sent: Sent) -> Step:
        now, endpoint = self.world.clock.milliseconds(), self.endpoint
        assert endpoint.state is EndpointState.ACTIVE
        assert f"https://{sent.destination.place.host}/hook" == endpoint.url
        for version in endpoint.secret_versions(now):
            secrets = KEYS.signing_secrets("acme", (version,), endpoint.id)
            verify(secrets, sent.headers, sent.body, now=sent.at)
        offered = sent.headers["webhook-signature"].split()
        assert len(offered) == len(endpoint.secret_versions(now))
        if endpoint.failures >= THRESHOLD:
            self.probes.append(sent.at)
        code = 200 if self.good else self.rng.choice(self.mood)
        return Unanswered("timeout") if code is None else status(code)

    def act(self, what: str) -> None:
        world, endpoint, now = self.world, self.endpoint, self.world.clock.milliseconds()
        match what:
            case "pause" if endpoint.state is EndpointState.ACTIVE:
                world.endpoints.change(endpoint, state=EndpointState.PAUSED, since=now)
            case "resume":
                self.resume()
            case "rotate":
                until = now + self.rng.choice([0, 3_600_000])
                world.endpoints.change(endpoint, secret_version=endpoint.secret_version + 1, previous_until=until)
            case "move":
                world.endpoints.change(endpoint, url=f"https://moved-{self.rng.randrange(1000)}.example.com/hook")
            case "event":
                event = msgspec.structs.replace(an_event(len(self.events) + 1, target=None))
                world.store.commit(event)
                assert world.publish(event) == 1
                self.events.append(event)

    def resume(self) -> None:
        fresh: dict[str, Any] = {"failures": 0, "failing_since": 0, "openings": 0, "open_until": 0}
        self.world.endpoints.change(self.endpoint, state=EndpointState.ACTIVE, **fresh)

    def run_until(self, end: float) -> None:
        world = self.world
        while (seen := world.sqs.next_seen()) is not None and seen <= end:
            body = world.sqs.receive()
            assert body
            before = len(world.sent)
            report = world.send(body)
            if report.outcome is Outcome.HELD:
                assert len(world.sent) == before
        world.clock.advance(max(0.0, end - world.clock.seconds()))


@settings(max_examples=120, deadline=None)
@given(steps, moods, st.integers(0, 2**32))
def test_nothing_is_lost_and_nothing_sent_that_should_not_be(
    plan: list[tuple[float, str]], mood: list[int | None], seed: int
) -> None:
    play = Play(mood, seed)
    for wait, what in plan:
        play.run_until(play.world.clock.seconds() + wait)
        play.act(what)
    play.good = True
    play.resume()
    play.run_until(play.world.clock.seconds() + 5 * DAY)
    assert len(play.world.sqs) == 0
    for event in play.events:
        delivery = play.world.delivery(event, an_endpoint().id)
        # Given up only after every attempt; waiting for the owner or for the circuit uses up none.
        assert delivery.state is State.DELIVERED or (
            delivery.state is State.FAILED and delivery.attempts == len(DELAYS)
        )
        assert [one.number for one in delivery.log] == list(range(1, delivery.attempts + 1))
    attempts = sum(play.world.delivery(event, an_endpoint().id).attempts for event in play.events)
    assert attempts == len(play.world.sent)
    assert circuit(play.endpoint, play.world.clock.milliseconds()) is not Is.OPEN


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 40), st.integers(0, 2**32))
def test_an_endpoint_that_only_fails_sees_one_probe_at_a_time(events: int, seed: int) -> None:
    play = Play([500, 503, None], seed)
    for _ in range(events):
        play.act("event")
    play.run_until(play.world.clock.seconds() + 2 * DAY)
    gaps = [after - before for before, after in zip(play.probes, play.probes[1:], strict=False)]
    assert all(gap >= FIRST_REST / 1000 for gap in gaps)
    assert len(play.world.sent) <= THRESHOLD + 2 * DAY / 900 + 20
