"""A tenant's own classifier tables: the control table's item ``T#<tenant>`` / ``CLASSIFIERS``.

What an entry is, the dialect says that has classifiers; here they are one document with a revision. It is read along
with a user (``storage.users``), because whoever needs the one needs the other.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from customer_risk.problems import TooLarge
from customer_risk.storage.codec import expand, squeeze
from customer_risk.storage.dynamo import ConditionFailed, marshal, marshal_item, write

LARGEST = 390 * 1024
"""Bytes; an item of DynamoDB has 400 KB in all."""


class Table(NamedTuple):
    """The tables as stored; ``revision`` counts how often they were written."""

    doc: bytes
    revision: int

    @classmethod
    def read(cls, values: dict[str, Any]) -> Table:
        """Read what an item says."""
        return cls(expand(values["doc"]), values["revision"])


def table_key(tenant: str) -> dict[str, Any]:
    """Where a tenant's tables are."""
    return {"pk": {"S": f"T#{tenant}"}, "sk": {"S": "CLASSIFIERS"}}


class ClassifierTables:
    """Writes classifier tables."""

    def __init__(self, client: Any, table: str) -> None:
        self._client = client
        self._table = table

    def put(self, tenant: str, doc: bytes, *, revision: int) -> bool:
        """Write all tables over those of that revision (0: over none); ``False`` when there are others by now."""
        condition = (
            {"ConditionExpression": "revision = :before", "ExpressionAttributeValues": {":before": marshal(revision)}}
            if revision
            else {"ConditionExpression": "attribute_not_exists(pk)"}
        )
        blob = squeeze(doc)
        if len(blob) > LARGEST:
            raise TooLarge("The classifiers are more than can be held.")
        item = table_key(tenant) | marshal_item({"doc": blob, "revision": revision + 1})
        try:
            write(self._client.put_item, TableName=self._table, Item=item, **condition)
        except ConditionFailed:
            return False
        return True
