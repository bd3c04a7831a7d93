"""The intake functions in this process, on the template's tables in moto."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import _lru_cache_wrapper
from typing import Any
from unittest.mock import patch

import msgspec

from amlyze_intake import app, worker
from customer_risk import aws, wiring
from customer_risk.access import secrets
from customer_risk.delivery.envelopes import Event
from customer_risk.delivery.messages import Followed
from customer_risk.records import encode
from customer_risk.storage.dynamo import unmarshal_item
from rescreener import app as rescreener
from tests.support.client import Reply
from tests.support.in_process import InProcess, http_event, in_process, reply

CUSTOMER = "/amlyze-ws-rest/customer"


class Intake:
    """Requests, messages and what is stored."""

    def __init__(self, stack: InProcess, queue: str) -> None:
        self.stack = stack
        self.queue = queue

    def call(self, method: str, path: str, body: object = None, key: str | None = None) -> Reply:
        """One HTTP request with a bearer token, the tenant's own unless another is given."""
        headers = {"authorization": f"Bearer {self.stack.key if key is None else key}"}
        return reply(app.handler(http_event(method, path, body, headers), None))

    def post(self, body: object) -> Reply:
        """``POST /amlyze-ws-rest/customer``."""
        return self.call("POST", CUSTOMER, body)

    def messages(self) -> list[dict[str, Any]]:
        """What waits in the queue and is due; every message stays there."""
        found = aws.client("sqs").receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10, VisibilityTimeout=0)
        return list(found.get("Messages", []))

    def work(self, messages: list[dict[str, Any]]) -> list[str]:
        """Hand messages to the worker; the ids of those that failed."""
        records = [{"messageId": one["MessageId"], "body": one["Body"]} for one in messages]
        answer = worker.handler({"Records": records}, None)
        return [one["itemIdentifier"] for one in answer["batchItemFailures"]]

    def begin_anew(self) -> None:
        """Empty what requests leave behind, and make the functions start cold."""
        for table in ("CasesTable", "CustomersTable", "EventsTable"):
            for item in self.stack.items(table):
                self.stack.dynamo.delete_item(TableName=table, Key={"pk": item["pk"], "sk": item["sk"]})
        while messages := self.messages():
            for message in messages:
                self.delete(message)
        for module in (wiring, secrets):  # the clients stay: making them takes longer than all else
            for value in vars(module).values():
                if isinstance(value, _lru_cache_wrapper):
                    value.cache_clear()

    def delayed(self) -> int:
        """How many messages are in the queue and not due yet."""
        name = "ApproximateNumberOfMessagesDelayed"
        found = aws.client("sqs").get_queue_attributes(QueueUrl=self.queue, AttributeNames=[name])
        return int(found["Attributes"][name])

    def delete(self, message: dict[str, Any]) -> None:
        """Take a message out of the queue."""
        aws.client("sqs").delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])

    def events(self) -> list[Event]:
        """What is in the outbox, by customer and sequence."""
        rows = self.rows("EventsTable", "EVENT")
        found = [msgspec.convert(row | {"body": zlib.decompress(row["body"])}, Event) for row in rows]
        return sorted(found, key=lambda one: (one.customer_id, one.sequence))

    def told(self) -> list[Event]:
        """Those of them that the intake tells."""
        return [one for one in self.events() if "ce-id" in one.headers]

    def follow(self) -> None:
        """What a publisher and the functions behind it do, until nothing new comes of it."""
        done: set[str] = set()
        while new := [one for one in self.events() if one.followers and one.id not in done]:
            for event in new:
                done.add(event.id)
                message = Followed(tenant=event.tenant, changed=event.customer_id, event=event.id)
                record = {"messageId": event.id, "body": encode(message).decode()}
                for name, function in (("rescreener", rescreener), ("amlyze_intake", worker)):
                    if name in event.followers:
                        assert function.handler({"Records": [record]}, None) == {"batchItemFailures": []}

    def rows(self, table: str, sort: str) -> list[dict[str, Any]]:
        """The items of a table whose sort key begins so."""
        items = self.stack.items(table)
        return [unmarshal_item(item) for item in items if item["sk"]["S"].startswith(sort)]


@contextmanager
def intake() -> Iterator[Intake]:
    """A fresh stack with one tenant, the sample watchlists and an empty queue."""
    with in_process() as stack:
        queue = aws.client("sqs").create_queue(QueueName="intake")["QueueUrl"]
        wiring.communications.cache_clear()
        with patch.dict(os.environ, {"AMLYZE_INTAKE_QUEUE_URL": queue}):
            yield Intake(stack, queue)
        wiring.communications.cache_clear()
