"""Every published operation, asked with what its own document allows and forbids: answers are as published, never 5xx.

Refusing what the document forbids is not asked for: a body is read as far as it makes sense.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
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

from customers.wire.lists import LISTS
from tests.fuzz.existing import NAMES, known
from tests.fuzz.world import World, assert_sound, event, world
from tests.support.tables import ROOT

PAGES = {"api_docs", "case_manager"}
"""Functions that log no request and know no caller."""


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
        self.world.empty()
        outcome = self.world.ask(event(environ["REQUEST_METHOD"], f"{path}?{query}", body, headers))
        if outcome.package not in PAGES:
            assert_sound(outcome)
        reply = outcome.reply
        start(f"{reply.status} {HTTPStatus(reply.status).phrase}", list(reply.headers.items()))
        return [reply.body]


def published(*, coverage: bool) -> Any:
    """The document, with or without a deterministic case for every constraint of every parameter and field."""
    document = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    document["servers"] = [{"url": "/"}]  # schemathesis does not follow one that is relative to the document
    schema = schemathesis.openapi.from_dict(document)
    schema.config.phases.coverage.enabled = coverage
    schema.app = GATEWAY
    return schema


GATEWAY = Gateway()
PLAIN, COVERED = published(coverage=False), published(coverage=True)
WIDE = {
    "operation_id": [
        "checkCustomer",
        "checkCustomerV1",
        "intakeCustomer",
        "validateBatch",
        "saveBatch",
        "createCustomer",
        "changeCustomer",
    ]
}
"""Operations whose body has hundreds of fields, at any depth: there are thousands of cases, and random ones must do."""
ALIKE = rf"/({'|'.join(spec.path for spec in LISTS[1:])})(/|$)"
"""The lists of a customer but the first: one piece of code serves all, by what each of them is said to hold."""
OPEN = {"operation_id": ["login", "authenticate", "readHealth", "readDocumentation", "readOpenApi"]}
"""Operations for everybody."""
type Case = schemathesis.Case[Any]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SETTINGS = settings(
    max_examples=5,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def ids() -> Iterator[Mapping[str, str]]:
    """A world behind the schema, and the ids of one of each that is there."""
    with world() as made:
        GATEWAY.world = made
        found = known(made)
        made.keep()
        yield found


def ask(case: Case, headers: Mapping[str, str] | None = None) -> Any:
    """Send a case with good credentials, or with ``headers``, and hold the answer against what is published."""
    shown = GATEWAY.world.tenant.credentials(case.path) if headers is None else headers
    return case.call_and_validate(headers=dict(shown), checks=CHECKS)


@SETTINGS
@COVERED.exclude(**WIDE).exclude(path_regex=ALIKE).parametrize()  # type: ignore[untyped-decorator]
def test_operations_answer_as_published(case: Case, ids: Mapping[str, str]) -> None:
    assert ids
    ask(case)


@settings(SETTINGS, max_examples=20)
@PLAIN.include(**WIDE).parametrize()  # type: ignore[untyped-decorator]
def test_wide_operations_answer_as_published(case: Case, ids: Mapping[str, str]) -> None:
    assert ids
    ask(case)


@settings(SETTINGS, max_examples=4)
@PLAIN.include(path_regex=r"\{").parametrize()  # type: ignore[untyped-decorator]
def test_operations_on_what_exists_answer_as_published(case: Case, ids: Mapping[str, str]) -> None:
    case.path_parameters = {
        name: NAMES[case.path] if name == "name" else ids[name] for name in case.path_parameters or {}
    }
    ask(case)


@settings(SETTINGS, max_examples=2)
@PLAIN.exclude(**OPEN).parametrize()  # type: ignore[untyped-decorator]
def test_without_a_good_credential_operations_answer_as_published(case: Case, ids: Mapping[str, str]) -> None:
    assert ids
    nonsense = {"api-key": "nonsense", "x-access-token": "nonsense", "authorization": "Bearer nonsense"}
    response = ask(case, nonsense)
    # A path with characters that no id has is no path of ours, whoever asks.
    assert response.status_code == 401 or (response.status_code == 404 and "%" in case.formatted_path)
