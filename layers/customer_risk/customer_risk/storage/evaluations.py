"""Evaluations in the cases table: ``T#<tenant>#EVALUATION#<request>`` / ``EVALUATION``."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

from customer_risk.records import Record
from customer_risk.storage.dynamo import LONGEST_ID, Operation, marshal, marshal_item, unmarshal_item


class EvaluationStatus(StrEnum):
    """``INITIATED`` until its result is committed."""

    INITIATED = "initiated"
    COMPLETED = "completed"


class Evaluation(Record):
    """One request to evaluate a customer.

    ``ticket`` is its turn among what happens to the customer. ``fingerprint`` tells a repeated request from a
    different one under the same idempotency key. ``answer`` is what was answered at once, ``work`` (a packed record of
    the dialect's own) what the worker needs; it is gone when the evaluation is completed.
    """

    id: str
    customer_id: str
    ticket: int
    status: EvaluationStatus
    created: str
    fingerprint: bytes
    answer: bytes
    work: bytes | None = None


class EvaluationsTable:
    """Reads and writes of evaluations."""

    def __init__(self, client: Any, table: str) -> None:
        self._client = client
        self._table = table

    def find(self, tenant: str, request_id: str) -> Evaluation | None:
        """The evaluation, read consistently."""
        if len(request_id) > LONGEST_ID:
            return None
        answer = self._client.get_item(TableName=self._table, Key=_key(tenant, request_id), ConsistentRead=True)
        item = answer.get("Item")
        return msgspec.convert(unmarshal_item(item), Evaluation) if item else None

    def put(self, tenant: str, evaluation: Evaluation) -> Operation:
        """Store a new evaluation; fails where its id exists."""
        item = _key(tenant, evaluation.id) | marshal_item(msgspec.structs.asdict(evaluation))
        return {"Put": {"TableName": self._table, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}

    def complete(self, tenant: str, request_id: str) -> Operation:
        """Complete an evaluation that is under way, once."""
        return {
            "Update": {
                "TableName": self._table,
                "Key": _key(tenant, request_id),
                "UpdateExpression": "SET #status = :completed REMOVE #work",
                "ConditionExpression": "#status = :initiated",
                "ExpressionAttributeNames": {"#status": "status", "#work": "work"},
                "ExpressionAttributeValues": {
                    ":completed": marshal(EvaluationStatus.COMPLETED),
                    ":initiated": marshal(EvaluationStatus.INITIATED),
                },
            }
        }


def _key(tenant: str, request_id: str) -> dict[str, Any]:
    return {"pk": {"S": f"T#{tenant}#EVALUATION#{request_id}"}, "sk": {"S": "EVALUATION"}}
