"""Every published operation, asked with what its own document allows and forbids: answers are as published, never 5xx.

Refusing what the document forbids is not asked for: a body is read as far as it makes sense.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.fuzz.world import World, assert_sound, event, world
from tests.support.client import person
from tests.support.tables import ROOT


class Gateway:
    """API Gateway as a WSGI application: requests become events of the world's functions."""

    world: World

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or None
        body = environ["wsgi.input"].read(int(length)) if length else None
        headers = {name[5:].replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
        if environ.get("CONTENT_TYPE"):
            headers["content-type"] = environ["CONTENT_TYPE"]
        # WSGI hands over bytes dressed as Latin-1; HTTP API decodes the path.
        path = environ["PATH_INFO"].encode("latin-1").decode(errors="replace")
        query = environ.get("QUERY_STRING", "")
        self.world.stack.wait(2)
        outcome = self.world.ask(event(environ["REQUEST_METHOD"], f"{path}?{query}", body, headers))
        if path not in {"/docs", "/healthz", "/openapi.json"}:
            assert_sound(outcome)
        reply = outcome.reply
        start(f"{reply.status} {HTTPStatus(reply.status).phrase}", list(reply.headers.items()))
        return [reply.body]


def published(*, coverage: bool) -> Any:
    """The document, with or without a deterministic case for every constraint of every parameter and field."""
    document = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    schema = schemathesis.openapi.from_dict(document)
    schema.config.phases.coverage.enabled = coverage
    schema.app = GATEWAY
    return schema


GATEWAY = Gateway()
SCHEMA = published(coverage=True)
LARGE = {"operation_id": ["checkCustomer", "checkCustomerV1"]}
"""Operations whose body has 170 fields, at any depth: there are thousands of such cases, and random ones must do."""
type Case = schemathesis.Case[Any]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
LISTED = {"first": "Arkadiy", "last": "Vymyshlennikov", "dateOfBirth": "1958-02-02", "nationality": "RU"}
SETTINGS = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def ids() -> Iterator[dict[str, str]]:
    """A world behind the schema, and the ids of a check and a case that are there."""
    with world() as made:
        GATEWAY.world = made
        answer = made.stack.check(person("known", **LISTED)).json()
        yield {"checkId": answer["checkId"], "caseId": answer["caseId"], "api-key": made.stack.key}


@SETTINGS
@SCHEMA.exclude(**LARGE).parametrize()  # type: ignore[untyped-decorator]
def test_operations_answer_as_published(case: Case, ids: dict[str, str]) -> None:
    case.call_and_validate(headers={"api-key": ids["api-key"]}, checks=CHECKS)


@settings(SETTINGS, max_examples=40)
@published(coverage=False).include(**LARGE).parametrize()  # type: ignore[untyped-decorator]
def test_checks_answer_as_published(case: Case, ids: dict[str, str]) -> None:
    case.call_and_validate(headers={"api-key": ids["api-key"]}, checks=CHECKS)


@settings(SETTINGS, max_examples=15)
@SCHEMA.include(path_regex=r"\{").parametrize()  # type: ignore[untyped-decorator]
def test_operations_on_what_exists_answer_as_published(case: Case, ids: dict[str, str]) -> None:
    case.path_parameters = {name: ids[name] for name in case.path_parameters or {}}
    case.call_and_validate(headers={"api-key": ids["api-key"]}, checks=CHECKS)


@settings(SETTINGS, max_examples=5)
@published(coverage=False).exclude(tag="Service").exclude(**LARGE).parametrize()  # type: ignore[untyped-decorator]
def test_without_a_good_key_operations_answer_as_published(case: Case, ids: dict[str, str]) -> None:
    assert ids
    response = case.call_and_validate(headers={"api-key": "nonsense"}, checks=CHECKS)
    # A path with characters that no id has is no path of ours, whoever asks.
    assert response.status_code == 401 or (response.status_code == 404 and "%" in case.formatted_path)
