"""What the core itself tells of a customer: to the tenant's webhooks, and to those parts of the service that follow it.

The body is what Standard Webhooks recommends: type, timestamp, data. It names the customer and never quotes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from customer_risk.delivery.envelopes import Event, timestamp

CASE_OPENED = "case.opened"
CASE_CLOSED = "case.closed"
LEVEL_CHANGED = "customer.level-changed"
RESCREENER = "rescreener"
"""The follower that screens a customer again, so that what a reviewer dismissed no longer counts."""


def payload(kind: str, at: datetime, data: Mapping[str, object]) -> bytes:
    """The body of an event; what is ``None`` is left out."""
    said = {name: value for name, value in data.items() if value is not None}
    return msgspec.json.encode({"type": kind, "timestamp": timestamp(at), "data": said})


def happened(
    kind: str,
    data: Mapping[str, object],
    *,
    event_id: str,
    tenant: str,
    customer: str,
    sequence: int,
    at: datetime,
    followers: Iterable[str] = (),
    unit: str | None = None,
) -> Event:
    """That something happened to a customer; ``data`` goes beside its id. The other values are those of ``Event``."""
    return Event(
        id=event_id,
        tenant=tenant,
        type=kind,
        customer_id=customer,
        sequence=sequence,
        created=timestamp(at),
        body=payload(kind, at, {"customerId": customer, **data}),
        unit=unit,
        followers=tuple(sorted(followers)),
    )
