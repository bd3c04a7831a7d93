"""The operations that tell of the service itself."""

from __future__ import annotations

from typing import Any

from customer_risk.web.operations import Answer, Operation

_TAG = "Service"

OPERATIONS = (
    Operation(
        method="GET",
        path="/healthz",
        id="readHealth",
        tag=_TAG,
        summary="Whether the service is there",
        description="Answers without looking at anything behind it.",
        answers={200: Answer("It is.", (dict[str, str],), example="api_docs/health.json")},
    ),
    Operation(
        method="GET",
        path="/docs",
        id="readDocumentation",
        tag=_TAG,
        summary="This documentation, to read and try",
        description="One page that needs nothing from any other host.",
        answers={200: Answer("The page.", media="text/html")},
    ),
    Operation(
        method="GET",
        path="/openapi.json",
        id="readOpenApi",
        tag=_TAG,
        summary="This documentation, for machines",
        description="OpenAPI 3.1.",
        answers={200: Answer("The document.", (dict[str, Any],))},
    ),
)
