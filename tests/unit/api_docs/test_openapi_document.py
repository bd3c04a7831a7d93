"""The OpenAPI document is made from the code, is current, and its examples are true."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import jsonschema_rs
import pytest

from customer_risk.access.keys import SCOPES
from customer_risk.access.permissions import Permission
from tools import openapi

ROOT = Path(__file__).parents[3]
DOCUMENT: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))


def test_the_stored_documents_are_current() -> None:
    made = openapi.render(openapi.compose(openapi.collect()))
    for target in openapi.TARGETS:
        assert target.read_text(encoding="utf-8") == made, "run: python tools/openapi.py"


def test_check_tells_a_stale_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "openapi.json"
    monkeypatch.setattr(openapi, "ROOT", ROOT)
    monkeypatch.setattr(openapi, "TARGETS", (target,))
    monkeypatch.setattr(Path, "relative_to", lambda self, _: self)
    monkeypatch.setattr("sys.argv", ["openapi.py"])
    assert openapi.main() == 0
    monkeypatch.setattr("sys.argv", ["openapi.py", "--check"])
    assert openapi.main() == 0
    target.write_text(target.read_text(encoding="utf-8").replace("closeCase", "shutCase"), encoding="utf-8")
    assert openapi.main() == 1
    assert '+        "operationId": "closeCase",' not in capsys.readouterr().err


@pytest.mark.parametrize("base", ["https://api.example", "http://127.0.0.1:4510/_aws/execute-api/1"])
def test_the_api_is_where_its_document_is(base: str) -> None:
    (server,) = DOCUMENT["servers"]
    assert urljoin(f"{base}/openapi.json", server["url"]) == f"{base}/"


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def examples() -> Iterator[tuple[str, dict[str, Any], Any]]:
    for name, operation in operations():
        bodies = {"request": operation.get("requestBody", {})} | operation["responses"]
        for status, body in bodies.items():
            for content in body.get("content", {}).values():
                for example in content.get("examples", {}).values():
                    yield f"{name} {status}", content["schema"], example["value"]
                if "example" in content:
                    yield f"{name} {status}", content["schema"], content["example"]


@pytest.mark.parametrize(("schema", "example"), [e[1:] for e in examples()], ids=[e[0] for e in examples()])
def test_examples_fit_their_schemas(schema: dict[str, Any], example: object) -> None:
    whole = {"components": DOCUMENT["components"], "allOf": [schema]}
    jsonschema_rs.Draft202012Validator(whole).validate(example)


def test_operations_are_told_apart_and_their_scopes_exist() -> None:
    ids = [operation["operationId"] for _, operation in operations()]
    assert len(ids) == len(set(ids))
    needed = {
        credential: {scope for _, each in operations() for one in each["security"] for scope in one.get(credential, ())}
        for credential in DOCUMENT["components"]["securitySchemes"]
    }
    assert needed["apiKey"] | needed["bearer"] == set(SCOPES)
    assert needed["userToken"] == set(Permission)


def test_too_early_is_told_in_the_published_words() -> None:
    early = DOCUMENT["paths"]["/v2/customer-checks/check"]["post"]["responses"]["425"]
    told = early["content"]["application/problem+json"]["example"]
    assert told["message"] == "Too early. Please do not send yet this customer. Try again later."
    assert "Retry-After" in early["headers"]


def test_every_reference_leads_somewhere() -> None:
    text = json.dumps(DOCUMENT)
    wanted = {part.partition('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert wanted == DOCUMENT["components"]["schemas"].keys()
