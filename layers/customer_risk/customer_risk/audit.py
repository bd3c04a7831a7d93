"""Who did what, when and why: entries that each carry the hash of the one before.

One chain per customer. An entry changed, dropped or slipped in breaks every hash behind it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import msgspec

from customer_risk.records import Record

BEGINNING = ""
"""What the first entry of a chain names as the hash before it."""


class AuditEntry(Record):
    """One entry; ``hash`` covers it and the hash before it.

    ``details`` never holds personal data itself, only ids and hashes of it: an erasure must not break the chain.
    """

    number: int
    at: str
    actor: str
    action: str
    details: dict[str, str | int | None]
    hash: str


def entry(
    number: int, previous: str, *, at: str, actor: str, action: str, details: Mapping[str, str | int | None]
) -> AuditEntry:
    """The next entry of a chain."""
    return AuditEntry(
        number=number,
        at=at,
        actor=actor,
        action=action,
        details=dict(details),
        hash=_hash(number, previous, at, actor, action, details),
    )


def first_broken(chain: Iterable[AuditEntry]) -> int | None:
    """The number of the first entry that does not follow from the one before it; ``None`` for a whole chain."""
    previous = BEGINNING
    for number, one in enumerate(chain, start=1):
        expected = _hash(number, previous, one.at, one.actor, one.action, one.details)
        if (one.number, one.hash) != (number, expected):
            return number
        previous = one.hash
    return None


def _hash(number: int, previous: str, at: str, actor: str, action: str, details: Mapping[str, str | int | None]) -> str:
    content = msgspec.json.encode([number, previous, at, actor, action, details], order="sorted")
    return hashlib.sha256(content).hexdigest()
