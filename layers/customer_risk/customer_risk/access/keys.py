"""API keys: how they look, and the keyed hash that is all we keep of them."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable

import msgspec

from customer_risk.records import Record
from customer_risk.screening.providers.settings import ProviderSettings

TENANT = re.compile(r"[a-z0-9][a-z0-9-]{0,38}")
_KEY = re.compile(r"crk_([a-z0-9][a-z0-9-]{0,38})_([0-9a-f]{16})_([0-9a-f]{64})")

SCOPES = (
    "checks:write",
    "checks:read",
    "cases:read",
    "cases:write",
    "intake:write",
    "intake:read",
    "lifecycle:write",
    "lifecycle:read",
    "webhooks:write",
    "webhooks:read",
)


class ApiKey(Record):
    """An API key in the clear: ``crk_<tenant>_<id>_<secret>``. Shown once, to the person who made it."""

    tenant: str
    id: str
    secret: str

    @classmethod
    def make(cls, tenant: str, random_bytes: Callable[[int], bytes]) -> ApiKey:
        """A new key: 64 random bits of id, 256 of secret."""
        return cls(tenant=tenant, id=random_bytes(8).hex(), secret=random_bytes(32).hex())

    @classmethod
    def parse(cls, text: str) -> ApiKey | None:
        """The key a caller sent, or ``None`` when it cannot be one of ours (decided without any look-up)."""
        match = _KEY.fullmatch(text)
        return cls(tenant=match[1], id=match[2], secret=match[3]) if match else None

    @property
    def text(self) -> str:
        """The key as its owner sends it."""
        return f"crk_{self.tenant}_{self.id}_{self.secret}"

    def hash(self, pepper: bytes) -> bytes:
        """HMAC-SHA256 under a key that the database does not hold: a stolen table opens nothing.

        A fast hash is enough, because the secret is 256 random bits and not something a person chose.
        """
        return hmac.digest(pepper, self.text.encode(), hashlib.sha256)

    def matches(self, stored: bytes, pepper: bytes) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest(self.hash(pepper), stored)


class LifecycleSettings(Record):
    """How a tenant wants evaluations carried out (document 002). Scores run from 0 to 1, where 1 is safe.

    ``express_milliseconds`` is the time budget of ExpressKYC, 0 is always too slow. With ``four_eyes`` a second
    actor confirms a manual decision. ``review_at_once`` answers ``review`` while an evaluation is under way.
    """

    reject_below: float = 0.3
    approve_from: float = 0.8
    express_milliseconds: int = 1500
    four_eyes: bool = False
    review_at_once: bool = False


class Tenant(Record):
    """One customer of ours and its settings.

    ``level_words`` renames levels in the customer-checks dialect. ``classifiers`` replaces values a dialect offers by
    default; ``optional_fields`` are fields that a dialect requires and this tenant does not have. ``providers`` are
    outside providers asked at every screening. With ``waits_for_approval_date`` the scoring of an intake is not
    completed before the customer has a date of approval.
    """

    id: str
    name: str
    active: bool = True
    risk_model: str | None = None
    level_words: dict[str, str] = msgspec.field(default_factory=dict)
    callback_secret_header: str = "X-Callback-Secret"  # noqa: S105  the name of a header
    classifiers: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    optional_fields: tuple[str, ...] = ()
    lifecycle: LifecycleSettings = LifecycleSettings()
    providers: tuple[ProviderSettings, ...] = ()
    waits_for_approval_date: bool = False


class Credential(Record):
    """What is stored of an API key. Times are ISO 8601 in UTC."""

    id: str
    tenant: str
    hash: bytes
    scopes: tuple[str, ...]
    created: str
    label: str | None = None
    expires: str | None = None
    revoked: str | None = None

    def usable(self, now: str) -> bool:
        """Neither revoked nor expired at ``now`` (ISO 8601 UTC, which sorts as text)."""
        return self.revoked is None and (self.expires is None or now < self.expires)


class Caller(Record):
    """Somebody who has shown a good credential."""

    tenant: Tenant
    actor: str
    scopes: tuple[str, ...]
