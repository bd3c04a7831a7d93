"""Cases in the cases table: ``T#<tenant>#CASE#<case>`` / ``CASE``, listed by status.

Index ``by-status``: ``listed`` = ``T#<tenant>#<status>``, sorted by ``opened`` (time and id, so that no two are equal).
A customer knows its own cases (``cases.Standing``), so that no second index has to be paid for.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import msgspec

from customer_risk.cases import CaseDecision, CaseStatus
from customer_risk.levels import RiskLevel
from customer_risk.records import Record
from customer_risk.storage.dynamo import LONGEST_ID, Operation, batch_get, marshal, unmarshal_item

_LONGEST_CURSOR = 200


class Case(Record):
    """One case. ``ticket`` is the turn whose snapshot last changed it. Times are ISO 8601 in UTC."""

    id: str
    customer_id: str
    status: CaseStatus
    level: RiskLevel
    points: int
    reasons: tuple[str, ...]
    opened_at: str
    updated_at: str
    check_id: str
    ticket: int
    decision: CaseDecision | None = None
    closed_at: str | None = None
    closed_by: str | None = None
    closing_reason: str | None = None

    def closed(self, at: str, by: str, decision: CaseDecision, reason: str) -> Case:
        """The case as ``by`` leaves it."""
        return msgspec.structs.replace(
            self,
            status=CaseStatus.CLOSED,
            updated_at=at,
            closed_at=at,
            closed_by=by,
            decision=decision,
            closing_reason=reason,
        )


class BadCursor(ValueError):
    """A cursor that no listing of this tenant and filter gave out."""


class Cases:
    """Reads of cases, and the operations that write them."""

    def __init__(self, client: Any, table: str) -> None:
        self._client = client
        self._table = table

    def find(self, tenant: str, case_id: str) -> Case | None:
        """One case, read consistently."""
        if len(case_id) > LONGEST_ID:
            return None
        answer = self._client.get_item(TableName=self._table, Key=_key(tenant, case_id), ConsistentRead=True)
        item = answer.get("Item")
        return msgspec.convert(unmarshal_item(item), Case) if item else None

    def find_all(self, tenant: str, case_ids: Sequence[str]) -> list[Case]:
        """Those of the cases that exist, in the order asked for; at most 100."""
        if not case_ids:
            return []
        items = batch_get(self._client, self._table, [_key(tenant, one) for one in case_ids])
        cases = [msgspec.convert(unmarshal_item(item), Case) for item in items]
        found = {case.id: case for case in cases}
        return [found[one] for one in case_ids if one in found]

    def listed(
        self, tenant: str, *, status: CaseStatus, limit: int, cursor: str | None
    ) -> tuple[list[Case], str | None]:
        """One page of cases, newest first, and the cursor of the next (``None`` on the last).

        Raises :class:`BadCursor`.
        """
        listed = {"S": _listed(tenant, status)}
        query: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": "by-status",
            "KeyConditionExpression": "listed = :listed",
            "ExpressionAttributeValues": {":listed": listed},
            "ScanIndexForward": False,
            "Limit": limit,
        }
        if cursor is not None:
            opened, case_id = _read_cursor(cursor)
            query["ExclusiveStartKey"] = _key(tenant, case_id) | {"listed": listed, "opened": {"S": opened}}
        answer = self._client.query(**query)
        last = answer.get("LastEvaluatedKey")
        following = _write_cursor(last["opened"]["S"]) if last else None
        return [msgspec.convert(unmarshal_item(item), Case) for item in answer["Items"]], following

    def put(self, tenant: str, case: Case, *, replaces: bool) -> Operation:
        """Write a case: a new one, or one that must still be open."""
        attributes = {name: marshal(value) for name, value in msgspec.to_builtins(case).items()}
        return {
            "Put": {
                "TableName": self._table,
                "Item": _key(tenant, case.id)
                | attributes
                | {
                    "listed": {"S": _listed(tenant, case.status)},
                    "opened": {"S": f"{case.opened_at}#{case.id}"},
                },
                **(
                    {
                        "ConditionExpression": "#status = :open",
                        "ExpressionAttributeNames": {"#status": "status"},
                        "ExpressionAttributeValues": {":open": marshal(CaseStatus.OPEN)},
                    }
                    if replaces
                    else {"ConditionExpression": "attribute_not_exists(pk)"}
                ),
            }
        }

    def forget_words(self, tenant: str, case_id: str) -> Operation:
        """Take away what a reviewer wrote: people write names."""
        return {
            "Update": {
                "TableName": self._table,
                "Key": _key(tenant, case_id),
                "UpdateExpression": "SET closing_reason = :nothing",
                "ExpressionAttributeValues": {":nothing": marshal("")},
            }
        }


def _write_cursor(opened: str) -> str:
    return base64.urlsafe_b64encode(opened.encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[str, str]:
    if len(cursor) > _LONGEST_CURSOR:
        raise BadCursor
    try:
        opened = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except ValueError as error:  # not base64, not even ASCII, or not UTF-8 inside
        raise BadCursor from error
    at, mark, case_id = opened.partition("#")
    if not (at and mark and case_id):
        raise BadCursor
    return opened, case_id


def _listed(tenant: str, status: CaseStatus) -> str:
    return f"T#{tenant}#{status}"


def _key(tenant: str, case_id: str) -> dict[str, Any]:
    return {"pk": {"S": f"T#{tenant}#CASE#{case_id}"}, "sk": {"S": "CASE"}}
