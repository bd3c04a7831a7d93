"""Events about the subscriptions themselves, in the payload Standard Webhooks recommends: type, timestamp, data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from customer_risk.delivery.endpoints import NOTICE_TYPE, TEST_TYPE, Endpoint
from customer_risk.delivery.envelopes import Event, timestamp
from customer_risk.delivery.happenings import payload


def disabled_notice(endpoint: Endpoint, reason: str, *, event_id: str, at: datetime) -> Event:
    """Tells the tenant's other endpoints that this one gets no more events; not its address, which may hold a key."""
    data = {"webhookId": endpoint.id, "description": endpoint.description, "reason": reason}
    return _event(endpoint, NOTICE_TYPE, data, event_id, at)


def trial_event(endpoint: Endpoint, *, event_id: str, at: datetime) -> Event:
    """An event for one endpoint alone, whatever it subscribed to, by which its owner sees that it works."""
    event = _event(endpoint, TEST_TYPE, {"webhookId": endpoint.id}, event_id, at)
    return msgspec.structs.replace(event, endpoint=endpoint.id)


def replay_request(endpoint: Endpoint, replayed: str, *, event_id: str, at: datetime) -> Event:
    """Has the event ``replayed`` delivered to one endpoint once more, under its own id and with its own body."""
    return Event(
        id=event_id,
        tenant=endpoint.tenant,
        type="webhook.replay",
        customer_id="",
        sequence=0,
        created=timestamp(at),
        body=b"",
        endpoint=endpoint.id,
        replays=replayed,
    )


def _event(endpoint: Endpoint, kind: str, data: dict[str, Any], event_id: str, at: datetime) -> Event:
    return Event(
        id=event_id,
        tenant=endpoint.tenant,
        type=kind,
        customer_id="",
        sequence=0,
        created=timestamp(at),
        body=payload(kind, at, data),
    )
