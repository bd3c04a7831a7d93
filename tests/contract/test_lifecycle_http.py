"""Document 002 over HTTP, each row of its table with a real receiver of webhooks."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from customer_risk.access.keys import LifecycleSettings
from customer_risk.storage.dynamo import marshal
from tests.support.client import Caller, Reply, eventually
from tests.support.tenants import desk, key_of
from tools.local_stack import Stack
from tools.webhook_sink import Received, WebhookSink

DECIDED = {"approved", "rejected", "review"}
EVALUATED = {"passed", "review"}


class Program:
    """A program of a tenant: its token, its receiver, and what it asks."""

    def __init__(self, caller: Caller, sink: WebhookSink) -> None:
        self.caller = caller
        self.sink = sink
        self.tenant = key_of(caller).tenant
        api_key, _, secret = (caller.key or "").rpartition("_")
        self.token = self.call("POST", "/authenticate", {"apiKey": api_key, "clientSecret": secret}).json()["token"]
        created = caller.call("POST", "/webhooks", {"url": f"{sink.url}/events"})
        assert created.status == 201, created.body
        self.secrets = [created.json()["secret"]]

    def call(self, method: str, path: str, body: object = None) -> Reply:
        token = getattr(self, "token", None)
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return Caller(self.caller.base, None).call(method, path, body, headers)

    def post(self, path: str, body: object) -> Any:
        answer = self.call("POST", path, body)
        assert answer.status == 200, answer.body
        assert answer.headers["authorization"].startswith("Bearer ")
        return answer.json()

    def webhook(self, request_id: str) -> Received:
        """The one webhook of a request, signed."""

        def come() -> Received | None:
            return next((one for one in list(self.sink.received) if one.content.get("requestId") == request_id), None)

        found = eventually(come, within=60, what="the webhook")
        assert found.verified(self.secrets)
        return found


@pytest.fixture
def program(new_tenant: Callable[..., Caller], webhook_sink: Callable[..., WebhookSink]) -> Program:
    """A program of a tenant of its own."""
    return Program(new_tenant(), webhook_sink())


def settings(stack: Stack, program: Program, **changes: Any) -> None:
    """Change the settings of the program's tenant."""
    stack.client("dynamodb").update_item(
        TableName=stack.outputs["ControlTable"],
        Key={"pk": {"S": f"T#{program.tenant}"}, "sk": {"S": "TENANT"}},
        UpdateExpression="SET lifecycle = :settings",
        ExpressionAttributeValues={":settings": marshal(msgspec.structs.asdict(LifecycleSettings(**changes)))},
    )


def customer(*, express: bool = False, fraud: bool = False, **changes: Any) -> dict[str, Any]:
    """An onboarding of somebody with whom nothing is wrong, and who is nobody else."""
    name = secrets.token_hex(6)
    return {
        "firstName": "Anna",
        "lastName": "Lindqvist",
        "officialId": {"docType": "PASSPORT", "value": f"{secrets.randbelow(10**9):09}", "country": "USA"},
        "email": f"{name}@example.com",
        "phone": f"+1 202 555 {secrets.randbelow(10**4):04}",
        "dob": "1984-05-02",
        "address": "1600 Pennsylvania Avenue NW",
        "city": "Washington",
        "state": "DC",
        "zipCode": "20500",
        "country": "USA",
        "externalId": f"customer-{name}",
        "options": {"useExpressKYC": express, "includeFraudCheck": fraud},
        **changes,
    }


def onboarded(program: Program, body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The validation at the request stage, and that of the webhook."""
    answer = program.post("/onboard", body)
    fraud = body["options"]["includeFraudCheck"]
    kind = "fraud" if fraud else "kyc"
    assert answer["event"] == "onboard"
    assert answer["evaluation"] == {"type": kind, "status": "initiated"}
    webhook = program.webhook(answer["requestId"]).content
    assert webhook["event"] == "onboard"
    assert webhook["evaluation"] == {"type": kind, "status": "completed"}
    assert webhook["externalId"] == answer["externalId"] == body["externalId"]
    tags = webhook["validation"]["warningTags"]
    assert webhook["validation"]["warnings"] == sum(not tag["passed"] for tag in tags.values())
    return answer["validation"], webhook["validation"]


def test_a_i_kyc_only(program: Program) -> None:
    request, webhook = onboarded(program, customer())
    assert request == {"status": "pending", "kyc": "pending", "fraudScore": 0}
    assert webhook["kyc"] in EVALUATED
    assert webhook["fraudScore"] == 0
    assert webhook["status"] == "review"
    assert "expressKyc" not in webhook


def test_a_ii_with_express_kyc(program: Program) -> None:
    request, webhook = onboarded(program, customer(express=True))
    assert request["status"] == "pending"
    assert request["kyc"] in EVALUATED | {"pending"}
    assert request["fraudScore"] == 0
    express = request["expressKyc"]
    assert express == {"success": False} or (express["success"] is True and express["outcome"] in EVALUATED)
    assert webhook["kyc"] in EVALUATED
    assert webhook["fraudScore"] == 0
    assert webhook["status"] == "review"
    assert "expressKyc" not in webhook


def test_a_iii_with_express_kyc_and_fraud_score(program: Program) -> None:
    request, webhook = onboarded(program, customer(express=True, fraud=True))
    assert request["status"] == "pending"
    assert request["kyc"] in EVALUATED | {"pending"}
    assert request["fraudScore"] == 0
    express = request["expressKyc"]
    assert express == {"success": False} or (express["success"] is True and express["outcome"] in EVALUATED)
    assert webhook["kyc"] in EVALUATED
    assert 0.01 <= webhook["fraudScore"] <= 1
    assert webhook["status"] in DECIDED
    assert "expressKyc" not in webhook


def test_a_iv_with_fraud_score(program: Program) -> None:
    request, webhook = onboarded(program, customer(fraud=True))
    assert request == {"status": "pending", "kyc": "pending", "fraudScore": 0}
    assert webhook["kyc"] in EVALUATED
    assert 0.01 <= webhook["fraudScore"] <= 1
    assert webhook["status"] in DECIDED
    assert "expressKyc" not in webhook


def test_b_a_manual_run(program: Program) -> None:
    body = customer()
    _, before = onboarded(program, body)
    answer = program.post("/check-fraud", {"customerId": body["externalId"]})
    assert answer["event"] == "evaluation"
    assert answer["evaluation"] == {"type": "fraud", "status": "initiated"}
    assert answer["validation"] == {"status": before["status"], "kyc": before["kyc"], "fraudScore": 0}
    received = program.webhook(answer["requestId"])
    after = received.content["validation"]
    assert received.headers["customer-risk-sequence"] == "2"
    assert received.content["event"] == "evaluation"
    assert (after["kyc"], after["status"]) == (before["kyc"], before["status"])
    assert 0.01 <= after["fraudScore"] <= 1
    history = program.call("GET", f"/history/fraud/{body['externalId']}").json()
    assert history["active"]["score"] == after["fraudScore"]


def test_the_score_decides_by_the_tenants_own_thresholds(stack: Stack, program: Program) -> None:
    assert onboarded(program, customer(fraud=True))[1]["status"] == "approved"
    settings(stack, program, approve_from=1.0)
    assert onboarded(program, customer(fraud=True))[1]["status"] == "review"
    settings(stack, program, approve_from=1.0, reject_below=1.0)
    assert onboarded(program, customer(fraud=True))[1]["status"] == "rejected"


def test_somebody_on_a_list_is_for_a_human(program: Program) -> None:
    listed: dict[str, Any] = {
        "firstName": "Arkadiy",
        "lastName": "Vymyshlennikov",
        "dob": "1958-02-02",
        "nationality": "RU",
    }
    _, webhook = onboarded(program, customer(fraud=True, **listed))
    assert webhook["kyc"] == "review"
    assert webhook["status"] in {"review", "rejected"}
    assert webhook["warningTags"]["sanction"]["passed"] is False


def test_express_kyc_that_is_too_slow_is_missing_and_the_final_webhook_comes_later(
    stack: Stack, program: Program
) -> None:
    settings(stack, program, express_milliseconds=0)  # on a quick machine a whole millisecond is enough
    body = customer(express=True)
    began = time.monotonic()
    answer = program.post("/onboard", body)
    assert time.monotonic() - began < 15
    assert answer["validation"]["expressKyc"] == {"success": False}
    assert answer["validation"]["kyc"] == "pending"
    assert not [one for one in program.sink.received if one.content["requestId"] == answer["requestId"]]
    assert program.webhook(answer["requestId"]).content["validation"]["kyc"] == "passed"


def test_every_request_ends_with_one_webhook(program: Program) -> None:
    body = customer(fraud=True)
    requests = [program.post("/onboard", body)["requestId"] for _ in range(3)]
    for request in requests:
        program.webhook(request)
    time.sleep(3)
    told = [one.content for one in program.sink.received]
    assert sorted(one["requestId"] for one in told) == sorted(requests)
    standing = program.call("GET", f"/customer?customerId={body['externalId']}").json()["customers"][0]
    assert standing["evaluation"] == {"type": "idle", "status": "idle"}
    newest = next(one for one in told if one["requestId"] == requests[-1])
    assert "superseded" not in newest
    assert standing["validation"]["fraudScore"] == newest["validation"]["fraudScore"]


def test_people_decide_and_report(program: Program) -> None:
    body = customer()
    onboarded(program, body)
    named = {"customerId": body["externalId"]}
    approved = program.post("/approve", named | {"reason": "Seen in person."})
    assert approved["status"] == "approved"
    assert program.webhook(approved["requestId"]).content["validation"]["status"] == "approved"
    flagged = program.post("/flag", named | {"flag": "stolen identity"})
    assert (flagged["flagged"], flagged["status"]) == (True, "rejected")
    assert program.webhook(flagged["requestId"]).content["validation"]["fraudFlag"] is True
    rejected = program.post("/reject", named | {"reason": "Confirmed by the police."})
    assert rejected["status"] == "rejected"
    assert program.webhook(rejected["requestId"]).headers["customer-risk-sequence"] == "4"


def test_customers_are_found_by_what_they_gave(program: Program) -> None:
    body = customer(dob="1979-11-03", zipCode="20502")
    program.post("/onboard", body)
    for query in (
        f"email={body['email']}",
        f"customerId={body['externalId']}",
        f"externalId={body['externalId']}",
        f"officialId={body['officialId']['value']}",
        "zipCode=20502",
        "dob=1979-11-03",
    ):
        answer = program.call("GET", f"/customer?{query}")
        assert [one["externalId"] for one in answer.json()["customers"]] == [body["externalId"]], query


def test_errors_are_told_by_code_and_message(stack: Stack, program: Program) -> None:
    missing = program.call("POST", "/onboard", {})
    assert (missing.status, missing.json()) == (400, {"code": "MISSING_DATA", "message": "Missing data: firstName"})
    invalid = program.call("POST", "/onboard", customer(dob="yesterday"))
    assert (invalid.status, invalid.json()) == (400, {"code": "INVALID_DATA", "message": "Invalid dob"})
    assert program.call("GET", "/history/kyc/nobody").json()["code"] == "NOT_FOUND"
    assert program.call("GET", "/customer").json()["code"] == "INVALID_QUERY"
    assert program.call("DELETE", "/onboard").status == 405
    stranger = Caller(program.caller.base, None).call("POST", "/onboard", {}, {"authorization": "Bearer x"})
    assert (stranger.status, stranger.json()) == (401, {"code": "INVALID_TOKEN", "message": "Invalid token."})
    desk(stack).revoke(program.tenant, key_of(program.caller).id)
    revoked = program.call("POST", "/onboard", customer())
    assert (revoked.status, revoked.json()["code"]) == (403, "API_KEY_REVOKED")


def test_the_demo_tenant_can_authenticate(stack: Stack) -> None:
    answer = Caller(stack.baseUrl, None).call("POST", "/authenticate", stack.extra["lifecycle"])
    assert answer.status == 200
    assert answer.json()["token"]
