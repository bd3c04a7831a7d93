"""Fail the n-th call to AWS or to the receiver for every n, with a subscription: what is found out of it is never lost.

As in ``test_delivery_faults``: a call fails before its effect, after it, or is repeated by the SDK.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from customer_risk.delivery.deliveries import State
from customer_risk.delivery.endpoints import Endpoint, EndpointState
from customer_risk.delivery.envelopes import Event
from customer_risk.storage.dynamo import transact
from customer_risk.storage.endpoints import Endpoints
from customer_risk.storage.events import EventsTable, event_put
from tests.fault.test_delivery_faults import MODES, Faults
from tests.support.tables import tables
from tests.unit.delivery.world import (
    TIMEOUT,
    Clock,
    Crash,
    MemoryEndpoints,
    MemoryStore,
    Step,
    World,
    an_endpoint,
    an_event,
    scripted,
    status,
)

STORE_CALLS = ("put_delivery", "claim", "get_event", "record_attempt", "get_delivery", "mark_queued", "end")
ENDPOINT_CALLS = ("listed", "find", "failed", "succeeded", "rest", "probe", "disable")
UNWRITTEN = {"transmit", "failed", "succeeded", "rest", "disable", "record_attempt"}
"""A sender that stops at one of these has sent what is not written down, and must send it again."""

SCENARIOS: dict[str, tuple[list[Step], State, int]] = {
    "delivered": ([status(200)], State.DELIVERED, 1),
    "delivered at the third attempt": ([status(500), TIMEOUT, status(200)], State.DELIVERED, 3),
    "gone": ([status(410)], State.DISABLED, 1),
    "after the circuit was open": ([*[status(500)] * 6, status(200)], State.DELIVERED, 7),
}
_numbers = iter(range(1, 1_000_000))


@pytest.fixture(scope="module")
def dynamodb() -> Iterator[Any]:
    with tables() as client:
        yield client


class Run:
    """One event of a tenant with one subscription, from its commit to its end, with one fault."""

    def __init__(self, client: Any, steps: list[Step], number: int | None = None, mode: str = "before") -> None:
        run = next(_numbers)
        clock = Clock()
        self.endpoint = an_endpoint(tenant=f"tenant-{run}")
        self.event = msgspec.structs.replace(an_event(run, target=None), tenant=self.endpoint.tenant)
        events: Any = EventsTable("EventsTable", client, clock.seconds) if client else MemoryStore()
        endpoints: Any = Endpoints(client, "ControlTable", "EventsTable") if client else MemoryEndpoints(events)
        endpoints.add(self.endpoint)
        if client:
            transact(client, [event_put(self.event, "EventsTable")], token=self.event.id)
        else:
            events.commit(self.event)
        self.find, self.get_event = endpoints.find, events.get_event
        self.world = World(scripted(steps), events, endpoints, clock=clock)
        self.faults = Faults(number, mode)
        self.faults.spoil(events, *STORE_CALLS)
        self.faults.spoil(endpoints, *ENDPOINT_CALLS)
        self.faults.spoil(self.world.sqs, "send_message")
        self.faults.spoil(self.world.sender, "_transmit")
        for _ in range(2):  # the stream shows a batch again until it is handled
            try:
                self.world.publish(self.event)
                break
            except Crash:
                clock.advance(1)
        self.world.run()

    def found(self) -> Endpoint:
        """The endpoint as it is in the end."""
        endpoint: Endpoint | None = self.find(self.endpoint.tenant, self.endpoint.id)
        assert endpoint is not None
        return endpoint

    def notices(self) -> list[Event]:
        """What the tenant's other endpoints would be told. The world numbers the ids it makes."""
        found = (self.get_event(self.endpoint.tenant, str(number)) for number in range(8))
        return [event for event in found if event and event.type == "webhook.endpoint.disabled"]


def fail_every_call(client: Any, name: str) -> None:
    steps, end, attempts = SCENARIOS[name]
    calls = len(Run(client, steps).faults.trace)
    # All of the first hour; of the hops through the hours that follow, every seventh call.
    for number in [*range(min(calls, 70)), *range(70, calls - 12, 7), *range(max(70, calls - 12), calls)]:
        for mode in MODES:
            run = Run(client, steps, number, mode)
            about = f"{name}: call {number} ({run.faults.failed}) failed {mode}"
            delivery = run.world.delivery(run.event, run.endpoint.id)
            assert delivery.state is end, about
            assert [one.number for one in delivery.log] == list(range(1, delivery.attempts + 1)), about
            # (The receiver's script goes on when a request is repeated, so that its end may come with fewer written.)
            doubled = mode != "repeated" and run.faults.failed in UNWRITTEN
            assert attempts <= len(run.world.sent) <= attempts + doubled, about
            endpoint = run.found()
            if end is State.DISABLED:
                assert endpoint.state is EndpointState.DISABLED, about
                assert len(run.notices()) == 1, about
            else:
                assert (endpoint.state, endpoint.failures, endpoint.failing_since) == (EndpointState.ACTIVE, 0, 0), (
                    about
                )
            assert run.world.sqs.dead == [], about


@pytest.mark.parametrize("name", ["delivered", "gone"])
def test_any_call_may_fail_in_any_way(dynamodb: Any, name: str) -> None:
    fail_every_call(dynamodb, name)


@pytest.mark.parametrize("name", ["delivered at the third attempt", "after the circuit was open"])
def test_any_call_of_hours_may_fail_in_any_way(name: str) -> None:
    fail_every_call(None, name)


def test_every_call_was_failed() -> None:
    traces = {call for steps, _, _ in SCENARIOS.values() for call in Run(None, steps).faults.trace}
    # Nobody had deleted the endpoint, so that no delivery had to be ended.
    assert {*STORE_CALLS, *ENDPOINT_CALLS, "send_message", "transmit"} - traces == {"end"}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("number", range(3))
def test_deliveries_to_a_deleted_endpoint_end_whatever_fails(dynamodb: Any, number: int, mode: str) -> None:
    run = Run(dynamodb, [status(200)])
    begun = msgspec.structs.replace(an_event(next(_numbers), target=None), tenant=run.endpoint.tenant)
    transact(dynamodb, [event_put(begun, "EventsTable")], token=begun.id)
    run.world.publish(begun)
    Endpoints(dynamodb, "ControlTable", "EventsTable").remove(run.endpoint.tenant, run.endpoint.id)
    faults = Faults(number, mode)
    faults.spoil(run.world.store, *STORE_CALLS)
    faults.spoil(run.world.endpoints, *ENDPOINT_CALLS)
    sent = len(run.world.sent)
    run.world.run()
    delivery = run.world.delivery(begun, run.endpoint.id)
    assert (delivery.state, delivery.reason) == (State.DISABLED, "endpoint deleted")
    assert len(run.world.sent) == sent
