"""Signed tokens that people and programs show instead of their password: JWTs, HS256."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from customer_risk.problems import Unauthorised
from customer_risk.records import Record

_LEEWAY = 30
"""Seconds by which the clocks of two functions may differ."""


class Claims(Record):
    """What a token says: who (``subject``), of which tenant, from when until when (seconds since 1970).

    ``id`` is the token's own; ``more`` holds what its issuer added.
    """

    subject: str
    tenant: str
    id: str
    issued: int
    expires: int
    more: dict[str, Any]


class Tokens:
    """Issues tokens and reads them. ``keys`` gives the signing keys, newest first, and is asked when needed."""

    def __init__(
        self, keys: Callable[[], tuple[bytes, ...]], clock: Callable[[], datetime], new_id: Callable[[], str]
    ) -> None:
        self._keys = keys
        self._clock = clock
        self._new_id = new_id

    def issue(self, subject: str, tenant: str, kind: str, seconds: int, **more: str | int) -> str:
        """A token good for ``seconds``; one ``kind`` is never taken for another."""
        import jwt  # noqa: PLC0415  what only an API key calls does not pay for it

        now = int(self._clock().timestamp())
        claims = {"sub": subject, "tid": tenant, "aud": kind, "iat": now, "exp": now + seconds, "jti": self._new_id()}
        return jwt.encode({**more, **claims}, self._keys()[0], algorithm="HS256")

    def read(self, text: str, kind: str) -> Claims:
        """What a good token of this ``kind`` says; raises :class:`Unauthorised` for any other."""
        import jwt  # noqa: PLC0415  as above

        now = self._clock().timestamp()
        for key in self._keys():
            try:
                # PyJWT would read the system's clock: times are compared below, with ours.
                claims = jwt.decode(
                    text,
                    key,
                    algorithms=["HS256"],
                    audience=kind,
                    options={"require": ["sub", "tid", "iat", "exp", "jti"], "verify_exp": False, "verify_iat": False},
                )
            except jwt.InvalidTokenError:
                continue
            if not (isinstance(claims["exp"], int) and isinstance(claims["iat"], int)):
                break
            if claims["iat"] - _LEEWAY <= now < claims["exp"]:
                return Claims(
                    subject=claims["sub"],
                    tenant=claims["tid"],
                    id=claims["jti"],
                    issued=claims["iat"],
                    expires=claims["exp"],
                    more={name: value for name, value in claims.items() if name not in _OWN},
                )
        raise Unauthorised("The token is not valid.")


_OWN = {"sub", "tid", "aud", "iat", "exp", "jti"}
