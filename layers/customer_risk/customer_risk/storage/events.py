"""The events table: the outbox, and for every event the log of its deliveries.

Partition ``T#{tenant}#EVENT#{event}``; sort key ``EVENT`` for the envelope, ``DELIVERY#{target}`` for each receiver.
Deliveries to subscriptions are listed by them: see :mod:`customer_risk.storage.delivery_log`.
"""

from __future__ import annotations

import base64
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import msgspec

from customer_risk.delivery.deliveries import Attempt, Claim, Delivery, State, Target, begun
from customer_risk.delivery.endpoints import endpoint_of
from customer_risk.delivery.envelopes import Event, instant
from customer_risk.delivery.publishing import CALLBACK
from customer_risk.storage.dynamo import ConditionFailed, Item, Operation, marshal, marshal_item, unmarshal_item, write

RETENTION = 30 * 24 * 3600
"""Seconds an event and its log are kept: ten times as long as the retries last, so that a human can still replay."""

_EVENT = "EVENT"
_DELIVERY = "DELIVERY#"


def event_put(event: Event, table: str) -> Operation:
    """The member of a transaction that commits ``event``; it fails where an event of that id exists."""
    return {
        "Put": {
            "TableName": table,
            "Item": event_item(event),
            "ConditionExpression": "attribute_not_exists(pk)",
        }
    }


def event_item(event: Event) -> Item:
    """The stored form; the body is compressed, because what is written is billed by the kilobyte."""
    values = msgspec.structs.asdict(event) | {
        "pk": _partition(event.tenant, event.id),
        "sk": _EVENT,
        "body": zlib.compress(event.body),
        "expires_at": _expiry(event),
    }
    return marshal_item(values)


def event_from_stream(image: Mapping[str, Any]) -> Event | None:
    """The event in a stream record's ``NewImage``; ``None`` for any other item of the table.

    Raises ``ValueError`` (``msgspec.ValidationError`` is one) for an event that cannot be read.
    """
    if image.get("sk") != {"S": _EVENT}:
        return None
    # Lambda hands binary values of a stream over as base64 text.
    return _event({name: {"B": base64.b64decode(v["B"])} if "B" in v else v for name, v in image.items()})


class EventsTable:
    """Reads and writes of one events table; ``now`` gives seconds since 1970. See :class:`DeliveryStore`."""

    def __init__(self, table: str, client: Any, now: Callable[[], float] = time.time) -> None:
        self._table = table
        self._client = client
        self._now = now

    def get_event(self, tenant: str, event_id: str) -> Event | None:
        """The event, read consistently; ``None`` when there is none or it has expired."""
        item = self._get(tenant, event_id, _EVENT)
        return _event(item) if item else None

    def put_event(self, event: Event) -> None:
        """Commit an event that no decision comes with. Repeating it is harmless."""
        with suppress(ConditionFailed):  # the SDK repeated a call whose answer was lost; ids are never used twice
            write(self._client.put_item, **event_put(event, self._table)["Put"])

    def get_delivery(self, tenant: str, event_id: str, target_id: str) -> Delivery | None:
        """One delivery with its log, read consistently; ``None`` when there is none or it has expired."""
        item = self._get(tenant, event_id, _DELIVERY + target_id)
        return delivery_of(item) if item else None

    def put_delivery(self, event: Event, target: Target, due: int) -> Delivery | None:
        """Begin a delivery, unless it exists: then nothing is written and the existing one is returned."""
        values = msgspec.to_builtins(begun(event, target, due)) | {
            "pk": _partition(event.tenant, event.id),
            "sk": _DELIVERY + target.id,
            # Written out, default or not: the conditions below compare them.
            "state": State.PENDING,
            "attempts": 0,
            "queued": 0,
            "leased_until": 0,
            "log": [],
            "listed": None if target.id == CALLBACK else listed(event.tenant, endpoint_of(target.id)),
            "expires_at": _expiry(event),
        }
        try:
            write(
                self._client.put_item,
                TableName=self._table,
                Item=marshal_item(values),
                ConditionExpression="attribute_not_exists(pk)",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ConditionFailed as lost:
            return delivery_of(lost.items[0])
        return None

    def claim(self, tenant: str, event_id: str, target_id: str, *, serial: int, now: int, until: int, by: str) -> Claim:
        """Take the turn of the next attempt: only while pending, due, not leased, and by the newest message.

        ``by`` is new for every try: it lets the SDK repeat a call whose answer was lost. ``now`` and ``until`` are
        milliseconds.
        """
        try:
            answer = write(
                self._client.update_item,
                TableName=self._table,
                Key=delivery_key(tenant, event_id, target_id),
                UpdateExpression="SET leased_until = :until, leased_by = :by",
                ConditionExpression=(
                    "#state = :pending AND queued <= :serial AND next_attempt_at <= :now AND expires_at > :seconds"
                    " AND (leased_until <= :now OR leased_by = :by)"
                ),
                ExpressionAttributeNames={"#state": "state"},
                ExpressionAttributeValues=marshal_item(
                    {
                        ":pending": State.PENDING,
                        ":serial": serial,
                        ":now": now,
                        ":seconds": now // 1000,
                        ":until": until,
                        ":by": by,
                    }
                ),
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ConditionFailed as lost:
            found = lost.items.get(0)
            alive = found and int(found["expires_at"]["N"]) > now // 1000
            return Claim(taken=False, delivery=delivery_of(found) if found and alive else None)
        return Claim(taken=True, delivery=delivery_of(answer["Attributes"]))

    def record_attempt(self, delivery: Delivery, attempt: Attempt, state: State, due: int, reason: str | None) -> bool:
        """Write down an attempt and its consequence. ``False`` when another had written that attempt or an end.

        A success is written whatever a slower twin noted meanwhile: what has arrived has arrived.
        """
        values: dict[str, Any] = {
            ":state": state,
            ":number": attempt.number,
            ":due": due,
            ":entry": [msgspec.to_builtins(attempt)],
            ":free": 0,
        }
        if state is State.DELIVERED:
            condition = "attribute_exists(pk) AND #state <> :state"
        else:
            condition = "#state = :pending AND attempts = :before"
            values |= {":pending": State.PENDING, ":before": attempt.number - 1}
        change = (
            "SET #state = :state, attempts = :number, next_attempt_at = :due, leased_until = :free,"
            " #log = list_append(#log, :entry)"
        )
        if reason is not None:
            change += ", reason = :reason"
            values[":reason"] = reason
        key = delivery_key(delivery.tenant, delivery.event_id, delivery.target_id)
        return self._update(key, change, condition, {"#state": "state", "#log": "log"}, values)

    def end(self, tenant: str, event_id: str, target_id: str, reason: str) -> None:
        """Give up a pending delivery without an attempt: its receiver is gone. Repeating it is harmless."""
        values = {":state": State.DISABLED, ":reason": reason, ":pending": State.PENDING}
        key = delivery_key(tenant, event_id, target_id)
        self._update(key, "SET #state = :state, reason = :reason", "#state = :pending", {"#state": "state"}, values)

    def mark_queued(self, tenant: str, event_id: str, target_id: str, serial: int) -> None:
        """Note that the message ``serial`` is in a queue. Repeating it is harmless."""
        key = delivery_key(tenant, event_id, target_id)
        self._update(key, "SET queued = :serial", "queued < :serial", {}, {":serial": serial})

    def _update(self, key: Item, change: str, condition: str, names: dict[str, str], values: dict[str, Any]) -> bool:
        try:
            write(
                self._client.update_item,
                TableName=self._table,
                Key=key,
                UpdateExpression=change,
                ConditionExpression=condition,
                **({"ExpressionAttributeNames": names} if names else {}),
                ExpressionAttributeValues=marshal_item(values),
            )
        except ConditionFailed:
            return False
        return True

    def _get(self, tenant: str, event_id: str, sort: str) -> Item | None:
        answer: dict[str, Item] = self._client.get_item(
            TableName=self._table, Key=_key(tenant, event_id, sort), ConsistentRead=True
        )
        item = answer.get("Item")
        # DynamoDB removes expired items some time after they expired, days at worst.
        return item if item and int(item["expires_at"]["N"]) > self._now() else None


def listed(tenant: str, endpoint_id: str) -> str:
    """The partition of index ``by-target`` that lists the deliveries to one subscription."""
    return f"T#{tenant}#{endpoint_id}"


def delivery_of(item: Item) -> Delivery:
    """A stored delivery."""
    return msgspec.convert(unmarshal_item(item), Delivery)


def delivery_key(tenant: str, event_id: str, target_id: str) -> Item:
    """The key of a delivery."""
    return _key(tenant, event_id, _DELIVERY + target_id)


def _partition(tenant: str, event_id: str) -> str:
    return f"T#{tenant}#EVENT#{event_id}"


def _key(tenant: str, event_id: str, sort: str) -> Item:
    return {"pk": marshal(_partition(tenant, event_id)), "sk": marshal(sort)}


def _expiry(event: Event) -> int:
    return int(instant(event.created).timestamp()) + RETENTION


def _event(item: Item) -> Event:
    values = unmarshal_item(item)
    try:
        return msgspec.convert(values | {"body": zlib.decompress(values["body"])}, Event)
    except (KeyError, TypeError, zlib.error) as error:
        raise ValueError(f"not an event: {error}") from error
