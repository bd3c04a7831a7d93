"""A webhook subscription: where a tenant wants its events to go, which of them, and how that place is doing."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Protocol

from customer_risk.delivery.envelopes import Event
from customer_risk.records import Record

MOST_ENDPOINTS = 50
"""Subscriptions of one tenant: every event is compared with all of them."""

EVERYTHING = "*"

NOTICE_TYPE = "webhook.endpoint.disabled"
"""The type of the event that tells a tenant's other endpoints of one that was disabled, whatever they subscribed to."""

TEST_TYPE = "webhook.test"

_PATTERN = re.compile(r"\*|[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*(?:\.\*)?")
_REPLAY = "."


class EndpointState(StrEnum):
    """``ACTIVE`` is delivered to; deliveries to a ``PAUSED`` one wait; a ``DISABLED`` one gets none."""

    ACTIVE = "active"
    PAUSED = "paused"
    DISABLED = "disabled"


class Endpoint(Record):
    """One subscription.

    ``created`` and ``updated`` are as :func:`envelopes.timestamp` writes them, other times in milliseconds since 1970
    with 0 for never.

    ``types`` are event types, or prefixes that end in ``.*``, or ``*``; ``unit`` limits it to events of one business
    unit. ``reason`` says why it is in its ``state`` since ``since``. Its secrets are derived from ``secret_version``,
    and until ``previous_until`` the version before signs too. ``failures`` in a row since ``failing_since`` have opened
    its circuit ``openings`` times, now until ``open_until`` (see :mod:`customer_risk.delivery.breaker`).
    """

    id: str
    tenant: str
    url: str
    created: str
    updated: str
    description: str | None = None
    types: tuple[str, ...] = (EVERYTHING,)
    unit: str | None = None
    state: EndpointState = EndpointState.ACTIVE
    reason: str | None = None
    since: int = 0
    secret_version: int = 1
    previous_until: int = 0
    failures: int = 0
    failing_since: int = 0
    openings: int = 0
    open_until: int = 0

    def wants(self, event: Event) -> bool:
        """Whether it subscribed to this event; its state is not asked."""
        if event.type == NOTICE_TYPE:
            return True
        if self.unit is not None and self.unit != event.unit:
            return False
        return any(
            event.type.startswith(pattern[:-1]) if pattern.endswith("*") else event.type == pattern
            for pattern in self.types
        )

    def secret_versions(self, now: int) -> tuple[int, ...]:
        """The versions of its secret that are valid at ``now``, newest first."""
        if self.previous_until > now:
            return (self.secret_version, self.secret_version - 1)
        return (self.secret_version,)


def is_pattern(text: str) -> bool:
    """Whether ``text`` can be one of ``Endpoint.types``."""
    return _PATTERN.fullmatch(text) is not None


def replay_id(endpoint_id: str, replay: str) -> str:
    """The id of the delivery that repeats an event; ``replay`` is the id of the event that asked for it."""
    return endpoint_id + _REPLAY + replay


def endpoint_of(delivery_id: str) -> str:
    """The id of the endpoint that a delivery, first or repeated, goes to."""
    return delivery_id.partition(_REPLAY)[0]


class EndpointStore(Protocol):
    """What sending needs of the subscriptions. All times are milliseconds."""

    def find(self, tenant: str, endpoint_id: str) -> Endpoint | None:
        """The endpoint, read consistently; ``None`` when there is none (any more)."""

    def succeeded(self, endpoint: Endpoint) -> None:
        """It has answered well: what was counted against it is forgotten."""

    def failed(self, endpoint: Endpoint, now: int) -> Endpoint | None:
        """Count a failed attempt; the endpoint as it is then, ``None`` when it is gone."""

    def rest(self, endpoint: Endpoint, until: int) -> bool:
        """Open the circuit. ``False`` when another sender has moved ``open_until`` since ``endpoint`` was read."""

    def probe(self, endpoint: Endpoint, until: int) -> Endpoint | None:
        """Take the one attempt that finds out whether it answers again; ``None`` when another sender was quicker."""

    def disable(self, endpoint: Endpoint, reason: str, notice: Event) -> bool:
        """Disable it and commit the notice, both or neither. ``False`` when it is no longer active."""
