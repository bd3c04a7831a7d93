"""Customer cases over HTTP: opened by a check, listed, shown, closed, and not opened again."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.client import Caller, person

CLOSING = {"decision": "false-positive", "reason": "Another person: different birth date and country."}


@pytest.fixture
def opened(new_tenant: Callable[..., Caller], customer: str, listed_person: dict[str, Any]) -> tuple[Caller, Any]:
    """A caller and the answer that opened a case."""
    caller = new_tenant()
    answer = caller.check(person(customer, **listed_person)).json()
    assert answer["caseStatus"] == "open"
    return caller, answer


def test_a_case_is_listed_and_shown_with_what_led_to_it(opened: tuple[Caller, Any]) -> None:
    caller, answer = opened
    listed = caller.call("GET", "/v2/customer-cases").json()
    assert [case["caseId"] for case in listed["cases"]] == [answer["caseId"]]
    shown = caller.call("GET", f"/v2/customer-cases/{answer['caseId']}").json()
    assert shown["customerId"] == answer["customerId"]
    assert shown["riskFactors"] == answer["riskFactors"]
    assert shown["screeningResults"] == answer["screeningResults"]


def test_a_reviewed_case_stays_closed_while_its_reasons_stay_the_same(
    opened: tuple[Caller, Any], listed_person: dict[str, Any]
) -> None:
    caller, answer = opened
    closed = caller.call("POST", f"/v2/customer-cases/{answer['caseId']}/close", CLOSING)
    assert closed.status == 200
    assert closed.json()["caseStatus"] == "closed"
    assert closed.json()["closedBy"].startswith("key:")
    time.sleep(1.05)
    again = caller.check(person(answer["customerId"], **listed_person)).json()
    assert (again["caseStatus"], again["caseId"]) == ("closed", answer["caseId"])
    assert caller.call("GET", "/v2/customer-cases").json()["cases"] == []
    assert len(caller.call("GET", "/v2/customer-cases?status=closed").json()["cases"]) == 1


def test_a_case_is_closed_once(opened: tuple[Caller, Any]) -> None:
    caller, answer = opened
    path = f"/v2/customer-cases/{answer['caseId']}/close"
    assert caller.call("POST", path, CLOSING).status == 200
    assert caller.call("POST", path, CLOSING).status == 409


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"decision": "maybe", "reason": "x"},
        {"decision": "true-match"},
        {"decision": "true-match", "reason": ""},
        {"decision": "true-match", "reason": ["x"]},
        {"decision": "true-match", "reason": "x" * 5000},
    ],
)
def test_a_close_that_says_too_little_changes_nothing(opened: tuple[Caller, Any], body: Any) -> None:
    caller, answer = opened
    reply = caller.call("POST", f"/v2/customer-cases/{answer['caseId']}/close", body)
    assert reply.status == 400
    assert reply.json()["errors"]
    assert caller.call("GET", f"/v2/customer-cases/{answer['caseId']}").json()["caseStatus"] == "open"


def test_cases_come_page_by_page(
    new_tenant: Callable[..., Caller], customer: str, listed_person: dict[str, Any]
) -> None:
    caller = new_tenant()
    for number in range(3):
        caller.check(person(f"{customer}-{number}", **listed_person))
    seen: list[str] = []
    path = "/v2/customer-cases?limit=2"
    while path:
        page = caller.call("GET", path).json()
        seen += [case["customerId"] for case in page["cases"]]
        path = f"/v2/customer-cases?limit=2&cursor={page['next']}" if page["next"] else ""
    assert seen == [f"{customer}-{number}" for number in (2, 1, 0)]
    one = caller.call("GET", f"/v2/customer-cases?customerId={customer}-1").json()["cases"]
    assert [case["customerId"] for case in one] == [f"{customer}-1"]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=ten",
        "limit=-1",
        "limit=",
        "status=sleeping",
        "cursor=%00",
        "cursor=abc",
        "cursor=YWJj",
    ],
)
def test_a_listing_that_makes_no_sense_is_refused(demo: Caller, query: str) -> None:
    assert demo.call("GET", f"/v2/customer-cases?{query}").status == 400


def test_cases_of_another_tenant_are_not_there(opened: tuple[Caller, Any], demo: Caller) -> None:
    _, answer = opened
    assert demo.call("GET", f"/v2/customer-cases/{answer['caseId']}").status == 404
    assert demo.call("POST", f"/v2/customer-cases/{answer['caseId']}/close", CLOSING).status == 404
