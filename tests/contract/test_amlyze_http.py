"""Customer intake over HTTP: every message of the catalogue, the documented examples, their events, the companions."""

from __future__ import annotations

import copy
import re
import sys
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest

from tests.support.client import Caller, Reply, eventually, person
from tests.unit.amlyze_intake.bodies import DROP, changed, imported, individual, organisation, sample
from tests.unit.amlyze_intake.triggers import TRIGGERS, Trigger, answered, catalogue, fits
from tools.local_stack import Stack
from tools.webhook_sink import Answer, Received, WebhookSink

CUSTOMER = "/amlyze-ws-rest/customer"
POLL = "/api/integration-services/v1/communications-events"
ACCEPTED = {"resultType": "REQUEST_ACCEPTED"}


class Sender:
    """A system that feeds customers with its bearer token."""

    def __init__(self, base: str, token: str | None) -> None:
        self._caller = Caller(base, None)
        self._headers = {} if token is None else {"authorization": f"Bearer {token}"}

    def call(self, method: str, path: str, body: object | None = None) -> Reply:
        return self._caller.call(method, path, body, self._headers)

    def post(self, body: object) -> Reply:
        return self.call("POST", CUSTOMER, body)

    def events(self, number: str, count: int = 1) -> list[Any]:
        """What is told of a request, once there are so many events."""

        def look() -> list[Any] | None:
            found: list[Any] = self.call("GET", f"{POLL}/{quote(number, safe='')}").json()["events"]
            return found if len(found) >= count else None

        return eventually(look, within=60, what=f"the events of {number}")


@pytest.fixture
def tenant(new_tenant: Callable[..., Caller]) -> Caller:
    """A tenant of its own: its webhooks are told of everything that happens to it."""
    return new_tenant()


@pytest.fixture
def sender(tenant: Caller) -> Sender:
    return Sender(tenant.base, tenant.key)


def fresh(body: dict[str, Any], ids: str | None = None) -> dict[str, Any]:
    """The body under a number and a customer id that nobody else uses, where it has them."""
    ids = ids or uuid.uuid4().hex
    names = {"communicationNumber": f"number-{ids}", "customerExtId": f"customer-{ids}"}
    return body | {name: value for name, value in names.items() if name in body}


def test_every_message_of_the_catalogue_comes_over_http(sender: Sender) -> None:
    def one(trigger: Trigger) -> tuple[str, Reply]:
        ids = uuid.uuid4().hex
        body = fresh(trigger.body, ids)
        if trigger.before is not None:
            assert sender.post(fresh(trigger.before, ids)).json() == ACCEPTED
            body |= {"communicationNumber": f"another-{ids}"}
        return trigger.line, sender.post(body)

    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(one, TRIGGERS))
    for trigger, (_, reply) in zip(TRIGGERS, replies, strict=True):
        rejected = {"resultType": "REQUEST_REJECTED", "errorCode": trigger.code, "errorDescription": trigger.text}
        assert (reply.status, reply.json()) == (400, rejected)
    lines = catalogue()
    seen = [reply.json()["errorDescription"] for _, reply in replies]
    covered = [line for line in lines if any(fits(answered(line), text) for text in seen)]
    sys.stdout.write(f"{len(covered)} of {len(lines)} messages covered over HTTP\n")
    assert covered == lines


@pytest.mark.parametrize(
    ("body", "types"),
    [
        (
            sample("individual_minimal"),
            ["app.amlyze.customer.riskmanagement.kyc_scoring.completed", "com.amlyze.customer.updated"],
        ),
        (
            changed(individual(), {"initializeScreeningProcesses": ["SANCTIONS", "PEP"]}),
            [
                "app.amlyze.customer.screening.sanctions.completed",
                "app.amlyze.related_entity.screening.sanctions.completed",
                "app.amlyze.customer.screening.pep.completed",
                "app.amlyze.related_entity.screening.pep.completed",
                "app.amlyze.customer.riskmanagement.kyc_scoring.pending",
                "com.amlyze.customer.updated",
            ],
        ),
        (
            organisation(),
            [
                *(
                    f"app.amlyze.{who}.screening.{process}.completed"
                    for process in ("sanctions", "pep", "adverse_media")
                    for who in ("customer", "related_entity")
                ),
                "app.amlyze.customer.riskmanagement.kyc_scoring.pending",
                "com.amlyze.customer.updated",
            ],
        ),
        (
            sample("lead"),
            [
                "app.amlyze.lead.screening.sanctions.completed",
                "app.amlyze.lead.riskmanagement.kyc_scoring.completed",
            ],
        ),
    ],
    ids=["minimal individual", "full individual", "full organisation", "lead"],
)
def test_the_documented_examples_are_accepted_and_told(
    body: dict[str, Any], types: list[str], sender: Sender, tenant: Caller, webhook_sink: Callable[..., WebhookSink]
) -> None:
    sink = webhook_sink(Answer(500))  # so that one event is sent twice
    created = tenant.call(
        "POST", "/webhooks", {"url": f"{sink.url}/hook", "eventTypes": ["app.amlyze.*", "com.amlyze.*"]}
    )
    assert created.status == 201, created.body
    body = fresh(body)
    reply = sender.post(body)
    assert (reply.status, reply.json()) == (200, ACCEPTED)
    received = sink.wait(len(types) + 1, timeout=90)
    assert all(one.verified([created.json()["secret"]]) for one in received)
    again = {one.headers["ce-id"] for one in received if one.answered == 500}
    assert len(again) == 1
    assert sum(one.headers["ce-id"] in again for one in received) == 2
    arrived = {one.headers["ce-id"]: one for one in received}
    in_order = sorted(arrived.values(), key=lambda one: int(one.headers["customer-risk-sequence"]))
    assert [one.headers["ce-type"] for one in in_order] == types
    for one in in_order:
        assert_cloud_event(one, body)
    polled = sender.events(body["communicationNumber"])
    assert [(one["type"], one["source"], one["subject"], one["data"]) for one in polled] == [
        (one.headers["ce-type"], one.headers["ce-source"], one.headers["ce-subject"], one.content) for one in in_order
    ]


def assert_cloud_event(received: Received, body: dict[str, Any]) -> None:
    """CloudEvents 1.0 in HTTP binary mode, as the document's service sends it."""
    headers = received.headers
    updated = headers["ce-type"] == "com.amlyze.customer.updated"
    assert headers["ce-specversion"] == "1.0"
    assert headers["ce-source"] == ("customer" if updated else body["communicationNumber"])
    assert headers["ce-subject"] == body["customerExtId"]
    assert headers["content-type"] == "application/json"
    assert headers["ce-id"] == headers["webhook-id"]
    assert uuid.UUID(headers["ce-id"]).version == 7
    assert datetime.fromisoformat(headers["ce-time"]).tzinfo is not None
    content = received.content
    if "kyc_scoring" in headers["ce-type"]:
        assert content["initialRiskLevel"] in {"NONE", "LOW", "MEDIUM", "HIGH", "EXTREME"}
    elif ".screening." in headers["ce-type"]:
        assert content["screeningMatch"] is False
        key = "customerExternalId" if "related_entity" in headers["ce-type"] else "externalId"
        assert content[key] == body["customerExtId"]
    else:
        assert content["customerExternalID"] == body["customerExtId"]


def test_events_go_to_the_webhooks_of_their_business_unit(
    sender: Sender, tenant: Caller, webhook_sink: Callable[..., WebhookSink]
) -> None:
    mine, others = webhook_sink(), webhook_sink()
    for sink, unit in ((mine, "BUSINESS_UNIT_NAME"), (others, "ANOTHER")):
        values = {"url": f"{sink.url}/hook", "eventTypes": ["com.amlyze.customer.updated"], "unit": unit}
        assert tenant.call("POST", "/webhooks", values).status == 201
    body = fresh(sample("individual_minimal")) | {"businessUnit": "BUSINESS_UNIT_NAME"}
    assert sender.post(body).json() == ACCEPTED
    (received,) = mine.wait(1, timeout=60)
    assert received.headers["ce-type"] == "com.amlyze.customer.updated"
    assert others.received == []


def test_a_listed_person_waits_for_a_human_and_is_told_when_there_was_one(sender: Sender, tenant: Caller) -> None:
    listed = {
        "firstName": "Arkadiy",
        "lastName": "Vymyshlennikov",
        "birthDate": "1958-02-02",
        "citizenshipCountry": "RU",
    }
    body = fresh(sample("individual_minimal")) | listed | {"initializeScreeningProcesses": ["SANCTIONS", "PEP"]}
    assert sender.post(body).json() == ACCEPTED
    told = {one["type"]: one["data"] for one in sender.events(body["communicationNumber"])}
    assert told["app.amlyze.customer.screening.sanctions.pending"] == {"externalId": body["customerExtId"]}
    assert told["app.amlyze.customer.riskmanagement.kyc_scoring.pending"]["initialRiskLevel"] in {"HIGH", "EXTREME"}

    (case,) = tenant.call("GET", f"/v2/customer-cases?customerId={body['customerExtId']}").json()["cases"]
    decision = {"decision": "false-positive", "reason": "another birth place"}
    assert tenant.call("POST", f"/v2/customer-cases/{case['caseId']}/close", decision).status == 200
    later = {one["type"]: one["data"] for one in sender.events(body["communicationNumber"], len(told) + 2)[len(told) :]}
    assert later["app.amlyze.customer.screening.sanctions.completed"] == {
        "externalId": body["customerExtId"],
        "screeningMatch": True,
        "sanctioned": False,
    }
    scoring = later["app.amlyze.customer.riskmanagement.kyc_scoring.completed"]
    assert (scoring["decisionType"], scoring["decisionGroundCode"]) == ("ACCEPTED", "FALSE_POSITIVE")


def test_a_number_is_good_for_one_accepted_request(sender: Sender) -> None:
    body = fresh(sample("individual_minimal"))
    assert sender.post(changed(body, {"requester": DROP})).json()["errorCode"] == "001"
    assert sender.post(body).json() == ACCEPTED
    assert sender.post(body).json() == sample("answers/rejected")


def test_an_update_replaces_everything_and_is_assessed_again(sender: Sender) -> None:
    body = fresh(sample("individual_minimal"))
    update = body | {"action": "UPDATE", "communicationNumber": body["communicationNumber"] + "-2", "isPEP": True}
    assert sender.post(update).json()["errorCode"] == "C004"
    assert sender.post(body | {"isSanctioned": False}).json() == ACCEPTED
    sender.events(body["communicationNumber"])
    assert sender.post(update).json() == ACCEPTED
    data = sender.events(update["communicationNumber"])[-1]["data"]
    assert data["pep"] is True
    assert "sanctioned" not in data


def test_an_import_keeps_its_level_and_is_not_scored(sender: Sender) -> None:
    body = fresh(changed(imported(), {"riskLevel": "LOW", "initializeScreeningProcesses": DROP}))
    assert sender.post(body).json() == ACCEPTED
    (event,) = sender.events(body["communicationNumber"])
    assert (event["type"], event["data"]["riskLevel"]) == ("com.amlyze.customer.updated", "LOW")


def test_a_lead_becomes_a_customer_and_never_a_lead_again(sender: Sender) -> None:
    lead = fresh(sample("lead"))
    assert sender.post(lead).json() == ACCEPTED
    more = {"action": "UPDATE", "riskManagementCategory": "IND", "approvalDate": "2024-05-01"}
    customer = lead | more | {"communicationNumber": lead["communicationNumber"] + "-2"}
    assert sender.post(customer).json() == ACCEPTED
    told = {one["type"]: one["data"] for one in sender.events(customer["communicationNumber"])}
    scored = told["app.amlyze.customer.riskmanagement.kyc_scoring.completed"]
    assert scored["approvedAt"] == "2024-05-01T00:00:00.000Z"
    again = customer | {"riskManagementCategory": "LEAD_IND", "communicationNumber": lead["communicationNumber"] + "-3"}
    assert sender.post(again).json()["errorCode"] == "X-C009"


def test_a_customer_of_another_dialect_exists_here(sender: Sender, tenant: Caller) -> None:
    body = fresh(sample("individual_minimal"))
    assert tenant.check(person(body["customerExtId"])).status == 200
    assert sender.post(body).json()["errorDescription"] == "Customer already exists"
    assert sender.post(body | {"action": "UPDATE"}).json() == ACCEPTED
    assert sender.events(body["communicationNumber"])


def test_batches_have_a_result_for_every_row(sender: Sender) -> None:
    rows: list[Any] = [fresh(row) for row in sample("batch")["customers"]]
    rows += [rows[0], changed(rows[1], {"legalForm": "NOT_EXISTS"}), "no object"]
    rows[3]["communicationNumber"] += "-other"
    wanted = [None, None, "O005", "X-C017.O04", "001"]
    for path in ("/amlyze-ws-rest/validate-batch-customers", "/amlyze-ws-rest/batch-customers"):
        reply = sender.call("POST", path, {"customers": rows})
        assert reply.status == 200
        results = reply.json()["results"]
        codes = [row.get("errorCode") for row in results]
        assert codes[:3] == wanted[:3]
        assert codes[4] == wanted[4]
        assert results[0]["resultType"] == "REQUEST_ACCEPTED"
        assert results[0]["communicationNumber"] == rows[0]["communicationNumber"]
        assert all(row["timeElapsedMs"] >= 0 for row in results)
        # Saved, the customer of the fourth row is the second row's; only checked, its legal form is what is wrong.
        assert codes[3] == ("X-C003" if path.endswith("/batch-customers") else wanted[3])
    told = sender.events(rows[0]["communicationNumber"])
    assert [one["type"] for one in told] == ["com.amlyze.customer.updated"]
    assert told[0]["data"]["riskLevel"] == "LOW"


def test_classifiers_can_be_read(sender: Sender) -> None:
    found = sender.call("GET", "/classifier/relationType").json()
    assert {"code": "SHAREHOLDER"} in found["values"]
    countries = sender.call("GET", "/classifier/country").json()["values"]
    assert {"code": "LT"} in countries
    assert len(countries) > 240
    assert sender.call("GET", "/classifier/nothing").status == 404


def test_what_is_no_good_request_is_told_in_the_documented_shapes(
    sender: Sender, stack: Stack, new_tenant: Callable[..., Caller]
) -> None:
    body = fresh(sample("individual_minimal"))
    unauthorised = {"error": {"code": "unauthorized"}}
    for token in (None, "crk_nobody", "Basic Zm9vOmJhcg=="):
        reply = Sender(stack.baseUrl, token).post(body)
        assert (reply.status, reply.json()) == (401, unauthorised)
    other = new_tenant(["checks:write"])
    assert Sender(other.base, other.key).post(body).status == 403
    for method, path, content, status in (
        ("POST", f"{CUSTOMER}r", body, 404),
        ("GET", CUSTOMER, None, 405),
        ("POST", CUSTOMER, b"{", 400),
        ("POST", CUSTOMER, [body], 400),
        ("POST", "/amlyze-ws-rest/batch-customers", {}, 400),
    ):
        reply = sender.call(method, path, content)
        said = reply.json()
        assert (reply.status, said["status"], said["path"]) == (status, status, path)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", said["timestamp"])
    assert sender.call("GET", f"{POLL}/unheard-of").status == 404
    assert sender.call("GET", f"{POLL}/").json()["errors"][0]["description"] == "Communication number is required"


def test_one_tenant_never_sees_another_s(sender: Sender, new_tenant: Callable[..., Caller]) -> None:
    other = new_tenant()
    stranger = Sender(other.base, other.key)
    body = fresh(sample("individual_minimal"))
    assert sender.post(body).json() == ACCEPTED
    sender.events(body["communicationNumber"])
    assert stranger.call("GET", f"{POLL}/{body['communicationNumber']}").status == 404
    assert stranger.post(copy.deepcopy(body)).json() == ACCEPTED


def test_the_demo_token_may_send_customers(stack: Stack) -> None:
    demo = Sender(stack.baseUrl, stack.extra["amlyzeToken"])
    assert demo.post(fresh(sample("individual_minimal"))).json() == ACCEPTED
