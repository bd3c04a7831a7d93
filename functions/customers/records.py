"""The small records that stand beside a customer: risk trails, reviews, and links from other customers."""

from __future__ import annotations

from typing import Any, Self

import msgspec

from customer_risk.levels import RiskLevel
from customer_risk.records import Record

TRAILS, REVIEWS, LINKS = "RISKTRAIL", "REVIEW", "LINK"
"""Kinds of records in the customers table."""


class Kept(Record):
    """A record that is stored as an item; fields that say nothing are left out."""

    def values(self) -> dict[str, Any]:
        """What the item holds."""
        held: dict[str, Any] = msgspec.to_builtins(self)
        return held

    @classmethod
    def of(cls, item: dict[str, Any]) -> Self:
        """Read an item."""
        return msgspec.convert(item, cls)


class TrailRecord(Kept):
    """A risk as it was computed, and what a second person made of it. Times are ISO 8601 in UTC, days ``YYYY-MM-DD``.

    ``number`` is the ``idCustomer`` it is of: a customer that was deleted may have had the same internal number.
    ``caused_by`` is the actor whose write changed the risk; ``risk_type`` and ``approval`` are classifier ids.
    """

    id: int
    number: int
    at: str
    points: int
    level: RiskLevel
    caused_by: str
    reviewed: str | None = None
    reviewer: int | None = None
    reviewer_name: str | None = None
    risk_type: int | None = None
    approval: int | None = None
    comments: str | None = None


class ReviewRecord(Kept):
    """A review of customer ``number`` that is due or done; days are ``YYYY-MM-DD``.

    ``risk_type`` is the one it was scheduled for.
    """

    id: int
    number: int
    created: str
    scheduled: str
    scheduler: int | None = None
    risk_type: int | None = None
    reviewed: str | None = None
    reviewer: int | None = None
    reviewer_name: str | None = None
    comments: str | None = None


class LinkRecord(Kept):
    """That another ``customer`` (its core id and ``idCustomer``) has a stake in this one or a role at it.

    ``share`` (0 to 1) is that of a stake, ``None`` of a role; ``controls`` whether the role is one of control.
    """

    id: int
    customer: str
    number: int
    share: float | None = None
    controls: bool = False
