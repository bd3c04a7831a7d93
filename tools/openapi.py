"""Make ``docs/openapi.json`` from every dialect's operations and wire models; ``--check`` only compares.

The same document goes to ``functions/api_docs/``, where it is served from.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import json
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_args, get_origin

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "layers" / "customer_risk"), str(ROOT / "functions")]

import msgspec  # noqa: E402  the two folders are no installed packages
from pydantic import BaseModel  # noqa: E402
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema  # noqa: E402
from pydantic_core import core_schema  # noqa: E402

from customer_risk import problems  # noqa: E402
from customer_risk.web.operations import Answer, Operation, Parameter  # noqa: E402

SAMPLES = ROOT / "tests" / "samples"
TARGETS = (ROOT / "docs" / "openapi.json", ROOT / "functions" / "api_docs" / "openapi.json")
REFERENCE = "#/components/schemas/{}"

DESCRIPTION = """\
One customer, four ways to speak of it: check it, keep it as an entity, take it in, onboard it. Each way screens and \
scores it with the same engine and model, and reads what the others wrote.

Customer checks, webhooks and watchlists take an `api-key` header and tell what went wrong as \
`application/problem+json` (RFC 9457); a method that a path does not have is answered with 405. Customer entities take \
the `x-access-token` of somebody who logged in; intake and the evaluation lifecycle take a bearer token; each tells \
errors in its own published shape. Vocabularies such as `riskLevel` and `caseStatus` are open, and new fields may join \
any answer: read what you need and ignore the rest.
"""

_SHOWN = {"apiKey": "key", "userToken": "user", "bearer": "token"}


class Published(GenerateJsonSchema):
    """Schemas as a sender should read them: ``null`` is accepted everywhere and therefore told once, in words."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Without ``null``."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Without ``"default": null``."""
        if schema.get("default", ...) is None:
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)

    def field_title_should_be_set(self, _: Any) -> bool:
        """A name's own repetition is no title."""
        return False


def compose(operations: Iterable[Operation]) -> dict[str, Any]:
    """The OpenAPI document of these operations."""
    operations = sorted(operations, key=lambda operation: (operation.tag != "Customer checks", operation.tag))
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Customer Risk",
            "version": project["version"],
            "description": DESCRIPTION,
            "license": {"name": project["license"], "identifier": project["license"]},
        },
        "servers": [{"url": "."}],  # beside this document: behind a stage, a path of a proxy or at the root
        "tags": [{"name": tag} for tag in dict.fromkeys(operation.tag for operation in operations)],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "apiKey": {"type": "apiKey", "in": "header", "name": "api-key"},
                "userToken": {"type": "apiKey", "in": "header", "name": "x-access-token"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
            "schemas": dict(sorted(_schemas(operations).items())),
        },
    }


def collect() -> list[Operation]:
    """The operations of every function that has some."""
    names = sorted(path.parent.name for path in (ROOT / "functions").glob("*/operations.py"))
    return [each for name in names for each in importlib.import_module(f"{name}.operations").OPERATIONS]


def render(document: Mapping[str, Any]) -> str:
    """The document as it is stored."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _operation(operation: Operation) -> dict[str, Any]:
    shown = " or ".join(_SHOWN[one] for one in operation.credentials)
    needs = f"\n\nThe {shown} needs `{operation.scope}`." if operation.scope else ""
    document: dict[str, Any] = {
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": operation.description.strip() + needs,
        "security": [{one: [operation.scope]} for one in operation.credentials] if operation.scope else [],
    }
    if operation.deprecated:
        document["deprecated"] = True
    if operation.parameters:
        document["parameters"] = [_parameter(parameter) for parameter in operation.parameters]
    if operation.request:
        examples = {name: {"value": _sample(path)} for name, path in operation.examples.items()}
        content = {"schema": _reference(operation.request), "examples": examples}
        document["requestBody"] = {"required": True, "content": {"application/json": content}}
    answers = {str(status): _answer(answer) for status, answer in operation.answers.items()}
    answers |= {str(status): _problem(status, operation.refusal) for status in operation.problems}
    document["responses"] = dict(sorted(answers.items()))
    return document


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "in": parameter.place,
        "name": parameter.name,
        "description": parameter.description,
        "required": parameter.required,
        "schema": dict(parameter.schema),
    }


def _answer(answer: Answer) -> dict[str, Any]:
    document: dict[str, Any] = {"description": answer.description}
    if answer.headers:
        document["headers"] = {
            name: {"description": text, "schema": {"type": "string"}} for name, text in answer.headers.items()
        }
    references = [_reference(body) for body in answer.bodies]
    if references or answer.media != "application/json":
        content: dict[str, Any] = {"schema": {"anyOf": references} if len(references) > 1 else {"type": "string"}}
        if len(references) == 1:
            content["schema"] = references[0]
        if answer.example:
            content["example"] = _sample(answer.example)
        document["content"] = {answer.media: content}
    return document


def _problem(status: int, refusal: type | None) -> dict[str, Any]:
    kind = next((each for each in _problems(problems.Problem) if each.status == status), None)
    if kind is None:
        raise LookupError(f"no class of problem has the status {status}")
    problem = kind() if kind is not problems.Problem else problems.Problem()
    document: dict[str, Any] = {"description": f"{problem.title}. {(kind.__doc__ or '').split('\n')[0]}"}
    if problem.headers:
        document["headers"] = {
            name: {"description": f"For example {value}.", "schema": {"type": "string"}}
            for name, value in problem.headers.items()
        }
    if refusal is not None:
        document["content"] = {"application/json": {"schema": _reference(refusal)}}
    else:
        content = {"schema": {"$ref": REFERENCE.format("Problem")}, "example": problem.body()}
        document["content"] = {"application/problem+json": content}
    return document


def _problems(kind: type[problems.Problem]) -> Iterable[type[problems.Problem]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _problems(each)


def _reference(kind: type) -> dict[str, Any]:
    if get_origin(kind) is list:
        return {"type": "array", "items": _reference(get_args(kind)[0])}
    if isinstance(kind, type) and issubclass(kind, (BaseModel, msgspec.Struct)):
        return {"$ref": REFERENCE.format(kind.__name__)}
    (schema,), _ = msgspec.json.schema_components([kind], ref_template=REFERENCE.format("{name}"))
    return schema


def _schemas(operations: Iterable[Operation]) -> dict[str, Any]:
    requests = dict.fromkeys(_single(each.request) for each in operations if each.request)
    bodies = dict.fromkeys(
        _single(body) for each in operations for answer in each.answers.values() for body in answer.bodies
    )
    _, read = models_json_schema(
        [(kind, "validation") for kind in requests if isinstance(kind, type) and issubclass(kind, BaseModel)],
        ref_template=REFERENCE.format("{model}"),
        schema_generator=Published,
    )
    refusals = dict.fromkeys(_single(each.refusal) for each in operations if each.refusal)
    written_kinds = [*bodies, *refusals, *requests]
    structs = [kind for kind in written_kinds if not (isinstance(kind, type) and issubclass(kind, BaseModel))]
    _, written = msgspec.json.schema_components(structs, ref_template=REFERENCE.format("{name}"))
    return {name: _untitled(schema) for name, schema in (read["$defs"] | written | {"Problem": PROBLEM}).items()}


def _single(kind: Any) -> Any:
    """What an array is of, or the kind itself."""
    return get_args(kind)[0] if get_origin(kind) is list else kind


def _untitled(schema: dict[str, Any]) -> dict[str, Any]:
    """Without the name repeated, and with descriptions in Markdown."""
    kept = {key: value for key, value in schema.items() if key != "title"}
    if "description" in kept:
        kept["description"] = kept["description"].replace("``", "`")
    return kept


PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457). `message` repeats `detail`.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "message": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"path": {"type": "string"}, "issue": {"type": "string"}},
                "required": ["path", "issue"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "message"],
}


def _sample(path: str) -> Any:
    return json.loads((SAMPLES / path).read_text(encoding="utf-8"))


def main() -> int:
    """Write or compare; 1 when the stored document is not what the code says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    only_compare = parser.parse_args().check
    text = render(compose(collect()))
    stale = False
    for target in TARGETS:
        stored = target.read_text(encoding="utf-8") if target.exists() else ""
        if not only_compare:
            target.write_text(text, encoding="utf-8")
        elif stored != text:
            stale = True
            name = str(target.relative_to(ROOT))
            lines = difflib.unified_diff(stored.splitlines(), text.splitlines(), name, "generated", lineterm="")
            print("\n".join(lines))
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
