"""An event as its dialect rendered it: from here on nobody looks inside the body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from customer_risk.records import Record

# RFC 9110, section 5.6.2 (token) and 5.5 (field values; plain ASCII without line breaks is what every receiver reads).
_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VALUE = re.compile(r"[!-~](?:[ -~]*[!-~])?")

OWN_HEADERS = frozenset(
    {
        "connection",
        "content-length",
        "content-type",
        "customer-risk-sequence",
        "host",
        "transfer-encoding",
        "user-agent",
        "webhook-id",
        "webhook-signature",
        "webhook-timestamp",
    }
)
"""Header names, in lower case, that delivery sets itself and a dialect may not."""


class Event(Record):
    """What has happened, ready to be sent; committed in the transaction of the decision it tells.

    ``id`` is a UUIDv7 as text and becomes ``webhook-id``: it is the same at every attempt. ``sequence`` grows with
    every event of one customer. ``created`` is UTC in ISO 8601 with milliseconds and ``Z`` (see :func:`timestamp`).
    ``body`` is sent byte for byte. ``headers`` are the dialect's own. ``target`` is the callback address of the request
    that caused the event; without it the event goes to the tenant's webhook subscriptions. ``secret_header`` names a
    header that carries a static secret of the tenant, for dialects whose receivers expect one. ``unit`` is the business
    unit whose customer it is, by which subscriptions may choose. ``followers`` are parts of the service that then
    look at the customer, each through a queue of its own: mostly dialects that know the customer, by their names.

    Events about the subscriptions themselves are of no customer: ``customer_id`` is empty and ``sequence`` 0.
    ``endpoint`` is the one subscription such an event is for; ``replays`` the id of an event that this one, which has
    no body of its own, asks to deliver there once more.
    """

    id: str
    tenant: str
    type: str
    customer_id: str
    sequence: int
    created: str
    body: bytes
    content_type: str = "application/json"
    headers: Mapping[str, str] = {}
    target: str | None = None
    secret_header: str | None = None
    unit: str | None = None
    endpoint: str | None = None
    replays: str | None = None
    followers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what could not be sent: found here it is a failed request, found later it would be a lost event."""
        instant(self.created)
        named = [*self.headers, *([self.secret_header] if self.secret_header else [])]
        for name in named:
            if not _NAME.fullmatch(name) or name.lower() in OWN_HEADERS:
                raise ValueError(f"not a header an event may carry: {name!r}")
        if len({name.lower() for name in named}) != len(named):
            raise ValueError("a header is given twice")
        for name, value in {"content-type": self.content_type, **self.headers}.items():
            if not _VALUE.fullmatch(value):
                raise ValueError(f"header {name} has a value that is not plain ASCII text; see header_text")


def timestamp(moment: datetime) -> str:
    """``2026-02-01T09:30:00.000Z``: the form of ``Event.created``, for an aware ``moment``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def instant(created: str) -> datetime:
    """The moment :func:`timestamp` wrote; raises ``ValueError`` when the text is not one with a time zone."""
    moment = datetime.fromisoformat(created)
    if moment.tzinfo is None:
        raise ValueError(f"a time without its zone: {created}")
    return moment


def header_text(value: str) -> str:
    """Any text as a header value, percent-encoded as CloudEvents' HTTP binding asks (section 3.1.3.2).

    Spaces, double quotes, per cent signs and everything beyond printable ASCII are encoded as UTF-8.
    """
    return quote(value, safe="!#$&'()*+,-./:;<=>?@[\\]^_`{|}~")
