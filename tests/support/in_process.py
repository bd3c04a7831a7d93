"""The functions in this process, on the template's tables in moto: for what must be counted or broken on purpose."""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import _lru_cache_wrapper
from typing import Any, Protocol
from unittest.mock import patch

from customer_checks import app, worker
from customer_risk import aws, wiring
from customer_risk.access import secrets
from customer_risk.access.keys import SCOPES
from customer_risk.delivery.secrets import parse_master_keys
from tests.support.client import CHECK, Reply
from tests.support.tables import ROOT, tables
from tools.tenants import Desk
from watchlist_refresher import app as refresher

REGION = "eu-west-1"
BEGINNING = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Watch(Protocol):
    """Is told of every AWS call."""

    def __call__(self, operation: str, *, done: bool) -> None:
        """``done`` is false before the call and true after it."""


class InProcess:
    """One stack without HTTP: events go straight to the handlers, and time passes when a test says so."""

    def __init__(self, dynamo: Any, key: str, tenant: str, queue: str) -> None:
        self.dynamo = dynamo
        self.key = key
        self.tenant = tenant
        self.queue = queue
        self.now = BEGINNING

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)

    def call(self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> Reply:
        """One HTTP request, as API Gateway would hand it over."""
        given = {"api-key": self.key, "content-type": "application/json", **(headers or {})}
        return reply(app.handler(http_event(method, path, body, given), None))

    def check(self, body: object, headers: Mapping[str, str] | None = None) -> Reply:
        """``POST /v2/customer-checks/check``."""
        return self.call("POST", CHECK, body, headers)

    def messages(self) -> list[dict[str, Any]]:
        """What waits in the queue of accepted checks; every message stays there."""
        found = aws.client("sqs").receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10, VisibilityTimeout=0)
        return list(found.get("Messages", []))

    def work(self, messages: list[dict[str, Any]]) -> list[str]:
        """Hand messages to the worker; the ids of those that failed."""
        records = [{"messageId": one["MessageId"], "body": one["Body"]} for one in messages]
        answer = worker.handler({"Records": records}, None)
        return [one["itemIdentifier"] for one in answer["batchItemFailures"]]

    def document(self, check_id: str) -> bytes:
        """All that is kept of a check's turn: the snapshot and the answer."""
        check = wiring.checks().find(self.tenant, check_id)
        assert check is not None
        kept = wiring.customers().kept(self.tenant, check.customer_id, check.ticket)
        assert kept is not None
        return b"".join(kept)

    def items(self, table: str) -> list[dict[str, Any]]:
        """Everything in a table."""
        return list(self.dynamo.get_paginator("scan").paginate(TableName=table).build_full_result()["Items"])


def http_event(method: str, path: str, body: object, headers: Mapping[str, str]) -> dict[str, Any]:
    """An event of an HTTP API, payload format 2.0."""
    content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    path, _, query = path.partition("?")
    return {
        "version": "2.0",
        "routeKey": f"ANY {path}",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {name.lower(): value for name, value in headers.items()},
        "queryStringParameters": dict(pair.split("=", 1) for pair in query.split("&")) if query else None,
        "requestContext": {
            "requestId": "request",
            "stage": "$default",
            "http": {"method": method, "path": path, "sourceIp": "192.0.2.1"},
        },
        "body": None if content is None else base64.b64encode(content).decode(),
        "isBase64Encoded": content is not None,
    }


def reply(answer: Mapping[str, Any]) -> Reply:
    """What API Gateway would send."""
    body = answer.get("body") or ""
    headers = {name.lower(): value for name, value in (answer.get("headers") or {}).items()}
    return Reply(answer["statusCode"], headers, body.encode())


def forget() -> None:
    """Make the next use read the environment and build its clients anew, as a cold start does."""
    ours = tuple(path.parent.name for path in (ROOT / "functions").glob("*/__init__.py"))
    loaded = [module for name, module in sys.modules.items() if name.partition(".")[0] in ours]
    for module in (wiring, aws, secrets, *loaded):
        for value in vars(module).values():
            if isinstance(value, _lru_cache_wrapper) and value is not aws._session:  # reading AWS's models takes long
                value.cache_clear()


@contextmanager
def in_process(*, budget: int = 40) -> Iterator[InProcess]:
    """A fresh stack with one tenant and the sample watchlists indexed."""
    with tables() as dynamo:
        environment = {
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "STAGE": "local",
            "CUSTOMERS_TABLE": "CustomersTable",
            "CASES_TABLE": "CasesTable",
            "EVENTS_TABLE": "EventsTable",
            "CONTROL_TABLE": "ControlTable",
            "WATCHLISTS_BUCKET": "watchlists",
            "WATCHLIST_SOURCES": "sample",
            "V1_END_DATE": "2999-01-31",
            "SYNCHRONOUS_BUDGET": str(budget),
            "ALLOW_LOOPBACK_CALLBACKS": "false",
            "POWERTOOLS_METRICS_NAMESPACE": "CustomerRisk",
            "POWERTOOLS_SERVICE_NAME": "customer-risk",
        }
        with patch.dict(os.environ, environment):
            forget()
            key = aws.client("secretsmanager").create_secret(Name="key", SecretString="k" * 64)["ARN"]
            queue = aws.client("sqs").create_queue(QueueName="checks")["QueueUrl"]
            aws.client("s3").create_bucket(
                Bucket="watchlists", CreateBucketConfiguration={"LocationConstraint": REGION}
            )
            os.environ |= {"CREDENTIAL_KEY_ARN": key, "SIGNING_KEY_ARN": key, "CUSTOMER_CHECKS_QUEUE_URL": queue}
            refresher.handler({}, None)
            desk = Desk(wiring.control(), b"k" * 64, parse_master_keys("k" * 64))
            tenant, api_key = desk.create("Acme Bank", list(SCOPES), None)
            stack = InProcess(dynamo, api_key.text, tenant.id, queue)
            with patch.object(wiring, "clock", lambda: stack.now):
                yield stack
            forget()


@contextmanager
def watched_calls(watch: Watch) -> Iterator[None]:
    """Tell ``watch`` of every AWS call, before and after it; it may raise to make the call fail.

    Raised before, the call never happens; raised after, it has happened and only its answer is lost.
    """

    def before(model: Any, **_: Any) -> None:
        watch(model.name, done=False)

    def after(model: Any, **_: Any) -> None:
        watch(model.name, done=True)

    services = [aws.client(name) for name in ("dynamodb", "sqs", "s3", "secretsmanager")]
    for service in services:
        service.meta.events.register("before-call", before)
        service.meta.events.register("after-call", after)
    try:
        yield
    finally:
        for service in services:
            service.meta.events.unregister("before-call", before)
            service.meta.events.unregister("after-call", after)
