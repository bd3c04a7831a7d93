"""``If-Match`` and ``If-None-Match`` (RFC 9110, section 13), on the state of the whole customer."""

from __future__ import annotations

import re

from customer_risk.problems import PreconditionFailed

_TAG = re.compile(r'\s*(W/)?("[\x21\x23-\x7e]*")\s*(?:,|$)')


def require(if_match: str | None, etag: str) -> None:
    """Raise :class:`PreconditionFailed` where ``If-Match`` does not name the customer's state; weak tags never do."""
    if if_match is None or if_match.strip() == "*":
        return
    if etag not in {tag for weak, tag in _tags(if_match) if not weak}:
        raise PreconditionFailed("The customer has changed since it was read.")


def unchanged(if_none_match: str | None, etag: str) -> bool:
    """Whether the caller has the current state already."""
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or etag in {tag for _, tag in _tags(if_none_match)}


def _tags(header: str) -> list[tuple[str, str]]:
    return [(match[1] or "", match[2]) for match in _TAG.finditer(header)]
