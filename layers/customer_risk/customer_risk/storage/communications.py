"""Accepted communications in the cases table: ``T#<tenant>#COMM#<communication number>`` / ``COMM``.

A communication is a request with a number of its sender's, good for one accepted request ever; its results are told
under that number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from customer_risk.delivery.envelopes import Event
from customer_risk.records import Record
from customer_risk.storage.codec import expand, squeeze
from customer_risk.storage.dynamo import (
    ConditionFailed,
    Operation,
    marshal,
    marshal_item,
    transact,
    unmarshal_item,
    write,
)
from customer_risk.storage.events import event_put

ROOM = 92
"""Operations of a transaction that a dialect can use: there is room for 100, and the decision itself needs some."""


class Communication(Record):
    """One accepted request: ``id`` and ``ticket`` are those of its evaluation, ``created`` when it was accepted.

    ``work`` (a packed record of the dialect's own) is there until it is decided, ``told`` (compressed JSON of the
    dialect's own) from then on, and with it ``followed`` (packed), by which the dialect knows what else is to be told;
    ``tellings`` counts how often something was. ``rest`` holds events of the decision that are not in the outbox yet.
    """

    id: str
    customer_id: str
    ticket: int
    created: str
    work: bytes | None = None
    told: bytes | None = None
    rest: bytes | None = None
    followed: bytes | None = None
    tellings: int = 0


class Communications:
    """Reads and writes of communications; ``events_table`` is where their results go."""

    def __init__(self, client: Any, table: str, events_table: str) -> None:
        self._client = client
        self._table = table
        self._events_table = events_table

    def find(self, tenant: str, number: str) -> Communication | None:
        """The communication of that number, read consistently."""
        answer = self._client.get_item(TableName=self._table, Key=_key(tenant, number), ConsistentRead=True)
        item = answer.get("Item")
        return msgspec.convert(unmarshal_item(item), Communication) if item else None

    def claim(self, tenant: str, number: str, communication: Communication) -> Operation:
        """Store a communication; fails where its number has been used."""
        item = _key(tenant, number) | marshal_item(msgspec.structs.asdict(communication))
        return {"Put": {"TableName": self._table, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}

    def accept(self, operations: Sequence[Operation], *, token: str) -> None:
        """Write a claim and whatever belongs to it, or nothing; see ``dynamo.transact``."""
        transact(self._client, operations, token=token)

    def decide(
        self, tenant: str, number: str, told: bytes, followed: bytes, events: Sequence[Event], *, taken: int = 0
    ) -> list[Operation]:
        """Record a decision once: what was told of it, its events in their order, and what has no room here for later.

        ``taken`` operations of the transaction are somebody else's. :meth:`send_rest` writes the later events.
        """
        room = max(ROOM - taken, 0)
        at_once, rest = events[:room], events[room:]
        values = {":told": marshal(squeeze(told)), ":followed": marshal(followed)}
        if rest:
            values[":rest"] = marshal(squeeze(msgspec.json.encode(rest)))
        update = {
            "TableName": self._table,
            "Key": _key(tenant, number),
            "UpdateExpression": "SET #told = :told, #followed = :followed"
            + (", #rest = :rest" if rest else "")
            + " REMOVE #work",
            "ConditionExpression": "attribute_exists(#work)",
            "ExpressionAttributeNames": {"#told": "told", "#followed": "followed", "#work": "work"}
            | ({"#rest": "rest"} if rest else {}),
            "ExpressionAttributeValues": values,
        }
        return [{"Update": update}, *(event_put(event, self._events_table) for event in at_once)]

    def follow(
        self, tenant: str, number: str, before: Communication, told: bytes, followed: bytes, events: Sequence[Event]
    ) -> list[Operation]:
        """Record what was told after the decision, with its events; fails where more was told since ``before``."""
        update = {
            "TableName": self._table,
            "Key": _key(tenant, number),
            "UpdateExpression": "SET told = :told, followed = :followed, tellings = :after",
            "ConditionExpression": "tellings = :before",
            "ExpressionAttributeValues": {
                ":told": marshal(squeeze(told)),
                ":followed": marshal(followed),
                ":before": marshal(before.tellings),
                ":after": marshal(before.tellings + 1),
            },
        }
        return [{"Update": update}, *(event_put(event, self._events_table) for event in events)]

    def forget(self, tenant: str, number: str) -> Operation:
        """Take away what was said and told under a number, which stays used."""
        return {
            "Update": {
                "TableName": self._table,
                "Key": _key(tenant, number),
                "UpdateExpression": "REMOVE #work, told, followed, rest",
                "ExpressionAttributeNames": {"#work": "work"},
                "ConditionExpression": "attribute_exists(pk)",
            }
        }

    def send_rest(self, tenant: str, number: str, communication: Communication) -> None:
        """Put the events that had no room in the decision's transaction into the outbox. Repeating it is harmless."""
        if communication.rest is None:
            return
        events = msgspec.json.decode(expand(communication.rest), type=list[Event])
        for first in range(0, len(events), ROOM):
            part = events[first : first + ROOM]
            try:
                # All or none of a part: where the first is there, an earlier try has written the others too.
                transact(self._client, [event_put(one, self._events_table) for one in part], token=part[0].id)
            except ConditionFailed:
                continue
        write(
            self._client.update_item,
            TableName=self._table,
            Key=_key(tenant, number),
            UpdateExpression="REMOVE #rest",
            ExpressionAttributeNames={"#rest": "rest"},
        )


def told(communication: Communication) -> bytes | None:
    """What was told of a communication, once it is decided."""
    return expand(communication.told) if communication.told is not None else None


def _key(tenant: str, number: str) -> dict[str, Any]:
    return {"pk": {"S": f"T#{tenant}#COMM#{number}"}, "sk": {"S": "COMM"}}
