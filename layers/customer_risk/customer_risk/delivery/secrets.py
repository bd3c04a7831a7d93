"""The secrets receivers know us by: derived for every tenant from one master key, stored nowhere.

Nothing to leak from a table, nothing to lose with one: whoever has the master key can always derive them again.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Sequence
from typing import Any

from customer_risk.records import Record

_MINIMUM = 32
_SECRET_BYTES = 32
_CACHE_SECONDS = 300


class MasterKeys(Record):
    """The master key in use and, while rotating, the one before."""

    current: bytes
    previous: bytes | None = None

    def signing_secrets(self, tenant: str, versions: Sequence[int] = (1,), scope: str = "") -> tuple[str, ...]:
        """The tenant's ``whsec_`` secrets, newest first: all ``versions`` of the current key, then of the previous.

        ``versions`` are those valid now, newest first. ``scope`` tells the endpoints of a tenant apart; callbacks
        use none.
        """
        keys = [self.current] if self.previous is None else [self.current, self.previous]
        derived = (_derive(key, "webhook signing", tenant, scope, version) for key in keys for version in versions)
        return tuple("whsec_" + b64encode(secret).decode() for secret in derived)

    def static_secret(self, tenant: str, version: int = 1) -> str:
        """The value of the tenant's secret header. A header has one value, so it changes with the current key."""
        return _derive(self.current, "secret header", tenant, "", version).hex()


def parse_master_keys(text: str) -> MasterKeys:
    """The master keys as they are kept: ``{"current": base64, "previous": base64 or null}``, or a generated string.

    Raises ``ValueError`` for anything else and for keys below 32 bytes; the message never holds the key.
    """
    if not text.lstrip().startswith("{"):
        return MasterKeys(current=_long_enough(text.encode()))
    try:
        given = json.loads(text)
        current, previous = (given.get(name) for name in ("current", "previous"))
        return MasterKeys(current=_key(current), previous=None if previous is None else _key(previous))
    except (json.JSONDecodeError, Base64Error, TypeError):
        raise ValueError("the signing key is not JSON with base64 values") from None


class MasterKeySource:
    """The master keys from Secrets Manager, read again every five minutes so that a rotation needs no deployment."""

    def __init__(self, client: Any, secret_id: str, now: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._secret_id = secret_id
        self._now = now
        self._read: tuple[float, MasterKeys] | None = None

    def __call__(self) -> MasterKeys:
        """The keys; raises what the client raises, and ``ValueError`` (see :func:`parse_master_keys`)."""
        if self._read is None or self._now() - self._read[0] >= _CACHE_SECONDS:
            answer = self._client.get_secret_value(SecretId=self._secret_id)
            self._read = (self._now(), parse_master_keys(answer["SecretString"]))
        return self._read[1]


def hkdf(key: bytes, info: bytes, length: int, salt: bytes = b"") -> bytes:
    """HKDF-SHA256 (RFC 5869): ``length`` bytes, up to 8,160, from ``key``, bound to ``info``."""
    extracted = hmac.digest(salt or bytes(32), key, hashlib.sha256)
    output = block = b""
    for counter in range(1, -(-length // 32) + 1):
        block = hmac.digest(extracted, block + info + bytes([counter]), hashlib.sha256)
        output += block
    return output[:length]


def _derive(key: bytes, label: str, tenant: str, scope: str, version: int) -> bytes:
    # JSON keeps the parts apart: no choice of names makes one tenant's text another's.
    info = json.dumps(["customer-risk", label, tenant, scope, version]).encode()
    return hkdf(key, info, _SECRET_BYTES)


def _key(text: str) -> bytes:
    return _long_enough(b64decode(text, validate=True))


def _long_enough(key: bytes) -> bytes:
    if len(key) < _MINIMUM:
        raise ValueError(f"the signing key is shorter than {_MINIMUM} bytes")
    return key
