"""The customers table: everything of one customer in one partition, ``T#<tenant>#C#<customer>``.

=====================  ============================================================================================
sort key               what
=====================  ============================================================================================
``AUDIT#<number>``     an entry of the audit chain about anything but an assessment
``REVIEW#<id>``        a review that is due or was done; ``RISKTRAIL#<id>``: a change of risk and its approval
``SNAPSHOT#<ticket>``  what was known, decided and answered at one turn, with its audit entry; never changed
``STATE``              the tiny item that turns, sequence and cases hang on
``VIEW#<dialect>``     what only that dialect knows of the customer
=====================  ============================================================================================

The highest snapshot is the current one, whatever order results were written in. It sorts right before ``STATE`` and
the views right after it, so one ``Query`` backwards reads a whole customer.

Index ``by-name``: ``listed`` = ``T#<tenant>``, sorted by ``name_key``, holds the states of customers that exist. Those
that were deleted and not yet erased are under ``T#<tenant>#DELETED``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from customer_risk.assessment import Assessment
from customer_risk.audit import AuditEntry
from customer_risk.cases import Standing
from customer_risk.levels import RiskLevel
from customer_risk.problems import TooLarge
from customer_risk.profile import Profile
from customer_risk.records import Record, decode
from customer_risk.storage.cases import BadCursor
from customer_risk.storage.codec import expand, squeeze
from customer_risk.storage.dynamo import (
    ConditionFailed,
    Operation,
    Value,
    batch_get,
    marshal,
    marshal_item,
    unmarshal_item,
    write,
)

LARGEST_BLOB = 390 * 1024
"""Bytes; an item of DynamoDB has 400 KB in all."""

TURN_MILLISECONDS = 1000
"""Requests for one customer are at least this far apart (document 001)."""


_MOST_VIEWS = 3
"""Dialects that keep a view of a customer."""
_LONGEST_NAME = 200
_LARGEST_SORT_KEY = 1024
"""Bytes that DynamoDB takes for a sort key."""


class TurnTaken(Exception):
    """Another request for this customer was accepted less than a second ago."""


class CustomerState(Record):
    """What is known of a customer without reading its profile.

    ``turn_at`` is when the last turn was taken (milliseconds since 1970), ``ticket`` numbers the turns, ``committed``
    is the ticket of the newest result. ``revision`` counts writes and guards them: 0 means that nothing has been
    committed yet. ``events`` counts what was sent to the outside. ``dialects`` have written the customer.
    ``deleted`` is the ticket of the last deletion: what was kept until then is no longer shown, and ``erase_after``
    (a date) says when it must be erased; ``review_due`` (a date) when somebody must look at it again.
    ``adjudications`` are kept as ``adjudication.Verdicts`` reads them.
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
    name: str = ""
    kind: str | None = None
    dialects: tuple[str, ...] = ()
    deleted: int = 0
    deleted_at: str | None = None
    erase_after: str | None = None
    review_due: str | None = None
    adjudications: dict[str, str] = {}  # noqa: RUF012  a record is frozen and the mapping never written

    @property
    def exists(self) -> bool:
        """Whether something was committed since the customer was last deleted."""
        return self.committed > self.deleted


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


class View(Record):
    """What only one dialect knows of a customer: a document of its own, and how often it was written."""

    doc: bytes
    revision: int


class Held(NamedTuple):
    """A customer as it stands: its state, the newest snapshot and the views, by dialect.

    ``snapshot`` is ``None`` where nothing is committed or the customer is deleted. A customer that one dialect has
    accepted and not yet decided has a view and no snapshot.
    """

    state: CustomerState
    snapshot: Snapshot | None
    document: bytes | None
    views: Mapping[str, View]

    @property
    def exists(self) -> bool:
        """Whether any dialect knows the customer."""
        return self.state.exists or bool(self.views)

    @property
    def profile(self) -> Profile | None:
        """Who the customer is, as last committed by any dialect."""
        return self.snapshot.assessment.subject.profile if self.snapshot else None


class Erasable(NamedTuple):
    """What takes one item away, but for its audit entry; ``kept`` is what it held, where that was a snapshot."""

    operations: list[Operation]
    kept: Kept | None = None


class Listed(Record):
    """A customer in a listing."""

    customer_id: str
    name: str
    kind: str | None = None
    level: RiskLevel | None = None
    points: int | None = None
    erase_after: str | None = None
    review_due: str | None = None


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

    def next_ticket(self, tenant: str, customer: str, *, now_ms: int) -> CustomerState:
        """A ticket at ``now_ms`` without the rule of the second, and what is known of the customer, in one write.

        A repeat by the SDK may skip a number; tickets only have to grow.
        """
        answer = self._client.update_item(
            TableName=self._table,
            Key=_key(tenant, customer, "STATE"),
            UpdateExpression="ADD ticket :one",
            ExpressionAttributeValues={":one": marshal(1)},
            ReturnValues="ALL_NEW",
        )
        return msgspec.structs.replace(_state(answer["Attributes"]), turn_at=now_ms)

    def state(self, tenant: str, customer: str) -> CustomerState:
        """The state as it is now; a customer never heard of has the default one."""
        answer = self._client.get_item(TableName=self._table, Key=_key(tenant, customer, "STATE"), ConsistentRead=True)
        return _state(answer.get("Item", {}))

    def read(self, tenant: str, customer: str) -> Held:
        """The whole customer in one ``Query`` page; one never heard of has the default state."""
        answer = self._client.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
            ExpressionAttributeValues={
                ":pk": {"S": _partition(tenant, customer)},
                ":first": {"S": "SNAPSHOT"},
                ":last": {"S": "VIEW$"},  # right behind every "VIEW#"
            },
            ScanIndexForward=False,
            Limit=_MOST_VIEWS + 2,
            ConsistentRead=True,
        )
        items = {item["sk"]["S"]: item for item in answer["Items"]}
        state = _state(items.get("STATE", {}))
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
        keys = [_key(tenant, customer, "STATE") for customer in dict.fromkeys(customers)]
        prefix = len(_partition(tenant, ""))
        found = {item["pk"]["S"][prefix:]: _state(item) for item in batch_get(self._client, self._table, keys)}
        return {customer: state for customer, state in found.items() if state.exists}

    def listed(
        self, tenant: str, *, prefix: str = "", limit: int, after: str | None = None, deleted: bool = False
    ) -> tuple[list[Listed], str | None]:
        """One page of the tenant's customers by name, those beginning with ``prefix`` in any case.

        With them comes the key after which the next page begins, ``None`` on the last; ``after`` is such a key, a
        name and an id with a zero character between them; raises :class:`BadCursor` for one that is no key of this
        list. ``deleted`` lists those that wait for their erasure.
        """
        listed, prefix = f"T#{tenant}" + ("#DELETED" if deleted else ""), _folded(prefix)
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
            query["ExclusiveStartKey"] = _key(tenant, after.partition("\0")[2], "STATE") | {
                "listed": {"S": listed},
                "name_key": {"S": after},
            }
        answer = self._client.query(**query)
        start = len(_partition(tenant, ""))
        rows = [
            msgspec.convert(unmarshal_item(item) | {"customer_id": item["pk"]["S"][start:]}, Listed)
            for item in answer["Items"]
        ]
        last = answer.get("LastEvaluatedKey")
        return rows, last["name_key"]["S"] if last else None

    def kept(self, tenant: str, customer: str, ticket: int) -> Kept | None:
        """What is kept of one turn; nothing where the customer was deleted since."""
        keys = [_key(tenant, customer, sort) for sort in ("STATE", _snapshot(ticket))]
        items = {item["sk"]["S"]: item for item in batch_get(self._client, self._table, keys)}
        item = items.get(_snapshot(ticket))
        gone = ticket <= _state(items.get("STATE", {})).deleted
        return Kept.read(unmarshal_item(item)["doc"]) if item and not gone else None

    def records(
        self, tenant: str, customer: str, kind: str, *, limit: int | None = None, newest_first: bool = False
    ) -> list[dict[str, Any]]:
        """The records ``<kind>#…`` of a customer (``REVIEW``, ``RISKTRAIL``) in the order of their keys."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :kind)",
            ExpressionAttributeValues={":pk": {"S": _partition(tenant, customer)}, ":kind": {"S": f"{kind}#"}},
            ScanIndexForward=not newest_first,
            ConsistentRead=True,
            PaginationConfig={"MaxItems": limit} if limit else {},
        )
        return [unmarshal_item(item) for page in pages for item in page["Items"]]

    def record(self, tenant: str, customer: str, kind: str, number: int) -> dict[str, Any] | None:
        """One record of a customer."""
        key = _key(tenant, customer, _record(kind, number))
        item = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        return unmarshal_item(item) if item else None

    def record_put(
        self, tenant: str, customer: str, kind: str, number: int, values: Mapping[str, Value], *, new: bool
    ) -> Operation:
        """Write a record whole: one that must not exist yet, or one that must."""
        item = _key(tenant, customer, _record(kind, number)) | marshal_item(values)
        condition = "attribute_not_exists(pk)" if new else "attribute_exists(pk)"
        return {"Put": {"TableName": self._table, "Item": item, "ConditionExpression": condition}}

    def record_delete(self, tenant: str, customer: str, kind: str, number: int) -> Operation:
        """Remove a record."""
        return {"Delete": {"TableName": self._table, "Key": _key(tenant, customer, _record(kind, number))}}

    def view_put(self, tenant: str, customer: str, dialect: str, doc: bytes, *, revision: int | None) -> Operation:
        """Write a dialect's view: the first (``revision`` is ``None``), or over the one of that revision."""
        blob = squeeze(doc)
        if len(blob) > LARGEST_BLOB:
            raise TooLarge("What there is to say of this customer is more than can be held.")
        item = marshal_item({"doc": blob, "revision": (revision or 0) + 1})
        return {
            "Put": {
                "TableName": self._table,
                "Item": _key(tenant, customer, f"VIEW#{dialect}") | item,
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
        return {"Delete": {"TableName": self._table, "Key": _key(tenant, customer, f"VIEW#{dialect}")}}

    def audit(self, tenant: str, customer: str) -> list[AuditEntry]:
        """The whole audit chain, oldest first."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND sk < :state",
            ExpressionAttributeValues={":pk": {"S": _partition(tenant, customer)}, ":state": {"S": "STATE"}},
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
            ExpressionAttributeValues={":pk": {"S": _partition(tenant, customer)}},
            ConsistentRead=True,
        )
        for item in (item for page in pages for item in page["Items"]):
            sort = item["sk"]["S"]
            if sort == "STATE" or sort.startswith("AUDIT#"):
                continue
            gone: Operation = {"Delete": {"TableName": self._table, "Key": _key(tenant, customer, sort)}}
            if not sort.startswith("SNAPSHOT#"):
                yield Erasable([gone])
                continue
            kept = Kept.read(unmarshal_item(item)["doc"])
            entry = decode(kept.entry, AuditEntry)
            yield Erasable([gone, self.audit_put(tenant, customer, entry)], kept)

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
        listing = {}
        if after.exists or after.erase_after:
            listing = {
                "listed": f"T#{tenant}" + ("" if after.exists else "#DELETED"),
                "name_key": _name_key(after.name, customer),
            }
        removed = "" if listing else " REMOVE listed, name_key"
        values = {name: value for name, value in values.items() if name not in untouched} | listing
        return {
            "Update": {
                "TableName": self._table,
                "Key": _key(tenant, customer, "STATE"),
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


def _name_key(name: str, customer: str) -> str:
    """The name as it is sorted, and the id; of the name as much as leaves room for the id."""
    end = f"\0{customer}".encode()[:_LARGEST_SORT_KEY]
    begin = _folded(name).encode()[: _LARGEST_SORT_KEY - len(end)]
    return begin.decode(errors="ignore") + end.decode(errors="ignore")


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("\0", " ").split())[:_LONGEST_NAME]


def _record(kind: str, number: int) -> str:
    return f"{kind}#{number:010}"


def _partition(tenant: str, customer: str) -> str:
    return f"T#{tenant}#C#{customer}"


def _snapshot(ticket: int) -> str:
    return f"SNAPSHOT#{ticket:010}"


def _key(tenant: str, customer: str, sort: str) -> dict[str, Any]:
    return {"pk": {"S": _partition(tenant, customer)}, "sk": {"S": sort}}
