"""The reviewers' page: served as published, closed to everything but its own script, and asking what there is."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from case_manager.app import handler
from case_manager.operations import OPERATIONS
from tests.support.imports import heavy_after

ROOT = Path(__file__).parents[3]
EVENTS = sorted(path for path in (ROOT / "events" / "case_manager").glob("*.json") if ".expect" not in path.name)
PATHS: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))["paths"]


def get(path: str = "/cases") -> dict[str, Any]:
    return handler({"rawPath": path, "requestContext": {"http": {"method": "GET", "path": path}}}, None)


@pytest.mark.parametrize("path", EVENTS, ids=lambda path: path.stem)
def test_events_are_answered(path: Path) -> None:
    event = json.loads(path.read_text(encoding="utf-8"))
    answer = handler(event, None)
    (operation,) = [each for each in OPERATIONS if f"{each.method} {each.path}" == event["routeKey"]]
    assert answer["statusCode"] == 200
    assert answer["headers"]["content-type"].split(";")[0] == operation.answers[200].media


def test_the_browser_runs_and_shows_only_what_is_in_the_page() -> None:
    answer = get()
    policy = dict(part.strip().partition(" ")[::2] for part in answer["headers"]["content-security-policy"].split(";"))
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        (text,) = re.findall(f"<{tag}>(.*?)</{tag}>", answer["body"], re.DOTALL)
        assert policy[directive] == f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
    assert policy["default-src"] == policy["frame-ancestors"] == policy["form-action"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert not re.search(r"\b(on\w+|style|src)=\"", answer["body"].partition("<body>")[2].partition("<script>")[0])
    assert "innerHTML" not in answer["body"]


def test_it_asks_for_operations_that_are_published() -> None:
    asked = re.findall(r"ask\([\"`](.*?)[\"`]", get()["body"])
    assert len(asked) == 12
    published = re.compile("|".join(re.sub(r"\{\w+\}", "[^/]+", path) for path in PATHS))
    for path in asked:
        assert published.fullmatch("/" + re.sub(r"\$\{encodeURIComponent.*?\}", "one", path).partition("?")[0])


def test_a_stage_may_stand_before_the_path_and_nothing_else_is_there() -> None:
    assert get("/dev/cases")["statusCode"] == 200
    assert get("/docs")["statusCode"] == 404


def test_nothing_heavy_is_imported() -> None:
    assert heavy_after("import case_manager.app as app; app.cases()") == "[]"
