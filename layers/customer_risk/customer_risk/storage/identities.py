"""Who else gave this number, address or device: ``T#<tenant>#ID#<hash>`` / ``ID`` in the customers table.

Keys are hashes under a key the database does not hold, so that the index tells nobody which numbers are in it. An
item holds the customers that gave what it stands for.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from customer_risk.profile import Profile
from customer_risk.records import Record
from customer_risk.storage.dynamo import Operation, batch_get

MOST = 500
"""Customers remembered under one mark; a post office box may be shared by more, and says no more for that."""
_MOST_MARKS = 40
_BARE = re.compile(r"[\W_]+")


class Mark(Record):
    """Something a customer gave that tells people apart: its ``kind``, and the hash of its value."""

    kind: str
    hash: str


class Identities:
    """Looks customers up by what they gave. ``key`` is asked when needed."""

    def __init__(self, client: Any, table: str, key: Callable[[], bytes]) -> None:
        self._client = client
        self._table = table
        self._key = key

    def mark(self, kind: str, value: str) -> Mark:
        """The mark of one value: letters and digits count, whatever their case; for e-mail everything does."""
        bare = value.strip().casefold() if kind == "email" else _BARE.sub("", value).casefold()
        digest = hmac.digest(self._key(), f"{kind}\0{bare}".encode(), hashlib.sha256)
        return Mark(kind=kind, hash=digest[:16].hex())

    def marks(self, profile: Profile) -> tuple[Mark, ...]:
        """Everything the customer itself gave that should be its own, at most 40."""
        seen = dict.fromkeys((kind, value) for kind, value in _given(profile) if value)
        return tuple(dict.fromkeys(self.mark(kind, value) for kind, value in list(seen)[:_MOST_MARKS]))

    def lookups(self, profile: Profile) -> tuple[Mark, ...]:
        """What customers are searched by besides: many may share it, and it is no sign of anything."""
        party = profile.party
        born = party.person.birth_date.text if party.person and party.person.birth_date else None
        pairs = [
            *(("lookup:officialId", one.value) for one in party.identifiers),
            *(("lookup:officialId", one.number) for one in party.documents),
            *(("lookup:zipCode", one.postcode) for one in party.addresses),
            ("lookup:dob", born),
        ]
        return tuple(dict.fromkeys(self.mark(kind, value) for kind, value in pairs if value))

    def sharing(self, tenant: str, marks: Sequence[Mark]) -> dict[Mark, frozenset[str]]:
        """The customers under each mark, in one read; at most 100 marks."""
        if not marks:
            return {}
        items = batch_get(self._client, self._table, [_at(tenant, mark) for mark in marks])
        # A set that was emptied is no attribute any more.
        found = {item["pk"]["S"]: frozenset(item["customers"]["SS"]) for item in items if "customers" in item}
        return {mark: found.get(_at(tenant, mark)["pk"]["S"], frozenset()) for mark in marks}

    def changes(
        self,
        tenant: str,
        customer: str,
        before: Iterable[Mark],
        after: Iterable[Mark],
        known: dict[Mark, frozenset[str]],
    ) -> list[Operation]:
        """What takes a customer from under the marks it no longer has to under those it has now.

        ``known`` is what :meth:`sharing` said of ``after``: a mark that is full takes nobody in.
        """
        old, new = set(before), set(after)
        given_up = [self._change("DELETE", tenant, customer, mark) for mark in sorted(old - new, key=_sorted)]
        taken_up = [
            self._change("ADD", tenant, customer, mark)
            for mark in sorted(new, key=_sorted)
            if customer not in known.get(mark, ()) and len(known.get(mark, ())) < MOST
        ]
        return [*given_up, *taken_up]

    def _change(self, verb: str, tenant: str, customer: str, mark: Mark) -> Operation:
        return {
            "Update": {
                "TableName": self._table,
                "Key": _at(tenant, mark),
                "UpdateExpression": f"{verb} customers :customer",
                "ExpressionAttributeValues": {":customer": {"SS": [customer]}},
            }
        }


def _given(profile: Profile) -> Iterator[tuple[str, str]]:
    party = profile.party
    for number in party.identifiers:
        yield f"number:{number.kind}", number.value
    for document in party.documents:
        if document.number:
            yield "document", f"{document.issuing_country or ''}{document.number}"
    for means in party.means:
        if means.kind in {"email", "phone"}:
            yield means.kind, means.value
    for account in party.accounts:
        if account.number:
            yield "account", account.number
    if profile.channel.device_id:
        yield "device", profile.channel.device_id


def _sorted(mark: Mark) -> tuple[str, str]:
    return mark.kind, mark.hash


def _at(tenant: str, mark: Mark) -> dict[str, Any]:
    return {"pk": {"S": f"T#{tenant}#ID#{mark.hash}"}, "sk": {"S": "ID"}}
