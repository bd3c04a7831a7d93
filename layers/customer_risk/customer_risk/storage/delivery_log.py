"""The deliveries to one subscription, newest first, with their attempts.

Index ``by-target``: ``listed`` = ``T#{tenant}#{endpoint}``, sorted by ``queued_at``; it follows the table within
moments.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from customer_risk.delivery.deliveries import Delivery
from customer_risk.delivery.endpoints import endpoint_of
from customer_risk.storage.cases import BadCursor
from customer_risk.storage.dynamo import LONGEST_ID
from customer_risk.storage.events import delivery_key, delivery_of, listed

_LONGEST_CURSOR = 400
_PARTS = 3


class DeliveryLog:
    """Reads the log; ``now`` gives seconds since 1970."""

    def __init__(self, client: Any, table: str, now: Callable[[], float]) -> None:
        self._client = client
        self._table = table
        self._now = now

    def listed(
        self, tenant: str, endpoint_id: str, *, limit: int, cursor: str | None
    ) -> tuple[list[Delivery], str | None]:
        """One page of deliveries and the cursor of the next (``None`` on the last); raises :class:`BadCursor`.

        A page may be shorter than ``limit`` where expired deliveries have not been removed yet.
        """
        partition = {"S": listed(tenant, endpoint_id)}
        query: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": "by-target",
            "KeyConditionExpression": "listed = :listed",
            "FilterExpression": "expires_at > :now",
            "ExpressionAttributeValues": {":listed": partition, ":now": {"N": str(int(self._now()))}},
            "ScanIndexForward": False,
            "Limit": limit,
        }
        if cursor is not None:
            queued_at, event_id, delivery_id = _read_cursor(cursor)
            if endpoint_of(delivery_id) != endpoint_id:
                raise BadCursor
            place = {"listed": partition, "queued_at": {"S": queued_at}}
            query["ExclusiveStartKey"] = delivery_key(tenant, event_id, delivery_id) | place
        answer = self._client.query(**query)
        found = [delivery_of(item) for item in answer["Items"]]
        last = answer.get("LastEvaluatedKey")
        return found, _write_cursor(last) if last else None


def _write_cursor(last: dict[str, Any]) -> str:
    event_id = last["pk"]["S"].rpartition("#")[2]
    delivery_id = last["sk"]["S"].partition("#")[2]
    return base64.urlsafe_b64encode(f"{last['queued_at']['S']}#{event_id}#{delivery_id}".encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[str, str, str]:
    if len(cursor) > _LONGEST_CURSOR:
        raise BadCursor
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except ValueError as error:  # not base64, not even ASCII, or not UTF-8 inside
        raise BadCursor from error
    parts = text.split("#")
    if len(parts) != _PARTS or not all(parts) or len(parts[1]) > LONGEST_ID:
        raise BadCursor
    return parts[0], parts[1], parts[2]
