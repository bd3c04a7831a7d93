"""The sample events are of published operations, carry the sample bodies, and are answered as published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from customer_risk.access.permissions import Permission
from customer_risk.web.requests import Request
from risk_models import app
from risk_models.operations import OPERATIONS
from tests.support.in_process import reply
from tests.unit.risk_models.conftest import SAMPLES, Office
from tools import openapi

EVENTS = Path(__file__).parents[3] / "events" / "risk_models"
HTTP = sorted(path for path in EVENTS.glob("*.json") if not path.name.startswith("worker_"))
BY_ROUTE = {f"{operation.method} {operation.path}": operation for operation in OPERATIONS}
DOCUMENT = openapi.compose(OPERATIONS)

IN_TURN = (
    ("draft_model", "officer", 201),
    ("list_models", "reader", 200),
    ("read_model", "reader", 200),
    ("read_active_model", "reader", 200),
    ("publish_model", "approver", 200),
    ("roll_back", "approver", 200),
    ("read_log", "reader", 200),
)


def event(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("path", HTTP, ids=lambda path: path.stem)
def test_requests_are_of_published_operations(path: Path) -> None:
    sent = event(path.stem)
    operation = BY_ROUTE[sent["routeKey"]]
    assert sent["headers"]["x-access-token"]
    assert operation.path.format(**sent.get("pathParameters", {})) == sent["rawPath"]
    assert ("body" in sent) == (operation.request is not None)


def test_every_operation_has_an_event_and_a_permission() -> None:
    assert {event(path.stem)["routeKey"] for path in HTTP} == BY_ROUTE.keys()
    assert {one.scope for one in OPERATIONS} == {one for one in Permission if one.startswith("models:")}
    assert sorted(path.stem for path in HTTP) == sorted(name for name, _, _ in IN_TURN)


@pytest.mark.parametrize(("name", "sample"), [("draft_model", "draft.json"), ("publish_model", "publish.json")])
def test_bodies_are_the_samples(name: str, sample: str) -> None:
    body = Request(event(name)).json_body()
    assert json.loads(body) == json.loads((SAMPLES / sample).read_text(encoding="utf-8"))


def test_the_events_are_answered_as_published(office: Office) -> None:
    for name, who, status in IN_TURN:
        sent = event(name)
        sent["headers"]["x-access-token"] = office.token(who)
        answer = reply(app.handler(sent, None))
        assert (name, answer.status) == (name, status)
        method, path = sent["routeKey"].split(" ")
        told = DOCUMENT["paths"][path][method.lower()]["responses"][str(status)]["content"]["application/json"]
        whole = {"components": DOCUMENT["components"], "allOf": [told["schema"]]}
        jsonschema_rs.Draft202012Validator(whole).validate(answer.json())
    assert office.active() == "default-1"


def test_the_samples_of_answers_are_what_is_answered(office: Office) -> None:
    def told(name: str) -> Any:
        return json.loads((SAMPLES / "answers" / f"{name}.json").read_text(encoding="utf-8"))

    sample = json.loads((SAMPLES / "draft.json").read_text(encoding="utf-8"))
    drafted = office.call("officer", "POST", "", sample).json()
    assert drafted | {"authors": ["user:1"]} == told("drafted")
    assert drafted["digest"] == json.loads((SAMPLES / "publish.json").read_text(encoding="utf-8"))["digest"]
