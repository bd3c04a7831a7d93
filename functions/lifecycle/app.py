"""HTTP of document 002."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response

from customer_risk import wiring
from customer_risk.web.resolver import Call, answer, serve
from lifecycle import decisions, history, intake, reading, searching
from lifecycle.doorway import admit, authenticate, renewed
from lifecycle.problems import rendered
from lifecycle.table import Status

READ, WRITE = "lifecycle:read", "lifecycle:write"


def onboard(call: Call) -> Response[Any]:
    """``POST /onboard``."""
    caller = admit(call, WRITE)
    return answer(200, intake.onboard(call.request, caller, call.log), renewed(caller))


def check_fraud(call: Call) -> Response[Any]:
    """``POST /check-fraud``."""
    caller = admit(call, WRITE)
    return answer(200, intake.check_fraud(call.request, caller, call.log), renewed(caller))


def fraud_history(call: Call, customer_id: str) -> Response[Any]:
    """``GET /history/fraud/{customerId}``."""
    caller = admit(call, READ)
    return answer(200, history.of_fraud(caller.tenant.id, unquote(customer_id)), renewed(caller))


def kyc_history(call: Call, customer_id: str) -> Response[Any]:
    """``GET /history/kyc/{customerId}``."""
    caller = admit(call, READ)
    return answer(200, history.of_kyc(caller.tenant.id, unquote(customer_id)), renewed(caller))


def customers(call: Call) -> Response[Any]:
    """``GET /customer``."""
    caller = admit(call, READ)
    name, value = reading.search(call.request.query)
    return answer(200, searching.customers(caller.tenant.id, name, value), renewed(caller))


def flag(call: Call) -> Response[Any]:
    """``POST /flag``."""
    caller = admit(call, WRITE)
    customer, word, note = reading.flag(call.request.json_body())
    return answer(200, decisions.report(caller, customer, word, note, call.log), renewed(caller))


def approve(call: Call) -> Response[Any]:
    """``POST /approve``."""
    return _decided(call, Status.APPROVED)


def reject(call: Call) -> Response[Any]:
    """``POST /reject``."""
    return _decided(call, Status.REJECTED)


def _decided(call: Call, wanted: Status) -> Response[Any]:
    caller = admit(call, WRITE)
    customer, reason = reading.decision(call.request.json_body())
    return answer(200, decisions.decide(caller, customer, wanted, reason, call.log), renewed(caller))


handler = serve(
    [
        ("POST", "/authenticate", authenticate),
        ("POST", "/onboard", onboard),
        ("POST", "/check-fraud", check_fraud),
        ("GET", "/history/fraud/<customer_id>", fraud_history),
        ("GET", "/history/kyc/<customer_id>", kyc_history),
        ("GET", "/customer", customers),
        ("POST", "/flag", flag),
        ("POST", "/approve", approve),
        ("POST", "/reject", reject),
    ],
    wiring.door,
    rendered,
)
wiring.prepare(wiring.control, wiring.customers, wiring.tokens, wiring.identities)
