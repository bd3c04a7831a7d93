"""DynamoDB's own vocabulary: attribute values, transactions and how they fail."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

type Value = str | int | float | bytes | bool | Sequence[Value] | Mapping[str, Value] | None
type Item = dict[str, Any]
"""An item as DynamoDB wants it: ``{"name": {"S": "x"}}``."""
type Operation = dict[str, dict[str, Any]]
"""One member of a transaction: ``{"Put": {...}}``, ``{"Update": {...}}`` …"""


LONGEST_ID = 64
"""Characters of an id of ours (they have 36). What is longer is not looked up; far beyond it DynamoDB would fail."""


class ConditionFailed(Exception):
    """A condition did not hold. ``positions`` are the indexes of the operations that lost (0 for a single write).

    ``items`` holds what stood there instead, by position, where the operation asked for it.
    """

    def __init__(self, positions: tuple[int, ...], items: Mapping[int, Item] | None = None) -> None:
        super().__init__(f"condition failed at {positions}")
        self.positions = positions
        self.items = dict(items or {})


class Contention(Exception):
    """Another transaction held one of the items, several times in a row. Nothing was written; try again later."""


def marshal(value: Value) -> dict[str, Any]:  # noqa: PLR0911  one return per DynamoDB type
    """One attribute value. Dates and enums go in as text; decimals are not used anywhere."""
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": str(value)}
        case int() | float():
            return {"N": repr(value)}
        case bytes() | bytearray() | memoryview():
            return {"B": bytes(value)}
        case Mapping():
            return {"M": {name: marshal(one) for name, one in value.items()}}
        case Sequence():
            return {"L": [marshal(one) for one in value]}


def marshal_item(values: Mapping[str, Value]) -> Item:
    """An item. Attributes that are ``None`` are left out; a ``None`` deeper inside is kept."""
    return {name: marshal(value) for name, value in values.items() if value is not None}


def unmarshal(attribute: Mapping[str, Any]) -> Any:
    """The plain value of one attribute; raises ``ValueError`` for a type that :func:`marshal` does not write."""
    ((kind, value),) = attribute.items()
    match kind:
        case "S" | "BOOL":
            return value
        case "N":
            return float(value) if any(mark in value for mark in ".eE") else int(value)
        case "B":
            return bytes(value)
        case "NULL":
            return None
        case "M":
            return unmarshal_item(value)
        case "L":
            return [unmarshal(one) for one in value]
        case _:
            raise ValueError(f"unexpected attribute type {kind}")


def unmarshal_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """A whole item as plain values."""
    return {name: unmarshal(attribute) for name, attribute in item.items()}


def write[T](call: Callable[..., T], **parameters: Any) -> T:
    """Make one conditional write, for example ``write(client.put_item, TableName=…)``.

    Raises :class:`ConditionFailed` instead of botocore's ``ConditionalCheckFailedException``.
    """
    from botocore.exceptions import ClientError  # noqa: PLC0415  see customer_risk.aws

    try:
        return call(**parameters)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            raise ConditionFailed((0,), {0: error.response.get("Item", {})}) from error
        raise


def batch_get(client: Any, table: str, keys: Sequence[Item], *, consistent: bool = True) -> list[Item]:
    """Those of the items that exist, in any order, in one round trip; at most 100 keys, none twice.

    Raises ``ConnectionError`` when the table is throttled: a part of what was asked for is not an answer.
    """
    request = {table: {"Keys": list(keys), "ConsistentRead": consistent}}
    answer = client.batch_get_item(RequestItems=request)
    if answer.get("UnprocessedKeys"):
        raise ConnectionError(f"{table} throttled")
    found: list[Item] = answer["Responses"].get(table, [])
    return found


def insist[T](attempt: Callable[[], T], *, tries: int = 8, sleep: Callable[[float], None] = time.sleep) -> T:
    """Repeat an optimistic write, each time on what is read afresh, until nobody else wrote in between.

    Raises :class:`Contention` after that many ``tries``.
    """
    for number in range(tries):
        try:
            return attempt()
        except ConditionFailed:
            # The first repeat comes at once: most races have one other runner.
            sleep(random.random() * min(0.02 * number, 0.3))  # noqa: S311  jitter needs no secrecy
    raise Contention


def transact(
    client: Any,
    operations: Sequence[Operation],
    *,
    token: str,
    attempts: int = 4,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Write all operations or none.

    ``token`` (1 to 36 characters, new for every decision) makes a repeat of the same write by the SDK harmless.
    Raises :class:`ConditionFailed` when a condition did not hold, :class:`Contention` when other transactions kept
    getting in the way; any other failure is botocore's own.
    """
    from botocore.exceptions import ClientError  # noqa: PLC0415  see customer_risk.aws

    for attempt in range(attempts):
        try:
            client.transact_write_items(TransactItems=list(operations), ClientRequestToken=token)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code not in {"TransactionCanceledException", "TransactionInProgressException"}:
                raise
            reasons = error.response.get("CancellationReasons", [])
            lost = tuple(i for i, reason in enumerate(reasons) if reason.get("Code") == "ConditionalCheckFailed")
            if lost:
                found = {i: reasons[i]["Item"] for i in lost if reasons[i].get("Item")}
                raise ConditionFailed(lost, found) from error
            passing = {"None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
            if not {reason.get("Code", "None") for reason in reasons} <= passing:
                raise
            if attempt + 1 == attempts:
                raise Contention from error
            sleep(random.uniform(0.5, 1) * 0.05 * 2**attempt)  # noqa: S311  jitter needs no secrecy
        else:
            return
