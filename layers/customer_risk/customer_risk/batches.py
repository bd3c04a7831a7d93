"""A batch of a queue, message by message: how every worker goes about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from customer_risk.observability import UnitLog
from customer_risk.records import Record, decode


def each[M: Record](
    event: Mapping[str, Any], operation: str, kind: type[M], deal_with: Callable[[M, UnitLog], None]
) -> dict[str, Any]:
    """Deal with every message of an SQS event, each with a log line of ``operation``.

    Returns those that failed, as ``ReportBatchItemFailures`` asks: they come again, and after some tries go to the
    dead letters. A body that is no ``kind`` has failed.
    """
    failures = []
    for record in event["Records"]:
        log = UnitLog(operation)
        log.add(message=record["messageId"])
        try:
            deal_with(decode(record["body"].encode(), kind), log)
        except Exception as error:  # noqa: BLE001  one bad message must not take the batch with it
            log.failed(error)
            failures.append({"itemIdentifier": record["messageId"]})
        log.write()
    return {"batchItemFailures": failures}
