"""Who is calling: an API key and its secret are changed for a token, and every success carries a fresh one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.event_handler import Response

from customer_risk import wiring
from customer_risk.access.keys import ApiKey, Caller, Credential, Tenant
from customer_risk.access.secrets import secret
from customer_risk.problems import Forbidden, Unauthorised
from customer_risk.web.resolver import Call, answer
from customer_risk.web.tolerant import read
from lifecycle.problems import BadData, BadKey, RevokedKey
from lifecycle.wire import Authentication

KIND = "lifecycle"
SECONDS = 3600
"""A token's life: one hour."""


def authenticate(call: Call) -> Response[Any]:
    """``POST /authenticate``."""
    said, _ = read(Authentication, call.request.json_body())
    if not said.api_key or not said.client_secret:
        raise BadData("MISSING_PARAMETERS", "Missing parameters: apiKey and clientSecret are needed.")
    key = ApiKey.parse(f"{said.api_key}_{said.client_secret}")
    found = wiring.control().find_key(key) if key else None
    if key is None or found is None or not key.matches(found[1].hash, secret(os.environ["CREDENTIAL_KEY_ARN"])):
        raise BadKey("INVALID_API_KEY", "Invalid API key.")
    tenant, credential = found
    _usable(credential)
    if not tenant.active:
        raise Forbidden("This tenant is suspended.")
    call.known(_caller(tenant, credential))
    return answer(200, {"token": _token(tenant, credential)}, {"Cache-Control": "no-store"})


def admit(call: Call, scope: str) -> Caller:
    """The caller behind the bearer token.

    The key behind the token is looked up every time, for tokens are renewed at every call: a revoked key must not
    live on in them. Raises ``Unauthorised``, ``Forbidden`` or :class:`RevokedKey`.
    """
    scheme, _, text = (call.request.header("authorization") or "").partition(" ")
    if scheme.lower() != "bearer" or not text:
        raise Unauthorised
    with call.log.part("Admit"):
        claims = wiring.tokens().read(text.strip(), KIND)
        found = wiring.control().find_key(ApiKey(tenant=claims.tenant, id=claims.subject, secret=""))
    if found is None:
        raise Unauthorised
    tenant, credential = found
    _usable(credential)
    caller = _caller(tenant, credential)
    call.known(caller)
    if not tenant.active:
        raise Forbidden("This tenant is suspended.")
    if scope not in credential.scopes:
        raise Forbidden(f"This key lacks the scope {scope}.")
    return caller


def renewed(caller: Caller) -> Mapping[str, str]:
    """The header that carries a fresh token, with every successful answer."""
    token = wiring.tokens().issue(caller.actor.removeprefix(_KEY), caller.tenant.id, KIND, SECONDS)
    return {"Authorization": f"Bearer {token}", "Cache-Control": "no-store"}


_KEY = "key:"


def _caller(tenant: Tenant, credential: Credential) -> Caller:
    return Caller(tenant=tenant, actor=f"{_KEY}{credential.id}", scopes=credential.scopes)


def _token(tenant: Tenant, credential: Credential) -> str:
    return wiring.tokens().issue(credential.id, tenant.id, KIND, SECONDS)


def _usable(credential: Credential) -> None:
    if credential.revoked is not None:
        raise RevokedKey("API_KEY_REVOKED", "This API key was revoked.")
    if not credential.usable(wiring.clock().isoformat()):
        raise BadKey("INVALID_API_KEY", "Invalid API key.")
