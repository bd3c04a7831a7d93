"""The operations of customer checks, as they are published."""

from __future__ import annotations

from customer_checks.wire.answer import (
    CaseDocument,
    CaseList,
    CaseSummary,
    CheckAnswer,
    CustomerResponse,
    PendingCheck,
)
from customer_checks.wire.request import CloseCase, GatewayCustomerChecks
from customer_checks.wire.watchlists import Watchlists
from customer_risk.web.operations import Answer, Operation, Parameter

_CHECKS, _CASES, _LISTS = "Customer checks", "Customer cases", "Watchlists"
_SAMPLES = "customer_checks"
_ALWAYS = (401, 403, 500, 503)
_WRITES = (400, 413, 415)
_REVIEWERS = ("apiKey", "userToken")

_LOCATION = {"Location": "Where the answer can be read again."}
_PREFERRED = _LOCATION | {"Preference-Applied": "The preference that was followed."}
_RETIRED = {
    "Deprecation": "Since when this version should not be used any more (RFC 9745).",
    "Sunset": "When it ends (RFC 8594).",
    "Link": "The version that follows it.",
}

_TAKING = """
Only a body that is no JSON object is refused. Unknown fields are ignored, and `null` is the same as leaving a field \
out. Where text is wanted a number is taken as text, and the other way round. A value that cannot be used is left out, \
named in `warnings`, and makes `nonStrictParsingMode` true. Send the whole customer every time: what is left out \
counts as not known.

Requests for one customer must be a second apart; without a `customerId` one is made.
"""

_PREFER = Parameter(
    "header",
    "Prefer",
    "`return=minimal` answers 201 without a body. `respond-async` answers 202 and calls back, if the request names a "
    "`callbackUrl`; a request that names one and many parties is answered so, too.",
    {"type": "string", "examples": ["return=minimal", "respond-async"]},
)
_IDEMPOTENCY = Parameter(
    "header",
    "Idempotency-Key",
    "The same request under the same key is carried out once and answered the same.",
    {"type": "string", "minLength": 1, "maxLength": 255},
)


def _identified(name: str, what: str) -> Parameter:
    return Parameter("path", name, what, {"type": "string"}, required=True)


_REQUESTS = {
    "minimalPerson": f"{_SAMPLES}/minimal_person.json",
    "person": f"{_SAMPLES}/person.json",
    "organisation": f"{_SAMPLES}/organisation.json",
    "everyField": f"{_SAMPLES}/full_v2_sample.json",
}

OPERATIONS = (
    Operation(
        method="POST",
        path="/v2/customer-checks/check",
        id="checkCustomer",
        tag=_CHECKS,
        summary="Check a customer",
        description="Screens and scores the customer and opens a case when somebody must look.\n" + _TAKING,
        scope="checks:write",
        parameters=(_PREFER, _IDEMPOTENCY),
        request=GatewayCustomerChecks,
        examples=_REQUESTS,
        answers={
            200: Answer("Decided.", (CheckAnswer,), _LOCATION, example=f"{_SAMPLES}/answers/check.json"),
            201: Answer("Decided; `Prefer: return=minimal` wanted no body.", headers=_PREFERRED),
            202: Answer("Accepted. Do not repeat it; the answer comes to the `callbackUrl`.", headers=_PREFERRED),
        },
        problems=(*_WRITES, *_ALWAYS, 409, 425),
    ),
    Operation(
        method="GET",
        path="/v2/customer-checks/{checkId}",
        id="readCheck",
        tag=_CHECKS,
        summary="Read the answer of a check",
        description="The answer as it was given, or that it is still pending.",
        scope="checks:read",
        parameters=(_identified("checkId", "The check, as `Location` or an answer names it."),),
        answers={
            200: Answer(
                "The answer, or its pending state.",
                (CheckAnswer, PendingCheck),
                {"Retry-After": "Seconds to wait while it is pending."},
                example=f"{_SAMPLES}/answers/check.json",
            )
        },
        problems=(*_ALWAYS, 404),
    ),
    Operation(
        method="POST",
        path="/v1/customerChecks",
        id="checkCustomerV1",
        tag=_CHECKS,
        summary="Check a customer (first version, retired)",
        description="As `POST /v2/customer-checks/check`, with a shorter answer. After its end date it answers 410.",
        scope="checks:write",
        parameters=(_PREFER, _IDEMPOTENCY),
        request=GatewayCustomerChecks,
        examples={
            "minimalPerson": f"{_SAMPLES}/minimal_person.json",
            "older": f"{_SAMPLES}/older_sample.json",
        },
        answers={
            200: Answer(
                "Customer successfully checked.",
                (CustomerResponse,),
                _LOCATION | _RETIRED,
                example=f"{_SAMPLES}/answers/check_v1.json",
            ),
            201: Answer("Created.", headers=_PREFERRED | _RETIRED),
            202: Answer("Started. Do not retry; a callback will be sent.", headers=_PREFERRED | _RETIRED),
        },
        problems=(*_WRITES, *_ALWAYS, 409, 410, 425),
        deprecated=True,
    ),
    Operation(
        method="GET",
        path="/v2/customer-cases",
        id="listCases",
        tag=_CASES,
        summary="List cases, newest first",
        description="Cases of one status, perhaps of one customer.",
        scope="cases:read",
        credentials=_REVIEWERS,
        parameters=(
            Parameter(
                "query", "status", "Which cases.", {"type": "string", "enum": ["open", "closed"], "default": "open"}
            ),
            Parameter("query", "customerId", "Only cases of this customer.", {"type": "string"}),
            Parameter(
                "query", "limit", "How many at most.", {"type": "integer", "minimum": 1, "maximum": 100, "default": 25}
            ),
            Parameter("query", "cursor", "`next` of the page before.", {"type": "string"}),
        ),
        answers={200: Answer("A page of cases.", (CaseList,), example=f"{_SAMPLES}/answers/cases.json")},
        problems=(*_ALWAYS, 400),
    ),
    Operation(
        method="GET",
        path="/v2/customer-cases/{caseId}",
        id="readCase",
        tag=_CASES,
        summary="Read a case and what led to it",
        description="The case with the factors and matches of the check that last changed it.",
        scope="cases:read",
        credentials=_REVIEWERS,
        parameters=(_identified("caseId", "The case, as an answer names it."),),
        answers={200: Answer("The case.", (CaseDocument, CaseSummary), example=f"{_SAMPLES}/answers/case.json")},
        problems=(*_ALWAYS, 404),
    ),
    Operation(
        method="POST",
        path="/v2/customer-cases/{caseId}/close",
        id="closeCase",
        tag=_CASES,
        summary="Close a case",
        description="Says what was decided and why. Its reasons open no new case until another one joins them.",
        scope="cases:write",
        credentials=_REVIEWERS,
        parameters=(_identified("caseId", "The case, as an answer names it."),),
        request=CloseCase,
        examples={"falsePositive": f"{_SAMPLES}/close_case.json"},
        answers={200: Answer("The closed case.", (CaseSummary,), example=f"{_SAMPLES}/answers/case_closed.json")},
        problems=(*_WRITES, *_ALWAYS, 404, 409),
    ),
    Operation(
        method="GET",
        path="/v2/watchlists",
        id="listWatchlists",
        tag=_LISTS,
        summary="Read how fresh the watchlists are",
        description="The index in force, and for every list you may see when it was fetched, changed and last tried.",
        scope="checks:read",
        answers={200: Answer("The lists.", (Watchlists,), example=f"{_SAMPLES}/answers/watchlists.json")},
        problems=_ALWAYS,
    ),
)
