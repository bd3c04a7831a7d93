"""Every kind of bad input is refused with an issue of its own, all at once, and nothing is written."""

from __future__ import annotations

from typing import Any

import pytest

from customers.wire.lists import LISTS, ListSpec
from tests.unit.customers.world import World, organisation, person, sample

LONG = "x" * 5000


@pytest.fixture
def someone(bank: World, new: str) -> str:
    """A person with one row in the lists a test needs."""
    bank.officer.write("POST", "/api/customer", person(new))
    return new


def state(bank: World, customer: str) -> Any:
    return bank.stack.dynamo.query(
        TableName="CustomersTable",
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": f"T#{bank.tenant}#C#{customer}"}},
    )["Items"]


def test_every_bad_property_is_named_at_once(bank: World, new: str) -> None:
    body = {
        "main": {
            "idInternalCustomer": "has blanks",
            "idCustomerType": 1,
            "idCustomerStatus": 99,
            "idUserResponsibleOfficer": 4711,
            "otherInfo": 5,
            "relationshipStartDate": "2020-01-02",
            "relationshipEndDate": "2020-01-01",
            "idCustomer": 7,
            "colour": "red",
        },
        "details": {
            "dateBirth": "1965-02-30",
            "firstName": "",
            "lastName": LONG,
            "idCountryBirth": "137",
            "idCountryNationality": 9999,
            "idCountryResidence": None,
            "idGender": True,
            "nonFaceToFace": "yes",
            "profession": None,
        },
        "more": {},
    }
    assert bank.officer.errors("POST", "/api/customer", body) == {
        "more": "is not a known property",
        "main.colour": "is not a known property",
        "main.idInternalCustomer": "may have 1 to 64 letters, digits and . _ ~ : @ - only",
        "main.idCustomerStatus": "is not an id of the classifier customerStatuses",
        "main.idUserResponsibleOfficer": "is not the id of a user",
        "main.otherInfo": "must be text",
        "main.idCustomer": "is given by us: it cannot be set, and no other customer be named",
        "details.dateBirth": "is not a day of the calendar",
        "details.firstName": "must not be empty",
        "details.lastName": "may have 250 characters at most",
        "details.idCountryBirth": "must be a whole number",
        "details.idCountryNationality": "is not an id of the classifier countries",
        "details.idCountryResidence": "must not be null",
        "details.idGender": "must be a whole number",
        "details.idMaritalStatus": "is required",
        "details.nonFaceToFace": "must be true or false",
        "main.relationshipEndDate": "must not be before relationshipStartDate",
    }
    assert state(bank, new) == []


@pytest.mark.parametrize(
    ("content", "issue"),
    [
        (b"", "is not valid JSON"),
        (b"{", "is not valid JSON"),
        (b"[]", "must be an object with main and details"),
        (b'"text"', "must be an object with main and details"),
        (b"{'a': 1}", "is not valid JSON"),
        (b"\xff\xfe", "is not valid JSON"),
        (b'{"main": NaN}', "is not valid JSON"),
    ],
)
def test_what_is_no_customer_is_refused(bank: World, content: bytes, issue: str) -> None:
    assert bank.officer.errors("POST", "/api/customer", content) == {"body": issue}


def test_main_and_details_are_required(bank: World) -> None:
    assert bank.officer.errors("POST", "/api/customer", {}) == {
        "main": "is required",
        "details": "must be an object",
    }
    assert bank.officer.errors("POST", "/api/customer", {"main": 1, "details": []}) == {
        "main": "must be an object",
        "details": "must be an object",
    }


def test_a_taken_number_is_refused(bank: World, someone: str) -> None:
    before = state(bank, someone)
    errors = bank.officer.errors("POST", "/api/customer", organisation(someone))
    assert errors == {"main.idInternalCustomer": "is taken by another customer"}
    assert state(bank, someone) == before


def test_type_and_number_of_a_customer_stay(bank: World, someone: str) -> None:
    before = state(bank, someone)
    body = {"main": {"idCustomerType": 2, "idInternalCustomer": "ANOTHER", "otherInfo": "x"}}
    assert bank.officer.errors("PUT", f"/api/customer/{someone}", body) == {
        "main.idCustomerType": "cannot be changed",
        "main.idInternalCustomer": "is the id of another customer, and cannot be changed",
    }
    assert state(bank, someone) == before


def test_what_get_answers_can_be_sent_back(bank: World, someone: str) -> None:
    shown = bank.officer.get(f"/api/customer/{someone}")["singles"]
    bank.officer.write("PUT", f"/api/customer/{someone}", shown)
    again = bank.officer.get(f"/api/customer/{someone}")["singles"]
    assert again == shown
    errors = bank.officer.errors("PUT", f"/api/customer/{someone}", {"main": {"idCustomer": 1, "printName": "x"}})
    assert set(errors) == {"main.idCustomer", "main.printName"}


@pytest.mark.parametrize("spec", LISTS, ids=lambda spec: spec.path)
def test_lists_refuse_what_is_no_row(bank: World, someone: str, spec: ListSpec) -> None:
    root = "/api/extensions/customer" if spec.extension else "/api/customer"
    path = f"{root}/{someone}/{spec.path}"
    before = state(bank, someone)
    assert bank.officer.errors("POST", path, []) == {"body": "must have at least one row"}
    assert bank.officer.errors("POST", path, {}) == {"body": "must be an array of objects"}
    missing = {f"[1].{field.name}" for field in spec.fields if field.required}
    errors = bank.officer.errors("POST", path, [1, {}])
    assert errors.pop("[0]") == "must be an object"
    assert errors == dict.fromkeys(missing, "is required")
    assert bank.officer.errors("PUT", f"{path}/abc", {}) == {spec.key: "must be a whole number, from 1, in the path"}
    assert bank.officer.errors("DELETE", f"{path}/1e3", None) == {
        spec.key: "must be a whole number, from 1, in the path"
    }
    for method in ("PUT", "DELETE"):
        assert bank.officer.call(method, f"{path}/999999", {}).status == 404
    assert bank.officer.get(path) == []
    assert state(bank, someone) == before


def test_one_bad_row_of_an_array_keeps_all_out(bank: World, someone: str) -> None:
    good = sample("addresses/add.json")[0]
    bad = [good, good | {"idCountry": 0}, good | {"verified": 1, "filename": "x.pdf", "idAddress": 3, "id": 3}]
    assert bank.officer.errors("POST", f"/api/customer/{someone}/addresses", bad) == {
        "[1].idCountry": "is not an id of the classifier countries",
        "[2].verified": "must be true or false",
        "[2].filename": "is given by us and cannot be set",
        "[2].idAddress": "is given by us and cannot be set",
        "[2].id": "is given by us and cannot be set",
    }
    assert bank.officer.get(f"/api/customer/{someone}/addresses") == []


def test_a_row_of_another_customer_is_not_found(bank: World, someone: str, new: str) -> None:
    other = f"{new}-2"
    bank.officer.write("POST", "/api/customer", person(other))
    bank.officer.write("POST", f"/api/customer/{other}/wealth", sample("wealth/add.json"))
    row = bank.officer.get(f"/api/customer/{other}/wealth")[0]["idWealth"]
    for method in ("PUT", "DELETE"):
        assert bank.officer.call(method, f"/api/customer/{someone}/wealth/{row}", {}).status == 404
    bank.officer.write("POST", f"/api/customer/{someone}/wealth", sample("wealth/add.json"))
    own = bank.officer.get(f"/api/customer/{someone}/wealth")[0]
    stolen = own | {"idCustomer": own["idCustomer"] + 1}
    assert bank.officer.errors("PUT", f"/api/customer/{someone}/wealth/{own['idWealth']}", stolen) == {
        "idCustomer": "is given by us: it cannot be set, and no other customer be named"
    }


@pytest.mark.parametrize(
    ("income", "kept"),
    [
        ("500000.00", 500000),
        (500000, 500000),
        ("0.10", 0.1),
        (12.5, 12.5),
        (-3, -3),
        ("9999999999999.99", 9999999999999.99),
    ],
)
def test_an_amount_is_taken_as_text_or_number(bank: World, someone: str, income: object, kept: float) -> None:
    row = sample("financial-statement/add.json")[0] | {"income": income}
    path = f"/api/customer/{someone}/financial-statement"
    bank.officer.write("POST", path, [row])
    shown = bank.officer.get(path)[0]["income"]
    assert (shown, type(shown)) == (kept, type(kept))


@pytest.mark.parametrize("income", ["", "five", "1,5", "1e400", "NaN", "0.001", "1" * 14, [], True])
def test_what_is_no_amount_is_refused(bank: World, someone: str, income: object) -> None:
    row = sample("financial-statement/add.json")[0] | {"income": income}
    errors = bank.officer.errors("POST", f"/api/customer/{someone}/financial-statement", [row])
    assert set(errors) == {"[0].income"}


def test_an_oversize_body_is_refused(bank: World, someone: str) -> None:
    body = b'{"main": {"otherInfo": "' + b"x" * (1024 * 1024) + b'"}}'
    assert bank.officer.errors("PUT", f"/api/customer/{someone}", body) == {"body": "The body may be 1024 KiB long."}


def test_more_rows_than_a_list_holds_are_refused(bank: World, someone: str) -> None:
    row = sample("country-presence/add.json")[0]
    path = f"/api/customer/{someone}/country-presence"
    assert bank.officer.errors("POST", path, [row] * 1001) == {"body": "makes more than 1000 rows of this list"}


def test_another_medium_is_refused(bank: World, someone: str) -> None:
    answer = bank.officer.call("PUT", f"/api/customer/{someone}", b"<a/>", {"content-type": "application/xml"})
    assert answer.status == 400
    assert answer.json()["errors"] == [{"property": "body", "issue": "Send the body as application/json."}]


def test_unknown_paths_methods_and_customers(bank: World, someone: str) -> None:
    for path in ("/api", "/api/customer/a/unknown", "/api/customer/nobody", "/api/customer/nobody/addresses"):
        answer = bank.officer.call("GET", path)
        assert (answer.status, list(answer.json())) == (404, ["message"]), path
    wrong = bank.officer.call("PATCH", f"/api/customer/{someone}")
    assert (wrong.status, wrong.headers["allow"]) == (405, "DELETE, GET, PUT")
    assert bank.officer.call("GET", "/api/customer/risk-trails/5").status in {404, 405}


@pytest.mark.parametrize("limits", ["0", "-1", "x", "1.5", "1001", "", "99999999999"])
def test_bad_limits_are_refused(bank: World, someone: str, limits: str) -> None:
    assert set(bank.officer.errors("GET", f"/api/customer/{someone}/risk-trails?limits={limits}", None)) == {"limits"}


def test_all_three_properties_of_a_decision_are_required(bank: World, someone: str) -> None:
    trail = bank.officer.get(f"/api/customer/{someone}/risk-trails?limits=1")["idRiskTrail"]
    path = f"/api/customer/risk-trails/{trail}"
    assert bank.approver.errors("PUT", path, {}) == dict.fromkeys(
        ("idApprovalStatus", "idRiskType", "comments"), "is required"
    )
    assert bank.approver.errors("PUT", path, {"idApprovalStatus": 3, "idRiskType": 5, "comments": None}) == {
        "idApprovalStatus": "is not an id of the classifier approvalStatuses",
        "idRiskType": "is not an id of the classifier riskTypes",
        "comments": "must not be null",
    }
    assert bank.approver.errors("PUT", "/api/customer/risk-trails/x", {}) == {
        "idRiskTrail": "must be a whole number, from 1, in the path"
    }


def test_a_reserved_number_is_refused(bank: World) -> None:
    assert bank.officer.errors("POST", "/api/customer", person("risk-trails")) == {
        "main.idInternalCustomer": "is reserved"
    }


def test_checked_lists_take_known_ids_only(bank: World, someone: str) -> None:
    path = f"/api/extensions/customer/{someone}/checked-lists/checkedDocuments"
    assert bank.officer.errors("PUT", path, [1, "2", 16, True]) == {
        "[1]": "must be a whole number",
        "[2]": "is not an id of the classifier checkedDocuments",
        "[3]": "must be a whole number",
    }
    assert bank.officer.errors("PUT", path, {}) == {"body": "must be an array of ids"}
    assert bank.officer.call("PUT", f"/api/extensions/customer/{someone}/checked-lists/other", []).status == 404
