"""The sample events carry the sample bodies, name routes and keys that exist, and are handled."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.json import decode

from amlyze_intake import app, worker
from amlyze_intake.operations import OPERATIONS
from amlyze_intake.worker import Message
from customer_risk.access.keys import ApiKey
from customer_risk.web.requests import Request
from tests.unit.amlyze_intake.bodies import sample
from tests.unit.amlyze_intake.running import intake
from tools.sam_local.events import SAMPLE_KEY

EVENTS = Path(__file__).parents[3] / "events" / "amlyze_intake"
HTTP = sorted(
    path for path in EVENTS.glob("*.json") if not path.name.startswith("worker_") and ".expect" not in path.name
)


WORKER = sorted(path.name for path in EVENTS.glob("worker_*.json"))


def event(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((EVENTS / name).read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("path", HTTP, ids=lambda path: path.stem)
def test_requests_are_of_published_operations(path: Path) -> None:
    sent = event(path.name)
    operations = {f"{operation.method} {operation.path}": operation for operation in OPERATIONS}
    operation = operations[sent["routeKey"]]
    assert ApiKey.parse(sent["headers"]["authorization"].removeprefix("Bearer ")) is not None
    assert operation.path.format(**sent.get("pathParameters", {})) == sent["rawPath"]
    assert ("body" in sent) == (operation.request is not None)


def test_every_operation_has_an_event() -> None:
    sent = {event(path.name)["routeKey"] for path in HTTP}
    assert sent == {f"{operation.method} {operation.path}" for operation in OPERATIONS}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("intake_customer", "individual_minimal"),
        ("intake_every_field", "individual_full"),
        ("import_organisation", "organisation_full"),
        ("intake_lead", "lead"),
        ("validate_batch", "batch"),
        ("save_batch", "batch"),
    ],
)
def test_bodies_are_the_samples(name: str, body: str) -> None:
    assert json.loads(Request(event(f"{name}.json")).json_body()) == sample(body)


@pytest.mark.parametrize("name", WORKER)
def test_the_worker_s_messages(name: str) -> None:
    (record,) = event(name)["Records"]
    assert decode(record["body"], type=Message).tenant == record["attributes"]["MessageGroupId"]
    assert record["md5OfBody"] == hashlib.md5(record["body"].encode(), usedforsecurity=False).hexdigest()


def test_every_event_is_handled() -> None:
    with intake() as found:
        for path in HTTP:
            text = path.read_text(encoding="utf-8").replace(SAMPLE_KEY, found.stack.key)
            assert app.handler(json.loads(text), None)["statusCode"] == 200, path.name
        for name in WORKER:
            assert worker.handler(event(name), None) == {"batchItemFailures": []}
