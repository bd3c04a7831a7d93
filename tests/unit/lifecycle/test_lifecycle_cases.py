"""What a reviewer says of a case and what is decided here must not contradict one another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from customer_risk import wiring
from customer_risk.cases import CaseDecision, CaseStatus
from customer_risk.storage.cases import Case
from tests.unit.lifecycle.world import LISTED, Lifecycle, customer, lifecycle, options

REASON = {"customerId": "c-1", "reason": "Seen in person."}


@pytest.fixture
def at() -> Iterator[Lifecycle]:
    with lifecycle() as found:
        yield found


def open_case(at: Lifecycle) -> Case:
    case = wiring.customers().state(at.stack.tenant, "c-1").standing.open_case
    assert case is not None
    found = wiring.cases().find(at.stack.tenant, case)
    assert found is not None
    return found


def close(at: Lifecycle, decision: CaseDecision) -> Case:
    """A reviewer closes the case; whoever follows the customer hears of it, twice."""
    at.stack.wait(1)
    case = open_case(at)
    wiring.casework().close(at.stack.tenant, case.id, decision=decision, reason="No.", actor="user:7")
    hear(at)
    hear(at)
    return case


def hear(at: Lifecycle) -> None:
    body = json.dumps({"tenant": at.stack.tenant, "changed": "c-1", "event": "e"})
    assert at.work([{"MessageId": "m", "Body": body}]) == []


def found(at: Lifecycle) -> dict[str, Any]:
    (one,) = at.get("/customer?customerId=c-1")["customers"]
    return dict(one)


@pytest.mark.parametrize(
    ("path", "decision"), [("/approve", CaseDecision.RISK_ACCEPTED), ("/reject", CaseDecision.CUSTOMER_REJECTED)]
)
def test_a_manual_decision_closes_the_open_case(at: Lifecycle, path: str, decision: CaseDecision) -> None:
    at.onboard(customer(**LISTED))
    case = open_case(at)
    assert found(at)["openCase"] == case.id
    at.post(path, REASON)
    assert "openCase" not in found(at)
    closed = wiring.cases().find(at.stack.tenant, case.id)
    assert closed is not None
    assert (closed.status, closed.decision, closed.closing_reason) == (CaseStatus.CLOSED, decision, REASON["reason"])
    *_, manual, told = at.events()
    assert (manual["event"], told["type"], told["data"]["decision"]) == ("onboard", "case.closed", decision)
    assert [one["sequence"] for one in at.events()] == list(range(1, len(at.events()) + 1))
    # What it closed itself is no news to it.
    count = len(at.webhooks())
    hear(at)
    assert len(at.webhooks()) == count
    at.assert_audited()


def test_a_proposal_leaves_the_case_open(at: Lifecycle) -> None:
    at.settings(four_eyes=True)
    at.onboard(customer(**LISTED))
    assert at.post("/reject", REASON)["confirmed"] is False
    assert open_case(at).status is CaseStatus.OPEN


def test_a_customer_rejected_with_a_case_is_rejected_here_with_one_webhook_of_no_request(at: Lifecycle) -> None:
    at.onboard(customer(**LISTED, **options(fraud=True)))
    count = len(at.webhooks())
    close(at, CaseDecision.CUSTOMER_REJECTED)
    (told,) = at.webhooks()[count:]
    assert told["event"] == "onboard"
    assert "requestId" not in told
    assert told["validation"]["status"] == "rejected"
    assert told["validation"]["kyc"] == "review"
    assert at.validation()["status"] == "rejected"
    # A human may still change it, and that is not undone by the older case.
    at.stack.wait(1)
    at.post("/approve", REASON)
    hear(at)
    assert at.validation()["status"] == "approved"
    assert at.assert_audited()[-2:] == ["rejected", "approved"]


@pytest.mark.parametrize("decision", [CaseDecision.FALSE_POSITIVE, CaseDecision.TRUE_MATCH, CaseDecision.RISK_ACCEPTED])
def test_other_conclusions_say_nothing_of_access(at: Lifecycle, decision: CaseDecision) -> None:
    at.onboard(customer(**LISTED))
    count = len(at.webhooks())
    close(at, decision)
    assert len(at.webhooks()) == count
    assert (at.validation()["status"], "openCase" in found(at)) == ("review", False)


def test_with_four_eyes_a_rejected_case_is_the_first_voice(at: Lifecycle) -> None:
    at.settings(four_eyes=True)
    at.onboard(customer(**LISTED))
    close(at, CaseDecision.CUSTOMER_REJECTED)
    assert at.validation()["status"] == "review"
    assert at.post("/reject", REASON)["confirmed"] is True
    assert at.validation()["status"] == "rejected"


def test_a_rejection_while_the_customer_is_onboarded_anew_keeps_it_from_being_approved(at: Lifecycle) -> None:
    at.settings(approve_from=0.01, reject_below=0.0)
    at.onboard(customer(**LISTED))
    at.stack.wait(1)
    again = at.post("/onboard", customer(**options(fraud=True)))
    close(at, CaseDecision.CUSTOMER_REJECTED)
    assert at.validation()["status"] == "pending"
    at.settle()
    assert at.webhook(again["requestId"])["validation"]["kyc"] == "passed"
    assert at.validation()["status"] == "review"


def test_a_case_that_was_closed_before_the_last_onboarding_says_nothing_of_it(at: Lifecycle) -> None:
    at.onboard(customer(**LISTED))
    case = open_case(at)
    at.stack.wait(1)
    wiring.casework().close(
        at.stack.tenant, case.id, decision=CaseDecision.CUSTOMER_REJECTED, reason="No.", actor="user:7"
    )
    at.stack.wait(1)
    at.onboard(customer())
    hear(at)
    assert at.validation()["status"] == "review"


def test_a_customer_of_others_that_was_rejected_is_rejected_here(at: Lifecycle) -> None:
    party = {
        "customerId": "c-1",
        "customerType": "INDIVIDUAL",
        "personalDetails": {
            "personName": {name: LISTED[name] for name in ("firstName", "lastName")},
            "dateOfBirth": LISTED["dob"],
        },
    }
    assert at.stack.check({"masterData": {"accountHoldingPartyData": party}}).status == 200
    assert at.validation()["status"] == "review"
    close(at, CaseDecision.CUSTOMER_REJECTED)
    assert at.validation()["status"] == "rejected"
    assert at.webhooks() == []
