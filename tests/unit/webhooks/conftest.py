"""The function of webhooks in this process, on the template's tables in moto."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import _lru_cache_wrapper
from typing import Any
from unittest.mock import patch

import pytest

from customer_risk import aws, wiring
from customer_risk.access.keys import SCOPES
from customer_risk.delivery.deliveries import Delivery, Target
from customer_risk.delivery.envelopes import Event, timestamp
from customer_risk.delivery.secrets import parse_master_keys
from customer_risk.storage.events import EventsTable
from tests.support.client import Reply
from tests.support.in_process import REGION, forget, http_event, reply
from tests.support.tables import tables
from tools.tenants import Desk
from webhooks import app, parts

MASTER = "k" * 64
_NUMBERS = itertools.count(1)


class Place:
    """A tenant's view of its webhooks, and what stands behind it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.now = datetime(2026, 11, 21, 12, tzinfo=UTC)
        self.tenant, key = desk.create(f"Acme Bank {next(_NUMBERS)}", list(SCOPES), None)
        self.key = key.text
        self.names: dict[str, list[str]] = {}

    def call(self, method: str, path: str, body: object = None, key: str | None = None) -> Reply:
        """One request, with the tenant's key unless another is given."""
        return reply(app.handler(http_event(method, path, body, {"api-key": key or self.key}), None))

    def create(self, **values: object) -> Any:
        """A new webhook."""
        answer = self.call("POST", "/webhooks", {"url": "https://receiver.example.com/hook", **values})
        assert answer.status == 201, answer.body
        return answer.json()

    def other_key(self, *scopes: str) -> str:
        """Another key of the tenant."""
        return self.desk.key(self.tenant.id, list(scopes), None).text

    def stranger(self) -> str:
        """A key of another tenant, with every right."""
        return self.desk.create(f"Other Bank {next(_NUMBERS)}", list(SCOPES), None)[1].text

    def resolve(self, host: str, _port: int) -> list[str]:
        """The names there are; every other leads to the internet."""
        return self.names.get(host, ["93.184.215.14"])

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)

    @property
    def events(self) -> EventsTable:
        """The events table, by the place's own clock."""
        return EventsTable("EventsTable", aws.client("dynamodb"), self.seconds)

    def seconds(self) -> float:
        """The place's time, which passes when a test says so."""
        return self.now.timestamp()

    def deliver(self, webhook_id: str, event_id: str, sequence: int = 1) -> Delivery:
        """Commit an event and begin its delivery, as the publisher does."""
        event = Event(
            id=event_id,
            tenant=self.tenant.id,
            type="onboard",
            customer_id="4681354",
            sequence=sequence,
            created=timestamp(self.now),
            body=b"{}",
        )
        self.events.put_event(event)
        target = Target(id=webhook_id, url="https://receiver.example.com/hook")
        self.events.put_delivery(event, target, int(self.now.timestamp() * 1000))
        found = self.events.get_delivery(event.tenant, event.id, webhook_id)
        assert found is not None
        return found

    def committed(self) -> list[Any]:
        """What stands in the events table of this tenant."""
        items = aws.client("dynamodb").scan(TableName="EventsTable")["Items"]
        return [item for item in items if item["pk"]["S"].startswith(f"T#{self.tenant.id}#")]


def _clear() -> None:
    forget()
    for value in vars(parts).values():
        if isinstance(value, _lru_cache_wrapper):
            value.cache_clear()


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """Fresh tables and a desk that makes tenants."""
    environment = {
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "STAGE": "local",
        "EVENTS_TABLE": "EventsTable",
        "CONTROL_TABLE": "ControlTable",
        "ALLOW_LOOPBACK_CALLBACKS": "false",
        "POWERTOOLS_METRICS_NAMESPACE": "CustomerRisk",
        "POWERTOOLS_SERVICE_NAME": "customer-risk",
    }
    with tables(), patch.dict(os.environ, environment):
        _clear()
        secrets = aws.client("secretsmanager")
        for name in ("CREDENTIAL_KEY_ARN", "SIGNING_KEY_ARN"):
            os.environ[name] = secrets.create_secret(Name=name, SecretString=MASTER)["ARN"]
        yield Desk(wiring.control(), MASTER.encode(), parse_master_keys(MASTER))
        _clear()


@pytest.fixture
def place(desk: Desk) -> Iterator[Place]:
    """A fresh tenant."""
    made = Place(desk)
    with patch.object(wiring, "clock", lambda: made.now), patch.object(parts, "resolver", lambda: made.resolve):
        yield made
