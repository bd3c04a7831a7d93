"""What was told of a customer under a communication's number goes with the customer; the number stays used."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from customer_risk import wiring
from customer_risk.erasure import Eraser
from customer_risk.evaluation import Amendment, Rendered
from customer_risk.storage.customer_items import Held
from tests.unit.amlyze_intake.bodies import changed, sample
from tests.unit.amlyze_intake.running import Intake, intake

CUSTOMER = "cust_1232"
POLL = "/api/integration-services/v1/communications-events"


@pytest.fixture
def told() -> Iterator[tuple[Intake, str]]:
    """A customer of whom two communications told, and the number of the first."""
    with intake() as found:
        for number, said in (
            ("first", sample("individual_minimal")),
            ("second", changed(sample("individual_minimal"), {"action": "UPDATE"})),
        ):
            assert found.post(said | {"communicationNumber": number}).json() == {"resultType": "REQUEST_ACCEPTED"}
            assert found.work(found.messages()) == []
        yield found, "first"


def delete(found: Intake) -> None:
    def change(held: Held) -> Amendment:
        assert held.profile is not None
        return Amendment(
            id="a",
            profile=held.profile,
            dialect="customers",
            actor="user:1",
            action="deleted",
            deleted=True,
            erase_after=wiring.clock().date().isoformat(),
        )

    wiring.evaluations().amend(found.stack.tenant, CUSTOMER, change, lambda *_: Rendered(b"{}", [], events=0))


def test_nothing_is_told_of_a_deleted_customer(told: tuple[Intake, str]) -> None:
    found, number = told
    assert found.call("GET", f"{POLL}/{number}").json()["events"]
    delete(found)
    assert found.call("GET", f"{POLL}/{number}").status == 404


def test_an_erasure_takes_what_was_told_and_leaves_the_number_used(told: tuple[Intake, str]) -> None:
    found, number = told
    delete(found)
    eraser = Eraser(
        wiring.dynamo(),
        wiring.customers(),
        wiring.cases(),
        wiring.identities(),
        wiring.communications(),
        clock=wiring.clock,
        new_id=wiring.new_id,
    )
    eraser.erase(found.stack.tenant, CUSTOMER)
    rows = found.rows("CasesTable", "COMM")
    assert len(rows) == 2
    assert not [row for row in rows if row.keys() & {"work", "told", "followed", "rest"}]
    assert found.rows("CustomersTable", "COMM") == []
    again = found.post(sample("individual_minimal") | {"communicationNumber": number})
    assert again.json()["errorCode"] == "O001"
