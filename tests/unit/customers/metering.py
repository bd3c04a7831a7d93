"""What an operation costs in DynamoDB: calls, and request units by the published rules of rounding.

moto does not count units, so they are worked out from the items: a consistent read costs one unit for each 4 KB
begun, a write one for each KB begun, a write in a transaction twice that (and AWS bills on-demand by these).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from customer_risk import aws
from tests.unit.customers.world import World

_READS = {"GetItem", "BatchGetItem", "Query"}


@dataclass
class Bill:
    """What was counted: calls of DynamoDB one after the other, and units."""

    calls: int = 0
    queries: int = 0
    reads: int = 0
    writes: int = 0


def size(attribute: Any) -> int:
    """Bytes of an attribute value, or of an item, by DynamoDB's rules."""
    if not isinstance(attribute, Mapping):
        return len(str(attribute).encode())
    total = 0
    for name, value in attribute.items():
        total += len(name.encode()) + _value(value)
    return total


def _value(value: Mapping[str, Any]) -> int:
    ((kind, held),) = value.items()
    match kind:
        case "S":
            return len(held.encode())
        case "N":
            return len(held) // 2 + 2
        case "M":
            return 3 + sum(len(name.encode()) + 1 + _value(one) for name, one in held.items())
        case "L":
            return 3 + sum(1 + _value(one) for one in held)
    return len(held) if kind == "B" else sum(len(one.encode()) for one in held) if kind == "SS" else 1


@contextmanager
def metered(bank: World) -> Iterator[Bill]:
    """Count what happens inside."""
    bill = Bill()
    sent: list[dict[str, Any]] = []

    def before(params: dict[str, Any], **_: Any) -> None:
        sent.append(params)

    def after(model: Any, parsed: dict[str, Any], **_: Any) -> None:
        params = sent.pop()
        bill.calls += 1
        if model.name in _READS:
            bill.queries += model.name == "Query"
            bill.reads += _read(parsed)
        elif model.name == "TransactWriteItems":
            bill.writes += sum(2 * _written(bank, operation) for operation in params["TransactItems"])
        else:
            verb = {"PutItem": "Put", "UpdateItem": "Update", "DeleteItem": "Delete"}[model.name]
            bill.writes += _written(bank, {verb: params})

    client = aws.client("dynamodb")
    client.meta.events.register("before-parameter-build", before)
    client.meta.events.register("after-call", after)
    try:
        yield bill
    finally:
        client.meta.events.unregister("before-parameter-build", before)
        client.meta.events.unregister("after-call", after)


def _read(parsed: dict[str, Any]) -> int:
    if "Responses" in parsed:
        return sum(max(1, math.ceil(size(item) / 4096)) for items in parsed["Responses"].values() for item in items)
    items = parsed.get("Items", [parsed["Item"]] if "Item" in parsed else [])
    return max(1, math.ceil(sum(map(size, items)) / 4096))


def _written(bank: World, operation: dict[str, Any]) -> int:
    ((verb, params),) = operation.items()
    item = params.get("Item")
    if verb in {"Update", "Delete"}:
        found = bank.stack.dynamo.get_item(TableName=params["TableName"], Key=params["Key"])
        item = found.get("Item", params["Key"])
    return max(1, math.ceil(size(item) / 1024))
