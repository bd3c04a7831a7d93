"""The customers table: everything of one customer in one partition, ``T#<tenant>#C#<customer>``.

=====================  ============================================================================================
sort key               what
=====================  ============================================================================================
``AUDIT#<number>``     an entry of the audit chain about anything but an assessment
``SNAPSHOT#<ticket>``  what was known, decided and answered at one turn, with its audit entry; never changed
``STATE``              the tiny item that turns, sequence and cases hang on
=====================  ============================================================================================

The highest snapshot is the current one, whatever order results were written in. It sorts right before ``STATE``, so
one ``Query`` backwards from there reads both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from customer_risk.assessment import Assessment
from customer_risk.audit import AuditEntry
from customer_risk.cases import Standing
from customer_risk.levels import RiskLevel
from customer_risk.problems import TooLarge
from customer_risk.records import Record, decode
from customer_risk.storage.codec import expand, squeeze
from customer_risk.storage.dynamo import ConditionFailed, Operation, marshal, marshal_item, unmarshal_item, write

LARGEST_BLOB = 390 * 1024
"""Bytes; an item of DynamoDB has 400 KB in all."""

TURN_MILLISECONDS = 1000
"""Requests for one customer are at least this far apart (document 001)."""


class TurnTaken(Exception):
    """Another request for this customer was accepted less than a second ago."""


class CustomerState(Record):
    """What is known of a customer without reading its profile.

    ``turn_at`` is when the last turn was taken (milliseconds since 1970), ``ticket`` numbers the turns, ``committed``
    is the ticket of the newest result. ``revision`` counts writes and guards them: 0 means that nothing has been
    committed yet. ``events`` counts what was sent to the outside.
    """

    turn_at: int = 0
    ticket: int = 0
    revision: int = 0
    committed: int = 0
    first_seen: str | None = None
    level: RiskLevel | None = None
    points: int | None = None
    dialect: str | None = None
    audited: int = 0
    audit_hash: str = ""
    events: int = 0
    standing: Standing = Standing()


class Snapshot(Record):
    """One assessment as it was decided: ``accepted`` is when its turn was taken."""

    ticket: int
    check_id: str
    accepted: str
    made: str
    dialect: str
    actor: str
    assessment: Assessment


class Kept(NamedTuple):
    """What is kept of a turn, all as JSON: the snapshot, the document its dialect answered with, its audit entry."""

    snapshot: bytes
    document: bytes
    entry: bytes

    def blob(self) -> bytes:
        """All in one blob: they repeat one another, which costs next to nothing when they are packed together."""
        return squeeze(b"\n".join(self))

    @classmethod
    def read(cls, blob: bytes) -> Kept:
        """Read back what :meth:`blob` wrote; JSON as it is written here has no line breaks of its own."""
        return cls(*expand(blob).split(b"\n"))

    def opened(self) -> Snapshot:
        """The snapshot."""
        return decode(self.snapshot, Snapshot)


class Customers:
    """Reads, turns, and the operations of a commit."""

    def __init__(self, client: Any, table: str) -> None:
        self._client = client
        self._table = table

    def take_turn(self, tenant: str, customer: str, *, now_ms: int, nonce: str) -> CustomerState:
        """Take the customer's turn and learn what is known of it, in one write.

        ``nonce`` is new for every request: a repeat by the SDK of a turn that was taken already is not refused.
        Raises :class:`TurnTaken` when the last turn is under a second old; that does not restart the clock.
        """
        try:
            answer = write(
                self._client.update_item,
                TableName=self._table,
                Key=_key(tenant, customer, "STATE"),
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
        return _state(answer["Attributes"])

    def state(self, tenant: str, customer: str) -> CustomerState:
        """The state as it is now; a customer never heard of has the default one."""
        answer = self._client.get_item(TableName=self._table, Key=_key(tenant, customer, "STATE"), ConsistentRead=True)
        return _state(answer.get("Item", {}))

    def kept(self, tenant: str, customer: str, ticket: int) -> Kept | None:
        """What is kept of one turn."""
        answer = self._client.get_item(
            TableName=self._table, Key=_key(tenant, customer, _snapshot(ticket)), ConsistentRead=True
        )
        item = answer.get("Item")
        return Kept.read(unmarshal_item(item)["doc"]) if item else None

    def audit(self, tenant: str, customer: str) -> list[AuditEntry]:
        """The whole audit chain, oldest first."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND sk < :state",
            ExpressionAttributeValues={":pk": {"S": _partition(tenant, customer)}, ":state": {"S": "STATE"}},
            ConsistentRead=True,
        )
        entries = [audit_entry(item) for page in pages for item in page["Items"]]
        return sorted(entries, key=lambda entry: entry.number)

    def state_update(self, tenant: str, customer: str, before: CustomerState, after: CustomerState) -> Operation:
        """Replace ``before`` by ``after``; fails where somebody else has written since ``before`` was read.

        Turn and ticket are not touched: somebody may have taken the next turn meanwhile.
        """
        # Every field, default or not: what is left out would keep its old value.
        values = {name: msgspec.to_builtins(value) for name, value in msgspec.structs.asdict(after).items()}
        values["revision"] = before.revision + 1
        names = sorted(values.keys() - {"ticket", "turn_at"})
        return {
            "Update": {
                "TableName": self._table,
                "Key": _key(tenant, customer, "STATE"),
                "UpdateExpression": "SET " + ", ".join(f"#{name} = :{name}" for name in names),
                "ConditionExpression": "revision = :before" if before.revision else "attribute_not_exists(revision)",
                "ExpressionAttributeNames": {f"#{name}": name for name in names},
                "ExpressionAttributeValues": {f":{name}": marshal(values[name]) for name in names}
                | ({":before": marshal(before.revision)} if before.revision else {}),
            }
        }

    def keep(self, tenant: str, customer: str, ticket: int, kept: Kept) -> Operation:
        """Keep what was decided at a turn; fails where that turn has been kept. Raises ``TooLarge``."""
        blob = kept.blob()
        if len(blob) > LARGEST_BLOB:
            raise TooLarge("What there is to say of this customer is more than one check can hold.")
        return _put_new(self._table, _key(tenant, customer, _snapshot(ticket)) | marshal_item({"doc": blob}))

    def audit_put(self, tenant: str, customer: str, entry: AuditEntry) -> Operation:
        """Append to the audit chain; fails where that number is taken."""
        item = marshal_item(msgspec.to_builtins(entry))
        return _put_new(self._table, _key(tenant, customer, f"AUDIT#{entry.number:010}") | item)


def audit_entry(item: Mapping[str, Any]) -> AuditEntry:
    """The audit entry in an item of a customer, ``AUDIT`` or ``SNAPSHOT``."""
    values = unmarshal_item(item)
    return (
        decode(Kept.read(values["doc"]).entry, AuditEntry) if "doc" in values else msgspec.convert(values, AuditEntry)
    )


def _put_new(table: str, item: dict[str, Any]) -> Operation:
    return {"Put": {"TableName": table, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}


def _state(item: dict[str, Any]) -> CustomerState:
    return msgspec.convert(unmarshal_item(item), CustomerState)


def _partition(tenant: str, customer: str) -> str:
    return f"T#{tenant}#C#{customer}"


def _snapshot(ticket: int) -> str:
    return f"SNAPSHOT#{ticket:010}"


def _key(tenant: str, customer: str, sort: str) -> dict[str, Any]:
    return {"pk": {"S": _partition(tenant, customer)}, "sk": {"S": sort}}
