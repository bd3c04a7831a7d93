"""Standard Webhooks signatures: ``webhook-signature: v1,<base64 of HMAC-SHA256>``, one per secret while rotating.

Source: the Standard Webhooks specification 1.0 (signed content ``id.timestamp.body``, seconds since 1970).
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping, Sequence

TOLERANCE = 300
"""Seconds a timestamp may lie off the clock: limits how long a recorded request can be played again."""

_PREFIX = "whsec_"
_MAX_SIGNATURES = 16


class SignatureError(ValueError):
    """The message is not, or not provably, what its sender sent."""


def sign(secrets: Sequence[str], message_id: str, at: int, body: bytes) -> dict[str, str]:
    """The three headers of a message sent ``at`` (seconds since 1970), signed with each ``whsec_`` secret in turn."""
    signatures = " ".join(f"v1,{b64encode(_mac(secret, message_id, at, body)).decode()}" for secret in secrets)
    return {"webhook-id": message_id, "webhook-timestamp": str(at), "webhook-signature": signatures}


def verify(secrets: Sequence[str], headers: Mapping[str, str], body: bytes, now: float) -> None:
    """Check a received message; raises :class:`SignatureError`.

    ``secrets`` newest first; any of them may have signed. Header names are compared without regard to case.
    """
    given = {name.lower(): value for name, value in headers.items()}
    try:
        message_id, at, signatures = (given[f"webhook-{part}"] for part in ("id", "timestamp", "signature"))
    except KeyError as missing:
        raise SignatureError(f"header {missing.args[0]} is missing") from None
    if not (at.isascii() and at.isdigit() and len(at) <= 11):  # noqa: PLR2004  seconds stay below 11 digits for 3,000 years
        raise SignatureError("the timestamp is not a whole number of seconds")
    if abs(now - int(at)) > TOLERANCE:
        raise SignatureError("the timestamp is too far from now")
    offered = [_decoded(part[3:]) for part in signatures.split(" ")[:_MAX_SIGNATURES] if part.startswith("v1,")]
    for secret in secrets:
        expected = _mac(secret, message_id, int(at), body)
        if any(hmac.compare_digest(expected, one) for one in offered):
            return
    raise SignatureError("no signature matches")


def _mac(secret: str, message_id: str, at: int, body: bytes) -> bytes:
    key = b64decode(secret.removeprefix(_PREFIX), validate=True)
    return hmac.digest(key, f"{message_id}.{at}.".encode() + body, hashlib.sha256)


def _decoded(signature: str) -> bytes:
    try:
        return b64decode(signature, validate=True)
    except (Base64Error, ValueError):  # ValueError: characters beyond ASCII
        return b""
