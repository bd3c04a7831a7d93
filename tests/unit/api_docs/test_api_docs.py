"""The function that serves the documentation."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from api_docs.app import handler
from api_docs.operations import OPERATIONS
from tests.support.imports import heavy_after

ROOT = Path(__file__).parents[3]
EVENTS = sorted(path for path in (ROOT / "events" / "api_docs").glob("*.json") if ".expect" not in path.name)


def get(path: str, method: str = "GET") -> dict[str, Any]:
    return handler({"rawPath": path, "requestContext": {"http": {"method": method, "path": path}}}, None)


@pytest.mark.parametrize("path", EVENTS, ids=lambda path: path.stem)
def test_events_are_answered(path: Path) -> None:
    event = json.loads(path.read_text(encoding="utf-8"))
    answer = handler(event, None)
    (operation,) = [each for each in OPERATIONS if f"{each.method} {each.path}" == event["routeKey"]]
    assert answer["statusCode"] == 200
    assert answer["headers"]["content-type"].split(";")[0] == operation.answers[200].media
    assert len(answer["body"]) < 6_000_000


def test_health_needs_nothing_and_is_not_cached() -> None:
    assert json.loads(get("/healthz")["body"]) == {"status": "ok"}
    assert get("/healthz")["headers"]["cache-control"] == "no-store"


def test_a_stage_may_stand_before_the_path() -> None:
    assert get("/dev/openapi.json")["statusCode"] == 200


def test_the_document_is_the_published_one() -> None:
    assert get("/openapi.json")["body"] == (ROOT / "docs" / "openapi.json").read_text(encoding="utf-8")


def test_the_page_loads_nothing_from_elsewhere_and_runs_only_its_own_scripts() -> None:
    answer = get("/docs")
    scripts = re.findall(r"<script>(.*?)</script>", answer["body"], re.DOTALL)
    hashes = {base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts}
    policy = dict(part.strip().partition(" ")[::2] for part in answer["headers"]["content-security-policy"].split(";"))
    assert len(scripts) == 2
    assert {f"'sha256-{each}'" for each in hashes} == set(policy["script-src"].split())
    assert policy["connect-src"] == "'self'"
    assert policy["default-src"] == "'none'"
    assert not re.search(r"<(script|link|img)[^>]+(src|href)=\"(?!data:)", answer["body"].split("<style>")[0])


def test_the_policy_survives_as_one_header_line() -> None:
    assert "\n" not in get("/docs")["headers"]["content-security-policy"]


def test_other_methods_and_paths_are_problems() -> None:
    refused = get("/docs", "POST")
    assert (refused["statusCode"], refused["headers"]["allow"]) == (405, "GET, HEAD")
    assert json.loads(refused["body"])["type"] == "urn:customer-risk:problem:method-not-allowed"
    assert get("/nothing")["statusCode"] == 404
    assert get("/docs", "HEAD")["body"] == ""


def test_one_line_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    get("/healthz")
    assert json.loads(capsys.readouterr().out) == {"level": "INFO", "path": "/healthz", "status": 200}


def test_nothing_heavy_is_imported() -> None:
    assert heavy_after("import api_docs.app as app; app.page()") == "[]"
