"""One customer, a thousand requests in five seconds: the turn holds."""

from __future__ import annotations

import itertools
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from customer_risk.audit import first_broken
from customer_risk.storage.checks import Checks
from customer_risk.storage.customers import Customers
from tests.support.client import Caller, Reply, person
from tests.support.tenants import key_of, make_tenant
from tools.local_stack import Stack

REQUESTS, SECONDS, IN_FLIGHT = 1000, 5.0, 50


def test_of_many_requests_for_one_customer_one_a_second_is_accepted(stack: Stack) -> None:
    caller = make_tenant(stack)
    customer = f"customer-{uuid.uuid4()}"
    warm_up(caller)
    began = time.monotonic()

    def one(number: int) -> Reply:
        time.sleep(max(0.0, began + number * SECONDS / REQUESTS - time.monotonic()))
        return caller.check(person(customer))

    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        replies = list(pool.map(one, range(REQUESTS)))
    took = time.monotonic() - began

    accepted = [reply.json() for reply in replies if reply.status == 200]
    refused = [reply for reply in replies if reply.status == 425]
    assert len(accepted) + len(refused) == REQUESTS, {reply.status for reply in replies}
    assert all(reply.headers["retry-after"] == "1" for reply in refused)
    # Never more than one a second. How close it comes to one depends on how evenly a busy machine lets them through.
    assert took / 3 <= len(accepted) <= took + 1
    assert_whole(stack, key_of(caller).tenant, customer, accepted)


def test_two_tenants_with_the_same_customer_id_have_a_turn_each(stack: Stack) -> None:
    callers = [make_tenant(stack), make_tenant(stack)]
    customer = f"customer-{uuid.uuid4()}"
    start = threading.Barrier(8)

    def one(number: int) -> int:
        start.wait()
        return callers[number % 2].check(person(customer)).status

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(one, range(8)))
    for tenant in (0, 1):
        assert sorted(statuses[tenant::2]) == [200, 425, 425, 425]


def assert_whole(stack: Stack, tenant: str, customer: str, accepted: list[dict[str, Any]]) -> None:
    """What is stored is what was answered, no more and no less, a second apart."""
    customers = Customers(stack.client("dynamodb"), stack.outputs["CustomersTable"])
    checks = Checks(stack.client("dynamodb"), stack.outputs["CasesTable"])
    state = customers.state(tenant, customer)
    assert (state.ticket, state.committed, state.revision) == (len(accepted),) * 3
    chain = customers.audit(tenant, customer)
    assert len(chain) == len(accepted)
    assert first_broken(chain) is None
    stored = [checks.find(tenant, answer["checkId"]) for answer in accepted]
    assert sorted(one.ticket for one in stored if one) == list(range(1, len(accepted) + 1))
    turns = sorted(turn_times(stack, tenant, customer, state.ticket))
    assert all(later - earlier >= 1000 for earlier, later in itertools.pairwise(turns))


def turn_times(stack: Stack, tenant: str, customer: str, tickets: int) -> list[int]:
    """When each turn was taken, in milliseconds."""
    customers = Customers(stack.client("dynamodb"), stack.outputs["CustomersTable"])
    found = [customers.kept(tenant, customer, ticket) for ticket in range(1, tickets + 1)]
    assert all(found)
    return [int(datetime.fromisoformat(one.opened().accepted).timestamp() * 1000) for one in found if one]


def warm_up(caller: Caller) -> None:
    """Every concurrent cold request is a process of its own: start few at a time."""
    for at_once in (8, 16, 24, 32, 40, IN_FLIGHT):
        with ThreadPoolExecutor(at_once) as pool:
            assert set(pool.map(lambda _: caller.check(person()).status, range(2 * at_once))) == {200}
