"""A delivery: one event on its way to one receiver, and the log of its attempts."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol

from customer_risk.delivery.envelopes import Event, timestamp
from customer_risk.records import Record

EXCERPT = 500
"""Characters kept of what a receiver answered."""


class State(StrEnum):
    """``PENDING`` until one of the others, which are final."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    DISABLED = "disabled"


class Target(Record):
    """Where an event goes: ``id`` is stable for the receiver (``callback``, or the id of a subscribed endpoint)."""

    id: str
    url: str


class Attempt(Record):
    """One attempt: ``at`` in milliseconds since 1970, ``status`` the HTTP status, or ``error`` why there was none."""

    number: int
    at: int
    status: int | None = None
    error: str | None = None
    latency_ms: int = 0
    excerpt: str = ""


class Delivery(Record):
    """State of one event's way to one target; times in milliseconds since 1970.

    ``type`` is the event's, ``queued_at`` when the delivery began, as :func:`envelopes.timestamp` writes it. ``url`` is
    where it went then; a subscription may have moved since. ``attempts`` have been recorded so far. ``queued`` is the
    serial of the newest message known to be in a queue: all older ones are copies that may be dropped.
    ``leased_until`` keeps a copy from sending at the same time.
    """

    tenant: str
    event_id: str
    target_id: str
    url: str
    type: str = ""
    queued_at: str = ""
    state: State = State.PENDING
    attempts: int = 0
    queued: int = 0
    next_attempt_at: int = 0
    leased_until: int = 0
    reason: str | None = None
    log: tuple[Attempt, ...] = ()


def begun(event: Event, target: Target, due: int) -> Delivery:
    """A new delivery, whose first attempt is ``due``."""
    return Delivery(
        tenant=event.tenant,
        event_id=event.id,
        target_id=target.id,
        url=target.url,
        type=event.type,
        queued_at=timestamp(datetime.fromtimestamp(due / 1000, UTC)),
        next_attempt_at=due,
    )


class DeliveryStore(Protocol):
    """What publishing and sending need of the events table."""

    def get_event(self, tenant: str, event_id: str) -> Event | None:
        """The event, read consistently; ``None`` when there is none or it has expired."""

    def put_delivery(self, event: Event, target: Target, due: int) -> Delivery | None:
        """Begin a delivery, unless it exists: then nothing is written and the existing one is returned."""

    def claim(self, tenant: str, event_id: str, target_id: str, *, serial: int, now: int, until: int, by: str) -> Claim:
        """Take the turn of the next attempt: only while pending, due, not leased, and by the newest message."""

    def record_attempt(self, delivery: Delivery, attempt: Attempt, state: State, due: int, reason: str | None) -> bool:
        """Write down an attempt and its consequence. ``False`` when another had written that attempt or an end."""

    def get_delivery(self, tenant: str, event_id: str, target_id: str) -> Delivery | None:
        """One delivery, read consistently; ``None`` when there is none or it has expired."""

    def end(self, tenant: str, event_id: str, target_id: str, reason: str) -> None:
        """Give up a pending delivery without an attempt: its receiver is gone. Repeating it is harmless."""

    def mark_queued(self, tenant: str, event_id: str, target_id: str, serial: int) -> None:
        """Note that the message ``serial`` is in a queue. Repeating it is harmless."""


class Claim(Record):
    """Whether the turn was taken, and the delivery as it is now; ``None`` when there is none or it has expired."""

    taken: bool
    delivery: Delivery | None
