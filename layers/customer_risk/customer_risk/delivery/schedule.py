"""When a delivery is tried again, and what an outcome means for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

DELAYS = (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds before each attempt, counted from the attempt before it (Standard Webhooks' recommendation): 3 days."""

JITTER = 0.1
"""Share by which a delay is stretched or shortened, so that receivers coming back are not met by all at once."""

LONGEST_WAIT = 86_400
"""Most seconds a receiver's ``Retry-After`` is obeyed; beyond, a delivery would outlive its event."""


class Verdict(StrEnum):
    """What follows from an attempt."""

    DELIVERED = "delivered"
    RETRY = "retry"
    DISABLE = "disable"


def verdict(status: int | None) -> Verdict:
    """The meaning of an HTTP status, ``None`` for no answer.

    2xx is delivered; 410 is a receiver asking to be left alone. Everything else is tried again, redirects and client
    errors too: a receiver that refuses now may be mended within the three days.
    """
    if status is None:
        return Verdict.RETRY
    if 200 <= status < 300:  # noqa: PLR2004  the 2xx class
        return Verdict.DELIVERED
    return Verdict.DISABLE if status == 410 else Verdict.RETRY  # noqa: PLR2004  Gone


def delay_after(attempts: int, random: Callable[[], float], retry_after: float | None = None) -> float | None:
    """Seconds to wait when ``attempts`` have failed; ``None`` when that was the last.

    ``random`` gives numbers from 0 up to 1. A receiver's ``retry_after`` can lengthen the wait, never shorten it.
    """
    if attempts >= len(DELAYS):
        return None
    delay = DELAYS[attempts] * (1 - JITTER + 2 * JITTER * random())
    return max(delay, min(retry_after or 0, LONGEST_WAIT))


def retry_after_seconds(header: str | None, now: datetime) -> float | None:
    """Seconds asked for by a ``Retry-After`` header (a number or an HTTP date); ``None`` when it asks for nothing."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # the zone may be any number
        return None
    # A date without a zone, "-0000", is UTC (RFC 5322, section 3.3).
    wait = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
    return wait if wait > 0 else None
