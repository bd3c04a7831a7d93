"""One customer, many programs at once: every request ends once, and the newest one stands."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from customer_risk.audit import first_broken
from customer_risk.storage.customers import Customers
from customer_risk.storage.dynamo import unmarshal_item
from customer_risk.storage.evaluations import EvaluationsTable
from customer_risk.storage.events import EventsTable
from tests.support.client import Caller, eventually
from tests.support.tenants import key_of, make_tenant
from tools.local_stack import Stack

ONBOARDINGS, REPORTS, AT_ONCE = 24, 6, 8


def body(customer: str, *, fraud: bool) -> dict[str, Any]:
    return {
        "firstName": "Anna",
        "lastName": "Lindqvist",
        "officialId": {"docType": "SSN", "value": "536-90-4399", "country": "US"},
        "email": "anna.lindqvist@example.com",
        "phone": "+1 202 555 0143",
        "dob": "1984-05-02",
        "address": "1600 Pennsylvania Avenue NW",
        "city": "Washington",
        "state": "DC",
        "zipCode": "20500",
        "country": "US",
        "externalId": customer,
        "options": {"includeFraudCheck": fraud},
    }


def test_every_request_of_many_ends_once_and_the_newest_stands(stack: Stack) -> None:
    caller = make_tenant(stack)
    tenant = key_of(caller).tenant
    api_key, _, secret = (caller.key or "").rpartition("_")
    program = Caller(stack.baseUrl, None)
    shown = program.call("POST", "/authenticate", {"apiKey": api_key, "clientSecret": secret}).json()["token"]
    bearer = {"authorization": f"Bearer {shown}"}
    customer = f"customer-{uuid.uuid4()}"
    assert program.call("POST", "/onboard", body(customer, fraud=True), bearer).status == 200

    def one(number: int) -> str:
        report = number % ((ONBOARDINGS + REPORTS) // REPORTS) == 0
        path = "/flag" if report else "/onboard"
        said = {"customerId": customer, "flag": f"{number}"} if report else body(customer, fraud=number % 2 == 0)
        for _ in range(10):
            answer = program.call("POST", path, said, bearer | {"idempotency-key": f"{customer} {number}"})
            if answer.status == 200:
                request: str = answer.json()["requestId"]
                return request
            # Too many at once, or a machine too busy to answer in time; the same request may be sent again.
            assert answer.status in {502, 503, 504}, answer.body
        raise AssertionError("never answered")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        requests = list(pool.map(one, range(ONBOARDINGS + REPORTS)))

    def standing() -> Any:
        return program.call("GET", f"/customer?customerId={customer}", None, bearer).json()["customers"][0]

    def events() -> list[Any] | None:
        found = stack.client("dynamodb").get_paginator("scan").paginate(TableName=stack.outputs["EventsTable"])
        own = [
            values
            for page in found
            for values in map(unmarshal_item, page["Items"])
            if values["sk"] == "EVENT" and values["tenant"] == tenant
        ]
        webhooks = [one for one in own if one["type"] in {"onboard", "flag"}]
        return own if len(webhooks) >= len(requests) + 1 else None

    told = eventually(events, within=120, what="the last webhook")
    assert sorted(one["sequence"] for one in told) == list(range(1, len(told) + 1))
    table = EventsTable(stack.outputs["EventsTable"], stack.client("dynamodb"))
    bodies = [table.get_event(tenant, one["id"]) for one in told]
    assert all(bodies)

    evaluations = EvaluationsTable(stack.client("dynamodb"), stack.outputs["CasesTable"])
    known = [found for request in requests if (found := evaluations.find(tenant, request))]
    assert {one.status for one in known} == {"completed"}
    assert len({one.ticket for one in known}) == len(known)
    newest = max(known, key=lambda one: one.ticket)
    final = standing()
    assert final["evaluation"] == {"type": "idle", "status": "idle"}
    history = program.call("GET", f"/history/kyc/{customer}", None, bearer).json()
    assert len(history["history"]) + 1 == len(known) + 1
    assert final["validation"]["fraudCheck"] is (b'"includeFraudCheck":true' in newest.answer)

    chain = Customers(stack.client("dynamodb"), stack.outputs["CustomersTable"]).audit(tenant, customer)
    assert first_broken(chain) is None
    assert len(chain) == len(requests) + 1
