"""The sample events carry the sample bodies, and name routes and keys that exist."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.json import decode

from customer_checks.operations import OPERATIONS
from customer_checks.wire.reading import read_request
from customer_checks.worker import Message
from customer_risk.access.keys import ApiKey
from customer_risk.web.requests import Request

ROOT = Path(__file__).parents[3]
EVENTS = ROOT / "events" / "customer_checks"
SAMPLES = ROOT / "tests" / "samples" / "customer_checks"
HTTP = sorted(
    path for path in EVENTS.glob("*.json") if not path.name.startswith("worker_") and ".expect" not in path.name
)


def event(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((EVENTS / name).read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("path", HTTP, ids=lambda path: path.stem)
def test_requests_are_of_published_operations(path: Path) -> None:
    sent = event(path.name)
    operations = {f"{operation.method} {operation.path}": operation for operation in OPERATIONS}
    operation = operations[sent["routeKey"]]
    assert ApiKey.parse(sent["headers"]["api-key"]) is not None
    assert operation.path.format(**sent.get("pathParameters", {})) == sent["rawPath"]
    assert ("body" in sent) == (operation.request is not None)


def test_every_operation_has_an_event() -> None:
    assert {event(path.name)["routeKey"] for path in HTTP} == {
        f"{operation.method} {operation.path}" for operation in OPERATIONS
    }


@pytest.mark.parametrize(
    ("name", "sample"),
    [
        ("check_every_field.json", "full_v2_sample.json"),
        ("check_minimal_person.json", "minimal_person.json"),
        ("check_for_later.json", "person.json"),
        ("check_v1.json", "older_spellings.json"),
        ("close_case.json", "close_case.json"),
    ],
)
def test_bodies_are_the_samples(name: str, sample: str) -> None:
    body = Request(event(name)).json_body()
    assert json.loads(body) == json.loads((SAMPLES / sample).read_text(encoding="utf-8"))


def test_the_check_for_later_may_be_answered_later() -> None:
    request = Request(event("check_for_later.json"))
    assert request.prefers("respond-async")
    assert read_request(request.json_body()).value.callback_url is not None


def test_the_worker_s_message() -> None:
    (record,) = event("worker_accepted_check.json")["Records"]
    assert decode(record["body"], type=Message).tenant == record["attributes"]["MessageGroupId"]
    assert record["md5OfBody"] == hashlib.md5(record["body"].encode(), usedforsecurity=False).hexdigest()
