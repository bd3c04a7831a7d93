"""Which function answers what, what each lets a caller in with, and in which words each refuses."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from customer_risk import wiring
from customer_risk.access.keys import ApiKey
from customer_risk.access.permissions import Role
from customer_risk.access.users import User
from tests.support.client import Reply
from tests.support.tables import template
from tests.unit.customers.world import add_user

type Handler = Callable[[dict[str, Any], Any], dict[str, Any]]

LOGIN = "/api/login"
APPROVALS = ("/api/customer/risk-trails/", "/api/risk-models/")
"""Paths below which somebody decides about what another has done."""


class Route(NamedTuple):
    """A route of the template: ``prefix`` for all below it, or one path exactly."""

    path: str
    prefix: bool
    package: str
    handler: Handler


@cache
def routes() -> tuple[Route, ...]:
    """The template's routes, more specific ones first, as API Gateway takes them."""
    found = []
    for resource in template()["Resources"].values():
        properties = resource.get("Properties", {})
        for event in properties.get("Events", {}).values():
            if resource["Type"] == "AWS::Serverless::Function" and event["Type"] == "HttpApi":
                module, _, name = properties["Handler"].rpartition(".")
                path, greedy, _ = event["Properties"]["Path"].partition("{proxy+}")
                handler = getattr(importlib.import_module(module), name)
                found.append(Route(path, bool(greedy), module.partition(".")[0], handler))
    return tuple(sorted(found, key=lambda route: (route.prefix, -len(route.path))))


def route_of(path: str) -> Route | None:
    """The route that a request to ``path`` takes, if any."""
    return next((one for one in routes() if path == one.path or (one.prefix and path.startswith(one.path))), None)


class Tenant:
    """Good credentials of one tenant, for every dialect."""

    def __init__(self, key: str) -> None:
        found = ApiKey.parse(key)
        assert found is not None
        self.key = found
        self._administrator = add_user(found.tenant, Role.ADMINISTRATOR, f"administrator@{found.tenant}")
        self._approver = add_user(found.tenant, Role.APPROVER, f"approver@{found.tenant}")

    def credentials(self, path: str) -> dict[str, str]:
        """The headers that let a request to ``path`` in; tokens are as fresh as the world's time."""
        route = route_of(path)
        match route.package if route else "":
            case "customers" | "risk_models":
                who = self._approver if path.startswith(APPROVALS) else self._administrator
                return {"x-access-token": _user_token(who)}
            case "lifecycle":
                token = wiring.tokens().issue(self.key.id, self.key.tenant, "lifecycle", 3600)
                return {"authorization": f"Bearer {token}"}
            case "amlyze_intake":
                return {"authorization": f"Bearer {self.key.text}"}
        return {"api-key": self.key.text}


def _user_token(user: User) -> str:
    return wiring.tokens().issue(
        str(user.id), user.tenant, "user", 3600, username=user.username, generation=user.generation
    )


def refused_as_published(package: str, answer: Reply) -> None:
    """A refusal is in the shape of its dialect."""
    _REFUSALS[package](answer, strict_json(answer.body))


def _problem(answer: Reply, body: Any) -> None:
    assert answer.headers["content-type"] == "application/problem+json"
    assert body["status"] == answer.status
    assert body["detail"]
    assert body["message"] == body["detail"]


def _entities(answer: Reply, body: Any) -> None:
    """Rulings E13: a message, and each bad property with what is wrong with it."""
    assert body.keys() <= {"message", "errors", *({"success"} if answer.status == 401 else ())}, body
    assert _said(body["message"])
    for issue in body.get("errors", ()):
        assert issue.keys() == {"property", "issue"}, issue
        assert isinstance(issue["property"], str), issue  # a name that is no property may be empty, too
        assert _said(issue["issue"]), issue


def _intake(answer: Reply, body: Any) -> None:
    if answer.status in {401, 403}:
        assert _said(body["error"]["code"])
    elif "resultType" in body:
        assert body["resultType"] == "REQUEST_REJECTED"
        assert answer.status == 400
        assert _said(body["errorCode"])
        assert _said(body["errorDescription"])
    elif "events" in body:
        assert body["events"] == []
        assert all(_said(one["code"]) and _said(one["description"]) for one in body["errors"])
    else:
        assert body.keys() == {"timestamp", "status", "error", "path"}, body
        assert body["status"] == answer.status


def _lifecycle(_: Reply, body: Any) -> None:
    assert body.keys() == {"code", "message"}, body
    assert _said(body["code"])
    assert _said(body["message"])


def _said(text: object) -> bool:
    return isinstance(text, str) and bool(text)


_REFUSALS: Mapping[str, Callable[[Reply, Any], None]] = {
    "customer_checks": _problem,
    "webhooks": _problem,
    "api_docs": _problem,
    "case_manager": _problem,
    "customers": _entities,
    "risk_models": _entities,
    "amlyze_intake": _intake,
    "lifecycle": _lifecycle,
}


def strict_json(text: bytes) -> Any:
    """JSON as RFC 8259 has it: no NaN, no infinities, UTF-8 without lone surrogates."""

    def refuse(constant: str) -> Any:
        raise AssertionError(f"{constant} is no JSON")

    value = json.loads(text.decode(), parse_constant=refuse)
    json.dumps(value, ensure_ascii=False).encode()
    return value
