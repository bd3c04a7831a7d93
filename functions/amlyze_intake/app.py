"""HTTP of customer intake: document 004."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response

from amlyze_intake import batch, intake
from amlyze_intake.answers import outcome, refused
from amlyze_intake.classifiers import Classifiers
from amlyze_intake.rules.envelope import LONGEST_NUMBER
from amlyze_intake.wire.answer import ClassifierValue, CommunicationEvents, IntakeClassifier, IntakeError
from customer_risk import wiring
from customer_risk.access.keys import Caller
from customer_risk.problems import BadRequest, NotFound
from customer_risk.storage.communications import told
from customer_risk.web import tolerant
from customer_risk.web.resolver import Call, answer, serve

CUSTOMER = "/amlyze-ws-rest/customer"
VALIDATE_BATCH = "/amlyze-ws-rest/validate-batch-customers"
BATCH = "/amlyze-ws-rest/batch-customers"
EVENTS = "/api/integration-services/v1/communications-events"
CLASSIFIER = "/classifier"


def customer(call: Call) -> Response[Any]:
    """``POST /amlyze-ws-rest/customer``."""
    caller = _admit(call, "intake:write")
    return outcome(intake.take(caller, _object(call), call.log))


def validate_batch(call: Call) -> Response[Any]:
    """``POST /amlyze-ws-rest/validate-batch-customers``: nothing is written."""
    return _batch(call, save=False)


def save_batch(call: Call) -> Response[Any]:
    """``POST /amlyze-ws-rest/batch-customers``."""
    return _batch(call, save=True)


def classifier(call: Call, name: str) -> Response[Any]:
    """``GET /classifier/{name}``."""
    values = Classifiers(_admit(call, "intake:read").tenant.classifiers).values(name)
    if values is None:
        raise NotFound
    return answer(200, IntakeClassifier(classifier=name, values=tuple(ClassifierValue(code=code) for code in values)))


def communication_events(call: Call, number: str = "") -> Response[Any]:
    """``GET /api/integration-services/v1/communications-events/{communicationNumber}``.

    A number with a slash in it can be asked for as the parameter ``communicationNumber``.
    """
    caller = _admit(call, "intake:read")
    asked = unquote(number) or call.request.query.get("communicationNumber", "")
    if not asked:
        return _no_events(400, "BAD_REQUEST", "Communication number is required")
    found = wiring.communications().find(caller.tenant.id, asked) if len(asked) <= LONGEST_NUMBER else None
    if found is None or found.ticket <= wiring.customers().state(caller.tenant.id, found.customer_id).deleted:
        return _no_events(404, "NOT_FOUND", "Communication number is not known")
    return answer(200, told(found) or CommunicationEvents())


def _no_events(status: int, code: str, description: str) -> Response[Any]:
    return answer(status, CommunicationEvents(errors=(IntakeError(code=code, description=description),)))


def _object(call: Call) -> dict[str, Any]:
    body = tolerant.parse(call.request.json_body())
    if not isinstance(body, dict):
        raise BadRequest("The body must be a JSON object.")
    return body


def _admit(call: Call, scope: str) -> Caller:
    kind, _, key = (call.request.header("authorization") or "").strip().partition(" ")
    return call.admit_key(key.strip() if kind.lower() == "bearer" else None, scope)


def _batch(call: Call, *, save: bool) -> Response[Any]:
    caller = _admit(call, "intake:write" if save else "intake:read")
    rows = batch.rows_of(tolerant.parse(call.request.json_body()))
    return answer(200, batch.carry_out(caller, rows, call.log, save=save))


handler = serve(
    [
        ("POST", CUSTOMER, customer),
        ("POST", VALIDATE_BATCH, validate_batch),
        ("POST", BATCH, save_batch),
        ("GET", f"{CLASSIFIER}/<name>", classifier),
        ("GET", EVENTS, communication_events),
        ("GET", f"{EVENTS}/", communication_events),
        ("GET", f"{EVENTS}/<number>", communication_events),
    ],
    wiring.door,
    refused,
)
wiring.prepare(wiring.door, wiring.communications, wiring.customers)
