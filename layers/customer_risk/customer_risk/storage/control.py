"""The control table: tenants, their credentials, and later classifiers, counters and users.

A tenant's items share one partition, ``T#<tenant>``, so that no query can cross tenants.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import msgspec

from customer_risk.access.keys import ApiKey, Credential, Tenant
from customer_risk.storage.dynamo import ConditionFailed, batch_get, marshal_item, unmarshal_item, write

_REMEMBERED_SECONDS = 60
_ROOM = 2048


class Control:
    """Reads and writes of the control table."""

    def __init__(self, client: Any, table: str) -> None:
        self._client = client
        self._table = table
        self._settings: dict[str, tuple[float, Tenant]] = {}

    def find_key(self, key: ApiKey) -> tuple[Tenant, Credential] | None:
        """The tenant and the credential a key claims to be, in one round trip; ``None`` if either is missing."""
        keys = [_key(key.tenant, "TENANT"), _key(key.tenant, f"KEY#{key.id}")]
        items = batch_get(self._client, self._table, keys, consistent=False)
        found = {item["sk"]["S"]: unmarshal_item(item) for item in items}
        tenant, credential = found.get("TENANT"), found.get(f"KEY#{key.id}")
        if tenant is None or credential is None:
            return None
        return self._remembered(msgspec.convert(tenant, Tenant)), msgspec.convert(credential, Credential)

    def tenant(self, tenant: str) -> Tenant | None:
        """One tenant and its settings."""
        item = self._client.get_item(TableName=self._table, Key=_key(tenant, "TENANT")).get("Item")
        return self._remembered(msgspec.convert(unmarshal_item(item), Tenant)) if item else None

    def settings(self, tenant: str) -> Tenant:
        """A tenant as it was read in the last minute, by whomever, else now; raises ``LookupError``."""
        known = self._settings.get(tenant)
        if known and time.monotonic() - known[0] < _REMEMBERED_SECONDS:
            return known[1]
        found = self.tenant(tenant)
        if found is None:
            raise LookupError("no such tenant")
        return found

    def change_tenant(self, tenant: Tenant) -> bool:
        """Store a tenant's settings anew; ``False`` where there is no such tenant."""
        try:
            self._put(tenant.id, "TENANT", tenant, ConditionExpression="attribute_exists(pk)")
        except ConditionFailed:
            return False
        return True

    def _remembered(self, tenant: Tenant) -> Tenant:
        if len(self._settings) >= _ROOM:
            self._settings.clear()
        self._settings[tenant.id] = (time.monotonic(), tenant)
        return tenant

    def tenants(self) -> Iterator[Tenant]:
        """Every tenant; reads the whole table, so only for what runs rarely."""
        pages = self._client.get_paginator("scan").paginate(
            TableName=self._table,
            FilterExpression="sk = :sk",
            ExpressionAttributeValues={":sk": {"S": "TENANT"}},
        )
        return (msgspec.convert(unmarshal_item(item), Tenant) for page in pages for item in page["Items"])

    def add_tenant(self, tenant: Tenant) -> bool:
        """Store a new tenant; ``False`` when the id is taken."""
        try:
            self._put(tenant.id, "TENANT", tenant, ConditionExpression="attribute_not_exists(pk)")
        except ConditionFailed:
            return False
        return True

    def add_credential(self, credential: Credential) -> None:
        """Store a new credential."""
        self._put(credential.tenant, f"KEY#{credential.id}", credential, ConditionExpression="attribute_not_exists(pk)")

    def credentials(self, tenant: str) -> list[Credential]:
        """All credentials of a tenant, oldest id first."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)",
            ExpressionAttributeValues={":pk": {"S": f"T#{tenant}"}, ":sk": {"S": "KEY#"}},
        )
        return [msgspec.convert(unmarshal_item(item), Credential) for page in pages for item in page["Items"]]

    def end_credential(self, tenant: str, key_id: str, *, at: str, field: str = "revoked") -> bool:
        """Set when a credential was ``revoked`` or ``expires``; ``False`` when there is no such credential."""
        try:
            write(
                self._client.update_item,
                TableName=self._table,
                Key=_key(tenant, f"KEY#{key_id}"),
                UpdateExpression="SET #field = :at",
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeNames={"#field": field},
                ExpressionAttributeValues={":at": {"S": at}},
            )
        except ConditionFailed:
            return False
        return True

    def _put(self, tenant: str, sort: str, record: Tenant | Credential, **conditions: str) -> None:
        item = _key(tenant, sort) | marshal_item(msgspec.to_builtins(record, builtin_types=(bytes,)))
        write(self._client.put_item, TableName=self._table, Item=item, **conditions)


def _key(tenant: str, sort: str) -> dict[str, Any]:
    return {"pk": {"S": f"T#{tenant}"}, "sk": {"S": sort}}
