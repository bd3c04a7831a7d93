"""Webhook subscriptions in the control table: ``T#<tenant>`` / ``ENDPOINT#<id>``, among the tenant's other items.

How an endpoint is doing stands in the same item, so that a sender learns all it needs with one read; every write
changes only the attributes it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from customer_risk.delivery.endpoints import Endpoint, EndpointState
from customer_risk.delivery.envelopes import Event, instant
from customer_risk.storage.dynamo import (
    LONGEST_ID,
    ConditionFailed,
    Item,
    Value,
    marshal_item,
    transact,
    unmarshal_item,
    write,
)
from customer_risk.storage.events import event_put

_SORT = "ENDPOINT#"
_EXISTS = "attribute_exists(pk)"
_HEALTHY: Mapping[str, Value] = {"failures": 0, "openings": 0, "open_until": 0, "failing_since": None}


class NotNow(Exception):
    """The state an endpoint is in does not allow this; ``endpoint`` is as it stands."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__(endpoint.state)
        self.endpoint = endpoint


class Endpoints:
    """Reads and writes of subscriptions. Times are milliseconds since 1970. See :class:`EndpointStore`."""

    def __init__(self, client: Any, table: str, events_table: str) -> None:
        self._client = client
        self._table = table
        self._events_table = events_table

    def find(self, tenant: str, endpoint_id: str) -> Endpoint | None:
        """The endpoint, read consistently; ``None`` when there is none (any more)."""
        if not 0 < len(endpoint_id) <= LONGEST_ID:
            return None
        answer = self._client.get_item(TableName=self._table, Key=_key(tenant, endpoint_id), ConsistentRead=True)
        item = answer.get("Item")
        return _endpoint(item) if item else None

    def listed(self, tenant: str) -> list[Endpoint]:
        """All endpoints of a tenant, read consistently, oldest first."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)",
            ExpressionAttributeValues={":pk": {"S": f"T#{tenant}"}, ":sk": {"S": _SORT}},
            ConsistentRead=True,
        )
        return [_endpoint(item) for page in pages for item in page["Items"]]

    def add(self, endpoint: Endpoint) -> None:
        """Store a new endpoint. Repeating it is harmless while nobody has changed it."""
        values = msgspec.to_builtins(endpoint) | {
            # Written out, default or not: conditions compare them.
            "state": endpoint.state,
            "secret_version": endpoint.secret_version,
            **_HEALTHY,
        }
        item = _key(endpoint.tenant, endpoint.id) | marshal_item(values)
        write(
            self._client.put_item,
            TableName=self._table,
            Item=item,
            ConditionExpression="attribute_not_exists(pk) OR updated = :updated",
            ExpressionAttributeValues=marshal_item({":updated": endpoint.updated}),
        )

    def change(self, tenant: str, endpoint_id: str, changes: Mapping[str, Value]) -> Endpoint | None:
        """Set attributes, or remove those whose value is ``None``; ``None`` when there is no such endpoint."""
        try:
            return self._update(tenant, endpoint_id, changes)
        except ConditionFailed:
            return None

    def pause(self, tenant: str, endpoint_id: str, *, reason: str | None, now: int, updated: str) -> Endpoint | None:
        """Let deliveries wait; a paused one stays as it is.

        ``None`` when there is none; raises :class:`NotNow` for a disabled one.
        """
        changes = {"state": EndpointState.PAUSED, "reason": reason, "since": now, "updated": updated}
        try:
            return self._update(tenant, endpoint_id, changes, {"state": EndpointState.ACTIVE})
        except ConditionFailed as lost:
            found = _endpoint(lost.items[0]) if lost.items.get(0) else None
        if found is not None and found.state is EndpointState.DISABLED:
            raise NotNow(found)
        return found

    def resume(self, tenant: str, endpoint_id: str, *, now: int, updated: str) -> Endpoint | None:
        """Deliver again, from whatever state, with nothing counted against it; ``None`` when there is none."""
        active = {"state": EndpointState.ACTIVE, "reason": None, "since": now, "updated": updated}
        return self.change(tenant, endpoint_id, {**active, **_HEALTHY})

    def rotate(self, endpoint: Endpoint, *, previous_until: int, updated: str) -> Endpoint | None:
        """The next version of its secret; the one before stays valid until then. ``None`` when the endpoint is gone.

        Two rotations at once are one: the second would end a secret that its receiver still uses.
        """
        known = endpoint.secret_version
        changes: dict[str, Value] = {"secret_version": known + 1, "previous_until": previous_until, "updated": updated}
        try:
            return self._update(endpoint.tenant, endpoint.id, changes, {"secret_version": known})
        except ConditionFailed as lost:
            return _endpoint(lost.items[0]) if lost.items.get(0) else None

    def remove(self, tenant: str, endpoint_id: str) -> bool:
        """Delete an endpoint; ``False`` when there is none. Deliveries on their way to it end."""
        if not 0 < len(endpoint_id) <= LONGEST_ID:
            return False
        answer = self._client.delete_item(TableName=self._table, Key=_key(tenant, endpoint_id), ReturnValues="ALL_OLD")
        return "Attributes" in answer

    def succeeded(self, endpoint: Endpoint) -> None:
        """It has answered well: what was counted against it is forgotten."""
        self.change(endpoint.tenant, endpoint.id, _HEALTHY)

    def failed(self, endpoint: Endpoint, now: int) -> Endpoint | None:
        """Count a failed attempt; the endpoint as it is then, ``None`` when it is gone.

        A call that the SDK repeats counts twice, which brings a circuit's opening one failure nearer and no more.
        """
        try:
            answer = write(
                self._client.update_item,
                TableName=self._table,
                Key=_key(endpoint.tenant, endpoint.id),
                UpdateExpression="SET failing_since = if_not_exists(failing_since, :now) ADD failures :one",
                ConditionExpression=_EXISTS,
                ExpressionAttributeValues=marshal_item({":now": now, ":one": 1}),
                ReturnValues="ALL_NEW",
            )
        except ConditionFailed:
            return None
        return _endpoint(answer["Attributes"])

    def rest(self, endpoint: Endpoint, until: int) -> bool:
        """Open the circuit. ``False`` when another sender has moved ``open_until`` since ``endpoint`` was read."""
        changes = {"open_until": until, "openings": endpoint.openings + 1}
        return self._moved(endpoint, changes, {"open_until": endpoint.open_until}) is not None

    def probe(self, endpoint: Endpoint, until: int) -> Endpoint | None:
        """Take the one attempt that finds out whether it answers again; ``None`` when another sender was quicker."""
        return self._moved(endpoint, {"open_until": until}, {"open_until": endpoint.open_until})

    def disable(self, endpoint: Endpoint, reason: str, notice: Event) -> bool:
        """Disable it and commit the notice, both or neither. ``False`` when it is no longer active."""
        at = int(instant(notice.created).timestamp() * 1000)
        changes: dict[str, Value] = {
            "state": EndpointState.DISABLED,
            "reason": reason,
            "since": at,
            "updated": notice.created,
        }
        update = _update_of(changes, {"state": EndpointState.ACTIVE})
        operation = {"TableName": self._table, "Key": _key(endpoint.tenant, endpoint.id), **update}
        try:
            transact(self._client, [{"Update": operation}, event_put(notice, self._events_table)], token=notice.id)
        except ConditionFailed:
            return False
        return True

    def _moved(self, endpoint: Endpoint, changes: Mapping[str, Value], known: Mapping[str, Value]) -> Endpoint | None:
        try:
            return self._update(endpoint.tenant, endpoint.id, changes, known)
        except ConditionFailed:
            return None

    def _update(
        self, tenant: str, endpoint_id: str, changes: Mapping[str, Value], known: Mapping[str, Value] | None = None
    ) -> Endpoint:
        """Raises :class:`ConditionFailed`, with what stands there, unless it is there and has the values ``known``."""
        if not 0 < len(endpoint_id) <= LONGEST_ID:
            raise ConditionFailed((0,))
        answer = write(
            self._client.update_item,
            TableName=self._table,
            Key=_key(tenant, endpoint_id),
            **_update_of(changes, known or {}),
            ReturnValues="ALL_NEW",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
        return _endpoint(answer["Attributes"])


def _update_of(changes: Mapping[str, Value], known: Mapping[str, Value]) -> dict[str, Any]:
    """The parameters of an update that sets ``changes`` (removes what is ``None``) if the values are as ``known``."""
    kept = {name: value for name, value in changes.items() if value is not None}
    gone = [f"#{name}" for name in changes if name not in kept]
    expression = "SET " + ", ".join(f"#{name} = :{name}" for name in kept)
    values = {f":{name}": value for name, value in kept.items()} | {f":was_{n}": v for n, v in known.items()}
    return {
        "UpdateExpression": expression + (" REMOVE " + ", ".join(gone) if gone else ""),
        "ConditionExpression": " AND ".join([_EXISTS, *(f"#{name} = :was_{name}" for name in known)]),
        "ExpressionAttributeNames": {f"#{name}": name for name in (*changes, *known)},
        "ExpressionAttributeValues": marshal_item(values),
    }


def _key(tenant: str, endpoint_id: str) -> Item:
    return {"pk": {"S": f"T#{tenant}"}, "sk": {"S": _SORT + endpoint_id}}


def _endpoint(item: Item) -> Endpoint:
    return msgspec.convert(unmarshal_item(item), Endpoint)
