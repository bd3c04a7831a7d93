"""Integer ids, per tenant: the control table's item ``T#<tenant>`` / ``COUNTERS``."""

from __future__ import annotations

from typing import Any

from customer_risk.storage.dynamo import marshal, unmarshal_item


class Counters:
    """Hands out ids that grow by one, for what callers know by a number.

    An id is taken by a write of its own, before the transaction that uses it: a counter inside every transaction
    would make all writers of a tenant wait for one another. What is taken and then not used leaves a gap; nothing is
    ever given twice.
    """

    def __init__(self, client: Any, table: str) -> None:
        self._client = client
        self._table = table

    def reserve(self, tenant: str, counts: dict[str, int]) -> dict[str, range]:
        """Reserve ``counts`` ids of each name (at least one each), all in one write; the first id ever is 1."""
        answer = self._client.update_item(
            TableName=self._table,
            Key={"pk": {"S": f"T#{tenant}"}, "sk": {"S": "COUNTERS"}},
            UpdateExpression="ADD " + ", ".join(f"#{name} :{name}" for name in counts),
            ExpressionAttributeNames={f"#{name}": name for name in counts},
            ExpressionAttributeValues={f":{name}": marshal(count) for name, count in counts.items()},
            ReturnValues="UPDATED_NEW",
        )
        ends = unmarshal_item(answer["Attributes"])
        return {name: range(ends[name] - count + 1, ends[name] + 1) for name, count in counts.items()}


class Ids:
    """The ids of one write. After :meth:`rewind` the same ones are given again: a repeated attempt wastes none."""

    def __init__(self, counters: Counters, tenant: str) -> None:
        self._counters = counters
        self._tenant = tenant
        self._reserved: dict[str, list[int]] = {}
        self._given: dict[str, int] = {}

    def take(self, **counts: int) -> dict[str, tuple[int, ...]]:
        """``counts`` further ids of each name, reserving those that are missing in one write."""
        missing = {
            name: short
            for name, count in counts.items()
            if (short := self._given.get(name, 0) + count - len(self._reserved.get(name, ()))) > 0
        }
        if missing:
            for name, ids in self._counters.reserve(self._tenant, missing).items():
                self._reserved.setdefault(name, []).extend(ids)
        taken = {}
        for name, count in counts.items():
            first = self._given.get(name, 0)
            self._given[name] = first + count
            taken[name] = tuple(self._reserved.get(name, ())[first : first + count])
        return taken

    def rewind(self) -> None:
        """Begin again with the first id reserved."""
        self._given.clear()
