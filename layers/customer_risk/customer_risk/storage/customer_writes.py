"""What a commit writes of a customer: operations for one transaction, each with its condition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from customer_risk.audit import AuditEntry
from customer_risk.problems import TooLarge
from customer_risk.storage.codec import squeeze
from customer_risk.storage.customer_items import CustomerState, Kept, key, record_key, snapshot_key
from customer_risk.storage.customer_listing import listing_keys
from customer_risk.storage.dynamo import Operation, Value, marshal, marshal_item

LARGEST_BLOB = 390 * 1024
"""Bytes; an item of DynamoDB has 400 KB in all."""


class CustomerWrites:
    """The operations, for the table of that name."""

    def __init__(self, table: str) -> None:
        self._table = table

    def state_update(self, tenant: str, customer: str, before: CustomerState, after: CustomerState) -> Operation:
        """Replace ``before`` by ``after``; fails where somebody else has written since ``before`` was read.

        Turn and ticket are not touched, for somebody may have taken the next turn meanwhile; unless ``after`` has
        another ticket than ``before``: then that one is taken, and the write fails where it has been.
        """
        # Every field, default or not: what is left out would keep its old value.
        values = {name: msgspec.to_builtins(value) for name, value in msgspec.structs.asdict(after).items()}
        values["revision"] = before.revision + 1
        conditions = ["revision = :before" if before.revision else "attribute_not_exists(revision)"]
        compared = {":before": marshal(before.revision)} if before.revision else {}
        untouched = {"turn_at"}
        if after.ticket == before.ticket:
            untouched.add("ticket")
        else:
            conditions.append("ticket = :ticket_before" if before.ticket else "attribute_not_exists(ticket)")
            compared |= {":ticket_before": marshal(before.ticket)} if before.ticket else {}
        listing = listing_keys(tenant, customer, after)
        removed = "" if listing else " REMOVE listed, name_key"
        values = {name: value for name, value in values.items() if name not in untouched} | listing
        return {
            "Update": {
                "TableName": self._table,
                "Key": key(tenant, customer, "STATE"),
                "UpdateExpression": "SET " + ", ".join(f"#{name} = :{name}" for name in sorted(values)) + removed,
                "ConditionExpression": " AND ".join(conditions),
                "ExpressionAttributeNames": {f"#{name}": name for name in sorted(values)},
                "ExpressionAttributeValues": {f":{name}": marshal(values[name]) for name in sorted(values)} | compared,
            }
        }

    def keep(self, tenant: str, customer: str, ticket: int, kept: Kept) -> Operation:
        """Keep what was decided at a turn; fails where that turn has been kept. Raises ``TooLarge``."""
        blob = kept.blob()
        if len(blob) > LARGEST_BLOB:
            raise TooLarge("What there is to say of this customer is more than one check can hold.")
        return _put_new(self._table, key(tenant, customer, snapshot_key(ticket)) | marshal_item({"doc": blob}))

    def audit_put(self, tenant: str, customer: str, entry: AuditEntry) -> Operation:
        """Append to the audit chain; fails where that number is taken."""
        item = marshal_item(msgspec.to_builtins(entry))
        return _put_new(self._table, key(tenant, customer, f"AUDIT#{entry.number:010}") | item)

    def record_put(
        self, tenant: str, customer: str, kind: str, number: int, values: Mapping[str, Value], *, new: bool
    ) -> Operation:
        """Write a record whole: one that must not exist yet, or one that must."""
        item = key(tenant, customer, record_key(kind, number)) | marshal_item(values)
        condition = "attribute_not_exists(pk)" if new else "attribute_exists(pk)"
        return {"Put": {"TableName": self._table, "Item": item, "ConditionExpression": condition}}

    def record_delete(self, tenant: str, customer: str, kind: str, number: int) -> Operation:
        """Remove a record."""
        return self.delete(tenant, customer, record_key(kind, number))

    def view_put(self, tenant: str, customer: str, dialect: str, doc: bytes, *, revision: int | None) -> Operation:
        """Write a dialect's view: the first (``revision`` is ``None``), or over the one of that revision."""
        blob = squeeze(doc)
        if len(blob) > LARGEST_BLOB:
            raise TooLarge("What there is to say of this customer is more than can be held.")
        item = marshal_item({"doc": blob, "revision": (revision or 0) + 1})
        return {
            "Put": {
                "TableName": self._table,
                "Item": key(tenant, customer, f"VIEW#{dialect}") | item,
                **(
                    {"ConditionExpression": "attribute_not_exists(pk)"}
                    if revision is None
                    else {
                        "ConditionExpression": "revision = :revision",
                        "ExpressionAttributeValues": {":revision": marshal(revision)},
                    }
                ),
            }
        }

    def view_delete(self, tenant: str, customer: str, dialect: str) -> Operation:
        """Remove a dialect's view."""
        return self.delete(tenant, customer, f"VIEW#{dialect}")

    def delete(self, tenant: str, customer: str, sort: str) -> Operation:
        """Remove one item."""
        return {"Delete": {"TableName": self._table, "Key": key(tenant, customer, sort)}}


def _put_new(table: str, item: dict[str, Any]) -> Operation:
    return {"Put": {"TableName": table, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}
