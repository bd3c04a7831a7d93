"""The sample events carry the sample bodies, name routes that exist, and are handled."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lifecycle import answers, app, worker
from lifecycle.operations import OPERATIONS
from lifecycle.queue import Message
from tests.unit.lifecycle.world import lifecycle

ROOT = Path(__file__).parents[3]
EVENTS = ROOT / "events" / "lifecycle"
SAMPLES = ROOT / "tests" / "samples" / "lifecycle"
HTTP = sorted(path for path in EVENTS.glob("*.json") if not path.name.startswith("worker_"))


def event(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((EVENTS / name).read_text(encoding="utf-8"))
    return loaded


def sample(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SAMPLES / name).read_text(encoding="utf-8"))
    return loaded


def test_every_operation_has_an_event_and_every_event_an_operation() -> None:
    operations = {f"{operation.method} {operation.path}": operation for operation in OPERATIONS}
    assert {event(path.name)["routeKey"] for path in HTTP} == set(operations)
    for path in HTTP:
        sent = event(path.name)
        operation = operations[sent["routeKey"]]
        assert operation.path.format(**sent.get("pathParameters", {})) == sent["rawPath"]
        assert ("body" in sent) == (operation.request is not None)
        if "body" in sent:
            name = "decision.json" if path.stem in {"approve", "reject"} else path.name
            assert json.loads(sent["body"]) == sample(name)


def test_every_event_is_handled() -> None:
    with lifecycle() as at:
        at.onboard(sample("onboard.json"))
        api_key, _, secret = at.key.text.rpartition("_")
        handled = []
        for path in sorted(HTTP, key=lambda path: path.name.startswith("onboard")):
            sent = event(path.name)
            if "authorization" in sent["headers"]:
                sent["headers"]["authorization"] = f"Bearer {at.token}"
            else:
                sent["body"] = json.dumps({"apiKey": api_key, "clientSecret": secret})
            answer = app.handler(sent, None)
            assert answer["statusCode"] == 200, (path.name, answer)
            at.settle()
            handled.append(path.name)
        assert len(handled) == len(HTTP)


@pytest.mark.parametrize("name", ["worker_evaluation.json", "worker_changed_customer.json"])
def test_the_worker_s_message_is_read_and_one_of_nothing_is_looked_for_again(name: str) -> None:
    sent = event(name)
    (record,) = sent["Records"]
    assert msgspec.json.decode(record["body"], type=Message).tenant == record["attributes"]["MessageGroupId"]
    assert record["md5OfBody"] == hashlib.md5(record["body"].encode(), usedforsecurity=False).hexdigest()
    with lifecycle():
        assert worker.handler(sent, None) == {"batchItemFailures": []}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("onboarded.json", answers.EvaluationBegun),
        ("fraud_check_begun.json", answers.EvaluationBegun),
        ("onboard_webhook.json", answers.EvaluationWebhook),
        ("fraud_check_webhook.json", answers.EvaluationWebhook),
        ("fraud_history.json", answers.FraudHistory),
        ("kyc_history.json", answers.KycHistory),
        ("customers.json", answers.FoundCustomers),
        ("flagged.json", answers.FraudReported),
        ("approved.json", answers.ManualStatus),
        ("token.json", answers.LifecycleToken),
    ],
)
def test_sample_answers_are_written_as_they_stand(name: str, kind: type) -> None:
    stored = sample(f"answers/{name}")
    assert json.loads(msgspec.json.encode(msgspec.convert(stored, kind))) == stored
