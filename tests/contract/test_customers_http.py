"""The customer entities over HTTP: every sample of document 003, tokens, and what any client relies on."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from customer_risk.access.permissions import Role
from customers.operations import OPERATIONS
from tests.unit.customers import scenario
from tests.unit.customers.over_http import PASSWORD, HttpBank, HttpPerson, login
from tests.unit.customers.world import person
from tools.local_stack import Stack


@pytest.fixture(scope="module")
def bank(stack: Stack) -> HttpBank:
    return HttpBank(stack)


@pytest.fixture
def new() -> str:
    return f"N{uuid.uuid4().hex[:10]}"


def test_every_sample_of_the_document_is_answered_as_published(bank: HttpBank, new: str) -> None:
    made = list(scenario.steps(bank.officer, bank.approver, bank.administrator, new))
    assert [found for step in made for found in scenario.failures(step)] == []
    covered = {step.operation for step in made}
    published = {f"{operation.method} {operation.path}" for operation in OPERATIONS}
    assert published - covered == {"POST /api/login", "POST /api/extensions/logout"}


def test_a_token_is_had_for_a_password_and_given_back(stack: Stack, bank: HttpBank) -> None:
    name = f"reader-{uuid.uuid4().hex[:6]}@{bank.tenant}"
    bank.registry.create(bank.tenant, name, Role.READER, PASSWORD)
    answer = login(stack.baseUrl, name.upper())
    assert (answer.status, sorted(answer.json())) == (200, ["success", "token"])
    assert answer.json()["success"] is True
    reader = HttpPerson(stack.baseUrl, answer.json()["token"])
    assert reader.call("GET", "/api/customers").status == 200
    assert reader.call("POST", "/api/customer", person("X")).status == 403
    assert reader.call("POST", "/api/extensions/logout").status == 204
    assert reader.call("GET", "/api/customers").status == 401


def test_a_missing_or_bad_token_is_no_permission_to_ask(stack: Stack) -> None:
    for token in (None, "", "nonsense", "eyJhbGciOiJub25lIn0.e30."):
        answer = HttpPerson(stack.baseUrl, token).call("GET", "/api/customer/JD001")
        assert (answer.status, list(answer.json())) == (401, ["message"])
    wrong = login(stack.baseUrl, f"nobody-{uuid.uuid4()}", "wrong")
    assert (wrong.status, wrong.json()["success"]) == (401, False)


def test_bad_input_names_every_property(bank: HttpBank, new: str) -> None:
    body = person(new, idGender=77, dateBirth="yesterday")
    answer = bank.officer.call("POST", "/api/customer", body)
    assert answer.status == 400
    assert answer.json() == {
        "message": "The request has 2 invalid properties.",
        "errors": [
            {"property": "details.dateBirth", "issue": "must be a date as YYYY-MM-DD"},
            {"property": "details.idGender", "issue": "is not an id of the classifier genders"},
        ],
    }
    assert bank.officer.call("GET", f"/api/customer/{new}").status == 404


def test_a_state_that_was_read_can_be_insisted_on(bank: HttpBank, new: str) -> None:
    created = bank.officer.call("POST", "/api/customer", person(new))
    path = f"/api/customer/{new}"
    etag = bank.officer.call("GET", path).headers["etag"]
    assert created.headers["etag"] == etag
    change = {"main": {"otherInfo": "first"}}
    assert bank.officer.call("PUT", path, change, {"if-match": etag}).status == 200
    assert bank.officer.call("PUT", path, {"main": {"otherInfo": "second"}}, {"if-match": etag}).status == 412
    assert bank.officer.call("GET", path).json()["singles"]["main"]["otherInfo"] == "first"
    now = bank.officer.call("GET", path).headers["etag"]
    assert bank.officer.call("GET", path, None, {"if-none-match": now}).status == 304


def test_a_customer_of_a_check_is_read_here_and_the_other_way_round(bank: HttpBank, new: str) -> None:
    checked: dict[str, Any] = {
        "masterData": {
            "accountHoldingPartyData": {
                "customerId": new,
                "customerType": "PERSON",
                "personalDetails": {
                    "personName": {"firstName": "Anna", "lastName": "Lindqvist"},
                    "dateOfBirth": "1984-05-02",
                    "nationality": "SE",
                    "countryOfResidence": "CY",
                },
                "contactDetails": {"street": "Makariou 1", "town": "Nicosia", "country": "CY"},
            }
        }
    }
    assert bank.checks.check(checked).status == 200
    shown = bank.officer.call("GET", f"/api/customer/{new}").json()
    details = shown["singles"]["details"]
    assert (details["firstName"], details["lastName"], details["dateBirth"]) == ("Anna", "Lindqvist", "1984-05-02")
    assert details["idCountryResidence"] == 137
    (address,) = shown["lists"]["addresses"]["contents"]
    assert (address["streetName"], address["city"], address["idCountry"]) == ("Makariou 1", "Nicosia", 137)
    again = bank.officer.call("GET", f"/api/customer/{new}").json()
    assert again == shown

    changed = bank.officer.call("PUT", f"/api/customer/{new}", {"details": {"profession": "Casino owner"}})
    assert changed.status == 200
    row = {"verified": True}
    assert bank.officer.call("PUT", f"/api/customer/{new}/addresses/{address['id']}", row).status == 200
    details = bank.officer.call("GET", f"/api/customer/{new}").json()["singles"]["details"]
    assert (details["firstName"], details["profession"]) == ("Anna", "Casino owner")


def test_what_screening_finds_is_shown_and_adjudicated(bank: HttpBank, new: str, listed_person: dict[str, Any]) -> None:
    body = person(new, firstName=listed_person["first"], lastName=listed_person["last"], dateBirth="1958-02-02")
    assert bank.officer.call("POST", "/api/customer", body).status == 200
    path = f"/api/customer/{new}"
    before = bank.officer.call("GET", f"{path}/risk").json()["totals"]["screening"]["score"]
    rows = bank.officer.call("GET", f"{path}/screening-risks").json()
    assert before > 0
    assert rows
    for row in rows:
        assert row["manual_addition"] is False
        assert (row["inspected"], row["confirmed"]) == (False, False)
        assert row["identifier"]
        assert row["type"]
        assert 0 <= row["score"] <= 100
        assert json.loads(row["json"])["entry_id"] == row["identifier"]
        assert len(row["md5"]) == 32
        dismissed = bank.officer.call("PUT", f"{path}/screening-risks/{row['id']}", {"inspected": True})
        assert dismissed.status == 200
    assert bank.officer.call("GET", f"{path}/risk").json()["totals"]["screening"]["score"] == 0
    confirmed = bank.officer.call("PUT", f"{path}/screening-risks/{rows[0]['id']}", {"confirmed": True})
    assert confirmed.status == 200
    assert bank.officer.call("GET", f"{path}/risk").json()["totals"]["screening"]["score"] > before
    shown = bank.officer.call("GET", f"{path}/screening-risks").json()
    assert [row["id"] for row in shown] == [row["id"] for row in rows]
    assert (shown[0]["inspected"], shown[0]["confirmed"]) == (True, True)
