"""What is asked for and answered about webhooks."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from customer_risk.delivery.address_guard import MAX_LENGTH
from customer_risk.delivery.endpoints import is_pattern
from customer_risk.records import Record

DEFAULT_GRACE, LONGEST_GRACE = 24 * 3600, 7 * 24 * 3600
"""Seconds for which the secret before a rotation stays valid."""

_LONGEST_TYPE, _MOST_TYPES, _LONGEST_UNIT, _LONGEST_TEXT = 200, 50, 256, 500


def _pattern(text: str) -> str:
    if not is_pattern(text):
        raise PydanticCustomError("unusable", "must be an event type, a prefix that ends in .*, or *")
    return text


EventType = Annotated[str, Field(max_length=_LONGEST_TYPE), AfterValidator(_pattern)]
Url = Annotated[str, Field(min_length=1, max_length=MAX_LENGTH)]
Unit = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST_UNIT)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST_TEXT)]


class Wire(BaseModel):
    """Base of what is read: unknown fields are ignored."""

    model_config = ConfigDict(alias_generator=to_camel, defer_build=True)


class Choice(Wire):
    """Which events a webhook wants; what is left out does not narrow them."""

    event_types: Annotated[list[EventType], Field(min_length=1, max_length=_MOST_TYPES)] | None = Field(
        default=None, description="Event types, or prefixes that end in `.*`, or `*`.", examples=[["customer-check.*"]]
    )
    unit: Unit | None = Field(
        default=None,
        description="Only events of customers of this business unit; `null` for those of all.",
        json_schema_extra={"type": ["string", "null"]},
    )
    description: Words | None = None


class NewWebhook(Choice):
    """A webhook to be created."""

    url: Url = Field(description="Where events are posted: https, on the internet.")


class WebhookChange(Choice):
    """What to change of a webhook; `null` takes back a choice or the description."""

    url: Url | None = None


class WebhookPause(Wire):
    """Why a webhook is paused."""

    reason: Words | None = None


class SecretRotation(Wire):
    """How a secret is replaced."""

    grace_seconds: int = Field(
        default=DEFAULT_GRACE, ge=0, le=LONGEST_GRACE, description="How long the secret before stays valid."
    )


class Written(Record, rename="camel"):
    """Base of what is answered; fields that have a default are left out while they have it."""


class Webhook(Written):
    """A webhook and how it is doing.

    ``state`` is active, paused or disabled, with a ``reason``. ``circuit`` is closed while it answers well, open while
    it is left alone until ``restingUntil`` after ``failures`` in a row, half-open while one delivery tries again.
    """

    id: str
    url: str
    event_types: tuple[str, ...]
    state: str
    circuit: str
    failures: int
    created_at: str
    updated_at: str
    description: str | None = None
    unit: str | None = None
    reason: str | None = None
    failing_since: str | None = None
    resting_until: str | None = None


class WebhookList(Written):
    """All webhooks of a tenant, oldest first."""

    webhooks: tuple[Webhook, ...]


class WebhookSecret(Written):
    """What signatures are verified with; until ``previousValidUntil`` every event is signed with both."""

    secret: str
    previous_secret: str | None = None
    previous_valid_until: str | None = None


class CreatedWebhook(Webhook, kw_only=True):
    """A new webhook with the secret that its events are signed with."""

    secret: str


class DeliveryAttempt(Written):
    """One attempt: the HTTP ``status``, or the ``error`` why there was none; ``excerpt`` begins what was answered."""

    number: int
    at: str
    latency_ms: int
    status: int | None = None
    error: str | None = None
    excerpt: str | None = None


class WebhookDelivery(Written):
    """One event on its way to a webhook: pending, delivered, failed or disabled.

    ``id`` names the delivery, of which an event that was replayed has several; ``eventId`` is its `webhook-id`.
    """

    id: str
    event_id: str
    event_type: str
    state: str
    queued_at: str
    attempts: tuple[DeliveryAttempt, ...]
    next_attempt_at: str | None = None
    reason: str | None = None


class WebhookDeliveryList(Written):
    """A page of deliveries, newest first; ``next`` is the cursor of the page that follows."""

    deliveries: tuple[WebhookDelivery, ...]
    next: str | None


class OrderedDelivery(Written):
    """A delivery that was ordered; the log of the webhook shows it shortly."""

    delivery_id: str
    event_id: str
