"""What the operations are made from; each part lives as long as the process."""

from __future__ import annotations

import os
from functools import cache

from customer_risk import wiring
from customer_risk.aws import client
from customer_risk.delivery.address_guard import Resolve
from customer_risk.delivery.http import system_resolver
from customer_risk.delivery.secrets import MasterKeySource
from customer_risk.storage.delivery_log import DeliveryLog
from customer_risk.storage.endpoints import Endpoints
from customer_risk.storage.events import EventsTable


@cache
def endpoints() -> Endpoints:
    """The subscriptions."""
    return Endpoints(wiring.dynamo(), os.environ["CONTROL_TABLE"], os.environ["EVENTS_TABLE"])


@cache
def events() -> EventsTable:
    """The events and their deliveries."""
    return EventsTable(os.environ["EVENTS_TABLE"], wiring.dynamo(), _seconds)


@cache
def log() -> DeliveryLog:
    """The deliveries by subscription."""
    return DeliveryLog(wiring.dynamo(), os.environ["EVENTS_TABLE"], _seconds)


@cache
def keys() -> MasterKeySource:
    """The master keys that secrets are derived from."""
    return MasterKeySource(client("secretsmanager"), os.environ["SIGNING_KEY_ARN"])


@cache
def resolver() -> Resolve:
    """Looks names up."""
    return system_resolver()


def _seconds() -> float:
    return wiring.clock().timestamp()
