"""The lifecycle's functions in this process, on the template's tables in moto."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote

import msgspec

from customer_risk import aws, wiring
from customer_risk.access.keys import ApiKey, LifecycleSettings
from customer_risk.audit import first_broken
from customer_risk.storage.dynamo import marshal, unmarshal_item
from customer_risk.storage.events import event_from_stream
from lifecycle import app, queue, worker
from tests.support.client import Reply
from tests.support.in_process import InProcess, http_event, in_process, reply

LISTED = {"firstName": "Arkadiy", "lastName": "Vymyshlennikov", "dob": "1958-02-02", "nationality": "RU"}
"""Somebody on the fictional list that in-process stacks screen against."""


def customer(customer_id: str | None = "c-1", **changes: Any) -> dict[str, Any]:
    """An onboarding of somebody with whom nothing is wrong."""
    body: dict[str, Any] = {
        "firstName": "Anna",
        "lastName": "Lindqvist",
        "officialId": {"docType": "SSN", "value": "536-90-4399", "country": "US"},
        "email": "anna.lindqvist@example.com",
        "phone": "+1 202 555 0143",
        "dob": "1984-05-02",
        "address": "1600 Pennsylvania Avenue NW",
        "city": "Washington",
        "state": "DC",
        "zipCode": "20500",
        "country": "US",
        **({"externalId": customer_id} if customer_id else {}),
    }
    return body | changes


def options(*, express: bool = False, fraud: bool = False) -> dict[str, Any]:
    """The options of an onboarding."""
    return {"options": {"useExpressKYC": express, "includeFraudCheck": fraud}}


class Lifecycle:
    """One tenant's caller, and what the functions leave behind."""

    def __init__(self, stack: InProcess, queue_url: str) -> None:
        self.stack = stack
        self.queue = queue_url
        key = ApiKey.parse(stack.key)
        assert key is not None
        self.key = key
        self.token: str | None = self.authenticate(key).json()["token"]

    def authenticate(self, key: ApiKey) -> Reply:
        """``POST /authenticate``."""
        api_key, _, secret = key.text.rpartition("_")
        return self.call("POST", "/authenticate", {"apiKey": api_key, "clientSecret": secret}, token=None)

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        *,
        token: str | None = "own",
    ) -> Reply:
        """One HTTP request with the caller's own token, or another one, or none."""
        shown = self.token if token == "own" else token
        given = {"content-type": "application/json", **({"authorization": f"Bearer {shown}"} if shown else {})}
        event = http_event(method, path, body, given | dict(headers or {}))
        query = event["queryStringParameters"] or {}
        event["queryStringParameters"] = {name: unquote(value) for name, value in query.items()} or None
        return reply(app.handler(event, None))

    def post(self, path: str, body: object, headers: Mapping[str, str] | None = None) -> Any:
        """The answer of a call that succeeds."""
        answer = self.call("POST", path, body, headers)
        assert answer.status == 200, answer.body
        return answer.json()

    def get(self, path: str) -> Any:
        """The answer of a read that succeeds."""
        answer = self.call("GET", path)
        assert answer.status == 200, answer.body
        return answer.json()

    def messages(self) -> list[dict[str, Any]]:
        """Take what waits in the queue."""
        found = aws.client("sqs").receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10, VisibilityTimeout=0)
        taken = list(found.get("Messages", []))
        for message in taken:
            aws.client("sqs").delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return taken

    def work(self, messages: list[dict[str, Any]]) -> list[str]:
        """Hand messages to the worker; the ids of those that failed."""
        records = [{"messageId": one["MessageId"], "body": one["Body"]} for one in messages]
        answer = worker.handler({"Records": records}, None)
        return [one["itemIdentifier"] for one in answer["batchItemFailures"]]

    def settle(self) -> None:
        """Let the worker do all there is to do."""
        while messages := self.messages():
            assert self.work(messages) == []

    def webhooks(self) -> list[dict[str, Any]]:
        """Every webhook of this dialect that was committed, by customer and sequence number."""
        return [one for one in self.events() if "event" in one]

    def events(self) -> list[dict[str, Any]]:
        """What the core tells as well."""
        found = []
        for item in self.stack.items("EventsTable"):
            if item["sk"]["S"] == "EVENT":
                event = event_from_stream(_as_streamed(item))
                assert event is not None
                found.append((event.customer_id, event.sequence, json.loads(event.body) | {"type": event.type}))
        return [body | {"sequence": sequence} for _, sequence, body in sorted(found, key=lambda one: one[:2])]

    def webhook(self, request_id: str) -> dict[str, Any]:
        """The one webhook of a request."""
        (found,) = [one for one in self.webhooks() if one.get("requestId") == request_id]
        return found

    def onboard(self, body: object) -> tuple[dict[str, Any], dict[str, Any]]:
        """Onboard, and wait for the webhook: the answer and the webhook."""
        answer = self.post("/onboard", body)
        self.settle()
        return answer, self.webhook(answer["requestId"])

    def validation(self, customer_id: str = "c-1") -> dict[str, Any]:
        """Where a customer stands."""
        (found,) = self.get(f"/customer?customerId={customer_id}")["customers"]
        validation: dict[str, Any] = found["validation"]
        return validation

    def evaluations(self) -> list[dict[str, Any]]:
        """The evaluations stored."""
        rows = map(unmarshal_item, self.stack.items("CasesTable"))
        return [row for row in rows if row["sk"] == "EVALUATION"]

    def assert_audited(self, customer_id: str = "c-1") -> list[str]:
        """The customer's audit chain is whole; what it says happened."""
        chain = wiring.customers().audit(self.stack.tenant, customer_id)
        assert first_broken(chain) is None
        return [entry.action for entry in chain]

    def settings(self, **changes: Any) -> None:
        """Change the tenant's settings."""
        tenant = wiring.control().tenant(self.stack.tenant)
        assert tenant is not None
        changed = msgspec.structs.replace(tenant.lifecycle, **changes)
        assert isinstance(changed, LifecycleSettings)
        self.stack.dynamo.update_item(
            TableName="ControlTable",
            Key={"pk": {"S": f"T#{tenant.id}"}, "sk": {"S": "TENANT"}},
            UpdateExpression="SET lifecycle = :settings",
            ExpressionAttributeValues={":settings": marshal(msgspec.structs.asdict(changed))},
        )


@contextmanager
def lifecycle() -> Iterator[Lifecycle]:
    """A fresh stack with one tenant whose key may do everything; messages can be seen at once."""
    with in_process() as stack:
        url = aws.client("sqs").create_queue(QueueName="lifecycle")["QueueUrl"]
        with patch.dict("os.environ", {"LIFECYCLE_QUEUE_URL": url}), patch.object(queue, "HEAD_START", 0):
            at = Lifecycle(stack, url)
            at.settings(express_milliseconds=60_000)  # a busy machine is no reason to be too slow
            yield at


def _as_streamed(item: dict[str, Any]) -> dict[str, Any]:
    import base64  # noqa: PLC0415  only here

    return {name: {"B": base64.b64encode(v["B"]).decode()} if "B" in v else v for name, v in item.items()}
