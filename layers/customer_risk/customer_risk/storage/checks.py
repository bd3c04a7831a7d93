"""Checks in the cases table: partition and sort key ``T#<tenant>#CHECK#<check>`` / ``CHECK``."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

from customer_risk.records import Record
from customer_risk.storage.dynamo import (
    LONGEST_ID,
    ConditionFailed,
    Operation,
    marshal,
    marshal_item,
    unmarshal_item,
    write,
)


class CheckStatus(StrEnum):
    """``PENDING`` until the asynchronous half has decided."""

    PENDING = "pending"
    DECIDED = "decided"


class Check(Record):
    """One request to check a customer, and its answer once there is one.

    ``ticket`` is the turn it took: the answer is kept there, with the customer's snapshot. ``fingerprint`` tells a
    repeated request from a different one under the same idempotency key. ``work`` (a packed record of the dialect's
    own) is what the worker needs.
    """

    id: str
    customer_id: str
    ticket: int
    status: CheckStatus
    created: str
    fingerprint: bytes
    work: bytes | None = None


class Checks:
    """Reads and writes of checks."""

    def __init__(self, client: Any, table: str) -> None:
        self._client = client
        self._table = table

    def find(self, tenant: str, check_id: str) -> Check | None:
        """The check, read consistently."""
        if len(check_id) > LONGEST_ID:
            return None
        answer = self._client.get_item(TableName=self._table, Key=_key(tenant, check_id), ConsistentRead=True)
        item = answer.get("Item")
        return msgspec.convert(unmarshal_item(item), Check) if item else None

    def accept(self, tenant: str, check: Check) -> bool:
        """Store a pending check; ``False`` where its id exists."""
        try:
            write(self._client.put_item, **self.put(tenant, check)["Put"])
        except ConditionFailed:
            return False
        return True

    def put(self, tenant: str, check: Check) -> Operation:
        """Store a new check; fails where its id exists."""
        item = _key(tenant, check.id) | marshal_item(msgspec.structs.asdict(check))
        return {"Put": {"TableName": self._table, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}

    def decide(self, tenant: str, check_id: str) -> Operation:
        """Turn a pending check into a decided one, once."""
        return {
            "Update": {
                "TableName": self._table,
                "Key": _key(tenant, check_id),
                "UpdateExpression": "SET #status = :decided REMOVE #work",
                "ConditionExpression": "#status = :pending",
                "ExpressionAttributeNames": {"#status": "status", "#work": "work"},
                "ExpressionAttributeValues": {
                    ":decided": marshal(CheckStatus.DECIDED),
                    ":pending": marshal(CheckStatus.PENDING),
                },
            }
        }


def _key(tenant: str, check_id: str) -> dict[str, Any]:
    return {"pk": {"S": f"T#{tenant}#CHECK#{check_id}"}, "sk": {"S": "CHECK"}}
