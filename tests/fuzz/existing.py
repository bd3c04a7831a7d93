"""One of everything in a world: a customer of each dialect with all its lists, a case, a webhook, a risk model."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

from amlyze_intake import worker as intake_worker
from customer_risk import aws, wiring
from customer_risk.delivery.deliveries import Target
from customer_risk.delivery.envelopes import Event, timestamp
from customers.wire.lists import LISTS, ListSpec
from lifecycle import worker as lifecycle_worker
from tests.fuzz.world import World
from tests.support.client import CHECK, person
from tests.unit.customers.world import PASSWORD
from webhooks import parts as webhooks

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
LISTED = {"first": "Arkadiy", "last": "Vymyshlennikov", "dateOfBirth": "1958-02-02", "nationality": "RU"}
SOMEONE, COMPANY = "JD001", "AC001"
"""The person and the organisation of the customer entities' samples."""
ONBOARDED, COMMUNICATION = "4681354", "Test_ComNr_002mHzZZ"
"""Whom the samples of the lifecycle onboard, and the number of the intake's sample."""
NAMES = {
    "/api/extensions/classifiers/{name}": "idCardTypes",
    "/api/extensions/customer/{idInternalCustomer}/checked-lists/{name}": "checkedDocuments",
    "/classifier/{name}": "relationType",
}
"""A ``name`` in a path means something else everywhere."""


def sample(name: str) -> Any:
    """A request body of tests/samples."""
    return json.loads((SAMPLES / name).read_text(encoding="utf-8"))


def known(world: World) -> Mapping[str, str]:
    """Make one of everything; its ids by the names they have in the published paths, and what credentials are sent."""
    _onboard(world)
    _take_in(world)
    return (
        _credentials(world)
        | {"idInternalCustomer": SOMEONE, "customerId": ONBOARDED, "communicationNumber": COMMUNICATION}
        | _checked(world)
        | _entities(world)
        | _subscribed(world)
        | _modelled(world)
    )


def _credentials(world: World) -> dict[str, str]:
    key = world.tenant.key
    api_key, _, secret = key.text.rpartition("_")
    user = {"username": f"administrator@{key.tenant}", "password": PASSWORD}
    return user | {"apiKey": api_key, "clientSecret": secret}


def _done(world: World, method: str, path: str, body: object = None) -> Any:
    world.stack.wait(2)
    content = None if body is None else json.dumps(body).encode()
    answer = world.send(method, path, content).reply
    assert answer.status < 300, (method, path, answer)
    return answer.json() if answer.body else None


def _checked(world: World) -> dict[str, str]:
    answer = _done(world, "POST", CHECK, person("known", **LISTED))
    return {"checkId": answer["checkId"], "caseId": answer["caseId"]}


def _entities(world: World) -> dict[str, str]:
    for kind in ("organisation", "person"):
        _done(world, "POST", "/api/customer", sample(f"customers/create_{kind}.json"))
    ids = {spec.key: _rows(world, spec) for spec in LISTS}
    decided, open_ = (
        _done(world, "GET", f"/api/customer/{customer}/risk-trails")[0]["idRiskTrail"]
        for customer in (SOMEONE, COMPANY)
    )
    approval = sample("customers/decide_risk_trail.json")
    (review,) = _done(world, "PUT", f"/api/customer/risk-trails/{decided}", approval)
    return {**ids, "idRiskTrail": str(open_), "idReview": str(review["idReview"])}


def _rows(world: World, spec: ListSpec) -> str:
    """Add the sample rows of a list to the person; the id of the first of them."""
    path = f"/api/{'extensions/' * spec.extension}customer/{SOMEONE}/{spec.path}"
    _done(world, "POST", path, sample(f"customers/{spec.path}/add.json"))
    return str(_done(world, "GET", path)[0][spec.key])


def _onboard(world: World) -> None:
    _done(world, "POST", "/onboard", sample("lifecycle/onboard_everything.json"))
    world.stack.wait(2)
    _work(lifecycle_worker.handler, "LIFECYCLE_QUEUE_URL")


def _take_in(world: World) -> None:
    _done(world, "POST", "/amlyze-ws-rest/customer", sample("amlyze_intake/individual_minimal.json"))
    _work(intake_worker.handler, "AMLYZE_INTAKE_QUEUE_URL")


def _work(handler: Any, queue: str) -> None:
    """Hand a worker what its queue will have when all delays are over."""
    for _ in range(30):
        found = aws.client("sqs").receive_message(QueueUrl=os.environ[queue], MaxNumberOfMessages=10)
        if messages := found.get("Messages"):
            records = [{"messageId": one["MessageId"], "body": one["Body"]} for one in messages]
            assert handler({"Records": records}, None)["batchItemFailures"] == []
            return
        time.sleep(0.1)
    raise AssertionError("no message")


def _subscribed(world: World) -> dict[str, str]:
    webhook = _done(world, "POST", "/webhooks", sample("webhooks/some.json"))["id"]
    now = wiring.clock().astimezone(UTC)
    event = Event(
        id=wiring.new_id(),
        tenant=world.stack.tenant,
        type="onboard",
        customer_id=ONBOARDED,
        sequence=1,
        created=timestamp(now),
        body=b"{}",
    )
    webhooks.events().put_event(event)
    target = Target(id=webhook, url="https://receiver.example.com/customer-risk")
    webhooks.events().put_delivery(event, target, int(now.timestamp() * 1000))
    return {"webhookId": webhook, "eventId": event.id}


def _modelled(world: World) -> dict[str, str]:
    draft = _done(world, "POST", "/api/risk-models", sample("risk_models/draft.json"))
    return {"version": draft["version"], "digest": draft["digest"]}
