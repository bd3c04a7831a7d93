"""One message of the callback queue: take the attempt's turn, send, write down, arrange what follows.

A crash may come between any two calls. The order makes sure that it never loses a delivery: a message is deleted only
after its successor is queued. It also keeps doubles to what "at least once" demands: a request is sent twice only if a
crash came between sending it and writing it down, and copies of messages die out, because the table knows the serial of
the newest one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

import msgspec

from customer_risk.delivery.address_guard import AddressError, Denied, Destination, NotFound, Resolve, vet
from customer_risk.delivery.breaker import Breaker, Judgement, is_open_road
from customer_risk.delivery.deliveries import Attempt, Delivery, DeliveryStore, State
from customer_risk.delivery.endpoints import Endpoint, EndpointState, EndpointStore, endpoint_of
from customer_risk.delivery.envelopes import Event
from customer_risk.delivery.http import Answer, Unanswered
from customer_risk.delivery.messages import CallbackQueue, DeadLetter, Message
from customer_risk.delivery.notices import disabled_notice
from customer_risk.delivery.publishing import CALLBACK
from customer_risk.delivery.schedule import Verdict, delay_after, retry_after_seconds, verdict
from customer_risk.delivery.secrets import MasterKeys
from customer_risk.delivery.signing import sign
from customer_risk.records import Record

LEASE = 60_000
"""Milliseconds for which a taken attempt is nobody else's: longer than sending can take, shorter than the time after
which the queue shows an unfinished message again."""

type Transmit = Callable[[Destination, dict[str, str], bytes], Answer]
"""Send one request; raises :class:`Unanswered`."""


class Outcome(StrEnum):
    """What became of a message. The first four are outcomes of an attempt.

    ``HELD`` waits for its endpoint, which is paused or failing; ``WAITING`` is not due yet.
    """

    DELIVERED = "delivered"
    RETRY = "retry"
    FAILED = "failed"
    DISABLED = "disabled"
    HELD = "held"
    WAITING = "waiting"
    OVER = "over"
    EXPIRED = "expired"


class Report(Record):
    """What to log of a message: the ``attempt``, if one was made, and what it meant for its endpoint."""

    outcome: Outcome
    attempt: Attempt | None = None
    judgement: Judgement = Judgement()


class Sender:
    """Handles messages of the callback queue. Stateless but for its collaborators, so threads may share it."""

    def __init__(
        self,
        *,
        store: DeliveryStore,
        endpoints: EndpointStore,
        queue: CallbackQueue,
        keys: Callable[[], MasterKeys],
        transmit: Transmit,
        resolve: Resolve,
        now: Callable[[], datetime],
        random: Callable[[], float],
        new_id: Callable[[], str],
        loopback: bool = False,
    ) -> None:
        self._store = store
        self._endpoints = endpoints
        self._breaker = Breaker(endpoints, self._notice, random)
        self._queue = queue
        self._keys = keys
        self._transmit = transmit
        self._resolve = resolve
        self._now = now
        self._random = random
        self._new_id = new_id
        self._loopback = loopback

    def handle(self, message: Message) -> Report:
        """Deal with one message; returning means that it may be deleted, raising that it must come again."""
        if message.delivery == CALLBACK:
            return self._take_turn(message, None)
        endpoint = self._endpoints.find(message.tenant, endpoint_of(message.delivery))
        if endpoint is not None and is_open_road(endpoint, self._milliseconds()):
            return self._take_turn(message, endpoint)
        return self._ask_leave(message, endpoint)

    def _ask_leave(self, message: Message, endpoint: Endpoint | None) -> Report:
        """A message for an endpoint that is gone, paused or failing; whoever may not send yet uses up no attempt."""
        now = self._milliseconds()
        delivery = self._store.get_delivery(message.tenant, message.event, message.delivery)
        if delivery is None:
            return Report(outcome=Outcome.EXPIRED)
        over = delivery.state is not State.PENDING or delivery.queued > message.serial
        if not over and (endpoint is None or endpoint.state is EndpointState.DISABLED):
            reason = "endpoint disabled" if endpoint else "endpoint deleted"
            self._store.end(message.tenant, message.event, message.delivery, reason)
            return Report(outcome=Outcome.DISABLED)
        if over or endpoint is None or max(delivery.next_attempt_at, delivery.leased_until) > now:
            return self._settle(message, delivery)
        entry = self._breaker.enter(endpoint, now)
        if entry.wait:
            self._follow(message, State.PENDING, entry.wait, None)
            return Report(outcome=Outcome.HELD)
        return self._take_turn(message, entry.endpoint)

    def _take_turn(self, message: Message, endpoint: Endpoint | None) -> Report:
        now = self._milliseconds()
        claim = self._store.claim(
            message.tenant,
            message.event,
            message.delivery,
            serial=message.serial,
            now=now,
            until=now + LEASE,
            by=self._new_id(),
        )
        if claim.delivery is None:
            return Report(outcome=Outcome.EXPIRED)
        if not claim.taken:
            return self._settle(message, claim.delivery)
        return self._attempt(message, claim.delivery, endpoint)

    def _attempt(self, message: Message, delivery: Delivery, endpoint: Endpoint | None) -> Report:
        event = self._store.get_event(message.tenant, message.event)
        begun = self._milliseconds()
        status, error, answer, lasting = None, None, None, event is None
        try:
            if event is None:
                error = "event missing"
            else:
                answer = self._send(event, delivery, endpoint)
                status = answer.status
        except AddressError:
            error, lasting = "address refused", True
        except Denied:
            error = "address denied"
        except NotFound:
            error = "name not found"
        except Unanswered as silence:
            error = silence.kind
        ended = self._milliseconds()
        attempt = Attempt(
            number=delivery.attempts + 1,
            at=begun,
            status=status,
            error=error,
            latency_ms=ended - begun,
            excerpt=answer.excerpt if answer else "",
        )
        judgement = Judgement()
        if endpoint and event:
            # Before the attempt is written down: a crash between the two repeats it rather than forgetting a 410.
            judgement = self._breaker.judge(endpoint, verdict(status), ended)
        state, delay, reason = self._consequence(attempt, answer, lasting=lasting)
        due = ended + round(delay * 1000)
        if self._store.record_attempt(delivery, attempt, state, due, reason):
            self._follow(message, state, delay, reason)
        elif found := self._store.get_delivery(message.tenant, message.event, message.delivery):
            # A twin was quicker, or this very write was repeated after its answer got lost: go by what stands there.
            self._settle(message, found)
        return Report(outcome=_OUTCOMES[state], attempt=attempt, judgement=judgement)

    def _consequence(
        self, attempt: Attempt, answer: Answer | None, *, lasting: bool
    ) -> tuple[State, float, str | None]:
        """State after the attempt, seconds until the next one, and the reason of a bad end."""
        match verdict(attempt.status):
            case Verdict.DELIVERED:
                return State.DELIVERED, 0, None
            case Verdict.DISABLE:
                return State.DISABLED, 0, "gone"
        if lasting:
            return State.FAILED, 0, attempt.error
        asked = retry_after_seconds(answer.retry_after, self._now()) if answer else None
        delay = delay_after(attempt.number, self._random, asked)
        return (State.FAILED, 0, "attempts exhausted") if delay is None else (State.PENDING, delay, None)

    def _settle(self, message: Message, delivery: Delivery) -> Report:
        """A message that has no attempt to make: too early, a copy, or come again after a crash."""
        if delivery.queued > message.serial or delivery.state in {State.DELIVERED, State.DISABLED}:
            return Report(outcome=Outcome.OVER)
        wait = (max(delivery.next_attempt_at, delivery.leased_until) - self._milliseconds()) / 1000
        # Never 0: a clock a little behind the queue's would spin.
        self._follow(message, delivery.state, max(wait, 1), delivery.reason)
        return Report(outcome=Outcome.WAITING if delivery.state is State.PENDING else Outcome.OVER)

    def _follow(self, message: Message, state: State, delay: float, reason: str | None) -> None:
        """Queue what comes after this message, then note that it is queued."""
        following = message.serial + 1
        if state is State.PENDING:
            self._queue.send(msgspec.structs.replace(message, serial=following), delay)
        elif state is State.FAILED:
            letter = DeadLetter(
                reason=reason or "failed", tenant=message.tenant, event=message.event, delivery=message.delivery
            )
            self._queue.bury(letter)
        else:
            return
        self._store.mark_queued(message.tenant, message.event, message.delivery, following)

    def _send(self, event: Event, delivery: Delivery, endpoint: Endpoint | None) -> Answer:
        destination = vet(endpoint.url if endpoint else delivery.url, self._resolve, loopback=self._loopback)
        keys, now = self._keys(), self._now()
        if endpoint:
            versions = endpoint.secret_versions(int(now.timestamp() * 1000))
            secrets = keys.signing_secrets(event.tenant, versions, endpoint.id)
        else:
            secrets = keys.signing_secrets(event.tenant)
        headers = {
            "Content-Type": event.content_type,
            "User-Agent": "customer-risk",
            **({"customer-risk-sequence": str(event.sequence)} if event.customer_id else {}),
            **event.headers,
            **sign(secrets, event.id, int(now.timestamp()), event.body),
        }
        if event.secret_header:
            headers[event.secret_header] = keys.static_secret(event.tenant)
        return self._transmit(destination, headers, event.body)

    def _notice(self, endpoint: Endpoint, reason: str) -> Event:
        return disabled_notice(endpoint, reason, event_id=self._new_id(), at=self._now())

    def _milliseconds(self) -> int:
        return int(self._now().timestamp() * 1000)


_OUTCOMES = {
    State.DELIVERED: Outcome.DELIVERED,
    State.PENDING: Outcome.RETRY,
    State.FAILED: Outcome.FAILED,
    State.DISABLED: Outcome.DISABLED,
}
