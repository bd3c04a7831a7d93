"""From a committed event to one delivery per receiver."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from customer_risk.delivery.deliveries import DeliveryStore, State, Target
from customer_risk.delivery.envelopes import Event
from customer_risk.delivery.messages import CallbackQueue, Message

CALLBACK = "callback"

type TargetsOf = Callable[[Event], Sequence[Target]]
"""Where an event goes. Asked again when an event is published again, so the ids must stay the same."""


def callback_target(event: Event) -> Sequence[Target]:
    """The callback address of the request; an event without one has no receiver, for there are no subscriptions."""
    return () if event.target is None else (Target(id=CALLBACK, url=event.target),)


def publish(event: Event, targets_of: TargetsOf, store: DeliveryStore, queue: CallbackQueue, now: int) -> int:
    """Begin the deliveries of ``event`` and queue their first attempts; returns how many were queued.

    ``now`` in milliseconds. Safe to repeat at any point: the delivery is written first, so a repeat finds it and only
    queues again what nobody has taken up yet.
    """
    queued = 0
    for target in targets_of(event):
        known = store.put_delivery(event, target, now)
        # Once taken up, its message was in the queue, and the queue keeps it until it has been dealt with.
        if known and (known.leased_until or known.attempts or known.state is not State.PENDING):
            continue
        queue.send(Message(tenant=event.tenant, event=event.id, delivery=target.id))
        queued += 1
    return queued
