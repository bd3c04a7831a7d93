"""A tenant's customers by name: the index ``by-name`` of the customers table.

``listed`` = ``T#<tenant>``, sorted by ``name_key``, holds the states of customers that exist. Those that were deleted
and not yet erased are under ``T#<tenant>#DELETED``.
"""

from __future__ import annotations

from typing import Any

import msgspec

from customer_risk.levels import RiskLevel
from customer_risk.records import Record
from customer_risk.storage.cases import BadCursor
from customer_risk.storage.customer_items import CustomerState, key, partition
from customer_risk.storage.dynamo import unmarshal_item

_LONGEST_NAME = 200
_LARGEST_SORT_KEY = 1024
"""Bytes that DynamoDB takes for a sort key."""


class Listed(Record):
    """A customer in a listing."""

    customer_id: str
    name: str
    kind: str | None = None
    level: RiskLevel | None = None
    points: int | None = None
    erase_after: str | None = None
    review_due: str | None = None


class CustomerListing:
    """Pages of the index."""

    def __init__(self, client: Any, table: str) -> None:
        self._client = client
        self._table = table

    def page(
        self, tenant: str, *, prefix: str = "", limit: int, after: str | None = None, deleted: bool = False
    ) -> tuple[list[Listed], str | None]:
        """One page of the tenant's customers by name, those beginning with ``prefix`` in any case.

        With them comes the key after which the next page begins, ``None`` on the last; ``after`` is such a key, a
        name and an id with a zero character between them; raises :class:`BadCursor` for one that is no key of this
        list. ``deleted`` lists those that wait for their erasure.
        """
        listed, prefix = _listed(tenant, deleted=deleted), _folded(prefix)
        query: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": "by-name",
            "KeyConditionExpression": "listed = :listed" + (" AND begins_with(name_key, :prefix)" if prefix else ""),
            "ExpressionAttributeValues": {":listed": {"S": listed}} | ({":prefix": {"S": prefix}} if prefix else {}),
            "Limit": limit,
        }
        if after is not None:
            # DynamoDB refuses to start outside of what is asked for.
            if not (after.startswith(prefix) and "\0" in after and len(after.encode()) <= _LARGEST_SORT_KEY):
                raise BadCursor
            query["ExclusiveStartKey"] = key(tenant, after.partition("\0")[2], "STATE") | {
                "listed": {"S": listed},
                "name_key": {"S": after},
            }
        answer = self._client.query(**query)
        start = len(partition(tenant, ""))
        rows = [
            msgspec.convert(unmarshal_item(item) | {"customer_id": item["pk"]["S"][start:]}, Listed)
            for item in answer["Items"]
        ]
        last = answer.get("LastEvaluatedKey")
        return rows, last["name_key"]["S"] if last else None


def listing_keys(tenant: str, customer: str, state: CustomerState) -> dict[str, str]:
    """Where a state stands in the index; nothing for a customer that is in no listing."""
    if not (state.exists or state.erase_after):
        return {}
    return {"listed": _listed(tenant, deleted=not state.exists), "name_key": _name_key(state.name, customer)}


def _listed(tenant: str, *, deleted: bool) -> str:
    return f"T#{tenant}" + ("#DELETED" if deleted else "")


def _name_key(name: str, customer: str) -> str:
    """The name as it is sorted, and the id; of the name as much as leaves room for the id."""
    end = f"\0{customer}".encode()[:_LARGEST_SORT_KEY]
    begin = _folded(name).encode()[: _LARGEST_SORT_KEY - len(end)]
    return begin.decode(errors="ignore") + end.decode(errors="ignore")


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("\0", " ").split())[:_LONGEST_NAME]
