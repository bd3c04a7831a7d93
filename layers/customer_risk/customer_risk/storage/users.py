"""Users and their sessions in the control table.

=============================  =========================  ===========================================================
partition                      sort key                   what
=============================  =========================  ===========================================================
``USER#<username, folded>``    ``USER``                   a user: usernames are unique in the installation
``T#<tenant>``                 ``USER#<id>``              the username of a tenant's user
``LOGIN#<of whom>``            ``FAILURES#<of whom>``     failed logins in a row, of a user or an address; expires
``SESSION#<token id>``         ``ENDED``                  a token that was given back; expires with the token
=============================  =========================  ===========================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from customer_risk.access.keys import Tenant
from customer_risk.access.users import FORGOTTEN_SECONDS, User, folded
from customer_risk.storage.classifiers import Table, table_key
from customer_risk.storage.dynamo import (
    ConditionFailed,
    batch_get,
    marshal,
    marshal_item,
    transact,
    unmarshal_item,
    write,
)


class Failures(NamedTuple):
    """Failed logins in a row, and when the last one was (seconds since 1970)."""

    times: int = 0
    last: int = 0


class Entry(NamedTuple):
    """What is known when somebody tries to log in: the user, if there is one, and failures by the names asked for."""

    user: User | None
    failures: dict[str, Failures]


class Presence(NamedTuple):
    """What a token's bearer is now, and the classifier tables of the tenant."""

    tenant: Tenant | None
    user: User | None
    ended: bool
    classifiers: Table | None


class Users:
    """Reads and writes of users."""

    def __init__(self, client: Any, table: str) -> None:
        self._client = client
        self._table = table

    def entry(self, username: str, of_whom: Sequence[str], *, now: int) -> Entry:
        """Everything a login needs, in one round trip; failures that should have expired count as none."""
        found = self._batch([_user_key(username), *(_failures_key(one) for one in of_whom)])
        failures = {
            one: Failures(item["times"], item["last"])
            if (item := found.get(f"FAILURES#{one}")) and item["expires_at"] > now
            else Failures()
            for one in of_whom
        }
        return Entry(_user(found.get("USER")), failures)

    def presence(self, tenant: str, username: str, session: str) -> Presence:
        """What an admission needs of a token's tenant and user as they are now, in one round trip."""
        keys = [
            {"pk": {"S": f"T#{tenant}"}, "sk": {"S": "TENANT"}},
            _user_key(username),
            {"pk": {"S": f"SESSION#{session}"}, "sk": {"S": "ENDED"}},
            table_key(tenant),
        ]
        found = self._batch(keys)
        held, tables = found.get("TENANT"), found.get("CLASSIFIERS")
        return Presence(
            tenant=msgspec.convert(held, Tenant) if held else None,
            user=_user(found.get("USER")),
            ended="ENDED" in found,
            classifiers=Table.read(tables) if tables else None,
        )

    def failed(self, of_whom: Sequence[str], *, now: int) -> None:
        """Note one more failed login of each."""
        for one in of_whom:
            self._client.update_item(
                TableName=self._table,
                Key=_failures_key(one),
                UpdateExpression="ADD times :one SET #last = :now, expires_at = :end",
                ExpressionAttributeNames={"#last": "last"},
                ExpressionAttributeValues={
                    ":one": marshal(1),
                    ":now": marshal(now),
                    ":end": marshal(now + FORGOTTEN_SECONDS),
                },
            )

    def forget_failures(self, of_whom: str) -> None:
        """Begin counting anew."""
        self._client.delete_item(TableName=self._table, Key=_failures_key(of_whom))

    def end_session(self, session: str, *, expires: int) -> None:
        """Take a token back; what says so may go when the token ends by itself (seconds since 1970)."""
        item = {"pk": {"S": f"SESSION#{session}"}, "sk": {"S": "ENDED"}, "expires_at": marshal(expires)}
        self._client.put_item(TableName=self._table, Item=item)

    def add(self, user: User, *, token: str) -> bool:
        """Store a new user; ``False`` when somebody is called that already. ``token`` is new for every attempt."""
        by_id = _id_key(user.tenant, user.id) | marshal_item({"username": user.username})
        operations = [
            {"Put": {"TableName": self._table, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}
            for item in (_item(user), by_id)
        ]
        try:
            transact(self._client, operations, token=token)
        except ConditionFailed:
            return False
        return True

    def replace(self, before: User, after: User) -> bool:
        """Store a user anew; ``False`` when somebody changed it since ``before`` was read."""
        try:
            write(
                self._client.put_item,
                TableName=self._table,
                Item=_item(after),
                ConditionExpression="generation = :before",
                ExpressionAttributeValues={":before": marshal(before.generation)},
            )
        except ConditionFailed:
            return False
        return True

    def find(self, username: str) -> User | None:
        """The user of that name."""
        return _user(self._get(_user_key(username)))

    def of_id(self, tenant: str, id_: int) -> User | None:
        """A tenant's user by its id."""
        found = self._get(_id_key(tenant, id_))
        return self.find(found["username"]) if found else None

    def has(self, tenant: str, id_: int) -> bool:
        """Whether a tenant has a user with that id."""
        return self._get(_id_key(tenant, id_)) is not None

    def of_tenant(self, tenant: str) -> list[User]:
        """All users of a tenant, in the order of their ids."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)",
            ExpressionAttributeValues={":pk": {"S": f"T#{tenant}"}, ":sk": {"S": "USER#"}},
            ConsistentRead=True,
        )
        names = [item["username"]["S"] for page in pages for item in page["Items"]]
        return [user for name in names if (user := self.find(name))]

    def _get(self, key: dict[str, Any]) -> dict[str, Any] | None:
        item = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        return unmarshal_item(item) if item else None

    def _batch(self, keys: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Items by their sort keys."""
        return {item["sk"]["S"]: unmarshal_item(item) for item in batch_get(self._client, self._table, keys)}


def _user(values: dict[str, Any] | None) -> User | None:
    return msgspec.convert(values, User) if values else None


def _item(user: User) -> dict[str, Any]:
    return _user_key(user.username) | marshal_item(msgspec.structs.asdict(user))


def _user_key(username: str) -> dict[str, Any]:
    return {"pk": {"S": f"USER#{folded(username)}"}, "sk": {"S": "USER"}}


def _id_key(tenant: str, id_: int) -> dict[str, Any]:
    return {"pk": {"S": f"T#{tenant}"}, "sk": {"S": f"USER#{id_:010}"}}


def _failures_key(of_whom: str) -> dict[str, Any]:
    return {"pk": {"S": f"LOGIN#{of_whom}"}, "sk": {"S": f"FAILURES#{of_whom}"}}
