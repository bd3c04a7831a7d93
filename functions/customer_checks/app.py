"""HTTP of customer checks: documents 000 and 001."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

from aws_lambda_powertools.event_handler import Response

from customer_checks import intake, review, watchlists
from customer_checks.rendering import pending_document, retired_document
from customer_risk import wiring
from customer_risk.problems import Gone, NotFound
from customer_risk.web.resolver import Call, answer, serve

V2 = "/v2/customer-checks"


def check(call: Call) -> Response[Any]:
    """``POST /v2/customer-checks/check``."""
    return _render(_taken(call), minimal=call.request.prefers("return=minimal"))


def stored(call: Call, check_id: str) -> Response[Any]:
    """``GET /v2/customer-checks/{checkId}``: the stored answer, or that there is none yet."""
    caller = call.admit("checks:read")
    found = wiring.checks().find(caller.tenant.id, check_id)
    if found is None:
        raise NotFound("There is no such check.")
    document = intake.with_answer(caller.tenant.id, found).document
    if document is None:
        return answer(200, pending_document(found), {"Retry-After": "1"})
    return answer(200, document)


def check_v1(call: Call) -> Response[Any]:
    """``POST /v1/customerChecks``, until its end date."""
    end = date.fromisoformat(os.environ["V1_END_DATE"])
    if wiring.clock().date() >= end:
        raise Gone(f"/v1 ended on {end}. Use POST {V2}/check.", headers={"Link": _SUCCESSOR})
    result = _render(_taken(call), minimal=call.request.prefers("return=minimal"), retired=True)
    sunset = end.strftime("%a, %d %b %Y 00:00:00 GMT")
    # RFC 9745: Deprecation is a date, here the day the successor was announced to replace it for good.
    result.headers |= {"Deprecation": "@1756684800", "Sunset": sunset, "Link": _SUCCESSOR}
    return result


_SUCCESSOR = f'<{V2}/check>; rel="successor-version"'


def _taken(call: Call) -> intake.Taken:
    return intake.take(intake.understand(call.request, call.admit("checks:write")), call.log)


def _render(taken: intake.Taken, *, minimal: bool, retired: bool = False) -> Response[Any]:
    location = {"Location": f"{V2}/{taken.check.id}"}
    if taken.document is None:
        return answer(202, headers=location | {"Preference-Applied": "respond-async"})
    if minimal:
        return answer(201, headers=location | {"Preference-Applied": "return=minimal"})
    return answer(200, retired_document(taken.document) if retired else taken.document, location)


handler = serve(
    [
        ("POST", f"{V2}/check", check),
        ("GET", f"{V2}/<check_id>", stored),
        ("POST", "/v1/customerChecks", check_v1),
        ("GET", "/v2/customer-cases", review.listed),
        ("GET", "/v2/customer-cases/<case_id>", review.shown),
        ("POST", "/v2/customer-cases/<case_id>/close", review.closed),
        ("GET", "/v2/watchlists", watchlists.listed),
    ],
    wiring.door,
)
wiring.prepare(wiring.door, wiring.checks, wiring.evaluations)
