"""Many requests at once: one number is accepted once, one customer is created once, updates come one after another."""

from __future__ import annotations

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from customer_risk.storage.customer_listing import CustomerListing
from customer_risk.storage.customers import Customers
from tests.support.client import Caller, Reply, eventually
from tests.support.tenants import key_of, make_tenant
from tests.unit.amlyze_intake.bodies import sample
from tools.local_stack import Stack

REQUESTS, IN_FLIGHT = 100, 50
LOST = ("502", "503", "504")
PATH = "/amlyze-ws-rest/customer"


def post(caller: Caller, body: dict[str, Any]) -> Reply:
    return Caller(caller.base, None).call("POST", PATH, body, {"authorization": f"Bearer {caller.key}"})


def codes(replies: list[Reply]) -> Counter[str]:
    """How often each answer was given: an error code, that it was accepted, or a status that is no answer."""
    said = {200: "resultType", 400: "errorCode"}
    return Counter(
        reply.json().get(said[reply.status]) if reply.status in said else str(reply.status) for reply in replies
    )


@pytest.fixture(scope="module")
def caller(stack: Stack) -> Caller:
    """A tenant whose requests find warm functions; cold ones are a process each, so that few are begun at once."""
    caller = make_tenant(stack)
    for at_once in (8, 16, 24, 32, 40, IN_FLIGHT):
        with ThreadPoolExecutor(at_once) as pool:
            assert set(pool.map(lambda _: post(caller, {}).status, range(at_once))) == {400}
    return caller


def decided(stack: Stack, caller: Caller, customer: str, tickets: int) -> None:
    """Wait until every accepted request of the customer is decided."""
    customers = Customers(stack.client("dynamodb"), stack.outputs["CustomersTable"])
    tenant = key_of(caller).tenant

    def look() -> bool | None:
        return customers.state(tenant, customer).revision >= tickets or None

    eventually(look, within=120, what="every decision")
    state = customers.state(tenant, customer)
    assert (state.revision, len(customers.audit(tenant, customer))) == (tickets, tickets)


def test_of_a_hundred_requests_with_one_number_one_is_accepted(stack: Stack, caller: Caller) -> None:
    number = uuid.uuid4().hex
    bodies = [
        sample("individual_minimal") | {"communicationNumber": number, "customerExtId": f"{number}-{n % 2}"}
        for n in range(REQUESTS)
    ]
    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        replies = list(pool.map(lambda body: post(caller, body), bodies))
    told = codes(replies)
    # A machine too busy to answer in time loses answers, one of them perhaps the winner's; it never gives a second one.
    lost = sum(told.pop(status, 0) for status in LOST)
    assert told in ({"REQUEST_ACCEPTED": 1, "O001": REQUESTS - 1 - lost}, {"O001": REQUESTS - lost} if lost else None)
    listing = CustomerListing(stack.client("dynamodb"), stack.outputs["CustomersTable"])
    tenant = key_of(caller).tenant
    listed = eventually(lambda: listing.page(tenant, limit=10)[0] or None, within=120, what="the decision")
    winners = {body["customerExtId"] for body, reply in zip(bodies, replies, strict=True) if reply.status == 200}
    assert winners <= {row.customer_id for row in listed}
    assert len(listed) == 1
    decided(stack, caller, listed[0].customer_id, 1)
    (loser,) = {body["customerExtId"] for body in bodies} - {listed[0].customer_id}
    customers = Customers(stack.client("dynamodb"), stack.outputs["CustomersTable"])
    assert not customers.read(tenant, loser).exists


def test_of_many_who_create_one_customer_one_does_and_every_update_is_decided(stack: Stack, caller: Caller) -> None:
    customer = f"customer-{uuid.uuid4()}"

    def one(number: int, action: str) -> Reply:
        ids = {"communicationNumber": f"{customer}-{action}-{number}", "customerExtId": customer, "action": action}
        return post(caller, sample("individual_minimal") | ids)

    with ThreadPoolExecutor(10) as pool:
        created = codes(list(pool.map(lambda n: one(n, "CREATE"), range(20))))
        updated = codes(list(pool.map(lambda n: one(n, "UPDATE"), range(20))))
    assert created == {"REQUEST_ACCEPTED": 1, "X-C003": 19}
    assert updated == {"REQUEST_ACCEPTED": 20}
    decided(stack, caller, customer, 21)
