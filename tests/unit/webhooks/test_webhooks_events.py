"""The sample events are of published operations, carry the sample bodies, and are answered as published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest

from customer_risk import wiring
from customer_risk.access.keys import SCOPES, ApiKey
from customer_risk.web.requests import Request
from tests.unit.webhooks.conftest import Place
from tools import openapi
from webhooks import app
from webhooks.operations import OPERATIONS

ROOT = Path(__file__).parents[3]
EVENTS = ROOT / "events" / "webhooks"
SAMPLES = ROOT / "tests" / "samples" / "webhooks"
HTTP = sorted(path for path in EVENTS.glob("*.json") if ".expect" not in path.name)
BY_ROUTE = {f"{operation.method} {operation.path}": operation for operation in OPERATIONS}


def event(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((EVENTS / name).read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("path", HTTP, ids=lambda path: path.stem)
def test_requests_are_of_published_operations(path: Path) -> None:
    sent = event(path.name)
    operation = BY_ROUTE[sent["routeKey"]]
    assert ApiKey.parse(sent["headers"]["api-key"]) is not None
    assert operation.path.format(**sent.get("pathParameters", {})) == sent["rawPath"]
    assert ("body" in sent) == (operation.request is not None)


def test_every_operation_has_an_event_and_a_scope() -> None:
    assert [event(path.name)["routeKey"] for path in HTTP] != []
    assert {event(path.name)["routeKey"] for path in HTTP} == BY_ROUTE.keys()
    assert {operation.scope for operation in OPERATIONS} == {scope for scope in SCOPES if scope.startswith("webhooks")}


@pytest.mark.parametrize(
    ("name", "sample"),
    [
        ("create_webhook.json", "some.json"),
        ("change_webhook.json", "moved.json"),
        ("pause_webhook.json", "pause.json"),
        ("rotate_secret.json", "rotate.json"),
    ],
)
def test_bodies_are_the_samples(name: str, sample: str) -> None:
    body = Request(event(name)).json_body()
    assert json.loads(body) == json.loads((SAMPLES / sample).read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", HTTP, ids=lambda path: path.stem)
def test_the_function_answers_as_published(place: Place, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the sample's webhook and event there, every operation succeeds, in the published shape."""
    sent = event(path.name)
    sent["headers"]["api-key"] = place.key
    webhook, told = "019a8c52-7d12-7b6f-8e21-0c4d9f7a3b15", "019a8c53-1f40-7d02-9b11-6a2f0c8d4e77"
    if sent["routeKey"] != "POST /webhooks":
        with monkeypatch.context() as patch:
            patch.setattr(wiring, "new_id", lambda: webhook)
            place.create()
        place.deliver(webhook, told)
    answer = app.handler(sent, None)
    operation = BY_ROUTE[sent["routeKey"]]
    (status,) = operation.answers
    assert answer["statusCode"] == status
    if bodies := operation.answers[status].bodies:
        document = openapi.compose(OPERATIONS)
        schema = {"components": document["components"], "$ref": f"#/components/schemas/{bodies[0].__name__}"}
        jsonschema_rs.Draft202012Validator(schema).validate(json.loads(answer["body"]))


def samples() -> list[tuple[type, Path]]:
    return [
        (answer.bodies[0], ROOT / "tests" / "samples" / answer.example)
        for operation in OPERATIONS
        for answer in operation.answers.values()
        if answer.example
    ]


@pytest.mark.parametrize(("kind", "path"), samples(), ids=str)
def test_sample_answers_are_answers(kind: type, path: Path) -> None:
    given = json.loads(path.read_text(encoding="utf-8"))
    read: Any = msgspec.convert(given, kind)
    assert json.loads(msgspec.json.encode(read)) == given
