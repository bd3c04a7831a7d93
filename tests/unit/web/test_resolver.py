"""Which path reaches which handler, and with what."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
from aws_lambda_powertools.event_handler import Response

from customer_risk.web.resolver import Call, answer, serve


@pytest.fixture(autouse=True)
def metrics(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "CustomerRisk")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "things")


def shown(_: Call, name: str) -> Response[Any]:
    return answer(200, {"name": name})


def get(path: str) -> dict[str, Any]:
    http = {"method": "GET", "path": path}
    context = {"http": http, "requestId": "r", "routeKey": "GET /things/{name}", "stage": "$default"}
    event = {"version": "2.0", "rawPath": path, "headers": {}, "requestContext": context}
    return serve([("GET", "/things/<name>/parts", shown)], cast("Any", None))(event, None)


@pytest.mark.parametrize("name", ["C-1", "C#17", '7"', "a?b", "a\\b", "a b", "a%2Fb", "\u202eevil", "Ä", "."])
def test_a_name_in_a_path_may_be_any_line_without_a_slash(name: str) -> None:
    reply = get(f"/things/{name}/parts")
    assert (reply["statusCode"], json.loads(reply["body"])) == (200, {"name": name})


@pytest.mark.parametrize(
    "path",
    [
        "/things/a/b/parts",
        "/things//parts",
        "/things/parts",
        "/things/a/parts/",
        "x/things/a/parts",
        "/things/a\nb/parts",
        "/things/\ud800/parts",
    ],
)
def test_any_other_path_is_not_found(path: str) -> None:
    assert get(path)["statusCode"] == 404
