"""A list that is older than it may be shows in every result of every dialect, and nothing it says reads as clean."""

from __future__ import annotations

from tests.support.client import person
from tests.support.in_process import InProcess
from tests.support.lists import grow_old
from tests.unit.amlyze_intake.bodies import individual
from tests.unit.amlyze_intake.running import intake
from tests.unit.customers import world as customers
from tests.unit.lifecycle.world import customer, lifecycle, options


def old(stack: InProcess) -> None:
    grow_old(stack.dynamo, "ControlTable")
    stack.wait(60)


def test_a_check_and_an_entity_say_so() -> None:
    with customers.world() as bank:
        stack = bank.stack
        assert stack.check(person("fresh")).json()["screeningStatus"] == "complete"
        old(stack)
        answer = stack.check(person("old")).json()
        assert (answer["screeningStatus"], answer["caseStatus"]) == ("incomplete", "open")
        told = [factor["explanation"] for factor in answer["riskFactors"] if factor["id"] == "screening-state"]
        assert any("is stale" in one for one in told)
        assert stack.call("GET", f"/v2/customer-checks/{answer['checkId']}").json()["screeningStatus"] == "incomplete"

        bank.officer.write("POST", "/api/customer", customers.person("entity", firstName="Anna"))
        risk = bank.officer.get("/api/customer/entity/risk")
        shown = [one for group in risk["totals"].values() for one in group["contents"] if one["score"]]
        assert any("Screening" in one["name"] for one in shown)


def test_the_lifecycle_approves_nobody() -> None:
    with lifecycle() as running:
        _, webhook = running.onboard(customer("fresh", **options(express=True)))
        assert webhook["validation"]["kyc"] == "passed"
        old(running.stack)
        answer, webhook = running.onboard(customer("old", **options(express=True)))
        assert answer["validation"]["expressKyc"].get("outcome") != "passed"
        assert webhook["validation"]["kyc"] == "review"


def test_the_intake_completes_no_screening() -> None:
    with intake() as running:
        old(running.stack)
        assert running.post(individual()).status == 200
        running.stack.wait(60)
        assert running.work(running.messages()) == []
        screenings = {one.headers["ce-type"] for one in running.told() if ".screening." in one.headers["ce-type"]}
        assert screenings
        assert not [one for one in screenings if one.endswith(".completed")]
