"""From a committed event to one delivery per receiver."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from customer_risk.delivery.deliveries import DeliveryStore, State, Target
from customer_risk.delivery.endpoints import Endpoint, EndpointState, replay_id
from customer_risk.delivery.envelopes import Event
from customer_risk.delivery.messages import CallbackQueue, Message

CALLBACK = "callback"

type TargetsOf = Callable[[Event], Sequence[Target]]
"""Where an event goes. Asked again when an event is published again, so the ids must stay the same."""


def callback_target(event: Event) -> Sequence[Target]:
    """The callback address of the request that caused the event, if it had one."""
    return () if event.target is None else (Target(id=CALLBACK, url=event.target),)


class Subscriptions:
    """Where events go: to the callback address of their request, else to the subscriptions that want them.

    The subscriptions of a tenant are read once, so make one of these for every batch of committed events: what was
    subscribed before an event was committed is then always found. ``endpoints_of`` reads them consistently.
    """

    def __init__(self, endpoints_of: Callable[[str], Sequence[Endpoint]]) -> None:
        self._endpoints_of = endpoints_of
        self._known: dict[str, Sequence[Endpoint]] = {}

    def __call__(self, event: Event) -> Sequence[Target]:
        """The targets of one event. A paused endpoint is among them: its deliveries wait for it."""
        if event.target is not None:
            return callback_target(event)
        if event.tenant not in self._known:
            self._known[event.tenant] = self._endpoints_of(event.tenant)
        alive = [one for one in self._known[event.tenant] if one.state is not EndpointState.DISABLED]
        if event.endpoint is None:
            return [Target(id=one.id, url=one.url) for one in alive if one.wants(event)]
        delivery_of = (lambda one: replay_id(one, event.id)) if event.replays else str
        return [Target(id=delivery_of(one.id), url=one.url) for one in alive if one.id == event.endpoint]


def publish(event: Event, targets_of: TargetsOf, store: DeliveryStore, queue: CallbackQueue, now: int) -> int:
    """Begin the deliveries of ``event`` and queue their first attempts; returns how many were queued.

    ``now`` in milliseconds. Safe to repeat at any point: the delivery is written first, so a repeat finds it and only
    queues again what nobody has taken up yet.
    """
    delivered = store.get_event(event.tenant, event.replays) if event.replays else event
    if delivered is None:  # what was to be replayed has expired meanwhile
        return 0
    queued = 0
    for target in targets_of(event):
        known = store.put_delivery(delivered, target, now)
        # Once taken up, its message was in the queue, and the queue keeps it until it has been dealt with.
        if known and (known.leased_until or known.attempts or known.queued or known.state is not State.PENDING):
            continue
        queue.send(Message(tenant=event.tenant, event=delivered.id, delivery=target.id))
        queued += 1
    return queued
