"""``POST /v2/customer-checks/check`` and ``GET /v2/customer-checks/{checkId}`` over HTTP on the running stack."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.client import CHECK, Caller, eventually, person, sample
from tests.support.tenants import desk, key_of
from tools.local_stack import Stack
from tools.webhook_sink import Answer, WebhookSink, callback_secrets

ANSWER = {
    "customerId",
    "caseId",
    "caseStatus",
    "riskLevel",
    "riskPoints",
    "riskFactors",
    "screeningResults",
    "createdAt",
    "updatedAt",
    "nonStrictParsingMode",
    "checkId",
}


def test_the_full_sample_of_the_document_is_decided_with_factors_a_reader_can_trace(demo: Caller) -> None:
    body = sample("full_v2_sample.json")
    body["masterData"]["accountHoldingPartyData"]["customerId"] = time.time_ns()
    reply = demo.check(body)
    assert reply.status == 200, reply.body
    answer = reply.json()
    assert answer.keys() >= ANSWER
    assert answer["customerId"] == str(body["masterData"]["accountHoldingPartyData"]["customerId"])
    assert answer["riskFactors"]
    assert sum(factor["points"] for factor in answer["riskFactors"]) == answer["riskPoints"]
    assert all(factor["points"] > 0 for factor in answer["riskFactors"])
    expired = [factor for factor in answer["riskFactors"] if "2025-01-15" in factor["explanation"]]
    assert expired, [factor["explanation"] for factor in answer["riskFactors"]]


@pytest.mark.parametrize(
    "name",
    [
        "older_sample.json",
        "older_spellings.json",
        "organisation.json",
        "person.json",
        "minimal_organisation.json",
        "minimal_person.json",
        "nothing_said.json",
    ],
)
def test_older_and_smaller_requests_are_decided_with_points_that_add_up(demo: Caller, name: str) -> None:
    body = sample(name)
    if party := body.get("masterData", {}).get("accountHoldingPartyData"):
        party["customerId"] = time.time_ns()
    reply = demo.check(body)
    assert reply.status == 200, reply.body
    answer = reply.json()
    assert answer["screeningStatus"] == ("incomplete" if name == "nothing_said.json" else "complete")
    assert sum(factor["points"] for factor in answer["riskFactors"]) == answer["riskPoints"]
    assert all(factor["where"] and factor["explanation"] for factor in answer["riskFactors"])


def test_a_customer_without_an_id_gets_one(demo: Caller) -> None:
    first, second = demo.check(person()).json(), demo.check(person()).json()
    assert first["customerId"] != second["customerId"]


def test_a_customer_is_checked_again_by_the_id_it_was_given(demo: Caller) -> None:
    given = demo.check(person()).json()["customerId"]
    assert demo.check(person(given)).status == 425
    time.sleep(1.05)
    again = demo.check(person(given))
    assert (again.status, again.json()["customerId"]) == (200, given)


def test_an_empty_object_is_a_customer_of_whom_nothing_is_said(demo: Caller) -> None:
    reply = demo.check({})
    assert reply.status == 200
    assert reply.json()["screeningStatus"] == "incomplete"


def test_what_cannot_be_used_is_dropped_and_told(demo: Caller, customer: str) -> None:
    body = person(customer, dateOfBirth={"year": 1984}, gender=["f"])
    answer = demo.check(body).json()
    assert answer["nonStrictParsingMode"] is True
    assert {warning["path"].rsplit(".", 1)[-1] for warning in answer["warnings"]} == {"dateOfBirth", "gender"}


def test_a_listed_person_is_found_and_opens_a_case(demo: Caller, customer: str, listed_person: dict[str, Any]) -> None:
    answer = demo.check(person(customer, **listed_person)).json()
    assert "SANCTIONED_PERSON" in {result["type"] for result in answer["screeningResults"]}
    assert answer["caseStatus"] == "open"
    assert answer["caseId"]
    hit = answer["screeningResults"][0]
    assert hit["matchedName"]
    assert any(hit["listedName"] in reason for reason in hit["reasons"])


def test_the_stored_answer_is_the_one_that_was_given(demo: Caller, customer: str) -> None:
    reply = demo.check(person(customer))
    stored = demo.call("GET", reply.headers["location"])
    assert stored.status == 200
    assert stored.json() == reply.json()


def test_minimal_answers_say_only_where_the_decision_is(demo: Caller, customer: str) -> None:
    reply = demo.check(person(customer), {"prefer": "return=minimal"})
    assert (reply.status, reply.body) == (201, b"")
    stored = demo.call("GET", reply.headers["location"]).json()
    assert stored["customerId"] == customer


def test_the_same_customer_within_a_second_is_too_early(demo: Caller, customer: str) -> None:
    assert demo.check(person(customer)).status == 200
    early = demo.check(person(customer))
    assert early.status == 425
    assert early.headers["retry-after"] == "1"
    assert early.json()["message"] == "Too early. Please do not send yet this customer. Try again later."
    time.sleep(1.05)
    assert demo.check(person(customer)).status == 200


def test_two_tenants_with_the_same_customer_do_not_disturb_each_other(
    demo: Caller, new_tenant: Callable[..., Caller], customer: str
) -> None:
    other = new_tenant()
    mine, theirs = demo.check(person(customer)), other.check(person(customer))
    assert (mine.status, theirs.status) == (200, 200)
    assert other.call("GET", mine.headers["location"]).status == 404


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"text"', b"null", b"17", b"{'a': 1}", b'{"a": NaN}', b"\xff\xfe", b"[" * 100_000]
)
def test_only_a_body_that_is_no_json_object_is_a_bad_request(demo: Caller, body: bytes) -> None:
    reply = demo.check(body)
    assert reply.status == 400
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    assert problem["status"] == 400
    assert problem["message"]


def test_a_key_is_needed(stack: Stack, demo: Caller) -> None:
    for key in (None, "", "nonsense", (demo.key or "")[:-1] + "x"):
        reply = Caller(stack.baseUrl, key).check(person())
        assert reply.status == 401, key
        assert reply.headers["content-type"] == "application/problem+json"


def test_a_revoked_key_stops_working(stack: Stack, new_tenant: Callable[..., Caller]) -> None:
    caller = new_tenant()
    key = key_of(caller)
    desk(stack).revoke(key.tenant, key.id)
    assert caller.check(person()).status == 401


def test_a_rotated_key_and_its_successor_both_work_for_a_while(stack: Stack, new_tenant: Callable[..., Caller]) -> None:
    from datetime import timedelta  # noqa: PLC0415

    caller = new_tenant()
    key = key_of(caller)
    successor = desk(stack).rotate(key.tenant, key.id, timedelta(hours=1))
    assert caller.check(person()).status == 200
    assert Caller(stack.baseUrl, successor.text).check(person()).status == 200


def test_a_key_may_only_do_what_its_scopes_say(new_tenant: Callable[..., Caller]) -> None:
    reader = new_tenant(["checks:read"])
    assert reader.check(person()).status == 403
    assert reader.call("GET", "/v2/customer-checks/none").status == 404
    assert reader.call("GET", "/v2/customer-cases").status == 403


def test_a_wrong_method_is_told_the_right_one(demo: Caller) -> None:
    for method, path, allowed in (
        ("GET", CHECK, "POST"),
        ("DELETE", "/v2/customer-checks/abc", "GET"),
        ("POST", "/v2/customer-cases", "GET"),
        ("PUT", "/v2/customer-cases/abc/close", "POST"),
    ):
        reply = demo.call(method, path)
        assert (reply.status, reply.headers["allow"]) == (405, allowed), path


def test_unknown_paths_and_checks_are_not_found(demo: Caller) -> None:
    for path in ("/v2/customer-checks/unknown", "/v2/customer-checks/a/b", "/v2/customer-cases/unknown", "/v3"):
        assert demo.call("GET", path).status == 404, path


def test_other_media_than_json_are_refused(demo: Caller) -> None:
    assert demo.check(b"<a/>", {"content-type": "application/xml"}).status == 415
    reply = demo.check(b"a=b", {"content-type": "application/x-www-form-urlencoded"})
    assert reply.status == 415
    assert demo.check(json.dumps(person()).encode(), {"content-type": "application/json; charset=utf-8"}).status == 200


def test_a_body_beyond_the_limit_is_refused(demo: Caller, customer: str) -> None:
    body = person(customer)
    body["masterData"]["flags"] = ["x" * 1000] * 1100
    reply = demo.check(body)
    assert reply.status == 413
    assert demo.check(person(customer)).status == 200  # the refused one has not taken the turn


def test_the_same_idempotency_key_gives_the_same_check(demo: Caller, customer: str) -> None:
    key = {"idempotency-key": f"key-{customer}"}
    first, second = demo.check(person(customer), key), demo.check(person(customer), key)
    assert (first.status, second.status) == (200, 200)
    assert first.json() == second.json()


def test_the_same_idempotency_key_for_another_request_is_a_conflict(demo: Caller, customer: str) -> None:
    key = {"idempotency-key": f"key-{customer}"}
    demo.check(person(customer), key)
    assert demo.check(person(customer, first="Berta"), key).status == 409


def test_async_without_a_callback_address_is_decided_at_once(demo: Caller, customer: str) -> None:
    assert demo.check(person(customer), {"prefer": "respond-async"}).status == 200


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/hook",
        "https://169.254.169.254/",
        "https://10.0.0.1/",
        "ftp://x.y",
        "nonsense",
    ],
)
def test_a_callback_address_that_may_not_be_used_is_dropped_and_told(demo: Caller, customer: str, url: str) -> None:
    reply = demo.check({"callbackUrl": url, **person(customer)}, {"prefer": "respond-async"})
    assert reply.status == 200
    assert "callbackUrl" in {warning["path"] for warning in reply.json()["warnings"]}


def test_an_accepted_check_is_decided_later_and_called_back_once_signed(
    stack: Stack, demo: Caller, customer: str, webhook_sink: Callable[..., WebhookSink]
) -> None:
    sink = webhook_sink()
    reply = demo.check({"callbackUrl": sink.url, **person(customer)}, {"prefer": "respond-async"})
    assert (reply.status, reply.body) == (202, b"")
    location = reply.headers["location"]

    def decided() -> Any:
        stored = demo.call("GET", location).json()
        assert stored["customerId"] == customer
        return stored if stored.get("riskLevel") else None

    answer = eventually(decided, what="the decision")
    received = eventually(lambda: sink.received[0] if sink.received else None, what="the callback")
    assert received.verified(callback_secrets(stack, key_of(demo).tenant))
    assert received.content["payload"] == answer | {"decisionType": "complete"}
    assert received.headers["x-callback-secret"]
    time.sleep(1)
    assert len(sink.received) == 1


def test_a_callback_that_fails_is_sent_again_under_the_same_id(
    stack: Stack, demo: Caller, customer: str, webhook_sink: Callable[..., WebhookSink]
) -> None:
    sink = webhook_sink(Answer(500))
    demo.check({"callbackUrl": sink.url, **person(customer)}, {"prefer": "respond-async"})
    received = eventually(lambda: sink.received if len(sink.received) >= 2 else None, what="the second attempt")
    assert received[0].headers["webhook-id"] == received[1].headers["webhook-id"]
    assert all(one.verified(callback_secrets(stack, key_of(demo).tenant)) for one in received)


def test_work_beyond_the_budget_is_accepted_for_later(
    demo: Caller, customer: str, webhook_sink: Callable[..., WebhookSink]
) -> None:
    body = {"callbackUrl": webhook_sink().url, **person(customer)}
    party = body["masterData"]["accountHoldingPartyData"]
    party["companyDetails"] = {
        "companyName": "Wide Holding",
        "shareholders": [
            {"personalDetails": {"personName": {"firstName": f"Owner{n}", "lastName": "Example"}}} for n in range(60)
        ],
    }
    assert demo.check(body).status == 202
