"""What is known of a customer: turns and reads. What stands where in the table is in ``customer_items``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from customer_risk.audit import AuditEntry
from customer_risk.records import decode
from customer_risk.storage.codec import expand
from customer_risk.storage.customer_items import (
    CustomerState,
    Held,
    Kept,
    View,
    audit_entry,
    key,
    partition,
    record_key,
    snapshot_key,
    state_of,
)
from customer_risk.storage.customer_writes import CustomerWrites
from customer_risk.storage.dynamo import ConditionFailed, Operation, batch_get, marshal, unmarshal_item, write

TURN_MILLISECONDS = 1000
"""Requests for one customer are at least this far apart (document 001)."""

_MOST_VIEWS = 3
"""Dialects that keep a view of a customer."""


COMMUNICATION = "COMM"
"""The kind of the records that name a customer's communications."""


class TurnTaken(Exception):
    """Another request for this customer was accepted less than a second ago."""


class Erasable(NamedTuple):
    """What takes one item away, but for its audit entry.

    ``kept`` is what it held, where that was a snapshot, ``communication`` the number, where it named one.
    """

    operations: list[Operation]
    kept: Kept | None = None
    communication: str | None = None


class Customers:
    """Turns and reads; ``writes`` are the operations of a commit."""

    def __init__(self, client: Any, table: str) -> None:
        self._client = client
        self._table = table
        self.writes = CustomerWrites(table)

    def take_turn(self, tenant: str, customer: str, *, now_ms: int, nonce: str) -> CustomerState:
        """Take the customer's turn and learn what is known of it, in one write.

        ``nonce`` is new for every request: a repeat by the SDK of a turn that was taken already is not refused.
        Raises :class:`TurnTaken` when the last turn is under a second old; that does not restart the clock.
        """
        try:
            answer = write(
                self._client.update_item,
                TableName=self._table,
                Key=key(tenant, customer, "STATE"),
                UpdateExpression="SET turn_at = :now, turn_by = :nonce ADD ticket :one",
                ConditionExpression="attribute_not_exists(turn_at) OR turn_at <= :due OR turn_by = :nonce",
                ExpressionAttributeValues={
                    ":now": marshal(now_ms),
                    ":due": marshal(now_ms - TURN_MILLISECONDS),
                    ":nonce": marshal(nonce),
                    ":one": marshal(1),
                },
                ReturnValues="ALL_NEW",
            )
        except ConditionFailed:
            raise TurnTaken from None
        return state_of(answer["Attributes"])

    def next_ticket(self, tenant: str, customer: str, *, now_ms: int) -> CustomerState:
        """A ticket at ``now_ms`` without the rule of the second, and what is known of the customer, in one write.

        A repeat by the SDK may skip a number; tickets only have to grow.
        """
        answer = self._client.update_item(
            TableName=self._table,
            Key=key(tenant, customer, "STATE"),
            UpdateExpression="ADD ticket :one",
            ExpressionAttributeValues={":one": marshal(1)},
            ReturnValues="ALL_NEW",
        )
        return msgspec.structs.replace(state_of(answer["Attributes"]), turn_at=now_ms)

    def state(self, tenant: str, customer: str) -> CustomerState:
        """The state as it is now; a customer never heard of has the default one."""
        answer = self._client.get_item(TableName=self._table, Key=key(tenant, customer, "STATE"), ConsistentRead=True)
        return state_of(answer.get("Item", {}))

    def read(self, tenant: str, customer: str) -> Held:
        """The whole customer in one ``Query`` page; one never heard of has the default state."""
        answer = self._client.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
            ExpressionAttributeValues={
                ":pk": {"S": partition(tenant, customer)},
                ":first": {"S": "SNAPSHOT"},
                ":last": {"S": "VIEW$"},  # right behind every "VIEW#"
            },
            ScanIndexForward=False,
            Limit=_MOST_VIEWS + 2,
            ConsistentRead=True,
        )
        items = {item["sk"]["S"]: item for item in answer["Items"]}
        state = state_of(items.get("STATE", {}))
        newest = max((sort for sort in items if sort.startswith("SNAPSHOT#")), default=None)
        kept = Kept.read(unmarshal_item(items[newest])["doc"]) if newest and state.exists else None
        return Held(
            state=state,
            snapshot=kept.opened() if kept else None,
            document=kept.document if kept else None,
            views={
                sort.removeprefix("VIEW#"): View(doc=expand(values["doc"]), revision=values["revision"])
                for sort, item in items.items()
                if sort.startswith("VIEW#") and (values := unmarshal_item(item))
            },
        )

    def states(self, tenant: str, customers: Sequence[str]) -> dict[str, CustomerState]:
        """The states of those customers that exist, by id; at most 100."""
        if not customers:
            return {}
        keys = [key(tenant, customer, "STATE") for customer in dict.fromkeys(customers)]
        prefix = len(partition(tenant, ""))
        found = {item["pk"]["S"][prefix:]: state_of(item) for item in batch_get(self._client, self._table, keys)}
        return {customer: state for customer, state in found.items() if state.exists}

    def kept(self, tenant: str, customer: str, ticket: int) -> Kept | None:
        """What is kept of one turn; nothing where the customer was deleted since."""
        keys = [key(tenant, customer, sort) for sort in ("STATE", snapshot_key(ticket))]
        items = {item["sk"]["S"]: item for item in batch_get(self._client, self._table, keys)}
        item = items.get(snapshot_key(ticket))
        gone = ticket <= state_of(items.get("STATE", {})).deleted
        return Kept.read(unmarshal_item(item)["doc"]) if item and not gone else None

    def records(
        self, tenant: str, customer: str, kind: str, *, limit: int | None = None, newest_first: bool = False
    ) -> list[dict[str, Any]]:
        """The records ``<kind>#…`` of a customer (``REVIEW``, ``RISKTRAIL``) in the order of their keys."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :kind)",
            ExpressionAttributeValues={":pk": {"S": partition(tenant, customer)}, ":kind": {"S": f"{kind}#"}},
            ScanIndexForward=not newest_first,
            ConsistentRead=True,
            PaginationConfig={"MaxItems": limit} if limit else {},
        )
        return [unmarshal_item(item) for page in pages for item in page["Items"]]

    def record(self, tenant: str, customer: str, kind: str, number: int) -> dict[str, Any] | None:
        """One record of a customer."""
        wanted = key(tenant, customer, record_key(kind, number))
        item = self._client.get_item(TableName=self._table, Key=wanted, ConsistentRead=True).get("Item")
        return unmarshal_item(item) if item else None

    def audit(self, tenant: str, customer: str) -> list[AuditEntry]:
        """The whole audit chain, oldest first."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND sk < :state",
            ExpressionAttributeValues={":pk": {"S": partition(tenant, customer)}, ":state": {"S": "STATE"}},
            ConsistentRead=True,
        )
        items = (item for page in pages for item in page["Items"])
        entries = [audit_entry(item) for item in items if item["sk"]["S"].startswith(("AUDIT#", "SNAPSHOT#"))]
        return sorted(entries, key=lambda entry: entry.number)

    def erasable(self, tenant: str, customer: str) -> Iterator[Erasable]:
        """Everything of a customer but its state and the audit entries that stand alone, item by item."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": partition(tenant, customer)}},
            ConsistentRead=True,
        )
        for item in (item for page in pages for item in page["Items"]):
            sort = item["sk"]["S"]
            if sort == "STATE" or sort.startswith("AUDIT#"):
                continue
            gone = self.writes.delete(tenant, customer, sort)
            if not sort.startswith("SNAPSHOT#"):
                named = unmarshal_item(item)["number"] if sort.startswith(f"{COMMUNICATION}#") else None
                yield Erasable([gone], communication=named)
                continue
            kept = Kept.read(unmarshal_item(item)["doc"])
            entry = decode(kept.entry, AuditEntry)
            yield Erasable([gone, self.writes.audit_put(tenant, customer, entry)], kept)
