"""Whose a risk trail is: the control table's items ``T#<tenant>#RISKTRAIL#<id>`` / ``CUSTOMER``.

Trails are approved by their number alone; the trail itself stands with its customer.
"""

from __future__ import annotations

from typing import Any

from customer_risk.storage.dynamo import Operation, marshal_item, unmarshal_item


class Trails:
    """Looks customers up by the number of a trail."""

    def __init__(self, client: Any, table: str) -> None:
        self._client = client
        self._table = table

    def put(self, tenant: str, trail: int, customer: str) -> Operation:
        """Say whose a new trail is."""
        item = _key(tenant, trail) | marshal_item({"customer": customer})
        return {"Put": {"TableName": self._table, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}

    def customer_of(self, tenant: str, trail: int) -> str | None:
        """The customer of a trail."""
        answer = self._client.get_item(TableName=self._table, Key=_key(tenant, trail), ConsistentRead=True)
        item = answer.get("Item")
        customer: str | None = unmarshal_item(item)["customer"] if item else None
        return customer


def _key(tenant: str, trail: int) -> dict[str, Any]:
    return {"pk": {"S": f"T#{tenant}#RISKTRAIL#{trail:010}"}, "sk": {"S": "CUSTOMER"}}
