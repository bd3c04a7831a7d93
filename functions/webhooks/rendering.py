"""Subscriptions and deliveries → the documents that are answered."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec import structs

from customer_risk.delivery.breaker import Circuit, circuit
from customer_risk.delivery.deliveries import Attempt, Delivery, State
from customer_risk.delivery.endpoints import Endpoint
from customer_risk.delivery.envelopes import timestamp
from customer_risk.delivery.secrets import MasterKeys
from webhooks.wire import CreatedWebhook, DeliveryAttempt, Webhook, WebhookDelivery, WebhookSecret


def webhook(endpoint: Endpoint, now: int) -> Webhook:
    """An endpoint as it is shown at ``now`` (milliseconds)."""
    state = circuit(endpoint, now)
    return Webhook(
        id=endpoint.id,
        url=endpoint.url,
        event_types=endpoint.types,
        state=endpoint.state,
        circuit=state,
        failures=endpoint.failures,
        created_at=endpoint.created,
        updated_at=endpoint.updated,
        description=endpoint.description,
        unit=endpoint.unit,
        reason=endpoint.reason,
        failing_since=_moment(endpoint.failing_since),
        resting_until=_moment(endpoint.open_until) if state is Circuit.OPEN else None,
    )


def created(endpoint: Endpoint, keys: MasterKeys, now: int) -> CreatedWebhook:
    """A new endpoint with its secret."""
    return CreatedWebhook(**structs.asdict(webhook(endpoint, now)), secret=secret(endpoint, keys, now).secret)


def secret(endpoint: Endpoint, keys: MasterKeys, now: int) -> WebhookSecret:
    """The secrets of an endpoint that are valid at ``now`` (milliseconds)."""
    versions = endpoint.secret_versions(now)
    shown = [keys.signing_secrets(endpoint.tenant, (version,), endpoint.id)[0] for version in versions]
    if len(shown) == 1:
        return WebhookSecret(secret=shown[0])
    return WebhookSecret(
        secret=shown[0], previous_secret=shown[1], previous_valid_until=_moment(endpoint.previous_until)
    )


def delivery(found: Delivery) -> WebhookDelivery:
    """One line of the log."""
    return WebhookDelivery(
        id=found.target_id,
        event_id=found.event_id,
        event_type=found.type,
        state=found.state,
        queued_at=found.queued_at,
        attempts=tuple(map(_attempt, found.log)),
        next_attempt_at=_moment(found.next_attempt_at) if found.state is State.PENDING else None,
        reason=found.reason,
    )


def _attempt(made: Attempt) -> DeliveryAttempt:
    return DeliveryAttempt(
        number=made.number,
        at=_time(made.at),
        latency_ms=made.latency_ms,
        status=made.status,
        error=made.error,
        excerpt=made.excerpt or None,
    )


def _moment(milliseconds: int) -> str | None:
    return _time(milliseconds) if milliseconds else None


def _time(milliseconds: int) -> str:
    return timestamp(datetime.fromtimestamp(milliseconds / 1000, UTC))
