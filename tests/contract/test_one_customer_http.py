"""One customer, four views: whoever writes it, the others read it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.client import Caller, Reply, eventually, person
from tools.local_stack import Stack

FIRST, LAST, BORN = "Ludovica", "Ferrantesi", "1979-08-14"


@pytest.fixture(scope="module")
def anybody(stack: Stack) -> Caller:
    return Caller(stack.baseUrl, None)


@pytest.fixture(scope="module")
def entities(stack: Stack, anybody: Caller) -> Callable[..., Reply]:
    """Calls document 003 as the demo tenant's officer."""
    token = anybody.call("POST", "/api/login", stack.extra["officer"]).json()["token"]
    return lambda method, path, body=None: anybody.call(method, path, body, {"x-access-token": token})


@pytest.fixture(scope="module")
def lifecycle(stack: Stack, anybody: Caller) -> Callable[..., Reply]:
    """Calls document 002 as the demo tenant."""
    token = anybody.call("POST", "/authenticate", stack.extra["lifecycle"]).json()["token"]
    return lambda method, path, body=None: anybody.call(method, path, body, {"authorization": f"Bearer {token}"})


@pytest.fixture(scope="module")
def intake(stack: Stack, anybody: Caller) -> Callable[..., Reply]:
    """Calls document 004 as the demo tenant."""
    headers = {"authorization": f"Bearer {stack.extra['amlyzeToken']}"}
    return lambda method, path, body=None: anybody.call(method, path, body, headers)


def entity(customer: str) -> dict[str, Any]:
    return {
        "main": {
            "idInternalCustomer": customer,
            "idCustomerType": 1,
            "idCustomerStatus": 1,
            "idUserResponsibleOfficer": 1,
            "otherInfo": None,
            "relationshipStartDate": "2020-01-19",
            "relationshipEndDate": None,
        },
        "details": {
            "firstName": FIRST,
            "lastName": LAST,
            "dateBirth": BORN,
            "idCountryBirth": 137,
            "idCountryNationality": 137,
            "idCountryResidence": 137,
            "idGender": 1,
            "idMaritalStatus": 1,
            "nonFaceToFace": True,
        },
    }


def submitted(customer: str, **more: object) -> dict[str, Any]:
    return {
        "communicationNumber": str(uuid.uuid4()),
        "requester": "test",
        "sourceOfRiskLevel": "EVALUATE",
        "customerStatus": "ACTIVE",
        "riskManagementCategory": "IND_AMLYZE",
        "entityType": "INDIVIDUAL",
        "customerExtId": customer,
        "applicationDate": "2020-01-03",
        "firstName": FIRST,
        "lastName": LAST,
        "birthDate": BORN,
        "citizenshipCountry": "IT",
        **more,
    }


def onboarded(customer: str) -> dict[str, Any]:
    return {
        "firstName": FIRST,
        "lastName": LAST,
        "officialId": {"docType": "SSN", "value": "536-90-4399", "country": "US"},
        "email": f"{customer}@example.com",
        "phone": "+12025550123",
        "dob": BORN,
        "address": "1 Main St",
        "city": "Austin",
        "state": "TX",
        "zipCode": "73301",
        "country": "US",
        "externalId": customer,
    }


def write_checks(demo: Caller, customer: str) -> None:
    assert demo.check(person(customer, first=FIRST, last=LAST, dateOfBirth=BORN)).status == 200


def read_entity(entities: Callable[..., Reply], customer: str) -> dict[str, Any] | None:
    found = entities("GET", f"/api/customer/{customer}")
    assert found.status in {200, 404}
    return dict(found.json()) if found.status == 200 else None


def assert_same_person(found: dict[str, Any]) -> None:
    details = found["singles"]["details"]
    assert (details["firstName"], details["lastName"], details["dateBirth"]) == (FIRST, LAST, BORN)


def test_a_checked_customer_is_an_entity(demo: Caller, entities: Callable[..., Reply], customer: str) -> None:
    write_checks(demo, customer)
    found = read_entity(entities, customer)
    assert found is not None
    assert_same_person(found)
    assert entities("GET", f"/api/customer/{customer}/risk").json()["global"]["score"] > 0


def test_a_submitted_customer_is_an_entity(
    intake: Callable[..., Reply], entities: Callable[..., Reply], customer: str
) -> None:
    assert intake("POST", "/amlyze-ws-rest/customer", submitted(customer)).status == 200
    assert_same_person(eventually(lambda: read_entity(entities, customer), what="the evaluation"))


def test_an_onboarded_customer_is_an_entity(
    lifecycle: Callable[..., Reply], entities: Callable[..., Reply], customer: str
) -> None:
    assert lifecycle("POST", "/onboard", onboarded(customer)).status == 200
    found = eventually(lambda: read_entity(entities, customer), what="the evaluation")
    assert_same_person(found)
    assert [row["value"] for row in found["lists"]["communicationMeans"]["contents"]] == [
        f"{customer}@example.com",
        "+12025550123",
    ]


@pytest.mark.parametrize("dialect", ["checks", "entities", "intake"])
def test_the_lifecycle_finds_whom_others_wrote(
    dialect: str,
    demo: Caller,
    entities: Callable[..., Reply],
    intake: Callable[..., Reply],
    lifecycle: Callable[..., Reply],
    customer: str,
) -> None:
    match dialect:
        case "checks":
            write_checks(demo, customer)
        case "entities":
            assert entities("POST", "/api/customer", entity(customer)).status == 200
        case _:
            assert intake("POST", "/amlyze-ws-rest/customer", submitted(customer)).status == 200

    def found() -> dict[str, Any] | None:
        customers = lifecycle("GET", f"/customer?customerId={customer}")
        return customers.json()["customers"][0] if customers.status == 200 and customers.json()["customers"] else None

    assert eventually(found, what="the customer")["customerId"] == customer


def test_the_intake_knows_whom_others_wrote(
    intake: Callable[..., Reply], entities: Callable[..., Reply], customer: str
) -> None:
    assert entities("POST", "/api/customer", entity(customer)).status == 200
    created = intake("POST", "/amlyze-ws-rest/customer", submitted(customer))
    assert (created.status, created.json()["errorDescription"]) == (400, "Customer already exists")
    updated = intake("POST", "/amlyze-ws-rest/customer", submitted(customer, action="UPDATE", firstName="Beatrice"))
    assert updated.json() == {"resultType": "REQUEST_ACCEPTED"}

    def renamed() -> dict[str, Any] | None:
        found = read_entity(entities, customer)
        assert found is not None
        return found if found["singles"]["details"]["firstName"] == "Beatrice" else None

    kept = eventually(renamed, what="the update")
    # What document 004 has no word for is as document 003 left it.
    assert kept["singles"]["details"]["nonFaceToFace"] is True
    assert kept["singles"]["details"]["idMaritalStatus"] == 1


def test_a_check_weighs_what_others_said(demo: Caller, entities: Callable[..., Reply], customer: str) -> None:
    assert entities("POST", "/api/customer", entity(customer)).status == 200
    wealth = [{"idWealthScale": 1, "idWealthStatus": 1, "source": "Oil Investments"}]
    assert entities("POST", f"/api/customer/{customer}/wealth", wealth).status == 200
    time.sleep(1)
    answer = demo.check(person(customer, first=FIRST, last=LAST, dateOfBirth=BORN))
    assert answer.status == 200
    assert "Non Face to Face" in {factor["factor"] for factor in answer.json()["riskFactors"]} | {
        item["name"]
        for item in entities("GET", f"/api/customer/{customer}/risk").json()["totals"]["kyc"]["contents"]
        if item["score"]
    }
    found = read_entity(entities, customer)
    assert found is not None
    assert [row["source"] for row in found["lists"]["wealthEntries"]["contents"]] == ["Oil Investments"]
    assert found["singles"]["details"]["nonFaceToFace"] is True


def test_a_deleted_customer_is_gone_everywhere(
    demo: Caller, entities: Callable[..., Reply], lifecycle: Callable[..., Reply], customer: str
) -> None:
    checked = demo.check(person(customer, first=FIRST, last=LAST, dateOfBirth=BORN)).json()["checkId"]
    assert entities("DELETE", f"/api/customer/{customer}").status == 204
    assert entities("GET", f"/api/customer/{customer}").status == 404
    assert demo.call("GET", f"/v2/customer-checks/{checked}").status == 404
    assert lifecycle("GET", f"/customer?customerId={customer}").json().get("customers", []) == []
