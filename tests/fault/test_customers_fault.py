"""Whatever call fails while a customer is written, all of it is stored or nothing, and the audit chain is whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from botocore.exceptions import EndpointConnectionError

from customer_risk import wiring
from customer_risk.audit import first_broken
from tests.support.client import Reply
from tests.support.in_process import watched_calls
from tests.unit.customers.world import World, person, sample, world

ROW = sample("addresses/add.json")


@pytest.fixture(scope="module")
def bank() -> Iterator[World]:
    with world() as made:
        yield made


class Broken:
    """Makes the call of that position fail: before it happens, or once it has happened and only its answer is lost."""

    def __init__(self, position: int, *, after: bool) -> None:
        self.position = position
        self.after = after
        self.calls: list[str] = []

    def __call__(self, operation: str, *, done: bool) -> None:
        if not done:
            self.calls.append(operation)
        if len(self.calls) - 1 == self.position and done == self.after:
            self.position = -1
            raise EndpointConnectionError(endpoint_url="https://nowhere")


def add(bank: World, customer: str, broken: Broken) -> Reply:
    with watched_calls(broken):
        return bank.officer.call("POST", f"/api/customer/{customer}/addresses", ROW)


def calls_of_a_write(bank: World) -> list[str]:
    bank.officer.write("POST", "/api/customer", person("COUNTED"))
    counted = Broken(-1, after=False)
    assert add(bank, "COUNTED", counted).status == 200
    return counted.calls


def test_a_call_that_fails_leaves_all_or_nothing(bank: World) -> None:
    calls = calls_of_a_write(bank)
    assert "TransactWriteItems" in calls
    for position, operation in enumerate(calls):
        for after in (False, True):
            customer = f"F{position}-{after}"
            bank.officer.write("POST", "/api/customer", person(customer))
            before = bank.officer.get(f"/api/customer/{customer}")
            reply = add(bank, customer, Broken(position, after=after))
            assert reply.status in {200, 503}, (operation, after, reply.status)
            rows = bank.officer.get(f"/api/customer/{customer}/addresses")
            stored = reply.status == 200 or (operation == "TransactWriteItems" and after)
            assert len(rows) == int(stored), (operation, after)
            chain = wiring.customers().audit(bank.tenant, customer)
            assert first_broken(chain) is None
            assert len(chain) == 1 + int(stored)
            if not stored:
                assert bank.officer.get(f"/api/customer/{customer}") == before
                assert add(bank, customer, Broken(-1, after=False)).status == 200


def test_a_first_read_whose_numbering_fails_is_numbered_by_the_next(bank: World) -> None:
    for after in (False, True):
        customer = f"G-{after}"
        bank.stack.check(
            {
                "masterData": {
                    "accountHoldingPartyData": {
                        "customerId": customer,
                        "personalDetails": {"personName": {"firstName": "Anna", "lastName": "Lindqvist"}},
                        "contactDetails": {"town": "Nicosia"},
                    }
                }
            }
        )

        def fail(operation: str, *, done: bool, after: bool = after) -> None:
            if operation == "TransactWriteItems" and done == after:
                raise EndpointConnectionError(endpoint_url="https://nowhere")

        with watched_calls(fail):
            assert bank.officer.call("GET", f"/api/customer/{customer}").status == 503
        shown = bank.officer.get(f"/api/customer/{customer}")
        assert shown["singles"]["main"]["idCustomer"] > 0
        assert [row["id"] > 0 for row in shown["lists"]["addresses"]["contents"]] == [True]
        assert bank.officer.get(f"/api/customer/{customer}") == shown
        assert len(bank.officer.get(f"/api/customer/{customer}/risk-trails")) == 1
