"""Who is let in, what is refused and in which words."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from customer_risk import wiring
from customer_risk.access.keys import SCOPES, ApiKey
from customer_risk.delivery.secrets import parse_master_keys
from lifecycle import searching
from lifecycle.reading import REQUIRED
from tests.unit.lifecycle.world import Lifecycle, customer, lifecycle, options
from tools.tenants import Desk


@pytest.fixture(scope="module")
def at() -> Iterator[Lifecycle]:
    with lifecycle() as running:
        yield running


def desk() -> Desk:
    return Desk(wiring.control(), b"k" * 64, parse_master_keys("k" * 64))


def another_key(at: Lifecycle, scopes: list[str] | None = None) -> ApiKey:
    return desk().key(at.stack.tenant, list(SCOPES) if scopes is None else scopes, None)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "MISSING_PARAMETERS"),
        ({"apiKey": "crk_acme-bank_0123456789abcdef"}, 400, "MISSING_PARAMETERS"),
        ({"clientSecret": "x", "apiKey": None}, 400, "MISSING_PARAMETERS"),
        ({"apiKey": "crk", "clientSecret": "x"}, 401, "INVALID_API_KEY"),
        ({"apiKey": "crk_acme-bank_0123456789abcdef", "clientSecret": "0" * 64}, 401, "INVALID_API_KEY"),
        ([], 400, "INVALID_DATA"),
        (b"{", 400, "INVALID_DATA"),
    ],
)
def test_only_a_good_key_gets_a_token(at: Lifecycle, body: object, status: int, code: str) -> None:
    answer = at.call("POST", "/authenticate", body, token=None)
    assert (answer.status, answer.json()["code"]) == (status, code)
    assert answer.json().keys() == {"code", "message"}
    assert answer.headers["content-type"] == "application/json"


def test_a_wrong_secret_of_a_real_key_is_refused(at: Lifecycle) -> None:
    wrong = ApiKey(tenant=at.key.tenant, id=at.key.id, secret=secrets.token_hex(32))
    assert at.authenticate(wrong).json()["code"] == "INVALID_API_KEY"


def test_a_revoked_key_gets_no_token_and_its_tokens_end_at_once(at: Lifecycle) -> None:
    key = another_key(at)
    token = at.authenticate(key).json()["token"]
    assert at.call("GET", "/customer?email=a@example.com", token=token).status == 200
    desk().revoke(at.stack.tenant, key.id)
    for answer in (at.authenticate(key), at.call("GET", "/customer?email=a@example.com", token=token)):
        assert (answer.status, answer.json()["code"]) == (403, "API_KEY_REVOKED")


def test_an_expired_key_is_invalid(at: Lifecycle) -> None:
    key = another_key(at)
    desk().rotate(at.stack.tenant, key.id, timedelta(days=-400))
    assert at.authenticate(key).json()["code"] == "INVALID_API_KEY"


def test_a_token_lives_an_hour_and_every_success_carries_a_fresh_one(at: Lifecycle) -> None:
    first = at.authenticate(at.key).json()["token"]
    at.stack.wait(3500)
    answer = at.call("GET", "/customer?email=a@example.com", token=first)
    assert answer.status == 200
    fresh = answer.headers["authorization"].removeprefix("Bearer ")
    at.stack.wait(200)
    expired = at.call("GET", "/customer?email=a@example.com", token=first)
    assert (expired.status, expired.json()) == (401, {"code": "INVALID_TOKEN", "message": "Invalid token."})
    assert at.call("GET", "/customer?email=a@example.com", token=fresh).status == 200
    at.token = at.authenticate(at.key).json()["token"]


@pytest.mark.parametrize("shown", [None, "x", "a.b.c", ""])
def test_without_a_good_token_nothing_is_done(at: Lifecycle, shown: str | None) -> None:
    for method, path in (("POST", "/onboard"), ("POST", "/check-fraud"), ("GET", "/customer"), ("POST", "/flag")):
        answer = at.call(method, path, {} if method == "POST" else None, token=shown)
        assert (answer.status, answer.json()["code"]) == (401, "INVALID_TOKEN")
        assert "authorization" not in answer.headers


def test_a_token_of_another_kind_is_none_of_ours(at: Lifecycle) -> None:
    text = wiring.tokens().issue(at.key.id, at.stack.tenant, "user", 600)
    assert at.call("GET", "/customer?dob=1984-05-02", token=text).status == 401


def test_a_key_reads_or_writes_as_its_scopes_say(at: Lifecycle) -> None:
    reader = at.authenticate(another_key(at, ["lifecycle:read"])).json()["token"]
    writer = at.authenticate(another_key(at, ["lifecycle:write"])).json()["token"]
    assert at.call("GET", "/customer?dob=1984-05-02", token=reader).status == 200
    for method, path, token in (
        ("POST", "/onboard", reader),
        ("POST", "/approve", reader),
        ("GET", "/customer?dob=1984-05-02", writer),
        ("GET", "/history/kyc/x", writer),
    ):
        answer = at.call(method, path, {} if method == "POST" else None, token=token)
        assert (answer.status, answer.json()["code"]) == (403, "NOT_AUTHORIZED")


def without(body: dict[str, Any], path: str) -> dict[str, Any]:
    first, _, rest = path.partition(".")
    if rest:
        return body | {first: {name: value for name, value in body[first].items() if name != rest}}
    return {name: value for name, value in body.items() if name != first}


@pytest.mark.parametrize("field", REQUIRED)
def test_every_required_field_is_asked_for(at: Lifecycle, field: str) -> None:
    answer = at.call("POST", "/onboard", without(customer(), field))
    assert (answer.status, answer.json()) == (400, {"code": "MISSING_DATA", "message": f"Missing data: {field}"})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"firstName": ["Anna"]}, "firstName"),
        ({"lastName": "x" * 257}, "lastName"),
        ({"officialId": "536-90-4399"}, "officialId"),
        ({"officialId": {"docType": {}, "value": "1", "country": "US"}}, "officialId.docType"),
        ({"officialId": {"docType": "SSN", "value": "1", "country": "Utopia"}}, "officialId.country"),
        ({"email": True}, "email"),
        ({"dob": "02.05.1984"}, "dob"),
        ({"dob": "1984-02-30"}, "dob"),
        ({"dob": 1984}, "dob"),
        ({"country": "Utopia"}, "country"),
        ({"nationality": "Utopia"}, "nationality"),
        ({"externalId": "x" * 257}, "externalId"),
        ({"externalId": "a\nb"}, "externalId"),
        ({"ipAddress": "localhost"}, "ipAddress"),
        ({"options": []}, "options"),
        ({"options": {"includeFraudCheck": "perhaps"}}, "options.includeFraudCheck"),
        ({"options": {"useExpressKYC": 7}}, "options.useExpressKYC"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_written(
    at: Lifecycle, changes: dict[str, Any], field: str
) -> None:
    before = len(at.evaluations())
    answer = at.call("POST", "/onboard", customer(**changes))
    assert (answer.status, answer.json()) == (400, {"code": "INVALID_DATA", "message": f"Invalid {field}"})
    assert len(at.evaluations()) == before
    assert at.messages() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"phone": 12025550143},
        {"zipCode": 20500},
        {"country": "USA"},
        {"country": "United States"},
        {"officialId": {"docType": "PASSPORT", "value": "123456789", "country": "usa"}},
        {"ipAddress": "2001:db8::1"},
        {"options": None, "gender": None, "surprise": {"a": 1}},
        {"includeFraudCheck": True},
        {"externalId": "ünï / code?&%"},
        {"externalId": "x" * 256},
    ],
)
def test_what_can_be_read_is_taken(at: Lifecycle, changes: dict[str, Any]) -> None:
    body = customer(f"taken-{secrets.token_hex(4)}") | changes
    answer = at.post("/onboard", body)
    assert answer["options"]["includeFraudCheck"] is ("includeFraudCheck" in changes)
    at.settle()
    assert at.webhook(answer["requestId"])["validation"]["kyc"] in {"passed", "review"}
    assert at.get(answer["uri"])["customers"][0]["customerId"] == answer["customerId"]


def test_an_older_name_of_the_id_is_understood(at: Lifecycle) -> None:
    body = customer(None) | {"entityId": 4711}
    assert at.post("/onboard", body)["externalId"] == "4711"
    at.settle()
    assert at.get("/customer?externalId=4711")["customers"][0]["customerId"] == "4711"


@pytest.mark.parametrize(
    "query",
    ["", "?name=Anna", "?email=a@example.com&dob=1984-05-02", "?email=", "?dob=yesterday", f"?customerId={'x' * 257}"],
)
def test_customers_are_looked_for_by_one_thing(at: Lifecycle, query: str) -> None:
    answer = at.call("GET", f"/customer{query}")
    assert (answer.status, answer.json()["code"]) == (400, "INVALID_QUERY")


def test_customers_are_found_by_what_they_gave_last(at: Lifecycle) -> None:
    name = f"found-{secrets.token_hex(4)}"
    body = customer(name, email="first@example.com", zipCode="20501", dob="1984-06-07", **options())
    at.post("/onboard", body)
    looked_for = ("email=First@Example.com", "zipCode=20501", "dob=1984-06-07", f"externalId={name}")
    for query in looked_for:  # even before the evaluation is done
        (one,) = at.get(f"/customer?{query}")["customers"]
        assert (one["customerId"], one["evaluation"]["status"]) == (name, "initiated")
        assert one["firstName"] == "Anna"
    at.settle()
    at.post("/onboard", body | {"email": "second@example.com"})
    at.settle()
    assert at.get("/customer?email=first@example.com")["customers"] == []
    (one,) = at.get("/customer?email=second@example.com")["customers"]
    assert one["officialId"] == {"docType": "SSN", "value": "536-90-4399", "country": "US"}
    assert one["evaluation"] == {"type": "idle", "status": "idle"}
    assert name in {one["customerId"] for one in at.get("/customer?officialId=536904399")["customers"]}


def test_another_tenant_sees_nothing(at: Lifecycle) -> None:
    at.post("/onboard", customer("theirs"))
    _, key = desk().create("Other Bank", list(SCOPES), None)
    token = at.authenticate(key).json()["token"]
    assert at.call("GET", "/customer?customerId=theirs", token=token).json() == {"customers": []}
    assert at.call("GET", "/history/kyc/theirs", token=token).status == 404
    assert at.call("POST", "/flag", {"customerId": "theirs", "flag": "x"}, token=token).status == 404


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/approve", {"customerId": "c-1"}, "MISSING_DATA"),
        ("/approve", {"reason": "x"}, "MISSING_DATA"),
        ("/reject", {"customerId": "c-1", "reason": "x" * 2001}, "INVALID_DATA"),
        ("/flag", {"customerId": "c-1"}, "MISSING_DATA"),
        ("/flag", {"customerId": "c-1", "flag": {}}, "INVALID_DATA"),
        ("/flag", {"customerId": "c-1", "flag": "x", "note": []}, "INVALID_DATA"),
        ("/check-fraud", {}, "MISSING_DATA"),
        ("/check-fraud", {"customerId": "x" * 257}, "INVALID_DATA"),
        ("/check-fraud", [1], "INVALID_DATA"),
    ],
)
def test_other_requests_are_told_what_is_wrong(at: Lifecycle, path: str, body: object, code: str) -> None:
    answer = at.call("POST", path, body)
    assert (answer.status, answer.json()["code"]) == (400, code)


def test_there_are_no_other_paths_and_methods(at: Lifecycle) -> None:
    assert at.call("GET", "/nowhere").json()["code"] == "NOT_FOUND"
    wrong = at.call("GET", "/onboard")
    assert (wrong.status, wrong.json()["code"], wrong.headers["allow"]) == (405, "METHOD_NOT_ALLOWED", "POST")
    assert at.call("POST", "/onboard", b"x", {"content-type": "text/plain"}).status == 415


def test_nothing_of_a_customer_is_logged(at: Lifecycle, capsys: pytest.CaptureFixture[str]) -> None:
    at.onboard(customer("secret-id", email="secret@example.com", **options(express=True, fraud=True)))
    at.post("/flag", {"customerId": "secret-id", "flag": "secret word"})
    logged = capsys.readouterr().out
    assert logged
    # Whole values: a short run of digits stands in some time stamp or duration sooner or later.
    private = ("secret", "Anna", "Lindqvist", "1984-05-02", "Pennsylvania", "536-90-4399", "536904399", "2025550143")
    assert not [word for word in private if word in logged]


def test_a_suspended_tenant_and_a_forgotten_key_are_refused(at: Lifecycle) -> None:
    tenant, key = desk().create("Suspended Bank", list(SCOPES), None)
    token = at.authenticate(key).json()["token"]

    def suspend(*, active: bool) -> None:
        at.stack.dynamo.update_item(
            TableName="ControlTable",
            Key={"pk": {"S": f"T#{tenant.id}"}, "sk": {"S": "TENANT"}},
            UpdateExpression="SET active = :active",
            ExpressionAttributeValues={":active": {"BOOL": active}},
        )

    suspend(active=False)
    for answer in (at.authenticate(key), at.call("GET", "/customer?customerId=x", token=token)):
        assert (answer.status, answer.json()["code"]) == (403, "NOT_AUTHORIZED")
    suspend(active=True)
    assert at.call("GET", "/customer?customerId=x", token=token).status == 200
    at.stack.dynamo.delete_item(
        TableName="ControlTable", Key={"pk": {"S": f"T#{tenant.id}"}, "sk": {"S": f"KEY#{key.id}"}}
    )
    assert at.call("GET", "/customer?customerId=x", token=token).status == 401


def test_a_list_of_customers_is_cut(at: Lifecycle) -> None:
    with patch.object(searching, "MOST", 2):
        for number in range(3):
            at.post("/onboard", customer(f"many-{number}", dob="1971-01-02"))
        assert len(at.get("/customer?dob=1971-01-02")["customers"]) == 2
