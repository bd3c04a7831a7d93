"""The sample events are of published operations, carry the sample bodies, and are understood by the handler."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from customer_risk.access.permissions import Permission
from customer_risk.web.requests import Request
from customers import app
from customers.operations import OPERATIONS
from tests.unit.customers.world import World

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "tests" / "samples"
EVENTS = sorted(path for path in (ROOT / "events" / "customers").glob("*.json") if ".expect" not in path.name)
BY_ROUTE = {f"{operation.method} {operation.path}": operation for operation in OPERATIONS}


def event(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("path", EVENTS, ids=lambda path: path.stem)
def test_requests_are_of_published_operations_with_their_samples(path: Path) -> None:
    sent = event(path)
    operation = BY_ROUTE[sent["routeKey"]]
    assert operation.path.format(**sent.get("pathParameters", {})) == sent["rawPath"]
    assert ("x-access-token" in sent["headers"]) == (operation.scope is not None)
    assert ("body" in sent) == (operation.request is not None)
    if operation.examples:
        example = SAMPLES / next(iter(operation.examples.values()))
        assert json.loads(Request(sent).json_body()) == json.loads(example.read_text(encoding="utf-8"))


def test_every_operation_has_an_event_and_a_permission() -> None:
    assert [event(path)["routeKey"] for path in EVENTS] != []
    assert {event(path)["routeKey"] for path in EVENTS} == BY_ROUTE.keys()
    scopes = {operation.scope for operation in OPERATIONS if operation.scope}
    assert scopes <= set(Permission)


def test_every_route_is_published_and_the_other_way_round() -> None:
    served = {(method, rule.replace("<customer>", "<idInternalCustomer>").count("<")) for method, rule, _ in app.ROUTES}
    assert len(app.ROUTES) == len(OPERATIONS)
    assert served == {(operation.method, operation.path.count("{")) for operation in OPERATIONS}


@pytest.mark.parametrize("path", EVENTS, ids=lambda path: path.stem)
def test_the_handler_knows_the_operation_and_refuses_the_credential(path: Path, bank: World) -> None:
    answer = app.handler(event(path), None)
    assert answer["statusCode"] == 401, bank.tenant
    assert json.loads(answer["body"])["message"]
