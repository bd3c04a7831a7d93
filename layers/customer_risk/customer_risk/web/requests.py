"""What can be read off an HTTP API event before any dialect looks at it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from customer_risk.problems import BadRequest, TooLarge, UnsupportedMediaType

LARGEST_BODY = 1024 * 1024
"""Bytes. A decision must fit a DynamoDB item of 400 KB when compressed; the full sample request is 18 KB."""


class Request:
    """One request of an API Gateway HTTP API, payload format 2.0; ``source`` is the caller's address."""

    def __init__(self, event: Mapping[str, Any]) -> None:
        self._event = event
        self._headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
        http = event["requestContext"]["http"]
        self.method: str = http["method"]
        self.path: str = event["rawPath"]
        self.query: dict[str, str] = event.get("queryStringParameters") or {}
        self.source: str = http.get("sourceIp") or ""

    def header(self, name: str) -> str | None:
        """A header's value, whatever the case of its name (API Gateway lowers it, `sam local` does not)."""
        return self._headers.get(name.lower())

    def prefers(self, preference: str) -> bool:
        """Whether ``Prefer`` (RFC 7240) names this preference, for example ``return=minimal``."""
        named = (part.split(";")[0].strip().lower() for part in (self.header("prefer") or "").split(","))
        return preference in {part.replace(" ", "").replace('"', "") for part in named}

    def json_body(self) -> bytes:
        """The body of a request that should carry JSON.

        Raises :class:`UnsupportedMediaType` when it says it is something else, :class:`TooLarge`, and
        :class:`BadRequest` when API Gateway's base64 does not decode (a client can bring that about). A request that
        does not say what it carries is read as JSON.
        """
        media = (self.header("content-type") or "application/json").split(";")[0].strip().lower()
        if media != "application/json" and not (media.startswith("application/") and media.endswith("+json")):
            raise UnsupportedMediaType("Send the body as application/json.")
        text: str = self._event.get("body") or ""
        if len(text) > LARGEST_BODY * 4 // 3 + 4:
            raise _too_large()
        try:
            body = base64.b64decode(text, validate=True) if self._event.get("isBase64Encoded") else text.encode()
        except (binascii.Error, UnicodeEncodeError, ValueError):
            raise BadRequest("The body cannot be decoded.") from None
        if len(body) > LARGEST_BODY:
            raise _too_large()
        return body


def _too_large() -> TooLarge:
    return TooLarge(f"The body may be {LARGEST_BODY // 1024} KiB long.")
