"""When a subscribed endpoint is left alone for a while, and when for good.

After some failures in a row its circuit opens: due deliveries wait, which uses up none of their attempts. When the rest
is over one delivery is let out to try (the circuit is half open); its success closes the circuit, its failure doubles
the rest. Answering 410, or nothing but failing for five days, disables the endpoint.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from customer_risk.delivery.endpoints import Endpoint, EndpointState, EndpointStore
from customer_risk.delivery.envelopes import Event
from customer_risk.delivery.schedule import Verdict
from customer_risk.records import Record

THRESHOLD = 5
"""Failures in a row that open the circuit."""

FIRST_REST, LONGEST_REST = 10_000, 900_000
"""Milliseconds the circuit stays open the first time, and at most."""

PROBE = 20_000
"""Milliseconds in which the one attempt let out must have come back: longer than sending can take."""

PATIENCE = 5 * 24 * 3600 * 1000
"""Milliseconds of nothing but failure after which an endpoint is disabled."""

SHORTEST_PAUSE = 10_000
"""Milliseconds between two looks at a paused endpoint, at least."""

GONE = "the endpoint answered 410"
FAILING = "nothing but failures for five days"


class Circuit(StrEnum):
    """Closed lets everything out, open nothing, half open one attempt."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class Entry(Record):
    """``wait`` is the number of seconds a due delivery must wait; 0 lets it out to ``endpoint``."""

    endpoint: Endpoint
    wait: float = 0


class Judgement(Record):
    """What an attempt has brought about."""

    opened: bool = False
    disabled: bool = False


type Notice = Callable[[Endpoint, str], Event]
"""Render the event that tells of an endpoint disabled for a reason."""


def circuit(endpoint: Endpoint, now: int) -> Circuit:
    """The state of an endpoint's circuit at ``now``."""
    if endpoint.failures < THRESHOLD:
        return Circuit.CLOSED
    return Circuit.OPEN if endpoint.open_until > now else Circuit.HALF_OPEN


def is_open_road(endpoint: Endpoint, now: int) -> bool:
    """Whether nothing holds deliveries back."""
    return endpoint.state is EndpointState.ACTIVE and circuit(endpoint, now) is Circuit.CLOSED


class Breaker:
    """Lets deliveries out to endpoints and judges what came of it. ``random`` gives numbers from 0 up to 1."""

    def __init__(self, endpoints: EndpointStore, notice: Notice, random: Callable[[], float]) -> None:
        self._endpoints = endpoints
        self._notice = notice
        self._random = random

    def enter(self, endpoint: Endpoint, now: int) -> Entry:
        """Ask to send a delivery that is due. Entering a half-open circuit takes its only attempt."""
        if endpoint.state is EndpointState.PAUSED:
            # Soon after a short pause, and without looking all the time through a long one.
            return Entry(endpoint=endpoint, wait=self._spread(max((now - endpoint.since) / 4, SHORTEST_PAUSE)))
        match circuit(endpoint, now):
            case Circuit.CLOSED:
                return Entry(endpoint=endpoint)
            case Circuit.OPEN:
                return Entry(endpoint=endpoint, wait=self._spread(endpoint.open_until - now))
        probing = self._endpoints.probe(endpoint, now + PROBE)
        if probing is None:
            return Entry(endpoint=endpoint, wait=self._spread(PROBE))
        return Entry(endpoint=probing)

    def judge(self, endpoint: Endpoint, verdict: Verdict, now: int) -> Judgement:
        """Note what an attempt came to; ``endpoint`` as :meth:`enter` or the look-up before it gave it."""
        if verdict is Verdict.DELIVERED:
            if endpoint.failures:
                self._endpoints.succeeded(endpoint)
            return Judgement()
        if verdict is Verdict.DISABLE:
            return self._disable(endpoint, GONE)
        after = self._endpoints.failed(endpoint, now)
        if after is None or after.failures < THRESHOLD:
            return Judgement()
        if now - after.failing_since >= PATIENCE:
            return self._disable(endpoint, FAILING)
        rest = min(FIRST_REST * 2**endpoint.openings, LONGEST_REST)
        return Judgement(opened=self._endpoints.rest(endpoint, now + rest))

    def _disable(self, endpoint: Endpoint, reason: str) -> Judgement:
        return Judgement(disabled=self._endpoints.disable(endpoint, reason, self._notice(endpoint, reason)))

    def _spread(self, milliseconds: float) -> float:
        """Seconds, up to half as long again, so that what has waited does not arrive at once."""
        return min(milliseconds, LONGEST_REST) * (1 + self._random() / 2) / 1000
