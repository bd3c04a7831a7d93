"""HTTP of webhooks: subscribe, look after, and see what was delivered."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import Any

from aws_lambda_powertools.event_handler import Response

from customer_risk import wiring
from customer_risk.delivery import address_guard
from customer_risk.delivery.endpoints import EVERYTHING, MOST_ENDPOINTS, Endpoint, EndpointState, replay_id
from customer_risk.delivery.envelopes import Event, timestamp
from customer_risk.delivery.notices import replay_request, trial_event
from customer_risk.problems import BadRequest, Conflict, NotFound
from customer_risk.storage.cases import BadCursor
from customer_risk.storage.dynamo import LONGEST_ID, Value
from customer_risk.storage.endpoints import NotNow
from customer_risk.web.resolver import Call, answer, serve
from customer_risk.web.tolerant import BadBody, Dropped, read_strictly
from webhooks import parts, rendering
from webhooks.wire import (
    NewWebhook,
    OrderedDelivery,
    SecretRotation,
    WebhookChange,
    WebhookDeliveryList,
    WebhookList,
    WebhookPause,
)

READ, WRITE = "webhooks:read", "webhooks:write"
MOST_DELIVERIES = 100
_FEW_DELIVERIES = 25


def created(call: Call) -> Response[Any]:
    """``POST /webhooks``."""
    tenant = call.admit(WRITE).tenant.id
    wanted = read_strictly(NewWebhook, call.request.json_body())
    _check(wanted.url)
    if len(parts.endpoints().listed(tenant)) >= MOST_ENDPOINTS:
        raise Conflict(f"A tenant can have {MOST_ENDPOINTS} webhooks.")
    now = wiring.clock()
    endpoint = Endpoint(
        id=wiring.new_id(),
        tenant=tenant,
        url=wanted.url,
        created=timestamp(now),
        updated=timestamp(now),
        description=wanted.description,
        types=tuple(wanted.event_types or [EVERYTHING]),
        unit=wanted.unit,
        since=_milliseconds(now),
    )
    document = rendering.created(endpoint, parts.keys()(), _milliseconds(now))
    parts.endpoints().add(endpoint)
    call.log.add(webhook=endpoint.id)
    return answer(201, document, {"Location": f"/webhooks/{endpoint.id}"})


def listed(call: Call) -> Response[Any]:
    """``GET /webhooks``."""
    tenant, now = call.admit(READ).tenant.id, _milliseconds(wiring.clock())
    found = parts.endpoints().listed(tenant)
    return answer(200, WebhookList(webhooks=tuple(rendering.webhook(one, now) for one in found)))


def shown(call: Call, webhook_id: str) -> Response[Any]:
    """``GET /webhooks/{webhookId}``."""
    return _render(_found(call, READ, webhook_id))


def changed(call: Call, webhook_id: str) -> Response[Any]:
    """``PATCH /webhooks/{webhookId}``."""
    tenant = call.admit(WRITE).tenant.id
    wanted = read_strictly(WebhookChange, call.request.json_body())
    said = wanted.model_fields_set
    changes: dict[str, Value] = {"updated": timestamp(wiring.clock())}
    changes |= {name: getattr(wanted, name) for name in ("description", "unit") if name in said}
    if "event_types" in said:
        changes["types"] = wanted.event_types or [EVERYTHING]
    if "url" in said:
        if wanted.url is None:
            raise BadBody("Some values cannot be used.", (Dropped("url", "is required"),))
        _check(wanted.url)
        changes["url"] = wanted.url
    call.log.add(webhook=webhook_id[:LONGEST_ID])
    return _render(parts.endpoints().change(tenant, webhook_id, changes))


def removed(call: Call, webhook_id: str) -> Response[Any]:
    """``DELETE /webhooks/{webhookId}``."""
    tenant = call.admit(WRITE).tenant.id
    if not parts.endpoints().remove(tenant, webhook_id):
        raise _nothing()
    call.log.add(webhook=webhook_id)
    return answer(204)


def paused(call: Call, webhook_id: str) -> Response[Any]:
    """``POST /webhooks/{webhookId}/pause``."""
    tenant, now = call.admit(WRITE).tenant.id, wiring.clock()
    reason = read_strictly(WebhookPause, call.request.json_body() or b"{}").reason
    try:
        endpoint = parts.endpoints().pause(
            tenant, webhook_id, reason=reason, now=_milliseconds(now), updated=timestamp(now)
        )
    except NotNow:
        raise Conflict("This webhook is disabled.") from None
    return _render(endpoint)


def resumed(call: Call, webhook_id: str) -> Response[Any]:
    """``POST /webhooks/{webhookId}/resume``."""
    tenant, now = call.admit(WRITE).tenant.id, wiring.clock()
    return _render(parts.endpoints().resume(tenant, webhook_id, now=_milliseconds(now), updated=timestamp(now)))


def rotated(call: Call, webhook_id: str) -> Response[Any]:
    """``POST /webhooks/{webhookId}/rotate``."""
    endpoint, now = _found(call, WRITE, webhook_id), wiring.clock()
    grace = read_strictly(SecretRotation, call.request.json_body() or b"{}").grace_seconds
    until = _milliseconds(now + timedelta(seconds=grace))
    after = parts.endpoints().rotate(endpoint, previous_until=until, updated=timestamp(now))
    if after is None:
        raise _nothing()
    return answer(200, rendering.secret(after, parts.keys()(), _milliseconds(now)))


def secret(call: Call, webhook_id: str) -> Response[Any]:
    """``GET /webhooks/{webhookId}/secret``: who may read it could sign, so it takes the right to write."""
    endpoint = _found(call, WRITE, webhook_id)
    return answer(200, rendering.secret(endpoint, parts.keys()(), _milliseconds(wiring.clock())))


def tried(call: Call, webhook_id: str) -> Response[Any]:
    """``POST /webhooks/{webhookId}/test``."""
    endpoint = _active(_found(call, WRITE, webhook_id))
    event = trial_event(endpoint, event_id=wiring.new_id(), at=wiring.clock())
    return _ordered(call, event, OrderedDelivery(delivery_id=endpoint.id, event_id=event.id))


def deliveries(call: Call, webhook_id: str) -> Response[Any]:
    """``GET /webhooks/{webhookId}/deliveries``: newest first."""
    endpoint, query = _found(call, READ, webhook_id), call.request.query
    limit = query.get("limit", str(_FEW_DELIVERIES))
    if not (limit.isascii() and limit.isdigit() and len(limit) <= len(str(MOST_DELIVERIES))):
        limit = "0"
    if not 1 <= int(limit) <= MOST_DELIVERIES:
        raise BadRequest(f"limit is a number from 1 to {MOST_DELIVERIES}.")
    try:
        found, following = parts.log().listed(
            endpoint.tenant, endpoint.id, limit=int(limit), cursor=query.get("cursor")
        )
    except BadCursor:
        raise BadRequest("cursor is not one that was given out for this list.") from None
    return answer(200, WebhookDeliveryList(deliveries=tuple(map(rendering.delivery, found)), next=following))


def replayed(call: Call, webhook_id: str, event_id: str) -> Response[Any]:
    """``POST /webhooks/{webhookId}/deliveries/{eventId}/replay``: the same event, with the same id, once more."""
    endpoint = _found(call, WRITE, webhook_id)
    before = len(event_id) <= LONGEST_ID and parts.events().get_delivery(endpoint.tenant, event_id, endpoint.id)
    if not before or parts.events().get_event(endpoint.tenant, event_id) is None:
        raise NotFound("There is no such delivery.")
    order = replay_request(_active(endpoint), event_id, event_id=wiring.new_id(), at=wiring.clock())
    return _ordered(call, order, OrderedDelivery(delivery_id=replay_id(endpoint.id, order.id), event_id=event_id))


def _check(url: str) -> None:
    """Refuse an address that nothing may be sent to. One whose name is not known yet is looked up at every delivery."""
    try:
        address_guard.vet(url, parts.resolver(), loopback=address_guard.loopback_allowed(os.environ))
    except address_guard.NotFound:
        return
    except (address_guard.AddressError, address_guard.Denied) as error:
        raise BadBody("Some values cannot be used.", (Dropped("url", str(error)),)) from None


def _found(call: Call, scope: str, webhook_id: str) -> Endpoint:
    endpoint = parts.endpoints().find(call.admit(scope).tenant.id, webhook_id)
    if endpoint is None:
        raise _nothing()
    call.log.add(webhook=endpoint.id)
    return endpoint


def _active(endpoint: Endpoint) -> Endpoint:
    if endpoint.state is not EndpointState.ACTIVE:
        raise Conflict(f"This webhook is {endpoint.state}. Resume it first.")
    return endpoint


def _ordered(call: Call, event: Event, queued: OrderedDelivery) -> Response[Any]:
    parts.events().put_event(event)
    call.log.add(event=event.id)
    return answer(202, queued)


def _render(endpoint: Endpoint | None) -> Response[Any]:
    if endpoint is None:
        raise _nothing()
    return answer(200, rendering.webhook(endpoint, _milliseconds(wiring.clock())))


def _nothing() -> NotFound:
    return NotFound("There is no such webhook.")


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


_ONE = "/webhooks/<webhook_id>"
handler = serve(
    [
        ("POST", "/webhooks", created),
        ("GET", "/webhooks", listed),
        ("GET", _ONE, shown),
        ("PATCH", _ONE, changed),
        ("DELETE", _ONE, removed),
        ("POST", f"{_ONE}/pause", paused),
        ("POST", f"{_ONE}/resume", resumed),
        ("POST", f"{_ONE}/rotate", rotated),
        ("POST", f"{_ONE}/test", tried),
        ("GET", f"{_ONE}/secret", secret),
        ("GET", f"{_ONE}/deliveries", deliveries),
        ("POST", f"{_ONE}/deliveries/<event_id>/replay", replayed),
    ],
    wiring.door,
)
wiring.prepare(wiring.door, parts.endpoints, parts.events, parts.log)
