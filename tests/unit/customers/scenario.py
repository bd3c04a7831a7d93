"""Every operation of document 003 and of the extensions, carried out once with its sample, in an order that works.

Runs against anything that can ``call``: the handler in this process, or a stack over HTTP.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from customers.wire.lists import LISTS, ListSpec
from tests.support.client import Reply
from tests.unit.customers.world import SAMPLES, sample


class Calls(Protocol):
    """Whoever sends requests with a token."""

    def call(self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> Reply:
        """One request."""


class Step(NamedTuple):
    """One request made: ``operation`` as published, the answer, and the sample it must have the shape of."""

    operation: str
    reply: Reply
    like: str | None
    status: int = 200


def steps(officer: Calls, approver: Calls, administrator: Calls, new: str) -> Iterator[Step]:
    """Make every request; ``new`` begins the internal numbers used."""
    someone, company = f"{new}-P", f"{new}-O"
    yield from _customers(officer, someone, company)
    for spec in LISTS:
        customer = company if spec.of_organisations else someone
        yield from _list(officer, spec, customer, company)
    yield from _filled(officer, someone)
    yield from _risk(officer, approver, someone, company)
    yield from _extensions(officer, administrator, someone)
    yield Step(
        "DELETE /api/customer/{idInternalCustomer}", officer.call("DELETE", f"/api/customer/{company}"), None, 204
    )


def _customers(officer: Calls, someone: str, company: str) -> Iterator[Step]:
    for customer, name in ((someone, "person"), (company, "organisation")):
        body = sample(f"create_{name}.json")
        body["main"]["idInternalCustomer"] = customer
        yield Step("POST /api/customer", officer.call("POST", "/api/customer", body), "written.json")
        change = sample(f"change_{name}.json")
        operation = "PUT /api/customer/{idInternalCustomer}"
        yield Step(operation, officer.call("PUT", f"/api/customer/{customer}", change), "written.json")


def _list(officer: Calls, spec: ListSpec, customer: str, company: str) -> Iterator[Step]:
    root = "/api/extensions/customer" if spec.extension else "/api/customer"
    path, published = f"{root}/{customer}/{spec.path}", f"{root}/{{idInternalCustomer}}/{spec.path}"
    rows = sample(f"{spec.path}/add.json")
    for row in rows if spec.links else ():
        row["idInternalCustomer"] = company
    yield Step(f"POST {published}", officer.call("POST", path, rows), "written.json")
    shown = officer.call("GET", path)
    yield Step(f"GET {published}", shown, f"{spec.path}.json")
    id_ = shown.json()[0][spec.key]
    change = sample(f"{spec.path}/change.json")
    row = f"{{{spec.key}}}"
    yield Step(f"PUT {published}/{row}", officer.call("PUT", f"{path}/{id_}", change), "written.json")
    yield Step(f"DELETE {published}/{row}", officer.call("DELETE", f"{path}/{id_}"), "written.json")


def _filled(officer: Calls, someone: str) -> Iterator[Step]:
    for path in ("id-card", "addresses", "communication-means", "annual-income"):
        officer.call("POST", f"/api/customer/{someone}/{path}", sample(f"{path}/add.json"))
    checked = f"/api/extensions/customer/{someone}/checked-lists/checkedDocuments"
    yield Step(
        "PUT /api/extensions/customer/{idInternalCustomer}/checked-lists/{name}",
        officer.call("PUT", checked, sample("checked_list.json")),
        "written.json",
    )
    shown = officer.call("GET", f"/api/customer/{someone}")
    yield Step("GET /api/customer/{idInternalCustomer}", shown, "person.json")


def _risk(officer: Calls, approver: Calls, someone: str, company: str) -> Iterator[Step]:
    for customer, name in ((someone, "person"), (company, "organisation")):
        reply = officer.call("GET", f"/api/customer/{customer}/risk")
        yield Step("GET /api/customer/{idInternalCustomer}/risk", reply, f"risk_{name}.json")
    trail = officer.call("GET", f"/api/customer/{someone}/risk-trails?limits=1")
    yield Step("GET /api/customer/{idInternalCustomer}/risk-trails", trail, "risk_trail.json")
    decided = approver.call(
        "PUT", f"/api/customer/risk-trails/{trail.json()['idRiskTrail']}", sample("decide_risk_trail.json")
    )
    yield Step("PUT /api/customer/risk-trails/{idRiskTrail}", decided, "reviews_scheduled.json")
    review = decided.json()[0]["idReview"]
    path = f"/api/extensions/customer/{someone}/reviews/{review}"
    completed = approver.call("PUT", path, sample("complete_review.json"))
    operation = "PUT /api/extensions/customer/{idInternalCustomer}/reviews/{idReview}"
    yield Step(operation, completed, "reviews_scheduled.json")
    reviews = officer.call("GET", f"/api/customer/{someone}/reviews")
    yield Step("GET /api/customer/{idInternalCustomer}/reviews", reviews, "reviews.json")


def _extensions(officer: Calls, administrator: Calls, someone: str) -> Iterator[Step]:
    base = f"/api/extensions/customer/{someone}"
    published = "/api/extensions/customer/{idInternalCustomer}"
    suggested = officer.call("GET", f"{base}/risk-suggestion")
    yield Step(f"GET {published}/risk-suggestion", suggested, "risk_suggestion.json")
    contagion = officer.call("GET", f"{base}/contagion")
    yield Step(f"GET {published}/contagion", contagion, "contagion.json")
    yield Step(f"GET {published}/audit-trails", officer.call("GET", f"{base}/audit-trails"), None)
    listed = officer.call("GET", f"/api/customers?search={someone}")
    yield Step("GET /api/customers", listed, "customers.json")
    yield Step("GET /api/extensions/classifiers", officer.call("GET", "/api/extensions/classifiers"), None)
    path = "/api/extensions/classifiers/customerStatuses"
    yield Step("GET /api/extensions/classifiers/{name}", officer.call("GET", path), "classifier.json")
    replaced = administrator.call("PUT", path, sample("classifier.json"))
    yield Step("PUT /api/extensions/classifiers/{name}", replaced, "classifier.json")


def unlike(value: Any, like: Any, where: str = "") -> list[str]:
    """Where an answer has other keys or types of values than a sample. What is null in the sample may be anything."""
    if like is None or (value is None and like == " "):
        return []
    if isinstance(like, dict) and isinstance(value, dict):
        differ = [f"{where}: {key} on one side only" for key in sorted(value.keys() ^ like.keys())]
        same = value.keys() & like.keys()
        return differ + [found for key in sorted(same) for found in unlike(value[key], like[key], f"{where}.{key}")]
    if isinstance(like, list) and isinstance(value, list):
        shapes = [json.dumps(one, sort_keys=True) for one in like]
        return [
            f"{where}[{n}] is like none of the sample's: {unlike(one, like[0], where)}"
            for n, one in enumerate(value)
            if shapes and all(unlike(one, json.loads(shape)) for shape in shapes)
        ]
    number = (int, float)
    if type(value) is type(like) or (
        isinstance(value, number) and isinstance(like, number) and type(value) is not bool
    ):
        return []
    return [f"{where}: {type(value).__name__} where the sample has {type(like).__name__}"]


def failures(step: Step) -> list[str]:
    """What of a step is not as published."""
    if step.reply.status != step.status:
        return [f"{step.operation}: {step.reply.status} {step.reply.body!r}"]
    if step.like is None:
        return []
    like = json.loads((SAMPLES / "answers" / step.like).read_text(encoding="utf-8"))
    return [f"{step.operation}: {found}" for found in unlike(step.reply.json(), like)]
