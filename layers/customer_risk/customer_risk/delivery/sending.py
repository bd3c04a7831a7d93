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
from customer_risk.delivery.deliveries import Attempt, Delivery, DeliveryStore, State
from customer_risk.delivery.envelopes import Event
from customer_risk.delivery.http import Answer, Unanswered
from customer_risk.delivery.messages import CallbackQueue, DeadLetter, Message
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
    """What became of a message. The first four are outcomes of an attempt."""

    DELIVERED = "delivered"
    RETRY = "retry"
    FAILED = "failed"
    DISABLED = "disabled"
    WAITING = "waiting"
    OVER = "over"
    EXPIRED = "expired"


class Report(Record):
    """What to log of a message; ``attempt`` is there when one was made."""

    outcome: Outcome
    attempt: Attempt | None = None


class Sender:
    """Handles messages of the callback queue. Stateless but for its collaborators, so threads may share it."""

    def __init__(
        self,
        *,
        store: DeliveryStore,
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
        return self._attempt(message, claim.delivery)

    def _attempt(self, message: Message, delivery: Delivery) -> Report:
        event = self._store.get_event(message.tenant, message.event)
        begun = self._milliseconds()
        status, error, answer, lasting = None, None, None, event is None
        try:
            if event is None:
                error = "event missing"
            else:
                answer = self._send(event, delivery)
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
        state, delay, reason = self._consequence(attempt, answer, lasting=lasting)
        due = ended + round(delay * 1000)
        if self._store.record_attempt(delivery, attempt, state, due, reason):
            self._follow(message, state, delay, reason)
        elif found := self._store.get_delivery(message.tenant, message.event, message.delivery):
            # A twin was quicker, or this very write was repeated after its answer got lost: go by what stands there.
            self._settle(message, found)
        return Report(outcome=_OUTCOMES[state], attempt=attempt)

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

    def _send(self, event: Event, delivery: Delivery) -> Answer:
        destination = vet(delivery.url, self._resolve, loopback=self._loopback)
        keys = self._keys()
        headers = {
            "Content-Type": event.content_type,
            "User-Agent": "customer-risk",
            "customer-risk-sequence": str(event.sequence),
            **event.headers,
            **sign(keys.signing_secrets(event.tenant), event.id, int(self._now().timestamp()), event.body),
        }
        if event.secret_header:
            headers[event.secret_header] = keys.static_secret(event.tenant)
        return self._transmit(destination, headers, event.body)

    def _milliseconds(self) -> int:
        return int(self._now().timestamp() * 1000)


_OUTCOMES = {
    State.DELIVERED: Outcome.DELIVERED,
    State.PENDING: Outcome.RETRY,
    State.FAILED: Outcome.FAILED,
    State.DISABLED: Outcome.DISABLED,
}
