"""``POST /v1/customerChecks`` on both sides of its end date."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from tests.support.client import Caller, Reply, eventually, person, sample
from tools.local_stack import Stack
from tools.webhook_sink import WebhookSink, callback_secrets

V1 = "/v1/customerChecks"


def end_v1_on(stack: Stack, day: str) -> None:
    """Set the end date of the deployed function, as a deployment with another V1EndDate does."""
    functions, name = stack.client("lambda"), stack.outputs["CustomerChecksFunction"]
    variables = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    functions.update_function_configuration(
        FunctionName=name, Environment={"Variables": variables | {"V1_END_DATE": day}}
    )
    functions.get_waiter("function_updated_v2").wait(FunctionName=name)


@pytest.fixture(scope="module")
def before_the_end(stack: Stack) -> Iterator[Caller]:
    end_v1_on(stack, "2999-01-31")
    yield Caller(stack.baseUrl, stack.apiKey)
    end_v1_on(stack, "2026-02-01")


def test_after_its_end_v1_is_gone_and_names_its_successor(demo: Caller) -> None:
    reply = demo.call("POST", V1, person())
    assert reply.status == 410
    assert reply.headers["content-type"] == "application/problem+json"
    assert "/v2/customer-checks/check" in reply.json()["detail"]
    assert reply.headers["link"] == '</v2/customer-checks/check>; rel="successor-version"'


def assert_retiring(reply: Reply) -> None:
    assert reply.headers["link"] == '</v2/customer-checks/check>; rel="successor-version"'
    assert reply.headers["deprecation"].startswith("@")
    assert datetime.strptime(reply.headers["sunset"], "%a, %d %b %Y %H:%M:%S GMT").year == 2999  # noqa: DTZ007


def test_before_its_end_v1_answers_exactly_what_the_document_says(
    before_the_end: Caller, customer: str, listed_person: dict[str, Any]
) -> None:
    reply = before_the_end.call("POST", V1, person(customer, **listed_person))
    assert reply.status == 200
    assert_retiring(reply)
    answer = reply.json()
    assert answer.keys() == {"caseId", "customerId", "riskLevel", "riskFactors", "screeningResults"}
    assert answer["customerId"] == customer
    assert {"type": "SANCTIONED_PERSON"} in answer["screeningResults"]
    assert all(factor.keys() == {"factor"} for factor in answer["riskFactors"])


def test_v1_reads_the_whole_sample(before_the_end: Caller) -> None:
    body = sample("full_v2_sample.json")
    body["masterData"]["accountHoldingPartyData"]["customerId"] = time.time_ns()
    assert before_the_end.call("POST", V1, body).status == 200


def test_v1_and_v2_share_the_turn(before_the_end: Caller, customer: str) -> None:
    assert before_the_end.call("POST", V1, person(customer)).status == 200
    early = before_the_end.check(person(customer))
    assert (early.status, early.headers["retry-after"]) == (425, "1")


def test_v1_accepts_for_later_too(
    before_the_end: Caller, stack: Stack, customer: str, webhook_sink: Callable[..., WebhookSink]
) -> None:
    sink = webhook_sink()
    body = {"callbackUrl": sink.url, **person(customer)}
    reply = before_the_end.call("POST", V1, body, {"prefer": "respond-async"})
    assert (reply.status, reply.body) == (202, b"")
    assert_retiring(reply)
    received = eventually(lambda: sink.received[0] if sink.received else None, what="the callback")
    assert received.verified(callback_secrets(stack))
    assert received.content["payload"]["customerId"] == customer


def test_v1_needs_a_key_before_its_end(before_the_end: Caller) -> None:
    assert Caller(before_the_end.base, None).call("POST", V1, person()).status == 401
