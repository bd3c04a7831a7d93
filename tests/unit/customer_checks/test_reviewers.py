"""Cases as people work on them: with the token of a login in place of a key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from customer_checks import app
from customer_risk.access.permissions import Role
from tests.support.client import Reply
from tests.support.in_process import http_event, reply
from tests.unit.customers.world import Person, World, person, world

CLOSING = {"decision": "false-positive", "reason": "Another person."}
LISTED = {"firstName": "Arkadiy", "lastName": "Vymyshlennikov", "dateBirth": "1958-02-02"}


@pytest.fixture(scope="module")
def bank() -> Iterator[World]:
    with world() as made:
        yield made


def ask(who: Person | None, method: str, path: str = "", body: Any = None, **headers: str) -> Reply:
    shown = {"content-type": "application/json", **headers}
    if who is not None and who.token is not None:
        shown["x-access-token"] = who.token
    return reply(app.handler(http_event(method, f"/v2/customer-cases{path}", body, shown), None))


def opened(bank: World, customer: str) -> str:
    bank.officer.write("POST", "/api/customer", person(customer, **LISTED))
    (case,) = ask(bank.officer, "GET", f"?customerId={customer}").json()["cases"]
    return str(case["caseId"])


def test_an_officer_reads_a_case_and_closes_it_under_their_own_name(bank: World) -> None:
    case = opened(bank, "N-1")
    shown = ask(bank.officer, "GET", f"/{case}").json()
    assert shown["screeningResults"][0]["listedName"]
    assert sum(one["points"] for one in shown["riskFactors"]) == shown["riskPoints"]
    closed = ask(bank.officer, "POST", f"/{case}/close", CLOSING)
    assert closed.status == 200
    assert closed.json()["closedBy"].startswith("user:")
    assert ask(bank.officer, "GET", f"/{case}").json()["caseStatus"] == "closed"


def test_a_reader_reads_and_decides_nothing(bank: World) -> None:
    case = opened(bank, "N-2")
    reader = bank.user(bank.tenant, Role.READER, "another-reader")
    assert ask(reader, "GET", f"/{case}").status == 200
    assert ask(reader, "POST", f"/{case}/close", CLOSING).status == 403
    assert ask(reader, "GET", f"/{case}").json()["caseStatus"] == "open"


def test_another_tenant_s_user_sees_nothing(bank: World) -> None:
    case = opened(bank, "N-3")
    stranger = bank.user(bank.other_tenant, Role.APPROVER, "another-approver")
    assert ask(stranger, "GET", f"/{case}").status == 404
    assert ask(stranger, "POST", f"/{case}/close", CLOSING).status == 404
    assert ask(stranger, "GET").json()["cases"] == []


def test_a_bad_token_is_not_made_good_by_a_key(bank: World) -> None:
    assert ask(Person("no token"), "GET", **{"api-key": bank.stack.key}).status == 401
    assert ask(None, "GET").status == 401
    assert ask(None, "GET", **{"api-key": bank.stack.key}).status == 200
