"""HTTP of the customer entities: document 003, and our extensions under ``/api/extensions``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response

from customer_risk import wiring
from customer_risk.access.permissions import Permission
from customer_risk.observability import customer_hash
from customer_risk.problems import BadRequest, NotFound, Problem, TooLarge, UnsupportedMediaType
from customer_risk.profile import LONGEST_ID
from customer_risk.web.resolver import Call, Handler, answer, serve
from customers import (
    classifying,
    conditions,
    contagion,
    keeping,
    listing,
    rendering,
    reviewing,
    risk,
    sessions,
    writing,
)
from customers.sessions import SignedIn, WrongPassword
from customers.wire import reading
from customers.wire.entity import CHECKED
from customers.wire.fields import Invalid, Issue
from customers.wire.lists import LISTS, ListSpec

CUSTOMER = "/api/customer/<customer>"
EXTENSIONS = "/api/extensions"
EXTENSION = f"{EXTENSIONS}/customer/<customer>"
READ, WRITE = Permission.READ_CUSTOMERS, Permission.WRITE_CUSTOMERS


def failed(problem: Problem, _: Call) -> Response[Any]:
    """What went wrong, in this dialect's shape (ruling E13)."""
    issues = _issues(problem)
    body: dict[str, Any] = {"message": str(problem)}
    if isinstance(problem, WrongPassword):
        body = {"success": False, **body}
    if issues:
        body["errors"] = [issue._asdict() for issue in issues]
    return answer(400 if issues else problem.status, body, problem.headers)


def _issues(problem: Problem) -> tuple[Issue, ...]:
    match problem:
        case Invalid():
            return problem.issues
        case TooLarge() | UnsupportedMediaType() | BadRequest():
            return (Issue("body", problem.detail),)
    return ()


def created(call: Call) -> Response[Any]:
    """``POST /api/customer``."""
    who = sessions.admit(call, WRITE)
    return _written(writing.create(who, _body(call), _reason(call)))


def shown(call: Call, customer: str) -> Response[Any]:
    """``GET /api/customer/{idInternalCustomer}``."""
    who, customer = _about(call, customer, READ)
    current = keeping.read(who, customer)
    return _state(call, current.etag, lambda: rendering.whole(current, who.tables))


def updated(call: Call, customer: str) -> Response[Any]:
    """``PUT /api/customer/{idInternalCustomer}``."""
    who, customer = _about(call, customer, WRITE)
    return _written(writing.update(who, customer, _body(call), _guard(call), _reason(call)))


def deleted(call: Call, customer: str) -> Response[Any]:
    """``DELETE /api/customer/{idInternalCustomer}``."""
    who, customer = _about(call, customer, WRITE)
    writing.delete(who, customer, _guard(call), _reason(call))
    return answer(204)


def _list_routes(spec: ListSpec) -> list[tuple[str, str, Handler]]:
    """The four verbs of a list."""

    def add(call: Call, customer: str) -> Response[Any]:
        who, customer = _about(call, customer, WRITE)
        return _written(writing.add_rows(who, customer, spec, _body(call), _guard(call), _reason(call)))

    def show(call: Call, customer: str) -> Response[Any]:
        who, customer = _about(call, customer, READ)
        current = keeping.read(who, customer)
        return _state(call, current.etag, lambda: rendering.rows(current.view, spec))

    def change(call: Call, customer: str, row: str) -> Response[Any]:
        who, customer = _about(call, customer, WRITE)
        id_ = reading.number_in_path(spec.key, row)
        return _written(writing.change_row(who, customer, spec, id_, _body(call), _guard(call), _reason(call)))

    def remove(call: Call, customer: str, row: str) -> Response[Any]:
        who, customer = _about(call, customer, WRITE)
        id_ = reading.number_in_path(spec.key, row)
        return _written(writing.remove_row(who, customer, spec, id_, _guard(call), _reason(call)))

    path = f"{EXTENSION if spec.extension else CUSTOMER}/{spec.path}"
    return [
        ("POST", path, add),
        ("GET", path, show),
        ("PUT", f"{path}/<row>", change),
        ("DELETE", f"{path}/<row>", remove),
    ]


def checked(call: Call, customer: str, name: str) -> Response[Any]:
    """``PUT /api/extensions/customer/{idInternalCustomer}/checked-lists/{name}``."""
    who, customer = _about(call, customer, WRITE)
    if name not in CHECKED:
        raise NotFound("There is no such checked list.")
    return _written(writing.check(who, customer, name, _body(call), _guard(call), _reason(call)))


def risk_shown(call: Call, customer: str) -> Response[Any]:
    """``GET /api/customer/{idInternalCustomer}/risk``."""
    who, customer = _about(call, customer, READ)
    return answer(200, risk.breakdown(who, customer))


def risk_suggested(call: Call, customer: str) -> Response[Any]:
    """``GET /api/extensions/customer/{idInternalCustomer}/risk-suggestion``."""
    who, customer = _about(call, customer, READ)
    return answer(200, risk.suggestion(who, customer))


def contagion_shown(call: Call, customer: str) -> Response[Any]:
    """``GET /api/extensions/customer/{idInternalCustomer}/contagion``."""
    who, customer = _about(call, customer, READ)
    return answer(200, contagion.contagion(who, customer))


def reviews(call: Call, customer: str) -> Response[Any]:
    """``GET /api/customer/{idInternalCustomer}/reviews``."""
    who, customer = _about(call, customer, READ)
    return answer(200, reviewing.reviews(who, customer))


def review_completed(call: Call, customer: str, review: str) -> Response[Any]:
    """``PUT /api/extensions/customer/{idInternalCustomer}/reviews/{idReview}``."""
    who, customer = _about(call, customer, WRITE)
    id_ = reading.number_in_path("idReview", review)
    return answer(200, reviewing.complete(who, customer, id_, _body(call)))


def trails(call: Call, customer: str) -> Response[Any]:
    """``GET /api/customer/{idInternalCustomer}/risk-trails``."""
    who, customer = _about(call, customer, READ)
    return answer(200, reviewing.trails(who, customer, call.request.query.get("limits")))


def trail_decided(call: Call, trail: str) -> Response[Any]:
    """``PUT /api/customer/risk-trails/{idRiskTrail}``."""
    who = sessions.admit(call, Permission.APPROVE_RISK)
    return answer(200, reviewing.decide(who, reading.number_in_path("idRiskTrail", trail), _body(call)))


def audited(call: Call, customer: str) -> Response[Any]:
    """``GET /api/extensions/customer/{idInternalCustomer}/audit-trails``."""
    who, customer = _about(call, customer, READ)
    keeping.read(who, customer)
    return answer(200, wiring.customers().audit(who.tenant.id, customer))


def listed(call: Call) -> Response[Any]:
    """``GET /api/customers``."""
    who = sessions.admit(call, READ)
    return answer(200, listing.customers(who, call.request.query))


def classifiers(call: Call) -> Response[Any]:
    """``GET /api/extensions/classifiers``."""
    return answer(200, classifying.every(sessions.admit(call, READ)))


def classifier(call: Call, name: str) -> Response[Any]:
    """``GET /api/extensions/classifiers/{name}``."""
    return answer(200, classifying.one(sessions.admit(call, READ), name))


def classifier_replaced(call: Call, name: str) -> Response[Any]:
    """``PUT /api/extensions/classifiers/{name}``."""
    who = sessions.admit(call, Permission.WRITE_CLASSIFIERS)
    return answer(200, classifying.replace(who, name, _body(call)))


def _about(call: Call, customer: str, permission: Permission) -> tuple[SignedIn, str]:
    """Who calls, and which customer it is about."""
    who = sessions.admit(call, permission)
    id_ = unquote(customer)
    if not 0 < len(id_) <= LONGEST_ID:
        raise NotFound("There is no such customer.")
    call.log.add(customer=customer_hash(who.tenant.id, id_))
    return who, id_


def _body(call: Call) -> Any:
    return reading.body_of(call.request.json_body())


def _reason(call: Call) -> str | None:
    return keeping.reason_of(call.request.header("x-reason"))


def _guard(call: Call) -> Callable[[str], None]:
    return lambda etag: conditions.require(call.request.header("if-match"), etag)


def _written(written: keeping.Written) -> Response[Any]:
    return answer(200, {"idAuditTrail": written.audit, "idRiskTrail": written.trail}, {"ETag": written.etag})


def _state(call: Call, etag: str, body: Callable[[], object]) -> Response[Any]:
    if conditions.unchanged(call.request.header("if-none-match"), etag):
        return answer(304, headers={"ETag": etag})
    return answer(200, body(), {"ETag": etag})


ROUTES: list[tuple[str, str, Handler]] = [
    ("POST", "/api/login", sessions.login),
    ("GET", "/api/customers", listed),
    ("POST", "/api/customer", created),
    # Before any list: it has the shape of one.
    ("PUT", "/api/customer/risk-trails/<trail>", trail_decided),
    ("GET", CUSTOMER, shown),
    ("PUT", CUSTOMER, updated),
    ("DELETE", CUSTOMER, deleted),
    ("GET", f"{CUSTOMER}/risk", risk_shown),
    ("GET", f"{CUSTOMER}/reviews", reviews),
    ("GET", f"{CUSTOMER}/risk-trails", trails),
    *(route for spec in LISTS for route in _list_routes(spec)),
    ("PUT", f"{EXTENSION}/checked-lists/<name>", checked),
    ("PUT", f"{EXTENSION}/reviews/<review>", review_completed),
    ("GET", f"{EXTENSION}/risk-suggestion", risk_suggested),
    ("GET", f"{EXTENSION}/contagion", contagion_shown),
    ("GET", f"{EXTENSION}/audit-trails", audited),
    ("GET", f"{EXTENSIONS}/classifiers", classifiers),
    ("GET", f"{EXTENSIONS}/classifiers/<name>", classifier),
    ("PUT", f"{EXTENSIONS}/classifiers/<name>", classifier_replaced),
    ("POST", f"{EXTENSIONS}/logout", sessions.logout),
]

handler = serve(ROUTES, wiring.door, failed)
wiring.prepare(wiring.customers, wiring.evaluations, wiring.counters, wiring.tokens)
