"""The five risk levels every dialect's own words map to."""

from __future__ import annotations

from enum import StrEnum


class RiskLevel(StrEnum):
    """``NONE < LOW < MEDIUM < HIGH < EXTREME``; compare by ``rank``, the strings themselves do not sort."""

    NONE = "NONE"
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    EXTREME = "EXTREME"

    @property
    def rank(self) -> int:
        """0 for ``NONE`` up to 4 for ``EXTREME``."""
        return _RANKS[self]


_RANKS = {level: rank for rank, level in enumerate(RiskLevel)}
