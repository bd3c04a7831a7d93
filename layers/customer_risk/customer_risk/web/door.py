"""Lets callers in: API key → tenant and scopes, remembered for a minute."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

from customer_risk.access.keys import ApiKey, Caller
from customer_risk.problems import Forbidden, Unauthorised
from customer_risk.storage.control import Control

REMEMBERED_SECONDS = 60
"""A revoked key may work this long on a warm function; a check then costs no look-up."""
_ROOM = 2048


class Door:
    """Authenticates API keys. ``pepper`` and ``clock`` are called when needed; ``clock`` gives aware UTC times."""

    def __init__(self, control: Control, pepper: Callable[[], bytes], clock: Callable[[], datetime]) -> None:
        self._control = control
        self._pepper = pepper
        self._clock = clock
        self._known: OrderedDict[bytes, tuple[datetime, Caller]] = OrderedDict()

    def admit(self, key: str | None, scope: str) -> Caller:
        """The caller behind ``key``.

        Raises :class:`Unauthorised` for a missing, unknown, revoked or expired key (the reason is not told), and
        :class:`Forbidden` for a good key without ``scope`` or of a suspended tenant.
        """
        caller = self._caller(key or "")
        if not caller.tenant.active:
            raise Forbidden("This tenant is suspended.")
        if scope not in caller.scopes:
            raise Forbidden(f"This key lacks the scope {scope}.")
        return caller

    def _caller(self, text: str) -> Caller:
        key = ApiKey.parse(text)
        if key is None:
            raise Unauthorised("A valid api-key header is needed.")
        now = self._clock()
        digest = hashlib.sha256(text.encode()).digest()  # the key itself is not kept in memory
        remembered = self._known.get(digest)
        if remembered and (now - remembered[0]).total_seconds() < REMEMBERED_SECONDS:
            return remembered[1]
        caller = self._look_up(key, now)
        self._known[digest] = (now, caller)
        if len(self._known) > _ROOM:
            self._known.popitem(last=False)
        return caller

    def _look_up(self, key: ApiKey, now: datetime) -> Caller:
        found = self._control.find_key(key)
        if found is None:
            raise Unauthorised("A valid api-key header is needed.")
        tenant, credential = found
        if not key.matches(credential.hash, self._pepper()) or not credential.usable(now.isoformat()):
            raise Unauthorised("A valid api-key header is needed.")
        return Caller(tenant=tenant, actor=f"key:{credential.id}", scopes=credential.scopes)
